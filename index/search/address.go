package search

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"baotinh/index/segment"
	"baotinh/index/store"
	"baotinh/pipeline/news"
	"baotinh/pipeline/viet"
)

// An address that the index does not have is most often one with a mistake: cut off, copied with a letter too
// many, or with another host. Addresses are sorted, so one that is right at its beginning has the sought one
// among its neighbours. A mistake further ahead is found by the number that newspapers give their articles.

// The bounds of the work for the nearest addresses.
const (
	neighbours     = 64      // addresses before and after the sought one that are compared, by segment
	maxScanned     = 1 << 18 // addresses of the same host that are read for the number of the sought one
	maxCompared    = 4096    // addresses that are compared
	maxAddress     = 512     // bytes of an address that are compared
	nearHosts      = 2       // hosts that may be meant if there is no such host
	minNumberBytes = 4       // digits in the number of an article
)

// At returns the articles at an address, as [store.Address] has it: with http or https, with www. or without.
func At(s *store.Snapshot, url string) ([]*news.Article, error) {
	return articlesAt(s, store.Address(url))
}

func articlesAt(s *store.Snapshot, address string) ([]*news.Article, error) {
	var all []*news.Article
	for _, seg := range s.Segments {
		p, err := seg.Postings(store.FieldAddress, address)
		if err != nil {
			return nil, corrupt(err)
		}
		docs := segment.NewBitset(seg.Len())
		if err := p.AddTo(docs); err != nil {
			return nil, corrupt(err)
		}
		docs.And(seg.Live)
		for doc := range docs.All() {
			a, err := seg.Article(doc)
			if err != nil {
				return nil, err
			}
			all = append(all, a)
		}
	}
	return all, nil
}

// Nearest returns the articles whose addresses are the nearest to a URL, at most n, the nearest first: by
// edit distance, of those that stand by it in the order of addresses or have its number. An address of which
// more than half differs is not near, unless it begins with the sought one.
func Nearest(ctx context.Context, s *store.Snapshot, url string, n int) ([]*news.Article, error) {
	sought := store.Address(url)
	c := &addresses{ctx: ctx, found: map[string]int{}}
	host, path, _ := strings.Cut(sought, "/")
	for _, h := range nearestHosts(s, host) {
		address := h + "/" + path
		for _, seg := range s.Segments {
			if err := c.addNeighbours(seg, sought, address); err != nil {
				return nil, err
			}
			if err := c.addNumbered(seg, sought, h, number(path)); err != nil {
				return nil, err
			}
		}
	}
	var all []*news.Article
	for _, address := range c.sorted() {
		articles, err := articlesAt(s, address)
		if err != nil {
			return nil, err
		}
		if all = append(all, articles...); len(all) >= n {
			return all[:n], nil
		}
	}
	return all, nil
}

// nearestHosts returns a host, if there are addresses of it, and else those that are a few letters apart.
func nearestHosts(s *store.Snapshot, host string) []string {
	distances := map[string]int{}
	for _, seg := range s.Segments {
		for _, v := range seg.Values.Keywords[store.FieldSite].Values[1:] {
			if _, ok := distances[v]; !ok {
				distances[v] = editDistance(host, v)
			}
		}
	}
	if _, ok := distances[host]; ok {
		return []string{host}
	}
	var near []string
	for v, d := range distances {
		if 4*d <= len(host) {
			near = append(near, v)
		}
	}
	slices.SortFunc(near, func(a, b string) int {
		return cmp.Or(cmp.Compare(distances[a], distances[b]), strings.Compare(a, b))
	})
	return near[:min(len(near), nearHosts)]
}

// addresses are candidates for the nearest, with their distances.
type addresses struct {
	ctx     context.Context
	found   map[string]int
	scanned int
}

// add compares an address with the sought one.
func (c *addresses) add(sought string, address []byte) {
	if _, ok := c.found[string(address)]; ok || len(c.found) >= maxCompared {
		return
	}
	other := string(address)
	d := editDistance(sought, other)
	if isNear(sought, other, d) {
		c.found[other] = d
	}
}

// isNear reports whether an address of some edit distance is near the sought one.
func isNear(sought, address string, distance int) bool {
	return 2*distance <= max(len(sought), len(address)) || strings.HasPrefix(address, sought)
}

// addNeighbours adds the addresses of a segment that stand by one.
func (c *addresses) addNeighbours(seg store.Segment, sought, address string) error {
	it := seg.Around(store.FieldAddress, address, neighbours)
	after := 0
	for after < neighbours && it.Next() {
		term := it.Entry().Term
		if c.add(sought, term); string(term) >= address {
			after++
		}
	}
	return corrupt(it.Err())
}

// corrupt returns an error of a segment as the store names it.
func corrupt(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%w: %w", store.ErrCorrupt, err)
}

// addNumbered adds the addresses of a host that have a number.
func (c *addresses) addNumbered(seg store.Segment, sought, host, number string) error {
	if number == "" {
		return nil
	}
	for e, err := range seg.Terms(store.FieldAddress, host+"/") {
		if err != nil {
			return corrupt(err)
		}
		if c.scanned++; c.scanned > maxScanned || c.scanned%checkEvery == 0 && c.ctx.Err() != nil {
			return c.ctx.Err()
		}
		if bytes.Contains(e.Term, []byte(number)) {
			c.add(sought, e.Term)
		}
	}
	return nil
}

// sorted returns the addresses, the nearest first. Those that are twice as far as the nearest are left out.
func (c *addresses) sorted() []string {
	var all []string
	for address := range c.found {
		all = append(all, address)
	}
	slices.SortFunc(all, func(a, b string) int {
		return cmp.Or(cmp.Compare(c.found[a], c.found[b]), strings.Compare(a, b))
	})
	for i, address := range all {
		if c.found[address] > 2*c.found[all[0]]+1 {
			return all[:i]
		}
	}
	return all
}

// number returns the longest run of digits of a path, if it is long enough for the number of an article, and
// else "".
func number(path string) string {
	longest := ""
	for i := 0; i < len(path); i++ {
		from := i
		for i < len(path) && '0' <= path[i] && path[i] <= '9' {
			i++
		}
		if i-from > len(longest) {
			longest = path[from:i]
		}
	}
	if len(longest) < minNumberBytes {
		return ""
	}
	return longest
}

// editDistance returns the edit distance of the first maxAddress bytes of two addresses.
func editDistance(a, b string) int {
	return viet.EditDistance(a[:min(len(a), maxAddress)], b[:min(len(b), maxAddress)])
}
