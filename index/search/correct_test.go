package search

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
)

func TestMaxAdjacentFreqIsAnUpperBound(t *testing.T) {
	articles, queries := titledArticles(rand.New(rand.NewPCG(5, 6)), 3000)
	ix := testIndex(t, articles...)
	s, err := ix.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	reached := 0
	for _, q := range queries {
		req, err := parse(Request{Query: q}, time.Now())
		if err != nil {
			t.Fatal(err)
		}
		r := newReader(t.Context(), s)
		m, err := r.match(req)
		if err != nil {
			t.Fatal(err)
		}
		for i := 1; i < len(m.plan.terms); i++ {
			for _, w := range []string{m.plan.terms[i].word.Exact, "lạng", "lang", "son", "kỳ", "không"} {
				meant := newWord(w)
				n, most := m.AdjacentFreq(meant, i, i-1), m.MaxAdjacentFreq(meant, i, i-1)
				if n > most {
					t.Errorf("%s: %s beside word %d: %v documents, want at most %v", q, w, i-1, n, most)
				}
				if n > 0 {
					reached++
				}
			}
		}
		r.release()
	}
	if reached < 100 {
		t.Errorf("%d pairs, want more", reached)
	}
}

func TestCorrection(t *testing.T) {
	ix := testIndex(t)
	for n, text := range []string{
		"Tàu chở khách đường sắt qua ga Nhổn.", "Chữa bệnh tim cho trẻ nghèo.",
		"Bệnh viện đa khoa: chữa bệnh tỉnh xa.",
		"Gian lận thi cử.", "Làng nghề gian nan.", "Kẻ gian lặng lẽ bỏ đi.", "Đầu sau chạm vạch.",
	} {
		for i := range 4 {
			put(t, ix, article(10*n+i, fmt.Sprint("Tin số ", i), text))
		}
	}
	if err := ix.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ name, query, want string }{
		{"a letter that is missing", "chữa bệnh tỉh", "tỉh tỉnh"},
		{"a final that sounds like another", "gian lậng thi", "lậng lận"},
		{"a key of Telex typed behind the marks", "đâuf sau", "đâuf đầu"},
		{"a missing vowel", "gian ln thi", "ln lan"},
		{"an abbreviation in capitals", "gian LN thi", ""},
		{"a number", "gian l4n thi", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got string
			for _, r := range find(t, ix, Request{Query: tt.query}).Rewrites {
				if r.Kind == RewriteCorrection {
					got = r.From + " " + strings.Join(r.To, " ")
				}
			}
			if got != tt.want {
				t.Errorf("Search(%q) is corrected to %q, want %q", tt.query, got, tt.want)
			}
		})
	}
}
