package charset

import (
	"bytes"
	"math/bits"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"baotinh/pipeline/markup"
	"baotinh/pipeline/viet"
)

// The gate of detection. The evidence for a reading is what those of its words are worth that have a letter
// beyond ASCII: a syllable one point for each letter but the first, since the longer it is the less it comes
// about by chance ("là" 1, "nghiệp" 5), and what is no syllable -badCost. A reading is taken if its evidence
// is minLead above that of any other, one of which is that the text is not ours, with none, and if its
// syllables have minLetters different letters beyond ASCII: "på … på … på" has one. On 160 letters of news
// text it errs where bytes of TCVN 5712 make sense in two of its sets ("GIá"), and admits all but lists of
// foreign names.
const (
	badCost    = 6
	minLead    = 5
	minLetters = 3
)

// The bytes of a text that detection looks at: sampleSize first, and textSize only if these do not decide.
const (
	sampleSize = 1 << 10
	textSize   = 64 << 10
)

// Names of readings that are not one of the sets. The name of a text that is UTF-8, whose letters are really
// the bytes of another set, is utf8As and the name of that set.
const (
	utf8Name  = "utf-8"
	utf8As    = "utf-8/"
	utf8Twice = utf8As + utf8Name
)

// Detect returns the name of the encoding of b, which may be a page or plain text: "utf-8", one of the
// Vietnamese sets ("tcvn3", "vni", "viscii", "vps", "windows-1258", "tcvn5712-1", "tcvn5712-2", "vni-mac"),
// or, for UTF-8 whose letters are the bytes of a set shown as Latin-1, "utf-8/" and the name of that set;
// "utf-8/utf-8" is UTF-8 encoded twice. It reports false if b is in none of them: too short, or not
// Vietnamese. Markup and scripts do not count.
func Detect(b []byte) (string, bool) {
	if !utf8.Valid(b) {
		if set := detectSet(b, nil); set != nil {
			return set.name, true
		}
		return "", false
	}
	if isUnicode(b) {
		return utf8Name, true
	}
	return detectRunes(b, nil).name(), true
}

// A tally counts the words of a text that have a letter beyond ASCII.
type tally struct {
	good, bad int
	points    int    // what the good ones are worth
	letters   uint64 // letters beyond ASCII in the good ones: bit r%64 for r
}

func (t tally) evidence() int { return t.points - badCost*t.bad }

// passes reports whether t meets the gate.
func (t tally) passes() bool {
	return t.evidence() >= minLead && bits.OnesCount64(t.letters) >= minLetters
}

// detectSet returns the set that the bytes of a text are in, or nil. Of two sets that read the text equally
// well prefer, which may be nil, is taken.
func detectSet(b []byte, prefer *charset) *charset {
	sample := appendSample(nil, b, sampleSize)
	set, best := bestSet(sample, prefer)
	if len(sample) >= sampleSize && (!best.passes() || set == tcvn3 && !isCommon(b)) {
		set, best = bestSet(appendSample(sample[:0], b, textSize), prefer)
	}
	if !best.passes() {
		return nil
	}
	return set
}

// isCommon reports whether every byte of b means the same in TCVN3 and VN1.
func isCommon(b []byte) bool {
	for _, code := range b {
		if tcvn3.single[code] != vn1.single[code] {
			return false
		}
	}
	return true
}

// isTCVN reports whether c is one of the sets of TCVN 5712, which have the small letters in common. The more
// capitals a set has, the fewer codes are left to be punctuation.
func isTCVN(c *charset) bool { return c == tcvn3 || c == vn2 || c == vn1 }

// bestSet returns the set that reads the words of sample best, and its tally: none if another set reads them
// about as well and otherwise, as happens with a few words.
func bestSet(sample []byte, prefer *charset) (*charset, tally) {
	var (
		set         *charset
		best, rival tally
		text, buf   []byte
	)
	try := func(c *charset) {
		buf = c.appendDecoded(buf[:0], sample)
		t := count(buf, c == tcvn3)
		switch {
		case t.good == 0 || bytes.Equal(buf, text):
			return
		case isTCVN(set) && isTCVN(c):
			if !isBetterTCVN(buf, text) {
				return
			}
		case set == nil || t.evidence() > best.evidence():
			rival = best
		default:
			if t.evidence() > rival.evidence() {
				rival = t
			}
			return
		}
		set, best = c, t
		text, buf = buf, text
	}
	if prefer != nil {
		try(prefer)
		rival = tally{}
	}
	for _, c := range detectable {
		if c != prefer {
			try(c)
		}
	}
	if set != prefer && best.evidence()-rival.evidence() < minLead {
		return nil, tally{}
	}
	return set, best
}

