package dedupe

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"baotinh/pipeline/viet"
)

// A writer writes articles of the kind that newspapers print, with words of its own each time.
type writer struct{ *rand.Rand }

func newWriter(seed uint64) writer { return writer{rand.New(rand.NewPCG(seed, 14))} }

func (w writer) one(of ...string) string { return of[w.IntN(len(of))] }

var (
	offices = []string{
		"Ủy ban nhân dân tỉnh", "Sở Nông nghiệp và Môi trường", "Ban Thường vụ Huyện ủy", "Công an huyện",
		"Hội Nông dân xã", "Trung tâm Y tế khu vực", "Ban Chỉ huy Quân sự", "Liên đoàn Lao động",
	}
	syllables = strings.Fields(`đường rừng nước lúa trâu bò giống vốn xã thôn bản nhà trường lớp học trò
		bác sĩ thuốc bệnh cầu cống suối đèo chợ hàng giá thu
		mua bán trồng cấy gặt tưới bón nuôi xây sửa làm họp bàn
		kiểm tra hỗ trợ vận động tuyên truyền hướng dẫn phối hợp triển khai khắc phục hậu quả bão
		lũ mưa nắng gió rét đất đá sạt lở cứu dân quân bộ đội tuổi trẻ phụ nữ cựu binh người già
		trẻ em mới cũ lớn nhỏ`)
)

// sentence returns a sentence of 12 to 30 syllables.
func (w writer) sentence() string {
	words := []string{w.one(offices...)}
	for range 8 + w.IntN(18) {
		words = append(words, w.one(syllables...))
	}
	return strings.Join(words, " ") + w.one(".", " 24 %.", fmt.Sprintf(" %d hộ.", w.IntN(900)))
}

// article returns n paragraphs, the first of which is the sapo.
func (w writer) article(n int) []string {
	var all []string
	for range n {
		var sentences []string
		for range 1 + w.IntN(4) {
			sentences = append(sentences, w.sentence())
		}
		all = append(all, strings.Join(sentences, " "))
	}
	return all
}

// edited returns paragraphs in which a word of so many is another.
func (w writer) edited(paragraphs []string, of int) []string {
	var all []string
	for _, p := range paragraphs {
		words := strings.Fields(p)
		for i := range words {
			if w.IntN(of) == 0 {
				words[i] = w.one(syllables...)
			}
		}
		all = append(all, strings.Join(words, " "))
	}
	return all
}

func read(paragraphs []string) *Text {
	t := new(Text)
	for _, p := range paragraphs {
		t.Add(p)
	}
	return t
}

// The ways in which newspapers reprint an article.
var reprints = []struct {
	name string
	of   func(w writer, article []string) []string
}{
	{"whole", func(_ writer, a []string) []string { return a }},
	{"with the line of the agency", func(_ writer, a []string) []string {
		all := append([]string{"Hà Nội (TTXVN) - " + a[0]}, a[1:]...)
		return append(all, "Theo TTXVN", "Mời bạn đọc xem thêm tin trong ngày ở chuyên mục Thời sự")
	}},
	{"in capitals, with other signs", func(_ writer, a []string) []string {
		text := strings.ToUpper(strings.Join(a, "“"))
		return []string{strings.NewReplacer(".", " –", " ", "  ").Replace(text)}
	}},
	{"the first third", func(_ writer, a []string) []string { return a[:(len(a)+2)/3] }},
	{"the first half", func(_ writer, a []string) []string { return a[:(len(a)+1)/2] }},
	{"without the sapo", func(_ writer, a []string) []string { return a[1:] }},
	{"with a short sapo of its own", func(w writer, a []string) []string {
		return append([]string{w.sentence()}, a[1:]...)
	}},
	{"without some paragraphs", func(w writer, a []string) []string {
		return slices.Delete(slices.Clone(a), 2+w.IntN(3), 6)
	}},
	{"a word in 80 changed", func(w writer, a []string) []string { return w.edited(a, 80) }},
	{"the first half, a word in 100 changed", func(w writer, a []string) []string {
		return w.edited(a[:(len(a)+1)/2], 100)
	}},
}

