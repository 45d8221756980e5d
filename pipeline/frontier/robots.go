package frontier

import (
	"encoding/json"
	"fmt"
	"maps"

	"go.etcd.io/bbolt"

	"baotinh/pipeline/news"
)

// Robots returns the response to the last request for the robots.txt of an origin ("https://baolangson.vn"),
// or nil if there was none. It may be called concurrently.
func (f *Frontier) Robots(origin string) (*news.Page, error) {
	f.mu.Lock()
	p, ok := f.robots[origin]
	f.mu.Unlock()
	if ok {
		return p, nil
	}

	err := f.db.View(func(tx *bbolt.Tx) error {
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
// afterwards. It is on disk after the next Commit. It may be called concurrently.
func (f *Frontier) SetRobots(origin string, p *news.Page) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.robots[origin] = p
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
