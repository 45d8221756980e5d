package demo

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"fmt"
	"html/template"
	"net/http"
	"strings"
	"sync/atomic"
	"time"
)

//go:embed templates/*.html
var templateFiles embed.FS

// A handler serves one newspaper.
type handler struct {
	host      string
	resources map[string]*resource // by path
	record    func(Request)
}

// A resource is the response at one path.
type resource struct {
	contentType string
	render      func(now time.Time) ([]byte, error)
	etag        string
	modified    time.Time
	location    string      // target of a redirect
	busy        atomic.Bool // the next answer is 503
}

func newHandler(p *paper, record func(Request)) (*handler, error) {
	tmpl, err := template.New(p.Family).Funcs(template.FuncMap{"clock": clock, "ld": ld}).
		ParseFS(templateFiles, "templates/"+p.Family+".html")
	if err != nil {
		return nil, err
	}

	h := &handler{host: p.Host, resources: map[string]*resource{}, record: record}
	page := func(name string, v view) *resource {
		render := func(now time.Time) ([]byte, error) {
			v.Now = now
			var b bytes.Buffer
			err := tmpl.ExecuteTemplate(&b, name, v)
			return b.Bytes(), err
		}
		return &resource{contentType: "text/html; charset=utf-8", render: render}
	}

	h.resources["/"] = page("front", view{Paper: p, Articles: p.Recent(8)})
	for _, s := range p.Sections {
		h.resources[s.Path] = page("front", view{Paper: p, Section: s, Articles: p.In(s)})
	}
	for _, a := range p.Articles {
		r := page("article", view{Paper: p, Section: a.Section, Article: a, Related: p.Related(a)})
		if err := r.encode(a.Encoding); err != nil {
			return nil, err
		}
		r.modified = a.Date
		r.busy.Store(a.Busy)
		h.resources[a.Path] = r
		if a.Moved != "" {
			h.resources[a.Moved] = &resource{location: p.URL(a.Path)}
		}
	}
	for path, f := range machineFiles(p) {
		h.resources[path] = &resource{contentType: f.contentType, render: func(time.Time) ([]byte, error) {
			return f.body, f.err
		}}
	}
	return h, h.date(p)
}

// date sets the validators of every resource. The entity tag is that of the page rendered at a fixed time, so
// the page clock does not change it; it is weak, because the clock does change the bytes (RFC 9110 §8.8.1).
func (h *handler) date(p *paper) error {
	newest := p.Articles[0].Date
	for path, r := range h.resources {
		if r.location != "" {
			continue
		}
		body, err := r.render(newest)
		if err != nil {
			return fmt.Errorf("render %s: %w", path, err)
		}
		sum := sha256.Sum256(body)
		r.etag = fmt.Sprintf(`W/"%x"`, sum[:8])
		if r.modified.IsZero() {
			r.modified = newest
		}
	}
	return nil
}

// ServeHTTP records the response before it sends it, so that a client that has seen it finds it in the
// record.
func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	b := &buffer{ResponseWriter: w, status: http.StatusOK}
	h.answer(b, r)
	h.record(Request{
		Host:      r.Host,
		Path:      r.RequestURI,
		UserAgent: r.UserAgent(),
		Status:    b.status,
		Bytes:     int64(b.body.Len()),
	})

	w.WriteHeader(b.status)
	_, _ = b.body.WriteTo(w) // the client may have gone
}

func (h *handler) answer(w http.ResponseWriter, r *http.Request) {
	res, ok := h.resources[r.URL.Path]
	switch {
	case r.Host != h.host:
		http.Error(w, "tên miền không có ở máy chủ này", http.StatusMisdirectedRequest)
		return
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "chỉ đọc", http.StatusMethodNotAllowed)
		return
	case !ok:
		http.Error(w, "không tìm thấy trang", http.StatusNotFound)
		return
	case res.location != "":
		http.Redirect(w, r, res.location, http.StatusMovedPermanently)
		return
	case res.busy.CompareAndSwap(true, false):
		w.Header().Set("Retry-After", "1")
		http.Error(w, "máy chủ đang bận", http.StatusServiceUnavailable)
		return
	}

	body, err := res.render(time.Now())
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", res.contentType)
	w.Header().Set("Cache-Control", "no-cache")
	w.Header().Set("ETag", res.etag)
	w.Header().Set("Vary", "Accept-Encoding")
	if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		w.Header().Set("Content-Encoding", "gzip")
		body = compress(body)
	}
	http.ServeContent(w, r, "", res.modified, bytes.NewReader(body))
}

func compress(body []byte) []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = z.Write(body) // a bytes.Buffer takes everything
	_ = z.Close()
	return b.Bytes()
}

// A buffer holds back the status and the body.
type buffer struct {
	http.ResponseWriter
	status int
	body   bytes.Buffer
}

func (b *buffer) WriteHeader(status int)      { b.status = status }
func (b *buffer) Write(p []byte) (int, error) { return b.body.Write(p) }

// A view is the data of a template. Section is zero on the front page, Article is nil on all fronts.
type view struct {
	Paper    *paper
	Section  section
	Article  *article
	Articles []*article
	Related  []*article
	Now      time.Time
}

// clock returns the day as a page header prints it: "Thứ năm, 07/12/2023".
func clock(t time.Time) string {
	t = t.In(vietnam)
	days := [...]string{"Chủ nhật", "Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy"}
	return days[t.Weekday()] + ", " + t.Format("02/01/2006")
}

// newsArticle is a schema.org/NewsArticle with the values that such newspapers give: local times without a
// zone, and the name of the newspaper or vendor as author.
type newsArticle struct {
	Context     string `json:"@context"`
	Type        string `json:"@type"`
	Headline    string `json:"headline"`
	Description string `json:"description,omitempty"`
	Published   string `json:"datePublished,omitempty"`
	Section     string `json:"articleSection"`
	Author      named  `json:"author"`
	Publisher   named  `json:"publisher"`
}

type named struct {
	Type string `json:"@type"`
	Name string `json:"name"`
}

func ld(v view) newsArticle {
	n := newsArticle{
		Context:     "https://schema.org",
		Type:        "NewsArticle",
		Headline:    v.Article.Title,
		Description: v.Article.Sapo,
		Section:     v.Section.Name,
		Author:      named{"Organization", v.Paper.Name},
		Publisher:   named{"NewsMediaOrganization", v.Paper.Name},
	}
	if !v.Article.Date.IsZero() {
		n.Published = v.Article.Date.Format(time.DateTime)
	}
	return n
}
