// Package feed serves searches and watches as feeds, for feed readers: Atom (RFC 4287) and JSON Feed 1.1.
// [New] returns a Server, which [Server.Register] hangs into a mux.
//
// An entry has the ID of its article, whatever search it is in, and is updated when the article came in or,
// in the feed of a watch, when the watch told of it. Texts of articles become text, also in the HTML of an
// entry.
package feed

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash/fnv"
	"net/http"
	"net/url"
	"strings"
	"time"

	"baotinh/cmd/baotinh/internal/library"
	"baotinh/cmd/baotinh/internal/messages"
	"baotinh/cmd/baotinh/internal/watch"
	"baotinh/index"
	"baotinh/index/query"
	"baotinh/pipeline/news"
)

// Options are what feeds are made of.
type Options struct {
	Reader *library.Reader
	// Origin returns scheme and host of the server as the client of a request sees them:
	// "https://kho.example".
	Origin func(*http.Request) string
}

// A Server serves feeds. Its methods may be called concurrently.
type Server struct {
	o Options
}

// New returns a Server.
func New(o Options) *Server { return &Server{o: o} }

// mostEntries is how many entries a feed has.
const mostEntries = 50

// Register adds the routes of the feeds of searches to a mux. Those of watches are served by [Server.Watch].
func (s *Server) Register(mux *http.ServeMux) {
	for ending, write := range forms {
		mux.HandleFunc("GET /tim"+ending, func(w http.ResponseWriter, r *http.Request) {
			s.search(w, r, write)
		})
	}
}

// Watch serves the feed of a watch, if file is the name of one with the ending .atom or .json, and reports
// whether it is.
func (s *Server) Watch(w http.ResponseWriter, r *http.Request, file string) bool {
	for ending, write := range forms {
		if name, ok := strings.CutSuffix(file, ending); ok {
			s.watch(w, r, name, write)
			return true
		}
	}
	return false
}

// A form writes a feed, and returns its media type.
type form func(*bytes.Buffer, *channel) (string, error)

// forms are the forms of feeds by the endings of their addresses.
var forms = map[string]form{".atom": writeAtom, ".json": writeJSON}

// A channel is a feed before it has a form.
type channel struct {
	id, title string
	self      string // its own address
	page      string // the same for people
	language  string
	updated   time.Time
	entries   []entry
}

// An entry is one of a channel.
type entry struct {
	id        string
	title     string
	original  string // the address of the newspaper; empty: none that may be linked to
	stored    string // the address here
	newspaper string
	authors   []string
	tags      []string
	summary   string
	content   string // HTML
	published time.Time
	updated   time.Time
}

// search serves the feed of a search: what came in last first.
func (s *Server) search(w http.ResponseWriter, r *http.Request, write form) {
	values := r.URL.Query()
	request := index.Request{
		Query: strings.TrimSpace(values.Get("q")), Filter: strings.Join(values["loc"], " "),
		Sort: index.LastSeen, Limit: mostEntries,
	}
	m := wordsIn(values.Get("lang"))
	c := s.channel(r, m)
	c.page = s.o.Origin(r) + "/tim?" + r.URL.RawQuery
	asked := strings.TrimSpace(request.Query + " " + request.Filter)
	c.title = strings.ReplaceAll(m.Watches.Feed, "{query}", asked)
	c.id = "urn:baotinh:tim:" + sum(asked)
	view, err := s.o.Reader.View(r.Context())
	if err == nil {
		err = s.fill(r, c, view, request, m)
		view.Release()
	}
	s.answer(w, r, c, err, m, write)
}

// fill adds the entries of what a request finds.
func (s *Server) fill(
	r *http.Request, c *channel, view *library.View, request index.Request, m *messages.Messages,
) error {
	found, err := view.Index.Search(r.Context(), request)
	if err != nil {
		return err
	}
	for _, h := range found.Hits {
		a, err := view.Index.Get(r.Context(), h.ID)
		if err != nil {
			return err
		}
		e, err := s.entry(r, h, a.Sapo, m, "", nil, nil)
		if err != nil {
			return err
		}
		e.updated = h.FirstSeen
		c.add(e)
	}
	return nil
}

// watch serves the feed of a watch: what it told last first. Of an article it is what was told last.
func (s *Server) watch(w http.ResponseWriter, r *http.Request, name string, write form) {
	values := r.URL.Query()
	m := wordsIn(values.Get("lang"))
	c := s.channel(r, m)
	c.page = s.o.Origin(r) + "/theo-doi/" + url.PathEscape(name)
	c.id = "urn:baotinh:theo-doi:" + name
	s.answer(w, r, c, s.fillWatch(r, c, name, m), m, write)
}

