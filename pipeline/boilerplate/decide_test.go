package boilerplate

import (
	"testing"

	"baotinh/pipeline/news"
)

func TestWhichOfTwoBylines(t *testing.T) {
	names := []string{"Mai Linh", "Triệu Thành", "Lò Thị Dung", "Vi Quang Đạo", "Hoàng Nhật"}
	const last, under news.Place = "in the text", "below the body"
	by := func(place news.Place, name string) news.SeenByline {
		return news.SeenByline{Place: place, Byline: name, Authors: []string{name}}
	}
	tests := []struct {
		name string
		page func(i int) []news.SeenByline
		want string // on a page that has "Tô Hiệu" in the text, and "Mai Linh" below
	}{
		{"nothing is known", func(int) []news.SeenByline { return nil }, "Tô Hiệu"},
		{"writers below, nobody in the text", func(i int) []news.SeenByline {
			return []news.SeenByline{by(under, names[i%5])}
		}, "Mai Linh"},
		{"writers in the text, nobody below", func(i int) []news.SeenByline {
			return []news.SeenByline{by(last, names[i%5])}
		}, "Tô Hiệu"},
		{"writers in both", func(i int) []news.SeenByline {
			return []news.SeenByline{by(last, names[i%5]), by(under, names[i%5])}
		}, "Tô Hiệu"},
		{"one person in the text of all", func(i int) []news.SeenByline {
			return []news.SeenByline{by(last, "Tô Hiệu"), by(under, names[i%5])}
		}, "Mai Linh"},
		{"one person below all", func(i int) []news.SeenByline {
			return []news.SeenByline{by(last, names[i%5]), by(under, "Mai Linh")}
		}, "Tô Hiệu"},
		{"writers in the text of one page in six, an account below all", func(i int) []news.SeenByline {
			if i%6 == 0 {
				return []news.SeenByline{by(last, names[i%5]), by(under, names[i/2%5])}
			}
			return []news.SeenByline{by(under, names[i/2%5])}
		}, "Tô Hiệu"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var ps Profiles
			for i := range 60 {
				a := article("baomau.example", i)
				a.Seen = &news.Seen{Bylines: tt.page(i)}
				ps.Clean(a)
			}
			a := article("baomau.example", 60)
			a.Byline, a.Authors = "Tô Hiệu", []string{"Tô Hiệu"}
			a.Seen = &news.Seen{Bylines: []news.SeenByline{by(last, "Tô Hiệu"), by(under, "Mai Linh")}}
			ps.Clean(a)
			if a.Byline != tt.want || a.Authors[0] != tt.want {
				t.Errorf("byline %q, authors %q, want %q", a.Byline, a.Authors, tt.want)
			}
			if (len(a.Warnings) == 1) != (tt.want != "Tô Hiệu") {
				t.Errorf("warnings %q", a.Warnings)
			}
		})
	}
}

func TestABoxOfOtherArticles(t *testing.T) {
	line := func(i, j int) news.Block { return paragraph(article("", 60*j+i).Blocks[0].Text[:90]) }
	tests := []struct {
		name  string
		boxed func(i int) bool // whether a page has the box
		plain func(i int) bool // whether there is text in such a place, too
		want  int              // blocks of a page
	}{
		{"on all pages", func(int) bool { return true }, func(int) bool { return false }, 3},
		{"on every third page", func(i int) bool { return i%3 == 0 }, func(int) bool { return false }, 3},
		{"on every tenth page", func(i int) bool { return i%10 == 0 }, func(int) bool { return false }, 5},
		{"in the place of the text", func(int) bool { return true }, func(i int) bool { return i%2 == 0 }, 5},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var ps Profiles
			var a *news.Article
			for i := range 91 {
				a = article("baomau.example", i)
				a.Seen = new(news.Seen)
				if tt.boxed(i) || i == 90 {
					a.Blocks = append(a.Blocks, line(i, 1), line(i, 2))
					a.Seen.Boxes = []news.SeenBox{{
						Place: "div.r", Plain: tt.plain(i) && i < 90, Lines: []int{3, 4},
					}}
				}
				ps.Clean(a)
			}
			if len(a.Blocks) != tt.want {
				t.Errorf("%d blocks, want %d", len(a.Blocks), tt.want)
			}
		})
	}
}
