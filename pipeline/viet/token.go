package viet

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Token is the part s[Start:End] of a text that is indexed and searched as one term.
type Token struct {
	Start, End int
	Kind       TokenKind
}

// A TokenKind is the kind of a token. All kinds but Word may have parts (see [AppendParts]).
type TokenKind uint8

// The kinds of tokens.
const (
	Word      TokenKind = iota // letters and digits: tỉnh, covid19, 15h30
	Number                     // 1.234,5; 27/7/2022; 19:20
	DocNumber                  // 27-NQ/TW, 15/2022/NĐ-CP
	Code                       // other numbers with letters: 95-III, 737-MAX
	Acronym                    // TP.HCM, T.Ư, GD&ĐT, ĐT.226
	Joined                     // H'Mông, with any apostrophe
)

var kindNames = [...]string{"word", "number", "document number", "code", "acronym", "joined"}

// String returns the name of the kind.
func (k TokenKind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return "?"
}

// AppendTokens appends the tokens of s to dst, in order and without overlap. Words are maximal runs of
// letters, their combining marks, and digits, so s need not be normalized; the characters between words are
// skipped. Tokens that have a meaning only as a whole, such as dates and document numbers, are kept whole.
//
// A document number is a number, maybe a year, and one or more types after a hyphen or slash, with at least
// two capitals: \d{1,5}[a-zđ]?(/\d{4})?([-/]TYPE([&-]TYPE)*)+. Well-known types may be in small letters:
// 27-nq/tw. After such a type a hyphen may have spaces around it: 15/2022/NĐ - CP.
func AppendTokens(dst []Token, s string) []Token {
	for i := 0; i < len(s); {
		size, class := 1, classes[s[i]]
		if s[i] >= utf8.RuneSelf {
			size, class = classAt(s, i)
		}
		var t Token
		switch class {
		case isOther:
			i += size
			continue
		case isAlpha:
			t = wordAt(s, i)
		case isDigit:
			t = numberAt(s, i)
		}
		dst = append(dst, t)
		i = t.End
	}
	return dst
}

// AppendParts appends the parts of t, a token of s: numbers and words. It appends nothing if there is only
// one. A decimal number has no parts; a date has.
func AppendParts(dst []Token, s string, t Token) []Token {
	if t.Kind == Word {
		return dst
	}
	n := len(dst)
	for i := t.Start; i < t.End; {
		size, class := classAt(s, i)
		end := i
		switch class {
		case isAlpha:
			end = runEnd(s, i)
			dst = append(dst, Token{i, end, Word})
		case isDigit:
			end = digitsEnd(s, i)
			if t.Kind == Number && !isDate(s[t.Start:t.End]) {
				for end+1 < t.End && (s[end] == '.' || s[end] == ',') {
					end = digitsEnd(s, end+1)
				}
			}
			if end < t.End {
				if _, class := classAt(s, end); class == isAlpha {
					end = runEnd(s, end)
					dst = append(dst, Token{i, end, Word})
					break
				}
			}
			dst = append(dst, Token{i, end, Number})
		default:
			end += size
		}
		i = end
	}
	if len(dst) == n+1 {
		return dst[:n]
	}
	return dst
}

// isDate reports whether a number has three parts between full stops: 27.7.2022, but not 1.234.567.
func isDate(s string) bool {
	day, rest, _ := strings.Cut(s, ".")
	month, year, ok := strings.Cut(rest, ".")
	return ok && len(day) <= 2 && len(month) <= 2 && len(year) == 4
}

const (
	isOther = iota
	isAlpha // letters and marks
	isDigit
)

// classes holds the classes of ASCII bytes, and of the first bytes of two-byte letters, with few exceptions.
var classes = func() [256]uint8 {
	var t [256]uint8
	for c := range t {
		switch {
		case '0' <= c && c <= '9':
			t[c] = isDigit
		case isASCIILetter(byte(c)):
			t[c] = isAlpha
		}
	}
	return t
}()

