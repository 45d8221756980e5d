package extract

import (
	"path/filepath"
	"testing"

	"golang.org/x/tools/txtar"

	"baotinh/pipeline/extract/blocks"
	"baotinh/pipeline/extract/scan"
)

// TestEveryBylineRowIsNeeded shows that each row of the tables of evidence for the writers decides something:
// without it, the golden page that it names comes out otherwise.
func TestEveryBylineRowIsNeeded(t *testing.T) {
	x := New(catalogue(t))
	for i := range bylineSources {
		s := &bylineSources[i]
		t.Run(s.name, func(t *testing.T) {
			lines := s.lines
			testNeed(t, x, s.golden, func() {
				s.lines = func(*page, *scan.Layout, *blocks.Text) []string { return nil }
			}, func() { s.lines = lines })
		})
	}
	for i := range bylineSigns {
		s := &bylineSigns[i]
		t.Run(s.name, func(t *testing.T) {
			points := s.points
			testNeed(t, x, s.golden, func() { s.points = 0 }, func() { s.points = points })
		})
	}
}

// testNeed fails if a golden page comes out as before between disable and enable.
func testNeed(t *testing.T, x *Extractor, golden string, disable, enable func()) {
	t.Helper()
	found, _ := filepath.Glob(filepath.Join(goldenDir, "*", golden+".txtar"))
	if len(found) != 1 {
		t.Fatalf("golden pages named %q: %q", golden, found)
	}
	archive, err := txtar.ParseFile(found[0])
	if err != nil {
		t.Fatal(err)
	}
	page := goldenPage(t, archive)
	_, with := extractGolden(t, x, page)
	disable()
	_, without := extractGolden(t, x, page)
	if enable(); string(with) == string(without) {
		t.Errorf("%s is the same without the row", golden)
	}
}
