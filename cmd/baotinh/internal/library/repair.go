package library

import (
	"context"
	"errors"
	"slices"

	"baotinh/pipeline/news"
	"baotinh/pipeline/newspaper"
	"baotinh/pipeline/warc"
)

// Repair makes archive and frontier agree. The frontier is told of the pages that it does not know, and of
// those that the archive has lost: these are fetched again by the next crawl, or archived again when their
// files are given again. CDXJ indexes that are missing are built again.
func (l *Library) Repair(ctx context.Context, findings []Finding, catalogue *newspaper.Catalogue) error {
	if err := l.repairCDXJ(findings); err != nil {
		return err
	}
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

// repairCDXJ builds the CDXJ indexes of the archive again that are not those of their files.
func (l *Library) repairCDXJ(findings []Finding) error {
	if !slices.ContainsFunc(findings, func(f Finding) bool { return f.Kind == NotInCDXJ }) {
		return nil
	}
	var broken []uint32
	for err := range l.archive.CheckIndex {
		e, ok := errors.AsType[*warc.IndexError](err)
		if !ok {
			return err
		}
		broken = append(broken, e.Segment)
	}
	for _, segment := range broken {
		if err := l.archive.RebuildIndex(segment); err != nil {
			return err
		}
	}
	return nil
}
