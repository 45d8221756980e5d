package fetch_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"

	"baotinh/pipeline/fetch"
	"baotinh/pipeline/news"
)

// A client obeys robots.txt and makes requests conditional. This one finds every host on loopback.
func Example() {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path == "/robots.txt":
			fmt.Fprint(w, "User-agent: *\nDisallow: /admin/\n")
		case r.Header.Get("If-None-Match") == `"1"`:
			w.WriteHeader(http.StatusNotModified)
		default:
			w.Header().Set("ETag", `"1"`)
			fmt.Fprint(w, "<title>Tin mới</title>")
		}
	}))
	defer server.Close()

	client := fetch.New(fetch.Options{
		UserAgent: fetch.UserAgent("1.0", "https://example.vn/"),
		Delay:     1, // a nanosecond; the default is a second
		Dial: func(ctx context.Context, network, _ string) (net.Conn, error) {
			return new(net.Dialer).DialContext(ctx, network, server.Listener.Addr().String())
		},
	})
	defer client.Close()

	ctx := context.Background()
	page, err := client.Fetch(ctx, news.Request{URL: "http://baolangson.vn/tin"})
	fmt.Println(page.Status, string(page.Body), err)
	_, err = client.Fetch(ctx, news.Request{URL: "http://baolangson.vn/tin", ETag: page.Header.Get("ETag")})
	fmt.Println(errors.Is(err, fetch.ErrNotModified))
	_, err = client.Fetch(ctx, news.Request{URL: "http://baolangson.vn/admin/"})
	fmt.Println(errors.Is(err, fetch.ErrRobotsDenied))
	// Output:
	// 200 <title>Tin mới</title> <nil>
	// true
	// true
}
