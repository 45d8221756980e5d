package api

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"

	"baotinh/cmd/baotinh/internal/export"
	"baotinh/cmd/baotinh/internal/library"
	"baotinh/cmd/baotinh/internal/messages"
	"baotinh/cmd/baotinh/internal/server/replay"
	"baotinh/index"
	"baotinh/index/query"
)

// A Problem says why a request was not answered (RFC 9457), and what to do.
type Problem struct {
	Type   string              `json:"type" doc:"about:blank: the status says all."`
	Title  string              `json:"title"`
	Status int                 `json:"status"`
	Detail string              `json:"detail" doc:"What went wrong."`
	Hint   string              `json:"hint,omitempty" doc:"What to do."`
	Query  *Mistake            `json:"query,omitempty" doc:"Where the mistake is in a query."`
	Errors []*huma.ErrorDetail `json:"errors,omitempty" doc:"What is wrong with each parameter."`
}

// A Mistake is a place in a query that cannot be understood.
type Mistake struct {
	Parameter string   `json:"parameter" enum:"q,filter"`
	Text      string   `json:"text" doc:"The query."`
	Offset    int      `json:"offset" doc:"Of the mistake in the text, in bytes of UTF-8."`
	Character int      `json:"character" doc:"The same in characters."`
	Caret     string   `json:"caret" doc:"Two lines: the text, and a mark under the place."`
	Nearest   string   `json:"nearest,omitempty" doc:"The name of a field that may have been meant."`
	Choices   []string `json:"choices,omitempty" doc:"Places that may have been meant."`
	Fields    []string `json:"fields,omitempty" doc:"The fields that there are."`
}

// Error returns the detail.
func (p *Problem) Error() string { return p.Detail }

// GetStatus returns the status of the response.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType returns the media type of problems.
func (p *Problem) ContentType(string) string { return problemType }

const problemType = "application/problem+json"

// The library's own errors, about parameters, are problems too.
func init() {
	huma.NewError = func(status int, text string, errs ...error) huma.StatusError {
		return newProblem(status, text, errs)
	}
	huma.NewErrorWithContext = func(
		ctx huma.Context, status int, text string, errs ...error,
	) huma.StatusError {
		p := newProblem(status, text, errs)
		if status != http.StatusUnprocessableEntity || ctx == nil || ctx.Operation() == nil {
			return p
		}
		var known []string
		for _, parameter := range ctx.Operation().Parameters {
			if parameter.In == "query" {
				known = append(known, parameter.Name)
			}
		}
		if len(known) > 0 {
			p.Hint = "The parameters are " + strings.Join(known, ", ") + "; /openapi.json describes them."
		}
		return p
	}
}

func newProblem(status int, text string, errs []error) *Problem {
	p := &Problem{Type: "about:blank", Title: http.StatusText(status), Status: status, Detail: text}
	for _, err := range errs {
		if status == http.StatusInternalServerError {
			break // it says nothing to a client
		}
		if d, ok := err.(huma.ErrorDetailer); ok {
			p.Errors = append(p.Errors, d.ErrorDetail())
		}
	}
	if status == http.StatusUnprocessableEntity && len(p.Errors) > 0 {
		p.Detail = p.Errors[0].Message + " (" + p.Errors[0].Location + ")"
	}
	return p
}

// problem returns a Problem with a hint.
func problem(status int, detail, hint string) *Problem {
	p := newProblem(status, detail, nil)
	p.Hint = hint
	return p
}

// problemOf returns the problem that an error is. It logs one that clients are not told.
func (s *service) problemOf(err error) *Problem {
	if p := knownProblem(err); p != nil {
		return p
	}
	s.Log.Error("request failed", "err", err.Error())
	return problem(http.StatusInternalServerError, "unexpected error occurred",
		"The log of the server says which.")
}

