package viet

// An automaton is a finite automaton over bytes with ten states. The row of a byte holds the next state for
// each state: states are multiples of six, and row>>state has the next state in its low six bits. So a step
// is one load, which does not depend on the step before, and one shift.
type automaton [256]uint64

// The states that all automata have.
const (
	between = 0 // after a whole character
	stopped = 6 // for good
)

// States inside a character, by the bytes that are expected.
const (
	oneMore = 12 + 6*iota // any continuation byte
	afterC2               // a lead byte's own set of continuation bytes
	afterC3
	afterC4
	afterC6
	afterE1
	afterE2
	afterE280
)

// set defines the transition from a state for the bytes lo to hi.
func (a *automaton) set(from uint64, lo, hi int, to uint64) {
	for b := lo; b <= hi; b++ {
		a[b] = a[b]&^(63<<from) | to<<from
	}
}

func newAutomaton() *automaton {
	var a automaton
	for from := uint64(0); from <= afterE280; from += 6 {
		a.set(from, 0, 255, stopped)
	}
	a.set(oneMore, 0x80, 0xBF, between)
	return &a
}

// cleanText accepts text that [Normalize] leaves as it is.
var cleanText = func() *automaton {
	a := newAutomaton()
	a.set(between, ' ', '~', between)
	for _, c := range "\t\n\r" {
		a.set(between, int(c), int(c), between)
	}
	for _, c := range "`&" {
		a.set(between, int(c), int(c), stopped)
	}
	a.set(between, 0xC2, 0xC2, afterC2)
	a.set(afterC2, 0xA1, 0xBF, between) // ° ² ³ « »
	a.set(afterC2, 0xAD, 0xAD, stopped) // soft hyphen
	a.set(afterC2, 0xB4, 0xB4, stopped) // ´
	a.set(between, 0xC3, 0xC3, afterC3)
	a.set(afterC3, 0x80, 0xBF, between)
	a.set(afterC3, 0x90, 0x90, stopped) // Ð
	a.set(afterC3, 0xB0, 0xB0, stopped) // ð
	a.set(between, 0xC4, 0xC4, afterC4)
	a.set(afterC4, 0x80, 0xBF, between)
	a.set(afterC4, 0xB1, 0xB1, stopped) // ı
	a.set(between, 0xC5, 0xC5, oneMore)
	a.set(between, 0xC6, 0xC6, afterC6)
	a.set(afterC6, 0xA0, 0xA1, between) // Ơ ơ
	a.set(afterC6, 0xAF, 0xB0, between) // Ư ư
	a.set(between, 0xE1, 0xE1, afterE1)
	a.set(afterE1, 0xBA, 0xBB, oneMore) // Ḁ to ỿ
	a.set(between, 0xE2, 0xE2, afterE2)
	a.set(afterE2, 0x80, 0x80, afterE280)
	a.set(afterE280, 0x92, 0x9F, between) // – — ‘ ’ “ ”
	a.set(afterE280, 0xA0, 0xA6, between) // • …
	return a
}()

// wordText accepts characters that are certainly part of a word. Rare letters, and marks, are left to
// [classAt].
var wordText = func() *automaton {
	a := newAutomaton()
	a.set(between, '0', '9', between)
	a.set(between, 'A', 'Z', between)
	a.set(between, 'a', 'z', between)
	a.set(between, 0xC3, 0xC3, afterC3)
	a.set(afterC3, 0x80, 0xBF, between)
	a.set(afterC3, 0x97, 0x97, stopped) // ×
	a.set(afterC3, 0xB7, 0xB7, stopped) // ÷
	a.set(between, 0xC4, 0xC6, oneMore)
	a.set(between, 0xE1, 0xE1, afterE1)
	a.set(afterE1, 0xBA, 0xBB, oneMore)
	return a
}()

// prefix returns the length of the longest prefix of s, in whole characters, that a accepts.
func (a *automaton) prefix(s string) int {
	const block = 16
	i, state := 0, uint64(between)
	for i+block <= len(s) {
		b := s[i : i+block]
		next := state
		for j := range block {
			next = a[b[j]] >> (next & 63)
		}
		if next&63 == stopped {
			break
		}
		state = next
		i += block
	}
	return a.prefixFrom(s, i, state)
}

// prefixFrom is prefix from s[i] and a state on, byte by byte. It returns an index into s.
func (a *automaton) prefixFrom(s string, i int, state uint64) int {
	for i < len(s) {
		next := a[s[i]] >> (state & 63)
		if next&63 == stopped {
			break
		}
		state = next
		i++
	}
	if state&63 == between {
		return i
	}
	for i--; s[i]&0xC0 == 0x80; i-- { // back to the lead byte
	}
	return i
}
