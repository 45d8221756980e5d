package place

import (
	"math/bits"
	"strings"
	"time"
	"unicode/utf8"
)

// A Source is the part of an article that names a place.
type Source uint8

// The sources.
const (
	Title Source = iota + 1
	Dateline
	Text
)

var sourceNames = [...]string{"", "title", "dateline", "text"}

// String returns the source in English.
func (s Source) String() string { return sourceNames[s] }

// An Evidence says why a name was taken for a unit. See the table in the comment of the package.
type Evidence uint8

// The evidence, the strongest last.
const (
	Alone     Evidence = iota + 1 // the name is that of one unit, or of one that all know
	Parent                        // the text names what the unit is in, and no other unit of this name
	Newspaper                     // the only one of this name in the newspaper's province
	InDateline
	Word   // a unit word before it, and no other unit of that kind and name
	Beside // what the unit is in stands behind it, or another unit of there
)

var evidenceNames = [...]string{"", "alone", "parent", "newspaper", "dateline", "unit-word", "beside"}

// String returns the evidence in English.
func (e Evidence) String() string { return evidenceNames[e] }

// A Place is a unit that an article names.
type Place struct {
	Unit     *Unit
	Source   Source // the first that has the evidence
	Evidence Evidence
}

// A Recognizer finds the units that articles name. Its zero value is ready, and its memory is used again, so
// it must not be used concurrently.
type Recognizer struct {
	*register
	province *Unit // of the newspaper, of today; nil: unknown
	era      era
	mentions []mention
	texts    int
	places   []Place
	at       []int32 // by the number of a unit, its place in places + 1
	found    []*Unit // provinces and districts
}

// An era says which units an article may name.
type era uint8

const (
	anyEra era = iota
	before     // before the mergers of July 2025 were planned
	since      // since July 2025: of today, or of before in looking back
)

// The mergers were planned from February 2025 on.
var (
	planned = time.Date(2025, 2, 1, 0, 0, 0, 0, time.UTC)
	merged  = time.Date(2025, 7, 1, 0, 0, 0, 0, time.UTC)
)

// A mention is a name in a text.
type mention struct {
	name       uint32
	text       int32
	start, end int32 // of the name and the unit word before it
	source     Source
	kind       Kind // of the unit word; 0: there is none
	before     wordKind
	inside     bool // a part of a longer name
	joined     bool // to the next mention, by a comma, parenthesis or dash
	nested     bool // joined, and not by a dash, which is between equals
	opened     bool // joined by a parenthesis
	followed   bool // a district is named behind it, known or not
	comma      bool // nested, or the one before is
	unit       *Unit
	evidence   Evidence
}

// Begin begins an article: of a newspaper of a province, by its name of today, published at a time. Both may
// be unknown: empty, zero.
func (r *Recognizer) Begin(province string, published time.Time) {
	if r.register == nil {
		r.register = units()
		r.at = make([]int32, len(r.units))
	}
	r.mentions, r.texts, r.found, r.province, r.era = r.mentions[:0], 0, r.found[:0], nil, anyEra
	for _, p := range r.places {
		r.at[p.Unit.number] = 0
	}
	r.places = r.places[:0]
	for _, kind := range [...]string{"TP. ", "Thành phố ", "Tỉnh "} {
		province = strings.TrimPrefix(province, kind)
	}
	for _, u := range r.named[province] {
		if u.Level == Province {
			r.province = u.Today()
		}
	}
	switch {
	case published.IsZero():
	case published.Before(planned):
		r.era = before
	case !published.Before(merged):
		r.era = since
	}
}

// Add reads a text of the article.
func (r *Recognizer) Add(source Source, s string) {
	r.texts++
	for i := 0; i < len(s); {
		switch c := classes[s[i]]; {
		case c == small:
			i = nextWord(s, i)
		case c == sign:
			i++
		case c == wide:
			i += 3
		case c == big, c == maybe && isCapital(s, i), c == digit && followsUnitWord(s, i):
			i = r.read(source, s, i)
		default:
			i = nextWord(s, i)
		}
	}
}

