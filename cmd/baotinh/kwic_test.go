package main

import (
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/unicode/norm"

	"baotinh/cmd/baotinh/internal/terminal"
	"baotinh/index"
	"baotinh/pipeline/news"
)

func someOccurrence() index.Occurrence {
	return index.Occurrence{
		ID: "0123456789abcdef0123456789abcdef", URL: "https://baomauson.example/a-1.html",
		Published: news.Date{Time: time.Date(2024, 5, 6, 0, 0, 0, 0, news.Vietnam), Precision: news.Day},
		Newspaper: "Báo Mẫu Sơn và nhiều báo khác", Place: "text", Left: "Bà con hai bản bên suối nói rằng ",
		Match: "sạt lở", Right: " đất làm hỏng đường lên Khuổi Nghiều từ đêm qua.",
	}
}

// On every screen the matches stand in one column, and no line is wider; on a pipe there is no bound.
func TestMatchesStandInOneColumn(t *testing.T) {
	for _, width := range []int{0, 40, 60, 90, 140} {
		for _, context := range []int{0, 12} {
			r := newReader(&vietnamese, io.Discard, terminal.Output{Width: width}, "")
			c := newConcordance(r, context)
			columns := map[int]bool{}
			for _, change := range []func(*index.Occurrence){
				func(*index.Occurrence) {},
				func(o *index.Occurrence) { o.Left = "" },
				func(o *index.Occurrence) { o.Right, o.Newspaper, o.Published = "", "", news.Date{} },
				func(o *index.Occurrence) { o.Left = norm.NFD.String(o.Left) },
				func(o *index.Occurrence) { o.Right = norm.NFD.String(o.Right) },
				func(o *index.Occurrence) { o.Left = strings.Repeat("rất ", 100) + "lắm " },
				func(o *index.Occurrence) { o.Match = strings.Repeat("sạt lở ", 30) },
				func(o *index.Occurrence) { o.Left = "dòng một\ndòng hai\t" },
			} {
				o := someOccurrence()
				change(&o)
				line := c.line(o)
				if strings.Count(line, "\n") != 1 || !strings.HasSuffix(line, "\n") {
					t.Errorf("%d columns: %+q is no line", width, line)
				}
				line = strings.TrimSuffix(line, "\n")
				columns[terminal.Width(line[:strings.IndexByte(line, '[')])] = true
				if n := terminal.Width(line); width > 0 && n > width {
					t.Errorf("%d columns, context %d: %+q has %d", width, context, line, n)
				}
			}
			if len(columns) != 1 {
				t.Errorf("%d columns: matches begin in columns %v", width, columns)
			}
		}
	}
}

func TestEndsOfContextsAreWholeWords(t *testing.T) {
	for _, tt := range []struct {
		text             string
		columns          int
		end, beginningOf string
	}{
		{"một hai ba", 10, "một hai ba", "một hai ba"},
		{"một hai ba", 9, "hai ba", "một hai"},
		{"một hai ba", 6, "hai ba", "một"},
		{"một hai ba ", 3, "ba ", "một"},
		{"khuổinghiều", 4, "", ""},
		{"", 4, "", ""},
	} {
		if got := endOf(tt.text, tt.columns); got != tt.end {
			t.Errorf("endOf(%+q, %d) = %+q, want %+q", tt.text, tt.columns, got, tt.end)
		}
		if got := beginningOf(tt.text, tt.columns); got != tt.beginningOf {
			t.Errorf("beginningOf(%+q, %d) = %+q, want %+q", tt.text, tt.columns, got, tt.beginningOf)
		}
	}
}

func BenchmarkConcordanceLine(b *testing.B) {
	for _, width := range []int{0, 140} {
		b.Run(fmt.Sprintf("%d columns", width), func(b *testing.B) {
			r := newReader(&vietnamese, io.Discard, terminal.Output{Width: width, Colour: width > 0}, "")
			c, o := newConcordance(r, 0), someOccurrence()
			b.ReportAllocs()
			for b.Loop() {
				c.line(o)
			}
		})
	}
}
