package robots_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"baotinh/pipeline/robots"
)

const agent = "baotinh/1.0 (+https://example.vn/)"

func TestAllowed(t *testing.T) {
	const all = "User-agent: *\n"
	tests := []struct {
		name, file, path string
		want             bool
	}{
		{"empty file", "", "/a", true},
		{"nothing forbidden", all + "Disallow:\n", "/a", true},
		{"everything forbidden", all + "Disallow: /\n", "/a", false},
		{"robots.txt itself", all + "Disallow: /\n", "/robots.txt", true},
		{"not a robots.txt elsewhere", all + "Disallow: /\n", "/a/robots.txt", false},
		{"empty path is the root", all + "Disallow: /\n", "", false},
		{"prefix", all + "Disallow: /fish\n", "/fish.html", false},
		{"prefix of a segment", all + "Disallow: /fish\n", "/fishheads/a", false},
		{"folder", all + "Disallow: /fish/\n", "/fish", true},
		{"case of the path counts", all + "Disallow: /fish\n", "/Fish", true},
		{"not a prefix", all + "Disallow: /fish\n", "/catfish", true},

		{"longest match allows", all + "Allow: /a/b\nDisallow: /a\n", "/a/b/c", true},
		{"longest match forbids", all + "Allow: /a\nDisallow: /a/b\n", "/a/b/c", false},
		{"longest match whatever the order", all + "Disallow: /a\nAllow: /a/b\n", "/a/b/c", true},
		{"tie allows", all + "Disallow: /a\nAllow: /a\n", "/a", true},
		{"tie allows, other order", all + "Allow: /a\nDisallow: /a\n", "/a", true},
		{"tie of wildcards allows", all + "Disallow: /*b\nAllow: /a*\n", "/ab", true},
		{"wildcards count in the length", all + "Allow: /page\nDisallow: /*.htm\n", "/page.htm", false},
		{"end mark counts in the length", all + "Disallow: /a\nAllow: /a$\n", "/a", true},
		{"end mark does not match", all + "Allow: /$\nDisallow: /\n", "/page.htm", false},

		{"wildcard at the end", all + "Disallow: /fish*\n", "/fishing", false},
		{"wildcard inside", all + "Disallow: /*.php\n", "/a/b.php?c", false},
		{"wildcard at the beginning", all + "Disallow: *.pdf\n", "/a/b.pdf", false},
		{"wildcard for nothing", all + "Disallow: /a*b\n", "/ab", false},
		{"wildcards in a row", all + "Disallow: /a***b\n", "/axb", false},
		{"end mark", all + "Disallow: /*.php$\n", "/a.php", false},
		{"end mark before a query", all + "Disallow: /*.php$\n", "/a.php?b", true},
		{"end mark, last of several", all + "Disallow: /*.php$\n", "/a.php/b.php", false},
		{"end mark without wildcard", all + "Disallow: /a$\n", "/ab", true},
		{"pieces may not overlap", all + "Disallow: /*ab*ba$\n", "/aba", true},
		{"pieces in order", all + "Disallow: /*b*a$\n", "/ab", true},
		{"wildcard before the end mark", all + "Disallow: /a*$\n", "/abc", false},
		{"dollar sign inside", all + "Disallow: /a$b\n", "/a$b", false},
		{"escaped asterisk", all + "Disallow: /file-%2A.html\n", "/file-*.html", false},
		{"escaped asterisk is no wildcard", all + "Disallow: /file-%2A.html\n", "/file-a.html", true},
		{"escaped dollar sign", all + "Disallow: /file-%24\n", "/file-$a", false},

		{"UTF-8 rule, escaped path", all + "Disallow: /thời-sự\n", "/th%E1%BB%9Di-s%E1%BB%B1/a", false},
		{"escaped rule, UTF-8 path", all + "Disallow: /th%E1%BB%9Di-s%E1%BB%B1\n", "/thời-sự/a", false},
		{"case of escapes", all + "Disallow: /%3c\n", "/%3C", false},
		{"escaped letters in the rule", all + "Disallow: /%62%61%7A\n", "/baz", false},
		{"escaped letters in the path", all + "Disallow: /baz\n", "/%62%61%7a", false},
		{"escaped slash is no slash", all + "Disallow: /a/b\n", "/a%2Fb", true},
		{"digit of an escape is no digit", all + "Disallow: /*2\n", "/%24", true},
		{"quotes escaped or not", all + "Disallow: /a\"b\n", "/a%22b", false},
		{"longest in octets", all + "Allow: /thời\nDisallow: /th*******\n", "/thời", true},
		{"URL behind a wildcard", all + "Disallow: /a?*u=https%3A%2F%2Fb\n", "/a?c&u=https://b", false},
		{"query", all + "Disallow: /foo/bar?baz=quz\n", "/foo/bar?baz=quz", false},
		{"URL in the query", all + "Disallow: /a?u=https://b.vn\n", "/a?u=https%3A%2F%2Fb.vn", false},
		{"escaped URL in the rule", all + "Disallow: /a?u=https%3a%2f%2fb.vn\n", "/a?u=https://b.vn", false},
		{"stray percent sign", all + "Disallow: /tang-10%-\n", "/tang-10%25-nam", false},

		{"own group before all", all + "Disallow: /\nUser-agent: baotinh\nAllow: /\n", "/a", true},
		{"own group without rules", all + "Disallow: /\nUser-agent: baotinh\nDisallow:\n", "/a", true},
		{"UTF-16 of Windows", "\xff\xfe" + wide(all+"Disallow: /a\r\n"), "/a", false},
		{"UTF-16 with half a unit", "\xff\xfe" + wide(all+"Disallow: /a\r\n") + "D", "/b", true},
		{"only a byte order mark of UTF-16", "\xfe\xff", "/a", true},
		{"group for others", "User-agent: Googlebot\nDisallow: /\n", "/a", true},
		{"name in capitals", "User-Agent: BAOTINH\nDisallow: /\n", "/a", false},
		{"name with version", "User-agent: baotinh/2.0\nDisallow: /\n", "/a", false},
		{"longer name", "User-agent: baotinh-news\nDisallow: /\n", "/a", true},
		{"shorter name", "User-agent: bao\nDisallow: /\n", "/a", true},
		{"several names", "User-agent: a\nUser-agent: baotinh\nUser-agent: b\nDisallow: /\n", "/a", false},
		{"own groups are merged", "User-agent: baotinh\nDisallow: /a\n" + all + "Disallow: /c\n" +
			"User-agent: baotinh\nDisallow: /b\n", "/b", false},
		{"groups for all are merged", all + "Disallow: /a\n" + all + "Disallow: /b\n", "/a", false},
		{"own group replaces that for all", all + "Disallow: /c\nUser-agent: baotinh\nDisallow: /b\n", "/c",
			true},
		{"rules before any name", "Disallow: /\n" + all + "Disallow: /b\n", "/a", true},
		{"empty rule ends the names", "User-agent: baotinh\nDisallow:\nUser-agent: b\nDisallow: /\n", "/a",
			true},
		{"other lines do not end the names",
			"User-agent: baotinh\nSitemap: /s\nCrawl-delay: 1\n\nUser-agent: b\n" +
				"Disallow: /\n", "/a", false},
		{"blank line does not end a group", all + "\nDisallow: /\n", "/a", false},

		{"comments", "# a\nUser-agent: * # b\nDisallow: / # c\n", "/a", false},
		{"blanks", " User-agent :\t* \n\tDisallow\t:\t/ \n", "/a", false},
		{"keys in capitals", "USER-AGENT: *\nDISALLOW: /\n", "/a", false},
		{"byte order mark", "\uFEFF" + all + "Disallow: /\n", "/a", false},
		{"CR", "User-agent: *\rDisallow: /\r", "/a", false},
		{"CR LF", "User-agent: *\r\nDisallow: /\r\n", "/a", false},
		{"no end of the last line", all + "Disallow: /", "/a", false},
		{"missing colon", "User-agent *\nDisallow /\n", "/a", false},
		{"misspelt", all + "Dissalow: /\n", "/a", false},
		{"unknown lines", all + "Noindex: /\nHost: a.vn\nabc\nDisallow: /b\n", "/b", false},
		{"path without slash", all + "Disallow: a\n", "/a", true},
		{"NUL and broken UTF-8", "\x00\xff\n" + all + "Disallow: /\xff\n", "/%FF", false},
		{"HTML page", "<!DOCTYPE html>\n<pre>\nUser-agent: *\nDisallow: /\n</pre>", "/a", true},
		{"HTML page, blanks first", "\r\n <HTML>\nUser-agent: *\nDisallow: /\n", "/a", true},
		{"bad delay", all + "Crawl-delay: abc\nDisallow: /\n", "/a", false},
	}
	for _, tt := range tests {
		if got := robots.Parse([]byte(tt.file)).Allowed(agent, tt.path); got != tt.want {
			t.Errorf("%s: Allowed(%q) = %t, want %t, by\n%s", tt.name, tt.path, got, tt.want, tt.file)
		}
	}
}

