package library

import (
	"context"
	"slices"
	"strings"
	"time"

	"baotinh/pipeline"
	"baotinh/pipeline/extract"
	"baotinh/pipeline/news"
	"baotinh/pipeline/newspaper"
	"baotinh/pipeline/revision"
	"baotinh/pipeline/warc"
)

// A Capture is a visit to the address of an article in the archive, with the changes of the article since the
// visit before.
type Capture struct {
	Date      time.Time `json:"date"`
	URL       string    `json:"url"`
	Status    int       `json:"status,omitempty"` // 0: of no HTTP response
	Digest    string    `json:"digest,omitempty"` // of the body
	File      string    `json:"file"`             // of the archive, with the offset in it
	Unchanged bool      `json:"unchanged,omitempty"`
	NoArticle string    `json:"no_article,omitempty"` // empty: there is one, or it is not read
	Changes   []Change  `json:"changes,omitempty"`    // since the last capture with an article

	Article *news.Article `json:"-"` // nil: there is none, it is unchanged, or it is not read
}

// A Change is a difference between two captures of an article.
type Change struct {
	Field string `json:"field"` // a field of the article; "blocks" is the text
	From  string `json:"from,omitempty"`
	To    string `json:"to,omitempty"`

	// Of the text, how many of its blocks are new and how many are gone.
	Added   int `json:"added,omitempty"`
	Removed int `json:"removed,omitempty"`

	Sentences []revision.Edit `json:"sentences,omitempty"` // of the text, those that are new or gone
}

// mostRead is how many captures of an address are read and compared.
const mostRead = 100

// Captures returns the visits to a URL in the archive of the data folder dir, the oldest first. Of a crawl
// that runs, the last visits may be missing. The articles in at most mostRead captures are compared.
func Captures(
	ctx context.Context, dir string, url string, catalogue *newspaper.Catalogue,
) ([]Capture, error) {
	if err := Exists(dir); err != nil {
		return nil, err
	}
	archive, err := warc.OpenArchive(archivePath(dir))
	if err != nil {
		return nil, err
	}
	captured, err := archive.Captures(url)
	if err != nil {
		return nil, err
	}
	x := extract.New(catalogue)
	var all []Capture
	var last *news.Article
	articles := map[string]*news.Article{} // by digest
	read := 0
	for i, c := range captured {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		visit := Capture{
			Date: c.Date, URL: c.URL, Status: c.Status, Digest: c.Digest, File: c.Place(),
		}
		before := articles[c.Digest]
		isSame := i > 0 && c.Digest == captured[i-1].Digest
		switch visit.Unchanged = isSame || c.Revisit && before == nil; {
		case visit.Unchanged:
		case before != nil: // the page holds again what it held once
			visit.compare(last, before)
			visit.Article, last = before, before
		case read < mostRead:
			read++
			p, err := archive.Page(c)
			if err != nil {
				return nil, err
			}
			if last = visit.read(x, p, last); visit.NoArticle == "" {
				articles[c.Digest] = last
			}
		}
		all = append(all, visit)
	}
	return all, nil
}

// read notes what the page of a capture holds, compared with the last article, and returns the article of it,
// or the last one if it has none.
func (c *Capture) read(x *extract.Extractor, p *news.Page, last *news.Article) *news.Article {
	if p == nil {
		return last
	}
	a, err := pipeline.Article(x, p)
	if err != nil {
		c.NoArticle = err.Error()
		return last
	}
	if c.Article = a; last != nil {
		c.compare(last, a)
	}
	return a
}

// compare notes what changed from one article to the next.
func (c *Capture) compare(from, to *news.Article) {
	c.Changes = changes(from, to)
	c.Unchanged = len(c.Changes) == 0
}

// changes returns the differences between two articles, by field.
func changes(from, to *news.Article) []Change {
	var all []Change
	add := func(field, from, to string) {
		if from != to {
			all = append(all, Change{Field: field, From: from, To: to})
		}
	}
	add("title", from.Title, to.Title)
	add("sapo", from.Sapo, to.Sapo)
	if removed, added := without(from.Blocks, to.Blocks), without(to.Blocks, from.Blocks); removed+added > 0 {
		sentences := revision.Changed(revision.Edits(from.Blocks, to.Blocks))
		all = append(all, Change{Field: "blocks", Added: added, Removed: removed, Sentences: sentences})
	}
	add("byline", from.Byline, to.Byline)
	add("source", from.Source, to.Source)
	add("published", stamp(from.Published), stamp(to.Published))
	add("section", from.Section, to.Section)
	add("tags", strings.Join(from.Tags, ", "), strings.Join(to.Tags, ", "))
	return all
}

// without returns how many blocks are not among others.
func without(blocks, others []news.Block) int {
	n := 0
	for _, b := range blocks {
		if !slices.Contains(others, b) {
			n++
		}
	}
	return n
}

func stamp(d news.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.Time.Format(time.RFC3339)
}
