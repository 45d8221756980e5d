package frontier

import (
	"encoding/binary"
	"errors"
	"time"

	"baotinh/pipeline/news"
)

// A visit is what the file holds of a URL.
type visit struct {
	news.Visit
	state    state
	interval time.Duration // between the last visit and the next; 0 before the first has ended
}

// A state says where in the queue a visit stands.
type state uint8

const (
	never   state = iota // not to be visited (again)
	ready                // due
	retry                // at Due, after a failure
	revisit              // at Due
)

// How long to wait for the next visit. Front pages follow how often they change, as news-crawl does it; an
// article is corrected soon or never.
const (
	firstInterval = time.Hour
	minInterval   = 15 * time.Minute
	maxInterval   = 7 * 24 * time.Hour

	firstRetry = 30 * time.Second // doubled with each failure
	maxRetry   = 7 * 24 * time.Hour
)

// articleIntervals are the intervals between the visits to an article. After the last there is no further
// visit, unless even then it had changed; the next is after twice the time, so that a clock in the page does
// not bring us back for ever.
var articleIntervals = [...]time.Duration{24 * time.Hour, 7 * 24 * time.Hour, 30 * 24 * time.Hour}

// end notes how a visit ended at a time and when the next is due.
func (v *visit) end(o news.Outcome, now time.Time) {
	switch o.Result {
	case news.Fetched:
		v.fetched(o.Page, now)
	case news.Unmodified:
		v.Failures = 0
		v.Fetched = now
		v.again(now, false)
	case news.Failed:
		v.Failures++
		v.state, v.Due = retry, now.Add(retryDelay(o.RetryAfter, v.Failures))
	case news.Gone, news.Denied: // an article is given up, a front page may come back
		v.Failures = 0
		v.state = never
		if v.Kind != news.KindArticle {
			v.state, v.Due = revisit, now.Add(maxInterval)
		}
	default:
		v.state = never
	}
}

// fetched notes that p came at a time.
func (v *visit) fetched(p *news.Page, now time.Time) {
	digest := p.Digest()
	changed := digest != v.Digest
	v.Failures = 0
	v.Fetched = now
	v.Digest = digest
	v.ETag = p.Header.Get("ETag")
	v.LastModified = p.Header.Get("Last-Modified")
	v.again(now, changed)
}

// again sets the next visit after one at which the page had or had not changed.
func (v *visit) again(now time.Time, changed bool) {
	if v.Kind == news.KindArticle {
		v.interval = nextArticleInterval(v.interval, changed)
	} else {
		v.interval = nextInterval(v.interval, changed)
	}
	v.state, v.Due = revisit, now.Add(v.interval)
	if v.interval == 0 {
		v.state = never
	}
}

func nextInterval(last time.Duration, changed bool) time.Duration {
	switch {
	case last == 0:
		return firstInterval
	case changed:
		return max(minInterval, last-last/5)
	}
	return min(maxInterval, last+last/2)
}

// nextArticleInterval returns 0 if there is to be no further visit.
func nextArticleInterval(last time.Duration, changed bool) time.Duration {
	for _, next := range articleIntervals {
		if last < next {
			return next
		}
	}
	if !changed {
		return 0
	}
	return 2 * last
}

// retryDelay returns how long to wait after so many failures in a row: what the server asked for, if
// anything.
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

// A value of the bucket of visits holds, in this order: the kind, the state and the precision of the date as
// bytes; the date, the last fetch, the next visit, the interval and the failures as varints, times in Unix
// milliseconds or 0; the newspaper, the evidence of the date, ETag, Last-Modified and digest as strings
// behind their lengths. Unix milliseconds of 0 are no time that occurs.
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

var errBroken = errors.New("broken record")

// decode reads what append writes.
func decode(url string, data []byte) (*visit, error) {
	if len(data) < 3 {
		return nil, errBroken
	}
	v := &visit{state: state(data[1])}
	v.URL, v.Kind, v.FeedDate.Precision = url, news.Kind(data[0]), news.Precision(data[2])
	data = data[3:]

	var numbers [5]int64
	for i := range numbers {
		n, size := binary.Varint(data)
		if size <= 0 {
			return nil, errBroken
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
	v.interval = time.Duration(numbers[3]) * time.Millisecond
	v.Failures = int(numbers[4])

	for _, s := range [...]*string{&v.Newspaper, &v.FeedDate.Evidence, &v.ETag, &v.LastModified, &v.Digest} {
		n, size := binary.Uvarint(data)
		if size <= 0 || n > uint64(len(data)-size) {
			return nil, errBroken
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

// put stores v and moves it in the queue from where old stood; old is nil if v is new.
func (f *Frontier) put(v, old *visit) error {
	v.Due = v.Due.Truncate(time.Millisecond) // as it is stored
	if old != nil && old.state != never {
		l := f.lane(old)
		l.checked = false
		if err := f.queue.Delete(l.key(old)); err != nil {
			return err
		}
	}
	if v.state != never {
		l := f.lane(v)
		l.checked = false
		if err := f.queue.Put(l.key(v), nil); err != nil {
			return err
		}
	}
	return f.visits.Put([]byte(v.URL), v.append(nil))
}
