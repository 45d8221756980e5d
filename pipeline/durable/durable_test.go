package durable

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// The test binary is also the process that is killed, and the one whose disk is full.
func TestMain(m *testing.M) {
	switch path := os.Getenv("DURABLE_TEST_PATH"); os.Getenv("DURABLE_TEST_DO") {
	case "write for ever":
		for i := 0; ; i++ {
			if err := WriteFile(path, content(i), 0o666); err != nil {
				fmt.Fprintln(os.Stderr, err)
				os.Exit(1)
			}
		}
	case "write once":
		if err := WriteFile(path, content(1), 0o666); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// content returns a megabyte of one letter.
func content(i int) []byte { return bytes.Repeat([]byte{'a' + byte(i%26)}, 1<<20) }

// names returns the names in a folder.
func names(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

func checkContent(t *testing.T, path string, want []byte) {
	t.Helper()
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("got %d bytes %.10q, want %d bytes %.10q", len(got), got, len(want), want)
	}
}

func TestWriteFileReplacesAndLeavesNothingElse(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "state")
	for i := range 3 {
		if err := WriteFile(path, content(i), 0o640); err != nil {
			t.Fatal(err)
		}
		checkContent(t, path, content(i))
	}
	if got := names(t, dir); len(got) != 1 {
		t.Errorf("files %q, want state alone", got)
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if info.Mode().Perm()&^0o640 != 0 {
		t.Errorf("mode %v, want 0640 at most", info.Mode())
	}
}

func TestWriteFileIntoAFolderThatIsNotThere(t *testing.T) {
	path := filepath.Join(t.TempDir(), "none", "state")
	if err := WriteFile(path, nil, 0o666); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("error %v, want fs.ErrNotExist", err)
	}
}

// What cannot be renamed is removed: here the name belongs to a folder that is not empty.
func TestWriteFileThatFailsLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "state")
	if err := os.MkdirAll(filepath.Join(path, "full"), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := WriteFile(path, content(0), 0o666); err == nil {
		t.Error("no error")
	}
	if got := names(t, dir); len(got) != 1 || got[0] != "state" {
		t.Errorf("files %q, want state alone", got)
	}
}

func TestTheFileIsWholeAtEveryMoment(t *testing.T) {
	path := filepath.Join(t.TempDir(), "state")
	if err := WriteFile(path, content(0), 0o666); err != nil {
		t.Fatal(err)
	}
	var writers sync.WaitGroup
	for range 2 {
		writers.Go(func() {
			for i := range 20 {
				if err := WriteFile(path, content(i), 0o666); err != nil {
					t.Error(err)
				}
			}
		})
	}
	done := make(chan struct{})
	go func() { writers.Wait(); close(done) }()
	for {
		checkWhole(t, path)
		select {
		case <-done:
			return
		default:
		}
	}
}

// checkWhole fails unless the file is one that content returns.
func checkWhole(t *testing.T, path string) {
	t.Helper()
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != 1<<20 || len(bytes.Trim(got, string(got[0]))) > 0 {
		t.Errorf("a file of %d bytes beginning with %.10q", len(got), got)
	}
}

// process returns this test's binary, told to write a file.
func process(do, path string) *exec.Cmd {
	c := exec.Command(os.Args[0])
	c.Env = append(os.Environ(), "DURABLE_TEST_DO="+do, "DURABLE_TEST_PATH="+path)
	return c
}

func TestAProcessThatIsKilledLeavesTheOldFileOrTheNew(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "state")
	if err := WriteFile(path, content(0), 0o666); err != nil {
		t.Fatal(err)
	}
	for i := range 10 {
		c := process("write for ever", path)
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(10+3*i) * time.Millisecond) // each in another moment of a write
		if err := c.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		if err := c.Wait(); err == nil || c.ProcessState.Exited() {
			t.Fatalf("not killed: %v", err)
		}
		checkWhole(t, path)
	}
	for _, name := range names(t, dir) {
		if name != "state" && !IsTemporary(name) {
			t.Errorf("file %s", name)
		}
	}
}

// onFullDisk writes onto a small file system of its own on which there is not enough room.
const onFullDisk = `
mount -t tmpfs -o size=1536k none disk || exit 77
head -c 1m /dev/zero | tr '\0' a > disk/state
"$0" 2>said && exit 10
ls disk > left
tr -d a < disk/state > damage
wc -c < disk/state > size
`

func TestAFullDiskLeavesTheOldFile(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "disk"), 0o777); err != nil {
		t.Fatal(err)
	}
	write := process("write once", filepath.Join(dir, "disk", "state"))
	c := exec.Command("unshare", "--user", "--map-root-user", "--mount", "sh", "-c", onFullDisk, write.Path)
	c.Env, c.Dir = write.Env, dir
	out, err := c.CombinedOutput()
	noMount := bytes.Contains(out, []byte("unshare failed"))
	if c.ProcessState == nil || c.ProcessState.ExitCode() == 77 || noMount {
		t.Skip("no mount of one's own here")
	}
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for name, want := range map[string]string{"left": "state", "damage": "", "size": "1048576"} {
		got, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil || strings.TrimSpace(string(got)) != want {
			t.Errorf("%s: %q, %v, want %q", name, got, err, want)
		}
	}
	said, err := os.ReadFile(filepath.Join(dir, "said"))
	if err != nil || !strings.Contains(string(said), "no space left on device") {
		t.Errorf("error %q, %v", said, err)
	}
}
