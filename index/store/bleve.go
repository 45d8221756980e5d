package store

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"sync"
	"time"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/numeric"
	bleveindex "github.com/blevesearch/bleve_index_api"
	scorchsegment "github.com/blevesearch/scorch_segment_api/v2"

	"baotinh/index/segment"
	"baotinh/pipeline/news"
)

// fieldID is Bleve's name of the identifier.
const fieldID = "_id"

// A bleveSegment answers Bleve's own queries from a segment: it has the methods of [scorchsegment.Segment]
// that are the same in memory and on disk, and those of [scorchsegment.DocValueVisitable]. Doc values, dates
// and spellings are read when Bleve first asks for them.
type bleveSegment struct {
	*segment.Segment
	noStatistics
	values    func() (*segment.DocValues, error)
	dates     func() []datedDoc
	spellings *spellingTable
}

func newBleveSegment(s *segment.Segment) bleveSegment {
	return bleveSegment{
		Segment: s,
		values: sync.OnceValues(func() (*segment.DocValues, error) {
			v, err := segment.NewDocValues(context.Background(), s, facetFields())
			if err != nil {
				return nil, err
			}
			for _, k := range v.Keywords {
				slices.SortStableFunc(k.More, func(a, b segment.Extra) int {
					return cmp.Compare(a.Doc, b.Doc)
				})
			}
			return v, nil
		}),
		dates:     sync.OnceValue(func() []datedDoc { return newDates(s) }),
		spellings: newSpellingTable(s),
	}
}

// Count returns the number of documents.
func (s bleveSegment) Count() uint64 { return uint64(s.Len()) }

// DocID returns the identifier of a document.
func (s bleveSegment) DocID(n uint64) ([]byte, error) { return s.ID(uint32(n)) }

// DocNumbers returns the documents that have one of the identifiers.
func (s bleveSegment) DocNumbers(ids []string) (*roaring.Bitmap, error) {
	found := roaring.New()
	for _, id := range ids {
		n, ok, err := s.Find(id)
		if err != nil {
			return nil, err
		}
		if ok {
			found.Add(n)
		}
	}
	return found, nil
}

// Fields returns the names of the fields that Bleve can search.
func (s bleveSegment) Fields() []string {
	names := slices.DeleteFunc(s.Segment.Fields(), isInternal)
	names = append(names, fieldID, FieldPublished)
	slices.Sort(names)
	return names
}

// isInternal reports whether a field has terms that are not those of the text.
func isInternal(field string) bool {
	switch field {
	case FieldTextPair, FieldTextEnd, FieldTextApart, FieldAddress, FieldStory, FieldPlaceFormer,
		FieldTagFold, FieldPhotographerFold, FieldDatelineFold:
		return true
	}
	return false
}

// Dictionary returns the terms of a field.
func (s bleveSegment) Dictionary(field string) (scorchsegment.TermDictionary, error) {
	switch field {
	case fieldID:
		return idDictionary{s}, nil
	case FieldPublished:
		return dateDictionary{s}, nil
	case FieldTextFold:
		return foldDictionary{s, fieldDictionary{s, FieldText}, fieldDictionary{s, field}}, nil
	case FieldTitleFold:
		return foldDictionary{s, fieldDictionary{s, FieldTitle}, fieldDictionary{s, field}}, nil
	}
	if isInternal(field) {
		return nil, fmt.Errorf("field %s is internal: search %s", field, FieldText)
	}
	return fieldDictionary{s, field}, nil
}

// norm returns 1/√length of a field of a document, as Bleve's scoring expects it.
func (s bleveSegment) norm(field string, doc uint32) float64 {
	length := 1.0
	switch field {
	case FieldText, FieldTextFold:
		length = float64(s.DocInfo(doc).Words)
	case FieldTitle, FieldTitleFold:
		length = float64(s.DocInfo(doc).TitleWords)
	}
	return 1 / math.Sqrt(max(1, length))
}

