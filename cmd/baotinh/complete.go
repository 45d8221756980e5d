package main

import (
	"strings"

	"github.com/spf13/cobra"

	"baotinh/cmd/baotinh/internal/export"
	"baotinh/cmd/baotinh/internal/terminal"
	"baotinh/cmd/baotinh/internal/watch"
	"baotinh/index"
	"baotinh/pipeline/newspaper"
)

// addCompletions adds what shells complete: the values of flags, the keys of newspapers, the names of
// watches.
func addCompletions(a *app, root *cobra.Command) {
	for _, f := range []struct {
		command, flag string
		values        []string
	}{
		{"search", "sort", textsOf(sorts)},
		{"export", "sort", textsOf(sorts)},
		{"search", "facet", index.FacetFields()},
		{"search", "histogram", textsOf(intervals[1:])},
		{"search", "collapse", []string{string(index.ByStory)}},
		{"search", "format", textsOf([]export.Format{export.JSONL, export.CSV, export.XLSX, export.Parquet})},
		{"search", "fields", export.Hits.Names()},
		{"search", "columns", export.Hits.Names()},
		{"export", "format", textsOf(export.Formats)},
		{"export", "fields", export.Articles.Names()},
		{"export", "columns", export.Articles.Names()},
		{"show", "cite", []string{citeText, citeCSL}},
		{"text/tones", "to", []string{"nucleus", "glide"}},
		{"watch/digest", "format", digestForms()},
	} {
		complete(root, f.command, f.flag, f.values)
	}
	for _, c := range withFlags(root) {
		for flag, values := range map[string][]string{
			"lang":  {"vi", "en"},
			"color": {string(terminal.Auto), string(terminal.Always), string(terminal.Never)},
		} {
			if c.Flags().Lookup(flag) != nil {
				_ = c.RegisterFlagCompletionFunc(flag, fixed(values)) // the flag is there
			}
		}
	}
	tables := func(_ *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
		return tablesFor(typed), cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
	}
	_ = command(root, "search").RegisterFlagCompletionFunc("table", tables) // the flag is there
	for _, name := range []string{
		"ingest", "crawl", "newspapers/show", "newspapers/check", "newspapers/status",
	} {
		files := cobra.ShellCompDirectiveNoFileComp
		if name == "ingest" {
			files = cobra.ShellCompDirectiveDefault
		}
		command(root, name).ValidArgsFunction = func(
			*cobra.Command, []string, string,
		) ([]string, cobra.ShellCompDirective) {
			return a.newspaperKeys(), files
		}
	}
	for _, name := range []string{"watch/run", "watch/test", "watch/digest", "watch/remove"} {
		command(root, name).ValidArgsFunction = func(
			*cobra.Command, []string, string,
		) ([]string, cobra.ShellCompDirective) {
			return a.watchNames(), cobra.ShellCompDirectiveNoFileComp
		}
	}
}

// complete completes a flag of a command by values.
func complete(root *cobra.Command, name, flag string, values []string) {
	if err := command(root, name).RegisterFlagCompletionFunc(flag, fixed(values)); err != nil {
		panic(err) // there is no such flag
	}
}

func fixed(values []string) cobra.CompletionFunc {
	return cobra.FixedCompletions(values, cobra.ShellCompDirectiveNoFileComp)
}

// command returns the command with a name such as "watch/digest".
func command(root *cobra.Command, name string) *cobra.Command {
	c, _, err := root.Find(strings.Split(name, "/"))
	if err != nil {
		panic(err)
	}
	return c
}

// withFlags returns a command and all below it.
func withFlags(c *cobra.Command) []*cobra.Command {
	all := []*cobra.Command{c}
	for _, below := range c.Commands() {
		all = append(all, withFlags(below)...)
	}
	return all
}

func textsOf[T ~string](values []T) []string {
	texts := make([]string, len(values))
	for i, v := range values {
		texts[i] = string(v)
	}
	return texts
}

// tablesFor returns the values of --table that begin as typed: a field, or two.
func tablesFor(typed string) []string {
	rows := ""
	for _, times := range [...]string{"×", "x"} {
		if before, _, ok := strings.Cut(typed, times); ok && rows == "" {
			rows = before + times
		}
	}
	var all []string
	for _, field := range index.FacetFields() {
		if rows == "" {
			all = append(all, field+"×")
			continue
		}
		all = append(all, rows+field)
	}
	return all
}

// newspaperKeys returns the keys of the newspapers with their names, for completion.
func (a *app) newspaperKeys() []string {
	catalogue, err := a.catalogue()
	if err != nil {
		catalogue = newspaper.Default()
	}
	var keys []string
	for _, n := range catalogue.All() {
		keys = append(keys, n.Key+"\t"+n.Name)
	}
	return keys
}

// watchNames returns the names of the watches of the data folder, for completion.
func (a *app) watchNames() []string {
	set, err := watch.Load(a.data)
	if err != nil {
		return nil
	}
	var names []string
	for _, w := range set.Watches {
		names = append(names, w.Name)
	}
	return names
}
