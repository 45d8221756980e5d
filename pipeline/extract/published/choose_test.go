package published

import (
	"testing"
	"time"

	"baotinh/pipeline/extract/lexicon"
	"baotinh/pipeline/news"
)

func at(day, hour int) news.Date {
	return news.Date{Time: time.Date(2022, 10, day, hour, 30, 0, 0, news.Vietnam), Precision: news.Minute}
}

func onDay(day int) news.Date {
	return news.Date{Time: time.Date(2022, 10, day, 0, 0, 0, 0, news.Vietnam), Precision: news.Day}
}

func dates(dates ...news.Date) []Candidate {
	var all []Candidate
	for _, d := range dates {
		all = append(all, Candidate{Date: d, Named: true})
	}
	return all
}

func TestChoose(t *testing.T) {
	fetched := at(20, 9).Time
	american := Candidate{Date: at(9, 8), Others: []news.Date{at(11, 8)}}
	update := Candidate{Date: at(14, 8), Label: lexicon.LabelUpdated}
	tests := []struct {
		name     string
		e        Evidence
		want     news.Date
		warnings int
	}{
		{"nothing", Evidence{Fetched: fetched}, news.Date{}, 0},
		{"a month in the address is no date",
			Evidence{InURL: news.Date{Time: onDay(1).Time, Precision: news.Month}},
			news.Date{}, 0},
		{"printed, not the fetch", Evidence{Printed: dates(at(12, 8)), Fetched: fetched}, at(12, 8), 0},
		{"both agree", Evidence{Stated: dates(at(12, 8)), Printed: dates(onDay(12))}, at(12, 8), 0},
		{"the printed one adds the time of day",
			Evidence{Stated: dates(onDay(12)), Printed: dates(at(12, 8))}, at(12, 8), 0},
		{"in another zone, as the printed one says",
			Evidence{
				Stated:  []Candidate{{Date: at(12, 15), Others: []news.Date{at(12, 8)}}},
				Printed: dates(at(12, 8)),
			}, at(12, 8), 0},
		{"stated later",
			Evidence{Stated: dates(at(19, 8)), Printed: dates(at(12, 8))}, at(12, 8), 1},
		{"printed later",
			Evidence{Stated: dates(at(12, 8)), Printed: dates(at(13, 8))}, at(12, 8), 0},
		{"the day of the fetch, contradicted",
			Evidence{Stated: dates(at(20, 8)), Printed: dates(at(12, 8)), Fetched: fetched},
			at(12, 8), 1},
		{"the day of the fetch, alone",
			Evidence{Stated: dates(at(20, 8)), Fetched: fetched}, at(20, 8), 0},
		{"American, as the printed one says",
			Evidence{Stated: []Candidate{american}, Printed: dates(onDay(11))}, at(11, 8), 0},
		{"day first, if nothing speaks against it", Evidence{Stated: []Candidate{american}}, at(9, 8), 0},
		{"a change is not the publication",
			Evidence{Printed: append([]Candidate{update}, dates(at(12, 8))...)}, at(12, 8), 0},
		{"unless nothing else is printed", Evidence{Printed: []Candidate{update}}, at(14, 8), 0},
		{"the same day, more finely", Evidence{Printed: dates(onDay(12), at(12, 8))}, at(12, 8), 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, warnings := Choose(tt.e)
			if got != tt.want || len(warnings) != tt.warnings {
				t.Errorf("got %v, warnings %v, want %v, %d warnings", got, warnings, tt.want, tt.warnings)
			}
		})
	}
}
