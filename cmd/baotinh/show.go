package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"baotinh/cmd/baotinh/internal/export"
	"baotinh/cmd/baotinh/internal/library"
	"baotinh/cmd/baotinh/internal/terminal"
	"baotinh/index"
	"baotinh/pipeline/canonical"
	"baotinh/pipeline/news"
)

// showFlags are the flags of show.
type showFlags struct {
	json, text, evidence, versions bool
	cite                           string // a form of citations, or empty
	width                          int
	reader                         readerFlags
}

func newShow(a *app) *cobra.Command {
	var f showFlags
	c := &cobra.Command{
		Use:   "show ID|URL...",
		Short: "Print articles to be read",
		Long: `Print articles of the index as they were printed: the head, then the text, captions apart. An
article is named by its ID, by the beginning of it, or by its URL in any spelling.

If there is no such article, the exit code is 1, and the nearest addresses are told on stderr. If several
IDs begin so, they are listed there, and the exit code is 2.

--versions lists the visits to the address that the archive has, and what each found changed. --cite prints
a citation, --cite=csl the data of one as a citation program reads them (CSL-JSON, as Zotero imports it).`,
		Example: `  baotinh show https://baolangson.vn/hoi-nghi-so-ket-5012345.html
  baotinh show 66d766d4 --evidence --versions`,
		Args: atLeastOne("article", "give its ID or URL, as `baotinh search --json` prints them"),
		RunE: func(c *cobra.Command, args []string) error {
			if err := f.check(); err != nil {
				return err
			}
			return a.read(f.reader, func(r *reader) error { return a.show(c.Context(), args, f, r) })
		},
	}
	flags := c.Flags()
	flags.BoolVar(&f.json, "json", false, "print each article as a line of JSON, as export does")
	flags.BoolVar(&f.text, "text", false, "print title and text only, each paragraph in a line")
	flags.BoolVar(&f.evidence, "evidence", false, "say where each field came from, and what was irregular")
	flags.BoolVar(&f.versions, "versions", false,
		"list the visits to the address, and what they found changed")
	flags.StringVar(&f.cite, "cite", "",
		"print a citation, of the `form` text (the default) or csl: CSL-JSON")
	flags.Lookup("cite").NoOptDefVal = citeText
	flags.IntVar(&f.width, "width", 0,
		"wrap lines at `N` columns (default: those of the terminal; none on a pipe)")
	addReader(c, &f.reader)
	return c
}

// check refuses flags that do not go together.
func (f *showFlags) check() error {
	forms := 0
	for _, given := range []bool{f.json, f.text, f.cite != ""} {
		if given {
			forms++
		}
	}
	switch {
	case forms > 1:
		return &usageError{errors.New("--json, --text and --cite are different forms"), "give one of them"}
	case (f.text || f.cite != "") && (f.evidence || f.versions):
		return &usageError{errors.New("--text and --cite have no place for --evidence and --versions"),
			"leave one of them out"}
	case f.cite != "" && f.cite != citeText && f.cite != citeCSL:
		err := fmt.Errorf("unknown form %q", f.cite)
		return &usageError{err, "--cite takes text or csl, after =: --cite=csl"}
	case f.width != 0 && f.width < leastWidth:
		return &usageError{fmt.Errorf("--width must be %d at least", leastWidth), ""}
	}
	return nil
}

// The forms of citations.
const (
	citeText = "text"
	citeCSL  = "csl"
)

// leastWidth is the least width of lines that can be asked for.
const leastWidth = 20

// show prints the articles that args name. Those that are not there are told of on stderr.
func (a *app) show(ctx context.Context, args []string, f showFlags, r *reader) error {
	ix, err := a.openIndex(ctx)
	if err != nil {
		return err
	}
	p := articlePrinter{
		reader: r, o: r.screen, f: f,
		reprints: func(article *news.Article) ([]*news.Article, int, error) {
			return ix.Reprints(ctx, article, mostReprints)
		},
		visits: func(url string) ([]library.Capture, error) {
			catalogue, err := a.catalogue()
			if err != nil {
				return nil, err
			}
			return library.Captures(ctx, a.data, url, catalogue)
		},
	}
	if f.width > 0 {
		p.o.Width = f.width
	}
	var worst error // errNothing, or errAmbiguous
	for _, arg := range args {
		article, err := a.article(ctx, ix, arg, r.commandMessages)
		if err == nil {
			err = p.print(article)
		}
		switch {
		case err == nil:
		case errors.Is(err, errAmbiguous):
			worst = err
		case errors.Is(err, errNothing):
			worst = cmp.Or(worst, err)
		default:
			return errors.Join(err, ix.Close())
		}
	}
	return errors.Join(worst, ix.Close())
}

// article returns the article that an ID, the beginning of an ID or a URL names. If there is none, it says so
// and which are near, and the error is errNothing; if there are several, it lists them, and the error is
// errAmbiguous.
func (a *app) article(
	ctx context.Context, ix *index.Index, which string, m *commandMessages,
) (*news.Article, error) {
	article, err := findArticle(ctx, ix, which)
	if several, ok := errors.AsType[*severalError](err); ok {
		fmt.Fprint(a.err, m.listed(several))
		return nil, errAmbiguous
	}
	if errors.Is(err, index.ErrNotFound) {
		return nil, cmp.Or(a.tellNearest(ctx, ix, which, m), errNothing)
	}
	return article, err
}

