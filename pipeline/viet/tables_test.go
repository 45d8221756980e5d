package viet_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"baotinh/pipeline/viet"
)

// table returns the rows of a table of testdata, without its header.
func table(t testing.TB, name string) [][]string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	var rows [][]string
	for line := range strings.Lines(string(data)) {
		rows = append(rows, strings.Split(strings.TrimSuffix(line, "\n"), "\t"))
	}
	return rows[1:]
}

func term(s string) string { return string(viet.AppendTerm(nil, s)) }

func TestTonePairs(t *testing.T) {
	for _, name := range []string{"tone_pairs_syllables.tsv", "tone_pairs_words.tsv"} {
		for _, row := range table(t, name) {
			nucleus, glide := row[0], row[1]
			for _, s := range []string{nucleus, glide, norm.NFD.String(nucleus), strings.ToUpper(glide)} {
				want := [3]string{s, glide, nucleus}
				if s == strings.ToUpper(s) {
					want = [3]string{s, strings.ToUpper(glide), strings.ToUpper(nucleus)}
				}
				for p, want := range want {
					got := viet.PlaceTones(s, viet.TonePlacement(p))
					if norm.NFC.String(got) != norm.NFC.String(want) {
						t.Errorf("PlaceTones(%+q, %d) = %+q, want %+q", s, p, got, want)
					}
				}
				if got, want := term(s), strings.ToLower(nucleus); got != want {
					t.Errorf("AppendTerm(%+q) = %+q, want %+q", s, got, want)
				}
			}
		}
	}
}

func TestMisplacedTones(t *testing.T) {
	for _, row := range table(t, "tone_misplaced.tsv") {
		if got := viet.PlaceTones(row[0], viet.Nucleus); got != row[1] {
			t.Errorf("PlaceTones(%+q, Nucleus) = %+q, want %+q", row[0], got, row[1])
		}
		if got := term(row[0]); got != row[1] {
			t.Errorf("AppendTerm(%+q) = %+q, want %+q", row[0], got, row[1])
		}
	}
}

func TestMustNotChange(t *testing.T) {
	for _, row := range table(t, "must_not_change.tsv") {
		word := row[0]
		for _, p := range []viet.TonePlacement{viet.AsWritten, viet.Glide, viet.Nucleus} {
			if got := viet.PlaceTones(word, p); got != word {
				t.Errorf("PlaceTones(%+q, %d) = %+q", word, p, got)
			}
		}
		if got := viet.Normalize(word); got != word {
			t.Errorf("Normalize(%+q) = %+q", word, got)
		}
		for _, s := range []string{word, norm.NFD.String(word), strings.ToUpper(word)} {
			if got, want := term(s), strings.ToLower(word); got != want {
				t.Errorf("AppendTerm(%+q) = %+q, want %+q", s, got, want)
			}
		}
	}
}

func TestSyllables(t *testing.T) {
	for _, row := range table(t, "syllables.tsv") {
		nucleus, glide, bare, onset, rhyme, tone := row[0], row[1], row[2], row[3], row[4], row[5]
		got, ok := viet.ParseSyllable(nucleus)
		want := viet.Syllable{Onset: onset, Rhyme: rhyme, Tone: viet.Tone(tone[0] - '0')}
		if !ok || got != want {
			t.Errorf("ParseSyllable(%+q) = %+q %v, want %+q", nucleus, got, ok, want)
		}
		if s := got.String(); s != nucleus {
			t.Errorf("%+q.String() = %+q, want %+q", got, s, nucleus)
		}
		for _, s := range []string{nucleus, glide, strings.ToUpper(nucleus)} {
			if !viet.IsSyllable(s) {
				t.Errorf("IsSyllable(%+q) = false", s)
			}
		}
		if !viet.IsBareSyllable(bare) {
			t.Errorf("IsBareSyllable(%+q) = false", bare)
		}
		if got := viet.Fold(glide); got != bare {
			t.Errorf("Fold(%+q) = %+q, want %+q", glide, got, bare)
		}
	}
}

func TestDocNumbers(t *testing.T) {
	for _, row := range table(t, "doc_numbers.tsv") {
		for _, s := range []string{row[0], "số " + norm.NFD.String(row[0]) + ", ngày"} {
			tokens := viet.AppendTokens(nil, s)
			found := false
			for _, k := range tokens {
				found = found || k.Kind >= viet.DocNumber && norm.NFC.String(s[k.Start:k.End]) == row[0]
			}
			if !found {
				t.Errorf("AppendTokens(%+q) = %v", s, tokens)
			}
		}
	}
}
