package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"baotinh/cmd/baotinh/internal/library"
)

func newBackup(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "backup DIR",
		Short: "Copy the data folder, also while a job writes to it",
		Long: `Copy the data folder to DIR, which must be empty or not there, also while "baotinh ingest" or
"baotinh crawl" writes to it. The copy is a data folder: "baotinh search --data DIR" answers from it, and
"baotinh ingest --data DIR" goes on where it ends.

First the positions are copied up to which frontier, index and watches have read the archive, then the
archive. So the copy is of one moment for each of them, whatever comes in meanwhile. WARC files that are full
and segments of the index never change: on the same file system they are hard links, which take no room and
no time, but protect from mistakes only, not from a broken disk. Secrets that watches name by absolute paths
are not in the copy.

A folder that an interrupted backup leaves is no data folder; remove it.`,
		Example: `  baotinh backup /mnt/backup/baotinh-$(date +%F)`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return &usageError{errors.New("give one folder"), "baotinh backup /mnt/backup/baotinh"}
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error { return a.backup(c.Context(), args[0]) },
	}
}

func (a *app) backup(ctx context.Context, to string) error {
	b, err := library.Backup(ctx, a.data, to)
	if errors.Is(err, library.ErrNotEmpty) {
		return &usageError{err, "give a new folder"}
	}
	if err != nil {
		return err
	}
	m := a.words()
	for _, left := range b.Without {
		fmt.Fprintln(a.talk(), strings.NewReplacer("{what}", left.Error(), "{folder}", to).Replace(m.leftOut))
	}
	fmt.Fprintln(a.talk(), strings.NewReplacer(
		"{folder}", to, "{n}", m.Number(b.Segments), "{linked}", m.Number(b.Linked),
		"{mb}", m.Real(float64(b.Copied)/1e6, 1),
	).Replace(m.backedUp))
	return nil
}
