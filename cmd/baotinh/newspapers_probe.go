package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"baotinh/cmd/baotinh/internal/library"
	"baotinh/cmd/baotinh/internal/terminal"
	"baotinh/pipeline/fetch"
	"baotinh/pipeline/newspaper"
)

// newspapersProbe asks newspapers for one page of each kind.
func (a *app) newspapersProbe(ctx context.Context, f newspapersCheckFlags, args []string) error {
	catalogue, err := a.catalogue()
	if err != nil {
		return err
	}
	newspapers, unknown := find(catalogue, args)
	f.reader.noPager = true // it takes long, and is read as it comes
	r, err := a.reader(f.reader)
	if err != nil {
		return err
	}
	a.sayUnknown(unknown)
	if len(newspapers) == 0 {
		return errUnknownNewspaper
	}
	a.sayProxy()
	failed := false
	for _, n := range newspapers {
		ok, err := a.probe(ctx, f, catalogue, n, r)
		if err != nil {
			return err
		}
		failed = failed || !ok
	}
	switch {
	case ctx.Err() != nil:
		return context.Cause(ctx)
	case len(unknown) > 0:
		return errUnknownNewspaper
	case failed:
		return errPagesFailed
	}
	return nil
}

// probe asks one newspaper and reports whether all was as it should be.
func (a *app) probe(
	ctx context.Context, f newspapersCheckFlags, c *newspaper.Catalogue, n *newspaper.Newspaper, r *reader,
) (bool, error) {
	if held := a.held(n); !held.IsZero() {
		return false, r.printHeld(f, n, held)
	}
	if !f.json {
		if _, err := io.WriteString(r, r.newspaperLine(n)); err != nil {
			return false, err
		}
	}
	ok := true
	p := library.Probe{Newspaper: n, UserAgent: fetch.UserAgent(version, f.contact)}
	for s := range p.Steps(ctx, c) {
		ok = ok && (s.OK || s.Cause == library.CauseNoFeed)
		if f.json {
			err := r.json().Encode(probeJSON{n.Key, s})
			if err != nil {
				return false, err
			}
			continue
		}
		if err := r.printStep(s, n); err != nil {
			return false, err
		}
	}
	return ok, nil
}

// printHeld says that a newspaper is not asked, because it asked for a pause.
func (r *reader) printHeld(f newspapersCheckFlags, n *newspaper.Newspaper, until time.Time) error {
	if f.json {
		s := library.Step{Name: "held", Cause: "until " + until.Format(time.RFC3339)}
		return r.json().Encode(probeJSON{n.Key, s})
	}
	m := r.catalogue
	text := r.newspaperLine(n) +
		r.screen.Paragraph("  "+terminal.PadRight(cmp.Or(m.steps["held"], "held"), 8)+" ",
			terminal.Span{Text: strings.ReplaceAll(m.held, "{until}", clock(until))}) +
		r.screen.Paragraph("           → ", terminal.Span{Text: m.waitUntil})
	_, err := io.WriteString(r, text)
	return err
}

// newspaperLine returns the line above what was seen of a newspaper.
func (r *reader) newspaperLine(n *newspaper.Newspaper) string {
	return r.screen.Styled(fmt.Sprintf("%s (%s)", n.Key, n.Name), terminal.Bold) + "\n"
}

// held returns until when a newspaper has asked to be left alone, by what crawls have noted.
func (a *app) held(n *newspaper.Newspaper) time.Time {
	all, err := library.ReadStatus(a.data, 0)
	if err != nil || !isPause(all[n.Key].Held.Cause) {
		return time.Time{} // without a data folder nothing is known
	}
	return all[n.Key].Held.Until
}

// isPause reports whether a hold was asked for by the server: a status, not a server that is out of reach.
func isPause(cause string) bool { return len(cause) == 3 && strings.Trim(cause, "0123456789") == "" }

// A probeJSON is a step as --json prints it.
type probeJSON struct {
	Newspaper string `json:"newspaper"`
	library.Step
}

