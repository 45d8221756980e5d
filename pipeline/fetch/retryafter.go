package fetch

import (
	"net/http"
	"strings"
	"time"
)

// retryAfter returns the pause that the field Retry-After asks for: seconds, or a date (RFC 9110 §10.2.3), at
// most maxCoolOff. A date is one by the server's clock, which the field Date shows, or else by ours. The
// second result is false if there is no such field, or none that can be read.
func retryAfter(header http.Header, now time.Time) (time.Duration, bool) {
	s := strings.TrimSpace(header.Get("Retry-After"))
	if d, ok := seconds(s); ok {
		return d, true
	}
	at, ok := httpDate(s)
	if !ok {
		return 0, false
	}
	if served, ok := httpDate(header.Get("Date")); ok {
		now = served
	}
	return max(0, min(at.Sub(now), maxCoolOff)), true
}

// seconds parses a number of seconds of any length, with or without a fraction and a unit: "120", "1.5",
// "99999999999999999999", "120s".
func seconds(s string) (time.Duration, bool) {
	s = strings.TrimSpace(strings.TrimRight(strings.ToLower(s), "second."))
	whole, fraction, _ := strings.Cut(strings.TrimPrefix(s, "+"), ".")
	if whole == "" || !isDigits(whole) || !isDigits(fraction) {
		return 0, false
	}
	n := 0
	for _, digit := range whole {
		if n = 10*n + int(digit-'0'); time.Duration(n)*time.Second >= maxCoolOff {
			return maxCoolOff, true
		}
	}
	if strings.Trim(fraction, "0") != "" {
		n++
	}
	return time.Duration(n) * time.Second, true
}

func isDigits(s string) bool { return strings.Trim(s, "0123456789") == "" }

// dateForms are the forms of dates besides those of HTTP that servers send.
var dateForms = [...]string{
	time.RFC1123Z, time.RFC3339, "2006-01-02 15:04:05Z07:00", "2 Jan 2006 15:04:05 MST",
}

// httpDate parses a date of HTTP (RFC 9110 §5.6.7), or one in a form close to it.
func httpDate(s string) (time.Time, bool) {
	s = strings.TrimSpace(s)
	if t, err := http.ParseTime(s); err == nil {
		return t, true
	}
	for _, form := range dateForms {
		if t, err := time.Parse(form, s); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}
