package viet_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"baotinh/pipeline/viet"
)

// format shows tokens as their text, with the kind of those that are not words.
func format(s string, tokens []viet.Token) string {
	var out []string
	for _, t := range tokens {
		text := s[t.Start:t.End]
		if t.Kind != viet.Word {
			text = fmt.Sprintf("%s(%v)", text, t.Kind)
		}
		out = append(out, text)
	}
	return strings.Join(out, " | ")
}

func TestAppendTokens(t *testing.T) {
	for _, tt := range []struct{ name, in, want, parts string }{
		{"empty", "", "", ""},
		{"words", "Tỉnh uỷ, “Lạng Sơn”…", "Tỉnh | uỷ | Lạng | Sơn", ""},
		{"hyphens", "Ki-ép Ê-đê KT-XH", "Ki | ép | Ê | đê | KT | XH", ""},
		{"numbers", "1.234.567,8 5,2% 15 000", "1.234.567,8(number) | 5,2(number) | 15(number) | 000(number)",
			""},
		{"date", "ngày 27/7/2022.", "ngày | 27/7/2022(number)", "27(number) | 7(number) | 2022(number)"},
		{"date with hyphens", "27-7-2022", "27-7-2022(number)", "27(number) | 7(number) | 2022(number)"},
		{"date with stops", "27.7.2022", "27.7.2022(number)", "27(number) | 7(number) | 2022(number)"},
		{"time", "19:20", "19:20(number)", "19(number) | 20(number)"},
		{"range", "2020-2025", "2020(number) | 2025(number)", ""},
		{"ratio", "77/86", "77/86(number)", "77(number) | 86(number)"},
		{"digits and letters", "15h30 covid19 QL1A 4B", "15h30 | covid19 | QL1A | 4B", ""},
		{"resolution", "số 27-NQ/TW.", "số | 27-NQ/TW(document number)", "27(number) | NQ | TW"},
		{"decree", "15/2022/NĐ-CP", "15/2022/NĐ-CP(document number)", "15(number) | 2022(number) | NĐ | CP"},
		{"small letters", "27-nq/tw 15/2022/nđ-cp",
			"27-nq/tw(document number) | 15/2022/nđ-cp(document number)", ""},
		{"en dash", "27–NQ/TW", "27–NQ/TW(document number)", "27(number) | NQ | TW"},
		{"spaced hyphen", "15/2022/NĐ - CP, 12/NQ - Chính phủ",
			"15/2022/NĐ - CP(document number) | 12/NQ(document number) | Chính | phủ",
			"15(number) | 2022(number) | NĐ | CP"},
		{"letter after the number", "25a/2022/TT-BTC", "25a/2022/TT-BTC(document number)",
			"25a | 2022(number) | TT | BTC"},
		{"two types", "08/2015/TTLT-BYT-BNV", "08/2015/TTLT-BYT-BNV(document number)",
			"08(number) | 2015(number) | TTLT | BYT | BNV"},
		{"codes", "95-III, 737-MAX", "95-III(code) | 737-MAX(code)", "95(number) | III"},
		{"number before a name", "8/Hà Nội 3-Lan", "8(number) | Hà | Nội | 3(number) | Lan", ""},
		{"acronym", "TP.HCM, T.Ư GD&ĐT", "TP.HCM(acronym) | T.Ư(acronym) | GD&ĐT(acronym)", "TP | HCM"},
		{"road", "ĐT.226", "ĐT.226(acronym)", "ĐT | 226(number)"},
		{"stop and name", "TP.Đà Nẵng TP.ĐÀ NẴNG v.v.", "TP | Đà | Nẵng | TP | ĐÀ | NẴNG | v | v", ""},
		{"apostrophes", "H'Mông H’Mông HʼMông 'Hà'", "H'Mông(joined) | H’Mông(joined) | HʼMông(joined) | Hà",
			"H | Mông"},
		{"times sign", "3×4 km²", "3(number) | 4(number) | km", ""},
		{"other scripts", "Москва 越南 ລາວ", "Москва | 越南 | ລາວ", ""},
		{"broken UTF-8", "a\xffb\xe1\xba c\xc3", "a | b | c", ""},
	} {
		tokens := viet.AppendTokens(nil, tt.in)
		if got := format(tt.in, tokens); got != tt.want {
			t.Errorf("%s: AppendTokens(%+q) = %s, want %s", tt.name, tt.in, got, tt.want)
		}
		if tt.parts == "" {
			continue
		}
		i := slices.IndexFunc(tokens, func(t viet.Token) bool { return t.Kind != viet.Word })
		if got := format(tt.in, viet.AppendParts(nil, tt.in, tokens[i])); got != tt.parts {
			t.Errorf("%s: AppendParts(%+q) = %s, want %s", tt.name, tt.in, got, tt.parts)
		}
	}
}

