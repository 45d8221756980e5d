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
	Gone                         // 410
	Missing                      // 404
	Denied                       // forbidden by robots.txt
	Unwanted                     // not a page: too large, or of another media type
	Held                         // not asked for, because the host has a Hold
	Failed                       // maybe temporary: time-outs, 429, 5xx
)

var resultNames = [...]string{
	"", "fetched", "unmodified", "gone", "missing", "denied", "unwanted", "held", "failed",
}

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
	RetryAfter time.Duration // of Failed, Held and Denied: what the server asks for, or 0
}

// A Hold forbids requests to a host for a while. The zero Hold forbids nothing.
type Hold struct {
	Until    time.Time `json:"until"`
	Cause    string    `json:"cause"`              // one of the causes below, or a status: "503"
	Failures int       `json:"failures,omitempty"` // failures in a row, which make the next hold longer
}

// Causes of a Hold that are no status.
const (
	HoldNoAnswer   = "no answer"   // connections fail
	HoldRobots     = "robots.txt"  // it cannot be fetched
	HoldCrawlDelay = "crawl-delay" // the pause that robots.txt asks for
)

// Waiting says what a crawl has left for a host, and until when.
type Waiting struct {
	Newspaper string    `json:"newspaper"`
	Host      string    `json:"host"`
	Visits    int       `json:"visits"`
	Until     time.Time `json:"until,omitzero"`  // when the first is due; zero: it is due
	Cause     string    `json:"cause,omitempty"` // of the Hold, or else the result of the first
}
