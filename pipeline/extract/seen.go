package extract

import (
	"slices"

	"baotinh/pipeline/extract/blocks"
	"baotinh/pipeline/extract/published"
	"baotinh/pipeline/extract/scan"
	"baotinh/pipeline/news"
)

// seen returns what the page showed of the article, and where.
func (p *page) seen(
	l *scan.Layout, t *blocks.Text, d *published.Dates, bylines []bylineCandidate,
) *news.Seen {
	s := &news.Seen{
		Fetched: p.source.Fetched, Dates: d.Seen, Known: d.Known, Redate: d.Redate, Boxes: seenBoxes(l, t),
		Bylines: seenBylines(bylines),
	}
	if l.Title.Node != nil {
		s.Title = news.Place(l.PathOf(l.Title))
	}
	return s
}

// seenBoxes returns in which places the text has lines that may be those of a box.
func seenBoxes(l *scan.Layout, t *blocks.Text) []news.SeenBox {
	const mostBoxes = 16
	var seen []news.SeenBox
	for _, b := range t.Boxes[:min(len(t.Boxes), mostBoxes)] {
		place := news.Place(l.PathOf(scan.Spot{Node: b.Node, At: l.Body.To}))
		i := slices.IndexFunc(seen, func(s news.SeenBox) bool { return s.Place == place })
		if i < 0 {
			seen = append(seen, news.SeenBox{Place: place, Plain: b.Plain, Lines: b.Lines})
			continue
		}
		seen[i].Plain = seen[i].Plain || b.Plain
		seen[i].Lines = append(seen[i].Lines, b.Lines...)
	}
	return seen
}

// seenBylines returns the bylines that the page prints, in the order in which they are asked, if there are
// writers in them. The place is the side of the text on which they stand.
func seenBylines(candidates []bylineCandidate) []news.SeenByline {
	var seen []news.SeenByline
	for i := range bylineSources {
		s := &bylineSources[i]
		if s.lastResort {
			break
		}
		at := slices.IndexFunc(candidates, func(c bylineCandidate) bool { return c.source == s })
		if at < 0 || len(candidates[at].said.authors) == 0 {
			continue
		}
		said := &candidates[at].said
		seen = append(seen, news.SeenByline{
			Place: news.Place(s.name), Byline: said.byline, Authors: said.authors,
			Photographers: said.photographers, Source: said.source,
		})
	}
	return seen
}
