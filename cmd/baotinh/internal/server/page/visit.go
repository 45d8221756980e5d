package page

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"baotinh/cmd/baotinh/internal/library"
	"baotinh/cmd/baotinh/internal/messages"
)

// A language is one that the pages are in.
type language string

// The languages. Vietnamese is that of readers who ask for neither.
const (
	vietnamese language = "vi"
	english    language = "en"
)

// messages returns what readers of the language are told.
func (l language) messages() *messages.Messages {
	if l == english {
		return &messages.English
	}
	return &messages.Vietnamese
}

// languageCookie keeps the language that was chosen by ?lang=. It is the only cookie.
const languageCookie = "lang"

// languageOf returns the language of a request: that of ?lang=, of the cookie, or of Accept-Language. A
// browser that takes Vietnamese at all gets it.
func languageOf(r *http.Request) language {
	if l, ok := knownLanguage(r.URL.Query().Get("lang")); ok {
		return l
	}
	if c, err := r.Cookie(languageCookie); err == nil {
		if l, ok := knownLanguage(c.Value); ok {
			return l
		}
	}
	return acceptedLanguage(r.Header.Get("Accept-Language"))
}

func knownLanguage(s string) (language, bool) {
	l := language(s)
	return l, l == vietnamese || l == english
}

// acceptedLanguage reads an Accept-Language header (RFC 9110 §12.5.4).
func acceptedLanguage(header string) language {
	found := vietnamese
	for part := range strings.SplitSeq(header, ",") {
		tag, parameter, _ := strings.Cut(strings.TrimSpace(part), ";")
		if q, ok := strings.CutPrefix(strings.TrimSpace(parameter), "q="); ok {
			if weight, err := strconv.ParseFloat(q, 64); err != nil || weight == 0 {
				continue
			}
		}
		primary, _, _ := strings.Cut(strings.ToLower(tag), "-")
		switch language(primary) {
		case vietnamese:
			return vietnamese
		case english:
			found = english
		}
	}
	return found
}

// A visit is a request for a view.
type visit struct {
	*http.Request
	language language
	messages *messages.Messages
	values   url.Values    // of the address
	index    *library.View // nil if there is none; unavailable says why
	// unavailable is why there is no index. A view that needs one returns it.
	unavailable error
}

// t returns a text in the language of the reader; see text.go.
func (v *visit) t(text string, pairs ...string) string { return translate(v.language, text, pairs...) }

// A screen is what a view shows.
type screen struct {
	view   string // the template, a file in view/ without its extension
	title  string // of the page; empty: the name of the program
	query  string // in the search box
	status int    // 0: 200
	model  any    // .View in the template
	to     string // an address of this server to go to instead; empty: none
	feed   string // the address of the same as a feed, without extension; empty: there is none
	frames bool   // it frames a page of this server
}

// shown returns a handler that renders what show returns for a visit.
func (s *Server) shown(show func(*visit) (*screen, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		Protect(w.Header())
		v := &visit{Request: r, language: languageOf(r), values: r.URL.Query()}
		v.messages = v.language.messages()
		if chosen, ok := knownLanguage(v.values.Get("lang")); ok {
			http.SetCookie(w, &http.Cookie{
				Name: languageCookie, Value: string(chosen), Path: "/", MaxAge: 365 * 24 * 60 * 60,
				HttpOnly: true, SameSite: http.SameSiteLaxMode,
			})
		}
		v.index, v.unavailable = s.Reader.View(r.Context())
		if v.unavailable == nil {
			defer v.index.Release()
		}
		key := keyOf(v, time.Now())
		if page := s.kept.page(key); page != nil {
			v.write(w, page)
			return
		}
		screen, err := show(v)
		if err != nil {
			screen = v.failed(err, s.Reader.Dir())
		}
		if page := s.render(w, v, screen); key != "" && page != nil {
			s.kept.keep(key, page)
		}
	}
}
