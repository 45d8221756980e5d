package main

import (
	"cmp"
	"fmt"
	"strings"

	"baotinh/cmd/baotinh/internal/library"
	"baotinh/cmd/baotinh/internal/messages"
	"baotinh/cmd/baotinh/internal/terminal"
	"baotinh/index"
	"baotinh/pipeline/news"
	"baotinh/pipeline/place"
)

// printedArticle returns an article to be read: title, head, sapo and text in lines of the width of an
// output. With evidence, it says where each field came from.
func printedArticle(a *news.Article, o terminal.Output, m *commandMessages, evidence bool) string {
	var b strings.Builder
	b.WriteString(o.Paragraph("", terminal.Span{Text: a.Title, Style: terminal.Bold}))
	b.WriteString("\n")
	b.WriteString(printedHead(a, o, m, evidence))
	if a.Sapo != "" {
		b.WriteString("\n" + o.Paragraph("", terminal.Span{Text: a.Sapo, Style: terminal.Bold}))
	}
	b.WriteString(printedBlocks(a.Blocks, o, m))
	return b.String()
}

// A headLine is a field in the head of an article.
type headLine struct {
	field    string // of JSON
	value    string
	evidence string
	link     string
}

// headLines returns the fields of the head that an article has.
func headLines(a *news.Article, m *commandMessages, evidence bool) []headLine {
	newspaper := a.Newspaper
	if a.Province != "" {
		newspaper = strings.TrimSpace(fmt.Sprintf("%s (%s)", newspaper, a.Province))
	}
	byline := a.Byline
	if names := strings.Join(a.Authors, ", "); names != byline {
		byline = cmp.Or(byline, names)
		if a.Byline != "" && names != "" && !strings.EqualFold(a.Byline, names) {
			byline += " (" + names + ")"
		}
	}
	lines := []headLine{
		{"newspaper", newspaper, "", ""},
		{"published", m.Reading.Date(a.Published), a.Published.Evidence, ""},
		{"updated", m.Reading.Date(a.Updated), a.Updated.Evidence, ""},
		{"withdrawn", messages.Day(a.WithdrawnAt()), "", ""},
		{"byline", byline, a.Evidence.Byline, ""},
		{"photographers", strings.Join(a.Photographers, ", "), "", ""},
		{"source", a.Source, "", ""},
		{"section", a.Section, "", ""},
		{"type", string(a.Type), a.Evidence.Type, ""},
		{"tags", strings.Join(a.Tags, ", "), "", ""},
		{"dateline", a.Dateline, "", ""},
		{"url", a.URL, "", a.URL},
		{"id", string(a.ID), "", ""},
	}
	if evidence {
		lines = append([]headLine{{"title", "", a.Evidence.Title, ""}}, lines...)
		lines = append(lines,
			headLine{"first_seen", messages.Minute(a.FirstSeen), "", ""},
			headLine{"event", m.Reading.Date(a.Event), a.Event.Evidence, ""},
			headLine{"blocks", "", a.Evidence.Body, ""},
		)
		for _, p := range index.PlacesIn(a) {
			evidence := p.Source.String() + ", " + p.Evidence.String()
			lines = append(lines, headLine{"place", placeLine(p.Unit), evidence, ""})
		}
		for _, w := range a.Warnings {
			lines = append(lines, headLine{"warnings", m.Warning(w.String()), "", ""})
		}
	}
	var known []headLine
	for _, l := range lines {
		if l.value != "" || evidence && l.evidence != "" {
			known = append(known, l)
		}
	}
	return known
}

// maxUnitsNow is how many units of today may stand behind a former one.
const maxUnitsNow = 3

// placeLine returns a unit and, if they are few, the units of today that have its land.
func placeLine(u *place.Unit) string {
	if len(u.Now) == 0 || len(u.Now) > maxUnitsNow {
		return u.Official()
	}
	var now []string
	for _, v := range u.Now {
		now = append(now, v.Official())
	}
	return u.Official() + " → " + strings.Join(now, "; ")
}

func printedHead(a *news.Article, o terminal.Output, m *commandMessages, evidence bool) string {
	lines := headLines(a, m, evidence)
	widest := 0
	for _, l := range lines {
		widest = max(widest, terminal.Width(m.Reading.Label(l.field)))
	}
	var b strings.Builder
	for _, l := range lines {
		lead := "  " + terminal.PadRight(m.Reading.Label(l.field)+":", widest+1) + " "
		spans := []terminal.Span{{Text: l.value, Link: l.link}}
		if evidence && l.evidence != "" {
			spans = append(spans, terminal.Span{
				Text: strings.TrimPrefix(" ← "+l.evidence, cond(l.value == "", " ")), Style: terminal.Dim,
			})
		}
		if l.field == "url" || l.field == "id" { // they are copied
			b.WriteString(lead + o.Line(spans...) + "\n")
			continue
		}
		b.WriteString(o.Paragraph(lead, spans...))
	}
	return b.String()
}

// cond returns s if a condition holds, and else "".
func cond(holds bool, s string) string {
	if holds {
		return s
	}
	return ""
}

