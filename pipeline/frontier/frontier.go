// Package frontier knows which URL is next: every URL that was ever found, what came of it, and when it is to
// be visited again. It is kept in a file and survives a crash.
//
// Everything between two calls of [Frontier.Commit] is one transaction, stored together with the place in the
// archive up to which it is everything. A process that is killed leaves the frontier as it was at the last
// Commit; what it archived after that place is made up for by [Frontier.Record].
package frontier

import (
	"encoding/json"
	"errors"
	"fmt"
	"hash/maphash"
	"iter"
	"sync"
	"time"

	"go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"

	"baotinh/pipeline/canonical"
	"baotinh/pipeline/news"
)

// ErrInUse is wrapped by the error of Open if another process has the frontier open.
var ErrInUse = errors.New("in use by another process")

// The buckets of the file, see their users for what they hold.
var (
	bucketVisits = []byte("visits") // URL → visit
	bucketQueue  = []byte("queue")  // see queueKey
	bucketBodies = []byte("bodies") // digest of a page without URL → nothing
	bucketRobots = []byte("robots") // origin → page in JSON
	bucketMeta   = []byte("meta")   // "format", "position"
)

const format = "1"

// A Frontier is open for one process and one goroutine; only Robots and SetRobots may be called concurrently.
type Frontier struct {
	db *bbolt.DB

	// One write transaction is always open: reads see what was written before them, Commit makes it durable.
	tx                          *bbolt.Tx
	visits, queue, bodies, meta *bbolt.Bucket

	lanes []*lane         // sorted by prefix
	turn  int             // index of the lane that is asked first
	busy  map[string]bool // hosts with a visit under way
	only  map[string]bool // newspapers; nil: all

	seed maphash.Seed
	seen map[uint64]struct{} // hashes of URLs that visits is known to have; bounded by maxSeen

	mu     sync.Mutex
	robots map[string]*news.Page // guarded by mu; not committed yet
}

// Open opens the frontier in a file and creates it if it is not there. It waits a second at most for another
// process to close it.
func Open(path string) (*Frontier, error) {
	options := &bbolt.Options{Timeout: time.Second, FreelistType: bbolt.FreelistMapType}
	db, err := bbolt.Open(path, 0o644, options)
	if errors.Is(err, bolterrors.ErrTimeout) {
		err = ErrInUse
	}
	if err != nil {
		return nil, fmt.Errorf("frontier %s: %w", path, err)
	}
	f := &Frontier{
		db:     db,
		busy:   make(map[string]bool),
		seed:   maphash.MakeSeed(),
		seen:   make(map[uint64]struct{}),
		robots: make(map[string]*news.Page),
	}
	if err := f.init(); err != nil {
		return nil, errors.Join(fmt.Errorf("frontier %s: %w", path, err), f.Close())
	}
	return f, nil
}

// init creates what is missing, checks the format and finds the lanes.
func (f *Frontier) init() error {
	err := f.db.Update(func(tx *bbolt.Tx) error {
		for _, name := range [...][]byte{bucketVisits, bucketQueue, bucketBodies, bucketRobots, bucketMeta} {
			if _, err := tx.CreateBucketIfNotExists(name); err != nil {
				return err
			}
		}
		meta := tx.Bucket(bucketMeta)
		switch got := meta.Get([]byte("format")); {
		case got == nil:
			return meta.Put([]byte("format"), []byte(format))
		case string(got) != format:
			return fmt.Errorf("format %q, this program knows %q", got, format)
		}
		return nil
	})
	if err != nil {
		return err
	}
	if err := f.begin(); err != nil {
		return err
	}
	f.findLanes()
	return nil
}

// begin opens the next transaction.
func (f *Frontier) begin() error {
	tx, err := f.db.Begin(true)
	if err != nil {
		return err
	}
	f.tx = tx
	f.visits, f.queue = tx.Bucket(bucketVisits), tx.Bucket(bucketQueue)
	f.bodies, f.meta = tx.Bucket(bucketBodies), tx.Bucket(bucketMeta)
	return nil
}

// Commit writes everything since the last Commit, together with the place in the archive up to which that is
// everything. On error nothing is written and everything since the last Commit is forgotten.
func (f *Frontier) Commit(archived news.Position) error {
	err := f.commit(archived)
	if err != nil {
		return errors.Join(fmt.Errorf("frontier: %w", err), f.forget())
	}
	return f.begin()
}

func (f *Frontier) commit(archived news.Position) error {
	position, err := json.Marshal(archived)
	if err != nil {
		return err
	}
	if err := f.meta.Put([]byte("position"), position); err != nil {
		return err
	}
	flushed, err := f.flushRobots()
	if err != nil {
		return err
	}
	if err := f.tx.Commit(); err != nil {
		return err
	}
	f.robotsFlushed(flushed)
	return nil
}

