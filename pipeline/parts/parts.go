// Package parts joins an article that a newspaper has split over several pages.
//
// [Of] returns the pages of an article, [With] puts a page among them, and [Join] makes one article of them.
// All are functions of values: the article depends on its pages alone, not on the order in which they came.
// The article keeps what each page held ([news.Part].Article), so that it can be joined again when another
// page comes, or one of them in another version.
package parts

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"baotinh/pipeline/news"
)

// shortestRepeated is the length in bytes of a paragraph that cannot stand on two pages by chance.
const shortestRepeated = 40

// fuller is how many times the text of a part the whole article has at least.
const fuller = 1.25

// wholeShare is the share of the text of the further parts that a page without number has if it holds all.
const wholeShare = 0.5

// Of returns the pages of an article, each with what it holds. An article of one page is a page without
// number.
func Of(a *news.Article) []news.Part {
	if len(a.Parts) > 1 && a.Parts[0].Article != nil {
		return a.Parts
	}
	page := news.Part{URL: a.URL}
	if len(a.Parts) == 1 {
		page = a.Parts[0]
	}
	page.Article = alone(a)
	return []news.Part{page}
}

// alone returns an article as its page holds it, without what is known from other pages.
func alone(a *news.Article) *news.Article {
	own := *a
	own.Parts, own.Versions, own.Replaces, own.Seen = nil, nil, nil, nil
	own.Position = news.Position{}
	own.Warnings = slices.DeleteFunc(slices.Clone(a.Warnings), func(w news.Warning) bool {
		return w.Kind == news.WarningMultipart
	})
	if len(own.Warnings) == 0 {
		own.Warnings = nil
	}
	return &own
}

// With returns pages with page in the place of those that are the same.
func With(pages []news.Part, page news.Part) []news.Part {
	rest := slices.DeleteFunc(slices.Clone(pages), func(p news.Part) bool { return isSame(p, page) })
	at, _ := slices.BinarySearchFunc(rest, page, byNumber)
	return slices.Insert(rest, at, page)
}

// Find returns the one of pages that is the same as page, and false if there is none.
func Find(pages []news.Part, page news.Part) (news.Part, bool) {
	at := slices.IndexFunc(pages, func(p news.Part) bool { return isSame(p, page) })
	if at < 0 {
		return news.Part{}, false
	}
	return pages[at], true
}

// isSame reports whether two pages of an article are captures of one page: they have one number or address. A
// page without number that has far more text is another: an article names its address as that of all copies.
func isSame(a, b news.Part) bool {
	return a.Number == b.Number || a.URL != "" && a.URL == b.URL && !isFuller(a, b) && !isFuller(b, a)
}

// isFuller reports whether a has no number and far more text than b.
func isFuller(a, b news.Part) bool {
	return a.Number == 0 && float64(length(a.Article)) > fuller*float64(length(b.Article))
}

func byNumber(a, b news.Part) int { return cmp.Compare(a.Number, b.Number) }

// Join returns the article that stands on pages, of which each number is there once. It has the text of all
// of them in their order, without what the further ones repeat: headline, lede, lead picture. Its other
// fields are those of the first page that has them; it has the writers of all. A page without number that
// holds the text of the others is the article; otherwise it stands for the first part. If parts are missing,
// the article has a warning.
//
// The article shares the memory of the pages.
func Join(pages []news.Part) *news.Article {
	pages = slices.Clone(pages)
	slices.SortStableFunc(pages, byNumber)
	if isWhole(pages) {
		a := *pages[0].Article
		a.Parts = partsOf(pages)
		a.FirstSeen = firstSeen(pages)
		return &a
	}

	text := readable(pages)
	a := *text[0]
	a.Blocks = slices.Clone(a.Blocks)
	for _, next := range text[1:] {
		a.Blocks = append(a.Blocks, further(&a, next)...)
		take(&a, next)
	}
	a.Parts, a.FirstSeen = partsOf(pages), firstSeen(pages)
	if w, ok := news.MissingParts(pages); ok {
		a.Warnings = append(slices.Clone(a.Warnings), w)
	}
	return &a
}

// partsOf returns pages as the parts of an article. One alone needs no copy of what it holds.
func partsOf(pages []news.Part) []news.Part {
	if len(pages) > 1 {
		return pages
	}
	page := pages[0]
	page.Article = nil
	if page.Number == 0 && page.Count == 0 {
		return nil
	}
	return []news.Part{page}
}

