package canonical_test

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"baotinh/pipeline/canonical"
)

func TestURL(t *testing.T) {
	tests := []struct {
		name, in, want string
	}{
		{
			"canonical already",
			"https://baolangson.vn/hoi-nghi-5021337.html",
			"https://baolangson.vn/hoi-nghi-5021337.html",
		},
		{"scheme and host in capitals", "HTTPS://BaoLangSon.VN/A", "https://baolangson.vn/A"},
		{"case of the path is kept", "http://baohungyen.vn/Thoi-Su", "http://baohungyen.vn/Thoi-Su"},
		{"www is kept", "https://www.baothanhhoa.vn/", "https://www.baothanhhoa.vn/"},
		{"empty path", "https://baolangson.vn", "https://baolangson.vn/"},
		{"empty path with query", "https://baolangson.vn?id=1", "https://baolangson.vn/?id=1"},
		{"default port of https", "https://baolangson.vn:443/a", "https://baolangson.vn/a"},
		{"default port of http, zeros", "http://baolangson.vn:0080/a", "http://baolangson.vn/a"},
		{"port of the other scheme", "http://baolangson.vn:443/a", "http://baolangson.vn:443/a"},
		{"empty port", "http://baolangson.vn:/a", "http://baolangson.vn/a"},
		{"closing dot of the host", "http://baolangson.vn./a", "http://baolangson.vn/a"},
		{"closing dot and port", "http://baolangson.vn.:8080/a", "http://baolangson.vn:8080/a"},
		{"Vietnamese host", "http://báolạngsơn.vn/", "http://xn--bolngsn-hwa74ob93m.vn/"},
		{
			"Vietnamese host, decomposed",
			"http://ba\u0301ola\u0323ngso\u031Bn.vn/",
			"http://xn--bolngsn-hwa74ob93m.vn/",
		},
		{
			"Vietnamese host, escaped",
			"http://b%C3%A1ol%E1%BA%A1ngs%C6%A1n.vn/",
			"http://xn--bolngsn-hwa74ob93m.vn/",
		},
		{"underscore in the host", "http://tin_tuc.baoapbac.vn/", "http://tin_tuc.baoapbac.vn/"},
		{"IPv4", "http://127.0.0.1:8080/a", "http://127.0.0.1:8080/a"},
		{"IPv6", "http://[2001:DB8:0::1]:80/a", "http://[2001:db8::1]/a"},
		{"fragment", "https://baolangson.vn/a#binh-luan", "https://baolangson.vn/a"},
		{"question mark in the fragment", "https://baolangson.vn/a#b?c=1", "https://baolangson.vn/a"},
		{"dot segments", "https://baolangson.vn/a/./b/../../c/..", "https://baolangson.vn/"},
		{"too many dot segments", "https://baolangson.vn/../../a", "https://baolangson.vn/a"},
		{"escaped dot segments", "https://baolangson.vn/a/%2e%2E/b/.%2e/c", "https://baolangson.vn/c"},
		{
			"names that begin with dots",
			"https://baolangson.vn/.a/..b/...",
			"https://baolangson.vn/.a/..b/...",
		},
		{"double slash is kept", "https://baolangson.vn//a//b", "https://baolangson.vn//a//b"},
		{"Vietnamese path", "https://baolangson.vn/thời-sự", "https://baolangson.vn/th%E1%BB%9Di-s%E1%BB%B1"},
		{
			"escapes in lower case",
			"https://baolangson.vn/th%e1%bb%9di-s%e1%bb%b1",
			"https://baolangson.vn/th%E1%BB%9Di-s%E1%BB%B1",
		},
		{
			"unreserved characters unescaped",
			"https://baolangson.vn/%41%2D%7e%5Fz",
			"https://baolangson.vn/A-~_z",
		},
		{
			"reserved characters stay escaped",
			"https://baolangson.vn/a%2fb%3fc%23d%26",
			"https://baolangson.vn/a%2Fb%3Fc%23d%26",
		},
		{"escape escaped twice", "https://baolangson.vn/a%2541", "https://baolangson.vn/a%2541"},
		{"stray percent sign", "https://baolangson.vn/tang-10%-nam", "https://baolangson.vn/tang-10%25-nam"},
		{"percent sign before an escape", "https://baolangson.vn/%%34%31", "https://baolangson.vn/%2541"},
		{"broken UTF-8 is kept", "https://baolangson.vn/a\xff", "https://baolangson.vn/a%FF"},
		{"space inside", "https://baolangson.vn/a b.html", "https://baolangson.vn/a%20b.html"},
		{"backslashes", `https:\\baolangson.vn\a\b.html`, "https://baolangson.vn/a/b.html"},
		{"one slash", "https:/baolangson.vn/a", "https://baolangson.vn/a"},
		{"blanks around", " \u00a0https://baolangson.vn/a\u200b\r\n", "https://baolangson.vn/a"},
		{"line break inside", "https://baolangson.vn/a\n\t-b", "https://baolangson.vn/a-b"},
		{"escaped blank at the end", "https://baolangson.vn/a.html%20%C2%A0", "https://baolangson.vn/a.html"},
		{"quote at the end", `https://baolangson.vn/a.html"`, "https://baolangson.vn/a.html"},
		{"tag at the end", `https://baolangson.vn/a.html'%3E`, "https://baolangson.vn/a.html"},
		{"junk before the query", "https://baolangson.vn/a%20?utm_source=zalo", "https://baolangson.vn/a"},
		{"nothing but junk", "https://baolangson.vn/%20%22", "https://baolangson.vn/"},
		{
			"session in the path",
			"https://baolangson.vn/a;JSessionID=0F.node1?id=2",
			"https://baolangson.vn/a?id=2",
		},
		{
			"tracking",
			"https://baolangson.vn/a?utm_source=fb&fbclid=x&UTM_Medium=y&zarsrc=31&gclid=1&utm_=",
			"https://baolangson.vn/a",
		},
		{"tracking name escaped", "https://baolangson.vn/a?%75tm_source=fb", "https://baolangson.vn/a"},
		{
			"tracking among the query",
			"https://baobinhdinh.vn/viewer.aspx?macm=3&fbclid=x&mabb=12345&macmp=5",
			"https://baobinhdinh.vn/viewer.aspx?macm=3&mabb=12345&macmp=5",
		},
		{
			"order of the query is kept",
			"https://baolangson.vn/?b=1&a=2&b=0",
			"https://baolangson.vn/?b=1&a=2&b=0",
		},
		{"empty parameters", "https://baolangson.vn/a?&&id=1&", "https://baolangson.vn/a?id=1"},
		{"empty query", "https://baolangson.vn/a?", "https://baolangson.vn/a"},
		{"parameter without value", "https://baolangson.vn/a?print", "https://baolangson.vn/a?print"},
		{
			"ampersand escaped for HTML twice",
			"https://baolangson.vn/a?id=1&amp;page=2&amp;amp;x=3",
			"https://baolangson.vn/a?id=1&page=2&x=3",
		},
		{"brackets in the query", "https://baolangson.vn/a?x[]=1", "https://baolangson.vn/a?x%5B%5D=1"},
		{
			"Vietnamese query",
			"https://baolangson.vn/tim?q=thời+sự",
			"https://baolangson.vn/tim?q=th%E1%BB%9Di+s%E1%BB%B1",
		},
		{
			"slash and question mark in the query",
			"https://baolangson.vn/a?u=/b?c",
			"https://baolangson.vn/a?u=/b?c",
		},
		{"junk in a parameter", "https://baolangson.vn/a?id=1%20&b=2%22", "https://baolangson.vn/a?id=1&b=2"},
	}
	for _, tt := range tests {
		got, err := canonical.URL(tt.in)
		if err != nil || got != tt.want {
			t.Errorf("%s: URL(%+q) = %q, %v; want %q", tt.name, tt.in, got, err, tt.want)
		}
	}
}

