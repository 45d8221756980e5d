package main

import (
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

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
			if asJSON {
				return a.printNewspapers(catalogue.All())
			}
			table := tabwriter.NewWriter(a.out, 0, 0, 2, ' ', 0)
			for _, n := range catalogue.All() {
				fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\n", n.Key, n.Name, provinces(n), n.Hosts[0], n.Family)
			}
			return table.Flush()
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "print JSON Lines")
	return c
}

func newNewspapersShow(a *app) *cobra.Command {
	var asJSON bool
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
			var found []*newspaper.Newspaper
			for _, arg := range args {
				n, err := catalogue.Find(arg)
				if err != nil {
					return err
				}
				found = append(found, n)
			}
			if asJSON {
				return a.printNewspapers(found)
			}
			return a.describe(found)
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "print JSON Lines")
	return c
}

// provinces returns "Phú Thọ (Vĩnh Phúc, Hòa Bình)": the unit since July 2025 and those before.
func provinces(n *newspaper.Newspaper) string {
	if len(n.Former) == 0 {
		return n.Province
	}
	return fmt.Sprintf("%s (%s)", n.Province, strings.Join(n.Former, ", "))
}

// describe prints each newspaper as a table of two columns, without what is unknown.
func (a *app) describe(newspapers []*newspaper.Newspaper) error {
	table := tabwriter.NewWriter(a.out, 0, 0, 2, ' ', 0)
	for i, n := range newspapers {
		if i > 0 {
			fmt.Fprintln(table)
		}
		for _, row := range [][2]string{
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
		} {
			if row[1] != "" {
				fmt.Fprintf(table, "%s\t%s\n", row[0], row[1])
			}
		}
	}
	return table.Flush()
}

// A newspaperJSON is a newspaper as --json prints it.
type newspaperJSON struct {
	Key      string   `json:"key"`
	Name     string   `json:"name"`
	Province string   `json:"province"`
	Former   []string `json:"former,omitempty"`
	Hosts    []string `json:"hosts"`
	Family   string   `json:"family,omitempty"`
	Article  string   `json:"article,omitempty"`
	Section  string   `json:"section,omitempty"`
	Seeds    []string `json:"seeds,omitempty"`
	Feeds    []string `json:"feeds,omitempty"`
	Sitemaps []string `json:"sitemaps,omitempty"`
	Grade    string   `json:"grade,omitempty"`
	Notes    string   `json:"notes,omitempty"`
}

func (a *app) printNewspapers(newspapers []*newspaper.Newspaper) error {
	out := jsonLines(a.out)
	for _, n := range newspapers {
		if err := out.Encode(newspaperJSON{
			n.Key, n.Name, n.Province, n.Former, n.Hosts, n.Family, n.Article, n.Section, n.Seeds, n.Feeds,
			n.Sitemaps, n.Grade, n.Notes,
		}); err != nil {
			return err
		}
	}
	return nil
}
