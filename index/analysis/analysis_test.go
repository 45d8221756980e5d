package analysis

import (
	"fmt"
	"strings"
	"testing"
)

func TestAppendWords(t *testing.T) {
	for _, tt := range []struct{ name, in, exact, fold string }{
		{"case and tone placement", "Tỉnh ỦY Hòa Bình", "tỉnh uỷ hoà bình", "tinh uy hoa binh"},
		{"decomposed", "Lạng Sơn", "lạng sơn", "lang son"},
		{"document number in parts", "27-NQ/TW", "27 nq tw", "27 nq tw"},
		{"thousands", "8.500 tỷ, 1.234.567 người", "8500 tỷ 1234567 người", "8500 ty 1234567 nguoi"},
		{"decimal comma", "tăng 5,2%", "tăng 5,2", "tang 5,2"},
		{"decimal point", "tăng 5.2%", "tăng 5,2", "tang 5,2"},
		{"no thousands", "ngày 27.7.2022", "ngày 27 7 2022", "ngay 27 7 2022"},
		{"a zero before a day", "07/05, 007, 00h05", "7 5 007 00 giờ 5", "7 5 007 00 gio 5"},
		{"sections of a text", "mục 2.1.3", "mục 2.1.3", "muc 2.1.3"},
		{"a number and its unit", "35kV, 1,5ha, 60KM", "35 kv 1,5 ha 60 km", "35 kv 1,5 ha 60 km"},
		{"a code", "QL6, COVID-19, Covid19, ĐT.226", "ql 6 covid 19 covid 19 đt 226",
			"ql 6 covid 19 covid 19 dt 226"},
		{"a code with a decimal", "PM2.5", "pm 2,5", "pm 2,5"},
		{"exponents", "120m², 90 m3, 5km2, CO₂", "120 m2 90 m3 5 km2 co 2", "120 m2 90 m3 5 km2 co 2"},
		{"hours", "14h30, 8H, 7g30, mạng 5G, 5g", "14 giờ 30 8 giờ 7 giờ 30 mạng 5 g 5 g",
			"14 gio 30 8 gio 7 gio 30 mang 5 g 5 g"},
		{"a tone on the consonant", "Viêṭ Nam, Quôć hội, Nguyêñ, Ilić, Muñoz, Năḿ",
			"việt nam quốc hội nguyễn ilić muñoz nắm", "viet nam quoc hoi nguyen ilic munoz nam"},
		{"a tone on a decomposed consonant", "Viêt\u0323 Nam", "việt nam", "viet nam"},
		{"a d struck through", "d\u0336ường, Ðà Nẵng", "đường đà nẵng", "duong da nang"},
		{"apostrophes are one", "H’Mông H'Mông", "hmông hmông", "hmong hmong"},
		{"quotation marks are none", "'trùm' “tình báo”", "trùm tình báo", "trum tinh bao"},
		{"đ", "Đường", "đường", "duong"},
		{"nothing", " – … ", "", ""},
	} {
		var exact, fold []string
		for _, w := range AppendWords(nil, tt.in) {
			exact, fold = append(exact, w.Exact), append(fold, w.Fold)
		}
		if got := strings.Join(exact, " "); got != tt.exact {
			t.Errorf("%s: exact terms of %+q = %+q, want %+q", tt.name, tt.in, got, tt.exact)
		}
		if got := strings.Join(fold, " "); got != tt.fold {
			t.Errorf("%s: folded terms of %+q = %+q, want %+q", tt.name, tt.in, got, tt.fold)
		}
	}
}

// Offsets point into the text as printed, whatever its Unicode form: it is what gets highlighted.
func TestOffsetsPointIntoTheText(t *testing.T) {
	const text = "Tỉnh uỷ Hoà Bình, H’Mông; 8.500 tỷ, 35kV, 27.7.2022, 120m², 14h30"
	words := []string{
		"Tỉnh", "uỷ", "Hoà", "Bình", "H’Mông", "8.500", "tỷ", "35", "kV", "27", "7", "2022", "120", "m²",
		"14", "h", "30",
	}
	for i, w := range AppendWords(nil, text) {
		if got := text[w.Start:w.End]; got != words[i] {
			t.Errorf("word %d is %+q, want %+q", i, got, words[i])
		}
	}
}

func FuzzAppendWords(f *testing.F) {
	f.Add("Tỉnh ỦY 27-NQ/TW 1.234,5 H'Mông")
	f.Add("a\xff\u0301.1.")
	f.Fuzz(func(t *testing.T, s string) {
		end := 0
		for _, w := range AppendWords(nil, s) {
			if w.Start < end || w.End <= w.Start || w.End > len(s) {
				t.Fatalf("word %+v of %+q is out of place", w, s)
			}
			if w.Exact == "" || w.Fold == "" {
				t.Errorf("word %+v of %+q has no term", w, s)
			}
			end = w.End
		}
	})
}

func BenchmarkScanner(b *testing.B) {
	const sentence = "Chiều 27/7, Tỉnh ủy Lạng Sơn tổ chức hội nghị sơ kết thực hiện Nghị quyết số 27-NQ/TW. "
	text := strings.Repeat(sentence, 40)
	var s Scanner
	var words []Word
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		words = s.Append(words[:0], text)
	}
}

func ExampleAppendWords() {
	for _, w := range AppendWords(nil, "Tỉnh ủy, 27-NQ/TW") {
		fmt.Println(w.Exact, w.Fold)
	}
	// Output:
	// tỉnh tinh
	// uỷ uy
	// 27 27
	// nq nq
	// tw tw
}

func TestSeekFindsWhatAppendFinds(t *testing.T) {
	const text = "Đồng chí H'Hen Niê, H’Mông và ông Đặng Văn Ích: 1.234 ha, 27-NQ/TW, COVID-19, covid19, " +
		"15h30; hòa, HOÀ, ủy ban; TP.HCM (đã in), ở ạ, 120m², CO₂, 27.7.2022, H5N1."
	all := AppendWords(nil, text)
	for _, sought := range all {
		var s Scanner
		s.Seek("lạ", sought.Fold)
		got := s.Append(nil, text)
		if len(got) != len(all) {
			t.Fatalf("sought %+q: %d words, want %d", sought.Fold, len(got), len(all))
		}
		for i, w := range all {
			g := got[i]
			placed := g.Start == w.Start && g.End == w.End
			if !placed || g != w && (g.Fold != "" || w.Fold == sought.Fold) {
				t.Errorf("sought %+q: word %d is %+v, want %+v", sought.Fold, i, g, w)
			}
		}
	}
}
