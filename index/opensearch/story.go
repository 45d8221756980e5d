package opensearch

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strconv"

	"baotinh/index/search"
	"baotinh/index/store"
	"baotinh/pipeline/dedupe"
	"baotinh/pipeline/news"
)

// Stories are found as package store finds them (Broder 1997): a reprint has keys in common with what it is
// a reprint of, and is compared with it. The candidates are those that the cluster has when a batch is
// sent, and those before it in the batch. Two workers that put reprints of one text in the same second may
// each begin a story.

// fieldStoryKey is the field of the keys of a text.
const fieldStoryKey = "story_key"

// The bounds of the comparisons of an article.
const (
	maxCandidates = 16 // that the cluster returns
	maxCompared   = 4
)

// A storyBatch finds the stories of a batch.
type storyBatch struct {
	table    *dedupe.Table
	articles []*news.Article // by their numbers in table
	known    map[news.ID]bool
	old      map[news.ID]*news.Article // as they are stored, of those that the batch replaces
}

// findStories returns the articles of a batch, in its order, with their stories.
func (ix *Index) findStories(ctx context.Context, batch []news.ID) ([]*news.Article, error) {
	articles := make([]*news.Article, len(batch))
	texts := make([]dedupe.Text, len(batch))
	var bodies []object
	for i, id := range batch {
		articles[i] = ix.writer.articles[id]
		store.ReadStory(&texts[i], articles[i])
		if keys := texts[i].SoughtKeys(); len(keys) > 0 {
			bodies = append(bodies, candidatesOf(keys))
		}
	}
	old, err := ix.storedOf(ctx, batch)
	if err != nil {
		return nil, err
	}
	s := &storyBatch{table: dedupe.NewTable(len(batch)), known: map[news.ID]bool{}, old: old}
	if ix.writer.own == nil || len(ix.writer.own) > 0 { // else there is nothing yet
		if err := s.addStored(ctx, ix, bodies); err != nil {
			return nil, err
		}
	}
	for i, a := range articles {
		story, err := s.storyOf(ctx, ix, a, &texts[i])
		if err != nil {
			return nil, err
		}
		if story != a.Story {
			with := *a
			with.Story = story
			articles[i] = &with
		}
		s.add(articles[i], texts[i].Keys())
	}
	return articles, nil
}

// storedOf returns those of some articles that are stored.
func (ix *Index) storedOf(ctx context.Context, ids []news.ID) (map[news.ID]*news.Article, error) {
	ids = slices.DeleteFunc(slices.Clone(ids), func(id news.ID) bool { return !ix.writer.mayHave(id) })
	if len(ids) == 0 {
		return nil, nil
	}
	var found struct {
		Docs []struct {
			ID     news.ID `json:"_id"`
			Found  bool
			Source struct{ Article []byte } `json:"_source"`
		}
	}
	err := ix.client.call(ctx, http.MethodPost, "/"+ix.name+"/_mget", object{"ids": ids}, &found)
	if err != nil {
		return nil, err
	}
	all := map[news.ID]*news.Article{}
	for _, d := range found.Docs {
		if !d.Found {
			continue
		}
		if all[d.ID], err = store.DecodeArticle(d.Source.Article); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// candidatesOf returns the search for the articles that have one of some keys, those first that came in
// first.
func candidatesOf(keys []uint32) object {
	return object{
		"size": maxCandidates, "track_total_hits": false, "_source": []string{"article"},
		"query": object{"bool": object{"filter": []object{{"terms": object{fieldStoryKey: keys}}}}},
		"sort":  []object{{search.FieldSeen: object{"order": "asc", "missing": "_last"}}, {"tie": "asc"}},
	}
}

// addStored adds what searches find.
func (s *storyBatch) addStored(ctx context.Context, ix *Index, bodies []object) error {
	if len(bodies) == 0 {
		return nil
	}
	if err := ix.Refresh(ctx); err != nil {
		return err
	}
	answers, err := ix.searchIn(ctx, ix.name, bodies)
	if err != nil {
		return err
	}
	var text dedupe.Text
	for i := range answers {
		found, err := answers[i].found(search.Find{Sort: search.Oldest})
		if err != nil {
			return err
		}
		for _, f := range found.Articles {
			if ix.writer.articles[f.Article.ID] == nil { // else it is about to be replaced
				store.ReadStory(&text, f.Article)
				s.add(f.Article, text.Keys())
			}
		}
	}
	return nil
}

// add adds an article to the candidates.
func (s *storyBatch) add(a *news.Article, keys dedupe.Keys) {
	if keys == (dedupe.Keys{}) || s.known[a.ID] {
		return
	}
	s.known[a.ID] = true
	s.table.Add(keys)
	s.articles = append(s.articles, a)
}

// storyOf returns the story of an article, empty if that is its own ID.
func (s *storyBatch) storyOf(
	ctx context.Context, ix *Index, a *news.Article, text *dedupe.Text,
) (news.ID, error) {
	old := s.old[a.ID]
	var other dedupe.Text
	if old != nil {
		if store.ReadStory(&other, old); text.Equal(&other) {
			return old.Story, nil
		}
	}
	compared := 0
	for _, c := range s.table.Candidates(text) {
		candidate := s.articles[c.Text]
		if candidate.ID == a.ID {
			continue
		}
		if compared++; compared > maxCompared {
			break
		}
		if store.ReadStory(&other, candidate); !text.Same(&other) {
			continue
		}
		if story := cmp.Or(candidate.Story, candidate.ID); story != a.ID {
			return story, nil
		}
		return "", nil
	}
	if old == nil {
		return "", nil
	}
	return ix.freeStory(ctx, a.ID)
}

// freeStory returns the name of a story that an article begins which was put before with another text: a
// number follows its ID if others have joined the story of that.
func (ix *Index) freeStory(ctx context.Context, id news.ID) (news.ID, error) {
	for n := 1; ; n++ {
		name := id
		if n > 1 {
			name += news.ID("-" + strconv.Itoa(n))
		}
		story := search.Term{Field: store.FieldStory, Text: string(name)}
		joined := search.Expr{Op: search.HasTerm, Term: story}
		counts, err := ix.Count(ctx, []search.Expr{joined})
		switch {
		case err != nil:
			return "", err
		case counts[0] > 0:
		case n == 1:
			return "", nil
		default:
			return name, nil
		}
	}
}

// storyKeys returns the keys of an article, each once.
func storyKeys(a *news.Article) []uint32 {
	var text dedupe.Text
	store.ReadStory(&text, a)
	var all []uint32
	for _, k := range text.Keys() {
		if k != 0 && !slices.Contains(all, k) {
			all = append(all, k)
		}
	}
	return all
}
