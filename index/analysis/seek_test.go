package analysis

import (
	"slices"
	"strings"
	"testing"
)

// seekWords are words of all kinds, folded.
var seekWords = [...]string{"tinh", "uy", "gio", "covid", "nguyen", "hmong", "da", "km", "19", "m2", "a"}

// AppendSought finds the words that Append finds.
func FuzzAppendSought(f *testing.F) {
	for _, text := range []string{
		"Tỉnh ủy Đà Nẵng, tỉnh uỷ; 27-NQ/TW, H’Mông H'Mông – 8.500 tỷ; 35kV và QL6, 14h30…",
		"COVID-19 Covid19 Nguyêñ nguyễn, d\u0336a “tính” 120m² 90 m2 (tinh)tình/tĩnh",
		"tinh19 19tinh 19\u00a0tinh",
		"a\xff\u0301.1. \xe1\xbb á", "TỈNH\u0301 tinh\u0301 tinh² tinh\u200btinh 1.000,5km",
	} {
		f.Add(text, uint16(1<<len(seekWords)-1))
		f.Add(text, uint16(1<<7-1))
	}
	f.Fuzz(func(t *testing.T, text string, which uint16) {
		var fast, slow Scanner
		var sought []string
		for i, fold := range seekWords {
			if which>>i&1 != 0 {
				sought = append(sought, fold)
			}
		}
		fast.Seek(sought...)
		slow.Seek(sought...)
		want := slices.DeleteFunc(slow.Append(nil, text), func(w Word) bool {
			return !slices.Contains(sought, w.Fold)
		})
		if got := fast.AppendSought(nil, text); !slices.Equal(got, want) {
			t.Errorf("words of %+q that are %q: %+v, want %+v", text, sought, got, want)
		}
	})
}

func BenchmarkAppendSought(b *testing.B) {
	const sentence = "Chiều 27/7, Tỉnh ủy Lạng Sơn tổ chức hội nghị sơ kết thực hiện Nghị quyết số 27-NQ/TW. "
	text := strings.Repeat(sentence, 40)
	var s Scanner
	s.Seek("nghi", "quyet")
	var words []Word
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		words = s.AppendSought(words[:0], text)
	}
}
