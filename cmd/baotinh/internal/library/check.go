package library

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"runtime"
	"slices"

	"baotinh/pipeline"
	"baotinh/pipeline/canonical"
	"baotinh/pipeline/news"
	"baotinh/pipeline/stream"
	"baotinh/pipeline/warc"
)

// A FindingKind says what is wrong with a library.
type FindingKind uint8

// The kinds of finding.
const (
	BrokenRecord  FindingKind = iota + 1 // a record of the archive cannot be read
	NotInFrontier                        // the frontier does not know a page of the archive
	NotInArchive                         // the archive lacks a page that the frontier calls fetched
	NotFromPage                          // an article of the index comes from no page of the archive
	NotInIndex                           // the index lacks an article that the archive gives
	NotInCDXJ                            // the CDXJ index of a file of the archive is not that of its records
)

// A Finding is a mistake that a check found.
type Finding struct {
	Kind FindingKind
	Name string // URL of a page or article, place of a record, or ID of an article that is missing
	Err  error  // of a broken record, or a CDXJ index
}

// String returns the finding as a line: the part of the library, and what is wrong.
func (f Finding) String() string {
	switch f.Kind {
	case BrokenRecord:
		return fmt.Sprintf("archive: %s: %v", f.Name, f.Err)
	case NotInCDXJ:
		return fmt.Sprintf("archive: %s: %v", f.Name, f.Err)
	case NotInFrontier:
		return "frontier: does not know that the archive has " + f.Name
	case NotInArchive:
		return "archive: lacks " + f.Name + ", which the frontier calls fetched"
	case NotFromPage:
		return "index: article " + f.Name + " comes from no page of the archive"
	case NotInIndex:
		return "index: lacks article " + f.Name + ", which the archive gives"
	}
	return f.Name
}

// IsRepaired reports whether [Library.Repair] mends what f says.
func (f Finding) IsRepaired() bool {
	return f.Kind == NotInFrontier || f.Kind == NotInArchive || f.Kind == NotInCDXJ
}

// IsOfIndex reports whether a new index mends what f says.
func (f Finding) IsOfIndex() bool { return f.Kind == NotFromPage || f.Kind == NotInIndex }

// A Check compares archive, frontier and index of a library with each other. Its numbers are complete after
// Findings.
type Check struct {
	Pages     int  // read from the archive
	Articles  int  // that these give
	Unindexed bool // the archive has pages that no job has indexed yet

	library   *Library
	extractor pipeline.Extractor
	digests   map[string]string    // by URL, of the body archived last
	articles  map[news.ID]struct{} // that pages before the index's position give
	moved     map[news.ID]struct{} // of these, those that may have become another one, at a new address
}

// Verify reads every record of the frontier. It returns an error that wraps ErrDamagedFrontier if one cannot
// be read.
func (l *Library) Verify() error { return l.frontier.Verify() }

// Check begins a check. It extracts every page of the archive with x.
func (l *Library) Check(x pipeline.Extractor) *Check {
	return &Check{
		library: l, extractor: x, digests: map[string]string{}, articles: map[news.ID]struct{}{},
		moved: map[news.ID]struct{}{},
	}
}

// Findings reads everything and yields the mistakes. An error ends it.
func (c *Check) Findings(ctx context.Context) iter.Seq2[Finding, error] {
	return func(yield func(Finding, error) bool) {
		if err := c.library.openIndex(ctx); err != nil {
			yield(Finding{}, err)
			return
		}
		parts := [...]iter.Seq2[Finding, error]{c.archive(ctx), c.cdxj(), c.frontier(), c.index(ctx)}
		for _, part := range parts {
			for f, err := range part {
				if !yield(f, err) || err != nil {
					return
				}
			}
		}
	}
}

