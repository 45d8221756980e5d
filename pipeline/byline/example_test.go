package byline_test

import (
	"fmt"

	"baotinh/pipeline/byline"
)

func ExampleParse() {
	for _, line := range []string{
		"HOÀNG VƯƠNG - TRIỆU THÀNH",
		"Bài: Lê Minh - Ảnh: Xuân Hải",
		"Tạ Nguyên/Báo Tin tức",
		"Theo nhandan.vn",
		"Toàn cảnh hội nghị",
	} {
		c, ok := byline.Parse(line)
		fmt.Printf("%v authors %q photographers %q source %q\n", ok, c.Authors, c.Photographers, c.Source)
	}
	// Output:
	// true authors ["Hoàng Vương" "Triệu Thành"] photographers [] source ""
	// true authors ["Lê Minh"] photographers ["Xuân Hải"] source ""
	// true authors ["Tạ Nguyên"] photographers [] source "Báo Tin tức"
	// true authors [] photographers [] source "Báo Nhân Dân"
	// false authors [] photographers [] source ""
}

func ExampleCutDateline() {
	fmt.Printf("%q\n", pair(byline.CutDateline("(LSO) – Chiều 27/7, Hội Nông dân tỉnh họp.")))
	fmt.Printf("%q\n", pair(byline.CutDateline("VN-Index giảm phiên thứ ba liên tiếp.")))
	// Output:
	// ["LSO" "Chiều 27/7, Hội Nông dân tỉnh họp."]
	// ["" "VN-Index giảm phiên thứ ba liên tiếp."]
}

func ExampleCutCredit() {
	fmt.Printf("%q\n", pair(byline.CutCredit("Toàn cảnh hội nghị. Ảnh: Đức Anh")))
	// Output: ["Toàn cảnh hội nghị." "Đức Anh"]
}

func ExampleIsAccount() {
	fmt.Println(byline.IsAccount("longantv"), byline.IsAccount("Báo An Giang"), byline.IsAccount("Mai Linh"))
	// Output: true true false
}

func pair(a, b string) [2]string { return [2]string{a, b} }
