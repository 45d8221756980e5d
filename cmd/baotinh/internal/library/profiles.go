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

// loadProfiles returns what earlier jobs have learned of what the pages of each host have in common. If it
// cannot be read, learning begins anew, which costs no text, and the error says why.
func loadProfiles(dir string) (*boilerplate.Profiles, error) {
	f := new(boilerplate.Profiles)
	data, err := os.ReadFile(profilesPath(dir))
	if errors.Is(err, fs.ErrNotExist) {
		return f, nil
	}
	if err == nil {
		err = f.Load(bytes.NewReader(data))
	}
	return f, err
}

// Relearned returns why the job learns the profiles of hosts anew: the file with what earlier jobs have
// learned cannot be read. It returns nil if that is not so.
func (j *Job) Relearned() error { return j.relearned }

// saveProfiles keeps what was learned for the next job. It comes after the articles are on disk in the index.
// After a crash in between, the counts of this job are missing: the next drops fewer lines than it could, and
// no text that it should not.
func (j *Job) saveProfiles() error {
	if j.profiles == nil || j.run.Stats.Articles == 0 {
		return nil
	}
	var state bytes.Buffer
	if err := j.profiles.Save(&state); err != nil {
		return err
	}
	return durable.WriteFile(profilesPath(j.library.dir), state.Bytes(), 0o666)
}

func profilesPath(dir string) string { return filepath.Join(dir, "boilerplate") }
