package export

import (
	"context"
	"strings"
	"time"

	"baotinh/cmd/baotinh/internal/messages"
	"baotinh/index"
)

// An About tells what a list is of, so that it can be cited and made again: on the second sheet of an XLSX,
// in the metadata of a Parquet file.
type About struct {
	Query      string
	Filter     string
	Rewrites   []index.Rewrite // how the query was understood and relaxed
	Made       time.Time
	Generation string        // of the index
	Articles   int           // in the index
	Found      int           // articles; of a list that has them all the number of rows
	Stories    int           // among them
	Sample     *index.Sample // of these, the articles that were drawn; nil: all
}

// NewAbout describes the list of all articles that a request finds now.
func NewAbout(ctx context.Context, ix *index.Index, r index.Request) (*About, error) {
	articles, err := ix.Count()
	if err != nil {
		return nil, err
	}
	generation, err := ix.Generation()
	if err != nil {
		return nil, err
	}
	about := &About{
		Query: r.Query, Filter: r.Filter, Made: time.Now(), Generation: generation,
		Articles: articles, Found: articles,
	}
	if r.Query == "" && r.Filter == "" && r.Sample == 0 && r.Among == nil {
		return about, nil
	}
	counts := index.Request{
		Query: r.Query, Filter: r.Filter, Mode: r.Mode, Sample: r.Sample, Seed: r.Seed, Among: r.Among,
		Collapse: index.ByStory, Limit: index.NoHits, Timeout: time.Hour,
	}
	result, err := ix.Search(ctx, counts)
	if err != nil {
		return nil, err
	}
	about.Rewrites, about.Sample = result.Rewrites, result.Sample
	about.Found, about.Stories = result.Total+result.Further, result.Stories
	return about, nil
}

// A fact is one of the things that are told about a list.
type fact struct {
	name  string // a key of messages.Lists.Facts
	value any
}

// facts returns the rows of the sheet about a list, with sentences in one language.
func (a *About) facts(m *messages.Messages) []fact {
	facts := []fact{{"query", a.Query}, {"filter", a.Filter}}
	var understood []string
	for _, r := range a.Rewrites {
		understood = append(understood, m.Rewrite(r))
	}
	return append(facts, fact{"understood", strings.Join(understood, "; ")},
		fact{"sample", m.Sampled(a.Sample)}, fact{"made", a.Made}, fact{"generation", a.Generation},
		fact{"articles", a.Articles}, fact{"found", a.Found}, fact{"stories", a.Stories},
	)
}
