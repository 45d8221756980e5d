package index

import (
	"context"
	"math"

	"github.com/RoaringBitmap/roaring/v2"

	"baotinh/index/query"
	"baotinh/index/vi"
)

// The constants of the score.
const (
	k1          = 1.2  // saturation of repeated words, Robertson's usual value
	b           = 0.75 // how much length counts, the same
	weightFold  = 0.3  // of a word found with other marks than were typed
	weightPair  = 0.6  // of two words found side by side
	weightWhole = 1    // of a title that has all the words: the score is doubled
)

// page is the number of hits below which a query is loosened.
const page = 10

// A search is one request at work.
type search struct {
	ctx     context.Context
	s       *snapshot
	r       *Request
	plan    *plan
	filter  *query.Node
	readers []*reader
	slots   [][]slotDocs // by segment, then slot
	pairs   [][]*roaring.Bitmap
	idf     []slotIDF
	found   []bool // whether any article has the word
	pairIDF []float32
	strict  []*roaring.Bitmap // by segment
	said    []string
}

type slotDocs struct{ exact, fold *roaring.Bitmap }
type slotIDF struct{ exact, fold float32 }

func newSearch(ctx context.Context, s *snapshot, r *Request, q, filter *query.Node) *search {
	x := &search{ctx: ctx, s: s, r: r, plan: newPlan(q), filter: filter}
	for _, v := range s.segments {
		x.readers = append(x.readers, newReader(v))
	}
	return x
}

func (x *search) run() (*Result, error) {
	x.gather()
	for _, r := range x.readers {
		if r.err != nil {
			return nil, r.err
		}
	}
	matches, total := x.match()
	top, err := x.rank(matches)
	if err != nil {
		return nil, err
	}
	result := &Result{Query: x.r.Query, Understood: x.said, Total: total, Hits: []Hit{}}
	if err := x.fill(result, top); err != nil {
		return nil, err
	}
	x.count(result, matches)
	return result, nil
}

func idf(n, df int) float32 {
	return float32(math.Log(1 + (float64(n-df)+0.5)/(float64(df)+0.5)))
}

// gather reads which articles have the words and pairs.
func (x *search) gather() {
	p := x.plan
	exact, fold := make([]int, len(p.slots)), make([]int, len(p.slots))
	pairs := make([]float64, len(p.pairs))
	for _, r := range x.readers {
		forms := map[*form]*roaring.Bitmap{}
		docs := make([]slotDocs, len(p.slots))
		for i := range p.slots {
			s := &p.slots[i]
			e := r.union(s.exact)
			f := e
			if s.marked() {
				f = roaring.Or(e, r.union(s.fold))
			}
			for _, form := range s.forms {
				fd, ok := forms[form]
				if !ok {
					fd = r.sequence(form.words)
					forms[form] = fd
				}
				e, f = roaring.Or(e, fd), roaring.Or(f, fd)
			}
			docs[i] = slotDocs{e, f}
			exact[i] += int(e.GetCardinality())
			fold[i] += int(f.GetCardinality())
		}
		x.slots = append(x.slots, docs)

		found := make([]*roaring.Bitmap, len(p.pairs))
		for i, pr := range p.pairs {
			both := roaring.And(docs[pr.left].fold, docs[pr.right].fold)
			all := r.union(pr.terms)
			found[i] = roaring.And(all, both)
			chance := float64(both.GetCardinality()) * float64(all.GetCardinality()) / float64(max(1, r.live.GetCardinality()))
			pairs[i] += max(0, float64(found[i].GetCardinality())-chance)
		}
		x.pairs = append(x.pairs, found)
		x.strict = append(x.strict, x.selects(r))
	}
	for i := range p.slots {
		x.found = append(x.found, fold[i] > 0)
		x.idf = append(x.idf, slotIDF{idf(x.s.count, exact[i]), idf(x.s.count, fold[i])})
	}
	for i := range p.pairs {
		x.pairIDF = append(x.pairIDF, idf(x.s.count, int(math.Ceil(pairs[i]))))
	}
}

