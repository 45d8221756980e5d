// Package replay shows archived pages as they were, but so that they can neither run nor load anything:
// [Write] answers a request with one.
package replay

import (
	"errors"
	"fmt"
	"mime"
	"net/http"
	"strconv"

	"baotinh/pipeline/charset"
	"baotinh/pipeline/markup"
	"baotinh/pipeline/news"
)

// ErrNotShown is returned for a page that is neither HTML nor plain text.
var ErrNotShown = errors.New("a page of this type is not shown")

// policy is that of an archived page: a document of no origin in a sandbox, without scripts, forms, pop-ups
// and navigation of its surroundings, which loads nothing but pictures that are in its own text. Pages of
// this server may frame it.
const policy = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; " +
	"base-uri 'none'; frame-ancestors 'self'"

// Write answers with an archived page in UTF-8, whatever it was encoded in. If the error is not nil, nothing
// was written; it may be ErrNotShown.
func Write(w http.ResponseWriter, r *http.Request, p *news.Page) error {
	kind, body, err := document(p)
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Security-Policy", policy)
	h.Set("Content-Type", kind+"; charset=utf-8")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-DNS-Prefetch-Control", "off")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cache-Control", "private, no-cache")
	h.Set("Content-Length", strconv.Itoa(len(body)))
	if r.Method != http.MethodHead {
		_, _ = w.Write(body) // the client may have gone
	}
	return nil
}

// Shows reports whether Write can answer with a page.
func Shows(p *news.Page) bool {
	_, ok := mediaType(p)
	return ok
}

// mediaType returns the media type that a page is shown as, and whether it is.
func mediaType(p *news.Page) (string, bool) {
	kind, _, err := mime.ParseMediaType(p.ContentType())
	if err != nil {
		kind, _, _ = mime.ParseMediaType(http.DetectContentType(p.Body))
	}
	switch kind {
	case "text/html", "application/xhtml+xml":
		return "text/html", true
	case "text/plain":
		return kind, true
	}
	return kind, false
}

// document returns the media type and the body of a page as it is shown.
func document(p *news.Page) (string, []byte, error) {
	kind, ok := mediaType(p)
	if !ok {
		return "", nil, fmt.Errorf("%w: %s", ErrNotShown, kind)
	}
	body, _, err := charset.Decode(p.Body, p.ContentType())
	if err != nil {
		body = p.Body // U+FFFD where it is not UTF-8
	}
	if kind == "text/html" {
		body = still(body)
	}
	return kind, body, nil
}

// dropped are the elements of which a page loses the tags. The policy leaves them without effect, but for
// <link rel="preconnect">, which no policy covers. Scripts lose their text as well: it is not to be read.
var dropped = map[string]bool{
	"base": true, "link": true, "meta": true, "script": true, "iframe": true, "frame": true, "frameset": true,
	"object": true, "embed": true, "applet": true, "portal": true, "fencedframe": true,
}

// still returns a page without the tags that load or run something.
func still(page []byte) []byte {
	var kept []byte
	s := markup.New(page)
	inScript := false
	for s.Next() {
		switch s.Kind() {
		case markup.StartTag, markup.EndTag:
			name := string(markup.AppendLower(nil, s.Name()))
			inScript = s.Kind() == markup.StartTag && name == "script"
			if dropped[name] {
				continue
			}
		case markup.RawText:
			if inScript {
				continue
			}
		}
		kept = append(kept, s.Bytes()...)
	}
	return kept
}
