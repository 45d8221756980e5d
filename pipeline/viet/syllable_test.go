package viet

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

const onsets = " b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x"

// allSyllables returns every syllable that the rules allow, in the spelling with the tone mark on the
// nucleus.
func allSyllables() map[string]Syllable {
	all := map[string]Syllable{}
	for _, onset := range strings.Split(onsets, " ") {
		for rhyme := range strings.FieldsSeq(plainRhymes + " " + quRhymes) {
			for tone := range Nang + 1 {
				s := Syllable{onset, rhyme, tone}
				spelling := s.String()
				if _, ok := all[spelling]; spelling != "" && !ok {
					all[spelling], _ = ParseSyllable(spelling)
				}
			}
		}
	}
	return all
}

func TestAllSyllables(t *testing.T) {
	all := allSyllables()
	if got, want := len(all), 17824; got != want {
		t.Errorf("there are %d syllables, want %d", got, want)
	}
	for nucleus, s := range all {
		if s.String() != nucleus {
			t.Errorf("ParseSyllable(%+q) = %+q", nucleus, s)
		}
		glide := PlaceTones(nucleus, Glide)
		if got := PlaceTones(glide, Nucleus); got != nucleus {
			t.Errorf("PlaceTones(%+q, Nucleus) = %+q, want %+q", glide, got, nucleus)
		}
		for _, spelling := range []string{nucleus, glide} {
			if !IsSyllable(spelling) {
				t.Errorf("IsSyllable(%+q) = false", spelling)
			}
			for _, s := range spellings(spelling) {
				if got := string(AppendTerm(nil, s)); got != nucleus {
					t.Errorf("AppendTerm(%+q) = %+q, want %+q", s, got, nucleus)
				}
				if got := Normalize(PlaceTones(s, Glide)); !strings.EqualFold(got, glide) &&
					!strings.EqualFold(got, "Noé") {
					t.Errorf("PlaceTones(%+q, Glide) = %+q, want %+q", s, got, glide)
				}
				if got := Normalize(s); !strings.EqualFold(got, spelling) {
					t.Errorf("Normalize(%+q) = %+q, want %+q", s, got, spelling)
				}
				if got, want := string(AppendFoldLower(nil, s)), Fold(nucleus); got != want {
					t.Errorf("AppendFoldLower(%+q) = %+q, want %+q", s, got, want)
				}
			}
		}
	}
}

// spellings returns the ways to write s: precomposed, decomposed, the tone apart, the marks in another order;
// each also in capitals and capitalised.
func spellings(s string) []string {
	var apart, reversed strings.Builder
	for _, r := range s {
		l := letterOf(r)
		apart.WriteRune(l.withTone(Level).rune())
		if l.tone() != Level {
			apart.WriteString([...]string{"", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"}[l.tone()])
		}
		d := []rune(norm.NFD.String(string(r)))
		reversed.WriteRune(d[0])
		for i := len(d) - 1; i > 0; i-- {
			reversed.WriteRune(d[i])
		}
	}
	var all []string
	for _, s := range []string{s, norm.NFD.String(s), apart.String(), reversed.String()} {
		r, size := utf8.DecodeRuneInString(s)
		all = append(all, s, strings.ToUpper(s), string(unicode.ToUpper(r))+s[size:])
	}
	return all
}

func TestSyllableRules(t *testing.T) {
	for _, word := range []string{
		"", "b", "ng", "kạn", "lắk", "krông", "niê", "ôtô", "zoé", "josé", "café", "cê", "ghà", "ngê", "iên",
		"byên",
		"các̀", "hòc", "hỏp", "học̉", "toáán", "hoac", "nghiêngg", "việtnam", "gii", "qua1", "a ", "đđ",
		"ubnd",
	} {
		if IsSyllable(word) {
			t.Errorf("IsSyllable(%+q) = true", word)
		}
	}
	for _, word := range []string{"nghiêng", "gì", "gìn", "giếng", "giêng", "giặt", "quốc", "quyền", "khuỷu",
		"ĐƯỜNG", "oà", "ỷ"} {
		if !IsSyllable(word) {
			t.Errorf("IsSyllable(%+q) = false", word)
		}
	}
	for _, word := range []string{"gía", "cuả", "quí̀"} {
		if IsSyllable(word) {
			t.Errorf("IsSyllable(%+q) = true", word)
		}
	}
	for word, want := range map[string]bool{"nguoi": true, "DAT": true, "hoc": true, "toi": true,
		"boss": false, "é": false, "": false} {
		if got := IsBareSyllable(word); got != want {
			t.Errorf("IsBareSyllable(%+q) = %v", word, got)
		}
	}
	if got, ok := ParseSyllable("Nghĩa"); !ok || got != (Syllable{"ngh", "ia", Nga}) {
		t.Errorf("ParseSyllable(Nghĩa) = %+q, %v", got, ok)
	}
}
