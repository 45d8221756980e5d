package main

import (
	"cmp"
	"fmt"
	"io"
	"strings"
	"time"

	"baotinh/cmd/baotinh/internal/library"
)

// printStatus prints a row for each newspaper.
func (r *reader) printStatus(all []library.Status) error {
	t := r.status
	var rows [][]string
	for _, s := range all {
		rows = append(rows, []string{
			s.Newspaper, r.number(s.New), r.number(s.Changed), r.number(s.Unchanged), r.number(s.Sources),
			r.number(s.Refused), t.failed(s), t.held(s), clock(s.LastSuccess), clock(s.NextDue), t.state(s),
		})
	}
	_, err := io.WriteString(r, r.screen.Grid(t.columns, true, rows))
	return err
}

// failed returns "503 2, no answer 1".
func (t *statusMessages) failed(s library.Status) string {
	words := map[string]int{}
	for _, m := range [...]map[string]int{s.Failed, s.Absent} {
		for cause, n := range m {
			words[t.cause(cause)] += n
		}
	}
	return cmp.Or(counts(words), "-")
}

// cause returns a cause in the language of t.
func (t *statusMessages) cause(cause string) string {
	return cmp.Or(t.causes[cause], cause)
}

func (t *statusMessages) held(s library.Status) string {
	if s.Held.Until.IsZero() {
		return "-"
	}
	return fmt.Sprintf("%s (%s)", clock(s.Held.Until), t.cause(s.Held.Cause))
}

// state returns the state of a newspaper and what else an operator must know.
func (t *statusMessages) state(s library.Status) string {
	words := []string{cmp.Or(t.states[s.State], string(s.State))}
	if !s.Silence.IsZero() {
		silent := t.silence(s.Silence)
		if words = append(words, silent); s.State == library.StateSilent {
			words = []string{silent}
		}
	}
	if s.Ended.IsZero() && !s.Began.IsZero() {
		words = append(words, t.running)
	}
	if s.Left > 0 {
		words = append(words, fmt.Sprintf(t.left, s.Left))
	}
	return strings.Join(words, "; ")
}

// silence returns "nothing new for 12d (usual gap 5h0m)".
func (t *statusMessages) silence(s library.Silence) string {
	return strings.NewReplacer("{lasted}", t.duration(s.Lasted()), "{usual}", t.duration(s.UsualGap())).
		Replace(t.silent)
}

// duration returns "3d" from two days on, "5h20m" below.
func (t *statusMessages) duration(d time.Duration) string {
	if d >= 2*aDay {
		return fmt.Sprintf("%d%s", d/aDay, t.day)
	}
	return strings.TrimSuffix(d.Round(time.Minute).String(), "0s")
}

// clock returns a time of this machine's zone to the second, "-" for the zero time.
func clock(t time.Time) string {
	if t.IsZero() {
		return "-"
	}
	return t.Local().Format(time.DateTime)
}

// silentLine says which newspapers are silent, or nothing.
func silentLine(all []library.Status) string {
	var names []string
	for _, s := range all {
		if !s.Silence.IsZero() {
			names = append(names, s.Newspaper)
		}
	}
	if names == nil {
		return ""
	}
	return "; silent: " + strings.Join(names, ", ")
}
