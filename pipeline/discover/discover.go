// Package discover finds the links of feeds, sitemaps and section fronts.
//
// [Links] returns the URLs of a newspaper that a page links to and the kind of page that each is likely to
// be. [Seeds] returns the URLs from which a crawl begins.
package discover

import (
	"fmt"
	"slices"
	"strings"

	"baotinh/pipeline/canonical"
	"baotinh/pipeline/coding"
	"baotinh/pipeline/news"
	"baotinh/pipeline/newspaper"
)

// Seeds returns the pages from which a crawl of a newspaper begins: its home page, feeds and sitemaps.
func Seeds(n *newspaper.Newspaper) []news.Link {
	var links []news.Link
	for _, list := range [...]struct {
		kind news.Kind
		urls []string
	}{{news.KindFeed, n.Feeds}, {news.KindSitemap, n.Sitemaps}, {news.KindSection, n.Seeds}} {
		for _, raw := range list.urls {
			if url, err := canonical.URL(raw); err == nil {
				links = append(links, news.Link{URL: url, Kind: list.kind, Newspaper: n.Key, Seed: true})
			}
		}
	}
	return links
}

// Links returns the links of a page to pages of its own newspaper, each once, in the order of the page. The
// content decides whether the page is a feed, a sitemap or HTML. Links keeps the dates of feeds and news
// sitemaps. It ignores lastmod of plain sitemaps, which is often the date of the sitemap itself.
//
// An endless site gives finitely many links: parameters are dropped unless a pattern of the catalogue needs
// them, pagers are followed for a few pages, and URLs that look like calendars or loops are dropped.
//
// Links returns no links for a page without links. It returns an error if the page belongs to no newspaper of
// the catalogue, or is broken.
func Links(p *news.Page, c *newspaper.Catalogue) ([]news.Link, error) {
	f, err := newFinder(p, c)
	if err != nil {
		return nil, err
	}
	if err := f.scan(p); err != nil {
		return nil, fmt.Errorf("discover %s: %w", p.Location(), err)
	}
	return f.links, nil
}

// Sitemaps returns the links to the sitemaps that the robots.txt of a page's host lists (sitemaps.org), each
// once, in the order of the list. As with the sitemaps of a sitemap index, only those on a host of the page's
// newspaper are followed. It returns an error if the page belongs to no newspaper of the catalogue.
func Sitemaps(p *news.Page, listed []string, c *newspaper.Catalogue) ([]news.Link, error) {
	f, err := newFinder(p, c)
	if err != nil {
		return nil, err
	}
	for _, ref := range listed {
		f.add(ref, news.KindSitemap, news.Date{})
	}
	return f.links, nil
}

// newFinder returns a finder for the links of a page.
func newFinder(p *news.Page, c *newspaper.Catalogue) (*finder, error) {
	n, ok := c.ByKey(p.Newspaper)
	if !ok {
		n, ok = c.ByHost(canonical.Host(p.Location()))
	}
	if !ok {
		return nil, fmt.Errorf("discover %s: no newspaper of the catalogue", p.Location())
	}
	base, err := canonical.NewBase(p.Location())
	if err != nil {
		return nil, fmt.Errorf("discover: %w", err)
	}
	first := canonical.Part(p.Location()).First
	return &finder{
		catalogue: c, paper: n, base: base, seen: make(map[string]struct{}, 512),
		article: n.IsArticle(first) && !isPageOrDay(first), first: first,
		https: strings.HasPrefix(p.Location(), "https://"), from: canonical.Host(p.Location()),
	}, nil
}

// A finder collects the links of one page.
type finder struct {
	catalogue *newspaper.Catalogue
	paper     *newspaper.Newspaper
	base      *canonical.Base
	article   bool   // the page is an article or a part of one, judged by its URL
	first     string // the address of the page, or that of the first part of its article
	https     bool   // the page came over TLS
	from      string // the host of the page

	links []news.Link
	seen  map[string]struct{} // references as they stand in the page, and URLs
	host  string              // of the last call of isOwn
	own   bool                // host belongs to paper
}

func (f *finder) scan(p *news.Page) error {
	if coding.IsGzip(p.Body) {
		return f.gzip(p)
	}
	return f.plain(p.Body, p.ContentType())
}