func TestURLRefuses(t *testing.T) {
	tests := []struct {
		name, in, reason string
	}{
		{"nothing", "", "no scheme"},
		{"blank", " \n", "no scheme"},
		{"relative", "/a", "no scheme"},
		{"host without scheme", "baolangson.vn/a", "no scheme"},
		{"mail", "mailto:toasoan@baolangson.vn", "neither http nor https"},
		{"script", "javascript:void(0)", "neither http nor https"},
		{"script, disguised", " Java\nScript:void(0)", "neither http nor https"},
		{"ftp", "ftp://baolangson.vn/", "neither http nor https"},
		{"data", "data:text/html,a", "neither http nor https"},
		{"mail address as host", "http://toasoan@baolangson.vn", "user name in it"},
		{"password", "https://a:b@baolangson.vn/", "user name in it"},
		{"no host", "http://", "no host"},
		{"no host but a port", "http://:80/", "no host"},
		{"no host but a query", "http://?a", "no host"},
		{"port is no number", "http://baolangson.vn:x/", "no valid port"},
		{"port too large", "http://baolangson.vn:65536/", "no valid port"},
		{"port zero", "http://baolangson.vn:0/", "no valid port"},
		{"space in the host", "http://bao langson.vn/", "no valid host"},
		{"empty label", "http://baolangson..vn/", "no valid host"},
		{"only a dot", "http://./", "no valid host"},
		{"escaped slash in the host", "http://baolangson.vn%2fa/", "no valid host"},
		{"escape cut short", "http://baolangson.vn%2/", "no valid host"},
		{"broken UTF-8", "http://bao\xfflangson.vn/", "no valid host"},
		{"endless host", "http://" + strings.Repeat("ữ", 500) + ".vn/", "no valid host"},
		{"broken punycode", "http://xn--a-\u00e1.vn/", "no valid host"},
		{"label too long", "http://" + strings.Repeat("a", 64) + ".vn/", "no valid host"},
		{"name too long", "http://" + strings.Repeat("a.", 126) + "vn/", "no valid host"},
		{"IPv4 as one number", "http://2130706433/", "no valid host"},
		{"IPv4 in hex", "http://0x7f.0x1/", "no valid host"},
		{"IPv4 out of range", "http://127.0.0.256/", "no valid host"},
		{"IPv6 with a zone", "http://[fe80::1%25eth0]/", "no valid IPv6 address"},
		{"IPv6 not closed", "http://[::1/", "no valid IPv6 address"},
		{"IPv4 in brackets", "http://[127.0.0.1]/", "no valid IPv6 address"},
		{"too long", "http://baolangson.vn/" + strings.Repeat("a", 2048), "longer than 2048 bytes"},
		{"too long when escaped", "http://baolangson.vn/" + strings.Repeat("ữ", 300),
			"longer than 2048 bytes"},
	}
	for _, tt := range tests {
		got, err := canonical.URL(tt.in)
		cause, ok := errors.AsType[*canonical.Error](err)
		if !ok || got != "" || cause.Reason != tt.reason || cause.URL != tt.in {
			t.Errorf("%s: URL(%+q) = %q, %v; want %q", tt.name, tt.in, got, err, tt.reason)
		}
	}
}

