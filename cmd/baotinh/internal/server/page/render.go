package page

import (
	"bytes"
	"embed"
	"fmt"
	"hash/fnv"
	"html/template"
	"io/fs"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"baotinh/cmd/baotinh/internal/export"
	"baotinh/cmd/baotinh/internal/messages"
	"baotinh/index"
	"baotinh/pipeline/news"
)

//go:embed view
var viewFiles embed.FS

// templates are those of all views in one language, by name.
type templates map[string]*template.Template

// sharedTemplates are the files of view/ that define parts of several views.
var sharedTemplates = []string{"view/layout.html", "view/parts.html"}

// parseTemplates parses the templates of all views, once for each language.
func (s *Server) parseTemplates() map[language]templates {
	files, err := fs.Glob(viewFiles, "view/*.html")
	if err != nil {
		panic(err)
	}
	all := map[language]templates{}
	for _, l := range []language{vietnamese, english} {
		all[l] = templates{}
		shared := template.Must(
			template.New("").Funcs(s.functions(l)).ParseFS(viewFiles, sharedTemplates...))
		for _, file := range files {
			if slices.Contains(sharedTemplates, file) {
				continue
			}
			view := template.Must(shared.Clone())
			all[l][strings.TrimSuffix(path.Base(file), ".html")] = template.Must(
				view.ParseFS(viewFiles, file))
		}
	}
	return all
}

// functions are those of the templates for readers of a language.
func (s *Server) functions(l language) template.FuncMap {
	m := l.messages()
	return template.FuncMap{
		"t":       func(text string, pairs ...string) string { return translate(l, text, pairs...) },
		"number":  m.Number,           // 1.204
		"count":   m.Count,            // 1.204 bài
		"percent": m.Percent,          // 3,14 %
		"date":    messages.Date,      // of a news.Date, as finely as it is known
		"minute":  messages.Minute,    // 13/06/2024 10:30
		"day":     messages.Day,       // 13/06/2024
		"instant": export.ISODate,     // of a news.Date, for <time datetime>
		"rfc3339": rfc3339,            // of a time.Time, for <time datetime>
		"spans":   index.Parts,        // of text with <mark>: {{template "marked" spans .Snippet}}
		"facet":   m.Facet,            // the name of a field
		"asset":   s.assets.addressOf, // of the style sheet and the script
		"search":  searchAddress,      // of a query
		"join":    strings.Join,       // of strings with a separator
		"isWeb":   isWebAddress,       // may be linked to
		"host":    hostOf,             // of an address
		"article": articleAddress,     // of an article by its ID, with the words that were sought
		"runs":    editRuns,           // of edits
		"decimal": func(x float64) string { return m.Real(x, 1) },
		"whole":   func(share float64) string { return m.Real(100*share, 0) + " %" },
		"version": func() string { return s.Version },
	}
}

// A frame is what a template is executed with: the view, and what is around it.
type frame struct {
	Language language
	Title    string
	Query    string
	Feed     string
	Path     string // without parameters
	Other    string // this address in the other language
	View     any
	Articles int // in the index; -1: there is none
	// Generation names the state of the index that the answer is of.
	Generation string
	States     []string // what a reader must know of the archive: damaged parts, work under way
}

// render answers with a screen, and returns the page if its status is 200, else nil.
func (s *Server) render(w http.ResponseWriter, v *visit, shown *screen) []byte {
	if shown.to != "" {
		http.Redirect(w, v.Request, shown.to, http.StatusSeeOther)
		return nil
	}
	f := frame{
		Language: v.language, Title: shown.title, Query: shown.query, Feed: shown.feed, View: shown.model,
		Path: v.URL.Path, Other: v.inOther(), Articles: -1,
	}
	s.describeIndex(&f, v)
	t, ok := s.templates[v.language][shown.view]
	if !ok {
		http.Error(w, "no view "+strconv.Quote(shown.view), http.StatusInternalServerError)
		return nil
	}
	var b bytes.Buffer
	if err := t.ExecuteTemplate(&b, "layout", f); err != nil {
		http.Error(w, fmt.Sprintf("view %s: %v", shown.view, err), http.StatusInternalServerError)
		return nil
	}
	if shown.frames {
		w.Header().Set("Content-Security-Policy", policy+"; frame-src 'self'")
	}
	if shown.status == 0 || shown.status == http.StatusOK {
		v.write(w, b.Bytes())
		return b.Bytes()
	}
	v.describe(w.Header())
	w.Header().Set("Content-Length", strconv.Itoa(b.Len()))
	w.WriteHeader(shown.status)
	if v.Method != http.MethodHead {
		_, _ = w.Write(b.Bytes()) // the reader has gone
	}
	return nil
}

// write answers with a page. The answer has an ETag of its content, so that a reload that shows the same
// costs no transfer.
func (v *visit) write(w http.ResponseWriter, page []byte) {
	v.describe(w.Header())
	sum := fnv.New64a()
	_, _ = sum.Write(page) // never fails
	w.Header().Set("ETag", fmt.Sprintf(`"%x"`, sum.Sum64()))
	http.ServeContent(w, v.Request, "", time.Time{}, bytes.NewReader(page)) // 304 if it is known
}

// describe sets the headers that all pages have.
func (v *visit) describe(h http.Header) {
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Language", string(v.language))
	h.Set("Vary", "Accept-Language, Cookie")
	h.Set("Cache-Control", "private, no-cache")
}

// describeIndex says of which articles the answer is, and what a reader must know of them.
func (s *Server) describeIndex(f *frame, v *visit) {
	if v.index == nil {
		return
	}
	if n, err := v.index.Index.Count(); err == nil {
		f.Articles = n
	}
	f.Generation = v.index.Generation
	for _, damaged := range v.index.Damaged {
		f.States = append(f.States, v.damaged(damaged.Shard))
	}
	if err := v.index.Behind; err != nil {
		told := v.messages.Told(err, s.Reader.Dir(), 0).Error()
		f.States = append(f.States, v.t("Chưa đọc được bài mới hơn: {why}", "why", told))
	}
}

// shardYears is how many years of publication a shard of the index holds. It is named after the first.
const shardYears = 5

// damaged says which articles are left out because a shard is damaged.
func (v *visit) damaged(shard string) string {
	first, err := strconv.Atoi(shard)
	if err != nil {
		return v.t("Các bài không rõ ngày đang hỏng, phần còn lại vẫn tìm được. Dựng lại: {command}",
			"command", "baotinh reindex --damaged")
	}
	return v.t("Các bài đăng năm {years} đang hỏng, phần còn lại vẫn tìm được. Dựng lại: {command}",
		"years", fmt.Sprintf("%d–%d", first, first+shardYears-1), "command", "baotinh reindex --damaged")
}

// inOther returns the address of the visit with the other language.
func (v *visit) inOther() string {
	values := v.URL.Query()
	other := english
	if v.language == english {
		other = vietnamese
	}
	values.Set("lang", string(other))
	return withParameters(v.URL.Path, values)
}

func rfc3339(t time.Time) string { return t.In(news.Vietnam).Format(time.RFC3339) }

// isWebAddress reports whether an address of an article may be linked to: the addresses of files, and those
// that run something, may not.
func isWebAddress(address string) bool {
	u, err := url.Parse(address)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != ""
}

// hostOf returns the host of an address without www., "" if it has none.
func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(u.Hostname(), "www.")
}
