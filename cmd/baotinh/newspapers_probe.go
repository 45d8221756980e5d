package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"baotinh/cmd/baotinh/internal/library"
	"baotinh/pipeline/fetch"
	"baotinh/pipeline/news"
	"baotinh/pipeline/newspaper"
)

// newspapersProbe asks newspapers for one page of each kind.
func (a *app) newspapersProbe(ctx context.Context, f newspapersCheckFlags, args []string) error {
	catalogue, err := a.catalogue()
	if err != nil {
		return err
	}
	newspapers, unknown := find(catalogue, args)
	if len(newspapers) == 0 {
		return &usageError{joined(unknown), "`baotinh newspapers list` shows them"}
	}
	a.sayUnknown(unknown)
	a.sayProxy()
	failed := false
	for _, n := range newspapers {
		ok, err := a.probe(ctx, f, catalogue, n)
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
	ctx context.Context, f newspapersCheckFlags, c *newspaper.Catalogue, n *newspaper.Newspaper,
) (bool, error) {
	if held := a.held(n); !held.IsZero() {
		return false, a.printHeld(f, n, held)
	}
	if !f.json {
		fmt.Fprintf(a.out, "%s (%s)\n", n.Key, n.Name)
	}
	ok := true
	p := library.Probe{Newspaper: n, UserAgent: fetch.UserAgent(version, f.contact)}
	for s := range p.Steps(ctx, c) {
		ok = ok && (s.OK || s.Cause == library.CauseNoFeed)
		if f.json {
			if err := jsonLines(a.out).Encode(probeJSON{n.Key, s}); err != nil {
				return false, err
			}
			continue
		}
		a.printStep(s, n)
	}
	return ok, nil
}

// printHeld says that a newspaper is not asked, because it asked for a pause.
func (a *app) printHeld(f newspapersCheckFlags, n *newspaper.Newspaper, until time.Time) error {
	if f.json {
		s := library.Step{Name: "held", Cause: "until " + until.Format(time.RFC3339)}
		return jsonLines(a.out).Encode(probeJSON{n.Key, s})
	}
	_, err := fmt.Fprintf(a.out, "%s (%s)\n  held     it asked for a pause until %s, and is not asked\n"+
		"           → wait until then\n", n.Key, n.Name, clock(until))
	return err
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
func (a *app) printStep(s library.Step, n *newspaper.Newspaper) {
	fmt.Fprintf(a.out, "  %-8s %s\n", s.Name, seen(s))
	if s.URL != "" && s.Name != library.StepName {
		fmt.Fprintf(a.out, "           %s\n", s.URL)
	}
	if s.Error != "" {
		fmt.Fprintf(a.out, "           %s\n", s.Error)
	}
	if help := help(s, n); help != "" {
		fmt.Fprintf(a.out, "           → %s\n", help)
	}
}

// seen returns what a step saw.
func seen(s library.Step) string {
	var words []string
	add := func(format string, args ...any) { words = append(words, fmt.Sprintf(format, args...)) }
	if s.Cause != "" {
		add("%s", s.Cause)
	} else {
		add("ok")
	}
	switch s.Name {
	case library.StepName:
		add("%s", strings.Join(s.Addresses, ", "))
	case library.StepRobots:
		if s.Status > 0 {
			add("%d", s.Status)
		}
		if s.CrawlDelay > 0 {
			add("Crawl-delay %v s", s.CrawlDelay)
		}
		if s.Sitemaps > 0 {
			add("%s", number(s.Sitemaps, "sitemap"))
		}
		if s.Permission != "" {
			add("permission: %s", s.Permission)
		}
	case library.StepFeed, library.StepFront:
		if s.Bytes > 0 {
			add("%s, %s to follow, %d kB", number(s.Articles, "article"), number(s.Sections, "other page"),
				(s.Bytes+999)/1000)
		}
	case library.StepArticle:
		if s.Title != "" {
			add("%q, published %s, by %q, %d bytes of text by %s", s.Title, orNone(s.Published), s.Byline,
				s.TextBytes, s.Family)
		}
	}
	if s.FinalURL != "" {
		add("redirected to %s", s.FinalURL)
	}
	for _, w := range s.Warnings {
		add("%s", w)
	}
	return strings.TrimSuffix(strings.Join(words, "; "), "; ")
}

func orNone(s string) string {
	if s == "" {
		return "unknown"
	}
	return s
}

// helps are what would help, by cause.
var helps = map[string]string{
	library.CauseNoHost: "the name leads nowhere: has the newspaper moved? its new host goes into `hosts` " +
		"of an entry of --newspapers FILE",
	library.CauseNoName:   "the name servers do not answer: look at the network of this machine",
	library.CauseNoRoute:  "no network leads there: look at the network of this machine",
	library.CauseRefused:  "the server takes no connections: try later; a firewall may keep you out",
	library.CauseTimeout:  "the server is slow, or a firewall keeps you out: try from another network",
	library.CauseNoAnswer: "try later; if it stays so, from another network",
	library.CauseCut:      "the server ends connections early: try later",
	library.CauseTLS: "the certificate cannot be verified: tell the newspaper; if it stays so, " +
		"`tls_exception = \"why\"` in its entry allows it",
	library.CausePrivate: "`allow_private = true` in its entry allows servers of your own",
	library.CauseDenied: "ask the newspaper; its permission is noted in its entry as " +
		"`robots_permission = \"who, when\"`",
	library.CauseNoFeed: "a crawl finds articles by the front, and by a feed sooner: look for a link to " +
		"RSS on the front, and name it in `feeds`",
	library.CauseNotFound: "first mend what is wrong with feed and front",
	library.CauseNoDate:   "a selector, `date` of `[KEY.selectors]`, helps; reindex applies it to all",
	news.HoldHours:        "it may be asked later in the day: see `hours` of its entry",
	news.HoldCrawlDelay:   "its robots.txt asks for a long pause, which a crawl keeps: try later",
	"challenge":           "the server asks for a browser: ask the newspaper to let you pass (--contact)",
	"script":              "a script makes the page, and is not run: name a feed or sitemap in the entry",
	"login":               "the page asks to log in: name public pages in `seeds`",
	"empty":               "try later; a script may make the page: name a feed or sitemap in the entry",
	"404":                 "name another page in the entry (`seeds`, `feeds`)",
	"410":                 "name another page in the entry (`seeds`, `feeds`)",
	"403":                 "the server forbids it: ask the newspaper to let you pass (--contact)",
	"429":                 "the server asks for fewer requests: wait, and set `delay` in the entry",
	"503":                 "the server is overloaded: try later",
}

// help returns what would help after a step, or nothing.
func help(s library.Step, n *newspaper.Newspaper) string {
	if s.OK && s.Name == library.StepArticle && len(s.Warnings) > 0 {
		return "`baotinh newspapers drift` shows whether all articles are so"
	}
	if s.OK {
		return ""
	}
	switch {
	case s.Cause == library.CauseNoLinks:
		help := "nothing on the page looks like an article"
		if len(s.Examples) > 0 {
			help += ", but there is " + strings.Join(s.Examples, " ")
		}
		return help + ": has its design changed? `article`, a regular expression of paths, tells them"
	case strings.HasPrefix(s.Cause, library.CauseNoArticle):
		return fmt.Sprintf("selectors for title and body, `[%s.selectors]`, help; `baotinh extract` shows "+
			"the evidence", n.Key)
	case strings.HasPrefix(s.Cause, "foreign host"):
		return "if that is its new host, it goes into `hosts` of its entry"
	case strings.HasPrefix(s.Cause, "robots.txt "):
		return "nothing may be asked for while robots.txt cannot be read: try later"
	}
	if help, ok := helps[s.Cause]; ok {
		return strings.ReplaceAll(help, "KEY", n.Key)
	}
	return "try later; if it stays so, tell the newspaper"
}
