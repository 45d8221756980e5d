package frontier

import (
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"time"

	"baotinh/pipeline/news"
)

// A visit is the record of one URL in the file.
type visit struct {
	news.Visit
	state    state
	number   uint32        // of the URL, in the order in which URLs were found; 0: it is new
	interval time.Duration // between the last visit and the next; 0 before the first visit has ended
	last     news.Result   // of the last visit; 0 before the first has ended

	published time.Time // of the article, if its page was just read; not stored
}

// A state says in which part of its back queue a visit is.
type state uint8

const (
	retired state = iota // in none: no further visit
	ready                // due
	retry                // due at Due, after a failure
	revisit              // due at Due: the page is known, or not to be had now
)

// Intervals between visits. Those of feeds, sitemaps and section fronts, the sources, adapt to how often the
// page changes (a fifth shorter after a change, half as long again without one); for articles see
// articleIntervals. A source is never retired, because whatever it answers may be a mistake of a day; a seed
// is visited daily at least.
const (
	firstInterval   = time.Hour
	minInterval     = 15 * time.Minute
	maxInterval     = 7 * 24 * time.Hour
	maxSeedInterval = 24 * time.Hour
	maxSeedRetry    = time.Hour // after a failure: when the network is back, a seed is asked for soon

	firstRetry  = 30 * time.Second // after a failure; doubled with each further one
	firstReturn = time.Hour        // to a source that was no source; doubled with each further time

	deniedInterval = 24 * time.Hour // until robots.txt is read again, if nobody says when
)

// articleIntervals are the first intervals between the visits to an article, which is corrected soon or
// never, each with the age up to which an article is visited after it. An article that is older, or
// unchanged after the last of them, is retired. While it changes, the interval doubles.
var articleIntervals = [...]struct{ interval, age time.Duration }{
	{24 * time.Hour, 3 * 24 * time.Hour},
	{7 * 24 * time.Hour, 21 * 24 * time.Hour},
	{30 * 24 * time.Hour, 90 * 24 * time.Hour},
}

// missingIntervals are the intervals between visits to an article that is not found. It is retired when it is
// not found after the last of them: a server that is being repaired answers 404, too.
var missingIntervals = [...]time.Duration{24 * time.Hour, 7 * 24 * time.Hour}

// unwantedInterval is the interval after the first visit to an article that is no page; it is doubled with
// each further one, up to maxUnwanted.
const (
	unwantedInterval = 24 * time.Hour
	maxUnwanted      = 30 * 24 * time.Hour
)

// archiveAge is the age from which on an archive page, which is asked for once, is asked for again by a crawl
// that comes to it anew: its number may be that of other articles by now.
const archiveAge = 12 * time.Hour

// isStale reports whether a page to which a link of the kind KindArchive leads is to be asked for again.
func (v *visit) isStale(now time.Time) bool {
	last := v.Fetched
	if v.Kind == news.KindArchive {
		last = v.Due // when it was retired
	}
	return v.isSource() && (v.state == retired || v.state == revisit) && now.Sub(last) >= archiveAge
}

// isSource reports whether a visit is for its links: to a feed, a sitemap, a section front, an archive page.
func (v *visit) isSource() bool { return v.Kind != news.KindArticle }

// longest returns the longest interval between visits that adapt.
func (v *visit) longest() time.Duration {
	if v.Seed {
		return maxSeedInterval
	}
	return maxInterval
}

// applyOutcome records how a visit ended and schedules the next.
func (v *visit) applyOutcome(o news.Outcome, now time.Time) {
	if o.Result == news.Held { // nothing was asked, nothing is known
		v.state, v.Due = retry, now.Add(o.RetryAfter)
		return
	}
	if o.Result != v.last {
		v.Failures = 0
	}
	v.last = o.Result
	switch o.Result {
	case news.Fetched:
		v.LeadsNowhere = v.isSource() && o.Links == 0
		v.published = o.Published
		v.recordFetch(o.Page, now, change(o.Page.Digest() != v.Digest && (!v.isSource() || o.New > 0)))
		v.Text = o.Text
	case news.Unmodified:
		v.Failures = 0
		v.Fetched = now
		v.scheduleRevisit(now, unchanged)
	case news.Denied:
		v.state, v.Due = revisit, now.Add(cmp.Or(o.RetryAfter, deniedInterval))
	case news.Gone, news.Missing, news.Unwanted:
		if o.Withdrawn {
			v.forgetPage()
		}
		v.Failures++
		v.state = retired
		if v.Kind == news.KindArchive {
			v.Due = now
		}
		if interval := v.absence(o.Result); interval > 0 {
			v.state, v.Due = revisit, now.Add(interval)
		}
	case news.Walled:
		v.Failures++
		v.state, v.Due = retry, now.Add(doubled(firstReturn, v.Failures, v.longest()))
	default:
		v.Failures++
		longest := v.longest()
		if v.Seed {
			longest = maxSeedRetry
		}
		v.state, v.Due = retry, now.Add(retryDelay(o.RetryAfter, v.Failures, longest))
	}
}

