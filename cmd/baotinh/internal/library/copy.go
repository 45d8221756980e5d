package library

import (
	"context"
	"errors"
	"fmt"
	"time"

	"baotinh/pipeline/news"
	"baotinh/pipeline/warc"
)

// ErrNoCapture is returned by [ArchivedPage] if the archive has no page of the address.
var ErrNoCapture = errors.New("the archive has no such capture")

// ArchivedPage returns the page of a URL as the archive of the data folder dir has it: of the capture at a
// time, to the second, or of the last one with a page if that is zero. If a visit found the page unchanged,
// it is that of the capture before. The error may be ErrNoCapture.
func ArchivedPage(ctx context.Context, dir, url string, at time.Time) (*news.Page, error) {
	if err := Exists(dir); err != nil {
		return nil, err
	}
	archive, err := warc.OpenArchive(archivePath(dir))
	if err != nil {
		return nil, err
	}
	captured, err := archive.Captures(url)
	if err != nil {
		return nil, err
	}
	isAsked := at.IsZero()
	for i := len(captured) - 1; i >= 0; i-- {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		c := captured[i]
		if isAsked = isAsked || c.Date.Equal(at); !isAsked {
			continue
		}
		switch p, err := archive.Page(c); {
		case err != nil:
			return nil, err
		case p != nil:
			return p, nil
		case !at.IsZero() && !c.Revisit:
			return nil, fmt.Errorf("%s at %s: %w", url, at.Format(time.RFC3339), ErrNoCapture)
		}
	}
	return nil, fmt.Errorf("%s: %w", url, ErrNoCapture)
}