// isBetterTCVN reports whether a is a better reading than b of bytes in one of the sets of TCVN 5712. Small
// letters may stand for capitals in both, so a slip as in "GIá" tells nothing: the words that differ do.
func isBetterTCVN(a, b []byte) bool {
	t, u := count(a, true), count(b, true)
	return t.good >= u.good && (t.bad < u.bad || t.bad == u.bad && odd(a) < odd(b))
}

// odd tallies what text has that no word of ours has: letters that Vietnamese lacks, capitals behind small
// letters, and, twice as odd, what is no letter at all.
func odd(text []byte) int {
	n := 0
	small := false
	for _, r := range string(text) {
		switch {
		case unicode.IsControl(r), r == utf8.RuneError:
			n += 2
		case r >= utf8.RuneSelf && unicode.IsLetter(r) && !strings.ContainsRune(letters, r):
			n++
		}
		if small && unicode.IsUpper(r) {
			n++
		}
		small = unicode.IsLower(r)
	}
	return n
}

// A reading says what the runes of a text stand for: themselves, UTF-8 encoded again so many times, or the
// bytes of a set.
type reading struct {
	again int
	set   *charset
}

var asIs = reading{}

func (r reading) name() string {
	switch {
	case r.again > 0:
		return utf8Twice
	case r.set != nil:
		return utf8As + r.set.name
	}
	return utf8Name
}

// detectRunes returns the reading of a text in valid UTF-8 that is not isUnicode.
func detectRunes(b []byte, prefer *charset) reading {
	sample := appendSample(nil, b, sampleSize)
	if len(sample) == 0 {
		return asIs
	}
	r, t := bestReading(sample, prefer)
	if len(sample) >= sampleSize && r == asIs {
		r, t = bestReading(appendSample(sample[:0], b, textSize), prefer)
	}
	if !t.passes() && (r.again == 0 || !isTwice(sample)) {
		return asIs
	}
	return r
}

// bestReading returns the best reading of the words of sample, in valid UTF-8, and its tally. It is as they
// are unless another one is better.
func bestReading(sample []byte, prefer *charset) (reading, tally) {
	best, t := asIs, count(sample, false)
	if t.good > 0 && t.bad == 0 { // no score is better
		return best, t
	}
	again := sample
	for times := 1; times <= maxPasses; times++ {
		once := appendOnce(nil, appendNoBreak(nil, again))
		if len(once) == len(again) {
			break
		}
		if u := count(once, false); u.evidence() > t.evidence() {
			best, t = reading{again: times}, u
		}
		again = once
	}
	if raw, ok := appendBytes(nil, sample); ok {
		if set, u := bestSet(raw, prefer); set != nil && u.evidence() > t.evidence() {
			best, t = reading{set: set}, u
		}
	}
	return best, t
}

// isUnicode reports whether s, valid UTF-8, has one of the letters from U+1EA0 to U+1EF9. Text that a wrong
// conversion made of legacy bytes has none, but may have ă, đ, ơ and ư: those of windows-1258.
func isUnicode[T string | []byte](s T) bool {
	for i := 0; i+2 < len(s); i++ {
		if s[i] == 0xE1 && (s[i+1] == 0xBB || s[i+1] == 0xBA && s[i+2] >= 0xA0) {
			return true
		}
	}
	return false
}

