package library

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"baotinh/pipeline/durable"
	"baotinh/pipeline/news"
	"baotinh/pipeline/newspaper"
)

// A Status holds the counts of the last run that was asked to crawl a newspaper, and the times that all runs
// have recorded.
type Status struct {
	Newspaper string `json:"newspaper"`
	State     State  `json:"state,omitempty"`

	// Of the last run that was to crawl the newspaper. Times are zero if there was none.
	Began     time.Time      `json:"began,omitzero"`
	Ended     time.Time      `json:"ended,omitzero"` // zero: it is under way, or was killed
	New       int            `json:"new"`            // articles, judged by their addresses
	Changed   int            `json:"changed"`        // articles that were known
	Unchanged int            `json:"unchanged"`
	Sources   int            `json:"sources"`             // feeds, sitemaps and section fronts that answered
	Refused   int            `json:"refused"`             // pages that robots.txt forbids
	Failed    map[string]int `json:"failed,omitempty"`    // by cause: "503", "no answer", "login" …
	Absent    map[string]int `json:"absent,omitempty"`    // no pages, by cause: "404", "too large" …
	Withdrawn int            `json:"withdrawn,omitempty"` // articles
	Barred    bool           `json:"barred,omitempty"`    // a page from which a crawl begins is refused
	NoSeed    bool           `json:"no_seed,omitempty"`   // a page from which a crawl begins is none
	Left      int            `json:"left"`                // visits that are due, or failed

	// Of all runs.
	Held        news.Hold `json:"held,omitzero"`          // the hold of a host that ends last
	LastVisit   time.Time `json:"last_visit,omitzero"`    // whatever came of it
	LastSuccess time.Time `json:"last_success,omitzero"`  // the last page, or answer that it has not changed
	NextDue     time.Time `json:"next_due,omitzero"`      // the first visit that may be made
	News        History   `json:"news,omitzero"`          // in the file only
	LastNews    time.Time `json:"last_news,omitzero"`     // the end of the last hour with an article
	UsualGapMS  int64     `json:"usual_gap_ms,omitempty"` // between articles; 0: not known
	Silence     Silence   `json:"silence,omitzero"`
}

// A State says in a word how the crawl of a newspaper stands.
type State string

// The states, the first that is true counts.
const (
	StateUnknown State = "unknown"     // no newspaper of this name is in the catalogue
	StateNever   State = "never-asked" // no run has crawled it
	StateRefused State = "refused"     // robots.txt forbids even the pages from which a crawl begins
	StateFailing State = "failing"     // the last run got nothing but failures, or no page to begin with
	StateSilent  State = "silent"      // nothing new for long: see Silence
	StateHeld    State = "held"        // a host asked for a pause, which lasts
	StateWaiting State = "waiting"     // the last run has not come to it, or is under way
	StateNotDue  State = "not-due"     // the last run had nothing to ask for
	StateOK      State = "ok"
)

// Succeeded reports whether the last run got something.
func (s Status) Succeeded() bool { return s.New+s.Changed+s.Unchanged+s.Sources > 0 }

// Failures returns the number of pages that failed in the last run.
func (s Status) Failures() int {
	n := 0
	for _, failed := range s.Failed {
		n += failed
	}
	return n
}

// state returns the state at a time.
func (s Status) state(now time.Time) State {
	switch {
	case s.Began.IsZero():
		return StateNever
	case s.Barred && !s.Succeeded():
		return StateRefused
	case (s.Failures() > 0 || s.NoSeed) && !s.Succeeded():
		return StateFailing
	case !s.Silence.IsZero():
		return StateSilent
	case s.Held.Until.After(now):
		return StateHeld
	case !s.Succeeded() && len(s.Absent) == 0 && (s.Left > 0 || s.Ended.IsZero()):
		return StateWaiting
	case !s.Succeeded() && len(s.Absent) == 0:
		return StateNotDue
	}
	return StateOK
}

// repairClock drops what a run has noted whose clock was ahead.
func (s *Status) repairClock(now time.Time) {
	for _, t := range [...]*time.Time{&s.LastVisit, &s.LastSuccess} {
		if t.After(now) {
			*t = time.Time{}
		}
	}
	s.News = s.News.until(now)
}

