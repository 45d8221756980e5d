package watch

import (
	"crypto/sha256"
	"encoding/hex"

	"baotinh/pipeline/news"
	"baotinh/pipeline/viet"
)

// A Correction is what changed in a part of an article: the sentences that are gone and those that are new.
type Correction struct {
	Field   string   `json:"field"` // title, sapo or text
	Removed []string `json:"removed,omitempty"`
	Added   []string `json:"added,omitempty"`
}

// Changes returns what changed from one article to another in title, sapo and text.
func Changes(from, to *news.Article) []Correction {
	var all []Correction
	add := func(field string, from, to []string) {
		if c := (Correction{field, without(from, to), without(to, from)}); len(c.Removed)+len(c.Added) > 0 {
			all = append(all, c)
		}
	}
	add("title", sentences(from.Title), sentences(to.Title))
	add("sapo", sentences(from.Sapo), sentences(to.Sapo))
	add("text", sentencesOf(from), sentencesOf(to))
	return all
}

// sentencesOf returns the sentences of the text of an article.
func sentencesOf(a *news.Article) []string {
	var all []string
	for _, b := range a.Blocks {
		all = append(all, sentences(b.Text)...)
	}
	return all
}

func sentences(text string) []string {
	var all []string
	for i, j := range viet.Sentences(text) {
		all = append(all, text[i:j])
	}
	return all
}

// without returns the sentences of all that others lacks. One that is there twice and once there, is once
// among them.
func without(all, others []string) []string {
	left := map[string]int{}
	for _, s := range others {
		left[s]++
	}
	var missing []string
	for _, s := range all {
		if left[s]--; left[s] < 0 {
			missing = append(missing, s)
		}
	}
	return missing
}

// digest returns a digest of what Changes compares.
func digest(a *news.Article) string {
	hash := sha256.New()
	write := func(s string) { hash.Write(append([]byte(s), 0)) }
	write(a.Title)
	write(a.Sapo)
	for _, b := range a.Blocks {
		write(b.Text)
	}
	return hex.EncodeToString(hash.Sum(nil)[:12])
}
