package index

import (
	"slices"
	"strings"
	"testing"
)

func TestSlipsAllowed(t *testing.T) {
	ix := testIndex(t,
		article(1, "Lạng Sơn vào hội", "Đường phố đông vui."),
		article(2, "Lãng Sơn vào mùa", "Không ai ra đường."),
		article(3, "Làng nghề", "Sơn mài ở làng Nạng Sơn."),
		article(4, "Lương Sơn Bạc", "Phim truyền hình."),
		article(5, "Lan man", "Lan trên núi Sơn."))
	for _, tt := range []struct {
		name, query, want string // the want in the order of hits
		understood        string
	}{
		{"what was typed comes first", "lạng~ sơn", "1", "lạng~ là lạng hoặc "},
		{"without marks, every marked one", "title:lan~", "1 2 3 5", "lan~ là lan hoặc lang"},
		{"in a title", "title:lạng~", "1 2 3", "lạng~ là lạng hoặc "},
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
		if !strings.Contains(strings.Join(r.Understood, "\n"), tt.understood) {
			t.Errorf("%s: Search(%q) understood %q", tt.name, tt.query, r.Understood)
		}
	}
	h := find(t, ix, Request{Query: "lương~"}).Hits
	if len(h) != 1 || h[0].Title != "Lương Sơn Bạc" {
		t.Errorf("lương~ finds %+v", h)
	}
	if s := find(t, ix, Request{Query: "nẵng~ mài"}).Hits; len(s) == 0 || !strings.Contains(s[0].Snippet, "<mark>mài</mark>") {
		t.Errorf("nẵng~ mài: %+v", s)
	}
}
