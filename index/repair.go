package index

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"baotinh/index/analysis"
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
		n += e.anyOf(s.fold).Count()
	}
	return n
}

// isName reports whether a word is a number or an abbreviation in capitals. No slip is sought in these: most that are right
// are rare.
func (s *slot) isName() bool {
	return strings.ContainsAny(s.typed, "0123456789") || !s.marked() && s.typed == strings.ToUpper(s.typed)
}

// A repair is a word that may have been meant where another was typed.
type repair struct {
	slot    int
	meant   analysis.Word
	support float64
}

const (
	maxSupport     = 0.5 // of a word that is out of place: not one article beyond chance has it beside its neighbours
	tellingWords   = 6   // that find an article whatever one of them is
	unlikelyLetter = 0.5 // what support counts for a repair of any letter by any other
)

// minSupport is what a repair needs: ln(1+n) for n articles that have it beside the word before, and the one after.
var minSupport = math.Log(1 + 3)

// repair finds the one word of the query that is most likely a slip, and adds the one that was meant: a word that no
// article has beside its neighbours is replaced by one a slip away that articles do have there. It reports whether it
// did.
func (x *search) repair() bool {
	var best repair
	for i := range x.plan.slots {
		s := &x.plan.slots[i]
		if s.optional || s.fuzzy || len(s.forms) > 0 || s.isName() || x.support(i, s.word) >= maxSupport {
			continue
		}
		if len(x.plan.slots) >= tellingWords && x.rarity(s) > rareWord { // enough other words tell what is meant
			continue
		}
		for _, r := range repairs(s.word.Exact) {
			meant := analysis.Word{Exact: r.text, Fold: viet.Fold(r.text)}
			v := x.support(i, meant)
			if r.kind == slipLetter {
				v *= unlikelyLetter
			}
			if v > max(best.support, minSupport) {
				best = repair{i, meant, v}
			}
		}
	}
	if best.support == 0 {
		return false
	}
	typed := x.plan.slots[best.slot].typed
	x.plan.addForm(best.slot, best.slot+1, best.meant.Exact)
	x.say(fmt.Sprintf("sửa %q thành %q", typed, best.meant.Exact))
	x.mean(typed, best.meant.Exact)
	return true
}

// repairs returns what may have been meant by a word: what is a slip away, and before that the syllable that it is but for
// the tone, typed behind it with the key of Telex: "đâuf" is đầu.
func repairs(word string) []slip {
	all := slips(word)
	tones := map[byte]viet.Tone{'f': viet.Huyen, 's': viet.Sac, 'r': viet.Hoi, 'x': viet.Nga, 'j': viet.Nang}
	tone, ok := tones[word[len(word)-1]]
	if !ok {
		return all
	}
	s, ok := viet.ParseSyllable(word[:len(word)-1])
	if !ok || s.Tone != viet.Level {
		return all
	}
	s.Tone = tone
	return slices.Insert(all, 0, slip{s.String(), slipKey})
}

// support returns how well a word fits between the neighbours of a slot: by how many articles have them side by side, as
// they are typed, more than chance explains.
func (x *search) support(i int, w analysis.Word) float64 {
	var sum float64
	for _, p := range x.plan.pairs {
		var t term
		var other int
		switch i {
		case p.left:
			t, other = pairTerm(w.Fold, x.plan.slots[p.right].word.Fold), p.right
		case p.right:
			t, other = pairTerm(x.plan.slots[p.left].word.Fold, w.Fold), p.left
		default:
			continue
		}
		var n float64
		for _, e := range x.segments {
			if e.find(t).postings.Len() == 0 {
				continue // as for most of what is no word
			}
			docs := e.anyOf(wordTerms("", w))
			found := e.copy(e.docs(t))
			found.And(docs)
			found.And(e.exact[other])
			n += e.beyondChance([]term{t}, docs, e.exact[other], found)
		}
		sum += math.Log(1 + n)
	}
	return sum
}
