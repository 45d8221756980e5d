package query

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"baotinh/pipeline/news"
)

// noon is the time of queries in tests: a Monday.
var noon = time.Date(2026, 11, 30, 5, 0, 30, 0, time.UTC)

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
		if n.Printed {
			return "“" + n.Text + "”"
		}
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
			return writeTime(t)
		}
		return field + "dates(" + date(n.From) + ".." + date(n.To) + ")"
	}
	return field + n.Text
}

func TestParse(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"nothing", "", "all()"},
		{"the status", `status:withdrawn -tình_trạng:"đã gỡ" tinh trang:(ĐÃ-GỠ)`,
			"all(status:withdrawn not(status:withdrawn) status:withdrawn)"},
		{"places", `place:"Tràng Định" địa danh:Hà_Nội -place:"Bình Minh (Vĩnh Long)" place:()`,
			`all(place:"Tràng Định" place:"Hà Nội" not(place:"Bình Minh (Vĩnh Long)"))`},
		{"a sign for all articles", " * ", "all()"},
		{"words are all required", "hạn hán lạng sơn", "all(hạn hán lạng sơn)"},
		{"phrase", `"ủy ban nhân dân" lạng sơn`, `all("ủy ban nhân dân" lạng sơn)`},
		{"quotation marks of print", "“ủy ban” „mưa lũ“ «sạt lở» „a” 'họp'",
			"all(“ủy ban” “mưa lũ” “sạt lở” “a” họp)"},
		{"quotation marks of both kinds", "\"ủy ban” “mưa lũ\"", "all(“ủy ban” “mưa lũ”)"},
		{"quotation marks in others", "«Dự án “Đèo Chuối” dừng» họp", "all(“Dự án Đèo Chuối dừng” họp)"},
		{"quotation marks of print behind a field", "tác giả:«Mai Linh»", `all(author:"Mai Linh")`},
		{"quotation mark of print without its other half", "«hạn hán “bão", "all(hạn hán bão)"},
		{"without a phrase in quotation marks of print", "-„hạng nhất“", "all(not(“hạng nhất”))"},
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
		{"stars of a hotel and a note", "khách sạn 5* (*) 2*3 * a", "all(khách sạn 5 2*3 a)"},
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
		{"fields of what is extracted", `tag:"chạy bộ" nhãn:lũ người chụp:an caption:đê chú thích:kè sapo:mưa
			photographer:bình dateline:lso`, `all(tag:"chạy bộ" tag:lũ photographer:an caption:đê ` +
			"caption:kè sapo:mưa photographer:bình dateline:lso)"},
		{"address", "url:https://baomau.example/a-(b).html địa chỉ:baomau.example/a/ (url:a.vn|url:b.vn)",
			"all(url:https://baomau.example/a-(b).html url:baomau.example/a any(url:a.vn url:b.vn))"},
		{"address in quotation marks", `url:"https://baomau.example/a(b).html"`,
			`all(url:https://baomau.example/a(b).html)`},
		{"document number", "27-NQ/TW", "all(27-NQ/TW)"},

		{"headline with a colon", "Nông: Nứt đập thủy lợi, sơ tán", "all(Nông Nứt đập thủy lợi sơ tán)"},
		{"headline with a dash", "Hỏa hoạn - mối", "all(Hỏa hoạn mối)"},
		{"headline with a number behind a dash", "tiêm kích Su -30", "all(tiêm kích Su 30)"},
		{"headline with a field name and a space", "Từ: hai năm trước", "all(Từ hai năm trước)"},
		{"headline with a colon and no space", "Lạng Sơn:Khởi công, học sinh:Phó, Quảng Nam:Mưa",
			"all(Lạng Sơn:Khởi công học sinh:Phó Quảng Nam:Mưa)"},
		{"note", "*Ghi chú: *Bài", "all(Ghi chú Bài)"},
		{"colon behind a word without marks", "Nghi quyet: Cao Bang: 5 xa; Re:Zero, S:a",
			"all(Nghi quyet Cao Bang " +
				"5 xa Re:Zero S:a)"},
		{"colon with a field name and a space", "tag: lũ author:", "all(tag lũ author)"},
		{"addresses as text", "https://baolangson.vn/a.html http://a.vn:80 mailto:a@b.vn",
			"all(https://baolangson.vn/a.html http://a.vn:80 mailto:a@b.vn)"},
		{"time of day, ratio, verse", "lúc 19:20, tỉ lệ 2:1, covid19:a, 5:3-4",
			"all(lúc 19:20 tỉ lệ 2:1 covid19:a 5:3-4)"},
		{"colon within quotation marks", `"autor:x" “vd:y”`, `all("autor:x" “vd:y”)`},
		{"words that are operators elsewhere", "KHÔNG not near NEAR, TO", "all(KHÔNG not near NEAR TO)"},
		{"marks at the end of words", "Sao? Vì sao?Vì! km^2 a^b (xem)", "all(Sao Vì sao?Vì km^2 a^b xem)"},
		{"quotation mark without its other half", `"hạn hán`, "all(hạn hán)"},
		{"parenthesis without its other half", "hạn (hán", "all(hạn hán)"},
		{"closing parenthesis alone", "hạn) hán", "all(hạn hán)"},
		{"years in parentheses", "Khóa XII (2014-2019)", "all(Khóa XII 2014-2019)"},
		{"single quotation marks", "'Trùm' tình báo", "all(Trùm tình báo)"},
		{"OR without sides", "OR mưa OR", "all(mưa)"},
	} {
		n, err := Parse(tt.in, noon)
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
		{"unknown field", "lũ autor:mai", len("lũ ")},
		{"unknown field of a phrase", `-(lũ OR abc:"x y")`, len("-(lũ OR ")},
		{"unknown field of a group", "abc:(x y)", 0},
		{"unknown field of a quotation of print", "kind:«x»", 0},
		{"status that there is not", "lũ status:old", len("lũ status:")},
		{"field with nothing in quotation marks", `lũ author:""`, len("lũ author:")},
		{"place with a blank", `lũ place:" "`, len("lũ place:")},
		{"apostrophe before a value", "lũ author:'mai linh'", len("lũ author:")},
		{"bracket before a value", "date:[2004 TO 2009]", len("date:")},
		{"comparison", "năm:>2004", len("năm:")},
		{"minus behind a colon", "tag:-lũ", len("tag:")},
		{"NOT", "mưa NOT lũ", len("mưa ")},
		{"NEAR", "NEAR(lũ sạt, 5)", 0},
		{"NEAR/5", "lũ NEAR/5 sạt", len("lũ ")},
		{"exclamation mark before a word", "mưa !lũ", len("mưa ")},
		{"star within a word", "mưa kho*n", len("mưa kho")},
		{"star before a word", "mưa *khoan", len("mưa ")},
		{"question mark within a word", "mưa kh?an", len("mưa kh")},
		{"star behind one letter", "mưa đ*", len("mưa đ")},
		{"star behind a phrase", `"mưa lũ"*`, len(`"mưa lũ"`)},
		{"weight of a word", "mưa lũ^2.5", len("mưa lũ")},
		{"weight of a group", "(mưa lũ)^2", len("(mưa lũ)")},
		{"no date", "lũ after:hôm", len("lũ after:")},
		{"signs and no word", ` – : ( " - `, 1},
		{"empty quotation marks", `""`, 0},
		{"no such day", "on:30/2/2022", len("on:")},
		{"no such year", "date:9999", len("date:")},
		{"no such day at the end of a range", "date:2022-02-01..2022-02-30", len("date:2022-02-01..")},
		{"range of nothing", "date:..x", len("date:..")},
		{"dots alone", "date:..", len("date:")},
		{"range that ends before it begins", "lũ date:2009..2004", len("lũ date:")},
		{"range behind after", "after:2004..2009", len("after:")},
		{"no number of days", "seen:0d", len("seen:")},
		{"a unit that is none", "seen:5m", len("seen:")},
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
		_, err := Parse(tt.in, noon)
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
		{"quotation marks of print", "„mưa  lũ“", "“mưa lũ”"},
		{"text like a field at the beginning", "(Nam:Mưa) lũ", "(Nam:Mưa) lũ"},
		{"text like an operator of another language", "lũ title:NOT, -XOR", "lũ title:(NOT) -(XOR)"},
		{"text like an unknown field", "'abc:x 'title:y (!)z", `"abc:x" "title:y" z`},
		{"a whole year", "date:2004-01..2004-12", "year:2004"},
		{"a whole month", "date:1/2/2004..29/2/2004", "date:2004-02"},
		{"months that are a year", "date:2004-07..2005-06", "date:2004-07-01..2005-06-30"},
		{"a minute", "date:2004-07-01T08:30", "date:2004-07-01T08:30:00..2004-07-01T08:30:59"},
		{"when it came in", "seen:yesterday mới:24h seen:..2026-11", "seen:2026-11-29..2026-11-29 " +
			"seen:2026-11-29T12:00:30.. seen:..2026-11-30"},
		{"a field of a group of very many words", "title:(" + strings.Repeat("a ", 200) + ")",
			strings.TrimSpace(strings.Repeat("title:a ", 200))},
	} {
		n, err := Parse(tt.in, noon)
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		if got := n.String(); tt.want != "" && got != tt.want {
			t.Errorf("%s: Parse(%q) prints %q, want %q", tt.name, tt.in, got, tt.want)
		}
		if again, err := Parse(n.String(), noon); err != nil || !again.Equal(n) {
			t.Errorf("%s: %q is read as %v, %v", tt.name, n, again, err)
		}
	}
}

