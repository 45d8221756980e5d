package boilerplate

import (
	"cmp"
	"slices"

	"baotinh/pipeline/news"
)

const (
	window   = 1024 // pages after which all counts of a host are halved, so that old lines fade
	maxLines = 2048 // counted lines of a host
)

// A profile holds the counts of one host: on how many of its recent pages a line is, and what stands in a
// place.
type profile struct {
	pages  int     // counted; at most window
	lines  []line  // by fingerprint; none has more pages than the profile
	places []place // by field and path; none has more pages than the profile

	// The articles counted since the last halving and in the period before, sorted. An article that is put
	// again, after a crash or a revisit, is counted once.
	recent, earlier []uint64
}

type line struct {
	fingerprint uint64
	pages       uint16
}

// learn counts the different lines of an article and what its page showed, unless the article was counted
// before. The fingerprint 0 is not counted.
func (p *profile) learn(a *news.Article, fingerprints []uint64) {
	article := hashID(a.ID)
	at, counted := slices.BinarySearch(p.recent, article)
	if _, before := slices.BinarySearch(p.earlier, article); counted || before {
		return
	}
	p.recent = slices.Insert(p.recent, at, article)
	p.pages++
	different := slices.Clone(fingerprints)
	slices.Sort(different)
	for _, fingerprint := range slices.Compact(different) {
		if fingerprint != 0 {
			p.increment(fingerprint)
		}
	}
	if a.Seen != nil {
		p.learnPlaces(a.Seen, a.Published)
	}
	if p.pages >= window {
		p.halve()
	}
}

func (p *profile) increment(fingerprint uint64) {
	at, ok := p.lookup(fingerprint)
	if ok {
		p.lines[at].pages++
		return
	}
	p.lines = slices.Insert(p.lines, at, line{fingerprint, 1})
	if len(p.lines) > maxLines {
		p.prune()
	}
}

// prune drops the rarest lines, at least half of all. Nearly all lines are on one page only; a line on every
// twentieth page is met several times between two calls. A dropped line starts again at zero, so no count is
// too high.
func (p *profile) prune() {
	for rare := uint16(1); len(p.lines) > maxLines/2; rare++ {
		p.lines = slices.DeleteFunc(p.lines, func(l line) bool { return l.pages <= rare })
	}
}

func (p *profile) halve() {
	p.pages /= 2
	for i := range p.lines {
		p.lines[i].pages /= 2
	}
	p.lines = slices.DeleteFunc(p.lines, func(l line) bool { return l.pages == 0 })
	p.halvePlaces()
	p.recent, p.earlier = p.earlier[:0], p.recent
}

// seenOn returns the number of recent pages on which a line was counted.
func (p *profile) seenOn(fingerprint uint64) int {
	at, ok := p.lookup(fingerprint)
	if !ok {
		return 0
	}
	return int(p.lines[at].pages)
}

func (p *profile) lookup(fingerprint uint64) (int, bool) {
	return slices.BinarySearchFunc(p.lines, fingerprint, func(l line, fingerprint uint64) int {
		return cmp.Compare(l.fingerprint, fingerprint)
	})
}
