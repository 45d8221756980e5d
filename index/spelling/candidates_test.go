package spelling

import (
	"slices"
	"strings"
	"testing"
)

func TestCandidates(t *testing.T) {
	for _, tt := range []struct {
		name, word string
		edit       Edit
		want       string // some of the candidates with the edit
		not        string // no candidate
	}{
		{"another tone", "sữa", Mark, "sửa sứa", "sưạ"},
		{"no tone", "lạng", Mark, "lang", ""},
		{"a tone is missing", "viêt", Mark, "việt viết", "viền"},
		{"another mark", "đường", Mark, "dường đưỡng", "duong"},
		{"both marks of uo", "tuong", Mark, "", "tương"},
		{"both marks of uo, with a tone", "nguời", Mark, "người nguồi", ""},
		{"s and x", "sung", Sound, "xung", ""},
		{"ch and tr", "trân", Sound, "chân", ""},
		{"d and gi", "dành", Sound, "giành rành", ""},
		{"gi, whose i is the rhyme's too", "giếng", Sound, "diếng riếng", ""},
		{"đ is no d", "đành", Sound, "", "giành"},
		{"n and l", "nạng", Sound, "lạng", "lgạng"},
		{"ng is no n", "ngon", Sound, "ngong", "lgon"},
		{"final n and ng", "lan", Sound, "lang", ""},
		{"final t and c, with the tone of a stop", "mắt", Sound, "mắc", ""},
		{"letters swapped", "tiên", Key, "", "itên"},
		{"letters swapped in what is no syllable", "tinê", Key, "tiên", ""},
		{"a letter doubled", "vĩnnh", Key, "vĩnh", ""},
		{"a key beside", "bưa", Key, "vưa nưa hưa", ""},
		{"a word with marks is to be a syllable", "ngỉ", Omission, "nghỉ", "ng"},
		{"a letter is missing", "ché", Omission, "chém chéo", ""},
		{"the tone moves to its place", "hóa", Omission, "hoán", "hóan"},
		{"a foreign name", "pesie", Omission, "persie", ""},
		{"a letter too many", "điênj", Letter, "điên", ""},
	} {
		var of, all []string
		for _, c := range Candidates(tt.word) {
			all = append(all, c.Text)
			if c.Edit == tt.edit {
				of = append(of, c.Text)
			}
		}
		for want := range strings.FieldsSeq(tt.want) {
			if !slices.Contains(of, want) {
				t.Errorf("%s: %q is no candidate for %q: %q", tt.name, want, tt.word, of)
			}
		}
		if tt.not != "" && slices.Contains(all, tt.not) {
			t.Errorf("%s: %q is a candidate for %q", tt.name, tt.not, tt.word)
		}
	}
	if got := Candidates(strings.Repeat("a", 1000)); got != nil {
		t.Errorf("%d candidates for a very long word, want none", len(got))
	}
}
