package warc

import (
	"net/netip"
	"regexp"
	"slices"
	"strings"
)

// surt returns the key of a URL in an index: its Sort-friendly URI Reordering Transform by the rules that the
// replay programs share, so that one entry answers for what differs only in www, letter case, the order of
// parameters, session numbers and a last slash:
//
//	https://www.baolangson.vn/Kinh-te/?b=1&a=2 → vn,baolangson)/kinh-te?a=2&b=1
func surt(url string) string {
	scheme, rest, ok := strings.Cut(url, ":")
	if !ok {
		return url
	}
	scheme = strings.ToLower(scheme)
	rest, _, _ = strings.Cut(rest, "#")
	rest, hasHost := strings.CutPrefix(rest, "//")
	rest, query, _ := strings.Cut(rest, "?")
	host, path := "", rest
	if hasHost {
		slash := strings.IndexByte(rest, '/')
		if slash < 0 {
			slash = len(rest)
		}
		host, path = rest[:slash], rest[slash:]
	}
	if host == "" {
		return scheme + ":" + surtPath(escapeOnce(unescapeAll(path))) + surtQuery(query)
	}
	return surtHost(host, scheme) + ")" + surtPath(escapeOnce(plainPath(path))) + surtQuery(query)
}

var leadingWWW = regexp.MustCompile(`^www\d*\.`)

// surtHost returns the labels of a host in reverse, and its port unless that is the scheme's own.
func surtHost(host, scheme string) string {
	host = strings.ToLower(host[strings.LastIndexByte(host, '@')+1:])
	port := ""
	if i := strings.LastIndexByte(host, ':'); i > strings.LastIndexByte(host, ']') {
		host, port = host[:i], host[i+1:]
	}
	if port == "80" && scheme == "http" || port == "443" && scheme == "https" {
		port = ""
	}
	if inner := strings.Trim(host, "[]"); inner != host {
		if _, err := netip.ParseAddr(inner); err == nil {
			host = inner // an address of IPv6 has no labels
		}
	}
	labels := strings.Split(leadingWWW.ReplaceAllString(strings.Trim(host, "."), ""), ".")
	slices.Reverse(labels)
	key := strings.Join(labels, ",")
	if port != "" {
		key += ":" + port
	}
	return key
}

// sessionPaths are the forms of session numbers in paths of ASP.NET.
var sessionPaths = [...]*regexp.Regexp{
	regexp.MustCompile(`^(.*/)\((?:[a-z]\([0-9a-z]{24}\))+\)/([^?]+\.aspx.*)$`),
	regexp.MustCompile(`^(.*/)\([0-9a-z]{24}\)/([^?]+\.aspx.*)$`),
}

func surtPath(path string) string {
	path = strings.ToLower(path)
	if strings.Contains(path, ".aspx") {
		for _, session := range sessionPaths {
			path = session.ReplaceAllString(path, "$1$2")
		}
	}
	if len(path) > 1 {
		path = strings.TrimSuffix(path, "/")
	}
	return path
}

// plainPath returns a path, unescaped, without empty and dot segments.
func plainPath(path string) string {
	path = unescapeAll(path)
	if !strings.HasPrefix(path, "/") {
		return "/"
	}
	var kept []string
	for _, segment := range strings.Split(path[1:], "/") {
		switch {
		case segment == ".":
		case segment == ".." && len(kept) > 0:
			kept = kept[:len(kept)-1]
		default:
			kept = append(kept, segment)
		}
	}
	if len(kept) == 0 {
		return "/"
	}
	last := len(kept) - 1
	folders := slices.DeleteFunc(kept[:last:last], func(segment string) bool { return segment == "" })
	return "/" + strings.Join(append(folders, kept[last]), "/")
}

// sessionQueries are the forms of session numbers in queries.
var sessionQueries = [...]*regexp.Regexp{
	regexp.MustCompile(`^(.*)(?:jsessionid=[0-9a-z]{32})(?:&(.*))?$`),
	regexp.MustCompile(`^(.*)(?:phpsessid=[0-9a-z]{32})(?:&(.*))?$`),
	regexp.MustCompile(`^(.*)(?:sid=[0-9a-z]{32})(?:&(.*))?$`),
	regexp.MustCompile(`^(.*)(?:aspsessionid[a-z]{8}=[a-z]{24})(?:&(.*))?$`),
	regexp.MustCompile(`^(.*)(?:cfid=[^&]+&cftoken=[^&]+)(?:&(.*))?$`),
}

// surtQuery returns a query in lower case, with its parameters in order, behind a question mark; nothing for
// an empty one.
func surtQuery(query string) string {
	if query == "" {
		return ""
	}
	query = strings.ToLower(escapeOnce(unescapeAll(query)))
	if strings.Contains(query, "id") {
		for _, session := range sessionQueries {
			query = session.ReplaceAllString(query, "$1$2")
		}
	}
	if query == "" {
		return ""
	}
	parameters := strings.Split(query, "&")
	slices.SortStableFunc(parameters, compareParameters)
	return "?" + strings.Join(parameters, "&")
}

// compareParameters orders parameters by name, then by value; one without a value comes first.
func compareParameters(a, b string) int {
	aName, aValue, aHas := strings.Cut(a, "=")
	bName, bValue, bHas := strings.Cut(b, "=")
	switch {
	case aName != bName:
		return strings.Compare(aName, bName)
	case aHas == bHas:
		return strings.Compare(aValue, bValue)
	case aHas:
		return 1
	}
	return -1
}

// unescapeAll removes escapes until there are none.
func unescapeAll(s string) string {
	for strings.IndexByte(s, '%') >= 0 {
		plain := unescapeOnce(s)
		if plain == s {
			break
		}
		s = plain
	}
	return s
}

func unescapeOnce(s string) string {
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+2 < len(s) {
			high, low := hexValue(s[i+1]), hexValue(s[i+2])
			if high >= 0 && low >= 0 {
				b = append(b, byte(high<<4|low))
				i += 2
				continue
			}
		}
		b = append(b, s[i])
	}
	return string(b)
}

func hexValue(c byte) int {
	switch {
	case '0' <= c && c <= '9':
		return int(c - '0')
	case 'a' <= c && c <= 'f':
		return int(c-'a') + 10
	case 'A' <= c && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}

// escapeOnce escapes what is no printable ASCII, and the characters that begin an escape or a fragment.
func escapeOnce(s string) string {
	const digits = "0123456789ABCDEF"
	special := func(c byte) bool { return c <= ' ' || c >= 0x7f || c == '%' || c == '#' }
	n := 0
	for i := range len(s) {
		if special(s[i]) {
			n++
		}
	}
	if n == 0 {
		return s
	}
	b := make([]byte, 0, len(s)+2*n)
	for i := range len(s) {
		if special(s[i]) {
			b = append(b, '%', digits[s[i]>>4], digits[s[i]&15])
			continue
		}
		b = append(b, s[i])
	}
	return string(b)
}