// archive reads every record and collects what it gives.
func (c *Check) archive(ctx context.Context) iter.Seq2[Finding, error] {
	type result struct {
		page *news.Page
		id   news.ID // empty: no article
	}
	extract := func(_ context.Context, p *news.Page) (result, error) {
		a, err := pipeline.Article(c.extractor, p)
		if err != nil {
			return result{page: p}, nil
		}
		return result{p, a.ID}, nil
	}
	return func(yield func(Finding, error) bool) {
		l := c.library
		indexed := l.index.Position()
		pages := archived(l.archive, news.Position{})
		for r, err := range stream.Map(ctx, runtime.GOMAXPROCS(0), pages, extract) {
			if broken, ok := errors.AsType[*pipeline.StageError](err); ok {
				if !yield(Finding{Kind: BrokenRecord, Name: broken.URL, Err: broken.Err}, nil) {
					return
				}
				continue
			}
			if err != nil {
				yield(Finding{}, err)
				return
			}
			c.Pages++
			c.digests[r.page.URL] = r.page.Digest()
			if r.page.Status >= 400 { // an article was withdrawn
				delete(c.digests, r.page.URL)
			}
			switch {
			case r.page.End.Compare(indexed) > 0:
				c.Unindexed = true
			case r.id != "":
				c.articles[c.identity(r.page, r.id)] = struct{}{}
			}
		}
		c.Articles = len(c.articles)
	}
}

// cdxj compares the CDXJ indexes of the archive with its files.
func (c *Check) cdxj() iter.Seq2[Finding, error] {
	return func(yield func(Finding, error) bool) {
		for err := range c.library.archive.CheckIndex {
			broken, ok := errors.AsType[*warc.IndexError](err)
			if !ok {
				yield(Finding{}, err)
				return
			}
			if !yield(Finding{Kind: NotInCDXJ, Name: broken.Name, Err: broken.Err}, nil) {
				return
			}
		}
	}
}

// identity returns the ID of the article on a page: that of the address that was asked for, if an article was
// there before it moved.
func (c *Check) identity(p *news.Page, id news.ID) news.ID {
	asked, err := canonical.URL(p.URL)
	if err != nil || p.FinalURL == "" {
		return id
	}
	former := news.NewID(asked)
	_, before := c.articles[former]
	_, known := c.articles[id]
	switch {
	case before && !known:
		return former
	case before && former != id:
		c.moved[former] = struct{}{}
	}
	return id
}

// frontier compares the pages archived with the pages that the frontier calls fetched.
func (c *Check) frontier() iter.Seq2[Finding, error] {
	return func(yield func(Finding, error) bool) {
		for _, url := range slices.Sorted(maps.Keys(c.digests)) {
			if c.library.frontier.Recorded(url, c.digests[url]) {
				continue
			}
			if !yield(Finding{Kind: NotInFrontier, Name: url}, nil) {
				return
			}
		}
		for v, err := range c.library.frontier.Visits() {
			if err != nil {
				yield(Finding{}, err)
				return
			}
			if _, ok := c.digests[v.URL]; ok || v.Digest == "" {
				continue
			}
			if !yield(Finding{Kind: NotInArchive, Name: v.URL}, nil) {
				return
			}
		}
	}
}

// index compares the articles that the archive gives with those of the index.
func (c *Check) index(ctx context.Context) iter.Seq2[Finding, error] {
	return func(yield func(Finding, error) bool) {
		missing := maps.Clone(c.articles)
		for a, err := range c.library.index.Articles(ctx) {
			if err != nil {
				yield(Finding{}, err)
				return
			}
			delete(missing, a.ID)
			if _, ok := c.articles[a.ID]; ok {
				continue
			}
			if !yield(Finding{Kind: NotFromPage, Name: a.URL}, nil) {
				return
			}
		}
		for id := range c.moved {
			if _, ok := missing[id]; ok {
				delete(missing, id)
				c.Articles--
			}
		}
		for _, id := range slices.Sorted(maps.Keys(missing)) {
			if !yield(Finding{Kind: NotInIndex, Name: string(id)}, nil) {
				return
			}
		}
	}
}
