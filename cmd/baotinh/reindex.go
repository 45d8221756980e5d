package main

import (
	"context"
	"errors"
	"iter"

	"github.com/spf13/cobra"

	"baotinh/cmd/baotinh/internal/bucket"
	"baotinh/cmd/baotinh/internal/library"
	"baotinh/cmd/baotinh/internal/source"
	"baotinh/pipeline/news"
)

func newReindex(a *app) *cobra.Command {
	var damaged bool
	var archive string
	var dealt part
	c := &cobra.Command{
		Use:   "reindex [--damaged]",
		Short: "Rebuild the index from the archive",
		Long: `Rebuild the index from the archive alone, with this program's rules of extraction and
analysis. The new index is built beside the old one, which is searched until the new one is complete
and takes its place at one instant. An index that is damaged or of another version is no hindrance.

With --archive, the pages are those of the WARC files in a bucket instead of the data folder. With
--part too, N workers build an index in a cluster together: it is searched when the last part is
complete.

With --damaged, only the shards that are damaged are built again, each of them five years; the new
index takes the files of the others over.`,
		Example: "  baotinh reindex\n  baotinh reindex --damaged",
		Args:    noArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if err := library.Exists(a.data); err != nil && archive == "" {
				return err
			}
			catalogue, err := a.catalogue()
			if err != nil {
				return err
			}
			d := a.display(&english)
			if err := d.readFrom(c.Context(), archive, &dealt, a.index != ""); err != nil {
				return err
			}
			return a.withJob(catalogue, d, func(j *library.Job) error {
				if damaged {
					return j.RebuildDamaged(c.Context())
				}
				return j.Rebuild(c.Context())
			})
		},
	}
	c.Flags().StringVar(&archive, "archive", "",
		"`address` of WARC files in a bucket, s3://BUCKET/PREFIX, to build the index of")
	dealt.register(c.Flags(), "the WARC files of --archive, to build an index in a cluster with others")
	c.Flags().BoolVar(&damaged, "damaged", false, "build only the damaged shards again")
	return c
}

// readFrom makes a job rebuild its index of a part of the WARC files in a bucket, if an address is given.
func (d *display) readFrom(ctx context.Context, address string, dealt *part, inCluster bool) error {
	switch {
	case address == "" && dealt.of == 0:
		return nil
	case address == "":
		err := errors.New("--part deals the files of --archive")
		return &usageError{err, "give --archive s3://BUCKET/PREFIX"}
	case !bucket.IsAddress(address):
		return errNoBucket(address)
	case dealt.of > 0 && !inCluster:
		return &usageError{library.ErrPartOfFolder, "give --index, or leave --part out"}
	}
	d.part, d.parts = int(dealt.number), int(dealt.of)
	d.archive = func() iter.Seq2[*news.Page, error] {
		in := source.New(nil, address)
		in.Takes, in.Objects = dealt.has, objects(ctx)
		return in.Pages()
	}
	return nil
}
