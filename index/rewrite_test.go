package index_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"baotinh/index"
)

// The tests of this file hold the bounds of what is read into a query: abbreviations, keystrokes,
// corrections, marks.

// Of a query that is a pasted text, the first 64 words count.
func TestFirstWordsOfAPastedTextCount(t *testing.T) {
	ix := open(t, others(20), []story{{name: "wanted", body: "sen " + filler(9)}})
	for _, tt := range []struct {
		at    int
		found bool
	}{{64, true}, {65, false}} {
		q := strings.Repeat("777 ", tt.at-1) + "sen"
		if got := len(search(t, ix, index.Request{Query: q}).Hits) > 0; got != tt.found {
			t.Errorf("word %d: found %v, want %v", tt.at, got, tt.found)
		}
	}
}

func TestLongAbbreviations(t *testing.T) {
	for _, tt := range []struct{ name, query, body string }{
		{"a long form of six words", "ủy ban mặt trận tổ quốc", "UBMTTQ"},
		{"an abbreviation of four parts", "B H X H", "bảo hiểm xã hội"},
	} {
		ix := open(t, others(20), []story{{name: "wanted", body: "nhé " + tt.body + " nhé"}})
		if r := search(t, ix, index.Request{Query: tt.query}); !slices.Equal(names(r), []string{"wanted"}) {
			t.Errorf("%s: %q finds %q", tt.name, tt.query, names(r))
		}
	}
}

// Keystrokes that an article or two print as they were typed are still keystrokes; what more articles
// print is a word.
func TestKeystrokesThatWerePrinted(t *testing.T) {
	for _, tt := range []struct {
		printed int
		decoded bool
	}{{4, true}, {6, false}} {
		stories := []story{{name: "wanted", body: "lạng " + filler(9)}}
		for i := range tt.printed {
			stories = append(stories, story{name: fmt.Sprint(i), body: "lajng " + filler(9)})
		}
		r := search(t, open(t, others(20), stories), index.Request{Query: "lajng"})
		if got := slices.Contains(names(r), "wanted"); got != tt.decoded {
			t.Errorf("printed %d times: decoded %v, want %v", tt.printed, got, tt.decoded)
		}
	}
}

// A word with ~ stands for the likeliest twelve words that are one edit away.
func TestAlternativesAreBounded(t *testing.T) {
	var stories []story
	for _, letter := range "bcdeghiklmnpqr" {
		word := "toky" + string(letter)
		stories = append(stories, story{name: word, body: word + " " + filler(9)})
	}
	stories = append(stories, story{name: "typed", body: "tokyo " + filler(9)})
	if r := search(t, open(t, others(20), stories), index.Request{Query: "tokyo~"}); r.Total != 1+12 {
		t.Errorf("%d articles are found, want 13: %q", r.Total, names(r))
	}
}

// Words of more than twelve letters are not corrected.
func TestLongWordsAreNotCorrected(t *testing.T) {
	ix := open(t, others(20), []story{
		{name: "nine letters", body: "singapore " + filler(9)},
		{name: "thirteen letters", body: "liechtenstein " + filler(9)},
	})
	for q, want := range map[string]int{"singapora~": 1, "liechtenstain~": 0} {
		if r := search(t, ix, index.Request{Query: q}); r.Total != want {
			t.Errorf("%q finds %q, want %d articles", q, names(r), want)
		}
	}
}

// Marks are restored if three articles print them, if nearly all that print the words do so, and by
// the first twenty articles.
func TestMarksAreRestoredIfClear(t *testing.T) {
	older := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
	newer := older.AddDate(1, 0, 0)
	for _, tt := range []struct {
		name         string
		first, later int // articles of đồ ăn, and of đồ án, which are older
		want         string
	}{
		{"three articles", 3, 0, "đồ ăn"},
		{"two articles", 2, 0, ""},
		{"nineteen of twenty", 19, 1, "đồ ăn"},
		{"seventeen of twenty", 17, 3, ""},
		{"twenty, and twenty that are not looked at", 20, 20, "đồ ăn"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var stories []story
			for i := range tt.first {
				s := story{name: fmt.Sprint("first ", i), body: "đồ ăn " + filler(8), published: newer}
				stories = append(stories, s)
			}
			for i := range tt.later {
				s := story{name: fmt.Sprint("later ", i), body: "đồ án " + filler(8), published: older}
				stories = append(stories, s)
			}
			r := search(t, open(t, others(100), stories), index.Request{Query: "do an", Limit: 50})
			if r.Suggestion != tt.want {
				t.Errorf("suggests %q, want %q", r.Suggestion, tt.want)
			}
		})
	}
}

// A word is corrected if no article has it beside its neighbour, and several have the correction there.
func TestCorrectionsNeedContext(t *testing.T) {
	for _, tt := range []struct {
		name      string
		query     string
		right     int // articles that have "cam", and "khe suối"
		wrong     int // articles that have "cam", and "khe xuối"
		elsewhere int // articles that have "xuối" alone
		corrected bool
	}{
		{"four articles tell", "khe xuối", 4, 0, 0, true},
		{"three do not", "khe xuối", 3, 0, 0, false},
		{"it was printed so", "cam khe xuối", 20, 1, 0, false},
		{"it was never printed so", "cam khe xuối", 20, 0, 1, true},
		{"any other letter, twenty articles", "khe guối", 20, 0, 0, true},
		{"any other letter, eight articles", "khe guối", 8, 0, 0, false},
		{"a word of eight articles, among five", "cam me na khe xuối", 20, 0, 8, true},
		{"a word of eight articles, among six", "sen cam me na khe xuối", 20, 0, 8, false},
		{"a word of four articles, among six", "sen cam me na khe xuối", 20, 0, 4, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var stories []story
			for text, n := range map[string]int{
				"cam nhé khe suối": tt.right, "cam nhé khe xuối": tt.wrong, "xuối": tt.elsewhere,
			} {
				for i := range n {
					stories = append(stories, story{name: fmt.Sprint(text, i), body: text + " " + filler(8)})
				}
			}
			r := search(t, open(t, others(100), stories), index.Request{Query: tt.query})
			if got := strings.HasSuffix(r.Suggestion, "khe suối"); got != tt.corrected {
				t.Errorf("%q suggests %q, want corrected: %v", tt.query, r.Suggestion, tt.corrected)
			}
		})
	}
}
