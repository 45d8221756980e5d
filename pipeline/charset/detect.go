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

// Thresholds of detection. Only words with a letter beyond ASCII count. The evidence for an interpretation is
//
//	Σ (letters - 1) over its Vietnamese syllables - badCost · (its other words)
//
// because a longer syllable is less likely to arise by chance ("là" 1, "nghiệp" 5). An interpretation is
// accepted if its evidence is at least minLead above that of every other one, including "not Vietnamese" with
// evidence 0, and if its syllables have at least minLetters different letters beyond ASCII ("på … på … på"
// has one). On 160 letters of news text the errors are texts that make sense in two sets of TCVN 5712
// ("GIá"), and only lists of foreign names are rejected.
const (
	badCost    = 6
	minLead    = 5
	minLetters = 3
)

// The number of bytes that detection reads: sampleSize, and textSize if those do not decide.
const (
	sampleSize = 1 << 10
	textSize   = 64 << 10
)

// Names of interpretations other than a set. UTF-8 text whose letters are the bytes of a set is named utf8As
// and the name of the set.
const (
	utf8Name  = "utf-8"
	utf8As    = "utf-8/"
	utf8Twice = utf8As + utf8Name
)

// Detect returns the name of the encoding of b, a page or plain text: "utf-8", or one of the Vietnamese sets
// ("tcvn3", "vni", "viscii", "vps", "windows-1258", "tcvn5712-1", "tcvn5712-2", "vni-mac"). For UTF-8 whose
// letters are the bytes of a set shown as Latin-1 it returns "utf-8/" and the name of the set, for UTF-8
// encoded twice "utf-8/utf-8". It reports false if b is in none of them: too short, or not Vietnamese. It
// ignores markup and scripts.
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

// wordCounts counts the words of a text that have a letter beyond ASCII.
type wordCounts struct {
	syllables, others int
	points            int    // Σ (letters - 1) of the syllables
	letters           uint64 // letters beyond ASCII in the syllables: bit r%64 for r
}

func (t wordCounts) evidence() int { return t.points - badCost*t.others }

// passes reports whether t meets the thresholds.
func (t wordCounts) passes() bool {
	return t.evidence() >= minLead && bits.OnesCount64(t.letters) >= minLetters
}

// detectSet returns the set that the bytes of a text are in, or nil. If two sets read the text equally well,
// it returns prefer, which may be nil.
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

// isCommon reports whether all bytes of b mean the same in TCVN3 and VN1.
func isCommon(b []byte) bool {
	t, v := tcvn3.codes(), vn1.codes()
	for _, code := range b {
		if t.single[code] != v.single[code] {
			return false
		}
	}
	return true
}

// isTCVN reports whether c is one of the sets of TCVN 5712, which have the same small letters. The more
// capitals a set has, the fewer codes it has for punctuation.
func isTCVN(c *charset) bool { return c == tcvn3 || c == vn2 || c == vn1 }

// A caseRule says how a set writes capitals with tones.
type caseRule uint8

const (
	exactCase  caseRule = iota // as capitals
	smallTones                 // as small letters, because it has no capitals with tones
)

func (c *charset) caseRule() caseRule {
	if c == tcvn3 {
		return smallTones
	}
	return exactCase
}

