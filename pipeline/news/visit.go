package news

import "time"

// A Visit is a Link whose turn it is to be fetched, with what the last fetch left behind.
type Visit struct {
	Link
	ETag         string
	LastModified string
	Digest       string    // of the body fetched last; empty before the first fetch
	Fetched      time.Time // of the last fetch; zero before the first
	Failures     int       // in a row, up to now
	Due          time.Time
}

// A Result says how a visit ended.
type Result uint8

// The results of a visit.
const (
	Fetched    Result = iota + 1 // a page came, new or changed
	Unmodified                   // the server or the digest says that nothing changed
	Gone                         // 404, 410: not to be asked for again
	Denied                       // robots.txt refuses it
	Unwanted                     // not a page: too large, of another type
	Failed                       // anything that may pass: time-outs, 429, 5xx
)

var resultNames = [...]string{"", "fetched", "unmodified", "gone", "denied", "unwanted", "failed"}

// String returns the word that reports use.
func (r Result) String() string {
	if int(r) < len(resultNames) {
		return resultNames[r]
	}
	return "unknown"
}

// An Outcome is how the visit to a URL ended.
type Outcome struct {
	URL        string
	Result     Result
	Page       *Page         // of Fetched: whose digest and validators are kept
	RetryAfter time.Duration // of Failed: what the server asked for; 0 if it did not say
}
