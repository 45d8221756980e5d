package search

import (
	"context"
	"errors"
	"iter"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"baotinh/index/analysis"
	"baotinh/index/store"
	"baotinh/pipeline/news"
	"baotinh/pipeline/viet"
)

// An Occurrence is a place in an article where it has what a query asks for, in its context: a line of a
// concordance (keyword in context, KWIC; Luhn 1960).
type Occurrence struct {
	ID        news.ID   `json:"id"`
	URL       string    `json:"url"`
	Title     string    `json:"title"` // of the article
	Published news.Date `json:"published,omitzero"`
	Newspaper string    `json:"newspaper,omitempty"`
	Place     Place     `json:"place"` // which text of the article it is in
	Left      string    `json:"left"`  // what stands before it in this text
	Match     string    `json:"match"`
	Right     string    `json:"right"`
}

// A Place is one of the texts of an article.
type Place string

// The places.
const (
	InTitle        Place = "title"
	InSapo         Place = "sapo"
	InText         Place = "text"
	InCaption      Place = "caption"
	InByline       Place = "byline"
	InTag          Place = "tag"
	InPhotographer Place = "photographer"
	InDateline     Place = "dateline"
)

// ErrNoWords is returned for a query that has no words to show in context.
var ErrNoWords = errors.New("the query has no words to show in context")

// Occurrences returns all occurrences of what a request asks for in the articles that it finds: these in
// their order, and of each article in the order of its texts. Words that are neighbours in the query, outside
// of quotation marks, are one occurrence where they stand side by side; an article that has them so shows
// none of them alone. Occurrences do not overlap. Left and Right have width characters at most, and only
// whole words.
//
// Only words, phrases and near words of the text and of its labels are shown, and neither those that hits
// must not have nor those of Request.Filter. The error is ErrNoWords if there are none.
//
// Limit, From, Timeout and all counts are ignored. Memory does not grow with the number of occurrences. After
// an error the sequence ends.
func Occurrences(
	ctx context.Context, s *store.Snapshot, r Request, width int, now time.Time,
) iter.Seq2[Occurrence, error] {
	return scan(ctx, s, r, now, func(m *matches, req *request, yield func(Occurrence) bool) error {
		typed, relaxed := m.typed.patterns(), []pattern(nil)
		if m.relaxed != nil {
			relaxed = m.plan.relaxedPatterns()
		}
		if len(typed)+len(relaxed) == 0 {
			return ErrNoWords
		}
		find := func(docs []scoredDoc, add func(Occurrence)) error {
			asTyped, loose := newConcordancer(typed, width), newConcordancer(relaxed, width)
			defer asTyped.release()
			defer loose.release()
			return m.eachArticle(docs, func(d scoredDoc, a *news.Article) {
				if d.tier == tierRelaxed {
					loose.find(a, add)
				} else {
					asTyped.find(a, add)
				}
			})
		}
		return m.pages(req, scanPage, func(top []scoredDoc) (bool, error) {
			return inOrder(ctx, top, find, yield)
		})
	})
}

// A concordancer finds the occurrences of patterns in articles.
type concordancer struct {
	patterns []pattern
	labels   bool // a pattern is sought in labels
	width    int
	scanner  *analysis.Scanner // seeks the words
	words    []analysis.Word   // of all texts of the article
	texts    []placedText
	spans    []span
	chains   []chain
	widest   []int // by pattern and query term: of the chains of the article
	offsets  []int // of the first query term of a pattern in widest
}

// A placedText is a text of an article with its words, in concordancer.words.
type placedText struct {
	place    Place
	text     string
	from, to int
}

// A span are words of a text that a pattern matches, by their numbers in concordancer.words.
type span struct {
	from, to int
	text     int // in concordancer.texts
	chain    int // -1: of a pattern that has none
}

func newConcordancer(patterns []pattern, width int) *concordancer {
	c := &concordancer{patterns: patterns, width: width, scanner: analysis.NewSeeker()}
	n := 0
	for i := range patterns {
		p := &patterns[i]
		p.eachWord(func(w wordSet) {
			for text := range w.exact {
				c.scanner.Seek(viet.Fold(text))
			}
			for text := range w.fold {
				c.scanner.Seek(text)
			}
		})
		c.labels = c.labels || p.place.isLabel()
		c.offsets = append(c.offsets, n)
		n += p.terms
	}
	c.widest = make([]int, n)
	return c
}

func (c *concordancer) release() { c.scanner.Release() }

func (p Place) isLabel() bool { return p == InTag || p == InPhotographer || p == InDateline }

