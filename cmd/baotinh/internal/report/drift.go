// Package report says how well the pages of each newspaper are extracted: [Drift] counts on how many of them
// each field is found, and whether it has left the place where it was, so that a redesign of a newspaper
// shows.
package report

import (
	"cmp"
	"context"
	"errors"
	"iter"
	"maps"
	"math"
	"runtime"
	"slices"

	"baotinh/pipeline"
	"baotinh/pipeline/canonical"
	"baotinh/pipeline/extract"
	"baotinh/pipeline/news"
	"baotinh/pipeline/newspaper"
	"baotinh/pipeline/stream"
)

// A field is low if it is found on less than LowPercent of MinArticles articles or more.
const (
	LowPercent  = 80
	MinArticles = 20
)

// The fields that are counted.
const (
	Family = "family" // the CMS family of the catalogue matched
	Title  = "title"
	Date   = "date"
	Byline = "byline" // or source; never low, for some newspapers seldom print it
	Body   = "body"
)

var fields = [...]string{Family, Title, Date, Byline, Body}

// Fields returns the fields in the order in which they are shown.
func Fields() []string { return slices.Clone(fields[:]) }

// A Newspaper is how often the fields are found on the pages of one newspaper.
type Newspaper struct {
	Name      string           `json:"newspaper"`        // its key, else its host, else "-"
	Family    string           `json:"family,omitempty"` // of the catalogue
	Pages     int              `json:"pages"`
	Articles  int              `json:"articles"`       // those lost too
	Found     map[string]Share `json:"found"`          // by field
	Lost      map[string]int   `json:"lost,omitempty"` // by reason
	NoArticle map[string]int   `json:"no_article,omitempty"`
	Low       []string         `json:"low,omitempty"`   // fields that are found too seldom
	Moved     []Moved          `json:"moved,omitempty"` // fields that have left their place
}

// A Share says on how many of how many articles a field was found.
type Share struct {
	Count   int     `json:"count"`
	Of      int     `json:"of"`
	Percent float64 `json:"percent"`
}

// Options adjusts a report. Catalogue is required.
type Options struct {
	Catalogue *newspaper.Catalogue
	Last      int                        // count only the last so many articles of each newspaper; 0: all
	Failed    func(*pipeline.StageError) // if not nil, called with each page that cannot be read or extracted
}

// Drift extracts the articles of pages and returns the report of each newspaper, ordered by name. A
// *pipeline.StageError of pages is passed to Failed; any other error of pages ends it, as does the end of
// ctx.
//
// An article is a page that gave one, or that gave none though its address is that of an article: it is lost.
// Other pages without an article are counted by reason: section fronts, feeds, galleries.
func Drift(ctx context.Context, o Options, pages iter.Seq2[*news.Page, error]) ([]Newspaper, error) {
	x := &examiner{o.Catalogue, extract.New(o.Catalogue)}
	counters := map[string]*counter{}
	for r, err := range stream.Map(ctx, runtime.GOMAXPROCS(0), pages, x.examine) {
		if failed, ok := errors.AsType[*pipeline.StageError](err); ok {
			if o.Failed != nil {
				o.Failed(failed)
			}
			continue
		}
		if err != nil {
			return nil, err
		}
		c := counters[r.newspaper]
		if c == nil {
			c = &counter{family: r.family, last: o.Last, noArticle: map[string]int{}}
			counters[r.newspaper] = c
		}
		c.add(r)
	}

	var reports []Newspaper
	for _, name := range slices.Sorted(maps.Keys(counters)) {
		reports = append(reports, counters[name].report(name))
	}
	return reports, nil
}

// A result is what one page gave.
type result struct {
	newspaper string // key, else host, else "-"
	family    string // of the catalogue
	reason    string // why there is no article; empty: there is one
	lost      bool   // there should be one
	known     bool   // the family of the catalogue is one that the extractor knows
	found     [len(fields)]bool
	places    [len(placed)]news.Place
}

