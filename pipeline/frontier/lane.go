package frontier

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"slices"
	"time"

	"baotinh/pipeline/news"
)

// A lane is a part of the ready visits of a back queue. The lanes take turns, so that nothing that a server
// can make endless (sitemaps of sitemaps, sections of sections, a feed for each article) keeps articles
// waiting, and fresh articles come first, whatever listed them.
type lane uint8

const (
	laneSeed    lane = iota + 1 // named by the catalogue: before all others
	laneDated                   // articles with the date that a feed or sitemap gives, the newest first
	laneListed                  // articles that a front or a feed lists without a date, the last found first
	laneFeed                    // feeds that pages link to
	laneSection                 // section fronts that pages link to
	laneSitemap                 // sitemaps that others list
	laneOther                   // articles of which nothing is known
	laneKnown                   // articles that were fetched before
	laneArchive                 // archive pages, the latest days first: after all others, only with SetRange
)

// turns is the order in which the lanes take turns: fresh articles have half of them or more. A lane without
// visits lets the next have its turn.
var turns = [...]lane{
	laneDated, laneListed, laneSection, laneDated, laneListed, laneOther,
	laneDated, laneListed, laneFeed, laneDated, laneListed, laneSection,
	laneDated, laneListed, laneKnown, laneDated, laneListed, laneSitemap, laneOther,
}

// lane returns the lane of v when it is ready.
func (v *visit) lane() lane {
	switch {
	case v.Seed:
		return laneSeed
	case v.Kind == news.KindFeed:
		return laneFeed
	case v.Kind == news.KindSitemap:
		return laneSitemap
	case v.Kind == news.KindSection:
		return laneSection
	case v.Kind == news.KindArchive:
		return laneArchive
	case !v.Fetched.IsZero():
		return laneKnown
	case !v.FeedDate.IsZero():
		return laneDated
	case v.Listed:
		return laneListed
	}
	return laneOther
}

// rank returns what orders the visits of a lane, the lowest first.
func (v *visit) rank() uint64 {
	switch v.lane() {
	case laneSeed:
		return uint64(v.Kind)
	case laneDated:
		return ^sortable(v.FeedDate.Time)
	case laneListed:
		return ^sortable(v.Due)
	case laneArchive:
		return ^sortable(cmp.Or(v.FeedDate.Time, v.Due))
	}
	return 0
}

// head returns the first ready visit of q whose turn it is; q must have a ready visit.
func (f *Frontier) head(q *backQueue) (*visit, error) {
	if key := f.peekLane(q, laneSeed); key != nil {
		return f.visitAt(q, key)
	}
	for i := range turns {
		turn := (q.turn + i) % len(turns)
		if key := f.peekLane(q, turns[turn]); key != nil {
			q.turn = turn + 1
			return f.visitAt(q, key)
		}
	}
	return f.visitAt(q, f.peekLane(q, laneArchive))
}

// peekLane returns the first key of a lane, of laneDated the first in the range. An archive page that is too
// new may lead to one in the range.
func (f *Frontier) peekLane(q *backQueue, l lane) []byte {
	if l == laneArchive && f.dates.since.IsZero() {
		return nil
	}
	prefix := append(slices.Clip(q.prefix), byte(ready), byte(l))
	from := prefix
	if l == laneDated && !f.dates.until.IsZero() {
		from = binary.BigEndian.AppendUint64(slices.Clip(prefix), ^sortable(f.dates.until)+1)
	}
	key, _ := f.queue.Cursor().Seek(from)
	if !bytes.HasPrefix(key, prefix) {
		return nil
	}
	if (l == laneDated || l == laneArchive) && !f.dates.since.IsZero() {
		rank := binary.BigEndian.Uint64(key[len(prefix):])
		if rank > ^sortable(f.dates.since) {
			return nil // the newest is too old
		}
	}
	return key
}

// A dateRange is the time between two instants, the second left out; a zero one bounds nothing.
type dateRange struct{ since, until time.Time }

// SetRange restricts Next, of the articles that were never fetched and for which a feed or sitemap gives a
// date, to those from since on and before until; a zero time bounds nothing. The others stay due. Archive
// pages are visited only with a since, from which on their days are: a crawl that goes back knows how far.
func (f *Frontier) SetRange(since, until time.Time) {
	f.dates = dateRange{since, until}
	for _, q := range f.backQueues {
		q.checked = false
	}
}

// hasReady reports whether a visit of q is ready, and in the range.
func (f *Frontier) hasReady(q *backQueue) bool {
	for l := laneSeed; l <= laneArchive; l++ {
		if f.peekLane(q, l) != nil {
			return true
		}
	}
	return false
}
