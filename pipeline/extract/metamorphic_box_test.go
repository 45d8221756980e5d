package extract_test

import (
	"fmt"
	"strings"
	"time"

	"golang.org/x/net/html/atom"

	"baotinh/pipeline/extract/lexicon"
	"baotinh/pipeline/news"
)

// An other is another article, which boxes of related articles link to.
type other struct{ title, date, day, author, summary string }

var others = []other{
	{"Xã Lũng Pù đưa máy gặt xuống những thửa ruộng bậc thang đầu tiên", "17/03/2019 07:15", "17/03/2019",
		"Phùng Văn Chảo", "Vụ này năm hộ góp tiền mua chung một máy."},
	{"Chợ phiên Tả Vần họp lại sau nhiều tháng sửa đường", "02/11/2018 16:40", "02/11/2018",
		"Giàng Thị Sua", "Người bán thổ cẩm đã có chỗ ngồi mới."},
	{"Đội tuyển bắn nỏ huyện Mường Lống giành ba huy chương vàng", "25/08/2017 09:05", "25/08/2017",
		"Vừ Bá Tểnh", "Giải có bảy đoàn tham dự trong hai ngày."},
	{"Thêm một trạm bơm điện phục vụ vùng trồng rau Hòa Phú", "09/06/2016 14:22", "09/06/2016",
		"Đoàn Thị Hảo", "Trạm bơm đặt ở đầu kênh, gần chợ xã."},
}

// boxes add what stands around articles: lists of others with dates, names and data of their own, readers'
// comments, clocks.
var boxes = []change{
	{"related/before", related(func(d *draft) []gap { return one(d.outside(false)) })},
	{"related/above-title", related(func(d *draft) []gap {
		if d.parts.title == nil {
			return nil
		}
		return []gap{gapBefore(d.parts.title)}
	})},
	{"related/inside", related((*draft).gapsInText)},
	{"related/under-text", related(func(d *draft) []gap { return one(d.underText()) })},
	{"related/behind", related(func(d *draft) []gap { return one(d.outside(true)) })},
	{"related/line-inside", lineInside},
	{"related/json-ld-before", relatedLD(false)},
	{"related/json-ld-behind", relatedLD(true)},
	{"related/json-ld-list", relatedList},
	{"related/microdata", relatedMicrodata},
	{"readers/comments", func(d *draft) bool { return d.comments(d.outside(true)) }},
	{"readers/comments-under-text", func(d *draft) bool { return d.comments(d.underText()) }},
	{"page/clock-of-fetch", clockOfFetch(`<div></div>`)},
	{"page/clock-in-header", clockOfFetch(`<header><div></div></header>`)},
	{"page/clock-in-list", clockOfFetch(`<ul><li><a href="/">Trang chủ</a></li><li><a href="/lien-he">` +
		`Liên hệ</a></li><li></li></ul>`)},
	{"page/clock-in-table", clockOfFetch(`<table width="100%"><tbody><tr><td></td></tr></tbody></table>`)},
	{"page/clock-time-unknown", clockUnknown},
	{"page/clock-under-text", clockBehind},
	{"page/licence", licence},
	{"page/menu", menu},
	{"page/tags", tagsUnder},
	{"page/share-row", shareRow},
	{"page/site-articles", siteType},
}

func one(g gap, ok bool) []gap {
	if !ok {
		return nil
	}
	return []gap{g}
}

// outside returns the place before or behind the element that holds headline and text.
func (d *draft) outside(behind bool) (gap, bool) {
	p := &d.parts
	if p.article == nil {
		return gap{}, false
	}
	if p.article != p.top && isFlow(p.article.Parent) {
		if behind {
			return gapAt(p.article), true
		}
		return gap{p.article.Parent, p.article}, true
	}
	if behind {
		return gap{p.article, nil}, true
	}
	return gap{p.article, p.article.FirstChild}, true
}

// underText returns the place behind the text and its byline, in the same element.
func (d *draft) underText() (gap, bool) {
	p := &d.parts
	if len(p.blocks) == 0 {
		return gap{}, false
	}
	return gap{p.body, nil}, true
}

