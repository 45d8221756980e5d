package robots_test

import (
	"strings"
	"testing"

	"baotinh/pipeline/robots"
)

// TestRFC9309 shows, clause by clause, what RFC 9309 says of the content of a robots.txt. What it says of the
// way to it, of its status and its age is shown by the test of this name in package fetch.
func TestRFC9309(t *testing.T) {
	const (
		ours = "User-agent: baotinh\n"
		all  = "User-agent: *\n"
	)
	// Figure 1 of §5.1, with the names of crawlers that it invents.
	const simple = "User-agent: *\nDisallow: *.gif$\nDisallow: /example/\nAllow: /publications/\n\n" +
		"User-agent: foobot\nDisallow: /\nAllow: /example/page.html\nAllow: /example/allowed.gif\n\n" +
		"User-agent: barbot\nUser-agent: bazbot\nDisallow: /example/page.html\n\nUser-agent: quxbot\n\nEOF\n"
	// The rules of §5.2.
	const longest = "User-agent: foobot\nAllow: /example/page/\nDisallow: /example/page/disallowed.gif\n"
	long := strings.Repeat("# "+strings.Repeat("x", 97)+"\n", 5119) // 100 bytes less than 500 KiB

	for _, tt := range []struct {
		clause, what string
		file         string
		agent        string // empty: ours
		allowed      []string
		denied       []string
	}{
		{"2.1", "without a group for us or all, everything is allowed", "User-agent: b\nDisallow: /\n", "",
			[]string{"/", "/a"}, nil},
		{"2.1", "a group is names, then rules; the next name begins another",
			ours + "Disallow: /a\n" + all + "Disallow: /b\n", "", []string{"/b"}, []string{"/a"}},
		{"2.2", "the order of keys, blanks, comments and line ends does not matter",
			"\r\n # x\r user-agent : baotinh # y\n\n\tDISALLOW:/a#z\r\n", "", []string{"/b"}, []string{"/a"}},
		{"2.2.1", "names have no case", "User-agent: BaoTinh\nDisallow: /a\n", "", nil, []string{"/a"}},
		{"2.2.1", "the product token of our own User-Agent decides", ours + "Disallow: /a\n",
			"Baotinh/2.0 (+https://example.vn)", nil, []string{"/a"}},
		{"2.2.1", "a name with more letters is another", "User-agent: baotinhbot\nDisallow: /a\n", "",
			[]string{"/a"}, nil},
		{"2.2.1", "groups of one name are one", ours + "Disallow: /a\n" + all + "Disallow: /c\n" + ours +
			"Disallow: /b\n", "", []string{"/c"}, []string{"/a", "/b"}},
		{"2.2.1", "a group for us replaces that for all", all + "Disallow: /a\n" + ours + "Allow: /\n", "",
			[]string{"/a"}, nil},
		{"2.2.1", "the group for all, if there is none for us", all + "Disallow: /a\n", "", []string{"/b"},
			[]string{"/a"}},
		{"2.2.1", "several names share the rules behind them", "User-agent: b\n" + ours +
			"Disallow: /a\n", "", nil, []string{"/a"}},
		{"2.2.2", "a rule matches from the first octet of the path on, in its case",
			all + "Disallow: /tin\n", "", []string{"/Tin", "/x/tin"},
			[]string{"/tin", "/tin.html", "/tin/a"}},
		{"2.2.2", "the most octets win, whatever the order",
			all + "Disallow: /a\nAllow: /a/b\nDisallow: /a/b/c\n", "",
			[]string{"/a/b", "/a/b/x"}, []string{"/a", "/a/b/c"}},
		{"2.2.2", "of two that are equally long, the one that allows", all + "Disallow: /a\nAllow: /a\n", "",
			[]string{"/a"}, nil},
		{"2.2.2", "what no rule matches is allowed", all + "Disallow: /a\n", "", []string{"/", "/b"}, nil},
		{"2.2.2", "/robots.txt is allowed by itself", all + "Disallow: /\n", "", []string{"/robots.txt"},
			[]string{"/"}},
		{"2.2.2", "an empty rule forbids nothing", all + "Disallow:\n", "", []string{"/", "/a"}, nil},
		{"2.2.2", "what is outside of ASCII is compared in percent-encoding, with and without",
			all + "Disallow: /thời-sự\nDisallow: /kinh-t%E1%BA%BF\n", "", []string{"/thoi-su"},
			[]string{"/thời-sự/a", "/th%e1%bb%9di-s%E1%BB%B1/a", "/kinh-tế/a"}},
		{"2.2.2", "an escape of what needs none is the letter", all + "Disallow: /%62%61%7A\n", "",
			[]string{"/BAZ"}, []string{"/baz", "/%62%61%7A"}},
		{"2.2.2", "an escape of a reserved character is not the character", all + "Disallow: /a/b\n", "",
			[]string{"/a%2Fb"}, []string{"/a/b"}},
		{"2.2.3", "# begins a comment", all + "Disallow: /a # b\n# Disallow: /c\n", "", []string{"/c"},
			[]string{"/a"}},
		{"2.2.3", "$ ends the match", all + "Disallow: /*.php$\n", "", []string{"/a.php5", "/a.php?x"},
			[]string{"/a.php"}},
		{"2.2.3", "$ inside is a character", all + "Disallow: /a$b\n", "", []string{"/a"}, []string{"/a$b"}},
		{"2.2.3", "* is any number of characters, none too", all + "Disallow: /a*z\nDisallow: *.gif$\n", "",
			[]string{"/ab", "/x/y.gifs"}, []string{"/az", "/abcz", "/x/y.gif"}},
		{"2.2.3", "* and $ themselves are escaped", all + "Disallow: /%2A/%24\n", "",
			[]string{"/x/$", "/x/y"}, []string{"/*/$", "/%2A/%24"}},
		{"2.2.4", "other lines neither end a group nor forbid", ours +
			"Sitemap: https://baomau.example/s.xml\nNoindex: /b\n" + all + "Disallow: /a\n", "",
			[]string{"/b"}, []string{"/a"}},
		{"2.2.4", "lines that are none are passed over", "abc\n:\n" + ours + "Disallow: /a\nxyz: 1\n", "",
			[]string{"/b"}, []string{"/a"}},
		{"2.3", "a byte order mark is no part of the first line", "\uFEFF" + ours + "Disallow: /a\n", "",
			[]string{"/b"}, []string{"/a"}},
		{"2.3.1.5", "of a broken file, the lines that can be read", "\xff\x00Disallow\n" + ours +
			"Disallow: /a\n\xfe: \x01\nDisallow: /b\n", "", []string{"/c"}, []string{"/a", "/b"}},
		{"2.5", "500 KiB are read at least", long + all + "Disallow: /a\n", "", []string{"/b"},
			[]string{"/a"}},

		{"5.1", "the group for all", simple, "otherbot", []string{"/publications/a.html", "/a"},
			[]string{"/example/a", "/b.gif"}},
		{"5.1", "a group with exceptions", simple, "foobot",
			[]string{"/example/page.html", "/example/allowed.gif"}, []string{"/", "/publications/"}},
		{"5.1", "the first of two names", simple, "barbot", []string{"/", "/b.gif"},
			[]string{"/example/page.html"}},
		{"5.1", "the second of two names", simple, "bazbot", []string{"/"}, []string{"/example/page.html"}},
		{"5.1", "a group without rules allows everything", simple, "quxbot",
			[]string{"/", "/example/page.html", "/b.gif"}, nil},
		{"5.2", "the longest match", longest, "foobot", []string{"/example/page/", "/example/page/a"},
			[]string{"/example/page/disallowed.gif"}},
	} {
		name := tt.agent
		if name == "" {
			name = agent
		}
		rules := robots.Parse([]byte(tt.file))
		for _, path := range tt.allowed {
			if !rules.Allowed(name, path) {
				t.Errorf("§%s, %s: %s is denied", tt.clause, tt.what, path)
			}
		}
		for _, path := range tt.denied {
			if rules.Allowed(name, path) {
				t.Errorf("§%s, %s: %s is allowed", tt.clause, tt.what, path)
			}
		}
	}
}
