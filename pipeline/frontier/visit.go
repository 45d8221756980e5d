package frontier

import (
	"encoding/binary"
	"errors"
	"math"
	"time"

	"baotinh/pipeline/news"
)

// A visit is the record of one URL in the file.
type visit struct {
	news.Visit
	state    state
	interval time.Duration // between the last visit and the next; 0 before the first visit has ended
}

// A state says in which part of its back queue a visit is.
type state uint8

const (
	retired state = iota // in none: no further visit
	ready                // due
	retry                // due at Due, after a failure
	revisit              // due at Due, after a success
)

// Intervals between visits. Those of feeds, sitemaps and section fronts adapt to how often the page changes
// (a fifth shorter after a change, half as long again without one); for articles see articleIntervals.
const (
	firstInterval = time.Hour
	minInterval   = 15 * time.Minute
	maxInterval   = 7 * 24 * time.Hour

	firstRetry = 30 * time.Second // doubled with each failure
	maxRetry   = 7 * 24 * time.Hour
)

// articleIntervals are the first intervals between the visits to an article, which is corrected soon or
// never. An article that is unchanged after the last of them is retired. While it changes, the interval
// doubles, because a page with a clock in it changes always.
var articleIntervals = [...]time.Duration{24 * time.Hour, 7 * 24 * time.Hour, 30 * 24 * time.Hour}

// applyOutcome records how a visit ended and schedules the next.
func (v *visit) applyOutcome(o news.Outcome, now time.Time) {
	switch o.Result {
	case news.Fetched:
		v.recordFetch(o.Page, now)
	case news.Unmodified:
		v.Failures = 0
		v.Fetched = now
		v.scheduleRevisit(now, unchanged)
	case news.Failed:
		v.Failures++
		v.state, v.Due = retry, now.Add(retryDelay(o.RetryAfter, v.Failures))
	case news.Gone, news.Denied: // articles are retired; feeds, sitemaps and section fronts may come back
		v.Failures = 0
		v.state = retired
		if v.Kind != news.KindArticle {
			v.state, v.Due = revisit, now.Add(maxInterval)
		}
	default:
		v.state = retired
	}
}

// recordFetch records that p was fetched and schedules the next visit.
func (v *visit) recordFetch(p *news.Page, now time.Time) {
	digest := p.Digest()
	change := change(digest != v.Digest)
	v.Failures = 0
	v.Fetched = now
	v.Digest = digest
	v.ETag = p.Header.Get("ETag")
	v.LastModified = p.Header.Get("Last-Modified")
	v.scheduleRevisit(now, change)
}

// A change says whether a page had changed since the visit before.
type change bool

const (
	unchanged change = false
	changed   change = true
)

// scheduleRevisit schedules the visit after a successful one.
func (v *visit) scheduleRevisit(now time.Time, c change) {
	if v.Kind == news.KindArticle {
		v.interval = nextArticleInterval(v.interval, c)
	} else {
		v.interval = nextInterval(v.interval, c)
	}
	v.state, v.Due = revisit, now.Add(v.interval)
	if v.interval == 0 {
		v.state = retired
	}
}

func nextInterval(last time.Duration, c change) time.Duration {
	switch {
	case last == 0:
		return firstInterval
	case c == changed:
		return max(minInterval, last-last/5)
	}
	return min(maxInterval, last+last/2)
}

// nextArticleInterval returns 0 if the article is to be retired.
func nextArticleInterval(last time.Duration, c change) time.Duration {
	for _, next := range articleIntervals {
		if last < next {
			return next
		}
	}
	if c == unchanged {
		return 0
	}
	return 2 * last
}

// retryDelay returns how long to wait after a number of failures in a row: the delay that the server asked
// for, or firstRetry, doubled with each further failure up to maxRetry.
func retryDelay(asked time.Duration, failures int) time.Duration {
	delay := firstRetry
	if asked > 0 {
		delay = asked
	}
	for range failures - 1 {
		if delay *= 2; delay >= maxRetry {
			return max(maxRetry, asked)
		}
	}
	return delay
}

// append encodes v as a value of the bucket "visits":
//
//	byte     kind, state, precision of the feed date
//	varint   feed date, last fetch, next visit: Unix milliseconds, 0 for the zero time
//	varint   interval in milliseconds, failures
//	string   newspaper, evidence of the feed date, ETag, Last-Modified, digest: length as uvarint, bytes
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
	return dst
}

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
		n, size := binary.Uvarint(data)
		if size <= 0 || n > uint64(len(data)-size) {
			return nil, errMalformed
		}
		*s, data = string(data[size:size+int(n)]), data[size+int(n):]
	}
	return v, nil
}

// get returns the visit to a URL.
func (f *Frontier) get(url string) (*visit, bool, error) {
	value := f.visits.Get([]byte(url))
	if value == nil {
		return nil, false, nil
	}
	v, err := decode(url, value)
	return v, true, err
}

// put stores v and moves it from the queue position of old to its own; old is nil if v is new.
func (f *Frontier) put(v, old *visit) error {
	v.Due = v.Due.Truncate(time.Millisecond) // as it is stored
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
	return f.visits.Put([]byte(v.URL), v.append(nil))
}
