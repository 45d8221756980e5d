package index

import (
	"fmt"
	"path/filepath"

	"baotinh/index/store"

	"github.com/blevesearch/bleve/v2/index/scorch"
	scorchsegment "github.com/blevesearch/scorch_segment_api/v2"
)

// checkWhole returns an error unless what was opened is the last transaction: of one with a segment that it cannot open,
// scorch takes the transaction before, if there is one, or an empty index, and says nothing.
func checkWhole(opened *scorch.Scorch) error {
	epochs, err := opened.RootBoltSnapshotEpochs() // newest first
	if err != nil {
		return err
	}
	if len(epochs) == 0 {
		return fmt.Errorf("%s has no transaction", rootFile)
	}
	last, err := opened.LoadSnapshot(epochs[0])
	if err != nil {
		return err
	}
	return last.Close()
}

// checkSound returns an error, with the name of the file, unless every segment is as it was written, too. It reads all of
// them. Who writes must know: scorch removes what it has no use for, and a merge would give damaged postings a new, right
// checksum.
func checkSound(opened *scorch.Scorch) error {
	if err := checkWhole(opened); err != nil {
		return err
	}
	reader, err := opened.Reader()
	if err != nil {
		return err
	}
	defer reader.Close()
	for _, b := range reader.(*scorch.IndexSnapshot).Segments() {
		file, ok := b.Segment().(scorchsegment.PersistedSegment)
		if !ok || store.Of(file) == nil {
			return fmt.Errorf("segment of another type: %T", b.Segment())
		}
		if err := store.Of(file).Verify(); err != nil {
			return fmt.Errorf("%s: %w", filepath.Base(file.Path()), err)
		}
	}
	return nil
}

// damage returns why the segments of a store cannot all be opened, or nil. A file that a killed writer left
// half written is damaged, too: so this only explains why a shard does not open.
func damage(path string) error {
	files, err := filepath.Glob(filepath.Join(path, "*.zap"))
	if err != nil {
		return err
	}
	for _, file := range files {
		if err := store.VerifyFile(file); err != nil {
			return err
		}
	}
	return nil
}
