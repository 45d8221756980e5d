package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"baotinh/cmd/baotinh/internal/deliver"
	"baotinh/cmd/baotinh/internal/export"
	"baotinh/cmd/baotinh/internal/library"
	"baotinh/cmd/baotinh/internal/messages"
	"baotinh/cmd/baotinh/internal/watch"
	"baotinh/index"
	"baotinh/pipeline/news"
)

func newWatch(a *app) *cobra.Command {
	c := &cobra.Command{
		Use:   "watch",
		Short: "Saved searches that tell what is new",
		Long: `Saved searches that tell what is new: each article that comes in after the watch was made and
that its query finds, once, and later if its text changes or its page is withdrawn. Late-found and undated
articles are told as well.

Watches are in the file watches.toml of the data folder, written by "baotinh watch new", by the page or by
hand:

  [smtp]                      # only for mail
  host = "mail.example.vn"    # with STARTTLS, at port 587 unless port says another one
  user = "bao"
  password_file = "smtp.key"  # in the data folder
  from = "Báo Tỉnh <bao@example.vn>"
  page = "https://bao.example.vn/"  # of "baotinh serve", for links

  [lanh-dao]
  name  = "Lãnh đạo tỉnh"
  query = '("chủ tịch ubnd tỉnh" OR "bí thư tỉnh ủy") tỉnh:"Lạng Sơn"'
  collapse = "story"          # one line a story
  mail = { to = ["van-phong@example.vn"], at = "06:30", days = "T2-T7" }
  webhook = { url = "https://noi-bo.example.vn/hook", secret_file = "hook.key", allow = ["10.0.0.5"] }`,
		Example: "  baotinh watch new lu 'lũ OR \"sạt lở\"' && baotinh watch run",
		Args:    noCommand,
		RunE:    func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(newWatchList(a), newWatchNew(a), newWatchRemove(a), newWatchRun(a), newWatchTest(a),
		newWatchDigest(a))
	return c
}

func newWatchList(a *app) *cobra.Command {
	var asJSON bool
	var forReader readerFlags
	c := &cobra.Command{
		Use:     "list",
		Short:   "List the watches, how much they have told, and what keeps them from it",
		Example: "  baotinh watch list",
		Args:    noArgs,
		RunE: func(*cobra.Command, []string) error {
			return a.read(forReader, func(r *reader) error {
				if err := library.Exists(a.data); err != nil {
					return err
				}
				set, err := watch.Load(a.data)
				if err != nil {
					return err
				}
				all, err := watch.Standings(a.data, set, time.Now())
				if err != nil {
					return err
				}
				if asJSON {
					return encodeAll(r.json(), all)
				}
				return r.listWatches(all)
			})
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "print JSON Lines")
	addReader(c, &forReader)
	return c
}

// listWatches prints a row for each watch.
func (r *reader) listWatches(all []watch.Standing) error {
	var rows [][]string
	for _, s := range all {
		if r.quiet {
			rows = append(rows, []string{s.Name})
			continue
		}
		rows = append(rows, []string{
			s.Name, r.Number(s.LastDay), r.Number(s.LastWeek), r.Number(s.Items), s.Label(),
			strings.Join(r.WatchTroubles(s), "; "),
		})
	}
	_, err := io.WriteString(r, r.screen.Grid(r.Watches.Columns, r.screen.IsTerminal() && !r.quiet, rows))
	return err
}

func newWatchTest(a *app) *cobra.Command {
	since := days(30 * aDay)
	var forReader readerFlags
	c := &cobra.Command{
		Use:   "test NAME|QUERY...",
		Short: "Show how many articles a watch would have told, day by day",
		Long: `Show how many articles a watch, or a query that may become one, would have told on each day,
and the last of them.`,
		Example: `  baotinh watch test '"sạt lở" tỉnh:"Lạng Sơn"' --since 30d`,
		Args:    atLeastOne("watch or query", "`baotinh watch list` shows the watches"),
		RunE: func(c *cobra.Command, args []string) error {
			return a.read(forReader, func(r *reader) error {
				query := strings.Join(args, " ")
				set, err := watch.Load(a.data)
				if err != nil {
					return err
				}
				if w, err := set.Find(query); err == nil {
					query = w.Query
				}
				return a.testWatch(c.Context(), r, query, time.Duration(since))
			})
		},
	}
	c.Flags().Var(&since, "since", "within so many `days`")
	addReader(c, &forReader)
	return c
}

// testWatch prints how many articles that a query finds came in on each day, and the last of them.
func (a *app) testWatch(ctx context.Context, r *reader, query string, since time.Duration) error {
	ix, err := a.openIndex(ctx)
	if err != nil {
		return err
	}
	from := time.Now().Add(-since).In(news.Vietnam)
	request := index.Request{
		Query: query, Filter: "seen:" + from.Format("2006-01-02T15:04") + "..", Sort: index.LastSeen,
	}
	result, err := ix.Search(ctx, request)
	perDay := map[string]int{}
	if err == nil {
		for h, hitErr := range ix.All(ctx, request) {
			if hitErr != nil {
				err = hitErr
				break
			}
			perDay[messages.Day(h.FirstSeen)]++
		}
	}
	if err := errors.Join(err, ix.Close()); err != nil {
		return err
	}
	var labels []string
	var counts []index.Count
	for day := from; !day.After(time.Now()); day = day.AddDate(0, 0, 1) {
		n := perDay[messages.Day(day)]
		labels = append(labels, fmt.Sprintf("%8s  %s", r.Number(n), messages.Day(day)))
		counts = append(counts, index.Count{Value: messages.Day(day), Count: n})
	}
	var b strings.Builder
	r.printChart(&b, labels, counts)
	b.WriteByte('\n')
	if _, err := io.WriteString(r, b.String()); err != nil {
		return err
	}
	return r.printResult(&index.Result{Total: result.Total, Hits: result.Hits, TookMS: result.TookMS}, 0, nil)
}

func newWatchDigest(a *app) *cobra.Command {
	since := days(aDay)
	var format, lang string
	c := &cobra.Command{
		Use:   "digest NAME",
		Short: "Print what a watch told as text, HTML, a mail or a table",
		Long: `Print what a watch told within the last day, or since --since: as text, as a page of HTML, as a
mail for "sendmail -t", as JSON or as a list. The mail needs no [smtp] in watches.toml. What was delivered
does not matter for it, and does not change.`,
		Example: "  baotinh watch digest lanh-dao --format eml | sendmail -t",
		Args:    one("watch", "`baotinh watch list` shows them"),
		RunE: func(c *cobra.Command, args []string) error {
			m, err := messagesIn(lang)
			if err != nil {
				return err
			}
			return a.digest(args[0], format, time.Duration(since), m)
		},
	}
	flags := c.Flags()
	flags.StringVar(&format, "format", "txt", "`form`: "+strings.Join(digestForms(), ", "))
	flags.Var(&since, "since", "what was told within so many `days`")
	addLanguage(c, &lang)
	return c
}

// digestForms returns the forms of a digest: its own, and those of lists.
func digestForms() []string {
	forms := []string{"txt", "html", "eml", "json"}
	for _, f := range [...]export.Format{export.JSONL, export.CSV, export.XLSX} {
		forms = append(forms, string(f))
	}
	return forms
}

func (a *app) digest(name, format string, since time.Duration, m *commandMessages) error {
	set, err := watch.Load(a.data)
	if err != nil {
		return err
	}
	w, err := set.Find(name)
	if err != nil {
		return err
	}
	now := time.Now()
	items, err := watch.Since(a.data, name, now.Add(-since))
	if err != nil {
		return err
	}
	d := watch.NewDigest(w, items, now)
	page := ""
	if set.SMTP != nil {
		page = set.SMTP.BaseURL
	}
	var text string
	switch format {
	case "txt":
		text, err = deliver.Text(d, page, &m.Messages)
	case "html":
		text, err = deliver.HTML(d, page, &m.Messages)
	case "eml":
		var message []byte
		message, err = deliver.Message(d, set.SMTP, "")
		text = string(message)
	case "json":
		return export.NewEncoder(a.out).Encode(d)
	default:
		if !slices.Contains(digestForms(), format) {
			err := fmt.Errorf("unknown form %q", format)
			return &usageError{err, "--format takes " + strings.Join(digestForms(), ", ")}
		}
		_, err := export.Hits.Write(a.out, d.Hits(), export.Options{
			Format: export.Format(format), About: deliver.About(d), Words: &m.Messages,
		})
		return err
	}
	if err != nil {
		return err
	}
	_, err = io.WriteString(a.out, text)
	return err
}
