package viet_test

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"golang.org/x/text/transform"

	"baotinh/pipeline/viet"
)

func ExampleNormalize() {
	fmt.Println(viet.Normalize("Ðảng\u00A0bộ tỉnh La\u0323ng Sơn, ngh\u200Bị quyê\u0301t \u0093mới\u0094"))
	// Output: Đảng bộ tỉnh Lạng Sơn, nghị quyết “mới”
}

func ExamplePlaceTones() {
	s := "Uỷ ban nhân dân, hòa bình, cuả"
	fmt.Println(viet.PlaceTones(s, viet.Glide))
	fmt.Println(viet.PlaceTones(s, viet.Nucleus))
	// Output:
	// Ủy ban nhân dân, hòa bình, của
	// Uỷ ban nhân dân, hoà bình, của
}

func ExampleFold() {
	fmt.Println(viet.Fold("Đường sắt Lạng Sơn"))
	// Output: Duong sat Lang Son
}

func ExampleAppendTerm() {
	for _, word := range []string{"Hòa", "HOÀ", "hoa\u0300", "H’Mông", "15/2022/NÐ–CP"} {
		fmt.Printf("%s\n", viet.AppendTerm(nil, word))
	}
	// Output:
	// hoà
	// hoà
	// hoà
	// h'mông
	// 15/2022/nđ-cp
}

func ExampleAppendTokens() {
	s := "Nghị quyết 27-NQ/TW, ngày 9/11/2022"
	for _, t := range viet.AppendTokens(nil, s) {
		fmt.Print(s[t.Start:t.End], " (", t.Kind, ")")
		for _, p := range viet.AppendParts(nil, s, t) {
			fmt.Print(" ", s[p.Start:p.End])
		}
		fmt.Println()
	}
	// Output:
	// Nghị (word)
	// quyết (word)
	// 27-NQ/TW (document number) 27 NQ TW
	// ngày (word)
	// 9/11/2022 (number) 9 11 2022
}

func ExampleParseSyllable() {
	s, ok := viet.ParseSyllable("Giếng")
	fmt.Println(s.Onset, s.Rhyme, s.Tone, ok)
	_, ok = viet.ParseSyllable("Kạn")
	fmt.Println(ok)
	// Output:
	// gi iêng sắc true
	// false
}

func ExampleSentences() {
	s := "Chiều 27/7, tại TP. Lạng Sơn, hội nghị sơ kết được tổ chức… Có 50 đại biểu dự."
	for i, j := range viet.Sentences(s) {
		fmt.Println(s[i:j])
	}
	// Output:
	// Chiều 27/7, tại TP. Lạng Sơn, hội nghị sơ kết được tổ chức…
	// Có 50 đại biểu dự.
}

func ExampleTitleName() {
	fmt.Println(viet.TitleName("H'HEN NIÊ"))
	// Output: H'Hen Niê
}

func ExampleAppendSortKey() {
	provinces := []string{"Bà Rịa", "Ba Vì", "Đà Nẵng", "Cao Bằng", "An Giang"}
	slices.SortFunc(provinces, func(a, b string) int {
		return bytes.Compare(viet.AppendSortKey(nil, a), viet.AppendSortKey(nil, b))
	})
	fmt.Println(strings.Join(provinces, ", "))
	// Output: An Giang, Ba Vì, Bà Rịa, Cao Bằng, Đà Nẵng
}

func ExampleDecodeTelex() {
	fmt.Println(viet.DecodeTelex("dduwowngf"))
	fmt.Println(viet.DecodeVNI("sa81t"))
	fmt.Println(viet.DecodeTelex("duong"))
	// Output:
	// đường true
	// sắt true
	//  false
}

func ExampleExpand() {
	fmt.Println(viet.Expand("HĐND"))
	fmt.Println(viet.Expand("BTV"))
	fmt.Println(viet.Abbreviate("uỷ ban nhân dân"))
	// Output:
	// [Hội đồng nhân dân]
	// [Ban Thường vụ Biên tập viên]
	// [UBND]
}

func ExampleVariants() {
	fmt.Println(viet.Variants("kỹ"), viet.Variants("tai"))
	// Output: [kĩ] []
}

func ExampleNewNormalizer() {
	r := transform.NewReader(strings.NewReader("Tiê\u0301ng\u00A0Việt\n"), viet.NewNormalizer())
	io.Copy(os.Stdout, r)
	// Output: Tiếng Việt
}
