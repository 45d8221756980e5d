// Package structured reads what a page states for programs: JSON-LD (schema.org/NewsArticle), <meta> and
// Open Graph, microdata, times in attributes.
//
// Newspapers often fill these in carelessly, so nothing here is an error and nothing is believed: [JSONLD]
// and [Meta] hold the strings as they stand, and the fields of an article are weighed elsewhere. But much of
// it is about something else, a related article, a list, the site. [ReadJSONLD] reads all objects of a page,
// and [Graph.Of] chooses the one that is about the page's article, by headline and address.
package structured

import (
	"cmp"
	"html"
	"slices"
	"strings"

	"baotinh/pipeline/extract/lexicon"
)

// JSONLD holds what the JSON-LD of a page states about its article. Strings are as written there, but for
// character references.
type JSONLD struct {
	Found     bool // there is an object of an article type, and nothing says that it is of another article
	List      bool // there is a CollectionPage or the like: the page is a section front
	Headline  string
	Published string // datePublished, else dateCreated; else that of the WebPage or the video
	Modified  string
	Section   string // articleSection, else from a BreadcrumbList
	URL       string
	Authors   []string // names of type Person, or without type
	Keywords  []string
	Body      string // articleBody
	Type      string // its @type, if that is one of narrowTypes

	IsState bool   // it is from the state of an application: see [ReadState]
	Sapo    string // of a state alone

	// Doubtful is the date of an article with another headline than the page's: that of a related article,
	// or of this one under a headline for search engines. It needs another date that agrees.
	Doubtful string
}

// A Graph holds the objects in the JSON-LD of a page.
type Graph struct {
	articles, pages, videos []object
	byID                    map[string]object
	list                    bool
	section                 string
}

// ReadJSONLD reads the bodies of <script type="application/ld+json">, and reads them leniently: newspapers
// write raw line breaks into strings, trailing commas, comments, several objects in a row, objects cut short
// and quotes as character references.
func ReadJSONLD(scripts [][]byte) *Graph {
	g := &Graph{byID: map[string]object{}}
	for _, s := range scripts {
		r := jsonReader{s: unescapeQuotes(s)}
		for r.skip() {
			g.add(r.value(0), 0)
		}
	}
	return g
}

// unescapeQuotes returns a script whose quotes are character references with these resolved.
func unescapeQuotes(s []byte) []byte {
	for _, c := range s {
		switch c {
		case '"':
			return s
		case '&':
			return []byte(html.UnescapeString(string(s)))
		}
	}
	return s
}

func (g *Graph) add(v jsonValue, depth int) {
	const deepest = 4 // an array in @graph in an array
	const most = 64   // objects of one kind
	if depth > deepest {
		return
	}
	for _, i := range v.items {
		g.add(i, depth+1)
	}
	o := object{v}
	if id := v.field("@id").text; id != "" && len(v.fields) > 1 && len(g.byID) < most {
		g.byID[id] = o
	}
	keep := func(objects *[]object) {
		if len(*objects) < most {
			*objects = append(*objects, o)
		}
	}
	switch {
	case v.isType("Article"), v.isType("BlogPosting"), v.isType("Reportage"):
		keep(&g.articles)
	case v.isType("VideoObject"): // whatever its other types are
		keep(&g.videos)
	case v.isType("CollectionPage"), v.isType("SearchResultsPage"), v.isType("ProfilePage"):
		g.list = true
	case v.isType("BreadcrumbList"):
		g.breadcrumb(v)
	case v.isType("WebPage"), v.isType("ItemPage"):
		keep(&g.pages)
	}
	for _, key := range [...]string{"@graph", "mainEntity"} {
		g.add(v.field(key), depth+1)
	}
}

// breadcrumb takes the first section of a trail.
func (g *Graph) breadcrumb(v jsonValue) {
	for _, i := range v.field("itemListElement").items {
		name := cmp.Or(i.field("name").first(), i.field("item").first())
		if lexicon.CanNameSection(name) && g.section == "" {
			g.section = name
		}
	}
}

