package library

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"baotinh/index"
	"baotinh/index/opensearch"
	"baotinh/pipeline/durable"
)

// A Where says where a library is: in a data folder, and its index there or in a cluster.
type Where struct {
	Dir   string // data folder
	Index string // address of an index in a cluster, as opensearch.Parse reads it; empty: in the data folder
}

// In returns a library that is in a data folder whole.
func In(dir string) Where { return Where{Dir: dir} }

// String names the index, for messages.
func (w Where) String() string {
	if w.Index != "" {
		return w.Index
	}
	return w.Dir
}

// options returns the options of the index in the cluster. A data folder writes to it under a name of its
// own, so that several can.
func (w Where) options() (opensearch.Options, error) {
	o, err := opensearch.Parse(w.Index)
	if err != nil {
		return o, err
	}
	o.Worker, err = workerName(w.Dir)
	return o, err
}

// workerFile has the name under which a data folder writes to an index in a cluster.
const workerFile = "worker"

// workerName returns the name of a data folder, empty if it has none yet.
func workerName(dir string) (string, error) {
	name, err := os.ReadFile(filepath.Join(dir, workerFile))
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	return strings.TrimSpace(string(name)), err
}

// makeWorkerName gives a data folder a name, unless it has one.
func makeWorkerName(dir string) error {
	if name, err := workerName(dir); err != nil || name != "" {
		return err
	}
	return durable.WriteFile(filepath.Join(dir, workerFile), []byte(strings.ToLower(rand.Text())+"\n"), 0o666)
}

// Why an index in a cluster cannot be opened, read or written to.
var (
	ErrClusterNoIndex  = opensearch.ErrNoIndex
	ErrClusterFormat   = opensearch.ErrFormat
	ErrClusterGone     = opensearch.ErrUnavailable
	ErrClusterRefuses  = opensearch.ErrRefused
	ErrClusterReadOnly = opensearch.ErrReadOnly
)

// A ClusterError says that an index in a cluster cannot be opened, or written to.
type ClusterError struct {
	Index string // its address
	Err   error
}

// Error names the index.
func (e *ClusterError) Error() string { return fmt.Sprintf("%s: %v", e.Index, e.Err) }

// Unwrap returns the error of the cluster.
func (e *ClusterError) Unwrap() error { return e.Err }

// Is reports whether target is ErrNoIndex, if the cluster has no such index.
func (e *ClusterError) Is(target error) bool {
	return target == ErrNoIndex && errors.Is(e.Err, opensearch.ErrNoIndex)
}

// openCluster opens the index in the cluster, for writing or for searching alone.
func (w Where) openCluster(ctx context.Context, writing bool) (*index.Index, error) {
	if writing {
		if err := makeWorkerName(w.Dir); err != nil {
			return nil, err
		}
	}
	open := opensearch.Open
	if writing {
		open = opensearch.OpenOrCreate
	}
	o, err := w.options()
	if err != nil {
		return nil, err
	}
	c, err := open(ctx, o)
	if err != nil {
		return nil, &ClusterError{w.Index, err}
	}
	return index.On(c), nil
}
