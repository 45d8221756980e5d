package page

import (
	"encoding/json"
	"net/http"
)

// suggestions is how many phrases the search box suggests.
const suggestions = 8

// suggest answers the search box with phrases that begin with what is typed, as a list in JSON. It has none
// while there is no index.
func (s *Server) suggest(w http.ResponseWriter, r *http.Request) {
	phrases := []string{}
	if view, err := s.Reader.View(r.Context()); err == nil {
		defer view.Release()
		counts, err := view.Index.Suggest(r.Context(), r.URL.Query().Get(queryParameter), suggestions)
		if err != nil {
			http.Error(w, "no suggestions", http.StatusServiceUnavailable)
			return
		}
		for _, c := range counts {
			phrases = append(phrases, c.Value)
		}
	}
	Protect(w.Header())
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "private, max-age=60")
	_ = json.NewEncoder(w).Encode(phrases) // the reader has gone
}
