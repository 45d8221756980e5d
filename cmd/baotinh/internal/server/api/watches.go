package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"baotinh/cmd/baotinh/internal/library"
	"baotinh/cmd/baotinh/internal/watch"
	"baotinh/index/query"
)

// WatchesAnswer lists the watches.
type WatchesAnswer struct {
	Watches []watch.Standing `json:"watches"`
}

// ItemsAnswer holds items of a watch, in the order in which it told them.
type ItemsAnswer struct {
	Watch string       `json:"watch"`
	Items []watch.Item `json:"items"`
	Next  int          `json:"next" doc:"The after of the items that follow, now or later."`
}

// A WatchName names a watch.
type WatchName struct {
	Name string `path:"name" maxLength:"64" doc:"As watches lists it."`
}

// itemsInput asks for items.
type itemsInput struct {
	WatchName
	After int `query:"after" minimum:"0" maximum:"1000000000" doc:"The number of the last known item."`
	Limit int `query:"limit" minimum:"1" maximum:"1000" default:"100"`
}

// newWatchInput is a watch that is made.
type newWatchInput struct {
	Body watch.Watch
}

// changedWatchInput is a watch that is made or changed.
type changedWatchInput struct {
	WatchName
	Body watch.Watch
}

// changed is the response to a change.
type changed struct {
	Status   int
	Location string `header:"Location"`
	Body     watch.Standing
}

func (s *service) registerWatches(api huma.API) {
	huma.Register(api, route("watches", "/watches", "List the watches", ""), s.watches)
	huma.Register(api, route("watch", "/watches/{name}", "Get a watch", ""), s.watch)
	huma.Register(api, route("watch-items", "/watches/{name}/items", "Get what a watch told",
		"Items never change: ask with the next of the answer before for those that were told since."),
		s.items)

	writing := func(id, method, path, summary string, status int) huma.Operation {
		o := route(id, path, summary, "It needs the token of the server: Authorization: Bearer TOKEN.")
		o.Method, o.DefaultStatus = method, status
		o.Errors = append(slices.Clone(mistakes), http.StatusForbidden, http.StatusConflict,
			http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType)
		o.Middlewares = huma.Middlewares{s.mayWrite(api)}
		return o
	}
	huma.Register(api, writing("make-watch", http.MethodPost, "/watches", "Make a watch",
		http.StatusCreated), s.makeWatch)
	huma.Register(api, writing("put-watch", http.MethodPut, "/watches/{name}",
		"Make a watch, or change it: it keeps what it has told", http.StatusOK), s.putWatch)
	huma.Register(api, writing("delete-watch", http.MethodDelete, "/watches/{name}",
		"Delete a watch and what it has told", http.StatusNoContent), s.deleteWatch)
}

// mayWrite lets only requests with the token pass.
func (s *service) mayWrite(api huma.API) func(huma.Context, func(huma.Context)) {
	return func(ctx huma.Context, next func(huma.Context)) {
		r, _ := humago.Unwrap(ctx)
		if s.MayWrite != nil && s.MayWrite(r) {
			next(ctx)
			return
		}
		p := problem(http.StatusForbidden, "the request has no token that allows to write",
			"Send Authorization: Bearer TOKEN, with that of `baotinh serve --token-file`.")
		_ = huma.WriteErr(api, ctx, p.Status, p.Detail+". "+p.Hint) // the client may have gone
	}
}

func (s *service) watches(context.Context, *struct{}) (*answer[WatchesAnswer], error) {
	set, err := watch.Load(s.Reader.Dir())
	if err != nil {
		return nil, watchProblem(err)
	}
	all, err := watch.Standings(s.Reader.Dir(), set, time.Now())
	if err != nil {
		return nil, watchProblem(err)
	}
	return &answer[WatchesAnswer]{
		CacheControl: "no-cache", Body: WatchesAnswer{append([]watch.Standing{}, all...)},
	}, nil
}

func (s *service) watch(_ context.Context, in *WatchName) (*answer[watch.Standing], error) {
	st, err := s.statusOf(in.Name)
	return &answer[watch.Standing]{CacheControl: "no-cache", Body: st}, err
}

