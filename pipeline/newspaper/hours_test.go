package newspaper

import (
	"testing"
	"time"

	"baotinh/pipeline/news"
)

func TestOpenAt(t *testing.T) {
	at := func(day, hour, minute int) time.Time {
		return time.Date(2026, 3, day, hour, minute, 0, 0, news.Vietnam)
	}
	for _, tt := range []struct {
		hours   string
		t, want time.Time
	}{
		{"", at(2, 12, 0), at(2, 12, 0)},
		{"22:00-06:00", at(2, 12, 0), at(2, 22, 0)},
		{"22:00-06:00", at(2, 22, 0), at(2, 22, 0)},
		{"22:00-06:00", at(2, 5, 59), at(2, 5, 59)},
		{"22:00-06:00", at(2, 6, 0), at(2, 22, 0)},
		{"01:30 - 04:00", at(2, 1, 0), at(2, 1, 30)},
		{"01:30-04:00", at(2, 4, 0), at(3, 1, 30)},
		{"01:30-04:00", at(2, 23, 0).UTC(), at(3, 1, 30)},
	} {
		h, err := parseHours(tt.hours)
		if err != nil {
			t.Fatal(err)
		}
		if got := (&Newspaper{hours: h}).OpenAt(tt.t); !got.Equal(tt.want) {
			t.Errorf("%q at %v: %v, want %v", tt.hours, tt.t, got, tt.want)
		}
	}
	for _, s := range []string{"22", "22:00", "25:00-06:00", "a-b"} {
		if _, err := parseHours(s); err == nil {
			t.Errorf("%q: no error", s)
		}
	}
}
