package search

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
)

// ErrCursor is returned for a Request.After that is no Result.Next, or that of another query.
var ErrCursor = errors.New("not a cursor of this query")

// ErrTooFar is returned for a Request.From behind which no hits are returned.
var ErrTooFar = errors.New("no hits are returned behind the first")

// A cursor is the place of a hit in the order of hits, as Elasticsearch's search_after: base64url of
//
//	4 bytes of a digest of query, filter, order and half-life
//	1 byte, the tier
//	4 bytes of score, IEEE 754, and 8 of the date, Unix seconds
//	8 bytes of the tie-breaker
//
// The next page begins after that place, whatever has been added before it in the meantime, so a page
// neither repeats nor skips hits. There is one exception: scores depend on document frequencies, so by
// relevance a hit may move over the edge of a page when articles are added.
const cursorBytes = 25

// cursor returns the place of a hit.
func (r *reader) cursor(req *request, d scoredDoc) string {
	d.tieBreaker = r.tieBreaker(&d)
	return encodeCursor(&req.Request, d)
}

func encodeCursor(r *Request, d scoredDoc) string {
	b := binary.BigEndian.AppendUint32(nil, r.digest())
	b = append(b, byte(d.tier))
	b = binary.BigEndian.AppendUint32(b, math.Float32bits(d.score))
	b = binary.BigEndian.AppendUint64(b, uint64(d.date))
	b = binary.BigEndian.AppendUint64(b, d.tieBreaker)
	return base64.RawURLEncoding.EncodeToString(b)
}

// parseCursor reads the cursor of a request. It is nil if there is none.
func parseCursor(r *Request) (*scoredDoc, error) {
	if r.After == "" {
		return nil, nil
	}
	b, err := base64.RawURLEncoding.DecodeString(r.After)
	if err != nil || len(b) != cursorBytes || binary.BigEndian.Uint32(b) != r.digest() {
		return nil, fmt.Errorf("%w: %.40q", ErrCursor, r.After)
	}
	return &scoredDoc{
		seg:        noSegment,
		tier:       tier(b[4]),
		score:      math.Float32frombits(binary.BigEndian.Uint32(b[5:])),
		date:       int64(binary.BigEndian.Uint64(b[9:])),
		tieBreaker: binary.BigEndian.Uint64(b[17:]),
	}, nil
}

// digest tells requests with different orders of hits apart.
func (r *Request) digest() uint32 {
	asked := fmt.Appendf(nil, "%q %q %s %s %d", r.Query, r.Filter, r.Sort, r.Mode, r.Recency)
	if r.Sample > 0 {
		asked = fmt.Appendf(asked, " %d %d", r.Sample, r.Seed)
	}
	if r.Collapse != "" {
		asked = fmt.Appendf(asked, " by %s", r.Collapse)
	}
	sum := sha256.Sum256(asked)
	return binary.BigEndian.Uint32(sum[:])
}

// noSegment is the segment of a place that comes from a cursor.
const noSegment = -1

// tieBreaker returns the number that orders documents which are equal in all else: the hash of the
// article's ID. The document number would not do: it changes when segments are merged.
func (r *reader) tieBreaker(d *scoredDoc) uint64 {
	if d.tieBreaker == 0 && d.seg != noSegment {
		d.tieBreaker = r.segments[d.seg].IDHash(d.doc)
	}
	return d.tieBreaker
}