// forgetPage forgets the page that was fetched last, so that one that comes later is new to the archive.
func (v *visit) forgetPage() {
	v.ETag, v.LastModified, v.Digest, v.Text, v.Capture = "", "", "", "", news.Capture{}
}

// absence returns the interval after the last of Failures visits that found no page; 0 retires an article.
func (v *visit) absence(r news.Result) time.Duration {
	switch {
	case v.Kind == news.KindArchive:
		return 0
	case v.isSource():
		return doubled(firstReturn, v.Failures, v.longest())
	case r == news.Unwanted:
		return doubled(unwantedInterval, v.Failures, maxUnwanted)
	case r == news.Missing && v.Failures <= len(missingIntervals):
		return missingIntervals[v.Failures-1]
	}
	return 0
}

// doubled returns first · 2^(times-1), at most longest.
func doubled(first time.Duration, times int, longest time.Duration) time.Duration {
	for range times - 1 {
		if first *= 2; first >= longest {
			return longest
		}
	}
	return first
}

// recordFetch records that p was fetched and schedules the next visit. A source has changed if it lists
// something new: a clock in it is no news.
func (v *visit) recordFetch(p *news.Page, now time.Time, c change) {
	v.Failures = 0
	v.last = news.Fetched
	v.Fetched = now
	v.Digest, v.Text, v.Capture = p.Digest(), "", p.Capture
	v.Redirected = p.FinalURL != ""
	v.ETag = p.Header.Get("ETag")
	v.LastModified = p.Header.Get("Last-Modified")
	v.scheduleRevisit(now, c)
}

// A change says whether a page had changed since the visit before.
type change bool

const (
	unchanged change = false
	changed   change = true
)

// scheduleRevisit schedules the visit after a successful one.
func (v *visit) scheduleRevisit(now time.Time, c change) {
	switch v.Kind {
	case news.KindArticle:
		v.interval = nextArticleInterval(v.interval, c, v.age(now))
	case news.KindArchive:
		v.interval = 0
	default:
		v.interval = nextInterval(v.interval, c, v.longest())
	}
	v.state, v.Due = revisit, now.Add(v.interval)
	if v.interval == 0 {
		v.state = retired
	}
}

func nextInterval(last time.Duration, c change, longest time.Duration) time.Duration {
	switch {
	case last == 0:
		return firstInterval
	case c == changed:
		return max(minInterval, last-last/5)
	}
	return min(longest, last+last/2)
}

// nextArticleInterval returns 0 if the article is to be retired.
func nextArticleInterval(last time.Duration, c change, age time.Duration) time.Duration {
	for _, next := range articleIntervals {
		if last < next.interval && age <= next.age {
			return next.interval
		}
	}
	if c == unchanged || last == 0 {
		return 0
	}
	return 2 * last
}

// age returns the time since an article was published, 0 if that is not known.
func (v *visit) age(now time.Time) time.Duration {
	published := v.published
	if published.IsZero() {
		published = v.FeedDate.Time
	}
	if published.IsZero() {
		return 0
	}
	return max(0, now.Sub(published))
}

// retryDelay returns how long to wait after a number of failures in a row: the delay that the server asked
// for, or firstRetry, doubled with each further failure up to longest.
func retryDelay(asked time.Duration, failures int, longest time.Duration) time.Duration {
	return doubled(cmp.Or(asked, firstRetry), failures, max(longest, asked))
}

// append encodes v, without its URL:
//
//	byte     kind, state, precision of the feed date
//	varint   feed date, last fetch, next visit: Unix milliseconds, 0 for the zero time
//	varint   interval in milliseconds, failures
//	string   newspaper, evidence of the feed date, ETag, Last-Modified, digest: length as uvarint, bytes
//	byte     flags, result of the last visit
//	string   digest of the article
//	string   capture, see appendCapture
//
// Older records end before the flags, or before the digest, or before the capture.
func (v *visit) append(dst []byte) []byte {
	dst = append(dst, byte(v.Kind), byte(v.state), byte(v.FeedDate.Precision))
	for _, t := range [...]time.Time{v.FeedDate.Time, v.Fetched, v.Due} {
		dst = binary.AppendVarint(dst, millis(t))
	}
	dst = binary.AppendVarint(dst, v.interval.Milliseconds())
	dst = binary.AppendVarint(dst, int64(v.Failures))
	for _, s := range [...]string{v.Newspaper, v.FeedDate.Evidence, v.ETag, v.LastModified, v.Digest} {
		dst = binary.AppendUvarint(dst, uint64(len(s)))
		dst = append(dst, s...)
	}
	var flags byte
	if v.Seed {
		flags |= flagSeed
	}
	if v.LeadsNowhere {
		flags |= flagLeadsNowhere
	}
	if v.Listed {
		flags |= flagListed
	}
	if v.Redirected {
		flags |= flagRedirected
	}
	dst = append(dst, flags, byte(v.last))
	capture := appendCapture(nil, v.Capture, v.URL)
	for _, s := range [...]string{v.Text, string(capture)} {
		dst = binary.AppendUvarint(dst, uint64(len(s)))
		dst = append(dst, s...)
	}
	return dst
}

