package extract

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"baotinh/pipeline/byline"
	"baotinh/pipeline/extract/blocks"
	"baotinh/pipeline/extract/cms"
	"baotinh/pipeline/extract/dom"
	"baotinh/pipeline/extract/lexicon"
	"baotinh/pipeline/extract/scan"
	"baotinh/pipeline/news"
	"baotinh/pipeline/viet"
)

// credits say who made an article.
type credits struct {
	masthead               masthead
	byline, evidence       string
	authors, photographers []string
	source                 string
	wrote                  bool // a line names a writer, not only who translated
	compiled               bool // a line names who put the article together: "Mai Linh (Tổng hợp)"
	named                  bool // a line says who wrote the article or where it is from
}

// A bylineSource is a place in which the writers are named.
type bylineSource struct {
	name     string
	points   int
	lines    func(*page, *scan.Layout, *blocks.Text) []string
	evidence string // empty: that of the text, or the name of the family
	golden   string // the page of testdata/pages that comes out otherwise without the row

	whenAuthor bool // a source alone does not end the search
	lastResort bool // not asked if anything is named
}

// bylineSources is the table of evidence for the writers: the places in which they are named. To the points
// of a place come those of bylineSigns; the place with the most is asked first, of equal ones the first here,
// until one names a writer or a source.
var bylineSources = []bylineSource{
	{"in the text", 8, linesInText, "", "one-a-line", false, false},
	{"below the body", 7, linesBelow, "", "nukeviet-source", true, false},
	{"an element for the author", 6, (*page).authorElement, "", "after-author", false, false},
	{"above the body", 5, linesAbove, "", "by-behind-date", false, false},
	{"in the head, beside date, portrait or post", 4, (*page).linesBesideDate, "", "writer-in-share-row",
		true, false},
	{"JSON-LD", -2, (*page).statedAuthors, news.EvidenceJSONLD, "ld-author-person", false, true},
	{"meta", -3, (*page).statedAuthor, news.EvidenceMeta, "writer-in-meta-only", false, true},
}

// A bylineSign speaks for what a place says of the writers.
type bylineSign struct {
	name   string
	points int
	holds  func(c *bylineCandidate, others []bylineCandidate) bool
	golden string // the page of testdata/pages that comes out otherwise without the row
}

// bylineSigns are added up.
var bylineSigns = []bylineSign{
	{"print and program name the same person", 3, (*bylineCandidate).isConfirmed, "two-places-agree"},
	{"names neither person nor source", -3, (*bylineCandidate).isVague, "staff-in-text-writer-in-element"},
	{"whose account put the article in", -4, (*bylineCandidate).isAccount, "account-over-signature"},
	{"initials of a name elsewhere", -12, (*bylineCandidate).isAbbreviated, "initials-of-a-name-above"},
}

// A bylineCandidate is what one place says of the writers.
type bylineCandidate struct {
	source *bylineSource
	lines  []string
	said   credits
	points int

	ofAccount bool // the page introduces these writers as a program does an account
}

func (c *bylineCandidate) isAccount([]bylineCandidate) bool { return c.ofAccount }

func (c *bylineCandidate) isConfirmed(others []bylineCandidate) bool {
	return slices.ContainsFunc(others, func(o bylineCandidate) bool {
		return o.source.lastResort != c.source.lastResort &&
			slices.ContainsFunc(o.said.authors, func(name string) bool {
				return slices.Contains(c.said.authors, name)
			})
	})
}

func (c *bylineCandidate) isVague([]bylineCandidate) bool {
	return len(c.said.authors) == 0 && c.said.source == ""
}

// isAbbreviated reports whether a place has nothing but the initials of a writer whom another names: "L.Q.T"
// under a story by Lê Quang Thạnh.
func (c *bylineCandidate) isAbbreviated(others []bylineCandidate) bool {
	if len(c.said.authors) != 1 || !lexicon.IsInitials(c.said.authors[0]) {
		return false
	}
	return slices.ContainsFunc(others, func(o bylineCandidate) bool {
		return len(o.said.authors) == 1 && o.said.wrote &&
			lexicon.AreInitialsOf(c.said.authors[0], o.said.authors[0])
	})
}

