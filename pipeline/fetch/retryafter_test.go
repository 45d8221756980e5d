package fetch

import (
	"net/http"
	"testing"
	"time"
)

// TestRetryAfter shows what becomes of the field Retry-After (RFC 9110 §10.2.3): a number of seconds, or a
// date in one of the three forms of RFC 9110 §5.6.7. Without a pause in it, the client chooses one. That a
// host is held for so long after a 429 or 503 is shown by TestFetchHoldsTheHostThatRefuses, that it is held
// over runs by TestFetchDoesNotSitOutALongHold.
func TestRetryAfter(t *testing.T) {
	const none = -1
	for _, tt := range []struct {
		what, field string
		date        string // the field Date
		want        time.Duration
	}{
		{"seconds", "120", "", 2 * time.Minute},
		{"no second", "0", "", 0},
		{"blanks around them", " 120\t", "", 2 * time.Minute},
		{"zeros before them", "0000120", "", 2 * time.Minute},
		{"two days", "172800", "", 48 * time.Hour},
		{"the longest that is kept", "604800", "", maxCoolOff},
		{"more than 32 bits", "4294967296", "", maxCoolOff},
		{"more than 64 bits", "99999999999999999999", "", maxCoolOff},
		{"negative", "-5", "", none},
		{"negative, beyond 64 bits", "-99999999999999999999", "", none},

		{"IMF-fixdate", "Mon, 02 Mar 2026 10:02:00 GMT", "", 2 * time.Minute},
		{"RFC 850", "Monday, 02-Mar-26 10:02:00 GMT", "", 2 * time.Minute},
		{"asctime", "Mon Mar  2 10:02:00 2026", "", 2 * time.Minute},
		{"now", "Mon, 02 Mar 2026 10:00:00 GMT", "", 0},
		{"in the past", "Mon, 02 Mar 2026 09:00:00 GMT", "", 0},
		{"long past", "Thu, 01 Jan 1970 00:00:00 GMT", "", 0},
		{"in ten years", "Mon, 02 Mar 2036 10:00:00 GMT", "", maxCoolOff},
		{"by the clock of the server, which lags", "Mon, 02 Mar 2026 09:00:00 GMT",
			"Mon, 02 Mar 2026 08:58:00 GMT", 2 * time.Minute},
		{"by the clock of the server, which is ahead", "Mon, 02 Mar 2026 11:00:00 GMT",
			"Mon, 02 Mar 2026 10:58:00 GMT", 2 * time.Minute},

		// Not by the standard, but sent.
		{"a plus sign", "+120", "", 2 * time.Minute},
		{"a fraction", "1.2", "", 2 * time.Second},
		{"a unit", "120s", "", 2 * time.Minute},
		{"a unit in words", "120 Seconds", "", 2 * time.Minute},
		{"a zone in figures", "Mon, 02 Mar 2026 17:02:00 +0700", "", 2 * time.Minute},
		{"RFC 3339", "2026-03-02T17:02:00+07:00", "", 2 * time.Minute},
		{"an exponent", "1e9", "", none},
		{"a day that there is not", "Mon, 31 Feb 2026 10:02:00 GMT", "", none},
		{"a word", "soon", "", none},
		{"nothing", "", "", none},
	} {
		header := http.Header{"Retry-After": {tt.field}, "Date": {tt.date}}
		got, ok := retryAfter(header, time.Date(2026, 3, 2, 10, 0, 0, 0, time.UTC))
		if !ok {
			got = none
		}
		if got != tt.want {
			t.Errorf("%s, %q at %q: %v, want %v", tt.what, tt.field, tt.date, got, tt.want)
		}
	}
	if _, ok := retryAfter(http.Header{}, time.Now()); ok {
		t.Error("a pause without the field")
	}
}

func FuzzRetryAfter(f *testing.F) {
	for _, s := range []string{
		"120", "-1", "1e9", "99999999999999999999", "4294967295",
		"Fri, 31 Dec 1999 23:59:59 GMT", "",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if d, ok := retryAfter(http.Header{"Retry-After": {s}}, time.Now()); d < 0 || d > maxCoolOff ||
			!ok && d != 0 {
			t.Errorf("retryAfter(%q) = %v, %t", s, d, ok)
		}
	})
}
