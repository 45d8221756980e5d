package pipeline

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"net/textproto"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"baotinh/pipeline/news"
)

var errNoArticle = errors.New("no article")

// titles is an Extractor: the body is the title, and "front" holds no article.
type titles struct{}

func (titles) Extract(p *news.Page) (*news.Article, error) {
	switch string(p.Body) {
	case "front":
		return nil, errNoArticle
	case "broken":
		return nil, errors.New("cannot be read")
	}
	return &news.Article{ID: news.NewID(p.URL), URL: p.URL, Title: string(p.Body)}, nil
}

// A journal is an archive, a ledger, a frontier and a sink that notes its calls in order.
type journal struct {
	entries []string
	end     news.Position
	known   map[string]bool // URL and digest
	failPut error
	full    error // of Append
}

func (d *journal) note(format string, args ...any) {
	d.entries = append(d.entries, fmt.Sprintf(format, args...))
}

func (d *journal) Append(p *news.Page) (news.Position, error) {
	if d.full != nil {
		return d.end, d.full
	}
	d.end.Offset++
	d.note("append %s", p.URL)
	return d.end, nil
}
func (d *journal) Revisit(r news.Revisit) (news.Position, error) {
	d.end.Offset++
	d.note("revisit %s", r.Answer.URL)
	return d.end, nil
}
func (d *journal) AppendAnswer(p *news.Page) (news.Position, error) {
	d.end.Offset++
	d.note("answer %s", p.URL)
	return d.end, nil
}
func (d *journal) End() news.Position { return d.end }
func (d *journal) Sync() error        { d.note("sync"); return nil }

func (d *journal) Recorded(url, digest string) bool { return d.known[url+digest] }
func (d *journal) Record(p *news.Page) error        { d.note("record %s", p.URL); return nil }
func (d *journal) Commit(at news.Position) error    { d.note("commit %d", at.Offset); return nil }

func (d *journal) Put(_ context.Context, a *news.Article) error {
	d.note("put %s", a.URL)
	return d.failPut
}
func (d *journal) Checkpoint(_ context.Context, at news.Position) error {
	d.note("checkpoint %d", at.Offset)
	return nil
}
func (d *journal) Flush(context.Context) error { d.note("flush"); return nil }

func sequence(pages ...*news.Page) iter.Seq2[*news.Page, error] {
	return func(yield func(*news.Page, error) bool) {
		for _, p := range pages {
			if !yield(p, nil) {
				return
			}
		}
	}
}

func page(url, body string) *news.Page { return &news.Page{URL: url, Body: []byte(body)} }

func TestRunSkipsAndCountsFailedPages(t *testing.T) {
	d := &journal{}
	var reported []string
	pages := func(yield func(*news.Page, error) bool) {
		_ = yield(page("a", "Một"), nil) &&
			yield(nil, &StageError{StageRead, "x.html", errors.New("no such file")}) &&
			yield(page("b", "broken"), nil) && yield(page("c", "front"), nil) && yield(page("d", "Hai"), nil)
	}

	r := Run{
		Extractor: titles{}, Sink: d,
		NoArticle: func(_ *news.Page, err error) bool { return errors.Is(err, errNoArticle) },
		Report:    func(err *StageError) { reported = append(reported, err.Error()) },
	}

	if err := r.Ingest(t.Context(), pages); err != nil {
		t.Fatal(err)
	}
	if stats := r.Stats; stats.Pages != 4 || stats.Articles != 2 || stats.NoArticle != 1 ||
		stats.Failures() != 2 {
		t.Errorf("stats %+v, want 4 pages, 2 articles, 1 without, 2 failed", stats)
	}
	want := []string{"read x.html: no such file", "extract b: cannot be read"}
	if !slices.Equal(reported, want) {
		t.Errorf("reported %q, want %q", reported, want)
	}
	if want := []string{"put a", "put d", "flush"}; !slices.Equal(d.entries, want) {
		t.Errorf("sink saw %q, want %q", d.entries, want)
	}
}

