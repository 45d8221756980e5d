package search

import (
	_ "embed"
	"math"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"baotinh/index/analysis"
	"baotinh/pipeline/viet"
)

// Other spellings of what was typed are synonyms in the plan: what was typed is scored by its own terms.
//
//   - Roads, dates, times and numbers by rule.
//   - Names and loanwords by a table.
//   - Words glued together or split by the vocabulary of the index: Sapa, where Sa and Pa stand side by
//     side, and Sa Pa, where Sapa is a word.

// A name is a spelling of a road, place or thing.
type name struct {
	words  []analysis.Word
	others [][]analysis.Word // the other spellings
	road   bool              // only before a number
}

// roads are the kinds of roads with their abbreviations.
var roads = []string{
	"quốc lộ, QL", "tỉnh lộ, đường tỉnh, TL, ĐT", "cao tốc, CT", "hương lộ, HL", "đường huyện, huyện lộ, ĐH",
	"đường xã, ĐX",
}

//go:embed variants.txt
var variantData string

// names returns the names by the fold of their first word.
var names = sync.OnceValue(func() map[string][]name {
	all := map[string][]name{}
	add := func(line string, road bool) {
		var spellings [][]analysis.Word
		for text := range strings.SplitSeq(line, ", ") {
			spellings = append(spellings, analysis.AppendWords(nil, text))
		}
		for i, words := range spellings {
			others := slices.Concat(spellings[:i], spellings[i+1:])
			all[words[0].Fold] = append(all[words[0].Fold], name{words, others, road})
		}
	}
	for _, line := range roads {
		add(line, true)
	}
	for line := range strings.Lines(variantData) {
		if line = strings.TrimSpace(line); !strings.HasPrefix(line, "#") {
			add(line, false)
		}
	}
	return all
})

// typedWords are neighbouring words of a query.
type typedWords struct {
	text  string
	words []analysis.Word
}

// addSpellings adds as synonyms the other spellings of roads, dates, times, numbers and names among words.
// first is the query term of the first word.
func (p *plan) addSpellings(first int, text string, words []analysis.Word) {
	t := typedWords{text, words}
	for i, w := range words {
		for _, n := range names()[w.Fold] {
			to := i + len(n.words)
			if !t.has(i, n.words) || n.road && (to == len(words) || !isNumber(words[to])) {
				continue
			}
			for _, other := range n.others {
				p.addSpelling(first+i, first+to, other)
			}
		}
		for _, form := range []func(int) (int, int, string){
			t.date, t.time, t.month, t.groups, t.ungrouped, t.decimal,
		} {
			if from, to, other := form(i); other != "" {
				p.addSynonym(first+from, first+to, other, RewriteSpelling)
				if from < i && to <= len(words) { // ngày 7/5 is also 7/5
					bare := text[words[i].Start:words[to-1].End]
					p.addSynonym(first+from, first+to, bare, RewriteSpelling)
				}
			}
		}
	}
}

// has reports whether some words stand at word i.
func (t typedWords) has(i int, words []analysis.Word) bool {
	return i+len(words) <= len(t.words) && slices.EqualFunc(words, t.words[i:i+len(words)], sameWord)
}

// number returns word i if it is a whole number up to a limit.
func (t typedWords) number(i, limit int) (int, bool) {
	if i >= len(t.words) {
		return 0, false
	}
	n, err := strconv.Atoi(t.words[i].Exact)
	return n, err == nil && n <= limit && !strings.HasPrefix(t.words[i].Exact, "+")
}

// year returns word i if it is a year.
func (t typedWords) year(i int) (int, bool) {
	y, ok := t.number(i, 2100)
	return y, ok && y >= 1800
}

// sign returns what stands between words i and i+1.
func (t typedWords) sign(i int) string {
	if i+1 >= len(t.words) {
		return ""
	}
	return t.text[t.words[i].End:t.words[i+1].Start]
}

// is reports whether word i is one of some folded words.
func (t typedWords) is(i int, folds ...string) bool {
	return 0 <= i && i < len(t.words) && slices.Contains(folds, t.words[i].Fold)
}

// afterDay returns the place of the word ngày before word i, or i.
func (t typedWords) afterDay(i int) int {
	if t.is(i-1, "ngay") {
		return i - 1
	}
	return i
}

