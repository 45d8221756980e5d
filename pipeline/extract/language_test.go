package extract

import (
	"slices"
	"strings"
	"testing"

	"baotinh/pipeline/news"
)

// TestTrimSigns compares the quick way with the plain one.
func TestTrimSigns(t *testing.T) {
	for _, word := range [...]string{
		"bản", "(bản", "bản)", "“Ẩm", "thực”", "đủ…", "…", "-", "12%", "3,5", "à", "Ấ", "’em", "–", "€",
	} {
		if got, want := trimSigns(word), strings.Trim(word, ".,;:!?…()[]\"'“”‘’-–/"); got != want {
			t.Errorf("trimSigns(%+q) = %+q, want %+q", word, got, want)
		}
	}
}

// TestLanguageByShare compares the counts, which stop when they are sure, with the shares by which the
// language is told: half of the words, or three in a hundred particles.
func TestLanguageByShare(t *testing.T) {
	for syllables := range 70 {
		for others := range 70 {
			for _, size := range [...]int{10, 35} { // words of a paragraph
				var words []string
				for i := range syllables + others {
					if i*syllables/(syllables+others) != (i+1)*syllables/(syllables+others) {
						words = append(words, "ruộng")
					} else {
						words = append(words, "street")
					}
				}
				a := &news.Article{}
				for part := range slices.Chunk(words, size) {
					a.Blocks = append(a.Blocks, news.Block{Text: strings.Join(part, " ") + "."})
				}
				want := syllables >= others || syllables+others < fewWords
				if got := hasSyllables(a); got != want {
					t.Fatalf("%d syllables, %d other words: %v, want %v", syllables, others, got, want)
				}
			}
		}
	}

	for particles := range 10 {
		for others := range 195 {
			text := strings.Repeat("ruộng ", others) + strings.Repeat("và ", particles)
			a := &news.Article{Blocks: []news.Block{
				{Kind: news.Paragraph, Text: text + strings.Repeat("-", shortestSentence) + "."},
			}}
			words := particles + others
			want := words < leastProse || float64(particles) >= leastParticles*float64(words)
			if got := hasParticles(a); got != want {
				t.Fatalf("%d particles in %d words: %v, want %v", particles, words, got, want)
			}
		}
	}
}
