package extract

import (
	"bytes"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"baotinh/pipeline/markup"
)

// A scan is what one walk over the tree of a page finds: all that the fields of an article are chosen from
// later. Elements are numbered in the order of the page.
type scan struct {
	rules        *ruleSet
	classes, ids map[string]naming // outlive the page

	meta     pageMeta
	headings []spot // h1 to h3, what is called a title, and what prints that of the head
	dates    []spot // short texts with a date in them, and elements that hold one in an attribute
	authors  []spot
	sapos    []spot
	crumbs   []spot
	tagBoxes []spot
	hits     []hit
	boxes    []box // elements that may hold the article, inner ones first
	suspects []box // … inside what is called a menu, a list of related articles and so on
	roles    map[*html.Node]role
	tables   map[*html.Node]tableShape
	links    []int32 // the places of links with a text, in the order of the page
	cards    int     // headings that link to other articles
	images   int
	all      measure
	at       int32
}

// maxSpots bounds the candidates of one kind. Pages with a menu of a thousand headlines are known.
const maxSpots = 2000

// add appends a spot to a list of candidates.
func add(spots []spot, n *html.Node, at int32) []spot {
	if len(spots) == maxSpots {
		return spots
	}
	return append(spots, spot{n, at})
}

// A spot is an element of interest and its place.
type spot struct {
	node *html.Node
	at   int32
}

// A hit is an element that a family's selector matches.
type hit struct {
	rule     *rule
	node     *html.Node
	from, to int32
	text     int
}

// A box is an element that may hold the article: good is how much of its text reads like prose, in bytes.
type box struct {
	node     *html.Node
	from, to int32
	good     int
	text     int
}

// A measure sums up the text of an element, in bytes.
type measure struct {
	text, link int
	good       int // in blocks that read like prose
	own        int // in inline elements since the last block began
	ownLink    int
	cards      int // linked headings
	cardText   int
	images     int
	rows       int
	cells      int
	blocks     int // with text of their own
	widest     int // the longest of them
	heading1   bool
	starts     start
}

// A start says how the text of an element begins.
type start uint8

const (
	startsEmpty start = iota
	startsPlain
	startsLinked
)

// A tableShape says what kind of table it is.
type tableShape struct {
	images, rows, cells, blocks, text, widest int
}

func (s *scan) reset(rules *ruleSet) {
	roles, tables := s.roles, s.tables
	if roles == nil || len(roles) > 1<<14 {
		roles, tables = map[*html.Node]role{}, map[*html.Node]tableShape{}
	}
	clear(roles)
	clear(tables)
	if s.classes == nil {
		s.classes, s.ids = map[string]naming{}, map[string]naming{}
	}
	*s = scan{
		rules: rules, classes: s.classes, ids: s.ids, roles: roles, tables: tables,
		headings: s.headings[:0], dates: s.dates[:0], authors: s.authors[:0], sapos: s.sapos[:0],
		crumbs:   s.crumbs[:0],
		tagBoxes: s.tagBoxes[:0], hits: s.hits[:0], boxes: s.boxes[:0], suspects: s.suspects[:0],
		links: s.links[:0],
	}
}

// walk scans the tree under root. The parser bounds its depth.
func (s *scan) walk(root *html.Node) {
	for c := root.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.ElementNode {
			s.all = s.element(c)
		}
	}
}

func (s *scan) element(n *html.Node) measure {
	s.at++
	from := s.at
	switch n.DataAtom {
	case atom.Meta:
		s.readMeta(n)
		if class := attr(n, "class"); class == "" {
			if item := attr(n, "itemprop"); item == "datePublished" {
				s.dates = add(s.dates, n, from)
			}
			return measure{}
		}
	case atom.Title:
		if s.meta.title == "" {
			s.meta.title = innerText(n, 400)
		}
		return measure{}
	case atom.Link:
		s.meta.canonical = orElse(s.meta.canonical, attr(n, "href"))
		return measure{}
	case atom.Html:
		s.meta.lang = orElse(s.meta.lang, attr(n, "lang"))
	case atom.Img, atom.Embed:
		s.images++
		return measure{images: 1}
	case atom.Br:
		return measure{}
	}

	first := len(s.hits)
	r := elementRole(n) | s.match(n, from)
	matched := len(s.hits)
	if r != 0 {
		s.roles[n] = r
		s.note(n, from, r)
	}
	switch n.DataAtom {
	case atom.H1, atom.H2, atom.H3:
		s.headings = add(s.headings, n, from)
	}

	m := s.children(n)
	m = s.close(n, r, from, m)
	for i := first; i < matched; i++ {
		s.hits[i].to, s.hits[i].text = s.at, m.text-m.link
	}
	return m
}

