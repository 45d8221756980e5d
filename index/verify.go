package index

import (
	"errors"
	"fmt"
	"path/filepath"

	"github.com/blevesearch/bleve/v2/index/scorch"
	bleveindex "github.com/blevesearch/bleve_index_api"
	scorchsegment "github.com/blevesearch/scorch_segment_api/v2"

	"baotinh/index/segment"
)

// verify returns ErrCorrupt, with the name of the file, unless every segment of the index in dir is as it was written. It
// reads all of them. Who writes must know: of a transaction with a segment that it cannot open, Bleve takes the one before,
// if there is one, or an empty index, says nothing, and removes what it has no use for; and a merge would give damaged
// postings a new, right checksum.
func verify(dir string, o Options) error {
	ix, err := openSnapshot(dir, o)
	if err != nil {
		return err
	}
	if err := ix.verify(); err != nil {
		return errors.Join(fmt.Errorf("open index %s: %w: %w", dir, ErrCorrupt, err), ix.bleve.Close())
	}
	return ix.bleve.Close()
}

func (ix *Index) verify() error {
	reader, err := ix.store.Reader()
	if err != nil {
		return err
	}
	defer reader.Close()
	s, ok := reader.(*scorch.IndexSnapshot)
	if !ok || s == nil {
		return fmt.Errorf("not a scorch index but %T", reader)
	}
	for _, b := range s.Segments() {
		file, ok := b.Segment().(scorchsegment.PersistedSegment)
		if !ok {
			return fmt.Errorf("segment that is no file: %T", b.Segment())
		}
		if err := segment.Of(file).Verify(); err != nil {
			return fmt.Errorf("%s: %w", filepath.Base(file.Path()), err)
		}
	}
	return nil
}

// damage returns why the segments in folder cannot all be opened, or nil. A file that a killed writer left half written is
// damaged, too: so this only explains why an index does not open.
func damage(folder string) error {
	files, err := filepath.Glob(filepath.Join(folder, bleveFolder, storeFolder, "*.zap"))
	if err != nil {
		return err
	}
	for _, file := range files {
		if err := segment.VerifyFile(file); err != nil {
			return err
		}
	}
	return nil
}

// checkWhole returns an error if the last transaction is not what was opened.
func checkWhole(store bleveindex.Index) error {
	s, ok := store.(*scorch.Scorch)
	if !ok {
		return fmt.Errorf("not a scorch index but %T", store)
	}
	epochs, err := s.RootBoltSnapshotEpochs() // newest first
	if err != nil || len(epochs) == 0 {
		return err
	}
	last, err := s.LoadSnapshot(epochs[0])
	if err != nil {
		return err
	}
	return last.Close()
}
