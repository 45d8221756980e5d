package watch

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"time"

	"baotinh/cmd/baotinh/internal/library"
	"baotinh/index"
	"baotinh/pipeline/news"
	"baotinh/pipeline/newspaper"
)

// An Outcome is what a run of a watch came to.
type Outcome struct {
	Watch string
	Items []Item
	Err   error // why it told nothing; nil: it has told all
}

// Options say how watches run. The zero Options is useful.
type Options struct {
	// Since makes a watch that never ran also tell what came in within this time, as far as the index knows
	// when articles came in.
	Since time.Duration
}

// Collect runs the watches with names, all if there are none, on what arrived since they ran last, and
// appends the items to theirs. A watch that never ran begins at the end: it tells only what comes later. A
// watch that fails has an Outcome that says so, and the others run.
func (f *Folder) Collect(
	ctx context.Context, set *Set, catalogue *newspaper.Catalogue, o Options, names ...string,
) ([]Outcome, error) {
	ix, err := library.OpenIndex(ctx, f.where)
	if err != nil {
		return nil, err
	}
	all, err := f.collect(ctx, ix, set, catalogue, o, names)
	return all, errors.Join(err, ix.Close())
}

func (f *Folder) collect(
	ctx context.Context, ix *index.Index, set *Set, catalogue *newspaper.Catalogue, o Options,
	names []string,
) ([]Outcome, error) {
	c := &collector{dir: f.data, ix: ix, until: ix.Position(), known: map[changeKey]change{}}
	var err error
	if c.history, err = library.OpenChronicle(f.data, catalogue); err != nil {
		return nil, err
	}
	var outcomes []Outcome
	var running []*run
	for _, w := range set.Watches {
		if len(names) > 0 && !slices.Contains(names, w.Name) || w.Paused {
			continue
		}
		r, err := c.begin(ctx, w, o.Since)
		if err != nil {
			outcomes = append(outcomes, Outcome{Watch: w.Name, Err: err})
			continue
		}
		running = append(running, r)
	}
	if err := c.read(ctx, running); err != nil {
		return nil, err
	}
	for _, r := range running {
		items, err := c.run(ctx, r)
		if ctx.Err() != nil {
			return outcomes, context.Cause(ctx)
		}
		outcomes = append(outcomes, Outcome{r.Name, append(r.told, items...), err})
	}
	return outcomes, nil
}

// Start lets a watch of a data folder begin, unless it has: what comes in from now on is new for it,
// and for its sinks.
func Start(ctx context.Context, at library.Where, w *Watch) error {
	f, err := Open(at)
	if err != nil {
		return err
	}
	set := &Set{Watches: []*Watch{w}}
	err = f.Prepare(set, time.Now())
	if _, missing := readState(at.Dir, w.Name); err == nil && errors.Is(missing, fs.ErrNotExist) {
		err = f.start(ctx, w)
	}
	return errors.Join(err, f.Close())
}

// start begins a watch at the position of the index.
func (f *Folder) start(ctx context.Context, w *Watch) error {
	ix, err := library.OpenIndex(ctx, f.where)
	if err != nil {
		return err
	}
	at := ix.Position()
	return errors.Join(writeState(f.data, w.Name, state{at, at}), ix.Close())
}

// A collector runs watches on one state of the index.
type collector struct {
	dir      string
	ix       *index.Index
	history  *library.Chronicle
	until    news.Position
	arrivals []library.Arrival    // of all watches that run
	known    map[changeKey]change // that were looked up for a watch
}

// A changeKey names what an arrival changed since a position.
type changeKey struct{ since, end news.Position }

// A change is what changes returns.
type change struct {
	corrections []Correction
	known       bool
}

// A run is a watch that runs.
type run struct {
	*Watch
	state
	told []Item // before it ran
}

