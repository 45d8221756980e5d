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
	"unicode/utf16"

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
		{"frames", `<frameset><frame src="/menu.php"><frame SRC=noi-dung.php></frameset>`,
			[]string{"S https://a.vn/menu.php", "S https://a.vn/thoi-su/noi-dung.php"}},
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

// Of one article there is one address: copies of it and lists that have numbers as articles have are not
// followed, and what a server has over TLS is not asked for without.
func TestCopiesOfArticles(t *testing.T) {
	body := `<p><a href="/tin-1001.html">x</a><a href="http://a.vn/tin-1002.html">x</a>
		<a href="http://m.a.vn/tin-1003.html">x</a>
		<a href="/amp/tin-1004.html">x</a><a href="/tin-1005.html/amp">x</a>
		<a href="/tin-1006.amp.html">x</a><a href="/print/tin-1007.html">x</a>
		<a href="/api/tin-1008.html">x</a><a href="/tag/tin-1009.html">x</a>
		<a href="/vi/tim-kiem/tin-1010.html">x</a><a href="/user/tin-1011.html">x</a>
		<a href="/tac-gia/tin-1012.html">x</a><a href="/the-thao/tag-1013.html">x</a>`
	want := []string{"A https://a.vn/tin-1001.html", "A https://a.vn/tin-1002.html",
		"A http://m.a.vn/tin-1003.html", "A https://a.vn/the-thao/tag-1013.html"}
	p := &news.Page{URL: "https://a.vn/", Body: []byte(body),
		Header: textproto.MIMEHeader{"Content-Type": {"text/html"}}}
	if diff := cmp.Diff(want, outline(t, p)); diff != "" {
		t.Errorf("links (-want +got):\n%s", diff)
	}
}

