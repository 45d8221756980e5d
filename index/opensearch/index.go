package opensearch

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"

	"baotinh/index/store"
	"baotinh/pipeline/news"
)

var (
	// ErrNoIndex is returned if the cluster has no index of the prefix.
	ErrNoIndex = errors.New("cluster has no such index yet")
	// ErrFormat is returned for an index of another format: build it again.
	ErrFormat = errors.New("index of another format")
)

// An Index is an index in a cluster. What it answers may be called concurrently, also with the methods that
// write. Those (Put, Checkpoint, Flush, Current, Close) belong to one goroutine.
type Index struct {
	client *client
	o      Options
	alias  string // what is searched
	name   string // what is written to: a version
	writer writer
	pause  time.Duration // before what was refused is sent again
	pit    string        // of the state that is searched; empty: that of the moment
}

var prefixForm = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]{0,63}$`)

func newIndex(o Options) (*Index, error) {
	if !prefixForm.MatchString(o.Prefix) {
		return nil, fmt.Errorf("name of an index %q: want small letters, digits, - and _", o.Prefix)
	}
	o.Worker = cmp.Or(o.Worker, "1")
	c, err := newClient(o)
	if err != nil {
		return nil, err
	}
	return &Index{client: c, o: o, alias: o.Prefix, pause: cmp.Or(o.pause, firstPause)}, nil
}

// wrap names the index in an error.
func (ix *Index) wrap(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("index %s: %w", cmp.Or(ix.name, ix.alias), err)
}

// Open opens an index for searching. The error may be ErrNoIndex, ErrFormat, ErrVersion, ErrRefused or
// ErrUnavailable.
func Open(ctx context.Context, o Options) (*Index, error) {
	ix, err := newIndex(o)
	if err != nil {
		return nil, err
	}
	err = ix.open(ctx)
	if err == nil {
		err = ix.retry(ctx, func() error { return ix.readPosition(ctx) })
	}
	if err != nil {
		return nil, ix.wrap(err)
	}
	return ix, nil
}

func (ix *Index) open(ctx context.Context) error {
	if err := ix.client.check(ctx); err != nil {
		return err
	}
	var err error
	if ix.name, err = ix.version(ctx); err != nil {
		return err
	}
	return ix.checkFormat(ctx)
}

// OpenOrCreate opens an index for writing and searching, and makes it if it is not there. It waits until
// its primary shards are ready, at most as long as ctx.
func OpenOrCreate(ctx context.Context, o Options) (*Index, error) {
	ix, err := newIndex(o)
	if err != nil {
		return nil, err
	}
	err = ix.open(ctx)
	if errors.Is(err, ErrNoIndex) {
		if err = ix.create(ctx, ix.versionName(1)); err == nil {
			ix.name = ix.versionName(1)
			err = ix.turn(ctx, "")
		}
	}
	if err == nil {
		err = ix.beginWriting(ctx)
	}
	if err != nil {
		return nil, ix.wrap(err)
	}
	return ix, nil
}

func isNoIndex(err error) bool { return errors.Is(err, ErrNoIndex) }

func (ix *Index) versionName(n int) string { return fmt.Sprintf("%s-v%d", ix.o.Prefix, n) }

// version returns the index that the alias stands for.
func (ix *Index) version(ctx context.Context) (string, error) {
	var found map[string]struct{}
	err := ix.client.call(ctx, http.MethodGet, "/_alias/"+ix.alias, nil, &found)
	if isMissing(err) {
		return "", ErrNoIndex
	}
	if err != nil {
		return "", err
	}
	for name := range found {
		if len(found) == 1 {
			return name, nil
		}
	}
	return "", fmt.Errorf("alias %s stands for %d indexes", ix.alias, len(found))
}

// number returns the number of a version.
func (ix *Index) number(name string) (int, error) {
	n, err := strconv.Atoi(strings.TrimPrefix(name, ix.o.Prefix+"-v"))
	if err != nil {
		return 0, fmt.Errorf("name of a version %q: %w", name, err)
	}
	return n, nil
}

// checkFormat refuses an index of another format.
func (ix *Index) checkFormat(ctx context.Context) error {
	var found map[string]struct {
		Mappings struct {
			Meta struct{ Format, Article int } `json:"_meta"`
		}
	}
	if err := ix.client.call(ctx, http.MethodGet, "/"+ix.name+"/_mapping", nil, &found); err != nil {
		return err
	}
	meta := found[ix.name].Mappings.Meta
	if meta.Format != Format || meta.Article != store.FormatVersion {
		return fmt.Errorf("%w: it has %d.%d, this program reads %d.%d",
			ErrFormat, meta.Format, meta.Article, Format, store.FormatVersion)
	}
	return nil
}

// writeAlias returns the name by which a version is written to. A cluster makes an index that is missing,
// with a mapping of its own, but no alias: so nothing can be written to a version that was removed.
func writeAlias(version string) string { return version + "-write" }

// create makes an index. It is no error if another worker makes it at the same time.
func (ix *Index) create(ctx context.Context, name string) error {
	body := object{
		"settings": settings(ix.o), "mappings": mappings(), "aliases": object{writeAlias(name): object{}},
	}
	err := ix.client.call(ctx, http.MethodPut, "/"+name, body, nil)
	if err != nil {
		return unlessThere(err)
	}
	return ix.awaitCopies(ctx, name)
}

// awaitCopies waits, half a minute at most, until a new index has all its copies: a node that dies before
// would take articles with it that are stored. A cluster with too few nodes never has them.
func (ix *Index) awaitCopies(ctx context.Context, name string) error {
	path := "/_cluster/health/" + name + "?wait_for_status=green&timeout=30s"
	err := ix.client.call(ctx, http.MethodGet, path, nil, nil)
	if status, ok := errors.AsType[*statusError](err); ok && status.status == http.StatusRequestTimeout {
		return nil
	}
	return err
}

// unlessThere returns an error unless it says that the index is there already.
func unlessThere(err error) error {
	status, ok := errors.AsType[*statusError](err)
	if ok && status.kind == "resource_already_exists_exception" {
		return nil
	}
	return err
}

// turn makes the alias stand for the version that is written to, in place of old, at one instant.
func (ix *Index) turn(ctx context.Context, old string) error {
	actions := []object{{"add": object{"index": ix.name, "alias": ix.alias}}}
	if old != "" {
		actions = append(actions, object{"remove": object{"index": old, "alias": ix.alias}})
	}
	return ix.client.call(ctx, http.MethodPost, "/_aliases", object{"actions": actions}, nil)
}

// DocCount returns the number of articles: of the version that is written to, if it was opened for writing.
func (ix *Index) DocCount(ctx context.Context) (int, error) {
	if ix.writer.documents != nil {
		if err := ix.Refresh(ctx); err != nil {
			return 0, err
		}
	}
	var found struct{ Count int }
	err := ix.client.call(ctx, http.MethodGet, "/"+ix.name+"/_count", nil, &found)
	return found.Count, ix.wrap(err)
}

// Generation returns a name of the state of the index: as long as it is the same, answers are.
func (ix *Index) Generation(ctx context.Context) (string, error) {
	name, err := ix.version(ctx)
	if err != nil {
		return "", ix.wrap(err)
	}
	var stats struct {
		Indices map[string]struct {
			Shards map[string][]struct {
				SeqNo struct {
					Max int64 `json:"max_seq_no"`
				} `json:"seq_no"`
				Routing struct{ Primary bool }
			}
		}
	}
	path := "/" + name + "/_stats?level=shards&filter_path=**.seq_no,**.routing.primary"
	if err := ix.client.call(ctx, http.MethodGet, path, nil, &stats); err != nil {
		return "", ix.wrap(err)
	}
	var sum int64
	for _, shard := range stats.Indices[name].Shards {
		for _, copy := range shard {
			if copy.Routing.Primary {
				sum += copy.SeqNo.Max
			}
		}
	}
	// Searches see what is stored after a refresh, which who may only read cannot ask for.
	err = ix.client.call(ctx, http.MethodPost, "/"+name+"/_refresh", nil, nil)
	if err != nil && !errors.Is(err, ErrRefused) {
		return "", ix.wrap(err)
	}
	return fmt.Sprintf("%s.%d", name, sum), nil
}

// Get returns the article with an ID as it was put last, and false if there is none. What was put and not
// flushed may be missing.
func (ix *Index) Get(ctx context.Context, id news.ID) (*news.Article, bool, error) {
	var found struct {
		Source struct{ Article []byte } `json:"_source"`
	}
	path := "/" + cmp.Or(ix.name, ix.alias) + "/_doc/" + string(id)
	if err := ix.client.call(ctx, http.MethodGet, path, nil, &found); err != nil {
		if isMissing(err) {
			return nil, false, nil
		}
		return nil, false, ix.wrap(err)
	}
	a, err := store.DecodeArticle(found.Source.Article)
	if err != nil {
		return nil, false, ix.wrap(err)
	}
	return a, true, nil
}

// Delete removes all versions of the index and its state.
func (ix *Index) Delete(ctx context.Context) error {
	var found []struct{ Index string }
	path := "/_cat/indices/" + ix.o.Prefix + "-v*?format=json&h=index"
	if err := ix.client.call(ctx, http.MethodGet, path, nil, &found); err != nil {
		return ix.wrap(err)
	}
	for _, i := range append(found, struct{ Index string }{ix.stateName()}) {
		err := ix.client.call(ctx, http.MethodDelete, "/"+i.Index, nil, nil)
		if err != nil && !isMissing(err) {
			return ix.wrap(err)
		}
	}
	return nil
}
