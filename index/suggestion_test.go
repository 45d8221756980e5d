package index

import "testing"

func TestSuggestion(t *testing.T) {
	ix := testIndex(t, sameDay(5)...)
	put(t, ix, article(100, "Chuyển đổi số", "Chuyển đổi số ở tỉnh."))
	if err := ix.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ name, query, want string }{
		{"Telex keys", "chuyeern ddooir soos -mưa", "chuyển đổi số -mưa"},
		{"nothing to repair", "chuyển đổi", ""},
		{"without marks", "chuyen doi", ""},
	} {
		if got := find(t, ix, Request{Query: tt.query}).Suggestion; got != tt.want {
			t.Errorf("%s: %q suggests %q, want %q", tt.name, tt.query, got, tt.want)
		}
	}
}