// begin returns the run of a watch, whose state it makes if the watch never ran. What such a watch tells of
// the time before is told first: so the state says that it was.
func (c *collector) begin(ctx context.Context, w *Watch, since time.Duration) (*run, error) {
	if w.Err != nil {
		return nil, w.Err
	}
	s, err := readState(c.dir, w.Name)
	if !errors.Is(err, fs.ErrNotExist) {
		return &run{Watch: w, state: s}, err
	}
	r := &run{Watch: w, state: state{c.until, c.until}}
	if since > 0 {
		if err := c.tellSince(ctx, r, time.Now().Add(-since)); err != nil {
			return nil, err
		}
	}
	return r, writeState(c.dir, w.Name, r.state)
}

// tellSince tells what came in from a time on and is before the position of the index.
func (c *collector) tellSince(ctx context.Context, r *run, from time.Time) error {
	rec, err := readRecord(c.dir, r.Name)
	if err != nil {
		return err
	}
	request := index.Request{
		Query: r.Query, Filter: "seen:" + from.In(news.Vietnam).Format("2006-01-02T15:04") + "..",
		Sort: index.LastSeen,
	}
	var items []Item
	for h, err := range c.ix.All(ctx, request) {
		if err != nil {
			return err
		}
		a, err := c.ix.Get(ctx, h.ID)
		if err != nil {
			return err
		}
		if _, isTold := rec.articles[h.ID]; isTold || a.Position.Compare(c.until) > 0 {
			continue // the latter arrives later
		}
		i := Item{Kind: New, Article: h, Sapo: a.Sapo, Position: a.Position, Digest: digest(a)}
		if i.Story, err = c.story(ctx, a); err != nil {
			return err
		}
		items = append(items, i)
	}
	slices.Reverse(items) // as they came in
	r.told, err = c.append(r, rec, items)
	return err
}

// append numbers items and appends them to those of a watch.
func (c *collector) append(r *run, rec record, items []Item) ([]Item, error) {
	now := time.Now().In(news.Vietnam).Truncate(time.Second)
	for n := range items {
		items[n].Watch, items[n].Told, items[n].Number = r.Name, now, rec.items+n+1
	}
	return items, appendItems(c.dir, r.Name, rec.end, items)
}

// read reads what arrived since the first of some watches ran.
func (c *collector) read(ctx context.Context, running []*run) error {
	from := c.until
	for _, r := range running {
		if r.Position.Compare(from) < 0 {
			from = r.Position
		}
	}
	for a, err := range c.history.Arrivals(ctx, c.ix, from, c.until) {
		if err != nil {
			return err
		}
		c.arrivals = append(c.arrivals, a)
	}
	return nil
}

// run tells what arrived for a watch. Items and position are on disk when it returns, in that order: if it is
// killed in between, the next run finds the items told.
func (c *collector) run(ctx context.Context, r *run) ([]Item, error) {
	if r.Position.Compare(c.until) >= 0 {
		return nil, nil // also of an index that is being built again
	}
	arrivals := map[news.ID]library.Arrival{}
	ids := []news.ID{}
	for _, a := range c.arrivals {
		if a.End.Compare(r.Position) > 0 {
			arrivals[a.ID] = a
			ids = append(ids, a.ID)
		}
	}
	hits, err := c.find(ctx, r.Query, ids)
	if err != nil {
		return nil, err
	}
	var items []Item
	if len(hits) > 0 {
		if items, err = c.tell(ctx, r, hits, arrivals); err != nil {
			return nil, err
		}
	}
	r.Position = c.until
	return items, writeState(c.dir, r.Name, r.state)
}

// find returns the hits of a query among some articles.
func (c *collector) find(ctx context.Context, query string, ids []news.ID) ([]index.Hit, error) {
	var hits []index.Hit
	if len(ids) == 0 {
		return nil, nil
	}
	for h, err := range c.ix.All(ctx, index.Request{Query: query, Among: ids}) {
		if err != nil {
			return nil, err
		}
		hits = append(hits, h)
	}
	return hits, nil
}

