package scan

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"baotinh/pipeline/extract/cms"
	"baotinh/pipeline/extract/dom"
)

const (
	title    = "Bản xa có điện lưới"
	sentence = "Nước từ hồ chứa đã về đến cánh đồng Bản Luông, đủ tưới cho hơn tám trăm héc-ta lúa. "
)

func scanned(t *testing.T, body string) *Page {
	t.Helper()
	table, err := cms.NewTable(nil)
	if err != nil {
		t.Fatal(err)
	}
	root, err := html.Parse(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	return new(Scanner).Scan(root, table)
}

func TestProse(t *testing.T) {
	long := len(strings.TrimSpace(sentence))
	tests := []struct {
		name, body string
		want       int
	}{
		{"a paragraph", "<p>" + sentence, long},
		{"a line counts a quarter", "<p>" + strings.Repeat("a", 40), 10},
		{"a word does not count", "<p>Chia sẻ", 0},
		{"a paragraph that is mostly a link", "<p><a href=x>" + sentence + "</a> (12/10)", 0},
		{"text in a menu", "<nav><p>" + sentence + "</nav>", 0},
		{"text under a linked headline",
			"<div><h3><a href=x>" + title + "</a></h3><p>" + sentence + "</div>", 0},
		{"text under a headline",
			"<div><h1>" + title + "</h1><p>" + sentence + "</div>", long + len(title)/4},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := scanned(t, tt.body).Prose; got != tt.want {
				t.Errorf("%d bytes of prose, want %d", got, tt.want)
			}
		})
	}
}

func TestCandidates(t *testing.T) {
	p := scanned(t, `<title>Bản xa có điện lưới - Báo Lạ</title><h1>Bản xa</h1><div>Bản xa có điện lưới</div>
		<time datetime="2022-10-12">hôm qua</time><p>12/10/2022 09:10</p><p>Nhà số 12</p>
		<b class="author">Mai Linh</b><ul class="breadcrumb"><li><a href=x>Kinh tế</a></ul>
		<div class="td-post-content">`+sentence+`</div>`)
	texts := func(spots []Spot) string {
		var all []string
		for _, s := range spots {
			if s.Node.Type == html.TextNode {
				all = append(all, s.Node.Data)
				continue
			}
			all = append(all, dom.Text(s.Node, 100))
		}
		return strings.Join(all, "|")
	}
	for _, tt := range []struct{ name, got, want string }{
		{"headings", texts(p.Headings), "Bản xa|Bản xa có điện lưới"},
		{"dates", texts(p.Dates), "hôm qua|hôm qua|12/10/2022 09:10"},
		{"authors", texts(p.Authors), "Mai Linh"},
		{"breadcrumbs", texts(p.Crumbs), "Kinh tế"},
	} {
		if tt.got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, tt.got, tt.want)
		}
	}
	found := false
	for row := range p.Table.Families() {
		found = found || p.Table.NameOf(row) == "hex7" && len(p.Hits(row, cms.FieldBody)) == 1
	}
	if !found {
		t.Error("the body of family hex7 is no hit")
	}
}

func TestPlaceOf(t *testing.T) {
	p := scanned(t, `<div id=a><p>12/10/2022</p><h1>Bản xa</h1><p>13/10/2022</p><div><p>`+sentence+
		`</div><p>14/10/2022</p></div><p>15/10/2022</p>`)
	l := &Layout{Page: p, Title: p.Headings[0], Scope: p.Headings[0].Node.Parent}
	for _, b := range p.Boxes {
		if b.Node.Data == "div" && l.Body.Node == nil {
			l.Body = b
		}
	}
	want := []Place{Above, Between, Below, Elsewhere}
	if len(p.Dates) != len(want) {
		t.Fatalf("%d dates", len(p.Dates))
	}
	for i, s := range p.Dates {
		if got := l.PlaceOf(s); got != want[i] {
			t.Errorf("%s is at place %d, want %d", s.Node.Data, got, want[i])
		}
	}
}

func TestPathOf(t *testing.T) {
	p := scanned(t, `<div id=tin-77><div class="post-12 hentry news"><p class="a>b ngày">12/10/2022</p>
		<h1>Bản xa</h1><div><time datetime="2022-10-12"></time><p>`+sentence+`</div>
		<b>14/10/2022</b></div></div>`)
	l := &Layout{Page: p, Title: p.Headings[0]}
	for _, b := range p.Boxes {
		if b.Node.FirstChild.Data == "time" {
			l.Body = b
		}
	}
	want := []string{
		"above div#tin->div.post-.hentry>p.ab.ngy", "div#tin->div.post-.hentry>div>time",
		"below div#tin->div.post-.hentry>b",
	}
	var got []string
	for _, s := range p.Dates {
		got = append(got, l.PathOf(s))
	}
	if !slices.Equal(got, want) {
		t.Errorf("paths %q, want %q", got, want)
	}
}
