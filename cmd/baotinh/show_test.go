package main

import (
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"baotinh/cmd/baotinh/internal/terminal"
	"baotinh/pipeline/news"
)

// Lines are broken between syllables, whether marks are part of a letter or stand behind it, and none is too
// wide.
func TestArticleIsWrappedBetweenSyllables(t *testing.T) {
	text := strings.Repeat("Nghiêng nghiêng Khuổi Nghiều những chuyện thuở ấy, quýt cuối vườn. ", 8)
	blocks := func(text string) []news.Block {
		return []news.Block{
			{Kind: news.Paragraph, Text: text}, {Kind: news.Quote, Text: text}, {Kind: news.List, Text: text},
			{Kind: news.Caption, Text: text, Credit: "Hoàng Nghiêm"}, {Kind: news.Heading, Text: text},
			{Kind: news.Question, Text: text}, {Kind: news.Verse, Text: text + "\n" + text},
			{Kind: news.Table, Text: text + " | " + text},
		}
	}
	syllables := map[string]bool{}
	for _, s := range strings.Fields(text + " • │ # ▸ | [ảnh] — Ảnh: Hoàng Nghiêm") {
		syllables[s] = true
	}
	for _, form := range []norm.Form{norm.NFC, norm.NFD} {
		for _, width := range []int{20, 33, 60, 140} {
			for _, block := range blocks(form.String(text)) {
				got := printedBlocks([]news.Block{block}, terminal.Output{Width: width}, &vietnamese)
				for line := range strings.Lines(got) {
					line = strings.TrimSuffix(line, "\n")
					if n := terminal.Width(line); n > width {
						t.Errorf("%s in %d columns: %+q has %d", block.Kind, width, line, n)
					}
					for _, s := range strings.Fields(norm.NFC.String(line)) {
						if !syllables[s] {
							t.Errorf("%s in %d columns: %+q is cut", block.Kind, width, s)
						}
					}
				}
				words := strings.Fields(norm.NFC.String(got))
				if want := len(strings.Fields(block.Text)); len(words) < want {
					t.Errorf("%s in %d columns: %d words of %d", block.Kind, width, len(words), want)
				}
			}
		}
	}
}

// A text of strangers cannot move the cursor of who reads it, in the plain form neither.
func TestPlainArticleHasNoControlCharacters(t *testing.T) {
	got := plainArticle(&news.Article{Title: "Lũ\x1b[2J", Blocks: []news.Block{
		{Kind: news.Paragraph, Text: "Nước\u009b31m lên\x07."},
		{Kind: news.Verse, Text: "Suối sâu,\n\x1b]0;a\x07suối rộng"},
	}})
	if want := "Lũ[2J\nNước31m lên.\nSuối sâu,\n]0;asuối rộng\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
