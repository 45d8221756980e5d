package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"mime/multipart"
	"mime/quotedprintable"
	"net/http"
	"net/http/httptest"
	"net/mail"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"baotinh/cmd/baotinh/internal/deliver"
	"baotinh/cmd/baotinh/internal/export"
	"baotinh/cmd/baotinh/internal/mailbox"
	"baotinh/cmd/baotinh/internal/watch"
	"baotinh/pipeline/news"
)

var watchKills = flag.Int("watch-kills", 12, "how many processes of the test of watches are killed")

// A heard counts what sinks got: titles by the delivery that they came in.
type heard struct {
	mu         sync.Mutex
	deliveries map[string]string // what was in each, by its ID
	repeated   int               // that came again
	problems   []string
}

// take notes a delivery. One that is repeated must hold the same.
func (h *heard) take(id, content string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.deliveries == nil {
		h.deliveries = map[string]string{}
	}
	before, ok := h.deliveries[id]
	if ok {
		h.repeated++
	}
	if ok && before != content || id == "" {
		problem := fmt.Sprintf("delivery %q: %.200q, before %.200q", id, content, before)
		h.problems = append(h.problems, problem)
	}
	h.deliveries[id] = content
}

var toldTitle = regexp.MustCompile(`Bài số (\d+)`)

// check checks that each of n articles was told once in all deliveries.
func (h *heard) check(t *testing.T, sink string, n int) {
	t.Helper()
	h.mu.Lock()
	defer h.mu.Unlock()
	times := map[string]int{}
	for _, content := range h.deliveries {
		for _, m := range toldTitle.FindAllStringSubmatch(content, -1) {
			times[m[1]]++
		}
	}
	wrong := 0
	for i := range n {
		if got := times[fmt.Sprint(i)]; got != 1 {
			if wrong++; wrong < 5 {
				t.Errorf("%s: article %d was told %d times", sink, i, got)
			}
		}
	}
	if len(times) != n || wrong > 0 || len(h.problems) > 0 {
		t.Errorf("%s: %d articles, %d of them wrong, problems %q", sink, len(times), wrong, h.problems)
	}
	t.Logf("%s: %d articles in %d deliveries, %d of them repeated",
		sink, len(times), len(h.deliveries), h.repeated)
}

// hearMails notes the mails of a mailbox.
func (h *heard) hearMails(t *testing.T, mails []*mail.Message) {
	t.Helper()
	for _, m := range mails {
		_, boundary, _ := strings.Cut(m.Header.Get("Content-Type"), "boundary=")
		part, err := multipart.NewReader(m.Body, strings.Trim(boundary, `" `)).NextRawPart()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(quotedprintable.NewReader(part))
		if err != nil {
			t.Fatal(err)
		}
		h.take(m.Header.Get("Message-ID"), string(text))
	}
}

// TestKilledWatchesTellEachArticleOnce kills ingests, runs of watches and deliveries, some of these at the
// instant when the sink has the items and has not said so yet. Articles come in several batches. At the end
// each was told once by mail and by webhook, but for deliveries that were repeated under their ID.
func TestKilledWatchesTellEachArticleOnce(t *testing.T) {
	const batch = 300
	var hook, box heard
	k := newKiller(t)
	var running atomic.Pointer[os.Process]
	receiver := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		var e deliver.Event
		if err := json.NewDecoder(r.Body).Decode(&e); err != nil {
			return // of a process that was killed
		}
		var titles []string
		for _, i := range e.Items {
			titles = append(titles, i.Article.Title)
		}
		hook.take(r.Header.Get(deliver.HeaderDelivery), strings.Join(titles, "\n"))
		if p := running.Swap(nil); p != nil {
			_ = p.Kill() // it may have finished
		}
	}))
	defer receiver.Close()
	office, err := mailbox.New()
	if err != nil {
		t.Fatal(err)
	}
	defer office.Close()

	dir := t.TempDir()
	data := filepath.Join(dir, "data")
	output(t, "ingest", "--data", data, emptyFile(t, dir))
	watches := fmt.Sprintf("[smtp]\nhost = '127.0.0.1'\nport = %d\nplain = true\nfrom = 'a@example.vn'\n\n"+
		"[bai]\nquery = 'tiêu'\nmail = {to = ['b@example.vn']}\n"+
		"webhook = {url = '%s', allow = ['127.0.0.1']}\n", office.Port(), receiver.URL)
	if err := os.WriteFile(watch.Path(data), []byte(watches), 0o600); err != nil {
		t.Fatal(err)
	}
	output(t, "watch", "run", "--data", data)

	n := 0
	for kills := 0; kills < *watchKills; {
		file := filepath.Join(dir, fmt.Sprintf("batch-%d.jsonl", n/batch))
		writeTold(t, file, n, batch)
		n += batch
		for range 4 {
			k.killSoon(exec.Command("baotinh", "ingest", "--data", data, file), nil)
			k.killSoon(exec.Command("baotinh", "watch", "run", "--data", data), nil)
			kills += 2
		}
		output(t, "ingest", "--data", data, file)
		k.killSoon(exec.Command("baotinh", "watch", "run", "--data", data), &running)
	}
	output(t, "watch", "run", "--data", data)

	items, err := watch.Items(data, "bai", 0, 0)
	if err != nil || len(items) != n {
		t.Errorf("%d items, error %v, want %d", len(items), err, n)
	}
	hook.check(t, "webhook", n)
	box.hearMails(t, office.Mails())
	box.check(t, "mail", n)
}

// killSoon starts a process and kills it within 300 ms, unless it has finished, or lets others kill it, who
// find it in running.
func (k *killer) killSoon(c *exec.Cmd, running *atomic.Pointer[os.Process]) {
	k.t.Helper()
	if err := c.Start(); err != nil {
		k.t.Fatal(err)
	}
	life := time.Duration(k.random.IntN(300)) * time.Millisecond
	if running != nil {
		running.Store(c.Process)
		life = time.Minute
	}
	after := time.AfterFunc(life, func() {
		_ = c.Process.Kill() // it may have finished
	})
	_ = c.Wait() // killed, mostly
	after.Stop()
	if running != nil {
		running.Store(nil)
	}
}

func emptyFile(t *testing.T, dir string) string {
	t.Helper()
	path := filepath.Join(dir, "empty.jsonl")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// writeTold writes n articles from a number on as JSON Lines. Each third one is undated, each third one old.
func writeTold(t *testing.T, path string, from, n int) {
	t.Helper()
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	out := export.NewEncoder(file)
	for i := from; i < from+n; i++ {
		a := news.Article{
			URL: fmt.Sprintf("https://baomau.example/tieu-%d.html", i), Title: fmt.Sprintf("Bài số %d", i),
			Blocks: []news.Block{{Kind: news.Paragraph, Text: fmt.Sprintf("Vườn tiêu thứ %d.", i*7919)}},
		}
		if i%3 > 0 {
			day := time.Date(2026-10*(i%3-1), 7, 27, 0, 0, 0, 0, news.Vietnam)
			a.Published = news.Date{Time: day, Precision: news.Day}
		}
		if err := out.Encode(a); err != nil {
			t.Fatal(err)
		}
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
}