// date returns the place of a date whose day is word i, and its other form: 7/5 for 7 tháng 5, with the year
// if there is one.
func (t typedWords) date(i int) (from, to int, other string) {
	from = t.afterDay(i)
	day, ok := t.number(i, 31)
	if !ok || day == 0 {
		return 0, 0, ""
	}
	if t.is(i+1, "thang") {
		month, ok := t.number(i+2, 12)
		if !ok || month == 0 {
			return 0, 0, ""
		}
		to, other = i+3, strconv.Itoa(day)+"/"+strconv.Itoa(month)
		if year, ok := t.year(i + 4); ok && t.is(i+3, "nam") {
			return from, i + 5, other + "/" + strconv.Itoa(year)
		}
		return from, to, other
	}
	month, ok := t.number(i+1, 12)
	sign := t.sign(i)
	if !ok || month == 0 || !slices.Contains([]string{"/", "-", "–", "."}, sign) {
		return 0, 0, ""
	}
	to, other = i+2, strconv.Itoa(day)+" tháng "+strconv.Itoa(month)
	if year, ok := t.year(i + 2); ok && t.sign(i+1) == sign {
		return from, i + 3, other + " năm " + strconv.Itoa(year)
	}
	if sign != "/" && from == i && len(t.words) > 2 {
		return 0, 0, "" // 2-4 may be anything
	}
	return from, to, other
}

// month is date for a month with its year: 5/2021 for 5 năm 2021.
func (t typedWords) month(i int) (from, to int, other string) {
	month, ok := t.number(i, 12)
	if !ok || month == 0 {
		return 0, 0, ""
	}
	if year, ok := t.year(i + 1); ok && t.sign(i) == "/" {
		return i, i + 2, strconv.Itoa(month) + " năm " + strconv.Itoa(year)
	}
	if year, ok := t.year(i + 2); ok && t.is(i+1, "nam") {
		return i, i + 3, strconv.Itoa(month) + "/" + strconv.Itoa(year)
	}
	return 0, 0, ""
}

// time returns the place of a time whose hour is word i, and its other form: 14:30 for 14 giờ 30.
func (t typedWords) time(i int) (from, to int, other string) {
	hour, ok := t.number(i, 24)
	if !ok {
		return 0, 0, ""
	}
	if minute, ok := t.number(i+2, 59); ok && t.is(i+1, "gio") {
		return i, i + 3, strconv.Itoa(hour) + ":" + strconv.Itoa(minute)
	}
	if minute, ok := t.number(i+1, 59); ok && t.sign(i) == ":" {
		return i, i + 2, strconv.Itoa(hour) + " giờ " + strconv.Itoa(minute)
	}
	return 0, 0, ""
}

// groups returns the place of a number typed in groups of three digits with spaces, and the number in one.
func (t typedWords) groups(i int) (from, to int, other string) {
	if _, ok := t.number(i, 999); !ok || i > 0 && isNumber(t.words[i-1]) {
		return 0, 0, ""
	}
	other = t.words[i].Exact
	for to = i + 1; to < len(t.words) && strings.TrimSpace(t.sign(to-1)) == ""; to++ {
		if _, ok := t.number(to, 999); !ok || len(t.words[to].Exact) != 3 {
			break
		}
		other += t.words[to].Exact
	}
	if to == i+1 || other[0] == '0' {
		return 0, 0, ""
	}
	return i, to, other
}

// ungrouped returns the place of a number and the same in groups of three digits.
func (t typedWords) ungrouped(i int) (from, to int, other string) {
	digits := t.words[i].Exact
	if _, ok := t.number(i, math.MaxInt); !ok || len(digits) < 4 {
		return 0, 0, ""
	}
	if _, ok := t.year(i); ok && t.text[t.words[i].Start:t.words[i].End] == digits {
		return 0, 0, ""
	}
	for len(digits) > 3 {
		other = " " + digits[len(digits)-3:] + other
		digits = digits[:len(digits)-3]
	}
	return i, i + 1, digits + other
}

// decimal returns the place of a number typed without its decimal comma, and the number: 3 9 for 3,9.
func (t typedWords) decimal(i int) (from, to int, other string) {
	whole, ok := t.number(i, 999)
	tenths, ok2 := t.number(i+1, 9)
	if !ok || !ok2 || strings.TrimSpace(t.sign(i)) != "" || len(t.words[i+1].Exact) > 1 {
		return 0, 0, ""
	}
	return i, i + 2, strconv.Itoa(whole) + "," + strconv.Itoa(tenths)
}

func isNumber(w analysis.Word) bool { return '0' <= w.Exact[0] && w.Exact[0] <= '9' }

func equalTerms(v, w analysis.Word) bool { return v.Exact == w.Exact }

// The boosts of questions.
const (
	boostAsked = 0.2 // of question words, and of pairs with them: few answers have them, but some titles
	boostRole  = 3   // of the words of a question of who, side by side: a post and its place
)

