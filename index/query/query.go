// Package query is the query language: [Parse] reads what a person types, [Node.String] writes it so that
// it can be read again.
//
//	hạn hán lạng sơn            every word
//	"ủy ban nhân dân"           the words side by side
//	"mưa lũ"~3                  the words near each other, in any order, with 3 others between them at most
//	mưa OR lũ                   one of them; also HOẶC and |
//	-bóng -"hạng nhất"          without
//	(mưa OR lũ) lạng sơn        grouping
//	khoan*                      words that begin so
//	lạng~                       also the syllables that are one edit away: làng, lang, nạng
//	title:lũ author:"mai linh"  in a field: see below
//	after:2022-07-27 date:2004..2009 seen:24h
//
// # Fields
//
// title, author, photographer, newspaper, province, section, source, tag, sapo, caption, dateline, site, url
// and type are followed by a word, a phrase or a group. Names are understood in Vietnamese too, with marks or
// without: tiêu đề, tác giả, người chụp, báo, tỉnh, chuyên mục, nguồn, nhãn, chú thích, trang, địa chỉ, loại;
// so are the values of type, see [news.Type]: photo, "phóng sự ảnh". place, địa danh, is a commune, district
// or province that the article names, of before July 2025 or of today, as [place.Named] understands it:
// place:"Tràng Định", place:"Bình Minh, Vĩnh Long", place:"huyện Quảng Ninh". A name of several places is an
// error that lists them. url has a host, the beginning of an
// address or a whole one. status:withdrawn, tình trạng:"đã gỡ", selects the articles whose pages hold them no
// more.
//
// after, from (sau, từ), before (trước), to (đến), date (ngày, năm) and seen (mới) are followed by a date. A
// date stands for a time from its first instant to its last, as a day, month or year of Vietnam does. after
// and from begin with the first instant of it, to ends with the last, and before ends before the first; date
// is published in it. So after:2022 and before:2023 together are date:2022. seen is first seen in it,
// whenever published. date and seen take ranges too, both ends included; one may be open: 2004..2009,
// 2022-07.., ..7d.
//
//	2022-07-27 27/7/2022 27-7-2022   a day; also "27 tháng 7 năm 2022"
//	2022-07 7/2022 2022              a month, a year
//	2022-07-27T08:30 2022-07-27T08:30:15
//	today "hôm nay" hôm_nay hôm-nay  also yesterday, hôm qua
//	"this week" "tuần này"           from Monday to Sunday; also last week, tuần trước, this month,
//	                                 tháng này, last month, tháng trước, this year, năm nay, last year,
//	                                 năm ngoái
//	7d 2w 24h                        7 days, 2 weeks, 24 hours ago; also "7 ngày", 2tuần, 24giờ. Alone it is
//	                                 since then: date:7d since that day began, seen:24h since that second
//
// A name and a colon are a field if the value follows the colon at once: a letter or digit, a quotation mark
// or a parenthesis (of a date also ..). Another name of two or more small ASCII letters in such a place is
// an error: autor:mai. Elsewhere a colon is text: "Sơn La: lũ", Sơn:Khởi, Re:Zero, 14:30, 2:1, https://a.
//
// # Text
//
// A pasted headline is a query, so all that is not clearly of the language is text: a field without a value,
// a dash between spaces, a quotation mark or parenthesis without its other half are never errors. Operators
// of other languages are, because they would be taken for something else: NOT, NEAR(, !word, kho*n, word^2.
//
// Quotation marks of print, “ ” „ “ « », make a phrase as others do, but may be those of a pasted headline:
// if the query finds nothing, a search box may go on without them, and says so. See [Node.Printed].
//
// # Near words
//
// Near words stand in one text: a title, sapo, paragraph, caption or name. Each word between the quotation
// marks has a word of the text for itself, and all of these are among n+N neighbours, for n words between
// the marks and N after the tilde, at most MaxDistance. "mưa lũ"~0 is mưa lũ or lũ mưa; "mưa mưa"~5 is mưa
// twice.
package query

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"baotinh/index/analysis"
)

