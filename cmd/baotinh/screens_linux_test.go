package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
	"golang.org/x/tools/txtar"
)

// openTerminal opens a pseudo-terminal of so many columns and 50 rows. The master is what is looked at, the
// slave what a program writes to.
func openTerminal(t *testing.T, columns int) (master, slave *os.File) {
	t.Helper()
	master, err := os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Skipf("no pseudo-terminals: %v", err)
	}
	t.Cleanup(func() { master.Close() })
	fd := int(master.Fd())
	number, err := unix.IoctlGetInt(fd, unix.TIOCGPTN)
	err = errors.Join(err, unix.IoctlSetPointerInt(fd, unix.TIOCSPTLCK, 0),
		unix.IoctlSetWinsize(fd, unix.TIOCSWINSZ, &unix.Winsize{Row: 50, Col: uint16(columns)}))
	if err != nil {
		t.Fatal(err)
	}
	slave, err = os.OpenFile("/dev/pts/"+strconv.Itoa(number), os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	return master, slave
}

// onTerminal runs baotinh on a terminal and returns what it shows, with line feeds only.
func onTerminal(t *testing.T, columns int, environment []string, args ...string) string {
	t.Helper()
	master, slave := openTerminal(t, columns)
	c := exec.Command("baotinh", args...)
	c.Env = append(os.Environ(), "TERM=xterm-256color", "LC_ALL=", "LC_MESSAGES=", "LC_CTYPE=",
		"LANG=vi_VN.UTF-8", "NO_COLOR=", "COLUMNS=", "PAGER=cat")
	c.Env = append(c.Env, environment...)
	c.Stdin, c.Stdout, c.Stderr = slave, slave, slave
	c.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	if err := slave.Close(); err != nil {
		t.Fatal(err)
	}
	shown, err := io.ReadAll(master)
	if err != nil && !errors.Is(err, syscall.EIO) { // EIO: the slave is closed
		t.Fatal(err)
	}
	if err := c.Wait(); err != nil {
		t.Logf("baotinh %q: %v", args, err)
	}
	return strings.ReplaceAll(string(shown), "\r\n", "\n")
}

// screens returns a folder with articles, 1,203 of them.
func screens(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	many := filepath.Join(dir, "many.jsonl")
	writeArticles(t, many, 1200)
	data := filepath.Join(dir, "data")
	output(t, "ingest", "--data", data, "--newspapers", "testdata/press/newspapers.toml",
		"testdata/press/dien.html", "testdata/press/articles.jsonl", many)
	return data
}

// TestScreens runs the commands of testdata/screens on terminals of 60, 90 and 140 columns, and compares what
// they show; -update writes it there. In these files \x1b is the escape character.
func TestScreens(t *testing.T) {
	if testing.Short() {
		t.Skip("makes an index and opens many terminals")
	}
	data := screens(t)
	files, err := filepath.Glob("testdata/screens/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no screens: %v", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) { compareScreens(t, file, data) })
	}
}

