package deliver

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/mail"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"baotinh/cmd/baotinh/internal/library"
	"baotinh/cmd/baotinh/internal/mailbox"
	"baotinh/cmd/baotinh/internal/watch"
	"baotinh/index"
	"baotinh/pipeline/news"
)

// A desk is a data folder with a watch "lu" that has told items.
type desk struct {
	t   *testing.T
	dir string
	n   int // items
}

// tell appends items to those of the watch.
func (d *desk) tell(items ...watch.Item) {
	d.t.Helper()
	path := filepath.Join(d.dir, "watches", "lu", "items.jsonl")
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		d.t.Fatal(err)
	}
	file, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o666)
	if err != nil {
		d.t.Fatal(err)
	}
	defer file.Close()
	for _, i := range items {
		d.n++
		i.Watch, i.Number = "lu", d.n
		if err := json.NewEncoder(file).Encode(i); err != nil {
			d.t.Fatal(err)
		}
	}
}

func item(title string) watch.Item {
	id := news.NewID("https://baomau.example/" + title)
	return watch.Item{
		Kind: watch.New, Told: time.Date(2026, 11, 30, 6, 0, 0, 0, news.Vietnam),
		Article: index.Hit{
			ID: id, Title: title, URL: "https://baomau.example/" + string(id), Newspaper: "Báo Mẫu",
			Snippet: "Nước <mark>lũ</mark> &lt;về&gt;",
		},
		Story: watch.Story{ID: id, Articles: 1},
	}
}

// run delivers at a time.
func (d *desk) run(now time.Time) []Outcome {
	d.t.Helper()
	set, err := watch.Load(d.dir)
	if err != nil {
		d.t.Fatal(err)
	}
	f, err := watch.Open(library.In(d.dir))
	if err != nil {
		d.t.Fatal(err)
	}
	defer f.Close()
	if err := f.Prepare(set, now); err != nil {
		d.t.Fatal(err)
	}
	return Run(d.t.Context(), f, set, Options{Now: now, Pause: []time.Duration{1, 1}})
}

func newDesk(t *testing.T, watches string) *desk {
	t.Helper()
	d := &desk{t: t, dir: t.TempDir()}
	if err := os.WriteFile(watch.Path(d.dir), []byte(watches), 0o666); err != nil {
		t.Fatal(err)
	}
	return d
}

// A hook counts what it gets, by delivery.
type hook struct {
	*httptest.Server
	mu       sync.Mutex
	answers  []int // to the first requests; later ones get 204
	requests int
	ids      []string
	events   []Event
	problem  string
}

func newHook(t *testing.T, secret string, answers ...int) *hook {
	h := &hook{answers: answers}
	h.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h.mu.Lock()
		defer h.mu.Unlock()
		body, _ := io.ReadAll(r.Body)
		mac := hmac.New(sha256.New, []byte(secret))
		mac.Write(body)
		if secret != "" && r.Header.Get(HeaderSignature) != hex.EncodeToString(mac.Sum(nil)) {
			h.problem = "signature " + r.Header.Get(HeaderSignature)
		}
		var e Event
		if err := json.Unmarshal(body, &e); err != nil || e.Event != r.Header.Get(HeaderEvent) ||
			e.Delivery != r.Header.Get(HeaderDelivery) {
			h.problem = fmt.Sprintf("body %s, error %v", body, err)
		}
		h.requests++
		h.ids = append(h.ids, e.Delivery)
		if h.requests <= len(h.answers) && h.answers[h.requests-1] != http.StatusOK {
			w.WriteHeader(h.answers[h.requests-1])
			return
		}
		h.events = append(h.events, e)
		w.WriteHeader(http.StatusNoContent)
	}))
	t.Cleanup(h.Close)
	return h
}

// titles returns the titles of all items that were acknowledged.
func (h *hook) titles() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	var all []string
	for _, e := range h.events {
		for _, i := range e.Items {
			all = append(all, i.Article.Title)
		}
	}
	return strings.Join(all, " ")
}

const hookWatch = "[lu]\nname = 'Lũ'\nquery = 'lũ'\nwebhook = {url = '%s', secret_file = 'hook.key', " +
	"allow = ['127.0.0.1']}\n"

