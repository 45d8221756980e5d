package library

import (
	"bufio"
	"compress/gzip"
	"io"
	"net/http"
	"net/textproto"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"
)

// warcHeaders returns the headers of all records in the archive, read as gzip and lines alone.
func (p *press) warcHeaders() []textproto.MIMEHeader {
	p.t.Helper()
	files, err := filepath.Glob(filepath.Join(p.dir, "archive", "*.warc.gz"))
	if err != nil {
		p.t.Fatal(err)
	}
	var all []textproto.MIMEHeader
	for _, name := range files {
		file, err := os.Open(name)
		if err != nil {
			p.t.Fatal(err)
		}
		in := bufio.NewReader(file)
		for {
			z, err := gzip.NewReader(in)
			if err == io.EOF {
				break
			}
			if err != nil {
				p.t.Fatal(err)
			}
			z.Multistream(false)
			record := bufio.NewReader(z)
			if _, err := record.ReadString('\n'); err != nil {
				p.t.Fatal(err)
			}
			header, err := textproto.NewReader(record).ReadMIMEHeader()
			if err != nil {
				p.t.Fatal(err)
			}
			all = append(all, header)
			if _, err := io.Copy(io.Discard, record); err != nil {
				p.t.Fatal(err)
			}
		}
		if err := file.Close(); err != nil {
			p.t.Fatal(err)
		}
	}
	return all
}

// A visit that finds nothing new refers to the capture that it found again, over runs and over a crash.
func TestRevisitsReferToTheCapture(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPress(t, "", "baothu")
		const old = "/cu-10004.html"
		p.serve("baothu.example", paths{
			"/":               front("/tin-10001.html", "/tin-10002.html", "/tin-10003.html", old),
			"/tin-10001.html": article("Nà Mẫu"),
			"/tin-10002.html": func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("ETag", `"1"`)
				if r.Header.Get("If-None-Match") == `"1"` {
					w.WriteHeader(http.StatusNotModified)
					return
				}
				article("Nà Sầm")(w, r)
			},
			"/tin-10003.html": func(w http.ResponseWriter, r *http.Request) {
				html(time.Now().Format("<div class=clock>02/01/2006 15:04:05</div>"))(w, r)
				article("Nà Dương")(w, r)
			},
			old:               status(301, "Location", "/moi-10004.html"),
			"/moi-10004.html": article("Nà Phặc"),
		})
		p.ingest(Crawl{})
		for _, days := range []int{2, 8} {
			time.Sleep(time.Duration(days) * 24 * time.Hour)
			p.ingest(Crawl{})
		}

		captures := map[string]textproto.MIMEHeader{}
		profiles := map[string]int{}
		for _, h := range p.warcHeaders() {
			if h.Get("WARC-Type") == "response" {
				captures[h.Get("WARC-Record-ID")] = h
			}
			if h.Get("WARC-Type") != "revisit" {
				continue
			}
			profiles[filepath.Base(h.Get("WARC-Profile"))]++
			of := captures[h.Get("WARC-Refers-To")]
			if of.Get("WARC-Target-URI") != h.Get("WARC-Target-URI") ||
				of.Get("WARC-Target-URI") != h.Get("WARC-Refers-To-Target-URI") ||
				of.Get("WARC-Date") != h.Get("WARC-Refers-To-Date") ||
				of.Get("WARC-Payload-Digest") != h.Get("WARC-Payload-Digest") {
				t.Errorf("revisit %v\nof %v", h, of)
			}
		}
		want := map[string]int{
			"identical-payload-digest": 6, "server-not-modified": 2,
			"urn:baotinh:revisit:identical-article": 2,
		}
		for profile, n := range want {
			if profiles[profile] != n {
				t.Errorf("%d revisits of profile %s, want %d", profiles[profile], profile, n)
			}
		}
		if lines, _ := findings(t, p.dir); len(lines) > 0 {
			t.Errorf("findings %q", lines)
		}
	})
}
