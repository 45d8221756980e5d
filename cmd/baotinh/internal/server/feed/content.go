package feed

import (
	"html/template"
	"strings"

	"baotinh/cmd/baotinh/internal/messages"
	"baotinh/cmd/baotinh/internal/terminal"
	"baotinh/cmd/baotinh/internal/watch"
	"baotinh/index"
)

// contentTemplate is the HTML of an entry. All that it is made of is text.
var contentTemplate = template.Must(template.New("entry").Parse(
	`{{with .Origin}}<p>{{.}}</p>{{end}}{{with .Sapo}}<p><strong>{{.}}</strong></p>{{end}}` +
		`{{with .Snippet}}<p>{{range .}}{{if .Match}}<mark>{{.Text}}</mark>{{else}}{{.Text}}{{end}}` +
		`{{end}}</p>{{end}}` +
		`{{range .Changes}}<ul>{{range .Removed}}<li>{{$.Words.Removed}}<del>{{.}}</del></li>{{end}}` +
		`{{range .Added}}<li>{{$.Words.Added}}<ins>{{.}}</ins></li>{{end}}</ul>{{end}}` +
		`{{if .Others}}<p>{{.Words.Others}}{{.Others}}</p>{{end}}<p>{{with .Original}}` +
		`<a href="{{.}}">{{$.Words.Original}}</a> · {{end}}<a href="{{.Stored}}">{{.Words.Stored}}</a></p>`))

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
		"Snippet": index.Parts(clean(snippet)), "Changes": changes, "Others": strings.Join(names, ", "),
		"Original": e.original, "Stored": e.stored, "Words": m.Watches,
	})
	return b.String(), err
}

// clean returns a text without control characters, which XML cannot hold.
func clean(s string) string { return terminal.Clean(s) }

func cleaned(all []string) []string {
	for i := range all {
		all[i] = clean(all[i])
	}
	return all
}