func TestWebhookGetsEachItemOnce(t *testing.T) {
	h := newHook(t, "bí mật", 503, 429)
	d := newDesk(t, fmt.Sprintf(hookWatch, h.URL))
	if err := os.WriteFile(filepath.Join(d.dir, "hook.key"), []byte("bí mật\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	d.tell(item("trước")) // before there was a webhook
	if got := d.run(now); got != nil {
		t.Errorf("nothing is new: %+v", got)
	}
	d.tell(item("một"), item("hai"))
	for range 2 {
		d.run(now)
	}
	for range 150 {
		d.tell(item("nhiều"))
	}
	d.run(now)
	if got, want := h.titles(), "một hai"+strings.Repeat(" nhiều", 150); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if h.problem != "" || h.requests != 5 || h.ids[0] != h.ids[1] || h.ids[1] != h.ids[2] {
		t.Errorf("%d requests with IDs %q, problem %q", h.requests, h.ids, h.problem)
	}
}

// A delivery that failed is sent again as it was, with its ID, though more was told meanwhile.
func TestAFailedWebhookIsSentAgain(t *testing.T) {
	h := newHook(t, "", 500, 500, 500, 400)
	d := newDesk(t, fmt.Sprintf(strings.Replace(hookWatch, "secret_file = 'hook.key', ", "", 1), h.URL))
	d.run(time.Now())
	d.tell(item("một"))
	for _, want := range []struct {
		tries int
		err   string
	}{{3, "webhook answered 500 Internal Server Error"}, {4, "webhook answered 400 Bad Request"}} {
		got := d.run(time.Now())
		if len(got) != 1 || got[0].Err == nil || got[0].Err.Error() != want.err {
			t.Fatalf("outcomes %+v, want %q", got, want.err)
		}
		st, err := watch.ReadSink(d.dir, "lu", watch.ByWebhook)
		if err != nil || st.Failure == nil || st.Failure.Tries != want.tries || st.Failure.Error != want.err {
			t.Errorf("state %+v, %v, want %+v", st, err, want)
		}
		d.tell(item("sau"))
	}
	d.run(time.Now())
	if got := h.titles(); got != "một sau sau" {
		t.Errorf("got %q", got)
	}
	if len(slices.Compact(h.ids[:5])) != 1 || h.ids[5] == h.ids[4] {
		t.Errorf("IDs %q, want five times one and another one", h.ids)
	}
}

func TestWebhookToTheOwnNetworkIsRefused(t *testing.T) {
	for _, tt := range []struct {
		address, url string
		allow        []string
		ok           bool
	}{
		{"127.0.0.1:80", "http://a.example/", nil, false},
		{"10.1.2.3:80", "http://a.example/", nil, false},
		{"169.254.169.254:80", "http://a.example/", nil, false},
		{"[::1]:80", "http://a.example/", nil, false},
		{"[::ffff:192.168.1.1]:80", "http://a.example/", nil, false},
		{"[fe80::1%eth0]:80", "http://a.example/", nil, false},
		{"[fd00::1]:80", "http://a.example/", nil, false},
		{"[64:ff9b::7f00:1]:80", "http://a.example/", nil, false},
		{"100.64.0.1:80", "http://a.example/", nil, false},
		{"0.0.0.0:80", "http://a.example/", nil, false},
		{"224.0.0.1:80", "http://a.example/", nil, false},
		{"8.8.8.8:443", "https://a.example/", nil, true},
		{"[2001:4860::8888]:443", "https://a.example/", nil, true},
		{"10.1.2.3:80", "http://a.example/", []string{"10.1.2.3"}, true},
		{"10.1.2.3:80", "http://a.example/", []string{"10.1.0.0/16"}, true},
		{"10.2.2.3:80", "http://a.example/", []string{"10.1.0.0/16"}, false},
		{"10.2.2.3:80", "http://noi-bo.example/", []string{"Noi-Bo.example"}, true},
		{"10.2.2.3:80", "http://khac.example/", []string{"noi-bo.example"}, false},
	} {
		err := checkAddress(tt.address, &watch.Webhook{URL: tt.url, Allow: tt.allow})
		if (err == nil) != tt.ok {
			t.Errorf("%s named %q: %v, want it allowed: %v", tt.address, tt.allow, err, tt.ok)
		}
	}

	h := newHook(t, "")
	d := newDesk(t, "[lu]\nquery = 'lũ'\nwebhook = {url = '"+h.URL+"'}\n")
	d.run(time.Now())
	d.tell(item("một"))
	got := d.run(time.Now())
	if h.requests != 0 || len(got) != 1 || !strings.Contains(got[0].Err.Error(), "`allow` does not name") {
		t.Errorf("%d requests, outcomes %+v", h.requests, got)
	}
}

func TestWebhookFollowsNoRedirect(t *testing.T) {
	target := newHook(t, "")
	from := httptest.NewServer(http.RedirectHandler(target.URL, http.StatusTemporaryRedirect))
	t.Cleanup(from.Close)
	d := newDesk(t, "[lu]\nquery = 'lũ'\nwebhook = {url = '"+from.URL+"', allow = ['127.0.0.1']}\n")
	d.run(time.Now())
	d.tell(item("một"))
	if got := d.run(time.Now()); len(got) != 1 || got[0].Err == nil || target.requests != 0 {
		t.Errorf("outcomes %+v, %d requests", got, target.requests)
	}
}

// A postOffice is a mail server of a test.
type postOffice struct{ *mailbox.Mailbox }

func newPostOffice(t *testing.T) postOffice {
	t.Helper()
	m, err := mailbox.New()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { m.Close() })
	return postOffice{m}
}

func (p postOffice) config() string {
	return fmt.Sprintf("[smtp]\nhost = '127.0.0.1'\nport = %d\nplain = true\n"+
		"from = 'Báo Tỉnh <bao@example.vn>'\n\n", p.Port())
}

// subjects returns the subjects of all mails.
func (p postOffice) subjects(t *testing.T) []string {
	t.Helper()
	var all []string
	for _, m := range p.Mails() {
		subject, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, subject)
	}
	return all
}