// printStep prints what a step saw, and what would help.
func (r *reader) printStep(s library.Step, n *newspaper.Newspaper) error {
	const indent = "           "
	name := cmp.Or(r.catalogue.steps[s.Name], s.Name)
	text := r.screen.Paragraph("  "+terminal.PadRight(name, len(indent)-3)+" ",
		terminal.Span{Text: r.seen(s)})
	if s.URL != "" && s.Name != library.StepName {
		text += indent + r.screen.Line(terminal.Span{Text: s.URL, Style: terminal.Dim, Link: s.URL}) + "\n"
	}
	if s.Error != "" {
		text += r.screen.Paragraph(indent, terminal.Span{Text: s.Error})
	}
	if help := r.help(s, n); help != "" {
		text += r.screen.Paragraph(indent+"→ ", terminal.Span{Text: help})
	}
	_, err := io.WriteString(r, text)
	return err
}

// seen returns what a step saw.
func (r *reader) seen(s library.Step) string {
	m := r.catalogue
	words := []string{m.ok}
	if s.Cause != "" {
		words[0] = r.stepCause(s.Cause)
	}
	switch s.Name {
	case library.StepName:
		words = append(words, strings.Join(s.Addresses, ", "))
	case library.StepRobots:
		words = append(words, r.robotsSeen(s)...)
	case library.StepFeed, library.StepFront:
		if s.Bytes > 0 {
			words = append(words, strings.NewReplacer(
				"{articles}", r.Count(s.Articles), "{others}", r.several(s.Sections, m.otherPage),
				"{kilobytes}", r.Number((s.Bytes+999)/1000),
			).Replace(m.listed))
		}
	case library.StepArticle:
		if s.Title != "" {
			words = append(words, strings.NewReplacer(
				"{title}", s.Title, "{published}", cmp.Or(s.Published, m.unknown), "{byline}", s.Byline,
				"{bytes}", r.Number(s.TextBytes), "{family}", s.Family,
			).Replace(m.article))
		}
	}
	if s.FinalURL != "" {
		words = append(words, m.redirected+s.FinalURL)
	}
	for _, w := range s.Warnings {
		words = append(words, r.Warning(w))
	}
	return strings.TrimSuffix(strings.Join(words, "; "), "; ")
}

// robotsSeen returns what robots.txt asks for.
func (r *reader) robotsSeen(s library.Step) []string {
	var words []string
	if s.Status > 0 {
		words = append(words, strconv.Itoa(s.Status))
	}
	if s.CrawlDelay > 0 {
		words = append(words, fmt.Sprintf("Crawl-delay %v s", s.CrawlDelay)) // as the file has it
	}
	if s.Sitemaps > 0 {
		words = append(words, r.several(s.Sitemaps, r.catalogue.sitemap))
	}
	if s.Permission != "" {
		words = append(words, r.catalogue.permission+s.Permission)
	}
	return words
}

// stepCause returns why a step is not as it should be.
func (r *reader) stepCause(cause string) string {
	m := r.catalogue
	if reason, ok := strings.CutPrefix(cause, library.CauseNoArticle+": "); ok {
		return m.noArticle + ": " + m.reason(reason)
	}
	if host, ok := strings.CutPrefix(cause, causeForeign); ok {
		return m.foreign + " " + host
	}
	if text, ok := m.causes[cause]; ok {
		return text
	}
	return r.Status.Cause(cause)
}

// causeForeign is before the host to which a newspaper redirects.
const causeForeign = "foreign host "

// help returns what would help after a step, or nothing.
func (r *reader) help(s library.Step, n *newspaper.Newspaper) string {
	m := r.catalogue
	text := ""
	switch {
	case s.OK && s.Name == library.StepArticle && len(s.Warnings) > 0:
		text = m.helpWarnings
	case s.OK:
	case s.Cause == library.CauseNoLinks:
		if text = m.helpNoLinks; len(s.Examples) > 0 {
			text += strings.ReplaceAll(m.helpExamples, "{examples}", strings.Join(s.Examples, " "))
		}
		text += m.helpDesign
	case strings.HasPrefix(s.Cause, library.CauseNoArticle):
		text = m.helpArticle
	case strings.HasPrefix(s.Cause, causeForeign):
		text = m.helpForeign
	case strings.HasPrefix(s.Cause, "robots.txt "):
		text = m.helpRobots
	default:
		text = cmp.Or(m.help[s.Cause], m.helpOtherwise)
	}
	return strings.ReplaceAll(text, "KEY", n.Key)
}