// printedBlocks returns the text of an article. Each kind of block keeps its form. An empty line stands
// before each, but not between the items of a list and the rows of a table.
func printedBlocks(blocks []news.Block, o terminal.Output, m *commandMessages) string {
	var b strings.Builder
	for i := 0; i < len(blocks); i++ {
		block := blocks[i]
		if i == 0 || block.Kind != news.List || blocks[i-1].Kind != news.List {
			b.WriteString("\n")
		}
		if block.Kind == news.Table {
			n := i
			for n < len(blocks) && blocks[n].Kind == news.Table {
				n++
			}
			b.WriteString(printedTable(blocks[i:n], o))
			i = n - 1
			continue
		}
		b.WriteString(printedBlock(block, o, m))
	}
	return b.String()
}

// The indent of verses, captions and quotes.
const indent = "    "

func printedBlock(block news.Block, o terminal.Output, m *commandMessages) string {
	text := terminal.Span{Text: block.Text}
	switch block.Kind {
	case news.Heading:
		text.Style = terminal.Bold
		return o.Paragraph(cond(!o.Colour, "# "), text)
	case news.Question:
		text.Style = terminal.Bold
		return o.Paragraph("▸ ", text)
	case news.List:
		return o.Paragraph("  • ", text)
	case news.Quote:
		return prefixed(o, "  │ ", text)
	case news.Verse:
		var b strings.Builder
		for line := range strings.Lines(block.Text) {
			b.WriteString(o.Paragraph(indent, terminal.Span{Text: strings.TrimRight(line, "\n")}))
		}
		return b.String()
	case news.Caption:
		text.Style = terminal.Dim
		spans := []terminal.Span{text}
		if block.Credit != "" {
			credit := cond(block.Text != "", " — ") + m.Reading.Photo + block.Credit
			spans = append(spans, terminal.Span{Text: credit, Style: terminal.Dim})
		}
		return o.Paragraph(indent+"["+m.Reading.Picture+"] ", spans...)
	}
	var b strings.Builder
	for line := range strings.Lines(block.Text) {
		b.WriteString(o.Paragraph("", terminal.Span{Text: strings.TrimRight(line, "\n")}))
	}
	return b.String()
}

// prefixed returns spans as a paragraph of which every line begins with a prefix.
func prefixed(o terminal.Output, prefix string, spans ...terminal.Span) string {
	if o.IsTerminal() {
		o.Width = max(leastWidth/2, o.Width-terminal.Width(prefix))
	}
	var b strings.Builder
	for line := range strings.Lines(o.Paragraph("", spans...)) {
		b.WriteString(prefix + line)
	}
	return b.String()
}

// cellSign stands between the cells of a row of a table.
const cellSign = " | "

// printedTable returns the rows of a table with aligned columns or, if these are too wide, with the cells of
// a row after one another.
func printedTable(rows []news.Block, o terminal.Output) string {
	var widths []int
	for _, r := range rows {
		for i, cell := range strings.Split(r.Text, cellSign) {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], terminal.Width(cell))
		}
	}
	all := 2 + terminal.Width(cellSign)*(len(widths)-1)
	for _, w := range widths {
		all += w
	}
	fits := !o.IsTerminal() || all <= o.Width
	var b strings.Builder
	for _, r := range rows {
		if !fits {
			b.WriteString(o.Paragraph("  ", terminal.Span{Text: r.Text}))
			continue
		}
		cells := strings.Split(r.Text, cellSign)
		for i := range cells {
			cells[i] = terminal.PadRight(cells[i], widths[i])
		}
		line := strings.TrimRight(strings.Join(cells, cellSign), " ")
		b.WriteString("  " + o.Line(terminal.Span{Text: line}) + "\n")
	}
	return b.String()
}

// printedVisits returns the visits to the address of an article, with what each found changed, and the former
// versions that the index knows of.
func printedVisits(a *news.Article, visits []library.Capture, o terminal.Output, m *commandMessages) string {
	r := m.Reading
	var b strings.Builder
	fmt.Fprintf(&b, "%s:\n", r.Visits)
	if len(visits) == 0 {
		b.WriteString(o.Paragraph("  ", terminal.Span{Text: r.NoVisits}))
	}
	for i, v := range visits {
		lead := "  " + v.Date.In(news.Vietnam).Format("02/01/2006 15:04") + "  "
		status := cond(v.Status != 0, fmt.Sprintf("%d  ", v.Status))
		words := r.Changed(v.Changes)
		switch {
		case v.NoArticle != "":
			words = r.NoArticle
		case i == 0:
			words = r.First
		case v.Unchanged:
			words = r.Unchanged
		case v.Status >= 300:
			words = ""
		}
		b.WriteString(o.Paragraph(lead, terminal.Span{Text: strings.TrimRight(status+words, " ")}))
	}
	for _, v := range a.Versions {
		text := r.Version(v)
		b.WriteString(o.Paragraph("  ", terminal.Span{Text: text}))
	}
	return b.String()
}

// printedReprints returns the other articles of a story, of which there are count.
func printedReprints(others []*news.Article, count int, o terminal.Output, m *commandMessages) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s\n", m.Reading.Reprints, m.Count(count))
	for _, a := range others {
		lead := "  " + terminal.PadRight(messages.Day(a.Published.Time), dateColumns) + "  "
		b.WriteString(o.Paragraph(lead,
			terminal.Span{Text: cond(a.Newspaper != "", a.Newspaper+": ")},
			terminal.Span{Text: a.Title, Link: a.URL}))
		if !o.Links {
			b.WriteString(strings.Repeat(" ", terminal.Width(lead)) + a.URL + "\n")
		}
	}
	if count > len(others) {
		fmt.Fprintf(&b, "  …\n")
	}
	return b.String()
}
