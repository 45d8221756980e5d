// Package feed serves searches as feeds, for feed readers: [New] returns a Server, which [Server.Register]
// hangs into a mux.
package feed

import (
	"net/http"

	"baotinh/cmd/baotinh/internal/library"
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

// Register adds the routes of the feeds to a mux.
func (s *Server) Register(*http.ServeMux) {}
