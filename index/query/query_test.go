package query

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
)

// show writes the structure of a query, which String does not show.
func show(n *Node) string {
	var parts []string
	for _, m := range n.Nodes {
		parts = append(parts, show(m))
	}
	inner := strings.Join(parts, " ")
	field := ""
	if n.Field != "" {
		field = string(n.Field) + ":"
	}
	switch n.Op {
	case All:
		return "all(" + inner + ")"
	case Any:
		return "any(" + inner + ")"
	case Not:
		return "not(" + inner + ")"
	case Phrase:
		return fmt.Sprintf("%s%q", field, n.Text)
	case Near:
		return fmt.Sprintf("%s%q~%d", field, n.Text, n.Distance)
	case Prefix:
		return field + n.Text + "*"
	case Fuzzy:
		return field + n.Text + "~"
	case Dates:
		date := func(t time.Time) string {
			if t.IsZero() {
				return ""
			}
			return t.Format(time.DateOnly)
		}
		return "dates(" + date(n.From) + ".." + date(n.To) + ")"
	}
	return field + n.Text
}

func TestParse(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"nothing", "", "all()"},
		{"signs only", ` – : ( " - `, "all()"},
		{"words are all required", "hạn hán lạng sơn", "all(hạn hán lạng sơn)"},
		{"phrase", `"ủy ban nhân dân" lạng sơn`, `all("ủy ban nhân dân" lạng sơn)`},
		{"typographic quotation marks", "“ủy ban” họp", `all("ủy ban" họp)`},
		{"alternatives", "mưa OR lũ", "all(any(mưa lũ))"},
		{"alternatives in Vietnamese", "mưa HOẶC lũ", "all(any(mưa lũ))"},
		{"alternatives with a bar", "mưa|lũ", "all(any(mưa lũ))"},
		{"AND binds closer", "a b OR c d", "all(any(all(a b) all(c d)))"},
		{"AND may be written", "mưa AND lũ VÀ bão", "all(mưa lũ bão)"},
		{"small or is a word", "mưa or lũ", "all(mưa or lũ)"},
		{"without", `-bóng -"hạng nhất"`, `all(not(bóng) not("hạng nhất"))`},
		{"grouping", "(mưa OR lũ) lạng sơn", "all(any(mưa lũ) lạng sơn)"},
		{"without a group", "lũ -(bóng đá)", "all(lũ not(all(bóng đá)))"},
		{"prefix", "khoan*", "all(khoan*)"},
		{"prefix of one letter is a word", "k*", "all(k)"},
		{"edits allowed", "lạng~ sơn", "all(lạng~ sơn)"},
		{"edits allowed in a title, in alternatives", "title:(lũ~ quét) OR -ngập~",
			"all(any(all(title:lũ~ title:quét) not(ngập~)))"},
		{"a tilde elsewhere is text", "~5 triệu, 10~15 và lạng~sơn", "all(5 triệu 10~15 và lạng~sơn)"},
		{"near words", `"mưa lũ"~3 -title:“lạng sơn”~0`, `all("mưa lũ"~3 not(title:"lạng sơn"~0))`},
		{"near words in alternatives", `("mưa lũ"~10|bão)`, `all(any("mưa lũ"~10 bão))`},
		{"near words without a word", `"–"~3 bão`, "all(bão)"},
		{"a tilde apart from a phrase is text", `"lũ quét" ~5`, `all("lũ quét" 5)`},
		{"field", `author:"mai linh"`, `all(author:"mai linh")`},
		{"field in Vietnamese", `tác giả:"mai linh" tỉnh:lào`, `all(author:"mai linh" province:lào)`},
		{"field without marks", "tieude:lu nguon:ttxvn", "all(title:lu source:ttxvn)"},
		{"field of a group", "title:(lũ quét)", "all(title:lũ title:quét)"},
		{"dates", "after:2022-07-27 trước:1/8/2022", "all(dates(2022-07-27..) dates(..2022-08-01))"},
		{"until a day, the day included", "đến:1/8/2022", "all(dates(..2022-08-02))"},
		{"a month", "on:7/2022", "all(dates(2022-07-01..2022-08-01))"},
		{"a year", "năm:2022", "all(dates(2022-01-01..2023-01-01))"},
		{"a day in words", `ngày:"27 tháng 7 năm 2022"`, "all(dates(2022-07-27..2022-07-28))"},
		{"document number", "27-NQ/TW", "all(27-NQ/TW)"},

		{"headline with a colon", "Nông: Nứt đập thủy lợi, sơ tán", "all(Nông Nứt đập thủy lợi sơ tán)"},
		{"headline with a dash", "Hỏa hoạn - mối", "all(Hỏa hoạn mối)"},
		{"headline with a number behind a dash", "tiêm kích Su -30", "all(tiêm kích Su 30)"},
		{"headline with a field name and a space", "Từ: hai năm trước", "all(Từ hai năm trước)"},
		{"unknown field", "foo:bar", "all(foo:bar)"},
		{"address", "https://baolangson.vn/a.html", "all(https://baolangson.vn/a.html)"},
		{"time of day", "lúc 19:20", "all(lúc 19:20)"},
		{"quotation mark without its other half", `"hạn hán`, "all(hạn hán)"},
		{"parenthesis without its other half", "hạn (hán", "all(hạn hán)"},
		{"closing parenthesis alone", "hạn) hán", "all(hạn hán)"},
		{"years in parentheses", "Khóa XII (2014-2019)", "all(Khóa XII 2014-2019)"},
		{"single quotation marks", "'Trùm' tình báo", "all(Trùm tình báo)"},
		{"OR without sides", "OR mưa OR", "all(mưa)"},
	} {
		n, err := Parse(tt.in)
		if err != nil {
			t.Errorf("%s: Parse(%q): %v", tt.name, tt.in, err)
			continue
		}
		if got := show(n); got != tt.want {
			t.Errorf("%s: Parse(%q) = %s, want %s", tt.name, tt.in, got, tt.want)
		}
	}
}

