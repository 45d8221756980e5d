package main

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestServeEndsWithZeroWhenItIsTold(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	said, stderr := io.Pipe()
	code := make(chan int)
	go func() {
		std := stdio{strings.NewReader(""), io.Discard, stderr}
		code <- run(ctx, std, []string{"serve", "--data", t.TempDir(), "--listen", "127.0.0.1:0"})
		stderr.Close()
	}()
	lines := bufio.NewScanner(said)
	lines.Scan()
	_, address, ok := strings.Cut(lines.Text(), " at ")
	if !ok {
		t.Fatalf("said %q", lines.Text())
	}
	go func() { _, _ = io.Copy(io.Discard, said) }()
	response, err := http.Get(address + "healthz")
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	stop()
	if got := <-code; got != exitDone || response.StatusCode != http.StatusOK {
		t.Errorf("exit code %d, want %d; health %s", got, exitDone, response.Status)
	}
}

func TestServeRefusesWhatIsNotSafe(t *testing.T) {
	short := filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(short, []byte("abc\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name string
		args []string
		want string
	}{
		{"a short token", []string{"--token-file", short}, "16 characters"},
		{"no token", []string{"--token-file", short + "-2"}, "no such file"},
		{"a proxy by name", []string{"--trusted-proxy", "proxy"}, "no address or network"},
		{"a certificate without its key", []string{"--tls-cert", short}, "needs its key"},
		{"no address", []string{"--listen", "127.0.0.1"}, "missing port"},
	} {
		var stderr strings.Builder
		std := stdio{strings.NewReader(""), io.Discard, &stderr}
		args := append([]string{"serve", "--data", t.TempDir()}, tt.args...)
		got := run(t.Context(), std, args)
		if got != exitFailed || !strings.Contains(stderr.String(), tt.want) {
			t.Errorf("%s: exit code %d, said %q", tt.name, got, stderr.String())
		}
	}
}
