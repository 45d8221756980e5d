package extract

import (
	"baotinh/pipeline/extract/published"
	"baotinh/pipeline/extract/scan"
	"baotinh/pipeline/news"
)

// seen returns what the page showed of the article, and where.
func (p *page) seen(l *scan.Layout, d *published.Dates) *news.Seen {
	s := &news.Seen{Fetched: p.source.Fetched, Dates: d.Seen, Known: d.Known, Redate: d.Redate}
	if l.Title.Node != nil {
		s.Title = news.Place(l.PathOf(l.Title))
	}
	return s
}
