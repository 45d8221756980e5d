package page

import (
	"net/url"
	"strings"
	"sync"
	"time"

	"baotinh/pipeline/news"
)

// A keeper keeps rendered results, so that going back to them, and a query that everybody asks, costs
// nothing. It may be used concurrently. The zero keeper is ready.
type keeper struct {
	mu            sync.Mutex
	recent, older map[string][]byte // older: those before; they go when recent is full
}

// mostKept is how many pages recent holds: some 10 MB.
const mostKept = 500

// keyOf returns a key that two visits share if their pages are the same; empty if the page is not worth
// keeping, or is not the same for everybody. The day belongs to it, from which the ages of articles are
// counted, and so does the minute if the query may have a field: that may ask for the last "24h".
func keyOf(v *visit, now time.Time) string {
	isSound := v.unavailable == nil && v.index.Behind == nil && len(v.index.Damaged) == 0
	if v.URL.Path != "/tim" || !isSound {
		return ""
	}
	moment := now.In(news.Vietnam).Format("2006-01-02")
	if hasField(v.values) {
		moment = now.In(news.Vietnam).Format("2006-01-02 15:04")
	}
	return strings.Join([]string{v.index.Generation, string(v.language), moment, v.URL.RawQuery}, "\n")
}

// hasField reports whether the parameters of a search may have a field of the query language, as date:24h.
func hasField(values url.Values) bool {
	for name, all := range values {
		isDay := name == fromParameter || name == toParameter
		if isDay || strings.ContainsRune(strings.Join(all, ""), ':') {
			return true
		}
	}
	return false
}

// page returns the page that was kept by a key, nil if there is none.
func (k *keeper) page(key string) []byte {
	k.mu.Lock()
	defer k.mu.Unlock()
	if page, ok := k.recent[key]; ok {
		return page
	}
	return k.older[key]
}

// keep keeps a page, which must not change afterwards, by a key.
func (k *keeper) keep(key string, page []byte) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.recent == nil || len(k.recent) >= mostKept {
		k.recent, k.older = make(map[string][]byte, mostKept), k.recent
	}
	k.recent[key] = page
}