// forget goes back to the last Commit.
func (f *Frontier) forget() error {
	f.tx.Rollback() // fails if the commit got that far
	if err := f.begin(); err != nil {
		return err
	}
	clear(f.seen)
	f.lanes = nil
	f.findLanes()
	return nil
}

// Position returns the place in the archive that the last Commit named: what is behind it is unknown to the
// frontier.
func (f *Frontier) Position() news.Position {
	var p news.Position
	json.Unmarshal(f.meta.Get([]byte("position")), &p) // nothing stored: the beginning
	return p
}

// Close closes the frontier. What was not committed is forgotten.
func (f *Frontier) Close() error {
	if f.tx != nil {
		f.tx.Rollback() // nothing to lose
		f.tx = nil
	}
	return f.db.Close()
}

// Add adds the links that are new, to be visited at once, and returns their number. Of a URL that is known it
// keeps the kind that a crawl prefers and the more precise date.
func (f *Frontier) Add(links []news.Link) (int, error) {
	added := 0
	for _, link := range links {
		if f.isSeen(link.URL) && link.FeedDate.IsZero() && link.Kind == news.KindArticle {
			continue // nothing to learn
		}
		isNew, err := f.add(link)
		if err != nil {
			return added, fmt.Errorf("frontier: %s: %w", link.URL, err)
		}
		if isNew {
			added++
		}
	}
	return added, nil
}

func (f *Frontier) add(link news.Link) (bool, error) {
	v, known, err := f.get(link.URL)
	if err != nil {
		return false, err
	}
	f.setSeen(link.URL)
	if !known {
		v = &visit{Visit: news.Visit{Link: link, Due: time.Now()}, state: ready}
		return true, f.put(v, nil)
	}

	old := *v
	if link.Kind < v.Kind {
		v.Kind = link.Kind
		if v.state == never { // a front page that came as a file, or whose find got lost in a crash
			v.state, v.Due = ready, time.Now()
		}
	}
	if link.FeedDate.Precision > v.FeedDate.Precision {
		v.FeedDate = link.FeedDate
	}
	if v.Newspaper == "" {
		v.Newspaper = link.Newspaper
	}
	if *v == old {
		return false, nil
	}
	return false, f.put(v, &old)
}

// A crawl meets the links of the menu on every page: remembering so many of the URLs that are known saves
// most look-ups at some megabytes.
const maxSeen = 1 << 16

func (f *Frontier) isSeen(url string) bool {
	_, ok := f.seen[maphash.String(f.seed, url)]
	return ok
}

func (f *Frontier) setSeen(url string) {
	if len(f.seen) >= maxSeen {
		clear(f.seen)
	}
	f.seen[maphash.String(f.seed, url)] = struct{}{}
}

// Seen reports whether a URL was ever added or recorded.
func (f *Frontier) Seen(url string) bool {
	return f.isSeen(url) || f.visits.Get([]byte(url)) != nil
}

// Recorded reports whether the archive has this body of this URL as the last one.
func (f *Frontier) Recorded(url, digest string) bool {
	if url == "" {
		return f.bodies.Get([]byte(digest)) != nil
	}
	v, known, err := f.get(url)
	return err == nil && known && v.Digest == digest
}

// Record notes that the archive has the page. One that was fetched is to be visited again as if the visit had
// ended then; an article that came from a file is not. To record a page twice changes nothing.
func (f *Frontier) Record(p *news.Page) error {
	if p.URL == "" {
		return f.bodies.Put([]byte(p.Digest()), []byte{})
	}
	v, known, err := f.get(p.URL)
	if err != nil {
		return fmt.Errorf("frontier: %s: %w", p.URL, err)
	}
	digest := p.Digest()
	fetched := p.Fetched.Truncate(time.Millisecond) // as it is stored
	if known && !fetched.After(v.Fetched) && (v.Digest == digest || !fetched.IsZero()) {
		return nil
	}

	var old *visit
	if known {
		before := *v
		old = &before
	} else {
		v = &visit{Visit: news.Visit{Link: news.Link{
			URL: p.URL, Kind: news.KindArticle, Newspaper: p.Newspaper, FeedDate: p.FeedDate,
		}}}
	}
	if p.File == "" && !fetched.IsZero() {
		v.fetched(p, fetched)
	} else {
		v.Digest = digest
		if v.Kind == news.KindArticle {
			v.state = never
		}
	}
	if err := f.put(v, old); err != nil {
		return fmt.Errorf("frontier: %s: %w", p.URL, err)
	}
	return nil
}

// Only restricts Next to the newspapers with these keys; without any, to none in particular.
func (f *Frontier) Only(newspapers ...string) {
	f.only = nil
	for _, key := range newspapers {
		if f.only == nil {
			f.only = make(map[string]bool)
		}
		f.only[key] = true
	}
}

