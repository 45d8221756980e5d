package main

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"baotinh/cmd/baotinh/internal/messages"
	"baotinh/cmd/baotinh/internal/terminal"
	"baotinh/index"
	"baotinh/pipeline/news"
)

// indentation is that of the lines of a hit under its title.
const indentation = "    "

// printResult prints an answer. The first hit has number from+1; next returns the command that prints the
// page behind a cursor.
func (r *reader) printResult(result *index.Result, from int, next func(cursor string) string) error {
	var b strings.Builder
	if r.quiet {
		for _, h := range result.Hits {
			fmt.Fprintln(&b, h.ID)
		}
		_, err := io.WriteString(r, b.String())
		return err
	}
	b.WriteString(r.line(r.Count(result.Total) + r.CountStories(result) + r.Share(result.Share) +
		r.Took(result.TookMS)))
	if result.Sample != nil {
		b.WriteString(r.line(r.Sampled(result.Sample)))
	}
	for _, rewrite := range result.Rewrites {
		if !rewrite.Relaxes() {
			b.WriteString(r.line(r.Rewrite(rewrite)))
		}
	}
	b.WriteString(r.offered(result))
	if result.Further > 0 {
		b.WriteString(r.line(r.Relaxed(result)))
	}
	if result.Suggestion != "" {
		b.WriteString(r.screen.Paragraph("", terminal.Span{Text: r.Suggestion},
			terminal.Span{Text: result.Suggestion, Style: terminal.Bold}))
	}
	for i, h := range result.Hits {
		switch before := result.Hits[max(0, i-1)]; {
		case h.Relaxed && !before.Relaxed:
			fmt.Fprintf(&b, "\n%s", r.line("── "+r.Relaxed(result)))
		case h.Apart && !before.Apart:
			fmt.Fprintf(&b, "\n%s", r.line("── "+r.Apart+r.Count(result.Apart)))
		}
		b.WriteByte('\n')
		r.printHit(&b, from+i+1, h)
	}
	r.printCounts(&b, result)
	if result.Next != "" {
		fmt.Fprintf(&b, "\n%s%s\n", r.More, next(result.Next)) // not wrapped: it is to be copied
	}
	_, err := io.WriteString(r, b.String())
	return err
}

// line returns a line of text, wrapped on a terminal.
func (r *reader) line(text string) string {
	return r.screen.Paragraph("", terminal.Span{Text: text})
}

// printHit prints a hit under its number.
func (r *reader) printHit(b *strings.Builder, n int, h index.Hit) {
	title := spans(h.Marked, terminal.Bold)
	if h.Marked == "" {
		title = []terminal.Span{{Text: h.Title, Style: terminal.Bold}}
	}
	for i := range title {
		title[i].Link = h.URL
	}
	b.WriteString(r.screen.Paragraph(fmt.Sprintf("%2d. ", n), title...))

	words := origin(h)
	if !r.screen.IsTerminal() && h.URL != "" {
		words = append(words, h.URL)
	}
	if !h.Withdrawn.IsZero() {
		words = append(words, r.Withdrawn+h.Withdrawn.In(news.Vietnam).Format("02/01/2006"))
	}
	if len(words) > 0 {
		dim := terminal.Span{Text: strings.Join(words, " · "), Style: terminal.Dim}
		b.WriteString(r.screen.Paragraph(indentation, dim))
	}
	if r.screen.IsTerminal() && h.URL != "" { // whole, so that it can be copied
		b.WriteString(indentation + r.screen.Styled(h.URL, terminal.Dim) + "\n")
	}
	if words := r.StoryOf(h); words != nil {
		dim := terminal.Span{Text: strings.Join(words, " · "), Style: terminal.Dim}
		b.WriteString(r.screen.Paragraph(indentation, dim))
	}
	if h.Snippet != "" {
		b.WriteString(r.screen.Paragraph(indentation, spans(h.Snippet, 0)...))
	}
	for _, e := range h.Explain {
		b.WriteString(r.screen.Paragraph(indentation+"| ", terminal.Span{Text: r.Explain(e)}))
	}
}

