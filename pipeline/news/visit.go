package news

import "time"

// A Visit is a Link that is due to be fetched, with the results of the last fetch.
type Visit struct {
	Link
	ETag         string
	LastModified string
	Digest       string    // of the body fetched last; empty before the first fetch
	Text         string    // digest of the article in it, or empty: not known
	Capture      Capture   // of the page fetched last; zero: not known
	Fetched      time.Time // of the last fetch; zero before the first
	Failures     int       // visits in a row that ended alike without a page
	Due          time.Time // of the next fetch
	Redirected   bool      // the last fetch was, to another URL
	WasMissing   bool      // the last visit ended with Missing
	LeadsNowhere bool      // the page fetched last has no links; of feeds, sitemaps and section fronts
}

// A Result says how a visit ended.
type Result uint8

// The results of a visit.
const (
	Fetched    Result = iota + 1 // a page came, new or changed
	Unmodified                   // by the status 304, or by the digest of the body or of the article in it
	Gone                         // 410
	Missing                      // 404
	Denied                       // forbidden by robots.txt
	Unwanted                     // not a page: too large, of another media type, or of another site
	Walled                       // something else stands in its place: a challenge, a login, nothing
	Held                         // not asked for, because the host has a Hold
	Failed                       // maybe temporary: time-outs, 429, 5xx
)

var resultNames = [...]string{
	"", "fetched", "unmodified", "gone", "missing", "denied", "unwanted", "walled", "held",
	"failed",
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
	Page       *Page         // of Fetched: its digest and validators are stored; of others: the answer
	Text       string        // of Fetched: digest of the article, or empty
	Published  time.Time     // of Fetched: when the article says that it was published; zero: not known
	Links      int           // of Fetched: how many the page has
	New        int           // of Fetched: how many of them are new
	Cause      string        // of Unwanted and Walled: what stands in the place of the page
	Withdrawn  bool          // of Gone and Missing: the archive has the answer after an article
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
	HoldRobots     = "robots.txt"  // it cannot be fetched; a status follows: "robots.txt 500"
	HoldHours      = "hours"       // the newspaper may be asked later in the day only
	HoldCrawlDelay = "crawl-delay" // the pause that robots.txt asks for
)

// An Obstacle is what visits to a host met in place of pages.
type Obstacle struct {
	Newspaper string `json:"newspaper"`
	Host      string `json:"host"`
	Cause     string `json:"cause"` // the Cause of an Outcome, or one of the causes below
	Visits    int    `json:"visits"`
	URL       string `json:"url"` // of the first
}

// LeadsNowhere is the cause of an Obstacle that is no outcome: a page from which a crawl begins has no
// links to follow.
const LeadsNowhere = "leads nowhere"

// Waiting says what a crawl has left for a host, and until when.
type Waiting struct {
	Newspaper string    `json:"newspaper"`
	Host      string    `json:"host"`
	Visits    int       `json:"visits"`
	Until     time.Time `json:"until,omitzero"`  // when the first is due; zero: it is due
	Cause     string    `json:"cause,omitempty"` // of the Hold, or else the result of the first
}
