package store

import (
	"fmt"

	"baotinh/index/analysis"
	"baotinh/index/segment"
	"baotinh/pipeline/dedupe"
	"baotinh/pipeline/news"
)

// Terms are the terms that a document has of an article, for an index elsewhere.
type Terms struct {
	Info     segment.DocInfo
	Texts    []TextTerms            // title, sapo, blocks and authors, in this order
	Labels   map[string][]TextTerms // the texts of FieldTag, FieldPhotographer and FieldDateline
	Keywords map[string][]string    // the values of the other fields
}

// TextTerms are the words of one text.
type TextTerms struct {
	Within    string // FieldTitle, SapoTerm, CaptionTerm, or empty
	Frequency int    // of each word, in 1/FrequencyUnit occurrences in the body
	Words     []TermWord
}

// A TermWord is a word with its terms: FieldText or FieldTitle has Exact, the folded fields Fold. Fold is
// empty of a word without marks. Pair is the term in FieldTextPair of it and the next word; empty: there is
// none.
type TermWord struct{ Exact, Fold, Pair string }

var withins = map[textKind]string{titleText: FieldTitle, sapoText: SapoTerm, captionText: CaptionTerm}

// TermsOf returns the terms of an article: those that a segment has of it. It may be called concurrently.
func TermsOf(a *news.Article) *Terms {
	x := indexers.Get().(*indexer)
	defer indexers.Put(x)
	x.begin()
	d := newDocument(a, dedupe.Keys{}, 0)
	x.add(d)
	t := &Terms{
		Info: x.docs[0].Info, Labels: map[string][]TextTerms{}, Keywords: map[string][]string{},
	}
	for _, text := range x.texts {
		t.Texts = append(t.Texts, x.textTerms(text))
	}
	for _, label := range x.labels {
		field := labelFields[label.kind]
		t.Labels[field] = append(t.Labels[field], x.textTerms(label))
	}
	for _, field := range append(KeywordFields[:], FieldAddress, FieldStory) {
		t.Keywords[field] = keywords(a, field)
	}
	for _, u := range placesOf(a) {
		field := PlaceField(u)
		t.Keywords[field] = append(t.Keywords[field], u.String())
	}
	return t
}

func (x *indexer) textTerms(t text) TextTerms {
	words := x.words[t.start:t.end]
	all := TextTerms{Within: withins[t.kind], Frequency: int(t.frequency)}
	all.Words = make([]TermWord, len(words))
	for i, n := range words {
		w := &all.Words[i]
		w.Exact = x.vocabulary.Exact(n)
		if fold := x.vocabulary.Fold(n); fold != analysis.NoFold {
			w.Fold = x.vocabulary.FoldTerm(fold)
		}
		if i+1 < len(words) {
			w.Pair = analysis.PairTerm(x.vocabulary.HashPair(n, words[i+1]))
		}
	}
	return all
}

// EncodeArticle returns the stored form of an article: see FormatVersion.
func EncodeArticle(a *news.Article) []byte { return encodeArticle(a) }

// DecodeArticle returns the article of a stored form. The error is ErrCorrupt.
func DecodeArticle(stored []byte) (*news.Article, error) {
	a, err := decodeArticle(stored)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrCorrupt, err)
	}
	return a, nil
}
