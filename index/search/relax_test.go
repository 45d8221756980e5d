package search

import (
	"fmt"
	"testing"
)

// TestTypingErrorIsNoOtherWord searches for "gian lận" with a typing error that is another word, in other
// marks, in every other article: that all words are found there, in other marks, is no reason to leave out
// the article that has most of them as typed.
func TestTypingErrorIsNoOtherWord(t *testing.T) {
	ix := testIndex(t, article(0, "Họp báo chiều nay", "Bê bối gian lận thi cử làm nóng phiên họp."))
	for n := range 2 * enoughHits {
		put(t, ix, article(n+1, fmt.Sprint("Tin ngắn số ", n), "Bê con về làng, quả bối, một gian nhà."))
	}
	if err := ix.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}

	r := find(t, ix, Request{Query: "bê bối gian lậng"})
	if len(r.Hits) == 0 || r.Hits[0].ID != article(0, "").ID {
		t.Errorf("first of %d hits is not the article with most of the words: %q", r.Total, titles(r))
	}
}

// TestAllWordsBeforeMost searches for four words that twice a page of long articles have. One that lacks a
// word comes before them if it is more about the rest, and is no hit otherwise.
func TestAllWordsBeforeMost(t *testing.T) {
	for _, tt := range []struct {
		name, title, body string // of the article that lacks a word
		found             bool
	}{
		{"about it", "Xe khách lật trên đèo", "Ba người bị thương.", true},
		{"mentions it", "Bản tin chiều",
			"Nắng to, gió nhẹ, đường khô, khách đông, hàng nhiều, xe ít, mây bay trên đèo.", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			ix := testIndex(t, article(0, tt.title, tt.body))
			for n := range 2 * enoughHits {
				put(t, ix, article(n+1, fmt.Sprint("Bản tin số ", n),
					"Chiều nay khách mua xe ở chợ, hàng đổ đầy sân, hai người lên đèo hái hoa."))
			}
			for n := range 8 * enoughHits {
				put(t, ix, article(n+100, fmt.Sprint("Tin ngắn số ", n), "Trời nắng, gió nhẹ."))
			}
			if err := ix.Flush(t.Context()); err != nil {
				t.Fatal(err)
			}

			r := find(t, ix, Request{Query: "đổ xe khách đèo"})
			further := 0
			if tt.found {
				further = 1
			}
			if r.Total != 2*enoughHits || r.Further != further || (r.Rewrites != nil) != tt.found {
				t.Errorf("%d hits, %d further; rewrites %v", r.Total, r.Further, r.Rewrites)
			}
			if h := r.Hits[0]; h.Relaxed != tt.found || (h.Title == tt.title) != tt.found {
				t.Errorf("the first hit is %q, relaxed: %v", h.Title, h.Relaxed)
			}
		})
	}
}

func TestPartsOfAnAbbreviation(t *testing.T) {
	for _, tt := range []struct {
		name, typed string
		words       int
		want        bool
	}{
		{"one word", "UBND", 1, true},
		{"hyphen", "GD-ĐT", 2, true},
		{"small letters with a sign", "gd&đt", 2, true},
		{"signs between spaces", "LĐ - TB & XH", 3, true},
		{"capitals", "GD ĐT", 2, true},
		{"words that only look like one when joined", "gd đt", 2, false},
		{"no abbreviation", "Lạng-Sơn", 2, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := longForms(tt.typed, tt.words); (got != nil) != tt.want {
				t.Errorf("longForms(%+q, %d) = %+q, want any: %v", tt.typed, tt.words, got, tt.want)
			}
		})
	}
}

func TestAbbreviationCountsEachTime(t *testing.T) {
	ix := testIndex(t,
		article(0, "Họp sáng nay", "UBND xã, UBND huyện và UBND tỉnh cử cán bộ dự họp."),
		article(1, "Họp sáng nay", "UBND xã và hội phụ nữ dự họp."),
	)
	for n := range 8 { // else the words are common
		put(t, ix, article(n+2, fmt.Sprint("Tin ngắn số ", n), "Trời nắng, gió nhẹ."))
	}
	if err := ix.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}

	r := find(t, ix, Request{Query: "ủy ban nhân dân"})
	if len(r.Hits) != 2 || r.Hits[0].ID != article(0, "").ID {
		t.Errorf("of %d hits the first is not the one that has it three times", len(r.Hits))
	}
}
