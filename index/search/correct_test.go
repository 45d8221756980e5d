package search

import (
	"fmt"
	"strings"
	"testing"
)

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
