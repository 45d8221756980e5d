package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"sync"
	"time"

	"baotinh/cmd/baotinh/internal/library"
)

// log returns the logger of --log-json, or of -v; without them, one that says nothing.
func (a *app) log() *slog.Logger {
	switch {
	case a.json != nil:
		return a.json
	case a.verbose:
		return slog.New(slog.NewTextHandler(a.err, nil))
	}
	return slog.New(slog.DiscardHandler)
}

// useJSON makes all that the command says to people on stderr lines of JSON.
func (a *app) useJSON() {
	if a.logJSON && a.json == nil {
		a.json = slog.New(slog.NewJSONHandler(a.err, nil))
		a.err = &lineLogger{log: a.json}
	}
}

// talk returns where the command says what is no error: nowhere with --quiet.
func (a *app) talk() io.Writer {
	if a.quiet {
		return io.Discard
	}
	return a.err
}

// A lineLogger logs each line that is written to it: one that begins with the name of the program as a
// warning. It may be used concurrently.
type lineLogger struct {
	log *slog.Logger

	mu   sync.Mutex
	rest []byte // guarded by mu: of a line that is not whole yet
}

// Write logs the lines in p that are whole.
func (l *lineLogger) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.rest = append(l.rest, p...)
	for {
		line, rest, whole := bytes.Cut(l.rest, []byte("\n"))
		if !whole {
			return len(p), nil
		}
		l.rest = bytes.Clone(rest)
		text, isComplaint := strings.CutPrefix(string(line), "baotinh: ")
		switch {
		case strings.TrimSpace(text) == "":
		case isComplaint:
			l.log.Warn(text)
		default:
			l.log.Info(text)
		}
	}
}

// logSummary logs what a job did: a record for each newspaper, for each obstacle, for what is left of each
// host, and one for the whole.
func logSummary(log *slog.Logger, s library.Summary) {
	for _, n := range s.Newspapers {
		logStatus(log, n)
	}
	for _, o := range s.Obstacles {
		log.Info("obstacle", "newspaper", o.Newspaper, "obstacle", o)
	}
	for _, w := range s.Waiting {
		log.Info("left", "newspaper", w.Newspaper, "waiting", w)
	}
	s.Newspapers, s.Obstacles, s.Waiting = nil, nil, nil
	log.Info("summary", "summary", s)
}

// logStatus logs how a newspaper stands, as a warning if somebody should look.
func logStatus(log *slog.Logger, s library.Status) {
	level := slog.LevelInfo
	switch s.State {
	case library.StateUnknown, library.StateRefused, library.StateFailing, library.StateSilent:
		level = slog.LevelWarn
	}
	log.Log(context.Background(), level, "newspaper", "newspaper", s.Newspaper, "state", s.State, "status", s)
}

// heartbeatTime is the time between two signs of life of a job.
const heartbeatTime = time.Minute

// heartbeat calls beat once a minute until ctx ends.
func heartbeat(ctx context.Context, beat func()) {
	ticker := time.NewTicker(heartbeatTime)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			beat()
		}
	}
}

// sayAlive writes a sign of life.
func (a *app) sayAlive(m library.Metrics) {
	if a.json != nil {
		m.Newspapers = nil
		a.json.Info("alive", "metrics", m)
		return
	}
	fmt.Fprintln(a.err, aliveLine(m, time.Now()))
}

// aliveLine returns "alive: 12m0s; visits: fetched 310, unmodified 40; 310 pages, 290 articles, 2 failed;
// last visit 3s ago".
func aliveLine(m library.Metrics, now time.Time) string {
	var b strings.Builder
	fmt.Fprintf(&b, "alive: %v; ", (time.Duration(m.UptimeMS) * time.Millisecond).Round(time.Second))
	if len(m.Visits) > 0 {
		fmt.Fprintf(&b, "visits: %s; ", counts(m.Visits))
	}
	fmt.Fprintf(&b, "%s, %s", number(m.Pages, "page"), number(m.Articles, "article"))
	failed := 0
	for _, n := range m.Failed {
		failed += n
	}
	if failed > 0 {
		fmt.Fprintf(&b, ", %d failed", failed)
	}
	if !m.LastVisit.IsZero() {
		fmt.Fprintf(&b, "; last visit %v ago", now.Sub(m.LastVisit).Round(time.Second))
	}
	if !m.NextDue.IsZero() {
		fmt.Fprintf(&b, "; next due %s", clock(m.NextDue))
	}
	return b.String()
}

// startHeartbeat begins the signs of life of a job, unless a terminal shows its progress, or with
// --quiet. The result ends them.
func (a *app) startHeartbeat(d display, job *library.Job) (stop func()) {
	if d.meter.bar != nil || a.quiet {
		return func() {}
	}
	ctx, cancel := context.WithCancel(context.Background())
	var wg sync.WaitGroup
	wg.Go(func() { heartbeat(ctx, func() { a.sayAlive(job.Metrics()) }) })
	return func() {
		cancel()
		wg.Wait()
	}
}
