package library

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"baotinh/pipeline/boilerplate"
	"baotinh/pipeline/durable"
)

// loadTemplate returns what earlier jobs have learned about the templates of hosts. If it cannot be read,
// learning begins anew, which costs no text, and the error says why.
func loadTemplate(dir string) (*boilerplate.Profiles, error) {
	f := new(boilerplate.Profiles)
	data, err := os.ReadFile(templatePath(dir))
	if errors.Is(err, fs.ErrNotExist) {
		return f, nil
	}
	if err == nil {
		err = f.Load(bytes.NewReader(data))
	}
	return f, err
}

// Relearned returns why the job learns the templates of hosts anew: the file with what earlier jobs have
// learned cannot be read. It returns nil if that is not so.
func (j *Job) Relearned() error { return j.relearned }

// saveTemplate keeps what was learned for the next job. It comes after the articles are on disk in the index.
// After a crash in between, the counts of this job are missing: the next drops fewer lines than it could, and
// no text that it should not.
func (j *Job) saveTemplate() error {
	if j.template == nil || j.run.Stats.Articles == 0 {
		return nil
	}
	var state bytes.Buffer
	if err := j.template.Save(&state); err != nil {
		return err
	}
	return durable.WriteFile(templatePath(j.library.dir), state.Bytes(), 0o666)
}

func templatePath(dir string) string { return filepath.Join(dir, "boilerplate") }
