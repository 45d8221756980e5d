// Package extract turns the page that a newspaper served into the article that it printed.
//
// [Extractor.Extract] works in stages, each a package that can be read alone:
//
//	strip       cuts scripts, styles and the like from the bytes
//	tree        builds the tree of the rest
//	structured  reads JSON-LD, <meta> and microdata
//	cms         has the selectors of the content management systems, and roles by class names
//	scan        walks over the tree once and notes the candidates for every field
//	blocks      turns the body into paragraphs, captions, headings
//	published   weighs the dates
//	lexicon     knows the phrases that tell lines apart
//	dom         reads the text of elements
//
// This package puts them together. It chooses body, headline, byline and section among the candidates, with
// the evidence for each, from a page that is only read; results are values that are passed on. A field that
// the page does not state stays empty. Above all a date is never guessed, and the clock in the header of a
// page is not a date of the article.
//
// A page that holds no article is refused with a [*NoArticleError] that gives the reason.
//
// Time and memory are proportional to the size of any page: at most two microseconds and 250 bytes for each
// byte. To keep that bound, input that no honest page has is read in part. A page with more than 512 open
// elements, which the parser refuses, is read as a row of paragraphs, and the article has a warning. JSON-LD
// is read 32 levels deep. The first 2000 candidates for a field count, the first 32 values of one <meta>, the
// first 64 texts in a table outside its cells, 600 end tags in a row, 16 lines of a byline. An article never
// has more code points than its page. The caller bounds the size of pages.
package extract

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"

	"golang.org/x/net/html"

	"baotinh/pipeline/canonical"
	"baotinh/pipeline/charset"
	"baotinh/pipeline/extract/blocks"
	"baotinh/pipeline/extract/cms"
	"baotinh/pipeline/extract/dom"
	"baotinh/pipeline/extract/published"
	"baotinh/pipeline/extract/scan"
	"baotinh/pipeline/extract/strip"
	"baotinh/pipeline/extract/structured"
	"baotinh/pipeline/extract/tree"
	"baotinh/pipeline/news"
	"baotinh/pipeline/newspaper"
	"baotinh/pipeline/vidate"
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
	ReasonSectionFront = "section front" // or a tag, a search, a home page: any list of articles
	ReasonGallery      = "gallery"
	ReasonVideo        = "video only"
	ReasonErrorPage    = "error page"
	ReasonChallenge    = "challenge page" // wants to see a person, a cookie or a script
	ReasonLanguage     = "not in Vietnamese"
	ReasonTooShort     = "too short"
	ReasonCharset      = "unreadable charset"

	// Notices, which servers often send with status 200.
	ReasonRemoved     = "removed article"
	ReasonMaintenance = "maintenance notice" // or of overload
	ReasonLogIn       = "log-in page"        // or of registration, subscription
	ReasonHosting     = "hosting notice"     // the site is suspended, or the server has none
	ReasonParked      = "parked domain"
	ReasonService     = "service page" // contacts, rules, prices, schedules, polls
	ReasonNotice      = "notice"       // of another kind
)

// Error returns "no article: " and the reason.
func (e *NoArticleError) Error() string { return ErrNoArticle.Error() + ": " + e.Reason }

// Unwrap returns ErrNoArticle.
func (e *NoArticleError) Unwrap() error { return ErrNoArticle }

// An Extractor turns pages into articles. Its methods may be called concurrently.
type Extractor struct {
	papers  *newspaper.Catalogue
	table   *cms.Table
	scratch sync.Pool // of *scratch
}

// scratch is memory that one extraction hands to the next. Nothing of an article may point into it.
type scratch struct {
	stripped []byte
	parser   tree.Parser
	scanner  scan.Scanner
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
	table, err := cms.NewTable(c)
	return &Extractor{
		papers: c, table: table, scratch: sync.Pool{New: func() any { return new(scratch) }},
	}, err
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
	s := strip.HTML(sc.stripped, text, structured.IsMetaName)
	sc.stripped = s.HTML
	a, err := x.html(p, s, sc)
	if s.Noscript < leastText || err != nil && !isForReaders(err) || err == nil && s.Noscript < longNoscript {
		return a, err
	}
	s = strip.HTML(nil, noscript.ReplaceAll(text, []byte("<${1}div")), structured.IsMetaName)
	b, other := x.html(p, s, sc)
	if other != nil || err == nil && !isElsewhere(a, b) {
		return a, err
	}
	b.Evidence.Body = "noscript"
	return b, nil
}