func TestADigestIsMailedWhenItIsDue(t *testing.T) {
	p := newPostOffice(t)
	d := newDesk(t, p.config()+"[lu]\nname = 'Lũ'\nquery = 'lũ'\n"+
		"mail = {to = ['a@example.vn', 'b@example.vn'], at = '06:30', days = 'T2-T6'}\n")
	friday := time.Date(2026, 11, 27, 6, 0, 0, 0, news.Vietnam)
	day := func(n, hour int) time.Time { return friday.AddDate(0, 0, n).Add(time.Duration(hour) * time.Hour) }
	d.run(day(0, 0))
	d.tell(item("một"))
	for _, step := range []struct {
		now  time.Time
		want []string
	}{
		{day(0, 0), nil},
		{day(0, 1), []string{"Điểm tin Lũ 27/11: 1 tin, 1 bài"}},
		{day(0, 2), nil},
		{day(1, 1), nil}, // Saturday
		{day(2, 1), nil},
		{day(3, 0), nil},
		{day(3, 5), []string{"Điểm tin Lũ 30/11: 2 tin, 2 bài"}},
		{day(4, 1), nil}, // nothing is new
		{day(4, 2), nil},
	} {
		before := len(p.subjects(t))
		for _, o := range d.run(step.now) {
			if o.Err != nil {
				t.Errorf("%v: %v", step.now, o.Err)
			}
		}
		if got := p.subjects(t)[before:]; !slices.Equal(got, step.want) {
			t.Errorf("%v: mails %q, want %q", step.now, got, step.want)
		}
		if step.now.Equal(day(0, 2)) {
			d.tell(item("hai"), item("ba"))
		}
	}
}

// A mail that the server took, but whose acknowledgement was lost, is sent again with its Message-ID.
func TestAMailIsSentAgainUnderItsID(t *testing.T) {
	p := newPostOffice(t)
	d := newDesk(t, p.config()+"[lu]\nquery = 'lũ'\nmail = {to = ['a@example.vn'], lang = 'en'}\n")
	d.run(time.Now())
	d.tell(item("một"))
	p.SetDeaf(true)
	if got := d.run(time.Now()); len(got) != 1 || got[0].Err == nil {
		t.Errorf("outcomes %+v, want a failure", got)
	}
	p.SetDeaf(false)
	d.tell(item("hai"))
	for range 3 {
		d.run(time.Now())
	}
	if len(p.Mails()) != 3 {
		t.Fatalf("%d mails, want the first one twice and one more", len(p.Mails()))
	}
	id := func(n int) string { return p.Mails()[n].Header.Get("Message-ID") }
	if id(0) != id(1) || id(1) == id(2) || !strings.HasSuffix(id(0), "@example.vn>") {
		t.Errorf("IDs %q, %q, %q", id(0), id(1), id(2))
	}
}