// nextWord returns the place behind the next space from s[i] on, but not that of a word which begins with a
// small letter. It reads eight bytes at a time.
func nextWord(s string, i int) int {
	const (
		word   = 8
		ones   = 0x0101010101010101
		lows   = 0x7F * ones
		spaces = ' ' * ones
	)
	for ; i+word < len(s); i += word {
		w, next := eightBytes(s[i:i+word]), eightBytes(s[i+1:i+1+word])
		w ^= spaces
		// The high bits of the bytes that are 0, see Hacker's Delight §6-1, and behind which no small ASCII
		// letter stands: of one, bits 5 and 6 are set, and bit 7 is not.
		zero := ^(w&lows + lows | w | lows) & (^(next << 1 & (next << 2)) | next)
		for ; zero != 0; zero &= zero - 1 {
			j := i + bits.TrailingZeros64(zero)/8 + 1
			if c := classes[s[j]]; c != small && (c != maybe || isCapital(s, j)) {
				return j
			}
		}
	}
	for ; i+1 < len(s); i++ {
		if c := classes[s[i+1]]; s[i] == ' ' && c != small && (c != maybe || isCapital(s, i+1)) {
			return i + 1
		}
	}
	return len(s)
}

// eightBytes returns a number that has the first byte of b lowest.
func eightBytes(b string) uint64 {
	_ = b[7]
	return uint64(b[0]) | uint64(b[1])<<8 | uint64(b[2])<<16 | uint64(b[3])<<24 |
		uint64(b[4])<<32 | uint64(b[5])<<40 | uint64(b[6])<<48 | uint64(b[7])<<56
}

// followsUnitWord reports whether the number at s[i] may be that of a quận or phường, by the byte before it.
func followsUnitWord(s string, i int) bool {
	return i >= 2 && (s[i-1] == ' ' && (s[i-2] == 'n' || s[i-2] == 'g' || s[i-2] == 'N' || s[i-2] == 'G') ||
		s[i-1] == '.' && (s[i-2] == 'Q' || s[i-2] == 'P') ||
		s[i-1] == ' ' && s[i-2] == '.' && i >= 3 && (s[i-3] == 'Q' || s[i-3] == 'P'))
}

// read reads the name at s[i], if one begins there, and returns where to go on.
func (r *Recognizer) read(source Source, s string, i int) int {
	number, end := r.trie.longest(s, i)
	if number == 0 {
		return max(end, i+1)
	}
	if end < len(s) && classes[s[end]] == digit {
		return end // Q1, but also A4
	}
	kind, start := unitWordBefore(s, i)
	name := &r.trie.names[number]
	if len(name.units) == 0 || kind == noKind && name.flags&onlyWithWord != 0 {
		return end
	}
	if kind != ThanhPho && name.flags&onlyWithWord != 0 && !isDigit(s[i]) && i-start <= len("P. ") {
		return end // of initials: P.V
	}
	m := mention{
		name: number, text: int32(r.texts), start: int32(start), end: int32(end), source: source, kind: kind,
	}
	var last *mention
	if n := len(r.mentions); n > 0 && r.mentions[n-1].text == m.text {
		last = &r.mentions[n-1]
	}
	if last != nil && start < int(last.end) { // Tân Thành phố Huế
		start = int(last.end)
		m.start = last.end
	}
	if kind.may(Commune) && kind != noKind {
		m.followed = precedesDistrict(s[end:])
	}
	if kind == noKind {
		beside := last != nil && int(last.end)+1 == start
		m.before, m.inside = context(s, i, beside)
		m.inside = m.inside || source != Dateline && isAllOf(s, i, end)
	}
	m.inside = m.inside || goesOn(s, end)
	if last != nil && isJoint(s[last.end:start], kind) {
		last.joined = true
		last.nested = !isDash(s[last.end:start])
		last.opened = strings.Contains(s[last.end:start], "(")
		last.comma, m.comma = last.comma || last.nested, last.nested
	}
	r.mentions = append(r.mentions, m)
	return end
}

// isJoint reports whether what stands between two names joins them: a comma or dash, an opening parenthesis,
// a space before a unit word, or "thuộc".
func isJoint(gap string, kind Kind) bool {
	switch gap {
	case ", ", ",", " , ", " (", "(", " - ", "-", " – ", "; ", " thuộc ", ", thuộc ", " (thuộc ", "/", " và ",
		", cùng ", " cùng ":
		return true
	case " ", " của ":
		return kind != noKind
	}
	return false
}

// precedesDistrict reports whether the text behind a commune names a district: ", huyện".
func precedesDistrict(rest string) bool {
	for _, joint := range [...]string{", ", " (", " "} {
		if behind, ok := strings.CutPrefix(rest, joint); ok {
			for _, word := range [...]string{"huyện ", "quận ", "thị xã ", "H.", "Q.", "TX."} {
				if strings.HasPrefix(behind, word) {
					return true
				}
			}
		}
	}
	return false
}

