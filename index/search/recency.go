package search

import (
	"math"
	"time"

	"baotinh/index/segment"
	"baotinh/pipeline/news"
)

// boostNew multiplies scores by ½ + ½·2^(-age/halfLife). An article of today keeps its score, and a very
// old or undated one keeps half of it, so that an old article that fits well still comes before a new one
// that does not. Ages are whole days of Vietnam, so that all pages of a day's results agree.
func (s *scorer) boostNew(docs segment.Bitset, from int) {
	published := s.Values.Published[64*from:]
	for i := range docs.All() {
		fresh := 0.0
		if t := published[i]; t != 0 {
			age := float64(max(0, s.bonus.today-dayOf(t)))
			fresh = math.Exp2(-age * 24 * float64(time.Hour) / float64(s.bonus.halfLife))
		}
		s.scores[i] *= float32(0.5 + 0.5*fresh)
	}
}

// daySeconds is the length of a day.
const daySeconds = 24 * 60 * 60

// dayOf returns the day, in Vietnam, of a time in Unix seconds: the number of days since 1970.
func dayOf(seconds int64) int64 {
	seconds += int64(vietnamOffset)
	return (seconds - remainder(seconds, daySeconds)) / daySeconds
}

// remainder returns n modulo m, which is never negative.
func remainder(n, m int64) int64 { return (n%m + m) % m }

var _, vietnamOffset = time.Time{}.In(news.Vietnam).Zone()

// Day returns the day, in Vietnam, of a time in Unix seconds: the number of days since 1970.
func Day(seconds int64) int64 { return dayOf(seconds) }