// find calls add with the occurrences in an article.
func (c *concordancer) find(a *news.Article, add func(Occurrence)) {
	c.words, c.texts, c.spans, c.chains = c.words[:0], c.texts[:0], c.spans[:0], c.chains[:0]
	clear(c.widest)
	eachText(a, c.labels, c.addText)
	for i := range c.texts {
		for n := range c.patterns {
			if p := &c.patterns[n]; p.isSoughtIn(c.texts[i].place) {
				c.match(n, p, i)
			}
		}
	}
	c.spans = slices.DeleteFunc(c.spans, c.isAlone)
	slices.SortStableFunc(c.spans, func(a, b span) int {
		if a.from != b.from {
			return a.from - b.from
		}
		return b.to - a.to // the longer one first
	})
	end := 0
	for _, s := range c.spans {
		if s.from < end {
			continue
		}
		end = s.to
		add(c.occurrence(a, s))
	}
}

// eachText calls f with the texts of an article that the index has words of, in the order of the index.
func eachText(a *news.Article, labels bool, f func(Place, string)) {
	f(InTitle, a.Title)
	f(InSapo, a.Sapo)
	for _, b := range a.Blocks {
		if b.Kind == news.Caption {
			f(InCaption, b.Text)
		} else {
			f(InText, b.Text)
		}
	}
	for _, name := range a.Authors {
		f(InByline, name)
	}
	if !labels {
		return
	}
	for _, tag := range a.Tags {
		f(InTag, tag)
	}
	for _, name := range a.Photographers {
		f(InPhotographer, name)
	}
	for _, b := range a.Blocks {
		f(InPhotographer, b.Credit)
	}
	f(InDateline, a.Dateline)
}

// addText adds the words of a text, if one of them is sought.
func (c *concordancer) addText(place Place, text string) {
	from := len(c.words)
	c.words = c.scanner.AppendSought(c.words, text)
	if len(c.words) == from {
		return
	}
	c.words = c.scanner.Append(c.words[:from], text)
	c.texts = append(c.texts, placedText{place, text, from, len(c.words)})
}

// match adds the spans of pattern n in text i.
func (c *concordancer) match(n int, p *pattern, i int) {
	from, to := c.texts[i].from, c.texts[i].to
	words := c.words[from:to]
	add := func(first, last, chain int) {
		c.spans = append(c.spans, span{from + first, from + last, i, chain})
	}
	switch {
	case p.window > 0:
		p.near(words, func(first, last int) { add(first, last, -1) })
	case p.terms > 0:
		p.eachChain(words, func(first, last int, ch chain) {
			ch.pattern = n
			for t := ch.from; t < ch.to; t++ {
				widest := &c.widest[c.offsets[n]+t]
				*widest = max(*widest, ch.to-ch.from)
			}
			c.chains = append(c.chains, ch)
			add(first, last, len(c.chains)-1)
		})
	default:
		p.sideBySide(words, func(first, last int) { add(first, last, -1) })
	}
}

// isAlone reports whether a span is one query term, which the article has beside another one elsewhere.
func (c *concordancer) isAlone(s span) bool {
	if s.chain < 0 {
		return false
	}
	ch := c.chains[s.chain]
	return ch.to-ch.from == 1 && c.widest[c.offsets[ch.pattern]+ch.from] > 1
}

func (c *concordancer) occurrence(a *news.Article, s span) Occurrence {
	t := c.texts[s.text]
	start, end := c.words[s.from].Start, c.words[s.to-1].End
	return Occurrence{
		ID: a.ID, URL: a.URL, Title: a.Title, Published: a.Published, Newspaper: a.Newspaper,
		Place: t.place, Match: t.text[start:end],
		Left: leftContext(t.text[:start], c.width), Right: rightContext(t.text[end:], c.width),
	}
}

// isCombining reports whether a character stands on the one before it.
func isCombining(r rune) bool { return r >= 0x300 && unicode.Is(unicode.Mn, r) }

// leftContext returns the end of a text, of width characters at most. It begins with a whole word.
func leftContext(s string, width int) string {
	i, n := len(s), 0
	for i > 0 {
		r, size := utf8.DecodeLastRuneInString(s[:i])
		if n == width && !isCombining(r) {
			break
		}
		if i -= size; !isCombining(r) {
			n++
		}
	}
	if i > 0 && !endsWithSpace(s[:i]) {
		rest := strings.IndexFunc(s[i:], unicode.IsSpace)
		if rest < 0 {
			return ""
		}
		i += rest
	}
	return strings.TrimLeftFunc(s[i:], unicode.IsSpace)
}

func endsWithSpace(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(s)
	return unicode.IsSpace(r)
}

// rightContext returns the beginning of a text, of width characters at most. It ends with a whole word.
func rightContext(s string, width int) string {
	i, n := 0, 0
	for i < len(s) {
		r, size := utf8.DecodeRuneInString(s[i:])
		if !isCombining(r) {
			if n == width {
				break
			}
			n++
		}
		i += size
	}
	if i < len(s) {
		if r, _ := utf8.DecodeRuneInString(s[i:]); !unicode.IsSpace(r) {
			i = max(0, strings.LastIndexFunc(s[:i], unicode.IsSpace))
		}
	}
	return strings.TrimRightFunc(s[:i], unicode.IsSpace)
}
