package frontier

import (
	"errors"
	"fmt"
	"net/textproto"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"baotinh/pipeline/news"
)

func link(url string, kind news.Kind) news.Link {
	return news.Link{URL: url, Kind: kind, Newspaper: "a"}
}

func articles(urls ...string) []news.Link {
	var links []news.Link
	for _, url := range urls {
		links = append(links, link(url, news.KindArticle))
	}
	return links
}

func listed(url, day string) news.Link {
	t, err := time.ParseInLocation("2006-01-02", day, news.Vietnam)
	if err != nil {
		panic(err)
	}
	l := link(url, news.KindArticle)
	l.FeedDate = news.Date{Time: t, Precision: news.Day, Evidence: news.EvidenceFeed}
	return l
}

func always(string) time.Time { return time.Time{} }

// A site is a frontier in a bubble of synctest, where a visit takes no time.
type site struct {
	*Frontier
	t    *testing.T
	path string
}

func run(t *testing.T, test func(s *site)) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "frontier.db")
	synctest.Test(t, func(t *testing.T) {
		s := &site{t: t, path: path}
		s.reopen()
		test(s)
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
}

// reopen opens the frontier as a process does that follows one that was killed.
func (s *site) reopen() {
	s.t.Helper()
	if s.Frontier != nil {
		s.must(s.Close())
	}
	f, err := Open(s.path)
	s.must(err)
	s.Frontier = f
}

func (s *site) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

func (s *site) add(want int, links ...news.Link) {
	s.t.Helper()
	got, err := s.Add(links)
	s.must(err)
	if got != want {
		s.t.Errorf("Add: %d new, want %d", got, want)
	}
}

// next returns the URL that is next, or how long to wait.
func (s *site) next() string {
	s.t.Helper()
	v, wait, ok, err := s.Next(time.Now(), always)
	s.must(err)
	if !ok {
		return wait.String()
	}
	return v.URL
}

func (s *site) want(want ...string) {
	s.t.Helper()
	var got []string
	for range want {
		got = append(got, s.next())
	}
	if diff := cmp.Diff(want, got); diff != "" {
		s.t.Errorf("Next (-want +got):\n%s", diff)
	}
}

func page(url, body string) *news.Page {
	return &news.Page{
		URL: url, Status: 200, Body: []byte(body), Fetched: time.Now(),
		Header: textproto.MIMEHeader{"Etag": {`"` + body + `"`}, "Last-Modified": {"x"}},
	}
}

func (s *site) fetched(url, body string) {
	s.t.Helper()
	s.must(s.Done(news.Outcome{URL: url, Result: news.Fetched, Page: page(url, body), Links: 9, New: 1}))
}

func (s *site) done(url string, r news.Result) {
	s.t.Helper()
	s.must(s.Done(news.Outcome{URL: url, Result: r}))
}

func (s *site) get(url string) visit {
	s.t.Helper()
	v, known, err := s.Frontier.get(url)
	s.must(err)
	if !known {
		s.t.Fatalf("%s is unknown", url)
	}
	return *v
}

func TestTheNewestArticlesComeFirst(t *testing.T) {
	run(t, func(s *site) {
		known := link("https://a.vn/known", news.KindArticle)
		s.add(1, known)
		s.want(known.URL)
		s.fetched(known.URL, "x")
		time.Sleep(25 * time.Hour) // it is due again
		s.add(4,
			listed("https://a.vn/2025", "2000-01-01"),
			listed("https://a.vn/1969", "1969-01-01"),
			listed("https://a.vn/2026", "2000-01-02"),
			listed("https://a.vn/future", "2044-01-01"), // a mistake: undated
		)
		if v := s.get("https://a.vn/future"); !v.FeedDate.IsZero() {
			t.Errorf("date %v", v.FeedDate)
		}
		for _, want := range []string{"2026", "2025", "1969", "known", "future"} {
			s.want("https://a.vn/" + want)
			s.fetched("https://a.vn/"+want, "x")
		}
		s.want("0s")
	})
}

func TestSeedsComeFirst(t *testing.T) {
	run(t, func(s *site) {
		s.add(1, listed("https://a.vn/today", "2000-01-01"))
		for i, kind := range []news.Kind{news.KindSection, news.KindSitemap, news.KindFeed} {
			l := link(fmt.Sprintf("https://a.vn/%d", i), kind)
			l.Seed = true
			s.add(1, l)
		}
		for _, want := range []string{"2", "1", "0", "today"} {
			s.want("https://a.vn/" + want)
			s.fetched("https://a.vn/"+want, "x")
		}
	})
}

// What a server can make endless keeps no article waiting, and fresh articles come first whatever listed
// them.
func TestLanesTakeTurns(t *testing.T) {
	run(t, func(s *site) {
		const n = 200
		for i := range n {
			fresh := link(fmt.Sprintf("https://a.vn/listed/%d", i), news.KindArticle)
			fresh.Listed = true
			s.add(6, listed(fmt.Sprintf("https://a.vn/dated/%d", i), "1999-12-30"), fresh,
				link(fmt.Sprintf("https://a.vn/other/%d", i), news.KindArticle),
				link(fmt.Sprintf("https://a.vn/feed/%d", i), news.KindFeed),
				link(fmt.Sprintf("https://a.vn/section/%d", i), news.KindSection),
				link(fmt.Sprintf("https://a.vn/sitemap/%d", i), news.KindSitemap))
		}
		got := map[string]int{}
		for range 2 * len(turns) {
			url := s.next()
			got[strings.Split(url, "/")[3]]++
			s.fetched(url, "x")
		}
		want := map[string]int{"dated": 13, "listed": 13, "section": 4, "other": 4, "feed": 2, "sitemap": 2}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("visits (-want +got):\n%s", diff)
		}
	})
}

