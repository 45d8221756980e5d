// Package page shows the archive in a browser: search, articles, newspapers, help. Its main entry is [New].
//
// Every view is made on the server by html/template and works without script; the script adds suggestions and
// keys. Every state of a view has an address. Text of articles is only ever text: nothing that is stored
// becomes markup, and the Content-Security-Policy allows neither inline script nor inline style.
//
// A view is a function from a [visit] to a [screen]; [Server.shown] opens the index for it and renders what
// it returns. The templates are in view/, a file for each view, which defines "main". They are written in
// Vietnamese: {{t "Tìm"}} is that text or, for an English reader, its English in the tables of text.go.
package page

import (
	"net/http"

	"baotinh/cmd/baotinh/internal/library"
	"baotinh/pipeline/newspaper"
)

// Options are what the views show.
type Options struct {
	Reader    *library.Reader
	Catalogue *newspaper.Catalogue
	Version   string // of the program
	// MayWrite reports whether a request may change watches; nil: none may.
	MayWrite func(*http.Request) bool
	// WatchFeed serves the feed of a watch if a name is one of a feed, and reports whether it is; nil: there
	// are none.
	WatchFeed func(w http.ResponseWriter, r *http.Request, name string) bool
}

// A Server renders the views. Its methods may be called concurrently.
type Server struct {
	Options
	templates map[language]templates
	assets    assets
	kept      keeper
}

// New returns a Server of the views. [Server.Register] hangs them into a mux.
func New(o Options) *Server {
	s := &Server{Options: o, assets: loadAssets()}
	s.templates = s.parseTemplates()
	return s
}

// Register adds the addresses of the views to a mux.
func (s *Server) Register(mux *http.ServeMux) {
	view := func(pattern string, show func(*visit) (*screen, error)) {
		mux.HandleFunc("GET "+pattern, s.shown(show))
	}
	view("/{$}", s.front)
	view("/tim", s.results)
	view("/tro-giup", s.help)
	view("/bai/{id}", s.article)
	view("/bai/{id}/sua", s.versions)
	view("/bai/{id}/luu", s.stored)
	view("/phan-tich", s.analysis)
	view("/bao", s.newspapers)
	view("/bao/{key}", s.newspaper)
	mux.HandleFunc("GET /bai/{id}/luu/trang", s.storedPage)
	s.registerWatches(mux)
	view("/", s.unknown)
	mux.HandleFunc("GET /goi-y", s.suggest)
	mux.HandleFunc("GET "+assetPath+"{name}", s.asset)
}

// policy lets a page load the style sheet and the script of this server, and ask it for suggestions.
const policy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; " +
	"connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

// Protect sets the headers that keep a page from loading, running or telling anything else.
func Protect(h http.Header) {
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
}
