package extract_test

import (
	"bytes"
	"hash/fnv"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/tools/txtar"

	"baotinh/pipeline/extract"
	"baotinh/pipeline/extract/dom"
	"baotinh/pipeline/extract/lexicon"
	"baotinh/pipeline/news"
	"baotinh/pipeline/vidate"
)

// An outcome is what a change of the page must leave alone: not the evidence, not the warnings, not the kinds
// of the blocks.
type outcome struct {
	refused  string // the reason; the other fields are empty
	title    string
	date     string // of publication, to the minute if it is known
	authors  []string
	text     []string // sapo, paragraphs, headings, list items
	captions []string
}

func outcomeOf(a *news.Article, err error) outcome {
	if err != nil {
		return outcome{refused: err.Error()}
	}
	o := outcome{title: a.Title, authors: a.Authors}
	switch {
	case a.Published.IsZero():
	case a.Published.Precision < news.Minute:
		o.date = a.Published.Time.In(news.Vietnam).Format(time.DateOnly)
	default:
		o.date = a.Published.Time.In(news.Vietnam).Format("2006-01-02 15:04")
	}
	if a.Sapo != "" {
		o.text = append(o.text, a.Sapo)
	}
	for _, b := range a.Blocks {
		if b.Kind == news.Caption {
			o.captions = append(o.captions, b.Text)
		} else {
			o.text = append(o.text, b.Text)
		}
	}
	return o
}

// differences names the kinds of difference between what must come out and what did.
func differences(want, got *outcome) string {
	switch {
	case want.refused != "" && got.refused != "":
		return ""
	case want.refused != "":
		return "accepted"
	case got.refused != "":
		return "refused"
	}
	var kinds []string
	add := func(differ bool, kind string) {
		if differ {
			kinds = append(kinds, kind)
		}
	}
	add(want.title != got.title, "title")
	day := func(date string) string { return date[:min(len(date), len(time.DateOnly))] }
	switch {
	case want.date == got.date:
	case got.date == "":
		add(true, "date-lost")
	case want.date == "":
		add(true, "date-invented")
	case day(want.date) != day(got.date):
		add(true, "other-day")
	default:
		add(true, "other-minute")
	}
	if !slices.Equal(want.authors, got.authors) {
		switch {
		case len(got.authors) == 0:
			add(true, "author-lost")
		case len(want.authors) == 0:
			add(true, "author-invented")
		default:
			add(true, "other-author")
		}
	}
	// The text is compared word by word, because where blocks end is not what is tested.
	wanted, words := strings.Fields(strings.Join(want.text, " ")), strings.Fields(strings.Join(got.text, " "))
	if !slices.Equal(wanted, words) {
		add(lacks(words, wanted), "text-lost")
		add(lacks(wanted, words), "text-added")
		add(!lacks(words, wanted) && !lacks(wanted, words), "text-moved")
	}
	wanted, words = slices.Sorted(slices.Values(want.captions)), slices.Sorted(slices.Values(got.captions))
	if !slices.Equal(wanted, words) {
		add(lacks(words, wanted), "caption-lost")
		add(lacks(wanted, words), "caption-added")
	}
	return strings.Join(kinds, "+")
}

// lacks reports whether b has more of some string than a.
func lacks(a, b []string) bool {
	n := map[string]int{}
	for _, s := range a {
		n[s]++
	}
	for _, s := range b {
		if n[s]--; n[s] < 0 {
			return true
		}
	}
	return false
}

// A golden is a page of testdata/pages as a tree.
type golden struct {
	name     string // "baomau.example/entities"
	source   *news.Page
	root     *html.Node
	parts    parts
	want     outcome
	evidence news.Evidence // for its article
}

// notTrees are golden pages about the bytes of a page, by what a tree of them does not keep.
var notTrees = map[string]string{
	"trangla.example/inert-elements-in-text": "end tags that are missing",
	"trangla.example/video-without-end-tag":  "end tags that are missing",
}

