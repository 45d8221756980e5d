package export

import (
	"testing"
	"time"

	"baotinh/cmd/baotinh/internal/messages"
	"baotinh/pipeline/news"
)

func TestCitation(t *testing.T) {
	published := news.Date{Precision: news.Year}
	published.Time = time.Date(2024, 1, 1, 0, 0, 0, 0, news.Vietnam)
	tests := []struct {
		name    string
		article news.Article
		want    string
	}{
		{"only title and address", news.Article{Title: "Chợ phiên mở lại", URL: "https://a.example/1"},
			"“Chợ phiên mở lại”. Undated. https://a.example/1."},
		{"a title with a sign", news.Article{
			Title: "Ai giữ rừng?", URL: "https://a.example/1", Newspaper: "Báo Mẫu", Published: published,
			Authors: []string{"T.H."},
		}, "T.H. “Ai giữ rừng?” Báo Mẫu, 2024. https://a.example/1."},
		{"an agency alone", news.Article{Title: "Lũ", URL: "https://a.example/1", Source: "TTXVN"},
			"“Lũ”. TTXVN, undated. https://a.example/1."},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Citation(&tt.article, messages.English.Reading); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}
