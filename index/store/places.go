package store

import (
	"fmt"
	"slices"
	"sync"

	"baotinh/index/segment"
	"baotinh/pipeline/news"
	"baotinh/pipeline/place"
)

var recognizers = sync.Pool{New: func() any { return new(place.Recognizer) }}

// Places returns the places that an article names.
func Places(a *news.Article) []place.Place {
	r := recognizers.Get().(*place.Recognizer)
	defer recognizers.Put(r)
	return slices.Clone(findPlaces(r, a))
}

// findPlaces returns the places that an article names. They are r's.
func findPlaces(r *place.Recognizer, a *news.Article) []place.Place {
	r.Begin(a.Province, a.Published.Time)
	r.Add(place.Title, a.Title)
	r.Add(place.Dateline, a.Dateline)
	r.Add(place.Text, a.Sapo)
	for i := range a.Blocks {
		r.Add(place.Text, a.Blocks[i].Text)
	}
	return r.Places()
}

// placesOf returns the units that an article names, and those that they are in.
func placesOf(a *news.Article) []*place.Unit {
	r := recognizers.Get().(*place.Recognizer)
	defer recognizers.Put(r)
	found := findPlaces(r, a)
	if len(found) == 0 {
		return nil
	}
	units := make([]*place.Unit, 0, 2*len(found))
	for _, p := range found {
		units = addUnit(units, p.Unit)
	}
	return units
}

// addUnit adds a unit and those that it is in.
func addUnit(units []*place.Unit, u *place.Unit) []*place.Unit {
	for ; u != nil && !slices.Contains(units, u); u = u.Parent {
		units = append(units, u)
		if u.Level == place.Province && u.Former {
			units = addUnit(units, u.Today())
		}
	}
	return units
}

// PlaceField returns the field that has a unit as a term.
func PlaceField(u *place.Unit) string {
	switch {
	case u.Level == place.Commune:
		return FieldCommune
	case u.Level == place.District:
		return FieldDistrict
	case u.Former:
		return FieldPlaceFormer
	}
	return FieldPlace
}

// places adds a field of places.
func (x *indexer) places(name string, documents []*document) {
	x.builder.Field(name, false)
	numbers := map[*place.Unit]uint32{}
	var units []*place.Unit
	for i, d := range documents {
		for _, u := range d.places {
			if PlaceField(u) != name {
				continue
			}
			n, ok := numbers[u]
			if !ok {
				n = uint32(len(units))
				numbers[u] = n
				units = append(units, u)
			}
			x.builder.Add(n, segment.Occurrence{Document: uint32(i), Frequency: 1})
		}
	}
	x.builder.EndField(func(n uint32) string { return units[n].String() })
}

// placeValues are the doc values of the places of a segment, each read when it is first asked for.
type placeValues struct {
	mu     sync.Mutex
	fields map[string]*segment.Keywords
}

// Keywords returns the doc values of a field of KeywordFields or PlaceFields, which must not be changed. The
// error is ErrCorrupt.
func (s Segment) Keywords(field string) (*segment.Keywords, error) {
	if k := s.Values.Keywords[field]; k != nil {
		return k, nil
	}
	s.places.mu.Lock()
	defer s.places.mu.Unlock()
	if k := s.places.fields[field]; k != nil {
		return k, nil
	}
	k, err := segment.NewKeywords(s.Segment, field)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrCorrupt, err)
	}
	if s.places.fields == nil {
		s.places.fields = map[string]*segment.Keywords{}
	}
	s.places.fields[field] = k
	return k, nil
}
