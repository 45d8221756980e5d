package page

import (
	"errors"
	"net/url"
	"strings"

	"baotinh/cmd/baotinh/internal/export"
	"baotinh/cmd/baotinh/internal/messages"
	"baotinh/index"
	"baotinh/pipeline/news"
)

// An articleModel is the model of the view of an article.
type articleModel struct {
	Article  *news.Article
	Title    []index.Part
	Sapo     []index.Part
	Blocks   []textBlock
	Authors  []link // each leads to the articles of the author
	Facts    []fact // what is known of the article, with the evidence
	Missing  bool   // the newspaper has withdrawn it
	Notes    []string
	Story    string // the number of the other articles of the story, in words
	Reprints []*news.Article
	Related  []index.Hit
	Citation string
	Original string // the address of the original; empty: it is none that may be linked to
	Copies   string // the address of the archived page
	Versions string // the address of the versions
	Query    string // the words that are marked
}

// A fact is a field of an article as it is shown.
type fact struct {
	Name     string
	Value    string
	Links    []link // in place of the value
	Evidence string
}

// A textBlock is a block of the text of an article, or several that are shown as one: the items of a list,
// the rows of a table.
type textBlock struct {
	Kind   news.BlockKind
	Lines  [][]index.Part   // of all but tables; the items of a list
	Rows   [][][]index.Part // of a table
	Credit string           // of a caption
}

// The articles listed beside one.
const (
	mostReprints = 20
	mostRelated  = 5
)

// article shows an article.
func (s *Server) article(v *visit) (*screen, error) {
	a, other, err := v.sought()
	if err != nil || other != "" {
		return &screen{to: other}, err
	}
	m := &articleModel{Article: a, Query: strings.TrimSpace(v.values.Get(queryParameter))}
	v.describeText(m)
	m.Authors = authorsOf(a)
	m.Facts = v.factsOf(a)
	m.Missing = !a.WithdrawnAt().IsZero()
	for _, w := range a.Warnings {
		m.Notes = append(m.Notes, v.messages.Warning(w.String()))
	}
	reprints, count, err := v.index.Index.Reprints(v.Context(), a, mostReprints)
	if err != nil {
		return nil, err
	}
	if m.Reprints = reprints; count > 0 {
		m.Story = v.messages.Count(count)
	}
	if m.Related, err = v.relatedTo(a, reprints); err != nil {
		return nil, err
	}
	m.Citation = export.Citation(a, v.messages.Reading)
	if isWebAddress(a.URL) {
		m.Original = a.URL
	}
	m.Copies, m.Versions = articlePath(a.ID)+"/luu", articlePath(a.ID)+"/sua"
	title := a.Title
	if title == "" {
		title = v.t("(bài không có tít)")
	}
	return &screen{view: "article", title: title, query: m.Query, model: m}, nil
}

func articlePath(id news.ID) string { return "/bai/" + url.PathEscape(string(id)) }

// leastPrefix is how many letters of an ID may stand for it.
const leastPrefix = 6

// sought returns the article that the address of the visit names, or the address of it if that one is
// incomplete. The error is index.ErrNotFound if there is none.
func (v *visit) sought() (a *news.Article, other string, err error) {
	if v.unavailable != nil {
		return nil, "", v.unavailable
	}
	id := strings.ToLower(v.PathValue("id"))
	a, err = v.index.Index.Get(v.Context(), news.ID(id))
	if !errors.Is(err, index.ErrNotFound) || len(id) < leastPrefix {
		return a, "", err
	}
	several, listErr := v.index.Index.GetPrefix(v.Context(), id, 2)
	if listErr != nil {
		return nil, "", listErr
	}
	if len(several) == 1 {
		rest := strings.TrimPrefix(v.URL.Path, "/bai/"+v.PathValue("id"))
		u := url.URL{Path: articlePath(several[0].ID) + rest, RawQuery: v.URL.RawQuery}
		return nil, u.String(), nil
	}
	return nil, "", err
}

// relatedTo returns the articles most like one, but those of its story.
func (v *visit) relatedTo(a *news.Article, story []*news.Article) ([]index.Hit, error) {
	result, err := v.index.Index.Related(v.Context(), a.ID, mostRelated+len(story))
	if err != nil {
		return nil, err
	}
	of := map[news.ID]bool{}
	for _, other := range story {
		of[other.ID] = true
	}
	var others []index.Hit
	for _, h := range result.Hits {
		if !of[h.ID] && len(others) < mostRelated {
			others = append(others, h)
		}
	}
	return others, nil
}