// statusOf returns how the watch with a name stands.
func (s *service) statusOf(name string) (watch.Standing, error) {
	set, err := watch.Load(s.Reader.Dir())
	if err != nil {
		return watch.Standing{}, watchProblem(err)
	}
	w, err := set.Find(name)
	if err != nil {
		return watch.Standing{}, watchProblem(err)
	}
	st, err := watch.StandingOf(s.Reader.Dir(), w, time.Now())
	if err != nil {
		return st, watchProblem(err)
	}
	return st, nil
}

func (s *service) items(_ context.Context, in *itemsInput) (*answer[ItemsAnswer], error) {
	if _, err := s.statusOf(in.Name); err != nil {
		return nil, err
	}
	a := &answer[ItemsAnswer]{CacheControl: "no-cache", Body: ItemsAnswer{Watch: in.Name, Next: in.After}}
	a.Body.Items = []watch.Item{}
	if watch.CheckName(in.Name) != nil {
		return a, nil // a broken one tells nothing
	}
	items, err := watch.Items(s.Reader.Dir(), in.Name, in.After, in.Limit)
	if err != nil {
		return nil, watchProblem(err)
	}
	if n := len(items); n > 0 {
		a.Body.Items, a.Body.Next = items, items[n-1].Number
	}
	return a, nil
}

func (s *service) makeWatch(ctx context.Context, in *newWatchInput) (*changed, error) {
	set, err := watch.Load(s.Reader.Dir())
	if err != nil {
		return nil, watchProblem(err)
	}
	if _, err := set.Find(in.Body.Name); err == nil {
		return nil, problem(http.StatusConflict, "there is a watch of this name",
			"PUT "+Path+"/watches/"+in.Body.Name+" changes it.")
	}
	return s.save(ctx, &in.Body, http.StatusCreated)
}

func (s *service) putWatch(ctx context.Context, in *changedWatchInput) (*changed, error) {
	in.Body.Name = in.Name
	return s.save(ctx, &in.Body, http.StatusOK)
}

// save writes a watch, and lets it begin.
func (s *service) save(ctx context.Context, w *watch.Watch, status int) (*changed, error) {
	if err := w.Check(); err != nil {
		return nil, wrongWatch(err)
	}
	if err := library.Exists(s.Reader.Dir()); err != nil {
		return nil, s.problemOf(err)
	}
	if err := watch.Save(s.Reader.Dir(), w); err != nil {
		return nil, watchProblem(err)
	}
	if err := watch.Start(ctx, s.Reader.Where(), w); err != nil {
		return nil, watchProblem(err)
	}
	st, err := s.statusOf(w.Name)
	if err != nil {
		return nil, err
	}
	return &changed{Status: status, Location: Path + "/watches/" + url.PathEscape(w.Name), Body: st}, nil
}

func (s *service) deleteWatch(_ context.Context, in *WatchName) (*struct{}, error) {
	if _, err := s.statusOf(in.Name); err != nil {
		return nil, err
	}
	if err := watch.Drop(s.Reader.Dir(), in.Name); err != nil {
		return nil, watchProblem(err)
	}
	return nil, nil
}

// wrongWatch returns the problem of a watch that could not run.
func wrongWatch(err error) error {
	if _, ok := errors.AsType[*query.SyntaxError](err); ok {
		return knownProblem(err)
	}
	return problem(http.StatusUnprocessableEntity, err.Error(),
		"A watch has a name of small letters, digits and hyphens, and a query; /openapi.json has the rest.")
}

// watchProblem returns the problem that an error about watches is.
func watchProblem(err error) error {
	switch {
	case errors.Is(err, watch.ErrNotFound):
		return problem(http.StatusNotFound, "there is no watch of this name",
			"GET "+Path+"/watches lists them.")
	case errors.Is(err, watch.ErrInUse):
		return problem(http.StatusServiceUnavailable, err.Error(), "Try again in a minute.")
	}
	if known := knownProblem(err); known != nil {
		return known
	}
	return problem(http.StatusServiceUnavailable, fmt.Sprintf("the watches cannot be read: %v", err),
		"The operator of the server can help.")
}
