package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"io"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"baotinh/index"
	"baotinh/pipeline/news"
)

// searchFlags are the flags of search.
type searchFlags struct {
	json    bool
	queries string
	sort    string
	request index.Request
}

func newSearch(a *app) *cobra.Command {
	var f searchFlags
	c := &cobra.Command{
		Use:   "search QUERY...",
		Short: "Search the articles",
		Long: `Search the articles. All words are required, with or without their Vietnamese marks:

  hoi nghi so ket             finds "hội nghị sơ kết"
  hội nghị                    finds both, the spelling as typed first
  "tỉnh ủy"                   the phrase, also where it is spelled "tỉnh uỷ"
  cháy rừng -"diễn tập"       without these words
  lũ OR lụt                   either
  author:"mai linh"           written by
  province:"Bắc Giang"        of a province, by its old or its new name
  newspaper:baolangson        of a newspaper
  section:"kinh tế"  source:TTXVN  title:(lễ hội)
  after:2022-07 before:31/12/2023

If all words together find little, the answer says how the search was loosened.

A query that begins with a dash needs "--" before it.`,
		Example: `  baotinh search 'province:"Lạng Sơn" hoi nghi so ket' --sort newest`,
		RunE: func(c *cobra.Command, args []string) error {
			return a.search(c.Context(), args, f)
		},
	}
	flags := c.Flags()
	flags.BoolVar(&f.json, "json", false, "print each answer as a line of JSON")
	flags.StringVar(&f.queries, "queries", "", "answer the `file`'s lines of JSON, each with a \"query\", in order")
	flags.StringVar(&f.sort, "sort", "relevance", "relevance, newest or oldest")
	flags.IntVar(&f.request.Limit, "limit", 10, "hits at most")
	flags.IntVar(&f.request.From, "from", 0, "hits to pass over")
	flags.StringSliceVar(&f.request.Facets, "facet", nil,
		"count the hits by `field`: newspaper, province, section, author, source, site")
	flags.StringVar(&f.request.Filter, "filter", "", "`query` that hits must match too, without scoring")
	flags.BoolVar(&f.request.Explain, "explain", false, "show each hit's score in words")
	return c
}

func (a *app) search(ctx context.Context, args []string, f searchFlags) error {
	f.request.Sort = index.Sort(f.sort)
	if !slices.Contains([]index.Sort{index.Relevance, index.Newest, index.Oldest}, f.request.Sort) {
		return &usageError{fmt.Errorf("unknown order %q", f.sort), "--sort takes relevance, newest or oldest"}
	}
	if (len(args) == 0) == (f.queries == "") {
		return &usageError{errors.New("give either a query or --queries FILE"), "baotinh search hội nghị sơ kết"}
	}
	ix, err := openIndex(a.data)
	if err != nil {
		return err
	}
	if f.queries != "" {
		return errors.Join(a.searchFile(ctx, ix, f), ix.Close())
	}

	f.request.Query = strings.Join(args, " ")
	result, err := ix.Search(ctx, f.request)
	if err = errors.Join(err, ix.Close()); err != nil {
		return err
	}
	if f.json {
		err = jsonLines(a.out).Encode(result)
	} else {
		err = printResult(a.out, result, f.request.From)
	}
	if err == nil && len(result.Hits) == 0 {
		return errNothing
	}
	return err
}

// searchFile answers each query of a file, in order.
func (a *app) searchFile(ctx context.Context, ix *index.Index, f searchFlags) error {
	in, err := os.Open(f.queries)
	if err != nil {
		return err
	}
	defer in.Close() // it was only read

	buffered := bufio.NewWriter(a.out)
	out := jsonLines(buffered)
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, maxLineBytes)
	for n := 1; lines.Scan(); n++ {
		var line struct{ Query string }
		if err := json.Unmarshal(lines.Bytes(), &line); err != nil {
			return errors.Join(fmt.Errorf("%s:%d: %w", f.queries, n, err), buffered.Flush())
		}
		f.request.Query = line.Query
		result, err := ix.Search(ctx, f.request)
		if err != nil {
			return errors.Join(fmt.Errorf("%s:%d: %w", f.queries, n, err), buffered.Flush())
		}
		if f.json {
			err = out.Encode(result)
		} else {
			err = printResult(buffered, result, f.request.From)
		}
		if err != nil {
			return err
		}
	}
	return errors.Join(lines.Err(), buffered.Flush())
}

// printResult prints an answer for a person.
func printResult(w io.Writer, r *index.Result, from int) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%d articles (%.1f ms)\n", r.Total, r.TookMS)
	for _, said := range r.Understood {
		fmt.Fprintf(&b, "%s\n", said)
	}
	for i, h := range r.Hits {
		fmt.Fprintf(&b, "\n%2d. %s\n", from+i+1, h.Title)
		fmt.Fprintf(&b, "    %s\n", strings.Join(origin(h), " · "))
		if h.Snippet != "" {
			fmt.Fprintf(&b, "    %s\n", html.UnescapeString(marked.Replace(h.Snippet)))
		}
		for _, line := range h.Explain {
			fmt.Fprintf(&b, "    | %s\n", line)
		}
	}
	for _, field := range slices.Sorted(maps.Keys(r.Facets)) {
		fmt.Fprintf(&b, "\n%s:\n", field)
		for _, count := range r.Facets[field] {
			fmt.Fprintf(&b, "%8d  %s\n", count.Count, count.Value)
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// marked shows on a terminal and in a pipe what <mark> shows in HTML.
var marked = strings.NewReplacer("<mark>", "[", "</mark>", "]")

// origin returns newspaper, date, authors and URL, as far as they are known.
func origin(h index.Hit) []string {
	var words []string
	for _, word := range []string{h.Newspaper, printDate(h.Published), strings.Join(h.Authors, ", "), h.URL} {
		if word != "" {
			words = append(words, word)
		}
	}
	return words
}

// printDate returns a date as Vietnamese readers write it, as finely as it is known.
func printDate(d news.Date) string {
	switch d.Precision {
	case news.Year:
		return d.Time.Format("2006")
	case news.Month:
		return d.Time.Format("01/2006")
	case news.Day:
		return d.Time.Format("02/01/2006")
	case news.Minute, news.Second:
		return d.Time.Format("02/01/2006 15:04")
	}
	return ""
}
