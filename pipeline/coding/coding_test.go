package coding

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zlib"
	"github.com/klauspost/compress/zstd"
)

const text = "Chiều 27/7, hội nghị sơ kết 6 tháng đầu năm"

// coded returns text as a writer codes it.
func coded(t *testing.T, writer func(io.Writer) io.WriteCloser) string {
	t.Helper()
	var b bytes.Buffer
	w := writer(&b)
	if _, err := io.WriteString(w, text); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func asGzip(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) }
func asZlib(w io.Writer) io.WriteCloser { return zlib.NewWriter(w) }
func asRaw(w io.Writer) io.WriteCloser {
	z, err := flate.NewWriter(w, flate.DefaultCompression)
	if err != nil {
		panic(err)
	}
	return z
}

func asBrotli(w io.Writer) io.WriteCloser { return brotli.NewWriter(w) }
func asZstd(w io.Writer) io.WriteCloser {
	z, err := zstd.NewWriter(w)
	if err != nil {
		panic(err)
	}
	return z
}

// long is text of several buffers.
var long = strings.Repeat(text+"\n", 400)

func TestNewReader(t *testing.T) {
	zipped, zlibbed, raw := coded(t, asGzip), coded(t, asZlib), coded(t, asRaw)
	brotlied, zstded := coded(t, asBrotli), coded(t, asZstd)
	latin := "<html><p>Ho\xb5 b×nh"
	tests := []struct {
		name     string
		encoding []string
		in, want string
		err      error
	}{
		{"no field", nil, text, text, nil},
		{"empty field", []string{""}, text, text, nil},
		{"identity", []string{"identity"}, text, text, nil},
		{"gzip", []string{"gzip"}, zipped, text, nil},
		{"gzip in capitals", []string{" GZip "}, zipped, text, nil},
		{"gzip by its old name", []string{"x-gzip"}, zipped, text, nil},
		{"deflate", []string{"deflate"}, zlibbed, text, nil},
		{"deflate without zlib", []string{"deflate"}, raw, text, nil},
		{"Brotli", []string{"br"}, brotlied, text, nil},
		{"Zstandard", []string{"zstd"}, zstded, text, nil},

		{"a list with identity", []string{"identity, gzip"}, zipped, text, nil},
		{"a list of empty words", []string{", ,gzip,"}, zipped, text, nil},
		{"two codings", []string{"deflate, gzip"}, zip(t, zlibbed), text, nil},
		{"two fields", []string{"br", "gzip"}, zip(t, brotlied), text, nil},
		{"twice the same", []string{"gzip, gzip"}, zip(t, zipped), text, nil},
		{"two stated, one there", []string{"gzip, gzip"}, zipped, text, nil},

		{"a character set", []string{"utf-8"}, text, text, nil},
		{"a word for nothing", []string{"none"}, text, text, nil},
		{"a word unknown to us", []string{"binary"}, long, long, nil},
		{"a character set beside a coding", []string{"utf-8, gzip"}, zipped, text, nil},
		{"gzip that nobody states", nil, zipped, text, nil},
		{"gzip called a character set", []string{"utf-8"}, zipped, text, nil},
		{"gzip twice, stated once", []string{"gzip"}, zip(t, zipped), text, nil},
		{"Zstandard that nobody states", nil, zstded, text, nil},
		{"gzip called deflate", []string{"deflate"}, zipped, text, nil},
		{"gzip called Brotli", []string{"br"}, zipped, text, nil},

		{"text called gzip", []string{"gzip"}, text, text, nil},
		{"text called deflate", []string{"deflate"}, long, long, nil},
		{"text called Brotli", []string{"br"}, long, long, nil},
		{"a letter called deflate", []string{"deflate"}, "x", "x", nil},
		{"a page in an old encoding called Brotli", []string{"br"}, latin, latin, nil},

		{"gzip without trailer", []string{"gzip"}, zipped[:len(zipped)-8], text, nil},
		{"gzip without a part of the trailer", []string{"gzip"}, zipped[:len(zipped)-3], text, nil},
		{"zlib without checksum", []string{"deflate"}, zlibbed[:len(zlibbed)-4], text, nil},
		{"gzip with zeros behind", []string{"gzip"}, zipped + "\x00\x00\x00", text, nil},
		{"gzip with text behind", []string{"gzip"}, zipped + "<!-- cached -->", text, nil},
		{"gzip of two members", []string{"gzip"}, zipped + zipped, text + text, nil},
		{"gzip with a wrong checksum", []string{"gzip"}, zipped[:len(zipped)-8] + "12345678", "",
			gzip.ErrChecksum},
		{"zlib with a wrong checksum", []string{"deflate"}, zlibbed[:len(zlibbed)-4] + "1234", "",
			zlib.ErrChecksum},
		{"gzip cut off in the data", []string{"gzip"}, zipped[:20], "", io.ErrUnexpectedEOF},
		{"gzip cut off in the header", []string{"gzip"}, zipped[:5], "", io.ErrUnexpectedEOF},
		{"zlib cut off", []string{"deflate"}, zlibbed[:9], "", io.ErrUnexpectedEOF},
		{"deflate cut off", []string{"deflate"}, raw[:9], "", io.ErrUnexpectedEOF},
		{"Brotli cut off", []string{"br"}, brotlied[:9], "", io.ErrUnexpectedEOF},
		{"Zstandard cut off", []string{"zstd"}, zstded[:9], "", io.ErrUnexpectedEOF},

		{"empty gzip", []string{"gzip"}, "", "", nil},
		{"empty deflate", []string{"deflate"}, "", "", nil},
		{"empty Brotli", []string{"br"}, "", "", nil},
	}
	for _, tt := range tests {
		whole, bytewise := strings.NewReader(tt.in), iotest.OneByteReader(strings.NewReader(tt.in))
		for _, in := range []io.Reader{whole, bytewise} {
			var got []byte
			r, err := NewReader(in, tt.encoding...)
			if err == nil {
				got, err = io.ReadAll(r)
			}
			if !errors.Is(err, tt.err) || err == nil && string(got) != tt.want {
				t.Errorf("%s: %.60q, %v, want %.60q, %v", tt.name, got, err, tt.want, tt.err)
			}
		}
	}
}

