package store

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// damageByte changes a byte in the middle of a segment of a shard.
func damageByte(t *testing.T, dir, shard string) string {
	t.Helper()
	segments, err := filepath.Glob(filepath.Join(enginePath(dir, shard), "*.zap"))
	if err != nil || len(segments) == 0 {
		t.Fatalf("segments of %s: %q, %v", shard, segments, err)
	}
	text, err := os.ReadFile(segments[0])
	if err != nil {
		t.Fatal(err)
	}
	text[len(text)/2] ^= 1
	if err := errors.Join(os.Remove(segments[0]), os.WriteFile(segments[0], text, 0o600)); err != nil {
		t.Fatal(err)
	}
	return filepath.Base(segments[0])
}

func TestDamagedShardIsNamedAndMendedAlone(t *testing.T) {
	for name, damage := range map[string]func(t *testing.T, dir string){
		"a byte of a segment": func(t *testing.T, dir string) { damageByte(t, dir, "2000") },
		"no folder": func(t *testing.T, dir string) {
			if err := os.RemoveAll(shardPath(dir, "2000")); err != nil {
				t.Fatal(err)
			}
		},
		"an empty root": func(t *testing.T, dir string) {
			if err := os.Truncate(filepath.Join(enginePath(dir, "2000"), rootFile), 0); err != nil {
				t.Fatal(err)
			}
		},
		"no segments": func(t *testing.T, dir string) {
			segments, _ := filepath.Glob(filepath.Join(enginePath(dir, "2000"), "*.zap"))
			for _, s := range segments {
				if err := os.Remove(s); err != nil {
					t.Fatal(err)
				}
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			random := rand.New(rand.NewPCG(1, 2))
			all := newArchive(random, 30, 60)
			old, dir := filepath.Join(t.TempDir(), "index"), filepath.Join(t.TempDir(), "index")
			s := openTest(t, old)
			for i := range all {
				all.put(t, s, i)
			}
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			damage(t, old)
			_, err := OpenOrCreate(old, Options{})
			shard, ok := errors.AsType[*ShardError](err)
			if !ok || shard.Shard != "2000" || !errors.Is(err, ErrCorrupt) {
				t.Fatalf("OpenOrCreate: %v, want an error about shard 2000", err)
			}

			before := files(t, old, "2010")
			s, damaged, err := Recover(old, dir, Options{})
			if err != nil || !slices.Equal(damaged, []string{"2000"}) {
				t.Fatalf("Recover: damaged %q, %v, want 2004", damaged, err)
			}
			for i := range all {
				all.put(t, s, i)
			}
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			s = openTest(t, dir)
			defer s.Close()
			all.model().check(t, s)
			if p := s.Position(); p.Offset != int64(len(all)) {
				t.Errorf("position %d, want the end", p.Offset)
			}
			after := files(t, dir, "2010")
			for name, info := range before {
				if name != rootFile && !os.SameFile(info, after[name]) {
					t.Errorf("%s of 2010 was written", name)
				}
			}
		})
	}
}

func TestWriterNamesShardAndFile(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "index")
	s := openTest(t, dir)
	put(t, s, dated(1, 2004, 0), dated(2, 2014, 0))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	file := damageByte(t, dir, "2010")
	_, err := OpenOrCreate(dir, Options{})
	if err == nil || !strings.Contains(err.Error(), "shard 2010: ") || !strings.Contains(err.Error(), file) {
		t.Errorf("%v, want shard 2010 and %s", err, file)
	}
}

// Whatever is damaged, and whatever moved from where to where, and whatever the archive got since.
func TestMendAnything(t *testing.T) {
	for seed := range uint64(8) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			random := rand.New(rand.NewPCG(seed, 1))
			all := newArchive(random, 12, 60)
			old, dir := filepath.Join(t.TempDir(), "index"), filepath.Join(t.TempDir(), "index")
			s := openTest(t, old)
			for i := range len(all) - random.IntN(20) {
				all.put(t, s, i)
				if random.IntN(10) == 0 {
					if err := s.Flush(t.Context()); err != nil {
						t.Fatal(err)
					}
				}
			}
			shards := slices.Clone(s.manifest.Shards)
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			var lost []string
			for _, name := range shards {
				if random.IntN(2) == 0 {
					lost = append(lost, name)
					if err := os.RemoveAll(enginePath(old, name)); err != nil {
						t.Fatal(err)
					}
				}
			}

			s, damaged, err := Recover(old, dir, Options{})
			if err != nil || !slices.Equal(damaged, lost) {
				t.Fatalf("Recover: damaged %q, %v, want %q", damaged, err, lost)
			}
			defer s.Close()
			for i := range all {
				all.put(t, s, i)
				if len(s.writer.open) > 0 && random.IntN(4) == 0 {
					if err := s.submit(s.writer.open[0]); err != nil {
						t.Fatal(err)
					}
				}
			}
			if err := s.Flush(t.Context()); err != nil {
				t.Fatal(err)
			}
			all.model().check(t, s)
		})
	}
}

func TestLinkOrCopy(t *testing.T) {
	dir := t.TempDir()
	from, link := filepath.Join(dir, "from"), filepath.Join(dir, "link")
	missing := filepath.Join(dir, "missing")
	if err := os.WriteFile(from, []byte("mưa"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := linkOrCopy(from, link); err != nil {
		t.Fatal(err)
	}
	if err := linkOrCopy(missing, filepath.Join(dir, "to")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("of a missing file: %v, want fs.ErrNotExist", err)
	}
	copied := filepath.Join(dir, "copy")
	if err := copyFile(from, copied); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{link, copied} {
		if text, err := os.ReadFile(path); err != nil || string(text) != "mưa" {
			t.Errorf("%s: %q, %v", path, text, err)
		}
	}
}
