package published

import (
	"testing"

	"baotinh/pipeline/extract/lexicon"
	"baotinh/pipeline/news"
)

func TestRedate(t *testing.T) {
	const itself, clock, others = news.DateOfItself, news.DateOfFetch, news.DateOfOthers
	printed := func(d news.Date, role Role, score int) Candidate {
		return Candidate{Date: d, Role: role, Score: score, path: "p"}
	}
	bar := printed(at(20, 9), Article, 5)
	tests := []struct {
		name   string
		stated []Candidate
		seen   []Candidate
		roles  []news.DateRole
		want   news.Date
	}{
		{"as the page alone", nil, []Candidate{bar}, []news.DateRole{0}, at(20, 9)},
		{"a clock", nil, []Candidate{bar}, []news.DateRole{clock}, news.Date{}},
		{"a date of others", nil, []Candidate{bar}, []news.DateRole{others}, news.Date{}},
		{"a date that was unsure", nil, []Candidate{printed(onDay(20), Unsure, 1)}, []news.DateRole{itself},
			onDay(20)},
		{"a date that was filed as clock", nil, []Candidate{printed(at(20, 9), Clock, 0)},
			[]news.DateRole{itself}, at(20, 9)},
		{"the weaker one of two", nil, []Candidate{bar, printed(onDay(12), Article, 4)},
			[]news.DateRole{0, itself}, onDay(12)},
		{"foreign ones stay foreign", nil, []Candidate{printed(at(20, 9), Foreign, 0)}, []news.DateRole{0},
			news.Date{}},
		{"stated at the moment of a clock", dates(at(20, 9), at(12, 8)), []Candidate{bar},
			[]news.DateRole{clock}, at(12, 8)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var e Evidence
			e.Stated = tt.stated
			for _, c := range tt.seen {
				if c.Role <= Unsure {
					e.Printed = append(e.Printed, c)
				}
			}
			got, _, _ := newAgain(e, tt.seen, nil).Redate(tt.roles)
			if got.Evidence = ""; got != tt.want {
				t.Errorf("%v, want %v", got, tt.want)
			}
		})
	}
}

func TestAPageIsSureOfADateThatTwoSourcesHave(t *testing.T) {
	d := at(12, 8)
	labelled := Candidate{Date: d, Label: lexicon.LabelPublished}
	for _, tt := range []struct {
		name string
		e    Evidence
		want bool
	}{
		{"printed", Evidence{Printed: dates(d)}, false},
		{"printed with a label", Evidence{Printed: []Candidate{labelled}}, true},
		{"stated", Evidence{Stated: dates(d, d)}, false},
		{"stated and printed", Evidence{Stated: dates(d), Printed: dates(onDay(12))}, true},
		{"printed and in the address", Evidence{Printed: dates(d), InURL: onDay(12)}, true},
		{"stated, printed another day", Evidence{Stated: dates(d), Printed: dates(onDay(13))}, false},
	} {
		if got := tt.e.isSure(d); got != tt.want {
			t.Errorf("%s: sure: %t, want %t", tt.name, got, tt.want)
		}
	}
}
