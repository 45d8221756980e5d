package news

import (
	"encoding/json"
	"fmt"
	"time"
)

// Vietnam is the zone of every date that states none: UTC+7, without daylight saving time.
var Vietnam = time.FixedZone("+07", 7*60*60)

// Precision says how much of a Date was stated.
type Precision uint8

// The precisions, coarse to fine. The zero Precision belongs to the zero Date.
const (
	Year Precision = iota + 1
	Month
	Day
	Minute
	Second
)

var precisionNames = [...]string{"", "year", "month", "day", "minute", "second"}

// String returns the name used in JSON: "year", "month", "day", "minute" or "second".
func (p Precision) String() string {
	if int(p) < len(precisionNames) {
		return precisionNames[p]
	}
	return fmt.Sprintf("Precision(%d)", uint8(p))
}

// The kinds of evidence for a Date, strongest first.
const (
	EvidenceJSONLD  = "json-ld"
	EvidenceMeta    = "meta"
	EvidenceVisible = "visible" // printed beside the headline
	EvidenceURL     = "url"
	EvidenceFeed    = "feed" // given by a feed or sitemap
	EvidenceText    = "text" // inferred from the article's words
)

// A Date is a point or span of time, with the precision and the source of the statement. Time is the first
// instant of the span, in the zone Vietnam. The zero Date is an unknown date; it is never replaced by the
// clock or the time of a fetch.
type Date struct {
	Time      time.Time
	Precision Precision
	Evidence  string
}

// IsZero reports whether d is unknown.
func (d Date) IsZero() bool { return d.Time.IsZero() }

type dateJSON struct {
	Time      string `json:"time"`
	Precision string `json:"precision,omitempty"`
	Evidence  string `json:"evidence,omitempty"`
}

// MarshalJSON writes {"time": RFC 3339 with +07:00, "precision": …, "evidence": …}, or null for the zero
// Date.
func (d Date) MarshalJSON() ([]byte, error) {
	if d.IsZero() {
		return []byte("null"), nil
	}
	return json.Marshal(dateJSON{d.Time.In(Vietnam).Format(time.RFC3339), d.Precision.String(), d.Evidence})
}

// UnmarshalJSON is the inverse of MarshalJSON. A date without precision has that of a second.
func (d *Date) UnmarshalJSON(data []byte) error {
	var j dateJSON
	if err := json.Unmarshal(data, &j); err != nil {
		return fmt.Errorf("date: %w", err)
	}
	if j.Time == "" {
		*d = Date{}
		return nil
	}

	t, err := time.Parse(time.RFC3339, j.Time)
	if err != nil {
		return fmt.Errorf("date: %w", err)
	}
	precision := Second
	for p, name := range precisionNames {
		if p > 0 && name == j.Precision {
			precision = Precision(p)
		}
	}
	*d = Date{t.In(Vietnam), precision, j.Evidence}
	return nil
}
