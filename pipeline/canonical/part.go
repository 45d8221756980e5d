package canonical

import (
	"bytes"
	"strings"
)

// MostParts is the number of the last page of an article that is looked for.
const MostParts = 99

// A PartAddress is the address of a page of an article that stands on several pages.
type PartAddress struct {
	First  string // the address without the number of the page
	Number int    // of the page, from 1 to MostParts; 0: the address has none, or is that of all pages in one
	Clear  bool   // the form leaves no doubt: "?trang=2", "/trang-2"; "-p2" may end the name of an article
}

// Part reads the number of a page out of an absolute URL: "?page=2", "&trang=2", "?p=2" and "?page=all",
// "/trang-2", "/page/2" and "/2" behind a name, "-p2.html" and "-trang-2.html". The First of any other URL is
// the URL.
func Part(u string) PartAddress {
	path, query, hasQuery := strings.Cut(u, "?")
	at := rootOf(path)
	if at == len(path) || path[at:] == "/" {
		return PartAddress{First: u}
	}
	if hasQuery {
		if a, ok := partOfQuery(path, query); ok {
			return a
		}
	}
	name, ext := cutExtension(path)
	name, slash := strings.CutSuffix(name, "/")
	digits := len(name) - len(strings.TrimRight(name, "0123456789"))
	rest, number := name[:len(name)-digits], pageNumber(name[len(name)-digits:])
	if number == 0 {
		return PartAddress{First: u}
	}
	first, isSegment, isClear := cutUnit(rest)
	if first == "" || len(first) <= at+1 || isSegment && !strings.Contains(first[at:], "-") {
		return PartAddress{First: u}
	}
	if isSegment && hasExtension(first) {
		ext = "" // "/ten-bai-123456.html/trang-2"
	}
	if slash && !strings.HasSuffix(first, "/") && ext == "" && !hasExtension(first) {
		ext = "/"
	}
	first += ext
	if hasQuery {
		first += "?" + query
	}
	return PartAddress{First: first, Number: number, Clear: isClear}
}

// MayBePart reports whether a reference, as it stands in a page, may lead to a page of an article, in less
// time than Part takes.
func MayBePart(ref []byte) bool {
	path, query, hasQuery := bytes.Cut(ref, []byte("?"))
	if hash := bytes.IndexByte(path, '#'); hash >= 0 {
		path, hasQuery = path[:hash], false
	}
	if hasQuery {
		return mayAskForPart(string(query))
	}
	ref = path
	end := len(ref)
	for end > 0 && (ref[end-1]|0x20 >= 'a' && ref[end-1]|0x20 <= 'z' || ref[end-1] == '/') {
		end--
	}
	if end > 0 && end < len(ref) && ref[end-1] == '.' {
		end--
	}
	digits := 0
	for digits < end && '0' <= ref[end-1-digits] && ref[end-1-digits] <= '9' {
		digits++
	}
	return digits == 1 || digits == 2
}

// mayAskForPart reports whether a query, as it stands in a page, has a parameter for the number of a page.
func mayAskForPart(query string) bool {
	for param := range strings.SplitSeq(query, "&") {
		name, value, ok := strings.Cut(strings.TrimPrefix(param, "amp;"), "=")
		name = strings.ToLower(name)
		value, _, _ = strings.Cut(value, "#")
		if ok && (pageParameters[name] && (pageNumber(value) > 0 || isAll(value)) || isWhole(name, value)) {
			return true
		}
	}
	return false
}

// partOfQuery reads the number of a page out of a query.
func partOfQuery(path, query string) (PartAddress, bool) {
	var kept []string
	var found PartAddress
	isPart := false
	for param := range strings.SplitSeq(query, "&") {
		name, value, _ := strings.Cut(param, "=")
		name = strings.ToLower(name)
		number := pageNumber(value)
		switch {
		case !isPart && pageParameters[name] && (number > 0 || isAll(value)), !isPart && isWhole(name, value):
			isPart = true
			found.Number, found.Clear = number, name != "p"
		default:
			kept = append(kept, param)
		}
	}
	found.First = path
	if len(kept) > 0 {
		found.First += "?" + strings.Join(kept, "&")
	}
	return found, isPart
}

// pageParameters name the number of a page.
var pageParameters = map[string]bool{
	"page": true, "trang": true, "p": true, "pg": true, "paged": true, "pageno": true, "page_no": true,
	"pageindex": true, "pagenumber": true, "currentpage": true,
}

func isAll(value string) bool {
	return strings.EqualFold(value, "all") || strings.EqualFold(value, "full")
}

// isWhole reports whether a parameter asks for all pages in one.
func isWhole(name, value string) bool {
	switch name {
	case "view", "show", "xem":
		return isAll(value) || value == "toan-bo"
	case "viewall", "full", "toanbo", "print":
		return value == "1" || value == "true"
	}
	return false
}

// pageNumber returns the number that s is, 0 if it is none from 1 to MostParts.
func pageNumber(s string) int {
	if s == "" || len(s) > 2 || s[0] == '0' {
		return 0
	}
	n := 0
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return 0
		}
		n = 10*n + int(s[i]-'0')
	}
	return n
}

// cutUnit cuts the word for a page off the end of a path that a number followed, "-p", "/trang-", or the
// slash before the number. It returns the empty string if there is none.
func cutUnit(path string) (first string, isSegment, isClear bool) {
	rest, isSegment := strings.CutSuffix(path, "/")
	hasSign := isSegment
	if !isSegment {
		rest = strings.TrimRight(path, "-_")
		hasSign = rest != path
	}
	letters := len(rest) - len(strings.TrimRight(strings.ToLower(rest), "abcdefghijklmnopqrstuvwxyz"))
	before, unit := rest[:len(rest)-letters], strings.ToLower(rest[len(rest)-letters:])
	isNamed := unit == "trang" || unit == "page"
	switch {
	case before == "" || !isNamed && (unit != "p" || hasSign && !isSegment):
		if isSegment { // "/ten-bai/2"
			return rest, true, false
		}
		return "", false, false
	case strings.HasSuffix(before, "/"):
		return strings.TrimSuffix(before, "/"), true, isNamed
	case strings.HasSuffix(before, "-"), strings.HasSuffix(before, "_"):
		return before[:len(before)-1], false, isNamed
	}
	return "", false, false
}

// rootOf returns the index of the slash with which the path of a URL begins.
func rootOf(u string) int {
	_, rest, ok := strings.Cut(u, "://")
	if !ok {
		return 0
	}
	start := len(u) - len(rest)
	if i := strings.IndexByte(rest, '/'); i >= 0 {
		return start + i
	}
	return len(u)
}

// cutExtension cuts the extension off the last segment of a path: ".html", ".aspx".
func cutExtension(path string) (name, ext string) {
	dot := strings.LastIndexByte(path, '.')
	if dot < 0 || dot < strings.LastIndexByte(path, '/') || !hasExtension(path) {
		return path, ""
	}
	return path[:dot], path[dot:]
}

// hasExtension reports whether a path ends in an extension: two to five letters behind a dot.
func hasExtension(path string) bool {
	dot := strings.LastIndexByte(path, '.')
	ext := path[dot+1:]
	return dot >= 0 && len(ext) >= 2 && len(ext) <= 5 && strings.LastIndexByte(path, '/') < dot &&
		strings.Trim(ext, "abcdefghijklmnopqrstuvwxyz") == ""
}
