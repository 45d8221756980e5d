package blocks

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"baotinh/pipeline/extract/cms"
	"baotinh/pipeline/extract/dom"
	"baotinh/pipeline/extract/scan"
	"baotinh/pipeline/news"
)

const sentence = "Nước từ hồ chứa đã về đến cánh đồng Bản Luông, đủ tưới cho hơn tám trăm héc-ta lúa vụ xuân."

// read returns the text of an article whose body is the element with id "b".
func read(t *testing.T, body string) Text {
	t.Helper()
	table, err := cms.NewTable(nil)
	if err != nil {
		t.Fatal(err)
	}
	root, err := html.Parse(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	l := &scan.Layout{Page: new(scan.Scanner).Scan(root, table), Family: cms.None}
	for n := range root.Descendants() {
		if n.Type == html.ElementNode && dom.Attr(n, "id") == "b" {
			l.Body, _ = l.Box(n)
			l.Scope = n.Parent
		}
	}
	l.Last = l.Body.To
	return Read(l, "Bản xa có điện")
}

func TestRead(t *testing.T) {
	long := news.Block{Kind: news.Paragraph, Text: sentence}
	tests := []struct {
		name, body string
		want       Text
	}{
		{"line breaks", sentence + "<br>" + sentence, Text{Blocks: []news.Block{long, long}}},
		{"a caption in a figure",
			"<p>" + sentence + "<figure><img><figcaption>Đập chính. Ảnh: Đức Anh</figure>",
			Text{Blocks: []news.Block{long, {Kind: news.Caption, Text: "Đập chính.", Credit: "Đức Anh"}}}},
		{"a table of data",
			"<p>" + sentence + "<table><tr><td>Xã<td>Hộ<tr><td>Hữu Liên<td>42</table><p>" + sentence,
			Text{Blocks: []news.Block{long, {Kind: news.Table, Text: "Xã | Hộ"},
				{Kind: news.Table, Text: "Hữu Liên | 42"}, long}}},
		{"a quotation and its speaker",
			"<p>" + sentence + "<blockquote class=quote><p>Tôi mừng lắm.<p>Ông Piếng</blockquote>",
			Text{Blocks: []news.Block{long, {Kind: news.Quote, Text: "Tôi mừng lắm. Ông Piếng"}}}},
		{"the byline last", "<p>" + sentence + "<p align=right><b>MAI LINH</b>",
			Text{Blocks: []news.Block{long}, Byline: []string{"MAI LINH"}}},
		{"what follows an article", "<p>" + sentence + "<p><b>Tin liên quan</b><p>Hồ đủ nước",
			Text{Blocks: []news.Block{long}}},
		{"a poll", "<p>" + sentence + "<div>Bạn nghĩ gì?<label><input type=radio>Tốt</label></div>",
			Text{Blocks: []news.Block{long}}},
		{"a share bar", "<p>" + sentence + "<div class=share>Gửi bài này cho bạn bè của bạn</div>",
			Text{Blocks: []news.Block{long}}},
		{"a dateline", "<p>(LSO) – " + sentence, Text{Dateline: "LSO", Blocks: []news.Block{long}}},
		{"a pager", "<p>" + sentence + "<div>1 <a href=x>2</a></div>",
			Text{Blocks: []news.Block{long}, Pager: Pager{Here: 1, Last: 2}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, read(t, "<div><div id=b>"+tt.body+"</div></div>")); diff != "" {
				t.Errorf("%s (-want +got):\n%s", tt.body, diff)
			}
		})
	}
}

func TestReadEndsAtTheNextArticle(t *testing.T) {
	root, err := html.Parse(strings.NewReader("<div id=b><div><p>Một<h2>Hai</h2><p>Ba</div><p>Bốn</div>"))
	if err != nil {
		t.Fatal(err)
	}
	r := reader{page: new(scan.Page), foreign: func(*html.Node) bool { return false }}
	for n := range root.Descendants() {
		if n.Data == "h2" {
			r.end = n
		}
	}
	if blocks := r.read(root.FirstChild); len(blocks) != 1 || blocks[0].text != "Một" {
		t.Errorf("blocks = %+v, want the first paragraph", blocks)
	}
}

func TestReadLines(t *testing.T) {
	got := ReadLines([]Line{
		{Text: sentence}, {Text: "Đập chính của hồ. Ảnh: Đức Anh"}, {Text: "HAI"}, {Text: sentence},
		{Text: "MAI LINH"},
	})
	want := Text{
		Blocks: []news.Block{
			{Kind: news.Paragraph, Text: sentence},
			{Kind: news.Caption, Text: "Đập chính của hồ.", Credit: "Đức Anh"},
			{Kind: news.Heading, Text: "HAI"},
			{Kind: news.Paragraph, Text: sentence},
		},
		Byline: []string{"MAI LINH"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
