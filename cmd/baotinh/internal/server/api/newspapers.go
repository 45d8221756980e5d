package api

import (
	"context"
	"maps"
	"net/http"
	"slices"

	"github.com/danielgtaylor/huma/v2"

	"baotinh/cmd/baotinh/internal/library"
	"baotinh/cmd/baotinh/internal/report"
	"baotinh/pipeline/newspaper"
)

// NewspapersAnswer is the catalogue.
type NewspapersAnswer struct {
	Newspapers []report.Entry `json:"newspapers"`
}

// StatusesAnswer says how the crawls of newspapers stand.
type StatusesAnswer struct {
	Newspapers []library.Status `json:"newspapers"`
}

func (s *service) registerNewspapers(api huma.API) {
	huma.Register(api, route("newspapers", "/newspapers", "List the newspapers", ""), s.newspapers)
	huma.Register(api, route("newspaper", "/newspapers/{key}", "Get a newspaper", ""), s.newspaper)
	huma.Register(api, route("newspaper-status", "/newspapers/{key}/status",
		"Tell how the crawl of a newspaper stands", ""), s.status)
	huma.Register(api, route("status", "/status", "Tell how the crawls of all newspapers stand",
		"Of those that a crawl was to ask for."), s.statuses)
}

func (s *service) newspapers(context.Context, *struct{}) (*answer[NewspapersAnswer], error) {
	a := &answer[NewspapersAnswer]{CacheControl: "no-cache"}
	for _, n := range s.Catalogue.All() {
		a.Body.Newspapers = append(a.Body.Newspapers, report.EntryOf(n))
	}
	return a, nil
}

// newspaperInput names a newspaper.
type newspaperInput struct {
	Key string `path:"key" maxLength:"100" doc:"As newspapers lists it."`
}

func (s *service) newspaper(_ context.Context, in *newspaperInput) (*answer[report.Entry], error) {
	n, err := s.byKey(in.Key)
	if err != nil {
		return nil, err
	}
	return &answer[report.Entry]{CacheControl: "no-cache", Body: report.EntryOf(n)}, nil
}

func (s *service) byKey(key string) (*newspaper.Newspaper, error) {
	n, ok := s.Catalogue.ByKey(key)
	if !ok {
		return nil, problem(http.StatusNotFound, "there is no newspaper of this key",
			"GET "+Path+"/newspapers lists them.")
	}
	return n, nil
}

func (s *service) status(_ context.Context, in *newspaperInput) (*answer[library.Status], error) {
	all, err := library.ReadStatus(s.Reader.Dir(), 0)
	if err != nil {
		return nil, s.problemOf(err)
	}
	if status, isKnown := all[in.Key]; isKnown {
		return &answer[library.Status]{CacheControl: "no-cache", Body: status}, nil
	}
	n, err := s.byKey(in.Key)
	if err != nil {
		return nil, err
	}
	return &answer[library.Status]{
		CacheControl: "no-cache", Body: library.Status{Newspaper: n.Key, State: library.StateNever},
	}, nil
}

func (s *service) statuses(context.Context, *struct{}) (*answer[StatusesAnswer], error) {
	all, err := library.ReadStatus(s.Reader.Dir(), 0)
	if err != nil {
		return nil, s.problemOf(err)
	}
	a := &answer[StatusesAnswer]{CacheControl: "no-cache", Body: StatusesAnswer{[]library.Status{}}}
	for _, key := range slices.Sorted(maps.Keys(all)) {
		a.Body.Newspapers = append(a.Body.Newspapers, all[key])
	}
	return a, nil
}