// Of returns what g states about the article of a page: by the object of an article type that has the
// headline or the address of the page, else by the first that has neither another headline nor another
// address. Of several such objects, the first with a date is taken: others may be cut short.
func (g *Graph) Of(p *Identity) JSONLD {
	d := JSONLD{List: g.list, Section: g.section}
	var chosen object
	best := OfAnother
	for _, o := range g.articles {
		m := p.SubjectOf(o.headline(), o.urls()...)
		if m > best || m == best && m >= Unsaid && chosen.published() == "" && o.published() != "" {
			chosen, best = o, m
		}
		if m == Doubtful {
			d.Doubtful = cmp.Or(d.Doubtful, o.published())
		}
	}
	switch {
	case best >= Unsaid:
		d.Doubtful = ""
		g.fill(&d, chosen)
	case best == Doubtful && len(g.articles) > 1: // several, and none is of the page
		d.Doubtful = ""
	}
	if d.Published == "" {
		d.Published = g.pageDate(p, chosen)
	}
	return d
}

// fill sets the fields that an object of an article type states.
func (g *Graph) fill(d *JSONLD, o object) {
	d.Found = true
	d.Headline = o.headline()
	d.Published = o.published()
	d.Modified = o.text("dateModified")
	d.Section = cmp.Or(o.text("articleSection"), d.Section)
	d.URL = o.text("url")
	d.Body = o.text("articleBody")
	for _, t := range narrowTypes {
		if o.isType(t) {
			d.Type = t
		}
	}
	g.addAuthors(d, o.field("author"), 0)

	keywords := o.field("keywords")
	for _, k := range keywords.items {
		d.Keywords = append(d.Keywords, k.first())
	}
	if keywords.text != "" {
		d.Keywords = strings.Split(keywords.text, ",")
	}
}

// narrowTypes are the types of schema.org that say more of an article than NewsArticle, which newspapers
// state for all of theirs.
var narrowTypes = [...]string{"ReportageNewsArticle", "OpinionNewsArticle", "LiveBlogPosting"}

// addAuthors adds the names of persons: one, an array, arrays in it, or references to objects elsewhere.
func (g *Graph) addAuthors(d *JSONLD, v jsonValue, depth int) {
	const deepest = 4
	if depth > deepest {
		return
	}
	for _, i := range v.items {
		g.addAuthors(d, i, depth+1)
	}
	if id := v.field("@id").text; id != "" && v.field("name").first() == "" {
		if o, ok := g.byID[id]; ok {
			v = o.jsonValue
		}
	}
	if name := v.first(); len(v.items) == 0 && name != "" && !v.isType("Organization") {
		d.Authors = append(d.Authors, html.UnescapeString(name))
	}
}

// pageDate returns the date of the WebPage that the article is part of, or that has its name or address; else
// that of a video with its name.
func (g *Graph) pageDate(p *Identity, article object) string {
	part := cmp.Or(article.field("isPartOf").field("@id").text,
		article.field("mainEntityOfPage").field("@id").text)
	for _, o := range g.pages {
		id := o.field("@id").text
		if id != "" && id == part || p.SubjectOf(o.headline(), o.urls()...) >= ByURL {
			if s := o.published(); s != "" {
				return s
			}
		}
	}
	for _, o := range g.videos {
		if p.SubjectOf(o.headline()) == ByTitle {
			return o.text("uploadDate")
		}
	}
	return ""
}

// An object is one of JSON-LD.
type object struct{ jsonValue }

func (o object) text(key string) string { return html.UnescapeString(o.field(key).first()) }

func (o object) headline() string { return cmp.Or(o.text("headline"), o.text("name")) }

func (o object) published() string { return cmp.Or(o.text("datePublished"), o.text("dateCreated")) }

// urls returns the addresses that the object states for itself.
func (o object) urls() []string {
	page := o.field("mainEntityOfPage")
	return slices.DeleteFunc([]string{
		o.text("url"), cmp.Or(page.text, page.field("@id").text), page.field("url").text, o.field("@id").text,
	}, func(s string) bool { return s == "" })
}
