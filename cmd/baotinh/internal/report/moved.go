package report

import (
	"slices"
	"strings"
	"time"

	"baotinh/pipeline/news"
)

// A Moved says that the place that held a field on most pages of a newspaper does not hold it any more: the
// newspaper has a new design, though the field may still be found.
type Moved struct {
	Field string     `json:"field"`
	Place news.Place `json:"place"`
	Held  Share      `json:"held"` // on the pages before the last ones
	Last  Share      `json:"last"` // on the last MinArticles pages
}

// A place held a field if it did so on half of the pages or more, and does not any more if it does on a tenth
// or less of the last ones.
const (
	heldPercent = 50
	lostPercent = 10
)

// placed are the fields whose places are compared.
var placed = [...]string{Title, Date, Byline}

// placesOf returns the places that held the fields of an article, empty for one that is not printed.
func placesOf(a *news.Article) (places [len(placed)]news.Place) {
	s := a.Seen
	if s == nil {
		return places
	}
	places[0] = s.Title
	for _, d := range s.Dates {
		if !d.Foreign && !a.Published.IsZero() && dayOf(d.Date) == dayOf(a.Published) {
			places[1] = d.Place
			break
		}
	}
	if len(s.Bylines) > 0 {
		places[2] = s.Bylines[0].Place
	}
	return places
}

func dayOf(d news.Date) string { return d.Time.In(news.Vietnam).Format(time.DateOnly) }

// moved returns the fields that have left their place.
func (c *counter) moved() []Moved {
	var found []result // with a page, whose places are known
	for _, r := range c.articles {
		if !r.lost && r.places != [len(placed)]news.Place{} {
			found = append(found, r)
		}
	}
	cut := len(found) - MinArticles
	if cut < MinArticles {
		return nil
	}
	var moved []Moved
	for i, field := range placed {
		before, last := countPlaces(found[:cut], i), countPlaces(found[cut:], i)
		m := Moved{Field: field, Place: mostOften(before)}
		m.Held, m.Last = newShare(before[m.Place], cut), newShare(last[m.Place], MinArticles)
		if m.Place != "" && m.Held.Percent >= heldPercent && m.Last.Percent <= lostPercent {
			moved = append(moved, m)
		}
	}
	return moved
}

func countPlaces(results []result, field int) map[news.Place]int {
	n := map[news.Place]int{}
	for _, r := range results {
		n[r.places[field]]++
	}
	return n
}

// mostOften returns the place with the highest count, the first of several by name.
func mostOften(counts map[news.Place]int) news.Place {
	var places []news.Place
	for place := range counts {
		places = append(places, place)
	}
	if len(places) == 0 {
		return ""
	}
	return slices.MinFunc(places, func(a, b news.Place) int {
		if d := counts[b] - counts[a]; d != 0 {
			return d
		}
		return strings.Compare(string(a), string(b))
	})
}
