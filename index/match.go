package index

import (
	"math/bits"
	"sync"
)

// page is the number of hits below which a query is loosened.
const page = 10

// A query of some length is a headline or a question, and the few long articles that happen to have all its words, or
// all with other marks, are not what it asks for. From fairLength words on it is loosened if an article that lacks a word
// has more of it all in all; from longLength on, always.
const (
	fairLength = 4
	longLength = 6
)

// The shares of the best article's evidence that others must have to be found by a loosened query.
const (
	shareMost = 0.5
	shareSome = 0.25
)

// match finds the articles, loosening the query until they fill a page. It returns them by segment, their number, and the
// steps that were taken.
func (x *search) match() ([]set, int, []string) {
	var steps []string
	required := 0
	for i := range x.plan.slots {
		if !x.plan.slots[i].optional {
			required++
		}
	}
	matches, total := x.all(func(e *evidence) []set { return e.exact })
	if required == 0 || total >= page && required < fairLength {
		return matches, total, steps
	}
	if required < fairLength {
		if folded, n := x.all(func(e *evidence) []set { return e.fold }); n > total {
			matches, total = folded, n
			steps = append(steps, "bỏ qua dấu")
		}
		if required == 1 || total >= page {
			return matches, total, steps
		}
	}

	weighed := x.weigh()
	defer weighed.release()
	if total >= page && required < longLength && weighed.best(matches) >= weighed.most {
		return matches, total, steps
	}
	for _, step := range []struct {
		share float32
		said  string
	}{{shareMost, "chỉ cần phần lớn các từ"}, {shareSome, "chỉ cần một số từ"}} {
		loose, n := weighed.atLeast(step.share)
		if n <= total {
			continue
		}
		matches, total = loose, n
		steps = append(steps, step.said)
		if total >= page {
			break
		}
	}
	return matches, total, steps
}

// all returns the articles that have every word.
func (x *search) all(of func(*evidence) []set) ([]set, int) {
	var matches []set
	total := 0
	for _, e := range x.segments {
		docs := e.copy(e.strict)
		for i, d := range of(e) {
			if !x.plan.slots[i].optional {
				docs.and(d)
			}
		}
		matches = append(matches, docs)
		total += docs.count()
	}
	return matches, total
}

// A weighing is how much of a query each article has, however often: the worth of its words, less with other marks, and
// of its pairs by weightPair.
type weighing struct {
	x     *search
	worth [][]float32 // by segment and article
	most  float32
}

var floats = sync.Pool{New: func() any { return new([]float32) }}

// zeros returns n zeros, to be given back by putZeros.
func zeros(n int) []float32 {
	p := floats.Get().(*[]float32)
	if cap(*p) < n {
		*p = make([]float32, n)
	}
	s := (*p)[:n]
	clear(s)
	return s
}

func putZeros(s []float32) { floats.Put(&s) }

func (w *weighing) release() {
	for _, s := range w.worth {
		putZeros(s)
	}
}

// weighedWords is how many words of the sets are weighed at a time, so that the worths of their articles stay in the
// processor's first cache: 16 KiB.
const weighedWords = 64

func (x *search) weigh() *weighing {
	w := &weighing{x: x}
	for _, e := range x.segments {
		worth := zeros(e.view.count)
		for from := 0; from < len(e.strict); from += weighedWords {
			to := min(from+weighedWords, len(e.strict))
			here := worth[64*from:]
			for i, docs := range e.exact {
				addWorth(here, docs[from:to], x.worths.exact[i])
				if x.plan.slots[i].marked() {
					addWorth(here, e.fold[i][from:to], weightFold*x.worths.fold[i])
				}
			}
			for i, docs := range e.pairs {
				addWorth(here, docs[from:to], weightPair*x.worths.pairs[i])
			}
			w.most = max(w.most, most(here, e.strict[from:to]))
		}
		w.worth = append(w.worth, worth)
	}
	return w
}

func addWorth(worth []float32, docs set, v float32) {
	for i, w := range docs {
		for ; w != 0; w &= w - 1 {
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

// best returns the most that one of the articles has.
func (w *weighing) best(matches []set) float32 {
	var best float32
	for seg, docs := range matches {
		best = max(best, most(w.worth[seg], docs))
	}
	return best
}

// atLeast returns the articles that have a share of what the best one has, and their number.
func (w *weighing) atLeast(share float32) ([]set, int) {
	var matches []set
	total := 0
	for seg, worth := range w.worth {
		e := w.x.segments[seg]
		docs := e.none()
		for n, v := range worth {
			if v > 0 && v >= share*w.most {
				docs.add(uint32(n))
			}
		}
		docs.and(e.strict)
		matches = append(matches, docs)
		total += docs.count()
	}
	return matches, total
}