// Next returns the best visit that is due to a host that is ready and has none under way: feeds before
// sitemaps, section fronts and articles, then the newest by date, the hosts taking turns. Without one, it
// returns how long to wait for the next that is due or that is tried again soon; 0 means that there is none
// unless a visit under way brings it. A visit is under way until Done, or until the process ends.
func (f *Frontier) Next(
	now time.Time, isReady func(host string) time.Time,
) (news.Visit, time.Duration, bool, error) {
	var soonest time.Time
	for i := range f.lanes {
		turn := (f.turn + i) % len(f.lanes)
		l := f.lanes[turn]
		if f.busy[l.host] || f.only != nil && !f.only[l.newspaper] {
			continue
		}
		at, err := f.due(l, now)
		if err != nil {
			return news.Visit{}, 0, false, fmt.Errorf("frontier: %w", err)
		}
		if at.IsZero() {
			continue
		}
		if free := isReady(l.host); free.After(at) {
			at = free
		}
		if at.After(now) {
			if soonest.IsZero() || at.Before(soonest) {
				soonest = at
			}
			continue
		}

		v, err := f.first(l)
		if err != nil {
			return news.Visit{}, 0, false, fmt.Errorf("frontier: %w", err)
		}
		f.turn = turn + 1
		f.busy[l.host] = true
		return v.Visit, 0, true, nil
	}
	if soonest.IsZero() {
		return news.Visit{}, 0, false, nil
	}
	return news.Visit{}, soonest.Sub(now), false, nil
}

// Done ends a visit and says when the next is due.
func (f *Frontier) Done(o news.Outcome) error {
	delete(f.busy, canonical.Host(o.URL))
	v, known, err := f.get(o.URL)
	if err != nil {
		return fmt.Errorf("frontier: %s: %w", o.URL, err)
	}
	if !known {
		return fmt.Errorf("frontier: %s: unknown", o.URL)
	}
	old := *v
	v.end(o, time.Now())
	if err := f.put(v, &old); err != nil {
		return fmt.Errorf("frontier: %s: %w", o.URL, err)
	}
	if o.Result == news.Fetched && o.Page.FinalURL != "" && o.Page.FinalURL != o.URL {
		return f.settle(o.Page.FinalURL, v.Newspaper)
	}
	return nil
}

// settle spares the visit to an article where a redirect has led already.
func (f *Frontier) settle(url, newspaper string) error {
	v, known, err := f.get(url)
	if err == nil && !known {
		link := news.Link{URL: url, Kind: news.KindArticle, Newspaper: newspaper}
		err = f.put(&visit{Visit: news.Visit{Link: link}}, nil)
	} else if err == nil && v.Kind == news.KindArticle && v.Fetched.IsZero() && v.state != never {
		old := *v
		v.state = never
		err = f.put(v, &old)
	}
	if err != nil {
		return fmt.Errorf("frontier: %s: %w", url, err)
	}
	return nil
}

// Revisit makes due at once the feeds, sitemaps and section fronts of the newspapers that Only names, however lately they
// were visited. It reads everything.
func (f *Frontier) Revisit() error {
	var fronts []visit
	for v, err := range f.all() {
		if err != nil {
			return err
		}
		if v.state == revisit && v.Kind != news.KindArticle && (f.only == nil || f.only[v.Newspaper]) {
			fronts = append(fronts, v)
		}
	}
	for _, old := range fronts {
		v := old
		v.state = ready
		if err := f.put(&v, &old); err != nil {
			return fmt.Errorf("frontier: %s: %w", v.URL, err)
		}
	}
	return nil
}

// Visits returns everything that the frontier knows, ordered by URL. Nothing may be changed meanwhile.
func (f *Frontier) Visits() iter.Seq2[news.Visit, error] {
	return func(yield func(news.Visit, error) bool) {
		for v, err := range f.all() {
			if !yield(v.Visit, err) {
				return
			}
		}
	}
}

func (f *Frontier) all() iter.Seq2[visit, error] {
	return func(yield func(visit, error) bool) {
		c := f.visits.Cursor()
		for key, value := c.First(); key != nil; key, value = c.Next() {
			v, err := decode(string(key), value)
			if err != nil {
				err = fmt.Errorf("frontier: %s: %w", key, err)
				v = &visit{}
			}
			if !yield(*v, err) {
				return
			}
		}
	}
}

// Stats counts the URLs of a host.
type Stats struct {
	Queued int // to be visited, now or later
	Due    int // to be visited now
	Done   int // fetched at least once
	Failed int // whose last visit failed
}

// Stats returns the counts of each host. It reads everything.
func (f *Frontier) Stats(now time.Time) (map[string]Stats, error) {
	hosts := make(map[string]Stats)
	for v, err := range f.all() {
		if err != nil {
			return nil, err
		}
		host := canonical.Host(v.URL)
		s := hosts[host]
		if v.state != never {
			s.Queued++
			if !v.Due.After(now) {
				s.Due++
			}
		}
		if v.Digest != "" {
			s.Done++
		}
		if v.Failures > 0 {
			s.Failed++
		}
		hosts[host] = s
	}
	return hosts, nil
}
