package index

import (
	"math"
	"time"
)

// addAges multiplies scores by 1/2 + 1/2 · 2^(-age/halfLife): what is published today keeps its score, what is old or
// without a date has half of it, so that an old article that fits is still before a new one that does not. Ages are whole
// days, so that the pages of one day agree.
func (s *scorer) addAges(docs set, from int) {
	published := s.Values.Published[64*from:]
	for i := range docs.All() {
		bonus := 0.0
		if t := published[i]; t != 0 {
			age := time.Duration(max(0, s.today-t/day)) * 24 * time.Hour
			bonus = math.Exp2(-float64(age) / float64(s.halfLife))
		}
		s.scores[i] *= float32(0.5 + 0.5*bonus)
	}
}
