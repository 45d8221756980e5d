package store

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	bleveindex "github.com/blevesearch/bleve_index_api"
	"github.com/blevesearch/mmap-go"
	scorchsegment "github.com/blevesearch/scorch_segment_api/v2"

	"baotinh/index/segment"
)

// segmentType is the name of our segments in scorch's configuration.
const segmentType = "baotinh"

// errorCallback is the name of reportError in scorch's configuration.
const errorCallback = "baotinh"

func init() {
	scorch.RegisterSegmentPlugin(plugin{}, false)
	scorch.RegistryAsyncErrorCallbacks[errorCallback] = reportError
}

// merging has, by the folder of the engine, the context.CancelCauseFunc of each merge that was asked for.
var merging sync.Map

// reportError calls off the merge in the folder of an engine whose goroutines met an error.
func reportError(err error, path string) {
	if cancel, ok := merging.Load(path); ok {
		cancel.(context.CancelCauseFunc)(err)
	}
}

// plugin implements [scorch.SegmentPlugin].
type plugin struct{}

func (plugin) Type() string { return segmentType }

func (plugin) Version() uint32 { return segment.Version }

func (p plugin) New(results []bleveindex.Document) (scorchsegment.Segment, uint64, error) {
	return p.NewUsing(results, nil)
}

func (plugin) NewUsing(
	results []bleveindex.Document, _ map[string]any,
) (scorchsegment.Segment, uint64, error) {
	analyzed := make([]*document, len(results))
	for i, r := range results {
		d, ok := r.(*document)
		if !ok {
			return nil, 0, fmt.Errorf("build segment: document %q is a %T", r.ID(), r)
		}
		analyzed[i] = d
	}
	slices.SortFunc(analyzed, func(a, b *document) int { return cmp.Compare(a.number, b.number) })
	data, err := buildSegment(analyzed)
	if err != nil {
		return nil, 0, err
	}
	s, err := segment.Parse(data)
	if err != nil {
		return nil, 0, fmt.Errorf("build segment: %w", err)
	}
	return &unpersisted{newBleveSegment(s), data}, uint64(len(data)), nil
}

func (p plugin) Open(path string) (scorchsegment.Segment, error) { return p.OpenUsing(path, nil) }

func (plugin) OpenUsing(path string, _ map[string]any) (scorchsegment.Segment, error) {
	s, err := open(path)
	if err != nil {
		return nil, fmt.Errorf("open segment %s: %w", path, err)
	}
	return s, nil
}

func open(path string) (*persisted, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if info.Size() == 0 {
		return nil, fmt.Errorf("%w: empty", segment.ErrCorrupt) // a map cannot be
	}
	data, err := mmap.Map(f, mmap.RDONLY, 0) // stays when the file is closed
	if err != nil {
		return nil, err
	}
	s, err := segment.Parse(data)
	if err != nil {
		return nil, errors.Join(err, data.Unmap())
	}
	forget(data) // Parse has read all pages of the terms, for their checksums
	p := &persisted{bleveSegment: newBleveSegment(s), path: path, data: data}
	p.references.Store(1)
	return p, nil
}

// verify returns [segment.ErrCorrupt] unless all checksums are right.
func (s *persisted) verify() error {
	defer forget(s.data)
	return s.Verify(func() { forget(s.data) })
}

// verifyFile returns [segment.ErrCorrupt], with the name of the file, unless all checksums of a segment are
// right.
func verifyFile(path string) error {
	s, err := open(path)
	if err != nil {
		return fmt.Errorf("%s: %w", filepath.Base(path), err)
	}
	if err := errors.Join(s.verify(), s.Close()); err != nil {
		return fmt.Errorf("%s: %w", filepath.Base(path), err)
	}
	return nil
}

func (p plugin) Merge(
	segments []scorchsegment.Segment, drops []*roaring.Bitmap, path string, closed chan struct{},
	stats scorchsegment.StatsReporter,
) ([][]uint64, uint64, error) {
	return p.MergeUsing(segments, drops, path, closed, stats, nil)
}

