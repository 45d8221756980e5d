package main

import (
	"cmp"
	"fmt"
	"io"
	"strings"
	"time"

	"baotinh/cmd/baotinh/internal/library"
	"baotinh/cmd/baotinh/internal/messages"
)

// printStatus prints a row for each newspaper.
func (r *reader) printStatus(all []library.Status) error {
	t := r.Status
	var rows [][]string
	for _, s := range all {
		rows = append(rows, []string{
			s.Newspaper, r.Number(s.New), r.Number(s.Changed), r.Number(s.Unchanged), r.Number(s.Sources),
			r.Number(s.Refused), failedCauses(t, s), heldUntil(t, s), clock(s.LastSuccess), clock(s.NextDue),
			t.State(s),
		})
	}
	_, err := io.WriteString(r, r.screen.Grid(t.Columns, true, rows))
	return err
}

// failedCauses returns "503 2, no answer 1".
func failedCauses(t *messages.Status, s library.Status) string {
	words := map[string]int{}
	for _, m := range [...]map[string]int{s.Failed, s.Absent} {
		for cause, n := range m {
			words[t.Cause(cause)] += n
		}
	}
	return cmp.Or(counts(words), "-")
}

// heldUntil returns until when a newspaper is not asked, and why.
func heldUntil(t *messages.Status, s library.Status) string {
	if s.Held.Until.IsZero() {
		return "-"
	}
	return fmt.Sprintf("%s (%s)", clock(s.Held.Until), t.Cause(s.Held.Cause))
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
