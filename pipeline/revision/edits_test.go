package revision

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"baotinh/pipeline/news"
)

// script writes edits as a diff does: "-" removed, "+" added.
func script(all []Edit) string {
	var lines []string
	for _, e := range all {
		lines = append(lines, map[EditKind]string{Kept: " ", Removed: "-", Added: "+"}[e.Kind]+e.Text)
	}
	return strings.Join(lines, "\n")
}

func blocks(texts ...string) []news.Block {
	var all []news.Block
	for _, t := range texts {
		all = append(all, news.Block{Kind: news.Paragraph, Text: t})
	}
	return all
}

func TestEditsAreBySentence(t *testing.T) {
	tests := []struct {
		name     string
		from, to []news.Block
		want     string
	}{
		{"nothing changed", blocks("Một câu. Hai câu."), blocks("Một câu. Hai câu."), " Một câu.\n Hai câu."},
		{"paragraphs put together", blocks("Một câu.", "Hai câu."), blocks("Một câu. Hai câu."),
			" Một câu.\n Hai câu."},
		{"a figure corrected", blocks("Lũ về đêm. Có 3 người chết. Đường tắc."),
			blocks("Lũ về đêm. Có 4 người chết. Đường tắc."),
			" Lũ về đêm.\n-Có 3 người chết.\n+Có 4 người chết.\n Đường tắc."},
		{"a sentence added at the end", blocks("Một."), blocks("Một.", "Hai."), " Một.\n+Hai."},
		{"all new", nil, blocks("Một."), "+Một."},
		{"all gone", blocks("Một."), nil, "-Một."},
		{"the credit of a photo",
			[]news.Block{{Kind: news.Caption, Text: "Cầu Khánh Khê.", Credit: "Hoàng Nam"}},
			[]news.Block{{Kind: news.Caption, Text: "Cầu Khánh Khê.", Credit: "Lê Nam"}},
			" Cầu Khánh Khê.\n-Hoàng Nam\n+Lê Nam"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := script(Edits(tt.from, tt.to)); got != tt.want {
				t.Errorf("got\n%s\nwant\n%s", got, tt.want)
			}
		})
	}
}

func TestChangedLeavesOutWhatWasKept(t *testing.T) {
	got := script(Changed(Edits(blocks("Một. Hai. Ba."), blocks("Một. Bốn. Ba."))))
	if want := "-Hai.\n+Bốn."; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestWordsOfASentence(t *testing.T) {
	got := script(Words("Có 3 người chết, 5 người mất tích.", "Có 4 người chết, 5 người bị thương."))
	want := " Có\n-3\n+4\n người\n chết,\n 5\n người\n-mất\n-tích.\n+bị\n+thương."
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// Both versions come out of their edits, also where these are too long to compare.
func TestBothVersionsComeOutOfTheirEdits(t *testing.T) {
	long := func(word string) []string {
		var all []string
		for i := range 1500 {
			all = append(all, fmt.Sprintf("%s %d", word, i))
		}
		return all
	}
	for _, tt := range [][2][]string{
		{nil, nil}, {{"a", "b", "a"}, {"b", "a", "b"}}, {{"a", "a", "a"}, {"a", "a"}},
		{long("mưa"), long("nắng")}, {append(long("mưa"), "hết"), append(long("nắng"), "hết")},
	} {
		var from, to []string
		for _, e := range edits(tt[0], tt[1]) {
			if e.Kind != Added {
				from = append(from, e.Text)
			}
			if e.Kind != Removed {
				to = append(to, e.Text)
			}
		}
		if !slices.Equal(from, tt[0]) || !slices.Equal(to, tt[1]) {
			t.Errorf("%.40q → %.40q came back as %.40q → %.40q", tt[0], tt[1], from, to)
		}
	}
}
