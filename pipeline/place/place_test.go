package place

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
)

// find returns what the lines of a text, of which the first is a title, name.
func find(province string, published time.Time, text string) string {
	var r Recognizer
	r.Begin(province, published)
	return placesOf(&r, text)
}

func placesOf(r *Recognizer, text string) string {
	title, rest, _ := strings.Cut(text, "\n")
	r.Add(Title, title)
	for line := range strings.SplitSeq(rest, "\n") {
		r.Add(Text, line)
	}
	var all []string
	for _, p := range r.Places() {
		all = append(all, p.Unit.Official())
	}
	return strings.Join(all, "; ")
}

func onDay(year, month, day int) time.Time {
	return time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
}

func TestUnits(t *testing.T) {
	r := units()
	count := map[Level][2]int{}
	seen := map[string]bool{}
	for _, u := range r.units {
		n := count[u.Level]
		if u.Former {
			n[1]++
		} else {
			n[0]++
		}
		count[u.Level] = n
		if u.Former && len(u.Now) == 0 {
			t.Errorf("%s has no unit of today", u)
		}
		key := fmt.Sprint(u.Level, u)
		if seen[key] {
			t.Errorf("two units are called %s", u)
		}
		seen[key] = true
	}
	want := map[Level][2]int{Province: {34, 29}, District: {0, 696}, Commune: {3321, 10035}}
	for level, n := range want {
		if count[level] != n {
			t.Errorf("level %d: %d of today and of before, want %d", level, count[level], n)
		}
	}
}

// A divided commune has several units of today, and one of today has land of several.
func TestUnitsOfBothTimes(t *testing.T) {
	officials := func(units []*Unit) string {
		var all []string
		for _, u := range units {
			all = append(all, u.Official())
		}
		return strings.Join(all, "; ")
	}
	for _, u := range units().units {
		switch u.String() {
		case "Linh Đông, Thủ Đức, Hồ Chí Minh":
			want := "phường Hiệp Bình, Hồ Chí Minh; phường Thủ Đức, Hồ Chí Minh"
			if got := officials(u.Now); got != want {
				t.Errorf("%s is now %s, want %s", u, got, want)
			}
		case "Bắc Ninh":
			if got, want := officials(u.Before), "tỉnh Bắc Giang"; u.Former || got != want {
				t.Errorf("%s was %s, want %s", u, got, want)
			}
		case "Bạch Long Vĩ, Hải Phòng":
			if u.Level == District && officials(u.Now) != "đặc khu Bạch Long Vĩ, Hải Phòng" {
				t.Errorf("%s is now %s", u, officials(u.Now))
			}
		}
	}
}