// bylineCandidates returns what the places say of the writers, those with the most points first.
func (p *page) bylineCandidates(l *scan.Layout, t *blocks.Text) []bylineCandidate {
	var found []bylineCandidate
	for i := range bylineSources {
		s := &bylineSources[i]
		lines := s.lines(p, l, t)
		if len(lines) == 0 {
			continue
		}
		c := bylineCandidate{source: s, lines: lines, said: credits{masthead: p.masthead}, points: s.points}
		c.said.add(lines, "")
		c.ofAccount = p.isOfAccount(l, c.said.authors)
		found = append(found, c)
	}
	for i := range found {
		for _, sign := range bylineSigns {
			if sign.holds(&found[i], found) {
				found[i].points += sign.points
			}
		}
	}
	slices.SortStableFunc(found, func(a, b bylineCandidate) int { return b.points - a.points })
	return found
}

func linesInText(_ *page, _ *scan.Layout, t *blocks.Text) []string { return t.Byline }
func linesAbove(_ *page, _ *scan.Layout, t *blocks.Text) []string  { return t.Above }
func linesBelow(_ *page, _ *scan.Layout, t *blocks.Text) []string  { return t.Below }

// findCredits names the writers by the lines taken from the text, else those around it, else by what the
// page states for programs if that is a person's name.
func (p *page) findCredits(l *scan.Layout, t *blocks.Text, candidates []bylineCandidate) credits {
	c := credits{masthead: p.masthead}
	visible := "text"
	if l.Family != cms.None && len(l.Hits(l.Family, cms.FieldByline)) > 0 {
		visible = p.Table.NameOf(l.Family)
	}
	for _, candidate := range candidates {
		s := candidate.source
		if s.lastResort && c.named {
			break
		}
		evidence := cmp.Or(s.evidence, visible)
		if !c.addCandidate(&candidate, evidence) || s.whenAuthor && len(c.authors) == 0 {
			continue
		}
		if isOfTranslator := len(c.authors) > 0 && !c.wrote; s == &bylineSources[0] || isOfTranslator {
			c.complete(candidates, t, evidence)
		}
		break
	}
	return c
}

// complete adds to the byline of the text what stands elsewhere: the writer where the text only says where
// it is from ("Theo TTXVN") or who translated it, and the source below it. Below the text a writer must be
// one who put such texts together.
func (c *credits) complete(candidates []bylineCandidate, t *blocks.Text, evidence string) {
	if !c.wrote && (len(c.authors) > 0 || c.source != "") {
		i := slices.IndexFunc(candidates, func(o bylineCandidate) bool {
			isBelow := o.source.name == "below the body" // perhaps the writer of another article
			return o.said.wrote && !o.source.lastResort && (!isBelow || o.said.compiled)
		})
		if i >= 0 {
			c.add(candidates[i].lines, evidence)
		}
	}
	for _, line := range t.Below {
		if b, ok := byline.ParseField(line); ok && len(b.Authors) == 0 {
			c.source = cmp.Or(c.source, b.Source)
		}
	}
}

// add reads byline lines and reports whether they say who wrote the article or where it is from, not just
// who took the photos.
func (c *credits) add(lines []string, evidence string) bool {
	named := false
	for _, block := range lines {
		first := true
		for line := range strings.SplitSeq(block, "\n") {
			b, ok := lexicon.ParseByline(line, true)
			if !first && byline.IsAffiliation(line) {
				continue // the office or the place of the writer
			}
			if len(c.authors) > 0 && len(b.Authors) > 0 && isInBrackets(line) {
				continue // the place, too: "(Nà Mu)"
			}
			first = false
			if !ok || c.masthead.isNoPerson(line) || strings.Contains(c.byline, line) {
				continue
			}
			c.authors = appendNew(c.authors, b.Authors)
			c.wrote = c.wrote || len(b.Authors) > 0 && b.Role != byline.Translated
			c.compiled = c.compiled || len(b.Authors) > 0 && b.Role == byline.Compiled
			c.photographers = appendNew(c.photographers, b.Photographers)
			c.source = cmp.Or(c.source, b.Source)
			if c.byline != "" {
				c.byline += " / "
			}
			c.byline += line
			c.evidence = evidence
			named = named || len(b.Authors) > 0 || b.Source+b.Unit != "" || b.Generic
		}
	}
	c.named = c.named || named
	return named
}

// isInBrackets reports whether a whole line is.
func isInBrackets(line string) bool {
	return strings.HasPrefix(line, "(") && strings.HasSuffix(line, ")")
}

