package main

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"baotinh/cmd/baotinh/internal/library"
)

// runs runs the command line in this process and returns exit code, stdout and stderr.
func runs(t *testing.T, args ...string) (int, string, string) {
	t.Helper()
	var out, errOut bytes.Buffer
	code := run(t.Context(), stdio{strings.NewReader(""), &out, &errOut}, args)
	return code, out.String(), errOut.String()
}

func TestFolderInUseIsSaidAndLeftAlone(t *testing.T) {
	dir := t.TempDir()
	file, data := filepath.Join(dir, "articles.jsonl"), filepath.Join(dir, "data")
	writeArticles(t, file, 3)
	l, err := library.Open(library.In(data))
	if err != nil {
		t.Fatal(err)
	}
	for _, command := range []string{"ingest", "reindex", "check"} {
		code, out, errOut := runs(t, command, "--data", data)
		want := "baotinh: data folder " + data + ": " +
			"frontier " + data + "/frontier.db: in use by another process\n"
		if code != exitFailed || out != "" || filepath.ToSlash(errOut) != want {
			t.Errorf("%s: exit code %d, stdout %q, stderr %q, want %q", command, code, out, errOut, want)
		}
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if code, _, errOut := runs(t, "ingest", "--data", data, file); code != exitDone {
		t.Errorf("exit code %d, stderr %q", code, errOut)
	}
}

func TestReadOnlyFolderIsSaid(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("root may write everywhere")
	}
	dir := t.TempDir()
	file := filepath.Join(dir, "articles.jsonl")
	writeArticles(t, file, 3)
	if err := os.Mkdir(filepath.Join(dir, "locked"), 0o555); err != nil {
		t.Fatal(err)
	}
	code, _, errOut := runs(t, "ingest", "--data", filepath.Join(dir, "locked", "data"), file)
	if code != exitFailed || !strings.Contains(errOut, "permission denied") {
		t.Errorf("exit code %d, stderr %q", code, errOut)
	}
}

// An interrupted run keeps what it did, and the next one does the rest.
func TestInterruptedIngestIsFinishedByTheNext(t *testing.T) {
	dir := t.TempDir()
	file, data := filepath.Join(dir, "articles.jsonl"), filepath.Join(dir, "data")
	writeArticles(t, file, 600)
	c := exec.Command("baotinh", "ingest", "--data", data, "-")
	var errOut bytes.Buffer
	c.Stderr = &errOut
	in, err := c.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	articles, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	// More than a pipe and the reader's buffer hold: when the last byte is written, the first articles have
	// been read.
	if _, err := in.Write(articles); err != nil {
		t.Fatal(err)
	}
	if err := c.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	for err == nil { // until the process has noticed
		_, err = in.Write(articles)
	}
	if !errors.Is(err, syscall.EPIPE) {
		t.Fatal(err)
	}
	err = c.Wait()
	if code := c.ProcessState.ExitCode(); code != exitInterrupted {
		t.Fatalf("%v, stderr %q", err, errOut.String())
	}
	if want := "baotinh: interrupted; what was done is kept\n"; errOut.String() != want {
		t.Errorf("stderr %q, want %q", errOut.String(), want)
	}

	output(t, "check", "--data", data)
	output(t, "ingest", "--data", data, file)
	output(t, "check", "--data", data)
	if got := bytes.Count(output(t, "export", "--data", data), []byte("\n")); got != 600 {
		t.Errorf("%d articles, want 600", got)
	}
}

// fullDisk ingests onto a small file system of its own, fills it, ingests more, makes room and ingests again.
const fullDisk = `
mount -t tmpfs -o size=16m none disk || exit 77
baotinh ingest --data disk/data few.jsonl 2>&1 || exit 10
head -c 14m /dev/zero > disk/filler
baotinh ingest --data disk/data all.jsonl 2>full && exit 11
rm disk/filler
test "$(baotinh export --data disk/data | wc -l)" -ge 20 || exit 12
baotinh ingest --data disk/data all.jsonl 2>&1 || exit 13
baotinh check --data disk/data || exit 14
test "$(baotinh export --data disk/data | wc -l)" -eq 2000 || exit 15
`

func TestFullDiskLosesNothing(t *testing.T) {
	dir := t.TempDir()
	writeArticles(t, filepath.Join(dir, "few.jsonl"), 20)
	writeArticles(t, filepath.Join(dir, "all.jsonl"), 2000)
	text := runOnSmallDisk(t, dir, fullDisk)
	if !strings.HasPrefix(text, "baotinh: ") || strings.Contains(text, "panic") ||
		!strings.Contains(text, "no space left on device") {
		t.Errorf("stderr of the run on the full disk: %q", text)
	}
}

// runOnSmallDisk runs a shell script in a folder, in a namespace in which it may mount a small disk on
// "disk", and returns what the script wrote to the file "full". The test is skipped where that is forbidden.
func runOnSmallDisk(t *testing.T, dir, script string, env ...string) string {
	t.Helper()
	if exec.Command("unshare", "--user", "--map-root-user", "--mount", "true").Run() != nil {
		t.Skip("no mount of one's own here")
	}
	if err := os.Mkdir(filepath.Join(dir, "disk"), 0o777); err != nil {
		t.Fatal(err)
	}
	c := exec.Command("unshare", "--user", "--map-root-user", "--mount", "sh", "-c", script)
	c.Dir, c.Env = dir, append(os.Environ(), env...)
	out, err := c.CombinedOutput()
	if c.ProcessState.ExitCode() == 77 {
		t.Skip("no mount of one's own here")
	}
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	said, err := os.ReadFile(filepath.Join(dir, "full"))
	if err != nil {
		t.Fatal(err)
	}
	return string(said)
}
