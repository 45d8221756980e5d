package deliver

import (
	"bytes"
	"embed"
	htmltemplate "html/template"
	"net/url"
	"strings"
	texttemplate "text/template"

	"baotinh/cmd/baotinh/internal/messages"
	"baotinh/cmd/baotinh/internal/terminal"
	"baotinh/cmd/baotinh/internal/watch"
	"baotinh/index"
	"baotinh/pipeline/news"
)

//go:embed digest.html digest.txt
var templates embed.FS

var (
	htmlDigest = htmltemplate.Must(htmltemplate.ParseFS(templates, "digest.html"))
	textDigest = texttemplate.Must(texttemplate.ParseFS(templates, "digest.txt"))
)

// A view is a digest as the templates show it.
type view struct {
	Headline string
	Words    *messages.Watches
	Query    string
	Stories  []story
}

// A story is a group of items as the templates show it.
type story struct {
	line
	Reprints []line
	Others   string // newspapers of other articles of the story
}

// A line is an item as the templates show it.
type line struct {
	Kind    string
	Title   string
	Origin  string // newspaper, province, date
	Sapo    string
	Snippet []index.Part
	Changes []change
	URL     string // of the newspaper; empty: none that is safe
	Stored  string // of the article here; empty: the address of the page is not known
}

// A change is a sentence that was removed or added.
type change struct {
	Label string // before it: "Bỏ: ", "Thêm: (nhan đề) "
	Text  string
	Added bool
}

// Text returns a digest as text. page is the URL of `baotinh serve` for links, or empty.
func Text(d *watch.Digest, page string, m *messages.Messages) (string, error) {
	var b bytes.Buffer
	err := textDigest.Execute(&b, viewOf(d, page, m))
	return b.String(), err
}

// HTML returns a digest as a page of HTML without outside parts, for mail and print.
func HTML(d *watch.Digest, page string, m *messages.Messages) (string, error) {
	var b bytes.Buffer
	err := htmlDigest.Execute(&b, viewOf(d, page, m))
	return b.String(), err
}

func viewOf(d *watch.Digest, page string, m *messages.Messages) view {
	v := view{Headline: terminal.Clean(m.DigestOf(d)), Words: m.Watches, Query: terminal.Clean(d.Watch.Query)}
	for _, g := range d.Stories {
		s := story{line: lineOf(g.Lead(), page, m)}
		shown := map[news.ID]bool{}
		for n, i := range g.Items {
			shown[i.Article.ID] = true
			if n > 0 {
				s.Reprints = append(s.Reprints, lineOf(i, page, m))
			}
		}
		var others []string
		for _, o := range g.Lead().Story.Others {
			if !shown[o.ID] && o.Newspaper != "" {
				others = append(others, terminal.Clean(o.Newspaper))
			}
		}
		s.Others = strings.Join(others, ", ")
		v.Stories = append(v.Stories, s)
	}
	return v
}

func lineOf(i watch.Item, page string, m *messages.Messages) line {
	l := line{
		Kind: m.Watches.Kinds[i.Kind], Title: terminal.Clean(i.Article.Title), Origin: originOf(i.Article),
		Sapo: terminal.Clean(i.Sapo), URL: safeURL(i.Article.URL),
		Snippet: index.Parts(terminal.Clean(i.Article.Snippet)),
	}
	if page != "" {
		l.Stored = strings.TrimSuffix(page, "/") + "/bai/" + string(i.Article.ID)
	}
	names := map[string]string{"title": m.Watches.Title, "sapo": m.Watches.Sapo}
	for _, c := range i.Changes {
		field := names[c.Field]
		if field != "" {
			field = "(" + field + ") "
		}
		for _, s := range c.Removed {
			l.Changes = append(l.Changes, change{m.Watches.Removed + field, terminal.Clean(s), false})
		}
		for _, s := range c.Added {
			l.Changes = append(l.Changes, change{m.Watches.Added + field, terminal.Clean(s), true})
		}
	}
	return l
}

// originOf returns "Báo Lạng Sơn · Lạng Sơn · 30/11/2026 06:12".
func originOf(h index.Hit) string {
	var words []string
	for _, s := range [...]string{h.Newspaper, h.Province, messages.Date(h.Published)} {
		if s != "" {
			words = append(words, terminal.Clean(s))
		}
	}
	return strings.Join(words, " · ")
}

// safeURL returns a URL that a mail may link to, else nothing.
func safeURL(s string) string {
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	return s
}