func TestPlacesThatAreNotOne(t *testing.T) {
	for typed, want := range map[string]struct {
		kind   SyntaxErrorKind
		choice string
	}{
		`place:"Châu Thành"`: {SeveralPlaces, "huyện Châu Thành, Long An"},
		"place:Tràng":        {UnknownPlace, "Tràng Định"},
		`place:"Hữu Lủng"`:   {UnknownPlace, "Hữu Lũng"},
	} {
		_, err := Parse(typed, noon)
		e, ok := errors.AsType[*SyntaxError](err)
		if !ok || e.Kind != want.kind || !slices.Contains(e.Choices, want.choice) ||
			!strings.Contains(err.Error(), `place:"`+want.choice+`"`) {
			t.Errorf("Parse(%s): %v, want %s among the choices", typed, err, want.choice)
		}
	}
}

func TestNearestField(t *testing.T) {
	for typed, want := range map[string]string{
		"autor": "author", "auhtor": "author", "photografer": "photographer", "tacgai": "tác giả",
		"newspapr": "newspaper",
		"tags":     "tag", "foo": "", "quyen": "",
	} {
		_, err := Parse("lũ "+typed+":x", noon)
		e, ok := errors.AsType[*SyntaxError](err)
		if !ok || e.Kind != UnknownField || e.Detail != typed || e.Nearest != want {
			t.Errorf("%s: %+v, want the nearest %q", typed, e, want)
		}
	}
	_, err := Parse("lũ autor:x", noon)
	for _, part := range []string{"at byte 4:", `"autor:"`, "nearest: author:", "caption: ", "seen:"} {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("%v does not name %s", err, part)
		}
	}
}

