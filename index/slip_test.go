package index

import (
	"slices"
	"strings"
	"testing"
)

func TestSlips(t *testing.T) {
	for _, tt := range []struct {
		name, word string
		kind       slipKind
		want       string // some of those of the kind
		not        string // of any kind
	}{
		{"another tone", "sữa", slipMark, "sửa sứa", "sưạ"},
		{"no tone", "lạng", slipMark, "lang", ""},
		{"a tone is missing", "viêt", slipMark, "việt viết", "viền"},
		{"another mark", "đường", slipMark, "dường đưỡng", "duong"},
		{"both marks of uo", "tuong", slipMark, "", "tương"},
		{"both marks of uo, with a tone", "nguời", slipMark, "người nguồi", ""},
		{"s and x", "sung", slipSound, "xung", ""},
		{"ch and tr", "trân", slipSound, "chân", ""},
		{"d and gi", "dành", slipSound, "giành rành", ""},
		{"gi, whose i is the rhyme's too", "giếng", slipSound, "diếng riếng", ""},
		{"đ is no d", "đành", slipSound, "", "giành"},
		{"n and l", "nạng", slipSound, "lạng", "lgạng"},
		{"ng is no n", "ngon", slipSound, "ngong", "lgon"},
		{"final n and ng", "lan", slipSound, "lang", ""},
		{"final t and c, with the tone of a stop", "mắt", slipSound, "mắc", ""},
		{"letters swapped", "tiên", slipKey, "", "itên"},
		{"letters swapped in what is no syllable", "tinê", slipKey, "tiên", ""},
		{"a letter doubled", "vĩnnh", slipKey, "vĩnh", ""},
		{"a key beside", "bưa", slipKey, "vưa nưa hưa", ""},
		{"a word with marks is to be a syllable", "ngỉ", slipMissed, "nghỉ", "ng"},
		{"a letter is missing", "ché", slipMissed, "chém chéo", ""},
		{"the tone moves to its place", "hóa", slipMissed, "hoán", "hóan"},
		{"a foreign name", "pesie", slipMissed, "persie", ""},
		{"a letter too many", "điênj", slipLetter, "điên", ""},
	} {
		var of, all []string
		for _, s := range slips(tt.word) {
			all = append(all, s.text)
			if s.kind == tt.kind {
				of = append(of, s.text)
			}
		}
		for want := range strings.FieldsSeq(tt.want) {
			if !slices.Contains(of, want) {
				t.Errorf("%s: %q is no slip of %q: %q", tt.name, want, tt.word, of)
			}
		}
		if tt.not != "" && slices.Contains(all, tt.not) {
			t.Errorf("%s: %q is a slip of %q", tt.name, tt.not, tt.word)
		}
	}
	if got := slips(strings.Repeat("a", 1000)); got != nil {
		t.Errorf("%d slips of a very long word, want none", len(got))
	}
}
