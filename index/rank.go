package index

import (
	"fmt"
	"math"
	"math/bits"
	"time"

	"baotinh/index/segment"
	"baotinh/index/store"
)

// The constants of the score.
const (
	k1          = 1.2  // saturation of repeated words, Robertson's usual value
	b           = 0.75 // how much length counts, the same
	weightFold  = 0.1  // of a word found with other marks than were typed
	weightPair  = 0.6  // of two words found side by side
	weightWhole = 0.3  // of a title that has all the words: the score is raised by it
)

// common is what a word is worth that every other article has. One that is worth less is worth the same however often an
// article repeats it: there are many articles to read how often.
const common = math.Ln2

// A ranked is an article with its place in the order.
type ranked struct {
	seg       int
	n         uint32
	score     float32
	published int64
	number    uint64 // see search.number; 0 if not asked for yet
}

// rank returns the hits from the first to the last that is asked for, in their order.
func (x *search) rank(matches []set, want int) ([]ranked, error) {
	top := newTop(want, x.r.Sort, x.number)
	top.after = x.after
	offer := func(seg int, n uint32, score float32) {
		if score >= top.least {
			top.offer(ranked{seg: seg, n: n, score: score, published: x.segments[seg].Values.Published[n]})
		}
	}
	if x.r.Sort == Relevance {
		x.scored(matches, offer)
		return top.sorted(), x.failed()
	}
	for seg, docs := range matches {
		if x.late(x.segments[seg].reader) {
			break
		}
		for n := range docs.All() {
			offer(seg, n, 0)
		}
	}
	return top.sorted(), x.failed()
}

// scored calls f with the score of each article.
func (x *search) scored(matches []set, f func(seg int, n uint32, score float32)) {
	s := new(scorer)
	for seg, docs := range matches {
		if docs.Empty() {
			continue
		}
		e := x.segments[seg]
		s.start(x, e)
		for from := 0; from < len(docs) && !x.late(e.reader); from += scoredWords {
			stretch := docs[from:min(from+scoredWords, len(docs))]
			if stretch.Empty() {
				continue
			}
			s.score(stretch, from, nil)
			for i := range stretch.All() {
				f(seg, uint32(64*from)+i, s.scores[i])
			}
		}
	}
}

// explain says what each word and pair added to the score of a hit.
func (x *search) explain(c ranked) []string {
	var lines []string
	var before float32
	i := c.n % 64
	s := new(scorer)
	s.start(x, x.segments[c.seg])
	s.score(set{1 << i}, int(c.n/64), func(what string) {
		if added := s.scores[i] - before; added != 0 {
			lines = append(lines, fmt.Sprintf("%s: %.2f", what, added))
		}
		before = s.scores[i]
	})
	return lines
}

// A scorer adds up the evidence for the articles of a segment, a stretch after the other.
type scorer struct {
	*evidence
	steps     []step
	titles    []ingredient // what titles have of the query
	title     float32      // all of it
	perWord   float32      // what a word of an article adds to its norm
	halfLife  time.Duration
	today     int64                     // in days
	among     [scoredWords]uint64       // the articles of the stretch that a step is about
	scores    [64 * scoredWords]float32 // of the stretch
	norms     [64 * scoredWords]float32 // k1·(1-b+b·length), in store.FrequencyUnit
	frequency [64 * scoredWords]float32 // zero between steps
	shares    [64 * scoredWords]float32 // of the query, that the title has
}

// scoredWords is how many words of the sets are scored at a time, so that the numbers of their articles stay near the
// processor: 8 KiB each.
const scoredWords = 32

// A step is something that adds to scores.
type step struct {
	what    string
	docs    set // that have it
	worth   float32
	counts  bool // it adds more where it is more often
	sources []source
}

// A source tells how often articles have something.
type source struct {
	among set // the articles it is about; nil: all
	walks []segment.Walk
}

