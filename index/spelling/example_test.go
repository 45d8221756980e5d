package spelling_test

import (
	"fmt"
	"strings"

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
	unknown := func(string) int { return 0 } // no document has any of the words
	words := strings.Fields("thị xã lajng sown ruowuj")
	decoded := spelling.DecodeKeys(words, unknown)
	for _, w := range words {
		fmt.Println(w, decoded[w].Readings)
	}
	// Output:
	// thị []
	// xã []
	// lajng [lạng]
	// sown [sơn sờn sớn sởn sỡn sợn]
	// ruowuj [rượu]
}

func ExampleRestorer() {
	r := spelling.NewRestorer(analysis.AppendWords(nil, "tinh uy hop"))
	for range 3 {
		r.ReadArticle([]string{"Tỉnh ủy họp bàn.", "Sáng nay, Tỉnh ủy họp."})
	}
	fmt.Println(r.Restore())
	// Output: [Tỉnh ủy họp]
}
