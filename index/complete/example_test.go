package complete_test

import (
	"fmt"

	"baotinh/index/complete"
)

func Example() {
	table := complete.New([]string{"Lạng Sơn vào hội", "Mưa ở Lạng Sơn", "LẠNG SƠN: giá rét", "Làng nghề"})
	for _, p := range table.Complete("lang", 10) {
		fmt.Println(p.Text, p.Count)
	}
	// Output: Lạng Sơn 3
}
