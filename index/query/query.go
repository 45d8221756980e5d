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
//	title:lũ author:"mai linh" newspaper: province: section: source: site:
//	after:2022-07-27 before:1/8/2022 on:7/2022 year:2022
//
// Field names are understood in Vietnamese too, with marks or without: tiêu đề, tác giả, báo, tỉnh, mục,
// nguồn, trang, từ, trước, đến, ngày, năm. A field is followed by its value without a space.
//
// Near words stand in one text: a title, sapo, paragraph, caption or name. Each word between the quotation
// marks has a word of the text for itself, and all of these are among n+N neighbours, for n words between
// the marks and N after the tilde, at most MaxDistance. "mưa lũ"~0 is mưa lũ or lũ mưa; "mưa mưa"~5 is mưa
// twice.
//
// A pasted headline is a query, so anything that is not clearly of the language is text: an unknown field,
// a field without a value, a dash between spaces, a quotation mark or parenthesis without its other half
// are never errors.
package query

import (
	"fmt"
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

// A Field is what a Word, Phrase, Near, Prefix or Fuzzy node is looked for in. The empty Field is the whole
// text.
type Field string

// The fields.
const (
	Title     Field = "title"
	Author    Field = "author"
	Newspaper Field = "newspaper"
	Province  Field = "province"
	Section   Field = "section"
	Source    Field = "source"
	Site      Field = "site"
)

// A Node is a query or a part of one.
type Node struct {
	Op       Op
	Field    Field
	Text     string
	Words    []analysis.Word // of Text, with offsets in it; Parse fills them in
	Distance int             // of Near: how many other words may stand between, up to MaxDistance
	From, To time.Time
	Nodes    []*Node
}

// A SyntaxError says what cannot be understood in a query, and where.
type SyntaxError struct {
	Query  string
	Offset int // in bytes of Query
	Kind   SyntaxErrorKind
	Detail string // the text at fault, if the kind needs it
}

// A SyntaxErrorKind is a mistake in a query. Its value is the English message.
type SyntaxErrorKind string

// The mistakes.
const (
	TooLong        SyntaxErrorKind = "the query is too long"
	TooManyParts   SyntaxErrorKind = "the query has too many parts"
	TooDeep        SyntaxErrorKind = "the query has too many parentheses in each other"
	TooManyFuzzy   SyntaxErrorKind = "the query has too many words with ~"
	NearDistance   SyntaxErrorKind = `~ behind quotation marks needs a number up to 100, as in "mưa lũ"~3`
	FuzzyNothing   SyntaxErrorKind = "~ without a word before it"
	FuzzyNoLetters SyntaxErrorKind = "~ behind something that is not one word of letters"
	FuzzyField     SyntaxErrorKind = "~ is understood in text and title, not in this field"
	FuzzyDate      SyntaxErrorKind = "~ behind a date"
	NoDate         SyntaxErrorKind = "not a date"
)

// Error returns the message with the offset.
func (e *SyntaxError) Error() string {
	message := string(e.Kind)
	if e.Detail != "" {
		message += ": " + e.Detail
	}
	return fmt.Sprintf("query, at byte %d: %s", e.Offset, message)
}

// Equal reports whether two queries are the same.
func (n *Node) Equal(m *Node) bool {
	return n.Op == m.Op && n.Field == m.Field && n.Text == m.Text && n.Distance == m.Distance &&
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
		if n.Field != "" {
			b.WriteString(string(n.Field) + ":")
		}
		switch n.Op {
		case Phrase:
			b.WriteString(`"` + n.Text + `"`)
		case Near:
			b.WriteString(`"` + n.Text + `"~` + strconv.Itoa(n.Distance))
		case Prefix:
			b.WriteString(n.Text + "*")
		case Fuzzy:
			b.WriteString(n.Text + "~")
		default:
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

func (n *Node) dates() string {
	switch {
	case n.To.IsZero():
		return "after:" + n.From.Format(time.DateOnly)
	case n.From.IsZero():
		return "before:" + n.To.Format(time.DateOnly)
	case n.From.AddDate(1, 0, 0).Equal(n.To):
		return "year:" + n.From.Format("2006")
	case n.From.AddDate(0, 1, 0).Equal(n.To):
		return "on:" + n.From.Format("2006-01")
	}
	return "on:" + n.From.Format(time.DateOnly)
}
