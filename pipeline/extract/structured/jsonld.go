// Package structured reads what a page states for programs: JSON-LD (schema.org/NewsArticle), <meta> and
// Open Graph, microdata, times in attributes.
//
// Newspapers often fill these in carelessly, so nothing here is an error and nothing is believed: [JSONLD]
// and [Meta] hold the strings as they stand, and the fields of an article are weighed elsewhere.
package structured

import (
	"cmp"
	"strings"

	"baotinh/pipeline/extract/lexicon"
)

// JSONLD holds the fields of the article in the JSON-LD of a page. Strings are as written there; of several
// articles the first counts.
type JSONLD struct {
	Found     bool // there is an object of an article type
	List      bool // there is an ItemList or a CollectionPage: the page may be a section front
	Headline  string
	Published string // datePublished, else dateCreated
	Modified  string
	Section   string // articleSection, else from a BreadcrumbList
	URL       string
	Authors   []string // names of type Person, or without type
	Keywords  []string
}

// ReadJSONLD reads the bodies of <script type="application/ld+json">, and reads them leniently: newspapers
// write raw line breaks into strings, trailing commas, several objects in a row and objects cut short.
func ReadJSONLD(scripts [][]byte) JSONLD {
	var d JSONLD
	for _, s := range scripts {
		r := jsonReader{s: s}
		for r.skip() {
			d.add(r.value(0), 0)
		}
	}
	return d
}

func (d *JSONLD) add(v jsonValue, depth int) {
	const deepest = 4 // an array in @graph in an array
	if depth > deepest {
		return
	}
	for _, i := range v.items {
		d.add(i, depth+1)
	}
	switch {
	case v.isType("Article"), v.isType("BlogPosting"), v.isType("Reportage"):
		d.article(v)
	case v.isType("VideoObject"): // whatever its other types are
	case v.isType("ItemList") && !v.isType("BreadcrumbList"), v.isType("CollectionPage"):
		d.List = true
	case v.isType("BreadcrumbList"):
		d.breadcrumb(v)
	}
	for _, key := range [...]string{"@graph", "mainEntity"} {
		d.add(v.field(key), depth+1)
	}
}

func (d *JSONLD) article(v jsonValue) {
	if d.Found {
		return
	}
	d.Found = true
	d.Headline = v.field("headline").first()
	d.Published = cmp.Or(v.field("datePublished").first(), v.field("dateCreated").first())
	d.Modified = v.field("dateModified").first()
	d.Section = cmp.Or(v.field("articleSection").first(), d.Section)
	d.URL = v.field("url").first()
	d.addAuthors(v.field("author"))

	keywords := v.field("keywords")
	for _, k := range keywords.items {
		d.Keywords = append(d.Keywords, k.first())
	}
	if keywords.text != "" {
		d.Keywords = strings.Split(keywords.text, ",")
	}
}

func (d *JSONLD) addAuthors(v jsonValue) {
	for _, i := range v.items {
		d.addAuthors(i)
	}
	if name := v.first(); len(v.items) == 0 && name != "" && !v.isType("Organization") {
		d.Authors = append(d.Authors, name)
	}
}

// breadcrumb takes the first section of a trail unless the article states one.
func (d *JSONLD) breadcrumb(v jsonValue) {
	for _, i := range v.field("itemListElement").items {
		name := cmp.Or(i.field("name").first(), i.field("item").first())
		if lexicon.CanNameSection(name) && d.Section == "" {
			d.Section = name
		}
	}
}