// plain finds the links of a page.
func (f *finder) plain(body []byte, contentType string) error {
	body, err := narrow(body, contentType)
	if err != nil {
		return err
	}
	switch sniff(body, contentType) {
	case formatFeed:
		return f.feed(body)
	case formatJSONFeed:
		return f.jsonFeed(body)
	case formatSitemap:
		var m sitemap
		m.read(f, body)
		m.flush(f)
	case formatList:
		f.list(body)
	case formatHTML:
		f.html(body)
	}
	return nil
}

// add adds the link of a reference if a crawl should follow it. The kind is the one that the place of the
// link states, or 0.
func (f *finder) add(ref string, kind news.Kind, feedDate news.Date) {
	if ref == "" || f.isSeen(ref) {
		return
	}
	url, err := f.base.Resolve(ref)
	if err != nil || !f.isOwn(url) || len(url) > maxURLBytes {
		return
	}
	url = f.secure(url)
	if f.isPart(url) {
		kind = news.KindArticle
	} else {
		url, kind = f.classify(url, kind)
	}
	if kind == 0 || url != ref && f.isSeen(url) {
		return
	}
	f.links = append(f.links, news.Link{URL: url, Kind: kind, Newspaper: f.paper.Key, FeedDate: feedDate})
}

// isPart reports whether a URL is that of a further part of the article that the page is or is a part of.
func (f *finder) isPart(url string) bool {
	if !f.article || len(url) <= len(f.first)-longestExtension || !strings.HasPrefix(url, stemOf(f.first)) {
		return false
	}
	a := canonical.Part(url)
	return a.First == f.first && a.Number > 1 && a.Number <= maxParts
}

// longestExtension is the length of ".html".
const longestExtension = 5

// stemOf returns a URL up to the extension of its path: what the addresses of its parts begin with.
func stemOf(url string) string {
	path, _, _ := strings.Cut(url, "?")
	if dot := strings.LastIndexByte(path, '.'); dot >= len(path)-longestExtension {
		return path[:dot]
	}
	return strings.TrimSuffix(path, "/")
}

// secure returns the URL over TLS of what is on the host of a page that came over TLS: a server has one page
// for both.
func (f *finder) secure(url string) string {
	if rest, ok := strings.CutPrefix(url, "http://"); ok && f.https && canonical.Host(url) == f.from {
		return "https://" + rest
	}
	return url
}

func (f *finder) isSeen(s string) bool {
	if _, ok := f.seen[s]; ok {
		return true
	}
	f.seen[s] = struct{}{}
	return false
}

// isOwn reports whether a URL is on a host of the newspaper.
func (f *finder) isOwn(url string) bool {
	host := canonical.Host(url)
	if host != f.host {
		n, ok := f.catalogue.ByHost(host)
		f.host, f.own = host, ok && n.Key == f.paper.Key
	}
	return f.own
}

// classify returns the URL to fetch and its kind; kind 0 if it is not to be followed.
func (f *finder) classify(url string, kind news.Kind) (string, news.Kind) {
	switch {
	case slices.Contains(f.paper.Feeds, url):
		return url, news.KindFeed
	case slices.Contains(f.paper.Sitemaps, url):
		return url, news.KindSitemap
	case slices.Contains(f.paper.Seeds, url):
		return url, news.KindSection
	}

	path := pathOf(url)
	if isFile(path) || isWinding(path) {
		return "", 0
	}
	bare, _, _ := strings.Cut(url, "?")
	switch {
	case kind != 0 && kind != news.KindArticle:
		return url, kind
	case isFeed(path):
		return url, news.KindFeed
	case kind == 0 && (isCopy(path) || isPageOrDay(url)):
		return "", 0
	case f.paper.IsArticle(bare):
		return bare, news.KindArticle
	case kind == news.KindArticle || len(bare) < len(url) && f.paper.IsArticle(url):
		return url, news.KindArticle
	case isService(path) || isEndless(path):
		return "", 0
	case f.paper.IsSection(bare):
		return bare, news.KindSection
	case len(bare) < len(url) && f.paper.IsSection(url):
		return url, news.KindSection
	}
	return "", 0
}
