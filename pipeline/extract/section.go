package extract

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"baotinh/pipeline/extract/cms"
	"baotinh/pipeline/extract/dom"
	"baotinh/pipeline/extract/lexicon"
	"baotinh/pipeline/extract/scan"
	"baotinh/pipeline/viet"
)

// Bounds of section names and tags, in bytes.
const (
	longestCrumb = 120
	longestTag   = 120
	longestLink  = 200 // of a tag that is read
	mostTags     = 32
)

// findSection returns the section: the one that the page states for programs, else the last of the
// breadcrumb.
func (p *page) findSection(l *scan.Layout, title string) string {
	for _, stated := range [...]string{p.jsonld.Section, p.Meta.Section} {
		if s := dom.Clean(stated); lexicon.CanNameSection(s) {
			return s
		}
	}
	key := lexicon.Key(title)
	for _, h := range p.Hits(l.Family, cms.FieldSection) {
		if s := lastCrumb(h.Node, key); s != "" && h.From <= l.Body.To {
			return s
		}
	}
	for _, c := range p.Crumbs {
		if s := lastCrumb(c.Node, key); s != "" && c.At <= l.Body.To {
			return s
		}
	}
	return ""
}

// lastCrumb returns the last section that a breadcrumb links to, which is not the article, whose title is a
// key. A breadcrumb without links is the name of the section.
func lastCrumb(crumbs *html.Node, title string) string {
	name := func(n *html.Node) string {
		s := strings.Trim(dom.Clean(dom.Text(n, longestCrumb)), " /»>|")
		if !lexicon.CanNameSection(s) || lexicon.HasKey(s, title) {
			return ""
		}
		return s
	}
	last, links := "", 0
	for n := range crumbs.Descendants() {
		if n.DataAtom != atom.A {
			continue
		}
		links++
		if s := name(n); s != "" {
			last = s
		}
	}
	if links == 0 {
		return name(crumbs)
	}
	return last
}

// findTags returns the keywords of the article: those of the box under it, else those that the page states
// for programs.
func (p *page) findTags(l *scan.Layout) []string {
	var tags tagList
	for _, h := range p.Hits(l.Family, cms.FieldTags) {
		tags.addLinks(h.Node)
	}
	for _, box := range p.TagBoxes {
		isNear := l.Scope != nil && dom.Contains(l.Scope.Parent, box.Node)
		if isNear && box.At >= l.Body.From && !l.IsCutOff(box.At) {
			tags.addLinks(box.Node)
		}
	}
	for _, stated := range [...][]string{p.Meta.Tags, p.jsonld.Keywords} {
		if len(tags.tags) > 0 {
			break
		}
		for _, t := range stated {
			tags.add(t)
		}
	}
	return tags.tags
}

// A tagList is a list of different keywords.
type tagList struct {
	tags []string
	seen map[string]bool // in lower case
}

// addLinks adds the texts of the links in a box, unless another box gave tags.
func (l *tagList) addLinks(box *html.Node) {
	if len(l.tags) > 0 {
		return
	}
	for n := range box.Descendants() {
		if n.DataAtom == atom.A {
			l.add(dom.Text(n, longestLink))
		}
	}
}

func (l *tagList) add(s string) {
	s = strings.Trim(dom.Clean(s), " #,;.")
	key := viet.Lower(s)
	if s == "" || len(s) > longestTag || l.seen[key] || lexicon.IsTagLabel(key) || len(l.tags) >= mostTags {
		return
	}
	if l.seen == nil {
		l.seen = map[string]bool{}
	}
	l.seen[key] = true
	l.tags = append(l.tags, s)
}
