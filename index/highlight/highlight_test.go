package highlight

import (
	"slices"
	"strings"
	"testing"

	"baotinh/index/analysis"
)

// weigh returns weights of the words of a query: 1 for each as typed, 0.1 with other marks, 1 for each pair.
func weigh(query string) Weights {
	w := Weights{Exact: map[string]float32{}, Fold: map[string]float32{}, Pairs: map[[2]string]float32{}}
	words := analysis.AppendWords(nil, query)
	for i, word := range words {
		w.Exact[word.Exact], w.Fold[word.Fold] = 1, 0.1
		if i > 0 {
			w.Pairs[[2]string{words[i-1].Fold, word.Fold}] = 1
		}
	}
	return w
}

func TestPassage(t *testing.T) {
	long := strings.Repeat("một hai ba bốn năm sáu bảy ", 20)
	for _, tt := range []struct {
		name, query string
		texts       []string
		want        string
	}{
		{"words of the query", "mưa lớn", []string{"Chiều nay mưa lớn."}, "Chiều nay <mark>mưa lớn</mark>."},
		{"the sentence with most of them", "mưa lớn",
			[]string{"Mưa ở tỉnh.", "Họp. Mưa rất lớn."}, "<mark>Mưa</mark> rất <mark>lớn</mark>."},
		{"side by side before apart", "mưa lớn",
			[]string{"Lớn hơn mưa.", "Có mưa lớn."}, "Có <mark>mưa lớn</mark>."},
		{"as typed before other marks", "lạng", []string{"Lang thang.", "Xứ Lạng."}, "Xứ <mark>Lạng</mark>."},
		{"other marks are marked too", "lạng", []string{"Lang thang."}, "<mark>Lang</mark> thang."},
		{"the next sentence if it fits", "mưa",
			[]string{"Có mưa. Rồi nắng."}, "Có <mark>mưa</mark>. Rồi nắng."},
		{"a sign between words", "mưa lớn",
			[]string{"Có mưa, lớn nhỏ."}, "Có <mark>mưa</mark>, <mark>lớn</mark> nhỏ."},
		{"HTML is escaped", "mưa",
			[]string{`<b>Mưa</b> & "gió".`}, "&lt;b&gt;<mark>Mưa</mark>&lt;/b&gt; &amp; &#34;gió&#34;."},
		{"no word of the query", "xyz", []string{"Câu đầu.", "Câu sau."}, "Câu đầu."},
		{"no text", "mưa", nil, ""},
	} {
		if got := New(weigh(tt.query)).Passage(tt.texts, 100, 40); got != tt.want {
			t.Errorf("%s: Passage = %q, want %q", tt.name, got, tt.want)
		}
	}

	got := New(weigh("mưa")).Passage([]string{long + "mưa " + long}, 100, 40)
	cut := strings.HasPrefix(got, "…") && strings.HasSuffix(got, "…")
	if !cut || !strings.Contains(got, "<mark>mưa</mark>") {
		t.Errorf("a long sentence is cut to %q, want the word of the query between ellipses", got)
	}
}

func BenchmarkPassage(b *testing.B) {
	const text = "Chiều 27/7, Tỉnh ủy Lạng Sơn tổ chức hội nghị sơ kết thực hiện Nghị quyết 27-NQ/TW."
	texts := slices.Repeat([]string{text}, 40)
	h := New(weigh("hạn hán nông thôn mới"))
	b.SetBytes(int64(len(texts) * len(text)))
	b.ReportAllocs()
	for b.Loop() {
		h.Passage(texts, 1e9, 240)
	}
}
