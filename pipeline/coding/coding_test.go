package coding

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zlib"
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

func TestNewReader(t *testing.T) {
	zipped := coded(t, asGzip)
	tests := []struct {
		name, coding, in, want string
		err                    error
	}{
		{"none", "", text, text, nil},
		{"identity", "identity", text, text, nil},
		{"gzip", "gzip", zipped, text, nil},
		{"gzip by its old name", "x-gzip", zipped, text, nil},
		{"deflate", "deflate", coded(t, asZlib), text, nil},
		{"deflate without zlib", "deflate", coded(t, asRaw), text, nil},
		{"empty gzip", "gzip", "", "", nil},
		{"empty deflate", "deflate", "", "", nil},
		{"a byte of deflate", "deflate", "x", "", io.ErrUnexpectedEOF},
		{"no gzip", "gzip", text, "", gzip.ErrHeader},
		{"truncated gzip", "gzip", zipped[:20], "", io.ErrUnexpectedEOF},
		{"unknown", "br", text, "", ErrUnknown},
	}
	for _, tt := range tests {
		var got []byte
		r, err := NewReader(strings.NewReader(tt.in), tt.coding)
		if err == nil {
			got, err = io.ReadAll(r)
		}
		if !errors.Is(err, tt.err) || err == nil && string(got) != tt.want {
			t.Errorf("%s: %q, %v, want %q, %v", tt.name, got, err, tt.want, tt.err)
		}
	}
}

func TestUnzip(t *testing.T) {
	for _, in := range []string{text, coded(t, asGzip)} {
		r, err := Unzip(strings.NewReader(in))
		if err != nil {
			t.Fatal(err)
		}
		if got, err := io.ReadAll(r); string(got) != text || err != nil {
			t.Errorf("Unzip(%.10q) = %q, %v", in, got, err)
		}
	}
	if r, err := Unzip(strings.NewReader("")); err != nil {
		t.Errorf("empty: %v", err)
	} else if got, err := io.ReadAll(r); len(got) > 0 || err != nil {
		t.Errorf("empty: %q, %v", got, err)
	}
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