// wide returns ASCII text in UTF-16, little end first.
func wide(s string) string {
	var b strings.Builder
	for i := range len(s) {
		b.WriteByte(s[i])
		b.WriteByte(0)
	}
	return b.String()
}

func TestNilRulesAllow(t *testing.T) {
	var r *robots.Rules
	_, ok := r.CrawlDelay(agent)
	if !r.Allowed(agent, "/a") || ok || r.Sitemaps() != nil {
		t.Error("nil Rules say something")
	}
}

func TestCrawlDelay(t *testing.T) {
	tests := []struct {
		name, file string
		want       time.Duration
		ok         bool
	}{
		{"none", "User-agent: *\nDisallow: /a\n", 0, false},
		{"whole seconds", "User-agent: *\nCrawl-delay: 10\n", 10 * time.Second, true},
		{"fraction", "User-agent: *\nCrawl-delay: 0.5\n", 500 * time.Millisecond, true},
		{"zero", "User-agent: *\nCrawl-delay: 0\n", 0, true},
		{"endless", "User-agent: *\nCrawl-delay: 99999999999999999999\n", 365 * 24 * time.Hour, true},
		{"no number", "User-agent: *\nCrawl-delay: abc\n", 0, false},
		{"negative", "User-agent: *\nCrawl-delay: -1\n", 0, false},
		{"infinite", "User-agent: *\nCrawl-delay: inf\n", 0, false},
		{"empty", "User-agent: *\nCrawl-delay:\n", 0, false},
		{"before any name", "Crawl-delay: 5\nUser-agent: *\n", 0, false},
		{"of another crawler", "User-agent: a\nCrawl-delay: 5\nUser-agent: *\nDisallow: /b\n", 0, false},
		{"of all names before it", "User-agent: *\nUser-agent: a\nCrawl-delay: 5\n", 5 * time.Second, true},
		{"longest", "User-agent: *\nCrawl-delay: 5\nUser-agent: *\nCrawl-delay: 3\n", 5 * time.Second, true},
		{"own before all", "User-agent: *\nCrawl-delay: 5\nDisallow: /\nUser-agent: baotinh\n" +
			"Crawl-delay: 1\n",
			time.Second, true},
	}
	for _, tt := range tests {
		if got, ok := robots.Parse([]byte(tt.file)).CrawlDelay(agent); got != tt.want || ok != tt.ok {
			t.Errorf("%s: CrawlDelay = %v, %t; want %v, %t", tt.name, got, ok, tt.want, tt.ok)
		}
	}
}

