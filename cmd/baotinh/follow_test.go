package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

const insideTOML = `
[inside]
name = "Báo Trong Nhà"
province = "Lạng Sơn"
hosts = ["127.0.0.1"]
seeds = ["http://127.0.0.1/"]
`

// A crawl that follows stays up though nothing is left to do, and ends well when it is told to.
func TestFollowEndsOnSignal(t *testing.T) {
	for _, command := range []string{"crawl", "ingest"} {
		dir := t.TempDir()
		own, data := filepath.Join(dir, "own.toml"), filepath.Join(dir, "data")
		if err := os.WriteFile(own, []byte(insideTOML), 0o666); err != nil {
			t.Fatal(err)
		}
		c := exec.Command("baotinh", command, "--follow", "--no-wait", "--data", data, "--newspapers", own,
			"inside")
		var errOut bytes.Buffer
		c.Stderr = &errOut
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		for range 500 { // until it has done the first round
			text, _ := os.ReadFile(filepath.Join(data, "status"))
			if bytes.Contains(text, []byte(`"ended"`)) {
				break
			}
			time.Sleep(20 * time.Millisecond)
		}
		if err := c.Process.Signal(syscall.SIGTERM); err != nil {
			t.Fatal(err)
		}
		if err := c.Wait(); err != nil {
			t.Errorf("%s: %v", command, err)
		}
		got := errOut.String()
		if !strings.Contains(got, "\ninside ") || !strings.Contains(got, "visits: ") ||
			strings.Contains(got, "interrupted") {
			t.Errorf("%s: stderr %q", command, got)
		}
	}
}
