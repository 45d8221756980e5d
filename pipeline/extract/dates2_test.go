package extract

import "testing"

// TestDatesAgain has further neighbours, in the layouts of newspapers of several years.
func TestDatesAgain(t *testing.T) {
	const crumbs = `<ul class="breadcrumb"><li><a href="/">Trang chủ</a></li><li><a href="/xh">` +
		`Xã hội</a></li></ul>`
	const share = `<a href="#f">Facebook</a><a href="#z">Zalo</a><a href="#e">Email</a>`
	published := func(s string) string {
		return `<meta property="article:published_time" ` +
			`content="` + s + `">`
	}
	testDates(t, []dateTest{
		// Over the headline.
		{"above", "trail and date in a header row", datedPage{
			above: `<div class="header-content">` + crumbs + `<span class="date">` +
				`Thứ hai, 11/3/2024, 08:15 (GMT+7)</span></div>`},
			"2024-03-11 08:15"},
		{"above", "hashed names, date and share icons", datedPage{
			above: `<div class="x7f"><div class="q1"><time>11/03/2024 08:15</time></div>` +
				`<div class="q2">` + share + `</div></div>`},
			"2024-03-11 08:15"},
		{"above", "section, bar, date", datedPage{
			above: `<p><a href="/xh">Xã hội</a> | <span>11/03/2024 - 08:15</span></p>`}, "2024-03-11 08:15"},
		{"above", "kicker between date and headline", datedPage{
			above: `<div>08:15, 11/03/2024</div><div>Sau trận lốc ở vùng biên</div>`}, "2024-03-11 08:15"},
		{"above", "writer and date", datedPage{
			above: `<div class="meta"><span>Mai Linh</span> <span>11/03/2024 08:15</span></div>` +
				``}, "2024-03-11 08:15"},
		{"above", "clock in the header, the date over the headline", datedPage{
			top:   `<span class="time">Thứ Năm, 09/05/2024 14:22</span>`,
			above: `<div class="time">Thứ Hai, 11/03/2024 08:15</div>`}, "2024-03-11 08:15"},
		{"above", "clock in the header agrees with nothing", datedPage{
			head: published("2024-03-11T08:15:00+07:00"), top: `<div id="clock">` +
				`Thứ Năm, 09/05/2024 14:22</div>`},
			"2024-03-11 08:15"},
		{"above", "in a named clock, stated too", datedPage{
			head: published("2024-03-11T08:15:00+07:00"), above: `<div class="clock">` +
				`Thứ Hai, 11/03/2024 08:15</div>`},
			"2024-03-11 08:15"},
		{"above", "in the top menu, stated too", datedPage{
			head: published("2024-03-11T08:15:00+07:00"), top: `<div class="top">11/03/2024 08:15</div>`},
			"2024-03-11 08:15"},
		{"above", "table of 2006", datedPage{
			above: `<table><tr><td>Thứ hai, 11/03/2024 - 8:15 AM</td></tr></table>`}, "2024-03-11 08:15"},

		// Clocks.
		{"clock", "to the second, with an hour behind", datedPage{bar: `<div>` +
			`Hôm nay: Thứ Năm, 09/05/2024 - 14:22:09</div>`}, ""},
		{"clock", "between menu and trail", datedPage{
			bar: `<div class="bar"><span>Thứ Năm, 9/5/2024</span><a href="/lien-he">Liên hệ</a></div>` +
				`` + crumbs}, ""},
		{"clock", "today, in the column", datedPage{above: `<div>Hôm nay, 09/05/2024</div>`}, ""},
		{"clock", "with the weather", datedPage{
			bar: `<div class="weather">Hà Giang 22°C Thứ Năm, 09/05/2024</div>`}, ""},
		{"clock", "in the footer", datedPage{behind: `<footer>Thứ Năm, 09/05/2024 14:22</footer>`}, ""},
		{"clock", "stamp of the server alone", datedPage{fetched: "2024-05-09T14:22:30+07:00",
			head: published("2024-05-09T14:22:30+07:00")}, ""},
		{"clock", "lunar", datedPage{bar: `<div>Thứ Năm, 09/05/2024 (2/4 Âm lịch)</div>`}, ""},

		// Machine data.
		{"json-ld", "three in an array, ours last, by address", datedPage{
			url: "https://baola.example/xa-hoi/pu-lau-77.html", fetched: "2024-05-09T14:22:30+07:00",
			head: ld(`[` + article("Giá lợn hơi tăng nhẹ tại các tỉnh", "2024-05-08T08:00:00+07:00") + `,` +
				article(otherTitle, "2024-05-07T08:00:00+07:00") + `,` +
				article("Niềm vui bên mái nhà mới", "2024-03-11T08:15:00+07:00",
					`"mainEntityOfPage":{"@type":"WebPage","@id":`+
						`"https://baola.example/xa-hoi/pu-lau-77.html"}`) + `]`)},
			"2024-03-11 08:15"},
		{"json-ld", "mainEntity of a page", datedPage{
			head: ld(`{"@type":"WebPage","mainEntity":` + article(datedTitle,
				"2024-03-11T08:15:00+07:00") + `}`)},
			"2024-03-11 08:15"},
		{"json-ld", "only dateCreated", datedPage{
			head: ld(`{"@type":"NewsArticle","headline":"` + datedTitle +
				`","dateCreated":"2024-03-11T08:15:00+07:00"}`)},
			"2024-03-11 08:15"},
		{"json-ld", "a raw line break in the headline", datedPage{
			head: ld("{\"@type\":\"NewsArticle\",\"headline\":" +
				"\"Xã Pù Lầu dựng lại nhà văn hóa\nsau trận lốc\"," +
				"\"datePublished\":\"2024-03-11T08:15:00+07:00\",}")}, "2024-03-11 08:15"},
		{"json-ld", "the name of the newspaper in the headline", datedPage{
			head: ld(article(datedTitle+" | Báo Lạ điện tử", "2024-03-11T08:15:00+07:00"))},
			"2024-03-11 08:15"},
		{"json-ld", "a related podcast and the article", datedPage{
			head: ld(`{"@type":"PodcastEpisode","name":"Bản tin tối","datePublished":"2024-05-01"}`) +
				ld(article(datedTitle, "2024-03-11T08:15:00+07:00"))}, "2024-03-11 08:15"},
		{"json-ld", "an update of a live report", datedPage{
			head: ld(`{"@type":"LiveBlogPosting","headline":"` + datedTitle +
				`","datePublished":"2024-03-11T08:15:00+07:00",
"liveBlogUpdate":[{"@type":"BlogPosting","headline":"Tin mới",` +
				`"datePublished":"2024-03-12T09:00:00+07:00"}]}`)},
			"2024-03-11 08:15"},
		{"json-ld", "empty date, meta", datedPage{
			head: ld(article(datedTitle, "")) + published("2024-03-11T08:15:00+07:00")}, "2024-03-11 08:15"},
		{"json-ld", "date 0001, printed", datedPage{
			head: ld(article(datedTitle, "0001-01-01T00:00:00")), under: `<p>11/03/2024 08:15</p>` +
				``}, "2024-03-11 08:15"},
		{"json-ld", "date 1970, printed", datedPage{
			head: ld(article(datedTitle, "1970-01-01T07:00:00+07:00")), under: `<p>` +
				`11/03/2024 08:15</p>`}, "2024-03-11 08:15"},
		{"microdata", "own item, related item inside", datedPage{
			above: `<div itemscope itemtype="https://schema.org/NewsArticle">` +
				`<meta itemprop="headline" content="` + datedTitle +
				`"><meta itemprop="datePublished" content="2024-03-11T08:15:00+07:00"></div>`,
			below: `<div itemscope itemtype="https://schema.org/NewsArticle">` + teaser +
				`<meta itemprop="datePublished" content="2024-05-01T08:15:00+07:00"></div>` +
				``}, "2024-03-11 08:15"},
		{"microdata", "time element with content", datedPage{
			under: `<span itemprop="datePublished" content="2024-03-11T08:15:00+07:00">Thứ Hai</span>` +
				``}, "2024-03-11 08:15"},
		{"microdata", "an event", datedPage{
			under: `<div itemscope itemtype="https://schema.org/Event">` +
				`<time itemprop="startDate" datetime="2024-06-01T08:00:00+07:00">1/6/2024</time></div>`},
			""},
		{"meta", "the same three times", datedPage{
			head: published("2024-03-11T08:15:00+07:00") + published("2024-03-11T08:15:00+07:00") +
				`<meta name="pubdate" content="2024-03-11 08:15:00">`}, "2024-03-11 08:15"},
		{"meta", "modified only", datedPage{
			head: `<meta property="article:modified_time" content="2024-03-12T08:15:00+07:00">`}, ""},
		{"meta", "month first and day first", datedPage{
			head: published("03/11/2024 08:15:00 AM") + `<meta name="pubdate" ` +
				`content="2024-03-11T08:15:00+07:00">`},
			"2024-03-11 08:15"},
		{"zone", "GMT in words", datedPage{head: published("Mon, 11 Mar 2024 01:15:00 GMT"),
			under: `<div>11/03/2024 08:15</div>`}, "2024-03-11 08:15"},
		{"zone", "GMT in words, a slip", datedPage{head: published("Mon, 11 Mar 2024 08:15:00 GMT"),
			under: `<div>11/03/2024 08:15</div>`}, "2024-03-11 08:15"},
		{"zone", "Z in JSON-LD and in meta, local", datedPage{
			head:  ld(article(datedTitle, "2024-03-11T08:15:00Z")) + published("2024-03-11T08:15:00Z"),
			under: `<div>08:15 11/03/2024</div>`}, "2024-03-11 08:15"},
		{"zone", "noon and afternoon", datedPage{
			head:  published("2024-03-11T12:05:00+07:00"),
			under: `<div>11/03/2024 12:05 CH</div>`}, "2024-03-11 12:05"},

		// Relative and others.
		{"relative", "named as time", datedPage{fetched: "2024-03-12T08:02:03+07:00",
			under: `<div class="meta"><a href="/tg/mai-linh">Mai Linh</a><span>2 giờ trước</span>` +
				`</div>`}, "2024-03-12 06:00"},
		{"relative", "yesterday, over the headline", datedPage{fetched: "2024-03-12T08:02:03+07:00",
			above: `<div>Hôm qua lúc 14:30</div>`}, "2024-03-11 14:30"},
		{"relative", "and the stated date", datedPage{fetched: "2024-03-12T08:02:03+07:00",
			head: published("2024-03-09T08:15:00+07:00"), under: `<div>3 ngày trước</div>` +
				``}, "2024-03-09 08:15"},
		{"relative", "months are no day", datedPage{fetched: "2024-03-12T08:02:03+07:00",
			under: `<div>2 tháng trước</div>`}, ""},
		{"relative", "in a sentence", datedPage{fetched: "2024-03-12T08:02:03+07:00",
			lede: `<p>3 ngày trước lốc đã quét qua bản.</p>`}, ""},
		{"relative", "a caption", datedPage{fetched: "2024-03-12T08:02:03+07:00",
			lede: `<figure><img src=a.jpg><figcaption>Nhà văn hóa 3 ngày trước</figcaption></figure>`}, ""},
		{"others", "a licence under the headline", datedPage{
			behind: `<p>Giấy phép hoạt động báo điện tử số 12/GP-BTTTT ngày 05/02/2021</p>`}, ""},
		{"others", "a caption with a date", datedPage{
			lede: `<figure><img src=a.jpg><figcaption>Mái nhà bị tốc, ngày 10/03/2024</figcaption>` +
				`</figure>`}, ""},
		{"others", "most read beside the column", datedPage{
			bar: `<aside><h3>Đọc nhiều</h3><div>` + teaser + `<span class="date">` +
				`01/05/2024 08:00</span></div></aside>`}, ""},
		{"others", "cards over the article", datedPage{
			above: `<div class="card"><h3>` + teaser + `</h3><time>01/05/2024 08:00</time></div>`}, ""},
		{"others", "cards under the text", datedPage{
			below: `<div class="c1"><h3>` + teaser + `</h3><span>01/05/2024 08:00</span></div>` +
				`<div class="c1"><h3>` + teaser +
				`</h3><span>02/05/2024 08:00</span></div>`}, ""},
		{"others", "a change printed, a publication in JSON-LD of day precision", datedPage{
			head:  ld(article(datedTitle, "2024-03-11")),
			under: `<div>Cập nhật: 11/03/2024 10:20</div>`}, "2024-03-11"},
		{"others", "a change later the same day", datedPage{
			under: `<div>Đăng: 11/03/2024 08:15</div><div>Cập nhật: 11/03/2024 10:20</div>` +
				``}, "2024-03-11 08:15"},
		{"others", "updated before published in one line", datedPage{
			under: `<div>Cập nhật: 12/03/2024 10:20 - Xuất bản: 11/03/2024 08:15</div>`}, "2024-03-11 08:15"},
		{"others", "published then updated in one line", datedPage{
			under: `<div>Xuất bản: 11/03/2024 08:15 - Cập nhật: 12/03/2024 10:20</div>`}, "2024-03-11 08:15"},
	})
}
