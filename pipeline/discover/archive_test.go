package discover

import (
	"slices"
	"strings"
	"testing"
	"time"

	"baotinh/pipeline/news"
	"baotinh/pipeline/newspaper"
)

func oneNewspaper(t *testing.T) *newspaper.Catalogue {
	t.Helper()
	const entry = "[a]\nname = \"A\"\nprovince = \"Lạng Sơn\"\nhosts = [\"a.vn\"]\n"
	c, err := newspaper.Parse([]byte(entry), "test")
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestListPage(t *testing.T) {
	const host = "https://a.vn"
	for _, tt := range []struct {
		url, list string
		number    int
	}{
		{"/", "", 1},
		{"/?page=2", "", 2},
		{"/page/2", "", 2},
		{"/thoi-su", "/thoi-su", 1},
		{"/thoi-su/", "/thoi-su", 1},
		{"/thoi-su.html", "/thoi-su", 1},
		{"/thoi-su?page=2", "/thoi-su", 2},
		{"/thoi-su.aspx?PageIndex=12&id=5", "/thoi-su?id=5", 12},
		{"/thoi-su?id=5", "/thoi-su?id=5", 1},
		{"/thoi-su/trang-1234.html", "/thoi-su", 1234},
		{"/thoi-su/page/7/", "/thoi-su", 7},
		{"/thoi-su-p3.html", "/thoi-su", 3},
		{"/thoi-su/p3", "/thoi-su", 3},
		{"/2023/04/03/trang-2", "/2023/04/03", 2},
		{"/covid-19", "/covid-19", 1},
		{"/thoi-su?page=x", "/thoi-su?page=x", 1},
		{"/thoi-su?page=-1", "/thoi-su?page=-1", 1},
	} {
		if list, number := listPage(host + tt.url); list != host+tt.list || number != tt.number {
			t.Errorf("listPage(%s) = %s, %d; want %s, %d", tt.url, list, number, tt.list, tt.number)
		}
	}
}

func TestDayOf(t *testing.T) {
	for url, want := range map[string]string{
		"/2023/04/03":                  "2023-04-03 2023-04-04",
		"/2023/4/3/":                   "2023-04-03 2023-04-04",
		"/luu-tru/2023-04-03.html":     "2023-04-03 2023-04-04",
		"/ngay-03-04-2023.html":        "2023-04-03 2023-04-04",
		"/03/04/2023":                  "2023-04-03 2023-04-04",
		"/luu-tru?date=03%2F04%2F2023": "2023-04-03 2023-04-04",
		"/luu-tru?x=1&ngay=2023-4-3":   "2023-04-03 2023-04-04",
		"/2023/04":                     "2023-04-01 2023-05-01",
		"/luu-tru-2023-12":             "2023-12-01 2024-01-01",
		"/2023/02/30":                  "",
		"/2023/13/01":                  "",
		"/1023/04/03":                  "",
		"/2023/04/03/lu-lut":           "",
		"/nghi-quyet-57":               "",
		"/luu-tru?date=x":              "",
		"/luu-tru?id=2023-04-03":       "",
		"/":                            "",
	} {
		got := ""
		if from, to := dayOf("https://a.vn" + url); !from.IsZero() {
			got = from.Format(time.DateOnly) + " " + to.Format(time.DateOnly)
		}
		if got != want {
			t.Errorf("dayOf(%s) = %s, want %s", url, got, want)
		}
	}
}

// An address that counts pages or days is none of an article, whatever its number looks like.
func TestPagesAndDaysAreNoArticles(t *testing.T) {
	for url, want := range map[string]bool{
		"/thoi-su/trang-1000.html": true, "/trang-1234": true, "/page2048/": true,
		"/ngay-02-01-2026.html": true,
		"/tin-ngay-02-01-2026":  true, "/lich/05-01-2026": true, "/luu-tru.aspx?ngay=02-01-2026": true,
		"/luu-tru.aspx?date=2026-01-02": true,

		"/mua-lu-1001.html": false, "/tin-2026.html": false, "/tin-5071654.html": false,
		"/p-12345.html": false,
		"/mit-tinh-ky-niem-quoc-khanh-2-9-2026.html": false, "/xem.aspx?id=2026": false, "/covid-19": false,
		"/": false, "/-": false, "/123456.html": false,
	} {
		if got := isPageOrDay("https://a.vn" + url); got != want {
			t.Errorf("isPageOrDay(%s) = %t", url, got)
		}
	}
	c := oneNewspaper(t)
	p := &news.Page{URL: "https://a.vn/", Body: []byte("<!DOCTYPE html><html><a href=/trang-1000>" +
		"<a href=/mua-lu-1001.html><a href=/ngay-02-01-2026.html><a href='/x.aspx?ngay=02-01-2026'>")}
	links, err := Links(p, c)
	if err != nil || len(links) != 1 || links[0].URL != "https://a.vn/mua-lu-1001.html" {
		t.Errorf("Links = %+v, %v", links, err)
	}
}

func TestArchives(t *testing.T) {
	day := func(s string) time.Time {
		at, err := time.ParseInLocation(time.DateOnly, s, news.Vietnam)
		if err != nil {
			t.Fatal(err)
		}
		return at
	}
	c := oneNewspaper(t)
	const dates = "<p>30/11/2026<p>03/04/2023<p>02/04/2023<p>01/04/2023<time datetime=2023-03-31T08:00>"
	for _, tt := range []struct {
		name, url, body string
		want            []string // addresses with the day
	}{
		{"the next page", "/thoi-su", "<a href='?page=1'><a href='?page=2'><a href='?page=3'>" +
			"<a href='?page=99'><a href='/kinh-te?page=2'>", []string{"/thoi-su?page=2"}},
		{"of a later page", "/thoi-su?page=7", "<a href='?page=6'><a href='?page=9'><a href='?page=8'>",
			[]string{"/thoi-su?page=8"}},
		{"of the head", "/thoi-su/trang-7", "<link rel=next href=/thoi-su/trang-8>",
			[]string{"/thoi-su/trang-8"}},
		{"with the middle day", "/thoi-su", "<a href='?page=2'>" + dates,
			[]string{"/thoi-su?page=2 2023-04-02"}},
		{"of an old page", "/thoi-su", "<a href='?page=2'>" + strings.ReplaceAll(dates, "2023", "2021"), nil},
		{"too few days", "/thoi-su", "<a href='?page=2'><p>01/01/2020<p>02/01/2020",
			[]string{"/thoi-su?page=2"}},
		{"days in the range", "/", "<a href=/2022/12/31><a href=/2023/01/01><a href=/2023/12/31>" +
			"<a href=/2024/01/01><a href=/2023/02/30>",
			[]string{"/2023/01/01 2023-01-01", "/2023/12/31 2023-12-31"}},
		{"a month that begins before it", "/", "<a href=/2022/12><a href=/2023/01>",
			[]string{"/2023/01 2023-01-01"}},
		{"each once", "/", "<a href=/2023/01/01><a href=/2023/01/01#a>",
			[]string{"/2023/01/01 2023-01-01"}},
		{"of others", "/", "<a href=//b.vn/2023/01/01><a href=/tag/x?page=2><a href=/tim-kiem/2023-01-01>",
			nil},
		{"an article", "/mua-lu-1001.html", "<a href=/2023/01/01><a href='?page=2'>", nil},
		{"an article with a day", "/", "<a href=/2023/01/01/mua-lu-o-ban.html>", nil},
		{"no HTML", "/rss", "<rss><channel><item><link>https://a.vn/2023/01/01</link></item></channel></rss>",
			nil},
	} {
		body := tt.body
		if tt.name != "no HTML" {
			body = "<!DOCTYPE html><html>" + body
		}
		p := &news.Page{URL: "https://a.vn" + tt.url, Body: []byte(body)}
		links, err := Archives(p, c, day("2023-01-01"), day("2024-01-01"))
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
		}
		var got []string
		for _, l := range links {
			line := strings.TrimPrefix(l.URL, "https://a.vn")
			if !l.FeedDate.IsZero() {
				line += " " + l.FeedDate.Time.Format(time.DateOnly)
			}
			if l.Kind != news.KindArchive || l.Newspaper != "a" {
				t.Errorf("%s: %+v", tt.name, l)
			}
			got = append(got, line)
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
	if _, err := Archives(&news.Page{URL: "https://c.vn/"}, c, day("2023-01-01"), time.Time{}); err == nil {
		t.Error("no error for a page of no newspaper")
	}
}
