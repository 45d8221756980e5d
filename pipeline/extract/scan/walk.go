package scan

import (
	"cmp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"baotinh/pipeline/canonical"
	"baotinh/pipeline/extract/cms"
	"baotinh/pipeline/extract/dom"
	"baotinh/pipeline/extract/lexicon"
	"baotinh/pipeline/extract/structured"
)

// mostSpots bounds the candidates of one kind. Pages with a menu of a thousand headlines are known.
const mostSpots = 2000

// Lengths of texts in bytes.
const (
	longestTitle  = 400 // of a <title> that is read
	shortestTitle = 16  // of a text that may print the title of the head; shorter ones are labels
	// shortestOwnLink is the length of a link that prints the title of the head: it leads to its own page.
	shortestOwnLink = 32
	longestDated    = 160 // of a text that may be a date line
	shortestDated   = len("1/1/2020")
	longestName     = 512     // of a class attribute that is remembered: some list dozens of utility classes
	mostNames       = 1 << 12 // class attributes that are remembered
	mostRemembered  = 1 << 14 // roles of a page for which the map is kept for the next
)

// A Scanner scans pages one after the other. It reuses memory, and remembers the class names of a newspaper's
// template from page to page. The zero Scanner is ready; it is not safe for concurrent use.
type Scanner struct {
	page         Page
	table        *cms.Table
	classes, ids map[string]*cms.Name
	lastClass    string // that was asked for, and what it means; nil at first
	lastName     *cms.Name
}

// Scan returns what it found in the tree under root. The page is valid until the next call. The parser
// bounds the depth of the tree.
func (s *Scanner) Scan(root *html.Node, table *cms.Table) *Page {
	s.reset(root, table)
	for c := root.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.ElementNode {
			m := s.element(c)
			s.page.Text, s.page.Link, s.page.Prose = m.text, m.link, m.prose
		}
	}
	return &s.page
}

func (s *Scanner) reset(root *html.Node, table *cms.Table) {
	p := &s.page
	if p.roles == nil || len(p.roles) > mostRemembered {
		p.roles, p.tables = map[*html.Node]cms.Role{}, map[*html.Node]TableShape{}
	}
	clear(p.roles)
	clear(p.tables)
	if s.table != table {
		s.table, s.classes, s.ids = table, map[string]*cms.Name{}, map[string]*cms.Name{}
		s.lastName = nil
	}
	*p = Page{
		Root: root, Table: table, roles: p.roles, tables: p.tables,
		Headings: p.Headings[:0], Dates: p.Dates[:0], Authors: p.Authors[:0], Crumbs: p.Crumbs[:0],
		TagBoxes: p.TagBoxes[:0], PageLinks: p.PageLinks[:0], Boxes: p.Boxes[:0], Suspects: p.Suspects[:0],
		hits: p.hits[:0], links: p.links[:0], linkLines: p.linkLines[:0], fields: p.fields[:0],
		passwords: p.passwords[:0],
	}
}

// element scans n and returns its measure.
func (s *Scanner) element(n *html.Node) measure {
	p := &s.page
	p.End++
	from := p.End
	switch n.DataAtom {
	case atom.Meta:
		p.Meta.Add(n)
		if dom.Attr(n, "class") == "" {
			if structured.IsDatePublished(n) || structured.IsDateModified(n) {
				add(&p.Dates, n, from)
			}
			return measure{}
		}
	case atom.Title:
		if p.Meta.Title == "" {
			p.Meta.Title = dom.Text(n, longestTitle)
		}
		return measure{}
	case atom.Link:
		p.Meta.AddLink(n)
		return measure{}
	case atom.Html:
		p.Meta.Lang = cmp.Or(p.Meta.Lang, dom.Attr(n, "lang"))
	case atom.Img, atom.Embed:
		p.Images++
		return measure{images: 1}
	case atom.Br:
		return measure{}
	case atom.Input:
		if isField(n) {
			p.fields = append(p.fields, from)
			if strings.EqualFold(dom.Attr(n, "type"), "password") {
				p.passwords = append(p.passwords, from)
			}
		}
		return measure{}
	}

	first := len(p.hits)
	spots := len(p.Dates) + len(p.Authors)
	role := cms.RoleOf(n).With(s.match(n, from))
	matched := len(p.hits)
	if role != 0 {
		p.roles[n] = role
		p.note(n, from, role)
	}
	if dom.IsHeading(n) {
		add(&p.Headings, n, from)
	}

	boxes := len(p.Boxes)
	m := s.children(n)
	if n.DataAtom == 0 && n.Data == "amp-img" {
		m.images++
	}
	m.dated = len(p.Dates)+len(p.Authors) > spots
	s.close(n, role, from, boxes, &m)
	for i := first; i < matched; i++ {
		p.hits[i].To, p.hits[i].Text = p.End, m.text-m.link
	}
	return m
}