func TestTypeNamed(t *testing.T) {
	for name, want := range map[string]news.Type{
		"photo": news.PhotoStory, "Phóng sự ảnh": news.PhotoStory, "phong su anh": news.PhotoStory,
		"phóng sự": news.Reportage, "e-magazine": news.Longform, "tường thuật trực tiếp": news.Live,
		"thư bạn đọc": news.Letter, "tho": news.Poem, "truyện ngắn": news.Fiction, "tin": "",
	} {
		if got := TypeNamed(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
}

// A date stands for a time from its first instant to its last. after, from, sau and từ begin with the first,
// to, until and đến end with the last; before and trước end before the first.
func TestDates(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"after:2022-07-27 trước:1/8/2022", "dates(2022-07-27..) dates(..2022-08-01)"},
		{"from:2022-07 to:2022-07", "dates(2022-07-01..) dates(..2022-08-01)"},
		{"sau:2024 trước:2025", "dates(2024-01-01..) dates(..2025-01-01)"},
		{"từ:1/7/2022 đến:1/8/2022", "dates(2022-07-01..) dates(..2022-08-02)"},
		{"until:2022", "dates(..2023-01-01)"},
		{"on:7/2022", "dates(2022-07-01..2022-08-01)"},
		{"năm:2022", "dates(2022-01-01..2023-01-01)"},
		{`ngày:"27 tháng 7 năm 2022"`, "dates(2022-07-27..2022-07-28)"},
		{"date:2004..2009", "dates(2004-01-01..2010-01-01)"},
		{"ngày:2022-07..2022-09, lũ", "dates(2022-07-01..2022-10-01) lũ"},
		{"date:27/7/2022..2022-07-28", "dates(2022-07-27..2022-07-29)"},
		{"date:2004.. date:..2009 (year:2004..)",
			"dates(2004-01-01..) dates(..2010-01-01) dates(2004-01-01..)"},
		{`date:"1 tháng 7 năm 2022..hôm qua"`, "dates(2022-07-01..2026-11-30)"},
		{"after:2022-07-27T08:30 date:2022-07-27T08:30:05..today",
			"dates(2022-07-27T08:30:00..) dates(2022-07-27T08:30:05..2026-12-01)"},

		{`date:today ngày:"hôm nay" ngày:hôm_nay`,
			strings.Repeat(" dates(2026-11-30..2026-12-01)", 3)[1:]},
		{`date:yesterday ngày:"hôm qua" ngày:hôm-qua ngày:homqua`,
			strings.Repeat(" dates(2026-11-29..2026-11-30)", 4)[1:]},
		{`date:"this week" date:tuần-này`, strings.Repeat(" dates(2026-11-30..2026-12-07)", 2)[1:]},
		{`date:last_week date:"Tuần trước"`, strings.Repeat(" dates(2026-11-23..2026-11-30)", 2)[1:]},
		{`date:this-month date:"tháng này"`, strings.Repeat(" dates(2026-11-01..2026-12-01)", 2)[1:]},
		{`date:"last month" date:"tháng trước"`,
			strings.Repeat(" dates(2026-10-01..2026-11-01)", 2)[1:]},
		{`date:"this year" date:"năm nay"`, strings.Repeat(" dates(2026-01-01..2027-01-01)", 2)[1:]},
		{`date:"last year" date:"năm ngoái"`, strings.Repeat(" dates(2025-01-01..2026-01-01)", 2)[1:]},
		{"before:today to:yesterday sau:hôm_qua",
			"dates(..2026-11-30) dates(..2026-11-30) dates(2026-11-29..)"},

		{`date:7d date:1w date:"7 ngày" date:1tuần after:7d`, strings.Repeat(" dates(2026-11-23..)", 5)[1:]},
		{"before:7d to:7d", "dates(..2026-11-23) dates(..2026-11-24)"},
		{"date:14d..7d", "dates(2026-11-16..2026-11-24)"},
		{"seen:24h mới:24giờ", strings.Repeat(" seen:dates(2026-11-29T12:00:30..)", 2)[1:]},
		{"seen:yesterday seen:2026-11-01.. first_seen:2026-11",
			"seen:dates(2026-11-29..2026-11-30) seen:dates(2026-11-01..) seen:dates(2026-11-01..2026-12-01)"},
		{"-seen:7d", "not(seen:dates(2026-11-23..))"},
	} {
		n, err := Parse(tt.in, noon)
		if err != nil {
			t.Errorf("Parse(%q): %v", tt.in, err)
			continue
		}
		if got := show(n); got != "all("+tt.want+")" {
			t.Errorf("Parse(%q) = %s, want %s", tt.in, got, tt.want)
		}
	}
}