// readable returns the articles of pages in their order. Of the first part and a page without number the
// longer one counts.
func readable(pages []news.Part) []*news.Article {
	var all []*news.Article
	for i, p := range pages {
		if p.Number == 1 && i > 0 && pages[i-1].Number == 0 {
			if length(p.Article) >= length(pages[i-1].Article) {
				all[0] = p.Article
			}
			continue
		}
		all = append(all, p.Article)
	}
	return all
}

// isWhole reports whether the first of pages has no number and holds the text of the others: of the further
// parts, or far more than that of the first.
func isWhole(pages []news.Part) bool {
	last := pages[len(pages)-1]
	if pages[0].Number > 0 || last.Number == 0 || last.Number == 1 && !isFuller(pages[0], last) {
		return false
	}
	has := textsOf(pages[0].Article)
	for _, p := range pages[1:] {
		if (p.Number >= 2 || p.Number == last.Number) && !holds(has, p.Article) {
			return false
		}
	}
	return true
}

// holds reports whether texts are a good deal of those of an article.
func holds(texts map[string]bool, a *news.Article) bool {
	all, found := 0, 0
	for _, b := range a.Blocks {
		if len(b.Text) < shortestRepeated {
			continue
		}
		all += len(b.Text)
		if texts[b.Text] {
			found += len(b.Text)
		}
	}
	return float64(found) >= wholeShare*float64(all)
}

// textsOf returns the texts of an article.
func textsOf(a *news.Article) map[string]bool {
	texts := map[string]bool{a.Title: true, a.Sapo: true}
	for _, b := range a.Blocks {
		texts[b.Text] = true
	}
	delete(texts, "")
	return texts
}

// further returns the text of a further page without what it repeats of the article before: everything at its
// beginning, then captions and long paragraphs. Its lede, if it is another, is a paragraph.
func further(a, page *news.Article) []news.Block {
	had := textsOf(a)
	var blocks []news.Block
	if page.Sapo != "" && !had[page.Sapo] {
		blocks = append(blocks, news.Block{Kind: news.Paragraph, Text: page.Sapo})
	}
	atHead := true
	for _, b := range page.Blocks {
		if had[b.Text] && (atHead || isRepeated(b)) {
			continue
		}
		atHead = false
		blocks = append(blocks, b)
	}
	return blocks
}

// isRepeated reports whether a block that stands on a page before is one that the page repeats. Rows of
// tables, items and lines of verse may recur.
func isRepeated(b news.Block) bool {
	switch b.Kind {
	case news.Caption:
		return true
	case news.Paragraph, news.Quote, news.Question:
		return len(b.Text) >= shortestRepeated
	}
	return false
}

// take takes over from a further page what the pages before do not have.
func take(a, page *news.Article) {
	a.Dateline = cmp.Or(a.Dateline, page.Dateline)
	if a.Byline == "" {
		a.Byline, a.Evidence.Byline = page.Byline, page.Evidence.Byline
	}
	a.Authors = union(a.Authors, page.Authors)
	a.Photographers = union(a.Photographers, page.Photographers)
	a.Source = cmp.Or(a.Source, page.Source)
	if a.Published.IsZero() {
		a.Published = page.Published
	}
	if a.Updated.IsZero() {
		a.Updated = page.Updated
	}
	a.Section = cmp.Or(a.Section, page.Section)
	if a.Type == "" {
		a.Type, a.Evidence.Type = page.Type, page.Evidence.Type
	}
	if len(a.Tags) == 0 {
		a.Tags = page.Tags
	}
	a.Newspaper, a.Province = cmp.Or(a.Newspaper, page.Newspaper), cmp.Or(a.Province, page.Province)
	for _, w := range page.Warnings {
		if !slices.Contains(a.Warnings, w) {
			a.Warnings = append(slices.Clip(a.Warnings), w)
		}
	}
}

// union returns the names of a, then those of b that a does not have.
func union(a, b []string) []string {
	all := a
	for _, name := range b {
		isSame := func(s string) bool { return strings.EqualFold(s, name) }
		if !slices.ContainsFunc(all, isSame) {
			all = append(slices.Clip(all), name)
		}
	}
	return all
}

// firstSeen returns when the first of pages came in.
func firstSeen(pages []news.Part) time.Time {
	var first time.Time
	for _, p := range pages {
		if at := p.Article.FirstSeen; first.IsZero() || !at.IsZero() && at.Before(first) {
			first = at
		}
	}
	return first
}

func length(a *news.Article) int {
	n := len(a.Sapo)
	for _, b := range a.Blocks {
		n += len(b.Text)
	}
	return n
}
