package feed

import (
	"html"
	"html/template"
	"strings"

	"baotinh/cmd/baotinh/internal/messages"
	"baotinh/cmd/baotinh/internal/terminal"
	"baotinh/cmd/baotinh/internal/watch"
)

// contentTemplate is the HTML of an entry. All that it is made of is text.
var contentTemplate = template.Must(template.New("entry").Parse(
	`{{with .Origin}}<p>{{.}}</p>{{end}}{{with .Sapo}}<p><strong>{{.}}</strong></p>{{end}}` +
		`{{with .Snippet}}<p>{{range .}}{{if .Marked}}<mark>{{.Text}}</mark>{{else}}{{.Text}}{{end}}` +
		`{{end}}</p>{{end}}` +
		`{{range .Changes}}<ul>{{range .Removed}}<li>{{$.Words.Removed}}<del>{{.}}</del></li>{{end}}` +
		`{{range .Added}}<li>{{$.Words.Added}}<ins>{{.}}</ins></li>{{end}}</ul>{{end}}` +
		`{{if .Others}}<p>{{.Words.Others}}{{.Others}}</p>{{end}}<p>{{with .Original}}` +
		`<a href="{{.}}">{{$.Words.Original}}</a> · {{end}}<a href="{{.Stored}}">{{.Words.Stored}}</a></p>`))

// A span is a piece of a snippet.
type span struct {
	Text   string
	Marked bool
}

// content returns the HTML of an entry.
func content(
	e entry, snippet string, others []watch.Reprint, changes []watch.Correction, m *messages.Messages,
) (string, error) {
	var names []string
	for _, o := range others {
		if o.Newspaper != "" {
			names = append(names, clean(o.Newspaper))
		}
	}
	for i := range changes {
		changes[i].Removed, changes[i].Added = cleaned(changes[i].Removed), cleaned(changes[i].Added)
	}
	var b strings.Builder
	err := contentTemplate.Execute(&b, map[string]any{
		"Origin": strings.Join(append([]string{e.newspaper}, e.tags...), " · "), "Sapo": e.summary,
		"Snippet": spansOf(snippet), "Changes": changes, "Others": strings.Join(names, ", "),
		"Original": e.original, "Stored": e.stored, "Words": m.Watches,
	})
	return b.String(), err
}

// spansOf returns the pieces of a snippet, which is escaped text with <mark>.
func spansOf(snippet string) []span {
	var all []span
	for snippet != "" {
		before, after, _ := strings.Cut(snippet, "<mark>")
		marked, rest, _ := strings.Cut(after, "</mark>")
		for _, s := range [...]span{{before, false}, {marked, true}} {
			if s.Text = clean(html.UnescapeString(s.Text)); s.Text != "" {
				all = append(all, s)
			}
		}
		snippet = rest
	}
	return all
}

// clean returns a text without control characters, which XML cannot hold.
func clean(s string) string { return terminal.Clean(s) }

func cleaned(all []string) []string {
	for i := range all {
		all[i] = clean(all[i])
	}
	return all
}
