package vidate

import (
	"strings"

	"baotinh/pipeline/news"
)

// ParseURL returns the date that the path of an article's URL states, year first: in segments of its own,
// "/2022/07/28/", "/2022-07-28/", "/20220728/" to the day, "/2022/07/" and "/202207/" to the month; else in
// the slug, "/hoi-nghi-20220728-5071.html", or as the beginning of the number behind it, which counts from
// the second in which the article was created: "/hoi-nghi-20220728160533123.htm". Any other date inside a
// slug belongs to the headline and is ignored. The zero Date means that there is none.
func ParseURL(path string) news.Date {
	path, _, _ = strings.Cut(path, "?")
	for rest := path; rest != ""; {
		var segment string
		segment, rest, _ = strings.Cut(rest, "/")
		if d := urlDate(segment, rest); !d.IsZero() {
			return d
		}
	}
	return slugDate(path[strings.LastIndexByte(path, '/')+1:])
}

// slugDate reads the last date in the figures of a slug that stand between dashes or end it: eight for a day,
// or a longer number that begins with a day and a time of day.
func slugDate(slug string) news.Date {
	const day, second, longest = len("20220728"), len("20220728160533"), len("20220728160533") + 5
	var found news.Date
	for i := 1; i+day <= len(slug); i++ {
		if !isDigit(slug[i]) || slug[i-1] != '-' && slug[i-1] != '_' {
			continue
		}
		n := 1
		for i+n < len(slug) && isDigit(slug[i+n]) {
			n++
		}
		figures, rest := slug[i:i+n], slug[i+n:]
		ends := rest == "" || rest[0] == '.'
		if n == day && (ends || rest[0] == '-' || rest[0] == '_') ||
			n >= second && n <= longest && ends && !stamp(figures[:second]).IsZero() {
			if d := urlDate(figures[:day], ""); !d.IsZero() {
				found = d
			}
		}
		i += n - 1
	}
	return found
}

// urlDate reads the date that begins with segment; rest is the path after the slash that ends the segment.
func urlDate(segment, rest string) news.Date {
	year, ok := fixed(segment, 4)
	if !ok || year < minYear || year > maxYear {
		return news.Date{}
	}
	var c civil
	switch {
	case len(segment) == 4:
		month, after, _ := strings.Cut(rest, "/")
		day, _, _ := strings.Cut(after, "/")
		c = civil{year, upTo2(month), upTo2(day)}
		if !strings.HasPrefix(rest, month+"/") || !strings.HasPrefix(after, day+"/") {
			c.day = 0
		}
		if c.month == 0 || !strings.HasPrefix(rest, month+"/") {
			return news.Date{}
		}
	case len(segment) == 6 || len(segment) == 8:
		month, _ := fixed(segment[4:], 2)
		c = civil{year, month, 0}
		if len(segment) == 8 {
			day, dayOK := fixed(segment[6:], 2)
			if !dayOK || day == 0 {
				return news.Date{}
			}
			c.day = day
		}
		if !digitsOnly(segment) {
			return news.Date{}
		}
	case len(segment) == 10 && segment[4] == '-' && segment[7] == '-':
		c = civil{year, upTo2(segment[5:7]), upTo2(segment[8:])}
		if c.day == 0 {
			return news.Date{}
		}
	default:
		return news.Date{}
	}

	precision := news.Day
	if c.day == 0 {
		c.day, precision = 1, news.Month
	}
	if !c.valid() {
		return news.Date{}
	}
	return news.Date{Time: c.time(), Precision: precision, Evidence: news.EvidenceURL}
}

// fixed returns the first n bytes of s as a number.
func fixed(s string, n int) (int, bool) {
	if len(s) < n {
		return 0, false
	}
	v := 0
	for i := range n {
		if !isDigit(s[i]) {
			return 0, false
		}
		v = v*10 + int(s[i]-'0')
	}
	return v, true
}

// upTo2 returns s as a number if it is one or two digits, else 0.
func upTo2(s string) int {
	if len(s) == 0 || len(s) > 2 {
		return 0
	}
	v, _ := fixed(s, len(s))
	return v
}

func digitsOnly(s string) bool {
	_, ok := fixed(s, len(s))
	return ok
}
