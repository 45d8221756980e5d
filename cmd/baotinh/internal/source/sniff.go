package source

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/http"
	"os"
	"strings"

	"github.com/klauspost/compress/gzip"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"baotinh/pipeline/news"
	"baotinh/pipeline/warc"
)

const (
	bufferBytes = 64 << 10
	headBytes   = 4096 // that tell what a file is
)

// A file is a file of the disk, one inside a ZIP file, or a stream.
type file struct {
	name string // as errors and pages name it

	// A file that was found in a folder, rather than given, under a name of no known ending is read only if
	// its first bytes are those of a page or an archive. Else it is skipped.
	isFound bool

	skip func(warc.Skipped)
}

// read yields the pages of r, the content of f.
func (f file) read(r io.Reader) iter.Seq2[*news.Page, error] {
	buffered := bufio.NewReaderSize(r, bufferBytes)
	head, _ := buffered.Peek(headBytes) // an error will show again
	switch {
	case bytes.HasPrefix(head, []byte("\x1f\x8b")):
		return f.readGzip(buffered, head)
	case warc.IsZstd(head):
		return f.readZstd(buffered)
	}
	return f.readPlain(buffered)
}

func (f file) readGzip(r *bufio.Reader, head []byte) iter.Seq2[*news.Page, error] {
	inner, err := peekGzip(head)
	if err != nil {
		return failed(err)
	}
	if isWARC(inner) {
		return f.readWARC(r) // its offsets are those of the gzip members
	}
	unzipped, err := gzip.NewReader(r)
	if err != nil {
		return failed(err)
	}
	return f.readPlain(bufio.NewReaderSize(gzipReader{unzipped}, bufferBytes))
}

func (f file) readZstd(r *bufio.Reader) iter.Seq2[*news.Page, error] {
	return func(yield func(*news.Page, error) bool) {
		unpacked, err := warc.Unzstd(r)
		if err != nil {
			yield(nil, err)
			return
		}
		defer unpacked.Close() // it was only read
		for p, err := range f.readPlain(bufio.NewReaderSize(unpacked, bufferBytes)) {
			if !yield(p, err) {
				return
			}
		}
	}
}

// readPlain yields the pages of a file that is not compressed.
func (f file) readPlain(r *bufio.Reader) iter.Seq2[*news.Page, error] {
	raw, _ := r.Peek(headBytes)
	head := bytes.TrimLeft(decodeUTF16(raw), "\ufeff \t\r\n")
	isJSON := bytes.HasPrefix(head, []byte("{")) || isJSONArray(head)
	switch {
	case isWARC(head):
		return f.readWARC(r)
	case warc.IsARC(head):
		return warc.ReadARC(r, f.name, f.skip)
	case isMHTML(head):
		return readMHTML(r, f.name)
	case isJSON && !f.isFound, hasSuffix(f.name, ".jsonl", ".jsonl.gz", ".jsonl.zst"):
		return readArticles(bufio.NewReaderSize(decodingReader(r), bufferBytes), f.name)
	}
	mediaType := http.DetectContentType(head)
	isHTML := bytes.HasPrefix(head, []byte("<")) && !bytes.HasPrefix(head, []byte("<?xml")) ||
		strings.HasPrefix(mediaType, "text/html")
	if f.isFound && !isHTML {
		f.skipAll("not a page: " + mediaType)
		return func(func(*news.Page, error) bool) {}
	}
	switch {
	case !isText(mediaType):
		return failed(fmt.Errorf("%s is no page", mediaType))
	case isHTML || bytes.HasPrefix(head, []byte("<")):
		return readPage(r, f.name, "text/html")
	}
	return readPage(r, f.name, typeOf(f.name))
}

func (f file) readWARC(r io.Reader) iter.Seq2[*news.Page, error] {
	reader := warc.NewReader(r, f.name)
	reader.Skip = f.skip
	return reader.Pages()
}

// skipAll reports that the whole file is skipped.
func (f file) skipAll(reason string) {
	if f.skip != nil {
		f.skip(warc.Skipped{Name: f.name, Reason: reason})
	}
}

// isJSONArray reports whether head begins an array of objects, which no text of a page does.
func isJSONArray(head []byte) bool {
	inner, ok := bytes.CutPrefix(head, []byte("["))
	return ok && bytes.HasPrefix(bytes.TrimLeft(inner, " \t\r\n"), []byte("{"))
}

// isText reports whether a page may have a media type: that of text in an old Vietnamese encoding is
// octet-stream.
func isText(mediaType string) bool {
	return strings.HasPrefix(mediaType, "text/") || mediaType == "application/octet-stream"
}

func isWARC(head []byte) bool { return bytes.HasPrefix(head, []byte("WARC/")) }

// decodeUTF16 returns head in UTF-8 if a byte order mark says that it is UTF-16, as what Windows programs
// write, else head.
func decodeUTF16(head []byte) []byte {
	if !bytes.HasPrefix(head, []byte("\xff\xfe")) && !bytes.HasPrefix(head, []byte("\xfe\xff")) {
		return head
	}
	head = head[:len(head)&^1] // the end may be half a letter
	plain, _ := io.ReadAll(decodingReader(bytes.NewReader(head)))
	return plain
}

// decodingReader returns r in UTF-8, without a byte order mark.
func decodingReader(r io.Reader) io.Reader {
	return transform.NewReader(r, unicode.BOMOverride(transform.Nop))
}

// typeOf returns the media type that the name of a file tells.
func typeOf(name string) string {
	if hasSuffix(strings.TrimSuffix(strings.ToLower(name), ".gz"), "html", ".htm") {
		return "text/html"
	}
	return "text/plain"
}

// isZIP reports whether a file begins as ZIP files do. The next read is at its beginning.
func isZIP(f *os.File) bool {
	head := make([]byte, 4)
	n, _ := f.ReadAt(head, 0)
	return bytes.Equal(head[:n], []byte("PK\x03\x04"))
}

// A gzipReader returns errCutOff at the end of a gzip file that is cut off.
type gzipReader struct{ io.Reader }

func (r gzipReader) Read(p []byte) (int, error) {
	n, err := r.Reader.Read(p)
	if err == io.ErrUnexpectedEOF {
		err = errCutOff
	}
	return n, err
}

var errCutOff = errors.New("the gzip file ends too early")

// peekGzip returns the beginning of what head, the first bytes of a gzip file, unpacks to.
func peekGzip(head []byte) ([]byte, error) {
	z, err := gzip.NewReader(bytes.NewReader(head))
	if err != nil {
		return nil, err
	}
	inner := make([]byte, 512)
	n, err := io.ReadFull(z, inner)
	if n == 0 && err == io.ErrUnexpectedEOF {
		return nil, errCutOff
	}
	if n == 0 && err != nil && err != io.EOF {
		return nil, err
	}
	return inner[:n], nil
}

// failed yields err alone.
func failed(err error) iter.Seq2[*news.Page, error] {
	return func(yield func(*news.Page, error) bool) { yield(nil, err) }
}
