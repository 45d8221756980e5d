package main

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"os"

	"baotinh/cmd/baotinh/internal/bucket"
	"baotinh/cmd/baotinh/internal/library"
	"baotinh/cmd/baotinh/internal/source"
)

// objects returns the objects of an address in a bucket, nil of another one: see [source.Input].
func objects(ctx context.Context) func(address string) iter.Seq2[source.Object, error] {
	return func(address string) iter.Seq2[source.Object, error] {
		if !bucket.IsAddress(address) {
			return nil
		}
		return func(yield func(source.Object, error) bool) {
			s, err := bucket.Open(os.Getenv)
			if err != nil {
				yield(source.Object{}, err)
				return
			}
			for o, err := range s.List(ctx, address) {
				open := func() (*os.File, error) { return s.Fetch(ctx, o) }
				if !yield(source.Object{Name: o.Name, Address: o.Address, Open: open}, err) {
					return
				}
			}
		}
	}
}

func errNoBucket(address string) error {
	return &usageError{fmt.Errorf("--archive %q is no bucket", address), "--archive takes s3://BUCKET/PREFIX"}
}

// mirror returns the mirror at an address, nil if that is empty.
func (a *app) mirror(address string) (*library.Mirror, error) {
	if address == "" {
		return nil, nil
	}
	if !bucket.IsAddress(address) {
		return nil, errNoBucket(address)
	}
	s, err := bucket.Open(os.Getenv)
	if err != nil {
		return nil, err
	}
	put := func(ctx context.Context, name, path string) error {
		written, err := s.Put(ctx, address, name, path)
		if written && a.verbose {
			a.log().Info("mirrored", "segment", path, "to", address+"/"+name)
		}
		return err
	}
	return &library.Mirror{Address: address, Put: put}, nil
}

// mirrored does the work of a job, and mirrors its archive before and afterwards, also if the work failed.
func mirrored(ctx context.Context, j *library.Job, work func() error) error {
	if err := j.Mirror(ctx); err != nil {
		return err
	}
	return errors.Join(work(), j.Mirror(context.WithoutCancel(ctx)))
}
