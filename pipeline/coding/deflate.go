package coding

import (
	"bufio"
	"encoding/binary"
	"hash"
	"hash/adler32"
	"hash/crc32"
	"io"

	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zlib"
)

// A checked reads DEFLATE data (RFC 1951) that a checksum follows. Some servers leave the checksum out; with
// the packages gzip and zlib the whole body would be lost.
type checked struct {
	in    *bufio.Reader
	data  io.ReadCloser // on in
	sum   hash.Hash32
	order binary.ByteOrder // of the checksum
	gzip  bool             // further members may follow
	ended bool
}

// newGzip returns the data of a gzip file (RFC 1952).
func newGzip(b *bufio.Reader) (io.Reader, error) {
	if _, err := gzip.NewReader(b); err != nil { // it reads the header
		return nil, err
	}
	return &checked{
		in: b, data: flate.NewReader(b), sum: crc32.NewIEEE(), order: binary.LittleEndian, gzip: true,
	}, nil
}

// newDeflate returns the data of raw DEFLATE, or of the zlib format (RFC 1950).
func newDeflate(b *bufio.Reader, isZlib bool) (io.Reader, error) {
	if !isZlib {
		return flate.NewReader(b), nil
	}
	header := make([]byte, 2)
	if _, err := io.ReadFull(b, header); err != nil {
		return nil, err
	}
	if needsDictionary := header[1]&0x20 != 0; needsDictionary {
		return nil, zlib.ErrDictionary
	}
	return &checked{in: b, data: flate.NewReader(b), sum: adler32.New(), order: binary.BigEndian}, nil
}

// Read reads decompressed data. It returns the error of a wrong checksum instead of io.EOF.
func (c *checked) Read(p []byte) (int, error) {
	for !c.ended {
		n, err := c.data.Read(p)
		c.sum.Write(p[:n]) // it returns no error
		if err == io.EOF {
			err = c.end()
		}
		if n > 0 || err != nil || len(p) == 0 {
			return n, err
		}
	}
	return 0, io.EOF
}

// end checks the checksum, if there is one, and goes on to the next member of a gzip file.
func (c *checked) end() error {
	const crcAndLength = 8
	c.ended = true
	tail, err := c.in.Peek(c.sum.Size())
	switch {
	case err != nil: // it is missing, and all of the data is there
		return nil
	case c.order.Uint32(tail) != c.sum.Sum32() && c.gzip:
		return gzip.ErrChecksum
	case c.order.Uint32(tail) != c.sum.Sum32():
		return zlib.ErrChecksum
	case !c.gzip:
		return nil
	}

	if _, err := c.in.Discard(crcAndLength); err != nil {
		return nil // the length is missing
	}
	if head, _ := c.in.Peek(3); !IsGzip(head) {
		return nil
	}
	if _, err := gzip.NewReader(c.in); err != nil {
		return err
	}
	c.data, c.ended = flate.NewReader(c.in), false
	c.sum.Reset()
	return nil
}
