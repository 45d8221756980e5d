package main

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"baotinh/cmd/baotinh/internal/library"
	"baotinh/cmd/baotinh/internal/terminal"
	"baotinh/pipeline/news"
)

// The table of newspapers keeps to the terminal: its cells are broken into lines, and where not even that is
// enough, each newspaper is a list.
func TestStatusKeepsToTheWidth(t *testing.T) {
	day := time.Date(2026, 11, 30, 4, 5, 6, 0, news.Vietnam)
	all := []library.Status{
		{
			Newspaper: "baolangson", State: library.StateOK, New: 1204, Unchanged: 33, Sources: 12,
			LastSuccess: day, NextDue: day.Add(time.Hour), Began: day, Ended: day,
		},
		{
			Newspaper: "baoxa", State: library.StateFailing, Failed: map[string]int{"503": 2, "no answer": 1},
			Held:  news.Hold{Until: day.Add(time.Hour), Cause: "503"},
			Began: day, Ended: day, Left: 3,
		},
	}
	for _, m := range []*commandMessages{&vietnamese, &english} {
		for width := 40; width <= 160; width += 5 {
			var out bytes.Buffer
			r := newReader(m, &out, terminal.Output{Width: width, Height: 50}, "")
			if err := r.printStatus(all); err != nil {
				t.Fatal(err)
			}
			for line := range strings.Lines(out.String()) {
				if n := terminal.Width(line) - 1; n > width {
					t.Errorf("%d columns: %q has %d", width, line, n)
				}
			}
			for _, want := range []string{"baolangson", "204", "503"} {
				if !strings.Contains(out.String(), want) {
					t.Errorf("%d columns: %q is not in\n%s", width, want, &out)
				}
			}
			if width == 60 || width == 140 {
				t.Logf("%d columns:\n%s", width, &out)
			}
		}
	}
}
