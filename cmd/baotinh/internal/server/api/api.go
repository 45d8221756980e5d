// Package api answers programs over HTTP with JSON: [Register] adds its routes to a mux. The values are those
// of the command line's JSON, of one set of types; the description at /openapi.json is made of them.
//
// Searches are strict unless a request says otherwise. Answers name the generation of the index that they are
// from, so that they can be cited, and have an ETag of it, so that asking again costs nothing. Mistakes are
// problems of RFC 9457, with a hint.
package api

import (
	"encoding/json"
	"log/slog"
	"maps"
	"net/http"
	"net/netip"
	"reflect"
	"slices"
	"strings"
	"sync"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"baotinh/cmd/baotinh/internal/library"
	"baotinh/index"
	"baotinh/pipeline/news"
	"baotinh/pipeline/newspaper"
)

// Options are what the API answers from.
type Options struct {
	Reader    *library.Reader
	Catalogue *newspaper.Catalogue
	Version   string       // of the program
	Log       *slog.Logger // of errors that clients are not told; nil: none
	// Client returns the address of the client of a request; nil: that of the connection.
	Client func(*http.Request) netip.Addr
	// MayWrite reports whether a request may change watches; nil: none may.
	MayWrite func(*http.Request) bool
}

// Path is the path that all routes begin with.
const Path = "/api/v1"

// A service answers requests. Its methods may be called concurrently.
type service struct {
	Options
	exports exports

	mu    sync.Mutex
	state State // of the last generation; guarded by mu
}

// Register adds the routes of the API to a mux.
func Register(mux *http.ServeMux, o Options) {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	s := &service{Options: o}
	config := huma.DefaultConfig("Báo Tỉnh", o.Version)
	config.Info.Description = description
	config.OpenAPIPath, config.DocsPath, config.SchemasPath, config.CreateHooks = "", "", "", nil
	config.AllowAdditionalPropertiesByDefault = true // new fields may appear
	config.RejectUnknownQueryParameters = true
	api := humago.New(mux, config)
	api.OpenAPI().Components.Schemas.RegisterTypeAlias(
		reflect.TypeFor[news.Date](), reflect.TypeFor[dateSchema]())

	s.registerSearch(api)
	listFields(api.OpenAPI())
	s.registerArticles(api)
	s.registerNewspapers(api)
	s.registerExport(api)
	s.registerWatches(api)
	mux.HandleFunc("GET /openapi.json", describe(api.OpenAPI()))
	mux.HandleFunc("GET /api/", unknownRoute)
}

const description = "Searches in the archive of Vietnam's provincial newspapers. The query language is " +
	"that of `baotinh search`; searches are strict unless they say `strict=false`. Every answer names the " +
	"generation of the index it is from: the same request gets the same answer of the same generation, " +
	"with the same ETag. A parameter without a value is none. Errors are problem details (RFC 9457) with a " +
	"hint."

// dateSchema is how a [news.Date] looks in JSON.
type dateSchema struct {
	Time      string `json:"time" format:"date-time"`
	Precision string `json:"precision,omitempty" doc:"How much of the time is known: year, month, day …"`
	Evidence  string `json:"evidence,omitempty" doc:"Where it was found."`
}

// describe returns a handler of the description, which must be complete.
func describe(d *huma.OpenAPI) http.HandlerFunc {
	loosenSchemas(d)
	text, err := json.Marshal(d)
	return func(w http.ResponseWriter, _ *http.Request) {
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		w.Header().Set("Content-Type", "application/openapi+json")
		_, _ = w.Write(text) // the client may have gone
	}
}

// loosenSchemas mends what the schemas say too much: the fields of an embedded pointer, index.Share, are
// required by them.
func loosenSchemas(d *huma.OpenAPI) {
	shared := jsonNames(reflect.TypeFor[index.Share]())
	for _, name := range slices.Sorted(maps.Keys(d.Components.Schemas.Map())) {
		t := d.Components.Schemas.TypeFromRef("#/components/schemas/" + name)
		if t == nil || t.Kind() != reflect.Struct || !embedsShare(t) {
			continue
		}
		schema := d.Components.Schemas.Map()[name]
		schema.Required = slices.DeleteFunc(schema.Required, func(field string) bool {
			return slices.Contains(shared, field)
		})
	}
}

// embedsShare reports whether index.Share is embedded in a type, in any depth.
func embedsShare(t reflect.Type) bool {
	for i := range t.NumField() {
		f := t.Field(i)
		if !f.Anonymous {
			continue
		}
		if f.Type == reflect.TypeFor[*index.Share]() ||
			f.Type.Kind() == reflect.Struct && embedsShare(f.Type) {
			return true
		}
	}
	return false
}

// jsonNames returns the names of the fields of a type in JSON.
func jsonNames(t reflect.Type) []string {
	var names []string
	for i := range t.NumField() {
		name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		names = append(names, name)
	}
	return names
}

// mistakes are the statuses of problems that every route may answer with.
var mistakes = []int{
	http.StatusBadRequest, http.StatusNotFound, http.StatusUnprocessableEntity, http.StatusTooManyRequests,
	http.StatusInternalServerError, http.StatusServiceUnavailable,
}

// route returns the description of a route that reads.
func route(id, path, summary, text string) huma.Operation {
	return huma.Operation{
		OperationID: id, Method: http.MethodGet, Path: Path + path, Summary: summary, Description: text,
		Errors: mistakes, Responses: map[string]*huma.Response{"431": {
			Description: "The address or a header is too long.",
			Content:     map[string]*huma.MediaType{"text/plain": {}},
		}},
	}
}

// cached adds to a route that its answers may be found unchanged.
func cached(o huma.Operation) huma.Operation {
	o.Responses["304"] = &huma.Response{Description: "The answer has not changed."}
	return o
}
