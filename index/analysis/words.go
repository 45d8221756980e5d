package analysis

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"baotinh/pipeline/viet"
)

// A Word is one position of a text: a syllable, a number, an acronym or a part of a document number.
type Word struct {
	Exact      string // lower case, NFC, tone marks in one placement: "uỷ" for Uỷ, ủy and ỦY
	Fold       string // the same without marks: "uy"
	Start, End int    // the bytes of the text it came from
}

// maxSeen bounds the spellings that a Scanner remembers: the living vocabulary of 50,000 articles fits.
const maxSeen = 1 << 16

// A Scanner cuts texts into words. It remembers the terms of the spellings it has seen, which makes it
// several times faster than working them out again, and lets all equal terms share one string. It is not
// safe for concurrent use. The zero Scanner is ready.
type Scanner struct {
	tokens []viet.Token
	spans  []span
	seen   map[string]terms
	buf    []byte
	words  []Word // of appendSoughtSlowly

	// Of the words that Seek was given.
	sought       map[string]bool // by fold; nil: all are
	ends         [27]uint32      // the first letters, each with a bit for the last
	seeksNumbers bool
}

// terms are the terms of a spelling. One of letters and digits has a word for each: see cut.
type terms struct {
	exact, fold string
	pieces      []Word // with offsets in the spelling; nil: it is one word
}

// Append appends the words of text to dst, in their order.
func (s *Scanner) Append(dst []Word, text string) []Word {
	for _, at := range s.split(text) {
		dst = s.appendWord(dst, text, at.start, at.end)
	}
	return dst
}

// A span is a part of a text, in bytes.
type span struct{ start, end int }

// split returns the spellings in a text, valid until it is called again.
func (s *Scanner) split(text string) []span {
	s.tokens = viet.AppendTokens(s.tokens[:0], text)
	s.spans = s.spans[:0]
	for _, t := range s.tokens {
		if t.Kind != viet.Word {
			s.splitToken(text, t.Start, t.End)
			continue
		}
		end := t.End
		if end < len(text) && text[end] >= utf8.RuneSelf {
			end += raisedLen(text[end:]) // m²
		}
		s.spans = append(s.spans, span{t.Start, end})
	}
	return s.spans
}

