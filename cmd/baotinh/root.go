package main

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"baotinh/cmd/baotinh/internal/terminal"
	"baotinh/pipeline/extract"
	"baotinh/pipeline/newspaper"
)

// An app is what every subcommand shares: the streams and the persistent flags.
type app struct {
	stdio
	data       string // the data folder
	index      string // address of an index in a cluster; empty: in the data folder
	newspapers string // a catalogue of one's own, or empty
	verbose    bool
	quiet      bool
	logJSON    bool
	json       *slog.Logger     // nil: what is said on stderr is text
	reads      *commandMessages // of who reads the answer; nil: an operator's command, in English
}

// helpTemplate prints usage, options, what the arguments mean and an example, in this order.
const helpTemplate = `Usage:{{if .HasAvailableSubCommands}}
  {{.CommandPath}} COMMAND{{else}}
  {{.UseLine}}{{end}}
{{if .HasAvailableSubCommands}}
Commands:{{range .Commands}}{{if or .IsAvailableCommand (eq .Name "help")}}
  {{rpad .Name .NamePadding}}  {{.Short}}{{end}}{{end}}
{{end}}{{if .HasAvailableLocalFlags}}
Options:
{{.LocalFlags.FlagUsages | trimTrailingWhitespaces}}
{{end}}{{if .HasAvailableInheritedFlags}}
Options of all commands:
{{.InheritedFlags.FlagUsages | trimTrailingWhitespaces}}
{{end}}
{{or .Long .Short | trimTrailingWhitespaces}}
{{if .HasExample}}
Example:
{{.Example}}
{{end}}`

const rootHelp = `baotinh (báo tỉnh, provincial newspaper) crawls Vietnam's provincial newspapers,
takes title, date, byline and body out of their pages and finds them again, with or without
Vietnamese marks.

Exit codes:
  0    done; also if the output was closed before its end
  1    a search found nothing
  2    failed or misused
  3    ended, but pages failed (numbers on stderr); of a crawl, more than --fail-above allows
  130  interrupted; what was done is kept`

func newRoot(a *app) *cobra.Command {
	root := &cobra.Command{
		Use:           "baotinh",
		Short:         "Crawl, index and search Vietnam's provincial newspapers",
		Long:          rootHelp,
		Example:       "  baotinh demo",
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          noCommand,
		RunE:          func(c *cobra.Command, _ []string) error { return c.Help() },

		PersistentPreRun: func(*cobra.Command, []string) { a.useJSON() },
	}
	root.SetIn(a.in)
	root.SetOut(a.out)
	root.SetErr(a.err)
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return &usageError{err: err} })
	root.SetHelpTemplate(helpTemplate)
	root.SetHelpFunc(helpTo(a.out, root.HelpFunc()))
	root.SetHelpCommand(newHelp(root))
	root.CompletionOptions.HiddenDefaultCmd = false

	flags := root.PersistentFlags()
	flags.StringVar(&a.data, "data", cmp.Or(os.Getenv("BAOTINH_DATA"), "baotinh-data"),
		"`folder` of the archive, frontier and index (environment: BAOTINH_DATA)")
	flags.StringVar(&a.index, "index", os.Getenv("BAOTINH_INDEX"),
		"`address` of an index in an OpenSearch cluster, as opensearch://host:9200,host2:9200/name, instead "+
			"of one in the data folder (environment: BAOTINH_INDEX)")
	flags.StringVar(&a.newspapers, "newspapers", "",
		"TOML `file` of newspapers, added to the built-in catalogue")
	flags.BoolVarP(&a.verbose, "verbose", "v", false, "log each page to stderr")
	flags.BoolVarP(&a.quiet, "quiet", "q", false,
		"print nothing on stderr but errors; search, related, suggest and newspapers print IDs or names "+
			"alone")
	flags.BoolVar(&a.logJSON, "log-json", false, "say on stderr in JSON Lines what is said there")

	root.AddCommand(
		newDemo(a), newIngest(a), newCrawl(a), newReindex(a), newExtract(a), newSearch(a), newShow(a),
		newRelated(a), newSuggest(a), newNewspapers(a), newExport(a), newBackup(a), newCheck(a), newServe(a),
		newText(a), newVersion(a), newWatch(a),
	)
	root.InitDefaultCompletionCmd()
	for _, c := range root.Commands() {
		if c.Name() == "completion" { // Cobra's takes any word for a shell
			c.Args, c.RunE = noCommand, func(c *cobra.Command, _ []string) error { return c.Help() }
			c.Example = "  source <(baotinh completion bash)"
		}
	}
	for _, more := range extraCommands {
		root.AddCommand(more(a))
	}
	root.Version = versionLine()
	root.SetVersionTemplate("{{.Version}}\n")
	root.Flags().Bool("version", false, "print the version") // Cobra's own has the shorthand of --verbose
	addCompletions(a, root)
	return root
}

