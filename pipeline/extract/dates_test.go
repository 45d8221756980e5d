package extract

import (
	"fmt"
	"net/textproto"
	"strings"
	"testing"
	"time"

	"baotinh/pipeline/news"
)

// A datedPage is a page of a newspaper in no family, with something put where dates stand.
type datedPage struct {
	head    string // of <head>
	top     string // over the menu
	bar     string // between the menu and the article's column
	above   string // in the column, over the headline
	under   string // under the headline
	lede    string // before the paragraphs
	below   string // behind the text, in the column
	behind  string // behind the column
	wide    bool   // the column holds the menu, too
	fetched string
	url     string
}

const (
	datedTitle = "Xã Pù Lầu dựng lại nhà văn hóa sau trận lốc"
	otherTitle = "Hồ Nà Đon tích đủ nước cho vụ đông xuân"
)

func (d datedPage) page() *news.Page {
	menu := strings.Repeat(`<a href="/muc">Chuyên mục</a> `, 9)
	open, within := menu, ""
	if d.wide {
		open, within = "", menu
	}
	html := `<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>` + datedTitle + `</title>` +
		d.head + `</head><body><div class="k0">` + d.top + `</div>` +
		`<div class="k1">` + open + `</div>` + d.bar +
		`<div class="k2">` + within + d.above + `<h1>` + datedTitle + `</h1>` + d.under + `<div class="k3">` +
		d.lede +
		`<p>Sáng đầu tuần, hơn một trăm người dân ba bản cùng bộ đội biên phòng lợp lại nhà văn hóa.</p>
<p>Trận lốc tuần trước làm tốc mái 42 ngôi nhà; xã đã hỗ trợ mỗi hộ năm triệu đồng và hai mươi tấm tôn.</p>
<p>Chủ tịch xã Hoàng Văn Sầm cho biết công trình sẽ xong trước ngày hội xuống đồng của bà con trong vùng.</p>
</div>` + d.below + `</div>` + d.behind + `</body></html>`
	p := &news.Page{URL: d.url, File: "page.html", Header: textproto.MIMEHeader{}, Body: []byte(html)}
	if d.fetched != "" {
		p.Fetched, _ = time.Parse(time.RFC3339, d.fetched)
		p.Status = 200
	}
	return p
}

func ld(s string) string { return `<script type="application/ld+json">` + s + `</script>` }

// article is the JSON-LD of an article with that headline and date.
func article(headline, date string, more ...string) string {
	return fmt.Sprintf(`{"@context":"https://schema.org","@type":"NewsArticle","headline":%q,`+
		`"datePublished":%q%s}`,
		headline, date, strings.Join(append([]string{""}, more...), ","))
}

const teaser = `<a href="/ho-na-don-4411.html">` + otherTitle + `</a>`

