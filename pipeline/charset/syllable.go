package charset

import (
	"strings"

	"golang.org/x/text/unicode/norm"
)

var onsets = strings.Fields("b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x")

var rhymes = func() map[string]bool {
	m := make(map[string]bool)
	for _, r := range strings.Fields(`a ai am an ang anh ao au ay ac ach ap at ăm ăn ăng ăc ăp ăt âm ân âng âu ây âc âp ât e em en eng eo ec ep et ê êm ên ênh êu êch êp êt i ia im in inh iu ich ip it iêm iên iêng iêu iêc iêp iêt o oi om on ong oc op ot oong ooc oa oai oam oan oang oanh oao oay oac oach oap oat oăm oăn oăng oăc oăt oe oem oen oeo oet ô ôi ôm ôn ông ôc ôp ôt ơ ơi ơm ơn ơp ơt u ua ui um un ung uc up ut uân uâng uây uât uê uên uênh uêch uêu uơ uôi uôm uôn uông uôc uôp uôt uy uya uyn uynh uyu uych uyt uyp uyên uyêt ư ưa ưi ưm ưn ưng ưu ưc ưt ươi ươm ươn ương ươu ươc ươp ươt y yêm yên yêng yêu yêt`) {
		m[r] = true
	}
	return m
}()

// isSyllable stands in for viet.IsSyllable until it exists.
func isSyllable(word string) bool {
	var b strings.Builder
	tones := 0
	var tone rune
	for _, r := range norm.NFD.String(strings.ToLower(word)) {
		switch r {
		case 0x300, 0x301, 0x303, 0x309, 0x323:
			tones++
			tone = r
		default:
			b.WriteRune(r)
		}
	}
	if tones > 1 {
		return false
	}
	s := norm.NFC.String(b.String())
	ok := func(r string) bool {
		if !rhymes[r] {
			return false
		}
		last := r[len(r)-1]
		stop := last == 'c' || last == 'p' || last == 't' || strings.HasSuffix(r, "ch")
		return !stop || tone == 0x301 || tone == 0x323
	}
	if ok(s) {
		return true
	}
	for _, o := range onsets {
		r, found := strings.CutPrefix(s, o)
		if !found {
			continue
		}
		if ok(r) || o == "qu" && ok("o"+r) || o == "gi" && ok("i"+r) {
			return true
		}
	}
	return false
}