func isDash(gap string) bool { return strings.ContainsAny(gap, "-–/") || gap == " và " }

// isAllOf reports whether a text is nothing but s[i:end] and signs.
func isAllOf(s string, i, end int) bool {
	return strings.IndexFunc(s[:i], isLetter) < 0 && strings.IndexFunc(s[end:], isLetter) < 0
}

func isLetter(r rune) bool {
	return r < utf8.RuneSelf && classes[byte(r)] != sign || r > 0xBF && r < 0x2000
}

// context looks at the word before the name at s[i]: what it says of it, and whether the name is a part of
// a longer one. If beside is set, a name of a unit is before it.
func context(s string, i int, beside bool) (wordKind, bool) {
	if i < 2 || s[i-1] != ' ' {
		return noWord, i > 0 && isLetterBefore(s, i) // cùngHà Nội
	}
	if !isLetterBefore(s, i-1) {
		return noWord, isCredit(s[:i-1])
	}
	start := wordStart(s, i-1)
	word := s[start : i-1]
	if start == i-1 { // a digit: 181 Hai Bà Trưng
		return otherWord, false
	}
	if !startsWithCapital(s, start) {
		return kindOfWord(word), false
	}
	if beside || isAbbreviation(word) {
		return plainWord, false
	}
	if !beginsSentence(s, start) || isSurname(word) {
		return plainWord, true
	}
	first, size := utf8.DecodeRuneInString(word)
	return kindOfTitled(first, word[size:]), false
}

// isLetterBefore reports whether a letter or digit stands before s[i].
func isLetterBefore(s string, i int) bool {
	r, _ := utf8.DecodeLastRuneInString(s[:i])
	return isLetter(r)
}

// kindOfTitled is kindOfWord of a word that begins a sentence.
func kindOfTitled(first rune, rest string) wordKind {
	var buf [16]byte
	small := utf8.AppendRune(buf[:0], lower(first))
	return kindOfWord(string(append(small, rest...)))
}

func lower(r rune) rune {
	switch {
	case 'A' <= r && r <= 'Z', 0xC0 <= r && r <= 0xDE:
		return r + 0x20
	case r == 'Đ', r == 'Ă', r == 'Ơ', r == 'Ĩ', r == 'Ũ', r == 'Ư', 0x1EA0 <= r && r <= 0x1EF8:
		return r | 1
	}
	return r
}

// wordStart returns the start of the letters that end at s[end].
func wordStart(s string, end int) int {
	for end > 0 && letters[s[end-1]] {
		end--
	}
	return end
}

// isAbbreviation reports whether a word is made of capitals without marks: UBND, HĐND, CLB.
func isAbbreviation(word string) bool {
	if len(word) < 2 || len(word) > 8 {
		return false
	}
	for i := 0; i < len(word); i++ {
		if word[i] == 0xC4 && i+1 < len(word) && word[i+1] == 0x90 { // Đ
			i++
			continue
		}
		if classes[word[i]] != big {
			return false
		}
	}
	return true
}

// beginsSentence reports whether the word at s[i] begins a text or stands behind a sign that ends a sentence.
func beginsSentence(s string, i int) bool {
	for i > 0 {
		switch s[i-1] {
		case ' ':
			i--
			continue
		case '.', ':', '!', '?', '"', '|', '\n', '-', '(':
			return true
		}
		before, _ := utf8.DecodeLastRuneInString(s[:i])
		return before == '“' || before == '‘' || before == '…' || before == '–' || before == '”'
	}
	return true
}

// isCredit reports whether s ends with what a credit begins with: "Ảnh:".
func isCredit(s string) bool {
	rest, ok := strings.CutSuffix(s, ":")
	if !ok {
		return false
	}
	switch rest[wordStart(rest, len(rest)):] {
	case "Ảnh", "ảnh", "ẢNH", "Bài", "Tin", "Clip", "Video", "Nguồn", "dựng", "hiện":
		return true
	}
	return false
}

// goesOn reports whether the name that ends at s[end] is the beginning of a longer one: a word in capitals
// follows that is neither an abbreviation nor begins a person's name or a unit word.
func goesOn(s string, end int) bool {
	if end+1 >= len(s) || s[end] != ' ' && s[end] != '-' || !startsWithCapital(s, end+1) {
		return false
	}
	_, next := syllableAt(s, end+1)
	word := s[end+1 : next]
	if s[end] == '-' {
		return false
	}
	return !isSurname(word) && !mayFollow(word)
}

