package opensearch

import (
	"cmp"
	"context"
	"maps"
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

// The bounds of the comparisons.
const (
	maxCandidates = 5000 // for a batch
	maxCompared   = 4    // for an article
)

// A storyBatch finds the stories of a batch.
type storyBatch struct {
	table    *dedupe.Table
	ids      []news.ID // by their numbers in table
	known    map[news.ID]bool
	articles map[news.ID]*news.Article // that an article may be compared with
	old      map[news.ID]*news.Article // as they are stored, of those that the batch replaces
}

// findStories returns the articles of a batch, in its order, with their stories.
func (ix *Index) findStories(ctx context.Context, batch []news.ID) ([]*news.Article, error) {
	articles := make([]*news.Article, len(batch))
	texts := make([]dedupe.Text, len(batch))
	for i, id := range batch {
		articles[i] = ix.writer.articles[id]
		store.ReadStory(&texts[i], articles[i])
	}
	s := &storyBatch{
		table: dedupe.NewTable(len(batch)), known: map[news.ID]bool{}, articles: map[news.ID]*news.Article{},
	}
	if err := s.addStored(ctx, ix, batch, texts); err != nil {
		return nil, err
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
		s.articles[a.ID] = articles[i]
		s.add(a.ID, texts[i].Keys())
	}
	return articles, nil
}

// addStored adds the stored articles that have keys of texts of a batch: those that came in first, and of
// those that may be compared the articles.
func (s *storyBatch) addStored(
	ctx context.Context, ix *Index, batch []news.ID, texts []dedupe.Text,
) error {
	if ix.writer.own != nil && len(ix.writer.own) == 0 {
		return nil // there are none
	}
	var err error
	again := slices.DeleteFunc(slices.Clone(batch), func(id news.ID) bool { return !ix.writer.mayHave(id) })
	if s.old, err = ix.storedOf(ctx, again); err != nil {
		return err
	}
	var keys []uint32
	for i := range texts {
		keys = append(keys, texts[i].SoughtKeys()...)
	}
	slices.Sort(keys)
	if err := s.addWithKeys(ctx, ix, slices.Compact(keys)); err != nil {
		return err
	}
	var ids []news.ID
	for i := range texts {
		candidates := s.table.Candidates(&texts[i])
		for _, c := range candidates[:min(len(candidates), maxCompared+1)] { // one may be the article itself
			if id := s.ids[c.Text]; s.old[id] == nil && !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
	}
	stored, err := ix.storedOf(ctx, ids)
	maps.Copy(s.articles, stored)
	return err
}

// maxTerms is the most terms that a query may have, by the default of index.max_terms_count.
const maxTerms = 65_536

// addWithKeys adds the stored articles that have some of the keys, without their texts.
func (s *storyBatch) addWithKeys(ctx context.Context, ix *Index, keys []uint32) error {
	if err := ix.Refresh(ctx); err != nil {
		return err
	}
	for some := range slices.Chunk(keys, maxTerms) {
		terms := make([]string, len(some))
		for i, k := range some {
			terms[i] = keyTerm(k)
		}
		hasKey := object{"terms": object{fieldStoryKey: terms}}
		firstSeen := object{search.FieldSeen: object{"order": "asc", "missing": "_last"}}
		body := object{
			"size": maxCandidates, "track_total_hits": false, "_source": false,
			"docvalue_fields": []string{search.FieldID, fieldStoryKey},
			"query":           object{"bool": object{"filter": []object{hasKey}}},
			"sort":            []object{firstSeen, {"tie": "asc"}},
		}
		answers, err := ix.searchIn(ctx, ix.name, []object{body})
		if err != nil {
			return err
		}
		for _, h := range answers[0].Hits.Hits {
			id := news.ID(h.Fields[search.FieldID][0])
			if ix.writer.articles[id] == nil { // else it is about to be replaced
				s.add(id, keysOf(h.Fields[fieldStoryKey]))
			}
		}
	}
	return nil
}

// keyTerm returns the term of a key.
func keyTerm(key uint32) string { return strconv.FormatUint(uint64(key), 36) }

// keysOf returns the keys of terms.
func keysOf(terms []string) dedupe.Keys {
	var keys dedupe.Keys
	for i, t := range terms[:min(len(terms), len(keys))] {
		if k, err := strconv.ParseUint(t, 36, 32); err == nil {
			keys[i] = uint32(k)
		}
	}
	return keys
}

// storedOf returns those of some articles that are stored.
func (ix *Index) storedOf(ctx context.Context, ids []news.ID) (map[news.ID]*news.Article, error) {
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

// add adds an article to the candidates.
func (s *storyBatch) add(id news.ID, keys dedupe.Keys) {
	if keys == (dedupe.Keys{}) || s.known[id] {
		return
	}
	s.known[id] = true
	s.table.Add(keys)
	s.ids = append(s.ids, id)
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
		candidate := s.articles[s.ids[c.Text]]
		if candidate == nil || candidate.ID == a.ID {
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

// storyKeys returns the terms of the keys of an article, each once.
func storyKeys(a *news.Article) []string {
	var text dedupe.Text
	store.ReadStory(&text, a)
	var all []string
	for _, k := range text.Keys() {
		if t := keyTerm(k); k != 0 && !slices.Contains(all, t) {
			all = append(all, t)
		}
	}
	return all
}
