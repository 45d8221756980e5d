package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"baotinh/pipeline"
	"baotinh/pipeline/canonical"
	"baotinh/pipeline/extract"
	"baotinh/pipeline/news"
	"baotinh/pipeline/newspaper"
	"baotinh/pipeline/stream"
	"baotinh/pipeline/warc"
)

// A newspaper is marked if a field is found on fewer of its articles, unless they are too few to tell.
const (
	leastFoundPercent = 80
	leastToTell       = 20
)

// newspapersCheckFlags are the flags of newspapers check.
type newspapersCheckFlags struct {
	from string
	last int
	json bool
}

func newNewspapersCheck(a *app) *cobra.Command {
	var f newspapersCheckFlags
	c := &cobra.Command{
		Use:   "check",
		Short: "Say how often each field is found on the pages of each newspaper, so that a redesign shows",
		Long: fmt.Sprintf(`Extract the articles of an archive, or of a folder of pages, and count for each newspaper on how many
of them the CMS family of the catalogue matched, and title, date, byline (or source) and body were found.
Nothing is stored.

An article is a page that gave one, or that gave none though its address is that of an article: a lost one.
Other pages that hold no article are counted by reason: section fronts, feeds, galleries.

A field but the byline, which some newspapers seldom print, that is found on less than %d %% of %d articles or
more is marked with "!". The exit code is then 3.`, leastFoundPercent, leastToTell),
		Example: "  baotinh newspapers check --from saved-pages/",
		Args:    none,
		RunE:    func(c *cobra.Command, _ []string) error { return a.newspapersCheck(c.Context(), f) },
	}
	c.Flags().StringVar(&f.from, "from", "", "data folder, WARC file or `folder` of pages (default: --data)")
	c.Flags().IntVar(&f.last, "last", 0, "count only the last `N` articles of each newspaper (0: all)")
	c.Flags().BoolVar(&f.json, "json", false, "print JSON Lines")
	return c
}

func (a *app) newspapersCheck(ctx context.Context, f newspapersCheckFlags) error {
	catalogue, err := a.catalogue()
	if err != nil {
		return err
	}
	pages, err := a.pagesToCheck(f.from)
	if err != nil {
		return err
	}

	k := &newspaperChecker{
		catalogue: catalogue, extractor: extract.New(catalogue), last: f.last, tallies: map[string]*tally{},
	}
	failed := false
	for e, err := range stream.Map(ctx, runtime.GOMAXPROCS(0), pages, k.examine) {
		if _, ok := errors.AsType[*pipeline.StageError](err); ok {
			fmt.Fprintf(a.err, "baotinh: %v\n", err)
			failed = true
			continue
		}
		if err != nil {
			return err
		}
		k.count(e)
	}

	reports := k.reports()
	if err := a.printReports(reports, f.json); err != nil {
		return err
	}
	low := slices.ContainsFunc(reports, func(r newspaperReport) bool { return len(r.Low) > 0 })
	if low || failed {
		return errPagesFailed
	}
	return nil
}

// pagesToCheck returns the pages of a data folder, which may be in use, or those of a WARC file or a folder;
// without any of them, those of --data.
func (a *app) pagesToCheck(from string) (iter.Seq2[*news.Page, error], error) {
	folder := cmp.Or(from, a.data)
	err := checkFolder(folder)
	if err == nil {
		archive, err := warc.OpenArchive(filepath.Join(folder, "archive"))
		if err != nil {
			return nil, err
		}
		return (&collection{archive: archive}).archived(news.Position{}), nil
	}
	if from == "" {
		return nil, err
	}
	if _, err := os.Stat(from); err != nil {
		return nil, fmt.Errorf("%s: no such file or folder", from)
	}
	return newInput(a.in, []string{from}).pages(), nil
}

// The fields that are looked for, in the order in which they are shown.
const (
	foundFamily = iota
	foundTitle
	foundDate
	foundByline
	foundBody
	foundFields
)

var foundNames = [foundFields]string{"family", "title", "date", "byline", "body"}

// An examined is what one page gave.
type examined struct {
	newspaper string // key, else host, else "-"
	family    string // of the catalogue
	reason    string // why there is no article; empty: there is one
	lost      bool   // there should be one
	found     [foundFields]bool
	known     bool // the family of the catalogue is one that the extractor knows
}

// A tally is what the pages of a newspaper gave.
type tally struct {
	family    string
	pages     int
	articles  []examined // those lost too
	noArticle map[string]int
}

type newspaperChecker struct {
	catalogue *newspaper.Catalogue
	extractor *extract.Extractor
	last      int
	tallies   map[string]*tally
}

// examine extracts the article of a page. It may be called concurrently.
func (k *newspaperChecker) examine(_ context.Context, p *news.Page) (examined, error) {
	article, err := pipeline.Article(k.extractor, p)
	none, isNone := errors.AsType[*extract.NoArticleError](err)
	if err != nil && !isNone {
		return examined{}, &pipeline.StageError{Stage: pipeline.StageExtract, URL: pipeline.Name(p), Err: err}
	}

	n, host := k.newspaper(p, article)
	e := examined{newspaper: cmp.Or(host, "-")}
	if n != nil {
		e.newspaper, e.family = n.Key, n.Family
	}
	if p.ContentType() == news.ArticleType {
		e.reason = "came without its page"
		return e, nil
	}
	if isNone {
		e.reason = none.Reason
		e.lost = n != nil && n.IsArticle(p.Location())
		return e, nil
	}
	matched := e.family != "" && article.Evidence.Body == e.family
	e.known = matched || slices.ContainsFunc(article.Warnings, isFamilyWarning)
	e.found = [foundFields]bool{
		foundFamily: matched,
		foundTitle:  article.Title != "",
		foundDate:   !article.Published.IsZero(),
		foundByline: article.Byline != "" || len(article.Authors) > 0 || article.Source != "",
		foundBody:   len(article.Blocks) > 0,
	}
	return e, nil
}

