package boilerplate

import (
	"bytes"
	"fmt"
	"slices"
	"testing"
	"time"

	"baotinh/pipeline/news"
)

const (
	placeOfDate  news.Place = "div.a>span.b"
	placeOfClock news.Place = "above div.c"
)

var start = time.Date(2022, 10, 3, 6, 10, 0, 0, news.Vietnam)

func onDay(t time.Time) news.Date { return news.Date{Time: t, Precision: news.Day} }
func at(t time.Time) news.Date    { return news.Date{Time: t, Precision: news.Minute} }

// A dated is a page with dates, as a test describes it.
type dated struct {
	shown   []news.Date // in placeOfDate
	foreign bool
	known   news.Date
	taken   news.Date // by the page alone
	saved   bool      // as a file
}

// learn returns the role of placeOfDate after n pages.
func learn(n int, page func(i int, fetched time.Time) dated) news.DateRole {
	var ps Profiles
	for i := range n {
		fetched := start.Add(time.Duration(i) * 31 * time.Hour)
		d := page(i, fetched)
		a := article("baomau.example", i)
		a.Published = d.taken
		a.Seen = &news.Seen{Fetched: fetched, Known: d.known}
		if d.saved {
			a.Seen.Fetched = time.Time{}
		}
		for _, date := range d.shown {
			seen := news.SeenDate{Place: placeOfDate, Date: date, Foreign: d.foreign}
			a.Seen.Dates = append(a.Seen.Dates, seen)
		}
		ps.Clean(a)
	}
	role, _ := ps.profile("baomau.example").dateRole(placeOfDate)
	return role
}

func TestRolesOfADatesPlace(t *testing.T) {
	ago := func(fetched time.Time, i int) time.Time { return fetched.AddDate(0, 0, -1-i%5) }
	one := func(d news.Date) []news.Date { return []news.Date{d} }
	tests := []struct {
		name string
		page func(i int, fetched time.Time) dated
		want news.DateRole
	}{
		{"past days that other sources have", func(i int, f time.Time) dated {
			return dated{shown: one(onDay(ago(f, i))), known: at(ago(f, i))}
		}, news.DateOfItself},
		{"the same, on pages saved as files", func(i int, f time.Time) dated {
			return dated{shown: one(onDay(ago(f, i))), known: at(ago(f, i)), saved: true}
		}, news.DateOfItself},
		{"past days that stand alone", func(i int, f time.Time) dated {
			return dated{shown: one(onDay(ago(f, i)))}
		}, news.DateOfItself},
		{"one past day on all pages", func(int, time.Time) dated {
			return dated{shown: one(onDay(start.AddDate(-1, 0, 0)))}
		}, news.DateUnknown},
		{"past days that the pages take for those of something else", func(i int, f time.Time) dated {
			return dated{shown: one(onDay(ago(f, i))), foreign: true}
		}, news.DateUnknown},
		{"days of the fetch", func(_ int, f time.Time) dated {
			return dated{shown: one(onDay(f)), known: onDay(f)}
		}, news.DateUnknown},
		{"minutes of the fetch, where articles are older", func(i int, f time.Time) dated {
			return dated{shown: one(at(f)), taken: onDay(ago(f, i))}
		}, news.DateOfFetch},
		{"days of the fetch, where articles are older", func(i int, f time.Time) dated {
			return dated{shown: one(onDay(f)), known: onDay(ago(f, i)), taken: onDay(ago(f, i))}
		}, news.DateOfFetch},
		{"minutes of the fetch, and nothing else", func(_ int, f time.Time) dated {
			return dated{shown: one(at(f))}
		}, news.DateUnknown},
		{"minutes of the fetch on a third of the pages", func(i int, f time.Time) dated {
			if i%3 > 0 {
				f = f.Add(-30 * time.Minute)
			}
			return dated{shown: one(at(f)), taken: onDay(ago(f, i))}
		}, news.DateUnknown},
		{"other days than other sources have", func(i int, f time.Time) dated {
			return dated{shown: one(onDay(ago(f, i))), known: onDay(ago(f, i+1))}
		}, news.DateOfOthers},
		{"several days at once", func(i int, f time.Time) dated {
			return dated{shown: []news.Date{onDay(ago(f, i)), onDay(ago(f, i+1))}}
		}, news.DateOfOthers},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := learn(leastPages-1, tt.page); got != news.DateUnknown {
				t.Errorf("role %d after %d pages", got, leastPages-1)
			}
			if got := learn(60, tt.page); got != tt.want {
				t.Errorf("role %d, want %d", got, tt.want)
			}
		})
	}
}

// seen adds to an article what its page showed: the date of an older day and a clock.
func seen(a *news.Article, i int) *news.Article {
	fetched := start.Add(time.Duration(i) * 3 * time.Hour)
	a.Published = onDay(fetched.AddDate(0, 0, -1-i%9))
	a.Seen = &news.Seen{
		Fetched: fetched, Title: "h1", Dates: []news.SeenDate{
			{Place: placeOfDate, Date: a.Published}, {Place: placeOfClock, Date: at(fetched)},
		},
	}
	return a
}

func TestPlacesAreBoundedAndFade(t *testing.T) {
	var ps Profiles
	for i := range 3 * window {
		a := seen(article("baomau.example", i), i)
		for j := range 9 {
			place := news.Place(fmt.Sprintf("div.x%d>p", i*9+j))
			a.Seen.Boxes = append(a.Seen.Boxes, news.SeenBox{Place: place})
		}
		ps.Clean(a)
		if a.Seen != nil {
			t.Fatal("Clean left what the page showed")
		}
	}
	p := ps.profile("baomau.example")
	if len(p.places) > maxPlaces {
		t.Errorf("%d places", len(p.places))
	}
	if role, c := p.dateRole(placeOfClock); role != news.DateOfFetch {
		t.Errorf("the clock is %d: %+v", role, c)
	}
	for i := range 8 * window {
		ps.Clean(article("baomau.example", 3*window+i))
	}
	if role, _ := p.dateRole(placeOfClock); role != news.DateUnknown {
		t.Error("the clock of an old design is still known")
	}
}

func TestPlacesAreSaved(t *testing.T) {
	var whole, saved Profiles
	for i := range 2 * window {
		whole.Clean(seen(article("baomau.example", i), i))
		saved.Clean(seen(article("baomau.example", i), i))
		if i%300 == 0 {
			var next Profiles
			if err := next.Load(bytes.NewReader(save(t, &saved))); err != nil {
				t.Fatal(err)
			}
			saved = next
		}
	}
	if !bytes.Equal(save(t, &whole), save(t, &saved)) {
		t.Error("states differ")
	}
	if !saved.KnowsPlaces() {
		t.Error("no places")
	}
}

func TestVersion1IsReadWithoutPlaces(t *testing.T) {
	old := slices.Concat([]byte(magic1), []byte{0, 0, 0, 1, 1, 'h', 0, 3}, // one host, 3 pages
		[]byte{0, 1, 0, 0, 0, 0, 0, 0, 0, 7, 0, 2}, []byte{0, 0, 0, 0}) // a line on 2 of them, no articles
	var ps Profiles
	if err := ps.Load(bytes.NewReader(old)); err != nil {
		t.Fatal(err)
	}
	if got := ps.profiles["h"].seenOn(7); got != 2 || ps.KnowsPlaces() {
		t.Errorf("a line on %d pages, places known: %t", got, ps.KnowsPlaces())
	}
	if got := save(t, &ps); !bytes.HasPrefix(got, []byte(magic)) {
		t.Errorf("saved as %q", got)
	}
}