// splitToken adds the spellings of a token, which a document number or an address has several of: 27-NQ/TW is
// 27, nq and tw. A full stop or comma between digits belongs to the number.
func (s *Scanner) splitToken(text string, start, end int) {
	from := -1
	for i := start; i < end; {
		r, size := rune(text[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(text[i:end])
		}
		switch {
		case isWordRune(r), (r == '.' || r == ',') && betweenDigits(text, i), from >= 0 && isApostrophe(r):
			if from < 0 {
				from = i
			}
		case from >= 0:
			s.spans = append(s.spans, span{from, i})
			from = -1
		}
		i += size
	}
	if from >= 0 {
		s.spans = append(s.spans, span{from, end})
	}
}

func (s *Scanner) appendWord(dst []Word, text string, start, end int) []Word {
	spelling := text[start:end]
	if s.sought != nil && !s.seeks(spelling) {
		return append(dst, Word{Start: start, End: end})
	}
	return s.appendTerms(dst, text, start, end)
}

// appendTerms appends the words of the spelling text[start:end].
func (s *Scanner) appendTerms(dst []Word, text string, start, end int) []Word {
	spelling := text[start:end]
	t, ok := s.seen[spelling]
	if !ok {
		t = s.terms(spelling)
		if s.seen == nil || len(s.seen) >= maxSeen {
			s.seen = map[string]terms{}
		}
		s.seen[strings.Clone(spelling)] = t
	}
	for _, p := range t.pieces {
		dst = append(dst, Word{p.Exact, p.Fold, start + p.Start, start + p.End})
	}
	if t.exact == "" {
		return dst
	}
	return append(dst, Word{t.exact, t.fold, start, end})
}

// terms works out the terms of a spelling.
func (s *Scanner) terms(spelling string) terms {
	if strings.ContainsFunc(spelling, isApostrophe) {
		return s.oneTerm(strings.Map(func(r rune) rune {
			if isApostrophe(r) {
				return -1
			}
			return r
		}, spelling))
	}
	if !hasDigit(spelling) {
		return s.oneTerm(spelling)
	}
	pieces := cut(spelling)
	if len(pieces) == 1 {
		return s.oneTerm(pieces[0].text) // the whole spelling
	}

	var t terms
	for _, p := range pieces {
		one := s.oneTerm(p.text)
		if one.exact == "" {
			continue
		}
		t.pieces = append(t.pieces, Word{one.exact, one.fold, p.start, p.end})
	}
	return t
}

// oneTerm returns the terms of a spelling that is one word.
func (s *Scanner) oneTerm(spelling string) terms {
	s.buf = viet.AppendTerm(s.buf[:0], repairLetters(spelling))
	exact := string(s.buf)
	s.buf = viet.AppendFoldLower(s.buf[:0], exact)
	if string(s.buf) == exact {
		return terms{exact: exact, fold: exact}
	}
	return terms{exact: exact, fold: string(s.buf)}
}

func isWordRune(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
}

func isApostrophe(r rune) bool {
	switch r {
	case '\'', '’', '‘', 'ʼ', '´':
		return true
	}
	return false
}

// PairTerms is the number of different terms of pairs. Most pairs of a language are rare, and a term that
// is rare costs thirty bytes of dictionary in each segment; hashed into few terms, all pairs of a text cost
// less than its syllables. A given pair seems to be in an article that has others in its stead with a
// probability of 0.5 % (350 pairs an article), which is nothing where both its syllables must be in the
// article too.
const PairTerms = 1 << pairBits

const pairBits = 16

// HashPair returns the number of the pair of two neighbouring folded words: FNV-1a, folded to fewer bits.
func HashPair(a, b string) uint32 { return hashSecond(hashFirst(a), b) }

const fnvPrime = 16777619

// hashFirst returns the state of the hash after the first word of a pair.
func hashFirst(a string) uint32 {
	const offset = 2166136261
	h := uint32(offset)
	for i := range len(a) {
		h = (h ^ uint32(a[i])) * fnvPrime
	}
	return (h ^ ' ') * fnvPrime
}

// hashSecond returns the hash of a pair, given the state after the first word.
func hashSecond(h uint32, b string) uint32 {
	for i := range len(b) {
		h = (h ^ uint32(b[i])) * fnvPrime
	}
	h ^= h >> 15 // a last multiplication leaves the low bits of a short text too regular
	h *= 0x85ebca6b
	return (h ^ h>>pairBits) % PairTerms
}

// PairTerm returns the term of a pair: its number in four hexadecimal digits.
func PairTerm(hash uint32) string {
	const digits = "0123456789abcdef"
	return string([]byte{digits[hash>>12&15], digits[hash>>8&15], digits[hash>>4&15], digits[hash&15]})
}

var scanners = sync.Pool{New: func() any { return new(Scanner) }}

// NewSeeker returns a Scanner that remembers words of others, and seeks some: see [Scanner.Seek]. It may be
// given back by Release.
func NewSeeker(folds ...string) *Scanner {
	s := scanners.Get().(*Scanner)
	s.Seek(folds...)
	return s
}

// Release lets others use what s remembers. s must not be used afterwards.
func (s *Scanner) Release() {
	s.sought, s.ends, s.seeksNumbers = nil, [len(s.ends)]uint32{}, false
	scanners.Put(s)
}

// AppendWords appends the words of text to dst, in their order. It may be called concurrently.
func AppendWords(dst []Word, text string) []Word {
	s := scanners.Get().(*Scanner)
	defer scanners.Put(s)
	return s.Append(dst, text)
}

// Adjacent reports whether only spaces stand between two words of text, one after the other: no sign
// separates them.
func Adjacent(text string, left, right Word) bool {
	return strings.TrimSpace(text[left.End:right.Start]) == ""
}

// Consecutive reports whether no word stands between two words of text, one after the other.
func Consecutive(text string, left, right Word) bool {
	return !strings.ContainsFunc(text[left.End:right.Start], isWordRune)
}
