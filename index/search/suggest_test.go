package search

import (
	"testing"

	"baotinh/pipeline/news"
)

func TestSuggestion(t *testing.T) {
	ix := testIndex(t, sameDay(5)...)
	put(t, ix, article(100, "Chuyển đổi số", "Chuyển đổi số ở tỉnh."))
	if err := ix.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ name, query, want string }{
		{"Telex keys", "chuyeern ddooir soos -mưa", "chuyển đổi số -mưa"},
		{"nothing to repair", "chuyển đổi", ""},
		{"without marks", "chuyen doi", ""},
	} {
		if got := find(t, ix, Request{Query: tt.query}).Suggestion; got != tt.want {
			t.Errorf("%s: %q suggests %q, want %q", tt.name, tt.query, got, tt.want)
		}
	}
}

func TestMarksAreSuggestedWhereTheyAreClear(t *testing.T) {
	var articles []*news.Article
	for n := range 6 {
		text := "Hội nghị Tỉnh uỷ Lạng Sơn bàn việc ở Đắk Lắk. Cán bộ ăn cơm, nghe báo cáo của GDP Việt Nam."
		if n%2 == 0 {
			text += " Một đồ án hay."
		} else {
			text += " Nhiều đồ ăn ngon."
		}
		articles = append(articles, article(n, "Tin ngắn", text))
	}
	articles = append(articles, article(100, "Hiếm", "Hồng không hạt."))
	ix := testIndex(t, articles...)
	for _, tt := range []struct{ name, query, want string }{
		{"as most articles print them", "tinh uy lang son", "Tỉnh uỷ Lạng Sơn"},
		{"words that are no syllables", "o dak lak", "ở Đắk Lắk"},
		{"words without marks stay", "gdp viet nam", "GDP Việt Nam"},
		{"what else is asked stays", "lang son after:2000 OR tin", ""},
		{"a field", "lang son title:tin", "Lạng Sơn title:tin"},
		{"with marks, even one", "tinh uỷ lang son", ""},
		{"two readings", "do an", ""},
		{"one word", "tinh", ""},
		{"words not side by side", "lang tinh", ""},
		{"too few articles", "hong khong hat", ""},
	} {
		if got := find(t, ix, Request{Query: tt.query}).Suggestion; got != tt.want {
			t.Errorf("%s: %q suggests %q, want %q", tt.name, tt.query, got, tt.want)
		}
	}
	if got := find(t, ix, Request{Query: "lang son", From: 1}).Suggestion; got != "" {
		t.Errorf("a later page suggests %q", got)
	}
}