// spans returns the pieces of a marked text in a style, and its matches as such.
func spans(marked string, style terminal.Style) []terminal.Span {
	var all []terminal.Span
	for _, part := range index.Parts(marked) {
		span := terminal.Span{Text: part.Text, Style: style}
		if part.Match {
			span.Style |= terminal.Match
		}
		all = append(all, span)
	}
	return all
}

// printCounts prints facets, histogram and table.
func (r *reader) printCounts(b *strings.Builder, result *index.Result) {
	for _, field := range slices.Sorted(maps.Keys(result.Facets)) {
		f := result.Facets[field]
		fmt.Fprintf(b, "\n%s\n", r.screen.Styled(r.Facet(field)+":", terminal.Bold))
		r.printFacet(b, f, field)
	}
	if h := result.Histogram; h != nil {
		b.WriteString("\n")
		r.printHistogram(b, h)
	}
	if result.Table != nil {
		b.WriteString("\n")
		r.printTable(b, result.Table)
	}
}

// printFacet prints the counts of a facet.
func (r *reader) printFacet(b *strings.Builder, f index.Facet, field string) {
	labels := make([]string, len(f.Values))
	for i, c := range f.Values {
		labels[i] = fmt.Sprintf("%8s  %s", r.Number(c.Count), c.Value)
	}
	r.printChart(b, labels, f.Values)
	if o := f.Other; o.Values > 0 {
		fmt.Fprintf(b, "%10s%s: %s (%s)%s\n", "", r.Other, r.Number(o.Count), r.Values(o.Values, field),
			r.Share(o.Share))
	}
	if f.Missing > 0 {
		fmt.Fprintf(b, "%10s%s: %s%s\n", "", r.Missing, r.Number(f.Missing), r.Share(f.MissingShare))
	}
}

// printHistogram prints the counts of a histogram.
func (r *reader) printHistogram(b *strings.Builder, h *index.Histogram) {
	labels := make([]string, len(h.Values))
	for i, c := range h.Values {
		labels[i] = fmt.Sprintf("%10s %8s", c.Value, r.Number(c.Count))
	}
	r.printChart(b, labels, h.Values)
	if h.Missing > 0 {
		fmt.Fprintf(b, "%s: %s%s\n", r.Undated, r.Number(h.Missing), r.Share(h.MissingShare))
	}
}

// The columns of a bar beside a count.
const (
	leastBar = 5 // where there is less room there is none
	mostBar  = 40
)

// printChart prints a line for each count: its label, which has the count, its share of all articles if that
// was asked for and, on a terminal, a bar.
func (r *reader) printChart(b *strings.Builder, labels []string, counts []index.Count) {
	shares := make([]string, len(counts))
	most, labelColumns, shareColumns := 0, 0, 0
	for i, c := range counts {
		labels[i] = terminal.Clean(labels[i])
		shares[i] = r.Share(c.Share)
		most = max(most, c.Count)
		labelColumns = max(labelColumns, terminal.Width(labels[i]))
		shareColumns = max(shareColumns, len(shares[i]))
	}
	if !r.screen.IsTerminal() {
		for i := range counts {
			b.WriteString(labels[i] + shares[i] + "\n")
		}
		return
	}

	labelColumns = min(labelColumns, r.screen.Width*2/3)
	room := min(mostBar, r.screen.Width-labelColumns-shareColumns-3)
	for i, c := range counts {
		line := terminal.PadRight(r.screen.Cut(labels[i], labelColumns), labelColumns) +
			terminal.PadLeft(shares[i], shareColumns)
		if room >= leastBar {
			line += "  " + r.screen.Bar(c.Count, most, room)
		}
		b.WriteString(strings.TrimRight(line, " ") + "\n")
	}
}

// origin returns newspaper, date and authors, as far as they are known.
func origin(h index.Hit) []string {
	var words []string
	for _, word := range []string{h.Newspaper, messages.Date(h.Published), strings.Join(h.Authors, ", ")} {
		if word != "" {
			words = append(words, word)
		}
	}
	return words
}
