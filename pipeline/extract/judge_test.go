package extract

import (
	"path/filepath"
	"testing"

	"golang.org/x/tools/txtar"
)

// TestEverySignIsNeeded shows that each row of the table of evidence decides something: without it, the
// golden page that it names comes out otherwise.
func TestEverySignIsNeeded(t *testing.T) {
	x := New(catalogue(t))
	for i := range signs {
		s := &signs[i]
		t.Run(s.name, func(t *testing.T) {
			found, _ := filepath.Glob(filepath.Join(goldenDir, "*", s.golden+".txtar"))
			if len(found) != 1 {
				t.Fatalf("golden pages named %q: %q", s.golden, found)
			}
			archive, err := txtar.ParseFile(found[0])
			if err != nil {
				t.Fatal(err)
			}
			page := goldenPage(t, archive)
			_, with := extractGolden(t, x, page)
			holds := s.holds
			s.holds = func(*facts) bool { return false }
			_, without := extractGolden(t, x, page)
			if s.holds = holds; string(with) == string(without) {
				t.Errorf("%s is the same without the row", s.golden)
			}
		})
	}
}

func TestSeparatorsHaveTheirSign(t *testing.T) {
	for _, sep := range siteSeparators {
		if !mayHaveSeparator("Hồ đủ nước" + sep + "Báo Mẫu") {
			t.Errorf("mayHaveSeparator misses %q", sep)
		}
	}
}