// goldens returns the golden pages in HTML. Those that are written in an old charset are read in UTF-8.
func goldens(t *testing.T) []*golden {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(extract.GoldenDir, "*", "*.txtar"))
	if err != nil || len(files) == 0 {
		t.Fatalf("golden pages: %d files, error %v", len(files), err)
	}
	x := extract.New(extract.Catalogue(t))
	var all []*golden
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		archive := txtar.Parse(data)
		body := extract.FileOf(archive, "page.html")
		if len(bytes.TrimSpace(body)) == 0 {
			continue
		}
		page := extract.GoldenPage(t, archive)
		page.Body = body
		if f := extract.FileOf(archive, "page.json"); bytes.Contains(f, []byte("charset")) {
			page.Header.Set("Content-Type", "text/html; charset=utf-8")
		}
		root, err := html.Parse(bytes.NewReader(body))
		if err != nil {
			continue // nested more deeply than the parser takes: there is no tree to change
		}
		name, _ := filepath.Rel(extract.GoldenDir, strings.TrimSuffix(file, ".txtar"))
		if notTrees[filepath.ToSlash(name)] != "" {
			continue
		}
		g := &golden{name: filepath.ToSlash(name), source: page, root: root}
		a, err := x.Extract(page)
		if g.want = outcomeOf(a, err); err == nil {
			g.evidence = a.Evidence
		}
		g.parts = partsOf(root, &g.want)
		all = append(all, g)
	}
	return all
}

// A draft is a copy of a golden page that changes are applied to.
type draft struct {
	*rand.Rand
	golden string
	source news.Page // without the body
	root   *html.Node
	parts  parts
	form   form
	want   outcome
	fields string // if not empty, only differences of this kind count

	evidence news.Evidence
}

// draftOf returns a copy of g. want is what comes of the page unchanged.
func draftOf(g *golden, root *html.Node, want outcome) *draft {
	d := &draft{golden: g.name, source: *g.source, want: want, evidence: g.evidence}
	copies := map[*html.Node]*html.Node{}
	d.root = cloneInto(copies, root)
	p := g.parts
	if root != g.root {
		p = partsOf(root, &want)
	}
	d.parts = parts{copies[p.top], copies[p.title], copies[p.date], copies[p.byline], nil, copies[p.body],
		copies[p.article]}
	for _, b := range p.blocks {
		d.parts.blocks = append(d.parts.blocks, copies[b])
	}
	return d
}

// clone copies a tree.
func clone(n *html.Node) *html.Node { return cloneInto(map[*html.Node]*html.Node{}, n) }

// cloneInto copies a tree and notes the copy of each node.
func cloneInto(copies map[*html.Node]*html.Node, n *html.Node) *html.Node {
	c := &html.Node{Type: n.Type, DataAtom: n.DataAtom, Data: n.Data, Namespace: n.Namespace,
		Attr: slices.Clone(n.Attr)}
	copies[n] = c
	for k := n.FirstChild; k != nil; k = k.NextSibling {
		c.AppendChild(cloneInto(copies, k))
	}
	return c
}

// seedOf returns a source of random numbers that depends on the strings alone, so that a change does the same
// to a page whatever other changes and pages there are.
func seedOf(k int, names ...string) *rand.Rand {
	h := fnv.New64a()
	for _, name := range names {
		h.Write([]byte(name + "\x00"))
	}
	return rand.New(rand.NewPCG(h.Sum64(), uint64(k)))
}

// page returns the draft as a newspaper would serve it.
func (d *draft) page() *news.Page {
	p := d.source
	p.Body = write(d.root, &d.form, d.Rand)
	return &p
}

// parts are the elements of a page that hold the parts of its article. Any may be nil.
type parts struct {
	top     *html.Node // <body>
	title   *html.Node
	date    *html.Node // the date line under or over the headline: an element or a text
	byline  *html.Node
	blocks  []*html.Node // that each hold one block of the text and nothing else
	body    *html.Node   // holds all blocks
	article *html.Node   // holds body and title
}

