package fetch

import (
	"net/http"
	"strings"
	"testing"

	"baotinh/pipeline/canonical"
)

func FuzzRedirectTarget(f *testing.F) {
	for _, s := range []string{
		"/a", "?x=1&utm_source=a", "//b.vn/c d", `\\b.vn\c`, "http:b", "mailto:a@b.vn", "#a", "",
		"/thời-sự?q=sự",
		"http://B.vn:80?", "http://u:p@b.vn/", "/%zz", "//[::1]:81/a%2Fb", "http://b%2e.vn/", "/a/../b",
		"javascript:x",
	} {
		f.Add(s)
	}
	const at = "https://a.vn/thoi-su/a.html?b=c"
	f.Fuzz(func(t *testing.T, location string) {
		u, err := redirectTarget(at, location)
		if err != nil {
			return
		}
		want, err := canonical.Resolve(at, location)
		if err != nil {
			t.Fatalf("redirectTarget(%+q) = %q, but Resolve says %v", location, u, err)
		}
		if canonical.Host(u) != canonical.Host(want) || origin(u) != origin(want) {
			t.Errorf("redirectTarget(%+q) = %q, not on the host of %q", location, u, want)
		}
		request, err := http.NewRequest(http.MethodGet, u, nil)
		if err != nil || strings.ContainsAny(request.URL.RequestURI(), " \r\n") || request.URL.User != nil {
			t.Errorf("redirectTarget(%+q) = %+q, no good for a request: %v", location, u, err)
		}
	})
}
