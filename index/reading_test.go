package index

import (
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"baotinh/pipeline/news"
)

// The query language by reading articles from end to end. Nothing here is shared with the packages that are
// tested by it: not the words of a text, nor when one stands for another, nor how anything is counted.

// A reading is an article as a reader has it.
type reading struct {
	*news.Article
	texts  [][]plainWord            // title, sapo, blocks, authors
	values map[string][]string      // by field that may be counted, each once, sorted
	parts  map[string][][]plainWord // texts by part: tag, sapo, caption, dateline, photographer
}

func read(a *news.Article) *reading {
	r := &reading{Article: a, texts: [][]plainWord{plainWords(a.Title), plainWords(a.Sapo)}}
	for _, b := range a.Blocks {
		r.texts = append(r.texts, plainWords(b.Text))
	}
	for _, name := range a.Authors {
		r.texts = append(r.texts, plainWords(name))
	}
	r.readParts()
	u, err := url.Parse(a.URL)
	if err != nil {
		panic(err)
	}
	r.values = map[string][]string{
		"newspaper": {a.Newspaper}, "province": {a.Province}, "section": {a.Section}, "source": {a.Source},
		"author": slices.Clone(a.Authors), "site": {strings.TrimPrefix(u.Host, "www.")},
		"type": {string(a.Type)},
	}
	for _, interval := range []string{"day", "week", "month", "year"} {
		r.values[interval] = []string{plainLabel(a.Published.Time, interval)}
	}
	for field, values := range r.values {
		values = slices.DeleteFunc(values, func(v string) bool { return v == "" })
		slices.Sort(values)
		r.values[field] = slices.Compact(values)
	}
	return r
}

// readParts reads the texts that have a field of their own.
func (r *reading) readParts() {
	r.parts = map[string][][]plainWord{
		"sapo": {plainWords(r.Sapo)}, "dateline": {plainWords(r.Dateline)}, "title": {plainWords(r.Title)},
	}
	add := func(part, text string) { r.parts[part] = append(r.parts[part], plainWords(text)) }
	for _, tag := range r.Tags {
		add("tag", tag)
	}
	for _, name := range r.Photographers {
		add("photographer", name)
	}
	for _, b := range r.Blocks {
		if b.Kind == news.Caption {
			add("caption", b.Text)
		}
		add("photographer", b.Credit)
	}
}

// plainLabel returns the day, week, month or year of a time, "" if it is unknown.
func plainLabel(at time.Time, interval string) string {
	if at.IsZero() {
		return ""
	}
	at = at.In(news.Vietnam)
	if interval == "week" {
		year, week := at.ISOWeek()
		return at.AddDate(year-at.Year(), 0, 0).Format("2006") + "-W" + twoDigits(week)
	}
	return at.Format(map[string]string{"day": "2006-01-02", "month": "2006-01", "year": "2006"}[interval])
}

func twoDigits(n int) string { return string([]byte{'0' + byte(n/10), '0' + byte(n%10)}) }

// A plainWord is a syllable or number: its letters, the mark of its tone, which may stand on any vowel, and
// the letters without marks.
type plainWord struct {
	letters, bare string
	tone          rune
}

// marked reports whether any mark was typed.
func (w plainWord) marked() bool { return w.letters != w.bare || w.tone != 0 }

// plainWords returns the words of a text: the runs of letters, digits and marks.
func plainWords(text string) []plainWord {
	var words []plainWord
	for _, s := range strings.FieldsFunc(text, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsDigit(r)
	}) {
		words = append(words, newPlainWord(s))
	}
	return words
}

const toneMarks = "\u0300\u0301\u0303\u0309\u0323"

func newPlainWord(s string) plainWord {
	var w plainWord
	for _, r := range norm.NFD.String(strings.ToLower(s)) {
		switch {
		case strings.ContainsRune(toneMarks, r):
			w.tone = r
			continue
		case r == 'đ':
			w.bare += "d"
		case !unicode.IsMark(r):
			w.bare += string(r)
		}
		w.letters += string(r)
	}
	return w
}

// is reports whether w is the word that was typed: with any marks, if it was typed without.
func (w plainWord) is(typed plainWord) bool {
	if !typed.marked() {
		return w.bare == typed.bare
	}
	return w.letters == typed.letters && w.tone == typed.tone
}

