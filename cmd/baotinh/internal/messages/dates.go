package messages

import (
	"time"

	"baotinh/pipeline/news"
)

// Date returns a date as Vietnamese readers write it, as finely as it is known.
func Date(d news.Date) string {
	switch d.Precision {
	case news.Year:
		return d.Time.Format("2006")
	case news.Month:
		return d.Time.Format("01/2006")
	case news.Day:
		return d.Time.Format("02/01/2006")
	case news.Minute, news.Second:
		return d.Time.Format("02/01/2006 15:04")
	}
	return ""
}

// Minute returns a time in Vietnam to the minute, or "" for none.
func Minute(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(news.Vietnam).Format("02/01/2006 15:04")
}

// Day returns the day of a time in Vietnam, or "" for none.
func Day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(news.Vietnam).Format("02/01/2006")
}
