package news

import "time"

// A Visit is a Link that is due to be fetched, with the results of the last fetch.
type Visit struct {
	Link
	ETag         string
	LastModified string
	Digest       string    // of the body fetched last; empty before the first fetch
	Fetched      time.Time // of the last fetch; zero before the first
	Failures     int       // failed visits in a row
	Due          time.Time // of the next fetch
}

// A Result says how a visit ended.
type Result uint8

// The results of a visit.
const (
	Fetched    Result = iota + 1 // a page came, new or changed
	Unmodified                   // by the status 304, or by the digest of the body
	Gone                         // 404, 410: not to be requested again
	Denied                       // forbidden by robots.txt
	Unwanted                     // not a page: too large, or of another media type
	Failed                       // maybe temporary: time-outs, 429, 5xx
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
	Page       *Page         // of Fetched: its digest and validators are stored
	RetryAfter time.Duration // of Failed: the delay that the server asked for, or 0
}
