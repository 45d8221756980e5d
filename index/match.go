package index

// page is the number of hits below which a query is loosened.
const page = 10

// A query of some length is a headline or a question, and the few long articles that happen to have all its words, or
// all with other marks, are not what it asks for. From fairLength words on it is loosened if an article that lacks a word
// has more of it all in all; from longLength on, always: of ten articles that have nine words as typed most are chance.
const (
	fairLength = 4
	longLength = 9
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