// knownProblem returns the problem that an error of the data folder, its index or a question is; nil: it is
// another one.
func knownProblem(err error) *Problem {
	if p, ok := errors.AsType[*Problem](err); ok {
		return p
	}
	if e, ok := errors.AsType[*query.SyntaxError](err); ok {
		return syntaxProblem(e, strings.HasPrefix(err.Error(), "filter: "))
	}
	if e, ok := errors.AsType[*export.ColumnError](err); ok {
		return problem(http.StatusBadRequest, e.Error(), "Columns are "+strings.Join(e.Known, ", ")+".")
	}
	switch {
	case errors.Is(err, index.ErrNotFound):
		return problem(http.StatusNotFound, "there is no such article",
			"Search for it: GET "+Path+"/search?q=…, or GET "+Path+"/articles?url=… by its address.")
	case errors.Is(err, library.ErrNoCapture):
		return problem(http.StatusNotFound, "the archive has no such page of the article",
			"GET "+Path+"/articles/{id}/versions lists those that it has.")
	case errors.Is(err, replay.ErrNotShown):
		return problem(http.StatusNotFound, "the archive has no page that can be shown: "+err.Error(),
			"GET "+Path+"/articles/{id} has the article.")
	case errors.Is(err, index.ErrCursor):
		return problem(http.StatusBadRequest, "after is no cursor of this query",
			"Give the next of the answer before, and the same q, filter, sort and collapse.")
	case errors.Is(err, index.ErrTooFine):
		return problem(http.StatusBadRequest, err.Error(),
			"Take a wider histogram, a smaller facet_limit, or fewer years.")
	case errors.Is(err, index.ErrNoWords):
		return problem(http.StatusBadRequest, "the query has no words to show in context",
			`Add a word, "a phrase" or "near words"~3.`)
	case errors.Is(err, export.ErrBOM):
		return problem(http.StatusBadRequest, err.Error(), "Leave bom out, or ask for format=csv.")
	case errors.Is(err, export.ErrColumns):
		return problem(http.StatusBadRequest, err.Error(), "Leave columns out, or ask for another format.")
	case errors.Is(err, index.ErrTimeout):
		return problem(http.StatusServiceUnavailable, "the search took too long",
			"Use fewer words, or rarer ones.")
	case errors.Is(err, library.ErrNotFound), errors.Is(err, library.ErrNoIndex):
		return problem(http.StatusServiceUnavailable, "the archive has no index yet",
			"`baotinh ingest` makes one; the server finds it.")
	case messages.FailureOf(err) != "":
		told := messages.English.Told(err, "", 0)
		return problem(http.StatusServiceUnavailable, told.Error(), "The operator of the server can help.")
	case errors.Is(err, context.Canceled):
		return problem(http.StatusServiceUnavailable, "the request was broken off", "Ask again.")
	}
	return nil
}

// syntaxProblem returns the problem of a mistake in a query.
func syntaxProblem(e *query.SyntaxError, isFilter bool) *Problem {
	character := utf8.RuneCountInString(e.Query[:e.Offset])
	m := &Mistake{
		Parameter: "q", Text: e.Query, Offset: e.Offset, Character: character,
		Caret:   e.Query + "\n" + strings.Repeat(" ", character) + "^",
		Nearest: e.Nearest, Choices: e.Choices,
	}
	if isFilter {
		m.Parameter = "filter"
	}
	hint := "The query language is described by `baotinh help search`."
	if e.Kind == query.UnknownField {
		m.Fields = query.FieldNames(false)
		hint = "The fields are " + strings.Join(m.Fields, ", ") + "."
		if e.Nearest != "" {
			hint = "The nearest field is " + e.Nearest + ". " + hint
		}
	}
	p := problem(http.StatusBadRequest, messages.English.Mistake(e), hint)
	p.Query = m
	return p
}

// unknownRoute answers for addresses of the API that there are not.
func unknownRoute(w http.ResponseWriter, r *http.Request) {
	writeProblem(w, problem(http.StatusNotFound, "there is nothing at "+r.URL.Path,
		"/openapi.json lists the addresses of the API."))
}

// writeProblem writes a problem outside of the routes of the API.
func writeProblem(w http.ResponseWriter, p *Problem) {
	w.Header().Set("Content-Type", problemType)
	w.WriteHeader(p.Status)
	_ = json.NewEncoder(w).Encode(p) // the client may have gone
}
