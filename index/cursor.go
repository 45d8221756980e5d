package index

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
)

// ErrCursor is returned for a Request.After that no Result.Next has been, or that of another query.
var ErrCursor = errors.New("not a cursor of this query")

// A cursor is the place of a hit in the order of hits: base64url of
//
//	4 bytes of a digest of query, filter, order and half-life
//	4 bytes of score, IEEE 754, and 8 of the date, Unix seconds
//	8 bytes of the article's number
//
// What comes behind that place is found whatever has come before it since, so that a page neither repeats hits nor
// passes over any when articles are added. Scores depend on how many articles have the words: there, by relevance, a hit
// may move over the edge of a page.
const cursorBytes = 24

// cursor returns the place of a hit.
func (x *search) cursor(c ranked) string {
	b := binary.BigEndian.AppendUint32(nil, x.r.digest())
	b = binary.BigEndian.AppendUint32(b, math.Float32bits(c.score))
	b = binary.BigEndian.AppendUint64(b, uint64(c.published))
	b = binary.BigEndian.AppendUint64(b, x.number(&c))
	return base64.RawURLEncoding.EncodeToString(b)
}

// place reads a cursor. It is nil if there is none.
func (r *Request) place() (*ranked, error) {
	if r.After == "" {
		return nil, nil
	}
	b, err := base64.RawURLEncoding.DecodeString(r.After)
	if err != nil || len(b) != cursorBytes || binary.BigEndian.Uint32(b) != r.digest() {
		return nil, fmt.Errorf("%w: %.40q", ErrCursor, r.After)
	}
	return &ranked{
		seg:       noSegment,
		score:     math.Float32frombits(binary.BigEndian.Uint32(b[4:])),
		published: int64(binary.BigEndian.Uint64(b[8:])),
		number:    binary.BigEndian.Uint64(b[16:]),
	}, nil
}

// digest tells requests with different orders of hits apart.
func (r *Request) digest() uint32 {
	sum := sha256.Sum256(fmt.Appendf(nil, "%q %q %s %d", r.Query, r.Filter, r.Sort, r.Recency))
	return binary.BigEndian.Uint32(sum[:])
}

// noSegment is the segment of a place that comes from a cursor.
const noSegment = -1

// number returns the number of an article, which decides between hits that have all else in common: the hash of its ID, not
// its place in the index, which changes when segments are merged.
func (x *search) number(c *ranked) uint64 {
	if c.number == 0 && c.seg != noSegment {
		c.number = x.segments[c.seg].Segment.IDHash(c.n)
	}
	return c.number
}
