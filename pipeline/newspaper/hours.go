package newspaper

import (
	"fmt"
	"strings"
	"time"

	"baotinh/pipeline/news"
)

// hours is a window of the day, in minutes since midnight in Vietnam. It may pass midnight; the zero value is
// the whole day.
type hours struct{ from, to int }

// parseHours parses "22:00-06:00".
func parseHours(s string) (hours, error) {
	if s == "" {
		return hours{}, nil
	}
	from, to, ok := strings.Cut(s, "-")
	if !ok {
		return hours{}, fmt.Errorf("hours %q: want two times with a hyphen, as 22:00-06:00", s)
	}
	var h hours
	for _, part := range [...]struct {
		text    string
		minutes *int
	}{{from, &h.from}, {to, &h.to}} {
		t, err := time.Parse("15:04", strings.TrimSpace(part.text))
		if err != nil {
			return hours{}, fmt.Errorf("hours %q: want two times with a hyphen, as 22:00-06:00", s)
		}
		*part.minutes = t.Hour()*60 + t.Minute()
	}
	return h, nil
}

// OpenAt returns the first time from t on at which n may be asked: t itself, or the beginning of the window
// that Hours names.
func (n *Newspaper) OpenAt(t time.Time) time.Time {
	h := n.hours
	if h.from == h.to {
		return t
	}
	local := t.In(news.Vietnam)
	midnight := time.Date(local.Year(), local.Month(), local.Day(), 0, 0, 0, 0, news.Vietnam)
	minute := local.Hour()*60 + local.Minute()
	open := h.from <= minute && minute < h.to
	if h.from > h.to {
		open = minute >= h.from || minute < h.to
	}
	opening := midnight.Add(time.Duration(h.from) * time.Minute)
	switch {
	case open:
		return t
	case minute >= h.from:
		return opening.Add(24 * time.Hour) // Vietnam has no summer time
	}
	return opening
}