func TestNamesCountWithEvidence(t *testing.T) {
	for _, tt := range []struct{ name, province, text, want string }{
		{"unit word and what is around", "", "Mưa đá ở xã Yên Bình, huyện Hữu Lũng, tỉnh Lạng Sơn.",
			"tỉnh Lạng Sơn; huyện Hữu Lũng, Lạng Sơn; xã Yên Bình, Hữu Lũng, Lạng Sơn"},
		{"without unit words", "", "Bà con ở Yên Bình, Hữu Lũng, Lạng Sơn được mùa.",
			"tỉnh Lạng Sơn; huyện Hữu Lũng, Lạng Sơn; xã Yên Bình, Hữu Lũng, Lạng Sơn"},
		{"parentheses", "", "Cầu treo tại xã Vũ Lễ (Bắc Sơn, Lạng Sơn) đã thông.",
			"tỉnh Lạng Sơn; huyện Bắc Sơn, Lạng Sơn; xã Vũ Lễ, Bắc Sơn, Lạng Sơn"},
		{"a list of communes", "", "Các xã Vũ Lễ, xã Tân Hương và xã Vũ Sơn (huyện Bắc Sơn) mất điện.",
			"huyện Bắc Sơn, Lạng Sơn; xã Vũ Lễ, Bắc Sơn, Lạng Sơn; xã Tân Hương, Bắc Sơn, Lạng Sơn; " +
				"xã Vũ Sơn, Bắc Sơn, Lạng Sơn"},
		{"a commune of a name that many have", "", "Hội làng ở xã Tân Thành mở hôm qua.", ""},
		{"the newspaper's province", "Lạng Sơn", "Hội làng ở huyện Lộc Bình mở hôm qua.",
			"huyện Lộc Bình, Lạng Sơn"},
		{"the newspaper's province with its kind", "TP. Hồ Chí Minh", "Ngập ở huyện Hóc Môn.",
			"huyện Hóc Môn, Hồ Chí Minh"},
		{"the newspaper's province decides", "Vĩnh Long", "Kẹt xe ở huyện Châu Thành sáng nay.", ""},
		{"a district elsewhere in the article", "",
			"Lũ quét ở huyện Hữu Lũng\nSáng nay, xã Yên Bình mất điện.",
			"huyện Hữu Lũng, Lạng Sơn; xã Yên Bình, Hữu Lũng, Lạng Sơn"},
		{"a province elsewhere in the article", "",
			"Lạng Sơn được mùa na\nTại Chi Lăng, bà con thu hái từ sáng.",
			"tỉnh Lạng Sơn; huyện Chi Lăng, Lạng Sơn"},
		{"kinds tell units apart", "", "Huyện Quảng Ninh (tỉnh Quảng Bình) và tỉnh Quảng Ninh kết nghĩa.",
			"tỉnh Quảng Bình; tỉnh Quảng Ninh; huyện Quảng Ninh, Quảng Bình"},
		{"a city that is not its province", "", "Công an TP. Thanh Hóa bắt hai đối tượng.",
			"thành phố Thanh Hóa, Thanh Hóa"},
		{"abbreviations", "", "Cháy lớn ở P.10, Q.Phú Nhuận, TP.HCM; xe từ Q. 1 tới chữa.",
			"thành phố Hồ Chí Minh; quận Phú Nhuận, Hồ Chí Minh; Quận 1, Hồ Chí Minh; " +
				"Phường 10, Phú Nhuận, Hồ Chí Minh"},
		{"party committees", "", "Tỉnh ủy Hưng Yên họp với Huyện uỷ Yên Mỹ.",
			"tỉnh Hưng Yên; huyện Yên Mỹ, Hưng Yên"},
		{"both styles of tone marks", "", "Hoà Bình thì khác: tỉnh Hoà Bình, tỉnh Thanh Hoá, tỉnh Hòa Bình.",
			"tỉnh Hòa Bình; tỉnh Thanh Hóa"},
		{"capitals", "", "TỈNH LẠNG SƠN", "tỉnh Lạng Sơn"},
		{"spellings of the highlands", "", "Cà phê Đăk Lăk và Đắc Lắc được giá ở huyện Cư M’gar.",
			"tỉnh Đắk Lắk; huyện Cư M'gar, Đắk Lắk"},
		{"a former name of a district", "", "Triều cường ở quận 9, TPHCM.",
			"thành phố Hồ Chí Minh; thành phố Thủ Đức, Hồ Chí Minh"},
		{"a name with a hyphen", "", "Dầu tràn ở Bà Rịa-Vũng Tàu.", "tỉnh Bà Rịa - Vũng Tàu"},
		{"a well-known city", "", "Khách đến Nha Trang tăng.", "thành phố Nha Trang, Khánh Hòa"},
		{"a commune that a district no longer has", "",
			"Hội ở xã Không Có, huyện Hữu Lũng; xã Tân Thành, huyện Tràng Định.",
			"huyện Hữu Lũng, Lạng Sơn; huyện Tràng Định, Lạng Sơn"},
		{"a unit word that begins in a name", "", "Ở Hà Giang phố xá đông, ở Tân Thành phố Huế cũng vậy.",
			"tỉnh Hà Giang; thành phố Huế"},
		{"a school called after a person, in a city", "", "Trường tiểu học Quang Trung (TP Hà Giang) đón bé.",
			"thành phố Hà Giang, Hà Giang"},
		{"a commune of before, where one of today has its name", "",
			"Sở Hà Nội và UBND phường Hoàng Liệt họp.",
			"thành phố Hà Nội; phường Hoàng Liệt, Hoàng Mai, Hà Nội"},
		{"quotation marks of print", "", "Hội “Hà Nội mùa thu” – Huế “mùa xuân” Quảng Trị.",
			"thành phố Hà Nội; thành phố Huế; tỉnh Quảng Trị"},
		{"a house in a street", "Hà Nội", "Chi nhánh tại 181 Hai Bà Trưng, Buôn Ma Thuột mở cửa.",
			"thành phố Buôn Ma Thuột, Đắk Lắk"},
		{"a street in a district", "Hà Nội", "Ở phố Hàng Gai, Hai Bà Trưng (quận Hoàn Kiếm) ùn tắc.",
			"quận Hoàn Kiếm, Hà Nội"},
		{"a district that there is not", "Lạng Sơn", "Nhà ở xã Yên Bình, huyện Không Có đã cũ.", ""},
		{"a commune of another kind", "Lạng Sơn", "Hội ở phường Yên Bình rất vui.", ""},
		{"a commune of another district", "Lạng Sơn", "Tin huyện Lộc Bình\nHội ở xã Yên Bình rất vui.",
			"huyện Lộc Bình, Lạng Sơn"},
		{"the same district", "", "Nhà ở xã Yên Bình, cùng huyện Hữu Lũng.",
			"huyện Hữu Lũng, Lạng Sơn; xã Yên Bình, Hữu Lũng, Lạng Sơn"},
		{"a club is of its city", "", "Hà Nội FC thắng trận đầu.", "thành phố Hà Nội"},
	} {
		if got := find(tt.province, time.Time{}, tt.text); got != tt.want {
			t.Errorf("%s: %s\n got %s\nwant %s", tt.name, tt.text, got, tt.want)
		}
	}
}

