package dedupe

import (
	"cmp"
	"slices"
)

// Keys are some of the shingles of a text, shortened; 0 is none. A text with less than MinShingles has
// none.
type Keys [4]uint32

// windowEnds are the ends of the windows, in shingles from the beginning: copies are cut at the end,
// mostly, so the windows are shorter at the beginning, and the first third of an article has several. The
// last window has the rest.
var windowEnds = [len(Keys{})]int{32, 80, 160, 1 << 62}

// Only shingles below keyLimit are keys, a quarter of them, so that only these need be sought.
const keyLimit = 1 << 62

// key returns the key of a shingle: the bits that do not tell whether it is the least.
func key(shingle uint64) uint32 { return max(1, uint32(shingle)) }

// seek returns the shingles that may be keys.
func (t *Text) seek() []uint64 {
	if len(t.sought) > 0 {
		return t.sought
	}
	start := 0
	for i, end := range windowEnds {
		end = min(end, t.Len())
		if start < end {
			t.sought = appendShingles(t.sought, t.syllables[start:end+Width-1], keyLimit)
		}
		t.windows[i], start = len(t.sought), end
	}
	return t.sought
}

// Keys returns the keys of t: of each window the least shingle.
func (t *Text) Keys() Keys {
	var keys Keys
	if t.Len() < MinShingles {
		return keys
	}
	sought, start := t.seek(), 0
	for i, end := range t.windows {
		if start < end {
			keys[i] = key(slices.Min(sought[start:end]))
		}
		start = end
	}
	return keys
}

// A Table has the keys of texts, which are numbered from 0. It takes about 30 bytes a text. It is made by
// [NewTable], and not safe for concurrent use.
//
// An entry of it is one key of a text: its number is that of the text times the number of keys, plus that
// of the key. Entries whose keys have the same low bits are a chain.
type Table struct {
	heads []uint32    // by the low bits of a key, the last entry that has them, + 1; 0: none
	next  []uint32    // by entry, the one before it in its chain, + 1
	rest  []uint16    // by entry, the high 16 bits of the key; heads has 2^16 elements or more
	found []Candidate // by Candidates
}

// entriesPerHead is the number of entries at which heads is doubled.
const entriesPerHead = 4

// NewTable returns a table that has room for some texts. It grows if more are added.
func NewTable(texts int) *Table {
	heads := 1 << 16
	for heads*entriesPerHead < texts*len(Keys{}) {
		heads *= 2
	}
	return &Table{
		heads: make([]uint32, heads),
		next:  make([]uint32, 0, texts*len(Keys{})),
		rest:  make([]uint16, 0, texts*len(Keys{})),
	}
}

// Len returns the number of texts.
func (t *Table) Len() int { return len(t.next) / len(Keys{}) }

// maxTexts is how many texts with a key are found by it, the first ones: they are enough of a story with
// many copies, and a line that a newspaper puts into each article would be in thousands.
const maxTexts = 16

// usualTexts is the number of texts with a key from which on it tells little, if it is the only one that
// two texts share: common turns of phrase are in several texts.
const usualTexts = 3

// severalKeys is the number of shingles from which on a text must share several keys with another that has
// more than two. Long articles share one by chance: without it, three times as many comparisons find
// nothing, for a recall that is half of a per cent better.
const severalKeys = 320

// Add adds the keys of the next text.
func (t *Table) Add(keys Keys) {
	for _, k := range keys {
		t.next, t.rest = append(t.next, 0), append(t.rest, uint16(k>>16))
		if k != 0 && t.count(k) < maxTexts {
			t.link(len(t.next)-1, k)
		}
	}
	if len(t.next) > len(t.heads)*entriesPerHead {
		t.grow()
	}
}

// link puts an entry into the chain of its key.
func (t *Table) link(entry int, k uint32) {
	head := &t.heads[int(k)&(len(t.heads)-1)]
	t.next[entry] = *head
	*head = uint32(entry) + 1
}

// grow doubles heads.
func (t *Table) grow() {
	old := t.heads
	t.heads = make([]uint32, 2*len(old))
	var chain []uint32
	for low, e := range old {
		chain = chain[:0]
		for ; e != 0; e = t.next[e-1] {
			chain = append(chain, e-1)
		}
		for _, e := range slices.Backward(chain) { // the first ones first
			t.link(int(e), uint32(t.rest[e])<<16|uint32(low)&0xffff)
		}
	}
}

// count returns the number of entries with a key.
func (t *Table) count(k uint32) int {
	n := 0
	for e := t.heads[int(k)&(len(t.heads)-1)]; e != 0; e = t.next[e-1] {
		if t.rest[e-1] == uint16(k>>16) {
			n++
		}
	}
	return n
}

// A Candidate is a text of a [Table] that shares keys with another.
type Candidate struct {
	Text int // its number
	Keys int // how many it shares

	usual int // how many of these usualTexts have
	entry uint32
}

// Candidates returns the texts in the table that share keys with a text, those that share the most first
// and of these the first ones. One shared key is enough if it is rare and the text not long, or if one of
// the texts has no more. The result is valid until Candidates is called again.
func (t *Table) Candidates(of *Text) []Candidate {
	t.found = t.found[:0]
	if of.Len() < MinShingles {
		return nil
	}
	mask := len(t.heads) - 1
	for _, h := range of.seek() {
		k := key(h)
		first, n := len(t.found), 0
		for e := t.heads[int(k)&mask]; e != 0; e = t.next[e-1] {
			if t.rest[e-1] == uint16(k>>16) {
				t.found = append(t.found, Candidate{int(e-1) / len(Keys{}), 1, 0, e})
				n++
			}
		}
		if n >= usualTexts {
			for i := range t.found[first:] {
				t.found[first+i].usual = 1
			}
		}
	}
	return t.join(of.Len())
}

// join adds up what was found of each text, and sorts it, for a text with so many shingles.
func (t *Table) join(size int) []Candidate {
	slices.SortFunc(t.found, func(a, b Candidate) int { return cmp.Compare(a.entry, b.entry) })
	once := slices.CompactFunc(t.found, func(a, b Candidate) bool { return a.entry == b.entry })
	joined := once[:0]
	for _, c := range once {
		if n := len(joined); n > 0 && joined[n-1].Text == c.Text {
			joined[n-1].Keys++
			joined[n-1].usual += c.usual
			continue
		}
		joined = append(joined, c)
	}
	if size > windowEnds[0] {
		joined = slices.DeleteFunc(joined, func(c Candidate) bool {
			keys := t.keys(c.Text)
			return c.Keys == 1 && (c.usual == 1 && keys > 1 || size > severalKeys && keys > 2)
		})
	}
	slices.SortStableFunc(joined, func(a, b Candidate) int { return cmp.Compare(b.Keys, a.Keys) })
	return joined
}

// keys returns the number of keys of a text.
func (t *Table) keys(text int) int {
	n := 0
	for _, rest := range t.rest[text*len(Keys{}):][:len(Keys{})] {
		if rest != 0 { // that of a key is, too, once in 65,536
			n++
		}
	}
	return n
}

// SoughtKeys returns the keys by which the texts that may be the same as t are found, each once: those of
// texts that share a shingle with it are among them. It is empty of a text with less than MinShingles.
func (t *Text) SoughtKeys() []uint32 {
	if t.Len() < MinShingles {
		return nil
	}
	var keys []uint32
	for _, h := range t.seek() {
		keys = append(keys, key(h))
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}
