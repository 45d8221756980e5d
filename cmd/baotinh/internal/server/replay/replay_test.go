package replay

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"net/textproto"
	"strings"
	"testing"

	"baotinh/pipeline/news"
)

func page(contentType, body string) *news.Page {
	header := textproto.MIMEHeader{}
	if contentType != "" {
		header.Set("Content-Type", contentType)
	}
	return &news.Page{URL: "https://baomau.example/a", Status: 200, Header: header, Body: []byte(body)}
}

// replayed returns the answer with a page.
func replayed(t *testing.T, p *news.Page) *httptest.ResponseRecorder {
	t.Helper()
	w := httptest.NewRecorder()
	if err := Write(w, httptest.NewRequest(http.MethodGet, "/", nil), p); err != nil {
		t.Fatal(err)
	}
	return w
}

// Nothing of a page loads, runs or leads anywhere by itself, and its text is still there.
func TestHostilePageIsStill(t *testing.T) {
	w := replayed(t, page("text/html", `<!DOCTYPE html><html><head><base href="https://xau.example/">
<META http-equiv="refresh" content="0;url=https://xau.example/"><link rel=preconnect href=//xau.example>
<LINK rel="stylesheet" href="https://xau.example/a.css"><script>fetch("https://xau.example/" + 1)</script>
<style>p { color: red }</style></head><body onload="evil()"><h1>Cầu mới</h1>
<iframe src="https://xau.example/"></iframe>
<object data=x></object><embed src=x><svg><script>evil()</script></svg><p>Nhân dân qua cầu.</p>
<script src=//xau.example/b.js></SCRIPT ><noscript>Không có mã.</noscript></body></html>`))
	body := strings.ToLower(w.Body.String())
	for _, gone := range []string{
		"<base", "<meta", "<link", "<script", "</script", "fetch(", "<iframe", "<object", "<embed",
	} {
		if strings.Contains(body, gone) {
			t.Errorf("%s is in\n%s", gone, body)
		}
	}
	for _, kept := range []string{
		"<h1>cầu mới</h1>", "<p>nhân dân qua cầu.</p>", "color: red", "không có mã.",
	} {
		if !strings.Contains(body, kept) {
			t.Errorf("%s is not in\n%s", kept, body)
		}
	}
	csp := w.Header().Get("Content-Security-Policy")
	if !strings.HasPrefix(csp, "sandbox; default-src 'none'; ") || strings.Contains(csp, "allow-") ||
		strings.Contains(csp, "http") {
		t.Errorf("policy %q", csp)
	}
}

// A page of the old sets is shown in UTF-8, whatever it declares.
func TestPageIsShownInUTF8(t *testing.T) {
	w := replayed(t, page("text/html; charset=windows-1252", "<p>T\xd8nh \xf1y h\xe4p b\xb5n vi\xd6c lµm "+
		"\xae\xad\xeang giao th\xabng n\xabng th\xabn v\xb5 ch\xa8m lo \xae\xeai s\xa8ng nh\xa9n d\xa9n</p>"))
	if got := w.Header().Get("Content-Type"); got != "text/html; charset=utf-8" {
		t.Errorf("Content-Type %q", got)
	}
	if strings.Contains(w.Body.String(), "\xd8") && !strings.Contains(w.Body.String(), "Ø") {
		t.Errorf("body %+q", w.Body)
	}
}

func TestOnlyDocumentsAreShown(t *testing.T) {
	for _, tt := range []struct {
		name, kind, body, want string // want is the Content-Type; empty: it is not shown
	}{
		{"HTML", "text/html; charset=utf-8", "<p>a", "text/html; charset=utf-8"},
		{"XHTML is shown as HTML", "application/xhtml+xml", "<p>a", "text/html; charset=utf-8"},
		{"text", "text/plain", "<script>alert(1)</script>", "text/plain; charset=utf-8"},
		{"a local file without a type", "", "<!DOCTYPE html><p>a", "text/html; charset=utf-8"},
		{"PDF", "application/pdf", "%PDF-1.7", ""},
		{"SVG, which may hold scripts", "image/svg+xml", "<svg/>", ""},
		{"an article that came without its page", news.ArticleType, "{}", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := httptest.NewRecorder()
			err := Write(w, httptest.NewRequest(http.MethodGet, "/", nil), page(tt.kind, tt.body))
			if tt.want == "" {
				if !errors.Is(err, ErrNotShown) || w.Body.Len() > 0 {
					t.Errorf("error %v, body %q", err, w.Body)
				}
				return
			}
			if got := w.Header().Get("Content-Type"); err != nil || got != tt.want {
				t.Errorf("Content-Type %q, error %v, want %q", got, err, tt.want)
			}
		})
	}
}
