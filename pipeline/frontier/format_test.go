package frontier

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"baotinh/pipeline/news"
)

// makeOld writes the file of s in an old format and opens it.
func makeOld(s *site, format string) {
	s.t.Helper()
	old, err := s.tx.CreateBucket(oldVisits)
	s.must(err)
	for v, err := range s.all() {
		s.must(err)
		s.must(old.Put([]byte(v.URL), v.append(nil)))
		q := s.backQueueOf(&v)
		s.must(s.queue.Put(append(q.key(&v), v.URL...), nil))
	}
	for _, name := range [...][]byte{bucketVisits, bucketSeen, bucketRuns, bucketCounts} {
		s.must(s.tx.DeleteBucket(name))
	}
	s.must(s.meta.Put(keyFormat, []byte(format)))
	s.must(s.tx.Commit())
	s.tx = nil
	s.reopen()
}

func TestOldFormatsAreConverted(t *testing.T) {
	for _, format := range oldFormats {
		t.Run(format, func(t *testing.T) {
			run(t, func(s *site) {
				s.add(3, link("https://a.vn/rss", news.KindFeed), listed("https://a.vn/1", "1999-01-01"),
					link("https://a.vn/2", news.KindArticle))
				const more = 25_000 // than one transaction converts
				for n := range more {
					s.add(1, link(fmt.Sprintf("https://b.vn/%d", n), news.KindArticle))
				}
				s.want("https://a.vn/1")
				s.done("https://a.vn/1", news.Failed)
				s.must(s.Commit(news.Position{Offset: 7}))
				failed := s.get("https://a.vn/1")

				makeOld(s, format)
				if got := s.Position(); got.Offset != 7 {
					t.Errorf("position %v", got)
				}
				for range 2 {
					checkQueue(t, s.Frontier)
					s.must(s.Verify())
					s.add(0, articles("https://a.vn/2", "https://b.vn/1")...)
					got := s.get("https://a.vn/1")
					got.number = failed.number
					if diff := cmp.Diff(failed, got, cmp.AllowUnexported(visit{})); diff != "" {
						t.Errorf("visit (-want +got):\n%s", diff)
					}
					if n := s.sources(s.backQueue("a.vn", "a"), news.KindFeed); n != 1 {
						t.Errorf("%d feeds, want 1", n)
					}
					s.reopen()
				}
				s.add(1, link("https://a.vn/3", news.KindArticle))
			})
		})
	}
}
