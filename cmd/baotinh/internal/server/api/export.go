package api

import (
	"context"
	"mime"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"time"
	"unicode"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"baotinh/cmd/baotinh/internal/export"
	"baotinh/cmd/baotinh/internal/messages"
	"baotinh/index"
	"baotinh/pipeline/news"
)

// exportInput is what an export is asked.
type exportInput struct {
	Question
	Format  string   `query:"format" enum:"jsonl,csv,xlsx,parquet,csl" default:"jsonl"`
	Columns []string `query:"columns,explode" maxItems:"50" doc:"Fields in this order; else the usual ones."`
	BOM     bool     `query:"bom" doc:"Begin CSV with a byte order mark, as Excel needs it."`
	Lang    string   `query:"lang" enum:"vi,en" default:"vi" doc:"The language of the words in XLSX."`
	Sort    string   `query:"sort" enum:"relevance,newest,oldest,seen" doc:"Without it, that of the index."`
	client  netip.Addr
}

// Resolve takes the address of the client.
func (in *exportInput) Resolve(ctx huma.Context) []error {
	r, _ := humago.Unwrap(ctx)
	in.client = clientOf(r)
	return in.Conditional.Resolve(ctx)
}

// columns returns the columns that are asked for, which may be in a list with commas; nil: none.
func (in *exportInput) columns() []string {
	var all []string
	for _, list := range in.Columns {
		for name := range strings.SplitSeq(list, ",") {
			if name = strings.TrimSpace(name); name != "" {
				all = append(all, name)
			}
		}
	}
	return all
}

// clientOf returns the address of the connection of a request.
func clientOf(r *http.Request) netip.Addr {
	peer, _ := netip.ParseAddrPort(r.RemoteAddr)
	return peer.Addr().Unmap()
}

// exports keeps each client to one export at a time. The zero exports is ready.
type exports struct {
	mu      sync.Mutex
	clients map[netip.Addr]bool // that have one; guarded by mu
}

// begin reports whether a client may begin an export. It must then end it.
func (e *exports) begin(client netip.Addr) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.clients[client] || len(e.clients) >= mostExports {
		return false
	}
	if e.clients == nil {
		e.clients = map[netip.Addr]bool{}
	}
	e.clients[client] = true
	return true
}

func (e *exports) end(client netip.Addr) {
	e.mu.Lock()
	defer e.mu.Unlock()
	delete(e.clients, client)
}

// The limits of exports.
const (
	mostExports = 4                // at a time
	exportWrite = 30 * time.Second // that a client may take for a part
)

func (s *service) registerExport(api huma.API) {
	o := route("export", "/export", "Get all articles that a query finds, whole",
		"Streamed, in any number; one at a time for each client. An answer that is cut off is not whole.")
	content := map[string]*huma.MediaType{}
	for _, f := range export.Formats {
		content[f.MediaType()] = &huma.MediaType{}
	}
	o.Responses["200"] = &huma.Response{Description: "The articles.", Content: content}
	huma.Register(api, o, s.export)
}

func (s *service) export(_ context.Context, in *exportInput) (*huma.StreamResponse, error) {
	o := export.Options{Format: export.Format(in.Format), Columns: in.columns(), BOM: in.BOM}
	if in.Lang == "vi" {
		o.Words = &messages.Vietnamese
	}
	if err := export.Articles.Check(o); err != nil {
		return nil, s.problemOf(err)
	}
	return &huma.StreamResponse{Body: func(ctx huma.Context) {
		r, w := humago.Unwrap(ctx)
		client := in.client
		if s.Client != nil {
			client = s.Client(r)
		}
		if !s.exports.begin(client) {
			w.Header().Set("Retry-After", "10")
			writeProblem(w, problem(http.StatusTooManyRequests, "another export is under way",
				"Wait for its end: a client has one export at a time."))
			return
		}
		defer s.exports.end(client)
		s.stream(r.Context(), w, in, o)
	}}, nil
}

// stream writes the articles. If it cannot write all, it breaks the connection, so that the client sees it.
func (s *service) stream(ctx context.Context, w http.ResponseWriter, in *exportInput, o export.Options) {
	v, err := s.Reader.View(ctx)
	if err != nil {
		s.writeProblemOf(w, err)
		return
	}
	defer v.Release()
	out := &streamWriter{w: w, begin: func(h http.Header) {
		h.Set("Content-Type", o.Format.MediaType())
		h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{
			"filename": fileName(in.Q, time.Now(), o.Format),
		}))
		h.Set("Baotinh-Generation", v.Generation)
	}}
	request := in.request()
	request.Sort = index.Sort(in.Sort)
	if o.About, err = export.NewAbout(ctx, v.Index, request); err == nil {
		_, err = export.Articles.Write(out, export.Found(v.Index.Found(ctx, request)), o)
	}
	switch {
	case err == nil && !out.begun:
		_, _ = out.Write(nil) // nothing was found
	case err != nil && !out.begun:
		s.writeProblemOf(w, err)
	case err != nil:
		panic(http.ErrAbortHandler)
	}
}

// writeProblemOf writes the problem that an error is.
func (s *service) writeProblemOf(w http.ResponseWriter, err error) {
	writeProblem(w, s.problemOf(err))
}

// A streamWriter sets the header of a response before its first byte, and gives the client time for each
// part.
type streamWriter struct {
	w     http.ResponseWriter
	begin func(http.Header)
	begun bool
}

// Write writes a part of the body.
func (s *streamWriter) Write(b []byte) (int, error) {
	if !s.begun {
		s.begun = true
		s.begin(s.w.Header())
	}
	deadline := time.Now().Add(exportWrite)
	_ = http.NewResponseController(s.w).SetWriteDeadline(deadline) // else the server's holds
	return s.w.Write(b)
}

// mostNamed is how much of a query is in the name of a file.
const mostNamed = 60

// fileName returns the name of a file with the query and the day: "baotinh-sạt-lở-2026-11-30.csv".
func fileName(query string, now time.Time, format export.Format) string {
	isBetween := func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }
	words := strings.FieldsFunc(query, isBetween)
	name := []rune(strings.Join(append([]string{"baotinh"}, words...), "-"))
	day := now.In(news.Vietnam).Format(time.DateOnly)
	return string(name[:min(len(name), mostNamed)]) + "-" + day + "." + format.Extension()
}
