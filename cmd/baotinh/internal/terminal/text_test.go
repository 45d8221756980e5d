package terminal

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/rivo/uniseg"
)

func TestStyles(t *testing.T) {
	colour := Output{Width: 80, Height: 24, Colour: true, Links: true}
	for _, tt := range []struct {
		name string
		out  Output
		span Span
		want string
	}{
		{"bold", colour, Span{Text: "lũ", Style: Bold}, "\x1b[1mlũ\x1b[0m"},
		{"match", colour, Span{Text: "lũ", Style: Match}, "\x1b[1;31mlũ\x1b[0m"},
		{"match in a title", colour, Span{Text: "lũ", Style: Bold | Match}, "\x1b[1;31mlũ\x1b[0m"},
		{"dim", colour, Span{Text: "lũ", Style: Dim}, "\x1b[2mlũ\x1b[0m"},
		{"plain", Output{}, Span{Text: "lũ", Style: Bold}, "lũ"},
		{"match without colour", Output{Width: 80}, Span{Text: "lũ", Style: Match}, "[lũ]"},
		{"link", colour, Span{Text: "lũ", Link: "http://a.vn/"},
			"\x1b]8;;http://a.vn/\x1b\\lũ\x1b]8;;\x1b\\"},
		{"link of other letters", colour, Span{Text: "lũ", Link: "http://a.vn/lũ"},
			"\x1b]8;;http://a.vn/l%C5%A9\x1b\\lũ\x1b]8;;\x1b\\"},
		{"link where there are none", Output{Colour: true}, Span{Text: "lũ", Link: "http://a.vn/"}, "lũ"},
		{"no address", colour, Span{Text: "lũ", Link: "trang.html"}, "lũ"},
		{"the headline of a stranger", Output{}, Span{Text: "l\x1b[2Jũ\x07\u009b1m\tlớn\n"}, "l[2Jũ1m lớn "},
		{"the address of a stranger", colour, Span{Text: "lũ", Link: "http://a.vn/\x1b\\"},
			"\x1b]8;;http://a.vn/%1B\\\x1b\\lũ\x1b]8;;\x1b\\"},
	} {
		if got := tt.out.Line(tt.span); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

// The words of a title in two styles are one link, which is followed as a whole.
func TestSpansOfOneLink(t *testing.T) {
	o := Output{Width: 20, Colour: true, Links: true}
	got := o.Line(Span{"Mưa ", Bold, "http://a.vn/"}, Span{"lũ", Match, "http://a.vn/"}, Span{Text: " lớn"})
	want := "\x1b]8;;http://a.vn/\x1b\\\x1b[1mMưa \x1b[0m\x1b[1;31mlũ\x1b[0m\x1b]8;;\x1b\\ lớn"
	if got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestParagraphs(t *testing.T) {
	flood := []Span{{Text: "Mưa "}, {Text: "lũ lớn", Style: Match}, {Text: " cô lập nhiều thôn bản"}}
	for _, tt := range []struct {
		name  string
		out   Output
		lead  string
		spans []Span
		want  string
	}{
		{"the others are indented", Output{Width: 24}, " 1. ", flood,
			" 1. Mưa [lũ lớn] cô lập\n    nhiều thôn bản\n"},
		{"no terminal, one line", Output{}, " 1. ", flood, " 1. Mưa [lũ lớn] cô lập nhiều thôn bản\n"},
		{"a style ends with its line", Output{Width: 20, Colour: true}, "            ", flood[1:],
			"            \x1b[1;31mlũ lớn\x1b[0m cô\n            lập nhiều\n            thôn bản\n"},
		{"and begins again", Output{Width: 20, Colour: true}, "> ",
			[]Span{{Text: "Mưa và "}, {Text: "một trận lũ lớn", Style: Match}},
			"> Mưa và \x1b[1;31mmột trận lũ\x1b[0m\n  \x1b[1;31mlớn\x1b[0m\n"},
		{"decomposed letters take one column", Output{Width: 20}, "",
			[]Span{{Text: "Mu\u031ba lu\u0303 lo\u031b\u0301n o\u031b\u0309 La\u0323ng So\u031bn"}},
			"Mu\u031ba lu\u0303 lo\u031b\u0301n o\u031b\u0309 La\u0323ng\nSo\u031bn\n"},
		{"wide letters take two", Output{Width: 20}, "", []Span{{Text: "越南諒山省新聞報道大雨洪水"}},
			"越南諒山省新聞報道大\n雨洪水\n"},
		{"a word wider than a line", Output{Width: 20}, "",
			[]Span{{Text: "Xem " + strings.Repeat("m", 43) + " đó"}},
			"Xem\nmmmmmmmmmmmmmmmmmmmm\nmmmmmmmmmmmmmmmmmmmm\nmmm đó\n"},
		{"an address is kept whole", Output{Width: 30}, "", []Span{{Text: "Xem bài " +
			"http://a.vn/bac/mua.html đó"}},
			"Xem bài\nhttp://a.vn/bac/mua.html đó\n"},
		{"nothing", Output{Width: 20}, "- ", nil, "- \n"},
		{"spaces at the end of a line", Output{Width: 20}, "", []Span{{Text: "Mười chữ cái đầy dòng  đây"}},
			"Mười chữ cái đầy\ndòng  đây\n"},
	} {
		if got := tt.out.Paragraph(tt.lead, tt.spans...); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestCut(t *testing.T) {
	for _, tt := range []struct {
		out     Output
		columns int
		want    string
	}{
		{Output{}, 8, "Lạng Sơn"}, {Output{}, 7, "Lạng S…"}, {Output{}, 6, "Lạng…"}, {Output{}, 1, ""},
		{Output{ASCII: true}, 7, "Lạng..."},
	} {
		if got := tt.out.Cut("Lạng Sơn", tt.columns); got != tt.want {
			t.Errorf("%+v, %d columns: %q, want %q", tt.out, tt.columns, got, tt.want)
		}
	}
}

// A paragraph of any text keeps to its width, loses only spaces at the ends of lines, and holds no escape
// sequence but ours.
func FuzzParagraph(f *testing.F) {
	f.Add("Mưa lũ ", "lớn ở\tLạng Sơn", 30, 4)
	f.Add("越南諒山省", "https://example.vn/"+strings.Repeat("a", 40), 20, 10)
	f.Add("\x1b]0;title\x07", "x\xff\u0301\u0301", 25, 0)
	f.Add("  ", "0000000000", 20, 10)
	f.Fuzz(func(t *testing.T, one, other string, width, indent int) {
		o := Output{Width: min(max(width, leastWidth), 300)}
		lead := strings.Repeat(" ", min(max(indent, 0), o.Width/2))
		text := Clean(one) + Clean(other)
		got := o.Paragraph(lead, Span{Text: one, Style: Bold}, Span{Text: other, Style: Dim})
		for l := range strings.Lines(got) {
			l = strings.TrimSuffix(l, "\n")
			if Width(l) > o.Width+1 { // a wide character where there is but one column is not thrown away
				t.Errorf("%q has more than %d columns", l, o.Width)
			}
			if strings.ContainsFunc(l, unicode.IsControl) {
				t.Errorf("%q has control characters", l)
			}
		}
		if a, b := strings.ReplaceAll(text, " ", ""), withoutSpaces(got); a != b {
			t.Errorf("%q became %q", a, b)
		}
	})
}

func withoutSpaces(s string) string { return strings.NewReplacer(" ", "", "\n", "").Replace(s) }

// Letters that are counted take the columns that uniseg gives them, all of them and each.
func FuzzWidth(f *testing.F) {
	f.Add("Khuổi Nghiều ở Nà Sậy")
	f.Add("nghie\u0302\u0300u")
	f.Add("日本 e\u0301\u200d👩‍👩‍👧")
	f.Fuzz(func(t *testing.T, text string) {
		if !utf8.ValidString(text) || strings.ContainsFunc(text, unicode.IsControl) {
			return
		}
		if got, want := Width(text), uniseg.StringWidth(text); got != want {
			t.Errorf("Width(%+q) = %d, want %d", text, got, want)
		}
	})
}

func TestNarrowCharactersAreNarrow(t *testing.T) {
	for r := rune(0); r < 0x3000; r++ {
		if isNarrow(r) && (uniseg.StringWidth(string(r)) != 1 || uniseg.StringWidth("a"+string(r)+"b") != 3) {
			t.Errorf("%U is %d columns wide", r, uniseg.StringWidth(string(r)))
		}
	}
}
