package frontier

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"

	"go.etcd.io/bbolt"

	"baotinh/pipeline/canonical"
	"baotinh/pipeline/news"
)

// Robots returns the response to the last request for the robots.txt of an origin ("https://baolangson.vn"),
// or nil if there was none. It may be called concurrently.
func (f *Frontier) Robots(origin string) (p *news.Page, err error) {
	defer f.guard(&err)()
	f.mu.Lock()
	p, ok := f.robots[origin]
	f.mu.Unlock()
	if ok {
		return p, nil
	}

	err = f.db.View(func(tx *bbolt.Tx) error {
		if data := tx.Bucket(bucketRobots).Get([]byte(origin)); data != nil {
			return json.Unmarshal(data, &p)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("frontier: robots.txt of %s: %w", origin, err)
	}
	return p, nil
}

// SetRobots stores the response to a request for the robots.txt of an origin. The caller must not change p
// afterwards. It is on disk after the next Commit. If it differs from the last, visits that were denied are
// due. It may be called concurrently.
func (f *Frontier) SetRobots(origin string, p *news.Page) error {
	last, err := f.Robots(origin)
	if err != nil {
		return err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.robots[origin] = p
	if last != nil && (last.Status != p.Status || !bytes.Equal(last.Body, p.Body)) {
		f.newRules[canonical.Host(origin)] = struct{}{}
	}
	return nil
}

// reconsider makes the denied visits to hosts with a new robots.txt due.
func (f *Frontier) reconsider(now time.Time) error {
	f.mu.Lock()
	hosts := slices.Collect(maps.Keys(f.newRules))
	clear(f.newRules)
	f.mu.Unlock()
	for _, q := range f.backQueues {
		if !slices.Contains(hosts, q.host) {
			continue
		}
		var denied []*visit
		for key := range f.keys(q, revisit) {
			v, err := f.visitAt(q, key)
			if err != nil {
				return err
			}
			if v.last == news.Denied {
				denied = append(denied, v)
			}
		}
		for _, v := range denied {
			old := *v
			v.state, v.Due = ready, now
			if err := f.put(v, &old); err != nil {
				return err
			}
		}
	}
	return nil
}

// flushRobots puts the pages given to SetRobots into the transaction and returns them.
func (f *Frontier) flushRobots() (map[string]*news.Page, error) {
	f.mu.Lock()
	flushed := maps.Clone(f.robots)
	f.mu.Unlock()
	bucket := f.tx.Bucket(bucketRobots)
	for origin, p := range flushed {
		data, err := json.Marshal(p)
		if err != nil {
			return nil, err
		}
		if err := bucket.Put([]byte(origin), data); err != nil {
			return nil, err
		}
	}
	return flushed, nil
}

// robotsFlushed removes the flushed pages from f.robots, unless they were replaced meanwhile.
func (f *Frontier) robotsFlushed(flushed map[string]*news.Page) {
	f.mu.Lock()
	defer f.mu.Unlock()
	maps.DeleteFunc(f.robots, func(origin string, p *news.Page) bool { return p == flushed[origin] })
}
