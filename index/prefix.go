package index

import (
	"errors"
	"fmt"

	"baotinh/index/query"
	"baotinh/index/store"
)

// ErrTooBroad is returned for a query whose words with * stand for too many words.
var ErrTooBroad = errors.New("stands for too many words: write more letters before the *")

// maxExpansion bounds the terms that all prefixes of a query together stand for: th* and ng* stand for 1,500 in 50,000
// articles.
const maxExpansion = 4096

// A prefixKey is the beginning of words of the text, or of titles.
type prefixKey struct {
	field query.Field
	text  string
}

// expand finds the terms that the prefixes in some nodes stand for.
func (x *search) expand(nodes []*query.Node) error {
	for _, n := range nodes {
		if err := x.expand(n.Nodes); err != nil {
			return err
		}
		if n.Op != query.Prefix || n.Field != "" && n.Field != query.Title {
			continue
		}
		key := prefixKey{n.Field, n.Text}
		if _, ok := x.prefixes[key]; ok {
			continue
		}
		terms := x.terms(n)
		x.prefixes[key] = terms
		if x.expanded += len(terms); x.expanded > maxExpansion {
			return fmt.Errorf("%s* %w", n.Text, ErrTooBroad)
		}
	}
	return x.failed()
}

// terms returns the terms that begin as a prefix, in the spelling typed or, if typed without marks, in any, but not many
// more than are allowed.
func (x *search) terms(n *query.Node) []term {
	words := n.Words
	if len(words) != 1 {
		return nil
	}
	fields := []string{store.FieldText, store.FieldTextFold}
	if n.Field == query.Title {
		fields = []string{store.FieldTitle, store.FieldTitleFold}
	}
	if words[0].Exact != words[0].Fold {
		fields = fields[:1]
	}
	var all []term
	seen := map[term]bool{}
	for _, e := range x.segments {
		for _, field := range fields {
			e.terms(field, words[0].Exact, func(text string) bool {
				if t := (term{field, text}); !seen[t] {
					seen[t] = true
					all = append(all, t)
				}
				return len(all) <= maxExpansion
			})
		}
	}
	return all
}