// start prepares the steps of a segment.
func (s *scorer) start(x *search, e *evidence) {
	s.evidence, s.steps, s.titles, s.title = e, s.steps[:0], s.titles[:0], 0
	s.perWord = store.FrequencyUnit * k1 * b / float32(x.s.AvgLen)
	s.halfLife, s.today = x.r.Recency, time.Now().Unix()/day
	for i := range x.plan.slots {
		slot := &x.plan.slots[i]
		s.add(x.plan, slot.typed, e.exact[i], slot.exact, slot.forms, x.worths.exact[i], 1)
		if slot.marked() {
			s.add(x.plan, slot.typed+" (mọi dấu)", e.fold[i], slot.fold, slot.forms, x.worths.fold[i], weightFold)
		}
		if x.worths.known[i] {
			s.title += x.worths.fold[i]
			s.titles = append(s.titles,
				ingredient{e.docs(term{store.FieldTitle, slot.word.Fold}), x.worths.fold[i]},
				ingredient{e.docs(term{store.FieldTitleFold, slot.word.Fold}), x.worths.fold[i]})
		}
	}
	for i, p := range x.plan.pairs {
		what := x.plan.slots[p.left].typed + " + " + x.plan.slots[p.right].typed
		s.add(x.plan, what, e.pairs[i], p.terms, p.forms, x.worths.pairs[i], weightPair)
	}
}

// add adds a step: terms or forms that docs have, with their worth and the weight of that.
func (s *scorer) add(p *plan, what string, docs set, terms []term, forms []int, worth, weight float32) {
	st := step{what: what, docs: docs, worth: weight * worth, counts: worth >= common}
	if st.counts {
		st.sources = append(st.sources, source{walks: s.walks(terms)})
		for _, f := range forms {
			st.sources = append(st.sources, source{s.forms[f], s.walks(s.counted(p.forms[f].words))})
		}
	}
	s.steps = append(s.steps, st)
}

// score fills in the scores of a stretch of articles, whose first word is word from of the sets. The stretches of a segment
// come in their order. If not nil, said is called after each step.
func (s *scorer) score(docs set, from int, said func(what string)) {
	clear(s.scores[:64*len(docs)])
	words := s.Values.Words[64*from:]
	for i := range docs.All() {
		s.norms[i] = store.FrequencyUnit*k1*(1-b) + s.perWord*float32(words[i])
	}
	for i := range s.steps {
		s.step(&s.steps[i], docs, from)
		if said != nil {
			said(s.steps[i].what)
		}
	}
	s.addTitles(docs, from)
	if said != nil {
		said("tít")
	}
	if s.halfLife > 0 {
		s.addAges(docs, from)
		if said != nil {
			said("tuổi bài")
		}
	}
}

// step adds what a step is worth to the articles of a stretch that have it.
func (s *scorer) step(st *step, docs set, from int) {
	among := set(s.among[:len(docs)])
	if !among.Intersect(docs, st.docs[from:]) {
		return
	}
	if !st.counts {
		addWorth(s.scores[:], among, st.worth)
		return
	}
	for i := range st.sources {
		src := &st.sources[i]
		if src.among != nil {
			among.And(src.among[from : from+len(docs)])
		}
		for j := range src.walks {
			s.fail(src.walks[j].AddFrequencies(s.frequency[:], among, from))
		}
		if src.among != nil {
			among.Intersect(docs, st.docs[from:])
		}
	}
	for w, word := range among {
		for ; word != 0; word &= word - 1 {
			i := w*64 + bits.TrailingZeros64(word)
			f := s.frequency[i]
			s.frequency[i] = 0
			s.scores[i] += st.worth * (k1 + 1) * f / (f + s.norms[i])
		}
	}
}

// addTitles raises the scores of articles by the share of the query that their titles have.
func (s *scorer) addTitles(docs set, from int) {
	if s.title == 0 {
		return
	}
	clear(s.shares[:64*len(docs)])
	among := set(s.among[:len(docs)])
	for _, t := range s.titles {
		if among.Intersect(docs, t.docs[from:]) {
			addWorth(s.shares[:], among, t.worth)
		}
	}
	for i := range docs.All() {
		s.scores[i] *= 1 + weightWhole*min(1, s.shares[i]/s.title)
	}
}
