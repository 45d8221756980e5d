package extract

import (
	"strings"

	"baotinh/pipeline/markup"
	"baotinh/pipeline/news"
	"baotinh/pipeline/viet"
)

// Bounds of the words by which the language of an article is told.
const (
	mostWords       = 200 // that are counted
	mostSyllables   = mostWords / 2
	mostWordsOfText = 40 // of one paragraph: a quotation in another language does not decide
	fewWords        = 20 // too few to tell by, unless half of them are foreign
)

// isVietnamese reports whether the article's words are Vietnamese, with or without marks: most are
// syllables of the language, while of English ones about a quarter is by chance.
func isVietnamese(a *news.Article) bool {
	var c wordCount
	c.add(a.Title)
	c.add(a.Sapo)
	for _, b := range a.Blocks {
		c.add(b.Text)
	}
	return c.words < fewWords && c.foreign*2 < max(c.words, 1) || c.syllables*2 >= c.words
}

// A wordCount counts words of a text.
type wordCount struct{ words, syllables, foreign int }

func (c *wordCount) add(text string) {
	n := 0
	for word := range strings.FieldsSeq(text) {
		if n++; n > mostWordsOfText || c.words >= mostWords || c.syllables >= mostSyllables {
			return
		}
		word = strings.Trim(word, ".,;:!?…()[]\"'“”‘’-–/")
		if len(word) < 2 || !hasLetter(word) {
			continue
		}
		c.words++
		switch {
		case viet.IsSyllable(word):
			c.syllables++
		case isForeignScript(word):
			c.foreign++
		}
	}
}

// isForeignScript reports whether a word begins with a letter of a script above Latin, as far as its bytes
// tell, and has no letter of Vietnamese.
func isForeignScript(word string) bool {
	return word[0] >= 0xE0 && !strings.ContainsAny(word, "ạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ")
}

func hasLetter(s string) bool {
	for i := range len(s) {
		if c := s[i]; markup.IsLetter(c) || c >= 0xC0 {
			return true
		}
	}
	return false
}
