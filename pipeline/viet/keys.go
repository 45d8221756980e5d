package viet

// DecodeTelex returns the syllable that the Telex keys in word spell, for text typed without an input method:
// "tieesng" is "tiếng", "dduwowngf" is "đường". Tone keys may be anywhere after the vowel. It reports whether
// the keys mark anything and the result is a syllable. The caller must decide whether the user meant it
// ("virus" is "víu").
func DecodeTelex(word string) (string, bool) { return decodeKeys(word, telexKey) }

// DecodeVNI is [DecodeTelex] for VNI keys: "tie6ng1" is "tiếng", "d9u7o7ng2" is "đường".
func DecodeVNI(word string) (string, bool) { return decodeKeys(word, vniKey) }

// A keystroke is an effect that a key may have on the letters typed so far. Zero fields have no effect.
type keystroke struct {
	letter letter // types this letter,
	tone   Tone   // or sets the tone,
	level  bool   // or takes it off,
	marks  []pair // or changes the last of these letters that there is
	stroke bool   // or makes the d at the beginning đ
	horns  bool   // or puts horns on u and o
}

// A pair is a letter without and with a mark of quality.
type pair struct{ plain, marked byte }

var (
	circumflexA = []pair{{cA, cAcirc}}
	circumflexE = []pair{{cE, cEcirc}}
	circumflexO = []pair{{cO, cOcirc}}
	circumflex  = []pair{{cA, cAcirc}, {cE, cEcirc}, {cO, cOcirc}}
	breve       = []pair{{cA, cAbreve}}
	horn        = []pair{{cO, cOhorn}, {cU, cUhorn}}
	breveOrHorn = []pair{{cA, cAbreve}, {cO, cOhorn}, {cU, cUhorn}}
)

// telexKey returns the possible effects of the Telex key c, the likeliest first.
func telexKey(c byte) []keystroke {
	typed := keystroke{letter: letterOf(rune(c))}
	switch c | 0x20 {
	case 's':
		return []keystroke{{tone: Sac}, typed}
	case 'f':
		return []keystroke{{tone: Huyen}}
	case 'r':
		return []keystroke{{tone: Hoi}, typed}
	case 'x':
		return []keystroke{{tone: Nga}, typed}
	case 'j':
		return []keystroke{{tone: Nang}}
	case 'z':
		return []keystroke{{level: true}}
	case 'a':
		return []keystroke{{marks: circumflexA}, typed}
	case 'e':
		return []keystroke{{marks: circumflexE}, typed}
	case 'o':
		return []keystroke{{marks: circumflexO}, typed}
	case 'd':
		return []keystroke{{stroke: true}, typed}
	case 'w':
		return []keystroke{{horns: true}, {marks: breveOrHorn}, {marks: horn},
			{letter: letter(cUhorn) | typed.letter&capital}}
	}
	return []keystroke{typed}
}

// vniKey returns the possible effects of the VNI key c.
func vniKey(c byte) []keystroke {
	switch c {
	case '0':
		return []keystroke{{level: true}}
	case '1':
		return []keystroke{{tone: Sac}}
	case '2':
		return []keystroke{{tone: Huyen}}
	case '3':
		return []keystroke{{tone: Hoi}}
	case '4':
		return []keystroke{{tone: Nga}}
	case '5':
		return []keystroke{{tone: Nang}}
	case '6':
		return []keystroke{{marks: circumflex}}
	case '7':
		return []keystroke{{horns: true}, {marks: horn}}
	case '8':
		return []keystroke{{marks: breve}}
	case '9':
		return []keystroke{{stroke: true}}
	}
	return []keystroke{{letter: letterOf(rune(c))}}
}

// maxKeys bounds the search: seven letters, a key for each mark and a few more.
const maxKeys = 14

func decodeKeys(s string, keys func(byte) []keystroke) (string, bool) {
	if len(s) > maxKeys {
		return "", false
	}
	w, ok := typeKeys(word{}, s, keys, false)
	if !ok {
		return "", false
	}
	f, _ := w.parse()
	return string(w.append(nil, f.at(Nucleus))), true
}

// typeKeys applies the keys s to w and returns the first syllable that results. marked reports whether an
// earlier key was a mark.
func typeKeys(w word, s string, keys func(byte) []keystroke, marked bool) (word, bool) {
	if s == "" {
		w.hornBoth()
		_, ok := w.parse()
		return w, ok && marked
	}
	for _, k := range keys(s[0]) {
		next := w
		if !next.press(k) {
			continue
		}
		marks := marked || k.letter == 0 || k.letter.code() == cUhorn
		if done, ok := typeKeys(next, s[1:], keys, marks); ok {
			return done, true
		}
	}
	return w, false
}

// press applies k to w. It reports whether k has an effect.
func (w *word) press(k keystroke) bool {
	switch {
	case k.letter != 0:
		w.add(k.letter)
		return w.n <= maxLetters
	case k.tone != Level, k.level:
		if !w.hasVowel() {
			return false
		}
		w.tone, w.tones = k.tone, 1
		return true
	case k.stroke:
		if w.n == 0 || w.letters[0].code() != cD {
			return false
		}
		w.letters[0] += cDstroke - cD
		return true
	case k.horns:
		return w.hornPair()
	}
	return w.markLast(k.marks)
}

// hornPair makes ươ of the last uo, in which one letter may have its horn already. The u of quo is no vowel.
func (w *word) hornPair() bool {
	for i := w.n - 2; i >= 0; i-- {
		u, o := w.letters[i].code(), w.letters[i+1].code()
		if u != cU && u != cUhorn || o != cO && o != cOhorn {
			continue
		}
		if i > 0 && w.letters[i-1].code() == cQ {
			continue
		}
		w.letters[i] += letter(cUhorn - u)
		w.letters[i+1] += letter(cOhorn - o)
		return true
	}
	return false
}

func (w *word) markLast(marks []pair) bool {
	for i := w.n - 1; i >= 0; i-- {
		for _, m := range marks {
			if w.letters[i].code() == m.plain {
				w.letters[i] += letter(m.marked - m.plain)
				return true
			}
		}
	}
	return false
}

func (w *word) hasVowel() bool {
	for _, l := range w.letters[:w.n] {
		if l.isVowel() {
			return true
		}
	}
	return false
}

// hornBoth makes ươ of the ưo that "wo" types, if another letter follows: "wong" is "ương".
func (w *word) hornBoth() {
	for i := 0; i+1 < w.n; i++ {
		if w.letters[i].code() == cUhorn && w.letters[i+1].code() == cO {
			w.letters[i+1] += cOhorn - cO
		}
	}
}
