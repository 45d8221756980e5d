package blocks

import (
	"strings"

	"golang.org/x/net/html"

	"baotinh/pipeline/extract/dom"
	"baotinh/pipeline/extract/lexicon"
	"baotinh/pipeline/extract/scan"
)

// ReadStated returns the text of an article that a page states for programs (schema.org/articleBody): with
// tags, or a paragraph a line. The title is the headline as printed.
func ReadStated(p *scan.Page, body, title string) Text {
	var blocks []block
	if n, ok := dom.Parse(body); ok {
		r := reader{page: p, foreign: func(*html.Node) bool { return false }}
		blocks = r.read(n)
	} else {
		for line := range strings.Lines(body) {
			if lexicon.HasWord(line) {
				blocks = append(blocks, block{text: strings.TrimSpace(line)})
			}
		}
	}
	clean(blocks)
	t := arrange(blocks, head{title: lexicon.Key(title)})
	t.cutDateline()
	return t
}
