package discover

import (
	"regexp"
	"strings"
	"time"

	"baotinh/pipeline/news"
	"baotinh/pipeline/vidate"
)

var (
	// weekday is what stands before the comma of "Thứ Năm, 07/03/2024" and "T5, 07 Th3 2024", where the
	// figure is not of the date.
	weekday = regexp.MustCompile(`^(?:[^\d,]*|(?i:thứ|th|t)[. ]?[2-8]),\s*`)
	// shortYear is the date of RFC 822 §5.1, which RSS names: "07 Mar 24", "07-Mar-24".
	shortYear = regexp.MustCompile(`^(\d{1,2}[ -][A-Za-z]{3,9}[ -])(\d\d)(?:$|[ T])`)
	// zoneName is a zone by name at the end.
	zoneName = regexp.MustCompile(`:\d\d(?:\.\d+)? ?([A-Za-z]{1,5})$`)
	// offset is a zone in figures, which package vidate reads for sure if it is glued and has a colon.
	offset = regexp.MustCompile(`(:\d\d(?:\.\d+)?) ?([+-]\d\d):?(\d\d)$`)
	// american is a date in figures that may have the month first.
	american = regexp.MustCompile(`(?i)^\d{1,2}/\d{1,2}/\d{2,4},? .*[AP]M\b`)
)

// zones are the names of zones in RFC 822 §5.1 and that of Vietnam. AM and PM in both languages, and Z, are
// left as they are.
var zones = map[string]string{
	"ICT": "+07:00", "GMT": "+00:00", "UTC": "+00:00", "UT": "+00:00", "Z": "+00:00",
	"EST": "-05:00", "EDT": "-04:00", "CST": "-06:00", "CDT": "-05:00",
	"MST": "-07:00", "MDT": "-06:00", "PST": "-08:00", "PDT": "-07:00",
	"AM": "AM", "PM": "PM", "SA": "SA", "CH": "CH",
}

// parseDate reads the date of an item, in Vietnam's time if it states no zone. It reads all that package
// vidate does, and is stricter, because a feed is written by a program: a date that may have the month first
// and one in an unknown zone are unknown, as is one before 1990, which is a zero of some kind.
func parseDate(s string) news.Date {
	s = strings.Join(strings.Fields(s), " ")
	if american.MatchString(s) {
		return news.Date{}
	}
	s = weekday.ReplaceAllString(s, "")
	if m := shortYear.FindStringSubmatchIndex(s); m != nil {
		century := "20"
		if s[m[4]] >= '5' {
			century = "19"
		}
		s = s[:m[4]] + century + s[m[4]:]
	}
	if m := zoneName.FindStringSubmatchIndex(s); m != nil {
		zone, known := zones[strings.ToUpper(s[m[2]:m[3]])]
		if !known {
			return news.Date{}
		}
		s = strings.TrimSpace(s[:m[2]]) + " " + zone
	}
	s = offset.ReplaceAllString(s, "$1$2:$3")
	d, err := vidate.Parse(s, time.Time{})
	if err != nil || d.Time.Year() < 1990 || d.Precision < news.Day {
		return news.Date{}
	}
	d.Time, d.Evidence = d.Time.In(news.Vietnam), news.EvidenceFeed
	return d
}
