package index

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"baotinh/index/analysis"
	"baotinh/index/query"
	"baotinh/pipeline/news"
)

// The bounds of what an article is compared by.
const (
	maxTraits    = 24  // pairs of words that count
	maxLookedUp  = 128 // pairs that are looked up, the most frequent in the article
	minShare     = 0.1 // of the article's own score that a related one has
	titleOfTrait = 3   // times that a pair in the title counts
	usualTrait   = 10  // a pair that more than one article in so many has says nothing of one
)

// A trait is a pair of neighbouring words that an article is about.
type trait struct {
	term  term
	count float64 // in the article
	worth float32
}

// Related returns the articles most like the one with an ID, itself left out; limit 0 is 10. They share the pairs of
// words that are frequent in it and rare elsewhere. A hit's score is the share of these that it has, by their worth. The
// error is ErrNotFound if there is no such article.
func (ix *Index) Related(ctx context.Context, id news.ID, limit int) (*Result, error) {
	start := time.Now()
	a, err := ix.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	x, err := ix.begin(ctx, &Request{Limit: limit})
	if err != nil {
		return nil, err
	}
	defer x.end()
	result, err := x.related(a)
	if err != nil {
		return nil, fmt.Errorf("related to %s: %w", id, err)
	}
	result.Query = a.Title
	result.TookMS = float64(time.Since(start).Microseconds()) / 1000
	return result, nil
}

func (x *search) related(a *news.Article) (*Result, error) {
	traits := x.traits(a)
	var whole float32
	for _, t := range traits {
		whole += t.worth
	}
	x.plan = newPlan(&query.Node{}, true)
	result := &Result{Hits: []Hit{}}
	top := newTop(x.r.Limit+1, Relevance, x.number) // one of them is the article itself
	for seg, e := range x.segments {
		if x.late(e.reader) {
			break
		}
		scores, among := zeros(e.Len()), e.none()
		for _, t := range traits {
			addWorth(scores, e.docs(t.term), t.worth)
			among.Or(e.docs(t.term))
		}
		for n := range among.All() {
			if v := scores[n]; v >= minShare*whole {
				result.Total++
				top.offer(ranked{seg: seg, n: n, score: v / whole, published: e.Values.Published[n]})
			}
		}
		putZeros(scores, among)
	}
	hits := top.sorted()
	if err := x.failed(); err != nil {
		return nil, err
	}

	m := x.marker()
	for _, c := range hits {
		b, err := x.segments[c.seg].Article(c.n)
		if err != nil {
			return nil, err
		}
		if b.ID != a.ID && len(result.Hits) < x.r.Limit {
			result.Hits = append(result.Hits, x.hit(m, c, b))
		}
	}
	result.Total = max(0, result.Total-1)
	return result, nil
}

// traits returns the pairs of an article that are worth most: frequent in it, rare elsewhere.
func (x *search) traits(a *news.Article) []trait {
	all := pairsOf(a)
	all = all[:min(len(all), maxLookedUp)]
	n := float64(x.s.Docs)
	for i := range all {
		t := &all[i]
		docs := 0
		for _, e := range x.segments {
			docs += e.docs(t.term).Count()
		}
		if docs > 1 && docs <= max(2, x.s.Docs/usualTrait) {
			t.worth = idf(n, float64(docs)) * float32(math.Log(1+t.count))
		}
	}
	slices.SortStableFunc(all, func(a, b trait) int { return cmp.Compare(b.worth, a.worth) })
	all = all[:min(len(all), maxTraits)]
	return slices.DeleteFunc(all, func(t trait) bool { return t.worth == 0 })
}

// pairsOf returns the pairs of an article, the most frequent first.
func pairsOf(a *news.Article) []trait {
	var all []trait
	at := map[uint32]int{}
	add := func(text string, weight float64) {
		words := analysis.AppendWords(nil, text)
		for i := 1; i < len(words); i++ {
			left, right := words[i-1], words[i]
			if strings.TrimSpace(text[left.End:right.Start]) != "" { // a sign stands between them
				continue
			}
			h := analysis.HashPair(left.Fold, right.Fold)
			n, ok := at[h]
			if !ok {
				n = len(all)
				at[h] = n
				all = append(all, trait{term: pairTerm(left.Fold, right.Fold)})
			}
			all[n].count += weight
		}
	}
	add(a.Title, titleOfTrait)
	add(a.Sapo, 1)
	for _, b := range a.Blocks {
		add(b.Text, 1)
	}
	slices.SortStableFunc(all, func(a, b trait) int { return cmp.Compare(b.count, a.count) })
	return all
}