func authorsOf(a *news.Article) []link {
	var all []link
	for _, name := range a.Authors {
		all = append(all, link{Text: name, Address: searchAddress("author:" + quoted(name))})
	}
	return all
}

// describeText splits the text of an article into what the view shows, with the words of its query marked.
func (v *visit) describeText(m *articleModel) {
	a := m.Article
	texts := []string{a.Title, a.Sapo}
	type place struct{ block, row int }
	var places []place // of the texts behind title and sapo
	for _, b := range a.Blocks {
		last := len(m.Blocks) - 1
		joins := last >= 0 && m.Blocks[last].Kind == b.Kind && (b.Kind == news.List || b.Kind == news.Table)
		if !joins {
			m.Blocks = append(m.Blocks, textBlock{Kind: b.Kind, Credit: b.Credit})
			last++
		}
		parts := strings.Split(b.Text, "\n")
		if b.Kind == news.Table {
			m.Blocks[last].Rows = append(m.Blocks[last].Rows, nil)
			parts = strings.Split(b.Text, cellSign)
		}
		for _, part := range parts {
			texts = append(texts, part)
			places = append(places, place{last, len(m.Blocks[last].Rows) - 1})
		}
	}
	marked := v.marked(m.Query, texts)
	m.Title, m.Sapo = marked[0], marked[1]
	for i, part := range marked[2:] {
		b := &m.Blocks[places[i].block]
		if row := places[i].row; b.Kind == news.Table {
			b.Rows[row] = append(b.Rows[row], part)
		} else {
			b.Lines = append(b.Lines, part)
		}
	}
}

// cellSign stands between the cells of a row of a table.
const cellSign = " | "

// marked returns texts with the words of a query marked; without any, if the query is empty or has a mistake.
func (v *visit) marked(query string, texts []string) [][]index.Part {
	all := make([][]index.Part, len(texts))
	if query != "" {
		if marked, err := v.index.Index.Mark(v.Context(), query, texts); err == nil {
			for i, text := range marked {
				all[i] = index.Parts(text)
			}
			return all
		}
	}
	for i, text := range texts {
		if text != "" {
			all[i] = []index.Part{{Text: text}}
		}
	}
	return all
}

// factsOf returns what is known of an article, with the evidence of each field.
func (v *visit) factsOf(a *news.Article) []fact {
	r := v.messages.Reading
	var all []fact
	add := func(field, value, evidence string, links ...link) {
		if value != "" || len(links) > 0 {
			all = append(all, fact{capitalized(r.Label(field)), value, links, evidence})
		}
	}
	find := func(field, value string) []link {
		if value == "" {
			return nil
		}
		return []link{{Text: value, Address: searchAddress(field + ":" + quoted(value))}}
	}
	add("title", a.Title, a.Evidence.Title)
	add("newspaper", "", "", find("newspaper", a.Newspaper)...)
	if a.Published.IsZero() {
		add("published", v.messages.Undated, "")
	}
	add("published", r.Date(a.Published), a.Published.Evidence)
	add("updated", r.Date(a.Updated), a.Updated.Evidence)
	add("event", r.Date(a.Event), a.Event.Evidence)
	add("byline", a.Byline, a.Evidence.Byline)
	add("photographers", strings.Join(a.Photographers, ", "), "")
	add("source", "", "", find("source", a.Source)...)
	add("dateline", a.Dateline, "")
	add("section", "", "", find("section", a.Section)...)
	if a.Type != "" {
		add("type", "", a.Evidence.Type, link{
			Text:    v.valueWords("type", string(a.Type)),
			Address: searchAddress(facetFilter("type", string(a.Type))),
		})
	}
	var tags, places []link
	for _, tag := range a.Tags {
		tags = append(tags, find("tag", tag)...)
	}
	add("tags", "", "", tags...)
	if links := find("province", a.Province); links != nil {
		all = append(all, fact{Name: capitalized(v.messages.Facet("province")), Links: links})
	}
	for _, p := range index.PlacesIn(a) {
		name := p.Unit.Official()
		places = append(places, link{Text: name, Address: searchAddress("place:" + quoted(name))})
	}
	add("place", "", "", places...)
	if !a.FirstSeen.IsZero() {
		add("first_seen", messages.Minute(a.FirstSeen), "")
	}
	if at := a.WithdrawnAt(); !at.IsZero() {
		add("withdrawn", messages.Minute(at), "")
	}
	if len(a.Blocks) > 0 {
		add("blocks", v.t("{n} khối", "n", v.messages.Number(len(a.Blocks))), a.Evidence.Body)
	}
	add("url", a.URL, "")
	add("id", string(a.ID), "")
	return all
}
