package store

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"sync"
	"time"

	"github.com/klauspost/compress/zstd"

	"baotinh/pipeline/news"
)

// A stored article is its fields in the order of storedFields, compressed by Zstandard (RFC 8878). A string
// is its length and its bytes, a list its length and its elements, a date its Unix seconds, precision and
// evidence, the article of a part a list of none or one; lengths and numbers are varints. To read it takes a
// tenth of the time of JSON.

// storedFields returns the fields of an article, those that phrases are sought in first. What is changed here
// changes FormatVersion.
func storedFields(a *news.Article) []any {
	return []any{
		&a.Title, &a.Sapo, &a.Blocks, &a.Authors,
		&a.ID, &a.URL, &a.Dateline, &a.Byline, &a.Photographers, &a.Source,
		&a.Published, &a.Updated, &a.Event, &a.FirstSeen,
		&a.Section, &a.Tags, &a.Newspaper, &a.Province, &a.Warnings,
		&a.Type, &a.Evidence.Title, &a.Evidence.Body, &a.Evidence.Byline, &a.Evidence.Type,
		&a.Versions, &a.Position, &a.Parts, &a.Story,
	}
}

// appendArticle appends the fields of an article, not compressed, to dst.
func appendArticle(dst []byte, a *news.Article) []byte {
	for _, f := range storedFields(a) {
		switch f := f.(type) {
		case *string:
			dst = appendString(dst, *f)
		case *news.ID:
			dst = appendString(dst, string(*f))
		case *news.Type:
			dst = appendString(dst, string(*f))
		case *[]string:
			dst = binary.AppendUvarint(dst, uint64(len(*f)))
			for _, s := range *f {
				dst = appendString(dst, s)
			}
		case *[]news.Warning:
			dst = binary.AppendUvarint(dst, uint64(len(*f)))
			for _, w := range *f {
				dst = appendString(dst, string(w.Kind))
				dst = appendString(dst, w.Detail)
			}
		case *[]news.Block:
			dst = binary.AppendUvarint(dst, uint64(len(*f)))
			for _, b := range *f {
				dst = appendString(dst, string(b.Kind))
				dst = appendString(dst, b.Text)
				dst = appendString(dst, b.Credit)
			}
		case *news.Date:
			dst = appendDate(dst, *f)
		case *time.Time:
			dst = appendTime(dst, *f)
		case *[]news.Version:
			dst = binary.AppendUvarint(dst, uint64(len(*f)))
			for _, v := range *f {
				dst = appendString(dst, string(v.Kind))
				dst = appendString(dst, v.Detail)
				dst = appendTime(dst, v.Fetched)
				dst = appendPosition(dst, v.Position)
			}
		case *news.Position:
			dst = appendPosition(dst, *f)
		case *[]news.Part:
			dst = binary.AppendUvarint(dst, uint64(len(*f)))
			for i := range *f {
				dst = appendPart(dst, &(*f)[i])
			}
		default:
			panic(fmt.Sprintf("stored field of type %T", f)) // as a test would find
		}
	}
	return dst
}

func appendPart(dst []byte, p *news.Part) []byte {
	dst = binary.AppendVarint(binary.AppendVarint(dst, int64(p.Number)), int64(p.Count))
	dst = appendString(appendString(dst, p.URL), p.Next)
	if p.Article == nil {
		return append(dst, 0)
	}
	return appendArticle(append(dst, 1), p.Article)
}

func appendString(dst []byte, s string) []byte {
	return append(binary.AppendUvarint(dst, uint64(len(s))), s...)
}

// unknownDate is stored for the zero Date.
const unknownDate = math.MinInt64

func appendTime(dst []byte, t time.Time) []byte {
	if t.IsZero() {
		return binary.AppendVarint(dst, unknownDate)
	}
	return binary.AppendVarint(dst, t.Unix())
}

func appendPosition(dst []byte, p news.Position) []byte {
	return binary.AppendVarint(binary.AppendUvarint(dst, uint64(p.Segment)), p.Offset)
}

func appendDate(dst []byte, d news.Date) []byte {
	if d.IsZero() {
		return binary.AppendVarint(dst, unknownDate)
	}
	dst = binary.AppendVarint(dst, d.Time.Unix())
	return appendString(append(dst, byte(d.Precision)), d.Evidence)
}

// encodeArticle returns the stored form of an article.
func encodeArticle(a *news.Article) []byte {
	buf := textBuffers.Get().(*[]byte)
	defer textBuffers.Put(buf)
	*buf = appendArticle((*buf)[:0], a)
	return zstdEncoder().EncodeAll(*buf, make([]byte, 0, len(*buf)/2))
}

// decodeArticle reads a stored article.
func decodeArticle(stored []byte) (*news.Article, error) {
	buf := textBuffers.Get().(*[]byte)
	defer textBuffers.Put(buf)
	var err error
	if *buf, err = zstdDecoder().DecodeAll(stored, (*buf)[:0]); err != nil {
		return nil, fmt.Errorf("stored article: %w", err)
	}
	return parseArticle(string(*buf))
}

// parseArticle reads what appendArticle wrote. The strings share the memory of text.
func parseArticle(text string) (*news.Article, error) {
	r := storedReader{rest: text}
	a := r.article()
	if r.bad || r.rest != "" {
		return nil, errStored
	}
	return a, nil
}

