package search

import (
	"cmp"
	"slices"

	"baotinh/index/segment"
	"baotinh/index/store"
	"baotinh/pipeline/news"
)

// Reprints returns the other articles of the story of an article, the oldest first and the undated ones last,
// at most limit, and how many there are.
func Reprints(s *store.Snapshot, a *news.Article, limit int) ([]*news.Article, int, error) {
	type other struct {
		segment store.Segment
		doc     uint32
		date    int64
	}
	var others []other
	story := cmp.Or(a.Story, a.ID)
	for _, seg := range s.Segments {
		p, err := seg.Postings(store.FieldStory, string(story))
		if err != nil {
			return nil, 0, corrupt(err)
		}
		docs := segment.NewBitset(seg.Len())
		if err := p.AddTo(docs); err != nil {
			return nil, 0, corrupt(err)
		}
		for _, id := range []news.ID{a.ID, story} {
			doc, ok, err := seg.Segment.Find(string(id))
			if err != nil {
				return nil, 0, corrupt(err)
			}
			switch {
			case ok && id == a.ID:
				docs.Remove(doc)
			case ok:
				docs.Add(doc) // the article that the others reprint
			}
		}
		docs.And(seg.Live)
		for doc := range docs.All() {
			others = append(others, other{seg, doc, seg.Values.Published[doc]})
		}
	}
	slices.SortStableFunc(others, func(a, b other) int { return byOldest(a.date, b.date) })
	var all []*news.Article
	for _, o := range others[:min(limit, len(others))] {
		found, err := o.segment.Article(o.doc)
		if err != nil {
			return nil, 0, err
		}
		all = append(all, found)
	}
	return all, len(others), nil
}
