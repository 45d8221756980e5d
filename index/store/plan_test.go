package store

import (
	"slices"
	"testing"

	"github.com/blevesearch/bleve/v2/index/scorch/mergeplan"
)

// A sizedSegment is a segment of which only the number of documents matters.
type sizedSegment struct{ id, docs int64 }

func (s *sizedSegment) Id() uint64          { return uint64(s.id) }
func (s *sizedSegment) FullSize() int64     { return s.docs }
func (s *sizedSegment) LiveSize() int64     { return s.docs }
func (s *sizedSegment) HasVector() bool     { return false }
func (s *sizedSegment) FileSize() int64     { return s.docs }
func (s *sizedSegment) LiveFileSize() int64 { return s.docs }

// A large shard has a few segments when it is merged whole, so that they are searched concurrently; a small
// one has one.
func TestWholePlan(t *testing.T) {
	for _, tt := range []struct {
		segments    int
		docs        int64 // of each
		least, most int   // segments of the merged shard
	}{
		{2, 10, 1, 1}, {25, 1_000, 1, 1}, {40, 13_000, 1, 1}, {25, 40_000, 2, 3}, {250, 40_000, 19, 39},
	} {
		var shard []mergeplan.Segment
		for i := range tt.segments {
			shard = append(shard, &sizedSegment{int64(i), tt.docs})
		}
		options := wholePlan()
		for id := int64(tt.segments); ; id++ {
			plan, err := mergeplan.Plan(shard, &options)
			if err != nil {
				t.Fatal(err)
			}
			if plan == nil || len(plan.Tasks) == 0 {
				break
			}
			merged := &sizedSegment{id: id}
			for _, s := range plan.Tasks[0].Segments {
				merged.docs += s.LiveSize()
			}
			shard = slices.DeleteFunc(shard, func(s mergeplan.Segment) bool {
				return slices.Contains(plan.Tasks[0].Segments, s)
			})
			shard = append(shard, merged)
		}
		for _, s := range shard {
			if s.LiveSize() > mostMerged {
				t.Errorf("%d × %d documents: a segment has %d", tt.segments, tt.docs, s.LiveSize())
			}
		}
		if n := len(shard); n < tt.least || n > tt.most {
			t.Errorf("%d × %d documents are %d segments, want %d to %d",
				tt.segments, tt.docs, n, tt.least, tt.most)
		}
	}
}
