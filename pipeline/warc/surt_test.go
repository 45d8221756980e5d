package warc

import "testing"

func TestSURT(t *testing.T) {
	for _, tt := range []struct{ name, url, want string }{
		{"host in reverse", "https://baolangson.vn/kinh-te/a-1.html", "vn,baolangson)/kinh-te/a-1.html"},
		{"no path", "https://baolangson.vn", "vn,baolangson)/"},
		{"www and letter case", "HTTPS://www2.BaoLangSon.vn/Kinh-Te/A.html", "vn,baolangson)/kinh-te/a.html"},
		{"another subdomain stays", "http://m.baomau.example/", "example,baomau,m)/"},
		{"ports of the schemes", "http://baomau.example:80/x", "example,baomau)/x"},
		{"another port", "http://baomau.example:443/x", "example,baomau:443)/x"},
		{"an address", "http://127.0.0.1:8080/A?b=1&a=2", "1,0,0,127:8080)/a?a=2&b=1"},
		{"an address of IPv6", "http://[::1]:80/x", "::1)/x"},
		{"a user", "http://a:b@baomau.example/", "example,baomau)/"},
		{"last slash", "https://baomau.example/x/", "example,baomau)/x"},
		{"empty and dot segments", "https://baomau.example/a//b/./c/../d", "example,baomau)/a/b/d"},
		{"escapes in lower case", "https://baomau.example/th%E1%BB%9Di", "example,baomau)/th%e1%bb%9di"},
		{"escapes that need not be", "https://baomau.example/~x/A%7Eb%2Fc", "example,baomau)/~x/a~b/c"},
		{"a per cent sign alone", "https://baomau.example/%", "example,baomau)/%25"},
		{"a fragment", "https://baomau.example/a#b", "example,baomau)/a"},
		{"an empty query", "https://baomau.example/?", "example,baomau)/"},
		{"parameters in order", "https://baomau.example/a?a&b=&A=3", "example,baomau)/a?a&a=3&b="},
		{"an empty parameter", "https://baomau.example/a?b=1&&c=2", "example,baomau)/a?&b=1&c=2"},
		{
			"a session in the query", "https://baomau.example/a?sid=9682993c8daa2c5497996114facdc805&x=1",
			"example,baomau)/a?x=1",
		},
		{
			"a session in the path", "https://baomau.example/(S(4hqa0555fwsecu455xqckv45))/x.aspx",
			"example,baomau)/x.aspx",
		},
		{"a file", "file:///Thu%20muc/bai.html", "file:/thu%20muc/bai.html"},
		{"nothing known", "file:", "file:"},
	} {
		if got := surt(tt.url); got != tt.want {
			t.Errorf("%s: surt(%q) = %q, want %q", tt.name, tt.url, got, tt.want)
		}
	}
}
