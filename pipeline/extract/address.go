package extract

import (
	"net/url"
	"slices"
	"strings"
	"unicode"

	"baotinh/pipeline/canonical"
	"baotinh/pipeline/extract/lexicon"
	"baotinh/pipeline/news"
	"baotinh/pipeline/viet"
)

// An address says what the form of a page's URL tells of the page.
type address struct {
	kind addressKind
	slug []string // the words of its longest segment, without marks; nil if it has fewer than three
	last string   // the last segment, without extension

	named bool // it names an article, by a number of some digits or by many words
}

// An addressKind is what a URL leads to, by its form.
type addressKind uint8

const (
	addressUnknown addressKind = iota
	addressRoot                // of a host
	addressList                // a search, a tag, an author, a page of a section
	addressSection             // a few plain words
	addressArticle             // a slug with a number, or many words
)

// addressOf reads the URL of a page that came from the network or was saved from there, else the one that
// the page states.
func (p *page) addressOf() address {
	for _, s := range [...]string{p.source.Location(), p.source.URL} {
		if a := readAddress(s); a.kind != addressUnknown {
			return a
		}
	}
	for _, s := range [...]string{p.Meta.Canonical, p.Meta.OGURL} {
		if a := readAddress(s); a.kind != addressUnknown {
			return a
		}
	}
	return address{}
}

// addressOfArticle is addressOf, but for a part of an article it reads the address of the first part, if that
// names one.
func (p *page) addressOfArticle(a *news.Article) address {
	own := p.addressOf()
	if own.kind == addressList && len(a.Parts) > 0 {
		if first := readAddress(a.URL); first.kind == addressArticle && first.named {
			return first
		}
	}
	return own
}

// readAddress tells the kind of a URL; that of a file, or of none, is unknown.
func readAddress(raw string) address {
	s, err := canonical.URL(strings.TrimSpace(raw))
	if err != nil {
		return address{}
	}
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" {
		return address{}
	}
	var a address
	path := strings.FieldsFunc(strings.ToLower(u.Path), func(c rune) bool { return c == '/' })
	if n := len(path); n > 0 {
		path[n-1] = cutExtension(path[n-1])
		if homes.has(path[n-1]) && u.RawQuery == "" {
			path = path[:n-1]
		}
	}
	a.slug = slugOf(path)
	if len(path) > 0 {
		a.last = path[len(path)-1]
	}
	isWords, isNumbered, asks := len(a.slug) >= wordsOfSlug, hasNumber(path), asksForArticle(u.RawQuery)
	a.named = isWords || isNumbered || asks
	switch {
	case isList(path, u.Query(), isWords && isNumbered || asks):
		a.kind = addressList
	case len(path) == 0 && u.RawQuery == "":
		a.kind = addressRoot
	case isWords || isNumbered || len(u.RawQuery) > 0:
		a.kind = addressArticle
	default:
		a.kind = addressSection
	}
	return a
}

// wordsOfSlug is how many words the slug of an article has at least; names of sections have fewer.
const wordsOfSlug = 5

var extensions = [...]string{".html", ".htm", ".aspx", ".php", ".bbg", ".asp", ".jsp", ".chn", ".epi", ".vnp"}

func cutExtension(segment string) string {
	for _, e := range extensions {
		if s, ok := strings.CutSuffix(segment, e); ok {
			return s
		}
	}
	return segment
}

// A wordSet holds words.
type wordSet map[string]struct{}

func (s wordSet) has(word string) bool { _, ok := s[word]; return ok }

func newWordSet(list string) wordSet {
	s := wordSet{}
	for w := range strings.FieldsSeq(list) {
		s[w] = struct{}{}
	}
	return s
}

var (
	homes = newWordSet("index default home trang-chu trangchu main homepage trang-nhat")
	// lists are segments over which no articles stand, only pages that list them.
	lists = newWordSet(`tag tags tu-khoa tukhoa keyword keywords hashtag search tim-kiem timkiem tac-gia
		tacgia author authors chu-de chude topic topics`)
	// groups are segments over which both may stand.
	groups = newWordSet(`page su-kien event events archive archives luu-tru danh-muc category categories`)
	// searches and pagers are parameters of pages that list articles.
	searches = [...]string{"q", "s", "keyword", "keywords", "tukhoa", "search", "query", "tag"}
	pagers   = [...]string{"page", "trang", "paged"}
)

// isList reports whether a path or a query is that of a search, a tag, an author or a further page of a list.
// A pager and a group say so unless the path names an article.
func isList(path []string, query url.Values, named bool) bool {
	has := func(parameter string) bool { return query.Get(parameter) != "" }
	if slices.ContainsFunc(path, lists.has) || slices.ContainsFunc(searches[:], has) {
		return true
	}
	return !named && (slices.ContainsFunc(path, groups.has) || slices.ContainsFunc(pagers[:], has) ||
		slices.ContainsFunc(path, isPageNumber))
}

// asksForArticle reports whether a query has the number of an article, of which it may ask for a page.
func asksForArticle(query string) bool {
	const leastDigits = 4
	for param := range strings.SplitSeq(query, "&") {
		name, value, ok := strings.Cut(param, "=")
		isNumber := len(value) >= leastDigits && lexicon.IsNumber(value)
		if ok && isNumber && articleIDs.has(strings.ToLower(name)) {
			return true
		}
	}
	return false
}

// articleIDs are parameters that name an article.
var articleIDs = newWordSet("id newsid articleid postid itemid idnews idtin idbai mabb")

// isPageNumber reports whether a segment is a word for page and a number: trang-2, page3.
func isPageNumber(segment string) bool {
	unit := strings.TrimRight(segment, "0123456789")
	if unit == segment {
		return false
	}
	unit = strings.TrimSuffix(unit, "-")
	return unit == "trang" || unit == "page" || unit == "p"
}

// hasNumber reports whether the last segments of a path have the number of an article.
func hasNumber(path []string) bool {
	const digits = 4
	for _, segment := range path {
		run := 0
		for i := range len(segment) {
			if segment[i] < '0' || segment[i] > '9' {
				run = 0
			} else if run++; run >= digits {
				return true
			}
		}
	}
	return false
}

// slugOf returns the words of the longest segment, numbers aside.
func slugOf(path []string) []string {
	const least = 3
	var longest []string
	for _, segment := range path {
		words := strings.FieldsFunc(segment, func(c rune) bool {
			return !unicode.IsLetter(c) && !unicode.IsDigit(c)
		})
		words = slices.DeleteFunc(words, func(w string) bool { return strings.ContainsAny(w, "0123456789") })
		if len(words) >= least && len(words) > len(longest) {
			longest = words
		}
	}
	return longest
}

// isNamed reports whether a headline is the name of the section that the address leads to: "Nhà nông" at
// /nha-nong.
func (a address) isNamed(headline string) bool {
	name := strings.ReplaceAll(lexicon.Key(viet.Fold(headline)), " ", "-")
	return a.kind == addressSection && a.last == name
}

// agrees returns how many of the slug's words are in a headline, as a share; 0 if there is no slug.
func (a address) agrees(headline string) float64 {
	if len(a.slug) == 0 {
		return 0
	}
	words := strings.Fields(lexicon.Key(viet.Fold(headline)))
	found := 0
	for _, w := range a.slug {
		if slices.Contains(words, w) {
			found++
		}
	}
	return float64(found) / float64(len(a.slug))
}
