package search

import (
	"cmp"
	"slices"

	"baotinh/index/segment"
	"baotinh/pipeline/news"
)

// FieldStoryOf is the field of the story of each article, of an [Engine]: its Story, or its ID if it has
// none.
const FieldStoryOf = "story_of"

// isOfStory matches the articles of a story.
func isOfStory(name news.ID) Expr { return hasTerm(term{FieldStoryOf, string(name)}) }

func storyOf(a *news.Article) news.ID { return cmp.Or(a.Story, a.ID) }

// A storyCount is how many articles of a story there are.
type storyCount struct {
	typed   int // that the query finds as it was typed
	matches int // that it finds
	all     int // in the collection
}

// countStories counts the articles of the stories of some articles.
func (m *response) countStories(top []rankedArticle) (map[news.ID]storyCount, error) {
	counts := map[news.ID]storyCount{}
	return counts, m.settle(func() {
		for _, a := range top {
			same := isOfStory(storyOf(a.article))
			counts[storyOf(a.article)] = storyCount{
				typed:   m.count(allOf(m.docs, same)),
				matches: m.count(allOf(m.relaxed, same)),
				all:     m.count(same),
			}
		}
	})
}

// firstOfStories returns the articles that come first of all matches of their stories: see
// [matches.collapse].
func (m *response) firstOfStories(req *request, top []rankedArticle) ([]rankedArticle, error) {
	counts, err := m.countStories(top)
	if err != nil {
		return nil, err
	}
	tiers := m.listed(req)
	var several []news.ID
	var finds []Find
	for _, a := range top {
		name := storyOf(a.article)
		if counts[name].matches < 2 || slices.Contains(several, name) {
			continue
		}
		several = append(several, name)
		for _, t := range tiers {
			match := allOf(t.docs, isOfStory(name))
			finds = append(finds, Find{Match: match, Sort: req.Sort, Scoring: m.scoring(req), Limit: 1})
		}
	}
	if len(finds) == 0 {
		return top, nil
	}
	found, err := m.engine.Find(m.ctx, finds)
	if err != nil {
		return nil, err
	}
	first := map[news.ID]news.ID{}
	for i, name := range several {
		for _, f := range found[i*len(tiers) : (i+1)*len(tiers)] {
			if len(f.Articles) > 0 && first[name] == "" {
				first[name] = f.Articles[0].Article.ID
			}
		}
	}
	return slices.DeleteFunc(slices.Clone(top), func(a rankedArticle) bool {
		id, ok := first[storyOf(a.article)]
		return ok && id != a.article.ID
	}), nil
}

// collapsed returns the first k articles, of each story one, in the order of a request behind a place.
func (m *response) collapsed(req *request, k int, after *scoredDoc) ([]rankedArticle, error) {
	var all []rankedArticle
	for len(all) < k {
		top, _, err := m.rank(req, k, after, nil)
		if err != nil {
			return nil, err
		}
		first, err := m.firstOfStories(req, top)
		if err != nil {
			return nil, err
		}
		if all = append(all, first...); len(top) < k {
			break
		}
		after = &top[len(top)-1].scoredDoc
	}
	return all[:min(k, len(all))], nil
}

// mostReprints bounds the articles of a story of which the one that came in first is sought.
const mostReprints = 200

// addStories adds to hits how many articles of the answer are in their stories, and which came in first.
func (m *response) addStories(hits []Hit, top []rankedArticle) error {
	counts, err := m.countStories(top)
	if err != nil {
		return err
	}
	var of []int
	var finds []Find
	for i := range hits {
		n := counts[hits[i].Story]
		if hits[i].StoryArticles = n.typed; hits[i].Relaxed {
			hits[i].StoryArticles = n.matches
		}
		if n.all > 1 {
			of = append(of, i)
			finds = append(finds, Find{Match: isOfStory(hits[i].Story), Sort: Oldest, Limit: mostReprints})
		}
	}
	if len(finds) == 0 {
		return nil
	}
	found, err := m.engine.Find(m.ctx, finds)
	if err != nil {
		return err
	}
	for n, i := range of {
		lead := slices.MinFunc(articlesFound(found[n]), compareArrivals)
		if lead.ID != hits[i].ID {
			hits[i].First = newLead(lead)
		}
	}
	return nil
}

func articlesFound(f Found) []*news.Article {
	var all []*news.Article
	for _, a := range f.Articles {
		all = append(all, a.Article)
	}
	return all
}

// compareArrivals orders articles of a story by when they came in, as [matches.cameBefore].
func compareArrivals(a, b *news.Article) int {
	seconds := func(a *news.Article) (seen, published int64) {
		if !a.FirstSeen.IsZero() {
			seen = max(1, a.FirstSeen.Unix())
		}
		if !a.Published.IsZero() {
			published = cmp.Or(a.Published.Time.Unix(), 1)
		}
		return seen, published
	}
	named := func(a *news.Article) int {
		if a.Story == "" {
			return 0
		}
		return 1
	}
	seenA, publishedA := seconds(a)
	seenB, publishedB := seconds(b)
	return cmp.Or(
		byOldest(seenA, seenB), byOldest(publishedA, publishedB), cmp.Compare(named(a), named(b)),
		cmp.Compare(segment.IDHash(string(a.ID)), segment.IDHash(string(b.ID))),
	)
}

// storiesIn returns how many stories some articles have, of which the repeated ones were tallied.
func storiesIn(total int, repeated Tallied) int {
	for _, v := range repeated.Values {
		total -= v.Count - 1
	}
	return total
}
