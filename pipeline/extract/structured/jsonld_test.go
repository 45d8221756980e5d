package structured

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"baotinh/pipeline/extract/lexicon"
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
		{"a list", `{"@type":"CollectionPage"}`, JSONLD{List: true}},
		{"a list of related articles", `{"@type":"ItemList"}`, JSONLD{}},
		{"the section of a breadcrumb", `{"@type":"BreadcrumbList","itemListElement":[
			{"name":"Trang chủ"},{"item":{"name":"Kinh tế"}},{"name":"Nông nghiệp"}]}`,
			JSONLD{Section: "Kinh tế"}},
		{"surrogates and other escapes", `{"@type":"Article","headline":"\ud83d\ude00 \u1ea1\n\"x\""}`,
			JSONLD{Found: true, Headline: "😀 ạ\n\"x\""}},
		{"no JSON", `<!-- -->`, JSONLD{}},
		{"comments", `/* {"@type":"Article"} */ {"@type":"Article", // "headline"
			"headline":"Một"}`,
			JSONLD{Found: true, Headline: "Một"}},
		{"a comment without end", `{"@type":"Article","headline":"Một" /* }`,
			JSONLD{Found: true, Headline: "Một"}},
		{"quotes as character references",
			`{&quot;@type&quot;:&quot;Article&quot;,&quot;headline&quot;:&quot;Một&quot;}`,
			JSONLD{Found: true, Headline: "Một"}},
		{"arrays of writers in an array", `{"@type":"Article","author":[["Mai Linh"],[{"name":["Vi Hoa"]}]]}`,
			JSONLD{Found: true, Authors: []string{"Mai Linh", "Vi Hoa"}}},
		{"a writer by reference", `[{"@type":"Person","@id":"#1","name":"Mai Linh"},
			{"@type":"Article","author":{"@id":"#1"}}]`,
			JSONLD{Found: true, Authors: []string{"Mai Linh"}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := ReadJSONLD([][]byte{[]byte(tt.in)}).Of(new(Identity))
			if diff := cmp.Diff(tt.want, got); diff != "" {
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

func TestGraphOf(t *testing.T) {
	p := new(Identity)
	p.AddTitle(lexicon.Key("Bản Khuổi Sao có cầu treo mới sau ba mùa lũ - Báo Lạ"))
	p.AddURL("https://baola.example/cau-treo-12.html")
	const own = `"headline":"Bản Khuổi Sao có cầu treo mới sau ba mùa lũ"`
	const other = `"headline":"Hồ Khuổi Lìn đủ nước"`
	tests := []struct {
		name, in, published, doubtful string
	}{
		{"the second of two", `{"@type":"Article",` + other + `,"datePublished":"a"}
			{"@type":"Article",` + own + `,"datePublished":"b"}`, "b", ""},
		{"by an address with www", `{"@type":"Article","url":"/x","datePublished":"a",
			"mainEntityOfPage":"http://www.baola.example/cau-treo-12.html"}`, "a", ""},
		{"another headline alone", `{"@type":"Article",` + other + `,"datePublished":"a"}`, "", "a"},
		{"another headline and address", `{"@type":"Article",` + other + `,"datePublished":"a",
			"url":"https://baola.example/ho-13.html"}`, "", ""},
		{"another headline and the root", `{"@type":"Article",` + other + `,"datePublished":"a",
			"url":"https://baola.example/"}`, "", "a"},
		{"neither headline nor address", `{"@type":"Article","datePublished":"a"}`, "a", ""},
		{"several of others", `[{"@type":"Article",` + other + `,"datePublished":"a"},
			{"@type":"Article",` + other + `,"datePublished":"b"}]`, "", ""},
		{"the headline in other words", `{"@type":"Article","datePublished":"a",
			"headline":"Bản Khuổi Sao có cầu treo mới"}`, "a", ""},
		{"its page", `{"@type":"WebPage","url":"https://baola.example/cau-treo-12.html",` +
			`"datePublished":"a"}`, "a", ""},
		{"another page", `{"@type":"WebPage","name":"Báo Lạ","datePublished":"a"}`, "", ""},
		{"a video of it", `{"@type":"VideoObject","name":"Bản Khuổi Sao có cầu treo mới sau ba mùa lũ",
			"uploadDate":"a"}`, "a", ""},
		{"in a list", `{"@type":"ItemList","itemListElement":[{"@type":"Article",` + own + `,` +
			`"datePublished":"a"}]}`,
			"", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := ReadJSONLD([][]byte{[]byte(tt.in)}).Of(p)
			if d.Published != tt.published || d.Doubtful != tt.doubtful {
				t.Errorf("published %q, doubtful %q, want %q, %q", d.Published, d.Doubtful,
					tt.published, tt.doubtful)
			}
		})
	}
}
