package search

import (
	"cmp"
	"errors"
	"runtime"
	"slices"
	"strings"

	"baotinh/index/analysis"
	"baotinh/index/highlight"
	"baotinh/index/query"
	"baotinh/index/spelling"
	"baotinh/index/store"
	"baotinh/pipeline/news"
)

// present makes a result of the first From+Limit+1 matches.
func (m *matches) present(req *request, top []scoredDoc) (*Result, error) {
	result := &Result{
		Query: req.Query, Rewrites: m.rewrites, Offers: m.offers,
		Total: m.total, Apart: m.apartTotal, Further: m.further, Sample: m.drawn, Hits: []Hit{},
	}
	if m.stories != nil {
		result.Stories = m.stories.total
	}
	from := min(req.From, len(top))
	shown := top[from:min(from+max(0, req.Limit), len(top))]
	if len(shown) > 0 && from+len(shown) < len(top) {
		result.Next = m.reader.cursor(req, shown[len(shown)-1])
	}
	hits, articles, err := m.hits(req, shown)
	if err != nil {
		return nil, err
	}
	result.Hits = append(result.Hits, hits...)
	result.Suggestion = suggestFor(req, m.rewrites, articles)
	return result, m.count(&req.Request, result)
}

// suggestFor returns another query for a request: see suggest. articles are the hits that are shown.
func suggestFor(req *request, rewrites []Rewrite, articles []*news.Article) string {
	var restorer *spelling.Restorer
	if req.isFirstPage() {
		restorer = newRestorer(req.query)
	}
	if restorer != nil {
		for _, a := range articles {
			restorer.ReadArticle(append([]string{a.Title}, bodyTexts(a)...))
		}
	}
	return suggest(req.query, rewrites, restorer)
}

// minHits is the least number of hits that are worth a goroutine, which reads their articles.
const minHits = 4

// hits makes hits of documents, some of them concurrently, and returns their articles, too.
func (m *matches) hits(req *request, docs []scoredDoc) ([]Hit, []*news.Article, error) {
	hits, articles := make([]Hit, len(docs)), make([]*news.Article, len(docs))
	errs := make([]error, len(docs))
	n := max(1, min(runtime.GOMAXPROCS(0), len(docs)/minHits))
	weights := m.markWeights()
	concurrently(n, func(part int) {
		h := newMarker(weights)
		defer h.release()
		for i := part; i < len(docs); i += n {
			if articles[i], errs[i] = m.article(docs[i]); errs[i] == nil {
				hits[i] = m.hit(req, docs[i], articles[i], h)
			}
		}
	})
	if req.Explain {
		for i, d := range docs {
			hits[i].Explain = m.explain(d, req.bonus)
		}
	}
	return hits, articles, cmp.Or(errors.Join(errs...), m.reader.err())
}

func (m *matches) article(d scoredDoc) (*news.Article, error) {
	return m.segments[d.seg].Article(d.doc)
}

// hit makes a hit of a document and its article. It may be called concurrently, each time with another
// marker.
func (m *matches) hit(req *request, d scoredDoc, a *news.Article, k *marker) Hit {
	hit := newHit(a, d)
	h := k.typed
	if m.relaxed != nil && m.isFolded(d) {
		h = k.folded
	}
	hit.Snippet = h.Passage(bodyTexts(a), m.maxPassageScore(d), req.SnippetLength)
	if title := h.Mark(a.Title); strings.Contains(title, "<mark>") {
		hit.Marked = title
	}
	if m.stories != nil {
		m.addStory(&hit, d)
	}
	return hit
}

// passageWeights returns the weights of the words of the query in passages: their idf. Words with other marks
// than a marked word of the query have a weight if folded is set.
func (c *candidates) passageWeights(folded bool) highlight.Weights {
	w := highlight.Weights{
		Exact: map[string]float32{}, Fold: map[string]float32{}, Pairs: map[[2]string]float32{},
	}
	for i, t := range c.plan.terms {
		v := c.idf.exact[i]
		w.Exact[t.word.Exact] = v
		if folded {
			w.Fold[t.word.Fold] = boostFold * c.idf.fold[i]
		}
		for _, t := range t.exact {
			if t.field == store.FieldText {
				w.Exact[t.text] = v
			} else {
				w.Fold[t.text] = boostFold * v
			}
		}
		for _, n := range t.synonyms {
			words := c.plan.synonyms[n].words
			for _, word := range words {
				w.Exact[word.Exact] = v / float32(len(words))
			}
		}
	}
	for i, b := range c.plan.pairs {
		w.Pairs[[2]string{c.plan.terms[b.left].word.Fold, c.plan.terms[b.right].word.Fold}] = c.idf.pairs[i]
	}
	return w
}

// maxPassageScore returns the score of a document as one passage, by passageWeights. That is not its
// coverage: a word counts once, as typed or with other marks, and pairs count in full, because a passage is
// short and is chosen for whole phrases.
func (c *candidates) maxPassageScore(d scoredDoc) float32 {
	var sum float32
	s := c.segments[d.seg]
	for i := range c.plan.terms {
		switch {
		case s.exact[i].Has(d.doc):
			sum += c.idf.exact[i]
		case s.fold[i].Has(d.doc):
			sum += boostFold * c.idf.fold[i]
		}
	}
	for i, docs := range s.pairs {
		if docs.Has(d.doc) {
			sum += c.idf.pairs[i]
		}
	}
	return sum
}

// suggest returns the query with its corrections or, if there are none, with its diacritics. It returns ""
// if that is what was typed.
func suggest(q *query.Node, rewrites []Rewrite, restorer *spelling.Restorer) string {
	corrections := map[string]string{}
	for _, r := range rewrites {
		if r.Kind == RewriteKeys || r.Kind == RewriteCorrection {
			corrections[r.From] = r.To[0]
		}
	}
	nodes := slices.Clone(q.Nodes)
	changed := false
	replace := func(i int, text string) {
		nodes[i] = &query.Node{Op: query.Word, Text: text}
		changed = true
	}
	if len(corrections) > 0 {
		for i, n := range nodes {
			if text := corrections[n.Text]; text != "" && n.Op == query.Word && n.Field == "" {
				replace(i, text)
			}
		}
	} else {
		for i, text := range restorer.Restore() {
			if text != "" {
				replace(i, text)
			}
		}
	}
	if !changed {
		return ""
	}
	return (&query.Node{Op: query.All, Nodes: nodes}).String()
}

// newRestorer returns a restorer of the words of a query, nil if one of them has marks.
func newRestorer(q *query.Node) *spelling.Restorer {
	words := make([]analysis.Word, len(q.Nodes))
	for i, n := range q.Nodes {
		if n.Op != query.Word || n.Field != "" {
			continue
		}
		if slices.ContainsFunc(n.Words, func(w analysis.Word) bool { return w.Exact != w.Fold }) {
			return nil
		}
		if len(n.Words) == 1 {
			words[i] = n.Words[0]
		}
	}
	return spelling.NewRestorer(words)
}
