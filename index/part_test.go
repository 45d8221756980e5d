package index_test

import (
	"slices"
	"testing"

	"baotinh/index"
)

func TestPartsArePlainTextThatMarksDivide(t *testing.T) {
	for marked, want := range map[string][]index.Part{
		"":                                nil,
		"không có gì":                     {{Text: "không có gì"}},
		"Nước <mark>lũ</mark> về":         {{Text: "Nước "}, {Text: "lũ", Match: true}, {Text: " về"}},
		"<mark>sạt</mark><mark>lở</mark>": {{Text: "sạt", Match: true}, {Text: "lở", Match: true}},
		"&lt;b&gt; &amp;lt; <mark>&#34;</mark>": {
			{Text: "<b> &lt; "}, {Text: `"`, Match: true},
		},
	} {
		if got := index.Parts(marked); !slices.Equal(got, want) {
			t.Errorf("%q: %+v, want %+v", marked, got, want)
		}
	}
}