func TestSitemaps(t *testing.T) {
	const file = "Sitemap: https://a.vn/s.xml\nUser-agent: b\nsitemap:/t.xml # c\nDisallow: /\n" +
		"SITEMAP: https://a.vn/s.xml\nSitemap:\n"
	want := []string{"https://a.vn/s.xml", "/t.xml"}
	if got := robots.Parse([]byte(file)).Sitemaps(); !slices.Equal(got, want) {
		t.Errorf("Sitemaps = %q, want %q", got, want)
	}
}

func TestParseStopsAtTheLimit(t *testing.T) {
	head := "User-agent: *\nDisallow: /a\n"
	filler := strings.Repeat("#\n", (robots.MaxBytes-len(head)-len("Disallow: /"))/2)
	r := robots.Parse([]byte(head + filler + "Disallow: /long/path\nDisallow: /b\n"))
	for path, want := range map[string]bool{"/a": false, "/b": true, "/c": true, "/long/path": true} {
		if got := r.Allowed(agent, path); got != want {
			t.Errorf("Allowed(%q) = %t, want %t", path, got, want)
		}
	}
	if !robots.Parse([]byte(strings.Repeat("x", 2*robots.MaxBytes))).Allowed(agent, "/") {
		t.Error("one endless line forbids something")
	}
}