// isField reports whether an <input> is for a reader to fill in or to choose.
func isField(n *html.Node) bool {
	switch strings.ToLower(dom.Attr(n, "type")) {
	case "hidden", "submit", "button", "image", "reset", "search":
		return false
	}
	return true
}

// add appends a spot to a list of candidates.
func add(spots *[]Spot, n *html.Node, at int32) {
	if len(*spots) < mostSpots {
		*spots = append(*spots, Spot{n, at})
	}
}

// match keeps the rules that n matches as hits and returns the role that its class and id suggest.
func (s *Scanner) match(n *html.Node, at int32) cms.Role {
	if len(n.Attr) == 0 {
		return 0
	}
	var role cms.Role
	s.try(s.table.ByTag(n), n, at)
	for i := range n.Attr {
		switch a := &n.Attr[i]; a.Key {
		case "class", "id":
			name := s.name(n, a)
			role = role.With(name.Role)
			for _, r := range name.Sure {
				s.page.hits = append(s.page.hits, Hit{Rule: r, Node: n, From: at})
			}
			s.try(name.Maybe, n, at)
		case "href": // package strip keeps few
			if n.DataAtom == atom.A && canonical.MayBePart([]byte(a.Val)) {
				add(&s.page.PageLinks, n, at)
			}
			s.try(s.table.ByAttr(a.Key), n, at)
		case "style": // no selector asks for it
		case "data-time", "data-timestamp", "data-date":
			if structured.Time(n) != "" {
				add(&s.page.Dates, n, at)
			}
		case "itemscope":
			s.page.HasItems = true
			fallthrough
		default:
			s.try(s.table.ByAttr(a.Key), n, at)
		}
	}
	return role
}

func (s *Scanner) try(rules []*cms.Rule, n *html.Node, at int32) {
	for _, r := range rules {
		if r.Matches(n) {
			s.page.hits = append(s.page.hits, Hit{Rule: r, Node: n, From: at})
		}
	}
}

// name is [cms.Table.Named] with a memory: the elements of a page share a few names, and so do the pages of a
// newspaper.
func (s *Scanner) name(n *html.Node, a *html.Attribute) *cms.Name {
	if a.Key == "class" && a.Val == s.lastClass && s.lastName != nil { // that of the neighbour before
		return s.lastName
	}
	known := s.classes
	if a.Key == "id" {
		known = s.ids
	}
	name, ok := known[a.Val]
	if !ok {
		name = s.learn(known, n, a)
	}
	if a.Key == "class" {
		s.lastClass, s.lastName = a.Val, name
	}
	return name
}

// learn reads a name and remembers it.
func (s *Scanner) learn(known map[string]*cms.Name, n *html.Node, a *html.Attribute) *cms.Name {
	name := s.table.Named(n, a)
	if len(known) == mostNames {
		clear(known)
	}
	if len(a.Val) <= longestName {
		known[a.Val] = name
	}
	return name
}

// note keeps n where its role makes it a candidate for a field.
func (p *Page) note(n *html.Node, at int32, r cms.Role) {
	if r&cms.RoleDate != 0 &&
		(n.Data == "time" || n.DataAtom == atom.Abbr || dom.Attr(n, "content") != "" ||
			structured.IsDatePublished(n)) {
		add(&p.Dates, n, at)
	}
	if r&cms.RoleAuthor != 0 {
		add(&p.Authors, n, at)
	}
	if r&cms.RoleCrumbs != 0 {
		add(&p.Crumbs, n, at)
	}
	if r&cms.RoleTags != 0 {
		add(&p.TagBoxes, n, at)
	}
	if r&cms.RoleTitle != 0 {
		add(&p.Headings, n, at)
	}
}

