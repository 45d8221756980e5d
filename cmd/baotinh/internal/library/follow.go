package library

import (
	"context"
	"errors"
	"time"

	"baotinh/pipeline/news"
)

// The rounds of Follow.
const (
	roundTime  = 10 * time.Minute // of one: then its articles are on disk, and can be searched
	leastRest  = time.Second      // between two
	mostRest   = time.Hour        // between two; the next due visit is looked up again then
	countsTime = 24 * time.Hour   // after which the counts of a newspaper begin anew
)

// Follow crawls as Crawl does, and then whatever becomes due, until c.Stop is closed, which ends it when the
// visits under way have ended, or until c.MaxTime is over. Limit and MaxPages bound all visits together.
func (j *Job) Follow(ctx context.Context, c Crawl) error { return j.follow(ctx, c, j.crawlRound) }

// FollowArchive is Follow without indexing.
func (j *Job) FollowArchive(ctx context.Context, c Crawl) error { return j.follow(ctx, c, j.Archive) }

// crawlRound crawls. Once a day it also compacts the index and saves the profiles of the hosts.
func (j *Job) crawlRound(ctx context.Context, c Crawl) error {
	err := j.Crawl(ctx, c)
	if err == nil && time.Since(j.compacted) >= countsTime {
		j.compacted = time.Now()
		err = errors.Join(j.Compact(ctx), j.saveProfiles())
	}
	return err
}

func (j *Job) follow(ctx context.Context, c Crawl, round func(context.Context, Crawl) error) error {
	began, whole, limit, pages := time.Now(), c.MaxTime, c.Limit, c.MaxPages
	over := func() bool {
		return isClosed(c.Stop) || whole > 0 && time.Since(began) >= whole ||
			limit > 0 && j.made() >= limit || pages > 0 && j.visits[news.Fetched] >= pages
	}
	for {
		c.MaxTime = roundTime
		if whole > 0 {
			c.MaxTime = min(roundTime, whole-time.Since(began))
		}
		if limit > 0 {
			c.Limit = limit - j.made()
		}
		if pages > 0 {
			c.MaxPages = pages - j.visits[news.Fetched]
		}
		if err := round(ctx, c); err != nil || over() {
			return err
		}
		if err := j.Mirror(ctx); err != nil {
			return err
		}
		c.Sources = WhenDue // the first round has asked for all
		rest := j.rest()
		if whole > 0 {
			rest = min(rest, max(0, whole-time.Since(began)))
		}
		if err := sleep(ctx, rest, c.Stop); err != nil || over() {
			return err
		}
	}
}

// made returns the number of visits with a request.
func (j *Job) made() int {
	n := 0
	for result, visits := range j.visits {
		if result != news.Denied && result != news.Held {
			n += visits
		}
	}
	return n
}

// rest returns the time until the first visit is due.
func (j *Job) rest() time.Duration {
	rest := mostRest
	for _, s := range j.statuses.ofJob() {
		if !s.NextDue.IsZero() {
			rest = min(rest, time.Until(s.NextDue))
		}
	}
	return max(rest, leastRest)
}

// sleep waits for d, or until stop is closed.
func sleep(ctx context.Context, d time.Duration, stop <-chan struct{}) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-stop:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

func isClosed(c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}
