package highlight_test

import (
	"fmt"

	"baotinh/index/highlight"
)

func Example() {
	h := highlight.New(highlight.Weights{
		Exact: map[string]float32{"mưa": 2, "lớn": 1},
		Pairs: map[[2]string]float32{{"mua", "lon"}: 3},
	})
	fmt.Println(h.Passage([]string{"Trời nắng.", "Chiều nay mưa lớn ở Tràng Định."}, 6, 200))
	// Output: Chiều nay <mark>mưa lớn</mark> ở Tràng Định.
}
