package pipeline

import (
	"context"
	"iter"
	"time"

	"baotinh/pipeline/news"
)

// An Archive keeps pages for good. *warc.Archive is one.
type Archive interface {
	// Append adds a page and returns the place behind it. It is on disk after the next Sync.
	Append(*news.Page) (news.Position, error)
	// End returns the place behind the last page.
	End() news.Position
	Sync() error
}

// A Ledger remembers which pages the archive has. *frontier.Frontier is one.
type Ledger interface {
	// Recorded reports whether the archive has this body of this URL.
	Recorded(url, digest string) bool
	// Record notes that the archive has the page; it is on disk after the next Commit.
	Record(*news.Page) error
	// Commit writes everything noted, together with the place in the archive up to which that is everything.
	Commit(news.Position) error
}

// Keep archives pages that did not come from the network and yields them, each once it is on disk in the archive and in
// the ledger, in that order. A page that the ledger has already is passed to unchanged and not yielded. An error of pages
// is passed on; any other error ends the sequence, as does the end of ctx.
func Keep(
	ctx context.Context, pages iter.Seq2[*news.Page, error], archive Archive, ledger Ledger, unchanged func(*news.Page),
) iter.Seq2[*news.Page, error] {
	return func(yield func(*news.Page, error) bool) {
		k := keeper{archive: archive, commit: ledger.Commit, yield: yield, flushed: time.Now()}
		for p, err := range pages {
			if ctx.Err() != nil {
				break // what is kept is made durable; the consumer tells why it stopped
			}
			if err != nil {
				if !yield(nil, err) {
					return
				}
				continue
			}
			if ledger.Recorded(p.URL, p.Digest()) {
				unchanged(p)
				continue
			}

			err := k.keep(p)
			if err == nil {
				err = ledger.Record(p)
			}
			if err != nil {
				yield(nil, err)
				return
			}
			if k.full() && !k.flush() {
				return
			}
		}
		k.flush()
	}
}

// A group of pages is made durable by one fsync of the archive and one transaction of the ledger: a hundred times as
// fast as one of each a page. What a crash can cost is a group, to be fetched or read again.
const (
	groupPages = 256
	groupBytes = 4 << 20
	groupTime  = time.Second
)

// A keeper appends pages to the archive and yields them in groups, each after it is on disk.
type keeper struct {
	archive Archive
	commit  func(news.Position) error
	yield   func(*news.Page, error) bool

	group   []*news.Page
	bytes   int
	flushed time.Time
}

// keep appends p to the archive.
func (k *keeper) keep(p *news.Page) error {
	end, err := k.archive.Append(p)
	if err != nil {
		return err
	}
	p.End = end
	k.group = append(k.group, p)
	k.bytes += len(p.Body)
	return nil
}

// full reports whether it is time to flush.
func (k *keeper) full() bool {
	return len(k.group) >= groupPages || k.bytes >= groupBytes || time.Since(k.flushed) >= groupTime
}

// flush makes the group durable and yields it. It returns false when the sequence has ended: yield must not be called
// again.
func (k *keeper) flush() bool {
	err := k.archive.Sync()
	if err == nil {
		err = k.commit(k.archive.End())
	}
	if err != nil {
		k.yield(nil, err)
		return false
	}

	for _, p := range k.group {
		if !k.yield(p, nil) {
			return false
		}
	}
	k.group, k.bytes, k.flushed = k.group[:0], 0, time.Now()
	return true
}
