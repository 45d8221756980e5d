package page

import (
	"cmp"
	"context"
	"strconv"
	"strings"

	"baotinh/index"
)

// results shows the hits of a search. It is strict: what else would be found is offered as links.
func (s *Server) results(v *visit) (*screen, error) {
	q := questionOf(v.values)
	if q.isEmpty() {
		return &screen{to: "/"}, nil
	}
	if v.unavailable != nil {
		return nil, v.unavailable
	}
	request := q.request()
	request.Facets = facetFields
	request.FacetLimit = allYears
	if q.open != "" {
		request.FacetLimit = openFacetValues
	}
	request.Histogram = intervalOf(q.filters)
	found, err := v.index.Index.Search(v.Context(), request)
	if err != nil {
		return nil, err
	}
	more, err := v.looser(v.Context(), q, found)
	if err != nil {
		return nil, err
	}
	title := v.t("{query}: {articles}", "query", q.words(), "articles", v.messages.Count(found.Total))
	if q.page > 1 {
		title += " " + v.t("(trang {n})", "n", strconv.Itoa(q.page))
	}
	return &screen{
		view: "results", title: title, query: q.query, feed: q.first().address("/tim.atom"),
		model: v.newAnswer(q, found, more),
	}, nil
}

// leastDrawn is how many hits are worth a timeline.
const leastDrawn = 5

// fewHits is how many hits make a reader look further. The index relaxes a query of fewer.
const fewHits = 10

// looser returns the answer to a question of few hits as the index relaxes it, without hits; nil if nobody
// would ask for it.
func (v *visit) looser(ctx context.Context, q question, found *index.Result) (*index.Result, error) {
	if q.mode != index.Strict || found.Total >= fewHits || q.page > 1 {
		return nil, nil
	}
	request := q.relaxed(index.Relaxed).request()
	request.Limit, request.Collapse = index.NoHits, ""
	return v.index.Index.Search(ctx, request)
}

// An answer is the model of the view of results.
type answer struct {
	Question question
	Result   *index.Result
	Counts   string // 128 bài, 84 tin (44 bài đăng lại)
	Chips    []link // the filters; each leads to the question without it
	Orders   []link
	Spread   link     // to the hits with or without stories made one
	Notes    []string // how the query was understood
	Offers   []link   // what else would be found
	Hits     []listed
	From     int // the number of the first hit
	Facets   []facetList
	Timeline *timeline // nil: there are no dates
	Pages    pager
	Exports  []link
	Watch    string // the address that makes a watch of it
	Feed     string
	Began    string // of a range of days, in the form
	Ended    string
}

// A link is a text with the address that it leads to.
type link struct {
	Text    string
	Address string
	Current bool // it is what is shown
}

// A listed is a hit in a list.
type listed struct {
	Hit     index.Hit
	Address string
	Story   string // of the articles that reprint it; empty: there are none
	Lead    link   // the article of the story that came in first; the zero link: the hit itself
	Divider string // what all hits from here on are; empty: as the one before
}

// newAnswer describes an answer to its reader. more is what the query finds when it is relaxed, nil: unknown.
func (v *visit) newAnswer(q question, found, more *index.Result) *answer {
	a := &answer{
		Question: q, Result: found, From: (q.page-1)*pageHits + 1,
		Counts:  v.counts(found),
		Chips:   v.chips(q),
		Orders:  v.orders(q),
		Spread:  v.spread(q, found),
		Offers:  v.offers(q, found, more),
		Facets:  v.facets(q, found),
		Pages:   v.pager(q, found),
		Exports: v.exports(q),
		Watch:   q.first().address("/theo-doi/moi"),
		Feed:    q.first().address("/tim.atom"),
	}
	for _, r := range found.Rewrites {
		if !r.Relaxes() {
			a.Notes = append(a.Notes, capitalized(v.messages.Rewrite(r)))
		}
	}
	if found.Further > 0 {
		a.Notes = append(a.Notes, capitalized(v.messages.Relaxed(found)))
	}
	for i, h := range found.Hits {
		l := v.listed(h, q.query)
		switch before := found.Hits[max(0, i-1)]; {
		case h.Relaxed && (i == 0 || !before.Relaxed):
			l.Divider = capitalized(v.messages.Relaxed(found))
		case h.Apart && (i == 0 || !before.Apart):
			l.Divider = capitalized(v.messages.Apart) + v.messages.Count(found.Apart)
		}
		a.Hits = append(a.Hits, l)
	}
	if found.Histogram != nil && found.Total >= leastDrawn {
		a.Timeline = v.timeline(q, found.Histogram)
	}
	return a
}

// listed returns a hit as a list shows it. query is what was sought.
func (v *visit) listed(h index.Hit, query string) listed {
	l := listed{Hit: h, Address: articleAddress(h.ID, query)}
	if h.StoryArticles <= 1 && h.First == nil {
		return l
	}
	l.Story = v.t("cùng tin: {articles}", "articles", v.messages.Count(h.StoryArticles))
	if f := h.First; f != nil {
		l.Lead = link{Address: articleAddress(f.ID, query), Text: v.t("vào kho sớm nhất: {newspaper}",
			"newspaper", cmp.Or(f.Newspaper, f.Title))}
	}
	return l
}

