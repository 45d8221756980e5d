package structured

import (
	"net/url"
	"strings"

	"baotinh/pipeline/extract/dom"
	"baotinh/pipeline/extract/lexicon"
)

// An Identity is what tells an article from others: the titles that its page has, and its addresses.
type Identity struct {
	titles []string // keys
	urls   []string
}

// AddTitle adds a title that the page prints or that its head states, by its key. It may have the newspaper's
// name before or behind it.
func (p *Identity) AddTitle(key string) {
	if key != "" {
		p.titles = append(p.titles, key)
	}
}

// AddURL adds an address of the page.
func (p *Identity) AddURL(s string) {
	if a := address(s); a != "" {
		p.urls = append(p.urls, a)
	}
}

// A Subject says whether data is about the article of a page.
type Subject uint8

// The subjects of data, the surest last.
const (
	OfAnother Subject = iota // another headline and another address
	Doubtful                 // another headline and no address, or the other way round
	Unsaid                   // it has neither headline nor address, or the page has none
	ByURL                    // it has the address
	ByTitle                  // it has the headline
)

// SubjectOf compares a headline and addresses with those of the page.
func (p *Identity) SubjectOf(headline string, urls ...string) Subject {
	title, place := p.hasTitle(headline), p.hasURL(urls)
	switch {
	case title == ByTitle:
		return ByTitle
	case place == ByURL:
		return ByURL
	case title == OfAnother && place == OfAnother:
		return OfAnother
	case title == OfAnother || place == OfAnother:
		return Doubtful
	}
	return Unsaid
}

func (p *Identity) hasTitle(headline string) Subject {
	key := lexicon.Key(dom.Clean(headline))
	if key == "" || len(p.titles) == 0 {
		return Unsaid
	}
	for _, t := range p.titles {
		if isSameTitle(key, t) {
			return ByTitle
		}
	}
	return OfAnother
}

// isSameTitle reports whether two keys are those of one title: one is part of the other, or most words of the
// shorter one are words of the other.
func isSameTitle(a, b string) bool {
	const shortest = 20      // bytes of a title that was cut short
	const leastWords = 5     // for comparing words
	const most, of = 4, 5    // of the words
	const longestTitle = 400 // bytes
	if a == b {
		return true
	}
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b) > longestTitle {
		return false
	}
	if len(a) >= shortest && strings.Contains(b, a) {
		return true
	}
	words := strings.Fields(b)
	n, shared := 0, 0
	for word := range strings.FieldsSeq(a) {
		n++
		for i, w := range words {
			if w == word {
				words[i] = ""
				shared++
				break
			}
		}
	}
	return n >= leastWords && shared*of >= n*most
}

func (p *Identity) hasURL(urls []string) Subject {
	if len(p.urls) == 0 {
		return Unsaid
	}
	m := Unsaid
	for _, u := range urls {
		a := address(u)
		if a == "" {
			continue
		}
		for _, own := range p.urls {
			if a == own {
				return ByURL
			}
		}
		m = OfAnother
	}
	return m
}

// address returns what is compared of an address: host and path in lower case, without "www.", "m." and
// "amp". It is empty for the root of a host and for what is no address.
func address(s string) string {
	u, err := url.Parse(strings.TrimSpace(s))
	if err != nil || u.Host == "" {
		return ""
	}
	path := strings.ToLower(strings.Trim(u.Path, "/"))
	path = strings.TrimSuffix(strings.TrimPrefix(strings.TrimSuffix(path, "/amp"), "amp/"), ".amp")
	if path == "" {
		return ""
	}
	host := strings.ToLower(u.Hostname())
	for _, prefix := range [...]string{"www.", "m.", "amp.", "mobile."} {
		host = strings.TrimPrefix(host, prefix)
	}
	if u.RawQuery != "" && !strings.Contains(path, "-") { // "/index.php?id=7"
		path += "?" + u.RawQuery
	}
	return host + "/" + path
}
