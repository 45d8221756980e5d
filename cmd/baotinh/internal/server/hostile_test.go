package server

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"baotinh/cmd/baotinh/internal/library"
	"baotinh/cmd/baotinh/internal/source"
	"baotinh/pipeline/news"
	"baotinh/pipeline/newspaper"
)

// attacks are texts that are to become markup, script or addresses.
var attacks = []string{
	`<script>alert(1)</script>`,
	`"><img src=x onerror=alert(1)>`,
	`'"--></style></script><svg/onload=alert(1)>`,
	`<mark onclick=alert(1)>lũ</mark>`,
	`</title></textarea><iframe srcdoc="<script>alert(1)</script>">`,
	`{{.}} ${alert(1)} javascript:alert(1)`,
	"\u202egnourt \u2066l\u0169\u2069 \x00 \ufeff",
	`<a href="data:text/html,<script>alert(1)</script>" style="background:url(//evil.example)">lũ</a>`,
}

// hostileFolder returns a data folder with an article for each attack, in every field, and their IDs.
func hostileFolder(t *testing.T) (string, []news.ID) {
	t.Helper()
	var text strings.Builder
	var ids []news.ID
	for i, attack := range attacks {
		address := "https://baomau.example/" + strings.Repeat("a", i+1) + "?x=" + url.QueryEscape(attack)
		a := map[string]any{
			"url": address, "title": "Lũ " + attack, "sapo": "Lũ " + attack, "section": attack,
			"byline": attack, "authors": []string{attack}, "photographers": []string{attack},
			"source": attack, "tags": []string{attack}, "newspaper": attack, "province": attack,
			"dateline": attack, "type": attack,
			"published": map[string]string{"time": "2022-07-27T00:00:00+07:00", "evidence": attack},
			"warnings":  []map[string]string{{"kind": attack, "detail": attack}},
			"blocks": []news.Block{
				{Kind: news.Paragraph, Text: "Lũ " + attack},
				{Kind: news.Caption, Text: attack, Credit: attack},
				{Kind: news.BlockKind(attack), Text: attack},
			},
		}
		line, err := json.Marshal(a)
		if err != nil {
			t.Fatal(err)
		}
		text.Write(append(line, '\n'))
	}
	dir := t.TempDir()
	l, err := library.Open(library.In(dir))
	if err != nil {
		t.Fatal(err)
	}
	j := l.Begin(library.Options{
		Catalogue: newspaper.Default(),
		Article:   func(a *news.Article) error { ids = append(ids, a.ID); return nil },
	})
	err = j.Ingest(t.Context(), source.New(strings.NewReader(text.String()), "-").Pages())
	_, finishErr := j.Finish()
	if err := errors.Join(err, finishErr, l.Close()); err != nil {
		t.Fatal(err)
	}
	if len(ids) != len(attacks) {
		t.Fatalf("%d of %d hostile articles came in", len(ids), len(attacks))
	}
	return dir, ids
}

func TestHostileArticlesStayText(t *testing.T) {
	dir, ids := hostileFolder(t)
	r := library.OpenReader(library.In(dir))
	defer r.Close()
	s := newServer(t, Options{Reader: r})
	paths := []string{"/", "/bao", "/tro-giup", "/theo-doi", "/khong-co", "/phan-tich"}
	for _, id := range ids {
		paths = append(paths, "/bai/"+string(id), "/bai/"+string(id)+"/sua", "/bai/"+string(id)+"/luu")
	}
	for _, attack := range append(attacks, "lũ", "*") {
		q := url.QueryEscape(attack)
		paths = append(paths, "/tim?q="+q, "/tim?q=l%C5%A9&filter="+q, "/tim?q=l%C5%A9&sort="+q,
			"/tim?lang=en&q="+q, "/phan-tich?q="+q+"&rows="+q, "/bai/"+url.PathEscape(attack),
			"/theo-doi/"+url.PathEscape(attack))
	}
	for _, path := range paths {
		response, body := get(t, s.URL+path, nil)
		if response.StatusCode >= http.StatusInternalServerError {
			t.Errorf("%s: %s", path, response.Status)
		}
		if response.Header.Get("Content-Security-Policy") == "" ||
			response.Header.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s: header %v", path, response.Header)
		}
		if strings.HasPrefix(response.Header.Get("Content-Type"), "text/html") {
			for _, found := range active(body) {
				t.Errorf("%s: %s", path, found)
			}
		}
	}
}

// active returns what in a page could run, or load something from elsewhere.
func active(page string) []string {
	var found []string
	for z := html.NewTokenizer(strings.NewReader(page)); z.Next() != html.ErrorToken; {
		token := z.Token()
		if token.Type != html.StartTagToken && token.Type != html.SelfClosingTagToken {
			continue
		}
		switch token.Data {
		case "style", "object", "embed", "base", "frame", "applet":
			found = append(found, token.String())
		}
		for _, a := range token.Attr {
			if isActive(token.Data, a) {
				found = append(found, token.String())
			}
		}
	}
	return found
}

// isActive reports whether an attribute runs something, or loads it from elsewhere.
func isActive(element string, a html.Attribute) bool {
	switch a.Key {
	case "style", "srcdoc", "srcset", "background", "ping":
		return true
	case "src":
		return !strings.HasPrefix(a.Val, "/") || strings.HasPrefix(a.Val, "//")
	case "href", "action", "formaction", "xlink:href", "cite":
		u, err := url.Parse(a.Val)
		if err != nil {
			return true
		}
		isPage := u.Scheme == "" && u.Host == "" || u.Scheme == "http" || u.Scheme == "https"
		return !isPage || u.Host != "" && element != "a"
	}
	return strings.HasPrefix(a.Key, "on")
}

func TestNothingLeadsOutOfTheDataFolder(t *testing.T) {
	dir, _ := hostileFolder(t)
	r := library.OpenReader(library.In(dir))
	defer r.Close()
	s := newServer(t, Options{Reader: r})
	for _, path := range []string{
		"/tep/..%2f..%2fformat", "/tep/%2e%2e/format", "/bai/..%2fformat", "/bai/..%2f..%2fetc%2fpasswd/luu",
		"/api/v1/articles/..%2fformat", "/api/v1/newspapers/..%2fstatus", "/theo-doi/..%2fformat",
		"/tim%00", "//evil.example", "/%2f%2fevil.example", "/\\evil.example",
	} {
		response, body := get(t, s.URL+path, nil)
		if response.StatusCode == http.StatusOK && strings.Contains(body, "baotinh data") {
			t.Errorf("%s: %q", path, body)
		}
		if to := response.Request.URL; !strings.HasSuffix(s.URL, to.Host) { // after redirects
			t.Errorf("%s leads to %s", path, to)
		}
	}
}