// extraCommands make the commands of special builds: see man.go.
var extraCommands []func(*app) *cobra.Command

// helpTo returns a help function that writes to out. Cobra's own complains if a pipe was closed.
func helpTo(out io.Writer, help func(*cobra.Command, []string)) func(*cobra.Command, []string) {
	return func(c *cobra.Command, args []string) {
		var text bytes.Buffer
		c.SetOut(&text)
		help(c, args)
		if _, err := out.Write(text.Bytes()); err != nil && !errors.Is(err, terminal.ErrClosed) {
			c.PrintErrln(err)
		}
	}
}

// newHelp returns the help command. Cobra's own takes any word for a command.
func newHelp(root *cobra.Command) *cobra.Command {
	return &cobra.Command{
		Use:     "help [COMMAND]",
		Short:   "Print the help of a command",
		Example: "  baotinh help search",
		RunE: func(_ *cobra.Command, args []string) error {
			c, rest, err := root.Find(args)
			if err == nil {
				err = noCommand(c, rest)
			}
			if err != nil {
				return err
			}
			c.InitDefaultHelpFlag()
			return c.Help()
		},
	}
}

// noCommand refuses words that are no subcommand.
func noCommand(c *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	hint := "the subcommands are listed by `baotinh help`"
	if near := c.SuggestionsFor(args[0]); len(near) > 0 {
		hint = "did you mean " + strings.Join(near, " or ") + "?"
	}
	return &usageError{fmt.Errorf("unknown command %q", args[0]), hint}
}

// atLeastOne refuses an empty list of arguments, which hint explains.
func atLeastOne(what, hint string) cobra.PositionalArgs {
	return func(_ *cobra.Command, args []string) error {
		if len(args) == 0 {
			return &usageError{errors.New("no " + what + " given"), hint}
		}
		return nil
	}
}

// noArgs refuses arguments, as a usageError; cobra.NoArgs calls them unknown commands.
func noArgs(_ *cobra.Command, args []string) error {
	if len(args) > 0 {
		return &usageError{err: fmt.Errorf("unexpected argument %q", args[0])}
	}
	return nil
}

// catalogue returns the built-in newspapers and those of --newspapers. It says which entries are broken, and
// leaves them out.
func (a *app) catalogue() (*newspaper.Catalogue, error) {
	if a.newspapers == "" {
		return newspaper.Default(), nil
	}
	own, broken, err := newspaper.LoadSound(a.newspapers)
	if err != nil {
		return nil, err
	}
	own = own.Filter(func(n *newspaper.Newspaper) bool {
		_, err := extract.Compile(own.Filter(func(other *newspaper.Newspaper) bool { return other == n }))
		if err != nil {
			broken = append(broken, &newspaper.EntryError{
				File: a.newspapers, Line: n.Line(), Key: n.Key, Err: err,
			})
		}
		return err == nil
	})
	if len(own.All()) == 0 && len(broken) > 0 {
		return nil, broken[0]
	}
	for _, err := range broken {
		fmt.Fprintf(a.err, "baotinh: %v; this entry is left out\n", err)
	}
	return newspaper.Default().With(own), nil
}
