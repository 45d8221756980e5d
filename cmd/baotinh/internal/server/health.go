package server

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"baotinh/cmd/baotinh/internal/library"
	"baotinh/index"
)

// healthz says that the process is alive.
func healthz(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	_, _ = w.Write([]byte("ok\n")) // the client may have gone
}

// readyz says whether searches are answered, from the whole index, and whether the last news is younger than
// stale (0: of any age), which the parameter "stale" may say otherwise.
func readyz(r *library.Reader, stale time.Duration) http.HandlerFunc {
	return func(w http.ResponseWriter, request *http.Request) {
		limit := stale
		if text := request.URL.Query().Get("stale"); text != "" {
			d, err := time.ParseDuration(text)
			if err != nil {
				http.Error(w, "stale is a duration, as 26h", http.StatusBadRequest)
				return
			}
			limit = d
		}
		w.Header().Set("Cache-Control", "no-store")
		if why := notReady(request.Context(), r, limit); why != "" {
			http.Error(w, why, http.StatusServiceUnavailable)
			return
		}
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		_, _ = w.Write([]byte("ready\n")) // the client may have gone
	}
}

// notReady returns why a data folder is not ready; empty: it is.
func notReady(ctx context.Context, r *library.Reader, stale time.Duration) string {
	v, err := r.View(ctx)
	if err != nil {
		return err.Error()
	}
	defer v.Release()
	switch {
	case v.Behind != nil:
		return "the index has changed, and cannot be opened: " + v.Behind.Error()
	case len(v.Damaged) > 0:
		return v.Damaged[0].Error() + " (`baotinh reindex --damaged` builds it again)"
	case stale == 0:
		return ""
	}
	last, err := lastNews(ctx, r, v)
	switch {
	case err != nil:
		return err.Error()
	case last.IsZero():
		return "nothing has come in yet"
	case time.Since(last) > stale:
		return fmt.Sprintf("nothing has come in since %s", last.Format(time.RFC3339))
	}
	return ""
}

// lastNews returns when the last newspaper answered, or the last article came in.
func lastNews(ctx context.Context, r *library.Reader, v *library.View) (time.Time, error) {
	result, err := v.Index.Search(ctx, index.Request{Sort: index.LastSeen, Limit: 1})
	if err != nil {
		return time.Time{}, err
	}
	var last time.Time
	if len(result.Hits) > 0 {
		last = result.Hits[0].FirstSeen
	}
	all, err := library.ReadStatus(r.Dir(), 0)
	if err != nil {
		return last, err
	}
	for _, s := range all {
		if s.LastSuccess.After(last) {
			last = s.LastSuccess
		}
	}
	return last, nil
}
