package index

import (
	"math"
	"net/url"
	"slices"
	"strings"
	"sync"

	bleveindex "github.com/blevesearch/bleve_index_api"

	"baotinh/index/analysis"
	"baotinh/index/segment"
	"baotinh/index/store"
	"baotinh/pipeline/news"
)

// The fields of an indexed article. Text has three of terms: exact, folded and pairs ([analysis]). The text fields hold the
// words of title, sapo, body, captions and byline together, each occurrence counted by the weight of the place where it
// stands: that is BM25F with one length for all (Robertson, Zaragoza and Taylor 2004). The title fields serve title: and
// the evidence that a title says it all.
//
// The terms of text and title have positions, which phrases need: the words of title, sapo, blocks and authors numbered in
// this order, with one number left out after each of these texts, so that no phrase reaches from one into the next. Those
// numbers are the positions of the only term of text_end, which tell near words of one text from those of two.
const (
	fieldText      = "text"
	fieldTextFold  = "text_fold"
	fieldTextPair  = "text_pair"
	fieldTitle     = "title"
	fieldTitleFold = "title_fold"
	fieldTextEnd   = "text_end"

	fieldNewspaper = "newspaper"
	fieldProvince  = "province"
	fieldSection   = "section"
	fieldAuthor    = "author"
	fieldSource    = "source"
	fieldSite      = "site"
)

// endTerm is the only term of text_end.
const endTerm = "end"

// keywordFields are the fields of the columns.
var keywordFields = [...]string{
	fieldNewspaper, fieldProvince, fieldSection, fieldAuthor, fieldSource, fieldSite,
}

// The weights of an occurrence by place, in halves: postings hold whole numbers.
const (
	weightTitle   = 6
	weightSapo    = 4
	weightBody    = 2
	weightByline  = 2
	weightCaption = 1
	weightUnit    = 2
)

// A document gives an article to scorch. It is analyzed once, by one of Bleve's analysis workers.
type document struct {
	article *news.Article
	segment segment.Document
	number  uint64
}

var (
	_ store.Source     = (*document)(nil)
	_ bleveindex.Field = (*document)(nil)
)

// newDocument returns the document of an article, not yet analyzed. Documents of a batch are written in the order of their
// numbers.
func newDocument(a *news.Article, number uint64) *document {
	return &document{article: a, segment: segment.Document{ID: string(a.ID)}, number: number}
}

// keywords returns the values of an article in a keyword field.
func keywords(a *news.Article, name string) []string {
	var values []string
	switch name {
	case fieldNewspaper:
		values = []string{a.Newspaper}
	case fieldProvince:
		values = []string{a.Province}
	case fieldSection:
		values = []string{a.Section}
	case fieldSource:
		values = []string{a.Source}
	case fieldAuthor:
		values = slices.Clone(a.Authors)
	case fieldSite:
		if u, err := url.Parse(a.URL); err == nil {
			values = []string{strings.TrimPrefix(u.Host, "www.")}
		}
	}
	return slices.DeleteFunc(values, func(v string) bool { return v == "" || strings.Contains(v, "\xff") })
}

// Analyze fills in what the segment keeps of the article.
func (d *document) Analyze() {
	c := counters.Get().(*counter)
	defer counters.Put(c)

	a := d.article
	terms := make(map[string][]segment.Term, 6+len(keywordFields))
	c.add(a.Title, weightTitle)
	terms[fieldTitle], terms[fieldTitleFold] = c.exact.positions(), c.fold.terms()
	titleWords := len(c.exact.touched)

	c.add(a.Sapo, weightSapo)
	for _, b := range a.Blocks {
		weight := weightBody
		if b.Kind == news.Caption {
			weight = weightCaption
		}
		c.add(b.Text, weight)
	}
	for _, name := range a.Authors {
		c.add(name, weightByline)
	}
	terms[fieldText], terms[fieldTextFold], terms[fieldTextPair] = c.exact.positions(), c.fold.terms(), c.pairs.terms()
	if ends := c.exact.ends(); len(ends) > 0 {
		terms[fieldTextEnd] = []segment.Term{{Text: endTerm, Frequency: uint32(len(ends)), Positions: ends}}
	}
	for _, name := range keywordFields {
		for _, v := range keywords(a, name) {
			terms[name] = append(terms[name], segment.Term{Text: v, Frequency: 1})
		}
	}
	d.segment.Terms = terms
	d.segment.Info = segment.DocInfo{Words: uint32(c.total / weightUnit), TitleWords: uint8(min(titleWords, math.MaxUint8))}
	if !a.Published.IsZero() {
		d.segment.Info.Published = max(a.Published.Time.Unix(), 1)
	}
	c.reset()

	d.segment.Stored = encodeArticle(a)
}

// Segment implements [store.Source].
func (d *document) Segment() (*segment.Document, uint64) { return &d.segment, d.number }

// ID implements [bleveindex.Document], as do the methods below.
func (d *document) ID() string { return string(d.article.ID) }

// Size is an estimate for Bleve's own statistics, on which nothing of ours depends.
func (d *document) Size() int { return 1 << 12 }

// VisitFields calls visit with the document, which is its own only field: what Bleve does with fields, the segment does.
func (d *document) VisitFields(visit bleveindex.FieldVisitor) { visit(d) }

// VisitComposite does nothing: there is no field _all.
func (d *document) VisitComposite(bleveindex.CompositeFieldVisitor) {}

// HasComposite returns false.
func (d *document) HasComposite() bool { return false }

// NumPlainTextBytes returns the length of the title, for Bleve's own statistics.
func (d *document) NumPlainTextBytes() uint64 { return uint64(len(d.article.Title)) }

// StoredFieldsBytes returns the size of the stored article.
func (d *document) StoredFieldsBytes() uint64 { return uint64(len(d.segment.Stored)) }