// A week ends on Sunday.
func TestWeekOfASunday(t *testing.T) {
	sunday := noon.AddDate(0, 0, 6)
	for q, want := range map[string]string{
		"date:this_week": "2026-11-30..2026-12-07", "date:last_week": "2026-11-23..2026-11-30",
	} {
		if n, err := Parse(q, sunday); err != nil || show(n) != "all(dates("+want+"))" {
			t.Errorf("%s: %s, %v, want %s", q, show(n), err, want)
		}
	}
}

// Days are those of Vietnam: at 18:00 UTC it is the next day there.
func TestTodayIsThatOfVietnam(t *testing.T) {
	for _, tt := range []struct {
		now  time.Time
		want string
	}{
		{time.Date(2026, 12, 31, 16, 59, 59, 0, time.UTC), "all(dates(2026-12-31..2027-01-01))"},
		{time.Date(2026, 12, 31, 17, 0, 0, 0, time.UTC), "all(dates(2027-01-01..2027-01-02))"},
	} {
		n, err := Parse("date:today", tt.now)
		if err != nil || show(n) != tt.want {
			t.Errorf("at %v: %s, %v, want %s", tt.now, show(n), err, tt.want)
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
		{"Đắc Lắc", "Đắk Lắk"},
		{"Daklak", "Đắk Lắk"},
		{"Bắc Cạn", "Thái Nguyên"},
		{"Paris", ""},
	} {
		if got := strings.Join(Provinces(tt.in), ", "); got != tt.want {
			t.Errorf("Provinces(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

func ExampleParse() {
	q, err := Parse(`hạn hán tỉnh:"Lạng Sơn" từ:1/7/2022 -bóng`, time.Now())
	if err != nil {
		panic(err)
	}
	fmt.Println(q)
	// Output: hạn hán province:"Lạng Sơn" after:2022-07-01 -bóng
}

func ExampleParse_dates() {
	now := time.Date(2026, 11, 30, 8, 0, 0, 0, news.Vietnam)
	for _, s := range []string{
		"ngày:2004..2009", `sau:"tuần trước"`, "đến:hôm_qua", "seen:24h", "nhãn:lũ autor:linh",
	} {
		q, err := Parse(s, now)
		if e, ok := errors.AsType[*SyntaxError](err); ok {
			fmt.Printf("%s: no field %s, nearest %s\n", s[e.Offset:], e.Detail, e.Nearest)
			continue
		}
		fmt.Println(q)
	}
	// Output:
	// date:2004-01-01..2009-12-31
	// after:2026-11-23
	// before:2026-11-30
	// seen:2026-11-29T08:00:00..
	// autor:linh: no field autor, nearest author
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{
		`hạn hán -mưa "ủy ban" (a OR b) title:x`, `tác giả:"mai linh" từ:1/2/2022 a*`, `-(a b) OR "`,
		"x ) y ( z",
		"tit\":0", "((a OR b) c) | d", `--a -"b`, "title:(a -b after:2022)",
		"lạng~ -title:sơn~ (a~ OR b)", "-(-a) -(30) -(\"a\")", "~ a~~ (a)~",
		`"a b"~3 -title:"a"~0 ("a"~ | "b"~x)`, `„a“ «b "c» date:2004..7d seen:..2h url:a(b) 'x:y`,
		`date:"hôm nay".. -seen:1h..2022-07-01T08:30 tag:a* caption:"x y" đ* a*b !c NOT d (e)^2`,
		`"a b"~3)"c"~99 ""~1`, `place:"Huế" -địa_danh:Hà_Nội* place:("Bình Minh (Vĩnh Long)" OR lũ~)`,
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		n, err := Parse(s, noon)
		if err != nil {
			return
		}
		again, err := Parse(n.String(), noon)
		if err != nil {
			t.Fatalf("Parse(%+q) prints %+q: %v", s, n.String(), err)
		}
		if !again.Equal(n) {
			t.Errorf("Parse(%+q) prints %+q, which is read as %+q", s, n.String(), again.String())
		}
	})
}
