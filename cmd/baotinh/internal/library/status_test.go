package library

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"baotinh/pipeline/news"
)

// statusOf returns how the crawl of a newspaper stands, by the file.
func statusOf(t *testing.T, p *press, key string) Status {
	t.Helper()
	all, err := ReadStatus(p.dir, 0)
	if err != nil {
		t.Fatal(err)
	}
	s, ok := all[key]
	if !ok {
		t.Fatalf("no status of %s", key)
	}
	return s
}

// Every newspaper that was to be crawled has a row, whatever became of it.
func TestStatusOfEveryNewspaperAskedFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPress(t, "", "baotot", "baocam", "baochet", "baoban", "baohong", "baotuong", "baola",
			"baodoi")
		p.serve("baotot.example", paths{
			"/":               front("/tin-10001.html", "/tin-10002.html", "/tin-10003.html"),
			"/tin-10001.html": article("Nà Mẫu"),
			"/tin-10002.html": status(404), "/tin-10003.html": status(500),
		})
		p.serve("baocam.example", paths{"/robots.txt": plain("User-agent: *\nDisallow: /\n")})
		p.serve("baoban.example", paths{"/": status(503, "Retry-After", "7200")})
		p.serve("baohong.example", paths{"/robots.txt": status(500)})
		p.serve("baotuong.example", paths{"/": html("<form><input type=password></form>")})
		p.serve("baola.example", paths{"/": status(302, "Location", "http://raoban.example/")})
		p.serve("baodoi.example", paths{"/": status(404)})
		n := p.crawl(Crawl{})

		type row struct {
			State          State
			New, Refused   int
			Failed, Absent map[string]int
			Held           string
		}
		want := map[string]row{
			"baotot":   {StateOK, 1, 0, map[string]int{"500": 1}, map[string]int{"404": 1}, ""},
			"baocam":   {StateRefused, 0, 1, nil, nil, ""},
			"baochet":  {StateFailing, 0, 0, map[string]int{CauseNoAnswer: 1}, nil, news.HoldNoAnswer},
			"baoban":   {StateFailing, 0, 0, map[string]int{"503": 1}, nil, "503"},
			"baohong":  {StateFailing, 0, 0, map[string]int{"robots.txt 500": 1}, nil, "robots.txt 500"},
			"baotuong": {StateFailing, 0, 0, map[string]int{"login": 1}, nil, ""},
			"baodoi":   {StateFailing, 0, 0, nil, map[string]int{"404": 1}, ""},
			"baola":    {StateFailing, 0, 0, nil, map[string]int{"foreign host raoban.example": 1}, ""},
		}
		got := map[string]row{}
		for _, s := range n.Newspapers {
			got[s.Newspaper] = row{s.State, s.New, s.Refused, s.Failed, s.Absent, s.Held.Cause}
			if s.NextDue.IsZero() || s.NextDue.Before(time.Now()) {
				t.Errorf("%s: next due %v", s.Newspaper, s.NextDue)
			}
			if s.Held.Until.After(s.NextDue) {
				t.Errorf("%s: next due %v, on hold until %v", s.Newspaper, s.NextDue, s.Held.Until)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		if s := statusOf(t, p, "baotot"); s.LastSuccess.IsZero() || s.Sources != 1 || s.Ended.IsZero() {
			t.Errorf("%+v", s)
		}
	})
}

// A section that robots.txt forbids does not make a newspaper one that refuses all.
func TestRefusalOfAPartIsNoRefusal(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPress(t, "", "baothu")
		p.serve("baothu.example", paths{
			"/robots.txt": plain("User-agent: *\nDisallow: /thoi-su\n"),
			"/":           front("/thoi-su", "/tin-10001.html"), "/tin-10001.html": article("Nà Mẫu"),
		})
		p.crawl(Crawl{})
		if s := statusOf(t, p, "baothu"); s.State != StateOK || s.Refused != 1 || s.New != 1 {
			t.Errorf("%+v", s)
		}
		time.Sleep(30 * time.Minute)
		if p.crawl(Crawl{}); statusOf(t, p, "baothu").State != StateNotDue {
			t.Errorf("%+v", statusOf(t, p, "baothu"))
		}
	})
}

