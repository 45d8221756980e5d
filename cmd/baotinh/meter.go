package main

import (
	"fmt"
	"io"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"

	"baotinh/cmd/baotinh/internal/source"
	"baotinh/cmd/baotinh/internal/terminal"
	"baotinh/pipeline"
)

// A meter shows on a terminal, in one line that overwrites itself, how far a job is. Elsewhere it shows
// nothing.
type meter struct {
	w    io.Writer
	bar  *progressbar.ProgressBar // nil: no terminal
	read func() int64             // bytes of the input read so far; nil: total unknown
}

// meter returns a meter on stderr. With --quiet it shows nothing.
func (a *app) meter() *meter {
	m := &meter{w: a.err}
	if !a.quiet && terminal.Of(a.err, terminal.Never, os.Getenv).IsTerminal() {
		m.bar = newBar(a.err, -1)
	}
	return m
}

// newBar returns a bar for total bytes of input; -1: unknown.
func newBar(w io.Writer, total int64) *progressbar.ProgressBar {
	return progressbar.NewOptions64(total,
		progressbar.OptionSetWriter(w), progressbar.OptionThrottle(200*time.Millisecond),
		progressbar.OptionClearOnFinish(), progressbar.OptionSetPredictTime(true),
		progressbar.OptionSetElapsedTime(true), progressbar.OptionSetWidth(20),
	)
}

// follow shows progress by the bytes of in that were read, which gives an estimate of the time left.
func (m *meter) follow(in *source.Input) {
	if total := in.Size(); m.bar != nil && total > 0 {
		m.bar = newBar(m.w, total)
		m.read = in.BytesRead
	}
}

func (m *meter) show(s pipeline.Stats) {
	if m.bar == nil {
		return
	}
	rate := float64(s.Pages) / m.bar.State().SecondsSince
	m.bar.Describe(fmt.Sprintf("%d pages, %d articles, %d failed, %.0f/s",
		s.Pages, s.Articles, s.Failures(), rate))
	if m.read != nil {
		_ = m.bar.Set64(m.read()) // a bar that cannot be drawn is no reason to stop
		return
	}
	_ = m.bar.Add(1)
}

// print prints a line beside the bar.
func (m *meter) print(line string) {
	if m.bar != nil {
		_ = m.bar.Clear()
	}
	fmt.Fprint(m.w, line)
}

func (m *meter) close() {
	if m.bar != nil {
		_ = m.bar.Finish()
	}
}
