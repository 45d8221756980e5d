package index

import "slices"

// page is the number of hits below which a query is loosened.
const page = 10

// fairLength is the number of words from which an article may lack some and be found although others have them all. It is a
// headline or a question then, or has a slip in it, and the few long articles that happen to have every word are not what
// it asks for.
const fairLength = 4

// The shares of the best article's evidence that others must have to be found by a loosened query.
const (
	shareMost = 0.5
	shareSome = 0.25
)

// shareBest is the share of the best score of those that have every word that an article without some must have.
const shareBest = 0.9

// What is said of a loosened query.
const (
	saidFold = "bỏ qua dấu"
	saidMost = "chỉ cần phần lớn các từ"
	saidSome = "chỉ cần một số từ"
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
	switch {
	case required == 0 || total >= page && required < fairLength:
		return matches, total, nil
	case total >= page:
		better := x.better(matches)
		for _, c := range better {
			matches[c.seg].Add(c.n)
		}
		if len(better) > 0 {
			steps = append(steps, saidMost)
		}
		return matches, total + len(better), steps
	case required < fairLength:
		if folded, n := x.all(func(e *evidence) []set { return e.fold }); n > total {
			matches, total = folded, n
			steps = append(steps, saidFold)
		}
		if required == 1 || total >= page {
			return matches, total, steps
		}
	}

	weighed := x.weigh(shareSome)
	defer weighed.release()
	for _, step := range []struct {
		share float32
		said  string
	}{{shareMost, saidMost}, {shareSome, saidSome}} {
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

// better returns articles that lack words but have most of the evidence, and a score about as high as the best of those that
// have every word.
func (x *search) better(full []set) []ranked {
	weighed := x.weigh(shareMost)
	most, _ := weighed.atLeast(shareMost)
	weighed.release()
	for seg, docs := range full {
		most[seg].Or(docs)
	}

	var best float32
	var others []ranked
	x.scored(most, func(seg int, n uint32, score float32) {
		if full[seg].Has(n) {
			best = max(best, score)
			return
		}
		if score > shareBest*best {
			others = append(others, ranked{seg: seg, n: n, score: score})
		}
	})
	return slices.DeleteFunc(others, func(c ranked) bool { return c.score <= shareBest*best })
}

// all returns the articles that have every word.
func (x *search) all(of func(*evidence) []set) ([]set, int) {
	var matches []set
	total := 0
	for _, e := range x.segments {
		docs := e.copy(e.strict)
		for i, d := range of(e) {
			if !x.plan.slots[i].optional {
				docs.And(d)
			}
		}
		matches = append(matches, docs)
		total += docs.Count()
	}
	return matches, total
}
