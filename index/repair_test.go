package index

import (
	"fmt"
	"strings"
	"testing"
)

func TestRepair(t *testing.T) {
	ix := testIndex(t)
	for n, text := range []string{
		"Tàu chở khách đường sắt qua ga Nhổn.", "Chữa bệnh tim cho trẻ nghèo.", "Bệnh viện đa khoa: chữa bệnh tỉnh xa.",
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
		{"a letter that is missing", "chữa bệnh tỉh", `sửa "tỉh" thành "tỉnh"`},
		{"a final that sounds like another", "gian lậng thi", `sửa "lậng" thành "lận"`},
		{"a key of Telex typed behind the marks", "đâuf sau", `sửa "đâuf" thành "đầu"`},
		{"a missing vowel", "gian ln thi", `sửa "ln" thành "lan"`},
		{"an abbreviation in capitals", "gian LN thi", ""},
		{"a number", "gian l4n thi", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got string
			for _, said := range find(t, ix, Request{Query: tt.query}).Understood {
				if strings.HasPrefix(said, "sửa") {
					got = said
				}
			}
			if got != tt.want {
				t.Errorf("Search(%q) understood %q, want %q", tt.query, got, tt.want)
			}
		})
	}
}