func TestStatusCountsNewChangedAndUnchanged(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPress(t, "", "baothu")
		site := paths{
			"/":               front("/tin-10001.html", "/tin-10002.html"),
			"/tin-10001.html": article("Nà Mẫu"), "/tin-10002.html": article("Nà Sầm"),
		}
		p.serve("baothu.example", site)
		p.crawl(Crawl{})
		if s := statusOf(t, p, "baothu"); s.New != 2 || s.Changed+s.Unchanged != 0 {
			t.Errorf("first night: %+v", s)
		}
		p.crawl(Crawl{})
		if s := statusOf(t, p, "baothu"); s.State != StateNotDue || s.New != 0 || s.LastSuccess.IsZero() {
			t.Errorf("at once: %+v", s)
		}
		site["/tin-10002.html"] = article("Nà Sầm sửa lại")
		time.Sleep(25 * time.Hour)
		p.crawl(Crawl{})
		if s := statusOf(t, p, "baothu"); s.New != 0 || s.Changed != 1 || s.Unchanged != 1 || s.Sources != 1 {
			t.Errorf("second night: %+v", s)
		}
	})
}

// A page that failed, and whose host then asked for a pause, has failed.
func TestFailureBeforeAHoldIsAFailure(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPress(t, "", "baothu")
		p.serve("baothu.example", paths{"/robots.txt": status(503, "Retry-After", "45")})
		n := p.crawl(Crawl{})
		if n.Failures() != 1 || statusOf(t, p, "baothu").Failures() != 1 {
			t.Errorf("failed %v, %+v", n.Failed, n.Newspapers)
		}
	})
}

// A process that is killed leaves what it had counted up to a few seconds before.
func TestStatusSurvivesAKill(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPress(t, "", "baothu")
		site := paths{}
		var all []string
		asked, seen := 0, Status{}
		for i := range 20 {
			path := fmt.Sprintf("/tin-%d.html", 10001+i)
			all = append(all, path)
			site[path] = func(w http.ResponseWriter, r *http.Request) {
				if asked++; asked == 15 {
					seen = statusOf(t, p, "baothu") // what another process sees
				}
				article("Nà Mẫu")(w, r)
			}
		}
		site["/"] = front(all...)
		p.serve("baothu.example", site)
		p.crawl(Crawl{})
		if seen.New < 11 || seen.Began.IsZero() || !seen.Ended.IsZero() {
			t.Errorf("under way: %+v", seen)
		}
		if s := statusOf(t, p, "baothu"); s.New != 20 || s.Ended.IsZero() {
			t.Errorf("at the end: %+v", s)
		}
	})
}

func TestNewspaperThatHasNothingNewIsSilent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPress(t, "", "baothu", "baokhac")
		p.serve("baokhac.example", paths{"/": front()})
		site := paths{"/": front()}
		p.serve("baothu.example", site)
		var links []string
		night := func(news bool) Summary {
			if news {
				path := fmt.Sprintf("/tin-%d.html", 10001+len(links))
				links = append(links, path)
				site[path] = article("Nà Mẫu " + path)
				site["/"] = front(links...)
			}
			time.Sleep(24 * time.Hour)
			return p.crawl(Crawl{}).Summary
		}
		for range 10 {
			if n := night(true); statusOf(t, p, "baothu").State != StateOK {
				t.Fatalf("%+v", n.Newspapers)
			}
		}
		quiet := 0
		for ; statusOf(t, p, "baothu").State != StateSilent && quiet < 30; quiet++ {
			night(false)
		}
		s := statusOf(t, p, "baothu")
		if quiet != SilentGaps+1 || s.Silence.UsualGap() != 24*time.Hour ||
			s.Silence.Lasted() < 240*time.Hour {
			t.Errorf("silent after %d nights: %+v", quiet, s)
		}
		if got := statusOf(t, p, "baokhac").Silence; !got.IsZero() {
			t.Errorf("a newspaper whose usual gap is not known is silent: %+v", got)
		}
		night(true)
		if s := statusOf(t, p, "baothu"); s.State != StateOK {
			t.Errorf("after an article: %+v", s)
		}
		time.Sleep(100 * 24 * time.Hour)
		if s := statusOf(t, p, "baothu"); s.State != StateOK {
			t.Errorf("silent, though nobody has asked: %+v", s)
		}
	})
}

func TestHistory(t *testing.T) {
	now := time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)
	ago := func(hours ...int) (h History) {
		for _, n := range hours {
			h.add(now.Add(-time.Duration(n)*time.Hour), now)
		}
		return h
	}
	for _, tt := range []struct {
		name   string
		h      History
		gap    time.Duration
		silent bool
	}{
		{"nothing", ago(), 0, false},
		{"too few", ago(500, 400, 300), 0, false},
		{"all in one night", ago(500, 499, 498, 497, 496, 495, 494, 493), 0, false},
		{"every ten hours", ago(195, 180, 170, 160, 150, 140, 130, 121), 634 * time.Minute, true},
		{
			"in any order, twice in an hour", ago(121, 180, 130, 195, 140, 170, 150, 160, 160),
			634 * time.Minute, true,
		},
		{"busy, quiet for less than a day", ago(95, 94, 93, 92, 91, 20, 19, 18), 11 * time.Hour, false},
		{
			"a date ahead counts as now", ago(170, 160, 150, 140, 130, 120, 110, -500),
			1457 * time.Minute, false,
		},
	} {
		if got := tt.h.UsualGap(); got != tt.gap {
			t.Errorf("%s: usual gap %v, want %v", tt.name, got, tt.gap)
		}
		if got := !tt.h.silence(now, 0).IsZero(); got != tt.silent {
			t.Errorf("%s: silent %v", tt.name, got)
		}
	}
	h := ago()
	for i := range 1000 {
		h.add(now.Add(time.Duration(i)*time.Hour), now.Add(2000*time.Hour))
	}
	if len(h.Hours) != mostHours || !h.Last().Equal(now.Add(1000*time.Hour)) {
		t.Errorf("%d hours, the last %v", len(h.Hours), h.Last())
	}
	h.add(now.Add(-time.Hour), now)
	if len(h.Hours) != mostHours || !h.Last().Equal(now.Add(1000*time.Hour)) {
		t.Errorf("an old article: %d hours, the last %v", len(h.Hours), h.Last())
	}
}

// What a run notes whose clock is a year ahead does not hide a silence for that year.
func TestStatusAfterAClockWasAhead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPress(t, "", "baothu")
		p.serve("baothu.example", paths{"/": front()})
		p.crawl(Crawl{})
		year := 365 * 24 * time.Hour
		s := loaded(t, p)
		for i := range 20 {
			s.News.add(time.Now().Add(-time.Duration(i*5)*time.Hour), time.Now())
		}
		s.News.add(time.Now().Add(year), time.Now().Add(year))
		s.LastSuccess, s.LastVisit = time.Now().Add(year), time.Now().Add(year)
		store(t, p, s)

		time.Sleep(12 * 24 * time.Hour)
		p.crawl(Crawl{})
		if got := statusOf(t, p, "baothu"); got.State != StateSilent || got.LastSuccess.After(time.Now()) {
			t.Errorf("%+v", got)
		}
	})
}

// loaded returns what the file says of the newspaper baothu.
func loaded(t *testing.T, p *press) *Status {
	t.Helper()
	all, err := loadStatus(p.dir)
	if err != nil {
		t.Fatal(err)
	}
	return all["baothu"]
}

// store makes s what the file says.
func store(t *testing.T, p *press, s *Status) {
	t.Helper()
	data, err := json.Marshal(statusFile{statusFormat, map[string]*Status{"baothu": s}})
	if err == nil {
		err = os.WriteFile(statusPath(p.dir), data, 0o666)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// A file that cannot be read is no reason not to crawl; it is said to whoever asks.
func TestDamagedStatusBeginsAnew(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPress(t, "", "baothu")
		p.serve("baothu.example", paths{"/": front("/tin-10001.html"), "/tin-10001.html": article("Nà Mẫu")})
		p.crawl(Crawl{})
		null := `{"format":1,"newspapers":{"baothu":null}}`
		for _, text := range []string{"", "{", null, `{"format":9}`, "[]"} {
			if err := os.WriteFile(statusPath(p.dir), []byte(text), 0o666); err != nil {
				t.Fatal(err)
			}
			_, err := ReadStatus(p.dir, 0)
			if valid := json.Valid([]byte(text)) && text != "[]"; (err == nil) != valid {
				t.Errorf("%q: %v", text, err)
			}
			if n := p.crawl(Crawl{Sources: AtOnce}); n.Newspapers[0].Sources != 1 {
				t.Errorf("%q: %+v", text, n.Newspapers)
			}
		}
	})
}
