package viet_test

import (
	"strings"
	"testing"

	"baotinh/pipeline/viet"
)

func TestTelexCollisions(t *testing.T) {
	for _, row := range table(t, "telex_collisions.tsv") {
		word, _ := strings.CutSuffix(row[0], "(bare)")
		if got, ok := viet.DecodeTelex(word); !ok || got != row[1] {
			t.Errorf("DecodeTelex(%q) = %q %v, want %q", word, got, ok, row[1])
		}
	}
}
