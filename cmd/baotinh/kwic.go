package main

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"iter"
	"strings"

	"baotinh/cmd/baotinh/internal/export"
	"baotinh/cmd/baotinh/internal/messages"
	"baotinh/cmd/baotinh/internal/terminal"
	"baotinh/index"
)

// The widths of the context of occurrences.
const (
	pipeContext  = 40 // on each side, where there is no terminal
	leastContext = 10
	mostContext  = 1000
)

// kwic prints all occurrences of what is asked for, in their context.
func (a *app) kwic(ctx context.Context, ix *index.Index, f searchFlags, r *reader) error {
	l := newConcordance(r, f.width)
	width := l.context()
	var out export.Writer[index.Occurrence]
	var err error
	switch {
	case f.json || f.formatGiven:
		if err = checkRows(export.Occurrences, f.rows, r.screen); err == nil {
			out, err = newRows(ctx, r, export.Occurrences, f.rows, ix, f.request, r.commandMessages)
		}
		width = cmp.Or(f.width, pipeContext)
	case f.rows.fields != nil || f.rows.bom:
		err = &usageError{errors.New("lines for readers have no fields to choose"), "give --format, too"}
	default:
		out = &occurrenceLines{l, bufio.NewWriter(r)}
	}
	if err != nil {
		return err
	}
	occurrences := ix.Occurrences(ctx, f.request, width)
	if f.limitGiven {
		occurrences = first(occurrences, f.limit)
	}
	n, err := export.Copy(out, occurrences)
	if err != nil {
		return err
	}
	if err := r.close(); err != nil { // what follows is not for the pager
		return err
	}
	err = a.tellBeside(ctx, ix, f.request, f.drawn, r.commandMessages)
	if n == 0 && err == nil {
		return errNothing
	}
	return err
}

// An occurrenceLines writes occurrences as lines for readers.
type occurrenceLines struct {
	layout   *concordance
	buffered *bufio.Writer
}

func (l *occurrenceLines) Write(o index.Occurrence) error {
	_, err := l.buffered.WriteString(l.layout.line(o))
	return err
}

func (l *occurrenceLines) Close() error { return l.buffered.Flush() }

// first returns the first n values of a sequence.
func first[T any](values iter.Seq2[T, error], n int) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		left := n
		if left == 0 {
			return
		}
		for v, err := range values {
			if left--; !yield(v, err) || left == 0 {
				return
			}
		}
	}
}

// A concordance writes occurrences as lines whose matches stand in one column. Before them are the beginning
// of the ID, the date and the newspaper, as far as there is room.
type concordance struct {
	screen terminal.Output
	left   int // columns of context
	right  int // the same; 0: up to the end of the line
	all    int // columns of a line; 0: no bound
	date   bool
	paper  bool
}

// The columns of what stands before the context. Eight digits of an ID are those of one article in millions.
const (
	idColumns    = 8
	dateColumns  = 10
	paperColumns = 16
)

// newConcordance returns a concordance with a width of context, 0 for what fits.
func newConcordance(r *reader, width int) *concordance {
	c := &concordance{screen: r.screen, left: width, right: width, date: true, paper: true}
	if !r.screen.IsTerminal() {
		if width == 0 {
			c.left, c.right = pipeContext, pipeContext
		}
		return c
	}
	c.all = r.screen.Width
	c.date, c.paper = c.all >= 60, c.all >= 90
	if width == 0 {
		const usualMatch = 8
		c.left = max(leastContext, (c.all-c.head()-usualMatch)/2)
	}
	return c
}

// head returns how many columns stand before the context.
func (c *concordance) head() int {
	n := idColumns + 2
	if c.date {
		n += dateColumns + 1
	}
	if c.paper {
		n += paperColumns + 1
	}
	return n
}

// context returns how many characters of context are needed.
func (c *concordance) context() int { return max(c.left, c.right, c.all-c.head()-c.left) }

// line returns an occurrence as a line.
func (c *concordance) line(o index.Occurrence) string {
	id := string(o.ID)
	spans := []terminal.Span{{Text: id[:min(idColumns, len(id))], Style: terminal.Dim, Link: o.URL}}
	meta := ""
	if c.date {
		meta += " " + terminal.PadRight(messages.Day(o.Published.Time), dateColumns)
	}
	if c.paper {
		meta += " " + terminal.PadRight(c.screen.Cut(o.Newspaper, paperColumns), paperColumns)
	}
	left := terminal.PadLeft(endOf(terminal.Clean(o.Left), c.left), c.left)
	match, right := terminal.Clean(o.Match), terminal.Clean(o.Right)
	if c.right > 0 {
		right = beginningOf(right, c.right)
	}
	if c.all > 0 {
		brackets := 0
		if !c.screen.Colour {
			brackets = 2
		}
		room := c.all - c.head() - c.left - brackets
		match = c.screen.Cut(match, max(leastContext, room))
		right = beginningOf(right, max(0, room-terminal.Width(match)))
	}
	spans = append(spans,
		terminal.Span{Text: meta + "  ", Style: terminal.Dim}, terminal.Span{Text: left},
		terminal.Span{Text: match, Style: terminal.Match}, terminal.Span{Text: right},
	)
	return strings.TrimRight(c.screen.Line(spans...), " ") + "\n"
}

// endOf returns the whole words at the end of a text that fit in a number of columns.
func endOf(s string, columns int) string {
	for s = strings.TrimLeft(s, " "); terminal.Width(s) > columns; {
		i := strings.IndexByte(s, ' ')
		if i < 0 {
			return ""
		}
		s = strings.TrimLeft(s[i:], " ")
	}
	return s
}

// beginningOf returns the whole words at the beginning of a text that fit in a number of columns.
func beginningOf(s string, columns int) string {
	for terminal.Width(s) > columns {
		i := strings.LastIndexByte(strings.TrimRight(s, " "), ' ')
		if i < 0 {
			return ""
		}
		s = s[:i]
	}
	return s
}