// TestDates has neighbours of the ways in which the date of an article was missed or another taken for it.
// An empty want is an unknown date; the precision is that of the length of want.
func TestDates(t *testing.T) {
	testDates(t, []dateTest{
		// The article's own date over the headline.
		{"above", "with weekday, and in JSON-LD", datedPage{
			head:  ld(article(datedTitle, "2024-03-11T08:15:20+07:00")),
			above: `<div>Thứ Hai, 11/03/2024, 08:15</div>`}, "2024-03-11 08:15"},
		{"above", "in a share row, and in meta", datedPage{
			head:  `<meta property="article:published_time" content="2024-03-11T08:15:00+07:00">`,
			above: `<div class="share-top"><a href="#f">Facebook</a> <span>11/03/2024 08:15</span></div>`},
			"2024-03-11 08:15"},
		{"above", "in the trail outside the column, and in meta", datedPage{
			head: `<meta property="article:published_time" content="2024-03-11T08:15:00+07:00">`,
			bar: `<div class="x">` +
				`<a href="/">Trang chủ</a> / <a href="/xh">Xã hội</a> Thứ Hai, 11/03/2024 08:15</div>`},
			"2024-03-11 08:15"},
		{"above", "with weekday, in page width, and in meta", datedPage{wide: true,
			head:  `<meta name="pubdate" content="2024-03-11T08:15:00+07:00">`,
			above: `<span>Thứ Hai, ngày 11/03/2024 - 08:15</span>`}, "2024-03-11 08:15"},
		{"above", "with weekday, printed only", datedPage{
			above: `<div><a href="/">Trang chủ</a> › <a href="/xh">Xã hội</a></div>` +
				`<div>Thứ Hai, 11/03/2024, 08:15</div>`},
			"2024-03-11 08:15"},
		{"above", "in a header element of the article", datedPage{
			above: `<header><div class="share"><span class="date">11/03/2024 08:15</span></div></header>`},
			"2024-03-11 08:15"},
		{"above", "a calendar icon around it, and in JSON-LD", datedPage{
			head:  ld(article(datedTitle, "2024-03-11T08:15:00+07:00")),
			above: `<div class="calendar">11/03/2024 08:15</div>`}, "2024-03-11 08:15"},
		{"above", "in a share row under the headline", datedPage{
			under: `<div class="social-share"><span>11/03/2024 08:15</span> <a href="#z">Zalo</a></div>`},
			"2024-03-11 08:15"},
		{"above", "fetched another day", datedPage{fetched: "2024-05-02T10:00:00+07:00", wide: true,
			above: `<div>Thứ Hai, 11/03/2024 08:15</div>`}, "2024-03-11 08:15"},

		// The page's clock.
		{"clock", "in the page's header", datedPage{top: `<div>Thứ Năm, 09/05/2024 14:22</div>`}, ""},
		{"clock", "in a bar under the menu", datedPage{
			bar: `<div>Thứ Năm, ngày 09 tháng 05 năm 2024</div>`}, ""},
		{"clock", "in a bar under the menu, with the time", datedPage{
			bar: `<div class="b">Thứ Năm, 09/05/2024 14:22:07</div>`}, ""},
		{"clock", "equals the fetch", datedPage{fetched: "2024-05-09T14:22:30+07:00",
			bar: `<div class="date">09/05/2024 14:22</div>`}, ""},
		{"clock", "with a stamp of the server", datedPage{fetched: "2024-05-09T14:22:30+07:00",
			head: `<meta property="article:published_time" content="2024-05-09T14:22:29+07:00">`,
			bar:  `<div class="date">09/05/2024 14:22</div>`, under: `<p>11/03/2024 08:15</p>`},
			"2024-03-11 08:15"},
		{"clock", "on the day of the article", datedPage{
			head: ld(article(datedTitle, "2024-05-09T08:15:00+07:00")),
			top:  `<div>Thứ Năm, 09/05/2024 14:22</div>`}, "2024-05-09 08:15"},

		// JSON-LD of something else.
		{"json-ld", "related first", datedPage{
			head: ld(article(otherTitle, "2023-01-01T07:00:00+07:00")) +
				ld(article(datedTitle, "2024-03-11T08:15:00+07:00"))}, "2024-03-11 08:15"},
		{"json-ld", "related in one graph", datedPage{
			head: ld(`{"@graph":[` + article(otherTitle, "2023-01-01T07:00:00+07:00") + `,` +
				article(datedTitle, "2024-03-11T08:15:00+07:00") + `]}`)}, "2024-03-11 08:15"},
		{"json-ld", "by address", datedPage{url: "https://baola.example/pu-lau-77.html",
			fetched: "2024-05-09T14:22:30+07:00",
			head: ld(`[{"@type":"NewsArticle","url":"https://baola.example/khac-9.html",` +
				`"datePublished":"2023-01-01"},
{"@type":"NewsArticle","mainEntityOfPage":{"@id":"https://www.baola.example/pu-lau-77.html"},
"datePublished":"2024-03-11T08:15:00+07:00"}]`)}, "2024-03-11 08:15"},
		{"json-ld", "related alone, nothing printed", datedPage{
			head: ld(article(otherTitle, "2023-01-01T07:00:00+07:00"))}, ""},
		{"json-ld", "related alone, against meta", datedPage{
			head: ld(article(otherTitle, "2023-01-01T07:00:00+07:00")) +
				`<meta property="article:published_time" content="2024-03-11T08:15:00+07:00">`},
			"2024-03-11 08:15"},
		{"json-ld", "a list of articles", datedPage{
			head: ld(`{"@type":"ItemList",` +
				`"itemListElement":[` + article(otherTitle, "2023-01-01T07:00:00+07:00") + `]}`),
			under: `<div>11/03/2024 08:15</div>`}, "2024-03-11 08:15"},
		{"json-ld", "of the site", datedPage{
			head: ld(`{"@type":"WebPage","name":"Báo Lạ","url":"https://baola.example/",` +
				`"datePublished":"2010-01-01"}`)},
			""},
		{"json-ld", "WebPage of Yoast", datedPage{
			head: ld(`{"@graph":[{"@type":"WebPage","@id":"https://baola.example/pu-lau/",` +
				`"name":"` + datedTitle +
				` - Báo Lạ","datePublished":"2024-03-11T01:15:00+00:00"},{"@type":"WebSite",` +
				`"name":"Báo Lạ"}]}`)},
			"2024-03-11 08:15"},
		{"json-ld", "the article without date, its page with one", datedPage{
			head: ld(`{"@graph":[{"@type":"Article","headline":"` + datedTitle + `","isPartOf":{"@id":"#p"}},
{"@type":"WebPage","@id":"#p","datePublished":"2024-03-11T08:15:00+07:00"}]}`)}, "2024-03-11 08:15"},
		{"json-ld", "SEO headline, printed date agrees", datedPage{
			head:  ld(article("Chung tay vì cộng đồng vùng biên", "2024-03-11T08:15:40+07:00")),
			under: `<div>11/03/2024 08:15</div>`}, "2024-03-11 08:15"},
		{"json-ld", "with comments", datedPage{
			head: ld("<!--//--><![CDATA[//><!--\n/* bài */ {\"@type\":\"NewsArticle\", // loại\n" +
				"\"headline\":\"" + datedTitle + "\",\n\"datePublished\":\"2024-03-11T08:15:00+07:00\",}\n" +
				"//--><!]]>")}, "2024-03-11 08:15"},
		{"json-ld", "with entities", datedPage{
			head: ld(strings.ReplaceAll(article(datedTitle, "2024-03-11T08:15:00+07:00"), `"`, "&quot;"))},
			"2024-03-11 08:15"},
		{"json-ld", "headline with entities beside a related one", datedPage{
			head: ld(article(otherTitle, "2023-01-01")) + ld(strings.ReplaceAll(
				article(datedTitle, "2024-03-11T08:15:00+07:00"), "Xã", "X&atilde;"))}, "2024-03-11 08:15"},
		{"json-ld", "the headline cut", datedPage{
			head: ld(article(otherTitle, "2023-01-01")) +
				ld(article("Xã Pù Lầu dựng lại nhà văn...", "2024-03-11T08:15:00+07:00"))},
			"2024-03-11 08:15"},

		// Microdata and Open Graph of something else.
		{"microdata", "related item over the article", datedPage{
			above: `<div itemscope itemtype="http://schema.org/NewsArticle">` +
				`<meta itemprop="datePublished" content="2020-02-02">` +
				teaser + `</div>`,
			under: `<meta itemprop="datePublished" content="2024-03-11T08:15:00+07:00">`},
			"2024-03-11 08:15"},
		{"microdata", "related item alone", datedPage{
			above: `<div itemscope itemtype="http://schema.org/NewsArticle">` +
				`<meta itemprop="datePublished" content="2020-02-02">` +
				teaser + `</div>`}, ""},
		{"microdata", "related item below, printed", datedPage{
			under: `<div>11/03/2024 08:15</div>`,
			below: `<div itemscope itemtype="http://schema.org/Article">` + teaser +
				`<time itemprop="datePublished" datetime="2020-02-02T07:00:00+07:00">2/2/2020</time></div>`},
			"2024-03-11 08:15"},
		{"microdata", "of a comment", datedPage{
			below: `<div itemscope itemtype="http://schema.org/Comment"><span>Bạn đọc</span>
<time itemprop="datePublished" datetime="2024-03-12T09:00:00+07:00">12/3/2024 09:00</time></div>`}, ""},
		{"microdata", "in the head, as meta", datedPage{
			head: `<meta itemprop="datePublished" content="2024-03-11T08:15:00+07:00">`}, "2024-03-11 08:15"},
		{"open graph", "of a related article", datedPage{
			head: `<meta property="og:title" content="` + otherTitle + `">
<meta property="og:url" content="https://baola.example/ho-na-don-4411.html">
<meta property="article:published_time" content="2023-01-01T07:00:00+07:00">`,
			under: `<div>11/03/2024 08:15</div>`}, "2024-03-11 08:15"},
		{"open graph", "of the site", datedPage{
			head: `<meta property="og:title" content="Báo Lạ"><meta property="og:site_name" content="Báo Lạ">
<meta property="og:url" content="https://baola.example/">
<meta property="article:published_time" content="2012-01-01T07:00:00+07:00">`,
			under: `<div>11/03/2024 08:15</div>`}, "2024-03-11 08:15"},

		// Zones and orders.
		{"zone", "+08:00 beside the printed time", datedPage{
			head:  ld(article(datedTitle, "2024-03-11T13:39:00+08:00")),
			under: `<div>11/03/2024 01:39 PM</div>`}, "2024-03-11 13:39"},
		{"zone", "Z beside the printed time", datedPage{
			head:  ld(article(datedTitle, "2024-03-11T08:15:00Z")),
			under: `<div>11/03/2024 08:15</div>`}, "2024-03-11 08:15"},
		{"zone", "-05:00 over midnight", datedPage{
			head:  ld(article(datedTitle, "2024-03-11T22:15:00-05:00")),
			under: `<div>11/03/2024 22:15</div>`}, "2024-03-11 22:15"},
		{"zone", "+08:00 beside +07:00 in meta", datedPage{
			head: ld(article(datedTitle, "2024-03-11T13:39:00+08:00")) +
				`<meta property="article:published_time" content="2024-03-11T13:39:00+07:00">`},
			"2024-03-11 13:39"},
		{"zone", "Z, the printed day only", datedPage{
			head:  ld(article(datedTitle, "2024-03-11T20:15:00Z")),
			under: `<div>11/03/2024</div>`}, "2024-03-11 20:15"},
		{"zone", "Z is right", datedPage{
			head:  ld(article(datedTitle, "2024-03-11T01:15:00Z")),
			under: `<div>11/03/2024 08:15</div>`}, "2024-03-11 08:15"},
		{"zone", "naive", datedPage{
			head: ld(article(datedTitle, "2024-03-11T08:15:00"))}, "2024-03-11 08:15"},
		{"zone", "month first", datedPage{
			head:  `<meta property="article:published_time" content="3/11/2024 8:15:07 AM">`,
			under: `<div>11/03/2024 08:15</div>`}, "2024-03-11 08:15"},

		// Precision.
		{"precision", "a stated day and a printed minute", datedPage{
			head: ld(article(datedTitle, "2024-03-11")), under: `<div>11/03/2024 08:15</div>`},
			"2024-03-11 08:15"},
		{"precision", "stated midnight and a printed minute", datedPage{
			head:  ld(article(datedTitle, "2024-03-11T00:00:00+07:00")),
			under: `<div>11/03/2024 08:15</div>`}, "2024-03-11 08:15"},
		{"precision", "midnight of UTC and a printed minute", datedPage{
			head:  ld(article(datedTitle, "2024-03-11T00:00:00Z")),
			under: `<div>11/03/2024 08:15</div>`}, "2024-03-11 08:15"},
		{"precision", "a stated day alone", datedPage{
			head: ld(article(datedTitle, "2024-03-11"))}, "2024-03-11"},
		{"precision", "midnight of UTC alone", datedPage{
			head: ld(article(datedTitle, "2024-03-11T00:00:00.000Z"))}, "2024-03-11"},
		{"precision", "a day and a minute over the headline", datedPage{
			head:  ld(article(datedTitle, "2024-03-11")),
			above: `<div>Thứ Hai, 11/03/2024 08:15</div>`}, "2024-03-11 08:15"},

		// Relative dates and the future.
		{"relative", "days", datedPage{fetched: "2024-03-12T08:02:03+07:00",
			under: `<div class="date">3 ngày trước</div>`}, "2024-03-09"},
		{"relative", "yesterday and a time", datedPage{fetched: "2024-03-12T08:02:03+07:00",
			under: `<span>Hôm qua, 14:30</span>`}, "2024-03-11 14:30"},
		{"relative", "just now", datedPage{fetched: "2024-03-12T08:02:03+07:00",
			under: `<p class="meta">Vừa xong</p>`}, "2024-03-12 08:02"},
		{"relative", "minutes, behind the writer", datedPage{fetched: "2024-03-12T08:02:03+07:00",
			under: `<div><span>Mai Linh</span> - <span>25 phút trước</span></div>`}, "2024-03-12 07:37"},
		{"relative", "the fetch unknown", datedPage{under: `<div class="date">3 ngày trước</div>`}, ""},
		{"relative", "today and a time", datedPage{fetched: "2024-03-12T18:02:03+07:00",
			under: `<div class="date">Hôm nay, 14:30</div>`}, "2024-03-12 14:30"},
		{"relative", "of related articles", datedPage{fetched: "2024-03-12T08:02:03+07:00",
			below: `<ul><li>` + teaser + ` <span>2 giờ trước</span></li>` +
				`<li>` + teaser + ` <span>3 giờ trước</span></li></ul>`},
			""},
		{"relative", "weeks are no day", datedPage{fetched: "2024-03-12T08:02:03+07:00",
			under: `<div class="date">2 tuần trước</div>`}, ""},
		{"future", "printed", datedPage{fetched: "2024-03-12T08:02:03+07:00",
			under: `<div class="date">11/03/2044 08:15</div>`}, ""},
		{"future", "stated, another printed", datedPage{fetched: "2024-03-12T08:02:03+07:00",
			head:  ld(article(datedTitle, "2044-03-11T08:15:00+07:00")),
			under: `<div class="date">11/03/2024 08:15</div>`}, "2024-03-11 08:15"},
		{"future", "printed, another stated", datedPage{fetched: "2024-03-12T08:02:03+07:00",
			head:  ld(article(datedTitle, "2024-03-11T08:15:00+07:00")),
			under: `<div class="date">11/03/2044</div>`}, "2024-03-11 08:15"},
		{"future", "in the address", datedPage{fetched: "2024-03-12T08:02:03+07:00",
			url: "https://baola.example/2044/03/11/pu-lau.html"}, ""},
		{"future", "stated alone", datedPage{fetched: "2024-03-12T08:02:03+07:00",
			head: ld(article(datedTitle, "2034-03-11T08:15:00+07:00"))}, ""},

		// Dates of change, of events, of others.
		{"others", "a change beside the publication", datedPage{
			under: `<div>Cập nhật lúc 10:00 12/03/2024 | Ngày đăng: 08:15 11/03/2024</div>`},
			"2024-03-11 08:15"},
		{"others", "a change, the publication stated", datedPage{
			head: ld(article(datedTitle, "2024-03-11T08:15:00+07:00",
				`"dateModified":"2024-03-12T10:00:00+07:00"`)),
			under: `<div>Cập nhật lúc 10:00, 12/03/2024</div>`}, "2024-03-11 08:15"},
		{"others", "dateModified alone", datedPage{
			head: ld(`{"@type":"NewsArticle","headline":"` + datedTitle + `",` +
				`"dateModified":"2024-03-12T10:00:00+07:00"}`)},
			""},
		{"others", "an event in the text", datedPage{
			lede: `<p>Ngày 11/03/2024, trận lốc quét qua xã Pù Lầu lúc 16 giờ, chừng nửa tiếng.</p>`}, ""},
		{"others", "a related box between headline and text", datedPage{
			under: `<div class="related">` + teaser + ` <span>02/01/2023 07:00</span></div>`}, ""},
		{"others", "comments", datedPage{
			below: `<div class="comments"><div>Nông Văn A <span>12/03/2024 09:00</span></div>` +
				`<p>Bài hay quá.</p></div>`},
			""},
		{"others", "the licence", datedPage{
			behind: `<div>Giấy phép số 112/GP-BTTTT cấp ngày 28/06/2021</div>`}, ""},
		{"others", "a related box, the article's date behind it", datedPage{
			under: `<ul class="tin"><li>` + teaser + ` <i>02/01/2023 07:00</i></li></ul>` +
				`<p>11/03/2024 08:15</p>`},
			"2024-03-11 08:15"},
	})
}

