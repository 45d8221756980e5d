package fetch_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"baotinh/pipeline/fetch"
)

const (
	menu = "<a href=/1>Thời sự</a><a href=/2>Kinh tế</a><a href=/3>Xã hội</a>" +
		"<a href=/4>A</a><a href=/5>B</a>"
	article = "<h1>Nà Mẫu</h1><p>Sáng nay, xã khởi công sửa con đường ra cánh đồng cho kịp vụ rau.</p>"
)

func TestFetchTellsWallsApart(t *testing.T) {
	long := strings.Repeat(article, 10)
	for _, tt := range []struct {
		name   string
		status int
		header [2]string
		body   string
		want   fetch.Wall // empty: a page, or the status
	}{
		{"nothing", 200, [2]string{}, "", fetch.WallEmpty},
		{"blanks", 200, [2]string{}, " \n", fetch.WallEmpty},
		{"tags without text", 200, [2]string{}, "<html><head></head><body><div></div></body></html>",
			fetch.WallEmpty},
		{"a picture only", 200, [2]string{}, "<html><body><img src=a.jpg></body></html>", ""},
		{"a title only", 200, [2]string{}, "<title>Tin</title>", ""},
		{"cookie by script", 200, [2]string{},
			"<html><script>document.cookie='kt=1';location.reload()</script></html>", fetch.WallScript},
		{"redirect by script", 200, [2]string{}, "<script>window.location='/a'</script>", fetch.WallScript},
		{"script beside a page", 200, [2]string{}, "<script>document.cookie=1</script>" + menu + long, ""},
		{"challenge with 200", 200, [2]string{}, "<title>Just a moment...</title><p>Checking</p>" +
			"<script src=/cdn-cgi/challenge-platform/h/g/orchestrate.js></script>", fetch.WallChallenge},
		{"challenge with 403", 403, [2]string{}, "<title>Just a moment...</title>" +
			"<script src=/cdn-cgi/challenge-platform/h/g/orchestrate.js></script>", fetch.WallChallenge},
		{"challenge with 503", 503, [2]string{}, "<p>DDoS protection</p><script>a='ddos-guard'</script>",
			fetch.WallChallenge},
		{"challenge by its field", 403, [2]string{"Cf-Mitigated", "challenge"}, "", fetch.WallChallenge},
		{"captcha", 200, [2]string{}, "<p>Xác nhận bạn không phải robot</p>" +
			"<script src='https://www.google.com/recaptcha/api.js'></script>", fetch.WallChallenge},
		{"captcha in the comments of a page", 200, [2]string{},
			menu + long + "<script src='https://www.google.com/recaptcha/api.js'></script>", ""},
		{"login", 200, [2]string{}, "<p>Đăng nhập</p><form><input name=u><input type=password></form>",
			fetch.WallLogin},
		{"login beside a page", 200, [2]string{}, "<input type=password>" + menu + long, ""},
		{"forbidden", 403, [2]string{}, "<p>Forbidden</p>", ""},
		{"overload", 503, [2]string{}, "<p>Máy chủ quá tải</p>", ""},
		{"empty feed", 200, [2]string{}, "<rss><channel></channel></rss>", ""},
		{"text", 200, [2]string{"Content-Type", "text/plain"}, "https://a.vn/1", ""},
	} {
		s := serve(t, func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/robots.txt" {
				return
			}
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			if tt.header[0] != "" {
				w.Header().Set(tt.header[0], tt.header[1])
			}
			w.WriteHeader(tt.status)
			fmt.Fprint(w, tt.body)
		})
		_, err := get(t, loopback(t, s, fetch.Options{}), "http://a.vn/")
		var got fetch.Wall
		if wall, ok := errors.AsType[*fetch.WallError](err); ok {
			got = wall.Wall
		}
		if got != tt.want || err == nil && tt.status != 200 {
			t.Errorf("%s: wall %q (%v), want %q", tt.name, got, err, tt.want)
		}
	}
}

func TestFetchHoldsTheHostOfAChallenge(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := newNetwork()
		n.serve(t, "a.vn", "User-agent: *\n", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			fmt.Fprint(w, "<script src=/cdn-cgi/challenge-platform/a.js></script>")
		})
		c := n.client(t, fetch.Options{})
		for i, seconds := range []time.Duration{2, 2, 30, 60} {
			want := seconds * time.Second
			get(t, c, fmt.Sprintf("http://a.vn/%d", i))
			if got := time.Until(c.Ready("a.vn")); got != want {
				t.Errorf("after %d challenges ready in %v, want %v", i+1, got, want)
			}
		}
	})
}

func TestFetchRefusesForeignRedirectsAndLogins(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := newNetwork()
		n.serve(t, "a.vn", "User-agent: *\n", func(w http.ResponseWriter, r *http.Request) {
			to := map[string]string{"/moved": "http://m.a.vn/moved", "/sold": "http://raoban.example/",
				"/tin": "/dang-nhap.html?back=/tin"}[r.URL.Path]
			if to == "" {
				text(w, r)
				return
			}
			http.Redirect(w, r, to, http.StatusFound)
		})
		n.serve(t, "m.a.vn", "User-agent: *\n", text)
		c := n.client(t, fetch.Options{Foreign: func(from, to string) bool {
			return from == "http://a.vn/sold" && strings.Contains(to, "raoban")
		}})
		if p, err := get(t, c, "http://a.vn/moved"); err != nil || p.FinalURL != "http://m.a.vn/moved" {
			t.Errorf("page %+v, %v", p, err)
		}
		_, err := get(t, c, "http://a.vn/sold")
		foreign, ok := errors.AsType[*fetch.ForeignError](err)
		if !ok || foreign.URL != "http://raoban.example/" ||
			err.Error() != "redirect to raoban.example: not a host of the newspaper" {
			t.Errorf("err = %v", err)
		}
		_, err = get(t, c, "http://a.vn/tin")
		if wall, ok := errors.AsType[*fetch.WallError](err); !ok || wall.Wall != fetch.WallLogin {
			t.Errorf("err = %v, want a login", err)
		}
		if _, err := get(t, c, "http://a.vn/dang-nhap.html"); err != nil {
			t.Errorf("asked for itself: %v", err)
		}
		for _, h := range n.hits() {
			if h.host == "raoban.example" {
				t.Error("the foreign host was asked")
			}
		}
	})
}