func TestAMailMayHaveAWorkbook(t *testing.T) {
	w := &watch.Watch{Name: "lu", Query: "lũ", Mail: &watch.Mail{To: []string{"a@example.vn"}, XLSX: true}}
	made := time.Date(2026, 11, 30, 6, 30, 0, 0, news.Vietnam)
	text, err := Message(watch.NewDigest(w, []watch.Item{item("một")}, made), nil, "")
	if err != nil {
		t.Fatal(err)
	}
	m, err := mail.ReadMessage(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	_, parameters, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil {
		t.Fatal(err)
	}
	parts := multipart.NewReader(m.Body, parameters["boundary"])
	var names []string
	for part, err := parts.NextPart(); err == nil; part, err = parts.NextPart() {
		names = append(names, part.FileName())
	}
	if !slices.Equal(names, []string{"", "lu-2026-11-30.xlsx"}) {
		t.Errorf("parts %q of\n%.800s", names, text)
	}
}

func TestMailNeedsStartTLS(t *testing.T) {
	p := newPostOffice(t)
	config := strings.Replace(p.config(), "plain = true\n", "", 1)
	d := newDesk(t, config+"[lu]\nquery = 'lũ'\nmail = {to = ['a@example.vn']}\n")
	d.run(time.Now())
	d.tell(item("một"))
	if got := d.run(time.Now()); len(got) != 1 || got[0].Err == nil || len(p.Mails()) != 0 {
		t.Errorf("outcomes %+v, %d mails without STARTTLS", got, len(p.Mails()))
	}
}

func TestADigestIsText(t *testing.T) {
	bad := item("<script>alert(1)</script>\r\nBcc: x@example.vn\x00\x1b[2J")
	bad.Article.URL = "javascript:alert(1)"
	bad.Sapo = `"><img src=x onerror=alert(1)>`
	bad.Changes = []watch.Correction{{Field: "text", Removed: []string{"<b>cũ"}, Added: []string{"<i>mới"}}}
	other := item("Tin đăng lại")
	other.Story.ID = bad.Story.ID
	w := &watch.Watch{Name: "lu", Title: "Lũ\r\nBcc: y@example.vn", Query: "<lũ>", Collapse: "story",
		Mail: &watch.Mail{To: []string{"a@example.vn"}}}
	d := watch.NewDigest(w, []watch.Item{bad, other}, time.Date(2026, 11, 30, 6, 30, 0, 0, news.Vietnam))
	page, err := HTML(d, "https://kho.example.vn/", wordsIn(""))
	if err != nil {
		t.Fatal(err)
	}
	for _, not := range []string{"<script", "<img", "javascript:", "<b>", "<i>", "\x00", "\x1b"} {
		if strings.Contains(page, not) {
			t.Errorf("HTML has %q:\n%s", not, page)
		}
	}
	for _, part := range []string{
		"1 tin, 2 bài", "<mark>lũ</mark> &lt;về&gt;", "<del>&lt;b&gt;cũ</del>",
		`href="https://kho.example.vn/bai/` + string(bad.Article.ID) + `"`,
	} {
		if !strings.Contains(page, part) {
			t.Errorf("HTML lacks %q:\n%s", part, page)
		}
	}
	text, err := Text(d, "", wordsIn("en"))
	const changed = "   Removed: <b>cũ\n   Added: <i>mới\n   - Tin đăng lại [new]\n"
	if err != nil || !strings.Contains(text, changed) {
		t.Errorf("text, error %v:\n%s", err, text)
	}
	message, err := Message(d, nil, "")
	if err != nil {
		t.Fatal(err)
	}
	m, err := mail.ReadMessage(strings.NewReader(string(message)))
	if err != nil || m.Header.Get("Bcc") != "" || m.Header.Get("To") != "<a@example.vn>" {
		t.Errorf("header %v, error %v", m.Header, err)
	}
}