// A front lists an article today; a sitemap of thousands of older ones was read before.
func TestAnArticleThatAFrontListsComesSoon(t *testing.T) {
	run(t, func(s *site) {
		for i := range 2000 {
			s.add(1, listed(fmt.Sprintf("https://a.vn/%d", i), "1999-06-01"))
		}
		older := link("https://a.vn/older", news.KindArticle)
		older.Listed = true
		s.add(1, older)
		time.Sleep(time.Minute)
		newer := link("https://a.vn/newer", news.KindArticle)
		s.add(1, newer)
		newer.Listed = true
		s.add(0, newer)
		for i := range 5 {
			url := s.next()
			if url == newer.URL {
				return
			}
			if i == 4 || url == older.URL {
				t.Fatalf("visit %d is to %s", i, url)
			}
			s.fetched(url, "x")
		}
	})
}

func TestASourceWithoutAnythingNewIsVisitedLessOften(t *testing.T) {
	run(t, func(s *site) {
		const url = "https://a.vn/"
		s.add(1, link(url, news.KindSection))
		for i, want := range []time.Duration{60, 90, 135} {
			s.want(url)
			s.must(s.Done(news.Outcome{
				URL: url, Result: news.Fetched, Page: page(url, fmt.Sprint("clock ", i)), Links: 9,
			}))
			if got := s.due(url); got != want*time.Minute {
				t.Errorf("visit %d: due in %v, want %v", i, got, want*time.Minute)
			}
			time.Sleep(s.due(url))
		}
	})
}

func TestTrapsAreNamed(t *testing.T) {
	run(t, func(s *site) {
		var links []news.Link
		for i := range maxFeeds + 7 {
			links = append(links, link(fmt.Sprintf("https://a.vn/%03d/feed/", i), news.KindFeed))
		}
		s.add(maxFeeds-5, links[:maxFeeds-5]...)
		s.must(s.Commit(news.Position{}))
		s.reopen()
		named := link("https://a.vn/rss", news.KindFeed)
		named.Seed = true
		s.add(5, links...)
		s.add(1, named)
		s.add(1, link("https://b.vn/rss", news.KindFeed))
		want := []news.Obstacle{{Newspaper: "a", Host: "a.vn", Cause: "too many feeds", Visits: 7,
			URL: "https://a.vn/300/feed/"}}
		if diff := cmp.Diff(want, s.Traps()); diff != "" {
			t.Errorf("Traps (-want +got):\n%s", diff)
		}
	})
}

// A file of the first format has the kind in place of the lane.
func TestFirstInFirstOut(t *testing.T) {
	run(t, func(s *site) {
		s.add(1, articles("https://a.vn/z")...)
		time.Sleep(time.Second)
		s.add(1, articles("https://a.vn/b")...)
		s.want("https://a.vn/z")
	})
}

func TestHostsTakeTurnsAndHaveOneVisitEach(t *testing.T) {
	run(t, func(s *site) {
		s.add(6, articles("https://a.vn/1", "https://a.vn/2", "https://b.vn/1", "https://b.vn/2",
			"https://c.vn:8080/1", "https://c.vn:8080/2")...)
		s.want("https://a.vn/1", "https://b.vn/1", "https://c.vn:8080/1", "0s")
		s.fetched("https://b.vn/1", "x")
		s.want("https://b.vn/2", "0s")
		s.fetched("https://a.vn/1", "x")
		s.fetched("https://c.vn:8080/1", "x")
		s.want("https://c.vn:8080/2", "https://a.vn/2", "0s")
	})
}

func TestHostsThatAreNotReady(t *testing.T) {
	run(t, func(s *site) {
		s.add(3, articles("https://a.vn/1", "https://b.vn/1", "https://c.vn/1")...)
		now := time.Now()
		ready := func(host string) time.Time {
			return now.Add(map[string]time.Duration{"a.vn": 3 * time.Second, "b.vn": 2 * time.Second}[host])
		}
		for _, want := range []struct {
			url  string
			wait time.Duration
		}{{"https://c.vn/1", 0}, {"", 2 * time.Second}} {
			v, wait, ok, err := s.Next(now, ready)
			s.must(err)
			if v.URL != want.url || wait != want.wait || ok != (want.url != "") {
				t.Errorf("Next = %q, %v, %t, want %q, %v", v.URL, wait, ok, want.url, want.wait)
			}
		}
	})
}

func TestOnlySomeNewspapers(t *testing.T) {
	run(t, func(s *site) {
		other := link("https://b.vn/1", news.KindArticle)
		other.Newspaper = "b"
		s.add(2, link("https://a.vn/1", news.KindArticle), other)
		s.Only("b", "c")
		s.want("https://b.vn/1", "0s")
		s.Only()
		s.want("https://a.vn/1")
	})
}

