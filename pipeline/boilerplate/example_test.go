package boilerplate_test

import (
	"fmt"

	"baotinh/pipeline/boilerplate"
	"baotinh/pipeline/news"
)

func ExampleProfiles_Clean() {
	var f boilerplate.Profiles
	for n := range 20 {
		url := fmt.Sprintf("https://baomau.example/bai-%d.html", n)
		a := &news.Article{
			ID: news.NewID(url), URL: url, Sapo: "Chiều 27/7, tại xã Hữu Liên, lễ khởi công cầu Nà Tèn.",
			Blocks: []news.Block{{Kind: news.Paragraph, Text: "Chia sẻ qua Zalo"}},
		}
		f.Clean(a)
		for _, warning := range a.Warnings {
			fmt.Printf("page %d: %s\n", n, warning)
		}
	}
	// Output:
	// page 19: template-dropped: baomau.example, 20 pages: Chia sẻ qua Zalo
}