func TestNamesOfOtherThings(t *testing.T) {
	for _, tt := range []struct{ name, text string }{
		{"a person's surname before it", "Ca sĩ Trần Quảng Ninh hát, Lê Hà Giang múa."},
		{"a title before it", "Cảm ơn ông Quảng Ninh và chị Hà Giang."},
		{"a sea", "Bão vào từ Thái Bình Dương."},
		{"a battle", "Họ kể chuyện Điện Biên Phủ."},
		{"streets and bridges", "Kẹt xe trên đường Hà Nội, phố Huế, xa lộ Hà Nội, cầu Cần Thơ."},
		{"rivers and ships", "Nước sông Đồng Nai lên; tàu Hải Dương 981 rời đi."},
		{"a president", "Đường mòn mang tên Hồ Chí Minh, theo gương Hồ Chí Minh."},
		{"a credit", "Ảnh: Hà Giang"},
		{"a byline", "Hải Dương"},
		{"a longer name", "Công ty An Giang Xanh và quán Bắc Ninh Xưa mở cửa."},
		{"peace", "Họ bắt tay: Hòa Bình và Hữu Nghị."},
		{"a province of another country", "Mưa ở tỉnh Quảng Đông, thành phố An Khang."},
		{"initials", "Theo P.V và X.V (TTXVN)."},
		{"a wife and a husband", "Bà xã Quang Huy và ông xã Đan Trường đi chợ."},
		{"a dynasty", "Nhà Tây Sơn, từ Tây Sơn thượng đạo, tiến ra."},
		{"archipelagos", "Tàu cá ở Trường Sa, quần đảo Hoàng Sa."},
		{"a numbered house", "Nhà 10, ngõ 3, phường nọ."},
	} {
		if got := find("", time.Time{}, "Tin\n"+tt.text); got != "" {
			t.Errorf("%s: %s\n got %s", tt.name, tt.text, got)
		}
	}
}

