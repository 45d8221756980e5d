package search

import (
	"strings"

	"baotinh/index/query"
	"baotinh/index/segment"
)

// Words in groups, negations and filters are found as those outside of them are: neighbours are a run, which
// has a plan of its own, with its synonyms. So (UBND OR lũ) finds all that UBND finds, and -UBND the rest.

// isPlainWord reports whether a node is a word outside of quotation marks and fields.
func isPlainWord(n *query.Node) bool { return n.Op == query.Word && n.Field == "" }

// runs calls f with each run of plain words among nodes that are required together, and with each other node.
func runs(nodes []*query.Node, f func(run []*query.Node)) {
	for len(nodes) > 0 {
		n := 0
		for n < len(nodes) && isPlainWord(nodes[n]) {
			n++
		}
		n = max(n, 1)
		f(nodes[:n])
		nodes = nodes[n:]
	}
}

// runKey tells runs with different words apart.
func runKey(run []*query.Node) string {
	var texts []string
	for _, n := range run {
		texts = append(texts, n.Text)
	}
	return strings.Join(texts, " ")
}

// addRuns makes the plans of the runs of plain words among nodes that are required together, and below them.
func (ex *expansion) addRuns(c corpus, nodes []*query.Node) {
	runs(nodes, func(run []*query.Node) {
		switch n := run[0]; {
		case !isPlainWord(n) && n.Op == query.All:
			ex.addRuns(c, n.Nodes)
		case !isPlainWord(n):
			for i := range n.Nodes {
				ex.addRuns(c, n.Nodes[i:i+1])
			}
		default:
			key := runKey(run)
			if _, ok := ex.runs[key]; ok {
				return
			}
			p := newPlan(&query.Node{Op: query.All, Nodes: run}, exactPhrases, ex)
			p.addGlued(c)
			ex.runs[key] = p
		}
	})
}

// withRun returns the documents that have a run of plain words. The caller must not change them.
func (s *segmentReader) withRun(run []*query.Node, ex *expansion) segment.Bitset {
	key := leafKey{op: query.All, text: runKey(run)}
	docs, ok := s.leaves[key]
	if ok {
		return docs
	}
	docs = s.clone(s.Live)
	p := ex.runs[key.text]
	c := s.collect(p)
	for i, found := range c.exact {
		if p.terms[i].occur == must {
			docs.And(found)
		}
	}
	ex.noteNeeded(key.text, c, docs)
	s.leaves[key] = docs
	return docs
}
