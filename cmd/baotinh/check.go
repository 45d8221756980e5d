package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"runtime"
	"slices"

	"github.com/spf13/cobra"

	"baotinh/pipeline"
	"baotinh/pipeline/extract"
	"baotinh/pipeline/news"
	"baotinh/pipeline/stream"
)

func newCheck(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "check",
		Short: "Verify archive, frontier and index against each other",
		Long: `Read the whole archive and verify that every record is sound, that the frontier knows each page and the archive has
each page that the frontier calls fetched, and that the index holds exactly the articles that the archive gives. What
"baotinh crawl" has fetched and nobody indexed yet is told, but is no mistake.

Each finding is a line on stdout. With findings, the exit code is 2.`,
		Example: "  baotinh check",
		Args:    none,
		RunE:    func(c *cobra.Command, _ []string) error { return a.check(c.Context()) },
	}
}

// A checker holds what the archive says, to be compared with what frontier and index say.
type checker struct {
	*app
	*collection
	extractor *extract.Extractor
	digests   map[string]string    // by URL, of the body archived last
	articles  map[news.ID]struct{} // that pages before the index's position give
	pages     int
	findings  int
}

func (a *app) check(ctx context.Context) error {
	if err := checkFolder(a.data); err != nil {
		return err
	}
	catalogue, err := a.catalogue()
	if err != nil {
		return err
	}
	c, err := openCollection(a.data)
	if err != nil {
		return err
	}
	k := &checker{
		app: a, collection: c, extractor: extract.New(catalogue),
		digests: map[string]string{}, articles: map[news.ID]struct{}{},
	}
	err = c.startIndex()
	if err == nil {
		err = k.check(ctx)
	}
	err = errors.Join(err, c.Close())
	if err != nil {
		return err
	}
	fmt.Fprintf(a.err, "%d pages, %d articles checked, %d findings\n", k.pages, len(k.articles), k.findings)
	if k.findings > 0 {
		return fmt.Errorf("check found %d mistakes", k.findings)
	}
	return nil
}

func (k *checker) check(ctx context.Context) error {
	if err := k.checkArchive(ctx); err != nil {
		return err
	}
	if err := k.checkFrontier(); err != nil {
		return err
	}
	return k.checkIndex(ctx)
}

func (k *checker) find(format string, args ...any) {
	k.findings++
	fmt.Fprintf(k.out, format+"\n", args...)
}

// checkArchive reads every record and collects what it gives.
func (k *checker) checkArchive(ctx context.Context) error {
	indexed := k.index.Position()
	type given struct {
		page *news.Page
		id   news.ID // empty: no article
	}
	extracted := func(_ context.Context, p *news.Page) (given, error) {
		a, err := pipeline.Article(k.extractor, p)
		if err != nil {
			return given{page: p}, nil
		}
		return given{p, a.ID}, nil
	}
	for g, err := range stream.Map(ctx, runtime.GOMAXPROCS(0), k.archived(news.Position{}), extracted) {
		if broken, ok := errors.AsType[*pipeline.StageError](err); ok {
			k.find("archive: %s: %v", broken.URL, broken.Err)
			continue
		}
		if err != nil {
			return err
		}
		k.pages++
		k.digests[g.page.URL] = g.page.Digest()
		if g.id != "" && g.page.End.Compare(indexed) <= 0 {
			k.articles[g.id] = struct{}{}
		}
	}
	if indexed.Compare(k.archive.End()) < 0 {
		fmt.Fprintln(k.err, "the archive has pages that are not indexed yet: `baotinh ingest` without arguments indexes them")
	}
	return nil
}

// checkFrontier compares the pages archived with the pages that the frontier calls fetched.
func (k *checker) checkFrontier() error {
	for _, url := range slices.Sorted(maps.Keys(k.digests)) {
		if !k.frontier.Recorded(url, k.digests[url]) {
			k.find("frontier: does not know that the archive has %s", url)
		}
	}
	for v, err := range k.frontier.Visits() {
		if err != nil {
			return err
		}
		if _, ok := k.digests[v.URL]; v.Digest != "" && !ok {
			k.find("archive: lacks %s, which the frontier calls fetched", v.URL)
		}
	}
	return nil
}

// checkIndex compares the articles that the archive gives with those of the index.
func (k *checker) checkIndex(ctx context.Context) error {
	missing := maps.Clone(k.articles)
	for a, err := range k.index.Articles(ctx) {
		if err != nil {
			return err
		}
		if _, ok := k.articles[a.ID]; !ok {
			k.find("index: article %s comes from no page of the archive", a.URL)
		}
		delete(missing, a.ID)
	}
	for _, id := range slices.Sorted(maps.Keys(missing)) {
		k.find("index: lacks article %s, which the archive gives", id)
	}
	return nil
}