// match keeps the rules that n matches as hits and returns the role that class and id give it.
func (s *scan) match(n *html.Node, at int32) role {
	if len(n.Attr) == 0 {
		return 0
	}
	var role role
	s.try(s.rules.byTag[n.Data], n, at)
	for i := range n.Attr {
		switch a := &n.Attr[i]; a.Key {
		case "class", "id":
			name := s.naming(n, a)
			role |= name.role
			for _, r := range name.sure {
				s.hits = append(s.hits, hit{rule: r, node: n, from: at})
			}
			s.try(name.maybe, n, at)
		case "style": // no selector asks for it
		case "data-time", "data-timestamp", "data-date":
			if machineTime(n) != "" {
				s.dates = add(s.dates, n, at)
			}
		default:
			s.try(s.rules.byAttr[a.Key], n, at)
		}
	}
	return role
}

func (s *scan) try(rules []*rule, n *html.Node, at int32) {
	for _, r := range rules {
		if (!r.sibling || isEarly(n)) && r.match.Match(n) {
			s.hits = append(s.hits, hit{rule: r, node: n, from: at})
		}
	}
}

// isEarly reports whether few siblings stand before n. What depends on them would take the square of their number.
func isEarly(n *html.Node) bool {
	const few = 64
	before := 0
	for n = n.PrevSibling; n != nil && before <= few; n = n.PrevSibling {
		before++
	}
	return before <= few
}

// naming is rules.naming with a memory: the elements of a page share a few names, and so do the pages of a
// newspaper.
func (s *scan) naming(n *html.Node, a *html.Attribute) naming {
	const most, longest = 1 << 12, 128 // values, and bytes of each
	known := s.classes
	if a.Key == "id" {
		known = s.ids
	}
	if name, ok := known[a.Val]; ok {
		return name
	}
	name := s.rules.naming(n, a)
	if len(known) == most {
		clear(known)
	}
	if len(a.Val) <= longest {
		known[a.Val] = name
	}
	return name
}

// note keeps the element where its role makes it a candidate for a field.
func (s *scan) note(n *html.Node, at int32, r role) {
	if r&roleDate != 0 && (n.Data == "time" || attr(n, "content") != "" || isItempropDate(n)) {
		s.dates = add(s.dates, n, at)
	}
	if r&roleAuthor != 0 {
		s.authors = add(s.authors, n, at)
	}
	if r&(roleSapo|roleCaption) == roleSapo {
		s.sapos = add(s.sapos, n, at)
	}
	if r&roleCrumbs != 0 {
		s.crumbs = add(s.crumbs, n, at)
	}
	if r&roleTags != 0 {
		s.tagBoxes = add(s.tagBoxes, n, at)
	}
	if r&roleTitle != 0 {
		s.headings = add(s.headings, n, at)
	}
}

func (s *scan) children(n *html.Node) measure {
	var m measure
	var teasers run
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch c.Type {
		case html.TextNode:
			size := textSize(c.Data)
			if size > 0 && m.starts == startsEmpty {
				m.starts = startsPlain
			}
			m.text += size
			m.own += size
			if size >= 16 && n.DataAtom != atom.A && s.printsTitle(c.Data) {
				s.headings = add(s.headings, n, s.at)
			}
			if size >= len("1/1/2020") && size <= 160 && datelike(c.Data) {
				s.at++
				s.dates = add(s.dates, c, s.at)
			}
		case html.ElementNode:
			k := s.element(c)
			k.good -= teasers.add(c, &k)
			if m.starts == startsEmpty {
				m.starts = k.starts
			}
			m.text += k.text
			m.link += k.link
			m.good += k.good
			m.cards += k.cards
			m.cardText += k.cardText
			m.images += k.images
			m.rows += k.rows
			m.cells += k.cells
			m.blocks += k.blocks
			m.widest = max(m.widest, k.widest)
			m.heading1 = m.heading1 || k.heading1
			m.own += k.own
			m.ownLink += k.ownLink
		}
	}
	return m
}

// printsTitle reports whether a text is the title that the head states, less the newspaper's name.
func (s *scan) printsTitle(text string) bool {
	text = strings.TrimSpace(text)
	for _, title := range [...]string{s.meta.ogTitle, s.meta.title} {
		if rest, ok := strings.CutPrefix(title, text); ok {
			c, _ := utf8.DecodeRuneInString(strings.TrimLeft(rest, " "))
			return rest == "" || !unicode.IsLetter(c) && c != ','
		}
	}
	return false
}

// A run is a row of neighbours of one kind that begin with a link: teasers of other articles.
type run struct {
	tag, class string
	n, good    int
}

