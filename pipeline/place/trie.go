package place

import (
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"baotinh/pipeline/viet"
)

// A trie has the names of all units, by syllables. It finds the longest that begins at a place of a text in a
// few reads of memory, and allocates nothing: syllables are known by a hash of their bytes, in every usual
// spelling of them.
type trie struct {
	syllables map64 // hash of a spelling to number of the syllable, from 1 on
	edges     map64 // node<<16 | syllable to node, from 1 on; the root is 0
	nodes     []node
	names     []name // from 1 on
}

type node struct {
	name uint32 // that ends here, or 0
	leaf bool
}

// A name is what one or more units are called.
type name struct {
	text  string
	units []*Unit
	flags nameFlags
}

// nameFlags are what is to be known of a name.
type nameFlags uint8

const (
	onlyWithWord nameFlags = 1 << iota // it never counts without a unit word: Hồ Chí Minh, 1
	weak                               // see weakNames
	wellKnown                          // of a district: it counts alone
)

// A map64 is a hash table of numbers that are hashes already or become one by a multiplication.
type map64 struct {
	keys   []uint64 // 0: free
	values []uint32
	shift  uint8
}

func newMap64(sizeLog uint8) map64 {
	return map64{make([]uint64, 1<<sizeLog), make([]uint32, 1<<sizeLog), 64 - sizeLog}
}

const spread = 0x9E3779B97F4A7C15 // ⌊2⁶⁴ ÷ φ⌋, see Knuth, The Art of Computer Programming 6.4

// get returns the value of a key, or 0.
func (m *map64) get(key uint64) uint32 {
	for i := key * spread >> m.shift; ; i = (i + 1) & uint64(len(m.keys)-1) {
		if m.keys[i] == key || m.keys[i] == 0 {
			return m.values[i]
		}
	}
}

func (m *map64) set(key uint64, value uint32) {
	i := key * spread >> m.shift
	for m.keys[i] != 0 && m.keys[i] != key {
		i = (i + 1) & uint64(len(m.keys)-1)
	}
	m.keys[i], m.values[i] = key, value
}

// newTrie returns the trie of the names of units.
func newTrie(r *register) trie {
	t := trie{
		syllables: newMap64(15), edges: newMap64(16),
		nodes: make([]node, 1, numNodes), names: make([]name, 1, numNames),
	}
	numbers := map[string]uint32{}
	for _, text := range slices.Sorted(maps.Keys(r.named)) {
		t.add(text, r.named[text], numbers)
	}
	for _, a := range aliases {
		for _, text := range a.names {
			t.add(text, r.named[a.of], numbers)
		}
	}
	for _, text := range otherNames {
		t.add(text, nil, numbers)
	}
	return t
}

// numNodes is the number of nodes of the trie.
const numNodes = 8900

// add adds a name.
func (t *trie) add(text string, units []*Unit, numbers map[string]uint32) {
	at := uint32(0)
	for _, s := range strings.FieldsFunc(bareName(text), isSeparator) {
		number, ok := numbers[s]
		if !ok {
			number = t.addSyllable(s, numbers)
			numbers[s] = number
		}
		edge := uint64(at)<<16 | uint64(number)
		to := t.edges.get(edge)
		if to == 0 {
			to = uint32(len(t.nodes))
			t.nodes = append(t.nodes, node{leaf: true})
			t.nodes[at].leaf = false
			t.edges.set(edge, to)
		}
		at = to
	}
	n := &t.nodes[at]
	if n.name == 0 {
		n.name = uint32(len(t.names))
		t.names = append(t.names, name{text, slices.Clip(units), flagsOf(text)})
		return
	}
	for _, u := range units {
		if !slices.Contains(t.names[n.name].units, u) {
			t.names[n.name].units = append(t.names[n.name].units, u)
		}
	}
}

// addSyllable adds the spellings of a syllable, and returns its number.
func (t *trie) addSyllable(s string, numbers map[string]uint32) uint32 {
	term := string(viet.AppendTerm(nil, s))
	number, ok := numbers[term]
	if !ok {
		number = uint32(len(numbers) + 1)
		numbers[term] = number
	}
	for _, spelling := range spellings(s) {
		t.syllables.set(hashOf(spelling), number)
	}
	return number
}

// bareName returns the name of a unit without the kind that numbered ones are called with.
func bareName(s string) string {
	for _, kind := range []string{"Quận ", "Phường "} {
		s = strings.TrimPrefix(s, kind)
	}
	return s
}

func isSeparator(r rune) bool { return r == ' ' || r == '-' || r == '–' }

// spellings returns the spellings of a syllable that texts have: both styles of tone marks, i for y, other
// letters of the same sound in names from the highlands, and all of them in capitals.
func spellings(s string) []string {
	if isDigit(s[0]) {
		return []string{s, "0" + s}
	}
	all := []string{s}
	all = append(all, highland[s]...)
	for _, other := range viet.Variants(s) {
		first, size := utf8.DecodeRuneInString(other)
		all = append(all, string(unicode.ToUpper(first))+other[size:])
	}
	for _, s := range slices.Clone(all) {
		all = append(all, viet.PlaceTones(s, viet.Glide), viet.PlaceTones(s, viet.Nucleus))
	}
	for _, s := range slices.Clone(all) {
		all = append(all, strings.ToUpper(s))
		if rest, ok := strings.CutPrefix(s, "Đ"); ok {
			all = append(all, "Ð"+rest) // of Icelandic
		}
	}
	return all
}

