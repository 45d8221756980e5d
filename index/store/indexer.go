package store

import (
	"cmp"
	"math"
	"slices"
	"sync"

	"baotinh/index/analysis"
	"baotinh/index/segment"
	"baotinh/pipeline/news"
)

// An indexer makes segments of batches of articles. It remembers words from one batch to the next.
type indexer struct {
	vocabulary analysis.Vocabulary
	words      []uint32 // of all texts of the batch
	texts      []text
	docs       []segment.Document
	builder    segment.Builder
}

// A text is a part of an article. Pairs do not reach from one into the next.
type text struct {
	document   uint32
	isTitle    bool
	frequency  uint32 // of each word
	position   uint32 // of the first word
	start, end int    // in indexer.words
}

var indexers = sync.Pool{New: func() any { return new(indexer) }}

// buildSegment returns the segment of some documents, which keep their order.
func buildSegment(documents []*document) ([]byte, error) {
	x := indexers.Get().(*indexer)
	defer indexers.Put(x)
	return x.build(documents)
}

func (x *indexer) build(documents []*document) ([]byte, error) {
	x.vocabulary.Trim()
	x.words, x.texts, x.docs = x.words[:0], x.texts[:0], x.docs[:0]
	for _, d := range documents {
		x.add(d)
	}
	x.builder.Begin(x.docs)
	clear(x.docs)                                                         // they are in the segment now
	for _, name := range slices.Sorted(slices.Values(KeywordFields[:])) { // before the other names
		x.keywords(name, documents)
	}
	x.exact(FieldText, false)
	x.ends()
	x.folded(FieldTextFold, false)
	x.pairs()
	x.exact(FieldTitle, true)
	x.folded(FieldTitleFold, true)
	return x.builder.End()
}

// add adds the texts of a document.
func (x *indexer) add(d *document) {
	a, first, start := d.article, len(x.texts), len(x.words)
	x.text(first, a.Title, occurrenceTitle)
	titleWords := len(x.words) - start
	x.text(first, a.Sapo, occurrenceSapo)
	for _, b := range a.Blocks {
		frequency := uint32(occurrenceBody)
		if b.Kind == news.Caption {
			frequency = occurrenceCaption
		}
		x.text(first, b.Text, frequency)
	}
	for _, name := range a.Authors {
		x.text(first, name, occurrenceByline)
	}

	var frequencies uint32
	for _, t := range x.texts[first:] {
		frequencies += t.frequency * uint32(t.end-t.start)
	}
	if titleWords > 0 {
		x.texts[first].isTitle = true
	}
	info := segment.DocInfo{
		Words: frequencies / FrequencyUnit, TitleWords: uint8(min(titleWords, math.MaxUint8)),
	}
	if !a.Published.IsZero() {
		info.Published = cmp.Or(a.Published.Time.Unix(), 1)
	}
	x.docs = append(x.docs, segment.Document{ID: string(a.ID), Info: info, Stored: d.stored})
}

// text adds a text of the next document, whose first text has a number. A text without words is left out.
func (x *indexer) text(first int, s string, frequency uint32) {
	start, position := len(x.words), uint32(0)
	x.words = x.vocabulary.Append(x.words, s)
	if len(x.words) == start {
		return
	}
	if len(x.texts) > first {
		last := x.texts[len(x.texts)-1]
		position = last.endPosition() + 1
	}
	x.texts = append(x.texts, text{
		document: uint32(len(x.docs)), frequency: frequency, position: position,
		start: start, end: len(x.words),
	})
}

// endPosition returns the position after the last word.
func (t text) endPosition() uint32 { return t.position + uint32(t.end-t.start) }

// occurrence returns the occurrence of word i of a text.
func (t text) occurrence(i int) segment.Occurrence {
	return segment.Occurrence{Document: t.document, Position: t.position + uint32(i), Frequency: t.frequency}
}

// keywords adds a field of keywords.
func (x *indexer) keywords(name string, documents []*document) {
	x.builder.Field(name, false)
	numbers := map[string]uint32{}
	var values []string
	for i, d := range documents {
		for _, v := range keywords(d.article, name) {
			n, ok := numbers[v]
			if !ok {
				n = uint32(len(values))
				numbers[v] = n
				values = append(values, v)
			}
			x.builder.Add(n, segment.Occurrence{Document: uint32(i), Frequency: 1})
		}
	}
	x.builder.EndField(func(n uint32) string { return values[n] })
}

// exact adds a field of words as written, of all texts or of titles only.
func (x *indexer) exact(name string, titles bool) {
	x.builder.Field(name, true)
	for _, t := range x.texts {
		if titles && !t.isTitle {
			continue
		}
		for i, n := range x.words[t.start:t.end] {
			x.builder.Add(n, t.occurrence(i))
		}
	}
	x.builder.EndField(x.vocabulary.Exact)
}

// folded adds a field of words with marks, folded; a word without marks is its own fold.
func (x *indexer) folded(name string, titles bool) {
	x.builder.Field(name, false)
	for _, t := range x.texts {
		if titles && !t.isTitle {
			continue
		}
		for i, n := range x.words[t.start:t.end] {
			if fold := x.vocabulary.Fold(n); fold != analysis.NoFold {
				x.builder.Add(fold, t.occurrence(i))
			}
		}
	}
	x.builder.EndField(x.vocabulary.FoldTerm)
}

// pairs adds the field of pairs.
func (x *indexer) pairs() {
	x.builder.Field(FieldTextPair, false)
	for _, t := range x.texts {
		words := x.words[t.start:t.end]
		for i := range len(words) - 1 {
			x.builder.Add(x.vocabulary.HashPair(words[i], words[i+1]), t.occurrence(i))
		}
	}
	x.builder.EndField(analysis.PairTerm)
}

// ends adds the field of the ends of texts.
func (x *indexer) ends() {
	x.builder.Field(FieldTextEnd, true)
	for _, t := range x.texts {
		x.builder.Add(0, segment.Occurrence{Document: t.document, Position: t.endPosition(), Frequency: 1})
	}
	x.builder.EndField(func(uint32) string { return EndTerm })
}
