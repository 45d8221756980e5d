package search

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestFuzzyWords(t *testing.T) {
	ix := testIndex(t,
		article(1, "Lạng Sơn vào hội", "Đường phố đông vui."),
		article(2, "Lãng Sơn vào mùa", "Không ai ra đường."),
		article(3, "Làng nghề", "Sơn mài ở làng Nạng Sơn."),
		article(4, "Lương Sơn Bạc", "Phim truyền hình."),
		article(5, "Lan man", "Lan trên núi Sơn."))
	for _, tt := range []struct {
		name, query, want string // the want in the order of hits
		rewritten         string // the beginning of kind, word and alternatives
	}{
		{"what was typed comes first", "lạng~ sơn", "1", "[{alternatives lạng ["},
		{"without marks, every marked one", "title:lan~", "1 2 3 5", "[{alternatives lan [lang"},
		{"in a title", "title:lạng~", "1 2 3", "[{alternatives lạng ["},
		{"among alternatives", "lạng~ OR lương", "1 2 3 4", ""},
		{"without", "sơn -lạng~", "4 5", ""},
		{"nothing like it", "xyzxyz~", "", ""},
	} {
		r := find(t, ix, Request{Query: tt.query})
		var got []string
		for _, h := range r.Hits {
			got = append(got, strings.TrimSuffix(h.URL[strings.LastIndexByte(h.URL, '/')+1:], ".html"))
		}
		if tt.name == "what was typed comes first" {
			got = got[:1]
		} else {
			slices.Sort(got)
		}
		if s := strings.Join(got, " "); s != tt.want {
			t.Errorf("%s: Search(%q) = %s, want %s", tt.name, tt.query, s, tt.want)
		}
		if got := fmt.Sprint(r.Rewrites); !strings.HasPrefix(got, tt.rewritten) {
			t.Errorf("%s: Search(%q) was rewritten %s", tt.name, tt.query, got)
		}
	}
	h := find(t, ix, Request{Query: "lương~"}).Hits
	if len(h) != 1 || h[0].Title != "Lương Sơn Bạc" {
		t.Errorf("lương~ finds %+v", h)
	}
	h = find(t, ix, Request{Query: "nẵng~ mài"}).Hits
	if len(h) == 0 || !strings.Contains(h[0].Snippet, "<mark>mài</mark>") {
		t.Errorf("nẵng~ mài: %+v", h)
	}
}
