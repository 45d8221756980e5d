package library

import (
	"slices"
	"time"
)

// SilentGaps is the number of usual gaps between its articles after which a newspaper is silent, if nobody
// says otherwise. A usual gap is a few hours, so that a quiet weekend is no silence.
const SilentGaps = 10

// The bounds of what a History tells.
const (
	mostHours    = 64                 // of a history: two weeks of a small newspaper
	leastHours   = 8                  // with news, for a usual gap
	leastSpan    = 3 * 24 * time.Hour // from the first of them to the last
	leastSilence = 24 * time.Hour     // whatever the usual gap is: a crawl comes once a night
)

// A History holds when a newspaper had news last: the hours in which at least one article was published that
// a crawl found.
type History struct {
	Hours []int64 `json:"hours,omitempty"` // since 1970, ascending, at most mostHours
}

// IsZero reports whether nothing is known.
func (h History) IsZero() bool { return len(h.Hours) == 0 }

// add notes an article. A time that lies ahead is one of now; the zero time is nothing.
func (h *History) add(t, now time.Time) {
	if t.IsZero() {
		return
	}
	if t.After(now) {
		t = now
	}
	hour := t.Unix() / 3600
	i, found := slices.BinarySearch(h.Hours, hour)
	if found {
		return
	}
	h.Hours = slices.Insert(h.Hours, i, hour)
	if n := len(h.Hours); n > mostHours {
		h.Hours = slices.Delete(h.Hours, 0, n-mostHours)
	}
}

// until returns h without what lies after now: a run whose clock was ahead has noted it.
func (h History) until(now time.Time) History {
	i, found := slices.BinarySearch(h.Hours, now.Unix()/3600)
	if found {
		i++
	}
	return History{h.Hours[:i]}
}

// Last returns the end of the last hour with news; zero if there was none.
func (h History) Last() time.Time {
	if h.IsZero() {
		return time.Time{}
	}
	return time.Unix((h.Hours[len(h.Hours)-1]+1)*3600, 0)
}

// UsualGap returns the mean time between two hours with news; 0 if too few are known.
func (h History) UsualGap() time.Duration {
	n := len(h.Hours)
	if n < leastHours {
		return 0
	}
	span := time.Duration(h.Hours[n-1]-h.Hours[0]) * time.Hour
	if span < leastSpan {
		return 0
	}
	return (span / time.Duration(n-1)).Round(time.Minute)
}

// A Silence says that a newspaper has had nothing new for long. The zero Silence says that it has not been
// silent.
type Silence struct {
	Since    time.Time `json:"since"`        // of its last article
	LastedMS int64     `json:"lasted_ms"`    // until it was asked last
	UsualMS  int64     `json:"usual_gap_ms"` // between two articles
}

// IsZero reports whether the newspaper is not silent.
func (s Silence) IsZero() bool { return s == Silence{} }

// Lasted returns how long the silence had lasted when the newspaper was asked last.
func (s Silence) Lasted() time.Duration { return time.Duration(s.LastedMS) * time.Millisecond }

// UsualGap returns the usual time between two articles.
func (s Silence) UsualGap() time.Duration { return time.Duration(s.UsualMS) * time.Millisecond }

// silence returns the silence of a newspaper that was asked last at a time; gaps is the number of usual gaps
// that make one, 0: SilentGaps. Nothing is silent that nobody asked.
func (h History) silence(asked time.Time, gaps float64) Silence {
	if gaps == 0 {
		gaps = SilentGaps
	}
	usual, last := h.UsualGap(), h.Last()
	lasted := asked.Sub(last)
	if usual == 0 || asked.IsZero() || lasted < max(leastSilence, time.Duration(gaps*float64(usual))) {
		return Silence{}
	}
	return Silence{last, lasted.Milliseconds(), usual.Milliseconds()}
}
