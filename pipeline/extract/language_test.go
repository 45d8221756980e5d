package extract

import (
	"strings"
	"testing"
)

// TestTrimSigns compares the quick way with the plain one.
func TestTrimSigns(t *testing.T) {
	for _, word := range [...]string{
		"bản", "(bản", "bản)", "“Ẩm", "thực”", "đủ…", "…", "-", "12%", "3,5", "à", "Ấ", "’em", "–", "€",
	} {
		if got, want := trimSigns(word), strings.Trim(word, ".,;:!?…()[]\"'“”‘’-–/"); got != want {
			t.Errorf("trimSigns(%+q) = %+q, want %+q", word, got, want)
		}
	}
}