// addCandidate is add for what a candidate says, which is known already where it is the first that says
// anything.
func (c *credits) addCandidate(candidate *bylineCandidate, evidence string) bool {
	if c.byline != "" {
		return c.add(candidate.lines, evidence)
	}
	*c = candidate.said
	if c.byline != "" {
		c.evidence = evidence
	}
	return c.named
}

// setOn sets the credits of an article: the byline, and those who took the photos by the captions, too.
func (c credits) setOn(a *news.Article) {
	for _, b := range a.Blocks {
		if b.Credit == "" {
			continue
		}
		if parsed, ok := byline.Parse("Ảnh: " + b.Credit); ok {
			c.photographers = appendNew(c.photographers, parsed.Photographers)
		}
	}
	a.Byline, a.Authors, a.Photographers, a.Source = c.byline, c.authors, c.photographers, c.source
	a.Evidence.Byline = c.evidence
}

func appendNew(names, more []string) []string {
	for _, n := range more {
		if !slices.Contains(names, n) {
			names = append(names, n)
		}
	}
	return names
}

// authorElement returns the names in the elements for the author in the article's scope: the first that names
// a writer, and those beside it.
func (p *page) authorElement(l *scan.Layout, _ *blocks.Text) []string {
	elements := p.authorElements(l)
	for i, n := range elements {
		if s := p.authorIn(l, n); s != "" {
			return p.addAuthorsBeside(l, n, s, elements[i+1:])
		}
	}
	return nil
}

// authorElements returns the elements that may name the author: those that the family's selectors find, then
// those that are called so.
func (p *page) authorElements(l *scan.Layout) []*html.Node {
	const reachBelow, reachInBody = 400, 100 // elements
	var found []*html.Node
	for _, h := range p.Hits(l.Family, cms.FieldByline) {
		if h.From <= l.Body.To+reachBelow {
			found = append(found, h.Node)
		}
	}
	for _, s := range p.Authors {
		isInText := s.At > l.Body.From && s.At <= l.Body.To && s.At > l.Title.At+reachInBody
		if l.InScope(s) && !isInText && !(s.At > l.Body.To && p.isOfCard(l, s.Node)) &&
			p.RolesUpTo(s.Node, l.Scope)&(cms.RoleBoilerplate|cms.RoleHidden) == 0 {
			found = append(found, s.Node)
		}
	}
	return found
}

// isOfAccount reports whether an element for the author says, as programs do, that the first of the
// writers put the article in.
func (p *page) isOfAccount(l *scan.Layout, writers []string) bool {
	if len(writers) == 0 {
		return false
	}
	tells := func(n *html.Node) bool {
		line := dom.Clean(dom.Text(n, lexicon.LongestByline))
		return lexicon.TellsAccount(line) && strings.Contains(line, writers[0])
	}
	// Most pages have none; then it need not be asked which of the elements are the article's.
	isTold := slices.ContainsFunc(p.Authors, func(s scan.Spot) bool { return tells(s.Node) }) ||
		slices.ContainsFunc(p.Hits(l.Family, cms.FieldByline), func(h scan.Hit) bool { return tells(h.Node) })
	return isTold && slices.ContainsFunc(p.authorElements(l), tells)
}

// follows reports whether nothing stands between two elements with one parent but a sign or a word.
func follows(n, other *html.Node) bool {
	const longest = len(" và ")
	for s := n.NextSibling; s != nil; s = s.NextSibling {
		switch {
		case s == other:
			return true
		case s.Type == html.ElementNode, len(strings.TrimSpace(s.Data)) > longest:
			return false
		}
	}
	return false
}

// isOfCard reports whether an element for an author stands in the card of another article: beside a heading
// that is a link, or in one.
func (p *page) isOfCard(l *scan.Layout, n *html.Node) bool {
	const longest = 600 // bytes
	card := n.Parent
	for ; card != nil && dom.IsShort(card, longest) && !dom.Contains(card, l.Body.Node); card = card.Parent {
		for c := range card.Descendants() {
			switch c.DataAtom {
			case atom.H2, atom.H3, atom.H4, atom.H5:
				if linkOf(c) != nil {
					return true
				}
			}
		}
	}
	return false
}