// children scans the children of n and sums up their measures.
func (s *Scanner) children(n *html.Node) measure {
	p := &s.page
	var m measure
	var row teaserRow
	var readers readerRow
	var pairs pairRow
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch c.Type {
		case html.TextNode:
			size := dom.TrimmedSize(c.Data)
			isCounter := size <= longestCounter && (m.starts == startsEmpty || pairs.n > 0) &&
				!hasLetter(c.Data)
			m.addText(size, isCounter)
			pairs.addText(size, isCounter)
			m.imprint = m.imprint || size >= shortestTitle && size <= longestTitle &&
				lexicon.HasImprint(c.Data)
			if (size >= shortestTitle && n.DataAtom != atom.A || size >= shortestOwnLink) &&
				size <= longestTitle && p.printsTitle(c.Data) {
				add(&p.Headings, n, p.End)
			}
			if size >= shortestDated && size <= longestDated &&
				(lexicon.HasDigitsOfDate(c.Data) || lexicon.MayBeRelative(strings.TrimSpace(c.Data))) {
				p.End++
				add(&p.Dates, c, p.End)
			}
		case html.ElementNode:
			dates := len(p.Dates)
			k := s.element(c)
			k.prose -= p.addToRow(&row, c, &k)
			k.prose -= p.addToReaders(&readers, c, &k, len(p.Dates) > dates)
			k.prose -= p.addToPairs(&pairs, c, &k)
			m.add(&k)
		}
	}
	return m
}

func hasLetter(s string) bool { return strings.IndexFunc(s, unicode.IsLetter) >= 0 }

// printsTitle reports whether a text is the title that the head states, less the newspaper's name.
func (p *Page) printsTitle(text string) bool {
	text = strings.TrimLeft(text, " \t\r\n")
	first := text[:firstWord(text)]
	if first == "" || !strings.Contains(p.Meta.OGTitle, first) && !strings.Contains(p.Meta.Title, first) {
		return false
	}
	return p.opensTitle(dom.Clean(text))
}

// firstWord returns where the first blank of any width stands in a text, at most some bytes on.
func firstWord(text string) int {
	const most = 12
	for i := range min(len(text), most) {
		if c := text[i]; c <= ' ' || i > 0 && (c == 0xC2 || c == 0xE2) {
			return i
		}
	}
	return min(len(text), most)
}

// statesHeading reports whether a linked heading is the title that the head states: it leads to its own page.
func (p *Page) statesHeading(n *html.Node) bool {
	text := dom.Clean(dom.Text(n, longestTitle))
	return text != "" && p.opensTitle(text)
}

// opensTitle reports whether one of the titles of the head is a text, or begins or ends with it.
func (p *Page) opensTitle(text string) bool {
	if raw := [...]string{p.Meta.OGTitle, p.Meta.Title}; raw != p.rawTitles {
		p.rawTitles, p.titles = raw, [...]string{dom.Clean(raw[0]), dom.Clean(raw[1])}
	}
	return opensTitle(text, p.titles[:]...)
}

// isSectionOfTrail reports whether what stands between two parts of a title is a section in a breadcrumb:
// "Báo Mẫu > Kinh tế > Hồ đủ nước".
func isSectionOfTrail(before, rest string) bool {
	rest = strings.TrimLeft(rest, " ")
	for _, sign := range [...]string{">", "»", "›"} {
		if strings.HasSuffix(before, sign) && strings.HasPrefix(rest, sign) {
			return true
		}
	}
	return false
}

// opensTitle reports whether one of the titles is a text, or the text with something set apart behind it, or
// before it if it is as long as a headline: "Báo Mẫu - Hồ đủ nước".
func opensTitle(text string, titles ...string) bool {
	const shortest = 24 // bytes of a headline
	for _, title := range titles {
		if rest, ok := strings.CutPrefix(title, text); ok {
			if !startsWord(rest) {
				return true
			}
		}
		if before, rest, ok := strings.Cut(title, text); ok && len(text) >= shortest {
			before = strings.TrimRight(before, " ")
			if before != "" && strings.HasSuffix(before, titleSign(before)) && !startsWord(rest) &&
				!isSectionOfTrail(before, rest) {
				return true
			}
		}
	}
	return false
}

// titleSign returns the sign at the end of s that parts a title from the newspaper's name, or a letter that s
// does not end in.
func titleSign(s string) string {
	for _, sign := range [...]string{"-", "|", "–", "—", ":", "»", ">", "›", "/", "•"} {
		if strings.HasSuffix(s, sign) {
			return sign
		}
	}
	return "\x00"
}

func startsWord(s string) bool {
	c, _ := utf8.DecodeRuneInString(strings.TrimLeft(s, " "))
	return unicode.IsLetter(c) || c == ','
}
