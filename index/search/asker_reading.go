package search

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"

	"baotinh/index/highlight"
	"baotinh/index/store"
	"baotinh/pipeline/news"
)

// What a snapshot is read for besides searching, of an [Engine].

// FieldID is the field of the identifiers of articles, of an [Engine].
const FieldID = "id"

// MarkOn returns texts with the words of a query marked, as [Mark] does, with the weights that these have
// in an engine.
func MarkOn(ctx context.Context, e Engine, q string, texts []string, now time.Time) ([]string, error) {
	req, err := parse(Request{Query: q}, now)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeoutCause(ctx, engineTimeout, ErrTimeout)
	defer cancel()
	found, err := respond(ctx, e, req)
	if err != nil {
		return nil, fmt.Errorf("mark: %w", asTimeout(ctx, err))
	}
	m := matches{candidates: &candidates{plan: found.sets.plan, idf: found.sets.idf}}
	marked, ok := m.mark(texts, false)
	if !ok { // a hit of the relaxed query
		marked, _ = m.mark(texts, true)
	}
	return marked, nil
}

// OccurrencesOn returns all occurrences of what a request asks for, as [Occurrences] does, in the articles
// of an engine.
func OccurrencesOn(
	ctx context.Context, e Engine, r Request, width int, now time.Time,
) iter.Seq2[Occurrence, error] {
	find := func(m *response, req *request, top []rankedArticle) ([]Occurrence, error) {
		typed, relaxed, err := m.patterns(req, articlesOf(top))
		if err != nil {
			return nil, err
		}
		if len(typed)+len(relaxed) == 0 {
			return nil, ErrNoWords
		}
		asTyped, loose := newConcordancer(typed, width), newConcordancer(relaxed, width)
		defer asTyped.release()
		defer loose.release()
		var all []Occurrence
		for _, a := range top {
			c := asTyped
			if a.tier == tierRelaxed {
				c = loose
			}
			c.find(a.article, func(o Occurrence) { all = append(all, o) })
		}
		return all, nil
	}
	return scanOn(ctx, e, r, now, find)
}

// patterns returns the patterns of what was typed and of the relaxed query. A prefix stands for the words
// of some articles that begin so.
func (m *response) patterns(req *request, articles []*news.Article) (typed, relaxed []pattern, err error) {
	s, err := store.Of(m.ctx, articles)
	if err != nil {
		return nil, nil, err
	}
	defer s.Close()
	r := newReader(m.ctx, s)
	defer r.release()
	ex := &expansion{prefixes: map[prefix][]term{}, fuzzy: m.ex.fuzzy, runs: m.ex.runs}
	if err := ex.add(r, req.Query, req.query.Nodes); err != nil {
		return nil, nil, err
	}
	reading := func(p *plan) *plan {
		read := *p
		read.source.ex = ex
		return &read
	}
	typed = reading(m.typed).patterns()
	if m.further > 0 {
		relaxed = reading(m.sets.plan).relaxedPatterns()
	}
	return typed, relaxed, nil
}

// RelatedOn returns the articles most like a, as [Related] does, of an engine.
func RelatedOn(ctx context.Context, e Engine, a *news.Article, limit int) (*Result, error) {
	req := Request{Limit: limit}
	if err := req.check(); err != nil {
		return nil, fmt.Errorf("related: %w", err)
	}
	result, err := relatedOn(ctx, e, a, &req)
	if err != nil {
		return nil, fmt.Errorf("related to %s: %w", a.ID, err)
	}
	return result, nil
}

func relatedOn(ctx context.Context, e Engine, a *news.Article, req *Request) (*Result, error) {
	l := newLedger(ctx, e)
	var terms []likeTerm
	if err := l.settle(func() { terms = likeTerms(l, l.count(Expr{}), a) }); err != nil {
		return nil, err
	}
	result := &Result{Query: a.Title, Hits: []Hit{}}
	if len(terms) == 0 {
		return result, nil
	}
	var sum float32
	s := &Scoring{}
	similar := Expr{Op: AtLeast}
	for _, t := range terms {
		sum += t.weight
		s.Clauses = append(s.Clauses, ScoreClause{Match: hasTerm(t.term), Weight: t.weight})
		similar.Clauses = append(similar.Clauses, WeightedExpr{hasTerm(t.term), t.weight})
	}
	similar.Least = minSimilarity * sum
	others := without(similar, Expr{Op: HasID, IDs: []news.ID{a.ID}})
	found, err := e.Find(ctx, []Find{{Match: others, Scoring: s, Sort: Relevance, Limit: req.Limit}})
	if err != nil {
		return nil, err
	}
	result.Total = found[0].Total
	opening := highlight.New(highlight.Weights{})
	for _, f := range found[0].Articles {
		hit := newHit(f.Article, scoredDoc{score: f.Rank.Score / sum})
		hit.Snippet = opening.Passage(bodyTexts(f.Article), 0, req.SnippetLength)
		result.Hits = append(result.Hits, hit)
	}
	return result, nil
}

