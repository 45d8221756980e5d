package robots

import "testing"

func TestNoIndex(t *testing.T) {
	for _, tt := range []struct {
		name  string
		field string
		page  string
		want  bool
	}{
		{"nothing", "", "<p>Tin</p>", false},
		{"field", "noindex", "", true},
		{"field with others", "nofollow, NoIndex", "", true},
		{"none", "none", "", true},
		{"for another", "googlebot: noindex", "", false},
		{"for another, then us", "googlebot: noindex, baotinh: none", "", true},
		{"list for another", "googlebot: nofollow, noindex", "", false},
		{"for all, a date", "unavailable_after: 25 Jun 2030 15:00:00 PST, noindex", "", true},
		{"other directives", "noarchive, max-snippet: 20", "", false},
		{"meta", "", "<head><meta name=robots content='noindex,follow'></head>", true},
		{"meta in capitals", "", "<META NAME='ROBOTS' CONTENT='NOINDEX'>", true},
		{"meta for us", "", "<meta name=baotinh content=noindex>", true},
		{"meta for another", "", "<meta name=googlebot content=noindex>", false},
		{"meta that allows", "", "<meta name=robots content='index, follow'>", false},
		{"in a comment", "", "<!-- <meta name=robots content=noindex> --><p>", false},
		{"in the body", "", "<body><meta name=robots content=noindex>", false},
	} {
		got := NoIndex("baotinh/1.0 (+https://example.vn/)", []string{tt.field}, []byte(tt.page))
		if got != tt.want {
			t.Errorf("%s: %t, want %t", tt.name, got, tt.want)
		}
	}
}