func TestAddIsIdempotentAndLearns(t *testing.T) {
	run(t, func(s *site) {
		s.add(1, articles("https://a.vn/1", "https://a.vn/1")...)
		s.add(0, listed("https://a.vn/1", "1999-01-02"))
		if got := s.get("https://a.vn/1").FeedDate; got != listed("", "1999-01-02").FeedDate {
			t.Errorf("FeedDate = %+v", got)
		}
		finer := listed("https://a.vn/1", "1999-01-03")
		finer.FeedDate.Precision = news.Second
		s.add(0, finer, listed("https://a.vn/1", "1999-01-04"), link("https://a.vn/1", news.KindArticle))
		if got := s.get("https://a.vn/1").FeedDate; got != finer.FeedDate {
			t.Errorf("FeedDate = %+v, want the finest %+v", got, finer.FeedDate)
		}
		s.add(0, link("https://a.vn/1", news.KindSection))
		if got := s.get("https://a.vn/1"); got.Kind != news.KindSection {
			t.Errorf("Kind = %d", got.Kind)
		}
		s.want("https://a.vn/1", "0s")
	})
}

func TestVisitKnowsWhatTheLastOneLeft(t *testing.T) {
	run(t, func(s *site) {
		s.add(1, link("https://a.vn/", news.KindSection))
		s.want("https://a.vn/")
		began := time.Now()
		s.fetched("https://a.vn/", "one")
		s.must(s.Commit(news.Position{}))
		s.reopen()
		time.Sleep(firstInterval)
		v, _, ok, err := s.Next(time.Now(), always)
		s.must(err)
		want := news.Visit{
			Link: link("https://a.vn/", news.KindSection), ETag: `"one"`, LastModified: "x",
			Digest: page("", "one").Digest(), Fetched: began, Due: began.Add(firstInterval),
		}
		if diff := cmp.Diff(want, v); !ok || diff != "" {
			t.Errorf("visit (-want +got):\n%s", diff)
		}
	})
}

func TestCaptures(t *testing.T) {
	const id = "urn:uuid:0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d"
	date := time.Date(2026, 3, 1, 2, 3, 4, 567890123, time.UTC)
	for _, tt := range []struct {
		name  string
		c     news.Capture
		isOne bool
	}{
		{"of the same URL", news.Capture{ID: id, URL: "https://a.vn/1", Date: date}, true},
		{"of another URL", news.Capture{ID: id, URL: "https://a.vn/2?a=1", Date: date}, true},
		{"before 1970", news.Capture{ID: id, URL: "https://a.vn/1", Date: date.AddDate(-100, 0, 0)}, true},
		{"none", news.Capture{}, false},
		{"of another form", news.Capture{ID: "urn:x:1", URL: "https://a.vn/1", Date: date}, false},
	} {
		v := &visit{Visit: news.Visit{Link: link("https://a.vn/1", news.KindArticle)}}
		v.Capture, v.Text = tt.c, "0123"
		got, err := decode(v.URL, v.append(nil))
		if err != nil {
			t.Fatal(err)
		}
		want := *v
		if !tt.isOne {
			want.Capture = news.Capture{}
		}
		if diff := cmp.Diff(want.Visit, got.Visit); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}

	v := &visit{Visit: news.Visit{Link: link("https://a.vn/1", news.KindArticle), Text: "0123"}}
	older := v.append(nil)
	older = older[:len(older)-1] // a record of the time before captures
	if got, err := decode(v.URL, older); err != nil || got.Text != "0123" || got.Capture != (news.Capture{}) {
		t.Errorf("older record: %+v, %v", got, err)
	}
}

// due returns how long from now the next visit to a URL is due, or -1.
// knows reports whether a URL was ever added or recorded.
func (s *site) knows(url string) bool {
	_, known, err := s.Frontier.get(url)
	s.must(err)
	return known
}

func (s *site) due(url string) time.Duration {
	v := s.get(url)
	if v.state == retired {
		return -1
	}
	return time.Until(v.Due)
}

// seed is the kind of a section front that the catalogue names, in the table of TestRevisits.
const seed = news.Kind(0)