// bestSet returns the set that reads the words of sample best, and its counts. It returns nil if another set
// reads them differently and about as well, as happens with a few words.
func bestSet(sample []byte, prefer *charset) (*charset, wordCounts) {
	var (
		set         *charset
		best, rival wordCounts
		text, buf   []byte
	)
	try := func(c *charset) {
		buf = c.appendDecoded(buf[:0], sample)
		t := countWords(buf, c.caseRule())
		switch {
		case t.syllables == 0 || bytes.Equal(buf, text):
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
		rival = wordCounts{}
	}
	for _, c := range detectable {
		if c != prefer {
			try(c)
		}
	}
	if set != prefer && best.evidence()-rival.evidence() < minLead {
		return nil, wordCounts{}
	}
	return set, best
}

// isBetterTCVN reports whether a is better than b, two readings of the same bytes in sets of TCVN 5712. Small
// letters may stand for capitals in both, so that "GIá" does not decide; only the words that differ do.
func isBetterTCVN(a, b []byte) bool {
	t, u := countWords(a, smallTones), countWords(b, smallTones)
	return t.syllables >= u.syllables && (t.others < u.others || t.others == u.others &&
		strangeness(a) < strangeness(b))
}

// strangeness counts features of text that no Vietnamese word has: letters that Vietnamese lacks, capitals
// after small letters and, counted twice, characters that are no letters.
func strangeness(text []byte) int {
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

// An interpretation says what the runes of a text stand for: themselves (identity), layers of superfluous
// UTF-8 encoding, or the bytes of a set.
type interpretation struct {
	layers int
	set    *charset
}

var identity = interpretation{}

func (r interpretation) name() string {
	switch {
	case r.layers > 0:
		return utf8Twice
	case r.set != nil:
		return utf8As + r.set.name
	}
	return utf8Name
}

// detectRunes returns the interpretation of a valid UTF-8 text that is not isUnicode.
func detectRunes(b []byte, prefer *charset) interpretation {
	sample := appendSample(nil, b, sampleSize)
	if len(sample) == 0 {
		return identity
	}
	r, t := bestInterpretation(sample, prefer)
	if len(sample) >= sampleSize && r == identity {
		r, t = bestInterpretation(appendSample(sample[:0], b, textSize), prefer)
	}
	if !t.passes() && (r.layers == 0 || !isDoubleEncoded(sample)) {
		return identity
	}
	return r
}

// bestInterpretation returns the best interpretation of the words of sample, valid UTF-8, and its counts. It
// is identity unless another one is better.
func bestInterpretation(sample []byte, prefer *charset) (interpretation, wordCounts) {
	best, t := identity, countWords(sample, exactCase)
	if t.syllables > 0 && t.others == 0 { // the highest possible score
		return best, t
	}
	again := sample
	for times := 1; times <= maxPasses; times++ {
		once := appendUndoubled(nil, appendNoBreak(nil, again))
		if len(once) == len(again) {
			break
		}
		if u := countWords(once, exactCase); u.evidence() > t.evidence() {
			best, t = interpretation{layers: times}, u
		}
		again = once
	}
	if raw, ok := appendBytes(nil, sample); ok {
		if set, u := bestSet(raw, prefer); set != nil && u.evidence() > t.evidence() {
			best, t = interpretation{set: set}, u
		}
	}
	return best, t
}

// isUnicode reports whether s, valid UTF-8, has a letter from U+1EA0 to U+1EF9. Legacy bytes that were
// converted wrongly give no such letter, but may give the ă, đ, ơ and ư of windows-1258.
func isUnicode[T string | []byte](s T) bool {
	for i := 0; i+2 < len(s); i++ {
		if s[i] == 0xE1 && (s[i+1] == 0xBB || s[i+1] == 0xBA && s[i+2] >= 0xA0) {
			return true
		}
	}
	return false
}

// countWords counts the words of text, UTF-8 in any normal form. A word is a run of letters, marks, and signs
// that do not occur beside letters. It is a syllable if its spelling and its case are those of a Vietnamese
// syllable; otherwise it counts among the others, unless it is a common exception.
func countWords(text []byte, rule caseRule) wordCounts {
	var (
		t     wordCounts
		start = -1
		high  bool
	)
	end := func(i int) {
		if start >= 0 && high && !isLone(text[start:i]) {
			switch word := text[start:i]; {
			case isCased(word, rule) && viet.IsSyllable(string(word)):
				t.syllables++
				t.points--
				for _, r := range string(word) {
					t.points++
					if r >= utf8.RuneSelf {
						t.letters |= 1 << (r % 64)
					}
				}
			case !isInitials(word) && !isHighland(word):
				t.others++
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

// isWordRune reports whether r is a letter or a mark, or a sign that does not occur beside letters.
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

// isMisplaced reports whether r is a sign that may precede or follow a word, but does not occur in this
// position.
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

// isLone reports whether word is one Vietnamese letter, because a quotation mark may look like one in another
// set.
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

// isHighland reports whether word may be a name of the Central Highlands with a final consonant that no
// syllable has: Đắk Lắk, Krông Búk.
func isHighland(word []byte) bool {
	first, _ := utf8.DecodeRune(word)
	return unicode.IsUpper(first) && word[len(word)-1]|0x20 == 'k'
}

// isCased reports whether word is all small, all capitals, or capitalised.
func isCased(word []byte, rule caseRule) bool {
	upper, lower, firstUpper := 0, 0, false
	for i, r := range string(word) {
		switch {
		case unicode.IsUpper(r):
			upper++
			firstUpper = firstUpper || i == 0
		case rule == smallTones && r >= utf8.RuneSelf && !isPlain(r):
		default:
			lower++
		}
	}
	return upper == 0 || lower == 0 || upper == 1 && firstUpper
}

// isPlain reports whether r is one of the small letters whose capitals are in TCVN3.
func isPlain(r rune) bool {
	switch r {
	case 'ă', 'â', 'ê', 'ô', 'ơ', 'ư', 'đ':
		return true
	}
	return false
}
