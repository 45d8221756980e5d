package place_test

import (
	"fmt"
	"time"

	"baotinh/pipeline/place"
)

func ExampleRecognizer() {
	var r place.Recognizer
	r.Begin("Lạng Sơn", time.Date(2024, 8, 1, 0, 0, 0, 0, time.UTC))
	r.Add(place.Title, "Hữu Lũng vào vụ na")
	r.Add(place.Text, "Ông Hà Giang, ở xã Yên Bình, huyện Hữu Lũng, hái hai tạ na một ngày.")
	for _, p := range r.Places() {
		fmt.Printf("%s (%s): now %s\n", p.Unit.Official(), p.Evidence, p.Unit.Now[0].Official())
	}
	// Output:
	// huyện Hữu Lũng, Lạng Sơn (newspaper): now xã Hữu Lũng, Lạng Sơn
	// xã Yên Bình, Hữu Lũng, Lạng Sơn (beside): now xã Yên Bình, Lạng Sơn
}

func ExampleNamed() {
	for _, typed := range []string{"bac giang", "Bình Minh, Vĩnh Long", "huyện Quảng Ninh"} {
		for _, group := range place.Named(typed) {
			fmt.Printf("%s: %s\n", typed, group[0].Official())
		}
	}
	fmt.Println("Châu Thành:", len(place.Named("Châu Thành")), "places")
	// Output:
	// bac giang: tỉnh Bắc Giang
	// Bình Minh, Vĩnh Long: thị xã Bình Minh, Vĩnh Long
	// huyện Quảng Ninh: huyện Quảng Ninh, Quảng Bình
	// Châu Thành: 11 places
}
