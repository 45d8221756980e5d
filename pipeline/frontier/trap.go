package frontier

import (
	"cmp"
	"encoding/binary"
	"maps"
	"slices"
	"strings"

	"baotinh/pipeline/news"
)

// Bounds of the feeds, sitemaps, section fronts and archive pages of a newspaper on one host, those of the
// catalogue apart. A site has some hundred at most, and a sitemap for every day of twenty years, or a page
// for every twenty of 400,000 articles; more is a trap: a calendar, a feed of comments for each article,
// sections that name each other in all orders.
const (
	maxFeeds    = 300
	maxSitemaps = 10_000
	maxSections = 1000
	maxArchives = 20_000
)

// Causes of the obstacles that Traps returns.
var trapCauses = map[news.Kind]string{
	news.KindFeed: "too many feeds", news.KindSitemap: "too many sitemaps",
	news.KindSection: "too many sections", news.KindArchive: "too many archive pages",
}

// A trapKey names the links of one kind that one back queue does not take.
type trapKey struct {
	queue *backQueue
	kind  news.Kind
}

// isTrap reports whether there are too many sources of the kind of a new link. It notes the link.
func (f *Frontier) isTrap(v *visit) bool {
	var most uint64
	switch v.Kind {
	case news.KindFeed:
		most = maxFeeds
	case news.KindSitemap:
		most = maxSitemaps
	case news.KindSection:
		most = maxSections
	case news.KindArchive:
		most = maxArchives
	}
	q := f.backQueueOf(v)
	if v.Seed || !v.isSource() || f.sources(q, v.Kind) < most {
		return false
	}
	key := trapKey{q, v.Kind}
	t := f.traps[key]
	if t == nil {
		t = &news.Obstacle{Newspaper: v.Newspaper, Host: q.host, Cause: trapCauses[v.Kind], URL: v.URL}
		f.traps[key] = t
	}
	t.Visits++
	return true
}

// Traps returns the links that Add did not take since Open, because the host has too many of their kind, by
// host and cause.
func (f *Frontier) Traps() []news.Obstacle {
	var all []news.Obstacle
	for t := range maps.Values(f.traps) {
		all = append(all, *t)
	}
	slices.SortFunc(all, func(a, b news.Obstacle) int {
		return cmp.Or(strings.Compare(a.Host, b.Host), strings.Compare(a.Newspaper, b.Newspaper),
			strings.Compare(a.Cause, b.Cause))
	})
	return all
}

// sources returns how many visits of a kind were added to q.
func (f *Frontier) sources(q *backQueue, k news.Kind) uint64 {
	n, _ := binary.Uvarint(f.counts.Get(append(slices.Clip(q.prefix), byte(k))))
	return n
}

// addSource counts a new visit.
func (f *Frontier) addSource(v *visit) error {
	q := f.backQueueOf(v)
	n := f.sources(q, v.Kind) + 1
	return f.counts.Put(append(slices.Clip(q.prefix), byte(v.Kind)), binary.AppendUvarint(nil, n))
}