func TestResolve(t *testing.T) {
	const base = "https://baolangson.vn/thoi-su/chinh-tri/a.html?trang=2#top"
	tests := []struct {
		name, ref, want string
	}{
		{"absolute", "http://BAOCAOBANG.vn", "http://baocaobang.vn/"},
		{"other scheme, same host", "http:b.html", "http://b.html/"},
		{"same scheme, no slashes", "https:b.html", "https://baolangson.vn/thoi-su/chinh-tri/b.html"},
		{"scheme of the page", "//media.baolangson.vn/a", "https://media.baolangson.vn/a"},
		{"scheme of the page, backslashes", `\\media.baolangson.vn\a`, "https://media.baolangson.vn/a"},
		{"from the root", "/van-hoa", "https://baolangson.vn/van-hoa"},
		{"from the folder", "b.html", "https://baolangson.vn/thoi-su/chinh-tri/b.html"},
		{"this folder", "./", "https://baolangson.vn/thoi-su/chinh-tri/"},
		{"the folder above", "../b", "https://baolangson.vn/thoi-su/b"},
		{"far above", "../../../../b", "https://baolangson.vn/b"},
		{"query only", "?trang=3", "https://baolangson.vn/thoi-su/chinh-tri/a.html?trang=3"},
		{"empty query", "?", "https://baolangson.vn/thoi-su/chinh-tri/a.html"},
		{"fragment only", "#b", "https://baolangson.vn/thoi-su/chinh-tri/a.html?trang=2"},
		{"the page itself", "", "https://baolangson.vn/thoi-su/chinh-tri/a.html?trang=2"},
		{"colon in a later segment", "b/c:d", "https://baolangson.vn/thoi-su/chinh-tri/b/c:d"},
		{"colon after a digit", "5:1", "https://baolangson.vn/thoi-su/chinh-tri/5:1"},
		{
			"Vietnamese",
			"đồng-đăng.html",
			"https://baolangson.vn/thoi-su/chinh-tri/%C4%91%E1%BB%93ng-%C4%91%C4%83ng.html",
		},
	}
	for _, tt := range tests {
		got, err := canonical.Resolve(base, tt.ref)
		if err != nil || got != tt.want {
			t.Errorf("%s: Resolve(%+q) = %q, %v; want %q", tt.name, tt.ref, got, err, tt.want)
		}
	}
	for _, ref := range []string{"mailto:a@b.vn", "tel:0205", "javascript:;", "//", "https://"} {
		if got, err := canonical.Resolve(base, ref); err == nil {
			t.Errorf("Resolve(%q) = %q, want an error", ref, got)
		}
	}
	if got, err := canonical.Resolve("/a", "/b"); err == nil {
		t.Errorf("Resolve against a relative base = %q, want an error", got)
	}
}