// A dateTest is a page and the date of its article, as finely as it is known; empty is unknown.
type dateTest struct {
	kind, name string
	page       datedPage
	want       string
}

func testDates(t *testing.T, tests []dateTest) {
	t.Helper()
	x := New(nil)
	wrong := map[string]int{}
	for _, tt := range tests {
		t.Run(tt.kind+"/"+tt.name, func(t *testing.T) {
			a, err := x.Extract(tt.page.page())
			if err != nil {
				t.Fatal(err)
			}
			if got := dateString(a.Published); got != tt.want {
				wrong[tt.kind]++
				t.Errorf("published %q (%v), want %q", got, a.Published.Evidence, tt.want)
			}
			if a.Title != datedTitle {
				t.Errorf("title %q", a.Title)
			}
		})
	}
	if len(wrong) > 0 {
		t.Logf("wrong of %d: %v", len(tests), wrong)
	}
}

// TestDatesOfText has dates as they stand in pages that were saved as text.
func TestDatesOfText(t *testing.T) {
	const lede = "Sáng đầu tuần, hơn một trăm người dân ba bản cùng bộ đội biên phòng lợp lại nhà văn hóa."
	const text = `Trận lốc tuần trước làm tốc mái 42 ngôi nhà; xã đã hỗ trợ mỗi hộ năm triệu đồng và tấm tôn.
Chủ tịch xã Hoàng Văn Sầm cho biết công trình sẽ xong trước ngày hội xuống đồng của bà con trong vùng.`
	tests := []struct {
		name                      string
		above, under, lede, below string
		fetched                   string
		want, author              string
	}{
		{name: "label, seconds and CH", under: "Ngày xuất bản: 25/11/2021 12:36:08 CH\n",
			want: "2021-11-25 12:36"},
		{name: "SA after midnight", under: "Ngày đăng: 25/11/2021 12:36 SA\n", want: "2021-11-25 00:36"},
		{name: "writer and date", under: "Mai Linh | 02/02/2021 - 12:30\n", want: "2021-02-02 12:30",
			author: "Mai Linh"},
		{name: "date and writer", under: "02/02/2021 12:30 - Mai Linh\n", want: "2021-02-02 12:30",
			author: "Mai Linh"},
		{name: "weekday and zone", under: "Thứ ba, ngày 14/5/2024 | 08:30 GMT+7\n",
			want: "2024-05-14 08:30"},
		{name: "behind the name of a section", under: "Xã hội\nThứ ba, 14/05/2024 08:30\n",
			want: "2024-05-14 08:30"},
		{name: "a clock first", above: "Thứ Năm, 07/12/2023\n", want: ""},
		{name: "a clock with the time first", above: "Thứ Năm, 07/12/2023 14:22\n", want: ""},
		{name: "a clock first, the date under it", above: "Thứ Năm, 07/12/2023 14:22\n",
			under: "14/05/2022 08:30\n", want: "2022-05-14 08:30"},
		{name: "the day of an event",
			lede: "Ngày 14/05/2024, trận lốc quét qua xã Pù Lầu trong chừng nửa tiếng.\n", want: ""},
		{name: "a change beside the publication",
			under: "Đăng ngày: 14/05/2024 08:30\nCập nhật: 15/05/2024 10:00\n", want: "2024-05-14 08:30"},
		{name: "a change first", under: "Cập nhật: 15/05/2024 10:00\nNgày đăng: 14/05/2024 08:30\n",
			want: "2024-05-14 08:30"},
		{name: "with a label at the end", below: "Ngày đăng: 14/05/2024 08:30\n",
			want: "2024-05-14 08:30"},
		{name: "a date at the end", below: "Hồ Nà Đon tích đủ nước 14/05/2024\n", want: ""},
		{name: "relative", under: "3 giờ trước\n", fetched: "2024-05-14T11:40:00+07:00",
			want: "2024-05-14 08:00"},
		{name: "relative, the fetch unknown", under: "3 giờ trước\n", want: ""},
		{name: "after the fetch", under: "14/05/2044 08:30\n", fetched: "2024-05-14T11:40:00+07:00",
			want: ""},
	}
	x := New(nil)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			all := tt.above + datedTitle + "\n" + tt.under + tt.lede + lede + "\n" + text + "\n" + tt.below
			p := &news.Page{File: "page.txt", Header: textproto.MIMEHeader{}, Body: []byte(all)}
			if tt.fetched != "" {
				p.Fetched, _ = time.Parse(time.RFC3339, tt.fetched)
			}
			a, err := x.Extract(p)
			if err != nil {
				t.Fatal(err)
			}
			if got := dateString(a.Published); got != tt.want {
				t.Errorf("published %q, want %q", got, tt.want)
			}
			if author := strings.Join(a.Authors, ","); author != tt.author {
				t.Errorf("author %q, want %q", author, tt.author)
			}
			if a.Title != datedTitle {
				t.Errorf("title %q", a.Title)
			}
		})
	}
}

// dateString writes a date as finely as it is known.
func dateString(d news.Date) string {
	switch {
	case d.IsZero():
		return ""
	case d.Precision >= news.Minute:
		return d.Time.Format("2006-01-02 15:04")
	}
	return d.Time.Format(time.DateOnly)
}
