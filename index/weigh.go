package index

import (
	"cmp"
	"math/bits"
	"slices"
	"sync"
)

// A weighing is how much of a query each article has, however often: the worth of its words, less with other marks, and
// of its pairs by weightPair.
//
// Most of the work would be with words that most articles have and that are worth little. So only articles are weighed that
// have something else, too, as long as the others cannot have the share of the best one that is asked for; and from those
// that cannot have it any more, what is worth least is left out.
type weighing struct {
	x     *search
	share float32
	among []set       // by segment, the articles weighed
	worth [][]float32 // by segment and article; 0 if not weighed, too little if less than the share
	most  float32
	left  float32 // the most that an article not weighed can have
}

// weigh weighs the articles that have a share of what the best one has.
func (x *search) weigh(share float32) *weighing {
	w := &weighing{x: x, share: share}
	w.weigh(share / 2)
	if w.left >= share*w.most {
		w.release()
		w = &weighing{x: x, share: share}
		w.weigh(0)
	}
	return w
}

// weigh weighs the articles that have more than words which, all together, are worth less than a part of the query.
func (w *weighing) weigh(part float32) {
	for _, e := range w.x.segments {
		all := w.x.ingredients(e)
		var whole float32
		for _, in := range all {
			whole += in.worth
		}
		among, needed, left := e.none(), 0, whole
		for ; needed < len(all) && left > part*whole; needed++ {
			among.Or(all[needed].docs)
			left -= all[needed].worth
		}
		among.And(e.strict)
		w.left = max(w.left, left)
		for ; needed < len(all) && left > part/2*whole; needed++ {
			left -= all[needed].worth
		}

		worth := zeros(e.Len())
		w.among = append(w.among, among)
		w.worth = append(w.worth, worth)
		var kept [weighedWords]uint64
		for from := 0; from < len(among); from += weighedWords {
			to := min(from+weighedWords, len(among))
			here, docs := worth[64*from:], set(kept[:to-from])
			copy(docs, among[from:to])
			for _, in := range all[:needed] {
				addWorthAmong(here, in.docs[from:to], docs, in.worth)
			}
			w.keep(docs, here, left)
			for _, in := range all[needed:] {
				addWorthAmong(here, in.docs[from:to], docs, in.worth)
			}
			w.most = max(w.most, most(here, docs))
		}
	}
}

// keep takes the articles out of a set that cannot have the share of the best one, if the most that they still can get is
// left.
func (w *weighing) keep(docs set, worth []float32, left float32) {
	w.most = max(w.most, most(worth, docs))
	for n := range docs.All() {
		if worth[n]+left < w.share*w.most {
			docs.Remove(n)
		}
	}
}

// weighedWords is how many words of the sets are weighed at a time, so that the worths of their articles stay in the
// processor's first cache: 16 KiB.
const weighedWords = 64

// An ingredient is something that the articles of a set have.
type ingredient struct {
	docs  set
	worth float32
}

// ingredients returns what the articles of a segment have of the query, the most valuable first.
func (x *search) ingredients(e *evidence) []ingredient {
	var all []ingredient
	for i, docs := range e.exact {
		all = append(all, ingredient{docs, x.worths.exact[i]})
		if x.plan.slots[i].marked() {
			all = append(all, ingredient{e.fold[i], weightFold * x.worths.fold[i]})
		}
	}
	for i, docs := range e.pairs {
		all = append(all, ingredient{docs, weightPair * x.worths.pairs[i]})
	}
	slices.SortStableFunc(all, func(a, b ingredient) int { return cmp.Compare(b.worth, a.worth) })
	return all
}

// atLeast returns the articles that have a share, which was weighed for or is more, of what the best one has, and their number.
func (w *weighing) atLeast(share float32) ([]set, int) {
	var matches []set
	total := 0
	for seg, worth := range w.worth {
		docs := w.x.segments[seg].none()
		for n := range w.among[seg].All() {
			if v := worth[n]; v > 0 && v >= share*w.most {
				docs.Add(n)
			}
		}
		matches = append(matches, docs)
		total += docs.Count()
	}
	return matches, total
}

func (w *weighing) release() {
	for seg, s := range w.worth {
		putZeros(s, w.among[seg])
	}
}

func addWorth(worth []float32, docs set, v float32) {
	for i, w := range docs {
		for ; w != 0; w &= w - 1 {
			worth[i*64+bits.TrailingZeros64(w)] += v
		}
	}
}

// addWorthAmong adds v to the articles that are in both sets.
func addWorthAmong(worth []float32, docs, among set, v float32) {
	for i, w := range docs {
		for w &= among[i]; w != 0; w &= w - 1 {
			worth[i*64+bits.TrailingZeros64(w)] += v
		}
	}
}

// most returns the most that one of the articles has.
func most(worth []float32, docs set) float32 {
	var v float32
	for i, w := range docs {
		for ; w != 0; w &= w - 1 {
			v = max(v, worth[i*64+bits.TrailingZeros64(w)])
		}
	}
	return v
}

// floats has slices of zeros, to their capacity.
var floats = sync.Pool{New: func() any { return new([]float32) }}

// zeros returns n zeros, to be given back by putZeros.
func zeros(n int) []float32 {
	p := floats.Get().(*[]float32)
	if cap(*p) < n {
		*p = make([]float32, n)
	}
	return (*p)[:n]
}

// putZeros gives back a slice that is zero but for some articles.
func putZeros(s []float32, but set) {
	for i, w := range but {
		if w != 0 {
			clear(s[64*i : min(64*i+64, len(s))])
		}
	}
	floats.Put(&s)
}
