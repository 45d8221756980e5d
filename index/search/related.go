package search

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"baotinh/index/analysis"
	"baotinh/index/highlight"
	"baotinh/index/store"
	"baotinh/pipeline/news"
)

// The bounds of the terms that articles are compared by.
const (
	maxLikeTerms   = 24  // that count: more are too common to tell
	maxLookedUp    = 128 // that are looked up, the most frequent ones in the article
	titleFrequency = 3   // of an occurrence in the title
	minSimilarity  = 0.1 // of a related article
	maxDocShare    = 10  // a pair that more than one in so many articles have tells nothing of one
)

// A likeTerm is a term of a more-like-this query: a pair of neighbouring words.
type likeTerm struct {
	term   term
	tf     float64 // in the article
	weight float32
}

// Related returns the articles most like a, itself left out: those that share the pairs of words which are
// frequent in it and rare elsewhere ("more like this"). The score of a hit is the share of their weight
// that it has, from 0 to 1. limit 0 is 10.
func Related(ctx context.Context, s *store.Snapshot, a *news.Article, limit int) (*Result, error) {
	req := Request{Limit: limit}
	if err := req.check(); err != nil {
		return nil, fmt.Errorf("related: %w", err)
	}
	r := newReader(ctx, s)
	defer r.release()
	result, err := r.related(a, &req)
	if err != nil {
		return nil, fmt.Errorf("related to %s: %w", a.ID, err)
	}
	return result, nil
}

func (r *reader) related(a *news.Article, req *Request) (*Result, error) {
	terms := likeTerms(r, r.docs, a)
	similar, total, err := r.similar(terms, req.Limit+1) // one of them is the article itself
	if err != nil {
		return nil, err
	}
	result := &Result{Query: a.Title, Total: max(0, total-1), Hits: []Hit{}}
	opening := highlight.New(highlight.Weights{}) // without words to mark, a passage is the first sentence
	for _, d := range similar {
		b, err := r.segments[d.seg].Article(d.doc)
		if err != nil {
			return nil, err
		}
		if b.ID != a.ID && len(result.Hits) < req.Limit {
			hit := newHit(b, d)
			hit.Snippet = opening.Passage(bodyTexts(b), 0, req.SnippetLength)
			result.Hits = append(result.Hits, hit)
		}
	}
	return result, nil
}

// similar returns the first k documents that have a share of the weight of the terms, with that share as
// their score, and the number of all of them.
func (r *reader) similar(terms []likeTerm, k int) ([]scoredDoc, int, error) {
	var sum float32
	for _, t := range terms {
		sum += t.weight
	}
	top := newTopK(k, Relevance, nil, r.tieBreaker)
	total := 0
	for seg, s := range r.segments {
		if s.expired() {
			break
		}
		scores, docs := zeros(s.Len()), s.none()
		for _, t := range terms {
			addWeight(scores, s.docsOf(t.term), t.weight)
			docs.Or(s.docsOf(t.term))
		}
		for doc := range docs.All() {
			if v := scores[doc]; v >= minSimilarity*sum {
				total++
				top.collect(scoredDoc{seg: seg, doc: doc, score: v / sum, date: s.Values.Published[doc]})
			}
		}
		putZeros(scores, docs)
	}
	return top.sorted(), total, r.err()
}

// likeTerms returns the pairs of an article with the highest weights idf·ln(1+tf), among some articles.
func likeTerms(c corpus, docs int, a *news.Article) []likeTerm {
	all := pairsOf(a)
	all = all[:min(len(all), maxLookedUp)]
	for i := range all {
		t := &all[i]
		df := c.sumDocFreq([]term{t.term})
		if df > 1 && df <= max(2, docs/maxDocShare) {
			t.weight = idf(float64(docs), float64(df)) * float32(math.Log(1+t.tf))
		}
	}
	slices.SortStableFunc(all, func(a, b likeTerm) int { return cmp.Compare(b.weight, a.weight) })
	all = all[:min(len(all), maxLikeTerms)]
	return slices.DeleteFunc(all, func(t likeTerm) bool { return t.weight == 0 })
}

// pairsOf returns the pairs of an article, the most frequent first.
func pairsOf(a *news.Article) []likeTerm {
	var all []likeTerm
	at := map[term]int{}
	add := func(text string, frequency float64) {
		words := analysis.AppendWords(nil, text)
		for i := 1; i < len(words); i++ {
			if !analysis.Adjacent(text, words[i-1], words[i]) {
				continue
			}
			pair := pairTerm(words[i-1], words[i])
			n, ok := at[pair]
			if !ok {
				n = len(all)
				at[pair] = n
				all = append(all, likeTerm{term: pair})
			}
			all[n].tf += frequency
		}
	}
	add(a.Title, titleFrequency)
	for _, text := range bodyTexts(a) {
		add(text, 1)
	}
	slices.SortStableFunc(all, func(a, b likeTerm) int { return cmp.Compare(b.tf, a.tf) })
	return all
}

// bodyTexts returns the sapo and the blocks of an article.
func bodyTexts(a *news.Article) []string {
	texts := make([]string, 0, len(a.Blocks)+1)
	if a.Sapo != "" {
		texts = append(texts, a.Sapo)
	}
	for _, b := range a.Blocks {
		texts = append(texts, b.Text)
	}
	return texts
}