func TestParseErrorsPointAtThePlace(t *testing.T) {
	for _, tt := range []struct {
		name, in string
		offset   int
	}{
		{"no date", "lũ after:hôm", len("lũ after:")},
		{"no such day", "on:30/2/2022", len("on:")},
		{"edits of nothing", "lũ ~ quét", len("lũ ")},
		{"no distance", `"lũ quét"~ ở`, len(`"lũ quét"`)},
		{"no number for a distance", `"lũ quét"~x`, len(`"lũ quét"`)},
		{"a distance below zero", `"lũ quét"~-1`, len(`"lũ quét"`)},
		{"too great a distance", `bão "lũ quét"~101`, len(`bão "lũ quét"`)},
		{"near words in a name", `author:"mai linh"~2`, len(`author:"mai linh"`)},
		{"edits of a group", "(lũ quét)~", len("(lũ quét)")},
		{"edits of a number", "lũ 2022~", len("lũ 2022")},
		{"edits of a prefix", "khoan*~", len("khoan*")},
		{"edits of a date", "after:2022~ lũ", len("after:2022")},
		{"edits of a date in words", `ngày:"27 tháng 7 năm 2022"~`, len(`ngày:"27 tháng 7 năm 2022"`)},
		{"edits of a name", "author:mai~", len("author:mai")},
		{"edits of very many words", strings.Repeat("a~ ", 20), 3 * 16},
		{"too long", strings.Repeat("a ", 4000), 4096},
		{"too many parts", strings.Repeat("a ", 300), 512},
		{"too deep", strings.Repeat("(", 40) + "a", 17},
	} {
		_, err := Parse(tt.in)
		syntax, ok := errors.AsType[*SyntaxError](err)
		if !ok {
			t.Errorf("%s: Parse = %v, want a *SyntaxError", tt.name, err)
			continue
		}
		if syntax.Query != tt.in {
			t.Errorf("%s: the error is about %q", tt.name, syntax.Query)
		}
		if syntax.Offset != tt.offset {
			t.Errorf("%s: error at %d, want %d: %v", tt.name, syntax.Offset, tt.offset, err)
		}
	}
}

func TestStringIsReadAgain(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"a minus before a minus", "lũ -(-mưa)", "lũ -(-mưa)"},
		{"a minus before a number", "lũ -(30)", "lũ -(30)"},
		{"a word that ends like a field of two words", `ti"t:0`, "ti (t:0)"},
		{"edits allowed", "-( lạng~ )", "-lạng~"},
		{"near words", "title:(“mưa  lũ”~03 bão)", `title:"mưa lũ"~3 title:bão`},
		{"a field of a group of very many words", "title:(" + strings.Repeat("a ", 200) + ")",
			strings.TrimSpace(strings.Repeat("title:a ", 200))},
	} {
		n, err := Parse(tt.in)
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		if got := n.String(); got != tt.want {
			t.Errorf("%s: Parse(%q) prints %q, want %q", tt.name, tt.in, got, tt.want)
		}
		if again, err := Parse(n.String()); err != nil || !again.Equal(n) {
			t.Errorf("%s: %q is read as %v, %v", tt.name, n, again, err)
		}
	}
}

func TestProvinces(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"Bắc Ninh", "Bắc Ninh"},
		{"bac giang", "Bắc Ninh"},
		{"tỉnh Bình Dương", "Hồ Chí Minh"},
		{"TP Huế", "Huế"},
		{"thua thien hue", "Huế"},
		{"Bà Rịa-Vũng Tàu", "Hồ Chí Minh"},
		{"Paris", ""},
	} {
		if got := strings.Join(Provinces(tt.in), ", "); got != tt.want {
			t.Errorf("Provinces(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

func ExampleParse() {
	q, err := Parse(`hạn hán tỉnh:"Lạng Sơn" từ:1/7/2022 -bóng`)
	if err != nil {
		panic(err)
	}
	fmt.Println(q)
	// Output: hạn hán province:"Lạng Sơn" after:2022-07-01 -bóng
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{
		`hạn hán -mưa "ủy ban" (a OR b) title:x`, `tác giả:"mai linh" từ:1/2/2022 a*`, `-(a b) OR "`,
		"x ) y ( z",
		"tit\":0", "((a OR b) c) | d", `--a -"b`, "title:(a -b after:2022)",
		"lạng~ -title:sơn~ (a~ OR b)", "-(-a) -(30) -(\"a\")", "~ a~~ (a)~",
		`"a b"~3 -title:"a"~0 ("a"~ | "b"~x)`, `"a b"~3)"c"~99 ""~1`,
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		n, err := Parse(s)
		if err != nil {
			return
		}
		again, err := Parse(n.String())
		if err != nil {
			t.Fatalf("Parse(%+q) prints %+q: %v", s, n.String(), err)
		}
		if !again.Equal(n) {
			t.Errorf("Parse(%+q) prints %+q, which is read as %+q", s, n.String(), again.String())
		}
	})
}
