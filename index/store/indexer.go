package store

import (
	"cmp"
	"maps"
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
	labels     []text // tags, photographers, dateline
	docs       []segment.Document
	builder    segment.Builder
}

// A text is a part of an article. Pairs do not reach from one into the next.
type text struct {
	document   uint32
	kind       textKind
	frequency  uint32 // of each word
	position   uint32 // of the first word
	start, end int    // in indexer.words
}

// A textKind says what a text is of its article.
type textKind uint8

const (
	otherText textKind = iota
	titleText
	sapoText
	captionText
	tagLabel
	photographerLabel
	datelineLabel
)

var indexers = sync.Pool{New: func() any { return new(indexer) }}

// buildSegment returns the segment of some documents, which keep their order.
func buildSegment(documents []*document) ([]byte, error) {
	x := indexers.Get().(*indexer)
	defer indexers.Put(x)
	return x.build(documents)
}

func (x *indexer) build(documents []*document) ([]byte, error) {
	x.begin()
	for _, d := range documents {
		x.add(d)
	}
	x.builder.Begin(x.docs)
	clear(x.docs) // they are in the segment now
	fields := x.fields(documents)
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		fields[name](name)
	}
	return x.builder.End()
}

// begin begins a batch.
func (x *indexer) begin() {
	x.vocabulary.Trim()
	x.words, x.texts, x.labels, x.docs = x.words[:0], x.texts[:0], x.labels[:0], x.docs[:0]
}

// labelFields are the fields of labels.
var labelFields = map[textKind]string{
	tagLabel: FieldTag, photographerLabel: FieldPhotographer, datelineLabel: FieldDateline,
}

// fields returns the functions that add the fields, by name.
func (x *indexer) fields(documents []*document) map[string]func(string) {
	is := func(kind textKind) func(text) bool { return func(t text) bool { return t.kind == kind } }
	all := map[string]func(string){
		FieldText:      func(name string) { x.exact(name, x.texts, nil) },
		FieldTextEnd:   x.ends,
		FieldTextFold:  func(name string) { x.folded(name, false, x.texts, nil) },
		FieldTextPair:  x.pairs,
		FieldTitle:     func(name string) { x.exact(name, x.texts, is(titleText)) },
		FieldTitleFold: func(name string) { x.folded(name, false, x.texts, is(titleText)) },
	}
	for kind, name := range labelFields {
		all[name] = func(name string) { x.exact(name, x.labels, is(kind)) }
		all[name+"_fold"] = func(name string) { x.folded(name, true, x.labels, is(kind)) }
	}
	for _, name := range append(KeywordFields[:], FieldAddress, FieldStory) {
		all[name] = func(name string) { x.keywords(name, documents) }
	}
	for _, name := range append(PlaceFields[:], FieldPlaceFormer) {
		all[name] = func(name string) { x.places(name, documents) }
	}
	return all
}

// add adds the texts of a document.
func (x *indexer) add(d *document) {
	a, first, start := d.article, len(x.texts), len(x.words)
	x.text(first, a.Title, titleText, occurrenceTitle)
	titleWords := len(x.words) - start
	x.text(first, a.Sapo, sapoText, occurrenceSapo)
	for _, b := range a.Blocks {
		if b.Kind == news.Caption {
			x.text(first, b.Text, captionText, occurrenceCaption)
			continue
		}
		x.text(first, b.Text, otherText, occurrenceBody)
	}
	for _, name := range a.Authors {
		x.text(first, name, otherText, occurrenceByline)
	}

	var frequencies uint32
	for _, t := range x.texts[first:] {
		frequencies += t.frequency * uint32(t.end-t.start)
	}
	x.addLabels(a)
	info := segment.DocInfo{
		Words: frequencies / FrequencyUnit, TitleWords: uint8(min(titleWords, math.MaxUint8)),
	}
	if !a.Published.IsZero() {
		info.Published = cmp.Or(a.Published.Time.Unix(), 1)
	}
	if !a.FirstSeen.IsZero() {
		info.Seen = uint32(min(max(1, a.FirstSeen.Unix()), math.MaxUint32))
	}
	x.docs = append(x.docs, segment.Document{
		ID: string(a.ID), Info: info, Keys: segment.Keys(d.keys), Stored: d.stored,
	})
}

// addLabels adds the labels of the next document.
func (x *indexer) addLabels(a *news.Article) {
	add := func(kind textKind, labels ...string) {
		first := len(x.labels)
		for _, s := range labels {
			x.labels = x.appendText(x.labels, first, s, kind, 1)
		}
	}
	add(tagLabel, a.Tags...)
	photographers := a.Photographers
	for _, b := range a.Blocks {
		if b.Credit != "" {
			photographers = append(slices.Clip(photographers), b.Credit)
		}
	}
	add(photographerLabel, photographers...)
	add(datelineLabel, a.Dateline)
}

// text adds a text of the next document, whose first text has a number.
func (x *indexer) text(first int, s string, kind textKind, frequency uint32) {
	x.texts = x.appendText(x.texts, first, s, kind, frequency)
}

// appendText appends a text of the next document to texts, of which those from first on are in one field with
// it. A text without words is left out.
func (x *indexer) appendText(texts []text, first int, s string, kind textKind, frequency uint32) []text {
	start, position := len(x.words), uint32(0)
	x.words = x.vocabulary.Append(x.words, s)
	if len(x.words) == start {
		return texts
	}
	if len(texts) > first {
		position = texts[len(texts)-1].endPosition() + 1
	}
	return append(texts, text{
		document: uint32(len(x.docs)), kind: kind, frequency: frequency, position: position,
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

// exact adds a field of words as written, of the texts that are wanted; nil: of all.
func (x *indexer) exact(name string, texts []text, wanted func(text) bool) {
	x.builder.Field(name, true)
	for _, t := range texts {
		if wanted != nil && !wanted(t) {
			continue
		}
		for i, n := range x.words[t.start:t.end] {
			x.builder.Add(n, t.occurrence(i))
		}
	}
	x.builder.EndField(x.vocabulary.Exact)
}

// folded adds a field of words with marks, folded, as exact does; a word without marks is its own fold.
func (x *indexer) folded(name string, positions bool, texts []text, wanted func(text) bool) {
	x.builder.Field(name, positions)
	for _, t := range texts {
		if wanted != nil && !wanted(t) {
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
func (x *indexer) pairs(name string) {
	x.builder.Field(name, false)
	for _, t := range x.texts {
		words := x.words[t.start:t.end]
		for i := range len(words) - 1 {
			x.builder.Add(x.vocabulary.HashPair(words[i], words[i+1]), t.occurrence(i))
		}
	}
	x.builder.EndField(analysis.PairTerm)
}

// ends adds the field of the ends of texts.
func (x *indexer) ends(name string) {
	x.builder.Field(name, true)
	for _, t := range x.texts {
		end := segment.Occurrence{Document: t.document, Position: t.endPosition(), Frequency: 1}
		x.builder.Add(0, end)
		switch t.kind {
		case sapoText:
			x.builder.Add(1, end)
		case captionText:
			x.builder.Add(2, end)
		}
	}
	x.builder.EndField(func(n uint32) string { return [...]string{EndTerm, SapoTerm, CaptionTerm}[n] })
}
