package index

import (
	"cmp"
	"context"
	"fmt"
	"hash/maphash"
	"slices"
	"strings"
	"sync"

	"baotinh/index/analysis"
)

// The bounds of the table of phrases: 20,000 titles take a second to read.
const (
	maxSuggestTitles  = 20_000 // the newest
	maxSuggestWords   = 4
	maxSuggestPhrases = 50_000 // the most frequent
	minSuggestCount   = 3      // titles that have a phrase
	partOfLonger      = 0.8    // share of its occurrences from which on a phrase is but a part of a longer one
)

// A suggestions is the table of the phrases that titles have, sorted by their words without marks.
type suggestions struct {
	mu      sync.Mutex
	read    bool
	phrases []phraseCount // guarded by mu until read
}

// A phraseCount is a phrase, as most titles spell it.
type phraseCount struct {
	text        string
	exact, fold string // its words, separated by spaces
	count       int
}

// Suggest returns phrases that begin with what was typed, the most frequent first, and in how many titles they are; limit
// 0 is 10. A word typed without marks stands for every marked one; the last word may be a beginning. The phrases are those
// of two to four syllables that several titles have: a syllable alone is rarely a word. They are read from the newest titles at the first call, which
// takes a second or two, and do not change until the index is opened again.
func (ix *Index) Suggest(ctx context.Context, typed string, limit int) ([]Count, error) {
	s := &ix.suggestions
	if err := s.load(ctx, ix); err != nil {
		return nil, fmt.Errorf("suggest: %w", err)
	}
	return s.begin(typed, cmp.Or(limit, defaultLimit)), nil
}

// load reads the table if no call before has.
func (s *suggestions) load(ctx context.Context, ix *Index) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.read {
		return nil
	}
	phrases, err := ix.readPhrases(ctx)
	s.phrases, s.read = phrases, err == nil
	return err
}

// begin returns the most frequent phrases that begin with what was typed.
func (s *suggestions) begin(typed string, limit int) []Count {
	words := analysis.AppendWords(nil, typed)
	if len(words) == 0 {
		return nil
	}
	whole := strings.HasSuffix(typed, " ")
	prefix := join(words, true)
	first, _ := slices.BinarySearchFunc(s.phrases, prefix, func(p phraseCount, prefix string) int {
		return strings.Compare(p.fold, prefix)
	})

	var best []phraseCount
	for _, p := range s.phrases[first:] {
		if !strings.HasPrefix(p.fold, prefix) {
			break
		}
		if !p.begins(words, whole) || len(best) == limit && p.count <= best[limit-1].count {
			continue
		}
		at, _ := slices.BinarySearchFunc(best, p.count, func(p phraseCount, n int) int { return cmp.Compare(n, p.count) })
		for at < len(best) && best[at].count == p.count {
			at++
		}
		best = slices.Insert(best, at, p)
		best = best[:min(len(best), limit)]
	}
	counts := make([]Count, 0, len(best))
	for _, p := range best {
		counts = append(counts, Count{p.text, p.count})
	}
	return counts
}

// begins reports whether a phrase begins with words, the last of which may be a beginning if it is not whole.
func (p phraseCount) begins(words []analysis.Word, whole bool) bool {
	exact, fold := p.exact, p.fold
	for i, w := range words {
		var e, f string
		e, exact, _ = strings.Cut(exact, " ")
		f, fold, _ = strings.Cut(fold, " ")
		bare := w.Exact == w.Fold
		if i == len(words)-1 && !whole {
			return strings.HasPrefix(e, w.Exact) || bare && strings.HasPrefix(f, w.Fold)
		}
		if e != w.Exact && !(bare && f == w.Fold) {
			return false
		}
	}
	return true
}

// readPhrases makes the table.
func (ix *Index) readPhrases(ctx context.Context) ([]phraseCount, error) {
	x, err := ix.begin(ctx, &Request{Sort: Newest})
	if err != nil {
		return nil, err
	}
	defer x.end()
	var live []set
	for _, e := range x.segments {
		live = append(live, e.Live)
	}
	newest, err := x.rank(live, maxSuggestTitles)
	if err != nil {
		return nil, err
	}
	var titles []string
	for _, c := range newest {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		a, err := x.segments[c.seg].Article(c.n)
		if err != nil {
			return nil, err
		}
		titles = append(titles, a.Title)
	}
	return phrasesOf(titles), nil
}

// phrasesOf returns the phrases that several titles have. Counting comes first, by hash, so that the many that only one
// title has take a dozen bytes each.
func phrasesOf(titles []string) []phraseCount {
	seed := maphash.MakeSeed()
	counts := map[uint64]uint32{}
	each := func(f func(text string, words []analysis.Word)) {
		var words []analysis.Word
		for _, title := range titles {
			words = analysis.AppendWords(words[:0], title)
			for from := range words {
				for to := from + 2; to <= min(len(words), from+maxSuggestWords); to++ {
					if strings.TrimSpace(title[words[to-2].End:words[to-1].Start]) != "" {
						break // a sign stands between them
					}
					f(title[words[from].Start:words[to-1].End], words[from:to])
				}
			}
		}
	}
	key := func(words []analysis.Word) uint64 {
		var h maphash.Hash
		h.SetSeed(seed)
		for _, w := range words {
			_, _ = h.WriteString(w.Exact) // it never fails
			_ = h.WriteByte(' ')
		}
		return h.Sum64()
	}
	each(func(_ string, words []analysis.Word) { counts[key(words)]++ })

	part := map[uint64]bool{} // of a longer phrase, nearly always
	each(func(_ string, words []analysis.Word) {
		n := float64(counts[key(words)])
		if n < minSuggestCount || len(words) == 2 {
			return
		}
		for _, shorter := range [][]analysis.Word{words[1:], words[:len(words)-1]} {
			if k := key(shorter); n >= partOfLonger*float64(counts[k]) {
				part[k] = true
			}
		}
	})

	found := map[uint64]*spelling{}
	each(func(text string, words []analysis.Word) {
		k := key(words)
		if counts[k] < minSuggestCount || part[k] {
			return
		}
		s := found[k]
		if s == nil {
			s = &spelling{phraseCount: phraseCount{exact: join(words, false), fold: join(words, true), count: int(counts[k])}}
			found[k] = s
		}
		s.vote(text)
	})
	var all []phraseCount
	for _, s := range found {
		all = append(all, s.phraseCount)
	}
	slices.SortFunc(all, func(a, b phraseCount) int {
		return cmp.Or(cmp.Compare(b.count, a.count), strings.Compare(a.exact, b.exact))
	})
	all = slices.Clone(all[:min(len(all), maxSuggestPhrases)])
	slices.SortFunc(all, func(a, b phraseCount) int {
		return cmp.Or(strings.Compare(a.fold, b.fold), strings.Compare(a.exact, b.exact))
	})
	return all
}

// A spelling finds the spelling that most titles have: Boyer and Moore's majority vote.
type spelling struct {
	phraseCount
	votes int
}

func (s *spelling) vote(text string) {
	switch {
	case s.votes == 0:
		s.text, s.votes = strings.Clone(text), 1
	case s.text == text:
		s.votes++
	default:
		s.votes--
	}
}

func join(words []analysis.Word, fold bool) string {
	var b strings.Builder
	for i, w := range words {
		if i > 0 {
			b.WriteByte(' ')
		}
		if fold {
			b.WriteString(w.Fold)
		} else {
			b.WriteString(w.Exact)
		}
	}
	return b.String()
}
