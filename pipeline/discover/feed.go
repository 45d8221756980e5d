package discover

import (
	"bytes"
	"strings"
	"time"

	"github.com/mmcdole/gofeed"

	"baotinh/pipeline/news"
)

// feed finds the items of a feed in RSS, Atom or JSON. An item is an article, whatever its URL looks like.
func (f *finder) feed(body []byte) error {
	parsed, err := gofeed.NewParser().Parse(bytes.NewReader(body))
	if err != nil {
		return err
	}
	for _, item := range parsed.Items {
		link := item.Link
		if link == "" && strings.HasPrefix(item.GUID, "http") {
			link = item.GUID
		}
		if link != "" {
			f.add(link, news.KindArticle, parseDate(item.Published))
		}
	}
	return nil
}

// dateLayouts are the layouts of dates that are unambiguous. A date in figures has the day first.
var dateLayouts = []struct {
	layout    string
	precision news.Precision
}{
	{time.RFC3339, news.Second},
	{"2006-01-02T15:04Z07:00", news.Minute},
	{"2006-01-02T15:04:05", news.Second},
	{"2006-01-02 15:04:05", news.Second},
	{"2006-01-02 15:04:05 -0700", news.Second},
	{"2006-01-02 15:04", news.Minute},
	{"2006-01-02", news.Day},
	{"Mon, 2 Jan 2006 15:04:05 -0700", news.Second},
	{"Mon, 2 Jan 2006 15:04:05 MST", news.Second},
	{"Mon, 2 Jan 2006 15:04:05", news.Second},
	{"Mon, 2 Jan 2006 15:04 -0700", news.Minute},
	{"Mon, 2 Jan 2006 15:04 MST", news.Minute},
	{"2 Jan 2006 15:04:05 -0700", news.Second},
	{"2 Jan 2006 15:04:05 MST", news.Second},
	{"2/1/2006 15:04:05", news.Second},
	{"2/1/2006 15:04", news.Minute},
	{"2/1/2006", news.Day},
}

var vietnamZone = strings.NewReplacer(
	" ICT", " +0700", " GMT+0700", " +0700", " GMT+07:00", " +0700", " GMT+7", " +0700", " UTC+7", " +0700",
)

// parseDate reads the date of an item, in Vietnam's time if it states no zone. It is stricter than package
// vidate: a feed writes machine dates, and an unknown layout or zone gives the zero Date.
func parseDate(s string) news.Date {
	s = vietnamZone.Replace(strings.Join(strings.Fields(s), " "))
	for _, form := range dateLayouts {
		t, err := time.ParseInLocation(form.layout, s, news.Vietnam)
		if err != nil || t.Year() < 1990 { // earlier dates are a zero of some kind
			continue
		}
		switch zone, _ := t.Zone(); zone {
		case "", "+07", "UTC", "GMT":
		default:
			continue // an unknown zone name, which package time takes for UTC
		}
		return news.Date{Time: t.In(news.Vietnam), Precision: form.precision, Evidence: news.EvidenceFeed}
	}
	return news.Date{}
}
