// Package index keeps articles in a full-text index and searches it: Bleve's scorch underneath, Vietnamese on top.
//
// [OpenOrCreate] opens an index for writing, [Open] for searching. An [*Index] takes articles as a pipeline.Sink does
// ([Index.Put], [Index.Checkpoint], [Index.Flush]) and answers with [Index.Search]. It holds the articles whole, so that
// [Index.Articles] can give back what was put.
//
// The index is a reader of the archive, not a source: it stores the place in the archive up to which everything is on
// disk. After a crash [Index.Position] says where to read on; reading an article twice is harmless. What is damaged is
// built again from the archive: one shard by [Mend], all by putting everything into a new index.
//
// There is a shard for every five years of publication. Those of old years are sealed: one segment, which is only read,
// for as long as no article comes to it.
//
// Scores are BM25F over syllables and pairs of syllables, computed by this package from the postings of package segment
// and from true lengths; Bleve's own BM25 takes the number of distinct terms for the length. Dates and keywords are read
// from columns in memory, which are filled once a segment.
package index

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/mapping"
	bleveindex "github.com/blevesearch/bleve_index_api"

	"baotinh/index/analysis"
	"baotinh/index/store"
	"baotinh/pipeline/durable"
	"baotinh/pipeline/news"
)

// FormatVersion is the version of what an index has on disk. An index of another version must be built again from the
// archive.
//
//	1: the first, with Bleve's own segments.
//	2: segments of package segment: less space, ready at once, written in a fraction of the time.
//	3: stored articles in a form of their own, which is read in a tenth of the time of JSON.
//	4: shards of five years each.
//	5: terms have positions; warnings of stored articles have a kind.
const FormatVersion = 5

func init() { store.Register() }

var (
	// ErrFormatVersion is returned for an index of another FormatVersion: reindex.
	ErrFormatVersion = errors.New("index of another format version")
	// ErrInUse is returned if another process has the index open for writing.
	ErrInUse = errors.New("index in use by another process")
	// ErrCorrupt is returned for an index that cannot be read: reindex, or [Mend] it if it is in a [*ShardError].
	ErrCorrupt = errors.New("index damaged")
)

// Options adjusts an index. The zero Options is useful.
type Options struct {
	LockTimeout time.Duration // how long OpenOrCreate waits for another writer; 0: a second
}

// An Index is an open index:
//
//	format         the version of what is there
//	state          a state, as JSON
//	shards/undated the articles without date
//	shards/2020 …  the articles of 2020 to 2024
//
// Search, Get, Articles, Count and Position may be called concurrently, also with the methods that write; those (Put,
// Checkpoint, Flush, Compact, Close) belong to one goroutine.
type Index struct {
	dir     string
	options Options
	writer  *writer // nil if opened for searching

	mu     sync.Mutex
	shards []*shard // sorted by name; guarded by mu
	state  state    // on disk, or as it was when the index was opened; guarded by mu

	suggestions suggestions
}

// Open opens the index in dir for searching, as it is on disk at this moment, also while another process writes to it. It
// is never in the way of that one. The error is fs.ErrNotExist if there is none, or ErrFormatVersion, ErrInUse (of an index
// that changes too fast) or ErrCorrupt: if only one shard is damaged, too, so that nothing is missing silently.
func Open(dir string, o Options) (*Index, error) {
	ix := &Index{dir: dir, options: o}
	err := checkFormat(dir)
	if err == nil {
		err = ix.openAll()
	}
	if err != nil {
		return nil, fmt.Errorf("open index %s: %w", dir, err)
	}
	return ix, nil
}

// OpenOrCreate opens the index in dir for writing and searching, and creates an empty one if there is none. It reads the
// whole index once, to know that it is sound: a second for 3 GB. The error may be ErrFormatVersion, ErrInUse or ErrCorrupt.
func OpenOrCreate(dir string, o Options) (*Index, error) {
	if _, err := os.Stat(filepath.Join(dir, formatFile)); errors.Is(err, fs.ErrNotExist) {
		if err := create(dir); err != nil {
			return nil, fmt.Errorf("create index %s: %w", dir, err)
		}
	}
	ix := &Index{dir: dir, options: o}
	err := checkFormat(dir)
	if err == nil {
		err = ix.startWriting()
	}
	if err != nil {
		if ix.writer != nil {
			ix.writer.queue.Close()
		}
		return nil, errors.Join(fmt.Errorf("open index %s: %w", dir, err), ix.closeShards())
	}
	return ix, nil
}

