package watch

import (
	"slices"
	"time"

	"baotinh/pipeline/news"
)

// LastDue returns the last time before now, or now, at which a mail was to be sent: now itself if it is sent
// at once. Days and hours are those of Vietnam.
func (m *Mail) LastDue(now time.Time) time.Time {
	at, err := m.clock()
	days, daysErr := m.weekdays()
	if err != nil || daysErr != nil || at < 0 {
		return now
	}
	now = now.In(news.Vietnam)
	const week = 7
	for back := range week + 1 {
		day := now.AddDate(0, 0, -back)
		due := time.Date(day.Year(), day.Month(), day.Day(), 0, 0, 0, 0, news.Vietnam).Add(at)
		if slices.Contains(days, due.Weekday()) && !due.After(now) {
			return due
		}
	}
	return now
}
