package newspaper

import (
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
)

// The quick look at a path finds what the expression finds that it stands for.
func TestEndsInNumberIsThePattern(t *testing.T) {
	const form = `-(?:post|postid|a)?\d{4,}(?:\.(?:html?|aspx|bbg)|/)?$`
	pattern := regexp.MustCompile(form)
	pieces := []string{
		"-", "a", "post", "postid", "1234", "567", "8", "٣", ".html", ".htm", ".aspx", ".bbg", "/", ".",
	}
	r := rand.New(rand.NewPCG(1, 2))
	matched := 0
	for range 100_000 {
		var b strings.Builder
		for range 1 + r.IntN(7) {
			b.WriteString(pieces[r.IntN(len(pieces))])
		}
		path := "/" + b.String()
		want := pattern.MatchString(path)
		if got := endsInNumber(path); got != want {
			t.Fatalf("endsInNumber(%+q) = %v, want %v", path, got, want)
		}
		if want {
			matched++
		}
	}
	if matched < 1000 {
		t.Errorf("only %d paths match", matched)
	}
	beginning := `(?:-(?:post|postid|a)?\d{4,}|-[0-9a-f]{7})(?:\.(?:html?|aspx|bbg)|/)?$`
	if !strings.HasPrefix(defaultArticle, beginning) {
		t.Errorf("defaultArticle begins otherwise: %s", defaultArticle)
	}
}
