package frontier

import (
	"testing"
	"time"

	"baotinh/pipeline/news"
)

// An archive page is visited by a crawl that goes back to a day, once, and again by a later one.
func TestArchivePages(t *testing.T) {
	run(t, func(s *site) {
		day := func(url, day string) news.Link {
			l := listed(url, day)
			l.Kind = news.KindArchive
			return l
		}
		older := day("https://a.vn/1999/01/02", "1999-01-02")
		newer := day("https://a.vn/1999/01/04", "1999-01-04")
		next := link("https://a.vn/?page=2", news.KindArchive)
		s.add(4, older, newer, next, link("https://a.vn/tin-1.html", news.KindArticle))
		s.want("https://a.vn/tin-1.html", "0s")
		s.done("https://a.vn/tin-1.html", news.Gone)
		waiting, err := s.Waiting(time.Now())
		s.must(err)
		due, err := s.NextDue(time.Now())
		s.must(err)
		if len(waiting)+len(due) > 0 {
			t.Errorf("waiting %v, due %v", waiting, due)
		}

		s.SetRange(listed("", "1999-01-03").FeedDate.Time, time.Time{})
		s.want(next.URL)
		s.fetched(next.URL, "x")
		s.want(newer.URL)
		s.done(newer.URL, news.Missing)
		s.want("0s") // the other is too old
		s.SetRange(listed("", "1999-01-01").FeedDate.Time, listed("", "1999-01-02").FeedDate.Time)
		s.want(older.URL) // it may lead to an earlier one
		s.fetched(older.URL, "y")
		time.Sleep(time.Hour)
		s.add(0, older, newer, next)
		s.want("0s")
		time.Sleep(400 * 24 * time.Hour)
		s.want("0s")
		s.add(0, older, newer, next)
		s.want(next.URL)
		s.done(next.URL, news.Failed)
		checkQueue(t, s.Frontier)
	})
}

func TestTooManyArchivePages(t *testing.T) {
	run(t, func(s *site) {
		q := s.backQueue("a.vn", "a")
		s.must(s.counts.Put(append(q.prefix, byte(news.KindArchive)), []byte{0xa0, 0x9c, 0x01})) // 20,000
		s.add(0, link("https://a.vn/?page=20001", news.KindArchive))
		traps := s.Traps()
		if len(traps) != 1 || traps[0].Cause != "too many archive pages" {
			t.Errorf("traps %+v", traps)
		}
		s.add(1, link("https://a.vn/thoi-su", news.KindSection))
	})
}
