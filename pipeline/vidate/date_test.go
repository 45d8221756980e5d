package vidate

import (
	"errors"
	"os"
	"strings"
	"testing"
	"time"
)

// TestParseTable holds every row of testdata/dates.tsv. Hour and quarter are no precisions of news.Date: they
// are the minute and the month.
func TestParseTable(t *testing.T) {
	data, err := os.ReadFile("testdata/dates.tsv")
	if err != nil {
		t.Fatal(err)
	}
	coarser := map[string]string{"hour": "minute", "quarter": "month"}
	for line := range strings.Lines(string(data)) {
		row := strings.Split(strings.TrimRight(line, "\n"), "\t")
		if row[0] == "input" {
			continue
		}
		ref, err := time.Parse(time.RFC3339, row[1])
		if err != nil {
			t.Fatal(err)
		}
		got, err := Parse(row[0], ref)
		if row[2] == "reject" {
			if !errors.Is(err, ErrNoDate) {
				t.Errorf("Parse(%+q) = %v, %v, want ErrNoDate (%s)", row[0], got.Time, err, row[4])
			}
			continue
		}
		precision := row[3]
		if c, ok := coarser[precision]; ok {
			precision = c
		}
		if s := got.Time.Format(time.RFC3339); err != nil || s != row[2] ||
			got.Precision.String() != precision {
			t.Errorf("Parse(%+q) = %s to the %v, %v, want %s to the %s (%s)", row[0], s, got.Precision, err,
				row[2],
				precision, row[4])
		}
	}

}
