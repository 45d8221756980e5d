package viet_test

import (
	"bytes"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"

	"baotinh/pipeline/viet"
)

func TestFold(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"both cases", "Đảng đoàn", "Dang doan"},
		{"all vowels", "Ăn ấm ế ổ ợ ự ỹ", "An am e o o u y"},
		{"decomposed", norm.NFD.String("Đường sắt Lạng Sơn"), "Duong sat Lang Son"},
		{"eth", "Ðảng ðoàn", "Dang doan"},
		{"other Latin letters", "François, Muñoz, Düsseldorf, Čapek", "Francois, Munoz, Dusseldorf, Capek"},
		{"no base", "æ ß Ø × ÷", "æ ß Ø × ÷"},
		{"other scripts", "Москва й 越南", "Москва й 越南"},
		{"broken UTF-8 is kept", "a\xffđ\xe1\xba", "a\xffd\xe1\xba"},
		{"mark without a letter", " \u0301", " \u0301"},
	} {
		if got := viet.Fold(tt.in); got != tt.want {
			t.Errorf("%s: Fold(%+q) = %+q, want %+q", tt.name, tt.in, got, tt.want)
		}
		want := strings.ToLower(tt.want)
		if !utf8.ValidString(tt.in) {
			want = tt.want
		}
		if got := string(viet.AppendFoldLower(nil, tt.in)); got != want {
			t.Errorf("%s: AppendFoldLower(%+q) = %+q, want %+q", tt.name, tt.in, got, want)
		}
	}
}

// plainFold is the reference for Fold: decompose, drop the marks of Latin letters, compose.
func plainFold(s string) string {
	var b strings.Builder
	var base rune
	for _, r := range norm.NFD.String(s) {
		if 0x300 <= r && r < 0x370 {
			if base < utf8.RuneSelf && unicode.IsLetter(base) {
				continue
			}
			b.WriteRune(r)
			continue
		}
		base = r
		switch r {
		case 'đ', 'ð':
			r = 'd'
		case 'Đ', 'Ð':
			r = 'D'
		}
		base = r
		b.WriteRune(r)
	}
	return norm.NFC.String(b.String())
}

func TestFoldEveryRune(t *testing.T) {
	for r := rune(0x20); r < 0x3000; r++ {
		if r == 0x212A || r == 0x212B || !unicode.IsGraphic(r) { // Kelvin and Ångström are no letters of ours
			continue
		}
		for _, s := range []string{string(r), "a" + string(r) + "bcdefghij"} {
			if got, want := norm.NFC.String(viet.Fold(s)), plainFold(s); got != want {
				t.Errorf("Fold(%+q) = %+q, want %+q", s, got, want)
			}
		}
	}
}

// lowerNoLonger is strings.ToLower but for Ⱥ and Ⱦ, whose small letters are longer.
func lowerNoLonger(s string) string {
	return strings.Map(func(r rune) rune {
		if l := unicode.ToLower(r); utf8.RuneLen(l) <= utf8.RuneLen(r) {
			return l
		}
		return r
	}, s)
}

func FuzzFold(f *testing.F) {
	for _, s := range []string{"Đường sắt", "Đu\u031Bo\u031B\u0300ng sa\u0306\u0301t", "12345678",
		"ABCDEFGHIJ", "@[`{\x7f\x80", "ǅ\u212A"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := viet.Fold(s)
		if len(got) > len(s) {
			t.Errorf("Fold(%+q) = %+q is longer", s, got)
		}
		if again := viet.Fold(got); again != got {
			t.Errorf("Fold(%+q) = %+q, of which it makes %+q", s, got, again)
		}
		if lower := string(viet.AppendFoldLower([]byte("X"), s)); len(lower) > len(s)+1 || lower[0] != 'X' {
			t.Errorf("AppendFoldLower(%+q) = %+q", s, lower)
		}
		lower := viet.Lower(s)
		if len(lower) != len(s) || viet.Lower(lower) != lower {
			t.Errorf("Lower(%+q) = %+q", s, lower)
		}
		if !utf8.ValidString(s) {
			return
		}
		if got, want := string(viet.AppendFoldLower(nil, s)), viet.Fold(lowerNoLonger(s)); isLatin(s) &&
			got != want {
			t.Errorf("AppendFoldLower(%+q) = %+q, want %+q", s, got, want)
		}
		if got, want := norm.NFC.String(got), norm.NFC.String(plainFold(s)); isLatin(s) && got != want {
			t.Errorf("Fold(%+q) = %+q, want %+q", s, got, want)
		}
	})
}

// isLatin reports whether s has only characters up to Latin Extended-B, marks, and Latin Extended Additional.
func isLatin(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r >= 0x250 && (r < 0x1E00 || r >= 0x1F00) }) < 0
}

func TestLower(t *testing.T) {
	for in, want := range map[string]string{
		"ĐƯỜNG SẮT": "đường sắt", "Ỹ Ẵ": "ỹ ẵ", "İstanbul": "İstanbul", "ЖЁ": "жё", "A\xffĐ": "a\xffđ",
		"ẞ": "ẞ",
	} {
		if got := viet.Lower(in); got != want {
			t.Errorf("Lower(%+q) = %+q, want %+q", in, got, want)
		}
	}
}

