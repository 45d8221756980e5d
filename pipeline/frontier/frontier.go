// Package frontier decides which URL a crawl visits next. It stores every URL that was found, the result of
// its last visit and the time of the next, in a file that survives a crash.
//
// [Open] opens the file. [Frontier.Add] adds links, [Frontier.Next] chooses a visit, and [Frontier.Done]
// records how it ended and schedules the next one. Every host has a queue of its own (the back queues of the
// crawler Mercator), and at most one visit to a host is under way, so that politeness needs no other lock.
//
// All calls between two calls of [Frontier.Commit] are one transaction. It is stored together with the
// position in the archive that it covers. When a process is killed, the frontier is as it was at the last
// Commit, and [Frontier.Record] adds the pages that were archived after that position.
package frontier

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"slices"
	"sync"
	"time"

	"go.etcd.io/bbolt"

	"baotinh/pipeline/canonical"
	"baotinh/pipeline/news"
)

// ErrInUse is wrapped by the error of Open if another process has the frontier open.
var ErrInUse = errors.New("in use by another process")

// The buckets of the file.
var (
	bucketVisits = []byte("numbered") // number of the URL → URL: length as uvarint, bytes; visit.append
	bucketQueue  = []byte("queue")    // see backQueue; the values are empty
	bucketCounts = []byte("counts")   // host 0 newspaper 0 kind → number of visits, without seeds
	bucketBodies = []byte("bodies")   // digest of a page without URL → empty
	bucketRobots = []byte("robots")   // origin → page in JSON
	bucketHolds  = []byte("holds")    // host → hold in JSON
	bucketSeen   = []byte("seen")     // number of a URL → fingerprints, see maxIndexed
	bucketRuns   = []byte("runs")     // see maxIndexed
	bucketMeta   = []byte("meta")     // "format", "position", "clock"
)

var allBuckets = [...][]byte{
	bucketVisits, bucketQueue, bucketCounts, bucketBodies, bucketRobots, bucketHolds, bucketSeen, bucketRuns,
	bucketMeta,
}

// appended is how full the pages of a bucket become whose keys grow: not to the brim, because the records of
// visits grow, too.
const appended = 0.9

// A Frontier is open for one process and one goroutine; only Robots, SetRobots, Hold and SetHold may be
// called concurrently.
type Frontier struct {
	db *bbolt.DB

	// One write transaction is always open, so that reads see earlier writes; Commit makes them durable.
	tx                                  *bbolt.Tx
	visits, queue, counts, bodies, meta *bbolt.Bucket

	backQueues []*backQueue    // sorted by prefix
	nextQueue  int             // index of the back queue that Next asks first
	busy       map[string]bool // hosts with a visit under way
	only       map[string]bool // newspapers; nil: all
	patience   time.Duration   // see SetPatience
	lastCommit time.Time       // before Open
	dates      dateRange       // see SetRange
	traps      map[trapKey]*news.Obstacle

	index      urlIndex // of the URLs in visits
	maxIndexed int      // see there
	added      []uint64 // fingerprints of URLs that are not committed yet, in the order of their numbers
	last       uint32   // number of a URL
	runs       []uint32 // of the index

	mu       sync.Mutex
	robots   map[string]*news.Page // guarded by mu; by origin, not committed yet
	holds    map[string]news.Hold  // guarded by mu; by host, all
	heldAnew map[string]struct{}   // guarded by mu; hosts whose holds are not committed yet
	newRules map[string]struct{}   // guarded by mu; hosts whose robots.txt has changed
}