// add takes the next neighbour and returns how much prose of the run turns out to be none.
func (r *run) add(n *html.Node, m *measure) int {
	const teaser = 900
	if m.starts != startsLinked || m.good == 0 || m.text > teaser || !isBlock(n) {
		if m.text > 0 {
			*r = run{}
		}
		return 0
	}
	if class := attr(n, "class"); r.n == 0 || n.Data != r.tag || class != r.class {
		*r = run{tag: n.Data, class: class}
	}
	r.n++
	r.good += m.good
	if r.n < 3 && (r.n < 2 || r.class == "") {
		return 0
	}
	none := r.good
	r.good = 0
	return none
}

// close turns the measure of n's contents into that of n.
func (s *scan) close(n *html.Node, r role, from int32, m measure) measure {
	if n.DataAtom == atom.A {
		m.link, m.ownLink = m.text, m.own
		if m.text > 0 {
			m.starts = startsLinked
			s.links = append(s.links, from)
		}
	}
	if !isBlock(n) {
		return m
	}

	// A block that is mostly links, or short, is hardly prose.
	switch plain := m.own - m.ownLink; {
	case m.own >= 80 && m.ownLink*2 < m.own:
		m.good += plain
	case m.own >= 25 && m.ownLink*2 < m.own:
		m.good += plain / 4
	}
	if m.own > 0 {
		m.blocks++
	}
	m.widest = max(m.widest, m.own)
	m.own, m.ownLink = 0, 0

	switch n.DataAtom {
	case atom.H1:
		m.heading1 = true
	case atom.H2, atom.H3, atom.H4, atom.H5:
		if m.link >= 20 && m.link*10 >= m.text*9 {
			m.cards++
			m.cardText += m.text
			s.cards++
		}
	case atom.Tr:
		m.rows++
	case atom.Td, atom.Th:
		m.cells++
	case atom.Table:
		s.tables[n] = tableShape{m.images, m.rows, m.cells, m.blocks, m.text, m.widest}
		m.rows, m.cells = 0, 0
	}

	// A card: a linked heading with a few words. A list of links with a few words each comes to the same.
	const teaser = 600
	if !m.heading1 && m.cards == 1 && m.text-m.cardText < teaser || n.DataAtom == atom.Li &&
		m.link*3 > m.text {
		m.good = 0
	}
	if m.cards == 1 && m.starts == startsLinked && m.text-m.cardText < teaser/2 {
		switch n.DataAtom {
		case atom.Div, atom.Article, atom.Section, atom.Li:
			r |= roleTeaser
			s.roles[n] |= roleTeaser
		}
	}
	if m.good > 0 && n.DataAtom != atom.Html {
		s.boxes = append(s.boxes, box{n, from, s.at, m.good, m.text})
	}
	// What holds a headline and much prose is not what its name says.
	const much = 800
	if r&(roleBoilerplate|roleChrome|roleHidden) != 0 && m.good > 0 && !(m.heading1 && m.good > much) {
		s.suspects = append(s.suspects, box{n, from, s.at, m.good, m.text})
		m.good = 0
	}
	return m
}

// isBlock reports whether n begins a line of its own. Unknown elements do not.
func isBlock(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Div, atom.P, atom.Td, atom.Th, atom.Tr, atom.Table, atom.Tbody, atom.Thead, atom.Tfoot,
		atom.Li, atom.Ul,
		atom.Ol, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Section, atom.Article,
		atom.Main, atom.Aside,
		atom.Header, atom.Footer, atom.Nav, atom.Figure, atom.Figcaption, atom.Blockquote, atom.Pre,
		atom.Form, atom.Dl,
		atom.Dt, atom.Dd, atom.Center, atom.Body, atom.Html, atom.Fieldset, atom.Address, atom.Details,
		atom.Summary,
		atom.Caption, atom.Hr, atom.Button, atom.Dir, atom.Menu, atom.Hgroup:
		return true
	}
	return false
}

// textSize returns the length of s without the blanks around it.
func textSize(s string) int {
	if len(s) < 64 || markup.IsSpace(s[0]) || markup.IsSpace(s[len(s)-1]) {
		return len(strings.TrimSpace(s))
	}
	return len(s)
}

// datelike reports whether s holds what a date has at least: enough digits, and something between them.
func datelike(s string) bool {
	digits, groups := 0, 0
	for i := range len(s) {
		if '0' <= s[i] && s[i] <= '9' {
			if digits++; i == 0 || s[i-1] < '0' || s[i-1] > '9' {
				groups++
			}
		}
	}
	return digits >= 4 && groups >= 2 && digits <= 40
}

func attr(n *html.Node, key string) string {
	for i := range n.Attr {
		if n.Attr[i].Key == key {
			return n.Attr[i].Val
		}
	}
	return ""
}

