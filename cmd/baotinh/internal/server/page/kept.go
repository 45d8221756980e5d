package page

import (
	"strings"
	"sync"
	"time"
)

// A keeper keeps rendered results for a minute, so that going back to them, and a query that everybody asks,
// costs nothing. It may be used concurrently. The zero keeper is ready.
type keeper struct {
	mu            sync.Mutex
	recent, older map[string][]byte // older: those before; they go when recent is full
}

// mostKept is how many pages recent holds: some 10 MB.
const mostKept = 500

// keyOf returns what the page of a visit depends on; empty if it is not worth keeping, or is not the same for
// everybody. Queries may ask for "24h" and "today", so the minute belongs to it.
func keyOf(v *visit, now time.Time) string {
	isSound := v.unavailable == nil && v.index.Behind == nil && len(v.index.Damaged) == 0
	if v.URL.Path != "/tim" || !isSound {
		return ""
	}
	return strings.Join([]string{
		v.index.Generation, string(v.language), now.Format("200601021504"), v.URL.RawQuery,
	}, "\n")
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