// The parts of an article are followed as articles are, from each of them; the pages of readers' comments are
// not, nor those of other articles.
func TestPartsOfAnArticle(t *testing.T) {
	for _, tt := range []struct {
		name, page, body string
		want             []string
	}{
		{"numbers", "https://a.vn/lang-nghe-1001.html",
			`<a href="?page=1">1</a> <a href="?page=2">2</a> ` +
				`<a href="http://a.vn/lang-nghe-1001.html?page=3">3</a>`,
			[]string{"A https://a.vn/lang-nghe-1001.html", "A https://a.vn/lang-nghe-1001.html?page=2",
				"A https://a.vn/lang-nghe-1001.html?page=3"}},
		{"from a part", "https://a.vn/lang-nghe-1001-p2.html",
			`<a href="/lang-nghe-1001.html">1</a> 2 <a href="/lang-nghe-1001-p3.html">3</a>`,
			[]string{"A https://a.vn/lang-nghe-1001.html", "A https://a.vn/lang-nghe-1001-p3.html"}},
		{"behind a slash", "https://a.vn/lang-nghe-1001.html", `<a href="/lang-nghe-1001.html/trang-2">»</a>`,
			[]string{"A https://a.vn/lang-nghe-1001.html/trang-2"}},
		{"links of the head", "https://a.vn/lang-nghe-1001.html?page=6",
			`<link rel=prev href="?page=5"><link rel=next href="?page=7">`,
			[]string{"A https://a.vn/lang-nghe-1001.html?page=7"}},
		{"too many", "https://a.vn/lang-nghe-1001.html",
			`<a href="?page=21">21</a><a href="?page=2001">2001</a>`,
			[]string{"A https://a.vn/lang-nghe-1001.html"}},
		{"pages of comments", "https://a.vn/lang-nghe-1001.html",
			`<div class="fb-comments"><div>Hay quá.</div><a href="?page=2">2</a></div>` +
				`<a href="?page=3">3</a>`,
			[]string{"A https://a.vn/lang-nghe-1001.html?page=3"}},
		{"of another article", "https://a.vn/lang-nghe-1001.html", `<a href="/mua-lu-1002.html?page=2">2</a>`,
			[]string{"A https://a.vn/mua-lu-1002.html"}},
		{"of a section front", "https://a.vn/thoi-su", `<a href="?page=2">2</a>`,
			[]string{"S https://a.vn/thoi-su"}},
		{"identity in the query", "https://b.vn/viewer.aspx?mabb=23",
			`<a href="viewer.aspx?mabb=23&amp;trang=2">`,
			[]string{"A https://b.vn/viewer.aspx?mabb=23&trang=2"}},
	} {
		p := &news.Page{URL: tt.page, Body: []byte("<!DOCTYPE html><html>" + tt.body)}
		if diff := cmp.Diff(tt.want, outline(t, p)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

func TestTheFeedOfAnArticleIsOfItsComments(t *testing.T) {
	body := `<link rel=alternate type=application/rss+xml href="/tin-1001.html/feed/"><p>x`
	for page, want := range map[string]int{"https://a.vn/": 1, "https://a.vn/tin-1001.html": 0} {
		p := &news.Page{URL: page, Body: []byte(body)}
		if got := outline(t, p); len(got) != want {
			t.Errorf("%s: links %q, want %d", page, got, want)
		}
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

// wide returns s in UTF-16, little end first, without a byte order mark.
func wide(s string) string {
	var b strings.Builder
	for _, unit := range utf16.Encode([]rune(s)) {
		b.Write([]byte{byte(unit), byte(unit >> 8)})
	}
	return b.String()
}

// swapped returns UTF-16 with the bytes of each unit in the other order.
func swapped(s string) string {
	b := []byte(s)
	for i := 0; i+1 < len(b); i += 2 {
		b[i], b[i+1] = b[i+1], b[i]
	}
	return string(b)
}

func zipped(s string) string {
	var b bytes.Buffer
	w, _ := gzip.NewWriterLevel(&b, gzip.BestSpeed)
	w.Write([]byte(s))
	w.Close()
	return b.String()
}

// The items of a feed are found whatever is wrong around them.
func TestBrokenFeeds(t *testing.T) {
	const (
		one  = "<item><title>Mưa lớn ở Bản Thử</title><link>https://a.vn/mua-1.html</link></item>"
		two  = "<item><title>Cầu treo</title><link>https://a.vn/cau-2.html</link></item>"
		head = `<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Báo A</title>`
		tail = "</channel></rss>"
		feed = head + one + two + tail
	)
	both := []string{"A https://a.vn/mua-1.html", "A https://a.vn/cau-2.html"}
	first := both[:1]
	relabelled := func(label string) string { return strings.Replace(feed, `"utf-8"`, `"`+label+`"`, 1) }
	tests := []struct {
		name, in, contentType string
		want                  []string
	}{
		{"whole", feed, "application/rss+xml", both},
		{"text/rss+xml", feed, "text/rss+xml", both},
		{"text/html", feed, "text/html; charset=utf-8", both},
		{"octet-stream", feed, "application/octet-stream", both},
		{"no type", feed, "", both},
		{"JSON by its label", feed, "application/json", both},

		{"a byte that is no UTF-8", strings.Replace(feed, "ư", "\xc6", 1), "", both},
		{"half a letter of a shortened title", strings.Replace(feed, "ưa lớn", "\xe1\xbb", 1), "", both},
		{"a control character", strings.Replace(feed, "Cầu", "C\x0bầu", 1), "", both},
		{"a NUL", strings.Replace(feed, "Cầu", "C\x00ầu", 1), "", both},
		{"a bare ampersand", strings.Replace(feed, "Cầu treo", "Cầu & đường", 1), "", both},
		{"an entity of HTML", strings.Replace(feed, "Cầu treo", "Cầu&nbsp;treo", 1), "", both},
		{"an unclosed tag", strings.Replace(feed, "Cầu treo", "Cầu<br>treo", 1), "", both},

		{"a notice of PHP", "<br />\n<b>Notice</b>:  Undefined index: page in <b>/var/www/rss.php</b> on " +
			"line <b>12</b><br />\n" + feed, "text/xml", both},
		{"a notice of PHP, called HTML", "<br />\n<b>Warning</b>: x<br />\n" + feed, "text/html", both},
		{"a notice in plain text", "\nDeprecated: strftime() in /var/www/rss.php on line 3\n" + feed,
			"application/xml", both},
		{"a comment", "<!-- cached 09:30 -->" + feed, "", both},
		{"blank lines", "\n\n  \n" + feed, "", both},
		{"two byte order marks", "\ufeff\ufeff" + feed, "", both},
		{"a notice between items", head + one + "<b>Notice</b>: x on line <b>3</b>" + two + tail, "", both},
		{"something behind", feed + "<!-- 0.31 s --><script>x</script>", "", both},

		{"cut off between items", head + one, "", first},
		{"cut off in an item", head + one + two[:60], "", first},
		{"cut off in a link", head + one + two[:len(two)-20], "", first},
		{"cut off in an end tag", head + one + two + "</chan", "", both},
		{"an item without end", head + strings.TrimSuffix(one, "</item>") + two + tail, "", both},

		{"UTF-8 labelled UTF-16", relabelled("utf-16"), "", both},
		{"UTF-8 labelled ISO-8859-1", relabelled("iso-8859-1"), "", both},
		{"UTF-8 with an unknown label", relabelled("utf8mb4"), "", both},
		{"UTF-16", "\xff\xfe" + wide(relabelled("utf-16")), "", both},
		{"UTF-16, big end first", swapped("\xff\xfe" + wide(relabelled("utf-16"))), "", both},
		{"UTF-16 without mark", wide(relabelled("utf-16")), "", both},
		{"UTF-16 labelled UTF-8", "\xff\xfe" + wide(feed), "text/xml; charset=utf-8", both},
		{"gzip", zipped(feed), "", both},
		{"gzip, cut off", zipped(feed)[:len(zipped(feed))-4], "", both},

		{"RSS 1.0", `<rdf:RDF xmlns="http://purl.org/rss/1.0/"><channel><items/></channel>` + one + two +
			"</rdf:RDF>", "", both},
		{"items beside the channel", "<rss><channel></channel>" + one + two + "</rss>", "", both},
		{"names in capitals", strings.ToUpper("<rss><channel><item><link>") + "https://a.vn/mua-1.html" +
			"</LINK></ITEM></CHANNEL></RSS>", "", first},
		{"no item", head + tail, "", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := &news.Page{URL: "https://a.vn/rss/home.rss", Body: []byte(tt.in)}
			p.Header = textproto.MIMEHeader{"Content-Type": {tt.contentType}}
			if diff := cmp.Diff(tt.want, outline(t, p)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestFeedItems(t *testing.T) {
	const date = "2024-03-07T09:30:00+07:00 second feed"
	tests := []struct {
		name, in string
		want     []string
	}{
		{"date of Dublin Core", "<item><link>/x-1.html</link><dc:date>2024-03-07T02:30:00Z</dc:date></item>",
			[]string{"A https://a.vn/x-1.html " + date}},
		{"unreadable date beside another", "<item><link>/x-1.html</link><pubDate>hôm nay</pubDate>" +
			"<dc:date>2024-03-07T02:30:00Z</dc:date></item>", []string{"A https://a.vn/x-1.html " + date}},
		{"unreadable date", "<item><link>/x-1.html</link><pubDate>hôm nay</pubDate></item>",
			[]string{"A https://a.vn/x-1.html"}},
		{"CDATA in parts", "<item><link>https://a.vn<![CDATA[/x-1.html]]></link></item>",
			[]string{"A https://a.vn/x-1.html"}},
		{"link of a feed service", "<item><link>https://feeds.example/~r/1</link><feedburner:origLink>" +
			"https://a.vn/x-1.html</feedburner:origLink></item>", []string{"A https://a.vn/x-1.html"}},
		{"identifier that is no link", `<item><guid isPermaLink="false">https://a.vn/?p=1</guid></item>`,
			nil},
		{"link after an empty element", "<item><link/>https://a.vn/x-1.html<pubDate>x</pubDate></item>",
			[]string{"A https://a.vn/x-1.html"}},
		{"links of Atom", `<entry><link rel="self" href="/api/1"/><link rel="replies" href="/rep/1"/>` +
			`<link rel="alternate" href="/x-1.html"/><link rel="enclosure" href="/a.mp3"/></entry>`,
			[]string{"A https://a.vn/x-1.html"}},
		{"dates of Atom", "<entry><link href='/x-1.html'/><updated>2024-03-08T00:00:00Z</updated>" +
			"<published>2024-03-07T02:30:00Z</published></entry>",
			[]string{"A https://a.vn/x-1.html " + date}},
		{"only updated", "<entry><link href='/x-1.html'/><updated>2024-03-07T02:30:00Z</updated></entry>",
			[]string{"A https://a.vn/x-1.html " + date}},
		{"source of an entry", "<entry><source><link href='/y-2.html'/><updated>2001-01-01</updated>" +
			"</source><link href='/x-1.html'/></entry>", []string{"A https://a.vn/x-1.html"}},
		{"HTML in the description", "<item><description><a><link>/y-2.html</link></a></description>" +
			"<link>/x-1.html</link></item>", []string{"A https://a.vn/x-1.html"}},
		{"other links of an item", "<item><comments>/y-2.html</comments><wfw:commentRss>/feed/2" +
			"</wfw:commentRss><atom:link rel='self' href='/z-3.html'/><link>/x-1.html</link></item>",
			[]string{"A https://a.vn/x-1.html"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := &news.Page{URL: "https://a.vn/rss/home.rss", Body: []byte("<rss>" + tt.in + "</rss>")}
			if diff := cmp.Diff(tt.want, outline(t, p)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestJSONFeeds(t *testing.T) {
	const head = `{"version":"https://jsonfeed.org/version/1.1","title":"items","items":[`
	tests := []struct {
		name, in string
		want     []string
	}{
		{"dates", head + `{"url":"https://a.vn/x-1.html","date_published":"2024-03-07T02:30:00Z"}]}`,
			[]string{"A https://a.vn/x-1.html 2024-03-07T09:30:00+07:00 second feed"}},
		{"identifier that is a link", head + `{"id":"https://a.vn/x-1.html"}]}`,
			[]string{"A https://a.vn/x-1.html"}},
		{"identifier that is a number", head + `{"id":7,"url":"https://a.vn/x-1.html"}]}`,
			[]string{"A https://a.vn/x-1.html"}},
		{"cut off", head + `{"url":"https://a.vn/x-1.html"},{"url":"https://a.vn/x-2`,
			[]string{"A https://a.vn/x-1.html"}},
		{"a byte that is no UTF-8", head + "{\"title\":\"\xc6\",\"url\":\"https://a.vn/x-1.html\"}]}",
			[]string{"A https://a.vn/x-1.html"}},
		{"no items", `{"version":"https://jsonfeed.org/version/1.1"}`, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := &news.Page{URL: "https://a.vn/rss/home.rss", Body: []byte(tt.in)}
			if diff := cmp.Diff(tt.want, outline(t, p)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestWideFronts(t *testing.T) {
	const front = `<!DOCTYPE html><html><head><title>Báo A</title></head><a href="/tin-1.html">Mưa lớn</a>`
	want := []string{"A https://a.vn/tin-1.html"}
	tests := []struct{ name, in, contentType string }{
		{"little end first", "\xff\xfe" + wide(front), "text/html"},
		{"big end first", swapped("\xff\xfe" + wide(front)), "text/html"},
		{"labelled UTF-8", "\xff\xfe" + wide(front), "text/html; charset=utf-8"},
		{"without mark, by the header", wide(front), "text/html; charset=utf-16le"},
		{"without mark", wide(front), "text/html"},
		{"without mark, big end first", swapped(wide(front)), "text/html"},
		{"half a unit at the end", "\xff\xfe" + wide(front) + "x", "text/html"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := &news.Page{URL: "https://a.vn/", Body: []byte(tt.in)}
			p.Header = textproto.MIMEHeader{"Content-Type": {tt.contentType}}
			if diff := cmp.Diff(want, outline(t, p)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// A sitemap may have 50 MB (sitemaps.org); a gzipped one is read in chunks, not unpacked at once.
func TestLongSitemaps(t *testing.T) {
	long := func(line string) string {
		var b bytes.Buffer
		for i := range 40_000 {
			fmt.Fprintf(&b, line, i, strings.Repeat("x", 230))
		}
		return b.String()
	}
	entries := long("<url><loc>https://a.vn/tin-%d.html</loc><!-- %s --></url>\n")
	tests := []struct{ name, in string }{
		{"XML", "<urlset>" + entries + "</urlset>"},
		{"XML with prefixes", "<urlset>" + strings.NewReplacer("</", "</s:", "<!", "<!", "<", "<s:").
			Replace(entries) + "</urlset>"},
		{"cut off", "<urlset>" + entries},
		{"plain text", long("https://a.vn/tin-%d.html?%s\n")},
	}
	for _, tt := range tests {
		if len(tt.in) < maxPlainBytes {
			t.Fatalf("%s: too short for the test", tt.name)
		}
		p := &news.Page{URL: "https://a.vn/sitemap.xml", Body: []byte(zipped(tt.in))}
		links, err := Links(p, catalogue)
		if err != nil || len(links) != 40_000 || links[39_999].URL != "https://a.vn/tin-39999.html" {
			t.Errorf("%s: %d links, %v", tt.name, len(links), err)
		}
	}
	bomb := []byte(zipped("<urlset>" + strings.Repeat(" ", maxSitemapBytes+1<<20)))
	if _, err := Links(&news.Page{URL: "https://a.vn/sitemap.xml", Body: bomb}, catalogue); err != nil {
		t.Errorf("bomb: %v", err)
	}
	page := []byte(zipped("<html>" + strings.Repeat(" ", maxPlainBytes)))
	if _, err := Links(&news.Page{URL: "https://a.vn/a.html", Body: page}, catalogue); err == nil {
		t.Error("a long page that is no sitemap: no error")
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
		{"a notice before", "<b>Notice</b>: x\n" + urlset, want},
		{"UTF-16", "\xff\xfe" + wide(urlset), want},
		{"a byte that is no UTF-8", strings.Replace(urlset, "<loc>", "<title>\xc6</title><loc>", 1), want},
		{"cut off in an address", urlset + "</url><url><loc>https://a.vn/x-10", want},
		{"date with an offset without colon", `<urlset><url><loc>https://a.vn/x-1.html</loc><news:news>` +
			`<news:publication_date>2026-01-02T03:04:05+0700</news:publication_date></news:news></url>` +
			`</urlset>`,
			[]string{"A https://a.vn/x-1.html 2026-01-02T03:04:05+07:00 second feed"}},
		{"unreadable date", `<urlset><url><loc>https://a.vn/x-1.html</loc><news:news>` +
			`<news:publication_date>mới</news:publication_date></news:news></url></urlset>`, want[:1]},
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
	if !slices.IsSorted(files) || !slices.IsSorted(services) || !slices.IsSorted(copies) {
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
