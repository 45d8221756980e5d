package frontier

import (
	"encoding/json"
	"fmt"
	"time"

	"baotinh/pipeline/news"
)

// Hold returns the hold of a host[:port], which may have ended. It may be called concurrently.
func (f *Frontier) Hold(host string) news.Hold {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.holds[host]
}

// SetHold stores the hold of a host[:port]; the zero Hold ends it. It is on disk after the next Commit. It
// may be called concurrently.
func (f *Frontier) SetHold(host string, h news.Hold) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.holds[host] = h
	if h == (news.Hold{}) {
		delete(f.holds, host)
	}
	f.heldAnew[host] = struct{}{}
}

func (f *Frontier) loadHolds() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.holds = make(map[string]news.Hold)
	return f.tx.Bucket(bucketHolds).ForEach(func(host, data []byte) error {
		var h news.Hold
		if err := json.Unmarshal(data, &h); err != nil {
			return fmt.Errorf("hold of %s: %w", host, err)
		}
		f.holds[string(host)] = h
		return nil
	})
}

// flushHolds puts the holds that changed into the transaction. When it is rolled back, the holds stay as they
// are in memory: the hosts have asked for them.
func (f *Frontier) flushHolds() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	bucket := f.tx.Bucket(bucketHolds)
	for host := range f.heldAnew {
		h, held := f.holds[host]
		if !held {
			if err := bucket.Delete([]byte(host)); err != nil {
				return err
			}
			continue
		}
		data, err := json.Marshal(h)
		if err != nil {
			return err
		}
		if err := bucket.Put([]byte(host), data); err != nil {
			return err
		}
	}
	clear(f.heldAnew)
	return nil
}

// NextDue returns for each newspaper that Only names when the first of its visits may be made: now, if one is
// due to a host without a hold.
func (f *Frontier) NextDue(now time.Time) (due map[string]time.Time, err error) {
	defer f.guard(&err)()
	due = map[string]time.Time{}
	for _, q := range f.backQueues {
		if f.only != nil && !f.only[q.newspaper] {
			continue
		}
		at, ok := f.firstDue(q, now)
		if !ok {
			continue
		}
		if h := f.Hold(q.host); h.Until.After(at) {
			at = h.Until
		}
		if first, known := due[q.newspaper]; !known || at.Before(first) {
			due[q.newspaper] = at
		}
	}
	return due, nil
}

// firstDue returns when the first visit of q is due, now at the earliest; false if it has none.
func (f *Frontier) firstDue(q *backQueue, now time.Time) (first time.Time, ok bool) {
	if f.hasReady(q) {
		return now, true
	}
	for _, s := range [...]state{retry, revisit} {
		key := f.peek(q, s)
		if key == nil {
			continue
		}
		if at := q.dueOf(key); !ok || at.Before(first) {
			first, ok = at, true
		}
	}
	if first.Before(now) {
		first = now
	}
	return first, ok
}

// Waiting returns what is left of the newspapers that Only names: for each host the visits that are due, and
// those that failed, with the time from which the first of them may be made. A host that has nothing left is
// not among them.
func (f *Frontier) Waiting(now time.Time) (all []news.Waiting, err error) {
	defer f.guard(&err)()
	for _, q := range f.backQueues {
		if f.only != nil && !f.only[q.newspaper] {
			continue
		}
		w := news.Waiting{Newspaper: q.newspaper, Host: q.host, Visits: f.countReady(q)}
		if w.Visits == 0 {
			key := f.peek(q, retry)
			if key == nil {
				continue
			}
			v, err := f.visitAt(q, key)
			if err != nil {
				return nil, fmt.Errorf("frontier: %w", err)
			}
			w.Until, w.Cause = v.Due, v.last.String()
		}
		w.Visits += f.count(q, retry)
		if h := f.Hold(q.host); h.Until.After(now) && !h.Until.Before(w.Until) {
			w.Until, w.Cause = h.Until, h.Cause
		}
		if !w.Until.After(now) {
			w.Until, w.Cause = time.Time{}, ""
		}
		all = append(all, w)
	}
	return all, nil
}
