package extract

import (
	"iter"
	"strings"
	"unicode/utf8"

	"baotinh/pipeline/extract/lexicon"
	"baotinh/pipeline/markup"
	"baotinh/pipeline/news"
	"baotinh/pipeline/viet"
)

// Bounds of the words by which the language of an article is told.
const (
	mostWords       = 200 // that are counted
	mostWordsOfText = 40  // of one paragraph: a quotation in another language does not decide
	fewWords        = 20  // too few to tell by, unless half of them are foreign

	// Languages that are written in Vietnamese letters, such as Tày, have its syllables but not its
	// particles. Of 48,700 Vietnamese articles 0.07 % have fewer than 3 % of them, and these are tables and
	// lists.
	leastParticles   = 0.03
	enoughParticles  = leastParticles * mostWords // however many words follow
	leastProse       = 40                         // words in sentences to judge by
	shortestSentence = 80                         // bytes
	leastMarkedShare = 0.2
)

// isVietnamese reports whether the article's words are Vietnamese, with or without marks: most are
// syllables of the language, while of English ones about a quarter is by chance, and some are its particles.
func isVietnamese(a *news.Article) bool {
	return hasSyllables(a) && hasParticles(a)
}

// hasParticles reports whether the sentences of an article have the most frequent words of Vietnamese. It is
// true where there are too few sentences, or words with marks, to judge by.
func hasParticles(a *news.Article) bool {
	words, marked, found := 0, 0, 0
	count := func(text string) {
		if found >= enoughParticles || words >= mostWords || len(text) < shortestSentence ||
			!lexicon.EndsSentence(text) {
			return
		}
		for word := range keyWords(text) {
			if lexicon.IsNumber(word) {
				continue
			}
			if particles.has(word) {
				found++
			}
			if isMarked(word) {
				marked++
			}
			if words++; words >= mostWords || found >= enoughParticles {
				return
			}
		}
	}
	count(a.Sapo)
	for i := range a.Blocks {
		if a.Blocks[i].Kind == news.Paragraph {
			count(a.Blocks[i].Text)
		}
	}
	return words < leastProse || float64(marked) < leastMarkedShare*float64(words) ||
		float64(found) >= leastParticles*float64(words)
}

// keyWords yields the words of the key of a text. The key is made as far as it is read.
func keyWords(text string) iter.Seq[string] {
	const most = 400 // bytes at once
	return func(yield func(string) bool) {
		for text != "" {
			part := text
			if len(part) > most {
				if space := strings.IndexByte(part[most:], ' '); space >= 0 {
					part = part[:most+space]
				}
			}
			for word := range strings.SplitSeq(lexicon.Key(part), " ") {
				if !yield(word) {
					return
				}
			}
			text = text[len(part):]
		}
	}
}

// isMarked reports whether a word has a letter beyond ASCII.
func isMarked(word string) bool {
	for i := range len(word) {
		if word[i] >= utf8.RuneSelf {
			return true
		}
	}
	return false
}

// particles are the most frequent words of Vietnamese that no language beside it has borrowed.
var particles = newWordSet(`và của các là có được cho trong với đã những một người không này để đến tại từ khi
	ra vào ở cũng như phải còn nên thì mà sau đó lại bị do sẽ về trên theo nhiều năm`)

func hasSyllables(a *news.Article) bool {
	texts := make([]string, 0, len(a.Blocks)+2)
	texts = append(texts, a.Title, a.Sapo)
	for i := range a.Blocks {
		texts = append(texts, a.Blocks[i].Text)
	}
	most := 0 // words
	for _, text := range texts {
		most = min(mostWords, most+min(mostWordsOfText, strings.Count(text, " ")+strings.Count(text, "\n")+1))
	}
	c := wordCount{enough: (most + 1) / 2} // half of the words, however many are none
	for _, text := range texts {
		c.add(text)
	}
	return c.words < fewWords && c.foreign*2 < max(c.words, 1) || c.syllables*2 >= c.words
}

// A wordCount counts words of a text, until enough of them are syllables.
type wordCount struct{ words, syllables, foreign, enough int }

func (c *wordCount) add(text string) {
	n := 0
	for word := range strings.FieldsSeq(text) {
		if n++; n > mostWordsOfText || c.words >= mostWords || c.syllables >= c.enough {
			return
		}
		word = trimSigns(word)
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

// trimSigns cuts the signs off a word. Most words have none, which their first and their last letter tell.
func trimSigns(word string) string {
	first, last := word[0], word[len(word)-1]
	isSign := last >= utf8.RuneSelf && len(word) >= 3 && word[len(word)-3] == 0xE2
	if isInWord(first) && isInWord(last) && !isSign {
		return word
	}
	return strings.Trim(word, ".,;:!?…()[]\"'“”‘’-–/")
}

// isInWord reports whether a byte at either end of a word is of a letter or a digit, as far as it tells: the
// signs beyond ASCII begin with 0xE2.
func isInWord(c byte) bool {
	return markup.IsLetter(c) || markup.IsDigit(c) || c >= utf8.RuneSelf && c != 0xE2
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
