package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A cancelling is an output that interrupts the command when it has got some bytes.
type cancelling struct {
	bytes.Buffer
	after  int
	cancel context.CancelFunc
}

func (c *cancelling) Write(p []byte) (int, error) {
	n, err := c.Buffer.Write(p)
	if c.Len() > c.after {
		c.cancel()
	}
	return n, err
}

// A list that is interrupted has whole lines, and the exit code says so.
func TestInterruptedListsHaveWholeLines(t *testing.T) {
	const line = `{"url":"https://baomauson.example/lu-%d.html","title":"Lũ ở bản %[1]d","blocks":[{"kind":` +
		`"paragraph","text":"Lũ về bản %[1]d, \"lũ\" lớn, bà con lên núi tránh lũ."}]}` + "\n"
	var articles strings.Builder
	const n = 3000
	for i := range n {
		fmt.Fprintf(&articles, line, i)
	}
	dir := t.TempDir()
	file, data := filepath.Join(dir, "articles.jsonl"), filepath.Join(dir, "data")
	if err := os.WriteFile(file, []byte(articles.String()), 0o666); err != nil {
		t.Fatal(err)
	}
	silent := stdio{nil, io.Discard, io.Discard}
	if code := run(t.Context(), silent, []string{"ingest", "--data", data, file}); code != 0 {
		t.Fatalf("ingest: exit code %d", code)
	}
	isJSON := func(t *testing.T, out string) int {
		lines := strings.SplitAfter(out, "\n")
		for _, line := range lines[:len(lines)-1] {
			if !json.Valid([]byte(line)) {
				t.Errorf("%q is not JSON", line)
			}
		}
		return len(lines) - 1
	}
	isCSV := func(t *testing.T, out string) int {
		rows, err := csv.NewReader(strings.NewReader(out)).ReadAll()
		if err != nil {
			t.Error(err)
		}
		return len(rows)
	}
	isText := func(_ *testing.T, out string) int { return strings.Count(out, "\n") }
	for _, tt := range []struct {
		command string
		check   func(*testing.T, string) int // of the output; returns the number of rows
	}{
		{"export", isJSON}, {"export lũ --sort newest", isJSON},
		{"export --format csv --columns id,text", isCSV},
		{"search --all lũ", isJSON}, {"search --kwic lũ", isText}, {"search --kwic --json lũ", isJSON},
		{"search --kwic --format csv lũ", isCSV},
	} {
		t.Run(tt.command, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			out := &cancelling{after: 20_000, cancel: cancel}
			code := run(ctx, stdio{nil, out, io.Discard}, append(strings.Fields(tt.command), "--data", data))
			got := out.String()
			if code != exitInterrupted || !strings.HasSuffix(got, "\n") {
				t.Errorf("exit code %d, the output ends with %q", code, got[max(0, len(got)-20):])
			}
			if rows := tt.check(t, got); rows < 50 || rows > n {
				t.Errorf("%d rows", rows)
			}
		})
	}
}