func TestSentences(t *testing.T) {
	for _, tt := range []struct {
		name, in string
		want     []string
	}{
		{"empty", "", nil},
		{"stops", "Một. Hai! Ba? Bốn… Năm", []string{"Một.", "Hai!", "Ba?", "Bốn…", "Năm"}},
		{"lines", "Một\nhai.\n\nba", []string{"Một", "hai.", "ba"}},
		{"ellipsis and stop", "Ở Lạng Sơn…. Chiều nay", []string{"Ở Lạng Sơn….", "Chiều nay"}},
		{"small letter after", "Rồi… thôi. và", []string{"Rồi… thôi. và"}},
		{"abbreviations", "Tại TP. Hồ Chí Minh, GS. Nguyễn Văn A. Trần và PGS.TS. Lê nói. Hết.",
			[]string{"Tại TP. Hồ Chí Minh, GS. Nguyễn Văn A. Trần và PGS.TS. Lê nói.", "Hết."}},
		{"list", "1. Mục một. Mục hai.", []string{"1. Mục một.", "Mục hai."}},
		{"decimal", "Tăng 1.234,5 tỷ. 5 người", []string{"Tăng 1.234,5 tỷ.", "5 người"}},
		{"quotation", "Ông nói: “Tốt.” Rồi đi.", []string{"Ông nói: “Tốt.”", "Rồi đi."}},
		{"dash after a quotation", "“Rất tốt!” – ông nói.", []string{"“Rất tốt!” – ông nói."}},
		{"glued", "hiện đại hoá.Đại hội khai mạc", []string{"hiện đại hoá.", "Đại hội khai mạc"}},
		{"domain", "trên baolangson.Vn.com và v.v. trong", []string{"trên baolangson.Vn.com và v.v. trong"}},
	} {
		var got []string
		for i, j := range viet.Sentences(tt.in) {
			got = append(got, tt.in[i:j])
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: Sentences(%+q) = %+q, want %+q", tt.name, tt.in, got, tt.want)
		}
	}
	for range viet.Sentences("Một. Hai.") {
		break
	}
}

func FuzzSentences(f *testing.F) {
	f.Add("Một. Hai!\nTP. HCM “Ba.” A.")
	f.Add("a.Bc\u00A0. \xe2\x80")
	f.Fuzz(func(t *testing.T, s string) {
		end := 0
		for i, j := range viet.Sentences(s) {
			if strings.TrimSpace(s[end:i]) != "" || j <= i || strings.TrimSpace(s[i:j]) != s[i:j] {
				t.Fatalf("Sentences(%+q) has %d, %d after %d", s, i, j, end)
			}
			end = j
		}
		if strings.TrimSpace(s[end:]) != "" {
			t.Errorf("Sentences(%+q) ends at %d", s, end)
		}
	})
}

func TestTitleName(t *testing.T) {
	for in, want := range map[string]string{
		"MAI LINH": "Mai Linh", "H'HEN NIÊ": "H'Hen Niê", "K’PĂ": "K’Pă", "Mai Linh": "Mai Linh",
		"N.T.H":                  "N.T.H",
		"HOÀNG NHƯ - TRANG NINH": "Hoàng Như - Trang Ninh", "Y-BLÔ": "Y-Blô",
		norm.NFD.String("ĐỖ ÁNH"): norm.NFD.String("Đỗ Ánh"),
		"mai linh":                "mai linh", "": "", "HOÀNG nam": "HOÀNG nam",
	} {
		if got := viet.TitleName(in); got != want {
			t.Errorf("TitleName(%+q) = %+q, want %+q", in, got, want)
		}
	}
}

func key(s string) []byte { return viet.AppendSortKey(nil, s) }

func TestAppendSortKey(t *testing.T) {
	want := []string{
		"", "2 thập kỷ", "10 năm", "an", "ăn", "ba", "Ba Vì", "Bà Rịa", "bá", "ban", "bản", "cao", "chè",
		"con", "da", "đa",
		"đá", "hoa", "Hòa Bình", "hoà giải", "hoả", "ma", "mà", "mả", "mã", "má", "mạ", "Quốc lộ 2",
		"Quốc lộ 10", "tuân thủ",
		"tuần chay", "ước", "zin", "Москва",
	}
	got := slices.Clone(want)
	slices.Reverse(got)
	slices.SortFunc(got, func(a, b string) int { return bytes.Compare(key(a), key(b)) })
	if !slices.Equal(got, want) {
		t.Errorf("sorted: %q, want %q", got, want)
	}
	for _, same := range [][2]string{
		{"Hòa Bình", "HOÀ BÌNH"}, {"Lạng Sơn", norm.NFD.String("Lạng Sơn")}, {"Bà Rịa - Vũng Tàu",
			"Bà Rịa Vũng Tàu"},
	} {
		if !bytes.Equal(key(same[0]), key(same[1])) {
			t.Errorf("keys of %+q and %+q differ", same[0], same[1])
		}
	}
}

func TestTransformers(t *testing.T) {
	text := newsText(t, 50_000)
	inputs := []string{
		"", "a", text, norm.NFD.String(text), strings.Repeat("越南", 3000), strings.Repeat("a\u0301", 5000),
		"x\xff" + strings.Repeat("\u0301", 5000),
	}
	for _, in := range inputs {
		for name, tr := range map[string]struct {
			transform.Transformer
			f func(string) string
		}{"normalizer": {viet.NewNormalizer(), viet.Normalize}, "folder": {viet.NewFolder(), viet.Fold}} {
			got, err := io.ReadAll(transform.NewReader(iotest.HalfReader(strings.NewReader(in)), tr))
			if err != nil {
				t.Errorf("%s: %v", name, err)
			}
			if want := tr.f(in); string(got) != want && !strings.HasPrefix(in, "x\xff") {
				t.Errorf("%s: got %+.60q, want %+.60q", name, got, want)
			}
		}
	}
}
