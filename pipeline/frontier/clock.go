package frontier

import (
	"encoding/binary"
	"time"

	"baotinh/pipeline/news"
)

// clockSlack is by how much a clock may have been ahead without harm.
const clockSlack = time.Hour

var keyClock = []byte("clock")

// putClock stores the time of a Commit.
func (f *Frontier) putClock(now time.Time) error {
	return f.meta.Put(keyClock, binary.AppendVarint(nil, now.UnixMilli()))
}

// LastCommit returns the time of the last Commit before Open, by the clock of that process; zero if there is
// none.
func (f *Frontier) LastCommit() time.Time { return f.lastCommit }

// getClock returns what putClock has stored; the zero time if there is nothing.
func (f *Frontier) getClock() time.Time {
	last, size := binary.Varint(f.meta.Get(keyClock))
	if size <= 0 {
		return time.Time{}
	}
	return time.UnixMilli(last)
}

// repairClock undoes what a run did whose clock was ahead, as the time of the last Commit shows: what it
// visited would not be due before that time. What it fetched counts as fetched now, so that it is due as long
// from now as it was from then; what it did not get is due earlier by as much as the clock was ahead.
func (f *Frontier) repairClock(now time.Time) error {
	ahead := f.lastCommit.Sub(now)
	if f.lastCommit.IsZero() || ahead <= clockSlack {
		return nil
	}
	var wrong []visit
	for v, err := range f.all() {
		if err != nil {
			return err
		}
		if v.Fetched.After(now) || v.Failures > 0 || v.state == retry || v.last == news.Denied {
			wrong = append(wrong, v)
		}
	}
	for _, old := range wrong {
		v := old
		switch {
		case v.Fetched.After(now):
			v.Due = v.Due.Add(-v.Fetched.Sub(now))
			v.Fetched = now
		case v.Due.After(now):
			v.Due = v.Due.Add(-ahead)
		}
		if v.Due.Before(now) {
			v.Due = now
		}
		if err := f.put(&v, &old); err != nil {
			return err
		}
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	for host, h := range f.holds {
		if h.Until.After(now) {
			h.Until = h.Until.Add(-ahead)
			f.holds[host] = h
			f.heldAnew[host] = struct{}{}
		}
	}
	return nil
}