// The examples of RFC 3986 §5.4, but those whose scheme is not the web's.
func TestResolveAsRFC3986(t *testing.T) {
	const examples = `
		g       http://a/b/c/g
		./g     http://a/b/c/g
		g/      http://a/b/c/g/
		/g      http://a/g
		//g     http://g/
		?y      http://a/b/c/d;p?y
		g?y     http://a/b/c/g?y
		g#s     http://a/b/c/g
		;x      http://a/b/c/;x
		g;x     http://a/b/c/g;x
		.       http://a/b/c/
		./      http://a/b/c/
		..      http://a/b/
		../     http://a/b/
		../g    http://a/b/g
		../..   http://a/
		../../g http://a/g
		../../../g    http://a/g
		/./g          http://a/g
		/../g         http://a/g
		g.            http://a/b/c/g.
		.g            http://a/b/c/.g
		g..           http://a/b/c/g..
		..g           http://a/b/c/..g
		./../g        http://a/b/g
		./g/.         http://a/b/c/g/
		g/./h         http://a/b/c/g/h
		g/../h        http://a/b/c/h
		g;x=1/./y     http://a/b/c/g;x=1/y
		g;x=1/../y    http://a/b/c/y
		g?y/../x      http://a/b/c/g?y/../x`
	base, err := canonical.NewBase("http://a/b/c/d;p?q")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(strings.TrimSpace(examples)) {
		f := strings.Fields(line)
		if got, err := base.Resolve(f[0]); err != nil || got != f[1] {
			t.Errorf("Resolve(%q) = %q, %v; want %q", f[0], got, err, f[1])
		}
	}
}

func TestHost(t *testing.T) {
	tests := []struct {
		in, host string
	}{
		{"https://baolangson.vn/a", "baolangson.vn"},
		{"https://travinh.baovinhlong.vn/", "travinh.baovinhlong.vn"},
		{"https://www.hanoimoi.com.vn:8443/", "www.hanoimoi.com.vn:8443"},
		{"https://sotuphap.langson.gov.vn/", "sotuphap.langson.gov.vn"},
		{"https://com.vn/", "com.vn"},
		{"http://127.0.0.1:8080/", "127.0.0.1:8080"},
		{"http://[::1]:8080/", "[::1]:8080"},
		{"http://[::1]/", "[::1]"},
		{"http://localhost/", "localhost"},
		{"HTTP://Baolangson.VN?x", "baolangson.vn"},
		{"/a", ""},
	}
	for _, tt := range tests {
		if got := canonical.Host(tt.in); got != tt.host {
			t.Errorf("Host(%q) = %q, want %q", tt.in, got, tt.host)
		}
	}
}