// An Op says what a Node is.
type Op uint8

// The kinds of node.
const (
	All    Op = iota // all of Nodes; of none: everything
	Any              // at least one of Nodes
	Not              // not Nodes[0]
	Word             // Text, which may be several words: 27-NQ/TW
	Phrase           // the words of Text side by side
	Near             // the words of Text near each other, in any order
	Prefix           // words that begin with Text
	Fuzzy            // Text, one word, or a word one edit away from it
	Dates            // published at From or later, and before To; a zero time is no bound
)

// MaxDistance is the greatest distance of near words.
const MaxDistance = 100

// A Node is a query or a part of one.
type Node struct {
	Op       Op
	Field    Field
	Text     string
	Words    []analysis.Word // of Text, with offsets in it; Parse fills them in
	Printed  bool            // of Phrase: in quotation marks of print, “ ” „ “ « », as a headline has them
	Distance int             // of Near: how many other words may stand between, up to MaxDistance
	From, To time.Time
	Nodes    []*Node
	Offset   int // of Prefix, in bytes of the query
}

// Equal reports whether two queries are the same.
func (n *Node) Equal(m *Node) bool {
	return n.Op == m.Op && n.Field == m.Field && n.Text == m.Text && n.Printed == m.Printed &&
		n.Distance == m.Distance &&
		n.From.Equal(m.From) && n.To.Equal(m.To) && slices.EqualFunc(n.Nodes, m.Nodes, (*Node).Equal)
}

// String returns the query in the query language.
func (n *Node) String() string {
	var b strings.Builder
	n.write(&b, All)
	return b.String()
}

// write writes n as a part of a node of the kind parent.
func (n *Node) write(b *strings.Builder, parent Op) {
	switch n.Op {
	case All, Any:
		n.writeGroup(b, parent)
	case Not:
		n.writeNot(b)
	case Dates:
		b.WriteString(n.dates())
	default:
		if n.Field == URL {
			b.WriteString(`url:"` + n.Text + `"`)
			return
		}
		if n.Field != "" {
			b.WriteString(string(n.Field) + ":")
		}
		switch n.Op {
		case Phrase:
			opening, closing := `"`, `"`
			if n.Printed {
				opening, closing = "“", "”"
			}
			b.WriteString(opening + n.Text + closing)
		case Near:
			b.WriteString(`"` + n.Text + `"~` + strconv.Itoa(n.Distance))
		case Prefix:
			b.WriteString(n.Text + "*")
		case Fuzzy:
			b.WriteString(n.Text + "~")
		default:
			if b.Len() == 0 && beginsField(n.Text) || slices.Contains(foreignOperators, n.Text) {
				b.WriteString("(" + n.Text + ")")
				return
			}
			b.WriteString(n.Text)
		}
	}
}

// writeNot writes a minus and the negated node, in parentheses if the minus would not be read as one before
// it: -(-a), -(30).
func (n *Node) writeNot(b *strings.Builder) {
	var negated strings.Builder
	n.Nodes[0].write(&negated, Not)
	text := "-" + negated.String()
	if p := (parser{s: text}); !p.negates() {
		text = "-(" + negated.String() + ")"
	}
	b.WriteString(text)
}

func (n *Node) writeGroup(b *strings.Builder, parent Op) {
	separator := " "
	if n.Op == Any {
		separator = " OR "
	}
	group := parent == Not || parent == Any || n.Op == Any && parent == All
	if group {
		b.WriteByte('(')
	}
	for i, m := range n.Nodes {
		if i > 0 {
			b.WriteString(separator)
		}
		if i > 0 && m.Op == Word && m.Field == "" && endsName(m.Text) {
			b.WriteString("(" + m.Text + ")")
			continue
		}
		m.write(b, n.Op)
	}
	if group {
		b.WriteByte(')')
	}
}