// Articles that are no reprints, though they have much in common.
var rivals = []struct {
	name string
	pair func(w writer) (a, b []string)
}{
	{"the weather of two days", func(w writer) (a, b []string) { return weather(w), weather(w) }},
	{"the prices of two days", func(w writer) (a, b []string) { return prices(w), prices(w) }},
	{"another trial with the same background", func(w writer) (a, b []string) {
		background := w.article(4)
		return slices.Concat(w.article(4), background), slices.Concat(w.article(4), background)
	}},
	{"another case with the same appeal", func(w writer) (a, b []string) {
		appeal := w.article(2)
		return slices.Concat(w.article(3), appeal), slices.Concat(w.article(3), appeal)
	}},
	{"the same event in other words, with the same quotation", func(w writer) (a, b []string) {
		quotation := []string{w.sentence() + w.sentence()}
		return slices.Concat(w.article(3), quotation), slices.Concat(w.article(3), quotation)
	}},
	{"a review of the day, which has the article in it", func(w writer) (a, b []string) {
		a = w.article(2)
		return a, slices.Concat(w.article(9), a, w.article(9))
	}},
}

func weather(w writer) []string {
	var all []string
	for _, region := range []string{"Bắc Bộ", "Trung Bộ", "Nam Bộ", "Tây Nguyên", "Hà Nội", "Đà Nẵng"} {
		low := 14 + w.IntN(12)
		all = append(all, fmt.Sprintf("%s: %s, có nơi mưa %s. Gió %s cấp %d. Nhiệt độ thấp nhất %d đến %d "+
			"độ, cao nhất %d đến %d độ. Độ ẩm %d %%.", region, w.one("nhiều mây", "ít mây", "mây thay đổi"),
			w.one("vừa", "to", "rải rác"), w.one("đông bắc", "tây nam", "đông"), 2+w.IntN(3),
			low, low+3, low+7+w.IntN(3), low+11, 60+w.IntN(35)))
	}
	return all
}

func prices(w writer) []string {
	var all []string
	for _, goods := range []string{"Vàng SJC", "Lợn hơi", "Cà phê", "Hồ tiêu", "Gạo tẻ", "Xăng RON 95"} {
		all = append(all, fmt.Sprintf("%s hôm nay ở mức %d.%d00 đồng, %s %d.000 đồng so với hôm qua; giá "+
			"bán ra %d.%d00 đồng.", goods, 20+w.IntN(70), w.IntN(10), w.one("tăng", "giảm"), 1+w.IntN(9),
			20+w.IntN(70), w.IntN(10)))
	}
	return all
}

func TestReprintsAreFoundAmongOtherArticles(t *testing.T) {
	const articles, tries = 2000, 200
	w := newWriter(1)
	table := NewTable(0)
	var texts []*Text
	var originals [][]string
	for range articles {
		a := w.article(8 + w.IntN(6))
		originals = append(originals, a)
		texts = append(texts, read(a))
		table.Add(texts[len(texts)-1].Keys())
	}
	find := func(x *Text) int {
		for _, c := range table.Candidates(x) {
			if x.Same(texts[c.Text]) {
				return c.Text
			}
		}
		return -1
	}
	found, wrong, all := 0, 0, 0
	for _, kind := range reprints {
		n := 0
		for range tries {
			original := w.IntN(articles)
			switch find(read(kind.of(w, originals[original]))) {
			case original:
				n++
			case -1:
			default:
				wrong++
			}
		}
		t.Logf("%-40s %d of %d", kind.name, n, tries)
		if n < tries*85/100 {
			t.Errorf("%s: %d of %d are found", kind.name, n, tries)
		}
		found, all = found+n, all+tries
	}
	for _, kind := range rivals {
		for range tries {
			a, b := kind.pair(w)
			if read(a).Same(read(b)) {
				wrong++
				t.Logf("%s: taken for a reprint", kind.name)
			}
		}
	}
	if recall := float64(found) / float64(all); recall < 0.95 {
		t.Errorf("recall %.3f, want 0.95", recall)
	}
	if precision := float64(found) / float64(found+wrong); precision < 0.99 {
		t.Errorf("precision %.3f, want 0.99", precision)
	}
}