func (r *reader) union(terms []term) *roaring.Bitmap {
	if len(terms) == 1 {
		return r.docs(terms[0])
	}
	all := roaring.New()
	for _, t := range terms {
		all.Or(r.docs(t))
	}
	return all
}

// sequence returns the articles that have words side by side, as far as pairs tell.
func (r *reader) sequence(words []vi.Word) *roaring.Bitmap {
	var all *roaring.Bitmap
	and := func(docs *roaring.Bitmap) {
		if all == nil {
			all = docs
			return
		}
		all = roaring.And(all, docs)
	}
	for i, w := range words {
		if i > 0 {
			and(r.docs(pairTerm(words[i-1].Fold, w.Fold)))
		}
		if w.Exact != w.Fold {
			and(r.docs(term{fieldText, w.Exact}))
			continue
		}
		and(r.union([]term{{fieldText, w.Fold}, {fieldTextFold, w.Fold}}))
	}
	if all == nil {
		return roaring.New()
	}
	return all
}

// A step is a way to find the articles of a query, and how to say that it was taken.
type step struct {
	said string
	docs func(x *search, seg int) *roaring.Bitmap
}

// steps go from strict to loose. The shares are of the worth of all words: rare words are worth more, so that "là gì" may
// be missing sooner than a name.
var steps = []step{
	{"", func(x *search, seg int) *roaring.Bitmap {
		return x.all(seg, func(d slotDocs) *roaring.Bitmap { return d.exact })
	}},
	{"bỏ qua dấu", func(x *search, seg int) *roaring.Bitmap {
		return x.all(seg, func(d slotDocs) *roaring.Bitmap { return d.fold })
	}},
	{"chỉ cần phần lớn các từ", func(x *search, seg int) *roaring.Bitmap { return x.most(seg, 0.6) }},
	{"chỉ cần một số từ", func(x *search, seg int) *roaring.Bitmap { return x.most(seg, 0.3) }},
}

// A query of more words than maxStrict begins with the step mostWords: it is a question or a headline, and the few long
// articles that happen to have all its words are not what it asks for.
const (
	maxStrict = 5
	mostWords = 2
)

// match finds the articles, loosening the query until they fill a page.
func (x *search) match() ([]*roaring.Bitmap, int) {
	first := 0
	if len(x.plan.slots) > maxStrict {
		first = mostWords
	}
	var matches []*roaring.Bitmap
	total := 0
	for _, step := range steps[first:] {
		matches, total = nil, 0
		for seg := range x.readers {
			docs := step.docs(x, seg)
			matches = append(matches, docs)
			total += int(docs.GetCardinality())
		}
		if step.said != "" {
			x.say(step.said)
		}
		if total >= page || len(x.plan.slots) == 0 {
			break
		}
	}
	return matches, total
}

func (x *search) all(seg int, of func(slotDocs) *roaring.Bitmap) *roaring.Bitmap {
	all := x.strict[seg]
	for _, d := range x.slots[seg] {
		all = roaring.And(all, of(d))
	}
	return all
}

// most returns the articles that have words worth a share of the whole query.
func (x *search) most(seg int, share float32) *roaring.Bitmap {
	worth := make([]float32, x.readers[seg].view.count)
	var whole float32
	for i, d := range x.slots[seg] {
		w := x.idf[i].fold
		if !x.found[i] {
			continue
		}
		whole += w
		it := d.fold.ManyIterator()
		var buf [512]uint32
		for n := it.NextMany(buf[:]); n > 0; n = it.NextMany(buf[:]) {
			for _, doc := range buf[:n] {
				worth[doc] += w
			}
		}
	}
	enough := make([]uint32, 0, 1<<10)
	for n, w := range worth {
		if w >= share*whole {
			enough = append(enough, uint32(n))
		}
	}
	docs := roaring.BitmapOf(enough...)
	docs.And(x.strict[seg])
	return docs
}

// A ranked is an article with its place in the order.
type ranked struct {
	seg       int
	n         uint32
	score     float32
	published int64
}

