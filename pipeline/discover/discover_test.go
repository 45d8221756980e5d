package discover

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"net/textproto"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"baotinh/pipeline/canonical"
	"baotinh/pipeline/news"
	"baotinh/pipeline/newspaper"
)

var catalogue = func() *newspaper.Catalogue {
	c, err := newspaper.Parse([]byte(`
[baoa]
name = "Báo A"
province = "A"
hosts = ["a.vn", "old-a.vn"]
article = '-\d+\.html$'
seeds = ["/", "/muc-luc/2026"]
feeds = ["/rss/home.rss", "https://feeds.vn/a"]
sitemaps = ["/sitemap.xml"]

[baob]
name = "Báo B"
province = "B"
hosts = ["b.vn"]
article = '^/viewer\.aspx\?.*mabb=\d+'
section = '^/list\.aspx\?menu=\d+'
`), "test")
	if err != nil {
		panic(err)
	}
	return c
}()

var letters = map[news.Kind]string{
	news.KindFeed: "F", news.KindSitemap: "M", news.KindSection: "S", news.KindArticle: "A",
}

// outline returns the links as lines "A https://… date".
func outline(t *testing.T, p *news.Page) []string {
	t.Helper()
	links, err := Links(p, catalogue)
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, l := range links {
		line := letters[l.Kind] + " " + l.URL
		if !l.FeedDate.IsZero() {
			d := l.FeedDate
			line += " " + d.Time.Format(time.RFC3339) + " " + d.Precision.String() + " " + d.Evidence
		}
		lines = append(lines, line)
		if l.Newspaper == "" {
			t.Errorf("%s has no newspaper", l.URL)
		}
	}
	return lines
}

