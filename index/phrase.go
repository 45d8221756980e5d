package index

import (
	"baotinh/index/query"
	"baotinh/index/vi"
	"baotinh/pipeline/news"
)

// A phrase must be in the text of an article, or in its title, word by word.
type phrase struct {
	words   []vi.Word
	inTitle bool
}

// phrases returns the phrases that every hit must have. The index knows pairs of words, and those by their hashes: it
// finds every article that has a phrase, and now and then one that has not. So the hits that are shown are read again.
func phrases(q, filter *query.Node) []phrase {
	var all []phrase
	for _, root := range []*query.Node{q, filter} {
		for _, n := range root.Nodes {
			if n.Op != query.Phrase || n.Field != "" && n.Field != query.Title {
				continue
			}
			if words := vi.AppendWords(nil, n.Text); len(words) > 1 {
				all = append(all, phrase{words, n.Field == query.Title})
			}
		}
	}
	return all
}

// maxFalse is how many hits that turn out not to have a phrase are replaced by the next ones.
const maxFalse = 100

// in reports whether an article has the phrase.
func (p phrase) in(a *news.Article) bool {
	has := func(text string) bool { return indexWords(vi.AppendWords(nil, text), p.words, false) >= 0 }
	if has(a.Title) {
		return true
	}
	if p.inTitle {
		return false
	}
	if has(a.Sapo) {
		return true
	}
	for _, b := range a.Blocks {
		if has(b.Text) {
			return true
		}
	}
	for _, name := range a.Authors {
		if has(name) {
			return true
		}
	}
	return false
}
