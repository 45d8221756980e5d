package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"baotinh/pipeline/boilerplate"
	"baotinh/pipeline/durable"
)

// loadTemplate returns what the jobs before have learned about the templates of hosts. If it cannot be read,
// learning begins anew: that costs no text.
func (a *app) loadTemplate() *boilerplate.Filter {
	f := new(boilerplate.Filter)
	data, err := os.ReadFile(templatePath(a.data))
	if err == nil {
		err = f.Load(bytes.NewReader(data))
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		fmt.Fprintf(a.err, "baotinh: %v; learning the templates of hosts anew\n", err)
	}
	return f
}

// saveTemplate keeps what was learned for the next job. It comes after the articles are on disk in the index.
// A crash in between costs the counts of this job: the next drops fewer lines than it could, and no text that
// it should not.
func (j *job) saveTemplate() error {
	if j.template == nil || j.run.Stats.Articles == 0 {
		return nil
	}
	var state bytes.Buffer
	if err := j.template.Save(&state); err != nil {
		return err
	}
	return durable.WriteFile(templatePath(j.dir), state.Bytes(), 0o666)
}

func templatePath(dir string) string { return filepath.Join(dir, "boilerplate") }
