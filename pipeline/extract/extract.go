// Package extract turns the page that a newspaper served into the article that it printed.
//
// [Extractor.Extract] strips the bytes of scripts and styles, parses what is left once, and walks over the
// tree once. The walk collects candidates for every field: by the selectors of a table of content management
// systems, by the names that designers give to elements, by position. Then each field is chosen and its
// evidence noted. A field that the page does not state stays empty; above all a date is never guessed, and
// the clock in the header is not a date of the article.
//
// A page that holds no article is refused with a [*NoArticleError] that says why.
//
// Time and memory are in proportion to the size of the page, whatever is on it: at worst a microsecond or two and
// 250 bytes for each byte. For that, what no honest page has is not read to its end. Where more than 512 elements
// are open at once, which the parser refuses, the page is read as a row of paragraphs, and the article says so in
// a warning. JSON-LD is read 32 levels deep. Of the candidates for a field the first 2000 count, of the values of
// one <meta> 32, of the texts in a table outside its cells 64, of the end tags in a row 600, of the lines of a
// byline 16. An article never has more code points than its page. How large a page may be is for the caller to say.
package extract

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/net/html"

	"baotinh/pipeline/canonical"
	"baotinh/pipeline/charset"
	"baotinh/pipeline/extract/strip"
	"baotinh/pipeline/news"
	"baotinh/pipeline/newspaper"
	"baotinh/pipeline/viet"
)

// ErrNoArticle is wrapped by every error of Extract.
var ErrNoArticle = errors.New("no article")

// A NoArticleError says why a page holds no article. It wraps ErrNoArticle.
type NoArticleError struct {
	Reason string // "section front", "error page" …: one of the Reason constants
}

// The reasons why a page holds no article.
const (
	ReasonEmpty        = "empty"
	ReasonNotHTML      = "not HTML"
	ReasonSectionFront = "section front"
	ReasonGallery      = "gallery"
	ReasonVideo        = "video only"
	ReasonErrorPage    = "error page"
	ReasonChallenge    = "challenge page"
	ReasonLanguage     = "not in Vietnamese"
	ReasonTooShort     = "too short"
	ReasonCharset      = "unreadable charset"
)

// Error returns "no article: " and the reason.
func (e *NoArticleError) Error() string { return ErrNoArticle.Error() + ": " + e.Reason }

// Unwrap returns ErrNoArticle.
func (e *NoArticleError) Unwrap() error { return ErrNoArticle }

// An Extractor turns pages into articles. Its methods may be called concurrently.
type Extractor struct {
	papers  *newspaper.Catalogue
	table   []family       // the families, and behind them the newspapers that override theirs
	own     map[string]int // key of a newspaper to its index in table
	rules   *ruleSet
	scratch sync.Pool // of *scratch
}

// scratch is memory that one extraction hands to the next. Nothing of an article may point into it.
type scratch struct {
	stripped []byte
	scan     scan
}

// New returns an Extractor that knows the newspapers of c; nil is none. It panics if a selector of c does not
// parse; use [Compile] for a catalogue that is not known to be right.
func New(c *newspaper.Catalogue) *Extractor {
	x, err := Compile(c)
	if err != nil {
		panic(err)
	}
	return x
}

// Compile is like New but returns an error, which names newspaper and selector.
func Compile(c *newspaper.Catalogue) (*Extractor, error) {
	x := &Extractor{
		papers: c, table: slices.Clone(families), own: map[string]int{},
		scratch: sync.Pool{New: func() any { return new(scratch) }},
	}
	if c != nil {
		for _, n := range c.All() {
			if n.Selectors != (newspaper.Selectors{}) {
				x.own[n.Key] = len(x.table)
				x.table = append(x.table, override(n))
			}
		}
	}
	var err error
	x.rules, err = compile(x.table)
	return x, err
}

// Extract returns the article on p, or a *NoArticleError. It does not keep or change p.
func (x *Extractor) Extract(p *news.Page) (*news.Article, error) {
	switch {
	case p.Status >= 400:
		return nil, &NoArticleError{ReasonErrorPage}
	case len(bytes.TrimSpace(p.Body)) == 0:
		return nil, &NoArticleError{ReasonEmpty}
	}
	text, _, err := charset.Decode(p.Body, p.ContentType())
	if err != nil {
		return nil, fmt.Errorf("%w: %w", &NoArticleError{ReasonCharset}, err)
	}

	switch kindOf(p, text) {
	case kindPlain:
		return x.plain(p, string(text))
	case kindOther:
		return nil, &NoArticleError{ReasonNotHTML}
	}
	sc := x.scratch.Get().(*scratch)
	defer x.scratch.Put(sc)
	return x.html(p, text, sc)
}

type pageKind uint8

const (
	kindHTML pageKind = iota
	kindPlain
	kindOther
)

// kindOf tells HTML from plain text by the media type, else by the name of the file, else by the bytes.
func kindOf(p *news.Page, text []byte) pageKind {
	media, _, _ := strings.Cut(strings.ToLower(p.ContentType()), ";")
	head := text[:min(len(text), 1024)]
	binary := bytes.IndexByte(head, 0) >= 0
	switch media = strings.TrimSpace(media); {
	case binary:
		return kindOther
	case strings.Contains(media, "html"):
		return kindHTML
	case media == "text/plain":
		return kindPlain
	case media != "" && media != "application/octet-stream" && media != "application/xml" &&
		media != "text/xml":
		return kindOther
	case strings.HasSuffix(strings.ToLower(p.File), ".txt"):
		return kindPlain
	}

	head = bytes.TrimSpace(head)
	for _, other := range [...]string{"%PDF", "{", "[", "<?xml", "<rss", "<feed", "<urlset", "PK\x03"} {
		if bytes.HasPrefix(head, []byte(other)) && !bytes.Contains(head, []byte("<html")) {
			return kindOther
		}
	}
	if bytes.IndexByte(text, '<') < 0 {
		return kindOther
	}
	return kindHTML
}

