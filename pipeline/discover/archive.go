package discover

import (
	"bytes"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"baotinh/pipeline/markup"
	"baotinh/pipeline/news"
	"baotinh/pipeline/newspaper"
)

// Archives returns the links by which a crawl goes back to a day: from a list of articles, or a page of one,
// to its next page (?page=3, /trang-3), and to the days from since on and before the end that a page links
// to (/2023/04/03, ?date=03/04/2023). They are of the kind KindArchive, with the day as FeedDate, or that of
// the page on which they stand: the middle one of the days printed there. A page that is older than since,
// by that day, has no next page. An article has no such links.
//
// It returns an error if the page belongs to no newspaper of the catalogue.
func Archives(p *news.Page, c *newspaper.Catalogue, since, before time.Time) ([]news.Link, error) {
	f, err := newFinder(p, c)
	if err != nil {
		return nil, err
	}
	body, err := narrow(p.Body, p.ContentType())
	if err != nil || f.article || sniff(body, p.ContentType()) != formatHTML {
		return nil, nil // Links says why
	}
	a := archive{finder: f, since: since, before: before}
	a.list, a.number = listPage(p.Location())
	a.scan(body)
	if a.next.URL != "" {
		a.next.FeedDate = middleDay(body)
		if d := a.next.FeedDate; d.IsZero() || !d.Time.Before(since) {
			f.links = append(f.links, a.next)
		}
	}
	return f.links, nil
}

// An archive collects the links of one page that lead back in time.
type archive struct {
	*finder
	since, before time.Time
	list          string // that the page is a page of, see listPage
	number        int    // of the page
	next          news.Link
}

func (a *archive) scan(body []byte) {
	s := markup.New(body)
	for s.Next() {
		if s.Kind() == markup.StartTag && (s.Is("a") || s.Is("link") || s.Is("area")) {
			a.add(attribute(&s, "href"))
		}
	}
}

// add adds the link of a reference, if it leads to a day, or notes it if it is the next page.
func (a *archive) add(ref string) {
	if ref == "" || ref[0] == '#' || !strings.ContainsAny(ref, "0123456789") || a.isSeen(ref) {
		return
	}
	url, err := a.base.Resolve(ref)
	if err != nil || !a.isOwn(url) || len(url) > maxURLBytes {
		return
	}
	url = a.secure(url)
	path := pathOf(url)
	if isFile(path) || isWinding(path) || isCopy(path) || isService(path) ||
		a.paper.IsArticle(url) && !isPageOrDay(url) {
		return
	}
	link := news.Link{URL: url, Kind: news.KindArchive, Newspaper: a.paper.Key}
	if list, number := listPage(url); list == a.list && number > a.number {
		if a.next.URL == "" || number < a.next.Number {
			a.next = link
			a.next.Number = number
		}
		return
	}
	if day, end := dayOf(url); !day.IsZero() && end.After(a.since) &&
		(a.before.IsZero() || day.Before(a.before)) && !a.isSeen(url) {
		link.FeedDate = news.Date{Time: day, Precision: news.Day, Evidence: news.EvidenceURL}
		a.links = append(a.links, link)
	}
}

var pagePath = regexp.MustCompile(`(?i)^(.*)[/-](?:trang|page|p|pg)[-/_]?(\d{1,6})(?:/|\.html?|\.aspx)?$`)

// pageNames are the names of parameters that count pages.
var pageNames = []string{
	"page", "trang", "p", "pg", "paged", "pageno", "page_no", "pageindex", "pagenumber", "currentpage",
}

// listPage returns the list that a URL is a page of, without a slash or an extension at its end, and the
// number of the page: 1 if the URL has none.
func listPage(rawURL string) (list string, number int) {
	base, query, hasQuery := strings.Cut(rawURL, "?")
	number = 1
	if m := pagePath.FindStringSubmatch(base); m != nil && strings.Count(m[1], "/") >= 2 {
		base = m[1]
		number, _ = strconv.Atoi(m[2]) // it has six digits at most
	}
	base = strings.TrimSuffix(base, "/")
	for _, ext := range [...]string{".html", ".htm", ".aspx", ".php"} {
		base = strings.TrimSuffix(base, ext)
	}
	if !hasQuery {
		return base, number
	}
	var kept []string
	for param := range strings.SplitSeq(query, "&") {
		name, value, _ := strings.Cut(param, "=")
		n, err := strconv.Atoi(value)
		if err == nil && n > 0 && slices.Contains(pageNames, strings.ToLower(name)) {
			number = n
			continue
		}
		kept = append(kept, param)
	}
	if len(kept) > 0 {
		base += "?" + strings.Join(kept, "&")
	}
	return base, number
}