// Open opens the frontier in a file and creates the file if it does not exist. It waits up to a second for
// another process to close it.
func Open(path string) (*Frontier, error) {
	db, err := openFile(path)
	if err != nil {
		return nil, err
	}
	f := &Frontier{
		db:         db,
		busy:       make(map[string]bool),
		patience:   defaultPatience,
		traps:      make(map[trapKey]*news.Obstacle),
		robots:     make(map[string]*news.Page),
		heldAnew:   make(map[string]struct{}),
		newRules:   make(map[string]struct{}),
		maxIndexed: maxIndexed,
	}
	if err := f.init(); err != nil {
		if !errors.Is(err, ErrDamaged) {
			err = fmt.Errorf("frontier %s: %w", path, err)
		}
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

// init creates missing buckets, checks the format and loads the back queues.
func (f *Frontier) init() (err error) {
	defer f.guard(&err)()
	old := false
	err = f.db.Update(func(tx *bbolt.Tx) error {
		for _, name := range allBuckets {
			if _, err := tx.CreateBucketIfNotExists(name); err != nil {
				return err
			}
		}
		meta := tx.Bucket(bucketMeta)
		switch got := meta.Get(keyFormat); {
		case got == nil:
			return meta.Put(keyFormat, []byte(format))
		case slices.Contains(oldFormats, string(got)):
			old = true
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
	if old {
		if err := f.convert(); err != nil {
			return err
		}
	}
	if err := cmp.Or(f.loadBackQueues(), f.loadHolds()); err != nil {
		return err
	}
	f.loadIndex()
	f.releaseMapping()
	f.lastCommit = f.getClock()
	return f.repairClock(time.Now())
}

// begin opens the next transaction.
func (f *Frontier) begin() error {
	tx, err := f.db.Begin(true)
	if err != nil {
		return err
	}
	f.tx = tx
	f.visits, f.queue, f.counts = tx.Bucket(bucketVisits), tx.Bucket(bucketQueue), tx.Bucket(bucketCounts)
	f.bodies, f.meta = tx.Bucket(bucketBodies), tx.Bucket(bucketMeta)
	f.visits.FillPercent = appended
	return nil
}

// Commit writes all changes since the last Commit, together with the position in the archive that they cover.
// On error it writes nothing and drops the changes.
func (f *Frontier) Commit(archived news.Position) (err error) {
	defer f.guard(&err)()
	err = f.commit(archived)
	if err != nil {
		return errors.Join(fmt.Errorf("frontier: %w", err), f.rollback())
	}
	if err := f.begin(); err != nil {
		return err
	}
	f.releaseMapping()
	return nil
}

func (f *Frontier) commit(archived news.Position) error {
	position, err := json.Marshal(archived)
	if err != nil {
		return err
	}
	if err := f.meta.Put([]byte("position"), position); err != nil {
		return err
	}
	if err := f.putClock(time.Now()); err != nil {
		return err
	}
	if err := cmp.Or(f.flushHolds(), f.flushIndex()); err != nil {
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

// rollback returns to the state of the last Commit.
func (f *Frontier) rollback() error {
	f.tx.Rollback() // its error says only that the commit has closed the transaction
	if err := f.begin(); err != nil {
		return err
	}
	f.loadIndex()
	f.backQueues = nil
	return f.loadBackQueues()
}

// Position returns the position in the archive that the last Commit was given. Pages after it are unknown to
// the frontier.
func (f *Frontier) Position() news.Position {
	var p news.Position
	json.Unmarshal(f.meta.Get([]byte("position")), &p) // p stays zero if nothing is stored
	return p
}

// Close closes the frontier. It drops changes since the last Commit.
func (f *Frontier) Close() error {
	if f.tx != nil {
		tx := f.tx
		if f.tx = nil; !rollbackGuarded(tx) {
			return nil // its lock would hold Close for ever; the process will end
		}
	}
	return f.db.Close()
}

// Add adds the links whose URLs are new, due at once, and returns their number. For a known URL it keeps the
// kind that a crawl prefers and the more precise feed date.
func (f *Frontier) Add(links []news.Link) (added int, err error) {
	defer f.guard(&err)()
	now := time.Now() // of all, so that they stay in their order
	for _, link := range links {
		if f.isSeen(link.URL) && link.FeedDate.IsZero() && link.Kind == news.KindArticle && !link.Listed {
			continue // the link tells nothing new
		}
		isNew, err := f.add(link, now)
		if err != nil {
			return added, fmt.Errorf("frontier: %s: %w", link.URL, err)
		}
		if isNew {
			added++
		}
	}
	return added, nil
}

func (f *Frontier) add(link news.Link, now time.Time) (bool, error) {
	v, known, err := f.get(link.URL)
	if err != nil {
		return false, err
	}
	if link.FeedDate.Time.After(now.Add(maxAhead)) {
		link.FeedDate = news.Date{} // a mistake, which would come first for ever
	}
	if !known {
		v = &visit{Visit: news.Visit{Link: link, Due: now}, state: ready}
		if f.isTrap(v) {
			return false, nil
		}
		if v.isSource() && !v.Seed {
			if err := f.addSource(v); err != nil {
				return false, err
			}
		}
		return true, f.put(v, nil)
	}

	old := *v
	if link.Kind < v.Kind {
		v.Kind = link.Kind
	}
	if link.Kind == news.KindArchive {
		if v.isStale(now) {
			v.state, v.Due = ready, now
			if v.Kind == news.KindArchive {
				v.FeedDate = link.FeedDate
			}
		}
	} else if v.state == retired && v.isSource() { // read from a file, or retired by an older version
		v.state, v.Due = ready, now
	}
	if link.Seed && !v.Seed {
		v.Seed = true
		if latest := now.Add(maxSeedInterval); v.Due.After(latest) {
			v.Due = latest
		}
	}
	v.Listed = v.Listed || link.Listed
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

// maxAhead is by how much the date that a feed gives may lie in the future: a day, for a wrong zone.
const maxAhead = 24 * time.Hour

// Recorded reports whether the page archived last for a URL has this digest.
func (f *Frontier) Recorded(url, digest string) bool {
	var err error // of a damaged file, which Record will meet
	defer f.guard(&err)()
	if url == "" {
		return f.bodies.Get([]byte(digest)) != nil
	}
	v, known, err := f.get(url)
	return err == nil && known && v.Digest == digest
}

// Record notes that the archive has the page. A fetched page is scheduled as if its visit had just ended; an
// article that was read from a file is retired. To record a page twice changes nothing.
func (f *Frontier) Record(p *news.Page) (err error) {
	defer f.guard(&err)()
	if p.URL == "" {
		return f.bodies.Put([]byte(p.Digest()), []byte{})
	}
	v, known, err := f.get(p.URL)
	if err != nil {
		return fmt.Errorf("frontier: %s: %w", p.URL, err)
	}
	if p.Status >= 400 {
		return f.recordWithdrawal(p, v, known)
	}
	digest := p.Digest()
	fetched := p.Fetched.Truncate(time.Millisecond) // the precision that is stored
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
		v.recordFetch(p, fetched, change(digest != v.Digest))
	} else {
		v.Digest, v.Capture = digest, p.Capture
		if v.Kind == news.KindArticle {
			v.state = retired
		}
	}
	if err := f.put(v, old); err != nil {
		return fmt.Errorf("frontier: %s: %w", p.URL, err)
	}
	return nil
}

// recordWithdrawal notes an answer in the archive that withdraws an article, as the end of its visit does,
// which was not committed.
func (f *Frontier) recordWithdrawal(p *news.Page, v *visit, known bool) error {
	if !known || v.Digest == "" {
		return nil
	}
	old := *v
	o := news.Outcome{URL: p.URL, Result: news.Gone, Page: p, Withdrawn: true}
	if p.Status != 410 {
		o.Result = news.Missing
		v.last, v.Failures = news.Missing, max(1, v.Failures)
	}
	v.applyOutcome(o, p.Fetched)
	if err := f.put(v, &old); err != nil {
		return fmt.Errorf("frontier: %s: %w", p.URL, err)
	}
	return nil
}

// Only restricts Next and Revisit to the newspapers with these keys. Without keys it lifts the restriction.
func (f *Frontier) Only(newspapers ...string) {
	f.only = nil
	for _, key := range newspapers {
		if f.only == nil {
			f.only = make(map[string]bool)
		}
		f.only[key] = true
	}
}

// Next returns the best visit that is due, to a host that is ready and has no visit under way. The hosts
// take turns (round robin); within a host the pages that the catalogue names come first, then articles, the
// newest first, and other pages in turn. If no visit is due, Next returns how long to wait for the next
// that is worth it: one to a host that is not ready yet, or that failed or is on hold for no longer than
// the patience of SetPatience; 0 means that there is none, unless a visit under way adds one. A visit is
// under way until Done, or until the process ends.
func (f *Frontier) Next(
	now time.Time, isReady func(host string) time.Time,
) (_ news.Visit, wait time.Duration, ok bool, err error) {
	defer f.guard(&err)()
	var soonest time.Time
	if err := f.reconsider(now); err != nil {
		return news.Visit{}, 0, false, fmt.Errorf("frontier: %w", err)
	}
	for i := range f.backQueues {
		turn := (f.nextQueue + i) % len(f.backQueues)
		q := f.backQueues[turn]
		if f.busy[q.host] || f.only != nil && !f.only[q.newspaper] {
			continue
		}
		at, err := f.nextDue(q, now)
		if err != nil {
			return news.Visit{}, 0, false, fmt.Errorf("frontier: %w", err)
		}
		if at.IsZero() {
			continue
		}
		free, worth := f.free(q.host, now, isReady)
		if !worth {
			continue
		}
		if free.After(at) {
			at = free
		}
		if at.After(now) {
			if soonest.IsZero() || at.Before(soonest) {
				soonest = at
			}
			continue
		}

		v, err := f.head(q)
		if err != nil {
			return news.Visit{}, 0, false, fmt.Errorf("frontier: %w", err)
		}
		f.nextQueue = turn + 1
		f.busy[q.host] = true
		next := v.Visit
		next.WasMissing = v.last == news.Missing
		return next, 0, true, nil
	}
	if soonest.IsZero() {
		return news.Visit{}, 0, false, nil
	}
	return news.Visit{}, soonest.Sub(now), false, nil
}

// maxPause is the longest pause between two requests to a host that a crawl sits out. A host that asks for a
// longer one is visited once in a run.
const maxPause = 5 * time.Minute

// free returns when a host may be asked, and whether that is worth waiting for.
func (f *Frontier) free(host string, now time.Time, isReady func(string) time.Time) (time.Time, bool) {
	pause := isReady(host)
	worth := pause.Sub(now) <= maxPause
	hold := f.Hold(host)
	if !hold.Until.After(now) {
		return pause, worth
	}
	longest := f.patience
	if hold.Cause == news.HoldCrawlDelay {
		longest = maxPause
	}
	if hold.Until.After(pause) {
		pause = hold.Until
	}
	return pause, pause.Sub(now) <= longest
}

// Done ends a visit and schedules the next.
func (f *Frontier) Done(o news.Outcome) (err error) {
	defer f.guard(&err)()
	delete(f.busy, canonical.Host(o.URL))
	v, known, err := f.get(o.URL)
	if err != nil {
		return fmt.Errorf("frontier: %s: %w", o.URL, err)
	}
	if !known {
		return fmt.Errorf("frontier: %s: unknown", o.URL)
	}
	old := *v
	v.applyOutcome(o, time.Now())
	if err := f.put(v, &old); err != nil {
		return fmt.Errorf("frontier: %s: %w", o.URL, err)
	}
	if o.Result == news.Fetched && o.Page.FinalURL != "" && o.Page.FinalURL != o.URL {
		return f.retireTarget(o.Page.FinalURL, v.Newspaper)
	}
	return nil
}

// retireTarget retires the article that a redirect led to: it has just been fetched.
func (f *Frontier) retireTarget(url, newspaper string) error {
	v, known, err := f.get(url)
	if err == nil && !known {
		link := news.Link{URL: url, Kind: news.KindArticle, Newspaper: newspaper}
		err = f.put(&visit{Visit: news.Visit{Link: link}}, nil)
	} else if err == nil && v.Kind == news.KindArticle && v.Fetched.IsZero() && v.state != retired {
		old := *v
		v.state = retired
		err = f.put(v, &old)
	}
	if err != nil {
		return fmt.Errorf("frontier: %s: %w", url, err)
	}
	return nil
}

// Revisit makes the feeds, sitemaps and section fronts of the newspapers that Only names due at once,
// whenever they were visited last. It reads all visits that wait.
func (f *Frontier) Revisit() (err error) {
	defer f.guard(&err)()
	for _, q := range f.backQueues {
		if f.only != nil && !f.only[q.newspaper] {
			continue
		}
		sources, err := f.waitingSources(q)
		if err != nil {
			return fmt.Errorf("frontier: %w", err)
		}
		for _, old := range sources {
			v := *old
			v.state = ready
			if err := f.put(&v, old); err != nil {
				return fmt.Errorf("frontier: %s: %w", v.URL, err)
			}
		}
	}
	return nil
}

// waitingSources returns the feeds, sitemaps and section fronts of q that are not due yet.
func (f *Frontier) waitingSources(q *backQueue) (sources []*visit, err error) {
	for _, s := range [...]state{retry, revisit} {
		for key := range f.keys(q, s) {
			v, err := f.visitAt(q, key)
			if err != nil {
				return nil, err
			}
			if v.isSource() {
				sources = append(sources, v)
			}
		}
	}
	return sources, nil
}

// Visits returns all visits in the order in which their URLs were found. The frontier must not be changed
// during the iteration.
func (f *Frontier) Visits() iter.Seq2[news.Visit, error] {
	return func(yield func(news.Visit, error) bool) {
		for v, err := range f.all() {
			if !yield(v.Visit, err) {
				return
			}
		}
	}
}

// all returns all visits in the order of their numbers.
func (f *Frontier) all() iter.Seq2[visit, error] {
	return func(yield func(visit, error) bool) {
		c := f.visits.Cursor()
		for move := c.First; ; move = c.Next {
			key, value, err := f.step(move)
			if err != nil {
				yield(visit{}, err)
				return
			}
			if key == nil {
				return
			}
			v, err := decodeValue(key, value)
			if err != nil {
				err = fmt.Errorf("frontier: %w", err)
				v = &visit{}
			}
			if !yield(*v, err) {
				return
			}
		}
	}
}
