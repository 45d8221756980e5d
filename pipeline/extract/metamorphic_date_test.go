package extract_test

import (
	"slices"
	"strings"
	"time"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"baotinh/pipeline/extract/dom"
	"baotinh/pipeline/news"
	"baotinh/pipeline/vidate"
)

// dateRows put the printed date elsewhere beside the headline, or print it in another way.
var dateRows = []change{
	{"date/above", moveDate(above, `<div></div>`)},
	{"date/below", moveDate(below, `<div></div>`)},
	{"date/below-in-paragraph", moveDate(below, `<p></p>`)},
	{"date/beside", dateBeside},
	{"date/in-share-row", moveDate(below, `<div class="share-box"><a `+
		`href="https://facebook.com/sharer?u=x">Chia sẻ</a>`+
		`<a href="https://zalo.me/share">Zalo</a><span></span></div>`)},
	{"date/in-share-row-above", moveDate(above, `<div class="social-share"><a href="#fb"><i class="fa `+
		`fa-facebook"></i>`+
		`</a><a href="#cmt">Bình luận</a><span></span></div>`)},
	{"date/in-trail", moveDate(above, `<div class="bc"><a href="/">Trang chủ</a> / <a href="/xa-hoi/">`+
		`Xã hội</a> `+
		`<span></span></div>`)},
	{"date/in-list", moveDate(below, `<ul><li><a href="#p">In trang</a></li><li><a href="#m">Gửi `+
		`email</a></li>`+
		`<li></li></ul>`)},
	{"date/in-table-row", moveDate(below, `<table><tbody><tr><td><a href="#p">In</a></td><td></td></tr>`+
		`</tbody></table>`)},
	{"date/weekday", weekday},
	{"date/weekday-above", func(d *draft) bool { return weekday(d) && moveDate(above, `<div></div>`)(d) }},
	{"date/icon", dateWith(`<i class="fa fa-clock-o"></i> `, "")},
	{"date/drawing", dateWith(`<svg width="1" height="1"><title>Đồng hồ</title><path d="M0 0"></path>`+
		`</svg>`, "")},
	{"date/label", dateWith("Ngày đăng: ", "")},
	{"date/label-update-link", dateWith("Đăng lúc ", ` | <a href="#cmt">0 bình luận</a>`)},
	{"date/views", dateWith("", " | 1.234 lượt xem")},
	{"date/views-apart", dateWith("", ` <span>Lượt xem: 518</span>`)},
	{"date/zone", reprint("02/01/2006 15:04 GMT+7", "02/01/2006")},
	{"date/minute-first", reprint("15:04 02/01/2006", "2/1/2006")},
	{"date/hyphens", reprint("02-01-2006 15:04", "02-01-2006")},
	{"date/points", reprint("02.01.2006 | 15:04", "02.01.2006")},
	{"date/comma", reprint("15:04, 02/01/2006", "02/01/2006")},
	{"date/in-words", reprint("15:04, ngày 2 tháng 1 năm 2006", "ngày 2 tháng 1 năm 2006")},
	{"date/hour-letter", reprint("15h04 ngày 2/1/2006", "ngày 2/1/2006")},
	{"date/time-element", dateInTime},
}

// above and below return the places beside the headline.
func above(d *draft) gap { return gapBefore(d.parts.title) }
func below(d *draft) gap { return gapAfter(d.parts.title) }

// moveDate moves the date into the innermost last element of the row given.
func moveDate(where func(*draft) gap, row string) func(*draft) bool {
	return func(d *draft) bool {
		if d.parts.date == nil {
			return false
		}
		date := d.dateRow()
		detach(date)
		n := where(d).insert(row)
		for n.LastChild != nil && n.LastChild.Type == html.ElementNode {
			n = n.LastChild
		}
		n.AppendChild(date)
		return true
	}
}

// dateElement returns the date as an element that may be moved.
func (d *draft) dateElement() *html.Node {
	if n := d.parts.date; n.Type == html.TextNode || n.DataAtom == atom.Td || n.DataAtom == atom.Li {
		span := element("span")
		if n.Type == html.TextNode {
			n.Parent.InsertBefore(span, n)
			detach(n)
			span.AppendChild(n)
		} else {
			for _, k := range slices.Collect(n.ChildNodes()) {
				detach(k)
				span.AppendChild(k)
			}
			n.AppendChild(span)
		}
		d.parts.date = span
	}
	return d.parts.date
}

