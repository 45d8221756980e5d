package extract_test

import (
	"fmt"

	"baotinh/pipeline/extract"
	"baotinh/pipeline/news"
	"baotinh/pipeline/newspaper"
)

func ExampleExtractor_Extract() {
	page := &news.Page{
		URL:    "https://baolangson.vn/thoi-su/ho-na-tam-5071654.html",
		Status: 200,
		Body: []byte(`<title>Hồ Nà Tâm tích đủ nước - Báo Lạng Sơn</title>
			<div class="top"><span class="time-now">Thứ năm, 07/12/2023</span></div>
			<h1>Hồ Nà Tâm tích đủ nước</h1>
			<div class="detail-date">12/01/2023 | 09:20 GMT+7</div>
			<div id="content-detail">
			<p>(LSO) – Sáng 12/1, nước từ hồ Nà Tâm về đến cánh đồng Bản Luông, đủ tưới cho 860 ha lúa.</p>
			<figure><img src="a.jpg"><figcaption>Đập chính hồ Nà Tâm. Ảnh: Đức Anh</figcaption></figure>
			<p style="text-align: right"><strong>MAI LINH</strong></p></div>`),
	}
	a, err := extract.New(newspaper.Default()).Extract(page)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(a.Title, a.Published.Time, a.Authors, a.Dateline)
	for _, b := range a.Blocks {
		fmt.Printf("%s: %s (%s)\n", b.Kind, b.Text, b.Credit)
	}
	// Output:
	// Hồ Nà Tâm tích đủ nước 2023-01-12 09:20:00 +0700 +07 [Mai Linh] LSO
	// paragraph: Sáng 12/1, nước từ hồ Nà Tâm về đến cánh đồng Bản Luông, đủ tưới cho 860 ha lúa. ()
	// caption: Đập chính hồ Nà Tâm. (Đức Anh)
}