func TestAddReadsPartsAndSpellingsAsOneText(t *testing.T) {
	const text = "Ngày 27/7, Ủy ban nhân dân tỉnh tổ chức Hội nghị “sơ kết” công tác – sáu tháng đầu năm 2022"
	signs := strings.NewReplacer("“", `"`, "”", `"`, "–", "-", "/", ".", " ", "\u00a0")
	want := read([]string{text}).syllables
	for name, parts := range map[string][]string{
		"other tone marks": {strings.Replace(text, "Ủy", "Uỷ", 1)},
		"no marks":         {viet.Fold(text)},
		"capitals":         {strings.ToUpper(text)},
		"other signs":      {signs.Replace(text)},
		"parts": {
			"Ngày 27/7, Ủy ban nhân dân", "tỉnh tổ chức Hội nghị", "sơ kết công tác sáu tháng đầu năm 2022",
		},
		"decomposed":           {strings.NewReplacer("Ủ", "U\u0309", "ổ", "ô\u0309").Replace(text)},
		"spaces at the ends":   {" " + text + "\n"},
		"the sign of a bullet": {"• " + text},
	} {
		if got := read(parts).syllables; !slices.Equal(got, want) {
			t.Errorf("%s: %d shingles that are not the %d of the text", name, len(got), len(want))
		}
	}
}

// plainSame is Same by strings.
func plainSame(a, b []string) bool {
	set := func(paragraphs []string) map[string]bool {
		words := strings.FieldsFunc(viet.Fold(viet.Lower(strings.Join(paragraphs, " "))), func(r rune) bool {
			return r < 0x80 && !('0' <= r && r <= '9' || 'a' <= r && r <= 'z') ||
				0x80 <= r && r < 0xC0 || 0x2000 <= r && r < 0x3000
		})
		all := map[string]bool{}
		for i := range len(words) - Width + 1 {
			all[strings.Join(words[i:i+Width], " ")] = true
		}
		return all
	}
	x, y := set(a), set(b)
	shared := 0
	for s := range x {
		if y[s] {
			shared++
		}
	}
	short, long := min(len(x), len(y)), max(len(x), len(y))
	return short >= MinShingles && float64(short) >= minLength*float64(long) &&
		float64(shared) >= minContained*float64(short)
}

func TestSameIsThatOfSetsOfStrings(t *testing.T) {
	w := newWriter(2)
	same := 0
	for range 500 {
		a := w.article(1 + w.IntN(8))
		b := w.edited(a[:1+w.IntN(len(a))], 20+w.IntN(80))
		b = append(b, w.article(w.IntN(3))...)
		want := plainSame(a, b)
		if got := read(a).Same(read(b)); got != want {
			t.Errorf("Same(%q, %q) = %t", a, b, got)
		}
		if want {
			same++
		}
	}
	if same < 100 || same > 400 {
		t.Errorf("%d of 500 pairs are the same: want some of each", same)
	}
}

func TestTableFindsTheFirstOfManyAndGrows(t *testing.T) {
	w := newWriter(3)
	story := w.article(9)
	table := NewTable(0)
	for range 50_000 { // heads are doubled
		table.Add(Keys{w.Uint32() | 1, w.Uint32() | 1, w.Uint32() | 1, w.Uint32() | 1})
	}
	first := table.Len()
	for range 3 * maxTexts {
		table.Add(read(story).Keys())
	}
	for range 50_000 {
		table.Add(Keys{w.Uint32() | 1, w.Uint32() | 1, w.Uint32() | 1, w.Uint32() | 1})
	}
	var got []int
	for _, c := range table.Candidates(read(story)) {
		if c.Keys == len(Keys{}) {
			got = append(got, c.Text)
		}
	}
	var want []int
	for i := range maxTexts {
		want = append(want, first+i)
	}
	if !slices.Equal(got, want) {
		t.Errorf("texts %v have all keys, want %v", got, want)
	}
}

