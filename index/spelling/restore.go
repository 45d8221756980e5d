package spelling

import (
	"cmp"
	"maps"
	"slices"

	"baotinh/index/analysis"
	"baotinh/pipeline/viet"
)

// The evidence that a restored word needs.
const (
	maxArticles = 20   // articles that are read, the first ones: more do not change the outcome
	minArticles = 3    // that spell the word so, beside its neighbour in the query
	minMajority = 0.95 // share of the occurrences beside the neighbour that are spelled so
)

// A Restorer restores the diacritics of a query typed without any, from the articles found: it counts how
// they spell its words where two of them stand side by side. A nil Restorer has nothing to restore. It is
// not safe for concurrent use.
type Restorer struct {
	words   []*unmarkedWord   // nil for a gap
	scanner *analysis.Scanner // of ReadArticle
	buf     []analysis.Word
	read    int // articles
}

// An unmarkedWord is a word typed without marks.
type unmarkedWord struct {
	fold      string
	foreign   bool // no syllable, so it may be right as it is
	times     int
	spellings map[string]*spelling // by exact term
}

// A spelling counts how articles print a term.
type spelling struct {
	times, articles int
	lastArticle     int
	printed         map[string]int // times by text as printed
}

// NewRestorer returns a Restorer of a query. The zero Word is a gap between words, a phrase for example.
// The Restorer is nil if a word has marks, or if no two words stand side by side.
func NewRestorer(words []analysis.Word) *Restorer {
	r := &Restorer{words: make([]*unmarkedWord, len(words))}
	adjacent := false
	for i, w := range words {
		if w.Exact != w.Fold {
			return nil
		}
		if w.Fold == "" {
			continue
		}
		r.words[i] = &unmarkedWord{
			fold: w.Fold, foreign: !viet.IsBareSyllable(w.Fold), spellings: map[string]*spelling{},
		}
		adjacent = adjacent || i > 0 && r.words[i-1] != nil
	}
	if !adjacent {
		return nil
	}
	return r
}

// ReadArticle counts the spellings in the texts of an article.
func (r *Restorer) ReadArticle(texts []string) {
	if r == nil || r.read == maxArticles {
		return
	}
	r.read++
	r.scanner = analysis.NewSeeker()
	defer r.scanner.Release()
	for _, u := range r.words {
		if u != nil {
			r.scanner.Seek(u.fold)
		}
	}
	for _, text := range texts {
		r.readText(text)
	}
}

func (r *Restorer) readText(text string) {
	r.buf = r.scanner.AppendSought(r.buf[:0], text)
	for k := 1; k < len(r.buf); k++ {
		left, right := r.buf[k-1], r.buf[k]
		if !analysis.Adjacent(text, left, right) {
			continue
		}
		for i := 1; i < len(r.words); i++ {
			a, b := r.words[i-1], r.words[i]
			if a != nil && b != nil && a.fold == left.Fold && b.fold == right.Fold {
				a.count(left, text, r.read)
				b.count(right, text, r.read)
			}
		}
	}
}

func (u *unmarkedWord) count(w analysis.Word, text string, article int) {
	s := u.spellings[w.Exact]
	if s == nil {
		s = &spelling{printed: map[string]int{}}
		u.spellings[w.Exact] = s
	}
	if s.lastArticle != article {
		s.lastArticle = article
		s.articles++
	}
	u.times++
	s.times++
	s.printed[text[w.Start:w.End]]++
}

// Restore returns the words with their diacritics, "" for gaps and for words that are right as they are. It
// returns nil if the spelling of one word is not clear, or if no word has diacritics.
func (r *Restorer) Restore() []string {
	if r == nil {
		return nil
	}
	marked := false
	restored := make([]string, len(r.words))
	for i, u := range r.words {
		if u == nil || u.foreign && u.times == 0 {
			continue
		}
		if u.times == 0 {
			return nil
		}
		term := most(u.spellings, func(s *spelling) int { return s.times })
		s := u.spellings[term]
		if s.articles < minArticles || float64(s.times) < minMajority*float64(u.times) {
			return nil
		}
		marked = marked || term != u.fold
		restored[i] = most(s.printed, func(times int) int { return times })
	}
	if !marked {
		return nil
	}
	return restored
}

// most returns the key with the highest number, of several the first in order.
func most[V any](m map[string]V, number func(V) int) string {
	return slices.MinFunc(slices.Sorted(maps.Keys(m)), func(a, b string) int {
		return cmp.Compare(number(m[b]), number(m[a]))
	})
}