func (x *search) rank(matches []*roaring.Bitmap) ([]ranked, error) {
	want := x.r.From + x.r.Limit
	top := newTop(want, x.r.Sort)
	for seg, r := range x.readers {
		if err := x.ctx.Err(); err != nil {
			return nil, err
		}
		docs := matches[seg]
		if docs.IsEmpty() {
			continue
		}
		var scores []float32
		if x.r.Sort == Relevance {
			scores = x.score(seg, docs)
		}
		if r.err != nil {
			return nil, r.err
		}
		it := docs.Iterator()
		for it.HasNext() {
			n := it.Next()
			c := ranked{seg: seg, n: n, published: r.columns.published[n]}
			if scores != nil {
				c.score = scores[n]
			}
			top.offer(c)
		}
	}
	hits := top.sorted()
	return hits[min(x.r.From, len(hits)):], nil
}

// score adds up the evidence for articles of a segment.
func (x *search) score(seg int, docs *roaring.Bitmap) []float32 {
	r := x.readers[seg]
	scores := make([]float32, r.view.count)
	tf := make([]float32, r.view.count)
	touched := make([]uint32, 0, 1<<12)
	within := docs
	if docs.GetCardinality() == r.live.GetCardinality() {
		within = nil
	}
	add := func(n uint32, f float32) {
		if tf[n] == 0 {
			touched = append(touched, n)
		}
		tf[n] += f
	}
	average := float32(x.s.average)
	finish := func(weight float32) {
		for _, n := range touched {
			f := tf[n]
			tf[n] = 0
			length := float32(r.columns.words[n]) / average
			scores[n] += weight * f * (k1 + 1) / (f + k1*(1-b+b*length))
		}
		touched = touched[:0]
	}
	forms := func(s *slot) {
		for _, f := range s.forms {
			d := roaring.And(r.sequence(f.words), docs)
			d.Iterate(func(n uint32) bool { add(n, 1); return true })
		}
	}

	for i := range x.plan.slots {
		s := &x.plan.slots[i]
		for _, t := range s.exact {
			r.each(t, within, add)
		}
		forms(s)
		finish(x.idf[i].exact)
		if s.marked() {
			for _, t := range s.fold {
				r.each(t, within, add)
			}
			forms(s)
			finish(weightFold * x.idf[i].fold)
		}
	}
	for i, p := range x.plan.pairs {
		within := roaring.And(x.pairs[seg][i], docs)
		if within.IsEmpty() {
			continue
		}
		for _, t := range p.terms {
			r.each(t, within, add)
		}
		finish(weightPair * x.pairIDF[i])
	}
	x.scoreTitle(seg, docs, scores)
	return scores
}

// scoreTitle raises articles whose titles have the words.
func (x *search) scoreTitle(seg int, docs *roaring.Bitmap, scores []float32) {
	r := x.readers[seg]
	var whole float32
	share := make([]float32, r.view.count)
	var touched []uint32
	for i := range x.plan.slots {
		s := &x.plan.slots[i]
		w := x.idf[i].fold
		whole += w
		in := r.union([]term{{fieldTitle, s.word.Fold}, {fieldTitleFold, s.word.Fold}})
		in = roaring.And(in, docs)
		it := in.Iterator()
		for it.HasNext() {
			n := it.Next()
			if share[n] == 0 {
				touched = append(touched, n)
			}
			share[n] += w
		}
	}
	for _, n := range touched {
		scores[n] *= 1 + weightWhole*share[n]/whole
	}
}

func (x *search) fill(result *Result, top []ranked) error {
	m := x.marker()
	for _, c := range top {
		a, err := x.readers[c.seg].article(c.n)
		if err != nil {
			return err
		}
		h := Hit{
			ID: a.ID, URL: a.URL, Title: a.Title, Published: a.Published, Newspaper: a.Newspaper,
			Province: a.Province, Section: a.Section, Authors: a.Authors, Score: float64(c.score),
		}
		h.Snippet = m.snippet(a, x.r.SnippetLength)
		result.Hits = append(result.Hits, h)
	}
	return nil
}