func TestShortTextOfOneKeyIsFoundAmongManyCopies(t *testing.T) {
	w := newWriter(5)
	short := strings.Join(strings.Fields(strings.Join(w.article(4), " "))[:Width+31], " ") // a window
	long := append([]string{short}, w.article(5)...)
	table := NewTable(0)
	for range 5 {
		table.Add(read(long).Keys())
	}
	if n := len(table.Candidates(read([]string{short}))); n != 5 {
		t.Errorf("the beginning finds %d of 5 whole copies", n)
	}
	for range 5 {
		table.Add(read([]string{short}).Keys())
	}
	if n := len(table.Candidates(read(long))); n != 10 {
		t.Errorf("the whole finds %d of 10 copies", n)
	}
}

func TestShortTextsHaveNoKeys(t *testing.T) {
	short := read([]string{"Mời quý vị theo dõi bản tin thời sự tối nay trên kênh truyền hình của tỉnh nhà"})
	if keys := short.Keys(); keys != (Keys{}) {
		t.Errorf("keys %v, want none", keys)
	}
	if short.Same(short) {
		t.Error("a line of a newspaper is a story")
	}
}

func BenchmarkKeys(b *testing.B) {
	a := newWriter(4).article(12)
	b.SetBytes(int64(len(strings.Join(a, ""))))
	b.ReportAllocs()
	var t Text
	for b.Loop() {
		t.Reset()
		for _, p := range a {
			t.Add(p)
		}
		t.Keys()
	}
}

// FuzzSyllables compares the syllables that are read eight bytes at a time with those of the whole text.
func FuzzSyllables(f *testing.F) {
	for _, s := range []string{
		"", " ", "a", "Ủy ban nhân dân", "nghiêng nghiêng  nghiêng", "8-11, 2022… “TP.HCM”", "trường-học",
		"a\u00a0b\tc\n", "\xe2\x80", "\x00 \xff", "Người 1234567 12345678 123456789 12345678901234567",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := read([]string{s}).syllables
		var want []uint64
		for piece := range strings.SplitSeq(s, " ") {
			want = new(foldCache).split(want, piece)
		}
		if !slices.Equal(got, want) {
			t.Errorf("Add(%q): %d syllables, want %d", s, len(got), len(want))
		}
	})
}

func BenchmarkCandidates(b *testing.B) {
	w := newWriter(5)
	table := NewTable(100_000)
	for range 100_000 {
		table.Add(Keys{w.Uint32(), w.Uint32(), w.Uint32(), w.Uint32()})
	}
	article := w.article(12)
	t := read(article)
	table.Add(t.Keys())
	b.ReportAllocs()
	for b.Loop() {
		if len(table.Candidates(t)) == 0 {
			b.Fatal("the article is not found")
		}
	}
}

func BenchmarkSame(b *testing.B) {
	w := newWriter(6)
	article := w.article(12)
	whole, copied := read(article), w.edited(article[:8], 100)
	var t Text
	b.ReportAllocs()
	for b.Loop() {
		t.Reset()
		for _, p := range copied {
			t.Add(p)
		}
		if !t.Same(whole) {
			b.Fatal("the copy is another text")
		}
	}
}

// Bulletins made after a template have another number every twenty syllables, and are no reprints.
func TestBulletinsOfOneTemplate(t *testing.T) {
	bulletin := func(day, degrees, level int) *Text {
		return read([]string{
			fmt.Sprintf("Ngày %d, gió mùa đông bắc tràn xuống các huyện phía bắc của tỉnh, trời rét.", day),
			fmt.Sprintf("Nhiệt độ thấp nhất %d độ, bà con che chắn chuồng trại và dự trữ thức ăn.", degrees),
			fmt.Sprintf("Mực nước hồ chứa là %d mét, các trạm bơm lấy nước theo lịch đã thông báo.", level),
		})
	}
	if bulletin(7, 12, 41).Same(bulletin(8, 13, 40)) {
		t.Error("two bulletins with other numbers are one text")
	}
	if !bulletin(7, 12, 41).Same(bulletin(7, 12, 41)) {
		t.Error("a bulletin is not the same as itself")
	}
}
