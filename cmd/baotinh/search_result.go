package main

import (
	"fmt"
	"html"
	"io"
	"maps"
	"slices"
	"strings"

	"baotinh/index"
	"baotinh/pipeline/news"
)

// printResult prints an answer for a reader. The first hit has number from+1.
func printResult(w io.Writer, r *index.Result, from int, m *messages) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s%s (%.1f ms)\n", m.count(r.Total), m.share(r.Share), r.TookMS)
	for _, rewrite := range r.Rewrites {
		if !rewrite.Relaxes() {
			fmt.Fprintf(&b, "%s\n", m.rewrite(rewrite))
		}
	}
	b.WriteString(m.offered(r))
	if r.Further > 0 {
		fmt.Fprintf(&b, "%s\n", m.relaxed(r))
	}
	if r.Suggestion != "" {
		fmt.Fprintf(&b, "%s%s\n", m.suggestion, r.Suggestion)
	}
	for i, h := range r.Hits {
		switch before := r.Hits[max(0, i-1)]; {
		case h.Relaxed && !before.Relaxed:
			fmt.Fprintf(&b, "\n── %s\n", m.relaxed(r))
		case h.Apart && !before.Apart:
			fmt.Fprintf(&b, "\n── %s%s\n", m.apart, m.count(r.Apart))
		}
		fmt.Fprintf(&b, "\n%2d. %s\n", from+i+1, markedTitle(h))
		words := origin(h)
		if !h.Withdrawn.IsZero() {
			words = append(words, m.withdrawn+h.Withdrawn.In(news.Vietnam).Format("02/01/2006"))
		}
		fmt.Fprintf(&b, "    %s\n", strings.Join(words, " · "))
		if h.Snippet != "" {
			fmt.Fprintf(&b, "    %s\n", plain(h.Snippet))
		}
		for _, e := range h.Explain {
			fmt.Fprintf(&b, "    | %s\n", m.explain(e))
		}
	}
	printCounts(&b, r, m)
	if r.Next != "" {
		fmt.Fprintf(&b, "\n%s--after %s\n", m.more, r.Next)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// printCounts prints facets, histogram and table.
func printCounts(b *strings.Builder, r *index.Result, m *messages) {
	for _, field := range slices.Sorted(maps.Keys(r.Facets)) {
		f := r.Facets[field]
		fmt.Fprintf(b, "\n%s:\n", m.facet(field))
		for _, c := range f.Values {
			fmt.Fprintf(b, "%8d  %s%s\n", c.Count, c.Value, m.share(c.Share))
		}
		if o := f.Other; o.Values > 0 {
			values := m.values(o.Values, field)
			fmt.Fprintf(b, "%10s%s: %d (%s)%s\n", "", m.other, o.Count, values, m.share(o.Share))
		}
		if f.Missing > 0 {
			fmt.Fprintf(b, "%10s%s: %d%s\n", "", m.missing, f.Missing, m.share(f.MissingShare))
		}
	}
	if h := r.Histogram; h != nil {
		b.WriteString("\n")
		for _, c := range h.Values {
			fmt.Fprintf(b, "%10s %8d%s\n", c.Value, c.Count, m.share(c.Share))
		}
		if h.Missing > 0 {
			fmt.Fprintf(b, "%s: %d%s\n", m.undated, h.Missing, m.share(h.MissingShare))
		}
	}
	if r.Table != nil {
		b.WriteString("\n")
		printTable(b, r.Table, m)
	}
}

// markedTitle returns a title as a terminal shows it.
func markedTitle(h index.Hit) string {
	if h.Marked == "" {
		return h.Title
	}
	return plain(h.Marked)
}

// plain returns HTML with <mark> as a terminal shows it.
func plain(s string) string { return html.UnescapeString(marked.Replace(s)) }

// marked shows on a terminal and in a pipe what <mark> shows in HTML.
var marked = strings.NewReplacer("<mark>", "[", "</mark>", "]")

// origin returns newspaper, date, authors and URL, as far as they are known.
func origin(h index.Hit) []string {
	var words []string
	for _, word := range []string{h.Newspaper, printDate(h.Published), strings.Join(h.Authors, ", "), h.URL} {
		if word != "" {
			words = append(words, word)
		}
	}
	return words
}

// printDate returns a date as Vietnamese readers write it, as finely as it is known.
func printDate(d news.Date) string {
	switch d.Precision {
	case news.Year:
		return d.Time.Format("2006")
	case news.Month:
		return d.Time.Format("01/2006")
	case news.Day:
		return d.Time.Format("02/01/2006")
	case news.Minute, news.Second:
		return d.Time.Format("02/01/2006 15:04")
	}
	return ""
}