// words is a plain reference for the bounds of words and numbers, except tokens that are kept whole.
func words(s string) [][2]int {
	var all [][2]int
	inside := false
	for i, r := range s {
		_, size := utf8.DecodeRuneInString(s[i:])
		in := r != 'ʼ' && (r != utf8.RuneError || size == 3) && unicode.In(r, unicode.L, unicode.M,
			unicode.Nd)
		switch {
		case in && !inside:
			all = append(all, [2]int{i, i + size})
		case in:
			all[len(all)-1][1] = i + size
		}
		inside = in
	}
	return all
}

func FuzzTokens(f *testing.F) {
	for _, s := range []string{
		"Nghị quyết 27-NQ/TW, TP.HCM", "H'Mo\u0302ng 27.7.2022", "1.234,5%", "25a/2022/TT-BTC&X",
		"a\xffb\xc3", "9-9-9999-NQ",
		"3×4÷5", "٣-NQ/TW", "1a\u0301/2020/QĐ", "A.1.B&2", "\u0301a",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		tokens := viet.AppendTokens(nil, s)
		var pieces [][2]int
		end := 0
		for _, k := range tokens {
			if k.Start < end || k.End <= k.Start || k.End > len(s) {
				t.Fatalf("AppendTokens(%+q) has %v after %d", s, k, end)
			}
			end = k.End
			parts := viet.AppendParts(nil, s, k)
			for _, p := range parts {
				if p.Start < k.Start || p.End > k.End {
					t.Fatalf("AppendParts(%+q, %v) has %v", s, k, p)
				}
			}
			pieces = append(pieces, words(s[k.Start:k.End])...)
			for i := len(pieces) - len(words(s[k.Start:k.End])); i < len(pieces); i++ {
				pieces[i][0] += k.Start
				pieces[i][1] += k.Start
			}
		}
		if want := words(s); !slices.Equal(joinAdjacent(pieces), want) {
			t.Errorf("AppendTokens(%+q) = %s, of the words %v", s, format(s, tokens), want)
		}
	})
}

// joinAdjacent joins words that tokens cut in two, as in 1.500m2 where a number ends.
func joinAdjacent(spans [][2]int) [][2]int {
	var out [][2]int
	for _, p := range spans {
		if n := len(out); n > 0 && out[n-1][1] == p[0] {
			out[n-1][1] = p[1]
			continue
		}
		out = append(out, p)
	}
	return out
}

func FuzzTerm(f *testing.F) {
	for _, s := range []string{"Hoà", "H’Mông", "15/2022/NĐ-CP", "Ðảng", "\u0301a", "a\xff", "gịa", "ḷan",
		"Straße", "İ", "ḶX", "q\u0323aaaaaaaaa", "l\u0323z", "AӀ"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := term(s)
		if again := term(got); again != got {
			t.Errorf("AppendTerm(%+q) = %+q, of which it makes %+q", s, got, again)
		}
		first, _ := utf8.DecodeRuneInString(s)
		if tokens := viet.AppendTokens(nil, s); len(tokens) != 1 || !unicode.IsLetter(first) ||
			tokens[0].Start > 0 || tokens[0].End < len(s) {
			return
		}
		for name, structure := range map[string]norm.Form{"NFC": norm.NFC, "NFD": norm.NFD} {
			if other := term(structure.String(s)); other != got {
				t.Errorf("AppendTerm(%+q) = %+q, in %s %+q", s, got, name, other)
			}
		}
	})
}

func TestTermsOfDocNumbers(t *testing.T) {
	for _, s := range []string{"15/2022/NĐ-CP", "15/2022/nđ-cp", "15/2022/NĐ–CP", "15/2022/NĐ - CP",
		"15/2022/NÐ – CP"} {
		tokens := viet.AppendTokens(nil, s)
		if len(tokens) != 1 {
			t.Errorf("AppendTokens(%+q) = %s", s, format(s, tokens))
		}
		if got, want := term(s), "15/2022/nđ-cp"; got != want {
			t.Errorf("AppendTerm(%+q) = %+q, want %+q", s, got, want)
		}
	}
	if got, want := term("Bà Rịa - Vũng Tàu"), "bà rịa - vũng tàu"; got != want {
		t.Errorf("AppendTerm keeps the spaces of a name: got %+q, want %+q", got, want)
	}
}

func TestSameTerms(t *testing.T) {
	text := newsText(t, 200_000)
	glide := viet.PlaceTones(text, viet.Glide)
	want := terms(text)
	for name, s := range map[string]string{
		"glide": glide, "NFD": norm.NFD.String(text), "half decomposed": halfDecomposed(glide),
		"capitals": strings.ToUpper(text), "normalized": viet.Normalize(text),
		"eth": strings.NewReplacer("Đ", "Ð", "đ", "ð").Replace(text),
	} {
		got := terms(s)
		for i := range min(len(got), len(want)) {
			if got[i] != want[i] {
				t.Errorf("%s: term %d is %+q, want %+q", name, i, got[i], want[i])
				break
			}
		}
		if len(got) != len(want) {
			t.Errorf("%s: %d terms, want %d", name, len(got), len(want))
		}
	}
}

func terms(s string) []string {
	var all []string
	for _, t := range viet.AppendTokens(nil, s) {
		all = append(all, term(s[t.Start:t.End]))
	}
	return all
}