// A reader holds one page while its fields are chosen.
type reader struct {
	*scan
	table    []family
	own      int // index in table of what the newspaper overrides, or -1
	page     *news.Page
	paper    *newspaper.Newspaper // nil if unknown
	machine  machineData
	stripped strip.Result

	family int // index into table, or -1
	body   box // the element that holds the article
	title  spot
	sapo   *html.Node   // the family's lede, which is not read again
	scope  *html.Node   // the innermost element that holds title and body
	large  []*html.Node // what holds the better part of the body, though its name says that it is none of it
	parts  bool         // a pager of the article was seen
	flat   bool         // nested too deeply to trust the tree

	article *news.Article
}

func (x *Extractor) html(p *news.Page, text []byte, sc *scratch) (*news.Article, error) {
	s := strip.HTML(sc.stripped, text, isMetaName)
	sc.stripped = s.HTML
	doc, err := goquery.NewDocumentFromReader(bytes.NewReader(s.HTML))
	flat := err != nil
	if flat {
		doc, err = goquery.NewDocumentFromReader(bytes.NewReader(strip.Flatten(nil, s.HTML)))
		if err != nil {
			return nil, fmt.Errorf("%w: %w", &NoArticleError{ReasonNotHTML}, err)
		}
	}

	sc.scan.reset(x.rules)
	sc.scan.walk(doc.Nodes[0])
	r := &reader{
		scan: &sc.scan, page: p, machine: readJSONLD(s.JSONLD), stripped: s, family: -1, flat: flat,
		table: x.table, own: -1, article: new(news.Article),
	}
	if r.paper = x.paperOf(p, &r.meta); r.paper != nil {
		if i, ok := x.own[r.paper.Key]; ok {
			r.own = i
		}
	}
	return r.read()
}

// paperOf returns the newspaper of a page: by its key, its address, or what the page says its address is.
func (x *Extractor) paperOf(p *news.Page, m *pageMeta) *newspaper.Newspaper {
	if x.papers == nil {
		return nil
	}
	for _, u := range [...]string{p.Location(), p.URL, m.canonical, m.ogURL} {
		if u == "" {
			continue
		}
		if n, ok := x.papers.ByHost(canonical.Host(u)); ok {
			return n
		}
	}
	if p.Newspaper != "" {
		if n, err := x.papers.Find(p.Newspaper); err == nil {
			return n
		}
	}
	return nil
}

func (r *reader) read() (*news.Article, error) {
	if reason := r.refuseEarly(); reason != "" {
		return nil, &NoArticleError{reason}
	}
	r.findBody()
	if r.body.node == nil {
		return nil, &NoArticleError{r.refuseEmpty()}
	}
	r.findTitle()
	r.unstack()
	r.readText()
	if reason := r.refuseLate(); reason != "" {
		return nil, &NoArticleError{reason}
	}

	r.findDates()
	a := r.article
	a.URL = r.url()
	if a.URL != "" {
		a.ID = news.NewID(a.URL)
	}
	a.Section = r.section()
	a.Tags = r.tags()
	if r.paper != nil {
		a.Newspaper, a.Province = r.paper.Name, r.paper.Province
	}
	if r.parts {
		r.warn(news.WarningMultipart, "")
	}
	if r.flat {
		r.warn(news.WarningNesting, "")
	}
	return a, nil
}

func (r *reader) warn(kind news.WarningKind, detail string) {
	r.article.Warnings = append(r.article.Warnings, news.Warning{Kind: kind, Detail: detail})
}

// url returns the address of the article: that of the fetch for a page from the network, else the one that
// the page states. What a page states is often wrong: the host of a paper that was merged, a content network.
func (r *reader) url() string {
	candidates := []string{r.meta.canonical, r.meta.ogURL, r.machine.url, r.page.URL}
	if r.page.Status != 0 {
		candidates = []string{r.page.Location(), r.page.URL}
	}
	for _, c := range candidates {
		if u, err := canonical.URL(strings.TrimSpace(c)); err == nil {
			return u
		}
	}
	return ""
}

// familyHits returns the elements that the family's selectors for f match, those of better selectors first.
func (r *reader) familyHits(f field) []hit {
	if r.family < 0 {
		return nil
	}
	var found []hit
	for _, h := range r.hits {
		if h.rule.family == r.family && h.rule.field == f {
			found = append(found, h)
		}
	}
	slices.SortStableFunc(found, func(a, b hit) int { return a.rule.rank - b.rule.rank })
	return found
}

// clean returns text as it is shown: repaired, in NFC, with single spaces.
func clean(s string) string {
	if repaired, ok := charset.Repair(s); ok {
		s = repaired
	}
	s = viet.Normalize(s)
	if isCollapsed(s) {
		return strings.TrimSpace(s)
	}
	return string(bytes.TrimSpace(appendCollapsed(make([]byte, 0, len(s)), s)))
}
