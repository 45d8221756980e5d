package page

import (
	"errors"
	"net/http"
	"net/url"
	"time"

	"baotinh/cmd/baotinh/internal/library"
	"baotinh/cmd/baotinh/internal/server/replay"
	"baotinh/pipeline/news"
)

// captureTime is the form of the time of a capture in addresses, in UTC, as other web archives have it.
const captureTime = "20060102150405"

// captureParameter is the time of a capture; without it, it is the last one.
const captureParameter = "luc"

// copyAddress returns the address of the archived page of an article at a time.
func copyAddress(id news.ID, at time.Time) string {
	return articlePath(id) + "/luu?" + captureParameter + "=" + at.UTC().Format(captureTime)
}

// A copyModel is the model of the view of an archived page.
type copyModel struct {
	Article  *news.Article
	Address  string // of the article
	Versions string
	At       time.Time
	Of       string // the address that the page was at
	Original string // the same if it may be linked to
	Frame    string // the address of the page itself; empty: there is none to be shown
	Missing  string // why it is not shown
}

// stored shows the archived page of an article in a frame that lets it do nothing.
func (s *Server) stored(v *visit) (*screen, error) {
	a, other, err := v.sought()
	if err != nil || other != "" {
		return &screen{to: other}, err
	}
	m := &copyModel{Article: a, Address: articleAddress(a.ID, ""), Versions: articlePath(a.ID) + "/sua"}
	title := v.t("Bản đã lưu: {title}", "title", a.Title)
	shown := &screen{view: "stored", title: title, model: m, frames: true}
	p, err := s.archivedPage(v, a)
	switch {
	case errors.Is(err, library.ErrNoCapture):
		shown.status, m.Missing = http.StatusNotFound, v.t("Kho lưu không có trang này vào lúc ấy.")
	case err != nil:
		return nil, err
	case !replay.Shows(p):
		m.Missing = v.t("Bài này vào kho không kèm trang xem được.")
		m.At = p.Archived
	default:
		m.At, m.Of = captured(p), p.Location()
		m.Frame = articlePath(a.ID) + "/luu/trang?" +
			url.Values{captureParameter: {m.At.UTC().Format(captureTime)}}.Encode()
		if isWebAddress(m.Of) {
			m.Original = m.Of
		}
	}
	return shown, nil
}

// captured returns the time of the record of a page.
func captured(p *news.Page) time.Time {
	if !p.Archived.IsZero() {
		return p.Archived
	}
	return p.Fetched
}

// archivedPage returns the page that the parameters of a visit name. The error may be library.ErrNoCapture.
func (s *Server) archivedPage(v *visit, a *news.Article) (*news.Page, error) {
	var at time.Time
	if text := v.values.Get(captureParameter); text != "" {
		parsed, err := time.Parse(captureTime, text)
		if err != nil {
			return nil, library.ErrNoCapture
		}
		at = parsed
	}
	return library.ArchivedPage(v.Context(), s.Reader.Dir(), a.URL, at)
}

// storedPage answers with an archived page itself.
func (s *Server) storedPage(w http.ResponseWriter, r *http.Request) {
	Protect(w.Header())
	v := &visit{Request: r, language: languageOf(r), values: r.URL.Query()}
	v.messages = v.language.messages()
	if v.index, v.unavailable = s.Reader.View(r.Context()); v.unavailable == nil {
		defer v.index.Release()
	}
	a, _, err := v.sought()
	var p *news.Page
	if err == nil && a != nil {
		p, err = s.archivedPage(v, a)
	}
	if err == nil && p != nil {
		err = replay.Write(w, r, p)
	}
	if err != nil || p == nil {
		http.Error(w, v.t("Kho lưu không có trang này vào lúc ấy."), http.StatusNotFound)
	}
}
