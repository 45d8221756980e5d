package store

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"baotinh/pipeline/viet"
)

// Read letter by letter, the spellings of a fold are those that a look at all terms finds.
func TestSpellingsOfAFold(t *testing.T) {
	s := testStore(t,
		article(1, "Đường lên Ô Quy Hồ", "Người đi bộ, ngươi và ngưòi; ông Âu, bà Ấu, ý kiến."),
		article(2, "Duong xa", "El Niño, façade, Ức và ức, đồi, dõi, doi, нога, 11 tỷ."))
	snap, err := s.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer snap.Close()
	all := map[string][]string{"": nil, "ngoai": nil}
	seg := snap.Segments[0]
	for e, err := range seg.Terms(FieldText, "") {
		if err != nil {
			t.Fatal(err)
		}
		term := string(e.Term)
		fold := string(viet.AppendFoldLower(nil, term))
		if fold == term {
			all[fold] = slices.Clone(all[fold]) // there may be spellings of it
			continue
		}
		all[fold] = append(all[fold], term)
	}
	for fold, want := range all {
		got, err := seg.Spellings(fold)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("spellings of %q (-want +got):\n%s", fold, diff)
		}
	}
	if diff := cmp.Diff([]string{"đường"}, all["duong"]); diff != "" {
		t.Errorf("spellings of duong (-want +got):\n%s", diff)
	}
}