// partsOf finds the parts by their text.
func partsOf(root *html.Node, o *outcome) parts {
	var p parts
	texts := map[string]*html.Node{} // the innermost block with a text
	for n := range root.Descendants() {
		switch {
		case n.DataAtom == atom.Body:
			p.top = n
		case p.top == nil || n.Type != html.ElementNode || isRaw(n):
		default:
			s := dom.Clean(dom.Text(n, 1<<16))
			if old := texts[s]; old == nil || dom.Contains(old, n) && dom.IsBlock(n) {
				texts[s] = n
			}
		}
	}
	p.title = texts[o.title]
	for n := range root.Descendants() {
		if p.title != nil && !dom.IsHeading(p.title) && dom.IsHeading(n) &&
			dom.Clean(dom.Text(n, 1<<16)) == o.title {
			p.title = n // the same words above it are a label, or hidden
		}
	}
	for _, s := range o.text {
		if n := texts[s]; n != nil && n != p.title {
			p.blocks = append(p.blocks, n)
			p.body = ancestor(p.body, n.Parent)
		}
	}
	for p.body != nil && !isFlow(p.body) {
		p.body = p.body.Parent
	}
	if p.body != nil && p.title != nil {
		p.article = ancestor(p.body, p.title.Parent)
	}
	if len(o.authors) == 1 {
		for _, s := range slices.Sorted(maps.Keys(texts)) { // of several the last, in any run the same
			if n := texts[s]; s != "" && n != p.title &&
				strings.EqualFold(strings.Trim(s, "-–() "), o.authors[0]) {
				p.byline = n
			}
		}
	}
	p.date = p.dateLine(o)
	return p
}

// ancestor returns the innermost element that holds both; a may be nil.
func ancestor(a, b *html.Node) *html.Node {
	if a == nil {
		return b
	}
	return dom.CommonAncestor(a, b)
}

// isFlow reports whether paragraphs may stand in n.
func isFlow(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Table, atom.Tbody, atom.Thead, atom.Tr, atom.Ul, atom.Ol, atom.Dl, atom.P, atom.H1, atom.H2,
		atom.H3, atom.A, atom.Span:
		return false
	}
	return n.Type == html.ElementNode
}

// dateLine returns the date line nearest to the headline, or nil: a text that is a date, or the largest
// element that holds nothing else.
func (p *parts) dateLine(o *outcome) *html.Node {
	if o.date == "" || p.title == nil {
		return nil
	}
	at, titleAt, best := 0, 0, 1<<30
	var found *html.Node
	for n := range p.top.Descendants() {
		if at++; n == p.title {
			titleAt = at
		}
		if n.Type != html.TextNode || len(n.Data) > lexicon.LongestDateLine/2 || isRaw(n.Parent) ||
			dom.Contains(p.title, n) || slices.ContainsFunc(p.blocks,
			func(b *html.Node) bool { return dom.Contains(b, n) }) {
			continue
		}
		printed, err := vidate.Parse(dom.Clean(n.Data), time.Time{})
		if err != nil || !lexicon.IsDateLine(dom.Clean(n.Data)) {
			continue
		}
		stamp := printed.Time.Format("2006-01-02 15:04")
		if printed.Precision < news.Minute || len(o.date) == len(time.DateOnly) {
			stamp = stamp[:len(time.DateOnly)]
		}
		far := at - titleAt
		if titleAt == 0 {
			far = 20
		}
		if strings.HasPrefix(o.date, stamp) && far < best {
			found, best = n, far
		}
	}
	if found == nil {
		return nil
	}
	for found.Parent != p.top && lexicon.IsDateLine(dom.Clean(dom.Text(found.Parent,
		lexicon.LongestDateLine))) &&
		!dom.Contains(found.Parent, p.title) && found.Parent.DataAtom != atom.Td &&
		found.Parent.DataAtom != atom.Li {
		found = found.Parent
	}
	return found
}

// isRaw reports whether the text in n is not that of the page.
func isRaw(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Script, atom.Style, atom.Noscript, atom.Template, atom.Iframe, atom.Xmp, atom.Noembed,
		atom.Noframes, atom.Textarea, atom.Title, atom.Plaintext:
		return true
	}
	return false
}

