package published

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"baotinh/pipeline/extract/cms"
	"baotinh/pipeline/extract/dom"
	"baotinh/pipeline/extract/lexicon"
	"baotinh/pipeline/news"
	"baotinh/pipeline/vidate"
)

// hasBreadcrumb reports whether n holds a breadcrumb: by its name, by links with "/" or "»" between, by a
// link home, or by a text that begins with the way home.
func (f *finder) hasBreadcrumb(n *html.Node) bool {
	for c := range n.Descendants() {
		if f.Role(c)&cms.RoleCrumbs != 0 || c.DataAtom == atom.A && (isFollowedBySign(c) ||
			lexicon.HasKey(dom.Text(c, 16), lexicon.Home)) || c.Type == html.TextNode && isTrail(c.Data) {
			return true
		}
	}
	return f.Role(n)&cms.RoleCrumbs != 0
}

// isTrail reports whether a text is a breadcrumb without links: "Trang chủ > Văn hóa".
func isTrail(text string) bool {
	at := strings.IndexAny(text, "/»›>")
	return at > 0 && lexicon.IsHome(lexicon.Key(text[:at]))
}

func isFollowedBySign(link *html.Node) bool {
	next := link.NextSibling
	if next == nil {
		return false
	}
	const sign = 8 // bytes: "<i>/</i>"
	text := next.Data
	if next.Type == html.ElementNode && next.DataAtom != atom.A && dom.IsShort(next, sign) {
		text = dom.Text(next, sign)
	}
	return (next.Type == html.TextNode || len(text) <= sign) && strings.ContainsAny(text, "/»›>")
}

// printedInParts reads a date whose parts each have an element of their own, as in <b>27</b> <i>07</i>
// <u>2022</u>: right before the headline, or in one of the next short elements after it.
func (f *finder) printedInParts() []Candidate {
	const reach = 6 // elements
	if f.Title.Node == nil {
		return nil
	}
	for n := f.Title.Node.PrevSibling; n != nil; n = n.PrevSibling {
		if n.Type != html.ElementNode {
			continue
		}
		if c, ok := f.readParts(n); ok && !lexicon.StartsWithWeekday(c.Raw) {
			return []Candidate{c}
		}
		break
	}
	seen := 0
	for t := f.Title.Node; t != nil && t != f.Scope; t = t.Parent {
		for n := t.NextSibling; n != nil; n = n.NextSibling {
			if n.Type != html.ElementNode || dom.Text(n, 1) == "" {
				continue
			}
			if c, ok := f.readParts(n); ok {
				return []Candidate{c}
			}
			if seen++; seen == reach || !dom.IsShort(n, 2*lexicon.LongestDateLine) {
				return nil
			}
		}
	}
	return nil
}

// readParts reads the date of an element unless one of its texts is a date by itself, which was weighed
// already.
func (f *finder) readParts(n *html.Node) (Candidate, bool) {
	if n.Type != html.ElementNode || f.Role(n)&(cms.RoleClock|cms.RoleHidden|cms.RoleBoilerplate) != 0 ||
		!dom.IsShort(n, lexicon.LongestDateLine/2) {
		return Candidate{}, false
	}
	for c := range n.Descendants() {
		if c.Type == html.TextNode && lexicon.IsDateLine(dom.Clean(c.Data)) {
			return Candidate{}, false
		}
	}
	line := joinParts(n)
	printed, err := vidate.Parse(line, f.Fetched)
	if err != nil || !lexicon.IsDateLine(line) {
		return Candidate{}, false
	}
	printed.Evidence = news.EvidenceVisible
	return Candidate{Date: printed, Raw: line}, true
}

// joinParts returns the text under n with its parts joined to a date: "27/07/2022 15:30", "ngày 27 tháng 7".
func joinParts(n *html.Node) string {
	var parts []string
	for c := range n.Descendants() {
		if c.Type == html.TextNode {
			parts = append(parts, strings.Fields(strings.ReplaceAll(dom.Clean(c.Data), "|", " "))...)
		}
	}
	line := strings.Join(parts, " ")
	for _, sign := range [...]string{"/", ":", "-", "."} {
		line = strings.ReplaceAll(line, " "+sign+" ", sign)
	}
	// "27 07 2022", "27 07/2022", "27 07/2022 15:30"
	if d, rest, ok := strings.Cut(line, " "); ok && isDayOrMonth(d) {
		at := strings.IndexAny(rest, " /")
		if at > 0 && isDayOrMonth(rest[:at]) {
			return d + "/" + rest[:at] + "/" + rest[at+1:]
		}
	}
	return line
}

func isDayOrMonth(s string) bool { return lexicon.IsNumber(s) && len(s) <= 2 }
