package library

import (
	"maps"
	"sync"
	"time"

	"baotinh/pipeline"
	"baotinh/pipeline/fetch"
	"baotinh/pipeline/news"
)

// Metrics are what a job has done so far, for whoever watches it. Numbers but those of the queue only grow.
type Metrics struct {
	UptimeMS  int64          `json:"uptime_ms"`
	Pages     int            `json:"pages"`    // archived, or read
	Articles  int            `json:"articles"` // indexed
	NoArticle int            `json:"no_article"`
	Failed    map[string]int `json:"failed,omitempty"` // pages by stage
	Visits    map[string]int `json:"visits,omitempty"` // by result

	Requests     int64 `json:"requests"` // those for robots.txt and redirects among them
	FetchedBytes int64 `json:"fetched_bytes"`
	Waits        int64 `json:"waits"` // requests that waited for politeness
	WaitedMS     int64 `json:"waited_ms"`

	LastVisit time.Time `json:"last_visit,omitzero"`
	NextDue   time.Time `json:"next_due,omitzero"` // of a crawl that rests: when the first visit is due

	Newspapers []Status `json:"newspapers,omitempty"` // that are crawled
}

// A gauge holds the numbers that Metrics are made of. Its methods may be called concurrently.
type gauge struct {
	mu     sync.Mutex // guards the following
	stats  pipeline.Stats
	visits map[news.Result]int
	last   time.Time
	client *fetch.Client
}

func (g *gauge) setStats(s pipeline.Stats) {
	g.mu.Lock()
	defer g.mu.Unlock()
	s.Failed = maps.Clone(s.Failed)
	g.stats = s
}

func (g *gauge) visited(r news.Result) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.visits == nil {
		g.visits = map[news.Result]int{}
	}
	g.visits[r]++
	g.last = time.Now()
}

func (g *gauge) setClient(c *fetch.Client) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.client = c
}

// Metrics returns what the job has done so far. It may be called concurrently with the job's other methods.
func (j *Job) Metrics() Metrics {
	j.gauge.mu.Lock()
	defer j.gauge.mu.Unlock()
	g := &j.gauge
	m := Metrics{
		UptimeMS: time.Since(j.began).Milliseconds(),
		Pages:    g.stats.Pages, Articles: g.stats.Articles, NoArticle: g.stats.NoArticle,
		Failed: maps.Clone(g.stats.Failed), LastVisit: g.last,
		Newspapers: j.statuses.ofJob(),
	}
	for result, n := range g.visits {
		if m.Visits == nil {
			m.Visits = map[string]int{}
		}
		m.Visits[result.String()] = n
	}
	if g.client != nil {
		s := g.client.Stats()
		m.Requests, m.FetchedBytes = s.Requests, s.Bytes
		m.Waits, m.WaitedMS = s.Waits, s.Waited.Milliseconds()
	}
	for _, s := range m.Newspapers {
		if s.Ended.IsZero() {
			m.NextDue = time.Time{} // a crawl is under way
			break
		}
		if m.NextDue.IsZero() || !s.NextDue.IsZero() && s.NextDue.Before(m.NextDue) {
			m.NextDue = s.NextDue
		}
	}
	return m
}
