package search

import (
	"strings"

	"baotinh/index/analysis"
	"baotinh/index/query"
	"baotinh/index/segment"
	"baotinh/index/store"
)

// A textField is a field of a query with words that have positions.
type textField struct {
	exact, fold string // fields of the index, as written and folded
	foldPlaced  bool   // the terms of fold have positions, too
	end         string // the term of store.FieldTextEnd for texts of the field; empty: all texts are of it
}

// textFields are the fields of a query with words that have positions, besides the whole text and the title.
var textFields = map[query.Field]textField{
	query.Tag:          {store.FieldTag, store.FieldTagFold, true, ""},
	query.Photographer: {store.FieldPhotographer, store.FieldPhotographerFold, true, ""},
	query.Dateline:     {store.FieldDateline, store.FieldDatelineFold, true, ""},
	query.Sapo:         {store.FieldText, store.FieldTextFold, false, store.SapoTerm},
	query.Caption:      {store.FieldText, store.FieldTextFold, false, store.CaptionTerm},
}

// textFieldOf returns the text field of a node: that of the whole text if the node has none of its own.
func textFieldOf(f query.Field) textField {
	if t, ok := textFields[f]; ok {
		return t
	}
	if f == query.Title {
		return textField{store.FieldTitle, store.FieldTitleFold, false, ""}
	}
	return textField{store.FieldText, store.FieldTextFold, false, ""}
}

// hasPairs reports whether pairs of the words of the field are terms of store.FieldTextPair.
func (f textField) hasPairs() bool {
	return f.exact == store.FieldText || f.exact == store.FieldTitle
}

// wordTerms returns the terms that a word stands for in a field: without marks, those of every marked word
// too.
func wordTerms(field query.Field, w analysis.Word) []term {
	f := textFieldOf(field)
	if w.Exact == w.Fold {
		return []term{{f.exact, w.Exact}, {f.fold, w.Fold}}
	}
	return []term{{f.exact, w.Exact}}
}

// placedTerms returns terms with positions that stand for others of the field, which may be folded.
func (s *segmentReader) placedTerms(f textField, terms []term) []term {
	if f.foldPlaced {
		return terms
	}
	var placed []term
	for _, t := range terms {
		if t.field == f.exact {
			placed = append(placed, t)
			continue
		}
		marked, err := s.Spellings(t.text)
		s.fail(err)
		for _, text := range marked {
			placed = append(placed, term{f.exact, text})
		}
	}
	return placed
}

// nodeTerms returns the terms that word i of a node stands for: those of the last word of a prefix begin
// so.
func nodeTerms(n *query.Node, i int, ex *expansion) []term {
	if n.Op == query.Prefix && i == len(n.Words)-1 {
		return ex.prefixes[prefix{n.Field, n.Text}]
	}
	return wordTerms(n.Field, n.Words[i])
}

// atAddress returns the documents at the addresses that begin as that of a node or, if it is a host, those
// of the host and the ones below it.
func (s *segmentReader) atAddress(n *query.Node) segment.Bitset {
	address := strings.TrimSuffix(store.Address(n.Text), "*")
	if host, path, _ := strings.Cut(address, "/"); path == "" {
		return s.inKeyword(&query.Node{Op: query.Word, Field: query.Site, Text: host})
	}
	docs := s.none()
	found := 0
	s.eachTerm(store.FieldAddress, address, func(text string) bool {
		p, err := s.Postings(store.FieldAddress, text)
		s.fail(err)
		if err == nil {
			s.fail(p.AddTo(docs))
		}
		found++
		return s.failure() == nil && (found%checkEvery > 0 || !s.expired())
	})
	docs.And(s.Live)
	return docs
}
