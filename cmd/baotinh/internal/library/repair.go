package library

import (
	"context"

	"baotinh/pipeline/news"
	"baotinh/pipeline/newspaper"
)

// Repair makes archive and frontier agree. The frontier is told of the pages that it does not know, and of
// those that the archive has lost: these are fetched again by the next crawl, or archived again when their
// files are given again.
func (l *Library) Repair(ctx context.Context, findings []Finding, catalogue *newspaper.Catalogue) error {
	unknown := map[string]bool{}
	for _, f := range findings {
		switch f.Kind {
		case NotInFrontier:
			unknown[f.Name] = true
		case NotInArchive:
			if err := l.frontier.Forget(f.Name); err != nil {
				return err
			}
		}
	}
	pages := 0
	for p, err := range l.archive.Pages(news.Position{}) {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if err != nil || !unknown[p.URL] {
			continue // a broken record is a finding of its own
		}
		if err := l.recordPage(p, catalogue); err != nil {
			return err
		}
		if pages++; pages%recordGroup == 0 {
			if err := l.frontier.Commit(l.frontier.Position()); err != nil {
				return err
			}
		}
	}
	return l.frontier.Commit(l.archive.End())
}
