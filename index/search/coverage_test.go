package search

import (
	"testing"

	"baotinh/index/segment"
)

func BenchmarkAddWeight(b *testing.B) {
	const articles = 50_000
	s := segment.NewBitset(articles)
	for n := uint32(0); n < articles; n += 7 {
		s.Add(n)
	}
	scores := make([]float32, len(s)*64)
	b.ReportAllocs()
	for b.Loop() {
		addWeight(scores, s, 1)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(s.Count()), "ns/article")
}
