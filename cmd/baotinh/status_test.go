package main

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// A newspaper that has nothing new for long is named in the table, in the status and in the summary.
func TestSilenceIsSaid(t *testing.T) {
	p := newLocalPress(t, "")
	p.serve("/", frontPage())
	if code, _, errOut := p.run(t, "crawl", "baothu", "--delay", "1s"); code != exitDone {
		t.Fatalf("exit code %d, stderr %q", code, errOut)
	}
	var hours []string // one article every five hours, until twelve days ago
	for i := range 20 {
		hours = append(hours, fmt.Sprint(time.Now().Add(-12*24*time.Hour).Unix()/3600-int64(5*(20-i))))
	}
	file := filepath.Join(p.data, "status")
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	text = []byte(strings.Replace(string(text), `"newspaper": "baothu",`,
		`"newspaper": "baothu", "news": {"hours": [`+strings.Join(hours, ",")+`]},`, 1))
	if err := os.WriteFile(file, text, 0o666); err != nil {
		t.Fatal(err)
	}

	_, _, errOut := p.run(t, "crawl", "baothu", "--delay", "1s", "--revisit", "--lang", "en")
	if !strings.Contains(errOut, "; silent: baothu; ") ||
		!strings.Contains(errOut, "nothing new for 12d (usual gap 5h0m)\n") {
		t.Errorf("stderr %q", errOut)
	}
	_, out, _ := p.run(t, "newspapers", "status", "--asked")
	if !strings.Contains(out, "không có bài mới đã 12 ngày (thường cách nhau 5h0m)\n") {
		t.Errorf("stdout %q", out)
	}
	_, out, _ = p.run(t, "newspapers", "status", "--json", "baothu")
	if !strings.Contains(out, `"state":"silent"`) || !strings.Contains(out, `"usual_gap_ms":18000000`) {
		t.Errorf("stdout %q", out)
	}
	_, out, _ = p.run(t, "newspapers", "status", "--json", "--silent-after", "100", "baothu")
	if !strings.Contains(out, `"state":"ok"`) {
		t.Errorf("stdout %q", out)
	}
	_, out, _ = runs(t, "newspapers", "status", "--data", p.data, "--asked", "--lang", "en")
	if !strings.Contains(out, "\nbaothu ") {
		t.Errorf("without --newspapers: %q", out)
	}
}

// A newspaper that has asked for a pause is not asked by newspapers check either.
func TestCheckKeepsAPause(t *testing.T) {
	p := newLocalPress(t, "")
	p.serve("/", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "3600")
		w.WriteHeader(http.StatusServiceUnavailable)
	})
	p.run(t, "crawl", "baothu", "--delay", "1s", "--no-wait")
	asked := len(p.asked)
	code, out, _ := p.run(t, "newspapers", "check", "baothu", "--lang", "en")
	if code != exitPagesFailed || len(p.asked) > asked ||
		!strings.Contains(out, "it asked for a pause until") {
		t.Errorf("exit code %d, stdout %q, asked %q", code, out, p.asked[asked:])
	}
}