// isFamilyWarning reports whether the extractor warns that the family which the catalogue names did not match.
func isFamilyWarning(w news.Warning) bool { return w.Kind == news.WarningFamily }

// newspaper returns the newspaper of a page, or nil and the host. A local page may state its address only
// inside.
func (k *newspaperChecker) newspaper(p *news.Page, a *news.Article) (*newspaper.Newspaper, string) {
	urls := []string{p.Location(), p.URL}
	if a != nil {
		urls = append(urls, a.URL)
	}
	host := ""
	for _, url := range urls {
		if n, ok := k.catalogue.ByHost(canonical.Host(url)); ok {
			return n, ""
		}
		host = cmp.Or(host, canonical.Host(url))
	}
	if n, ok := k.catalogue.ByKey(p.Newspaper); ok {
		return n, ""
	}
	return nil, host
}

// count adds what a page gave.
func (k *newspaperChecker) count(e examined) {
	t := k.tallies[e.newspaper]
	if t == nil {
		t = &tally{family: e.family, noArticle: map[string]int{}}
		k.tallies[e.newspaper] = t
	}
	t.pages++
	if e.reason != "" && !e.lost {
		t.noArticle[e.reason]++
		return
	}
	t.articles = append(t.articles, e)
	if k.last > 0 && len(t.articles) > k.last {
		t.articles = t.articles[1:]
	}
}

// A newspaperReport is how often the fields are found on the pages of a newspaper, as --json prints it.
type newspaperReport struct {
	Newspaper string                `json:"newspaper"`
	Family    string                `json:"family,omitempty"` // of the catalogue
	Pages     int                   `json:"pages"`
	Articles  int                   `json:"articles"` // those lost too
	Found     map[string]foundCount `json:"found"`    // by field
	Lost      map[string]int        `json:"lost,omitempty"`
	NoArticle map[string]int        `json:"no_article,omitempty"`
	Low       []string              `json:"low,omitempty"` // fields that are found too seldom
}

// A foundCount says on how many of how many articles a field was found.
type foundCount struct {
	Count   int     `json:"count"`
	Of      int     `json:"of"`
	Percent float64 `json:"percent"`
}

// reports returns the reports of all newspapers by key.
func (k *newspaperChecker) reports() []newspaperReport {
	var reports []newspaperReport
	for _, name := range slices.Sorted(maps.Keys(k.tallies)) {
		reports = append(reports, k.tallies[name].report(name))
	}
	return reports
}

func (t *tally) report(name string) newspaperReport {
	r := newspaperReport{
		Newspaper: name, Family: t.family, Pages: t.pages, Articles: len(t.articles),
		Found: map[string]foundCount{}, Lost: map[string]int{}, NoArticle: t.noArticle,
	}
	for _, e := range t.articles {
		if e.lost {
			r.Lost[e.reason]++
		}
	}
	for field, name := range foundNames {
		var c foundCount
		for _, e := range t.articles {
			if field == foundFamily && !e.known {
				continue
			}
			c.Of++
			if e.found[field] {
				c.Count++
			}
		}
		if c.Of == 0 {
			continue
		}
		c.Percent = math.Round(float64(c.Count)*1000/float64(c.Of)) / 10
		if field != foundByline && c.Of >= leastToTell && c.Count*100 < c.Of*leastFoundPercent {
			r.Low = append(r.Low, name)
		}
		r.Found[name] = c
	}
	return r
}

func (a *app) printReports(reports []newspaperReport, asJSON bool) error {
	if asJSON {
		out := jsonLines(a.out)
		for _, r := range reports {
			if err := out.Encode(r); err != nil {
				return err
			}
		}
		return nil
	}
	table := tabwriter.NewWriter(a.out, 0, 0, 2, ' ', 0)
	fmt.Fprint(table, "NEWSPAPER\tCMS\tPAGES\tARTICLES\tFAMILY\tTITLE\tDATE\tBYLINE\tBODY\t", "LOST\tNO ARTICLE\n")
	for _, r := range reports {
		fmt.Fprintf(table, "%s\t%s\t%d\t%d\t", r.Newspaper, cmp.Or(r.Family, "-"), r.Pages, r.Articles)
		for _, field := range foundNames {
			fmt.Fprintf(table, "%s\t", r.cell(field))
		}
		fmt.Fprintf(table, "%s\t%s\n", cmp.Or(counts(r.Lost), "-"), cmp.Or(counts(r.NoArticle), "-"))
	}
	return table.Flush()
}

// cell returns "19 (95 %)", with a mark if that is too seldom.
func (r newspaperReport) cell(field string) string {
	c, ok := r.Found[field]
	if !ok {
		return "-"
	}
	mark := ""
	if slices.Contains(r.Low, field) {
		mark = " !"
	}
	return fmt.Sprintf("%d (%d %%)%s", c.Count, c.Count*100/c.Of, mark)
}
