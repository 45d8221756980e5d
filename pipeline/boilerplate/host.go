package boilerplate

import (
	"cmp"
	"slices"
)

const (
	window    = 1024 // pages after which all counts of a host are halved: what is not seen any more fades
	mostLines = 2048 // of a host, counted at once
)

// A host is what is known of one: on how many of its pages of late a line stands.
type host struct {
	pages int    // counted; at most window
	lines []line // by print; none has more pages than the host

	// The articles counted since the last halving and between the two before, sorted. So one that is put
	// again, after a crash or a revisit, counts once.
	recent, earlier []uint64
}

type line struct {
	print uint64
	pages uint16
}

// learn counts the lines of an article once, 0 being none.
func (h *host) learn(article uint64, prints []uint64) {
	at, counted := slices.BinarySearch(h.recent, article)
	if _, before := slices.BinarySearch(h.earlier, article); counted || before {
		return
	}
	h.recent = slices.Insert(h.recent, at, article)
	h.pages++
	different := slices.Clone(prints)
	slices.Sort(different)
	for _, print := range slices.Compact(different) {
		if print != 0 {
			h.count(print)
		}
	}
	if h.pages >= window {
		h.halve()
	}
}

func (h *host) count(print uint64) {
	at, ok := h.find(print)
	if ok {
		h.lines[at].pages++
		return
	}
	h.lines = slices.Insert(h.lines, at, line{print, 1})
	if len(h.lines) > mostLines {
		h.prune()
	}
}

// prune forgets the rarest lines, half of all or more. Nearly all lines stand on one page; one that stands on
// every twentieth is met several times between two prunings. A line that is forgotten begins at zero: no
// count is ever too high.
func (h *host) prune() {
	for rare := uint16(1); len(h.lines) > mostLines/2; rare++ {
		h.lines = slices.DeleteFunc(h.lines, func(l line) bool { return l.pages <= rare })
	}
}

func (h *host) halve() {
	h.pages /= 2
	for i := range h.lines {
		h.lines[i].pages /= 2
	}
	h.lines = slices.DeleteFunc(h.lines, func(l line) bool { return l.pages == 0 })
	h.recent, h.earlier = h.earlier[:0], h.recent
}

// seenOn returns on how many pages of late a line was counted.
func (h *host) seenOn(print uint64) int {
	at, ok := h.find(print)
	if !ok {
		return 0
	}
	return int(h.lines[at].pages)
}

func (h *host) find(print uint64) (int, bool) {
	return slices.BinarySearchFunc(h.lines, print, func(l line, print uint64) int {
		return cmp.Compare(l.print, print)
	})
}
