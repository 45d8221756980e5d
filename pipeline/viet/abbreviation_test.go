package viet

import (
	"strings"
	"testing"
)

func TestLongFormsBeginWithTheirFirstWord(t *testing.T) {
	for line := range strings.Lines(abbreviationData) {
		_, rest, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		for long := range strings.SplitSeq(rest, "; ") {
			first := AppendTokens(nil, long)[0]
			if !BeginsLongForm(strings.ToUpper(long[first.Start:first.End])) {
				t.Errorf("BeginsLongForm denies the first word of %q", long)
			}
		}
	}
	for _, word := range []string{"mưa", "", "ủ"} {
		if BeginsLongForm(word) {
			t.Errorf("BeginsLongForm(%q), want none", word)
		}
	}
}