// related puts a box of other articles at one of the places.
func related(where func(*draft) []gap) func(*draft) bool {
	return func(d *draft) bool {
		gaps := where(d)
		if len(gaps) == 0 {
			return false
		}
		anyOf(d, gaps).insert(d.box())
		return true
	}
}

// box returns a box of other articles, in one of the forms that newspapers give it.
func (d *draft) box() string {
	head := anyOf(d, []string{"Tin liên quan", "Bài liên quan", "Tin cùng chuyên mục", "Xem thêm", "Đọc " +
		"thêm", "Tin khác",
		"Có thể bạn quan tâm", "TIN MỚI"})
	class := anyOf(d, []string{"", ` class="css-1x2y3z"`, ` class="related-news"`, ` class="box-tin"`})
	var b strings.Builder
	n := 2 + d.IntN(len(others)-1)
	switch d.IntN(5) {
	case 0:
		fmt.Fprintf(&b, `<div%s><h3>%s</h3><ul>`, class, head)
		for _, o := range others[:n] {
			fmt.Fprintf(&b, `<li><a href="/x.html">%s</a> <span>(%s)</span></li>`, o.title, o.day)
		}
		b.WriteString("</ul></div>")
	case 1:
		fmt.Fprintf(&b, `<div%s><p><strong>%s</strong></p>`, class, head)
		for _, o := range others[:n] {
			fmt.Fprintf(&b, `<div><a href="/x.html"><img src="t.jpg" alt="%[1]s"></a><h3><a `+
				`href="/x.html">%[1]s</a></h3>`+
				`<span>%[2]s</span> <span>%[3]s</span></div>`, o.title, o.author, o.date)
		}
		b.WriteString("</div>")
	case 2:
		fmt.Fprintf(&b, `<section%s><h2>%s</h2>`, class, head)
		for _, o := range others[:n] {
			fmt.Fprintf(&b, `<article><h3><a href="/x.html" title="%[1]s">%[1]s</a></h3><time `+
				`datetime="2019-03-17T07:15:00+07:00">`+
				`%[2]s</time><p>%[3]s</p></article>`, o.title, o.date, o.summary)
		}
		b.WriteString("</section>")
	case 3:
		fmt.Fprintf(&b, `<table%s><tbody><tr><td><b>%s</b></td></tr>`, class, head)
		for _, o := range others[:n] {
			fmt.Fprintf(&b, `<tr><td>» <a href="/x.html">%s</a> (%s)</td></tr>`, o.title, o.day)
		}
		b.WriteString("</tbody></table>")
	default:
		fmt.Fprintf(&b, `<div%s><div>%s:</div>`, class, head)
		for _, o := range others[:n] {
			fmt.Fprintf(&b, `<p><a href="/x.html">%s</a></p>`, o.title)
		}
		b.WriteString("</div>")
	}
	return b.String()
}

// lineInside puts a line with a link to another article between two paragraphs.
func lineInside(d *draft) bool {
	gaps := d.gapsInText()
	if len(gaps) == 0 {
		return false
	}
	o := anyOf(d, others)
	anyOf(d, gaps).insert(fmt.Sprintf(anyOf(d, []string{`<p><strong>&gt;&gt; <a href="/x.html">%s</a>` +
		`</strong></p>`,
		`<p>&gt;&gt;&gt; Xem thêm: <a href="/x.html">%s</a></p>`, `<p><em>Đọc thêm: <a href="/x.html">` +
			`%s</a></em></p>`,
		`<div>» <a href="/x.html">%s</a></div>`, `<ul><li><a href="/x.html">%s</a></li></ul>`}), o.title))
	return true
}

func (o *other) jsonLD() string {
	return fmt.Sprintf(`<script type="application/ld+json">{"@context":"https://schema.org",`+
		`"@type":"NewsArticle",`+
		`"headline":"%s","url":"https://khac.example/x-1.html",`+
		`"datePublished":"2019-03-17T07:15:00+07:00","author":`+
		`{"@type":"Person","name":"%s"},"articleBody":"%s"}</script>`, o.title, o.author, o.summary)
}

// relatedLD states another article as JSON-LD before or behind what the page states.
func relatedLD(behind bool) func(*draft) bool {
	return func(d *draft) bool {
		o := anyOf(d, others)
		if behind {
			g, ok := d.outside(true)
			if ok {
				g.insert(`<div><h4><a href="https://khac.example/x-1.html">` + o.title + "</a></h4>" +
					o.jsonLD() + "</div>")
			}
			return ok
		}
		for _, n := range d.elements() {
			if n.DataAtom == atom.Head {
				gap{n, n.FirstChild}.insert(o.jsonLD())
				return true
			}
		}
		return false
	}
}

// relatedList states a list of other articles as JSON-LD.
func relatedList(d *draft) bool {
	g, ok := d.outside(d.IntN(2) == 0)
	if !ok {
		return false
	}
	var items []string
	for i, o := range others {
		items = append(items,
			fmt.Sprintf(`{"@type":"ListItem","position":%d,"item":{"@type":"NewsArticle","headline":"%s",`+
				`"datePublished":"2019-03-17T07:15:00+07:00","author":{"@type":"Person","name":"%s"}}}`,
				i+1, o.title, o.author))
	}
	g.insert(`<script type="application/ld+json">{"@context":"https://schema.org",` +
		`"@type":"ItemList","itemListElement":[` +
		strings.Join(items, ",") + "]}</script>")
	return true
}

// relatedMicrodata states another article as microdata behind the article.
func relatedMicrodata(d *draft) bool {
	g, ok := d.outside(true)
	if !ok {
		return false
	}
	o := anyOf(d, others)
	g.insert(fmt.Sprintf(`<div itemscope itemtype="https://schema.org/NewsArticle"><a itemprop="url" `+
		`href="/x.html">`+
		`<span itemprop="headline">%s</span></a><meta itemprop="datePublished" `+
		`content="2019-03-17T07:15:00+07:00">`+
		`<span itemprop="author">%s</span></div>`, o.title, o.author))
	return true
}

// comments adds comments of readers.
func (d *draft) comments(g gap, ok bool) bool {
	if !ok {
		return false
	}
	class := anyOf(d, []string{"", ` class="comments"`, ` class="css-9z8y7x"`})
	head := anyOf(d, []string{"Bình luận (2)", "Ý kiến bạn đọc (2)", "2 bình luận"})
	g.insert(fmt.Sprintf(`<div%s><h3>%s</h3><div><b>Lương Văn Độc</b> <span>18/03/2026 21:07</span><p>`+
		`Tôi thấy tin này rất `+
		`đáng mừng cho bà con, mong báo viết thêm.</p></div><div><b>Hà Thị Giả</b> <span>19/03/2026 `+
		`06:30</span><p>Hay quá!`+
		`</p></div></div>`, class, head))
	return true
}

// clockLayouts print the time of a fetch.
var clockLayouts = []string{"02/01/2006 15:04", "02/01/2006, 15:04 (GMT+7)", "15:04:05 02/01/2006",
	"02/01/2006"}

// clockOfFetch prints the time at which the page was fetched over everything, in the last element of a row.
func clockOfFetch(row string) func(*draft) bool {
	return func(d *draft) bool {
		if !d.setFetched() {
			return false
		}
		n := gap{d.parts.top, d.parts.top.FirstChild}.insert(row)
		for n.LastChild != nil {
			n = n.LastChild
		}
		gap{n, nil}.insert(d.clock(d.source.Fetched))
		return true
	}
}

// setFetched gives the page a time of fetch if it has none, and reports whether it may: a clock that the page
// has, or a date like "2 giờ trước", says when it was fetched.
func (d *draft) setFetched() bool {
	if d.source.Fetched.IsZero() {
		if d.want.date == "" && d.prints(lexicon.HasDigitsOfDate) || d.prints(saysAgo) {
			return false
		}
		d.source.Fetched = time.Date(2027, 4, 6, 10, 12, 31, 0, news.Vietnam)
	}
	return d.parts.top != nil
}

func saysAgo(line string) bool { return strings.HasSuffix(line, "trước") }

func (d *draft) clock(t time.Time) string {
	t = t.In(news.Vietnam)
	s := t.Format(anyOf(d, clockLayouts))
	if d.IntN(3) > 0 {
		s = weekdays[t.Weekday()] + ", " + s
	}
	return s
}

// clockUnknown prints a clock in the header of a page whose time of fetch nobody knows.
func clockUnknown(d *draft) bool {
	if d.parts.top == nil || !d.source.Fetched.IsZero() ||
		d.want.date == "" && d.prints(lexicon.HasDigitsOfDate) {
		return false
	}
	gap{d.parts.top, d.parts.top.FirstChild}.insert(`<header><a href="/"><img src="logo.png"></a><span>` +
		d.clock(time.Date(2027, 4, 6, 10, 12, 31, 0, news.Vietnam)) + `</span></header>`)
	return true
}

// clockBehind prints the time of the fetch in the footer.
func clockBehind(d *draft) bool {
	if !d.setFetched() {
		return false
	}
	gap{d.parts.top, nil}.insert(`<div>` + d.clock(d.source.Fetched) + `</div>`)
	return true
}

func licence(d *draft) bool {
	if d.parts.top == nil {
		return false
	}
	gap{d.parts.top, nil}.insert(`<div><p>Cơ quan chủ quản: Tỉnh ủy. Giấy phép số 77/GP-BTTTT cấp ngày ` +
		`14/02/2020</p><p>Tổng biên ` +
		`tập: Hoàng Văn Khuôn</p><p>Ghi rõ nguồn khi phát hành lại thông tin từ trang này.</p></div>`)
	return true
}

func menu(d *draft) bool {
	if d.parts.top == nil {
		return false
	}
	var b strings.Builder
	b.WriteString("<div><ul>")
	for _, s := range []string{"Trang chủ", "Thời sự", "Kinh tế", "Văn hóa", "Xã hội", "Pháp luật",
		"Thể thao", "Bạn đọc"} {
		fmt.Fprintf(&b, `<li><a href="/%d">%s</a><ul><li><a href="/x.html">%s</a></li></ul></li>`, b.Len(), s,
			anyOf(d, others).title)
	}
	gap{d.parts.top, d.parts.top.FirstChild}.insert(b.String() + "</ul></div>")
	return true
}

func tagsUnder(d *draft) bool {
	g, ok := d.underText()
	if !ok {
		return false
	}
	g.insert(anyOf(d, []string{`<div class="tags"><b>Từ khóa:</b> <a href="/t/1">vùng cao</a>, <a ` +
		`href="/t/2">nông thôn</a></div>`,
		`<p>Tags: <a href="/t/1">vùng cao</a>, <a href="/t/2">nông thôn mới</a></p>`,
		`<ul><li>Từ khóa</li><li><a href="/t/1">vùng cao</a></li><li><a href="/t/2">nông thôn mới</a>` +
			`</li></ul>`}))
	return true
}

func shareRow(d *draft) bool {
	return d.insertSome(d.gaps(), func() string {
		return anyOf(d, []string{
			`<div class="share-box"><a href="https://facebook.com/sharer?u=x">Chia sẻ</a><a ` +
				`href="https://zalo.me">Zalo</a></div>`,
			`<div><a href="#">Chia sẻ Facebook</a> <a href="#">In bài viết</a> <a href="#">Gửi email</a>` +
				`</div>`,
			`<div class="fb-like" data-href="x"></div>`,
		})
	})
}

// siteType states og:type=article, as some papers do on every page.
func siteType(d *draft) bool {
	for _, n := range d.elements() {
		if n.DataAtom == atom.Head {
			gap{n, nil}.insert(`<meta property="og:type" content="article"><meta ` +
				`property="og:site_name" content="Báo Khuôn">` +
				`<meta name="author" content="Báo Khuôn"><meta name="copyright" content="Báo Khuôn">`)
			return true
		}
	}
	return false
}