// The names of today are those of units that were formed in 2025, so earlier articles do not mean them.
func TestDateDecidesBetweenTimes(t *testing.T) {
	text := "Khởi công trường học tại xã Quốc Khánh, tỉnh Lạng Sơn."
	for _, tt := range []struct {
		published time.Time
		want      string
	}{
		{onDay(2019, 5, 1), "tỉnh Lạng Sơn; xã Quốc Khánh, Tràng Định, Lạng Sơn"},
		{onDay(2025, 9, 1), "tỉnh Lạng Sơn; xã Quốc Khánh, Lạng Sơn"},
	} {
		if got := find("", tt.published, text); got != tt.want {
			t.Errorf("in %d: got %s, want %s", tt.published.Year(), got, tt.want)
		}
	}
	text = "Người dân xã Hữu Lũng đi chợ."
	if got, want := find("Lạng Sơn", onDay(2026, 1, 1), text), "xã Hữu Lũng, Lạng Sơn"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestEvidence(t *testing.T) {
	var r Recognizer
	r.Begin("Lạng Sơn", time.Time{})
	r.Add(Title, "Hà Nội đón đoàn Lạng Sơn")
	r.Add(Dateline, "Lạng Sơn")
	r.Add(Text, "Đoàn xã Yên Bình, huyện Hữu Lũng cùng đoàn huyện Lộc Bình có mặt.")
	got := map[string]string{}
	for _, p := range r.Places() {
		got[p.Unit.Official()] = p.Evidence.String()
	}
	for unit, want := range map[string]string{
		"thành phố Hà Nội": "alone", "tỉnh Lạng Sơn": "dateline", "huyện Lộc Bình, Lạng Sơn": "newspaper",
		"xã Yên Bình, Hữu Lũng, Lạng Sơn": "beside",
	} {
		if got[unit] != want {
			t.Errorf("%s: evidence %q, want %q", unit, got[unit], want)
		}
	}
}

// A recognizer forgets an article when the next one begins.
func TestRecognizerIsUsedAgain(t *testing.T) {
	var r Recognizer
	for range 3 {
		r.Begin("", time.Time{})
		if got, want := placesOf(&r, "Mưa ở Hà Nội\nvà huyện Sóc Sơn."),
			"thành phố Hà Nội; huyện Sóc Sơn, Hà Nội"; got != want {
			t.Errorf("got %s, want %s", got, want)
		}
		r.Begin("", time.Time{})
		if got := placesOf(&r, "Nắng\nkhắp nơi."); got != "" {
			t.Errorf("got %s, want nothing", got)
		}
	}
}

func TestRecognizerDoesNotAllocate(t *testing.T) {
	var r Recognizer
	text := strings.Repeat("Mưa ở xã Yên Bình, huyện Hữu Lũng, tỉnh Lạng Sơn, theo ông Hà. ", 5)
	find := func() {
		r.Begin("Lạng Sơn", time.Time{})
		r.Add(Text, text)
		r.Places()
	}
	find()
	if n := testing.AllocsPerRun(100, find); n > 0 {
		t.Errorf("%v allocations an article, want none", n)
	}
}

func FuzzRecognizer(f *testing.F) {
	f.Add("Lạng Sơn", "Mưa ở xã Yên Bình, huyện Hữu Lũng, TP.HCM, Q. 1, P.10 Đắk R'Lấp Bà Rịa - ")
	f.Add("", "Tân Thành phố Huế, Hà Thị xã Quảng Trị")
	f.Add("", "TP. \xe1\xbb Hà\xc4")
	f.Fuzz(func(t *testing.T, province, text string) {
		var r Recognizer
		r.Begin(province, time.Time{})
		r.Add(Title, text)
		r.Add(Text, text)
		places := slices.Clone(r.Places())
		for i, p := range places {
			if slices.ContainsFunc(places[:i], func(q Place) bool { return p.Unit == q.Unit }) {
				t.Errorf("%q: %s comes twice", text, p.Unit)
			}
		}
	})
}

func BenchmarkRecognizer(b *testing.B) {
	text, err := os.ReadFile("testdata/article.txt")
	if err != nil {
		b.Fatal(err)
	}
	lines := strings.Split(string(text), "\n")
	var r Recognizer
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		r.Begin("Lạng Sơn", time.Time{})
		for _, s := range lines {
			r.Add(Text, s)
		}
		r.Places()
	}
}

// Reading eight bytes at a time finds the same words as reading each.
func TestNextWord(t *testing.T) {
	text := "  a Bc đe  Fgh (I) jklm Ờ “Nn” 1 o" + strings.Repeat(" x", 20) + " Y "
	for i := range text {
		want := len(text)
		for j := i; j+1 < len(text); j++ {
			c := classes[text[j+1]]
			if text[j] == ' ' && c != small && (c != maybe || isCapital(text, j+1)) {
				want = j + 1
				break
			}
		}
		if got := nextWord(text, i); got != want {
			t.Errorf("from %d: %d, want %d", i, got, want)
		}
	}
}