// counts returns the number of hits, and that of the stories that they are of.
func (v *visit) counts(found *index.Result) string {
	n := v.messages.Count(found.Total)
	reprints := found.Total - found.Stories
	if found.Stories == 0 || reprints <= 0 {
		return n
	}
	return v.t("{articles}{stories} ({n} đăng lại)", "articles", n,
		"stories", v.messages.CountStories(found), "n", v.messages.Count(reprints))
}

// chips returns a link for each filter, which leads to the question without it.
func (v *visit) chips(q question) []link {
	var all []link
	for i, f := range q.filters {
		all = append(all, link{Text: filterWords(v.messages, f), Address: q.without(i).String()})
	}
	return all
}

// orders returns the orders of the hits.
func (v *visit) orders(q question) []link {
	var all []link
	for _, o := range [...]struct {
		by   index.Sort
		text string
	}{
		{index.Relevance, v.t("liên quan")}, {index.Newest, v.t("mới nhất")}, {index.Oldest, v.t("cũ nhất")},
		{index.LastSeen, v.t("mới vào kho")},
	} {
		all = append(all, link{o.text, q.sorted(o.by).String(), o.by == q.sort})
	}
	return all
}

// spread returns the link that makes hits of one story one hit, or several again; the zero link if there is
// no story of several hits.
func (v *visit) spread(q question, found *index.Result) link {
	other := q.first()
	other.spread = !q.spread
	switch {
	case q.spread:
		return link{Text: v.t("gộp bài cùng tin"), Address: other.String()}
	case found.Stories > 0 && found.Stories < found.Total:
		return link{Text: v.t("tách từng bài"), Address: other.String()}
	}
	return link{}
}

// offers returns links to what else would be found: nothing of it is done unasked.
func (v *visit) offers(q question, found, more *index.Result) []link {
	var all []link
	suggestion, loose := found.Suggestion, found.Offers
	if more != nil {
		if suggestion == "" {
			suggestion = more.Suggestion
		}
		if more.Further > 0 {
			relaxed := q.relaxed(index.Relaxed)
			text := v.t("thêm {articles} nếu nới: {how}", "articles", v.messages.Count(more.Further),
				"how", v.howRelaxed(more))
			all = append(all, link{Text: text, Address: relaxed.String()})
		}
	}
	for _, o := range loose {
		text := v.t("{how}: {articles}", "how", v.messages.Rewrites[o.Kind],
			"articles", v.messages.Count(o.Total))
		all = append(all, link{Text: text, Address: q.relaxed(index.Loose).String()})
	}
	if suggestion != "" && suggestion != q.query {
		corrected := q.first()
		corrected.query = suggestion
		all = append(all, link{Text: v.messages.Suggestion + suggestion, Address: corrected.String()})
	}
	if found.Total == 0 && len(q.filters) > 0 && q.query != "" {
		all = append(all, link{Text: v.t("bỏ mọi bộ lọc"), Address: searchAddress(q.query)})
	}
	if q.mode != index.Strict {
		strict := q.relaxed(index.Strict)
		all = append(all, link{Text: v.t("chỉ tìm đúng như đã gõ"), Address: strict.String()})
	}
	for i := range all {
		all[i].Text = capitalized(all[i].Text)
	}
	return all
}

// howRelaxed says how a query was relaxed.
func (v *visit) howRelaxed(found *index.Result) string {
	var how []string
	for _, r := range found.Rewrites {
		if r.Relaxes() {
			how = append(how, v.messages.Rewrite(r))
		}
	}
	return strings.Join(how, "; ")
}

// exports returns the addresses of files with all hits.
func (v *visit) exports(q question) []link {
	var all []link
	for _, f := range [...]link{{Text: "Excel", Address: "xlsx"}, {Text: "CSV", Address: "csv"},
		{Text: "JSONL", Address: "jsonl"}} {
		values := q.apiValues()
		values.Set("format", f.Address)
		switch f.Address {
		case "csv":
			values.Set("bom", "true") // for Excel
		case "xlsx":
			values.Set("lang", string(v.language))
		}
		all = append(all, link{Text: f.Text, Address: withParameters("/api/v1/export", values)})
	}
	return all
}

// A pager leads to the pages before and after.
type pager struct {
	Before, After string // addresses; empty: there is none
	Page, Of      string
	TooFar        bool // there are hits that no page shows
}

func (v *visit) pager(q question, found *index.Result) pager {
	rows := found.Total + found.Further
	if found.Stories > 0 && found.Further == 0 {
		rows = found.Stories
	}
	p := pager{Page: v.messages.Number(q.page), Of: v.messages.Number((rows + pageHits - 1) / pageHits)}
	turned := func(by int) string {
		other := q
		other.page += by
		return other.String()
	}
	if q.page > 1 {
		p.Before = turned(-1)
	}
	switch {
	case found.Next == "":
	case q.page < lastPage:
		p.After = turned(1)
	default:
		p.TooFar = true
	}
	return p
}

// words returns the question as a title names it.
func (q question) words() string { return strings.TrimSpace(q.query + " " + q.filter()) }
