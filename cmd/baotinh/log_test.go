package main

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"baotinh/cmd/baotinh/internal/library"
)

// records returns the records of lines of JSON by their messages; a line that is none fails the test.
func records(t *testing.T, text string) map[string][]map[string]any {
	t.Helper()
	all := map[string][]map[string]any{}
	for line := range strings.Lines(text) {
		var r map[string]any
		if err := json.Unmarshal([]byte(line), &r); err != nil {
			t.Errorf("no JSON: %q", line)
			continue
		}
		if r["time"] == nil || r["level"] == nil || r["msg"] == nil {
			t.Errorf("not a record: %q", line)
			continue
		}
		all[r["msg"].(string)] = append(all[r["msg"].(string)], r)
	}
	return all
}

func TestAllIsSaidInJSON(t *testing.T) {
	p := newLocalPress(t, "[bao-vang]\nname = \"Báo Vắng\"\nprovince = \"Lạng Sơn\"\n"+
		"hosts = [\"vang.invalid\"]\n[bao-hong]\nnam = 1\n")
	p.serve("/", frontPage("/tin-10001.html", "/tin-10002.html"))
	p.serve("/tin-10001.html", articlePage("Xã Nà Mẫu"))
	code, out, errOut := p.run(t, "ingest", "--log-json", "-v", "--no-wait", "--delay", "1s", "baothu",
		"bao-vang", "baothuu")
	if code != exitFailed || out != "" {
		t.Errorf("exit code %d, stdout %q", code, out)
	}
	all := records(t, errOut)
	if n := all["newspaper"]; len(n) != 3 || n[0]["state"] != "ok" || n[1]["state"] != "failing" ||
		n[1]["level"] != "WARN" || n[2]["state"] != "unknown" {
		t.Errorf("newspapers: %v", n)
	}
	if n := all["visit"]; len(n) < 3 {
		t.Errorf("visits: %v", n)
	}
	if n := all["failed"]; len(n) != 1 || n[0]["url"] != "https://vang.invalid/" || n[0]["stage"] != "fetch" {
		t.Errorf("failed: %v", n)
	}
	if n := all["summary"]; len(n) != 1 || n[0]["summary"].(map[string]any)["articles"] != 1.0 {
		t.Errorf("summary: %v", n)
	}
	for _, words := range []string{"unknown newspaper", "bao-hong", "--contact"} {
		if !strings.Contains(errOut, words) {
			t.Errorf("nothing of %q in %s", words, errOut)
		}
	}
	code, _, errOut = p.run(t, "crawl", "--log-json")
	if code != exitFailed || len(records(t, errOut)) < 3 {
		t.Errorf("a mistake: exit code %d, stderr %s", code, errOut)
	}
}

func TestLineLogger(t *testing.T) {
	var b bytes.Buffer
	l := lineLogger{log: slog.New(slog.NewJSONHandler(&b, nil))}
	for _, part := range []string{"one\ntw", "o\n\nbaotinh: ", "three", "\nfour"} {
		if n, err := l.Write([]byte(part)); n != len(part) || err != nil {
			t.Errorf("%d, %v", n, err)
		}
	}
	all := records(t, b.String())
	if len(all) != 3 || all["one"][0]["level"] != "INFO" || all["two"] == nil ||
		all["three"][0]["level"] != "WARN" {
		t.Errorf("%s", b.String())
	}
}

func TestHeartbeatOnceAMinute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute+time.Second)
		defer cancel()
		beats := 0
		heartbeat(ctx, func() { beats++ })
		if beats != 10 {
			t.Errorf("%d signs of life in ten minutes", beats)
		}
	})
}

func TestAliveLine(t *testing.T) {
	now := time.Date(2026, 3, 1, 4, 5, 6, 0, time.Local)
	m := library.Metrics{
		UptimeMS: 720_400, Pages: 310, Articles: 1, Failed: map[string]int{"fetch": 2, "extract": 1},
		Visits: map[string]int{"fetched": 310, "unmodified": 40}, LastVisit: now.Add(-3 * time.Second),
		NextDue: now.Add(time.Hour),
	}
	want := "alive: 12m0s; visits: fetched 310, unmodified 40; 310 pages, 1 article, 3 failed; " +
		"last visit 3s ago; next due 2026-03-01 05:05:06"
	if got := aliveLine(m, now); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := aliveLine(library.Metrics{}, now); got != "alive: 0s; 0 pages, 0 articles" {
		t.Errorf("got %q", got)
	}
}
