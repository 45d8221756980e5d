package fetch

import (
	"html"
	"net/http"
	"strconv"
	"strings"

	"baotinh/pipeline/markup"
)

const (
	refreshSeconds      = 3  // until which a refresh is a redirect, whatever the page holds
	shortRefreshSeconds = 10 // of a page that holds little else
	headBytes           = 32 << 10
)

// refreshOf returns the reference that a page refreshes itself to soon, as a redirect does: by the field
// Refresh or by the meta element that stands for it (HTML §4.2.5.3). A front that only loads itself again
// after minutes names no reference.
func refreshOf(header http.Header, page []byte) (string, bool) {
	seconds, ref, ok := parseRefresh(header.Get("Refresh"))
	if !ok {
		seconds, ref, ok = metaRefresh(page)
	}
	switch {
	case !ok || ref == "":
		return "", false
	case seconds <= refreshSeconds:
		return ref, true
	}
	return ref, seconds <= shortRefreshSeconds && measure(page).isShort()
}

// metaRefresh returns the refresh that the head of a page states. What is for browsers without scripts does
// not count.
func metaRefresh(page []byte) (int, string, bool) {
	s := markup.New(page[:min(len(page), headBytes)])
	s.Scripting = true
	for s.Next() {
		switch {
		case s.Kind() != markup.StartTag:
		case s.Is("body"):
			return 0, "", false
		case s.Is("meta"):
			if equiv, _ := s.Attribute("http-equiv"); !markup.EqualFold(equiv, "refresh") {
				continue
			}
			content, _ := s.Attribute("content")
			if seconds, ref, ok := parseRefresh(html.UnescapeString(string(content))); ok {
				return seconds, ref, true
			}
		}
	}
	return 0, "", false
}

// parseRefresh parses "0; url=/trang-chu/" in all forms that browsers accept.
func parseRefresh(s string) (int, string, bool) {
	s = strings.TrimSpace(s)
	end := strings.IndexFunc(s, func(r rune) bool { return r < '0' || r > '9' })
	if end < 0 {
		end = len(s)
	}
	seconds, err := strconv.Atoi(s[:end])
	if err != nil {
		return 0, "", false
	}
	rest := strings.TrimLeft(s[end:], ".0123456789")
	rest = strings.TrimSpace(strings.TrimLeft(rest, "; ,\t"))
	if name, value, ok := strings.Cut(rest, "="); ok && strings.EqualFold(strings.TrimSpace(name), "url") {
		rest = strings.TrimSpace(value)
	}
	if rest != "" && (rest[0] == '"' || rest[0] == '\'') {
		rest, _, _ = strings.Cut(rest[1:], rest[:1])
	}
	return seconds, strings.TrimSpace(rest), true
}
