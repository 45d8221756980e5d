package boilerplate

import (
	"fmt"
	"slices"

	"baotinh/pipeline/news"
)

// A host is what is known of the host of an article: by all of its pages, if they were read before, and by
// those up to the article.
type host struct {
	name     string
	profiles []*profile // what the first one does not know, the next one may
}

// decide decides what the page alone is unsure of: which dates are the article's, and which of two bylines.
func (h host) decide(a *news.Article) {
	if a.Seen == nil {
		return
	}
	h.decideDate(a)
	h.decideByline(a)
}

// dateRole returns the role of the dates in a place, and why.
func (h host) dateRole(path news.Place) (news.DateRole, string) {
	for _, p := range h.profiles {
		role, c := p.dateRole(path)
		switch role {
		case news.DateOfItself:
			return role, fmt.Sprintf("date: the place of the date on %d of %d pages", c.own, c.pages)
		case news.DateOfFetch:
			return role, fmt.Sprintf("clock: the same place on %d pages equals the fetch time", c.served)
		case news.DateOfOthers:
			return role, fmt.Sprintf("no date: the same place on %d pages has dates of others",
				max(c.others, c.several))
		}
	}
	return news.DateUnknown, ""
}

func (h host) decideDate(a *news.Article) {
	s := a.Seen
	if s.Redate == nil {
		return
	}
	roles := make([]news.DateRole, len(s.Dates))
	var reasons []string
	for i, d := range s.Dates {
		var reason string
		roles[i], reason = h.dateRole(d.Place)
		if reason != "" && !slices.Contains(reasons, reason) {
			reasons = append(reasons, reason)
		}
	}
	if len(reasons) == 0 {
		return
	}
	published, updated, warnings := s.Redate.Redate(roles)
	if published == a.Published && updated == a.Updated {
		return
	}
	a.Published, a.Updated = published, updated
	a.Warnings = slices.DeleteFunc(a.Warnings, func(w news.Warning) bool { return w.Kind.IsOfDate() })
	a.Warnings = append(a.Warnings, warnings...)
	for _, reason := range reasons {
		a.Warnings = append(a.Warnings, news.Warning{Kind: news.WarningHost, Detail: reason})
	}
}

// decideByline takes another byline than the first one of the page if that stands where the host names its
// writers.
func (h host) decideByline(a *news.Article) {
	s := a.Seen
	if len(s.Bylines) < 2 {
		return
	}
	first := s.Bylines[0]
	for _, b := range s.Bylines[1:] {
		if b.Place == first.Place || namesOf(b) == namesOf(first) {
			continue
		}
		for _, p := range h.profiles {
			ok, c := p.isWritersPlace(b.Place, first.Place)
			if !ok {
				continue
			}
			a.Byline, a.Authors, a.Source = b.Byline, b.Authors, b.Source
			a.Photographers = b.Photographers
			a.Warnings = append(a.Warnings, news.Warning{
				Kind:   news.WarningHost,
				Detail: fmt.Sprintf("byline: the same place on %d pages names writers", c.pages),
			})
			return
		}
	}
}

// drop drops the blocks that are template.
func (h host) drop(a *news.Article, fingerprints []uint64) {
	pages := make([]int, len(a.Blocks)) // on which a block that is template recurs
	all, template := len(a.Sapo), 0
	for _, i := range h.boxes(a) {
		pages[i.block] = i.pages
	}
	for i := range a.Blocks {
		if ok, n := h.isTemplate(&a.Blocks[i], fingerprints[i]); ok {
			pages[i] = n
		}
		all += len(a.Blocks[i].Text)
		if pages[i] > 0 {
			template += len(a.Blocks[i].Text)
		}
	}
	if template == 0 || template*3 > all {
		return
	}
	kept := make([]news.Block, 0, len(a.Blocks)-1)
	for i := range a.Blocks {
		if pages[i] == 0 {
			kept = append(kept, a.Blocks[i])
			continue
		}
		a.Warnings = append(a.Warnings, news.Warning{
			Kind:   news.WarningTemplate,
			Detail: fmt.Sprintf("%s, %d pages: %s", h.name, pages[i], shorten(a.Blocks[i].Text)),
		})
	}
	a.Blocks = kept
}

// A boxed is a block in a box of other articles, and on how many pages the box is.
type boxed struct{ block, pages int }

// boxes returns the blocks of an article that stand in boxes of other articles.
func (h host) boxes(a *news.Article) []boxed {
	if a.Seen == nil {
		return nil
	}
	var found []boxed
	for _, b := range a.Seen.Boxes {
		ok, n := h.isBox(b.Place)
		if !ok || b.Plain {
			continue
		}
		for _, i := range b.Lines {
			if i < len(a.Blocks) {
				found = append(found, boxed{i, n})
			}
		}
	}
	return found
}

// isBox reports whether what stands in a place is a box of other articles on the pages of the host, and on
// how many.
func (h host) isBox(path news.Place) (bool, int) {
	for _, p := range h.profiles {
		if ok, c := p.isBox(path); ok {
			return true, int(c.own)
		}
	}
	return false, 0
}

// isTemplate reports whether a block with this fingerprint is template, and on how many pages it is.
func (h host) isTemplate(b *news.Block, fingerprint uint64) (bool, int) {
	for _, p := range h.profiles {
		if p.isTemplate(b, fingerprint) {
			return true, p.seenOn(fingerprint)
		}
	}
	return false, 0
}
