package structured

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestReadJSONLD(t *testing.T) {
	tests := []struct {
		name, in string
		want     JSONLD
	}{
		{"in a graph, with a person", `{"@graph":[{"@type":"WebSite","name":"Báo Lạ"},
			{"@type":["NewsArticle"],"headline":"Bản xa có điện",
			"author":{"@type":"Person","name":"Mai Linh"}}]}`,
			JSONLD{Found: true, Headline: "Bản xa có điện", Authors: []string{"Mai Linh"}}},
		{"trailing commas and raw line breaks", "{\"@type\":\"Article\",\"headline\":\"Bản xa\ncó điện\",}",
			JSONLD{Found: true, Headline: "Bản xa\ncó điện"}},
		{"quotes inside a string", `{"@type":"Article","headline":"Hội "Sắc xuân" khai mạc","url":"/a"}`,
			JSONLD{Found: true, Headline: `Hội "Sắc xuân" khai mạc`, URL: "/a"}},
		{"cut short", `{"@type":"Article","datePublished":"2022-10-12","author":[{"name":"Mai`,
			JSONLD{Found: true, Published: "2022-10-12", Authors: []string{"Mai"}}},
		{"the first of two articles",
			`[{"@type":"Article","headline":"Một"},{"@type":"Article","headline":"Hai"}]`,
			JSONLD{Found: true, Headline: "Một"}},
		{"an organisation is no author",
			`{"@type":"Article","author":{"@type":"Organization","name":"Báo Lạ"}}`,
			JSONLD{Found: true}},
		{"a list", `{"@type":"ItemList"}`, JSONLD{List: true}},
		{"the section of a breadcrumb", `{"@type":"BreadcrumbList","itemListElement":[
			{"name":"Trang chủ"},{"item":{"name":"Kinh tế"}},{"name":"Nông nghiệp"}]}`,
			JSONLD{Section: "Kinh tế"}},
		{"surrogates and other escapes", `{"@type":"Article","headline":"\ud83d\ude00 \u1ea1\n\"x\""}`,
			JSONLD{Found: true, Headline: "😀 ạ \"x\""}},
		{"no JSON", `<!-- -->`, JSONLD{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, ReadJSONLD([][]byte{[]byte(tt.in)})); diff != "" {
				t.Errorf("%s (-want +got):\n%s", tt.in, diff)
			}
		})
	}
}

func FuzzReadJSONLD(f *testing.F) {
	f.Add([]byte(`{"@type":"NewsArticle","author":[{"name":"A"},"B"],"keywords":"a,b"}`))
	f.Add([]byte(`[[[{"a":"\u12`))
	f.Fuzz(func(_ *testing.T, data []byte) { ReadJSONLD([][]byte{data}) })
}

func TestIsMetaName(t *testing.T) {
	for name, want := range map[string]bool{
		"OG:Title": true, "article:published_time": true, "robots": false, "viewport": false,
		"og&#58;title": true, // may be any
	} {
		if got := IsMetaName([]byte(name)); got != want {
			t.Errorf("IsMetaName(%q) = %t, want %t", name, got, want)
		}
	}
}