// An examiner extracts pages. Its methods may be called concurrently.
type examiner struct {
	catalogue *newspaper.Catalogue
	extractor *extract.Extractor
}

// examine extracts the article of a page.
func (x *examiner) examine(_ context.Context, p *news.Page) (result, error) {
	article, err := pipeline.Article(x.extractor, p)
	none, isNone := errors.AsType[*extract.NoArticleError](err)
	if err != nil && !isNone {
		return result{}, &pipeline.StageError{Stage: pipeline.StageExtract, URL: pipeline.Name(p), Err: err}
	}

	n, host := x.newspaper(p, article)
	r := result{newspaper: cmp.Or(host, "-")}
	if n != nil {
		r.newspaper, r.family = n.Key, n.Family
	}
	if p.ContentType() == news.ArticleType {
		r.reason = "came without its page"
		return r, nil
	}
	if isNone {
		r.reason = none.Reason
		r.lost = n != nil && n.IsArticle(p.Location())
		return r, nil
	}
	r.places = placesOf(article)
	matched := r.family != "" && article.Evidence.Body == r.family
	r.known = matched || slices.ContainsFunc(article.Warnings, isFamilyWarning)
	r.found = [len(fields)]bool{
		matched,
		article.Title != "",
		!article.Published.IsZero(),
		article.Byline != "" || len(article.Authors) > 0 || article.Source != "",
		len(article.Blocks) > 0,
	}
	return r, nil
}

// isFamilyWarning reports whether the extractor warns that the family which the catalogue names did not
// match.
func isFamilyWarning(w news.Warning) bool { return w.Kind == news.WarningFamily }

// newspaper returns the newspaper of a page, or nil and the host. A local page may state its address only
// inside.
func (x *examiner) newspaper(p *news.Page, a *news.Article) (*newspaper.Newspaper, string) {
	urls := []string{p.Location(), p.URL}
	if a != nil {
		urls = append(urls, a.URL)
	}
	host := ""
	for _, url := range urls {
		if n, ok := x.catalogue.ByHost(canonical.Host(url)); ok {
			return n, ""
		}
		host = cmp.Or(host, canonical.Host(url))
	}
	if n, ok := x.catalogue.ByKey(p.Newspaper); ok {
		return n, ""
	}
	return nil, host
}

// A counter holds what the pages of a newspaper gave.
type counter struct {
	family    string
	last      int // articles at most; 0: no limit
	pages     int
	articles  []result // those lost too
	noArticle map[string]int
}

// add adds what a page gave.
func (c *counter) add(r result) {
	c.pages++
	if r.reason != "" && !r.lost {
		c.noArticle[r.reason]++
		return
	}
	c.articles = append(c.articles, r)
	if c.last > 0 && len(c.articles) > c.last {
		c.articles = c.articles[1:]
	}
}

func (c *counter) report(name string) Newspaper {
	n := Newspaper{
		Name: name, Family: c.family, Pages: c.pages, Articles: len(c.articles),
		Found: map[string]Share{}, Lost: map[string]int{}, NoArticle: c.noArticle,
	}
	for _, r := range c.articles {
		if r.lost {
			n.Lost[r.reason]++
		}
	}
	for i, field := range fields {
		s := c.share(i)
		if s.Of == 0 {
			continue
		}
		n.Found[field] = s
		if field != Byline && s.isLow() {
			n.Low = append(n.Low, field)
		}
	}
	n.Moved = c.moved()
	return n
}

// share counts field i. The family is looked for only on pages of a family that the extractor knows.
func (c *counter) share(i int) Share {
	count, of := 0, 0
	for _, r := range c.articles {
		if fields[i] == Family && !r.known {
			continue
		}
		of++
		if r.found[i] {
			count++
		}
	}
	return newShare(count, of)
}

func newShare(count, of int) Share {
	s := Share{Count: count, Of: of}
	if of > 0 {
		s.Percent = math.Round(float64(count)*1000/float64(of)) / 10
	}
	return s
}

func (s Share) isLow() bool { return s.Of >= MinArticles && s.Count*100 < s.Of*LowPercent }