// VisitStoredFields calls visit with the identifier and with the stored fields of a document, until it
// returns false.
func (s bleveSegment) VisitStoredFields(n uint64, visit scorchsegment.StoredFieldValueVisitor) error {
	id, err := s.ID(uint32(n))
	if err != nil {
		return err
	}
	if !visit(fieldID, 't', id, nil) {
		return nil
	}
	stored, err := s.Stored(uint32(n))
	if err != nil {
		return err
	}
	a, err := decodeArticle(stored)
	if err != nil {
		return err
	}
	v := storedVisitor{visit: visit}
	v.article(a)
	return nil
}

// A storedVisitor passes the fields of an article on, until visit returns false.
type storedVisitor struct {
	visit scorchsegment.StoredFieldValueVisitor
	done  bool
}

func (v *storedVisitor) article(a *news.Article) {
	v.text(FieldTitle, a.Title)
	v.text(storedURL, a.URL)
	v.text(storedSapo, a.Sapo)
	v.text(FieldDateline, a.Dateline)
	v.text(storedByline, a.Byline)
	v.date(FieldPublished, a.Published)
	v.date(storedUpdated, a.Updated)
	v.date(storedEvent, a.Event)
	for _, name := range KeywordFields {
		v.list(name, keywords(a, name))
	}
	v.list(FieldPhotographer, a.Photographers)
	v.list(FieldTag, a.Tags)
	var body, captions []string
	for _, b := range a.Blocks {
		if b.Kind == news.Caption {
			captions = append(captions, b.Text)
		} else {
			body = append(body, b.Text)
		}
	}
	v.list(storedBody, body)
	v.list(storedCaption, captions)
}

func (v *storedVisitor) value(name string, kind byte, value []byte, at []uint64) {
	v.done = v.done || !v.visit(name, kind, value, at)
}

func (v *storedVisitor) text(name, value string) {
	if value != "" {
		v.value(name, 't', []byte(value), nil)
	}
}

// list passes on a single value as one, and several as an array.
func (v *storedVisitor) list(name string, values []string) {
	if len(values) == 1 {
		v.text(name, values[0])
		return
	}
	for i, value := range values {
		v.value(name, 't', []byte(value), []uint64{uint64(i)})
	}
}

func (v *storedVisitor) date(name string, d news.Date) {
	nanos, ok := nanoseconds(d.Time.Unix())
	if d.IsZero() || !ok {
		return
	}
	value := append(numeric.MustNewPrefixCodedInt64(nanos, 0), 0xff) // as package document of Bleve has it
	v.value(name, 'd', append(value, time.RFC3339...), nil)
}

// VisitableDocValueFields returns the fields that have doc values.
func (s bleveSegment) VisitableDocValueFields() ([]string, error) {
	return append(facetFields(), FieldPublished), nil
}

// facetFields returns the fields with doc values that are keywords.
func facetFields() []string { return slices.Concat(KeywordFields[:], PlaceFields[:]) }

// VisitDocValues calls visit with the values of a document in those of the fields that have doc values.
func (s bleveSegment) VisitDocValues(
	n uint64, fields []string, visit bleveindex.DocValueVisitor, _ scorchsegment.DocVisitState,
) (scorchsegment.DocVisitState, error) {
	v, err := s.values()
	if err != nil {
		return nil, err
	}
	doc := uint32(n)
	for _, field := range fields {
		if field == FieldPublished {
			if nanos, ok := published(s.DocInfo(doc)); ok {
				visit(field, numeric.MustNewPrefixCodedInt64(nanos, 0))
			}
			continue
		}
		k := v.Keywords[field]
		if k == nil || k.First[doc] == 0 {
			continue
		}
		visit(field, []byte(k.Values[k.First[doc]]))
		i, _ := slices.BinarySearchFunc(k.More, doc, func(e segment.Extra, doc uint32) int {
			return cmp.Compare(e.Doc, doc)
		})
		for ; i < len(k.More) && k.More[i].Doc == doc; i++ {
			visit(field, []byte(k.Values[k.More[i].Ordinal]))
		}
	}
	return nil, nil
}

// noStatistics are the statistics of input and output that scorch asks for. They are not kept.
type noStatistics struct{}

func (noStatistics) BytesRead() uint64     { return 0 }
func (noStatistics) ResetBytesRead(uint64) {}
func (noStatistics) BytesWritten() uint64  { return 0 }