// article reads what appendArticle wrote.
func (r *storedReader) article() *news.Article {
	a := new(news.Article)
	for _, f := range storedFields(a) {
		switch f := f.(type) {
		case *string:
			*f = r.text()
		case *news.ID:
			*f = news.ID(r.text())
		case *news.Type:
			*f = news.Type(r.text())
		case *[]string:
			*f = list(r, r.text)
		case *[]news.Warning:
			*f = list(r, r.warning)
		case *[]news.Block:
			*f = list(r, r.block)
		case *news.Date:
			*f = r.date()
		case *time.Time:
			if *f = r.time(); !f.IsZero() {
				*f = f.In(news.Vietnam)
			}
		case *[]news.Version:
			*f = list(r, r.version)
		case *news.Position:
			*f = r.position()
		case *[]news.Part:
			if *f = list(r, r.part); len(*f) > 0 && r.inPart {
				*r = storedReader{bad: true}
			}
		}
	}
	return a
}

var errStored = errors.New("stored article: wrong length")

// A storedReader reads the fields of a stored article one by one. What is behind the first mistake is zero.
type storedReader struct {
	rest   string
	bad    bool
	inPart bool
}

// count reads a number that is at most the bytes that are left.
func (r *storedReader) count() int {
	n, read := uvarint(r.rest)
	r.rest = r.rest[read:]
	if read == 0 || n > uint64(len(r.rest)) {
		*r = storedReader{bad: true}
		return 0
	}
	return int(n)
}

func (r *storedReader) text() string {
	n := r.count()
	s := r.rest[:n]
	r.rest = r.rest[n:]
	return s
}

func (r *storedReader) block() news.Block {
	return news.Block{Kind: news.BlockKind(r.text()), Text: r.text(), Credit: r.text()}
}

func (r *storedReader) warning() news.Warning {
	return news.Warning{Kind: news.WarningKind(r.text()), Detail: r.text()}
}

func (r *storedReader) part() news.Part {
	p := news.Part{Number: int(r.number()), Count: int(r.number()), URL: r.text(), Next: r.text()}
	if !r.inPart && r.count() == 1 { // the article of a part has no parts
		r.inPart = true
		p.Article = r.article()
		r.inPart = false
	}
	return p
}

func (r *storedReader) version() news.Version {
	v := news.Version{Kind: news.VersionKind(r.text()), Detail: r.text()}
	v.Fetched = r.time().UTC()
	v.Position = r.position()
	return v
}

// time reads what appendTime wrote.
func (r *storedReader) time() time.Time {
	seconds := r.number()
	if r.bad || seconds == unknownDate {
		return time.Time{}
	}
	return time.Unix(seconds, 0)
}

func (r *storedReader) position() news.Position {
	n, read := uvarint(r.rest)
	if r.rest = r.rest[read:]; read == 0 {
		*r = storedReader{bad: true}
	}
	return news.Position{Segment: uint32(n), Offset: r.number()}
}

// number reads a number as binary.Varint does.
func (r *storedReader) number() int64 {
	n, read := uvarint(r.rest)
	if r.rest = r.rest[read:]; read == 0 {
		*r = storedReader{bad: true}
	}
	return int64(n>>1) ^ -int64(n&1)
}

func (r *storedReader) date() news.Date {
	seconds := r.number()
	if r.bad || seconds == unknownDate {
		return news.Date{}
	}
	if r.rest == "" {
		*r = storedReader{bad: true}
		return news.Date{}
	}
	precision := news.Precision(r.rest[0])
	r.rest = r.rest[1:]
	return news.Date{Time: time.Unix(seconds, 0).In(news.Vietnam), Precision: precision, Evidence: r.text()}
}

// list reads a list, nil if it is empty.
func list[T any](r *storedReader, element func() T) []T {
	n := r.count()
	if n == 0 {
		return nil
	}
	all := make([]T, 0, min(n, 256)) // what n says is not known to be true
	for range n {
		all = append(all, element())
	}
	return all
}

// uvarint is binary.Uvarint of a string; it returns 0 bytes read for what is no number.
func uvarint(s string) (uint64, int) {
	var n uint64
	for i := 0; i < len(s) && i < binary.MaxVarintLen64; i++ {
		n |= uint64(s[i]&0x7f) << (7 * i)
		if s[i] < 0x80 {
			return n, i + 1
		}
	}
	return 0, 0
}

// textBuffers has the memory that articles are decompressed into.
var textBuffers = sync.Pool{New: func() any { return new([]byte) }}

var (
	zstdEncoder = sync.OnceValue(func() *zstd.Encoder {
		e, err := zstd.NewWriter(nil, zstd.WithEncoderCRC(false), zstd.WithLowerEncoderMem(true))
		if err != nil {
			panic(err) // the options are constant
		}
		return e
	})
	zstdDecoder = sync.OnceValue(func() *zstd.Decoder {
		d, err := zstd.NewReader(nil, zstd.WithDecoderMaxMemory(maxArticleBytes))
		if err != nil {
			panic(err)
		}
		return d
	})
)

// maxArticleBytes bounds a stored article: a page has at most 8 MiB, of which no text comes twice in more
// than a few fields.
const maxArticleBytes = 32 << 20