// compareScreens compares the screens of a file. Its comment has the command, below it the settings of the
// environment.
func compareScreens(t *testing.T, file, data string) {
	archive, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(archive.Comment)), "\n")
	args := append(shellFields(lines[0]), "--data", data)
	got := &txtar.Archive{Comment: archive.Comment}
	for _, columns := range []int{60, 90, 140} {
		screen := onTerminal(t, columns, lines[1:], args...)
		screen = strings.ReplaceAll(screen, data, "DATA")
		for _, changing := range changes {
			screen = changing.pattern.ReplaceAllString(screen, changing.by)
		}
		for line := range strings.Lines(withoutEscapes(screen)) {
			if n := len([]rune(line)) - 1; n > columns && !strings.Contains(line, "--after") &&
				!strings.Contains(line, "https://") && !strings.Contains(line, `": "`) {
				t.Errorf("%d columns: %q has %d", columns, line, n)
			}
		}
		screen = strings.ReplaceAll(screen, "\x1b", `\x1b`)
		name := fmt.Sprintf("%d columns", columns)
		got.Files = append(got.Files, txtar.File{Name: name, Data: []byte(screen)})
	}
	if *update {
		if err := os.WriteFile(file, txtar.Format(got), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	for i, f := range got.Files {
		if i >= len(archive.Files) || string(archive.Files[i].Data) != string(f.Data) {
			t.Errorf("%s, %s (rewrite with -update):\n%s", file, f.Name, f.Data)
		}
	}
}

// changes are what differs between two runs, and what stands for it in the files.
var changes = []struct {
	pattern *regexp.Regexp
	by      string
}{
	{took, "(1${1}0 ms)"},
	{regexp.MustCompile(`"took_ms": [0-9.]+`), `"took_ms": 1`},
	{regexp.MustCompile(`"first_seen": "[^"]*"`), `"first_seen": "…"`},
	{regexp.MustCompile(`--after [-_0-9A-Za-z]+`), "--after CURSOR"},
}

// What is said on stderr does not come in between what the pager shows.
func TestErrorsWaitForThePager(t *testing.T) {
	if testing.Short() {
		t.Skip("makes an index")
	}
	data := screens(t)
	args := []string{"show", "--data", data, "--evidence", "--lang", "en"}
	for i := range 9 { // longer than the screen
		args = append(args, fmt.Sprintf("https://baomau.example/bai-%d.html", i))
	}
	args = append(args, "0000", "https://baomauson.example/van-hoa/cho-phien-102.html")
	shown := onTerminal(t, 80, []string{"PAGER=cat -n"}, args...)
	last, said := strings.Index(shown, "rượu men lá"), strings.Index(shown, `there is no article "0000"`)
	if last < 0 || said < last {
		t.Errorf("%.300q … %q", shown, shown[max(0, len(shown)-300):])
	}
}

// shellFields splits a command at its spaces; ' goes around words with spaces.
func shellFields(s string) []string {
	var fields []string
	for _, m := range regexp.MustCompile(`'([^']*)'|(\S+)`).FindAllStringSubmatch(s, -1) {
		fields = append(fields, m[1]+m[2])
	}
	return fields
}

var escapes = regexp.MustCompile("\x1b(\\[[0-9;]*m|\\]8;;[^\x1b]*\x1b\\\\)")

func withoutEscapes(s string) string { return escapes.ReplaceAllString(s, "") }

// With NO_COLOR, on a terminal that can show nothing, or with --color never, no escape sequence is written.
func TestTerminalsWithoutEscapes(t *testing.T) {
	if testing.Short() {
		t.Skip("makes an index")
	}
	data := screens(t)
	search := []string{"search", "--data", data, "chợ phiên", "--facet", "author"}
	for _, tt := range []struct {
		environment string
		args        []string
	}{
		{"NO_COLOR=1", nil}, {"TERM=dumb", nil}, {"TERM=", nil}, {"", []string{"--color", "never"}},
	} {
		shown := onTerminal(t, 80, []string{tt.environment}, append(search, tt.args...)...)
		if strings.Contains(shown, "\x1b") || !strings.Contains(shown, "[Chợ phiên]") {
			t.Errorf("%s %q: %q", tt.environment, tt.args, shown)
		}
	}
	if shown := onTerminal(t, 80, nil, search...); !strings.Contains(shown, "\x1b[1;31mChợ phiên\x1b[0m") {
		t.Errorf("no colours: %q", shown)
	}
}

// What is longer than the screen goes through the pager, and the whole of it to the terminal if there is
// none.
func TestPagerOfTheTerminal(t *testing.T) {
	if testing.Short() {
		t.Skip("opens many terminals")
	}
	for _, tt := range []struct {
		environment []string
		args        []string
		prefix      string
		want        int // lines
	}{
		{[]string{"PAGER=sed s/^/page:/"}, []string{"newspapers", "list"}, "page:", 64},
		{[]string{"PAGER=sed s/^/page:/"}, []string{"newspapers", "show", "baolangson"}, "", 0},
		{[]string{"PAGER=sed s/^/page:/"}, []string{"newspapers", "list", "--no-pager"}, "", 64},
		{[]string{"PAGER=no-such-pager 2>/dev/null"}, []string{"newspapers", "list"}, "", 64},
		{[]string{"PAGER=head -n 3"}, []string{"newspapers", "list"}, "", 3},
		{[]string{"PAGER=less", "LESS=FX"}, []string{"newspapers", "show", "baolangson"}, "", 0},
	} {
		shown := onTerminal(t, 200, tt.environment, tt.args...)
		n := strings.Count(shown, "\n")
		if tt.want > 0 && n != tt.want || n == 0 || strings.HasPrefix(shown, "page:") != (tt.prefix != "") {
			t.Errorf("%q %q: %d lines, %.200q", tt.environment, tt.args, n, shown)
		}
	}
}