func hashOf(s string) uint64 {
	h, _ := syllableAt(s, 0)
	return h
}

// A class is what a byte of UTF-8 may be in a text.
type class uint8

const (
	sign  class = iota
	small       // a letter, or a part of one
	big         // an ASCII capital
	maybe       // the first byte of a letter that may be a capital
	digit
	wide // the first byte of a quotation mark, dash or other sign of three bytes
)

var classes = func() (c [256]class) {
	for b := range c {
		switch {
		case 'a' <= b && b <= 'z', 0x80 <= b && b < 0xC0:
			c[b] = small
		case 'A' <= b && b <= 'Z':
			c[b] = big
		case 0xC3 <= b && b <= 0xC6, b == 0xE1:
			c[b] = maybe
		case '0' <= b && b <= '9':
			c[b] = digit
		case b == 0xE2:
			c[b] = wide
		}
	}
	return c
}()

func isDigit(b byte) bool { return classes[b] == digit }

// isCapital reports whether the letter at s[i], whose first byte is not ASCII, is a capital.
func isCapital(s string, i int) bool {
	switch c := s[i]; {
	case i+1 == len(s):
		return false
	case c == 0xC3:
		return s[i+1] < 0x9F
	case c == 0xC6: // Ơ, ơ, Ư, ư
		return s[i+1] == 0xA0 || s[i+1] == 0xAF
	case c == 0xE1:
		return i+2 < len(s) && (s[i+1] == 0xBA || s[i+1] == 0xBB) && s[i+2]&1 == 0
	}
	return s[i+1]&1 == 0 // Ă, Đ, Ĩ, Ũ
}

// startsWithCapital reports whether a capital stands at s[i].
func startsWithCapital(s string, i int) bool {
	if i >= len(s) {
		return false
	}
	c := classes[s[i]]
	return c == big || c == maybe && isCapital(s, i)
}

// syllableAt returns a hash of the letters, with apostrophes between them, or digits at s[i], and their end.
func syllableAt(s string, i int) (uint64, int) {
	h := uint64(1)
	for ; i < len(s) && isDigit(s[i]); i++ {
		h = (h ^ uint64(s[i])) * spread
	}
	if h != 1 {
		return h, i
	}
	for {
		for ; i < len(s) && letters[s[i]]; i++ {
			h = (h ^ uint64(s[i])) * spread
		}
		if i >= len(s) || s[i] == ' ' {
			return h, i
		}
		size := apostropheAt(s, i)
		if size == 0 {
			return h, i
		}
		i += size
		h = (h ^ '\'') * spread
	}
}

// letters are the bytes of letters.
var letters = func() (l [256]bool) {
	for b, c := range classes {
		l[b] = c == small || c == big || c == maybe
	}
	return l
}()

// apostropheAt returns the length of the apostrophe between letters at s[i], or 0.
func apostropheAt(s string, i int) int {
	size := 0
	switch {
	case s[i] == '\'' || s[i] == '`':
		size = 1
	case s[i] == 0xE2 && i+2 < len(s) && s[i+1] == 0x80 && (s[i+2] == 0x99 || s[i+2] == 0x98): // ’ and ‘
		size = 3
	}
	if size == 0 || i+size >= len(s) {
		return 0
	}
	if !letters[s[i+size]] {
		return 0
	}
	return size
}

// longest returns the longest name at s[i], and its end, or else 0 and the end of the first syllable.
func (t *trie) longest(s string, i int) (uint32, int) {
	hash, end := syllableAt(s, i)
	first := end
	best, bestEnd := uint32(0), 0
	at := uint32(0)
	for {
		number := t.syllables.get(hash)
		if number == 0 {
			break
		}
		if at = t.edges.get(uint64(at)<<16 | uint64(number)); at == 0 {
			break
		}
		if n := t.nodes[at].name; n != 0 {
			best, bestEnd = n, end
		}
		if t.nodes[at].leaf {
			break
		}
		next := separatorEnd(s, end)
		if next == end {
			break
		}
		if hash, end = syllableAt(s, next); end == next {
			break
		}
	}
	if best == 0 {
		return 0, first
	}
	return best, bestEnd
}

// separatorEnd returns the end of a space, or of a hyphen or dash with or without spaces, at s[i].
func separatorEnd(s string, i int) int {
	if i < len(s) && s[i] == ' ' {
		i++
	}
	switch {
	case i < len(s) && s[i] == '-':
		i++
	case i+2 < len(s) && s[i] == 0xE2 && s[i+1] == 0x80 && s[i+2] == 0x93: // –
		i += 3
	default:
		return i
	}
	if i < len(s) && s[i] == ' ' {
		i++
	}
	return i
}