// AddIDField does nothing: the segment has identifiers.
func (d *document) AddIDField() {}

// Indexed returns true.
func (d *document) Indexed() bool { return true }

// Name implements [bleveindex.Field], as do the methods below.
func (d *document) Name() string { return "article" }

// Value returns nothing.
func (d *document) Value() []byte { return nil }

// ArrayPositions returns nil.
func (d *document) ArrayPositions() []uint64 { return nil }

// EncodedFieldType returns the type of text.
func (d *document) EncodedFieldType() byte { return 't' }

// Options says that the field is to be analyzed.
func (d *document) Options() bleveindex.FieldIndexingOptions { return bleveindex.IndexField }

// AnalyzedLength returns 0.
func (d *document) AnalyzedLength() int { return 0 }

// AnalyzedTokenFrequencies returns nothing.
func (d *document) AnalyzedTokenFrequencies() bleveindex.TokenFrequencies { return nil }

// A counter counts the terms of one article. Terms have small numbers here, so that counting them needs no hashing.
type counter struct {
	scanner analysis.Scanner
	buf     []analysis.Word
	exact   positionTally
	fold    tally // of words with marks; a word without is its own fold
	pairs   pairTally
	total   int // words, by weight
}

var counters = sync.Pool{New: func() any { return new(counter) }}

// add counts the words of a piece of text; pairs do not reach from one piece into the next.
func (c *counter) add(text string, weight int) {
	c.buf = c.scanner.Append(c.buf[:0], text)
	c.total += weight * len(c.buf)
	for i, w := range c.buf {
		c.exact.add(w.Exact, uint32(weight))
		if w.Exact != w.Fold {
			c.fold.add(w.Fold, uint32(weight))
		}
		if i > 0 {
			c.pairs.add(analysis.HashPair(c.buf[i-1].Fold, w.Fold), uint32(weight))
		}
	}
	if len(c.buf) > 0 {
		c.exact.end()
	}
}

func (c *counter) reset() {
	c.exact.reset()
	c.fold.reset()
	c.pairs.reset()
	c.total = 0
}

// A tally counts terms by number.
type tally struct {
	numbers map[string]uint32
	texts   []string
	counts  []uint32
	touched []uint32
}

// add adds an occurrence of a term and returns its number.
func (t *tally) add(term string, weight uint32) uint32 {
	n, ok := t.numbers[term]
	if !ok {
		if t.numbers == nil {
			t.numbers = make(map[string]uint32, 1<<12)
		}
		n = uint32(len(t.texts))
		t.numbers[term] = n
		t.texts = append(t.texts, term)
		t.counts = append(t.counts, 0)
	}
	if t.counts[n] == 0 {
		t.touched = append(t.touched, n)
	}
	t.counts[n] += weight
	return n
}

func (t *tally) terms() []segment.Term {
	all := make([]segment.Term, len(t.touched))
	for i, n := range t.touched {
		all[i] = segment.Term{Text: t.texts[n], Frequency: t.counts[n]}
	}
	return all
}

// maxNumbered bounds the terms a tally keeps from one article to the next.
const maxNumbered = 1 << 16

func (t *tally) reset() {
	for _, n := range t.touched {
		t.counts[n] = 0
	}
	t.touched = t.touched[:0]
	if len(t.texts) > maxNumbered {
		*t = tally{}
	}
}

// A positionTally counts terms and remembers where they stand.
type positionTally struct {
	tally
	order  []uint32 // by position, the number of the term, or textEnd
	starts []uint32 // by number, where the positions of a term begin; zero between calls of positions
}

// textEnd stands for a position between two texts.
const textEnd = math.MaxUint32

func (t *positionTally) add(term string, weight uint32) {
	t.order = append(t.order, t.tally.add(term, weight))
}

// end ends a text.
func (t *positionTally) end() { t.order = append(t.order, textEnd) }

// ends returns the positions between texts.
func (t *positionTally) ends() []uint32 {
	var all []uint32
	for p, n := range t.order {
		if n == textEnd {
			all = append(all, uint32(p))
		}
	}
	return all
}

// positions returns the terms with their positions.
func (t *positionTally) positions() []segment.Term {
	t.starts = append(t.starts, make([]uint32, len(t.texts)-len(t.starts))...)
	for _, n := range t.order {
		if n != textEnd {
			t.starts[n]++ // how many there are
		}
	}
	all := t.terms()
	slab := make([]uint32, len(t.order))
	var start uint32
	for i, n := range t.touched {
		count := t.starts[n]
		all[i].Positions = slab[start : start+count : start+count]
		t.starts[n] = start
		start += count
	}
	for p, n := range t.order {
		if n != textEnd {
			slab[t.starts[n]] = uint32(p)
			t.starts[n]++
		}
	}
	for _, n := range t.touched {
		t.starts[n] = 0
	}
	return all
}

func (t *positionTally) reset() {
	t.tally.reset()
	t.order = t.order[:0]
	t.starts = t.starts[:min(len(t.starts), len(t.texts))]
}

// A pairTally counts pairs by hash.
type pairTally struct {
	counts  [analysis.PairTerms]uint32
	touched []uint32
}

func (t *pairTally) add(hash uint32, weight uint32) {
	if t.counts[hash] == 0 {
		t.touched = append(t.touched, hash)
	}
	t.counts[hash] += weight
}

func (t *pairTally) terms() []segment.Term {
	all := make([]segment.Term, len(t.touched))
	for i, h := range t.touched {
		all[i] = segment.Term{Text: analysis.PairTerm(h), Frequency: t.counts[h]}
	}
	return all
}

func (t *pairTally) reset() {
	for _, h := range t.touched {
		t.counts[h] = 0
	}
	t.touched = t.touched[:0]
}
