package extract

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"baotinh/pipeline/canonical"
	"baotinh/pipeline/extract/dom"
	"baotinh/pipeline/extract/lexicon"
	"baotinh/pipeline/newspaper"
)

// A masthead holds the names of the newspaper of a page, as keys.
type masthead []string

// newMasthead returns the names that the catalogue has for a newspaper, which may be nil, and that the page
// states (og:site_name).
func newMasthead(paper *newspaper.Newspaper, site string) masthead {
	var m masthead
	if site != "" {
		m = append(m, lexicon.Key(dom.Clean(site)))
	}
	if paper != nil {
		name := lexicon.Key(paper.Name)
		m = append(m, name, name+" online", name+" điện tử")
	}
	return m
}

// is reports whether a key is a name of the newspaper or of its front page.
func (m masthead) is(key string) bool {
	if key == "" {
		return false
	}
	for _, name := range m {
		if key == name {
			return true
		}
	}
	return lexicon.IsSiteName(key)
}

// looksLikeSite reports whether a part of a <title> names the newspaper or one of its sections.
func (m masthead) looksLikeSite(s string) bool {
	key := lexicon.Key(s)
	return m.is(key) || lexicon.LooksLikeSite(s, key)
}

// isNoTitle reports whether a <title>, whose key is given, is one of all pages of the newspaper: each of its
// parts names the newspaper, a section or the template, or it names an issue of the newspaper.
func (m masthead) isNoTitle(title, key string) bool {
	return lexicon.IsTemplateTitle(key) || lexicon.IsIssue(key) || areAllParts(title, key, m.isNoPart)
}

// namesSection reports whether a <title> is nothing but the name of a section, before or behind that of the
// newspaper, as pages of some newspapers have it for all articles of the section.
func (m masthead) namesSection(title string) bool {
	return areAllParts(title, lexicon.Key(title), func(part, key string) bool {
		return lexicon.IsRubric(key) || m.isNoPart(part, key)
	})
}

// areAllParts reports whether something holds for each part of a <title>, whose key is given, and its key.
func areAllParts(title, key string, holds func(part, key string) bool) bool {
	if !mayHaveSeparator(title) {
		return holds(title, key)
	}
	for _, sep := range siteSeparators {
		title = strings.ReplaceAll(title, sep, "\n")
	}
	for part := range strings.SplitSeq(title, "\n") {
		if !holds(part, lexicon.Key(part)) {
			return false
		}
	}
	return true
}

// isNoPart reports whether a part of a <title>, whose key is given, is none of the headline.
func (m masthead) isNoPart(part, key string) bool {
	return m.is(key) || lexicon.LooksLikeSite(part, key) || lexicon.IsTemplateTitle(key) ||
		lexicon.IsSlogan(key)
}

// isNoPerson reports whether a line names the newspaper or an office in it rather than a person.
func (m masthead) isNoPerson(line string) bool {
	key := lexicon.Key(line)
	return lexicon.IsOffice(key) || m.is(key) || lexicon.IsLabel(line)
}

// linksHome reports whether all text of a heading is a link to the front page, as in a logo. Of links,
// package strip keeps the address of those and of links that lead nowhere.
func linksHome(n *html.Node) bool {
	for c := range n.Descendants() {
		if c.DataAtom == atom.A {
			href := strings.TrimSpace(dom.Attr(c, "href"))
			return href != "" && !dom.LinksNowhere(c) && !canonical.MayBePart([]byte(href)) &&
				dom.Clean(dom.Text(c, longestTitle)) == dom.Clean(dom.Text(n, longestTitle))
		}
	}
	return false
}

// siteSeparators part the title of an article from the newspaper's name.
var siteSeparators = [...]string{" - ", " | ", " – ", " — ", " :: ", " » ", " > ", " › ", " • ", "|"}

// mayHaveSeparator reports whether a title has a byte of the signs in siteSeparators. It is a quick test
// before they are looked for.
func mayHaveSeparator(title string) bool {
	for i := range len(title) {
		switch title[i] {
		case '-', '|', ':', '>', "–"[0], "»"[0]: // "–" begins as "—", "›" and "•" do
			return true
		}
	}
	return false
}

// lastSeparator returns the index of the last of siteSeparators in a title, or -1.
func lastSeparator(title string) int {
	for i := len(title) - 1; i >= 0; i-- {
		if c := title[i]; c != ' ' && c != '|' { // with which they begin
			continue
		}
		for _, sep := range siteSeparators {
			if strings.HasPrefix(title[i:], sep) {
				return i
			}
		}
	}
	return -1
}

// cutFrom removes the newspaper's name and its sections from a <title>: "Hồ đủ nước - Thời sự - Báo X
// Online".
func (m masthead) cutFrom(title string) string {
	const most = 3 // names at the end
	if !mayHaveSeparator(title) {
		return title
	}
	for _, sep := range [...]string{" | ", " :: ", " » ", " > ", " › ", " - "} {
		site, rest, ok := strings.Cut(title, sep)
		if !ok || !m.looksLikeSite(site) || m.looksLikeSite(rest) ||
			sep == " - " && !lexicon.IsOnline(lexicon.Key(site)) {
			continue
		}
		title = rest
		if sep == " » " || sep == " > " || sep == " › " {
			title = lastOfTrail(title, sep)
		}
	}
	for range most {
		cut := lastSeparator(title)
		if cut <= 0 || !m.looksLikeSite(strings.Trim(title[cut:], " -|–—:»")) {
			return title
		}
		title = strings.TrimSpace(title[:cut])
	}
	return title
}

// lastOfTrail returns what stands behind the sections of a <title> that is a breadcrumb: "Kinh tế > Hồ đủ
// nước".
func lastOfTrail(trail, sep string) string {
	const mostWords = 4 // of a section
	for {
		section, rest, ok := strings.Cut(trail, sep)
		if !ok || lexicon.Words(lexicon.Key(section)) > mostWords {
			return trail
		}
		trail = rest
	}
}
