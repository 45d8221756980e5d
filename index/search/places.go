package search

import (
	"time"

	"baotinh/index/segment"
	"baotinh/index/store"
	"baotinh/pipeline/news"
	"baotinh/pipeline/place"
)

// placeTerms are the terms of the articles that a place is meant by.
type placeTerms struct {
	always []term
	since  []term // in articles since the mergers only: before, another land was called so
}

// merged is when provinces were merged, districts abolished and communes formed anew.
var merged = time.Date(2025, 7, 1, 0, 0, 0, 0, news.Vietnam).Unix()

// addPlace finds the terms of the place that was typed: those of its units, and of the units that have had
// their land since or before. It says which these are.
func (ex *expansion) addPlace(typed string) {
	if _, ok := ex.places[typed]; ok {
		return
	}
	var terms placeTerms
	add := func(u *place.Unit) {
		terms.always = append(terms.always, term{store.PlaceField(u), u.String()})
	}
	for _, group := range place.Named(typed) {
		for i, u := range group {
			add(u)
			if u.Former {
				for _, now := range place.Successors(u) {
					add(now)
				}
				if u.Level == place.Province {
					terms.since = append(terms.since, term{store.FieldPlace, u.Today().String()})
				}
				if i == 0 {
					ex.say(Rewrite{RewritePlaceNow, u.Official(), officials(u.Now)})
				}
				continue
			}
			if u.Level != place.Province { // of which all articles have the name of today
				for _, before := range u.Before {
					add(before)
				}
			}
			if i == 0 && len(u.Before) > 0 {
				ex.say(Rewrite{RewritePlaceBefore, u.Official(), officials(u.Before)})
			}
		}
	}
	if ex.places == nil {
		ex.places = map[string]placeTerms{}
	}
	ex.places[typed] = terms
}

func officials(units []*place.Unit) []string {
	var all []string
	for _, u := range units {
		all = append(all, u.Official())
	}
	return all
}

// inPlaces returns the documents that have one of the terms.
func (s *segmentReader) inPlaces(t placeTerms) segment.Bitset {
	docs := s.union(t.always)
	if len(t.since) == 0 || s.Values.Newest < merged {
		return docs
	}
	docs = s.clone(docs)
	for doc := range s.union(t.since).All() {
		if s.Values.Published[doc] >= merged {
			docs.Add(doc)
		}
	}
	return docs
}
