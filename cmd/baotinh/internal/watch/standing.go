package watch

import (
	"errors"
	"io/fs"
	"time"
)

// A Standing is how a watch stands.
type Standing struct {
	*Watch
	Problem  string     `json:"problem,omitempty"` // why it cannot run; see Watch.Err
	Items    int        `json:"items"`             // told so far
	LastDay  int        `json:"last_day"`          // told within the last 24 hours
	LastWeek int        `json:"last_week"`         // within seven days
	PerDay   [7]int     `json:"per_day"`           // of these, a day each, the last 24 hours last
	ByMail   *SinkState `json:"by_mail,omitempty"` // nil: nothing yet
	ByHook   *SinkState `json:"by_webhook,omitempty"`
}

// Waiting returns how many items a sink has not got yet.
func (s Standing) Waiting(st *SinkState) int { return max(0, s.Items-st.Delivered) }

// Standings returns how the watches of a data folder stand.
func Standings(dir string, set *Set, now time.Time) ([]Standing, error) {
	var all []Standing
	for _, w := range set.Watches {
		s, err := StandingOf(dir, w, now)
		if err != nil {
			return nil, err
		}
		all = append(all, s)
	}
	return all, nil
}

// StandingOf returns how a watch stands.
func StandingOf(dir string, w *Watch, now time.Time) (Standing, error) {
	s := Standing{Watch: w}
	if w.Err != nil {
		s.Problem = w.Err.Error()
	}
	if CheckName(w.Name) != nil {
		return s, nil
	}
	n, err := Count(dir, w.Name)
	if err != nil {
		return s, err
	}
	s.Items = n
	week, err := Since(dir, w.Name, now.AddDate(0, 0, -len(s.PerDay)))
	if err != nil {
		return s, err
	}
	s.LastWeek = len(week)
	for _, i := range week {
		age := min(max(0, int(now.Sub(i.Told)/(24*time.Hour))), len(s.PerDay)-1)
		s.PerDay[len(s.PerDay)-1-age]++
	}
	s.LastDay = s.PerDay[len(s.PerDay)-1]
	for sink, to := range map[Sink]**SinkState{ByMail: &s.ByMail, ByWebhook: &s.ByHook} {
		st, err := ReadSink(dir, w.Name, sink)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return s, err
		}
		*to = &st
	}
	if w.Mail == nil {
		s.ByMail = nil
	}
	if w.Webhook == nil {
		s.ByHook = nil
	}
	return s, nil
}
