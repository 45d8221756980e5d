package fetch

import (
	"bytes"
	"fmt"
	"net/http"
	"path"
	"slices"
	"strings"

	"baotinh/pipeline/canonical"
	"baotinh/pipeline/markup"
	"baotinh/pipeline/news"
)

// A Wall is what a server shows in place of a page.
type Wall string

// The walls.
const (
	WallChallenge Wall = "challenge" // that a browser or a person must pass
	WallScript    Wall = "script"    // a script that sets a cookie or goes elsewhere, and nothing else
	WallLogin     Wall = "login"
	WallEmpty     Wall = "empty" // neither text nor links
)

// A WallError is an answer with a wall in place of the page.
type WallError struct {
	Wall   Wall
	Status int
	Answer *news.Page // with the beginning of the body; nil if the status is that of a page
}

// Error returns "a challenge in place of the page (403)".
func (e *WallError) Error() string {
	return fmt.Sprintf("%s in place of the page (%d)", wallNames[e.Wall], e.Status)
}

var wallNames = map[Wall]string{
	WallChallenge: "a challenge", WallScript: "a script", WallLogin: "a login", WallEmpty: "nothing",
}

// A ForeignError is a redirect to a host that Options.Foreign refuses.
type ForeignError struct{ URL string }

// Error names the host.
func (e *ForeignError) Error() string {
	return fmt.Sprintf("redirect to %s: not a host of the newspaper", canonical.Host(e.URL))
}

// challenges are parts of the pages with which services against robots answer.
var challenges = []string{
	"/cdn-cgi/challenge-platform/", "/cdn-cgi/l/chk_", "cf-browser-verification", "_Incapsula_Resource",
	"sucuri_cloudproxy_js", "ddos-guard", "awswaf.com", "AwsWafIntegration", "px-captcha", "geetest_",
	"google.com/recaptcha/", "hcaptcha.com/", "challenges.cloudflare.com/turnstile", "captcha-delivery.com",
}

// wallOf returns the wall that an answer with a body, or the beginning of one, is; empty if it is none.
func wallOf(status int, header http.Header, page []byte) Wall {
	if header.Get("Cf-Mitigated") == "challenge" || header.Get("X-Amzn-Waf-Action") != "" {
		return WallChallenge
	}
	if len(page) > wallBytes {
		return ""
	}
	if len(bytes.TrimSpace(page)) == 0 {
		if isPageStatus(status) {
			return WallEmpty
		}
		return ""
	}
	kind := mediaType(header.Get("Content-Type"))
	head := page[:min(len(page), sniffBytes)]
	if kind != "" && !strings.Contains(kind, "html") || isFeed(head) || isSitemap(head) {
		return ""
	}

	m := measure(page)
	if !m.isShort() {
		return ""
	}
	is := func(sign string) bool { return bytes.Contains(page, []byte(sign)) }
	switch {
	case slices.ContainsFunc(challenges, is):
		return WallChallenge
	case !isPageStatus(status):
		return ""
	case m.password:
		return WallLogin
	case m.goes && m.links == 0:
		return WallScript
	case m.tags && !m.titled && m.text == 0 && m.links == 0:
		return WallEmpty
	}
	return ""
}

// A measured is what a page holds.
type measured struct {
	text     int  // bytes of visible text but blanks, the title left out
	links    int  // anchors, frames and images
	tags     bool // there is markup
	titled   bool // there is a title
	password bool // there is a field for a password
	goes     bool // a script sets a cookie or goes elsewhere
}

// isShort reports whether a page holds no more than a notice.
func (m measured) isShort() bool {
	const notice = 600 // bytes of text
	const few = 5      // links
	return m.text < notice && m.links < few
}

// measure measures the beginning of a page, up to where it holds more than a notice.
func measure(page []byte) measured {
	var m measured
	s := markup.New(page[:min(len(page), wallBytes)])
	s.Scripting = true
	hidden, title := false, false // within a script, a style or a title
	for m.isShort() && s.Next() {
		switch s.Kind() {
		case markup.Text:
			m.text += visibleBytes(s.Bytes())
		case markup.RawText:
			m.goes = m.goes || goesElsewhere(s.Bytes())
			m.titled = m.titled || title && !markup.IsBlank(s.Bytes())
			if !hidden {
				m.text += len(bytes.TrimSpace(s.Bytes()))
			}
		case markup.StartTag:
			m.tags = true
			title = s.Is("title")
			hidden = title || s.Is("script") || s.Is("style") || s.Is("noscript")
			switch {
			case s.Is("a"), s.Is("frame"), s.Is("iframe"), s.Is("img"):
				m.links++
			case s.Is("input"):
				kind, _ := s.Attribute("type")
				m.password = m.password || markup.EqualFold(kind, "password")
			}
		}
	}
	return m
}

// visibleBytes returns the number of bytes of a text that are no ASCII blanks.
func visibleBytes(text []byte) int {
	n := 0
	for _, c := range text {
		if c > ' ' {
			n++
		}
	}
	return n
}

// goesElsewhere reports whether a script sets a cookie or loads another page.
func goesElsewhere(script []byte) bool {
	is := func(sign string) bool { return bytes.Contains(script, []byte(sign)) }
	return slices.ContainsFunc(elsewhere, is)
}

// elsewhere are parts of scripts that set a cookie or load another page.
var elsewhere = []string{
	"document.cookie", "location.reload", "location.replace", "location.href", "window.location", "location=",
}

// logins are the last segments of paths of forms for logging in.
var logins = []string{"account/login", "dang-nhap", "dangnhap", "login", "signin", "sign-in", "wp-login"}

// isLogin reports whether a redirect from one URL to another leads to a form for logging in.
func isLogin(from, to string) bool { return !endsInLogin(from) && endsInLogin(to) }

func endsInLogin(u string) bool {
	u, _, _ = strings.Cut(u, "?")
	last := strings.ToLower(path.Base(u))
	return slices.Contains(logins, strings.TrimSuffix(last, path.Ext(last)))
}