// create makes an empty index beside dir and renames it, so that dir is never half an index.
func create(dir string) error {
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		return err
	}
	temporary, err := os.MkdirTemp(filepath.Dir(dir), "."+filepath.Base(dir)+"-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(temporary)

	if err := createShard(shardPath(temporary, undated)); err != nil {
		return err
	}
	if err := (state{Shards: []string{undated}}).write(temporary); err != nil {
		return err
	}
	if err := writeFormat(temporary); err != nil {
		return err
	}
	if err := os.Chmod(temporary, 0o755); err != nil {
		return err
	}
	return durable.Replace(temporary, dir)
}

func writeFormat(dir string) error {
	return durable.WriteFile(filepath.Join(dir, formatFile), []byte(strconv.Itoa(FormatVersion)+"\n"), 0o644)
}

func checkFormat(dir string) error {
	text, err := os.ReadFile(filepath.Join(dir, formatFile))
	if err != nil {
		return err
	}
	if version := strings.TrimSpace(string(text)); version != strconv.Itoa(FormatVersion) {
		return fmt.Errorf("%w: %q, this program has %d", ErrFormatVersion, version, FormatVersion)
	}
	return nil
}

// Mapping returns the mapping that the index carries for Bleve's own tools: static, without _all, stored fields, term
// vectors or doc values of text. This package builds its documents itself, to the same terms.
func Mapping() *mapping.IndexMappingImpl {
	article := mapping.NewDocumentStaticMapping()
	for name, analyzer := range map[string]string{
		fieldText: analysis.Exact, fieldTextFold: analysis.Fold, fieldTextPair: analysis.Pairs,
		fieldTitle: analysis.Exact, fieldTitleFold: analysis.Fold,
	} {
		article.AddFieldMappingsAt(name, &mapping.FieldMapping{
			Type: "text", Analyzer: analyzer, Index: true,
		})
	}
	for _, name := range keywordFields {
		article.AddFieldMappingsAt(name, &mapping.FieldMapping{
			Type: "text", Analyzer: "keyword", Index: true,
		})
	}

	m := bleve.NewIndexMapping()
	m.DefaultMapping = mapping.NewDocumentDisabledMapping()
	m.DefaultType = "article"
	m.DefaultAnalyzer = analysis.Exact
	m.DefaultField = fieldText
	m.AddDocumentMapping("article", article)
	m.ScoringModel = bleveindex.BM25Scoring
	return m
}

// FormatVersion returns the format version of the index on disk.
func (ix *Index) FormatVersion() int { return FormatVersion }

// Close writes what was put and closes the index.
func (ix *Index) Close() error {
	return errors.Join(ix.stopWriting(), ix.closeShards())
}

func (ix *Index) closeShards() error {
	var errs []error
	for _, s := range ix.shards {
		errs = append(errs, s.store.Close())
	}
	ix.shards = nil
	return errors.Join(errs...)
}

// Count returns the number of articles on disk.
func (ix *Index) Count() (int, error) {
	s := ix.freeze()
	defer s.close()
	n := 0
	for _, r := range s.readers {
		docs, err := r.DocCount()
		if err != nil {
			return 0, fmt.Errorf("count articles: %w", err)
		}
		n += int(docs)
	}
	return n, nil
}

// Position returns the place in the archive up to which all articles are on disk.
func (ix *Index) Position() news.Position {
	ix.mu.Lock()
	defer ix.mu.Unlock()
	return ix.state.Position
}

// ErrNotFound is returned by Get for an ID that the index does not have.
var ErrNotFound = errors.New("no such article")

// Get returns the article with an ID, or ErrNotFound.
func (ix *Index) Get(ctx context.Context, id news.ID) (*news.Article, error) {
	s, err := ix.snapshot(ctx)
	if err != nil {
		return nil, err
	}
	defer s.close()

	for _, seg := range s.segments {
		n, ok, err := seg.base.Find(string(id))
		if err != nil {
			return nil, fmt.Errorf("article %s: %w: %w", id, ErrCorrupt, err)
		}
		if ok && !seg.deleted(n) {
			return seg.article(n)
		}
	}
	return nil, fmt.Errorf("article %s: %w", id, ErrNotFound)
}

// Articles returns every article on disk, as the index was when the sequence began, in the order of the index.
func (ix *Index) Articles(ctx context.Context) iter.Seq2[*news.Article, error] {
	return func(yield func(*news.Article, error) bool) {
		s, err := ix.snapshot(ctx)
		if err != nil {
			yield(nil, err)
			return
		}
		defer s.close()

		for _, seg := range s.segments {
			for n := range uint32(seg.count) {
				if seg.deleted(n) {
					continue
				}
				if err := ctx.Err(); err != nil {
					yield(nil, err)
					return
				}
				if !yield(seg.article(n)) {
					return
				}
			}
		}
	}
}
