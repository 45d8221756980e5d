package library

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

// What a probe sees of a newspaper, by the cause of each step.
func TestProbe(t *testing.T) {
	const entry = "[baothu]\nname = \"Báo Thử\"\nprovince = \"Lạng Sơn\"\nhosts = [\"baothu.example\"]\n" +
		"seeds = [\"http://baothu.example/\"]\nfeeds = [\"http://baothu.example/rss/home.rss\"]\n"
	const forbidden = "User-agent: *\nDisallow: /\n"
	const item = "<item><title>Tin</title><link>http://baothu.example/tin-10001.html</link></item>"
	feed := plain(`<?xml version="1.0"?><rss version="2.0"><channel><title>Báo Thử</title>` + item +
		`</channel></rss>`)
	sound := func() paths {
		return paths{
			"/robots.txt":     plain("User-agent: *\nCrawl-delay: 3\nSitemap: http://baothu.example/s.xml\n"),
			"/rss/home.rss":   feed,
			"/":               front("/tin-10001.html", "/thoi-su"),
			"/tin-10001.html": article("Nà Mẫu"),
		}
	}
	for _, tt := range []struct {
		name   string
		change func(paths)
		toml   string
		want   string // step cause; a step without is ok
	}{
		{"sound", func(paths) {}, "", "robots, feed, front, article"},
		{"refused", func(p paths) { p["/robots.txt"] = plain(forbidden) }, "",
			"robots denied, feed denied, front denied, article none found"},
		{"refused, with permission", func(p paths) { p["/robots.txt"] = plain(forbidden) },
			"robots_permission = \"letter\"\n", "robots denied, feed, front, article"},
		{"robots.txt is broken", func(p paths) { p["/robots.txt"] = status(500) }, "",
			"robots robots.txt 500"},
		{"a long Crawl-delay", func(p paths) {
			p["/robots.txt"] = plain("User-agent: *\nCrawl-delay: 900\n")
		}, "", "robots, feed, front crawl-delay, article crawl-delay"},
		{"outside of its hours", func(paths) {}, "hours = \"22:00-05:00\"\n", "robots hours"},
		{"within its hours", func(paths) {}, "hours = \"05:00-22:00\"\n", "robots, feed, front, article"},
		{"no robots.txt", func(p paths) { p["/robots.txt"] = status(404) }, "",
			"robots, feed, front, article"},
		{"feed is gone", func(p paths) { p["/rss/home.rss"] = status(404) }, "",
			"robots, feed 404, front, article"},
		{"feed is empty", func(p paths) { p["/rss/home.rss"] = plain("<rss><channel></channel></rss>") }, "",
			"robots, feed no articles, front, article"},
		{"front leads elsewhere", func(p paths) { p["/"] = front("/gioi-thieu", "/thoi-su") }, "",
			"robots, feed, front no articles, article"},
		{"front is a login", func(p paths) { p["/"] = html("<form><input type=password></form>") }, "",
			"robots, feed, front login, article"},
		{"front has moved", func(p paths) { p["/"] = status(301, "Location", "http://baomoi.example/") }, "",
			"robots, feed, front foreign host baomoi.example, article"},
		{"article is none", func(p paths) { p["/tin-10001.html"] = html("<p>Đang cập nhật</p>") }, "",
			"robots, feed, front, article no article"},
		{"article without a date", func(p paths) {
			const paragraph = "<p>Sáng nay, xã Nà Mẫu khởi công sửa đường ra đồng cho kịp vụ rau.</p>"
			p["/tin-10001.html"] = html("<h1>Nà Mẫu khởi công sửa đường ra đồng</h1><div>" +
				strings.Repeat(paragraph, 6) + "</div>")
		}, "", "robots, feed, front, article no date"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				time.Sleep(time.Until(time.Date(2026, 3, 3, 0, 0, 0, 0, time.UTC))) // after the articles
				p := newPress(t, entry+tt.toml)
				site := sound()
				tt.change(site)
				p.serve("baothu.example", site)
				n, _ := p.catalogue.ByKey("baothu")
				var got []string
				for s := range (Probe{Newspaper: n, Dial: p.dial}).Steps(t.Context(), p.catalogue) {
					cause, _, _ := strings.Cut(s.Cause, ":")
					got = append(got, strings.TrimSpace(s.Name+" "+cause))
					if s.OK && s.Name == StepArticle &&
						(s.Title != "Nà Mẫu" || s.Published == "" || s.TextBytes < 100) {
						t.Errorf("%+v", s)
					}
					if tt.name == "sound" && s.Name == StepRobots && (s.CrawlDelay != 3 || s.Sitemaps != 1) {
						t.Errorf("%+v", s)
					}
				}
				if diff := cmp.Diff(tt.want, strings.Join(got, ", ")); diff != "" {
					t.Errorf("(-want +got):\n%s", diff)
				}
				for i, a := range p.log {
					if i > 0 && a.at-p.log[i-1].at < 2*time.Second {
						t.Errorf("%v follows %v", a, p.log[i-1])
					}
				}
				if len(p.log) > 7 {
					t.Errorf("%d requests", len(p.log))
				}
			})
		})
	}
}