// dateRow returns the short row that holds the date and what stands beside it: the writer, say.
func (d *draft) dateRow() *html.Node {
	const longest = 160 // bytes
	row := d.dateElement()
	isBounded := func(p *html.Node) bool {
		return p == d.parts.top || p == d.parts.article || !isFlow(p) && p.DataAtom != atom.P ||
			p.DataAtom == atom.Td || !dom.IsShort(p, longest) ||
			d.parts.title != nil && dom.Contains(p, d.parts.title) ||
			slices.ContainsFunc(d.parts.blocks, func(b *html.Node) bool { return dom.Contains(p, b) })
	}
	for p := row.Parent; p != nil && p.DataAtom != atom.Li && !isBounded(p); p = p.Parent {
		row = p
	}
	return row
}

// dateBeside puts headline and date into one row.
func dateBeside(d *draft) bool {
	if d.parts.date == nil || gapBefore(d.parts.title).before != d.parts.title {
		return false
	}
	date := d.dateRow()
	detach(date)
	wrap(d.parts.title, `<div></div>`)
	d.parts.title.Parent.AppendChild(date)
	return true
}

// dateText returns the text of the date line: its first with a digit.
func (d *draft) dateText() *html.Node {
	if d.parts.date == nil {
		return nil
	}
	if d.parts.date.Type == html.TextNode {
		return d.parts.date
	}
	for n := range d.parts.date.Descendants() {
		if n.Type == html.TextNode && strings.ContainsFunc(n.Data, unicode.IsDigit) {
			return n
		}
	}
	return nil
}

// isWholeDate reports whether n is all that the date line holds, and begins with the digits of the date.
func (d *draft) isWholeDate(n *html.Node) bool {
	if n == nil || strings.TrimSpace(dom.Text(d.parts.date, 1<<10)) != strings.TrimSpace(dom.Text(n, 1<<10)) {
		return false
	}
	s := strings.TrimSpace(n.Data)
	return s != "" && s[0] >= '0' && s[0] <= '9'
}

var weekdays = [...]string{"Chủ nhật", "Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy"}

func weekday(d *draft) bool {
	n := d.dateText()
	if !d.isWholeDate(n) || d.want.date == "" {
		return false
	}
	day, err := time.Parse(time.DateOnly, d.want.date[:len(time.DateOnly)])
	if err != nil {
		return false
	}
	n.Data = weekdays[day.Weekday()] + ", " + strings.TrimSpace(n.Data)
	return true
}

// dateWith adds HTML before and behind the date.
func dateWith(before, behind string) func(*draft) bool {
	return func(d *draft) bool {
		if n := d.dateText(); !d.isWholeDate(n) {
			return false
		}
		date := d.dateElement()
		if before != "" {
			gap{date, date.FirstChild}.insert(before)
		}
		if behind != "" {
			gap{date, nil}.insert(behind)
		}
		return true
	}
}

// reprint prints the date in another layout; it must be a whole date line.
func reprint(minute, day string) func(*draft) bool {
	return func(d *draft) bool {
		n := d.dateText()
		if !d.isWholeDate(n) {
			return false
		}
		printed, err := vidate.Parse(dom.Clean(n.Data), time.Time{})
		if err != nil || printed.Precision < news.Day {
			return false
		}
		layout := minute
		if printed.Precision == news.Day {
			layout = day
		}
		n.Data = printed.Time.Format(layout)
		return true
	}
}

// dateInTime states the date in a <time> too.
func dateInTime(d *draft) bool {
	n := d.dateText()
	if !d.isWholeDate(n) || len(d.want.date) == len(time.DateOnly) {
		return false
	}
	date := d.dateElement()
	for p := date; p != nil; p = p.Parent {
		if p.DataAtom == atom.Time {
			return false
		}
	}
	t := element("time", html.Attribute{Key: "datetime",
		Val: strings.Replace(d.want.date, " ", "T", 1) + ":00+07:00"})
	for _, k := range slices.Collect(date.ChildNodes()) {
		detach(k)
		t.AppendChild(k)
	}
	date.AppendChild(t)
	return true
}
