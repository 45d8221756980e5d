package extract

import (
	"net/url"
	"slices"
	"strings"

	"baotinh/pipeline/canonical"
)

// statedURL returns the address that a page served at at names as its canonical one (RFC 6596), if it can
// be believed: it is on a host of the same newspaper, has the form of an article's address, and is about
// the same article, by an identifier or the words in both. CMSs name the home page, the section or the
// first article on all their pages. The result is empty if the page names none, or itself.
func (p *page) statedURL(at string) string {
	raw := strings.TrimSpace(p.Meta.Canonical)
	if raw == "" {
		return ""
	}
	u, err := canonical.Resolve(at, raw)
	if err != nil || u == at || !p.isOwnHost(canonical.Host(at), canonical.Host(u)) ||
		readAddress(u).kind != addressArticle || !sameArticle(at, u) {
		return ""
	}
	return u
}

// isOwnHost reports whether two hosts are of one newspaper: by their names, or by the catalogue.
func (p *page) isOwnHost(a, b string) bool {
	if bareHost(a) == bareHost(b) {
		return true
	}
	return p.paper != nil && slices.ContainsFunc(p.paper.Hosts, func(host string) bool {
		return b == host || strings.HasSuffix(b, "."+host)
	})
}

// bareHost returns a host without the names that copies of a site have.
func bareHost(host string) string {
	for _, prefix := range [...]string{"www.", "m.", "amp.", "mobile.", "wap.", "print."} {
		host = strings.TrimPrefix(host, prefix)
	}
	return host
}

// sameArticle reports whether two addresses have an identifier in common, or the slug if one of them has no
// identifier, or their last segment.
func sameArticle(a, b string) bool {
	x, y := readAddress(a), readAddress(b)
	if x.last != "" && x.last == y.last {
		return true
	}
	ids, others := identifiers(a), identifiers(b)
	if len(ids) > 0 && len(others) > 0 {
		return slices.ContainsFunc(ids, func(id string) bool { return slices.Contains(others, id) })
	}
	return len(x.slug) >= wordsOfSlug && slices.Equal(x.slug, y.slug)
}

// identifiers returns the numbers of an address that may identify an article: of four digits or more, or of
// seven hexadecimal digits or more with a digit among them. A year and a month are none.
func identifiers(address string) []string {
	u, err := url.Parse(address)
	if err != nil {
		return nil
	}
	var ids []string
	for _, word := range strings.FieldsFunc(strings.ToLower(u.Path+"&"+u.RawQuery), isSeparator) {
		digits := strings.TrimLeft(word, "abcdefghijklmnopqrstuvwxyz") // post123456, a123456
		isHex := len(word) >= 7 && strings.Trim(word, "0123456789abcdef") == "" &&
			strings.ContainsAny(word, "0123456789")
		switch {
		case isHex:
			ids = append(ids, word)
		case len(digits) >= 4 && strings.Trim(digits, "0123456789") == "" && !isYearOrMonth(digits):
			ids = append(ids, digits)
		}
	}
	return ids
}

func isSeparator(r rune) bool { return r != '%' && (r < '0' || r > '9') && (r < 'a' || r > 'z') }

// isYearOrMonth reports whether digits are a year or a year and a month: 2026, 202603.
func isYearOrMonth(digits string) bool {
	return (len(digits) == 4 || len(digits) == 6) && (digits[:2] == "19" || digits[:2] == "20")
}
