package store

import (
	"context"
	"fmt"

	"baotinh/index/segment"
	"baotinh/pipeline/dedupe"
	"baotinh/pipeline/news"
)

// Of returns a snapshot of some articles, each with another ID, in memory: document i is article i. The
// articles have neither places nor stories in it. It need not be closed.
func Of(ctx context.Context, articles []*news.Article) (*Snapshot, error) {
	if len(articles) == 0 {
		return &Snapshot{AvgLen: 1}, nil
	}
	documents := make([]*document, len(articles))
	for i, a := range articles {
		documents[i] = newDocument(a, dedupe.Keys{}, uint64(i))
		documents[i].stored = encodeArticle(a)
	}
	data, err := buildSegment(documents)
	if err != nil {
		return nil, err
	}
	seg, err := segment.Parse(data)
	if err != nil {
		return nil, fmt.Errorf("index articles in memory: %w", err)
	}
	values, err := segment.NewDocValues(ctx, seg, docValueFields)
	if err != nil {
		return nil, err
	}
	live := segment.NewBitset(seg.Len())
	live.Invert(seg.Len())
	return &Snapshot{
		Segments: []Segment{{
			Segment: seg, Live: live, Values: values,
			spellings: newSpellingTable(seg), places: new(placeValues),
		}},
		Docs: len(articles), AvgLen: max(1, float64(values.TotalWords)/float64(len(articles))),
	}, nil
}
