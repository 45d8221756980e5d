package viet

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// abbreviationData has an abbreviation per line, in its usual spelling, a tab, and its long forms, the
// likeliest first, separated by "; ".
//
//go:embed abbreviations.tsv
var abbreviationData string

type abbreviations struct {
	long  map[string][]string // by abbreviationKey
	short map[string][]string // by longKey
	first map[string]bool     // the first words of longKeys
}

var loadAbbreviations = sync.OnceValue(func() abbreviations {
	a := abbreviations{map[string][]string{}, map[string][]string{}, map[string]bool{}}
	for line := range strings.Lines(abbreviationData) {
		short, rest, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		long := strings.Split(rest, "; ")
		a.long[abbreviationKey(short)] = long
		for _, l := range long {
			key := longKey(l)
			a.short[key] = append(a.short[key], short)
			first, _, _ := strings.Cut(key[1:], " ")
			a.first[first] = true
		}
	}
	return a
})

// Expand returns the long forms of an abbreviation, the likeliest first: "UBND" is "Ủy ban nhân dân"; "TT"
// has seven long forms, among which only the context decides. Full stops, hyphens, slashes, ampersands and
// spaces in abbr are ignored, and D may replace Đ: "KT-XH" is "KTXH", "HDND" is "HĐND". Text in small letters
// is an abbreviation only if it is no word, with or without its marks. Expand returns nil for an unknown
// abbreviation. The result is the caller's.
func Expand(abbr string) []string {
	if abbr == Lower(abbr) && (IsSyllable(abbr) || IsBareSyllable(abbr)) {
		return nil
	}
	return slices.Clone(loadAbbreviations().long[abbreviationKey(abbr)])
}

// Abbreviate returns the abbreviations of a long form, the most common first, in their usual spelling. Case,
// the place of tone marks, punctuation and the word "và" are ignored. The result is the caller's.
func Abbreviate(long string) []string {
	return slices.Clone(loadAbbreviations().short[longKey(long)])
}

// BeginsLongForm reports whether a long form may begin with a word: [Abbreviate] returns nothing for others.
func BeginsLongForm(word string) bool {
	var buf [16]byte
	term := AppendTerm(buf[:0], word)
	return string(term) == "và" || loadAbbreviations().first[string(term)]
}

func abbreviationKey(s string) string {
	var buf [32]byte
	key := buf[:0]
	for _, r := range Normalize(s) {
		if r = unicode.ToUpper(r); r == 'Đ' {
			r = 'D'
		}
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			key = utf8.AppendRune(key, r)
		}
	}
	return string(key)
}

func longKey(s string) string {
	var key []byte
	for _, t := range AppendTokens(nil, s) {
		n := len(key)
		key = AppendTerm(append(key, ' '), s[t.Start:t.End])
		if string(key[n:]) == " và" {
			key = key[:n]
		}
	}
	return string(key)
}
