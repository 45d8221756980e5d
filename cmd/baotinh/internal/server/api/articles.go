package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"baotinh/cmd/baotinh/internal/library"
	"baotinh/cmd/baotinh/internal/server/replay"
	"baotinh/pipeline/canonical"
	"baotinh/pipeline/news"
)

// searchTime is what an answer that is no search may take.
const searchTime = 2 * time.Second

// An ArticleInput names an article.
type ArticleInput struct {
	Conditional
	ID string `path:"id" maxLength:"64" doc:"As search returns it."`
}

// ArticleAnswer is an article, whole.
type ArticleAnswer struct {
	news.Article
	Index State `json:"index"`
}

func (s *service) registerArticles(api huma.API) {
	huma.Register(api, cached(route("article-by-address", "/articles", "Get the article at an address",
		"The address may be written in any way, over http or https.")), s.articleAt)
	huma.Register(api, cached(route("article", "/articles/{id}", "Get an article", "")), s.article)
	huma.Register(api, route("versions", "/articles/{id}/versions", "List the visits to an article",
		"The captures that the archive has, and what each found changed."), s.versions)
	huma.Register(api, cached(route("related", "/articles/{id}/related", "List articles like one",
		"Those that share its rare words.")), s.related)
	huma.Register(api, cached(route("story", "/articles/{id}/story", "List the reprints of an article",
		"The other articles of the same text, the oldest first.")), s.story)
	page := route("page", "/articles/{id}/page", "Get the archived page of an article",
		"As the newspaper sent it, in a sandbox: it runs and loads nothing.")
	page.Responses["200"] = &huma.Response{
		Description: "The page.", Content: map[string]*huma.MediaType{"text/html": {}, "text/plain": {}},
	}
	huma.Register(api, page, s.page)
}

func (s *service) article(ctx context.Context, in *ArticleInput) (*answer[ArticleAnswer], error) {
	return withIndex(ctx, s, in.Conditional, func(v *library.View, state State) (ArticleAnswer, error) {
		a, err := v.Index.Get(ctx, news.ID(in.ID))
		if err != nil {
			return ArticleAnswer{}, err
		}
		return ArticleAnswer{*a, state}, nil
	})
}

// addressInput names an article by its address.
type addressInput struct {
	Conditional
	URL string `query:"url" required:"true" minLength:"1" maxLength:"4096" doc:"Of the article."`
}

func (s *service) articleAt(ctx context.Context, in *addressInput) (*answer[ArticleAnswer], error) {
	address, err := canonical.URL(in.URL)
	if err != nil {
		return nil, problem(http.StatusBadRequest, err.Error(),
			"Give a whole address, as https://baolangson.vn/bai-5012345.html, percent-encoded.")
	}
	return withIndex(ctx, s, in.Conditional, func(v *library.View, state State) (ArticleAnswer, error) {
		a, err := v.Index.GetURL(ctx, address)
		if err != nil {
			return ArticleAnswer{}, err
		}
		return ArticleAnswer{*a, state}, nil
	})
}

// VersionsAnswer is what the archive has of the address of an article.
type VersionsAnswer struct {
	ID     news.ID           `json:"id"`
	URL    string            `json:"url"`
	Visits []library.Capture `json:"visits"`
}

func (s *service) versions(ctx context.Context, in *ArticleInput) (*answer[VersionsAnswer], error) {
	a, err := s.find(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	visits, err := library.Captures(ctx, s.Reader.Dir(), a.URL, s.Catalogue)
	if err != nil {
		return nil, s.problemOf(err)
	}
	return &answer[VersionsAnswer]{
		CacheControl: "no-cache", Body: VersionsAnswer{a.ID, a.URL, visits},
	}, nil
}

// find returns the article with an ID.
func (s *service) find(ctx context.Context, id string) (*news.Article, error) {
	v, err := s.Reader.View(ctx)
	if err != nil {
		return nil, s.problemOf(err)
	}
	defer v.Release()
	a, err := v.Index.Get(ctx, news.ID(id))
	if err != nil {
		return nil, s.problemOf(err)
	}
	return a, nil
}

// pageInput names an archived page.
type pageInput struct {
	ArticleInput
	At time.Time `query:"at" doc:"The date of one of the versions; without it, the last with a page."`
}

func (s *service) page(ctx context.Context, in *pageInput) (*huma.StreamResponse, error) {
	a, err := s.find(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	p, err := library.ArchivedPage(ctx, s.Reader.Dir(), a.URL, in.At)
	if err != nil {
		return nil, s.problemOf(err)
	}
	return &huma.StreamResponse{Body: func(ctx huma.Context) {
		r, w := humago.Unwrap(ctx)
		if err := replay.Write(w, r, p); err != nil {
			s.writeProblemOf(w, err)
		}
	}}, nil
}

// relatedInput asks for articles like one.
type relatedInput struct {
	ArticleInput
	Limit int `query:"limit" minimum:"1" maximum:"100" default:"10"`
}

func (s *service) related(ctx context.Context, in *relatedInput) (*answer[SearchAnswer], error) {
	return withIndex(ctx, s, in.Conditional, func(v *library.View, state State) (SearchAnswer, error) {
		result, err := v.Index.Related(ctx, news.ID(in.ID), in.Limit)
		if err != nil {
			return SearchAnswer{}, err
		}
		return SearchAnswer{*result, state}, nil
	})
}

// StoryAnswer lists the articles of one text.
type StoryAnswer struct {
	Story    news.ID         `json:"story" doc:"The first of them."`
	Total    int             `json:"total" doc:"How many others there are."`
	Articles []*news.Article `json:"articles"`
	Index    State           `json:"index"`
}

func (s *service) story(ctx context.Context, in *relatedInput) (*answer[StoryAnswer], error) {
	return withIndex(ctx, s, in.Conditional, func(v *library.View, state State) (StoryAnswer, error) {
		a, err := v.Index.Get(ctx, news.ID(in.ID))
		if err != nil {
			return StoryAnswer{}, err
		}
		others, n, err := v.Index.Reprints(ctx, a, in.Limit)
		story := a.Story
		if story == "" {
			story = a.ID
		}
		return StoryAnswer{story, n, append([]*news.Article{}, others...), state}, err
	})
}
