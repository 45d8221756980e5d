package library

import (
	"context"
	"errors"
	"iter"
	"runtime"
	"slices"

	"baotinh/index"
	"baotinh/pipeline"
	"baotinh/pipeline/canonical"
	"baotinh/pipeline/extract"
	"baotinh/pipeline/news"
	"baotinh/pipeline/newspaper"
	"baotinh/pipeline/stream"
	"baotinh/pipeline/warc"
)

// An Arrival is a capture in the archive to which an article of an index owes what it is: with it the article
// came in, or was replaced, or got its last version.
type Arrival struct {
	ID         news.ID
	URL        string        // of the capture; may be another one than the article's
	After, End news.Position // around the capture
}

// A Chronicle tells from the archive how articles came to be as they are. Its methods may be called
// concurrently.
type Chronicle struct {
	archive   *warc.Archive
	extractor *extract.Extractor
}

// OpenChronicle opens the archive of the data folder dir as it is now, also beside a job that writes to it.
func OpenChronicle(dir string, catalogue *newspaper.Catalogue) (*Chronicle, error) {
	if err := Exists(dir); err != nil {
		return nil, err
	}
	archive, err := warc.OpenArchive(archivePath(dir))
	if err != nil {
		return nil, err
	}
	return &Chronicle{archive, extract.New(catalogue)}, nil
}

// Arrivals yields the arrivals of articles between two positions of the archive, in their order. Of several
// captures of an article, that is the last one that the index has read; if this one is behind until, there is
// none: it is one of the arrivals from until on. So each state of an article in an
// index is one arrival, whatever the date of the article. The index must have read the archive up to until.
//
// Records that cannot be read are passed over: the job that indexed the archive has reported them.
func (h *Chronicle) Arrivals(
	ctx context.Context, ix *index.Index, from, until news.Position,
) iter.Seq2[Arrival, error] {
	return func(yield func(Arrival, error) bool) {
		find := func(ctx context.Context, p placed) (Arrival, error) {
			id, err := arrived(ctx, ix, h.extractor, p.page)
			return Arrival{ID: id, URL: p.page.URL, After: p.after, End: p.page.End}, err
		}
		pages := pagesBetween(h.archive, from, until)
		for a, err := range stream.Map(ctx, runtime.GOMAXPROCS(0), pages, find) {
			if err == nil && a.ID == "" {
				continue
			}
			if !yield(a, err) || err != nil {
				return
			}
		}
	}
}

// A placed is a page of the archive with the position after the page before it.
type placed struct {
	page  *news.Page
	after news.Position
}

// pagesBetween yields the pages of an archive between two positions.
func pagesBetween(archive *warc.Archive, from, until news.Position) iter.Seq2[placed, error] {
	return func(yield func(placed, error) bool) {
		if from.Compare(until) >= 0 {
			return
		}
		after := from
		for p, err := range archive.Pages(from) {
			if _, broken := errors.AsType[*warc.RecordError](err); broken {
				continue
			}
			if err != nil {
				yield(placed{}, err)
				return
			}
			if p.End.Compare(until) > 0 || !yield(placed{p, after}, nil) {
				return
			}
			after = p.End
		}
	}
}

// arrived returns the ID of the article of an index that is as page p left it, empty if there is none. Most
// articles have the ID of the address that was asked for: only for others the page is read.
func arrived(ctx context.Context, ix *index.Index, x *extract.Extractor, p *news.Page) (news.ID, error) {
	isLeft := func(id news.ID) (bool, error) {
		a, err := ix.Get(ctx, id)
		if errors.Is(err, index.ErrNotFound) {
			return false, nil
		}
		return err == nil && a.Position == p.End, err
	}
	ids := addressIDs(p)
	for _, id := range ids {
		if left, err := isLeft(id); left || err != nil {
			return id, err
		}
	}
	a, err := pipeline.Article(x, p)
	if err != nil || slices.Contains(ids, a.ID) {
		return "", nil // a page without article left none
	}
	left, err := isLeft(a.ID)
	if !left {
		return "", err
	}
	return a.ID, err
}

// addressIDs returns the IDs of articles at the addresses of a page: that which was asked for, and that where
// redirects ended.
func addressIDs(p *news.Page) []news.ID {
	var ids []news.ID
	for _, s := range [...]string{p.URL, p.FinalURL} {
		if u, err := canonical.URL(s); err == nil && !slices.Contains(ids, news.NewID(u)) {
			ids = append(ids, news.NewID(u))
		}
	}
	return ids
}

// ArticleAt returns the article in the capture of an arrival as its page says it, nil if that holds none.
func (h *Chronicle) ArticleAt(a Arrival) (*news.Article, error) {
	for p, err := range pagesBetween(h.archive, a.After, a.End) {
		if err != nil {
			return nil, err
		}
		return articleIn(h.extractor, p.page), nil
	}
	return nil, nil
}

// ArticleBefore returns the last article that the archive has of some URLs up to a position, as its page says
// it, nil if there is none. At most mostRead captures are read. Of a crawl that runs, the last captures may
// be missing.
func (h *Chronicle) ArticleBefore(
	ctx context.Context, urls []string, until news.Position,
) (*news.Article, error) {
	var all []warc.Captured
	for _, url := range urls {
		captured, err := h.archive.Captures(url)
		if err != nil {
			return nil, err
		}
		all = append(all, captured...)
	}
	place := func(c warc.Captured) news.Position {
		return news.Position{Segment: c.Segment, Offset: c.Offset}
	}
	slices.SortFunc(all, func(a, b warc.Captured) int { return place(b).Compare(place(a)) })
	read := 0
	isSame := func(a, b warc.Captured) bool { return place(a) == place(b) }
	for _, c := range slices.CompactFunc(all, isSame) {
		if place(c).Compare(until) >= 0 || c.Revisit || c.Status >= 300 {
			continue
		}
		if read++; read > mostRead {
			break
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		p, err := h.archive.Page(c)
		if err != nil {
			return nil, err
		}
		if p == nil {
			continue
		}
		if a := articleIn(h.extractor, p); a != nil {
			return a, nil
		}
	}
	return nil, nil
}

// articleIn returns the article of a page, nil if it has none.
func articleIn(x *extract.Extractor, p *news.Page) *news.Article {
	a, err := pipeline.Article(x, p)
	if err != nil {
		return nil
	}
	return a
}
