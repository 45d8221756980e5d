package search

import (
	"baotinh/index/analysis"
	"baotinh/index/query"
)

// A corpus tells what the documents say about the words of a query. It is what understanding a query needs
// to know of an index. The error is the first one that occurred; after it, all numbers are 0.
type corpus interface {
	// docFreq returns the number of documents that have one of some terms.
	docFreq(terms []term) int
	// sumDocFreq returns the sum of the numbers of documents that have each of some terms.
	sumDocFreq(terms []term) int
	// sequenceFreq returns the number of documents that have words side by side, as far as pairs tell.
	sequenceFreq(words []analysis.Word) int
	// besideFreq returns the number of documents that have a word, one of the terms of another and their
	// pair.
	besideFreq(word term, other []term, pair term) int
	// has reports whether a document has a word.
	has(w analysis.Word) bool
	// association returns the share of the documents with the rarer one of two words that have them side by
	// side, and the number of these.
	association(left, right analysis.Word) (share, docs float64)
	// prefixTerms returns the terms that begin with a prefix, if the corpus lists them.
	prefixTerms(n *query.Node) []term
	err() error
}