func orElse(s, t string) string {
	if s != "" {
		return s
	}
	return t
}

// innerText returns the text under n with single spaces, and at most limit bytes of it.
func innerText(n *html.Node, limit int) string {
	var buf [256]byte
	b := appendInner(buf[:0], n, limit)
	if len(b) > limit {
		b = b[:limit]
		for len(b) > 0 && !utf8.Valid(b[max(0, len(b)-4):]) && !utf8.RuneStart(b[len(b)-1]) {
			b = b[:len(b)-1]
		}
	}
	return strings.ToValidUTF8(string(bytes.TrimSpace(b)), "")
}

// textIsShort reports whether the text under n has no more than limit bytes.
func textIsShort(n *html.Node, limit int) bool {
	var buf [256]byte
	return len(bytes.TrimSpace(appendInner(buf[:0], n, limit+1))) <= limit
}

// appendInner appends the text under n until b has more than limit bytes.
func appendInner(b []byte, n *html.Node, limit int) []byte {
	if n.Type == html.TextNode {
		for s := n.Data; s != "" && len(b) <= limit; {
			n := min(len(s), limit+1) // a text may be much longer than what is asked for
			if n < len(s) && s[n-1] == 0xC2 {
				n++ // a no-break space stays whole
			}
			b, s = appendCollapsed(b, s[:n]), s[n:]
		}
		return b
	}
	block := isBlock(n)
	if block || n.DataAtom == atom.Br {
		b = appendBlank(b)
	}
	for c := n.FirstChild; c != nil && len(b) <= limit; c = c.NextSibling {
		if c.DataAtom != atom.Title { // out of place, it is not shown
			b = appendInner(b, c, limit)
		}
	}
	if block {
		b = appendBlank(b)
	}
	return b
}

// appendBlank appends a blank where a text goes on behind it.
func appendBlank(b []byte) []byte {
	if len(b) > 0 && b[len(b)-1] != ' ' {
		b = append(b, ' ')
	}
	return b
}

// appendCollapsed appends s with its blanks, no-break spaces too, made single spaces.
func appendCollapsed(b []byte, s string) []byte {
	for i := 0; i < len(s); {
		from := i
		for i < len(s) && s[i] > ' ' && s[i] != 0xC2 {
			i++
		}
		b = append(b, s[from:i]...)
		if i == len(s) {
			break
		}
		c := s[i]
		i++
		switch {
		case c == 0xC2 && i < len(s) && s[i] == 0xA0:
			i++
		case !markup.IsSpace(c):
			b = append(b, c)
			continue
		}
		b = appendBlank(b)
	}
	return b
}

// isCollapsed reports whether appendCollapsed would leave s as it is, blanks at its start aside.
func isCollapsed(s string) bool {
	for i := range len(s) {
		switch c := s[i]; {
		case c > ' ' && c != 0xC2:
		case c == ' ':
			if i > 0 && s[i-1] == ' ' {
				return false
			}
		case markup.IsSpace(c), c == 0xC2 && i+1 < len(s) && s[i+1] == 0xA0:
			return false
		}
	}
	return true
}

// linksIn counts the links in n, up to what makes a menu.
func linksIn(n *html.Node) int {
	links := 0
	for c := range n.Descendants() {
		if c.DataAtom == atom.A {
			if links++; links >= menu {
				break
			}
		}
	}
	return links
}

func hasImage(n *html.Node) bool {
	for c := range n.Descendants() {
		if c.DataAtom == atom.Img {
			return true
		}
	}
	return false
}

// linksBetween returns how many links with a text stand between two places.
func (s *scan) linksBetween(from, to int32) int {
	i, _ := slices.BinarySearch(s.links, from)
	j, _ := slices.BinarySearch(s.links, to)
	return max(0, j-i)
}

// placeNumber returns where an element that holds prose begins, 0 if it holds none.
func (s *scan) placeNumber(n *html.Node) int32 {
	for _, b := range s.boxes {
		if b.node == n {
			return b.from
		}
	}
	return 0
}

// rolesUpTo returns the roles of n and its ancestors below top.
func (s *scan) rolesUpTo(n, top *html.Node) role {
	var r role
	for ; n != nil && n != top; n = n.Parent {
		r |= s.roles[n]
	}
	return r
}

func contains(ancestor, n *html.Node) bool {
	for ; n != nil; n = n.Parent {
		if n == ancestor {
			return true
		}
	}
	return false
}

// commonAncestor returns the innermost element that holds both a and b.
func commonAncestor(a, b *html.Node) *html.Node {
	for ; a != nil; a = a.Parent {
		if contains(a, b) {
			return a
		}
	}
	return nil
}
