package main

import (
	"github.com/spf13/cobra"

	"baotinh/cmd/baotinh/internal/library"
)

func newReindex(a *app) *cobra.Command {
	var damaged bool
	c := &cobra.Command{
		Use:   "reindex [--damaged]",
		Short: "Rebuild the index from the archive",
		Long: `Rebuild the index from the archive alone, with this program's rules of extraction and
analysis. The new index is built beside the old one, which is searched until the new one is complete
and takes its place at one instant. An index that is damaged or of another version is no hindrance.

With --damaged, only the shards that are damaged are built again, each of them five years; the new
index takes the files of the others over.`,
		Example: "  baotinh reindex\n  baotinh reindex --damaged",
		Args:    noArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if err := library.Exists(a.data); err != nil {
				return err
			}
			catalogue, err := a.catalogue()
			if err != nil {
				return err
			}
			return a.withJob(catalogue, a.display(&english), func(j *library.Job) error {
				if damaged {
					return j.RebuildDamaged(c.Context())
				}
				return j.Rebuild(c.Context())
			})
		},
	}
	c.Flags().BoolVar(&damaged, "damaged", false, "build only the damaged shards again")
	return c
}
