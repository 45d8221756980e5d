package index

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"sync"

	bleveindex "github.com/blevesearch/bleve_index_api"
	"github.com/klauspost/compress/zstd"

	"baotinh/index/vi"
	"baotinh/pipeline/news"
)

// The fields of an indexed article. Text has three of terms: exact, folded and pairs ([vi]). The text fields hold the
// words of title, sapo, body, captions and byline together, each occurrence counted by the weight of the place where it
// stands: that is BM25F with one length for all (Robertson, Zaragoza and Taylor 2004). The title fields serve title: and
// the evidence that a title says it all.
const (
	fieldText      = "text"
	fieldTextFold  = "text_fold"
	fieldTextPair  = "text_pair"
	fieldTitle     = "title"
	fieldTitleFold = "title_fold"

	fieldNewspaper = "newspaper"
	fieldProvince  = "province"
	fieldSection   = "section"
	fieldAuthor    = "author"
	fieldSource    = "source"
	fieldSite      = "site"

	fieldRow     = "row"     // date and lengths, see appendRow
	fieldArticle = "article" // the whole article, compressed, stored only
)

// keywordFields have doc values, which fill the columns.
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

// frequencies[n] says n occurrences. Postings only read it, so all share these.
var frequencies = func() []bleveindex.TokenFreq {
	f := make([]bleveindex.TokenFreq, 1<<10)
	for n := range f {
		f[n].SetFrequency(n)
	}
	return f
}()

func frequency(n uint32) *bleveindex.TokenFreq {
	return &frequencies[min(n, uint32(len(frequencies)-1))]
}

// A document gives an article to scorch. It is analyzed once, by one of Bleve's analysis workers.
type document struct {
	article *news.Article
	json    []byte
	fields  []*field
}

var _ bleveindex.Document = (*document)(nil)

// newDocument returns the document of an article, with the fields of its text still empty.
func newDocument(a *news.Article) (*document, error) {
	text, err := json.Marshal(a)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", a.URL, err)
	}
	d := &document{article: a, json: text, fields: make([]*field, 0, 16)}
	add := func(name string, options bleveindex.FieldIndexingOptions) *field {
		f := &field{name: name, options: options, document: d}
		d.fields = append(d.fields, f)
		return f
	}

	add("_id", bleveindex.IndexField|bleveindex.StoreField).setTerms(string(a.ID))
	for _, name := range [...]string{fieldText, fieldTextFold, fieldTextPair, fieldTitle, fieldTitleFold} {
		add(name, bleveindex.IndexField)
	}
	for _, name := range keywordFields {
		if terms := keywords(a, name); len(terms) > 0 {
			add(name, bleveindex.IndexField|bleveindex.DocValues).setTerms(terms...)
		}
	}
	add(fieldRow, bleveindex.IndexField|bleveindex.DocValues)
	add(fieldArticle, bleveindex.StoreField)
	return d, nil
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

// analyze fills the fields that come from the text.
func (d *document) analyze() {
	c := counters.Get().(*counter)
	defer counters.Put(c)

	a := d.article
	c.add(a.Title, weightTitle)
	d.field(fieldTitle).tokens, d.field(fieldTitleFold).tokens = c.words()
	titleLength := len(c.exact.touched)

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
	d.field(fieldText).tokens, d.field(fieldTextFold).tokens = c.words()
	d.field(fieldTextPair).tokens = c.pairs.frequencies()
	d.field(fieldRow).setTerms(string(appendRow(nil, row{
		published: a.Published.Time, words: c.total / weightUnit, titleWords: titleLength,
	})))
	c.reset()

	d.field(fieldArticle).value = zstdEncoder().EncodeAll(d.json, make([]byte, 0, len(d.json)/2))
	d.json = nil
}

func (d *document) field(name string) *field {
	i := slices.IndexFunc(d.fields, func(f *field) bool { return f.name == name })
	return d.fields[i]
}

// ID implements [bleveindex.Document], as do the methods below.
func (d *document) ID() string { return string(d.article.ID) }

// Size is an estimate for Bleve's own statistics, on which nothing of ours depends.
func (d *document) Size() int { return 1 << 12 }

// VisitFields calls visit with each field.
func (d *document) VisitFields(visit bleveindex.FieldVisitor) {
	for _, f := range d.fields {
		visit(f)
	}
}

// VisitComposite does nothing: there is no field _all.
func (d *document) VisitComposite(bleveindex.CompositeFieldVisitor) {}

// HasComposite returns false.
func (d *document) HasComposite() bool { return false }

// NumPlainTextBytes returns the length of the title, for Bleve's own statistics.
func (d *document) NumPlainTextBytes() uint64 { return uint64(len(d.article.Title)) }

// StoredFieldsBytes returns the size of the stored article.
func (d *document) StoredFieldsBytes() uint64 { return uint64(len(d.field(fieldArticle).value)) }

// AddIDField does nothing: the field is there from the beginning.
func (d *document) AddIDField() {}

// Indexed returns true.
func (d *document) Indexed() bool { return true }