func TestRunEndsWhenTheSinkFailsAndStillFlushes(t *testing.T) {
	full := errors.New("no space left on device")
	d := &journal{failPut: full}
	r := Run{Extractor: titles{}, Sink: d}
	err := r.Ingest(t.Context(), sequence(page("a", "Một"), page("b", "Hai")))
	if !errors.Is(err, full) || !strings.Contains(err.Error(), "index a: ") {
		t.Errorf("error %v, want one about a that wraps %v", err, full)
	}
	if last := d.entries[len(d.entries)-1]; last != "flush" {
		t.Errorf("last entry %q, want flush", last)
	}
}

func (d *journal) Clean(a *news.Article) { d.note("clean %s", a.URL) }

func TestRunCleansEachArticleBeforeItIsPut(t *testing.T) {
	d := &journal{}
	r := Run{
		Extractor: titles{}, Cleaner: d, Sink: d,
		NoArticle: func(*news.Page, error) bool { return true },
	}
	if err := r.Ingest(t.Context(), sequence(page("a", "Một"), page("b", "front"),
		page("c", "Hai"))); err != nil {
		t.Fatal(err)
	}
	if want := []string{"clean a", "put a", "clean c", "put c", "flush"}; !slices.Equal(d.entries, want) {
		t.Errorf("got %q, want %q", d.entries, want)
	}
}

func TestRunTakesArticlesThatCameWithoutTheirPage(t *testing.T) {
	body, err := json.Marshal(news.Article{URL: "https://baomau.example/a", Title: "Một"})
	if err != nil {
		t.Fatal(err)
	}
	p := &news.Page{
		URL: "https://baomau.example/a", Body: body,
		Header: textproto.MIMEHeader{"Content-Type": {news.ArticleType}},
	}
	a, err := Article(titles{}, p)
	if err != nil {
		t.Fatal(err)
	}
	if a.Title != "Một" || a.ID != news.NewID(p.URL) {
		t.Errorf("got %q with ID %q", a.Title, a.ID)
	}
}

func TestRunTakesArticlesThatAreDecodedAlready(t *testing.T) {
	p := &news.Page{
		URL: "https://baomau.example/a", Body: []byte("not decoded again"),
		Header:  textproto.MIMEHeader{"Content-Type": {news.ArticleType}},
		Article: &news.Article{URL: "https://baomau.example/a", Title: "Một"},
	}
	a, err := Article(titles{}, p)
	if err != nil {
		t.Fatal(err)
	}
	if a != p.Article || a.ID != news.NewID(p.URL) {
		t.Errorf("got %+v", a)
	}
}

func TestKeepYieldsAPageOnlyOnceItIsOnDisk(t *testing.T) {
	d := &journal{}
	kept := Keep(t.Context(), sequence(page("a", "Một"), page("b", "Hai")), d, d, nil)
	for p, err := range kept {
		if err != nil {
			t.Fatal(err)
		}
		d.note("yield %s at %d", p.URL, p.End.Offset)
	}
	want := []string{
		"append a", "record a", "append b", "record b", "sync", "commit 2", "yield a at 1", "yield b at 2",
	}
	if !slices.Equal(d.entries, want) {
		t.Errorf("got %q, want %q", d.entries, want)
	}
}

func TestKeepLeavesOutWhatTheArchiveHas(t *testing.T) {
	a, b := page("a", "Một"), page("b", "Hai")
	d := &journal{known: map[string]bool{a.URL + a.Digest(): true}}
	var unchanged, kept []string
	for p := range Keep(t.Context(), sequence(a, b), d, d,
		func(p *news.Page) { unchanged = append(unchanged, p.URL) }) {
		kept = append(kept, p.URL)
	}
	if !slices.Equal(unchanged, []string{"a"}) || !slices.Equal(kept, []string{"b"}) {
		t.Errorf("unchanged %q, kept %q, want [a] and [b]", unchanged, kept)
	}
}

