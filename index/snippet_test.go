package index

import (
	"testing"

	"baotinh/index/query"
	"baotinh/pipeline/news"
)

func BenchmarkSnippet(b *testing.B) {
	s, err := testIndex(b, article(1, "Hội nghị sơ kết")).store.Snapshot(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	a := article(2, "Mưa lớn")
	for range 40 {
		a.Blocks = append(a.Blocks, news.Block{Kind: news.Paragraph,
			Text: "Chiều 27/7, Tỉnh ủy Lạng Sơn tổ chức hội nghị sơ kết thực hiện Nghị quyết 27-NQ/TW."})
	}
	q, err := query.Parse("hạn hán nông thôn mới")
	if err != nil {
		b.Fatal(err)
	}
	x := newSearch(b.Context(), s, &Request{}, q, new(query.Node))
	x.plan = newPlan(q, true)
	x.gather()
	defer x.arena.Release()
	b.SetBytes(int64(40 * len(a.Blocks[0].Text)))
	b.ReportAllocs()
	for b.Loop() {
		x.marker().snippet(a, 1e9, 240)
	}
}