// tell makes items of hits and appends them.
func (c *collector) tell(
	ctx context.Context, r *run, hits []index.Hit, arrivals map[news.ID]library.Arrival,
) ([]Item, error) {
	slices.SortFunc(hits, func(a, b index.Hit) int { // as they came in
		return cmp.Or(arrivals[a.ID].End.Compare(arrivals[b.ID].End), cmp.Compare(a.ID, b.ID))
	})
	rec, err := readRecord(c.dir, r.Name)
	if err != nil {
		return nil, err
	}
	var items []Item
	for _, h := range hits {
		found, err := c.judge(ctx, r, h, arrivals[h.ID], rec.articles)
		if err != nil {
			return nil, fmt.Errorf("article %s: %w", h.ID, err)
		}
		items = append(items, found...)
	}
	return c.append(r, rec, items)
}

// judge returns the items about an article that arrived and that a watch finds. before are the last items of
// the watch about each article. Asked again after the items were told, it returns none.
func (c *collector) judge(
	ctx context.Context, r *run, h index.Hit, arrival library.Arrival, before map[news.ID]told,
) ([]Item, error) {
	a, err := c.ix.Get(ctx, h.ID)
	if err != nil {
		return nil, err
	}
	item := Item{Article: h, Sapo: a.Sapo, Position: arrival.End, Digest: digest(a)}
	if item.Story, err = c.story(ctx, a); err != nil {
		return nil, err
	}
	var items []Item
	add := func(k Kind) {
		item.Kind = k
		items = append(items, item)
		item.Changes = nil
	}
	isWithdrawn := !a.WithdrawnAt().IsZero()
	last, isTold := before[a.ID]
	former, is := r.Start, false // the position of the text that the watch knows
	if isTold {
		former = last.position
		is = last.digest != item.Digest
	}
	switch {
	case isTold && (last.position.Compare(arrival.End) >= 0 || isNotice(a, arrival)):
	case isTold && !is:
		if last.kind == Withdrawn && !isWithdrawn {
			add(Updated) // it is back
		}
	default:
		changes, known, err := c.changes(ctx, a, arrival, former)
		if err != nil {
			return nil, err
		}
		item.Changes = changes
		switch {
		case !known && !isTold:
			add(New)
		case isNotice(a, arrival):
		case len(changes) > 0 || !known:
			add(Updated)
		}
	}
	item.Changes = nil
	if isWithdrawn && last.kind != Withdrawn {
		add(Withdrawn)
	}
	return items, nil
}

// isNotice reports whether the page of an arrival does not hold the article, but only says something of it.
func isNotice(a *news.Article, arrival library.Arrival) bool {
	n := len(a.Versions)
	return n > 0 && a.Versions[n-1].Position == arrival.End
}

// changes returns what an arrival changed in an article since a position, and whether the archive has a
// former text of it.
func (c *collector) changes(
	ctx context.Context, a *news.Article, arrival library.Arrival, since news.Position,
) (changes []Correction, known bool, err error) {
	key := changeKey{since, arrival.End}
	found, ok := c.known[key]
	if !ok {
		if found, err = c.lookUp(ctx, a, arrival, since); err != nil {
			return nil, false, err
		}
		c.known[key] = found
	}
	return found.corrections, found.known, nil
}

// lookUp reads from the archive what changes returns.
func (c *collector) lookUp(
	ctx context.Context, a *news.Article, arrival library.Arrival, since news.Position,
) (change, error) {
	before, err := c.history.ArticleBefore(ctx, []string{arrival.URL, a.URL}, since)
	if err != nil || before == nil {
		return change{}, err
	}
	now, err := c.history.ArticleAt(arrival)
	if err != nil || now == nil {
		return change{known: true}, err
	}
	return change{Changes(before, now), true}, nil
}

// mostOthers is how many other articles of a story an item names.
const mostOthers = 5

// story returns the story of an article.
func (c *collector) story(ctx context.Context, a *news.Article) (Story, error) {
	s := Story{ID: cmp.Or(a.Story, a.ID)}
	others, n, err := c.ix.Reprints(ctx, a, mostOthers)
	for _, o := range others {
		s.Others = append(s.Others, Reprint{o.ID, o.URL, o.Title, o.Newspaper})
	}
	s.Articles = n + 1
	return s, err
}