func TestKeepEndsWithItsContextThoughAllIsUnchanged(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	a := page("a", "Một")
	d := &journal{known: map[string]bool{a.URL + a.Digest(): true}}
	endless := func(yield func(*news.Page, error) bool) {
		for yield(a, nil) {
		}
	}
	for range Keep(ctx, endless, d, d, func(*news.Page) { cancel() }) {
		t.Error("yielded a page that is unchanged")
	}
}

// A web is a Fetcher and a Frontier over made-up pages: the body of a page is the URLs it links to.
type web struct {
	journal
	pages  map[string]string
	errs   map[string]error
	queue  []string
	seen   map[string]bool
	slow   map[string]time.Duration
	digest map[string]string
}

func (w *web) Ready(string) time.Time { return time.Time{} }

func (w *web) Fetch(ctx context.Context, r news.Request) (*news.Page, error) {
	select {
	case <-time.After(w.slow[r.URL]):
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
	if err := w.errs[r.URL]; err != nil {
		return nil, err
	}
	return page(r.URL, w.pages[r.URL]), nil
}

func (w *web) Next(time.Time, func(string) time.Time) (news.Visit, time.Duration, bool, error) {
	if len(w.queue) == 0 {
		return news.Visit{}, 0, false, nil
	}
	url := w.queue[0]
	w.queue = w.queue[1:]
	return news.Visit{Link: news.Link{URL: url}, Digest: w.digest[url]}, 0, true, nil
}

func (w *web) Add(links []news.Link) (int, error) {
	for _, l := range links {
		if !w.seen[l.URL] {
			w.seen[l.URL] = true
			w.queue = append(w.queue, l.URL)
		}
	}
	return len(links), nil
}

func (w *web) Done(o news.Outcome) error {
	w.note("done %s %s", o.URL, o.Result)
	return nil
}

func links(p *news.Page) ([]news.Link, error) {
	var found []news.Link
	for url := range strings.FieldsSeq(string(p.Body)) {
		found = append(found, news.Link{URL: url})
	}
	return found, nil
}

func (w *web) crawl() *Crawl {
	w.seen = map[string]bool{}
	for _, url := range w.queue {
		w.seen[url] = true
	}
	classify := func(error) news.Outcome { return news.Outcome{Result: news.Failed} }
	return &Crawl{Fetcher: w, Frontier: w, Archive: w, Links: links, Classify: classify, Workers: 4}
}

func TestCrawlFollowsLinksUntilNothingIsDue(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &web{
			queue: []string{"front"},
			pages: map[string]string{"front": "a b front", "a": "b c", "b": "", "c": "front"},
			slow:  map[string]time.Duration{"front": time.Minute, "a": 10 * time.Second, "b": time.Second},
		}
		var got []string
		for p, err := range w.crawl().Pages(t.Context()) {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, p.URL)
		}
		slices.Sort(got)
		if want := []string{"a", "b", "c", "front"}; !slices.Equal(got, want) {
			t.Errorf("fetched %q, want %q", got, want)
		}
	})
}

func TestCrawlArchivesBeforeTheFrontierSaysDone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &web{queue: []string{"a"}, pages: map[string]string{"a": ""}}
		for p := range w.crawl().Pages(t.Context()) {
			w.note("yield %s", p.URL)
		}
		want := []string{"append a", "done a fetched", "sync", "commit 1", "yield a"}
		if !slices.Equal(w.entries, want) {
			t.Errorf("got %q, want %q", w.entries, want)
		}
	})
}

func TestCrawlEndsAtOnceWhenTheDiskIsFull(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &web{queue: []string{"a", "b"}, pages: map[string]string{"a": "c", "b": ""}}
		w.slow = map[string]time.Duration{"b": time.Minute}
		w.full = errors.New("no space left on device")
		began := time.Now()
		var got error
		for _, err := range w.crawl().Pages(t.Context()) {
			got = err
		}
		if !errors.Is(got, w.full) || time.Since(began) > 0 {
			t.Errorf("%v after %v", got, time.Since(began))
		}
	})
}

