package messages

import (
	"cmp"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"baotinh/index/query"
)

// A queryError is a mistake in a query as its writer is told of it: with the place.
type queryError struct {
	text string
	err  error
}

func (e *queryError) Error() string { return e.text }

func (e *queryError) Unwrap() error { return e.err }

// maxChoices is how many places are listed that one may have meant.
const maxChoices = 12

// choices returns a line for each place that may have been meant, as the query language takes it.
func (m *Messages) choices(e *query.SyntaxError) string {
	var b strings.Builder
	for i, c := range e.Choices {
		if i == maxChoices {
			fmt.Fprintf(&b, "\n  … (%d)", len(e.Choices))
			break
		}
		fmt.Fprintf(&b, "\n  place:\"%s\"", c)
	}
	if e.Kind == query.UnknownPlace && b.Len() > 0 {
		return "\n  " + m.Nearest + ":" + b.String()
	}
	return b.String()
}

// Mistake says what is wrong with a query, without the place.
func (m *Messages) Mistake(e *query.SyntaxError) string {
	return strings.ReplaceAll(cmp.Or(m.Mistakes[e.Kind], string(e.Kind)), "{detail}", e.Detail)
}

// placed returns a queryError if err is about a mistake in a query, and else err.
func (m *Messages) placed(err error, columns int) error {
	e, ok := errors.AsType[*query.SyntaxError](err)
	if !ok {
		return err
	}
	text := fmt.Sprintf("%s %d: %s\n%s", m.Query, e.Offset, m.Mistake(e),
		pointedAt(e.Query, e.Offset, columns))
	if e.Nearest != "" {
		text += fmt.Sprintf("\n  %s: %s:", m.Nearest, e.Nearest)
	}
	text += m.choices(e)
	if e.Kind == query.UnknownField {
		text += fmt.Sprintf("\n  %s: %s:", m.Fields, strings.Join(query.FieldNames(m.InVietnamese), ": "))
	}
	return &queryError{text, err}
}

// pointedAt returns a query with a mark under the place of a mistake. The lines are not wider than so many
// columns; 0: as wide as they are.
func pointedAt(text string, offset, columns int) string {
	shown := placeRunes
	if columns > 0 {
		shown = min(placeRunes, columns/2-3)
	}
	before, after := lastRunes(text[:offset], shown), firstRunes(text[offset:], shown)
	return fmt.Sprintf("  %s%s\n  %s^", before, after, strings.Repeat(" ", utf8.RuneCountInString(before)))
}

// placeRunes is how much of a query is shown before and after the place of a mistake.
const placeRunes = 50

func firstRunes(s string, n int) string {
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	return string(r[:n]) + "…"
}

func lastRunes(s string, n int) string {
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	return "…" + string(r[len(r)-n:])
}