func TestHTML(t *testing.T) {
	tests := []struct {
		name, in string
		want     []string
	}{
		{"article", `<a href="/tin-1.html">`, []string{"A https://a.vn/tin-1.html"}},
		{"article with parameters", `<a href="/tin-1.html?page=2&amp;x#c">`,
			[]string{"A https://a.vn/tin-1.html"}},
		{"section", `<a href="/thoi-su">`, []string{"S https://a.vn/thoi-su"}},
		{"section with parameters", `<a href="/thoi-su?page=9">`, []string{"S https://a.vn/thoi-su"}},
		{"seed", `<a href="/"><a href="/muc-luc/2026">`,
			[]string{"S https://a.vn/", "S https://a.vn/muc-luc/2026"}},
		{"former host", `<a href="http://old-a.vn/x-1.html">`, []string{"A http://old-a.vn/x-1.html"}},
		{"subdomain", `<a href="//m.a.vn/x-1.html">`, []string{"A https://m.a.vn/x-1.html"}},
		{"other newspapers", `<a href="https://b.vn/x-1.html"><a href="https://c.vn/x-1.html">`, nil},
		{"no address", `<a href="mailto:x@a.vn"><a href="javascript:f()"><a href="#x"><a href=""><a ` +
			`name="x">`,
			nil},
		{"neither", `<a href="/a/b/c">`, nil},
		{"each once", `<a href="/x-1.html"><a href="/x-1.html#c"><a href="https://a.vn/x-1.html?p=1">`,
			[]string{"A https://a.vn/x-1.html"}},
		{"capitals, no quotes, blanks", "<A\nCLASS=x HREF = ' /x-1.html\n' >",
			[]string{"A https://a.vn/x-1.html"}},
		{"unquoted", `<a title=x href=/x-1.html>`, []string{"A https://a.vn/x-1.html"}},
		{"bracket in an attribute", `<a title="a > b" href="/x-1.html">`,
			[]string{"A https://a.vn/x-1.html"}},
		{"apostrophe without value", `<a don't href="/x-1.html">y</a><a href='/x-2.html'>`,
			[]string{"A https://a.vn/x-1.html", "A https://a.vn/x-2.html"}},
		{"comment", `<!-- <a href="/x-1.html"> --><a href="/x-2.html">`, []string{"A https://a.vn/x-2.html"}},
		{"script", `<script>s='<a href="/x-1.html">'</SCRIPT><a href="/x-2.html">`,
			[]string{"A https://a.vn/x-2.html"}},
		{"script that does not end", `<script><a href="/x-1.html">`, nil},
		{"tag that does not end", `<a href="/x-1.html"><a href="/x-2.html`,
			[]string{"A https://a.vn/x-1.html"}},
		{"relative", `<a href="x-1.html">`, []string{"A https://a.vn/thoi-su/x-1.html"}},
		{"base", `<base href="/goc/"><a href="x-1.html">`, []string{"A https://a.vn/goc/x-1.html"}},
		{"base on another host", `<base href="https://cdn.vn/"><a href="x-1.html">`,
			[]string{"A https://a.vn/thoi-su/x-1.html"}},
		{"feed", `<link rel="alternate" type="application/rss+xml" href="/feed/x"><a href="/rss/kinh-te/">` +
			`<a href="/xa-hoi/index.rss"><a href="/rss/home.rss"><a href="/rss">`,
			[]string{"F https://a.vn/feed/x", "F https://a.vn/rss/kinh-te/",
				"F https://a.vn/xa-hoi/index.rss",
				"F https://a.vn/rss/home.rss", "S https://a.vn/rss"}},
		{"other alternates", `<link rel="alternate" hreflang="en" href="/en-1.html">`, nil},
		{"next page", `<a rel="nofollow next" href="?page=2"><link rel=next href="/thoi-su/trang-3">`,
			[]string{"S https://a.vn/thoi-su/?page=2", "S https://a.vn/thoi-su/trang-3"}},
		{"next page too far", `<a rel="next" href="?page=6"><link rel="next" href="/thoi-su/trang-100">`,
			nil},
		{"pager without rel", `<a href="/thoi-su/trang-2"><a href="/thoi-su/page2"><a href="/page/2"><a ` +
			`href="/thoi-su/2">`, nil},
		{"calendar", `<a href="/lich/2026-01-05"><a href="/lich-2026-01"><a href="/lich/05-01-2026"><a ` +
			`href="/2026/01">`, nil},
		{"names with numbers", `<a href="/covid-19"><a href="/nghi-quyet-57"><a href="/chuong-trinh-135">`,
			[]string{"S https://a.vn/covid-19", "S https://a.vn/nghi-quyet-57",
				"S https://a.vn/chuong-trinh-135"}},
		{"winding", `<a href="/tin/tin/tin/x-1.html"><a href="/1/2/3/4/5/6/7/8/x-1.html">`, nil},
		{"long", `<a href="/` + strings.Repeat("x", 600) + `-1.html">`, nil},
		{"services", `<a href="/tim-kiem"><a href="/tag/x"><a href="/Login.aspx"><a href="/tags">`, nil},
		{"files", `<a href="/a.JPG"><a href="/b-1.pdf">`, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := &news.Page{URL: "https://a.vn/thoi-su/", Body: []byte("<!DOCTYPE html><html>" + tt.in)}
			if diff := cmp.Diff(tt.want, outline(t, p)); diff != "" {
				t.Errorf("%s (-want +got):\n%s", tt.in, diff)
			}
		})
	}
}