// A field is one field of a document.
type field struct {
	name     string
	options  bleveindex.FieldIndexingOptions
	tokens   bleveindex.TokenFrequencies
	value    []byte
	document *document
}

func (f *field) setTerms(terms ...string) {
	f.tokens = make(bleveindex.TokenFrequencies, len(terms))
	for _, t := range terms {
		f.tokens[t] = frequency(1)
	}
	f.value = []byte(terms[0])
}

// Name implements [bleveindex.Field], as do the methods below.
func (f *field) Name() string { return f.name }

// Value returns what is stored.
func (f *field) Value() []byte { return f.value }

// ArrayPositions returns nil.
func (f *field) ArrayPositions() []uint64 { return nil }

// EncodedFieldType returns the type of text.
func (f *field) EncodedFieldType() byte { return 't' }

// Analyze analyzes the document when it comes to the first field of text.
func (f *field) Analyze() {
	if f.name == fieldText {
		f.document.analyze()
	}
}

// Options returns how the field is indexed.
func (f *field) Options() bleveindex.FieldIndexingOptions { return f.options }

// AnalyzedLength returns 1. The segment writes it beside every posting, so that a larger number costs space, and a zero
// loses the terms of a single document: see FSTValDecode1Hit in zapx. True lengths are in fieldRow.
func (f *field) AnalyzedLength() int { return 1 }

// AnalyzedTokenFrequencies returns the terms.
func (f *field) AnalyzedTokenFrequencies() bleveindex.TokenFrequencies { return f.tokens }

// NumPlainTextBytes returns 0.
func (f *field) NumPlainTextBytes() uint64 { return 0 }

// A counter counts the terms of one article. Terms have small numbers here, so that counting them needs no hashing.
type counter struct {
	scanner vi.Scanner
	buf     []vi.Word
	exact   tally
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
			c.pairs.add(vi.HashPair(c.buf[i-1].Fold, w.Fold), uint32(weight))
		}
	}
}

func (c *counter) words() (exact, fold bleveindex.TokenFrequencies) {
	return c.exact.frequencies(), c.fold.frequencies()
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
	terms   []string
	counts  []uint32
	touched []uint32
}

func (t *tally) add(term string, weight uint32) {
	n, ok := t.numbers[term]
	if !ok {
		if t.numbers == nil {
			t.numbers = make(map[string]uint32, 1<<12)
		}
		n = uint32(len(t.terms))
		t.numbers[term] = n
		t.terms = append(t.terms, term)
		t.counts = append(t.counts, 0)
	}
	if t.counts[n] == 0 {
		t.touched = append(t.touched, n)
	}
	t.counts[n] += weight
}

func (t *tally) frequencies() bleveindex.TokenFrequencies {
	m := make(bleveindex.TokenFrequencies, len(t.touched))
	for _, n := range t.touched {
		m[t.terms[n]] = frequency(t.counts[n])
	}
	return m
}

// maxNumbered bounds the terms a tally keeps from one article to the next.
const maxNumbered = 1 << 16

func (t *tally) reset() {
	for _, n := range t.touched {
		t.counts[n] = 0
	}
	t.touched = t.touched[:0]
	if len(t.terms) > maxNumbered {
		*t = tally{}
	}
}

// A pairTally counts pairs by hash.
type pairTally struct {
	counts  [vi.PairTerms]uint32
	touched []uint32
}

func (t *pairTally) add(hash uint32, weight uint32) {
	if t.counts[hash] == 0 {
		t.touched = append(t.touched, hash)
	}
	t.counts[hash] += weight
}

func (t *pairTally) frequencies() bleveindex.TokenFrequencies {
	m := make(bleveindex.TokenFrequencies, len(t.touched))
	for _, h := range t.touched {
		m[vi.PairTerm(h)] = frequency(t.counts[h])
	}
	return m
}

func (t *pairTally) reset() {
	for _, h := range t.touched {
		t.counts[h] = 0
	}
	t.touched = t.touched[:0]
}

var (
	zstdEncoder = sync.OnceValue(func() *zstd.Encoder {
		e, err := zstd.NewWriter(nil, zstd.WithEncoderCRC(false), zstd.WithLowerEncoderMem(true))
		if err != nil {
			panic(err) // the options are constant
		}
		return e
	})
	zstdDecoder = sync.OnceValue(func() *zstd.Decoder {
		d, err := zstd.NewReader(nil, zstd.WithDecoderMaxMemory(maxArticleBytes))
		if err != nil {
			panic(err)
		}
		return d
	})
)

// maxArticleBytes bounds a stored article: a page has at most 8 MiB, and JSON may double it.
const maxArticleBytes = 32 << 20

// decodeArticle reads a stored article: its JSON, compressed by Zstandard (RFC 8878).
func decodeArticle(stored []byte) (*news.Article, error) {
	text, err := zstdDecoder().DecodeAll(stored, nil)
	if err != nil {
		return nil, fmt.Errorf("stored article: %w", err)
	}
	a := new(news.Article)
	if err := json.Unmarshal(text, a); err != nil {
		return nil, fmt.Errorf("stored article: %w", err)
	}
	return a, nil
}
