package viet

import "unicode"

// A letter is a letter of the Vietnamese alphabet, or f, j, w or z: its code in bits 0–5, its tone in bits
// 6–8, bit 9 set for a capital. The zero letter is none.
type letter uint16

// The codes of the letters are their ranks in the alphabet, so they are also sort keys.
const (
	_ = iota
	cA
	cAbreve
	cAcirc
	cB
	cC
	cD
	cDstroke
	cE
	cEcirc
	cF
	cG
	cH
	cI
	cJ
	cK
	cL
	cM
	cN
	cO
	cOcirc
	cOhorn
	cP
	cQ
	cR
	cS
	cT
	cU
	cUhorn
	cV
	cW
	cX
	cY
	cZ
	numCodes
)

const (
	toneShift        = 6
	capital   letter = 1 << 9
)

func (l letter) code() byte    { return byte(l & 63) }
func (l letter) tone() Tone    { return Tone(l >> toneShift & 7) }
func (l letter) isUpper() bool { return l&capital != 0 }

// withTone returns l with tone t in place of its own. l must be a vowel, or t level.
func (l letter) withTone(t Tone) letter { return l&^(7<<toneShift) | letter(t)<<toneShift }

func (l letter) isVowel() bool { return isVowel(l.code()) }

// rune returns the precomposed code point of l.
func (l letter) rune() rune { return rune(runeOf[l&1023]) }

const vowels = 1<<cA | 1<<cAbreve | 1<<cAcirc | 1<<cE | 1<<cEcirc | 1<<cI | 1<<cO | 1<<cOcirc | 1<<cOhorn |
	1<<cU | 1<<cUhorn | 1<<cY

func isVowel(code byte) bool { return vowels>>code&1 != 0 }

// alphabet holds the letters by code and, for vowels, by tone.
var alphabet = [numCodes]string{
	cA: "aàảãáạ", cAbreve: "ăằẳẵắặ", cAcirc: "âầẩẫấậ", cB: "b", cC: "c", cD: "d", cDstroke: "đ",
	cE: "eèẻẽéẹ", cEcirc: "êềểễếệ", cF: "f", cG: "g", cH: "h", cI: "iìỉĩíị", cJ: "j", cK: "k", cL: "l",
	cM: "m", cN: "n", cO: "oòỏõóọ", cOcirc: "ôồổỗốộ", cOhorn: "ơờởỡớợ", cP: "p", cQ: "q", cR: "r", cS: "s",
	cT: "t", cU: "uùủũúụ", cUhorn: "ưừửữứự", cV: "v", cW: "w", cX: "x", cY: "yỳỷỹýỵ", cZ: "z",
}

const (
	latinEnd = 0x1B1  // after ư
	extStart = 0x1EA0 // Ạ
	extEnd   = 0x1EFA // after ỹ
)

var (
	latin  [latinEnd]letter          // letters by code point, up to ư
	ext    [extEnd - extStart]letter // the same in Latin Extended Additional
	runeOf [1024]uint16              // code points by letter
)

func init() {
	for code, row := range alphabet {
		tone := Level
		for _, r := range row {
			lower := letter(code) | letter(tone)<<toneShift
			setLetter(r, lower)
			setLetter(unicode.ToUpper(r), lower|capital)
			tone++
		}
	}
}

func setLetter(r rune, l letter) {
	if r < latinEnd {
		latin[r] = l
	} else {
		ext[r-extStart] = l
	}
	runeOf[l] = uint16(r)
}

// letterOf returns the letter of a precomposed code point.
func letterOf(r rune) letter {
	if uint32(r) < latinEnd {
		return latin[r]
	}
	if i := uint32(r) - extStart; i < uint32(len(ext)) {
		return ext[i]
	}
	return 0
}

// toneOfMark returns the tone of a combining mark, or Level.
func toneOfMark(r rune) Tone {
	switch r {
	case 0x300, 0x340:
		return Huyen
	case 0x309:
		return Hoi
	case 0x303:
		return Nga
	case 0x301, 0x341:
		return Sac
	case 0x323:
		return Nang
	}
	return Level
}

const withQuality = 1<<cAbreve | 1<<cAcirc | 1<<cEcirc | 1<<cOcirc | 1<<cOhorn | 1<<cUhorn

// codeWith returns the letter that results when a combining circumflex, breve or horn is put on a vowel,
// replacing its quality mark, or 0.
func codeWith(code byte, r rune) byte {
	switch code {
	case cA, cAbreve, cAcirc:
		switch r {
		case 0x302:
			return cAcirc
		case 0x306:
			return cAbreve
		}
	case cE, cEcirc:
		if r == 0x302 {
			return cEcirc
		}
	case cO, cOcirc, cOhorn:
		switch r {
		case 0x302:
			return cOcirc
		case 0x31B:
			return cOhorn
		}
	case cU, cUhorn:
		if r == 0x31B {
			return cUhorn
		}
	}
	return 0
}

// combine returns l with the combining mark r. Of two tones, and of two quality marks, the first in canonical
// order is kept, in which the horn and the dot below come before the marks above (UAX #15). It reports
// whether r is a mark of Vietnamese on this letter, whatever marks the letter has already.
func combine(l letter, r rune) (letter, bool) {
	if !l.isVowel() {
		return l, false
	}
	if t := toneOfMark(r); t != Level {
		if l.tone() == Level || t == Nang {
			l = l.withTone(t)
		}
		return l, true
	}
	code := codeWith(l.code(), r)
	if code != 0 && (withQuality>>l.code()&1 == 0 || r == 0x31B) {
		l = l&^63 | letter(code)
	}
	return l, code != 0
}

// isMark reports whether r is a combining mark of the block that Latin letters use.
func isMark(r rune) bool { return 0x300 <= r && r < 0x370 }
