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
		{"no thousands", "ngày 27.7.2022", "ngày 27.7.2022", "ngay 27.7.2022"},
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
	const text = "Tỉnh uỷ Hoà Bình, H’Mông; 8.500 tỷ"
	words := []string{"Tỉnh", "uỷ", "Hoà", "Bình", "H’Mông", "8.500", "tỷ"}
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
		"15h30; hòa, HOÀ, ủy ban; TP.HCM (đã in), ở ạ."
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