// prints reports whether there is a line outside of the text of which is is true.
func (d *draft) prints(is func(line string) bool) bool {
	for n := range d.root.Descendants() {
		if n.Type == html.TextNode && n.Parent != nil && !isRaw(n.Parent) &&
			len(n.Data) < lexicon.LongestDateLine && is(dom.Clean(n.Data)) &&
			!slices.ContainsFunc(d.parts.blocks, func(b *html.Node) bool { return dom.Contains(b, n) }) {
			return true
		}
	}
	return false
}

// gap is a place before a child of parent, or behind the last one if before is nil.
type gap struct{ parent, before *html.Node }

// gapBefore returns the place before n where paragraphs may stand: n itself or an element around it.
func gapBefore(n *html.Node) gap {
	for n.Parent != nil && !isFlow(n.Parent) {
		n = n.Parent
	}
	return gap{n.Parent, n}
}

func gapAfter(n *html.Node) gap {
	g := gapBefore(n)
	g.before = g.before.NextSibling
	return g
}

// gapsInText returns the places between the blocks of the text.
func (d *draft) gapsInText() []gap {
	var all []gap
	for _, b := range d.parts.blocks[min(1, len(d.parts.blocks)):] {
		all = append(all, gapBefore(b))
	}
	return all
}

// gaps returns the places around headline and blocks.
func (d *draft) gaps() []gap {
	all := d.gapsInText()
	if n := len(d.parts.blocks); n > 0 {
		all = append(all, gapBefore(d.parts.blocks[0]), gapAfter(d.parts.blocks[n-1]))
	}
	if d.parts.title != nil {
		all = append(all, gapBefore(d.parts.title), gapAfter(d.parts.title))
	}
	if len(all) == 0 && d.parts.top != nil {
		all = append(all, gap{d.parts.top, d.parts.top.FirstChild}, gap{d.parts.top, nil})
	}
	return all
}

// insert adds what an HTML fragment holds, and returns its first node.
func (g gap) insert(fragment string) *html.Node {
	nodes, err := html.ParseFragment(strings.NewReader(fragment),
		&html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div})
	if err != nil {
		panic(err)
	}
	for _, n := range nodes {
		g.parent.InsertBefore(n, g.before)
	}
	return nodes[0]
}

// anyOf returns one of the values.
func anyOf[T any](d *draft, values []T) T { return values[d.IntN(len(values))] }

// insertSome inserts the fragment at one to three of the places.
func (d *draft) insertSome(gaps []gap, fragment func() string) bool {
	if len(gaps) == 0 {
		return false
	}
	for range 1 + d.IntN(3) {
		anyOf(d, gaps).insert(fragment())
	}
	return true
}

// wrap puts n into the innermost element of a fragment.
func wrap(n *html.Node, fragment string) {
	g := gap{n.Parent, n}
	outer := g.insert(fragment)
	inner := outer
	for inner.FirstChild != nil {
		inner = inner.FirstChild
	}
	n.Parent.RemoveChild(n)
	inner.AppendChild(n)
}

// detach takes n out of the tree.
func detach(n *html.Node) {
	if n.Parent != nil {
		n.Parent.RemoveChild(n)
	}
}

// element returns a new element.
func element(name string, attributes ...html.Attribute) *html.Node {
	return &html.Node{Type: html.ElementNode, Data: name, DataAtom: atom.Lookup([]byte(name)),
		Attr: attributes}
}

// elements returns the elements of the draft, in the order of the page.
func (d *draft) elements() []*html.Node {
	var all []*html.Node
	for n := range d.root.Descendants() {
		if n.Type == html.ElementNode {
			all = append(all, n)
		}
	}
	return all
}

// pageOf returns the golden page with another tree.
func pageOf(g *golden, root *html.Node) *news.Page {
	p := *g.source
	p.Body = write(root, new(form), seedOf(0))
	return &p
}
