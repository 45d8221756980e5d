package viet

import (
	"strings"
)

// The rhymes, and those after qu, without its u. They include rhymes that follow the pattern but are not
// attested. With the 28 onsets they form 17,824 syllables.
const (
	plainRhymes = "a ai am an ang anh ao au ay ac ach ap at " +
		"ăm ăn ăng ăc ăp ăt âm ân âng âu ây âc âp ât " +
		"e em en eng eo ec ep et ê êm ên ênh êu êch êp êt " +
		"i ia im in inh iu ich ip it iêm iên iêng iêu iêc iêp iêt " +
		"o oi om on ong oc op ot oong ooc oa oai oam oan oang oanh oao oay oac oach oap oat " +
		"oăm oăn oăng oăc oăt oe oem oen oeo oet " +
		"ô ôi ôm ôn ông ôc ôp ôt ơ ơi ơm ơn ơp ơt " +
		"u ua ui um un ung uc up ut uân uâng uây uât uê uên uênh uêch uêu uơ " +
		"uôi uôm uôn uông uôc uôp uôt uy uya uyn uynh uyu uych uyt uyp uyên uyêt " +
		"ư ưa ưi ưm ưn ưng ưu ưc ưt ươi ươm ươn ương ươu ươc ươp ươt " +
		"y yêm yên yêng yêu yêt"
	quRhymes = "a ai am an ang anh ao au ay ac ach ap at ăm ăn ăng ăc ăp ăt ân âng ây ât " +
		"e em en eo et ê ên ênh êu êch êt i in inh ich it ôc ơ ơi ơn y ya yn ynh yu ych yt yp yên yêt"
)

// The onsets that a rhyme may follow.
const (
	bare       uint8 = 1 << iota // nothing
	afterFree                    // an onset that may stand before any vowel
	afterFront                   // gh, k, ngh
	afterBack                    // c, g, ng
	afterQu
)

type rhyme struct {
	key            uint32 // the codes of the letters, six bits each
	after          uint8
	nucleus, glide uint8 // index of the letter that carries the tone mark
	stopped        bool  // ends in c, ch, p or t
}

// A rhymeTable is a hash table with open addressing, at most half full.
type rhymeTable [512]rhyme

var rhymes, bareRhymes rhymeTable

func init() {
	for r := range strings.FieldsSeq(plainRhymes) {
		after := afterFree | afterBack | bare
		switch {
		case strings.HasPrefix(r, "iê"):
			after = afterFree | afterFront
		case strings.HasPrefix(r, "yê"):
			after = bare
		case strings.HasPrefix(r, "e"), strings.HasPrefix(r, "ê"), strings.HasPrefix(r, "i"), r == "y":
			after = afterFree | afterFront | bare
		}
		addRhyme(r, after)
	}
	for r := range strings.FieldsSeq(quRhymes) {
		addRhyme(r, afterQu)
	}
}

func addRhyme(s string, after uint8) {
	var codes, folded [4]byte
	n := 0
	for _, r := range s {
		codes[n] = letterOf(r).code()
		folded[n] = letterOf(rune(foldOf(r))).code()
		n++
	}
	r := newRhyme(codes[:n])
	r.after = after
	rhymes.add(r)
	r.key = keyOf(folded[:n])
	bareRhymes.add(r)
}

func keyOf(codes []byte) uint32 {
	var key uint32
	for _, c := range codes {
		key = key<<6 | uint32(c)
	}
	return key
}

// newRhyme determines the place of the tone mark.
//  1. The letter with a quality mark, the last of two: biển, người.
//  2. Else the only vowel, or the middle one of three: hạn, ngoài.
//  3. Else the second vowel if a consonant follows: toán.
//  4. Else the first: của, mía; in oa, oe, uy this is the glide, and the second is the nucleus.
func newRhyme(codes []byte) rhyme {
	quality, vowels := -1, 0
	for i, c := range codes {
		if withQuality>>c&1 != 0 {
			quality = i
		}
		if isVowel(c) {
			vowels++
		}
	}
	r := rhyme{key: keyOf(codes)}
	last := codes[len(codes)-1]
	r.stopped = last == cC || last == cP || last == cT || last == cH && codes[len(codes)-2] == cC
	switch {
	case quality >= 0:
		r.nucleus = uint8(quality)
	case vowels == 3 || vowels == 2 && len(codes) > 2:
		r.nucleus = 1
	}
	r.glide = r.nucleus
	if key := r.key; key == cO<<6|cA || key == cO<<6|cE || key == cU<<6|cY {
		r.nucleus = 1
	}
	return r
}

func hashRhyme(key uint32) uint32 { return key * 0x9E3779B1 >> 23 }

func (t *rhymeTable) add(r rhyme) {
	i := hashRhyme(r.key)
	for t[i].key != 0 && t[i].key != r.key {
		i = (i + 1) % uint32(len(t))
	}
	r.after |= t[i].after
	t[i] = r
}

func (t *rhymeTable) get(key uint32) rhyme {
	for i := hashRhyme(key); ; i = (i + 1) % uint32(len(t)) {
		if t[i].key == key || t[i].key == 0 {
			return t[i]
		}
	}
}
