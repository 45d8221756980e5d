package frontier

import (
	"cmp"
	"encoding/binary"
	"encoding/hex"
	"strings"
	"time"

	"baotinh/pipeline/news"
)

const (
	uuidPrefix = "urn:uuid:"
	uuidBytes  = 16
)

// appendCapture encodes the capture of the page at a URL:
//
//	16 bytes  UUID of the record
//	varint    date: nanoseconds since 1970
//	string    its URL, if another: the rest
//
// A capture whose ID is no UUID is not kept.
func appendCapture(dst []byte, c news.Capture, url string) []byte {
	digits, ok := strings.CutPrefix(c.ID, uuidPrefix)
	id, err := hex.DecodeString(strings.ReplaceAll(digits, "-", ""))
	if !ok || err != nil || len(id) != uuidBytes {
		return dst
	}
	dst = append(dst, id...)
	dst = binary.AppendVarint(dst, c.Date.UnixNano())
	if c.URL != url {
		dst = append(dst, c.URL...)
	}
	return dst
}

// decodeCapture is the inverse of appendCapture. It returns the zero Capture for none.
func decodeCapture(data, url string) news.Capture {
	if len(data) <= uuidBytes {
		return news.Capture{}
	}
	nanoseconds, size := binary.Varint([]byte(data[uuidBytes:]))
	if size <= 0 {
		return news.Capture{}
	}
	h := hex.EncodeToString([]byte(data[:uuidBytes]))
	return news.Capture{
		ID:   uuidPrefix + strings.Join([]string{h[:8], h[8:12], h[12:16], h[16:20], h[20:]}, "-"),
		URL:  cmp.Or(data[uuidBytes+size:], url),
		Date: time.Unix(0, nanoseconds).UTC(),
	}
}