// classAt returns the length in bytes and the class of the character at s[i].
func classAt(s string, i int) (int, uint8) {
	c := s[i]
	if c < utf8.RuneSelf {
		return 1, classes[c]
	}
	if i+1 < len(s) && s[i+1]&0xC0 == 0x80 {
		if c == 0xC3 && s[i+1] != 0x97 && s[i+1] != 0xB7 || 0xC4 <= c && c <= 0xC8 {
			return 2, isAlpha
		}
		if c == 0xE1 && s[i+1]|1 == 0xBB && i+2 < len(s) && s[i+2]&0xC0 == 0x80 {
			return 3, isAlpha
		}
	}
	r, size := utf8.DecodeRuneInString(s[i:])
	switch {
	case isOtherLetter(r):
		return size, isAlpha
	case unicode.IsDigit(r):
		return size, isDigit
	}
	return size, isOther
}

// runEnd returns the end of the letters, marks and digits from s[i].
func runEnd(s string, i int) int {
	for {
		i = wordText.prefixFrom(s, i, between)
		if i == len(s) || s[i] < utf8.RuneSelf {
			return i
		}
		size, class := classAt(s, i)
		if class == isOther {
			return i
		}
		i += size
	}
}

func digitsEnd(s string, i int) int {
	for i < len(s) {
		size, class := classAt(s, i)
		if class != isDigit {
			break
		}
		i += size
	}
	return i
}

// wordAt returns the token that begins with the letter at s[i].
func wordAt(s string, i int) Token {
	end := runEnd(s, i)
	if end == len(s) || s[end] == ' ' {
		return Token{i, end, Word}
	}
	if c := s[end]; c == '.' || c == '&' {
		if e := acronymEnd(s, i, end); e > end {
			return Token{i, e, Acronym}
		}
		return Token{i, end, Word}
	}
	kind := Word
	for {
		n := apostropheLen(s[end:])
		if n == 0 || end+n == len(s) {
			return Token{i, end, kind}
		}
		if _, class := classAt(s, end+n); class != isAlpha {
			return Token{i, end, kind}
		}
		end = runEnd(s, end+n)
		kind = Joined
	}
}

// apostropheLen returns the length of an apostrophe at the beginning of s, or 0.
func apostropheLen(s string) int {
	if s == "" || s[0] != '\'' && s[0] < utf8.RuneSelf {
		return 0
	}
	switch r, size := utf8.DecodeRuneInString(s); r {
	case '\'', '’', '‘', 'ʼ', '´', '‛', '′':
		return size
	}
	return 0
}

// acronymEnd returns the end of runs of capitals, and digits after them, joined by full stops or ampersands;
// the first run is s[i:end]. Tone marks ("TP.ĐÀ NẴNG") show that a run is no acronym.
func acronymEnd(s string, i, end int) int {
	if !isAcronymPart(s[i:end]) {
		return end
	}
	for end+1 < len(s) && (s[end] == '.' || s[end] == '&') {
		next := runEnd(s, end+1)
		if next == end+1 || !isAcronymPart(s[end+1:next]) {
			break
		}
		end = next
	}
	return end
}

func isAcronymPart(s string) bool {
	const maxPart = 6 // letters: BNNPTNT is longer, but then stands alone
	n := 0
	for _, r := range s {
		if l := letterOf(r); l.tone() != Level || l != 0 && !l.isUpper() || isMark(r) && r != 0x31B &&
			r != 0x302 {
			return false
		}
		if !isMark(r) {
			n++
		}
	}
	return n <= maxPart
}

// numberAt returns the token that begins with the digit at s[i].
func numberAt(s string, i int) Token {
	end := digitsEnd(s, i)
	if end == len(s) {
		return Token{i, end, Number}
	}
	if t, ok := docNumberAt(s, i, end); ok {
		return t
	}
	if _, class := classAt(s, end); class == isAlpha {
		end = runEnd(s, end)
		return Token{i, end, Word}
	}
	if e := hyphenDateEnd(s, i, end); e > 0 {
		return Token{i, e, Number}
	}
	for end+1 < len(s) && strings.IndexByte(".,/:", s[end]) >= 0 {
		next := digitsEnd(s, end+1)
		if next == end+1 {
			break
		}
		end = next
	}
	return Token{i, end, Number}
}