// count tallies the words of text, UTF-8 in any normal form. A word is a run of letters, marks, and signs
// that have no place beside letters; it is good if it is a Vietnamese syllable, capitalised as words are, and
// bad if it is neither that nor a common exception. With tonesSmall a small letter with a tone may stand for
// a capital.
func count(text []byte, tonesSmall bool) tally {
	var (
		t     tally
		start = -1
		high  bool
	)
	end := func(i int) {
		if start >= 0 && high && !isLone(text[start:i]) {
			switch word := text[start:i]; {
			case isCased(word, tonesSmall) && viet.IsSyllable(string(word)):
				t.good++
				t.points--
				for _, r := range string(word) {
					t.points++
					if r >= utf8.RuneSelf {
						t.letters |= 1 << (r % 64)
					}
				}
			case !isInitials(word) && !isHighland(word):
				t.bad++
			}
		}
		start, high = -1, false
	}
	text = norm.NFC.Bytes(text)
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRune(text[i:])
		if !isWordRune(r) && !isMisplaced(r, start >= 0, text[i+size:]) {
			end(i)
		} else {
			if start < 0 {
				start = i
			}
			high = high || r >= utf8.RuneSelf || r < ' '
		}
		i += size
	}
	end(len(text))
	return t
}

// isWordRune reports whether r is a letter or a mark, or a sign that has no place beside letters.
func isWordRune(r rune) bool {
	switch {
	case r < ' ':
		return r != '\t' && r != '\n' && r != '\f' && r != '\r'
	case r < utf8.RuneSelf:
		return markup.IsLetter(byte(r))
	case r < 0xC0:
		return !strings.ContainsRune("\u00a0«»®©°º²³·´", r)
	case r == utf8.RuneError:
		return true
	}
	return unicode.In(r, unicode.L, unicode.Mn)
}

// isMisplaced reports whether r is a sign that may follow a word or precede it, but not as it does here.
func isMisplaced(r rune, afterLetter bool, rest []byte) bool {
	switch r {
	case '«':
		return afterLetter
	case '˜': // Ờ in VN1
		return true
	case '™': // alone it is Ở in VN1
		return !afterLetter
	case '®':
		afterLetter = true
	case '•', '›', '€': // "•c Eo" is Óc Eo in VN1, "›n" is Ớn, "€o" is Ào
		next, _ := utf8.DecodeRune(rest)
		return afterLetter || unicode.IsLower(next)
	case '’': // not misplaced in "H’Mông"; "L’NG" is LÒNG in VN1
		next, size := utf8.DecodeRune(rest)
		second, _ := utf8.DecodeRune(rest[size:])
		return afterLetter && unicode.IsUpper(next) && unicode.IsUpper(second)
	case '»', '©', '°', 'º', '²', '³', '·', '´':
	default:
		if r < 0x2000 || r > 0x2122 { // not a quotation mark or dash, as in "H—I"
			return false
		}
	}
	next, _ := utf8.DecodeRune(rest)
	return afterLetter && unicode.IsLetter(next)
}

// isLone reports whether word is one Vietnamese letter: in another set a quotation mark may look like one.
func isLone(word []byte) bool {
	_, size := utf8.DecodeRune(word)
	return size == len(word) && strings.Contains(letters, string(word))
}

// isInitials reports whether word is an abbreviation: HĐND, NĐ.
func isInitials(word []byte) bool {
	for _, r := range string(word) {
		if r != 'Đ' && (r < 'A' || r > 'Z') {
			return false
		}
	}
	return true
}

// isHighland reports whether word may be a name of the Central Highlands, with an end that no syllable has:
// Đắk Lắk, Krông Búk.
func isHighland(word []byte) bool {
	first, _ := utf8.DecodeRune(word)
	return unicode.IsUpper(first) && word[len(word)-1]|0x20 == 'k'
}

// isCased reports whether word is small, capital, or small behind a capital.
func isCased(word []byte, tonesSmall bool) bool {
	upper, lower, firstUpper := 0, 0, false
	for i, r := range string(word) {
		switch {
		case unicode.IsUpper(r):
			upper++
			firstUpper = firstUpper || i == 0
		case tonesSmall && r >= utf8.RuneSelf && !isPlain(r):
		default:
			lower++
		}
	}
	return upper == 0 || lower == 0 || upper == 1 && firstUpper
}

// isPlain reports whether r is one of the small letters whose capitals TCVN3 has.
func isPlain(r rune) bool {
	switch r {
	case 'ă', 'â', 'ê', 'ô', 'ơ', 'ư', 'đ':
		return true
	}
	return false
}
