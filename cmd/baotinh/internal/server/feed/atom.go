package feed

import (
	"bytes"
	"encoding/xml"
	"time"
)

// The elements of Atom, RFC 4287.
type (
	atomFeed struct {
		XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
		Lang    string      `xml:"xml:lang,attr"`
		ID      string      `xml:"id"`
		Title   string      `xml:"title"`
		Updated string      `xml:"updated"`
		Links   []atomLink  `xml:"link"`
		Author  atomPerson  `xml:"author"`
		Entries []atomEntry `xml:"entry"`
	}
	atomEntry struct {
		ID         string         `xml:"id"`
		Title      string         `xml:"title"`
		Updated    string         `xml:"updated"`
		Published  string         `xml:"published,omitempty"`
		Links      []atomLink     `xml:"link"`
		Authors    []atomPerson   `xml:"author"`
		Categories []atomCategory `xml:"category"`
		Summary    string         `xml:"summary,omitempty"`
		Content    atomContent    `xml:"content"`
	}
	atomLink struct {
		Rel  string `xml:"rel,attr"`
		Type string `xml:"type,attr,omitempty"`
		Href string `xml:"href,attr"`
	}
	atomPerson struct {
		Name string `xml:"name"`
	}
	atomCategory struct {
		Term string `xml:"term,attr"`
	}
	atomContent struct {
		Type string `xml:"type,attr"`
		Text string `xml:",chardata"`
	}
)

// writeAtom writes a feed as Atom.
func writeAtom(b *bytes.Buffer, c *channel) (string, error) {
	f := atomFeed{
		Lang: c.language, ID: c.id, Title: c.title, Updated: stamp(c.updated), Author: atomPerson{"Báo Tỉnh"},
		Links: []atomLink{{"self", "application/atom+xml", c.self}, {"alternate", "text/html", c.page}},
	}
	for _, e := range c.entries {
		entry := atomEntry{
			ID: e.id, Title: e.title, Updated: stamp(e.updated), Summary: e.summary,
			Links:   []atomLink{{"alternate", "text/html", e.link()}, {"related", "text/html", e.stored}},
			Content: atomContent{"html", e.content},
		}
		if !e.published.IsZero() {
			entry.Published = stamp(e.published)
		}
		for _, name := range e.people() {
			entry.Authors = append(entry.Authors, atomPerson{name})
		}
		for _, tag := range e.tags {
			entry.Categories = append(entry.Categories, atomCategory{tag})
		}
		f.Entries = append(f.Entries, entry)
	}
	b.WriteString(xml.Header)
	err := xml.NewEncoder(b).Encode(f)
	return "application/atom+xml; charset=utf-8", err
}

// people returns the authors of an entry, else the newspaper: feed readers show it in their place.
func (e entry) people() []string {
	if len(e.authors) == 0 && e.newspaper != "" {
		return []string{e.newspaper}
	}
	return e.authors
}

func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }
