package frontier

import (
	"testing"
	"time"

	"baotinh/pipeline/news"
)

// An answer in the archive that withdraws an article counts like the visit that it ended, also when a killed
// process had not committed that, and twice is like once.
func TestRecordOfAWithdrawal(t *testing.T) {
	for _, tt := range []struct {
		status int
		again  time.Duration // when the article is visited next; 0: never
	}{{404, 7 * 24 * time.Hour}, {410, 0}} {
		run(t, func(s *site) {
			page := &news.Page{
				URL: "https://a.vn/tin-1.html", Status: 200, Body: []byte("tin"), Fetched: time.Now(),
			}
			s.must(s.Record(page))
			time.Sleep(48 * time.Hour)
			answer := &news.Page{URL: page.URL, Status: tt.status, Body: []byte("no"), Fetched: time.Now()}
			for range 2 {
				s.must(s.Record(answer))
				s.must(s.Commit(news.Position{Segment: 1, Offset: 9}))
			}
			if s.Recorded(page.URL, page.Digest()) || s.Recorded(page.URL, answer.Digest()) {
				t.Error("the page counts as fetched")
			}
			if tt.again > 0 {
				time.Sleep(tt.again - time.Minute)
			}
			if v, _, ok, err := s.Next(time.Now(), always); ok || err != nil {
				t.Errorf("%d: too early %+v, %v", tt.status, v, err)
			}
			time.Sleep(time.Hour)
			v, _, ok, err := s.Next(time.Now(), always)
			s.must(err)
			if ok != (tt.again > 0) || ok && (v.Digest != "" || !v.WasMissing) {
				t.Errorf("%d: next %v %+v", tt.status, ok, v)
			}
		})
	}
	run(t, func(s *site) { // of a page that nobody knows
		s.must(s.Record(&news.Page{URL: "https://a.vn/tin-2.html", Status: 404, Fetched: time.Now()}))
		time.Sleep(100 * 24 * time.Hour)
		if v, _, ok, _ := s.Next(time.Now(), always); ok {
			t.Errorf("next %+v", v)
		}
	})
}

func TestNextDue(t *testing.T) {
	run(t, func(s *site) {
		now := time.Now()
		due := func() time.Duration {
			t.Helper()
			all, err := s.NextDue(time.Now())
			s.must(err)
			at, ok := all["a"]
			if !ok {
				return -1
			}
			return at.Sub(now)
		}
		if got := due(); got != -1 {
			t.Errorf("of nothing: %v", got)
		}
		_, err := s.Add(articles("https://a.vn/tin-1.html"))
		s.must(err)
		if got := due(); got != 0 {
			t.Errorf("of a new article: %v", got)
		}
		s.SetHold("a.vn", news.Hold{Until: now.Add(time.Hour), Cause: "503"})
		if got := due(); got != time.Hour {
			t.Errorf("on hold: %v", got)
		}
		s.SetRange(now.Add(-time.Hour), time.Time{})
		_, err = s.Add([]news.Link{listed("https://b.vn/tin-2.html", "1999-12-01")})
		s.must(err)
		if got := due(); got != time.Hour {
			t.Errorf("out of the range: %v", got)
		}
	})
}
