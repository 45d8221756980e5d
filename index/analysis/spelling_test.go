package analysis

import (
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"baotinh/pipeline/viet"
)

// What is one article to a reader must be one article to the index: the terms of a text do not depend on
// how its tone marks are placed, on how its letters are composed, or on how the press of its day mixed all
// of that.

// phrases are what the generated articles are made of: of every rhyme whose tone mark has two places, and
// of those around.
var phrases = strings.Split(`Tỉnh uỷ|Uỷ ban nhân dân tỉnh|hội nghị sơ kết 6 tháng đầu năm 2022|
công nghiệp hoá, hiện đại hoá|Nghị quyết số 27-NQ/TW|hợp tác xã thuỷ sản|đoá hoa hồng|khoẻ mạnh|
chuyên đề "Học và làm theo"|xã Hoà Bình|bà Thuý Hoà|loè loẹt|toà án|hoả hoạn|đe doạ|xoá đói giảm nghèo|
quý I|quyết toán|giữ gìn|giặt giũ|giếng nước|gì|luỹ tre|suỵt|tuỳ tình hình|nguỵ trang|thuở nhỏ|quả vải|
của huyện Tràng Định|điạ phương|lúa mùa|mưa lũ|rượu Mẫu Sơn|nghiêng ngả|khuỷu tay|ngoằn ngoèo|Đắk Lắk|
H'Mông|TP.HCM|1.234,5 tấn|đường 4A|Krông Pắk|xoong nồi|yêu cầu|ước tính|ốm yếu|ảnh hưởng|ăn uống|ầm ĩ|
ồn ào|ở đó`, "|")

// An alteration spells a text in another way that means the same.
var alterations = []struct {
	name  string
	alter func(r *rand.Rand, word string) string
}{
	{"kiểu cũ", func(_ *rand.Rand, w string) string { return viet.PlaceTones(w, viet.Glide) }},
	{"kiểu mới", func(_ *rand.Rand, w string) string { return viet.PlaceTones(w, viet.Nucleus) }},
	{"decomposed", func(_ *rand.Rand, w string) string { return norm.NFD.String(w) }},
	{"half decomposed, as CP1258 is", func(_ *rand.Rand, w string) string { return halfDecompose(w) }},
	{"misplaced marks", func(_ *rand.Rand, w string) string { return misplace(w) }},
	{"capitals", func(_ *rand.Rand, w string) string { return strings.ToUpper(w) }},
	{"eth for Đ", func(_ *rand.Rand, w string) string { return strings.ReplaceAll(w, "Đ", "Ð") }},
	{"all at once", func(r *rand.Rand, w string) string {
		switch r.IntN(4) {
		case 0:
			return viet.PlaceTones(w, viet.Glide)
		case 1:
			return norm.NFD.String(w)
		case 2:
			return halfDecompose(viet.PlaceTones(w, viet.Glide))
		}
		return misplace(w)
	}},
}

func TestSpellingsOfOneArticleHaveTheSameTerms(t *testing.T) {
	const articles = 1000
	r := rand.New(rand.NewPCG(20, 22))
	for _, a := range alterations {
		t.Run(a.name, func(t *testing.T) {
			changed := 0
			for range articles {
				text := article(r)
				words := strings.Split(text, " ")
				for i := range words {
					words[i] = a.alter(r, words[i])
				}
				other := strings.Join(words, " ")
				if other != text {
					changed++
				}
				if !sameTerms(t, text, other) {
					return
				}
			}
			if changed < articles/2 {
				t.Errorf("only %d of %d articles are spelled in another way", changed, articles)
			}
		})
	}
}

func article(r *rand.Rand) string {
	var some []string
	for range 60 {
		some = append(some, strings.TrimSpace(phrases[r.IntN(len(phrases))]))
	}
	return strings.Join(some, " ")
}

func sameTerms(t *testing.T, text, other string) bool {
	t.Helper()
	want, got := AppendWords(nil, text), AppendWords(nil, other)
	for i := range min(len(want), len(got)) {
		if want[i].Exact != got[i].Exact || want[i].Fold != got[i].Fold {
			t.Errorf("%+q has terms %+q, %+q; %+q has %+q, %+q",
				text[want[i].Start:want[i].End], want[i].Exact, want[i].Fold,
				other[got[i].Start:got[i].End], got[i].Exact, got[i].Fold)
			return false
		}
	}
	if len(want) != len(got) {
		t.Errorf("%d terms, want %d", len(got), len(want))
		return false
	}
	return true
}

// halfDecompose takes the tone mark off its letter and leaves the letter's own mark on.
func halfDecompose(s string) string {
	var b strings.Builder
	for _, r := range s {
		d := norm.NFD.String(string(r))
		tone := strings.IndexAny(d, "\u0300\u0301\u0303\u0309\u0323")
		if tone < 0 {
			b.WriteRune(r)
			continue
		}
		_, size := utf8.DecodeRuneInString(d[tone:])
		b.WriteString(norm.NFC.String(d[:tone] + d[tone+size:]))
		b.WriteString(d[tone : tone+size])
	}
	return b.String()
}

// misplace moves the tone mark of the rhymes in which typists are seen to misplace it.
func misplace(s string) string { return misplaced.Replace(s) }

var misplaced = strings.NewReplacer(
	"của", "cuả", "quả", "qủa", "địa", "điạ", "ước", "ứơc", "ượu", "ựơu", "mùa", "muà", "lúa", "luá",
	"giữ", "gĩư",
)
