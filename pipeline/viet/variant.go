package viet

import "slices"

// iyOnsets are the onsets after which the rhymes i and y spell the same words: lý and lí, quý and quí.
var iyOnsets = []string{"h", "k", "l", "m", "s", "t", "v", "qu"}

// Variants returns the other spellings of a syllable that most readers consider the same word, in lower case,
// with tone marks as in terms: mỹ for mĩ, tỷ for tỉ, sĩ for sỹ. There is at most one. Use them to find more,
// at a lower rank; Vi and Vy, Ly and Li are different people, so text must not be rewritten this way.
func Variants(word string) []string {
	s, ok := ParseSyllable(word)
	if !ok || !isIY(s) {
		return nil
	}
	if s.Rhyme == "i" {
		s.Rhyme = "y"
	} else {
		s.Rhyme = "i"
	}
	return []string{s.String()}
}

func isIY(s Syllable) bool {
	if s.Rhyme != "i" && s.Rhyme != "y" {
		return false
	}
	if s.Onset == "v" && s.Tone != Nga { // vỹ is written for vĩ; vi, vì and vị never have y
		return false
	}
	return slices.Contains(iyOnsets, s.Onset)
}