// visit counts a visit that got an answer.
func (s *Status) visit(v news.Visit, o news.Outcome, now time.Time) {
	isArticle := v.Kind == news.KindArticle
	switch {
	case o.Result != news.Fetched && o.Result != news.Unmodified:
		return
	case !isArticle:
		s.Sources++
	case o.Result == news.Unmodified:
		s.Unchanged++
	case !v.Fetched.IsZero():
		s.Changed++
	default:
		s.New++
		s.News.add(newsTime(v, o, now), now)
	}
	s.LastSuccess = now
}

// newsTime returns when an article that was just fetched for the first time was news: when it was published,
// or else when it was found where new articles stand; zero if neither is known.
func newsTime(v news.Visit, o news.Outcome, now time.Time) time.Time {
	switch {
	case !o.Published.IsZero():
		return o.Published
	case !v.FeedDate.IsZero():
		return v.FeedDate.Time
	case v.Listed:
		return now
	}
	return time.Time{}
}

// statusFile is the form of the file "status".
type statusFile struct {
	Format     int                `json:"format"`
	Newspapers map[string]*Status `json:"newspapers"`
}

const statusFormat = 1

// ErrDamagedStatus is wrapped by the errors about a file that does not say how newspapers stand.
var ErrDamagedStatus = errors.New("the file is damaged")

// statusAge is how old the file may become during a crawl: so much of the counts is lost with the process.
const statusAge = 5 * time.Second

func statusPath(dir string) string { return filepath.Join(dir, "status") }

// loadStatus reads the status of each newspaper, by key. It ignores a file of another version.
func loadStatus(dir string) (map[string]*Status, error) {
	data, err := os.ReadFile(statusPath(dir))
	if errors.Is(err, fs.ErrNotExist) {
		return map[string]*Status{}, nil
	}
	if err != nil {
		return nil, err
	}
	var file statusFile
	if err := json.Unmarshal(data, &file); err != nil {
		return nil, fmt.Errorf("%s: %w: %w", statusPath(dir), ErrDamagedStatus, err)
	}
	if file.Format != statusFormat || file.Newspapers == nil {
		return map[string]*Status{}, nil
	}
	for key, s := range file.Newspapers {
		if s == nil {
			delete(file.Newspapers, key)
		}
	}
	return file.Newspapers, nil
}

// ReadStatus returns how the crawl of newspapers stands, by their keys, from the data folder dir, which may
// be in use: of all that a crawl was to ask for. A newspaper is silent after silentGaps times its usual gap;
// 0: SilentGaps.
func ReadStatus(dir string, silentGaps float64) (map[string]Status, error) {
	if err := Exists(dir); err != nil {
		return nil, err
	}
	known, err := loadStatus(dir)
	if err != nil {
		return nil, err
	}
	all := map[string]Status{}
	for key, s := range known {
		all[key] = s.at(time.Now(), silentGaps)
	}
	return all, nil
}

// at returns a copy of s with what depends on the time and on the patience with silence, in place of the
// history.
func (s *Status) at(now time.Time, silentGaps float64) Status {
	c := *s
	c.Failed, c.Absent = maps.Clone(s.Failed), maps.Clone(s.Absent)
	c.LastNews, c.UsualGapMS = c.News.Last(), c.News.UsualGap().Milliseconds()
	c.Silence = c.News.silence(c.LastVisit, silentGaps)
	c.News = History{}
	if !c.Held.Until.After(now) {
		c.Held = news.Hold{}
	}
	c.State = c.state(now)
	return c
}

// A statuses counts what a crawl does to each newspaper, and keeps it in a file. Its methods may be called
// concurrently.
type statuses struct {
	dir        string
	silentGaps float64

	mu      sync.Mutex // guards the following
	all     map[string]*Status
	asked   []string                     // keys of the newspapers of this job, in their order
	failed  map[string]map[string]string // by key: URL → cause, of the visits that failed last
	refused map[string]map[string]bool   // by key: URLs
	written time.Time
}

// newStatuses returns the statuses of a data folder. If its file cannot be read they begin anew, which loses
// history but no page.
func newStatuses(dir string) *statuses {
	all, err := loadStatus(dir)
	if err != nil {
		all = map[string]*Status{}
	}
	return &statuses{
		dir: dir, all: all, failed: map[string]map[string]string{}, refused: map[string]map[string]bool{},
	}
}

