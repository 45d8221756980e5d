// Package news declares the values that the stages of the pipeline pass to each other.
//
// A [Page] is the body of an HTTP response or of a local file. An [Article] is the text that a newspaper
// printed, each field with the evidence it came from. A [Link], a [Visit] and an [Outcome] are steps of a
// crawl, and a [Hold] keeps it from a host; a [Position] is a place in the archive. All other packages use
// these types; this one imports only the standard library.
package news

import (
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"net/textproto"
	"strings"
	"time"
)

// An ID identifies an article: 32 hexadecimal digits. Two fetches of one article have one ID, so indexing is
// idempotent.
type ID string

// NewID returns the ID of the article at a canonical URL: the first 16 bytes of the SHA-256 of the URL with
// the scheme https, in hex. Newspapers went from http to https, and their articles stayed the same.
func NewID(canonicalURL string) ID {
	if rest, ok := strings.CutPrefix(canonicalURL, "http://"); ok {
		canonicalURL = "https://" + rest
	}
	sum := sha256.Sum256([]byte(canonicalURL))
	return ID(hex.EncodeToString(sum[:16]))
}

// A Request asks for one URL. ETag and LastModified, if set, make it conditional (RFC 9110 §13.1).
type Request struct {
	URL          string
	ETag         string
	LastModified string
	Failures     int // failed visits in a row before this one
}

// A Page is an HTTP response or a local file.
type Page struct {
	URL       string // requested, canonical; of a local file: the URL it was saved from, or that of the file
	FinalURL  string // where redirects ended; empty if there were none
	File      string // the local file it was read from, or empty; a WARC record is "file.warc.gz#offset"
	Status    int    // HTTP status; 0 for a local file
	Header    textproto.MIMEHeader
	Body      []byte     // content codings removed, charset as served; the page owns it
	Fetched   time.Time  // zero for a local file, whose age is unknown
	Archived  time.Time  // the date of its record in the archive; zero until it is archived
	FeedDate  Date       // the date that a feed or sitemap gave for this URL
	Newspaper string     // key in the catalogue, or empty
	End       Position   // the position in the archive after this page; zero until it is archived
	Capture   Capture    // its record in the archive; zero until it is archived
	Exchange  *Exchange  // what the archive keeps besides; nil: nothing. It is not read again
	Redirects []Redirect // on the way from URL to FinalURL, as far as the fetch knows them; in their order
	Truncated bool       // the body ended before the length that the server stated
	Article   *Article   // the article, if it was read already: by a crawl, or out of a Body of ArticleType

	digest string // of Body; empty before the first call of Digest
}

// ArticleType is the media type of a Page whose body is an [Article] in JSON, as `baotinh export` prints it.
const ArticleType = "application/vnd.baotinh.article+json"

// A Redirect is an answer that led to another URL.
type Redirect struct {
	URL      string
	Status   int
	Location string // as the server wrote it
	Header   textproto.MIMEHeader
	Body     []byte    // its beginning, content codings removed
	Fetched  time.Time // when it was asked for
	Exchange *Exchange // what the archive keeps besides; nil: nothing
}

// An Exchange is what a fetch knows of a request and its answer besides the answer itself.
type Exchange struct {
	Request []byte        // its head, as HTTP/1.1 writes it
	Address string        // the IP address of the server; empty: not known
	Took    time.Duration // from the request to the end of the body
	Robots  string        // the status of robots.txt and what it says of the URL: "200 allowed"
	TLS     string        // what was unusual about the certificate; empty: nothing
}

// A Capture names a record of the archive, so that a record about a later visit can refer to it.
type Capture struct {
	ID   string // a URI: "urn:uuid:…"
	URL  string
	Date time.Time
}

// A Sameness says what a visit found to be the same as in an earlier capture.
type Sameness uint8

// What may be the same.
const (
	SameBody    Sameness = iota + 1 // every byte of the body
	SameArticle                     // the article in it, though not the page around
	NotModified                     // the server says so: 304
)

// A Revisit is a visit that found an earlier capture still valid.
type Revisit struct {
	Of     Capture // zero: not known
	Digest string  // of the body of the earlier capture
	Same   Sameness
	Answer *Page // to the visit; of its body only the digest counts
}

// ContentType returns the Content-Type that the server stated, or the empty string.
func (p *Page) ContentType() string { return p.Header.Get("Content-Type") }

// Location returns the URL that the body came from: FinalURL, else URL.
func (p *Page) Location() string {
	if p.FinalURL != "" {
		return p.FinalURL
	}
	return p.URL
}

// Digest returns the BodyDigest of the body. It is computed by the first call, after which Body must not
// change; the first call must not be concurrent with another.
func (p *Page) Digest() string {
	if p.digest == "" {
		p.digest = BodyDigest(p.Body)
	}
	return p.digest
}

// BodyDigest returns the SHA-1 of the parts of a body in the form that WARC 1.1 §5.8 shows: "sha1:" and
// base32.
func BodyDigest(parts ...[]byte) string {
	hash := sha1.New()
	for _, part := range parts {
		hash.Write(part)
	}
	return "sha1:" + base32.StdEncoding.EncodeToString(hash.Sum(nil))
}