func TestAppendResolveKeepsDstOnError(t *testing.T) {
	base, err := canonical.NewBase("https://baolangson.vn/")
	if err != nil {
		t.Fatal(err)
	}
	dst, err := base.AppendResolve([]byte("x"), "http://a b/")
	if err == nil || string(dst) != "x" {
		t.Errorf("AppendResolve = %q, %v; want \"x\" and an error", dst, err)
	}
	dst, err = base.AppendResolve(dst, "/a")
	if err != nil || string(dst) != "xhttps://baolangson.vn/a" {
		t.Errorf("AppendResolve = %q, %v", dst, err)
	}
}

func FuzzURL(f *testing.F) {
	for _, s := range []string{
		"https://baolangson.vn/thời-sự?utm_source=a&b=1#c", "http://a/%%34%31/../%2e%2E/;jsessionid=1/.",
		"http://[::ffff:1.2.3.4]:80", "http://xn--bolngsn-hwa74ob93m.vn./", "http://a?amp;amp;utm_%61=&'%20",
		"http:\\\\a\\b%20'%22/.%20", "//b", "https:c", "../..%2f", "http://ﬀ.vn",
		"http://。a", "http://a\u00ad.vn", "http://1.2.3.4.", "http://xN--/",
		"http://b/;JSESSIONID=;jsessionid=%20",
	} {
		f.Add(s)
	}
	base, err := canonical.NewBase("https://baolangson.vn/a/b?c")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, s string) {
		u, err := base.Resolve(s)
		if err != nil {
			return
		}
		again, err := canonical.URL(u)
		if err != nil || again != u {
			t.Errorf("URL(%+q) = %+q, %v; not idempotent (from %+q)", u, again, err, s)
		}
		if again, err = base.Resolve(u); err != nil || again != u {
			t.Errorf("Resolve(%+q) = %+q, %v; not idempotent (from %+q)", u, again, err, s)
		}
		parsed, err := url.Parse(u)
		if err != nil || parsed.Host == "" || parsed.Host != canonical.Host(u) || parsed.User != nil {
			t.Errorf("url.Parse(%+q) = %+v, %v", u, parsed, err)
		}
		for _, c := range []byte(u) {
			if c <= ' ' || c >= 0x7F || strings.IndexByte("\"<>\\^`{|}#", c) >= 0 {
				t.Errorf("%+q holds %q", u, c)
			}
		}
		if len(u) > canonical.MaxLen {
			t.Errorf("%d bytes", len(u))
		}
	})
}

// links are the links of a newspaper's page: 367, most of them from the root.
func links() []string {
	var refs []string
	for i := range 367 {
		switch i % 8 {
		case 0:
			refs = append(refs, fmt.Sprintf("https://baolangson.vn/tin-tuc/hoi-nghi-so-ket-%d.html", i))
		case 1:
			refs = append(refs, "javascript:void(0)")
		case 2:
			refs = append(refs, fmt.Sprintf("/thời-sự/bài-%d.html?utm_source=zalo", i))
		case 3:
			refs = append(refs, fmt.Sprintf("https://www.facebook.com/sharer.php?u=a%d&t=b", i))
		default:
			refs = append(refs, fmt.Sprintf("/xa-hoi/phong-chong-thien-tai-va-tim-kiem-cuu-nan-%d.html", i))
		}
	}
	return refs
}

func BenchmarkResolvePage(b *testing.B) {
	refs := links()
	base, err := canonical.NewBase("https://baolangson.vn/tin-tuc/a-1.html")
	if err != nil {
		b.Fatal(err)
	}
	var dst []byte
	b.ReportAllocs()
	for b.Loop() {
		for _, ref := range refs {
			dst, _ = base.AppendResolve(dst[:0], ref)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(refs)), "ns/link")
}

func BenchmarkURL(b *testing.B) {
	const u = "https://baolangson.vn/tin-tuc/hoi-nghi-so-ket-6-thang-dau-nam-5021337.html"
	b.ReportAllocs()
	for b.Loop() {
		if _, err := canonical.URL(u); err != nil {
			b.Fatal(err)
		}
	}
}
