package store

import (
	"fmt"
	"path/filepath"

	"github.com/blevesearch/bleve/v2/index/scorch"
)

// checkOpened returns an error unless scorch has opened the last transaction. If it cannot open a segment of
// that, scorch silently takes the transaction before, if there is one, or an empty index.
func checkOpened(engine *scorch.Scorch) error {
	epochs, err := engine.RootBoltSnapshotEpochs() // newest first
	if err != nil {
		return err
	}
	if len(epochs) == 0 {
		return fmt.Errorf("%s has no transaction", rootFile)
	}
	last, err := engine.LoadSnapshot(epochs[0])
	if err != nil {
		return err
	}
	return last.Close()
}

// checkIntegrity calls checkOpened, then verifies the checksums of all segments, and returns an error with
// the name of the file. A writer must call it: scorch removes files that it has no use for, and a merge would
// give damaged postings a new, right checksum.
func checkIntegrity(engine *scorch.Scorch) error {
	if err := checkOpened(engine); err != nil {
		return err
	}
	reader, err := engine.Reader()
	if err != nil {
		return err
	}
	defer reader.Close()
	for _, b := range reader.(*scorch.IndexSnapshot).Segments() {
		file, ok := b.Segment().(*persisted)
		if !ok {
			return fmt.Errorf("segment of another type: %T", b.Segment())
		}
		if err := file.verify(); err != nil {
			return fmt.Errorf("%s: %w", filepath.Base(file.path), err)
		}
	}
	return nil
}

// diagnose returns why the segments of a shard cannot all be opened, or nil. It may only be used to explain
// an error of opening the shard: in a healthy shard, too, a killed writer may have left an incomplete file.
func diagnose(path string) error {
	files, err := filepath.Glob(filepath.Join(path, "*.zap"))
	if err != nil {
		return err
	}
	for _, file := range files {
		if err := verifyFile(file); err != nil {
			return err
		}
	}
	return nil
}
