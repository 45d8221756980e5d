package index

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
		better, n := x.better(matches)
		if n > total {
			steps = append(steps, saidMost)
		}
		return better, n, steps
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

// better adds to the articles that have every word those that have most of the evidence, and a score that is about as high
// as the best of theirs.
func (x *search) better(full []set) ([]set, int) {
	weighed := x.weigh(shareMost)
	others, _ := weighed.atLeast(shareMost)
	weighed.release()
	matches, total := make([]set, len(full)), 0
	for seg, docs := range full {
		others[seg].andNot(docs)
		matches[seg] = x.segments[seg].copy(docs)
	}

	var best float32
	x.scored(full, func(_ int, _ uint32, score float32) { best = max(best, score) })
	x.scored(others, func(seg int, n uint32, score float32) {
		if score > shareBest*best {
			matches[seg].add(n)
		}
	})
	for _, docs := range matches {
		total += docs.count()
	}
	return matches, total
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

// scored calls f with the score of each article.
func (x *search) scored(matches []set, f func(seg int, n uint32, score float32)) {
	s := new(scorer)
	for seg, e := range x.segments {
		docs := matches[seg]
		if docs.empty() {
			continue
		}
		s.start(x, e)
		for from := 0; from < len(docs) && !x.late(e.reader); from += scoredWords {
			stretch := docs[from:min(from+scoredWords, len(docs))]
			if stretch.empty() {
				continue
			}
			s.score(stretch, from, nil)
			for i := range stretch.all() {
				f(seg, uint32(64*from)+i, s.scores[i])
			}
		}
	}
}