func TestRevisits(t *testing.T) {
	const day = 24 * time.Hour
	minutes := func(n float64) time.Duration { return time.Duration(n * float64(time.Minute)) }
	tests := []struct {
		name    string
		kind    news.Kind
		results string // C: changed, U: unmodified, G: gone, M: missing, D: denied, W: unwanted, F: failed
		want    []time.Duration
	}{
		{"front page that changes", news.KindSection, "CCCC",
			[]time.Duration{minutes(60), minutes(48), minutes(38.4), minutes(30.72)}},
		{"feed that does not change", news.KindFeed, "CUU",
			[]time.Duration{minutes(60), minutes(90), minutes(135)}},
		{"article", news.KindArticle, "CUUU", []time.Duration{day, 7 * day, 30 * day, -1}},
		{"article that changes for ever", news.KindArticle, "CCCCCU", []time.Duration{
			day, 7 * day, 30 * day, 60 * day, 120 * day, -1,
		}},
		{"article gone", news.KindArticle, "G", []time.Duration{-1}},
		{"article missing", news.KindArticle, "MMM", []time.Duration{day, 7 * day, -1}},
		{"article missing and back", news.KindArticle, "CMC", []time.Duration{day, day, 7 * day}},
		{"article missing after failures", news.KindArticle, "FFFM",
			[]time.Duration{minutes(.5), minutes(1), minutes(2), day}},
		{"article denied", news.KindArticle, "DDC", []time.Duration{day, day, day}},
		{"front page denied", news.KindSection, "D", []time.Duration{day}},
		{"feed gone and back", news.KindFeed, "GC", []time.Duration{minutes(60), minutes(60)}},
		{"feed missing", news.KindFeed, "MMMMMMMMM", []time.Duration{minutes(60), minutes(120),
			minutes(240), minutes(480), minutes(960), minutes(1920), minutes(3840), minutes(7680), 7 * day}},
		{"seed missing", seed, "MMMMMMM", []time.Duration{minutes(60), minutes(120),
			minutes(240), minutes(480), minutes(960), day, day}},
		{"seed of another type", seed, "WWC", []time.Duration{minutes(60), minutes(120), minutes(60)}},
		{"seed that does not change", seed, "CUUUUUUUUU", []time.Duration{minutes(60), minutes(90),
			minutes(135), minutes(202.5), minutes(303.75), minutes(455.625), minutes(683.4375),
			minutes(1025.15625), day, day}},
		{"no page", news.KindArticle, "WWWWWWW",
			[]time.Duration{day, 2 * day, 4 * day, 8 * day, 16 * day, 30 * day, 30 * day}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			run(t, func(s *site) {
				const url = "https://a.vn/x"
				l := link(url, tt.kind)
				if tt.kind == seed {
					l.Kind, l.Seed = news.KindSection, true
				}
				s.add(1, l)
				for i, r := range tt.results {
					s.want(url)
					switch r {
					case 'C':
						s.fetched(url, fmt.Sprint(i))
					default:
						s.done(url, map[rune]news.Result{
							'U': news.Unmodified, 'G': news.Gone, 'M': news.Missing, 'D': news.Denied,
							'W': news.Unwanted, 'F': news.Failed,
						}[r])
					}
					got := s.due(url)
					if (got - tt.want[i]).Abs() > time.Millisecond {
						t.Errorf("visit %d: due in %v, want %v", i, got, tt.want[i])
					}
					if got != time.Minute && got != 30*time.Second {
						s.want("0s")
					}
					time.Sleep(max(0, got))
				}
			})
		})
	}
	for _, n := range []int{20, 40} { // within the bounds
		least, most := firstInterval, firstInterval
		for range n {
			least, most = nextInterval(least, true, maxInterval), nextInterval(most, false, maxInterval)
		}
		if least != minInterval || most != maxInterval {
			t.Errorf("after %d visits: %v and %v", n, least, most)
		}
	}
}

func TestRevisitMakesFrontsDueAndLeavesArticlesAlone(t *testing.T) {
	run(t, func(s *site) {
		other := link("https://b.vn/rss", news.KindFeed)
		other.Newspaper = "b"
		s.add(3, link("https://a.vn/rss", news.KindFeed), link("https://a.vn/1", news.KindArticle), other)
		for range 3 {
			s.fetched(s.next(), "body")
		}
		s.want("0s")
		s.Only("a")
		s.must(s.Revisit())
		s.want("https://a.vn/rss", "0s")
	})
}

func TestFailures(t *testing.T) {
	run(t, func(s *site) {
		const url = "https://a.vn/x"
		s.add(1, articles(url)...)
		for _, want := range []time.Duration{30 * time.Second, time.Minute, 2 * time.Minute} {
			s.want(url)
			s.done(url, news.Failed)
			if got := s.due(url); got != want {
				t.Errorf("due in %v, want %v", got, want)
			}
			if want <= defaultPatience {
				s.want(want.String()) // worth waiting for
			} else {
				s.want("0s")
			}
			time.Sleep(want)
		}
		s.want(url)
		s.must(s.Done(news.Outcome{URL: url, Result: news.Failed, RetryAfter: time.Second}))
		if got := s.due(url); got != 8*time.Second {
			t.Errorf("asked to wait for a second four times: due in %v", got)
		}
		time.Sleep(8 * time.Second)
		s.want(url)
		s.fetched(url, "x")
		if v := s.get(url); v.Failures != 0 || s.due(url) != 24*time.Hour {
			t.Errorf("%d failures after success, due in %v", v.Failures, s.due(url))
		}
	})
	if got := retryDelay(0, 1000, maxInterval); got != maxInterval {
		t.Errorf("retryDelay after 1000 failures = %v", got)
	}
	if got := retryDelay(30*24*time.Hour, 2, maxInterval); got != 30*24*time.Hour {
		t.Errorf("retryDelay when asked for a month = %v", got)
	}
}

// How often an article is visited again depends on how old it is.
func TestRevisitsByAge(t *testing.T) {
	const day = 24 * time.Hour
	for _, tt := range []struct {
		name    string
		age     time.Duration // by the feed when it is fetched first; 0: unknown
		printed time.Duration // by its page; 0: unknown
		want    []time.Duration
	}{
		{"unknown", 0, 0, []time.Duration{day, 7 * day, 30 * day, -1}},
		{"of today", time.Hour, 0, []time.Duration{day, 7 * day, 30 * day, -1}},
		{"of last week", 7 * day, 0, []time.Duration{7 * day, 30 * day, -1}},
		{"of last month", 40 * day, 0, []time.Duration{30 * day, -1}},
		{"of last year", 365 * day, 0, []time.Duration{-1}},
		{"of last year, by its page", 0, 365 * day, []time.Duration{-1}},
	} {
		run(t, func(s *site) {
			l := link("https://a.vn/x", news.KindArticle)
			if tt.age > 0 {
				l.FeedDate = news.Date{Time: time.Now().Add(-tt.age), Precision: news.Minute}
			}
			s.add(1, l)
			for i, want := range tt.want {
				s.want(l.URL)
				o := news.Outcome{URL: l.URL, Result: news.Unmodified}
				if i == 0 {
					o.Result, o.Page = news.Fetched, page(l.URL, "x")
					if tt.printed > 0 {
						o.Published = time.Now().Add(-tt.printed)
					}
				}
				s.must(s.Done(o))
				if got := s.due(l.URL); got != want {
					t.Errorf("%s: visit %d: due in %v, want %v", tt.name, i, got, want)
				}
				time.Sleep(max(0, s.due(l.URL)))
			}
			s.want("0s")
		})
	}
}

