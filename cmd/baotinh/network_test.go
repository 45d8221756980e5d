package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"baotinh/pipeline/fetch"
	"baotinh/pipeline/news"
)

// A machine without a network says so at once, and does not hang.
func TestNoNetworkIsSaidAtOnce(t *testing.T) {
	isolate := []string{"--user", "--map-root-user", "--net"}
	if exec.Command("unshare", append(isolate, "true")...).Run() != nil {
		t.Skip("no network of one's own here")
	}
	args := append(isolate, "baotinh", "crawl", "--no-wait", "--data", filepath.Join(t.TempDir(), "data"),
		"--lang", "en", "baolangson", "baocaobang", "baobackan")
	c := exec.Command("unshare", args...)
	var errOut bytes.Buffer
	c.Stderr = &errOut
	if err := c.Run(); c.ProcessState.ExitCode() != exitPagesFailed {
		t.Errorf("%v", err)
	}
	said := errOut.String()
	if strings.Count(said, "baotinh: no network: ") != 1 || strings.Count(said, "failing; ") != 3 {
		t.Errorf("stderr %q", said)
	}
}

// It is said once, and only when it is so, that there is no network.
func TestNoNetworkIsSaidOnce(t *testing.T) {
	gone := &net.DNSError{Err: "no such host", IsNotFound: true}
	mute := &net.DNSError{Err: "i/o timeout", IsTimeout: true}
	failed := news.Outcome{Result: news.Failed}
	type visit struct {
		host string
		o    news.Outcome
		err  error
	}
	for _, tt := range []struct {
		name   string
		visits []visit
		want   int // the visit after which it is said; 0: never
	}{
		{"two hosts are gone", []visit{
			{"a.vn", failed, gone}, {"a.vn", failed, gone}, {"b.vn", failed, gone},
		}, 0},
		{"three are", []visit{{"a.vn", failed, gone}, {"b.vn", failed, gone}, {"c.vn", failed, gone}}, 3},
		{"the name servers are silent", []visit{{"a.vn", failed, mute}, {"b.vn", failed, mute}}, 1},
		{"no route", []visit{{"a.vn", failed, fmt.Errorf("dial: %w", syscall.ENETUNREACH)}}, 1},
		{"one answers", []visit{
			{"a.vn", news.Outcome{Result: news.Fetched}, nil}, {"b.vn", failed, gone}, {"c.vn", failed, gone},
			{"d.vn", failed, gone}, {"e.vn", failed, mute},
		}, 0},
		{"one answers with a status", []visit{
			{"a.vn", failed, &fetch.StatusError{Code: 500}}, {"b.vn", failed, mute},
		}, 0},
		{"robots.txt cannot be reached", []visit{
			{"a.vn", failed, &fetch.RobotsError{Err: gone}}, {"b.vn", failed, context.DeadlineExceeded},
			{"c.vn", failed, errors.New("strange")},
		}, 3},
		{"held visits tell nothing", []visit{
			{"a.vn", news.Outcome{Result: news.Held}, nil}, {"b.vn", news.Outcome{Result: news.Denied}, nil},
			{"c.vn", failed, mute},
		}, 3},
	} {
		var n network
		at := 0
		for i, v := range tt.visits {
			link := news.Link{URL: "https://" + v.host + "/", Newspaper: "bao"}
			said := n.visited(news.Visit{Link: link}, v.o, v.err)
			if said == "" {
				continue
			}
			if at > 0 || !strings.Contains(said, "no network") ||
				!strings.Contains(said, "newspapers check bao") {
				t.Errorf("%s: %q", tt.name, said)
			}
			at = i + 1
		}
		if at != tt.want {
			t.Errorf("%s: said after visit %d, want %d", tt.name, at, tt.want)
		}
	}
}