// addAuthorsBeside returns the name in an element for the author with those of further persons, each in an
// element of its own in the same row, which is as short as a byline.
func (p *page) addAuthorsBeside(l *scan.Layout, n *html.Node, name string, others []*html.Node) []string {
	const levels = 2
	row := n
	for range levels {
		if row.Parent == nil || !dom.IsShort(row.Parent, lexicon.LongestByline) {
			break
		}
		row = row.Parent
	}
	found, last := []string{name}, n
	for _, other := range others {
		if !dom.Contains(row, other) && !follows(last, other) {
			continue
		}
		last = other
		s := p.authorIn(l, other)
		isNamed := func(line string) bool { return strings.Contains(line, s) || strings.Contains(s, line) }
		if s != "" && p.isPerson(s) && !slices.ContainsFunc(found, isNamed) {
			found = append(found, s)
		}
	}
	return found
}

// authorIn returns the byline in an element for the author, or a name beside other things in it, such as an
// office and an address of mail.
func (p *page) authorIn(l *scan.Layout, n *html.Node) string {
	if n.DataAtom == atom.Meta || p.RolesUpTo(n, l.Scope)&cms.RoleQuote != 0 {
		return ""
	}
	s, _ := lexicon.CutBy(dom.Clean(dom.Text(n, lexicon.LongestByline+1)))
	if s == "" || len(s) > lexicon.LongestByline {
		return ""
	}
	if names := p.namesIn(n); len(names) > 1 {
		return strings.Join(names, " - ")
	}
	if p.isBylineInPlace(s) {
		return s
	}
	for c := range n.Descendants() {
		if c.Type != html.TextNode {
			continue
		}
		s, _ := lexicon.CutBy(dom.Clean(c.Data))
		if s != "" && len(s) <= lexicon.LongestByline && p.isPerson(s) {
			return s
		}
	}
	return ""
}

// namesIn returns the different names in an element if each text in it is the name of a person and nothing
// parts them but the elements.
func (p *page) namesIn(n *html.Node) []string {
	var names []string
	for c := range n.Descendants() {
		if c.Type != html.TextNode || strings.TrimSpace(c.Data) == "" {
			continue
		}
		name := dom.Clean(c.Data)
		isName := len(name) <= lexicon.LongestByline && strings.Contains(name, " ") && p.isPerson(name)
		if !isName || strings.Trim(name, " -–,;|/&") != name {
			return nil
		}
		names = appendNew(names, []string{name})
	}
	return names
}

// isBylineInPlace reports whether a line in an element for the author is a byline, rather than a date, an
// account or the newspaper.
func (p *page) isBylineInPlace(s string) bool {
	c, ok := byline.ParseField(s)
	return ok && !lexicon.IsDateLine(s) && !p.masthead.isNoPerson(s) &&
		(c.Source != "" || c.Generic || len(c.Authors) > 0)
}

// statedAuthors returns the persons among the authors that JSON-LD states.
func (p *page) statedAuthors(*scan.Layout, *blocks.Text) []string {
	var found []string
	for _, name := range p.jsonld.Authors {
		if p.isPerson(name) {
			found = append(found, dom.Clean(name))
		}
	}
	return found
}

// statedAuthor returns the author that the head states, if it is a person.
func (p *page) statedAuthor(*scan.Layout, *blocks.Text) []string {
	if !p.isPerson(p.Meta.Author) {
		return nil
	}
	return []string{dom.Clean(p.Meta.Author)}
}

// isPerson reports whether a name that the page states for programs is that of a writer. Most are not:
// accounts (longantv, admin), vendors (MEDIATECH), the newspaper, a placeholder (Bút danh).
func (p *page) isPerson(name string) bool {
	name = dom.Clean(name)
	c, ok := byline.ParseField(name)
	return ok && len(c.Authors) > 0 && c.Source == "" && !p.masthead.isNoPerson(name) &&
		!slices.ContainsFunc(c.Authors, func(a string) bool { return !isVietnameseName(a) })
}

// isVietnameseName reports whether all words of a name begin with a capital, and two at least are Vietnamese
// syllables or initials with dots: "Lê Yến", "H.Yến", "N.T.H".
func isVietnameseName(name string) bool {
	const least = 2
	parts := 0
	for word := range strings.FieldsSeq(name) {
		for part := range strings.SplitSeq(strings.TrimSuffix(word, "."), ".") {
			first, size := utf8.DecodeRuneInString(part)
			if !unicode.IsUpper(first) {
				return false
			}
			if size == len(part) && part != word || viet.IsSyllable(part) {
				parts++
			}
		}
	}
	return parts >= least
}
