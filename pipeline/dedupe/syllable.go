package dedupe

import (
	"math/bits"
	"slices"
	"sync"

	"baotinh/pipeline/viet"
)

// A foldCache has the hashes of syllables, folded, by those of the pieces between spaces that they stand in:
// texts have few different ones, and to fold each would take longer than all else.
type foldCache struct {
	pieces [1 << pieceBits]piece
	folded []byte
}

// A piece is the hash of a piece as written and that of its syllable, 0 if it has none or several.
type piece struct{ written, syllable uint64 }

const pieceBits = 15

var folds = sync.Pool{New: func() any { return new(foldCache) }}

const (
	ones     = 0x0101010101010101
	highs    = 0x80 * ones
	longBase = 0xc4ceb9fe1a85ec53
)

// appendSyllables appends the hashes of the syllables of a text, folded. It reads eight bytes at a time: most
// pieces are no longer.
func (f *foldCache) appendSyllables(dst []uint64, text string) []uint64 {
	dst = slices.Grow(dst, len(text)/2+1) // each has a byte, and a sign between it and the next
	for i := 0; i < len(text); {
		var w uint64
		if i+8 <= len(text) {
			b := text[i : i+8]
			w = uint64(b[0]) | uint64(b[1])<<8 | uint64(b[2])<<16 | uint64(b[3])<<24 |
				uint64(b[4])<<32 | uint64(b[5])<<40 | uint64(b[6])<<48 | uint64(b[7])<<56
		} else {
			w = lastBytes(text[i:])
		}
		size := spaceAt(w)
		if size == 0 {
			i++
			continue
		}
		h, end := w<<((64-size)&63)*base, i+size/8
		if size == 64 {
			h, end = longPiece(h, text, end)
		}
		p := &f.pieces[h>>(64-pieceBits)]
		if p.written != h {
			*p = piece{h, f.syllable(text[i:end])}
		}
		if p.syllable != 0 {
			dst = append(dst, p.syllable)
		} else {
			dst = f.split(dst, text[i:end])
		}
		i = end + 1
	}
	return dst
}

// lastBytes returns less than eight bytes, the lowest first, and spaces behind them.
func lastBytes(text string) uint64 {
	w := uint64(' ' * ones)
	for i := len(text) - 1; i >= 0; i-- {
		w = w<<8 | uint64(text[i])
	}
	return w
}

// spaceAt returns the number of bits before the first space in eight bytes, the lowest first; 64: there is
// none.
func spaceAt(w uint64) int {
	w ^= ' ' * ones
	return bits.TrailingZeros64((w-ones)&^w&highs) &^ 7
}

// longPiece returns the hash of a piece and its end. h is the hash of the bytes before i.
func longPiece(h uint64, text string, i int) (uint64, int) {
	for ; i < len(text) && text[i] != ' '; i++ {
		h = (h ^ h>>29 ^ uint64(text[i])) * longBase
	}
	return h, i
}

// syllable returns the hash of the syllable of a piece, 0 if it has none or several.
func (f *foldCache) syllable(piece string) uint64 {
	var few [2]uint64
	if all := f.split(few[:0], piece); len(all) == 1 {
		return all[0]
	}
	return 0
}

const (
	fnvOffset = 14695981039346656037
	fnvPrime  = 1099511628211
)

// split appends the hashes of the syllables of a piece, by FNV-1a.
func (f *foldCache) split(dst []uint64, piece string) []uint64 {
	f.folded = viet.AppendFoldLower(f.folded[:0], piece)
	h := uint64(fnvOffset)
	for i := 0; i < len(f.folded); i++ {
		c := f.folded[i]
		if inSyllable[c] {
			h = (h ^ uint64(c)) * fnvPrime
			continue
		}
		if h != fnvOffset {
			dst = append(dst, h)
			h = fnvOffset
		}
		i += int(continuations[c])
	}
	if h != fnvOffset {
		dst = append(dst, h)
	}
	return dst
}

// inSyllable tells letters and digits from signs, in folded text. Beyond ASCII, the signs of print begin with
// one of two bytes, and continuations has how many bytes follow; all else counts as letters.
var inSyllable = func() (in [256]bool) {
	for c := range in {
		in[c] = '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || c >= 0x80 && continuations[c] == 0
	}
	return in
}()

var continuations = [256]uint8{0xC2: 1, 0xE2: 2} // U+0080 to U+00BF, U+2000 to U+2FFF