// NewestTitlesOn returns the titles of the newest articles of an engine, as [NewestTitles] does.
func NewestTitlesOn(ctx context.Context, e Engine, n int) ([]string, error) {
	var titles []string
	for a, err := range ArticlesOn(ctx, e, Request{Sort: Newest}, time.Now()) {
		if err != nil {
			return nil, err
		}
		if titles = append(titles, a.Title); len(titles) == n {
			break
		}
	}
	return titles, nil
}

// AtOn returns the articles of an engine at an address, as [At] does.
func AtOn(ctx context.Context, e Engine, url string) ([]*news.Article, error) {
	at := hasTerm(term{store.FieldAddress, store.Address(url)})
	all, _, err := oldestOn(ctx, e, at, nearestCompared)
	return all, err
}

// WithIDPrefixOn returns the articles of an engine whose identifiers begin with prefix, at most limit.
func WithIDPrefixOn(ctx context.Context, e Engine, prefix string, limit int) ([]*news.Article, error) {
	begins := Expr{Op: HasTerm, Term: Term{Field: FieldID, Text: prefix, Begins: true}}
	all, _, err := oldestOn(ctx, e, begins, limit)
	return all, err
}

// oldestOn returns the oldest articles that match, at most limit, and how many do.
func oldestOn(ctx context.Context, e Engine, match Expr, limit int) ([]*news.Article, int, error) {
	found, err := e.Find(ctx, []Find{{Match: match, Sort: Oldest, Limit: limit}})
	if err != nil {
		return nil, 0, err
	}
	var all []*news.Article
	for _, f := range found[0].Articles {
		all = append(all, f.Article)
	}
	return all, found[0].Total, nil
}

// nearestCompared is the number of addresses that are compared.
const nearestCompared = 200

// NearestOn returns the articles of an engine whose addresses are the nearest to a URL, at most n, the
// nearest first: of those that begin as it does, with as long a beginning as any has.
func NearestOn(ctx context.Context, e Engine, url string, n int) ([]*news.Article, error) {
	sought := store.Address(url)
	host, _, _ := strings.Cut(sought, "/")
	for end := len(sought); end > len(host); end = (end + len(host)) / 2 {
		begins := Expr{Op: HasTerm, Term: Term{Field: store.FieldAddress, Text: sought[:end], Begins: true}}
		all, _, err := oldestOn(ctx, e, begins, nearestCompared)
		if err != nil {
			return nil, err
		}
		distances := map[news.ID]int{}
		all = slices.DeleteFunc(all, func(a *news.Article) bool {
			address := store.Address(a.URL)
			distances[a.ID] = editDistance(sought, address)
			return !isNear(sought, address, distances[a.ID])
		})
		if len(all) == 0 {
			continue
		}
		slices.SortStableFunc(all, func(a, b *news.Article) int {
			return cmp.Or(cmp.Compare(distances[a.ID], distances[b.ID]), strings.Compare(a.URL, b.URL))
		})
		return all[:min(n, len(all))], nil
	}
	return nil, nil
}

// ReprintsOn returns the other articles of the story of an article, as [Reprints] does, of an engine.
func ReprintsOn(ctx context.Context, e Engine, a *news.Article, limit int) ([]*news.Article, int, error) {
	story := cmp.Or(a.Story, a.ID)
	same := anyOf(hasTerm(term{store.FieldStory, string(story)}), Expr{Op: HasID, IDs: []news.ID{story}})
	others := without(same, Expr{Op: HasID, IDs: []news.ID{a.ID}})
	return oldestOn(ctx, e, others, limit)
}