// begin begins a crawl of newspapers. What the job has done for them in the last day counts on.
func (t *statuses) begin(newspapers []*newspaper.Newspaper, silentGaps float64) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.silentGaps = silentGaps
	for _, n := range newspapers {
		s := t.all[n.Key]
		if s == nil {
			s = &Status{Newspaper: n.Key}
			t.all[n.Key] = s
		}
		s.Ended = time.Time{}
		switch known := slices.Contains(t.asked, n.Key); {
		case known && time.Since(s.Began) < countsTime:
			continue
		case !known:
			t.asked = append(t.asked, n.Key)
		}
		delete(t.failed, n.Key)
		delete(t.refused, n.Key)
		*s = Status{
			Newspaper: n.Key, Began: time.Now(), Held: s.Held, LastVisit: s.LastVisit,
			LastSuccess: s.LastSuccess, NextDue: s.NextDue, News: s.News,
		}
		s.repairClock(time.Now())
	}
	return t.write()
}

// visited counts a visit.
func (t *statuses) visited(v news.Visit, o news.Outcome, err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	s := t.all[v.Newspaper]
	if s == nil {
		return // a newspaper that this crawl is not to crawl
	}
	if o.Result == news.Held {
		return // nothing was asked
	}
	now := time.Now()
	if o.Result != news.Denied {
		s.LastVisit = now
	}
	s.visit(v, o, now)
	delete(t.failed[s.Newspaper], v.URL)
	delete(t.refused[s.Newspaper], v.URL)
	switch o.Result {
	case news.Denied:
		put(t.refused, s.Newspaper, v.URL, true)
		s.Barred = s.Barred || v.Seed
	case news.Failed, news.Walled:
		put(t.failed, s.Newspaper, v.URL, causeOf(o, err))
	case news.Gone, news.Missing, news.Unwanted:
		if o.Withdrawn {
			s.Withdrawn++
		}
		s.NoSeed = s.NoSeed || v.Seed
		increment(&s.Absent, causeOf(o, err))
	}
	if time.Since(t.written) >= statusAge {
		_ = t.write() // the write at the end says whether it can be written
	}
}

// put puts a value into a map of maps.
func put[V any](maps map[string]map[string]V, key, url string, value V) {
	if maps[key] == nil {
		maps[key] = map[string]V{}
	}
	maps[key][url] = value
}

// increment adds 1 to an entry of a map, which may be nil.
func increment(m *map[string]int, key string) {
	if *m == nil {
		*m = map[string]int{}
	}
	(*m)[key]++
}

// end ends a crawl: what is waiting is left, due tells when each newspaper's first visit is due, and hold
// returns the hold of a host.
func (t *statuses) end(
	waiting []news.Waiting, due map[string]time.Time, hold func(host string) news.Hold,
) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	now := time.Now()
	for _, key := range t.asked {
		s := t.all[key]
		s.Ended, s.NextDue, s.Left, s.Held = now, due[key], 0, news.Hold{}
		for _, w := range waiting {
			if w.Newspaper != key {
				continue
			}
			s.Left += w.Visits
			if h := hold(w.Host); h.Until.After(s.Held.Until) {
				s.Held = h
			}
		}
	}
	return t.write()
}

// write replaces the file. The caller holds mu.
func (t *statuses) write() error {
	t.written = time.Now()
	for _, key := range t.asked {
		s := t.all[key]
		s.Refused, s.Failed = len(t.refused[key]), nil
		for _, cause := range t.failed[key] {
			increment(&s.Failed, cause)
		}
		s.Silence, s.State = Silence{}, ""
	}
	data, err := json.MarshalIndent(statusFile{statusFormat, t.all}, "", "\t")
	if err != nil {
		return err
	}
	return durable.WriteFile(statusPath(t.dir), data, 0o666)
}

// ofJob returns how the newspapers of this job stand, in their order.
func (t *statuses) ofJob() []Status {
	t.mu.Lock()
	defer t.mu.Unlock()
	var all []Status
	for _, key := range t.asked {
		all = append(all, t.all[key].at(time.Now(), t.silentGaps))
	}
	return all
}