// errAmbiguous ends a command that has already told which articles may be meant.
var errAmbiguous = errors.New("several articles may be meant")

// The articles that are told of if the one asked for is not there, or not the only one.
const (
	mostNearest = 5
	mostListed  = 10
)

// mostReprints is how many other articles of the story are listed.
const mostReprints = 20

// A severalError says that a part of an ID is that of several articles.
type severalError struct {
	prefix   string
	articles []*news.Article // mostListed of them at most
	more     bool
}

func (e *severalError) Error() string {
	return fmt.Sprintf("several articles have IDs as %s…", e.prefix)
}

// findArticle returns the article that an ID, the beginning of an ID or a URL names. The error may be
// index.ErrNotFound or a *severalError.
func findArticle(ctx context.Context, ix *index.Index, which string) (*news.Article, error) {
	if address, ok := addressOf(which); ok {
		url, err := canonical.URL(address)
		if err != nil {
			return nil, err
		}
		return ix.GetURL(ctx, url)
	}
	id := strings.ToLower(which)
	a, err := ix.Get(ctx, news.ID(id))
	if !errors.Is(err, index.ErrNotFound) || id == "" {
		return a, err
	}
	several, err := ix.GetPrefix(ctx, id, mostListed+1)
	switch {
	case err != nil:
		return nil, err
	case len(several) == 0:
		return nil, fmt.Errorf("article %s: %w", which, index.ErrNotFound)
	case len(several) == 1:
		return several[0], nil
	}
	shown := several[:min(len(several), mostListed)]
	return nil, &severalError{id, shown, len(several) > len(shown)}
}

// addressOf returns what is an address with a scheme, and whether it is one: an ID has neither dots nor
// slashes.
func addressOf(which string) (string, bool) {
	switch {
	case strings.Contains(which, "://"):
		return which, true
	case strings.ContainsAny(which, "./"):
		return "https://" + which, true
	}
	return "", false
}

// idDigits is the length of an ID.
const idDigits = 32

// leastSame is how many digits an ID must have in common with another one to be near it. One in seventeen of
// a million articles has as many in common with another one.
const leastSame = 6

// tellNearest says that an article is not there, and which ones have the nearest addresses, or IDs that begin
// alike.
func (a *app) tellNearest(ctx context.Context, ix *index.Index, which string, m *commandMessages) error {
	fmt.Fprintf(a.err, "baotinh: %s\n", m.Reading.NotThere(which))
	var near []*news.Article
	var err error
	if address, ok := addressOf(which); ok {
		near, err = ix.NearestURLs(ctx, address, mostNearest)
	} else {
		id := strings.ToLower(which)
		for n := min(len(id), idDigits) - 1; n >= leastSame && len(near) == 0 && err == nil; n-- {
			near, err = ix.GetPrefix(ctx, id[:n], mostNearest)
		}
	}
	if err != nil || len(near) == 0 {
		return err
	}
	fmt.Fprintf(a.err, "  %s:\n", m.Nearest)
	for _, article := range near {
		fmt.Fprintf(a.err, "    %s  %s\n", article.URL, terminal.Clean(article.Title))
	}
	return nil
}

// An articlePrinter prints articles one after another.
type articlePrinter struct {
	*reader
	o      terminal.Output // as wide as is asked for
	f      showFlags
	visits func(url string) ([]library.Capture, error)

	reprints func(*news.Article) ([]*news.Article, int, error)

	n int // printed
}

// A shownArticle is an article as show prints it in JSON.
type shownArticle struct {
	*news.Article
	Visits []library.Capture `json:"visits,omitempty"`
}

func (p *articlePrinter) print(a *news.Article) error {
	defer func() { p.n++ }()
	var visits []library.Capture
	if p.f.versions {
		var err error
		if visits, err = p.visits(a.URL); err != nil {
			return err
		}
	}
	var text string
	switch {
	case p.f.json:
		return p.json().Encode(shownArticle{a, visits})
	case p.f.cite == citeCSL:
		return p.json().Encode(export.NewCSLItem(a))
	case p.f.cite != "":
		text = p.o.Paragraph("", terminal.Span{Text: export.Citation(a, p.Reading)})
	case p.f.text:
		text = p.between("") + plainArticle(a)
	default:
		rule := strings.Repeat("─", min(max(p.o.Width, leastWidth), 40)) + "\n\n"
		others, count, err := p.reprints(a)
		if err != nil {
			return err
		}
		text = p.between(rule) + printedArticle(a, p.o, p.commandMessages, p.f.evidence)
		if count > 0 {
			text += "\n" + printedReprints(others, count, p.o, p.commandMessages)
		}
		if p.f.versions {
			text += "\n" + printedVisits(a, visits, p.o, p.commandMessages)
		}
	}
	_, err := io.WriteString(p, text)
	return err
}

// between returns what stands between two articles.
func (p *articlePrinter) between(rule string) string {
	if p.n == 0 {
		return ""
	}
	return "\n" + rule
}

// plainArticle returns title, sapo and text of an article, each paragraph in a line, without control
// characters. A stanza has a line for each of its own.
func plainArticle(a *news.Article) string {
	var b strings.Builder
	add := func(text string) {
		if text == "" {
			return
		}
		for line := range strings.SplitSeq(text, "\n") {
			b.WriteString(terminal.Clean(line) + "\n")
		}
	}
	add(a.Title)
	add(a.Sapo)
	add(export.BlockText(a.Blocks))
	return b.String()
}
