package canonical_test

import (
	"fmt"

	"baotinh/pipeline/canonical"
)

func ExampleURL() {
	for _, s := range []string{
		"HTTPS://BaoLangSon.vn:443/thời-sự/./a.html?utm_source=zalo#binh-luan",
		"http://baobinhdinh.vn/viewer.aspx?macm=3&mabb=12345&fbclid=IwAR0",
		"mailto:toasoan@baolangson.vn",
	} {
		u, err := canonical.URL(s)
		if err != nil {
			fmt.Println(err)
			continue
		}
		fmt.Println(u)
	}
	// Output:
	// https://baolangson.vn/th%E1%BB%9Di-s%E1%BB%B1/a.html
	// http://baobinhdinh.vn/viewer.aspx?macm=3&mabb=12345
	// URL "mailto:toasoan@baolangson.vn": neither http nor https
}

func ExampleResolve() {
	u, _ := canonical.Resolve("https://baolangson.vn/thoi-su/a.html", "../van-hoa/b.html")
	fmt.Println(u)
	// Output: https://baolangson.vn/van-hoa/b.html
}
