package main

import (
	"bufio"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"runtime"
	"strings"

	"github.com/spf13/cobra"

	"baotinh/cmd/baotinh/internal/export"
	"baotinh/cmd/baotinh/internal/source"
	"baotinh/pipeline"
	"baotinh/pipeline/canonical"
	"baotinh/pipeline/durable"
	"baotinh/pipeline/extract"
	"baotinh/pipeline/fetch"
	"baotinh/pipeline/news"
	"baotinh/pipeline/stream"
)

func newExtract(a *app) *cobra.Command {
	var asJSON bool
	var report, output string
	var dealt part
	c := &cobra.Command{
		Use:   "extract FILE|DIR|URL|-...",
		Short: "Print the article of a page as JSON, each field with its evidence",
		Long: `Print the articles of pages as JSON, each field with its evidence: of files and folders,
which may have all forms that "baotinh ingest" reads, of objects in a bucket (s3://BUCKET/PREFIX), of
standard input (-), or of URLs, which are fetched politely. Nothing is stored.`,
		Example: "  baotinh extract saved-page.html\n" +
			"  baotinh extract --json --part 2/5 --output 2.jsonl archive",
		Args: atLeastOne("page", "give a file, a folder, a URL, or - for standard input"),
		RunE: func(c *cobra.Command, args []string) error {
			if err := dealt.refuseStream(args); err != nil {
				return err
			}
			passedOver, err := newPassedOver(report)
			if err != nil {
				return err
			}
			return a.endReport(passedOver, a.writeTo(output, func(w io.Writer) error {
				out := export.NewEncoder(w)
				if !asJSON {
					out.SetIndent("", "  ")
				}
				return a.extract(c.Context(), args, &dealt, out, passedOver)
			}))
		},
	}
	c.Flags().StringVar(&report, "report", "", reportHelp)
	c.Flags().StringVar(&output, "output", "",
		"write to this `file` instead of stdout; it is there when it is complete, not before")
	dealt.register(c.Flags(), "the files, WARC files among them, and URLs, for one of N workers")
	c.Flags().BoolVar(&asJSON, "json", false, "one line an article, instead of one indented object")
	return c
}

// writeTo calls write with stdout or, if name is not empty, with a new file. The file gets its name when
// write returns nil or errPagesFailed.
func (a *app) writeTo(name string, write func(io.Writer) error) error {
	if name == "" {
		return write(a.out)
	}
	var failed error
	err := durable.Write(name, 0o666, func(w io.Writer) error {
		buffered := bufio.NewWriterSize(w, 1<<16)
		if failed = write(buffered); failed != nil && !errors.Is(failed, errPagesFailed) {
			return failed
		}
		return buffered.Flush()
	})
	return cmp.Or(err, failed)
}

// An extracted is an article with the argument that it came from.
type extracted struct {
	File string `json:"file"`
	*news.Article
}

// extract prints the articles of the pages of a part of those that args name.
func (a *app) extract(
	ctx context.Context, args []string, dealt *part, out *json.Encoder, passed *passedOver,
) error {
	catalogue, err := a.catalogue()
	if err != nil {
		return err
	}
	x := extract.New(catalogue)
	articles := func(_ context.Context, p *news.Page) (extracted, error) {
		article, err := pipeline.Article(x, p)
		if err != nil {
			failed := &pipeline.StageError{Stage: pipeline.StageExtract, URL: pipeline.Name(p), Err: err}
			return extracted{}, failed
		}
		return extracted{pipeline.Name(p), article}, nil
	}
	failed := false
	for e, err := range stream.Map(ctx, runtime.GOMAXPROCS(0), a.pages(ctx, args, dealt, passed), articles) {
		if stageErr, ok := errors.AsType[*pipeline.StageError](err); ok {
			fmt.Fprintf(a.err, "baotinh: %v\n", err)
			passed.fail(stageErr)
			failed = true
			continue
		}
		if err != nil {
			return err
		}
		if err := out.Encode(e); err != nil {
			return err
		}
	}
	if failed {
		return errPagesFailed
	}
	return nil
}

// pages yields the pages of a part of those that args name, files and URLs in their order.
func (a *app) pages(
	ctx context.Context, args []string, dealt *part, passed *passedOver,
) iter.Seq2[*news.Page, error] {
	client := fetch.New(fetch.Options{UserAgent: fetch.UserAgent(version, "")})
	return func(yield func(*news.Page, error) bool) {
		for _, arg := range args {
			for p, err := range a.argumentPages(ctx, client, arg, dealt, passed) {
				if !yield(p, err) {
					return
				}
			}
		}
	}
}

// argumentPages yields the pages of a file, a folder, standard input or a URL.
func (a *app) argumentPages(
	ctx context.Context, client *fetch.Client, arg string, dealt *part, passed *passedOver,
) iter.Seq2[*news.Page, error] {
	if !strings.HasPrefix(arg, "http://") && !strings.HasPrefix(arg, "https://") {
		in := source.New(a.in, arg)
		in.Skip, in.Takes, in.Objects = passed.skip, dealt.has, objects(ctx)
		return in.Pages()
	}
	if !dealt.has(arg) {
		return func(func(*news.Page, error) bool) {}
	}
	return func(yield func(*news.Page, error) bool) {
		url, err := canonical.URL(arg)
		if err != nil {
			yield(nil, &pipeline.StageError{Stage: pipeline.StageFetch, URL: arg, Err: err})
			return
		}
		p, err := client.Fetch(ctx, news.Request{URL: url})
		if err != nil {
			yield(nil, &pipeline.StageError{Stage: pipeline.StageFetch, URL: url, Err: err})
			return
		}
		yield(p, nil)
	}
}
