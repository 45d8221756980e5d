package frontier

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"slices"
	"strings"
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

// head returns the ready visit of q whose turn it is, the first of its lane. While page after page of the
// host fails, it is the last, and no seed if there is another: it may be only the newest pages that are
// broken. q must have a ready visit.
func (f *Frontier) head(q *backQueue) (*visit, error) {
	failing := f.isFailing(q.host)
	seed := f.peekLane(q, laneSeed)
	if seed != nil && !failing {
		return f.visitAt(q, seed)
	}
	peek := f.peekLane
	if failing {
		peek = f.peekLaneEnd
	}
	for i := range turns {
		turn := (q.turn + i) % len(turns)
		if key := peek(q, turns[turn]); key != nil {
			q.turn = turn + 1
			return f.visitAt(q, key)
		}
	}
	if seed != nil {
		return f.visitAt(q, seed)
	}
	return f.visitAt(q, f.peekLane(q, laneArchive))
}

// isFailing reports whether a host is, or was last, on hold because of server errors.
func (f *Frontier) isFailing(host string) bool {
	h := f.Hold(host)
	return h.Failures > 0 && strings.HasPrefix(h.Cause, "5")
}

// peekLane returns the first key of a lane, or nil.
func (f *Frontier) peekLane(q *backQueue, l lane) []byte {
	from, to := f.laneKeys(q, l)
	key, _ := f.queue.Cursor().Seek(from)
	if key == nil || bytes.Compare(key, to) >= 0 {
		return nil
	}
	return key
}

// peekLaneEnd returns the last key of a lane, or nil.
func (f *Frontier) peekLaneEnd(q *backQueue, l lane) []byte {
	from, to := f.laneKeys(q, l)
	c := f.queue.Cursor()
	key, _ := c.Seek(to)
	if key == nil {
		key, _ = c.Last()
	} else {
		key, _ = c.Prev()
	}
	if bytes.Compare(key, from) < 0 || bytes.Compare(key, to) >= 0 {
		return nil
	}
	return key
}

// laneKeys returns where the keys of a lane begin and end, of laneDated those in the range. An archive page
// that is too new may lead to one in the range.
func (f *Frontier) laneKeys(q *backQueue, l lane) (from, to []byte) {
	from = append(slices.Clip(q.prefix), byte(ready), byte(l))
	to = append(slices.Clip(q.prefix), byte(ready), byte(l)+1)
	since, until := f.dates.since, f.dates.until
	switch {
	case l == laneArchive && since.IsZero():
		return from, from // none
	case (l == laneDated || l == laneArchive) && !since.IsZero():
		to = binary.BigEndian.AppendUint64(slices.Clip(from), ^sortable(since)+1)
	}
	if l == laneDated && !until.IsZero() {
		from = binary.BigEndian.AppendUint64(slices.Clip(from), ^sortable(until)+1)
	}
	return from, to
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
