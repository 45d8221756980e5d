package search

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// readings returns the rewrites of an answer that say what it has besides the words typed, one after another.
func readings(r *Result) string {
	var all []string
	for _, w := range r.Rewrites {
		if !w.Relaxes() {
			told := fmt.Sprintf("%s %s: %s", w.Kind, w.From, strings.Join(w.To, ", "))
			all = append(all, strings.TrimSpace(told))
		}
	}
	return strings.Join(all, "; ")
}

// Abbreviations and other spellings are told of if an article is found by them alone.
func TestReadingsThatAnAnswerNeedsAreToldOf(t *testing.T) {
	ix := testIndex(t,
		article(1, "Đường sắt", "Tàu chạy qua Việt Nam sang nước bạn."),
		article(2, "Tàu của VN", "Đoàn tàu mới."),
		article(3, "Họp", "UBND tỉnh họp bàn."),
		article(4, "Họp kín", "Ủy ban nhân dân họp bàn, sau đó UBND ra thông báo."),
		article(5, "Chợ tình Sapa", "Chợ phiên."),
		article(6, "Du lịch Sa Pa", "Khách tới thị xã Sa Pa."), article(7, "Sa Pa có tuyết"),
		article(8, "Sạt lở QL6", "Đá lấp mặt đường."), article(9, "Quốc lộ 6 thông xe"),
		article(10, "Ca mắc COVID-19", "Có 7/5 ca."), article(11, "Hội chợ ngày 7 tháng 5"))
	for _, tt := range []struct{ name, query, want string }{
		{"an abbreviation", "vn", "abbreviation vn: Việt Nam"},
		{"its long form", "Việt Nam", "abbreviation Việt Nam: VN"},
		{"one that every hit has as typed, too", "ủy ban nhân dân kín", ""},
		{"one that a hit needs", "ủy ban nhân dân họp", "abbreviation ủy ban nhân dân: UBND"},
		{"one of a word with others", "tàu vn", "abbreviation vn: Việt Nam"},
		{"negated, of the only hits", "vn -(việt nam)", "abbreviation việt nam: VN"},
		{"in a group", "(vn OR tuyết)", "abbreviation vn: Việt Nam"},
		{"negated", "tàu -vn", "abbreviation vn: Việt Nam"},
		{"within quotation marks there is none", `"ủy ban nhân dân"`, ""},
		{"a glued name", "sapa", "spelling sapa: sa pa"},
		{"a name typed in two", "sa pa", "spelling sa pa: sapa"},
		{"a road", "QL 6", "abbreviation QL: quốc lộ"},
		{"a date", "7/5", "spelling 7/5: 7 tháng 5"},
		{"digits glued to a word", "covid19", "spelling covid19: covid 19"},
		{"digits glued to two letters", "QL6 lấp", ""},
		{"a question", "tuyết sa pa ở đâu", "asking ở đâu:"},
		{"nothing", "tuyết", ""},
		{"nothing is found", "xyzxyz9", ""},
	} {
		r, err := ix.Search(t.Context(), Request{Query: tt.query})
		if err != nil {
			t.Fatal(err)
		}
		if got := readings(r); !strings.EqualFold(got, tt.want) {
			t.Errorf("%s: %s: %q, want %q (%d articles)", tt.name, tt.query, got, tt.want, r.Total)
		}
	}
}

// Two syllables that most articles have side by side are one word. Articles that have them apart come after
// all others, are told of, and count.
func TestSyllablesOfOneWordThatAreApartComeAfter(t *testing.T) {
	ix := testIndex(t)
	for n := range 6 {
		text := fmt.Sprint("Ông chủ tịch xã nói, bài thứ ", n, strings.Repeat(" và", 60))
		put(t, ix, article(n, "Tin huyện", text))
	}
	put(t, ix, article(10, "Chủ hộ và hộ tịch", "Chủ hộ, hộ tịch."),
		article(11, "Tịch thu của chủ xe", "Mưa."),
		article(12, "Mưa ở Huế", "Mưa."), article(13, "Huế: trời mưa", "Nắng."),
		article(14, "Mưa Huế"))
	if err := ix.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name, query  string
		total, apart int
		want         string
	}{
		{"one word", "chủ tịch", 8, 2, "apart chủ tịch:"},
		{"without marks", "chu tich", 8, 2, "apart chu tich:"},
		{"with another word", "chủ tịch hộ", 1, 1, "apart chủ tịch:"},
		{"two words", "mưa huế", 3, 0, ""},
		{"in quotation marks", `"chủ tịch"`, 6, 0, ""},
		{"all hits have it", "chủ tịch xã", 6, 0, ""},
	} {
		for _, page := range []int{3, 50} {
			request := Request{Query: tt.query, Limit: page}
			var tiers []bool
			var first *Result
			for {
				r, err := ix.Search(t.Context(), request)
				if err != nil {
					t.Fatal(err)
				}
				if first == nil {
					first = r
				}
				for _, h := range r.Hits {
					tiers = append(tiers, h.Apart)
				}
				if request.After = r.Next; r.Next == "" {
					break
				}
			}
			if first.Total != tt.total || first.Apart != tt.apart || readings(first) != tt.want {
				t.Errorf("%s: total %d, %d apart, %q; want %d, %d, %q",
					tt.name, first.Total, first.Apart, readings(first), tt.total, tt.apart, tt.want)
			}
			at := slices.Index(append(tiers, true), true)
			if len(tiers) != tt.total || at != tt.total-tt.apart || slices.Contains(tiers[at:], false) {
				t.Errorf("%s, pages of %d: hits apart %v", tt.name, page, tiers)
			}
		}
	}
	newest := find(t, ix, Request{Query: "chủ tịch", Sort: Newest})
	if newest.Apart != 2 || slices.ContainsFunc(newest.Hits, func(h Hit) bool { return h.Apart }) {
		t.Errorf("by date: %+v", newest)
	}
}
