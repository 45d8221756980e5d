package pipeline

import (
	"context"
	"iter"
	"time"

	"baotinh/pipeline/news"
)

// An Archive stores pages permanently. *warc.Archive is one.
type Archive interface {
	// Append adds a page and returns the position after it. The page is on disk after the next Sync.
	Append(*news.Page) (news.Position, error)
	// AppendAnswer adds what a server answered in place of a page, or to a request for robots.txt.
	AppendAnswer(*news.Page) (news.Position, error)
	// Revisit adds what a visit says that found a page unchanged.
	Revisit(news.Revisit) (news.Position, error)
	// End returns the position after the last page.
	End() news.Position
	Sync() error
}

// A Ledger stores which pages the archive has. *frontier.Frontier is one.
type Ledger interface {
	// Recorded reports whether the page archived last for a URL has this digest.
	Recorded(url, digest string) bool
	// Record notes that the archive has the page. The note is on disk after the next Commit.
	Record(*news.Page) error
	// Commit writes all notes, together with the position in the archive that they cover.
	Commit(news.Position) error
}

// Keep archives pages from files and yields each when it is on disk in the archive and in the ledger, in that
// order. It passes a page that the ledger already has to unchanged instead. It yields the errors of pages in
// their place; any other error ends the sequence, as does the end of ctx.
func Keep(
	ctx context.Context, pages iter.Seq2[*news.Page, error], archive Archive, ledger Ledger,
	unchanged func(*news.Page),
) iter.Seq2[*news.Page, error] {
	return func(yield func(*news.Page, error) bool) {
		k := committer{archive: archive, commit: ledger.Commit, yield: yield, flushed: time.Now()}
		for p, err := range pages {
			if ctx.Err() != nil {
				break // to flush the archived pages; the consumer knows why it stopped
			}
			if err != nil {
				if !yield(nil, err) {
					return
				}
				continue
			}
			if ledger.Recorded(p.URL, p.Digest()) {
				unchanged(p)
				continue
			}

			err := k.append(p)
			if err == nil {
				err = ledger.Record(p)
			}
			if err != nil {
				yield(nil, err)
				return
			}
			if k.full() && !k.flush() {
				return
			}
		}
		k.flush()
	}
}

// Group commit: one fsync of the archive and one transaction of the ledger for a group of pages is a hundred
// times as fast as one of each per page. After a crash at most a group must be fetched or read again.
const (
	groupPages = 256
	groupBytes = 4 << 20
	groupTime  = time.Second
)

// A committer appends pages to the archive and yields them in groups, each when it is on disk.
type committer struct {
	archive Archive
	commit  func(news.Position) error
	yield   func(*news.Page, error) bool

	group   []*news.Page
	bytes   int
	flushed time.Time
}

// append appends p to the archive.
func (k *committer) append(p *news.Page) error {
	end, err := k.archive.Append(p)
	if err != nil {
		return err
	}
	p.End = end
	k.group = append(k.group, p)
	k.bytes += len(p.Body)
	return nil
}

// answer appends an answer that is no page to the archive.
func (k *committer) answer(p *news.Page) error {
	_, err := k.archive.AppendAnswer(p)
	return err
}

// revisit appends to the archive that the page of a visit is as it was.
func (k *committer) revisit(v news.Visit, answer *news.Page) error {
	same := news.SameArticle
	switch {
	case answer.Status == 304:
		same = news.NotModified
	case answer.Digest() == v.Digest:
		same = news.SameBody
	}
	_, err := k.archive.Revisit(news.Revisit{Of: v.Capture, Digest: v.Digest, Same: same, Answer: answer})
	return err
}

// full reports whether the group must be flushed.
func (k *committer) full() bool {
	return len(k.group) >= groupPages || k.bytes >= groupBytes || time.Since(k.flushed) >= groupTime
}

// flush writes the group to disk and yields it. It returns false when the sequence has ended and yield must
// not be called again.
func (k *committer) flush() bool {
	err := k.archive.Sync()
	if err == nil {
		err = k.commit(k.archive.End())
	}
	if err != nil {
		k.yield(nil, err)
		return false
	}

	for _, p := range k.group {
		if !k.yield(p, nil) {
			return false
		}
	}
	k.group, k.bytes, k.flushed = k.group[:0], 0, time.Now()
	return true
}