func TestIngestEndsACrawlAtOnceWhenTheSinkFails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &web{queue: []string{"a", "b"}, pages: map[string]string{"a": "c", "b": ""}}
		w.slow = map[string]time.Duration{"a": 2 * time.Second, "b": time.Minute}
		sink := &web{} // not w: it is written beside the crawl
		sink.failPut = errors.New("no space left on device")
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		r := Run{Extractor: titles{}, Sink: sink, Workers: 1, Stop: stop}
		began := time.Now()
		err := r.Ingest(ctx, w.crawl().Pages(ctx))
		if !errors.Is(err, sink.failPut) || time.Since(began) > 3*time.Second {
			t.Errorf("%v after %v", err, time.Since(began))
		}
	})
}

func TestCrawlDoesNotArchiveTheSameBodyTwice(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &web{queue: []string{"a"}, pages: map[string]string{"a": "b"}}
		w.digest = map[string]string{"a": page("a", "b").Digest()}
		for p := range w.crawl().Pages(t.Context()) {
			t.Errorf("yielded %s, whose body is known", p.URL)
		}
		want := []string{"revisit a", "done a unmodified", "sync", "commit 1"}
		if !slices.Equal(w.entries, want) {
			t.Errorf("got %q, want %q", w.entries, want)
		}
	})
}

func TestCrawlReportsAFailedVisitAndGoesOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		down := errors.New("503 Service Unavailable")
		w := &web{queue: []string{"a", "b"}, errs: map[string]error{"a": down},
			pages: map[string]string{"b": ""}}
		var got []string
		for p, err := range w.crawl().Pages(t.Context()) {
			if err != nil {
				got = append(got, err.Error())
				continue
			}
			got = append(got, p.URL)
		}
		slices.Sort(got)
		if want := []string{"b", "fetch a: 503 Service Unavailable"}; !slices.Equal(got, want) {
			t.Errorf("got %q, want %q", got, want)
		}
	})
}

// A flaky Fetcher fails the first time.
type flaky struct {
	*web
	calls atomic.Int32
}

func (f *flaky) Fetch(ctx context.Context, r news.Request) (*news.Page, error) {
	if f.calls.Add(1) == 1 {
		return nil, errors.New("503 Service Unavailable")
	}
	return f.web.Fetch(ctx, r)
}

func TestCrawlReportsNoFailureThatALaterVisitMadeGood(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &web{queue: []string{"a", "a"}}
		c := w.crawl()
		c.Fetcher, c.Workers = &flaky{web: w}, 1
		for _, err := range c.Pages(t.Context()) {
			if err != nil {
				t.Errorf("reported %v", err)
			}
		}
	})
}

func TestCrawlKeepsWhatItHasWhenCalledOff(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeoutCause(t.Context(), time.Minute, errors.New("time is up"))
		defer cancel()
		w := &web{
			queue: []string{"a", "b"}, pages: map[string]string{"a": "", "b": ""},
			slow: map[string]time.Duration{"b": time.Hour},
		}
		var last error
		for _, err := range w.crawl().Pages(ctx) {
			last = err
		}
		if last == nil || last.Error() != "time is up" {
			t.Errorf("last error %v, want time is up", last)
		}
		if !slices.Contains(w.entries, "commit 1") || slices.Contains(w.entries, "done b failed") {
			t.Errorf("got %q, want a committed and b not failed", w.entries)
		}
	})
}

func TestCrawlStopsAtItsLimit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &web{queue: []string{"a", "b", "c"}, pages: map[string]string{}}
		c := w.crawl()
		c.Limit = 2
		n := 0
		for range c.Pages(t.Context()) {
			n++
		}
		if n != 2 {
			t.Errorf("%d pages, want 2", n)
		}
	})
}
