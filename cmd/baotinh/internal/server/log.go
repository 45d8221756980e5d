package server

import (
	"log/slog"
	"net/http"
	"time"
)

// logRequests logs each request when it is answered.
func logRequests(h http.Handler, log *slog.Logger, c clients) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began := time.Now()
		rec := &recorder{ResponseWriter: w, status: http.StatusOK}
		defer func() {
			log.Info("request", "method", r.Method, "path", r.URL.Path, "query", r.URL.RawQuery,
				"status", rec.status, "bytes", rec.bytes, "client", c.address(r).String(),
				"agent", r.UserAgent(), "took_ms", float64(time.Since(began).Microseconds())/1000)
		}()
		h.ServeHTTP(rec, r)
	})
}

// A recorder is a http.ResponseWriter that notes status and size of the response.
type recorder struct {
	http.ResponseWriter
	status int
	bytes  int64
	begun  bool
}

// WriteHeader notes the status.
func (r *recorder) WriteHeader(status int) {
	if !r.begun {
		r.status = status
		r.begun = status >= 200
	}
	r.ResponseWriter.WriteHeader(status)
}

// Write counts the bytes.
func (r *recorder) Write(b []byte) (int, error) {
	r.begun = true
	n, err := r.ResponseWriter.Write(b)
	r.bytes += int64(n)
	return n, err
}

// Unwrap is for http.ResponseController.
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }
