package dedupe

import (
	"encoding/binary"
	"math/bits"
	"slices"
	"sync"

	"baotinh/pipeline/viet"
)

// A foldCache has the hashes of syllables, folded, by those of the pieces between spaces that they stand in:
// texts have few different ones, and to fold each would take longer than all else.
type foldCache struct {
	pieces [1 << pieceBits]piece
	text   []byte // followed by spaces
	folded []byte
}

// A piece is the hash of a piece as written and that of its syllable, 0 if it has none or several.
type piece struct{ written, syllable uint64 }

const pieceBits = 14

var folds = sync.Pool{New: func() any { return new(foldCache) }}

const (
	ones     = 0x0101010101010101
	highs    = 0x80 * ones
	spaces   = "        "
	longBase = 0xc4ceb9fe1a85ec53
)

// appendSyllables appends the hashes of the syllables of a text, folded. It reads eight bytes at a time: most
// pieces are no longer.
func (f *foldCache) appendSyllables(dst []uint64, text string) []uint64 {
	f.text = append(append(f.text[:0], text...), spaces...)
	dst = slices.Grow(dst, len(text)/2+1) // each has a byte, and a sign between it and the next
	all, n := dst[:cap(dst)], len(dst)
	padded := f.text
	for i := 0; i < len(text); {
		w := binary.LittleEndian.Uint64(padded[i:])
		size := spaceAt(w)
		if size == 0 {
			i++
			continue
		}
		h, end := w<<((64-size)&63)*base, i+size/8
		if size == 64 {
			h, end = longPiece(h, padded, end)
		}
		p := &f.pieces[h>>(64-pieceBits)]
		if p.written != h {
			*p = piece{h, f.syllable(padded[i:end])}
		}
		if p.syllable != 0 {
			all[n] = p.syllable
			n++
		} else {
			n = len(f.split(all[:n], padded[i:end]))
		}
		i = end + 1
	}
	return all[:n]
}

// spaceAt returns the number of bits before the first space in eight bytes, the lowest first; 64: there is
// none.
func spaceAt(w uint64) int {
	w ^= ' ' * ones
	return bits.TrailingZeros64((w-ones)&^w&highs) &^ 7
}

// longPiece returns the hash of a piece and its end. h is the hash of the bytes before i.
func longPiece(h uint64, padded []byte, i int) (uint64, int) {
	for i+8 <= len(padded) {
		w := binary.LittleEndian.Uint64(padded[i:])
		size := spaceAt(w)
		if size < 64 {
			h = (h ^ h>>29 ^ w&(1<<(size&63)-1)) * longBase
			return h, i + size/8
		}
		h = (h ^ h>>29 ^ w) * longBase
		i += 8
	}
	return h, len(padded) - len(spaces) // the piece is the last one
}

// syllable returns the hash of the syllable of a piece, 0 if it has none or several.
func (f *foldCache) syllable(piece []byte) uint64 {
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
func (f *foldCache) split(dst []uint64, piece []byte) []uint64 {
	f.folded = viet.AppendFoldLower(f.folded[:0], string(piece))
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