// mayFollow reports whether a word with a capital may follow the name of a unit and be no part of it: a unit
// word, an academic title, the FC of a club.
func mayFollow(s string) bool {
	switch s {
	case "Tỉnh", "Thành", "Huyện", "Quận", "Thị", "Xã", "Phường", "Tp", "TP", "FC", "GS", "PGS", "TS", "ThS",
		"BS", "KTS", "NSND", "NSƯT", "HLV", "U", "UBND", "VN", "Việt":
		return true
	}
	return false
}

// endsUnitWord are the last bytes of the words that unitWordBefore knows.
var endsUnitWord = func() (ends [256]bool) {
	for _, word := range []string{
		"tỉnh", "huyện", "phường", "xã", "phố", "khu", "ủy", "uỷ", "TP", "Tp", "TX", "Tx", "TT", "Tt", "Q",
	} {
		for _, s := range []string{word, strings.ToUpper(word)} {
			ends[s[len(s)-1]] = true
		}
	}
	return ends
}()

// unitWordBefore returns the kind that the word before s[i] names, and where it begins, or 0 and i.
func unitWordBefore(s string, i int) (Kind, int) {
	end := i
	if end > 0 && s[end-1] == ' ' {
		end--
	}
	dot := end > 0 && s[end-1] == '.'
	if dot {
		end--
	}
	if end == i && !dot || end == 0 {
		return noKind, i
	}
	if !endsUnitWord[s[end-1]] {
		return noKind, i
	}
	start := wordStart(s, end)
	kind := noKind
	switch word := s[start:end]; word {
	case "tỉnh", "Tỉnh", "TỈNH":
		kind = Tinh
	case "huyện", "Huyện", "HUYỆN":
		kind = Huyen
	case "quận", "Quận", "QUẬN":
		kind = Quan
	case "phường", "Phường", "PHƯỜNG":
		kind = Phuong
	case "xã", "Xã", "XÃ":
		kind = Xa
		switch before := s[wordStart(s, max(0, start-1)):start]; before {
		case "thị ", "Thị ", "THỊ ":
			kind, start = ThiXa, start-len(before)
		case "ông ", "bà ", "Ông ", "Bà ":
			kind = noKind
		}
	case "trấn", "Trấn", "TRẤN":
		if before, ok := cutWord(s[:start], "thị"); ok {
			kind, start = ThiTran, before
		}
	case "phố", "Phố", "PHỐ":
		if before, ok := cutWord(s[:start], "thành"); ok {
			kind, start = ThanhPho, before
		}
	case "khu", "Khu", "KHU":
		if before, ok := cutWord(s[:start], "đặc"); ok {
			kind, start = DacKhu, before
		}
	case "TP", "Tp", "tp":
		kind = ThanhPho
	case "TX", "Tx":
		kind = ThiXa
	case "TT", "Tt":
		kind = ThiTran
	case "ủy", "uỷ", "Ủy", "Uỷ":
		kind, start = committeeOf(s, start)
	case "Q", "H", "P", "X":
		if dot {
			kind = letterKinds[word[0]]
		}
		if before, ok := cutWord(s[:start], "t"); ok && kind == Xa { // T X.Phú Mỹ
			kind, start = ThiXa, before
		}
	}
	if kind == noKind {
		return noKind, i
	}
	return kind, start
}

var letterKinds = [...]Kind{'Q': Quan, 'H': Huyen, 'P': Phuong, 'X': Xa}

// committeeOf returns the kind of unit that has the party committee whose second word begins at s[i]: Tỉnh
// ủy, Huyện ủy.
func committeeOf(s string, i int) (Kind, int) {
	for _, c := range [...]struct {
		word string
		kind Kind
	}{{"tỉnh", Tinh}, {"huyện", Huyen}, {"quận", Quan}, {"thành", ThanhPho}, {"thị", ThiXa}} {
		if start, ok := cutWord(s[:i], c.word); ok {
			return c.kind, start
		}
	}
	return noKind, i
}

// cutWord returns where the last word of s begins, if it is word, in any case, and a space follows it.
func cutWord(s, word string) (int, bool) {
	rest, ok := strings.CutSuffix(s, " ")
	if !ok || len(rest) < len(word) {
		return 0, false
	}
	start := len(rest) - len(word)
	if got := rest[start:]; got != word && !strings.EqualFold(got, word) {
		return 0, false
	}
	return start, start == 0 || wordStart(s, start) == start
}
