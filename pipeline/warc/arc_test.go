package warc

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/zstd"
)

// arc returns an ARC file of version 1 with records, each a line without its length, and a block.
func arc(records ...[2]string) string {
	version := "1 0 Thu\nURL IP-address Archive-date Content-type Archive-length\n\n"
	var b strings.Builder
	fmt.Fprintf(&b, "filedesc://a.arc 0.0.0.0 20080101000000 text/plain %d\n%s\n", len(version), version)
	for _, r := range records {
		fmt.Fprintf(&b, "%s %d\n%s\n", r[0], len(r[1]), r[1])
	}
	return b.String()
}

const arcPage = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>Nội dung"

func TestReadARC(t *testing.T) {
	const page = "http://a.example/x.html 192.0.2.7 20080312010203 text/html"
	for _, tt := range []struct {
		name, in string
		want     []string
	}{
		{"version 1", arc([2]string{page, arcPage}),
			[]string{"http://a.example/x.html 2008-03-12 01:02:03 200 <p>Nội dung"}},
		{"version 2", arc([2]string{page + " 200 - - 1234 a.arc", arcPage}),
			[]string{"http://a.example/x.html 2008-03-12 01:02:03 200 <p>Nội dung"}},
		{"an address with a blank", arc([2]string{"http://a.example/x y 192.0.2.7 20080312010203 text/html",
			arcPage}), []string{"http://a.example/x%20y 2008-03-12 01:02:03 200 <p>Nội dung"}},
		{"no HTTP head", arc([2]string{page, "<p>Nội dung"}),
			[]string{"http://a.example/x.html 2008-03-12 01:02:03 0 <p>Nội dung"}},
		{"images, errors and names of hosts",
			arc([2]string{"dns:a.example 192.0.2.7 20080312010203 text/dns", "x"},
				[2]string{page, "HTTP/1.1 404 No\r\n\r\n"},
				[2]string{page, "HTTP/1.1 200 OK\r\nContent-Type: image/gif\r\n\r\nGIF"}),
			[]string{"skip scheme dns", "skip status 404", "skip media type image/gif"}},
		{"a broken line", arc() + "what is this\nand this\n" + arc([2]string{page, arcPage}),
			[]string{"error no ARC record", "http://a.example/x.html 2008-03-12 01:02:03 200 <p>Nội dung"}},
		{"a length that is no number", arc() + page + " x\n", []string{"error no ARC record"}},
		{"cut off", strings.TrimSuffix(arc([2]string{page, arcPage}), "dung\n"),
			[]string{"error unexpected EOF"}},
		{"too large", arc() + page + " 999999999999\n", []string{"error unexpected EOF"}},
		{"the first record is shorter than it says",
			strings.Replace(arc([2]string{page, arcPage}), "text/plain 6", "text/plain 7", 1),
			[]string{"http://a.example/x.html 2008-03-12 01:02:03 200 <p>Nội dung"}},
		{"empty", "", nil},
	} {
		var got []string
		skip := func(s Skipped) { got = append(got, "skip "+s.Reason) }
		for p, err := range ReadARC(strings.NewReader(tt.in), "a.arc", skip) {
			if err != nil {
				_, cause, _ := strings.Cut(err.Error(), ": ")
				got = append(got, "error "+cause)
				continue
			}
			got = append(got, fmt.Sprintf("%s %s %d %s", p.URL, p.Fetched.Format("2006-01-02 15:04:05"),
				p.Status, p.Body))
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

func FuzzReadARC(f *testing.F) {
	f.Add([]byte(arc([2]string{"http://a.example/x.html 192.0.2.7 20080312010203 text/html", arcPage})))
	f.Add([]byte(arc() + "what is this\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		n := 0
		for p, err := range ReadARC(bytes.NewReader(data), "a", nil) {
			if (p == nil) == (err == nil) {
				t.Fatalf("page %v, error %v", p, err)
			}
			if n++; n > len(data) {
				t.Fatal("more pages than bytes")
			}
		}
	})
}

func TestUnzstd(t *testing.T) {
	record := rec("resource", "WARC-Target-URI: http://a.example/x\r\nContent-Type: text/html\r\n", "<p>x")
	frame := func(s string, options ...zstd.EOption) []byte {
		w, err := zstd.NewWriter(nil, options...)
		if err != nil {
			t.Fatal(err)
		}
		return w.EncodeAll([]byte(s), nil)
	}
	skippable := func(b []byte) []byte {
		head := binary.LittleEndian.AppendUint32(nil, dictionaryMagic)
		return append(binary.LittleEndian.AppendUint32(head, uint32(len(b))), b...)
	}
	samples := make([][]byte, 64)
	for i := range samples {
		samples[i] = []byte(strings.ReplaceAll(record, "x", fmt.Sprint("bài số ", i, " của tờ báo")))
	}
	dictionary, err := zstd.BuildDict(zstd.BuildDictOptions{
		ID: 7, Contents: samples, History: bytes.Join(samples[:8], nil), Offsets: [3]int{1, 4, 8},
	})
	if err != nil {
		t.Fatal(err)
	}
	withDict := zstd.WithEncoderDict(dictionary)
	two := frame(record, withDict)
	two = append(two, frame(record, withDict)...)
	for _, tt := range []struct {
		name string
		in   []byte
	}{
		{"frames", append(frame(record), frame(record)...)},
		{"a dictionary", append(skippable(dictionary), two...)},
		{"a compressed dictionary", append(skippable(frame(string(dictionary))), two...)},
	} {
		if !IsZstd(tt.in) {
			t.Errorf("%s: not recognised", tt.name)
		}
		r, err := Unzstd(bufio.NewReader(bytes.NewReader(tt.in)))
		if err != nil {
			t.Fatalf("%s: %v", tt.name, err)
		}
		if pages := mustPages(t, Read(r, "f")); len(pages) != 2 {
			t.Errorf("%s: %d pages, want 2", tt.name, len(pages))
		}
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	}
	_, err = Unzstd(bufio.NewReader(bytes.NewReader(skippable(dictionary)[:20])))
	if err == nil || err == io.EOF {
		t.Errorf("a dictionary that is cut off: error %v", err)
	}
}
