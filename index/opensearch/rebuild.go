package opensearch

import (
	"context"
	"fmt"
	"net/http"
	"slices"

	"baotinh/pipeline/news"
)

// Rebuild returns the next version of the index for writing, empty of what this worker has put: PREFIX-v2
// after PREFIX-v1. Searches go on in the version before until [Index.Complete] turns the alias. An index of
// another format, or none, is no error.
func Rebuild(ctx context.Context, o Options) (*Index, error) {
	ix, err := newIndex(o)
	if err != nil {
		return nil, err
	}
	if err := ix.rebuild(ctx); err != nil {
		return nil, ix.wrap(err)
	}
	return ix, nil
}

func (ix *Index) rebuild(ctx context.Context) error {
	if err := ix.client.check(ctx); err != nil {
		return err
	}
	next := 1
	switch old, err := ix.version(ctx); {
	case err == nil:
		n, err := ix.number(old)
		if err != nil {
			return err
		}
		next = n + 1
	case !isNoIndex(err):
		return err
	}
	ix.name = ix.versionName(next)
	if err := ix.create(ctx, ix.name); err != nil {
		return err
	}
	if err := ix.checkFormat(ctx); err != nil {
		return err
	}
	if err := ix.createState(ctx); err != nil {
		return err
	}
	err := ix.client.call(ctx, http.MethodDelete, ix.statePath(), nil, nil)
	if err != nil && !isMissing(err) {
		return err
	}
	if err := ix.beginWriting(ctx); err != nil {
		return err
	}
	return ix.storeState(ctx, news.Position{}, false) // others must see who writes: see Abandon
}

// Complete says that this worker has put its whole archive into the version that it rebuilds. If every
// worker of the version before has, searches turn to the new one, and the old one is removed; otherwise
// waiting are the workers that have not.
func (ix *Index) Complete(ctx context.Context) (waiting []string, err error) {
	waiting, err = ix.complete(ctx)
	return waiting, ix.wrap(err)
}

func (ix *Index) complete(ctx context.Context) ([]string, error) {
	if err := ix.flush(ctx); err != nil {
		return nil, err
	}
	if err := ix.storeState(ctx, ix.writer.position, true); err != nil {
		return nil, err
	}
	if err := ix.Refresh(ctx); err != nil {
		return nil, err
	}
	old, err := ix.version(ctx)
	if err != nil && !isNoIndex(err) || old == ix.name {
		return nil, err
	}
	needed, err := ix.needed(ctx, old)
	if err != nil {
		return nil, err
	}
	done, err := ix.workers(ctx, ix.name, true)
	if err != nil {
		return nil, err
	}
	waiting := slices.DeleteFunc(needed, func(w string) bool { return slices.Contains(done, w) })
	if len(waiting) > 0 {
		return waiting, nil
	}
	if err := ix.turn(ctx, old); err != nil || old == "" {
		return nil, err
	}
	if err := ix.client.call(ctx, http.MethodDelete, "/"+old, nil, nil); err != nil && !isMissing(err) {
		return nil, fmt.Errorf("searches are turned; remove %s: %w", old, err)
	}
	return nil, nil
}

// PartName returns the name of the worker that rebuilds a part of some parts.
func PartName(part, parts int) string { return fmt.Sprintf("part-%d-of-%d", part, parts) }

// needed returns the workers that must complete a version before it replaces an old one.
func (ix *Index) needed(ctx context.Context, old string) ([]string, error) {
	if ix.o.Parts == 0 {
		return ix.workers(ctx, old, false)
	}
	var all []string
	for n := range ix.o.Parts {
		all = append(all, PartName(n+1, ix.o.Parts))
	}
	return all, nil
}

// Abandon removes the version that is being rebuilt, unless other workers have put articles into it.
func (ix *Index) Abandon(ctx context.Context) error {
	if current, err := ix.version(ctx); err != nil && !isNoIndex(err) || current == ix.name {
		return ix.wrap(err)
	}
	others, err := ix.workers(ctx, ix.name, false)
	if err != nil {
		return ix.wrap(err)
	}
	others = slices.DeleteFunc(others, func(w string) bool { return w == ix.o.Worker })
	if len(others) > 0 {
		return nil
	}
	return ix.wrap(ix.client.call(ctx, http.MethodDelete, "/"+ix.name, nil, nil))
}

// mostWorkers bounds the workers of an index.
const mostWorkers = 10_000

// workers returns the workers that have written a version, or those that have completed it.
func (ix *Index) workers(ctx context.Context, version string, completed bool) ([]string, error) {
	path := "/" + ix.stateName() + "/_refresh"
	if err := ix.client.call(ctx, http.MethodPost, path, nil, nil); err != nil {
		return nil, err
	}
	var found struct {
		Hits struct {
			Hits []struct {
				Source state `json:"_source"`
			}
		}
	}
	body := object{"size": mostWorkers, "query": object{"term": object{"version": object{"value": version}}}}
	if err := ix.client.call(ctx, http.MethodPost, "/"+ix.stateName()+"/_search", body, &found); err != nil {
		return nil, err
	}
	var all []string
	for _, h := range found.Hits.Hits {
		if h.Source.Complete || !completed {
			all = append(all, h.Source.Worker)
		}
	}
	slices.Sort(all)
	return all, nil
}
