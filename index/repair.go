package index

import (
	"fmt"
	"math"

	"baotinh/pipeline/viet"
)

// decodeKeys lets what was typed on Telex or VNI keys without an input method stand for the syllable that it means:
// "lajng sown" is lạng sơn. Words that are bare syllables, or that the index has, are what they are.
func (x *search) decodeKeys(p *plan) {
	for i := range p.slots {
		s := &p.slots[i]
		if s.optional || s.marked() || viet.IsBareSyllable(s.typed) || len(s.forms) > 0 || x.rarity(s) > rareWord {
			continue
		}
		meant, ok := viet.DecodeTelex(s.typed)
		if !ok {
			meant, ok = viet.DecodeVNI(s.typed)
		}
		if ok {
			p.addForm(i, i+1, meant)
			x.say(fmt.Sprintf("hiểu %q là %q", s.typed, meant))
			x.mean(s.typed, meant)
		}
	}
}

// rareWord is the number of articles up to which a word that can be read as keystrokes, or as a slip of the fingers, is.
const rareWord = 5

// rarity returns the number of articles that have a word.
func (x *search) rarity(s *slot) int {
	n := 0
	for _, e := range x.segments {
		n += e.anyOf(s.fold).count()
	}
	return n
}

// A repair is a syllable that may have been meant where another was typed.
type repair struct {
	slot    int
	meant   string
	support float64
}

// minSupport is what a repair needs: ln(1+n) for n articles that have it beside the word before, and the one after.
var minSupport = math.Log(1 + 3)

// repair finds the one syllable of the query that is most likely a slip, and adds the one that was meant: a syllable that
// no article has beside its neighbours is replaced by one at a distance of one letter that articles do have there. It
// reports whether it did.
func (x *search) repair() bool {
	var best repair
	for i := range x.plan.slots {
		s := &x.plan.slots[i]
		if s.optional || len(s.forms) > 0 || !x.outOfPlace(i) {
			continue
		}
		if len(x.plan.slots) >= longLength && x.rarity(s) > rareWord { // enough other words tell what is meant
			continue
		}
		for _, meant := range slips(s.word.Fold) {
			if !viet.IsBareSyllable(meant.text) {
				continue
			}
			if v := x.support(i, meant.text); v > max(best.support, minSupport) {
				best = repair{i, meant.text, v}
			}
		}
	}
	if best.meant == "" {
		return false
	}
	x.plan.addForm(best.slot, best.slot+1, best.meant)
	x.say(fmt.Sprintf("sửa %q thành %q", x.plan.slots[best.slot].typed, best.meant))
	x.mean(x.plan.slots[best.slot].typed, best.meant)
	return true
}

// outOfPlace reports whether hardly any article has a slot beside its neighbours.
func (x *search) outOfPlace(i int) bool {
	if !x.worths.known[i] {
		return true
	}
	neighbours := false
	for n, p := range x.plan.pairs {
		if p.left != i && p.right != i {
			continue
		}
		neighbours = true
		if x.pairCounts[n] >= 1 {
			return false
		}
	}
	return neighbours
}

// support returns how well a syllable fits between the neighbours of a slot.
func (x *search) support(i int, meant string) float64 {
	var sum float64
	for _, p := range x.plan.pairs {
		var t term
		var other int
		switch i {
		case p.left:
			t, other = pairTerm(meant, x.plan.slots[p.right].word.Fold), p.right
		case p.right:
			t, other = pairTerm(x.plan.slots[p.left].word.Fold, meant), p.left
		default:
			continue
		}
		var n float64
		for _, e := range x.segments {
			docs := e.anyOf([]term{{fieldTextFold, meant}, {fieldText, meant}})
			found := e.copy(e.docs(t))
			found.and(docs)
			found.and(e.fold[other])
			n += e.beyondChance([]term{t}, docs, e.fold[other], found)
		}
		sum += math.Log(1 + n)
	}
	return sum
}