var (
	yearFirst = regexp.MustCompile(`(?:^|[/-])(\d{4})[/-](\d{1,2})(?:[/-](\d{1,2}))?(?:/|\.html?)?$`)
	dayFirst  = regexp.MustCompile(`(?:^|[/-])(\d{1,2})[/-](\d{1,2})[/-](\d{4})(?:/|\.html?)?$`)
)

// dayNames are the names of parameters that name a day.
var dayNames = []string{"date", "ngay", "day", "d", "ngayxem", "ngaydang"}

// dayOf returns the day, or the month, that the end of a URL's path names, or a parameter of it, and the
// beginning of the next; the zero time if there is none.
func dayOf(rawURL string) (from, to time.Time) {
	if _, query, ok := strings.Cut(rawURL, "?"); ok {
		return dayOfQuery(query)
	}
	return dayIn(pathOf(rawURL))
}

func hasDay(query string) bool {
	day, _ := dayOfQuery(query)
	return !day.IsZero()
}

// dayOfQuery returns the day or month that a parameter of a query names.
func dayOfQuery(query string) (from, to time.Time) {
	for param := range strings.SplitSeq(query, "&") {
		name, value, _ := strings.Cut(param, "=")
		if !slices.Contains(dayNames, strings.ToLower(name)) {
			continue
		}
		if value, err := url.QueryUnescape(value); err == nil {
			return dayIn(value)
		}
	}
	return from, to
}

// dayIn returns the day or month with which s ends.
func dayIn(s string) (from, to time.Time) {
	var year, month, day string
	if m := dayFirst.FindStringSubmatch(s); m != nil {
		day, month, year = m[1], m[2], m[3]
	} else if m := yearFirst.FindStringSubmatch(s); m != nil {
		year, month, day = m[1], m[2], m[3]
	}
	y, _ := strconv.Atoi(year) // "" is 0, which is no year
	m, _ := strconv.Atoi(month)
	d, _ := strconv.Atoi(day)
	if y < firstYear || y > lastYear || m < 1 || m > 12 {
		return from, to
	}
	if day == "" {
		from = time.Date(y, time.Month(m), 1, 0, 0, 0, 0, news.Vietnam)
		return from, from.AddDate(0, 1, 0)
	}
	from = time.Date(y, time.Month(m), d, 0, 0, 0, 0, news.Vietnam)
	if from.Day() != d {
		return time.Time{}, to
	}
	return from, from.AddDate(0, 0, 1)
}

// The years in which newspapers have published on the Web, and will.
const (
	firstYear = 1995
	lastYear  = 2100
)

var printedDay = regexp.MustCompile(`\b(?:\d{1,2}[/-]\d{1,2}[/-]\d{4}|\d{4}-\d{2}-\d{2})`)

// middleDay returns the middle one of the days that a page prints, in its text or in time elements, if there
// are three or more: a clock in the head and a box of the latest articles do not move it.
func middleDay(body []byte) news.Date {
	var days []time.Time
	note := func(text []byte) {
		for _, s := range printedDay.FindAll(text, -1) {
			if day, _ := dayIn(string(s)); !day.IsZero() {
				days = append(days, day)
			}
		}
	}
	s := markup.New(body)
	for s.Next() {
		switch {
		case s.Kind() == markup.Text && bytes.ContainsAny(s.Bytes(), "0123456789"):
			note(s.Bytes())
		case s.Kind() == markup.StartTag && s.Is("time"):
			at, _ := s.Attribute("datetime")
			note(at)
		}
	}
	if len(days) < 3 {
		return news.Date{}
	}
	slices.SortFunc(days, time.Time.Compare)
	return news.Date{Time: days[len(days)/2], Precision: news.Day, Evidence: news.EvidenceVisible}
}
