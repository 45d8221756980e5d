package viet

import (
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
)

// plainNormalize is the reference for AppendNormalize: it repairs every piece between spaces, whether it
// needs repair or not.
func plainNormalize(s string) string {
	var dst []byte
	for s != "" {
		n := strings.IndexAny(s, " \n\t\r")
		if n < 0 {
			n = len(s)
		}
		dst = appendRepaired(dst, s[:n])
		if s = s[n:]; s != "" {
			dst = append(dst, s[0])
			s = s[1:]
		}
	}
	return string(dst)
}

func TestCleanTextIsClean(t *testing.T) {
	for r := range rune(0x11000) {
		for _, s := range []string{string(r), "a" + string(r) + "b", strings.Repeat("ắ", 20) + string(r)} {
			if got, want := string(AppendNormalize(nil, s)), plainNormalize(s); got != want {
				t.Errorf("AppendNormalize(%+q) = %+q, want %+q", s, got, want)
			}
		}
	}
}

func FuzzFastNormalize(f *testing.F) {
	f.Add("Nghị quyết số 27-NQ/TW, ngày 9/11/2022 của Ban Chấp hành Trung ương \xe1\xba")
	f.Add("0123456789abcde\u0301 0123456789abcd\u00E2\u0301 Ðảng\u00A0bộ")
	f.Fuzz(func(t *testing.T, s string) {
		if got, want := string(AppendNormalize(nil, s)), plainNormalize(s); got != want {
			t.Errorf("AppendNormalize(%+q) = %+q, want %+q", s, got, want)
		}
	})
}

func FuzzPlaceTones(f *testing.F) {
	for _, s := range []string{
		"Hoà bình", "hòa cuả gịa Noé Nóe", "hoa\u0300\u0300", "ḷan l\u0323an",
		"a\xffoà", "QÚY",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		glide, nucleus := PlaceTones(s, Glide), PlaceTones(s, Nucleus)
		for p, placed := range map[TonePlacement]string{Glide: glide, Nucleus: nucleus, AsWritten: s} {
			if again := PlaceTones(placed, p); again != placed {
				t.Errorf("PlaceTones(%+q, %d) = %+q, of which it makes %+q", s, p, placed, again)
			}
		}
		if got, want := Normalize(PlaceTones(glide, Nucleus)), Normalize(nucleus); got != want {
			t.Errorf("PlaceTones(%+q, Nucleus) = %+q, by way of Glide %+q", s, want, got)
		}
		if got, want := Normalize(Fold(glide)), Normalize(Fold(s)); got != want {
			t.Errorf("PlaceTones(%+q, Glide) folds to %+q, want %+q", s, got, want)
		}
		if len(glide) > 2*len(s) {
			t.Errorf("PlaceTones(%+q, Glide) = %+q, more than twice as long", s, glide)
		}
	})
}

func TestAppendAllocatesNothing(t *testing.T) {
	clean := "Chiều 27/7, Tỉnh uỷ Lạng Sơn sơ kết Nghị quyết 27-NQ/TW; H'Mông, TP.HCM, hiện đại hóa…\n"
	buf := make([]byte, 0, 4096)
	var tokens [64]Token
	for _, text := range []string{clean, norm.NFD.String(clean), strings.ReplaceAll(clean, " ", "\u00A0")} {
		for name, f := range map[string]func(){
			"AppendNormalize":  func() { AppendNormalize(buf, text) },
			"AppendPlaceTones": func() { AppendPlaceTones(buf, text, Glide) },
			"AppendFold":       func() { AppendFold(buf, text) },
			"AppendFoldLower":  func() { AppendFoldLower(buf, text) },
			"AppendLower":      func() { AppendLower(buf, text) },
			"AppendTerm":       func() { AppendTerm(buf, text) },
			"AppendSortKey":    func() { AppendSortKey(buf, text) },
			"AppendTokens":     func() { AppendTokens(tokens[:0], text) },
			"AppendParts":      func() { AppendParts(tokens[:0], "27-NQ/TW", Token{0, 8, DocNumber}) },
		} {
			if n := testing.AllocsPerRun(10, f); n != 0 {
				t.Errorf("%s(%+.20q) allocates %v times", name, text, n)
			}
		}
	}
}

// TestLinearTime passes in a moment, or not at all.
func TestLinearTime(t *testing.T) {
	const n = 50_000
	for _, piece := range []string{
		"a\u200B", "a.Ab", "A.", "1-a", "&#38;", "&am\u200Bp;", "\u0301", "х", "ắ", "1/",
		"a`", "\u00A0",
		"đ\u0323", "H'", "1.", ";",
	} {
		s := strings.Repeat(piece, n)
		Normalize(s)
		PlaceTones(s, Glide)
		Fold(s)
		AppendTerm(nil, s)
		AppendSortKey(nil, s)
		AppendTokens(nil, s)
		for range Sentences(s) {
		}
	}
}