// zip returns data as a gzip file.
func zip(t *testing.T, data string) string {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := io.WriteString(w, data); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestNewReaderStopsAtTooManyCodings(t *testing.T) {
	data := text
	for range maxCodings {
		data = zip(t, data)
	}
	if _, err := NewReader(strings.NewReader(data), "gzip"); err == nil {
		t.Error("no error")
	}
}

func TestNewReaderReturnsTheErrorOfItsInput(t *testing.T) {
	broken := errors.New("the cable is cut")
	if _, err := NewReader(iotest.ErrReader(broken), "gzip"); !errors.Is(err, broken) {
		t.Errorf("err = %v", err)
	}
}

func FuzzNewReader(f *testing.F) {
	f.Add([]byte("\x1f\x8b\x08\x00"), "gzip")
	f.Add([]byte("\x78\x9c\x01"), "deflate, br")
	f.Add([]byte("\x28\xb5\x2f\xfd"), "utf-8")
	f.Fuzz(func(t *testing.T, data []byte, encoding string) {
		r, err := NewReader(bytes.NewReader(data), encoding)
		if err != nil {
			return
		}
		if _, err := io.Copy(io.Discard, io.LimitReader(r, 1<<20)); err == nil && isText(data) {
			plain, _ := NewReader(bytes.NewReader(data), encoding)
			if got, err := io.ReadAll(plain); err != nil || !bytes.Equal(got, data) {
				t.Errorf("text %q became %q, %v", data, got, err)
			}
		}
	})
}

func TestSigns(t *testing.T) {
	zipped, zlibbed, raw := []byte(coded(t, asGzip)), []byte(coded(t, asZlib)), []byte(coded(t, asRaw))
	if !IsGzip(zipped) || IsGzip(zlibbed) || IsGzip(raw) || IsGzip(nil) {
		t.Error("IsGzip is wrong")
	}
	if IsZlib(zipped) || !IsZlib(zlibbed) || IsZlib(raw) || IsZlib([]byte("<h")) || IsZlib(nil) {
		t.Error("IsZlib is wrong")
	}
}