func TestADenialIsDueAgainWhenRobotsIs(t *testing.T) {
	run(t, func(s *site) {
		front := link("https://a.vn/", news.KindSection)
		front.Seed = true
		s.add(2, front, link("https://a.vn/1", news.KindArticle))
		for range 2 {
			s.must(s.Done(news.Outcome{URL: s.next(), Result: news.Denied, RetryAfter: 3 * time.Hour}))
		}
		s.must(s.Commit(news.Position{}))
		s.reopen()
		s.want("0s")
		time.Sleep(3 * time.Hour)
		s.want("https://a.vn/")
		s.fetched("https://a.vn/", "x")
		s.want("https://a.vn/1")
		s.done("https://a.vn/1", news.Denied)
		s.want("0s")
	})
}

func TestDeniedVisitsAreDueWhenRobotsChanges(t *testing.T) {
	run(t, func(s *site) {
		rules := func(body string) {
			s.t.Helper()
			s.must(s.SetRobots("https://a.vn", &news.Page{Status: 200, Body: []byte(body)}))
		}
		rules("Disallow: /")
		s.must(s.Commit(news.Position{}))
		s.add(3, articles("https://a.vn/1", "https://a.vn/2", "https://b.vn/1")...)
		for range 3 {
			s.done(s.next(), news.Denied)
		}
		rules("Disallow: /")
		s.want("0s")
		rules("Disallow: /2")
		s.want("https://a.vn/1")
		s.fetched("https://a.vn/1", "x")
		s.want("https://a.vn/2", "0s")
	})
}

func TestSeedsAreNeverRetired(t *testing.T) {
	run(t, func(s *site) {
		const url = "https://a.vn/rss"
		s.add(1, link(url, news.KindFeed))
		for range 12 {
			time.Sleep(8 * 24 * time.Hour)
			s.want(url)
			s.done(url, news.Missing)
		}
		if got := s.due(url); got != 7*24*time.Hour {
			t.Errorf("due in %v, want 7 days", got)
		}
		named := link(url, news.KindFeed)
		named.Seed = true
		s.add(0, named)
		if got := s.due(url); got != 24*time.Hour {
			t.Errorf("named by the catalogue: due in %v, want a day", got)
		}

		v := s.get(url) // as an older version left it
		old := v
		v.state = retired
		s.must(s.put(&v, &old))
		s.add(0, named)
		s.want(url)
	})
}

// A run with a clock that is ahead must not silence a newspaper until that time.
func TestAClockThatWasAhead(t *testing.T) {
	run(t, func(s *site) {
		const front, lost, right = "https://a.vn/", "https://a.vn/1", "https://b.vn/"
		s.add(3, link(front, news.KindSection), link(lost, news.KindArticle), link(right, news.KindSection))
		s.want(front, right)
		s.fetched(right, "x")
		s.fetched(front, "x")
		s.must(s.Commit(news.Position{}))

		// What the run with the wrong clock leaves.
		const year = 365 * 24 * time.Hour
		ahead := time.Now().Add(year)
		v := s.get(front)
		old := v
		v.recordFetch(page(front, "y"), ahead, changed)
		s.must(s.put(&v, &old))
		v = s.get(lost)
		old = v
		v.applyOutcome(news.Outcome{Result: news.Failed}, ahead)
		s.must(s.put(&v, &old))
		s.SetHold("a.vn", news.Hold{Until: ahead.Add(2 * time.Hour), Cause: "503"})
		s.must(s.commit(news.Position{}))
		s.must(s.begin())
		s.must(s.putClock(ahead))
		s.must(s.tx.Commit())
		s.tx = nil

		s.reopen()
		if got := s.due(front); got < 47*time.Minute || got > 49*time.Minute {
			t.Errorf("front is due in %v, want 48m", got)
		}
		if got := s.due(lost); got > time.Minute {
			t.Errorf("failed article is due in %v, want 30s", got)
		}
		if got := s.due(right); got != time.Hour {
			t.Errorf("other front is due in %v, want 1h", got)
		}
		if got := time.Until(s.Hold("a.vn").Until); got != 2*time.Hour {
			t.Errorf("held for %v, want 2h", got)
		}
	})
}

func TestHoldsAreKeptToTheSecond(t *testing.T) {
	run(t, func(s *site) {
		s.add(3, articles("https://a.vn/1", "https://a.vn/2", "https://b.vn/1")...)
		s.want("https://a.vn/1")
		s.SetHold("a.vn", news.Hold{Until: time.Now().Add(time.Hour), Cause: "429", Failures: 1})
		s.must(s.Done(news.Outcome{URL: "https://a.vn/1", Result: news.Failed, RetryAfter: time.Hour}))
		s.want("https://b.vn/1")
		s.fetched("https://b.vn/1", "x")
		s.want("0s") // too long to sit out

		until := time.Now().Add(time.Hour)
		want := []news.Waiting{{Newspaper: "a", Host: "a.vn", Visits: 2, Until: until, Cause: "429"}}
		got, err := s.Waiting(time.Now())
		s.must(err)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("Waiting (-want +got):\n%s", diff)
		}

		s.must(s.Commit(news.Position{}))
		s.reopen()
		if h := s.Hold("a.vn"); !h.Until.Equal(until) || h.Cause != "429" || h.Failures != 1 {
			t.Errorf("hold %+v", h)
		}
		time.Sleep(time.Hour - 10*time.Second)
		s.want("10s") // worth waiting for
		s.SetPatience(0)
		s.want("0s")
		time.Sleep(10 * time.Second)
		s.want("https://a.vn/2")
		s.SetHold("a.vn", news.Hold{})
		s.must(s.Commit(news.Position{}))
		s.reopen()
		if h := s.Hold("a.vn"); h != (news.Hold{}) {
			t.Errorf("hold %+v, want none", h)
		}
	})
}

// The last pages of a host that fails are asked for until one comes; then the first are again.
func TestAHostThatFailsIsAskedForItsLastPages(t *testing.T) {
	run(t, func(s *site) {
		seed := link("https://a.vn/", news.KindSection)
		seed.Seed = true
		s.add(6, seed, articles("https://a.vn/other")[0], listed("https://a.vn/1", "1999-12-01"),
			listed("https://a.vn/2", "1999-12-02"), listed("https://a.vn/3", "1999-12-03"),
			listed("https://a.vn/4", "1999-12-04"))
		s.SetRange(listed("", "1999-12-02").FeedDate.Time, time.Time{})
		s.SetHold("a.vn", news.Hold{Cause: "502", Failures: 3})
		for _, want := range []string{"2", "3", "other"} {
			s.want("https://a.vn/" + want)
			s.done("https://a.vn/"+want, news.Failed)
		}
		s.SetHold("a.vn", news.Hold{Cause: "502"})
		for _, want := range []string{"", "4"} {
			s.want("https://a.vn/" + want)
			s.fetched("https://a.vn/"+want, "x")
		}
	})
}

func TestALongCrawlDelayIsSatOutAndALongerOneIsNot(t *testing.T) {
	run(t, func(s *site) {
		s.add(1, articles("https://a.vn/1")...)
		for _, tt := range []struct{ pause, want time.Duration }{
			{5 * time.Minute, 5 * time.Minute}, {6 * time.Minute, 0},
		} {
			s.SetHold("a.vn", news.Hold{Until: time.Now().Add(tt.pause), Cause: news.HoldCrawlDelay})
			_, wait, ok, err := s.Next(time.Now(), always)
			s.must(err)
			if ok || wait != tt.want {
				t.Errorf("pause of %v: wait %v, want %v", tt.pause, wait, tt.want)
			}
		}
	})
}

func TestWaitingSaysWhatIsLeft(t *testing.T) {
	run(t, func(s *site) {
		other := link("https://o.vn/1", news.KindArticle)
		other.Newspaper = "b"
		s.add(1, other)
		s.add(4, articles("https://due.vn/1", "https://fail.vn/1", "https://deny.vn/1",
			"https://done.vn/1")...)
		began := time.Now()
		s.done("https://fail.vn/1", news.Failed)
		s.done("https://deny.vn/1", news.Denied)
		s.fetched("https://done.vn/1", "x")
		s.Only("a")
		got, err := s.Waiting(time.Now())
		s.must(err)
		want := []news.Waiting{
			{Newspaper: "a", Host: "due.vn", Visits: 1},
			{Newspaper: "a", Host: "fail.vn", Visits: 1, Until: began.Add(30 * time.Second), Cause: "failed"},
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("Waiting (-want +got):\n%s", diff)
		}
	})
}

func TestRedirectSparesAVisit(t *testing.T) {
	run(t, func(s *site) {
		s.add(3, link("https://a.vn/1", news.KindSection), link("https://a.vn/home", news.KindSection),
			link("https://a.vn/b", news.KindArticle))
		for _, to := range []string{"https://a.vn/b", "https://a.vn/home", "https://a.vn/new"} {
			p := page("https://a.vn/1", "x")
			p.FinalURL = to
			s.must(s.Done(news.Outcome{URL: "https://a.vn/1", Result: news.Fetched, Page: p}))
		}
		s.add(0, articles("https://a.vn/new")...)
		s.want("https://a.vn/home")
		s.fetched("https://a.vn/home", "x")
		s.want("0s")
	})
}

func TestKilledBeforeCommit(t *testing.T) {
	run(t, func(s *site) {
		s.add(2, articles("https://a.vn/1", "https://b.vn/1")...)
		s.must(s.Commit(news.Position{Segment: 1, Offset: 10}))
		s.want("https://a.vn/1")
		s.add(1, articles("https://a.vn/2")...)
		s.fetched("https://a.vn/1", "x")

		s.reopen()
		if got := s.Position(); got != (news.Position{Segment: 1, Offset: 10}) {
			t.Errorf("Position() = %+v", got)
		}
		if s.Recorded("https://a.vn/1", page("", "x").Digest()) || s.knows("https://a.vn/2") {
			t.Error("something survived that was not committed")
		}
		s.want("https://a.vn/1", "https://b.vn/1", "0s") // the visit is given back
	})
}

func TestRecordMakesUpForWhatACrashLost(t *testing.T) {
	run(t, func(s *site) {
		s.add(1, articles("https://a.vn/1")...)
		s.must(s.Commit(news.Position{}))
		known, lost := page("https://a.vn/1", "x"), page("https://a.vn/2", "y")
		for range 2 {
			s.must(s.Record(known))
			s.must(s.Record(lost))
			s.want("0s")
		}
		if s.due(known.URL) != 24*time.Hour || s.due(lost.URL) != 24*time.Hour {
			t.Errorf("due in %v and %v", s.due(known.URL), s.due(lost.URL))
		}
		for _, p := range []*news.Page{known, lost} {
			if !s.Recorded(p.URL, p.Digest()) || s.Recorded(p.URL, "sha1:other") {
				t.Errorf("%s is not recorded", p.URL)
			}
		}
		s.add(0, link("https://a.vn/2", news.KindSection))
		if got := s.get("https://a.vn/2").Kind; got != news.KindSection {
			t.Errorf("kind %d", got)
		}

		time.Sleep(time.Second)
		newer := page("https://a.vn/1", "z")
		s.must(s.Record(newer))
		s.must(s.Record(known)) // older
		if !s.Recorded(newer.URL, newer.Digest()) {
			t.Error("an older page replaced a newer one")
		}
	})
}

func TestPagesFromFiles(t *testing.T) {
	run(t, func(s *site) {
		s.add(2, link("https://a.vn/1", news.KindArticle), link("https://a.vn/", news.KindSection))
		nameless := &news.Page{File: "x.html", Body: []byte("x")}
		local := &news.Page{URL: "https://a.vn/1", File: "1.html", Body: []byte("1")}
		front := &news.Page{URL: "https://a.vn/", File: "front.html", Body: []byte("f")}
		warc := page("https://a.vn/2", "2")
		warc.File = "a.warc#0"
		pages := []*news.Page{nameless, local, front, warc}
		for _, p := range pages {
			if s.Recorded(p.URL, p.Digest()) {
				t.Errorf("%s is recorded too early", p.File)
			}
			s.must(s.Record(p))
		}
		s.must(s.Commit(news.Position{}))
		s.reopen()
		for _, p := range pages {
			if !s.Recorded(p.URL, p.Digest()) {
				t.Errorf("%s is not recorded", p.File)
			}
		}
		if s.Recorded("", "sha1:other") {
			t.Error("a body is recorded that was not")
		}
		s.add(0, articles("https://a.vn/2")...)
		s.want("https://a.vn/") // front pages are visited all the same
		s.fetched("https://a.vn/", "x")
		s.want("0s")

		var urls []string
		for v, err := range s.Visits() {
			s.must(err)
			urls = append(urls, v.URL)
		}
		if want := []string{"https://a.vn/1", "https://a.vn/", "https://a.vn/2"}; !slices.Equal(urls, want) {
			t.Errorf("Visits() = %q, want %q", urls, want)
		}
	})
}

func TestManyBecomeDueAtOnce(t *testing.T) {
	run(t, func(s *site) {
		var links []news.Link
		for i := range 2500 {
			links = append(links, link(fmt.Sprintf("https://a.vn/%04d", i), news.KindArticle))
		}
		s.add(2500, links...)
		for _, l := range links {
			s.fetched(l.URL, "x")
		}
		s.must(s.Commit(news.Position{}))
		s.want("0s")
		time.Sleep(25 * time.Hour)
		seen := make(map[string]bool)
		for range 2500 {
			url := s.next()
			seen[url] = true
			s.done(url, news.Unmodified)
		}
		if len(seen) != 2500 {
			t.Errorf("%d visits", len(seen))
		}
		s.want("0s")
	})
}

func TestRobots(t *testing.T) {
	run(t, func(s *site) {
		const origin = "https://a.vn"
		got, err := s.Robots(origin)
		s.must(err)
		if got != nil {
			t.Errorf("robots.txt out of nothing: %+v", got)
		}
		want := &news.Page{URL: origin + "/robots.txt", Status: 404, Body: []byte{},
			Fetched: time.Now().UTC()}
		s.must(s.SetRobots(origin, want))
		for range 2 {
			got, err := s.Robots(origin)
			s.must(err)
			if diff := cmp.Diff(want, got, cmpopts.IgnoreUnexported(news.Page{})); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			s.must(s.Commit(news.Position{}))
			s.reopen()
		}
	})
}

