package frontier

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"

	"baotinh/pipeline/canonical"
)

// A backQueue is the queue of one host (a back queue of Mercator, Heyden and Najork 1999), or of one
// newspaper on a host that several share. It is a range of keys in the bucket "queue":
//
//	ready           host 0 newspaper 0 state lane rank due number
//	retry, revisit  host 0 newspaper 0 state due number
//
// State and lane have 1 byte, rank and time 8, the number of the URL 4, big-endian. The first key of each
// lane, and of each other state, is the visit to make next.
type backQueue struct {
	host, newspaper string
	prefix          []byte // host 0 newspaper 0

	turn           int       // of the lanes, an index of turns
	checked        bool      // the following fields are current
	ready          bool      // a visit is ready
	retry, revisit time.Time // when the first visit in these states is due; zero: none
}

// defaultPatience is the patience of a Frontier before SetPatience.
const defaultPatience = time.Minute

// SetPatience sets how long Next tells its caller to wait for a host on hold, or for a visit that failed.
// What is due later is left to the next run. With 0, a run ends as soon as only such visits are left.
func (f *Frontier) SetPatience(d time.Duration) { f.patience = d }

// maxPromoted bounds the visits of a back queue that become ready in one call of Next, and so the duration of
// the call and the size of its transaction.
const maxPromoted = 100

const stateBytes = 1 // length of the state, which follows the prefix of a key

func (q *backQueue) key(v *visit) []byte {
	key := append(slices.Clip(q.prefix), byte(v.state))
	if v.state == ready {
		key = append(key, byte(v.lane()))
		key = binary.BigEndian.AppendUint64(key, v.rank())
	}
	key = binary.BigEndian.AppendUint64(key, sortable(v.Due))
	return binary.BigEndian.AppendUint32(key, v.number)
}

// sortable returns a number that grows with t; the zero time is 0.
func sortable(t time.Time) uint64 {
	if t.IsZero() {
		return 0
	}
	return uint64(t.UnixMilli()) + 1<<63
}

func (q *backQueue) dueOf(key []byte) time.Time {
	n := binary.BigEndian.Uint64(key[len(q.prefix)+stateBytes:])
	return time.UnixMilli(int64(n - 1<<63))
}

// backQueueOf returns the back queue of a visit and creates it if there is none.
func (f *Frontier) backQueueOf(v *visit) *backQueue {
	return f.backQueue(canonical.Host(v.URL), v.Newspaper)
}

func (f *Frontier) backQueue(host, newspaper string) *backQueue {
	i, found := slices.BinarySearchFunc(f.backQueues, host, func(q *backQueue, host string) int {
		return cmp.Or(strings.Compare(q.host, host), strings.Compare(q.newspaper, newspaper))
	})
	if !found {
		q := &backQueue{host: host, newspaper: newspaper, prefix: []byte(host + "\x00" + newspaper + "\x00")}
		f.backQueues = slices.Insert(f.backQueues, i, q)
	}
	return f.backQueues[i]
}

// loadBackQueues lists the back queues in the file.
func (f *Frontier) loadBackQueues() error {
	c := f.queue.Cursor()
	for key, _ := c.First(); key != nil; {
		host, rest, _ := bytes.Cut(key, []byte{0})
		newspaper, _, _ := bytes.Cut(rest, []byte{0})
		q := f.backQueue(string(host), string(newspaper))
		next := append(slices.Clip(q.prefix), 0xff)
		if key, _ = c.Seek(next); key != nil && bytes.Compare(key, next) < 0 {
			return fmt.Errorf("%w: its queue is out of order", ErrDamaged)
		}
	}
	return nil
}

// nextDue returns when the first visit of q is due; zero means not within the patience.
func (f *Frontier) nextDue(q *backQueue, now time.Time) (time.Time, error) {
	past := func(t time.Time) bool { return !t.IsZero() && !t.After(now) }
	if !q.checked || past(q.retry) || past(q.revisit) {
		for _, s := range [...]state{retry, revisit} {
			if err := f.promote(q, s, now); err != nil {
				return time.Time{}, err
			}
		}
		q.ready = f.hasReady(q)
		q.retry, q.revisit = time.Time{}, time.Time{}
		if key := f.peek(q, retry); key != nil {
			q.retry = q.dueOf(key)
		}
		if key := f.peek(q, revisit); key != nil {
			q.revisit = q.dueOf(key)
		}
		q.checked = true
	}

	if q.ready {
		return now, nil
	}
	if !q.retry.IsZero() && q.retry.Sub(now) <= f.patience {
		return q.retry, nil
	}
	return time.Time{}, nil
}

// peek returns the first key of a state.
func (f *Frontier) peek(q *backQueue, s state) []byte {
	prefix := append(slices.Clip(q.prefix), byte(s))
	key, _ := f.queue.Cursor().Seek(prefix)
	if !bytes.HasPrefix(key, prefix) {
		return nil
	}
	return key
}

// keys returns the keys of a state in their order. The queue must not be changed during the iteration.
func (f *Frontier) keys(q *backQueue, s state) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		prefix := append(slices.Clip(q.prefix), byte(s))
		c := f.queue.Cursor()
		for key, _ := c.Seek(prefix); bytes.HasPrefix(key, prefix); key, _ = c.Next() {
			if !yield(key) {
				return
			}
		}
	}
}

// countReady returns the number of visits that are ready, without archive pages that Next does not visit.
func (f *Frontier) countReady(q *backQueue) int {
	n := 0
	for key := range f.keys(q, ready) {
		if lane(key[len(q.prefix)+stateBytes]) != laneArchive || !f.dates.since.IsZero() {
			n++
		}
	}
	return n
}

// count returns the number of visits of a state.
func (f *Frontier) count(q *backQueue, s state) int {
	n := 0
	for range f.keys(q, s) {
		n++
	}
	return n
}

// promote makes the visits of a state ready that are due, up to maxPromoted.
func (f *Frontier) promote(q *backQueue, s state, now time.Time) error {
	for range maxPromoted {
		key := f.peek(q, s)
		if key == nil || q.dueOf(key).After(now) {
			return nil
		}
		v, err := f.visitAt(q, key)
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

// visitAt returns the visit of a key of the queue.
func (f *Frontier) visitAt(q *backQueue, key []byte) (*visit, error) {
	if len(key) < len(q.prefix)+numberBytes {
		return nil, fmt.Errorf("%w: the queue of %s has a broken key", ErrDamaged, q.host)
	}
	key = key[len(key)-numberBytes:]
	return decodeValue(key, f.visits.Get(key))
}
