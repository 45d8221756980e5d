package opensearch

import (
	"context"
	"net/http"

	"baotinh/index/search"
)

// keepAlive is how long the cluster keeps a pinned state after each search of it.
const keepAlive = "5m"

// Pin returns the index as it is now, for a list of many pages: what is put meanwhile neither shows nor
// shifts it (a point in time). unpin must be called when it is read.
func (ix *Index) Pin(ctx context.Context) (pinned search.Engine, unpin func() error, err error) {
	var found struct {
		ID string `json:"pit_id"`
	}
	path := "/" + ix.alias + "/_search/point_in_time?keep_alive=" + keepAlive
	if err := ix.client.call(ctx, http.MethodPost, path, nil, &found); err != nil {
		return nil, nil, ix.wrap(err)
	}
	p := *ix
	p.pit = found.ID
	unpin = func() error {
		body := object{"pit_id": []string{found.ID}}
		ctx := context.WithoutCancel(ctx)
		return ix.wrap(ix.client.call(ctx, http.MethodDelete, "/_search/point_in_time", body, nil))
	}
	return &p, unpin, nil
}
