package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"baotinh/cmd/baotinh/internal/report"
	"baotinh/cmd/baotinh/internal/terminal"
	"baotinh/pipeline/newspaper"
)

func newNewspapers(a *app) *cobra.Command {
	c := &cobra.Command{
		Use:     "newspapers",
		Short:   "The catalogue of newspapers",
		Example: "  baotinh newspapers list",
		Args:    noCommand,
		RunE:    func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(newNewspapersList(a), newNewspapersShow(a), newNewspapersStatus(a), newNewspapersCheck(a),
		newNewspapersDrift(a))
	return c
}

func newNewspapersList(a *app) *cobra.Command {
	var asJSON bool
	var forReader readerFlags
	c := &cobra.Command{
		Use:     "list",
		Short:   "List the newspapers",
		Example: "  baotinh newspapers list",
		Args:    noArgs,
		RunE: func(*cobra.Command, []string) error {
			catalogue, err := a.catalogue()
			if err != nil {
				return err
			}
			return a.read(forReader, func(r *reader) error {
				if asJSON {
					return r.printNewspapers(catalogue.All())
				}
				return r.listNewspapers(catalogue.All())
			})
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "print JSON Lines")
	addReader(c, &forReader)
	return c
}

func newNewspapersShow(a *app) *cobra.Command {
	var asJSON bool
	var forReader readerFlags
	c := &cobra.Command{
		Use:     "show NEWSPAPER...",
		Short:   "Show all that is known of a newspaper",
		Example: "  baotinh newspapers show 'Lạng Sơn'",
		Args:    atLeastOne("newspaper", "`baotinh newspapers list` shows them"),
		RunE: func(_ *cobra.Command, args []string) error {
			catalogue, err := a.catalogue()
			if err != nil {
				return err
			}
			return a.read(forReader, func(r *reader) error {
				var found []*newspaper.Newspaper
				for _, arg := range args {
					n, err := catalogue.Find(arg)
					if err != nil {
						return err
					}
					found = append(found, n)
				}
				if asJSON {
					return r.printNewspapers(found)
				}
				return r.describe(found)
			})
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "print JSON Lines")
	addReader(c, &forReader)
	return c
}

// provinces returns "Phú Thọ (Vĩnh Phúc, Hòa Bình)": the unit since July 2025 and those before.
func provinces(n *newspaper.Newspaper) string {
	if len(n.Former) == 0 {
		return n.Province
	}
	return fmt.Sprintf("%s (%s)", n.Province, strings.Join(n.Former, ", "))
}

// listNewspapers prints a row for each newspaper, with a header on a terminal.
func (r *reader) listNewspapers(newspapers []*newspaper.Newspaper) error {
	if r.quiet {
		for _, n := range newspapers {
			if _, err := fmt.Fprintln(r, n.Key); err != nil {
				return err
			}
		}
		return nil
	}
	var header []string
	for _, field := range [...]string{"key", "name", "province", "host", "family"} {
		header = append(header, r.catalogue.label(field))
	}
	var rows [][]string
	for _, n := range newspapers {
		rows = append(rows, []string{n.Key, n.Name, provinces(n), n.Hosts[0], n.Family})
	}
	_, err := io.WriteString(r, r.screen.Grid(header, r.screen.IsTerminal(), rows))
	return err
}

// describe prints each newspaper as a table of two columns, without what is unknown.
func (r *reader) describe(newspapers []*newspaper.Newspaper) error {
	var b strings.Builder
	for i, n := range newspapers {
		if i > 0 {
			b.WriteByte('\n')
		}
		r.describeOne(&b, n)
	}
	_, err := io.WriteString(r, b.String())
	return err
}

func (r *reader) describeOne(b *strings.Builder, n *newspaper.Newspaper) {
	rows := slices.DeleteFunc([][2]string{
		{"key", n.Key},
		{"name", n.Name},
		{"province", provinces(n)},
		{"hosts", strings.Join(n.Hosts, " ")},
		{"family", n.Family},
		{"article", n.Article},
		{"section", n.Section},
		{"seeds", strings.Join(n.Seeds, " ")},
		{"feeds", strings.Join(n.Feeds, " ")},
		{"sitemaps", strings.Join(n.Sitemaps, " ")},
		{"grade", n.Grade},
		{"robots permission", n.RobotsPermission},
		{"TLS exception", n.TLSException},
		{"notes", n.Notes},
	}, func(row [2]string) bool { return row[1] == "" })
	width := 0
	for _, row := range rows {
		width = max(width, terminal.Width(r.catalogue.label(row[0])))
	}
	for _, row := range rows {
		label := terminal.PadRight(r.catalogue.label(row[0]), width) + "  "
		b.WriteString(r.screen.Paragraph(label, terminal.Span{Text: row[1]}))
	}
}

func (r *reader) printNewspapers(newspapers []*newspaper.Newspaper) error {
	out := r.json()
	for _, n := range newspapers {
		if err := out.Encode(report.EntryOf(n)); err != nil {
			return err
		}
	}
	return nil
}