func TestRobotsConcurrently(t *testing.T) {
	f, err := Open(filepath.Join(t.TempDir(), "f.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	done := make(chan error)
	for i := range 4 {
		go func() {
			for j := range 20 {
				origin := fmt.Sprintf("https://%d.vn", j%3)
				err := errors.Join(f.SetRobots(origin, &news.Page{Status: 200 + i,
					Body: make([]byte, 10000)}))
				if p, getErr := f.Robots(origin); p == nil || err != nil || getErr != nil {
					done <- fmt.Errorf("%v, %w", p, errors.Join(err, getErr))
					return
				}
			}
			done <- nil
		}()
	}
	for i := range 20 {
		if _, err := f.Add(articles(fmt.Sprintf("https://a.vn/%d", i))); err != nil {
			t.Fatal(err)
		}
		if err := f.Commit(news.Position{Offset: int64(i)}); err != nil {
			t.Fatal(err)
		}
	}
	for range 4 {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
}

func TestOpenErrors(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "f.db")
	f, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Open(path); !errors.Is(err, ErrInUse) || !strings.Contains(err.Error(), path) {
		t.Errorf("Open twice: %v", err)
	}

	if err := f.meta.Put([]byte("format"), []byte("9")); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(f.Commit(news.Position{}), f.Close()); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(path); err == nil || !strings.Contains(err.Error(), `format "9"`) {
		t.Errorf("Open of another format: %v", err)
	}

	junk := filepath.Join(dir, "junk")
	if err := os.WriteFile(junk, []byte(strings.Repeat("junk", 10000)), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(junk); err == nil || !strings.Contains(err.Error(), junk) {
		t.Errorf("Open of junk: %v", err)
	}
}

func TestDoneOfTheUnknown(t *testing.T) {
	run(t, func(s *site) {
		if err := s.Done(news.Outcome{URL: "https://a.vn/", Result: news.Gone}); err == nil {
			t.Error("no error")
		}
	})
}

// Every key of the queue has a visit whose state gives that key, whatever happened before.
func checkQueue(t *testing.T, f *Frontier) {
	t.Helper()
	want := make(map[string]bool)
	for v, err := range f.all() {
		if err != nil {
			t.Fatal(err)
		}
		if v.state != retired {
			want[string(f.backQueueOf(&v).key(&v))] = true
		}
	}
	got := make(map[string]bool)
	err := f.queue.ForEach(func(k, _ []byte) error {
		got[string(k)] = true
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("the queue has %d keys, its visits say %d", len(got), len(want))
	}
}

func FuzzSteps(f *testing.F) {
	f.Add([]byte("aAnf bB ncx"), uint8(3))
	f.Add([]byte("abcABCnnnffuugxkrK"), uint8(200))
	f.Fuzz(func(t *testing.T, steps []byte, _ uint8) {
		if len(steps) > 200 {
			return
		}
		run(t, func(s *site) {
			underWay := make(map[string]bool) // hosts
			var last string
			for i, step := range steps {
				url := fmt.Sprintf("https://%d.vn/%d", step%2, step%5)
				switch step % 8 {
				case 0, 1:
					_, err := s.Add([]news.Link{{URL: url, Kind: news.Kind(step/8%4) + 1, Newspaper: "a"}})
					s.must(err)
				case 2:
					v, _, ok, err := s.Next(time.Now(), always)
					s.must(err)
					if ok {
						if host := v.URL[:12]; underWay[host] {
							t.Fatalf("two visits to %s", host)
						}
						underWay[v.URL[:12]], last = true, v.URL
					}
				case 3:
					if last != "" && s.knows(last) {
						delete(underWay, last[:12])
						r := news.Result(step/8%8) + 1
						s.must(s.Done(news.Outcome{URL: last, Result: r, Page: page(last, fmt.Sprint(i))}))
					}
				case 4:
					s.must(s.Commit(news.Position{Offset: int64(i)}))
				case 5:
					s.reopen()
					clear(underWay)
				case 6:
					s.must(s.Record(page(url, fmt.Sprint(step))))
				case 7:
					time.Sleep(time.Duration(step) * time.Hour)
				}
			}
			checkQueue(t, s.Frontier)
		})
	})
}

func FuzzDecode(f *testing.F) {
	v := visit{Visit: news.Visit{Link: listed("u", "2026-01-02"), ETag: "e", Due: time.Unix(5, 0)},
		state: ready}
	f.Add(v.append(nil))
	f.Add([]byte{4, 1, 0})
	f.Fuzz(func(t *testing.T, data []byte) {
		v, err := decode("u", data)
		if err != nil {
			return
		}
		again, err := decode("u", v.append(nil))
		if err != nil || *again != *v {
			t.Errorf("decoded %+v, then %+v, %v", v, again, err)
		}
	})
}

// BenchmarkPage is the work for one page of a crawl: next, 300 links of which 20 are new, done.
func BenchmarkPage(b *testing.B) {
	f, err := Open(filepath.Join(b.TempDir(), "f.db"))
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	f.db.NoSync = true // measures the program, not the disk
	var urls []news.Link
	for i := range 280 {
		urls = append(urls, link(fmt.Sprintf("https://a.vn/muc/bai-viet-so-%d.html", i), news.KindArticle))
	}
	n, fresh := 0, make([]news.Link, 20)
	if _, err := f.Add(urls); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		v, _, ok, err := f.Next(time.Now(), always)
		if err != nil || !ok {
			b.Fatal(ok, err)
		}
		for i := range fresh {
			n++
			fresh[i] = link(fmt.Sprintf("https://a.vn/muc/mot-bai-viet-moi-%d.html", n*7919%1000003),
				news.KindArticle)
		}
		if _, err := f.Add(urls); err != nil {
			b.Fatal(err)
		}
		if _, err := f.Add(fresh); err != nil {
			b.Fatal(err)
		}
		if err := f.Done(news.Outcome{URL: v.URL, Result: news.Fetched, Page: page(v.URL, "x")}); err != nil {
			b.Fatal(err)
		}
		if n%(64*20) == 0 {
			if err := f.Commit(news.Position{Offset: int64(n)}); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "pages/s")
}

// BenchmarkRecord is the work for one page that comes from a file.
func BenchmarkRecord(b *testing.B) {
	f, err := Open(filepath.Join(b.TempDir(), "f.db"))
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	f.db.NoSync = true
	n := 0
	b.ReportAllocs()
	for b.Loop() {
		n++
		p := &news.Page{URL: fmt.Sprintf("https://a.vn/%08d", n), File: "x.jsonl"}
		if f.Recorded(p.URL, p.Digest()) {
			b.Fatal("recorded")
		}
		if err := f.Record(p); err != nil {
			b.Fatal(err)
		}
		if n%256 == 0 {
			if err := f.Commit(news.Position{Offset: int64(n)}); err != nil {
				b.Fatal(err)
			}
		}
	}
}