// hyphenDateEnd returns the end of a date like 27-7-2022, or 0. Other numbers with hyphens are ranges, which
// are two numbers.
func hyphenDateEnd(s string, i, dayEnd int) int {
	if s[dayEnd] != '-' || dayEnd-i > 2 {
		return 0
	}
	monthEnd := digitsEnd(s, dayEnd+1)
	if n := monthEnd - dayEnd - 1; n < 1 || n > 2 || monthEnd == len(s) || s[monthEnd] != '-' {
		return 0
	}
	yearEnd := digitsEnd(s, monthEnd+1)
	if yearEnd-monthEnd-1 != 4 {
		return 0
	}
	return yearEnd
}

// docTypes are the types at the beginning of the document numbers of the Party, the state and the courts,
// folded.
const docTypes = " bc ct ctr hd kh kl nd nq qc qd tb tt ttlt ttr "

// docNumberAt returns the document number, or code, whose digits are s[i:end].
func docNumberAt(s string, i, end int) (Token, bool) {
	const maxDigits = 5
	if end-i > maxDigits {
		return Token{}, false
	}
	if size, class := classAt(s, end); class == isAlpha { // 25a/2022/…, 12đ/…
		end += size
		if end == len(s) || s[end] != '/' && s[end] != '-' {
			return Token{}, false
		}
	}
	slash := false
	if s[end] == '/' {
		if e := digitsEnd(s, end+1); e == end+5 && e < len(s) {
			end = e
			slash = true
		}
	}
	first, known := "", false // type
	capitals := 0
	for at := end; ; {
		n := separatorLen(s[at:], slash && known)
		if n == 0 || s[at] == '&' && first == "" {
			break
		}
		e, upper := typeEnd(s, at+n)
		if e == at+n || s[at] == ' ' && upper < 2 {
			break
		}
		if first == "" {
			first = s[at+n : e]
			known = isDocType(first)
		}
		slash = slash || s[at] == '/'
		capitals += upper
		at, end = e, e
	}
	switch {
	case first == "":
		return Token{}, false
	case slash && (capitals >= 2 || known), known && capitals >= 2:
		return Token{i, end, DocNumber}, true
	case capitals >= 2:
		return Token{i, end, Code}, true
	}
	return Token{}, false
}

func isDocType(s string) bool {
	var buf [16]byte
	folded := AppendFoldLower(append(buf[:0], ' '), s)
	return strings.Contains(docTypes, string(append(folded, ' ')))
}

// separatorLen returns the length of a separator before a type at the beginning of s, or 0. If spaced is set,
// a hyphen may have spaces around it.
func separatorLen(s string, spaced bool) int {
	separators := []string{"-", "/", "&", "–", " - ", " – "}
	if !spaced {
		separators = separators[:4]
	}
	for _, sep := range separators {
		if strings.HasPrefix(s, sep) {
			return len(sep)
		}
	}
	return 0
}

// typeEnd returns the end of a type at s[i] and its number of capitals, or i if there is no type. A type has
// up to twelve letters and two digits.
func typeEnd(s string, i int) (int, int) {
	const maxLetters, maxDigits = 12, 2
	end, letters, digits, capitals := i, 0, 0, 0
	for end < len(s) {
		size, class := classAt(s, end)
		if class == isOther {
			break
		}
		if class == isDigit {
			digits++
		} else if r, _ := utf8.DecodeRuneInString(s[end:]); !isMark(r) {
			letters++
			if digits > 0 {
				return i, 0
			}
			if unicode.IsUpper(r) {
				capitals++
			}
		}
		end += size
	}
	if letters == 0 || letters > maxLetters || digits > maxDigits {
		return i, 0
	}
	return end, capitals
}
