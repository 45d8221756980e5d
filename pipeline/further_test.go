package pipeline

import (
	"testing"
	"time"

	"baotinh/pipeline/news"
)

func TestFurther(t *testing.T) {
	day := func(n int) news.Date { return news.Date{Time: time.Unix(int64(n)*86400, 0), Precision: news.Day} }
	const front, archive = news.KindSection, news.KindArchive
	for _, tt := range []struct {
		name  string
		kind  news.Kind
		of    news.Date // the page
		added int
		link  news.Link
		want  bool
	}{
		{"from a front", front, news.Date{}, 0, news.Link{Number: 99}, true},
		{"news on the page", archive, news.Date{}, 1, news.Link{Number: 99}, true},
		{"nothing new on one of the first pages", archive, news.Date{}, 0, news.Link{Number: 10}, true},
		{"nothing new, no days", archive, news.Date{}, 0, news.Link{Number: 11}, false},
		{"nothing new, earlier days", archive, day(9), 0, news.Link{Number: 11, FeedDate: day(8)}, true},
		{"nothing new, the same days", archive, day(9), 0, news.Link{Number: 11, FeedDate: day(9)}, false},
		{"the day before", archive, day(9), 0, news.Link{FeedDate: day(8)}, true},
		{"the day after", archive, day(9), 0, news.Link{FeedDate: day(10)}, false},
	} {
		v := news.Visit{Link: news.Link{Kind: tt.kind, FeedDate: tt.of}}
		if got := len(further(v, tt.added, []news.Link{tt.link})) == 1; got != tt.want {
			t.Errorf("%s: %t, want %t", tt.name, got, tt.want)
		}
	}
}