func (s *Server) fillWatch(r *http.Request, c *channel, name string, m *messages.Messages) error {
	set, err := watch.Load(s.o.Reader.Dir())
	if err != nil {
		return err
	}
	found, err := set.Find(name)
	if err != nil {
		return err
	}
	c.title = strings.ReplaceAll(m.Watches.Feed, "{query}", found.Label())
	items, err := watch.Latest(s.o.Reader.Dir(), name, mostEntries)
	if err != nil {
		return err
	}
	seen := map[news.ID]bool{}
	for _, i := range items {
		if seen[i.Article.ID] {
			continue
		}
		seen[i.Article.ID] = true
		kind := ""
		if i.Kind != watch.New {
			kind = m.Watches.Kinds[i.Kind]
		}
		e, err := s.entry(r, i.Article, i.Sapo, m, kind, i.Story.Others, i.Changes)
		if err != nil {
			return err
		}
		e.updated = i.Told
		c.add(e)
	}
	return nil
}

func (s *Server) channel(r *http.Request, m *messages.Messages) *channel {
	c := &channel{self: s.o.Origin(r) + r.URL.RequestURI(), language: "vi", updated: time.Unix(0, 0)}
	if m == &messages.English {
		c.language = "en"
	}
	return c
}

// add adds an entry.
func (c *channel) add(e entry) {
	c.entries = append(c.entries, e)
	if e.updated.After(c.updated) {
		c.updated = e.updated
	}
}

// entry returns the entry of a hit. kind is a word before its title, or empty.
func (s *Server) entry(
	r *http.Request, h index.Hit, sapo string, m *messages.Messages, kind string, others []watch.Reprint,
	changes []watch.Correction,
) (entry, error) {
	e := entry{
		id: "urn:baotinh:bai:" + string(h.ID), title: clean(h.Title), original: safeURL(h.URL),
		stored: s.o.Origin(r) + "/bai/" + string(h.ID), newspaper: clean(h.Newspaper), summary: clean(sapo),
	}
	if kind != "" {
		e.title = "[" + kind + "] " + e.title
	}
	for _, a := range h.Authors {
		e.authors = append(e.authors, clean(a))
	}
	for _, tag := range [...]string{h.Province, h.Section} {
		if tag != "" {
			e.tags = append(e.tags, clean(tag))
		}
	}
	if h.Published.Precision >= news.Day {
		e.published = h.Published.Time
	}
	var err error
	e.content, err = content(e, h.Snippet, others, changes, m)
	return e, err
}

// answer writes a feed, or why there is none.
func (s *Server) answer(
	w http.ResponseWriter, r *http.Request, c *channel, err error, m *messages.Messages, write form,
) {
	header := w.Header()
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
	var b bytes.Buffer
	var media string
	if err == nil {
		media, err = write(&b, c)
	}
	if err != nil {
		http.Error(w, m.Told(err, s.o.Reader.Dir(), 0).Error(), statusOf(err))
		return
	}
	header.Set("Content-Type", media)
	header.Set("Cache-Control", "private, no-cache")
	tag := fnv.New64a()
	_, _ = tag.Write(b.Bytes()) // never fails
	header.Set("ETag", fmt.Sprintf(`"%x"`, tag.Sum64()))
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(b.Bytes())) // 304 if it is known
}

// statusOf returns the HTTP status of an error.
func statusOf(err error) int {
	if _, ok := errors.AsType[*query.SyntaxError](err); ok {
		return http.StatusBadRequest
	}
	switch {
	case errors.Is(err, watch.ErrNotFound):
		return http.StatusNotFound
	case errors.Is(err, context.Canceled):
		return http.StatusRequestTimeout
	}
	return http.StatusServiceUnavailable
}

func wordsIn(lang string) *messages.Messages {
	if lang == "en" {
		return &messages.English
	}
	return &messages.Vietnamese
}

// sum returns a digest of a text for an ID.
func sum(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:16])
}

// safeURL returns an address that may be linked to, else nothing.
func safeURL(s string) string {
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return ""
	}
	return u.String()
}

// link returns where an entry leads: to the newspaper, if that has an address.
func (e entry) link() string { return cmp.Or(e.original, e.stored) }
