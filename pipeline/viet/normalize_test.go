package viet_test

import (
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"baotinh/pipeline/viet"
)

func TestNormalize(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"empty", "", ""},
		{"clean text", "Hội nghị sơ kết – “Tỉnh uỷ” 27-NQ/TW…", "Hội nghị sơ kết – “Tỉnh uỷ” 27-NQ/TW…"},
		{"decomposed", "Tiê\u0301ng Vie\u0323\u0302t, đu\u031Bo\u031B\u0300ng", "Tiếng Việt, đường"},
		{"tone before circumflex", "t\u00E9\u0302 te\u0301\u0302 n\u1EA3\u0306", "tế tế nẳ"},
		{"tone twice", "Thu\u0300\u0309 đươ\u0323\u0323c thuyê\u0300\u0300n", "Thù được thuyền"},
		{"mark twice on a consonant", "GD\u0303\u0303\u0303\u0303", "GD\u0303"},
		{"foreign letters composed", "Mu\u0308nchen, Espan\u0303a, Franc\u0327ois",
			"München, España, François"},
		{"marks on the wrong letter", "e\u00CC\u0302\u0323", "e\u1ECA\u0300\u0302"},
		{"horn behind circumflex, in any order",
			"o\u0302\u031B o\u031B\u0302 a\u0302\u031B", "ơ ơ â\u031B"},
		{"marks behind two in one", "\u1E4C\u0301 \u1E4C\u0308", "Õ \u1E4C\u0308"},
		{"mark of another script between", "\u00D5\u06EA\u0301", "\u1E4C\u06EA"},
		{"spelling kept", "hoà hòa cuả", "hoà hòa cuả"},
		{"no-break space", "10\u00A0tỷ\u202F đồng", "10 tỷ  đồng"},
		{"zero-width in a word", "n\u200Bước, ngh\u200Bi\u00ADệp", "nước, nghiệp"},
		{"zero-width for a space", "đầu\u200Btư và Hà\u200BNội", "đầu tư và Hà Nội"},
		{"zero-width beside a space", "(Baonghean.vn) -\u200B Sáng", "(Baonghean.vn) - Sáng"},
		{"byte order mark", "\uFEFFTin", "Tin"},
		{"direction marks", "Lạng\u200E Sơn\u202C", "Lạng Sơn"},
		{"line separators", "một\u2028hai\u2029ba", "một\nhai\nba"},
		{"C1 as windows-1252", "\u0093băng giá\u0094 \u0096 chờ\u0085 \u0081hết", "“băng giá” – chờ… hết"},
		{"next line", "một\u0085hai", "một\nhai"},
		{"controls", "a\x00b\x08c\x7Fd\te\r\n", "abcd\te\r\n"},
		{"broken UTF-8", "Lạng\xff Sơn\xe1\xba", "Lạng\uFFFD Sơn\uFFFD\uFFFD"},
		{"eth as đ", "Ðảng, ÐẢNG, ðồng, HÐND, Ðắk Lắk", "Đảng, ĐẢNG, đồng, HĐND, Đắk Lắk"},
		{"eth as eth", "Guðni, Seyðisfjörður, ðe", "Guðni, Seyðisfjörður, đe"},
		{"Cyrillic in Latin words", "Quу tắᴄ, aпh chồпg, СOVID", "Quy tắc, anh chồng, COVID"},
		{"Cyrillic letter under a mark", "qu\u0443\u0301", "quý"},
		{"Russian", "Москва, Россия, с", "Москва, Россия, с"},
		{"Greek in science", "TNFα, Ω, α-tocopherol, kΩ", "TNFα, Ω, α-tocopherol, kΩ"},
		{"Turkish", "Kılıçdaroğlu, Işık", "Kılıçdaroğlu, Işık"},
		{"mathematical letters", "𝚅𝚢 𝙾𝚊𝚗𝚑", "Vy Oanh"},
		{"ligature and full width", "ﬁlm ＡＢＣ！", "film ABC!"},
		{"hyphens", "Ê\u2010đê 5\u22122", "Ê-đê 5-2"},
		{"accents as apostrophes", "H´Mông K`Pă `a´", "H'Mông K'Pă `a´"},
		{"private use", "a\uE000b", "a b"},
		{"references left over", "&quot;Tỉnh uỷ&quot; &#7841; A&amp;amp;B GD&ĐT; a&nbsp;b",
			"\"Tỉnh uỷ\" ạ A&B GD&ĐT; a b"},
		{"characters by another name",
			"&amp\u037E &amp\uFF1B K\u1FEFPă H\u1FFDMông K\uFF40Pă", "& & K'Pă H'Mông K'Pă"},
		{"no references", "AT&T; R&D &xyz; a&b", "AT&T; R&D &xyz; a&b"},
		{"emoji", "👨\u200D👩\u200D👧 a\u200Db", "👨\u200D👩\u200D👧 ab"},
		{"Chinese", "越南，河內", "越南,河內"},
		{"jamo", "\u1112\u1161\u11AB", "한"},
	} {
		if got := viet.Normalize(tt.in); got != tt.want {
			t.Errorf("%s: Normalize(%+q) = %+q, want %+q", tt.name, tt.in, got, tt.want)
		}
	}
}