// A Position is a place between two records of the archive: the number of a segment and an offset in bytes.
// The zero Position is the beginning.
type Position struct {
	Segment uint32 `json:"segment"`
	Offset  int64  `json:"offset"`
}

// Compare returns -1 if p comes before q, 0 if they are equal, and +1 if p comes after q.
func (p Position) Compare(q Position) int {
	switch {
	case p == q:
		return 0
	case p.Segment < q.Segment, p.Segment == q.Segment && p.Offset < q.Offset:
		return -1
	}
	return 1
}

// A Kind says what kind of page a URL of the frontier is expected to lead to.
type Kind uint8

// The kinds of link, in the order in which a crawl prefers them.
const (
	KindFeed    Kind = iota + 1 // RSS or Atom
	KindSitemap                 // sitemap or sitemap index
	KindSection                 // section front: a page that lists articles
	KindArticle                 // an article, judged by its URL
	KindArchive                 // a further page of a section front, or a day's: the way back in time
)

// A Link is a URL found in a page, with what that page says about it.
type Link struct {
	URL       string // canonical
	Kind      Kind
	Newspaper string // key in the catalogue
	FeedDate  Date   // the date that a feed or sitemap gives for it; of an archive page that of what it lists
	Number    int    // of an archive page among those of its list, as far as the page that links to it says
	Listed    bool   // found on a section front or in a feed, where new articles stand
	Seed      bool   // named by the catalogue: asked for once a day at least, whatever it answers
}

// A BlockKind is the kind of a block of an article.
type BlockKind string

// The kinds of block.
const (
	Paragraph BlockKind = "paragraph"
	Heading   BlockKind = "heading"
	Caption   BlockKind = "caption" // text belonging to a photo: searchable, never a paragraph
	Quote     BlockKind = "quote"
	List      BlockKind = "list"     // one item of a list
	Table     BlockKind = "table"    // one row of a table, its cells parted by " | "
	Verse     BlockKind = "verse"    // a stanza, a line a line
	Question  BlockKind = "question" // of an interview, or of a reader; the answer follows
)

// A Block is one piece of an article's text, in the order of the page.
type Block struct {
	Kind   BlockKind `json:"kind"`
	Text   string    `json:"text"`
	Credit string    `json:"credit,omitempty"` // of a caption: who took the photo
}

// An Article is the text of an article as printed, in NFC. A field that the page does not state is empty.
type Article struct {
	ID            ID        `json:"id,omitempty"`
	URL           string    `json:"url"`
	Title         string    `json:"title"`
	Sapo          string    `json:"sapo,omitempty"`     // the lede set apart under the headline
	Dateline      string    `json:"dateline,omitempty"` // opens the first paragraph: "LSO", "Baonghean.vn"
	Blocks        []Block   `json:"blocks,omitempty"`
	Byline        string    `json:"byline,omitempty"`  // the author line as printed
	Authors       []string  `json:"authors,omitempty"` // searchable names: "MAI LINH" is "Mai Linh"
	Photographers []string  `json:"photographers,omitempty"`
	Source        string    `json:"source,omitempty"` // the agency or newspaper it was taken from
	Published     Date      `json:"published,omitzero"`
	Updated       Date      `json:"updated,omitzero"`
	Event         Date      `json:"event,omitzero"`      // inferred from the text; never a publication date
	FirstSeen     time.Time `json:"first_seen,omitzero"` // when it came in: of its first capture
	Section       string    `json:"section,omitempty"`
	Type          Type      `json:"type,omitempty"` // empty: the page names none
	Tags          []string  `json:"tags,omitempty"`
	Newspaper     string    `json:"newspaper,omitempty"` // as printed on its masthead
	Province      string    `json:"province,omitempty"`  // the unit since July 2025
	Evidence      Evidence  `json:"evidence,omitzero"`
	Parts         []Part    `json:"parts,omitempty"` // pages that it stands on, if there are several
	Warnings      []Warning `json:"warnings,omitempty"`
	Versions      []Version `json:"versions,omitempty"` // captures since then that did not replace it
	Story         ID        `json:"story,omitempty"`    // the article that it reprints, by the index; or none
	Position      Position  `json:"-"`                  // in the archive, after the last capture
	Replaces      []ID      `json:"-"`                  // articles that are this one, from former addresses

	Seen *Seen `json:"-"` // for the profile of the host, which takes it; nil: nothing to learn
}

// TextDigest returns a digest of what a reads: title, sapo, byline and text, without dates, so that it stays
// the same when only the page around the article changes, or a clock on it.
func (a *Article) TextDigest() string {
	hash := sha256.New()
	write := func(s string) { hash.Write(append([]byte(s), 0)) }
	for _, s := range [...]string{a.Title, a.Sapo, a.Dateline, a.Byline, a.Source} {
		write(s)
	}
	for _, b := range a.Blocks {
		write(string(b.Kind))
		write(b.Text)
		write(b.Credit)
	}
	return hex.EncodeToString(hash.Sum(nil)[:16])
}

// Evidence says where the fields of an article without evidence of their own came from: "json-ld", "meta", a
// CMS family's name, "text" …
type Evidence struct {
	Title  string `json:"title,omitempty"`
	Body   string `json:"body,omitempty"`
	Byline string `json:"byline,omitempty"`
	Type   string `json:"type,omitempty"`
}