func TestIdentityInTheQuery(t *testing.T) {
	p := &news.Page{URL: "https://b.vn/", Body: []byte(`<html><a href="/viewer.aspx?macm=1&amp;mabb=23">` +
		`<a href="/list.aspx?menu=4"><a href="/viewer.aspx?macm=1"><a href="/list.aspx"><a href="/thoi-su">`)}
	want := []string{"A https://b.vn/viewer.aspx?macm=1&mabb=23", "S https://b.vn/list.aspx?menu=4"}
	if diff := cmp.Diff(want, outline(t, p)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestFeeds(t *testing.T) {
	const rss = `<?xml version="1.0" encoding="utf-8"?><!-- x --><rss version="2.0"><channel><title>A</title>
<item><title>1</title><link>https://a.vn/x-1.html?utm_source=rss</link>
<pubDate>Thu, 02 Nov 2023 19:20:00 +0700</pubDate></item>
<item><title>2</title><link><![CDATA[ /bai-khong-co-so ]]></link><pubDate>02/11/2023 19:20</pubDate></item>
<item><title>3</title><guid>https://a.vn/x-3.html</guid><pubDate>hôm qua</pubDate></item>
<item><title>4</title><link>https://b.vn/x-4.html</link></item>
<item><title>5</title></item>
</channel></rss>`
	const atom = `<feed xmlns="http://www.w3.org/2005/Atom"><entry><link href="https://a.vn/x-1.html"/>` +
		`<published>2023-11-02T12:20:00Z</published></entry></feed>`
	tests := []struct {
		name, in, contentType string
		want                  []string
	}{
		{"RSS", rss, "text/xml", []string{
			"A https://a.vn/x-1.html 2023-11-02T19:20:00+07:00 second feed",
			"A https://a.vn/bai-khong-co-so 2023-11-02T19:20:00+07:00 minute feed",
			"A https://a.vn/x-3.html",
		}},
		{"Atom, called HTML", "\ufeff\n" + atom, "text/html", []string{
			"A https://a.vn/x-1.html 2023-11-02T19:20:00+07:00 second feed",
		}},
		{"JSON", `{"version":"https://jsonfeed.org/version/1","items":[{"url":"https://a.vn/x-1.html"}]}`,
			"application/feed+json", []string{"A https://a.vn/x-1.html"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := &news.Page{
				URL: "https://feeds.vn/a", Newspaper: "baoa", Body: []byte(tt.in),
				Header: textproto.MIMEHeader{"Content-Type": {tt.contentType}},
			}
			if tt.name == "RSS" {
				p.URL = "https://a.vn/rss/home.rss"
			}
			if diff := cmp.Diff(tt.want, outline(t, p)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestSitemaps(t *testing.T) {
	const urlset = `<?xml version="1.0"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="n" xmlns:image="i">
<url><loc> https://a.vn/x-1.html?a=1&amp;b=2 </loc><lastmod>2026-01-01</lastmod>
 <image:image><image:loc>https://a.vn/anh-2.html</image:loc></image:image></url>
<url><loc><![CDATA[https://a.vn/bai]]></loc><news:news>
 <news:publication_date>2026-01-02T03:04+07:00</news:publication_date></news:news></url>
<url><loc>https://a.vn/thoi-su</loc></url>
<url><loc>https://a.vn/a/b/c</loc></url>
<url><loc>https://a.vn/x-9.html</loc>`
	want := []string{
		"A https://a.vn/x-1.html", "A https://a.vn/bai 2026-01-02T03:04:00+07:00 minute feed",
		"S https://a.vn/thoi-su", "A https://a.vn/x-9.html",
	}
	var gz bytes.Buffer
	w := gzip.NewWriter(&gz)
	w.Write([]byte(urlset))
	w.Close()
	const index = `<sitemapindex><sitemap><loc>https://a.vn/sitemaps/2026-1.xml</loc></sitemap>` +
		`<sitemap><loc>https://a.vn/sitemaps/2026-2.xml.gz?x=1</loc></sitemap></sitemapindex>`
	tests := []struct {
		name, in string
		want     []string
	}{
		{"urlset, cut off", urlset, want},
		{"gzipped", gz.String(), want},
		{"index", index,
			[]string{"M https://a.vn/sitemaps/2026-1.xml", "M https://a.vn/sitemaps/2026-2.xml.gz?x=1"}},
		{"with prefix", `<s:urlset><s:url><s:loc>https://a.vn/x-1.html</s:loc></s:url></s:urlset>`, want[:1]},
		{"plain text", "https://a.vn/x-1.html\r\n\nhttps://a.vn/thoi-su\n", []string{want[0], want[2]}},
		{"empty", `<urlset/>`, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := &news.Page{URL: "https://a.vn/sitemap.xml", Body: []byte(tt.in)}
			if diff := cmp.Diff(tt.want, outline(t, p)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestParseDate(t *testing.T) {
	tests := []struct{ in, want string }{
		{"Thu, 02 Nov 2023 19:20:00 GMT+7", "2023-11-02T19:20:00+07:00 second"},
		{"Thu, 02 Nov 2023 12:20:00 GMT", "2023-11-02T19:20:00+07:00 second"},
		{"Thu, 02 Nov 2023 19:20:00 ICT", "2023-11-02T19:20:00+07:00 second"},
		{"Thu, 02 Nov 2023 19:20:00", "2023-11-02T19:20:00+07:00 second"},
		{"2 Nov 2023 19:20:00 +0700", "2023-11-02T19:20:00+07:00 second"},
		{"2023-11-02 19:20:00", "2023-11-02T19:20:00+07:00 second"},
		{"2023-11-02", "2023-11-02T00:00:00+07:00 day"},
		{" 03/02/2023\n 19:20 ", "2023-02-03T19:20:00+07:00 minute"},
		{"Thu, 02 Nov 2023 19:20:00 XYZ", ""},
		{"11/2/2023 7:20:00 PM", ""}, // month or day first?
		{"0001-01-01T00:00:00", ""},
		{"Thu, 01 Jan 1970 00:00:00 GMT", ""},
		{"", ""},
	}
	for _, tt := range tests {
		got := ""
		if d := parseDate(tt.in); !d.IsZero() {
			got = d.Time.Format(time.RFC3339) + " " + d.Precision.String()
		}
		if got != tt.want {
			t.Errorf("parseDate(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

func TestPagesWithoutLinks(t *testing.T) {
	for _, body := range []string{"", "hello", "<", "<!-- x", "\x00\x01", "{}", "%PDF-1.4"} {
		if got := outline(t, &news.Page{URL: "https://a.vn/", Body: []byte(body)}); got != nil {
			t.Errorf("%q: %q", body, got)
		}
	}
}

func TestSitemapsOfRobots(t *testing.T) {
	listed := []string{
		"https://a.vn/sitemaps/news.xml", "/sitemap-2026.xml.gz", // relative ones are not allowed, but occur
		"https://old-a.vn/all.txt", "https://a.vn/sitemaps/news.xml", "https://a.vn/rss/home.rss",
		"https://b.vn/sitemap.xml", "https://cdn.example/sitemap.xml", "javascript:0", "",
	}
	p := &news.Page{URL: "https://a.vn/x-1.html"}
	links, err := Sitemaps(p, listed, catalogue)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, l := range links {
		got = append(got, letters[l.Kind]+" "+l.URL+" "+l.Newspaper)
	}
	want := []string{
		"M https://a.vn/sitemaps/news.xml baoa", "M https://a.vn/sitemap-2026.xml.gz baoa",
		"M https://old-a.vn/all.txt baoa", "F https://a.vn/rss/home.rss baoa",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if _, err := Sitemaps(&news.Page{URL: "https://c.vn/"}, listed, catalogue); err == nil {
		t.Error("no error for a page of no newspaper")
	}
}

func TestErrors(t *testing.T) {
	tests := []struct {
		name string
		page news.Page
		want string
	}{
		{"unknown host",
			news.Page{URL: "https://c.vn/"}, "discover https://c.vn/: no newspaper of the catalogue"},
		{"no address", news.Page{Newspaper: "baoa"}, "discover: "},
		{"broken feed", news.Page{URL: "https://a.vn/rss/", Body: []byte("<rss><channel>")},
			"discover https://a.vn/rss/: "},
		{"broken gzip",
			news.Page{URL: "https://a.vn/s.gz", Body: []byte("\x1f\x8b\x08")},
			"discover https://a.vn/s.gz: "},
	}
	for _, tt := range tests {
		if _, err := Links(&tt.page, catalogue); err == nil || !strings.HasPrefix(err.Error(), tt.want) {
			t.Errorf("%s: %v, want %s…", tt.name, err, tt.want)
		}
	}
}

func TestSeeds(t *testing.T) {
	n, _ := catalogue.ByKey("baoa")
	var got []string
	for _, l := range Seeds(n) {
		got = append(got, letters[l.Kind]+" "+l.URL)
	}
	want := []string{
		"F https://a.vn/rss/home.rss", "F https://feeds.vn/a", "M https://a.vn/sitemap.xml",
		"S https://a.vn/", "S https://a.vn/muc-luc/2026",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for _, n := range newspaper.Default().All() {
		if want := len(n.Seeds) + len(n.Feeds) + len(n.Sitemaps); len(Seeds(n)) != want {
			t.Errorf("%s: %d seeds, want %d", n.Key, len(Seeds(n)), want)
		}
	}
}

func TestTablesAreSorted(t *testing.T) {
	if !slices.IsSorted(files) || !slices.IsSorted(services) {
		t.Error("not sorted")
	}
}

func FuzzLinks(f *testing.F) {
	f.Add([]byte(`<html><base href="/x/"><a href='y-1.html'><link rel=next href=?page=2><script></script>`))
	f.Add([]byte(`<rss><channel><item><link>https://a.vn/x-1.html</link><pubDate>x</pubDate></item>` +
		`</channel></rss>`))
	f.Add([]byte(`<sitemapindex><sitemap><loc>https://a.vn/s.xml</loc>`))
	f.Add([]byte("https://a.vn/x-1.html\n"))
	f.Fuzz(func(t *testing.T, body []byte) {
		links, err := Links(&news.Page{URL: "https://a.vn/", Body: body}, catalogue)
		if err != nil && links != nil {
			t.Error("links and an error")
		}
		seen := make(map[string]bool)
		for _, l := range links {
			if again, err := canonical.URL(l.URL); err != nil || again != l.URL {
				t.Errorf("%q is not canonical: %q, %v", l.URL, again, err)
			}
			if n, ok := catalogue.ByHost(canonical.Host(l.URL)); !ok || n.Key != "baoa" {
				t.Errorf("%q belongs to another newspaper", l.URL)
			}
			if seen[l.URL] {
				t.Errorf("%q twice", l.URL)
			}
			seen[l.URL] = true
		}
	})
}

// front is like a front page of 2026: 160 kB, 367 links, a third of them the menu's, twice.
func front() []byte {
	var b bytes.Buffer
	b.WriteString("<!DOCTYPE html><html><head><title>Báo</title><script>" +
		strings.Repeat("var x = '</div>';\n", 500))
	b.WriteString("</script></head><body>")
	for i := range 367 {
		href := fmt.Sprintf("/thoi-su/hoi-nghi-so-ket-cong-tac-sau-thang-dau-nam-cua-tinh-%d.html", 5071654+i)
		if i%3 == 0 {
			href = fmt.Sprintf("/chuyen-muc-%c/muc-con", 'a'+i%20)
		}
		fmt.Fprintf(&b, `<div class="story story--flex"><a class="story__thumb" href="%s" title="Hội `+
			`nghị sơ kết công tác">`+
			`<img class="lazy" data-src="https://cdn.a.vn/anh/2026/01/02/%d.jpg" alt="Hội nghị"></a><p>`+
			`%s</p></div>`+"\n",
			href, i, strings.Repeat("Chiều 27/7, Tỉnh ủy tổ chức. ", 4))
	}
	return b.Bytes()
}

func BenchmarkFront(b *testing.B) {
	p := &news.Page{URL: "https://a.vn/", Body: front()}
	b.SetBytes(int64(len(p.Body)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Links(p, catalogue); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSitemap(b *testing.B) {
	var body bytes.Buffer
	body.WriteString("<urlset>")
	for i := range 10000 {
		fmt.Fprintf(&body, "<url><loc>https://a.vn/hoi-nghi-so-ket-%d.html</loc>"+
			"<lastmod>2026-01-02</lastmod></url>\n", i)
	}
	p := &news.Page{URL: "https://a.vn/sitemap.xml", Body: body.Bytes()}
	b.SetBytes(int64(body.Len()))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Links(p, catalogue); err != nil {
			b.Fatal(err)
		}
	}
}

func ExampleLinks() {
	page := &news.Page{
		URL: "https://baolangson.vn/",
		Body: []byte(`<html><a href="/thoi-su">Thời sự</a>
<a href="/hoi-nghi-so-ket-5071654.html?from=home#binh-luan">Hội nghị</a>
<a href="/thoi-su?page=1000000">…</a> <a href="https://facebook.com/baolangson">f</a>`),
	}
	links, err := Links(page, newspaper.Default())
	if err != nil {
		fmt.Println(err)
	}
	for _, l := range links {
		fmt.Println(l.URL, l.Kind == news.KindArticle)
	}
	// Output:
	// https://baolangson.vn/thoi-su false
	// https://baolangson.vn/hoi-nghi-so-ket-5071654.html true
}