// TestUnicodeRepairs holds Normalize to the rows of the table that name code points.
func TestUnicodeRepairs(t *testing.T) {
	for _, row := range table(t, "unicode_repairs.tsv") {
		for _, what := range strings.Fields(row[0]) {
			first, last, _ := strings.Cut(what, "..")
			lo, ok := codePoint(first)
			if !ok {
				continue // a row in words: see TestNormalize
			}
			hi := lo
			if last != "" {
				hi, _ = codePoint(last)
			}
			for r := lo; r <= hi; r++ {
				testRepair(t, r, row[2])
			}
		}
	}
}

func codePoint(s string) (rune, bool) {
	hex, ok := strings.CutPrefix(s, "U+")
	n, err := strconv.ParseUint(hex, 16, 32)
	return rune(n), ok && err == nil
}

func testRepair(t *testing.T, r rune, action string) {
	t.Helper()
	in := "a " + string(r) + " b"
	want := in
	switch {
	case r == '\t' || r == '\n' || r == '\r' || 0x80 <= r && r < 0xA0:
		return // see TestNormalize
	case strings.HasPrefix(action, "space"), strings.HasPrefix(action, "replace by space"):
		want = "a   b"
	case strings.HasPrefix(action, "delete"):
		want = "a  b"
	case strings.HasPrefix(action, "newline"):
		want = "a \n b"
	case strings.HasPrefix(action, "NFKC"):
		want = "a " + norm.NFKC.String(string(r)) + " b"
	case action == "-":
		want = "a - b"
	case strings.HasPrefix(action, "U+0110"):
		in, want = string(r)+"ồng", "Đồng"
	case strings.HasPrefix(action, "U+0111"):
		in, want = string(r)+"ồng", "đồng"
	case strings.HasPrefix(action, "U+0300"):
		in, want = "a"+string(r), "à"
	case strings.HasPrefix(action, "U+0301"):
		in, want = "a"+string(r), "á"
	case strings.HasPrefix(action, "apostrophe"):
		in, want = "H"+string(r)+"Mông", "H'Mông"
	}
	if got := viet.Normalize(in); got != want {
		t.Errorf("%s: Normalize(%+q) = %+q, want %+q", action, in, got, want)
	}
}

func TestHomoglyphs(t *testing.T) {
	syllables := table(t, "syllables.tsv")
	for _, row := range table(t, "homoglyphs.tsv") {
		look, want := row[1], row[2]
		word, ok := syllableWith(syllables, want)
		if !ok {
			continue // no syllable has f, j, w or z
		}
		in := strings.Replace(word, want, look, 1)
		if got := viet.Normalize(in); got != word {
			t.Errorf("Normalize(%+q) = %+q, want %+q", in, got, word)
		}
		if got := term(in); got != viet.Lower(word) {
			t.Errorf("AppendTerm(%+q) = %+q, want %+q", in, got, viet.Lower(word))
		}
	}
}

// syllableWith returns one of the syllables, in capitals if need be, that has letter and another one.
func syllableWith(syllables [][]string, letter string) (string, bool) {
	for _, row := range syllables {
		for _, s := range []string{row[0], strings.ToUpper(row[0])} {
			if strings.Contains(s, letter) && utf8.RuneCountInString(s) > 2 {
				return s, true
			}
		}
	}
	return "", false
}

// Canonically equivalent text is normalised alike, whatever marks are on a letter.
func TestNormalizeMarks(t *testing.T) {
	marks := []string{"", "\u0300", "\u0301", "\u0302", "\u0303", "\u0306", "\u0308", "\u0309",
		"\u031B", "\u0323", "\u0327", "\u06EA"}
	for _, letter := range "aăâeêioôơuưyđnấữĨÕṌÌÎÄΑ" {
		for _, first := range marks {
			for _, second := range marks {
				for _, third := range marks {
					s := string(letter) + first + second + third
					want := viet.Normalize(s)
					for _, same := range []string{want, norm.NFC.String(s), norm.NFD.String(s)} {
						if got := viet.Normalize(same); got != want {
							t.Errorf("Normalize(%+q) = %+q, want %+q as for %+q", same, got, want, s)
						}
					}
				}
			}
		}
	}
}

func FuzzNormalize(f *testing.F) {
	for _, s := range []string{
		"Tiê\u0301ng Việt", "Ðảng\u200Bbộ", "aпh chồпg", "\u0093a\u0085b", "&am\u200Bp;quot;",
		"x\u0301\u0327\u0301",
		"\xe1\xba", "a \u0301", "=\u200B\u0338", "\uFDFA\u0344", "ﬁ\u0301", "k\u212A\u2126",
		"у\u0308quу\u0301", "Ð",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := viet.Normalize(s)
		if !utf8.ValidString(got) {
			t.Errorf("Normalize(%+q) = %+q, which is not UTF-8", s, got)
		}
		if !norm.NFC.IsNormalString(got) {
			t.Errorf("Normalize(%+q) = %+q, which is not in NFC", s, got)
		}
		if len(got) > 3*len(s) {
			t.Errorf("Normalize(%+q) = %+q, more than three times as long", s, got)
		}
		if again := viet.Normalize(got); again != got {
			t.Errorf("Normalize(%+q) = %+q, of which it makes %+q", s, got, again)
		}
		if got2 := string(viet.AppendNormalize([]byte("x"), s)); got2 != "x"+got {
			t.Errorf("AppendNormalize(%+q) = %+q, want %+q", s, got2, got)
		}
	})
}
