package spelling_test

import (
	"fmt"

	"baotinh/index/analysis"
	"baotinh/index/spelling"
)

func ExampleCandidates() {
	for _, c := range spelling.Candidates("nạng") {
		if c.Edit == spelling.Sound {
			fmt.Println(c.Text)
		}
	}
	// Output:
	// lạng
	// nạn
}

func ExampleDecodeKeys() {
	var words []spelling.Word
	const query = "thị xã lajng sown"
	for _, w := range analysis.AppendWords(nil, query) {
		words = append(words, spelling.Word{Word: w, Typed: query[w.Start:w.End]})
	}
	unknown := func(int) int { return 0 } // no document has any of the words
	for _, r := range spelling.DecodeKeys(words, unknown) {
		fmt.Println(words[r.Word].Typed, "means", r.Text)
	}
	// Output:
	// lajng means lạng
	// sown means sơn
}

func ExampleRestorer() {
	r := spelling.NewRestorer(analysis.AppendWords(nil, "tinh uy hop"))
	for range 3 {
		r.ReadArticle([]string{"Tỉnh ủy họp bàn.", "Sáng nay, Tỉnh ủy họp."})
	}
	fmt.Println(r.Restore())
	// Output: [Tỉnh ủy họp]
}