// The flags of a record.
const (
	flagSeed = 1 << iota
	flagLeadsNowhere
	flagListed
	flagRedirected
)

func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

var errMalformed = errors.New("broken record")

// decode is the inverse of append.
func decode(url string, data []byte) (*visit, error) {
	if len(data) < 3 {
		return nil, errMalformed
	}
	v := &visit{state: state(data[1])}
	v.URL, v.Kind, v.FeedDate.Precision = url, news.Kind(data[0]), news.Precision(data[2])
	data = data[3:]

	var numbers [5]int64
	for i := range numbers {
		n, size := binary.Varint(data)
		if size <= 0 {
			return nil, errMalformed
		}
		numbers[i], data = n, data[size:]
	}
	if numbers[0] != 0 {
		v.FeedDate.Time = time.UnixMilli(numbers[0]).In(news.Vietnam)
	}
	if numbers[1] != 0 {
		v.Fetched = time.UnixMilli(numbers[1])
	}
	if numbers[2] != 0 {
		v.Due = time.UnixMilli(numbers[2])
	}
	if numbers[3] < 0 || numbers[3] > int64(math.MaxInt64/time.Millisecond) {
		return nil, errMalformed
	}
	v.interval = time.Duration(numbers[3]) * time.Millisecond
	v.Failures = int(numbers[4])

	for _, s := range [...]*string{&v.Newspaper, &v.FeedDate.Evidence, &v.ETag, &v.LastModified, &v.Digest} {
		var ok bool
		if *s, data, ok = cutString(data); !ok {
			return nil, errMalformed
		}
	}
	if len(data) >= 2 {
		v.Seed, v.Listed = data[0]&flagSeed != 0, data[0]&flagListed != 0
		v.LeadsNowhere, v.Redirected = data[0]&flagLeadsNowhere != 0, data[0]&flagRedirected != 0
		v.last = news.Result(data[1])
		var capture string
		v.Text, data, _ = cutString(data[2:])
		capture, _, _ = cutString(data)
		v.Capture = decodeCapture(capture, url)
	}
	return v, nil
}

// decodeValue decodes a visit that is stored under a key.
func decodeValue(key, value []byte) (*visit, error) {
	url, record, ok := cutBytes(value)
	if len(key) != numberBytes || !ok {
		return nil, fmt.Errorf("%w: there is no visit %x", ErrDamaged, key)
	}
	v, err := decode(string(url), record)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", url, err)
	}
	v.number = binary.BigEndian.Uint32(key)
	return v, nil
}

// cutString cuts a string from the beginning of data.
func cutString(data []byte) (s string, rest []byte, ok bool) {
	cut, rest, ok := cutBytes(data)
	return string(cut), rest, ok
}

// cutBytes is cutString without a copy.
func cutBytes(data []byte) (cut, rest []byte, ok bool) {
	n, size := binary.Uvarint(data)
	if size <= 0 || n > uint64(len(data)-size) {
		return nil, nil, false
	}
	return data[size : size+int(n)], data[size+int(n):], true
}

// get returns the visit to a URL.
func (f *Frontier) get(url string) (*visit, bool, error) {
	number, record, err := f.lookUp(url)
	if err != nil || number == 0 {
		return nil, false, err
	}
	v, err := decode(url, record)
	if err != nil {
		return nil, false, err
	}
	v.number = number
	return v, true, nil
}

// put stores v and moves it from the queue position of old to its own; old is nil if v is new.
func (f *Frontier) put(v, old *visit) error {
	v.Due = v.Due.Truncate(time.Millisecond) // as it is stored
	if v.number == 0 {
		v.number = f.addToIndex(v.URL)
	}
	if old != nil && old.state != retired {
		q := f.backQueueOf(old)
		q.checked = false
		if err := f.queue.Delete(q.key(old)); err != nil {
			return err
		}
	}
	if v.state != retired {
		q := f.backQueueOf(v)
		q.checked = false
		if err := f.queue.Put(q.key(v), nil); err != nil {
			return err
		}
	}
	value := binary.AppendUvarint(nil, uint64(len(v.URL)))
	return f.visits.Put(keyOf(v.number), v.append(append(value, v.URL...)))
}
