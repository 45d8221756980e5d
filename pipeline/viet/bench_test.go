package viet_test

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"sync"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"baotinh/pipeline/viet"
)

// newsText returns about size bytes that look like news to a machine: syllables as often as they are in
// print, in sentences with names, numbers, documents and punctuation.
func newsText(t testing.TB, size int) string {
	var syllables []string
	var upTo []int
	total := 0
	for _, row := range table(t, "syllables.tsv") {
		n, err := strconv.Atoi(row[6])
		if err != nil {
			t.Fatal(err)
		}
		total += n
		syllables = append(syllables, row[0])
		upTo = append(upTo, total)
	}
	rnd := rand.New(rand.NewPCG(1, 2))
	syllable := func() string {
		x := rnd.IntN(total)
		lo, hi := 0, len(upTo)-1
		for lo < hi {
			if mid := (lo + hi) / 2; upTo[mid] > x {
				hi = mid
			} else {
				lo = mid + 1
			}
		}
		return syllables[lo]
	}
	title := func(s string) string {
		r, n := utf8.DecodeRuneInString(s)
		return string(unicode.ToUpper(r)) + s[n:]
	}
	var b strings.Builder
	for b.Len() < size {
		for sentence := range 1 + rnd.IntN(6) {
			if sentence > 0 {
				b.WriteByte(' ')
			}
			b.WriteString(title(syllable()))
			for range 8 + rnd.IntN(25) {
				switch b.WriteByte(' '); rnd.IntN(40) {
				case 0:
					fmt.Fprintf(&b, "%d/%d/2022", 1+rnd.IntN(28), 1+rnd.IntN(12))
				case 1:
					fmt.Fprintf(&b, "%d-NQ/TW", rnd.IntN(100))
				case 2, 3, 4, 5:
					b.WriteString(title(syllable()) + " " + title(syllable()))
				case 6, 7:
					b.WriteString(syllable() + ",")
				case 8:
					b.WriteString("“" + syllable() + " " + syllable() + "”")
				case 9:
					fmt.Fprintf(&b, "%d,%d tỷ đồng", rnd.IntN(100), rnd.IntN(10))
				case 10:
					b.WriteString("UBND")
				default:
					b.WriteString(syllable())
				}
			}
			b.WriteByte('.')
		}
		b.WriteByte('\n')
	}
	return b.String()
}

var benchText = sync.OnceValue(func() string { return newsText(benchTB{}, 8<<20) })

// benchTB lets newsText be called once for all benchmarks.
type benchTB struct{ testing.TB }

func (benchTB) Helper()           {}
func (benchTB) Fatal(args ...any) { panic(fmt.Sprint(args...)) }

// halfDecomposed writes the tones as combining marks after precomposed vowels, as windows-1258 does.
func halfDecomposed(s string) string {
	var b strings.Builder
	for _, r := range s {
		d := []rune(norm.NFD.String(string(r)))
		tone := strings.IndexAny(string(d), "\u0300\u0301\u0303\u0309\u0323")
		if len(d) < 3 || tone < 0 {
			b.WriteRune(r)
			continue
		}
		m, _ := utf8.DecodeRuneInString(string(d)[tone:])
		b.WriteString(norm.NFC.String(strings.ReplaceAll(string(d), string(m), "")) + string(m))
	}
	return b.String()
}

func benchmarkAppend(b *testing.B, text string, appendTo func([]byte, string) []byte) {
	b.Helper()
	dst := make([]byte, 0, 2*len(text))
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		dst = appendTo(dst[:0], text)
	}
}

func appendNFC(dst []byte, s string) []byte { return norm.NFC.AppendString(dst, s) }

func BenchmarkNormalize(b *testing.B) {
	text := benchText()
	for _, c := range []struct{ name, text string }{
		{"clean", text}, {"NFD", norm.NFD.String(text)}, {"half", halfDecomposed(text)},
		{"nbsp", strings.ReplaceAll(text, ", ", ",\u00A0")},
	} {
		b.Run(c.name+"/viet", func(b *testing.B) { benchmarkAppend(b, c.text, viet.AppendNormalize) })
		b.Run(c.name+"/norm", func(b *testing.B) { benchmarkAppend(b, c.text, appendNFC) })
	}
}

func BenchmarkFold(b *testing.B) {
	text := benchText()
	b.Run("Fold", func(b *testing.B) { benchmarkAppend(b, text, viet.AppendFold) })
	b.Run("FoldLower", func(b *testing.B) { benchmarkAppend(b, text, viet.AppendFoldLower) })
	b.Run("FoldLowerNFD", func(b *testing.B) {
		benchmarkAppend(b, norm.NFD.String(text),
			viet.AppendFoldLower)
	})
	b.Run("Lower", func(b *testing.B) { benchmarkAppend(b, text, viet.AppendLower) })
	b.Run("Copy", func(b *testing.B) {
		benchmarkAppend(b, text, func(dst []byte, s string) []byte { return append(dst, s...) })
	})
}

func BenchmarkPlaceTones(b *testing.B) {
	benchmarkAppend(b, benchText(), func(dst []byte, s string) []byte {
		return viet.AppendPlaceTones(dst, s, viet.Glide)
	})
}

func BenchmarkTokens(b *testing.B) {
	text := benchText()
	var tokens []viet.Token
	b.Run("Tokens", func(b *testing.B) {
		b.SetBytes(int64(len(text)))
		b.ReportAllocs()
		tokens = viet.AppendTokens(tokens[:0], text)
		for b.Loop() {
			tokens = viet.AppendTokens(tokens[:0], text)
		}
	})
	tokens = viet.AppendTokens(tokens[:0], text)
	var term []byte
	b.Run("Terms", func(b *testing.B) {
		b.SetBytes(int64(len(text)))
		b.ReportAllocs()
		for b.Loop() {
			for _, t := range tokens {
				term = viet.AppendTerm(term[:0], text[t.Start:t.End])
			}
		}
	})
	b.Run("Sentences", func(b *testing.B) {
		b.SetBytes(int64(len(text)))
		b.ReportAllocs()
		for b.Loop() {
			for range viet.Sentences(text) {
			}
		}
	})
}