// sideBySide reports whether the words typed stand side by side among some words.
func sideBySide(words, typed []plainWord) bool {
	for i := range len(words) - len(typed) + 1 {
		if slices.EqualFunc(words[i:i+len(typed)], typed, plainWord.is) {
			return true
		}
	}
	return false
}

// near reports whether the words typed, each for itself, are among len(typed)+others neighbours.
func near(words, typed []plainWord, others int) bool {
	for i := range words {
		if eachHasOne(words[i:min(i+len(typed)+others, len(words))], typed) {
			return true
		}
	}
	return false
}

// eachHasOne tries all ways to give each word typed one of some words for itself.
func eachHasOne(words, typed []plainWord) bool {
	if len(typed) == 0 {
		return true
	}
	for i, w := range words {
		if w.is(typed[0]) && eachHasOne(slices.Concat(words[:i], words[i+1:]), typed[1:]) {
			return true
		}
	}
	return false
}

// inPart reports whether f is true of a text of a part.
func (r *reading) inPart(part string, f func(words []plainWord) bool) bool {
	return slices.ContainsFunc(r.parts[part], f)
}

// inText reports whether f is true of one of the texts of an article.
func (r *reading) inText(f func(words []plainWord) bool) bool { return slices.ContainsFunc(r.texts, f) }

// has reports whether the words typed stand side by side in one of the texts of an article.
func (r *reading) has(typed []plainWord) bool {
	return r.inText(func(words []plainWord) bool { return sideBySide(words, typed) })
}

// hasAll reports whether an article has each of the words typed.
func (r *reading) hasAll(typed []plainWord) bool {
	for _, t := range typed {
		if !r.has([]plainWord{t}) {
			return false
		}
	}
	return true
}

// inValue reports whether a value of a field has the words typed side by side.
func (r *reading) inValue(field, typed string) bool {
	return slices.ContainsFunc(r.values[field], func(v string) bool {
		return sideBySide(plainWords(v), plainWords(typed))
	})
}

// published reports whether the article is known to be of a day between two, both included. An empty day is
// no bound.
func (r *reading) published(from, to string) bool {
	day := plainLabel(r.Published.Time, "day")
	return day != "" && from <= day && (to == "" || day <= to)
}

// A plainCount counts articles by the values of a field.
type plainCount struct {
	field  string
	values []string // the most frequent first, or dates in their order; at most a limit
	counts map[string]int
	sum    int // of the counts
	others int // values that are not listed
	none   int // articles without a value
}

// countValues counts articles by the values of a field. A negative limit is none.
func countValues(articles []*reading, field string, limit int) plainCount {
	c := plainCount{field: field, counts: map[string]int{}}
	for _, a := range articles {
		for _, v := range a.values[field] {
			c.counts[v]++
			c.sum++
		}
		if len(a.values[field]) == 0 {
			c.none++
		}
	}
	for v := range c.counts {
		c.values = append(c.values, v)
	}
	slices.SortFunc(c.values, func(v, w string) int {
		if n := c.counts[w] - c.counts[v]; n != 0 {
			return n
		}
		return strings.Compare(v, w)
	})
	if limit >= 0 && limit < len(c.values) {
		c.others = len(c.values) - limit
		c.values = c.values[:limit]
	}
	return c
}

// listed returns the sum of the counts of the values that are listed.
func (c plainCount) listed() int {
	n := 0
	for _, v := range c.values {
		n += c.counts[v]
	}
	return n
}

// countDates counts articles by dates, the empty days, weeks, months or years between the first and the last
// included.
func countDates(articles []*reading, interval string) plainCount {
	c := countValues(articles, interval, -1)
	c.values = nil
	var first, last time.Time
	for _, a := range articles {
		at := a.Published.Time
		if at.IsZero() {
			continue
		}
		if first.IsZero() || at.Before(first) {
			first = at
		}
		if at.After(last) {
			last = at
		}
	}
	if first.IsZero() {
		return c
	}
	for at := first.In(news.Vietnam); ; at = at.AddDate(0, 0, 1) {
		label := plainLabel(at, interval)
		if n := len(c.values); n == 0 || c.values[n-1] != label {
			c.values = append(c.values, label)
		}
		if plainLabel(at, "day") == plainLabel(last, "day") {
			return c
		}
	}
}