// askingWords are words, folded, that ask or say what is wanted, with the places where they do: they need not
// be in an answer.
var askingWords = []struct {
	words           string
	start, end, who bool
}{
	{"ai la", true, false, true}, {"la ai", false, true, true}, {"la nguoi nao", false, true, true},
	{"la gi", false, true, false}, {"o dau", true, true, false}, {"khi nao", true, true, false},
	{"bao gio", true, true, false}, {"bao nhieu", true, true, false},
	{"moi nhat", false, true, false}, {"cap nhat", false, true, false}, {"hinh anh", false, true, false},
}

// weakenAsking lets question words at the beginning or end of a query be missing in documents. If it asks
// who somebody is, its other words should stand side by side.
func (p *plan) weakenAsking(first int, words []analysis.Word) {
	who := false
	from, to := 0, len(words)
	for _, q := range askingWords {
		n := strings.Count(q.words, " ") + 1
		if to-from < n+2 {
			continue
		}
		if q.start && foldOf(words[from:from+n]) == q.words {
			from += n
			who = who || q.who
		}
		if q.end && to-n > from && foldOf(words[to-n:to]) == q.words {
			to -= n
			who = who || q.who
		}
	}
	p.weaken(first, first+from)
	p.weaken(first+to, first+len(words))
	if p.asksWho = who && to-from > 2; p.asksWho {
		role := bigram{left: first + from, right: first + to - 1, boost: boostRole, run: words[from:to]}
		p.pairs = append(p.pairs, role)
	}
}

// questionWords are words that ask, wherever in a question they stand. Headlines, too, ask why; so vì sao and
// tại sao are none.
var questionWords = []string{
	"bao nhiêu", "bao lâu", "bao xa", "bao giờ", "khi nào", "thế nào", "ở đâu", "là gì", "nào", "gì", "đâu",
}

// weakenQuestion lowers the weight of question words within a long query, and notes that it is a question.
func (p *plan) weakenQuestion(first int, words []analysis.Word) {
	if len(words) < minRelaxed {
		return
	}
	for i := range words {
		n := questionWordAt(words[i:])
		if i == 0 && beginsWithWho(p.terms[first].typed, words) {
			n = 1
		}
		if n == 0 {
			continue
		}
		p.question = true
		for j := first + i; j < first+i+n; j++ {
			p.terms[j].boost = boostAsked
		}
		p.weakenPairs(first+i, first+i+n)
	}
}

// beginsWithWho reports whether words ask who, by the case in which the first was typed: Ai, but not AI, nor
// ai, which may be the same, nor Ai Cập.
func beginsWithWho(typed string, words []analysis.Word) bool {
	return typed == "Ai" && words[1].Fold != "cap"
}

// questionWordAt returns how many words at the beginning of some are one of questionWords. Without marks, one
// alone may be another word.
func questionWordAt(words []analysis.Word) int {
	for _, q := range questionWords {
		marked := strings.Fields(q)
		n := len(marked)
		if n > len(words) {
			continue
		}
		isAsked := func(w analysis.Word, marked string) bool {
			return w.Exact == marked || n > 1 && w.Exact == viet.Fold(marked)
		}
		if slices.EqualFunc(words[:n], marked, isAsked) {
			return n
		}
	}
	return 0
}

// weaken lets the query terms from from to to-1 be missing in documents.
func (p *plan) weaken(from, to int) {
	for i := from; i < to; i++ {
		p.terms[i].occur, p.terms[i].boost, p.terms[i].asks = should, boostAsked, true
	}
	p.weakenPairs(from, to)
}

// weakenPairs lowers the weight of the pairs with query terms from from to to-1.
func (p *plan) weakenPairs(from, to int) {
	for i := range p.pairs {
		b := &p.pairs[i]
		if from <= b.left && b.left < to || from <= b.right && b.right < to {
			b.boost = boostAsked
		}
	}
}

func foldOf(words []analysis.Word) string {
	var folds []string
	for _, w := range words {
		folds = append(folds, w.Fold)
	}
	return strings.Join(folds, " ")
}

// The bounds of words that are glued or split.
const (
	maxGlued     = 4  // syllables: I-ta-li-a
	maxGluedSize = 24 // letters
)

// addGlued adds as synonyms the words split that the index has as several, and those glued together that the
// index has as one.
func (p *plan) addGlued(c corpus) {
	for i := range p.terms {
		t := &p.terms[i]
		if t.occur != must || t.fuzzy || isNumber(t.word) {
			continue
		}
		if parts := split(c, t); parts != nil {
			p.addSpelling(i, i+1, parts)
		}
		p.addJoined(c, i)
	}
}