// longNoscript is how many bytes of text in <noscript> may be an article on a page with other text.
const longNoscript = 400

// isElsewhere reports whether b, read with what stands in <noscript>, is the article of the headline of a,
// and has none of its text.
func isElsewhere(a, b *news.Article) bool {
	if b.Title != a.Title || len(a.Blocks) == 0 || len(b.Blocks) == 0 {
		return false
	}
	has := func(block news.Block) bool {
		return slices.ContainsFunc(b.Blocks, func(o news.Block) bool { return o.Text == block.Text })
	}
	return !slices.ContainsFunc(a.Blocks, has)
}

// noscript is the beginning of a tag of <noscript>, whose contents the parser takes for text.
var noscript = regexp.MustCompile(`(?i)<(/?)noscript\b`)

// isForReaders reports whether a page may be an article although it was refused: it has hardly any text.
func isForReaders(err error) bool {
	e, ok := errors.AsType[*NoArticleError](err)
	return ok && (e.Reason == ReasonTooShort || e.Reason == ReasonEmpty || e.Reason == ReasonChallenge ||
		e.Reason == ReasonVideo)
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

// A page holds the candidates among which the fields of an article are chosen. It is only read.
type page struct {
	*scan.Page
	source    *news.Page
	stripped  strip.Result
	jsonld    *structured.JSONLD
	identity  structured.Identity
	social    structured.Subject   // of Open Graph
	paper     *newspaper.Newspaper // nil if unknown
	masthead  masthead
	titles    statedTitles
	headings  map[*html.Node]*heading // that were read
	dateLines []answer                // of the candidates for a date
	own       int                     // the row of the newspaper in the table of families, or cms.None
	flat      bool                    // nested too deeply to trust the tree
}

// html reads a page in HTML, stripped.
func (x *Extractor) html(src *news.Page, s strip.Result, sc *scratch) (*news.Article, error) {
	root, err := sc.parser.Parse(s.HTML)
	flat := err != nil
	if flat {
		if root, err = sc.parser.Parse(strip.Flatten(nil, s.HTML)); err != nil {
			return nil, fmt.Errorf("%w: %w", &NoArticleError{ReasonNotHTML}, err)
		}
	}

	if mayBeEscaped(s.HTML) {
		dom.Unescape(root)
	}
	p := &page{
		Page: sc.scanner.Scan(root, x.table), source: src, stripped: s, own: cms.None, flat: flat,
	}
	p.Meta.Title, p.Meta.OGTitle = dom.CutTags(p.Meta.Title), dom.CutTags(p.Meta.OGTitle)
	if p.paper = x.paperOf(src, &p.Meta); p.paper != nil {
		p.own = x.table.Own(p.paper.Key)
	}
	p.masthead = newMasthead(p.paper, p.Meta.OGSite)
	p.identify()
	return p.read()
}

// mayBeEscaped reports whether a page has a "<" in its text.
func mayBeEscaped(page []byte) bool {
	return bytes.Contains(page, []byte("&lt;")) || bytes.Contains(page, []byte("&#60;")) ||
		bytes.Contains(page, []byte("&#x3c;")) || bytes.Contains(page, []byte("&#x3C;"))
}

// paperOf returns the newspaper of a page, nil if it is unknown: by the address of the page, by the address
// that the page states, else by the key that it came with.
func (x *Extractor) paperOf(p *news.Page, m *structured.Meta) *newspaper.Newspaper {
	if x.papers == nil {
		return nil
	}
	for _, u := range [...]string{p.Location(), p.URL, m.Canonical, m.OGURL} {
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

// evidenceState is the evidence of what the state of an application says.
const evidenceState = "state"

// read chooses the fields of the article one after the other.
func (p *page) read() (*news.Article, error) {
	if reason := p.refuseEarly(); reason != "" {
		return nil, &NoArticleError{reason}
	}
	body := p.findBody()
	if body.Node == nil {
		if len(p.jsonld.Body) < leastStated {
			return nil, &NoArticleError{p.refuseWithoutBody()}
		}
		body = p.whole()
	}
	title := p.findTitle(&body)
	layout := &scan.Layout{
		Page: p.Page, Family: body.family, Body: body.Box, Last: body.To, Title: title.spot,
		Scope: scopeOf(title, &body),
	}
	endAtNext(layout)

	text := blocks.Read(layout, title.text)
	if stated, ok := p.statedText(&text, title.text); ok {
		text, body.evidence = stated, news.EvidenceJSONLD
		if p.jsonld.IsState {
			body.evidence = evidenceState
		}
	}
	a := &news.Article{Title: title.text, Evidence: news.Evidence{Title: title.evidence, Body: body.evidence}}
	a.Sapo, a.Dateline, a.Blocks = text.Sapo, text.Dateline, text.Blocks
	bylines := p.bylineCandidates(layout, &text)
	credits := p.findCredits(layout, &text, bylines)
	credits.setOn(a)
	part, url := p.findPart(layout, text.Pager, p.url())
	if a.URL = url; a.URL != "" {
		a.ID = news.NewID(a.URL)
	}
	if part != nil {
		a.Parts = []news.Part{*part}
	}
	dates := published.Find(&published.Input{
		Layout: layout, Headline: a.Title, JSONLD: p.jsonld, Identity: &p.identity, Social: p.social,
		Inline: p.stripped.Dates, URL: a.URL,
		FeedDate: p.source.FeedDate, Fetched: p.source.Fetched,
	})
	a.Published, a.Updated, a.Event = dates.Published, dates.Updated, eventOf(a)
	a.Seen = p.seen(layout, &text, &dates, bylines)
	if reason := p.factsOf(a, layout).refuseLate(p, a); reason != "" {
		return nil, &NoArticleError{reason}
	}
	a.Section = p.findSection(layout, a.Title)
	a.Type, a.Evidence.Type = p.findType(a)
	if a.Type == news.PhotoStory && len(a.Authors) == 0 {
		a.Authors = credits.photographers // whose story it is
	}
	a.Tags = p.findTags(layout)
	if p.paper != nil {
		a.Newspaper, a.Province = p.paper.Name, p.paper.Province
	}
	a.Warnings = append(p.unmatched(body.family), dates.Warnings...)
	if w, ok := news.MissingParts(a.Parts); ok {
		a.Warnings = append(a.Warnings, w)
	}
	if p.flat {
		a.Warnings = append(a.Warnings, news.Warning{Kind: news.WarningNesting})
	}
	return a, nil
}

// url returns the address of the article: that of the fetch for a page from the network, unless the page
// plausibly states another, else the one that the page states. What a page states is often wrong: the host
// of a paper that was merged, a content network, the home page on all pages.
func (p *page) url() string {
	candidates := []string{p.Meta.Canonical, p.Meta.OGURL, p.jsonld.URL, p.source.URL}
	if p.source.Status != 0 {
		candidates = []string{p.source.Location(), p.source.URL}
	}
	for _, c := range candidates {
		u, err := canonical.URL(strings.TrimSpace(c))
		if err == nil && p.source.Status != 0 {
			return cmp.Or(p.statedURL(u), u)
		}
		if err == nil && readAddress(u).kind != addressRoot {
			return u
		}
	}
	return ""
}

// eventOf infers the day that the article tells of from its headline and its lede, else its first paragraph.
func eventOf(a *news.Article) news.Date {
	lede := a.Sapo
	for _, b := range a.Blocks {
		if lede == "" && b.Kind == news.Paragraph {
			lede = b.Text
		}
	}
	d := vidate.Event(a.Title, lede)
	if !d.IsZero() {
		d.Evidence = news.EvidenceText
	}
	return d
}