// Backtracking would take 2ⁿ steps here.
func TestWildcardsTakeLinearTime(t *testing.T) {
	r := robots.Parse([]byte("User-agent: *\nDisallow: /" + strings.Repeat("*a", 5000) + "*b$\n"))
	if !r.Allowed(agent, "/"+strings.Repeat("a", 100_000)) {
		t.Error("matched")
	}
}

// FuzzMatch checks matching against a regular expression.
func FuzzMatch(f *testing.F) {
	f.Add("/a*b$", "/aab")
	f.Add("/*ab*ba$", "/aba")
	f.Add("*.pdf", "/a.pdf?x")
	f.Add("/**$", "/")
	f.Add("/a$b*", "/a$bc")
	f.Add("/%2a%24%61", "/*$a")
	f.Add("/thời-sự", "/th%e1%bb%9di-s%e1%bb%b1")
	f.Fuzz(func(t *testing.T, pattern, path string) {
		if !strings.HasPrefix(pattern, "/") || strings.ContainsAny(pattern+path, "%?#\r\n \t") {
			return
		}
		for _, s := range []string{pattern, path} {
			for _, c := range []byte(s) {
				if c <= ' ' || c >= 0x7F {
					return
				}
			}
		}
		expr, anchored := strings.CutSuffix(pattern, "$")
		expr = "(?s)^" + strings.ReplaceAll(regexp.QuoteMeta(expr), `\*`, ".*")
		if anchored {
			expr += "$"
		}
		if !strings.HasPrefix(path, "/") {
			path = "/" + path
		}
		want := path == "/robots.txt" || !regexp.MustCompile(expr).MatchString(path)
		if got := robots.Parse([]byte("User-agent: *\nDisallow: "+pattern)).Allowed(agent,
			path); got != want {
			t.Errorf("Disallow: %s: Allowed(%q) = %t, want %t", pattern, path, got, want)
		}
	})
}

func FuzzParse(f *testing.F) {
	f.Add([]byte("User-agent: *\nDisallow: /a*b$\nAllow: /thời-sự\nCrawl-delay: 1.5\nSitemap: a\n"), "/a?b=%")
	f.Add([]byte("\xef\xbb\xbfuser-agent:a\ruser-agent:*\r\ndisallow:*\x00%%%"), "%")
	f.Add([]byte("<html>"), "")
	f.Fuzz(func(t *testing.T, body []byte, path string) {
		r := robots.Parse(body)
		r.Allowed(agent, path)
		if d, _ := r.CrawlDelay(agent); d < 0 {
			t.Errorf("CrawlDelay = %v", d)
		}
		r.Sitemaps()
		if !r.Allowed(agent, "/robots.txt") {
			t.Error("robots.txt is forbidden")
		}
	})
}

func Example() {
	rules := robots.Parse([]byte("User-agent: *\nDisallow: /tim-kiem\nAllow: /tim-kiem/giup\n" +
		"Crawl-delay: 2\n"))
	fmt.Println(rules.Allowed("baotinh", "/tim-kiem?q=lũ"))
	fmt.Println(rules.Allowed("baotinh", "/tim-kiem/giup"))
	fmt.Println(rules.CrawlDelay("baotinh"))
	// Output:
	// false
	// true
	// 2s true
}

func BenchmarkAllowed(b *testing.B) {
	var file strings.Builder
	file.WriteString("User-agent: *\n")
	for i := range 50 {
		fmt.Fprintf(&file, "Disallow: /admin%d/\nDisallow: /*?trang=%d$\n", i, i)
	}
	r := robots.Parse([]byte(file.String()))
	b.ReportAllocs()
	for b.Loop() {
		r.Allowed(agent, "/thoi-su/hoi-nghi-so-ket-6-thang-dau-nam-5021337.html")
	}
}

func BenchmarkParse(b *testing.B) {
	body := []byte(strings.Repeat("User-agent: a\nDisallow: /admin/*.php$ # x\nSitemap: /s.xml\n", 100))
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		robots.Parse(body)
	}
}
