package search

import "testing"

func TestTitlesAreMarked(t *testing.T) {
	ix := testIndex(t,
		article(1, `Sạt lở & "lũ quét" ở Lạng Sơn`, "Trời tạnh."),
		article(2, "Tin vắn", "Sạt lở ở Cao Bằng."))
	for _, h := range find(t, ix, Request{Query: `sat lo -author:"mai linh"`}).Hits {
		want := map[string]string{
			`Sạt lở & "lũ quét" ở Lạng Sơn`: `<mark>Sạt lở</mark> &amp; &#34;lũ quét&#34; ở Lạng Sơn`,
			"Tin vắn": "",
		}[h.Title]
		if h.Marked != want {
			t.Errorf("%s: %s, want %s", h.Title, h.Marked, want)
		}
	}
}
