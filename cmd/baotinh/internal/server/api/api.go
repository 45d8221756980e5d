// Package api answers programs over HTTP with JSON: [Register] adds its routes to a mux. The values are those
// of the command line's JSON, of one set of types.
package api

import (
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"baotinh/cmd/baotinh/internal/library"
	"baotinh/pipeline/newspaper"
)

// Options are what the API answers from.
type Options struct {
	Reader    *library.Reader
	Catalogue *newspaper.Catalogue
	Version   string // of the program
	// MayWrite reports whether a request may change watches; nil: none may.
	MayWrite func(*http.Request) bool
}

// Register adds the routes of the API to a mux.
func Register(mux *http.ServeMux, o Options) {
	config := huma.DefaultConfig("Báo Tỉnh", o.Version)
	config.DocsPath, config.SchemasPath = "", ""
	humago.New(mux, config)
}