func (plugin) MergeUsing(
	segments []scorchsegment.Segment, drops []*roaring.Bitmap, path string, closed chan struct{},
	stats scorchsegment.StatsReporter, _ map[string]any,
) ([][]uint64, uint64, error) {
	select {
	case <-closed:
		return nil, 0, scorchsegment.ErrClosed
	default:
	}
	var from []*segment.Segment
	var deleted []segment.Bitset
	var mapped []mmap.MMap
	for i, s := range segments {
		seg := fromScorch(s)
		if seg == nil {
			return nil, 0, fmt.Errorf("merge segments: %T is of another type", s)
		}
		from = append(from, seg)
		deleted = append(deleted, toBitset(drops[i], seg.Len()))
		if p, ok := s.(*persisted); ok {
			mapped = append(mapped, p.data)
		}
	}
	var numbers [][]uint64
	var size uint64
	err := writeFile(path, func(w *bufio.Writer) error {
		var err error
		numbers, size, err = segment.Merge(w, from, deleted, segment.MergeOptions{
			Phrases: phraseFields, Stop: closed, Forget: func() { forgetAll(mapped) },
		})
		return err
	})
	if errors.Is(err, segment.ErrStopped) {
		return nil, 0, scorchsegment.ErrClosed // scorch compares by ==
	}
	if err != nil {
		return nil, 0, fmt.Errorf("merge segments into %s: %w", path, err)
	}
	if stats != nil {
		stats.ReportBytesWritten(size)
	}
	return numbers, size, nil
}

// forgetAll lets files leave the memory until they are read again.
func forgetAll(mapped []mmap.MMap) {
	for _, data := range mapped {
		forget(data)
	}
}

// toBitset returns a bitmap of documents of a segment as a bitset, or nil if it is nil.
func toBitset(b *roaring.Bitmap, documents int) segment.Bitset {
	if b == nil {
		return nil
	}
	s := segment.NewBitset(documents)
	b.WriteDenseTo(s)
	return s
}

// writeBytes is how much of a file is written at once. Linux keeps a file in memory in pieces as it was
// written, of up to 2 MB, and maps a whole piece when a byte of it is read.
const writeBytes = 64 << 10

// writeFile writes a file and has it on disk when it returns, or removes it.
func writeFile(path string, write func(*bufio.Writer) error) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	w := bufio.NewWriterSize(f, writeBytes)
	err = write(w)
	if err == nil {
		err = w.Flush()
	}
	if err == nil {
		err = f.Sync()
	}
	err = errors.Join(err, f.Close())
	if err != nil {
		return errors.Join(err, os.Remove(path))
	}
	return nil
}

// fromScorch returns the segment in one of scorch's, or nil if that is of another type. It is valid as long
// as that one.
func fromScorch(s scorchsegment.Segment) *segment.Segment {
	switch s := s.(type) {
	case *unpersisted:
		return s.Segment
	case *persisted:
		return s.Segment
	}
	return nil
}

// An unpersisted segment is one just built.
type unpersisted struct {
	bleveSegment
	data []byte
}

// Persist implements [scorchsegment.UnpersistedSegment].
func (s *unpersisted) Persist(path string) error {
	err := writeFile(path, func(w *bufio.Writer) error {
		for part := range slices.Chunk(s.data, writeBytes) {
			if _, err := w.Write(part); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("write segment %s: %w", path, err)
	}
	return nil
}

// Close does nothing: there is only memory to give back.
func (s *unpersisted) Close() error { return nil }

// Size returns the bytes of memory.
func (s *unpersisted) Size() int { return len(s.data) }

// AddRef does nothing.
func (s *unpersisted) AddRef() {}

// DecRef does nothing.
func (s *unpersisted) DecRef() error { return nil }

// A persisted segment is a file mapped into memory.
type persisted struct {
	bleveSegment
	path       string
	data       mmap.MMap
	references atomic.Int64
}

// Size returns the bytes of memory besides the file.
func (s *persisted) Size() int { return 1 << 10 }

// Path implements [scorchsegment.PersistedSegment].
func (s *persisted) Path() string { return s.path }

// Close gives back one reference.
func (s *persisted) Close() error { return s.DecRef() }

// AddRef adds a reference.
func (s *persisted) AddRef() { s.references.Add(1) }

// DecRef gives back a reference; with the last, the memory is unmapped.
func (s *persisted) DecRef() error {
	if s.references.Add(-1) > 0 {
		return nil
	}
	return s.data.Unmap()
}
