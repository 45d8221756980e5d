package complete

import (
	"slices"
	"strings"
	"testing"
)

func TestComplete(t *testing.T) {
	var titles []string
	for text, times := range map[string]int{
		"Thời tiết Lạng Sơn": 5, "Giá cả Lạng Sơn": 4, "Nông thôn mới": 4, "Làng nghề": 6, "Lạng lách": 2,
	} {
		titles = append(titles, slices.Repeat([]string{text}, times)...)
	}
	table := New(append(titles, "LÀNG NGHỀ"))
	for _, tt := range []struct {
		name, prefix string
		limit        int
		want         []Phrase
	}{
		{"the most frequent first", "lang", 10, []Phrase{{"Lạng Sơn", 9}, {"Làng nghề", 7}}},
		{"no more than the limit", "lang", 1, []Phrase{{"Lạng Sơn", 9}}},
		{"marks", "làng", 10, []Phrase{{"Làng nghề", 7}}},
		{"the beginning of a second word", "lang n", 10, []Phrase{{"Làng nghề", 7}}},
		{"a whole word", "lạng ", 10, []Phrase{{"Lạng Sơn", 9}}},
		{"no whole word", "lan ", 10, []Phrase{}},
		{"the whole phrase, not its fragments", "nong", 10, []Phrase{{"Nông thôn mới", 4}}},
		{"nothing typed", "", 10, nil},
	} {
		if got := table.Complete(tt.prefix, tt.limit); !slices.Equal(got, tt.want) {
			t.Errorf("%s: Complete(%q) = %v, want %v", tt.name, tt.prefix, got, tt.want)
		}
	}
}

func BenchmarkComplete(b *testing.B) {
	var titles []string
	syllables := strings.Fields(`lạng sơn làng nghề lãng phí bắc giang nông thôn mới hội nghị tỉnh uỷ
		biên giới cửa khẩu`)
	for n := range 20_000 {
		var words []string
		for i := range 10 {
			words = append(words, syllables[(n*7+i*i*n)%len(syllables)])
		}
		titles = append(titles, strings.Join(words, " "))
	}
	table := New(titles)
	b.ReportAllocs()
	for b.Loop() {
		table.Complete("l", 10)
	}
}
