package viet

// A TonePlacement says which letter has the tone mark in the open rhymes oa, oe and uy. In all others the
// place is fixed.
type TonePlacement uint8

const (
	AsWritten TonePlacement = iota // leave every syllable alone
	Glide                          // kiểu cũ: hòa, khỏe, thủy
	Nucleus                        // kiểu mới: hoà, khoẻ, thuỷ
)

// PlaceTones returns s with every tone mark in the place given by p. It also moves marks that are on a wrong
// letter: cuả becomes của. It leaves words that are no syllables unchanged, and with AsWritten all words.
func PlaceTones(s string, p TonePlacement) string {
	if p == AsWritten {
		return s
	}
	return string(AppendPlaceTones(nil, s, p))
}

// AppendPlaceTones appends PlaceTones(s, p) to dst.
func AppendPlaceTones(dst []byte, s string, p TonePlacement) []byte {
	if p == AsWritten {
		return append(dst, s...)
	}
	done := 0
	for i := 0; i < len(s); {
		w, end := readWord(s, i)
		if end == i {
			i++
			continue
		}
		if w.tones == 1 {
			if f, ok := w.parse(); ok && f.at(p) != w.toneAt && !w.isFixed() {
				dst = append(dst, s[done:i]...)
				dst = w.append(dst, f.at(p))
				done = end
			}
		}
		i = end
	}
	return append(dst, s[done:]...)
}

// isFixed reports whether w keeps a tone mark that is not where the rules put it: "giặt gịa" has g + ịa, and
// Noé is a name of the Bible.
func (w *word) isFixed() bool {
	if w.n != 3 || w.toneAt == 0 {
		return false
	}
	a, b, c := w.letters[0], w.letters[1]&^capital, w.letters[2]&^capital
	gia := b == letterOf('ị') && c == cA
	noe := b == cO && c == letterOf('é')
	return a.code() == cG && gia || a == capital|cN && noe
}
