package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"sync"

	"baotinh/cmd/baotinh/internal/export"
	"baotinh/pipeline"
	"baotinh/pipeline/news"
	"baotinh/pipeline/warc"
)

// reportHelp describes the flag --report.
const reportHelp = "write a CSV `file` with each page, record and file that gave no article, and why"

// A passedOver counts what gave no article, and writes a row of CSV for each, if it has a file: the file and
// the place in it, the URL, the stage at which it was passed over, and the reason. Its methods may be called
// concurrently.
type passedOver struct {
	mu      sync.Mutex
	file    *os.File // nil: only counts
	rows    export.CSVWriter
	skipped int // files of folders and archives that are no pages
}

// newPassedOver returns a passedOver that writes to the file of a name; without a name it only counts.
func newPassedOver(name string) (*passedOver, error) {
	if name == "" {
		return &passedOver{rows: export.NewCSV(io.Discard)}, nil
	}
	f, err := os.Create(name)
	if err != nil {
		return nil, err
	}
	r := &passedOver{file: f, rows: export.NewCSV(f)}
	r.row("file", "place", "url", "stage", "reason")
	return r, nil
}

// row writes a row. Its error shows at close.
func (r *passedOver) row(fields ...string) { _ = r.rows.Write(fields...) }

// skip reports a file or a record that is no page.
func (r *passedOver) skip(s warc.Skipped) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.skipped++
	r.row(s.Name, s.Place, s.URL, pipeline.StageRead, s.Reason)
}

// page reports a page that holds no article.
func (r *passedOver) page(p *news.Page, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.row(p.File, "", p.URL, pipeline.StageExtract, err.Error())
}

// fail reports a page that failed.
func (r *passedOver) fail(err *pipeline.StageError) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.row(err.URL, "", "", err.Stage, err.Err.Error())
}

// close writes the buffered rows and closes the file.
func (r *passedOver) close() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.file == nil {
		return nil
	}
	if err := errors.Join(r.rows.Flush(), r.file.Close()); err != nil {
		return fmt.Errorf("%s: %w", r.file.Name(), err)
	}
	return nil
}

// summary returns what stderr says of the files that are no pages, or the empty string.
func (r *passedOver) summary() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.skipped == 0 {
		return ""
	}
	where := "--report names them"
	if r.file != nil {
		where = "see " + r.file.Name()
	}
	return fmt.Sprintf("passed over, as no pages: %s; %s", number(r.skipped, "file"), where)
}
