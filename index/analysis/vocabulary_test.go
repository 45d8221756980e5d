package analysis

import (
	"slices"
	"strings"
	"testing"
)

// A Vocabulary gives the words that a Scanner gives, also the second time.
func TestVocabularyAgreesWithScanner(t *testing.T) {
	const text = "Tỉnh uỷ Hoà Bình, tỉnh ủy; 27-NQ/TW, H’Mông – 8.500 tỷ; 35kV và QL6, binh, 14h30 …"
	var v Vocabulary
	words := AppendWords(nil, text)
	for range 2 {
		numbers := v.Append(nil, text)
		if len(numbers) != len(words) {
			t.Fatalf("%d numbers, want %d", len(numbers), len(words))
		}
		for i, n := range numbers {
			w := words[i]
			fold := w.Exact
			if v.Fold(n) != NoFold {
				fold = v.FoldTerm(v.Fold(n))
			}
			if v.Exact(n) != w.Exact || fold != w.Fold {
				t.Errorf("word %d is %+q, %+q, want %+q, %+q", i, v.Exact(n), fold, w.Exact, w.Fold)
			}
			first := slices.IndexFunc(words, func(o Word) bool { return o.Exact == w.Exact })
			if numbers[first] != n {
				t.Errorf("%+q has the numbers %d and %d", w.Exact, numbers[first], n)
			}
			if i == 0 {
				continue
			}
			if got, want := v.HashPair(numbers[i-1], n), HashPair(words[i-1].Fold, w.Fold); got != want {
				t.Errorf("pair %+q %+q has hash %d, want %d", words[i-1].Fold, w.Fold, got, want)
			}
		}
	}
}

func BenchmarkVocabulary(b *testing.B) {
	const sentence = "Chiều 27/7, Tỉnh ủy Lạng Sơn tổ chức hội nghị sơ kết thực hiện Nghị quyết số 27-NQ/TW. "
	text := strings.Repeat(sentence, 40)
	var v Vocabulary
	var words []uint32
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		words = v.Append(words[:0], text)
	}
}
