package frontier

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"time"

	"baotinh/pipeline/canonical"
)

// A lane is the queue of one host, or of one newspaper's part of it. It is a range of the bucket of the
// queue, whose keys are
//
//	host 0 newspaper 0 state …
//
// followed, for what is ready, by kind, date (newest first), due time and URL; for what is due later by due
// time and URL. So the first key of each state is the one that is next.
type lane struct {
	host, newspaper string
	prefix          []byte

	checked        bool // the following is known
	ready          bool // something is
	retry, revisit time.Time
}

// A failed visit that is tried again within this time is worth waiting for; other visits that are due later
// are left to the next run.
const patience = time.Minute

// maxMoved bounds the visits that become ready in one call of Next, and so the time that it takes.
const maxMoved = 1000

const headBytes = 1 // of the state, behind the prefix

func (l *lane) key(v *visit) []byte {
	key := append(slices.Clip(l.prefix), byte(v.state))
	if v.state == ready {
		key = append(key, byte(v.Kind))
		key = binary.BigEndian.AppendUint64(key, ^sortable(v.FeedDate.Time))
	}
	key = binary.BigEndian.AppendUint64(key, sortable(v.Due))
	return append(key, v.URL...)
}

// urlOf returns the URL at the end of a key.
func (l *lane) urlOf(key []byte) string {
	rest := key[len(l.prefix):]
	if state(rest[0]) == ready {
		return string(rest[headBytes+1+8+8:])
	}
	return string(rest[headBytes+8:])
}

// sortable returns a number that grows with time; the zero time is the least.
func sortable(t time.Time) uint64 {
	if t.IsZero() {
		return 0
	}
	return uint64(t.UnixMilli()) + 1<<63
}

func (l *lane) dueOf(key []byte) time.Time {
	n := binary.BigEndian.Uint64(key[len(l.prefix)+headBytes:])
	return time.UnixMilli(int64(n - 1<<63))
}

// lane returns the lane of a visit, new if need be.
func (f *Frontier) lane(v *visit) *lane {
	return f.laneOf(canonical.Host(v.URL), v.Newspaper)
}

func (f *Frontier) laneOf(host, newspaper string) *lane {
	i, found := slices.BinarySearchFunc(f.lanes, host, func(l *lane, host string) int {
		return cmp.Or(strings.Compare(l.host, host), strings.Compare(l.newspaper, newspaper))
	})
	if !found {
		l := &lane{host: host, newspaper: newspaper, prefix: []byte(host + "\x00" + newspaper + "\x00")}
		f.lanes = slices.Insert(f.lanes, i, l)
	}
	return f.lanes[i]
}

// findLanes lists the lanes that the file has.
func (f *Frontier) findLanes() {
	c := f.queue.Cursor()
	for key, _ := c.First(); key != nil; {
		host, rest, _ := bytes.Cut(key, []byte{0})
		newspaper, _, _ := bytes.Cut(rest, []byte{0})
		l := f.laneOf(string(host), string(newspaper))
		key, _ = c.Seek(append(slices.Clip(l.prefix), 0xff))
	}
}

// due returns when the lane has something that is due, or zero if it has nothing that is worth waiting for.
func (f *Frontier) due(l *lane, now time.Time) (time.Time, error) {
	past := func(t time.Time) bool { return !t.IsZero() && !t.After(now) }
	if !l.checked || past(l.retry) || past(l.revisit) {
		for _, s := range [...]state{retry, revisit} {
			if err := f.move(l, s, now); err != nil {
				return time.Time{}, err
			}
		}
		l.ready = f.peek(l, ready) != nil
		l.retry, l.revisit = time.Time{}, time.Time{}
		if key := f.peek(l, retry); key != nil {
			l.retry = l.dueOf(key)
		}
		if key := f.peek(l, revisit); key != nil {
			l.revisit = l.dueOf(key)
		}
		l.checked = true
	}

	if l.ready {
		return now, nil
	}
	if !l.retry.IsZero() && l.retry.Sub(now) <= patience {
		return l.retry, nil
	}
	return time.Time{}, nil
}

// peek returns the first key of a state.
func (f *Frontier) peek(l *lane, s state) []byte {
	prefix := append(slices.Clip(l.prefix), byte(s))
	key, _ := f.queue.Cursor().Seek(prefix)
	if !bytes.HasPrefix(key, prefix) {
		return nil
	}
	return key
}

// move makes ready what is due of a state.
func (f *Frontier) move(l *lane, s state, now time.Time) error {
	for range maxMoved {
		key := f.peek(l, s)
		if key == nil || l.dueOf(key).After(now) {
			return nil
		}
		v, err := f.at(l, key)
		if err != nil {
			return err
		}
		old := *v
		v.state = ready
		if err := f.put(v, &old); err != nil {
			return err
		}
	}
	return nil
}

// first returns the visit that is next in a lane that has one.
func (f *Frontier) first(l *lane) (*visit, error) { return f.at(l, f.peek(l, ready)) }

func (f *Frontier) at(l *lane, key []byte) (*visit, error) {
	url := l.urlOf(key)
	v, known, err := f.get(url)
	if err == nil && !known {
		err = fmt.Errorf("%s stands in the queue and is unknown", url)
	}
	return v, err
}