// addJoined adds as synonyms the words that the query terms from i on make together.
func (p *plan) addJoined(c corpus, i int) {
	joined := p.terms[i].word
	associated := 1.0
	for j := i + 1; j < min(i+maxGlued, len(p.terms)); j++ {
		t := &p.terms[j]
		if t.group != p.terms[i].group || t.fuzzy || isNumber(t.word) {
			return
		}
		joined.Exact += t.word.Exact
		joined.Fold += t.word.Fold
		if len(joined.Fold) > maxGluedSize {
			return
		}
		if viet.IsBareSyllable(joined.Exact) || viet.IsSyllable(joined.Exact) ||
			!c.has(joined) {
			continue
		}
		if joined.Exact == joined.Fold {
			for k := i + 1; k <= j; k++ {
				a, _ := c.association(p.terms[k-1].word, p.terms[k].word)
				associated = min(associated, a)
			}
			if associated < minAssociation {
				continue
			}
		}
		p.addSpelling(i, j+1, []analysis.Word{joined})
	}
}

// has reports whether a document has a word.
func (r *reader) has(w analysis.Word) bool {
	for _, s := range r.segments {
		for _, t := range wordTerms("", w) {
			if s.lookUp(t).postings.Len() > 0 {
				return true
			}
		}
	}
	return false
}

// The association of two words that makes them one.
const (
	minAssociation  = 0.05
	sureAssociation = 0.2
	muchMoreFreq    = 2  // as one word
	minSplitFreq    = 20 // of a pair that is not surely associated
)

// association returns the share of the documents with the rarer one of two words that have them side by side,
// and the number of these. Of words that next to no document has, it is 1.
func (r *reader) association(left, right analysis.Word) (share, docs float64) {
	var leftFreq, rightFreq float64
	var n adjacency
	pair := pairTerm(left, right)
	for _, s := range r.segments {
		a, b := s.union(wordTerms("", left)), s.union(wordTerms("", right))
		matches := s.clone(s.docsOf(pair))
		matches.And(a)
		matches.And(b)
		leftFreq += float64(a.Count())
		rightFreq += float64(b.Count())
		n.add(s, []term{pair}, a, b, matches)
	}
	return n.share(min(leftFreq, rightFreq))
}

// share returns the share of the documents with the rarer one of two words that have them side by side, and
// the number of these. Of words that no document has, it is 1.
func (a adjacency) share(rarer float64) (share, docs float64) {
	if rarer == 0 {
		return 1, 0
	}
	docs = a.freq()
	return docs / rarer, docs
}

// split returns the words that a word which is no syllable consists of, if the index has them side by side
// so often that they are the same: Sapa, càphê, Hochiminh.
func split(c corpus, t *queryTerm) []analysis.Word {
	w := t.word
	if len(t.synonyms) > 0 || len(w.Fold) < 3 || len(w.Fold) > maxGluedSize ||
		viet.IsBareSyllable(w.Exact) || viet.IsSyllable(w.Exact) || !isWord(w.Exact) {
		return nil
	}
	glued := float64(c.docFreq(wordTerms("", w)))
	var best []analysis.Word
	var most float64
	for _, parts := range segmentations(w.Exact, maxGlued) {
		docs, share := math.Inf(1), 1.0
		for i := 1; i < len(parts) && docs > 0; i++ {
			a, n := c.association(parts[i-1], parts[i])
			docs, share = min(docs, n), min(share, a)
		}
		sure := share >= sureAssociation && docs*10 >= glued
		much := share >= minAssociation && docs >= max(minSplitFreq, muchMoreFreq*glued)
		if docs > most && (sure || much) {
			best, most = parts, docs
		}
	}
	return best
}

func isWord(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return '0' <= r && r <= '9' || r == '.' || r == ',' })
}

// segmentations returns the ways to cut a word into two to limit syllables. Of two parts, each may also be
// one or two letters: Ia, H.
func segmentations(word string, limit int) [][]analysis.Word {
	var all [][]analysis.Word
	var cut func(rest string, parts []analysis.Word)
	cut = func(rest string, parts []analysis.Word) {
		for end := range rest {
			if end == 0 {
				continue
			}
			head, tail := newWord(rest[:end]), newWord(rest[end:])
			first := len(parts) == 0
			if isPart(head, first) && isPart(tail, first) {
				all = append(all, append(slices.Clip(parts), head, tail))
			}
			if len(parts)+2 < limit && isPart(head, false) {
				cut(rest[end:], append(slices.Clip(parts), head))
			}
		}
	}
	cut(word, nil)
	return all
}

func newWord(text string) analysis.Word {
	return analysis.Word{Exact: text, Fold: viet.Fold(text), End: len(text)}
}

func isPart(w analysis.Word, short bool) bool {
	return viet.IsBareSyllable(w.Exact) || viet.IsSyllable(w.Exact) ||
		short && utf8.RuneCountInString(w.Exact) <= 2
}
