package terminal

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// page writes a text by chunks to a pager of four rows that runs a command, and returns what came to the
// terminal and the first error.
func page(t *testing.T, command, text string, chunk int) (string, error) {
	t.Helper()
	out, err := os.Create(filepath.Join(t.TempDir(), "terminal"))
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	p := NewPager(out, Output{Width: 20, Height: 4}, command)
	var failed error
	for rest := []byte(text); len(rest) > 0 && failed == nil; {
		n := min(chunk, len(rest))
		_, failed = p.Write(rest[:n])
		rest = rest[n:]
	}
	if err := p.Close(); failed == nil {
		failed = err
	}
	shown, err := os.ReadFile(out.Name())
	if err != nil {
		t.Fatal(err)
	}
	return string(shown), failed
}

func TestPager(t *testing.T) {
	short := "một\nhai\nba\n"
	long := short + "bốn\nnăm\n"
	wrapped := "một dòng dài hơn hai mươi cột, hai hàng\nhai\nba\n"
	const escapes = "\x1b[1;31ml\x1b[0m\x1b]8;;http://example.vn/mot\x1b\\ũ\x1b]8;;\x1b\\"
	coloured := strings.Repeat(escapes, 9) + "\n"
	much := strings.Repeat("một dòng\n", 500_000)
	for _, tt := range []struct {
		name, command, text, want string
	}{
		{"fits", "sed s/^/p:/", short, short},
		{"is longer", "sed s/^/p:/", long, "p:một\np:hai\np:ba\np:bốn\np:năm\n"},
		{"has a line of two rows", "sed s/^/p:/", wrapped,
			"p:một dòng dài hơn hai mươi cột, hai hàng\np:hai\np:ba\n"},
		{"escapes take no columns", "sed s/^/p:/", coloured + coloured, coloured + coloured},
		{"no pager", "", long, long},
		{"a pager that is not there", "no-such-pager 2>/dev/null", long, long},
		{"a pager that fails", "exit 3", long, long},
		{"a pager that fails late", "head -n 1 >/dev/null; exit 3", long, long},
		{"a pager that fails, and much text", "exit 3", much, much},
		{"no line feed at the end", "sed s/^/p:/", strings.TrimSuffix(short, "\n"), "một\nhai\nba"},
		{"nothing", "sed s/^/p:/", "", ""},
	} {
		for _, chunk := range []int{7, 4096} {
			if got, err := page(t, tt.command, tt.text, chunk); got != tt.want || err != nil {
				t.Errorf("%s, by %d: %.200q, %v, want %.200q", tt.name, chunk, got, err, tt.want)
			}
		}
	}
}

// One who has quit the pager does not want the rest, and nothing goes to the terminal behind it.
func TestPagerThatIsQuit(t *testing.T) {
	got, err := page(t, "head -n 1", strings.Repeat("một dòng\n", 500_000), 4096)
	if got != "một dòng\n" || !errors.Is(err, ErrClosed) {
		t.Errorf("%.100q, %v", got, err)
	}
	got, err = page(t, "head -n 1", strings.Repeat("một dòng\n", 5), 4096)
	if got != "một dòng\n" || err != nil {
		t.Errorf("all was written before it was quit: %.100q, %v", got, err)
	}
}

// Below a screenful, a pager holds what it was given; above, no more than it may need again.
func TestPagerHoldsLittle(t *testing.T) {
	var out bytes.Buffer
	p := NewPager(&out, Output{Width: 80, Height: 24}, "cat")
	for i := range 300_000 {
		if _, err := fmt.Fprintf(p, "dòng %d\n", i); err != nil {
			t.Fatal(err)
		}
	}
	if cap(p.held) > 2*maxHeld {
		t.Errorf("%d bytes are held", cap(p.held))
	}
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
	if n := bytes.Count(out.Bytes(), []byte("\n")); n != 300_000 {
		t.Errorf("%d lines", n)
	}
}

func TestPagerCommand(t *testing.T) {
	lookup := func(value string, set bool) func(string) (string, bool) {
		return func(string) (string, bool) { return value, set }
	}
	for value, want := range map[string]string{"": "", "cat": "", " more -s ": "more -s", "less": "less"} {
		if got := PagerCommand(lookup(value, true)); got != want {
			t.Errorf("PAGER=%q: %q, want %q", value, got, want)
		}
	}
	t.Setenv("PATH", t.TempDir())
	if got := PagerCommand(lookup("", false)); got != "" {
		t.Errorf("without less: %q", got)
	}
}
