package main

import (
	"bufio"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"baotinh/cmd/baotinh/internal/export"
	"baotinh/index"
)

// searchFlags are the flags of search.
type searchFlags struct {
	json      bool
	queries   string
	all       bool
	histogram string
	table     string
	kwic      bool
	width     int  // of the context of occurrences; 0: what fits
	drawn     bool // the seed of the sample was

	limitGiven, formatGiven bool
	rows                    rowFlags
	reader                  readerFlags
	next                    nextPage
	sort                    string
	limit                   int
	values                  int // of a facet; 0: all
	strict                  bool
	loose                   bool
	request                 index.Request
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
  "bão lũ"~3                  the words in any order, 3 others between them at most
  cháy rừng -"diễn tập"       without these words
  lũ OR lụt                   either
  lạng~ sơn  khoan*           or a syllable one edit away; words that begin so
  author:"mai linh"           written by
  province:"Bắc Giang"        of a province, by its old or its new name
  place:"Tràng Định"          that name a province, district or commune, by its old or its new name, or
                              a unit in it; also place:"xã Yên Bình, Hữu Lũng", place:"Bình Minh (Vĩnh Long)"
  newspaper:baolangson        of a newspaper
  section:"kinh tế"  source:TTXVN  title:(lễ hội)  tag:"chạy bộ"  sapo:  caption:  photographer:
  dateline:LSO  url:baolangson.vn/kinh-te      of a host, an address, or addresses that begin so
  after:2022-07               published on 1 July 2022 or later; from: is the same
  before:31/12/2023 to:2022   on 30 December 2023 or earlier; in 2022 or earlier
  date:2022 date:2004..2009   in that year, month or day; in a range, both ends included; 2022-07.. is open
  date:yesterday after:7d     also today, "this week", last_month, "hôm nay", hôm_qua, 2w, 24h: as seen from
                              now, in days of Vietnam
  seen:24h  seen:yesterday    that came in then, whenever published; also seen:2026-11-01..
  type:video  loại:"phóng sự ảnh"      as the page names the form of the article: photo, video, infographic,
                              longform, live, interview, opinion, reportage, letter, poem, fiction
  status:withdrawn            that the newspaper has taken back; -status:withdrawn is without them

Field names are understood in Vietnamese too: tác giả:, sau:, trước:, đến:, ngày: … The value follows the
colon at once; elsewhere a colon is text. An unknown field (autor:mai) is an error, and so are operators of
other languages (NOT, NEAR(, !word, kho*n): quotation marks make text of them.

Abbreviations and other spellings are read too (vn, sapa): the answer tells those that a hit needs. Of two or
three words, articles in which the syllables of one word are apart come after the others.

If all words together find little, words outside of quotation marks and fields are relaxed. The articles that
only the relaxed search finds come after all others, and the answer says how many they are and why. Quotation
marks of print, “ ” „ “ « », may be those of a pasted headline: if nothing at all is found with them, they
are relaxed too. --strict leaves all that out, as --all and --kwic do; --loose also takes words out of other
quotation marks if nothing is found with them. The exit code is 1 if nothing is found as it was typed.

Counts (--facet, --histogram, --table) are of what was typed, and say what they leave out: they add up to
the number of articles. A histogram has 36,600 columns at most, a facet 100,000 values, a table 100,000
cells.

With --collapse story, articles that reprint one text are one hit: the one that comes first in the order asked
for. It says how many of them are found, and which one came in first of all. Counts are of all articles.

In CSV an apostrophe stands before texts that a spreadsheet would take for formulas (= + - @ …).

A query that begins with a dash needs "--" before it.`,
		Example: `  baotinh search 'province:"Lạng Sơn" hoi nghi so ket' --sort newest
  baotinh search 'sạt lở' --limit 0 --table province×month --share`,
		RunE: func(c *cobra.Command, args []string) error {
			if err := contradiction(c); err != nil {
				return err
			}
			f.limitGiven, f.formatGiven = c.Flags().Changed("limit"), c.Flags().Changed("format")
			if err := f.sample(c); err != nil {
				return err
			}
			f.next = nextPageOf(c)
			return a.read(f.reader, func(r *reader) error { return a.search(c.Context(), args, f, r) })
		},
	}
	c.SetFlagErrorFunc(func(_ *cobra.Command, err error) error {
		return &usageError{err, `a query that begins with a dash needs "--" before it`}
	})
	f.add(c)
	return c
}

// add adds the flags to the command.
func (f *searchFlags) add(c *cobra.Command) {
	flags := c.Flags()
	flags.BoolVar(&f.json, "json", false, "print each answer as a line of JSON")
	flags.StringVar(&f.queries, "queries", "",
		"answer the `file`'s lines of JSON, each with a \"query\", in order")
	flags.StringVar(&f.sort, "sort", "relevance",
		"`order` of the hits: relevance, newest, oldest or seen: what came in last first")
	flags.IntVar(&f.limit, "limit", 10, "print `N` hits, 1000 at most; 0: counts only")
	flags.IntVar(&f.request.From, "from", 0, "pass over the first `N` hits")
	flags.StringVar(&f.request.After, "after", "",
		"the hits behind a `cursor`, which the page before ends with")
	flags.BoolVar(&f.all, "all", false, "print all hits, however many, one a line")
	flags.BoolVar(&f.kwic, "kwic", false,
		"print all occurrences of the words in their context, each in a line (keyword in context)")
	flags.IntVar(&f.width, "width", 0,
		"print `N` columns of context on each side of an occurrence (default: what fits; 40 on a pipe)")
	addSample(c, &f.request)
	flags.StringVar(&f.rows.format, "format", "jsonl",
		"`form` of all hits or occurrences: jsonl, csv, xlsx or parquet; of a table: csv")
	addRows(flags, &f.rows)
	flags.StringSliceVar(&f.request.Facets, "facet", nil,
		"count the hits by `field`: "+strings.Join(index.FacetFields(), ", "))
	flags.IntVar(&f.values, "facet-limit", 20,
		"print `N` values of a facet, or rows or columns of a table, at most, and what the others add up "+
			"to; 0: all")
	flags.StringVar(&f.histogram, "histogram", "",
		"count the hits by `interval` of their dates: day, week (ISO, from Monday on), month or year")
	flags.StringVar(&f.table, "table", "",
		"count the hits by two `fields` of --facet: province×month, or provincexmonth")
	flags.BoolVar(&f.request.Share, "share", false,
		"print with each count its share of all articles, found or not, of the same value or date")
	flags.StringVar(&f.request.Filter, "filter", "", "`query` that hits must match too, without scoring")
	flags.Var((*days)(&f.request.Recency), "recency",
		"rank new articles higher; after so many `days` (180d) the bonus is half")
	flags.StringVar((*string)(&f.request.Collapse), "collapse", "",
		"list of the hits that reprint one text only the first: `story`. Counts are of all hits")
	flags.BoolVar(&f.request.Explain, "explain", false, "show the parts of each hit's score")
	flags.BoolVar(&f.strict, "strict", false, "relax and correct nothing")
	flags.BoolVar(&f.loose, "loose", false, "relax quotation marks, too")
	addReader(c, &f.reader)
}

// contradiction refuses flags that do not go together.
func contradiction(c *cobra.Command) error {
	flags := c.Flags()
	if flags.Changed("strict") && flags.Changed("loose") {
		return &usageError{errors.New("--strict and --loose contradict each other"), "give one of them"}
	}
	if flags.Changed("kwic") {
		return withoutCounts(flags, "kwic", "all", "from", "after", "queries")
	}
	if flags.Changed("width") {
		return &usageError{errors.New("--width is for --kwic"), "give --kwic, too"}
	}
	if !flags.Changed("all") {
		return withoutForm(flags)
	}
	return withoutCounts(flags, "all", "limit", "from", "json", "queries")
}

// withoutCounts refuses flags that a list has no use for, and those that count.
func withoutCounts(flags *pflag.FlagSet, list string, others ...string) error {
	for _, other := range others {
		if flags.Changed(other) {
			err := fmt.Errorf("--%s prints every %s, one a line, and has no use for --%s",
				list, what[list], other)
			return &usageError{err, "leave one of them out; --format says how --" + list + " prints"}
		}
	}
	for _, other := range []string{"facet", "facet-limit", "histogram", "table", "share"} {
		if flags.Changed(other) {
			err := fmt.Errorf("--%s prints %ss and nothing else, so it has no --%s", list, what[list], other)
			return &usageError{err, "--limit 0 instead of --" + list + " prints the counts of all hits"}
		}
	}
	return nil
}

// what are the rows of the lists.
var what = map[string]string{"all": "hit", "kwic": "occurrence"}

// sample checks the flags of a sample. As many hits are printed as are drawn, unless --limit says otherwise.
func (f *searchFlags) sample(c *cobra.Command) error {
	var err error
	if f.drawn, err = drawSeed(c, &f.request); err != nil || f.request.Sample == 0 {
		return err
	}
	flags := c.Flags()
	if flags.Changed("limit") || f.all || f.kwic {
		return nil
	}
	if f.limit = f.request.Sample; f.limit > mostHits {
		err := fmt.Errorf("at most %d hits are printed at once", mostHits)
		return &usageError{err, "give --all or --limit, too"}
	}
	return nil
}

// mostHits is how many hits an answer has at most.
const mostHits = 1000

// withoutForm refuses --format where neither all hits nor a table alone is printed.
func withoutForm(flags *pflag.FlagSet) error {
	for _, other := range []string{"fields", "columns", "bom"} {
		if flags.Changed(other) {
			err := fmt.Errorf("--%s is for all hits or occurrences", other)
			return &usageError{err, "give --all or --kwic, too"}
		}
	}
	if !flags.Changed("format") {
		return nil
	}
	if !flags.Changed("table") {
		return &usageError{errors.New("--format is for all hits or a table"), "give --all or --table, too"}
	}
	if format := flags.Lookup("format").Value.String(); format != "csv" {
		return &usageError{fmt.Errorf("a table has no form %q", format), "--format csv, or --json"}
	}
	for _, other := range []string{"json", "queries", "facet", "histogram", "limit", "from", "after"} {
		if flags.Changed(other) {
			err := fmt.Errorf("--format csv prints one table and nothing else: no --%s", other)
			return &usageError{err, "leave one of them out"}
		}
	}
	return nil
}

// mode returns what may be relaxed: in a list for other programs nothing unasked.
func (f *searchFlags) mode() index.Mode {
	switch {
	case f.loose:
		return index.Loose
	case f.strict || f.all || f.kwic:
		return index.Strict
	}
	return index.Relaxed
}

var sorts = []index.Sort{index.Relevance, index.Newest, index.Oldest, index.LastSeen}

var intervals = []index.Interval{"", index.ByDay, index.ByWeek, index.ByMonth, index.ByYear}

func (a *app) search(ctx context.Context, args []string, f searchFlags, r *reader) error {
	f.request.Sort = index.Sort(f.sort)
	if !slices.Contains(sorts, f.request.Sort) {
		err := fmt.Errorf("unknown order %q", f.sort)
		return &usageError{err, "--sort takes relevance, newest, oldest or seen"}
	}
	f.request.Mode = f.mode()
	f.request.Histogram = index.Interval(f.histogram)
	if !slices.Contains(intervals, f.request.Histogram) {
		err := fmt.Errorf("unknown interval %q", f.histogram)
		return &usageError{err, "--histogram takes day, week, month or year"}
	}
	if f.width < 0 || f.width > mostContext {
		return &usageError{fmt.Errorf("--width is a number up to %d", mostContext), ""}
	}
	if f.request.Collapse != "" && f.request.Collapse != index.ByStory {
		err := fmt.Errorf("hits cannot be collapsed by %q", f.request.Collapse)
		return &usageError{err, "--collapse story"}
	}
	if min(f.limit, f.values, f.request.From) < 0 {
		return &usageError{errors.New("--limit, --facet-limit and --from cannot be negative"), ""}
	}
	var err error
	if f.request.Table, err = parseTable(f.table); err != nil {
		return err
	}
	f.request.Limit = cmp.Or(f.limit, index.NoHits)
	f.request.FacetLimit = cmp.Or(f.values, index.AllValues)
	if (len(args) == 0) == (f.queries == "") {
		err := errors.New("give either a query or --queries FILE")
		return &usageError{err, "baotinh search hội nghị sơ kết"}
	}
	if err := checkRows(export.Hits, f.rows, r.screen); err != nil && !f.kwic {
		return err
	}
	ix, err := a.openIndex(ctx)
	if err != nil {
		return err
	}
	if f.queries != "" {
		return errors.Join(a.searchFile(ctx, ix, f, r), ix.Close())
	}

	f.request.Query = strings.Join(args, " ")
	switch {
	case f.kwic:
		return errors.Join(a.kwic(ctx, ix, f, r), ix.Close())
	case f.all:
		return errors.Join(a.searchAll(ctx, ix, f, r), ix.Close())
	case f.rows.format == "csv":
		f.request.Limit = index.NoHits // of a table
	}
	result, err := ix.Search(ctx, f.request)
	if err = errors.Join(err, ix.Close()); err != nil {
		return err
	}
	switch {
	case f.json:
		err = r.json().Encode(result)
	case f.rows.format == "csv":
		err = printTableCSV(r, result.Table)
	default:
		next := func(cursor string) string { return f.next(args, cursor) }
		err = r.printResult(result, f.request.From, next)
	}
	if err == nil && result.Total == 0 {
		return errNothing
	}
	return err
}

// searchFile answers each query of a file, in order. A query that has no answer gets a line too, so that
// the lines of the output are those of the file.
func (a *app) searchFile(ctx context.Context, ix *index.Index, f searchFlags, r *reader) error {
	in, err := os.Open(f.queries)
	if err != nil {
		return err
	}
	defer in.Close() // it was only read

	out := bufio.NewWriter(r)
	answers := *r
	answers.Writer = out
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, maxLineBytes)
	failed := 0
	for n := 1; lines.Scan() && ctx.Err() == nil; n++ {
		result, err := searchLine(ctx, ix, lines.Bytes(), f.request)
		failure := ""
		if err != nil {
			failed++
			failure = err.Error()
			a.complain(fmt.Errorf("%s:%d: %w", f.queries, n, r.told(err, a.data)))
		}
		if f.json {
			err = answers.json().Encode(answer{result, failure})
		} else {
			err = answers.printResult(result, f.request.From, func(cursor string) string {
				return f.next([]string{result.Query}, cursor)
			})
		}
		if err != nil {
			return err
		}
	}
	if err := errors.Join(lines.Err(), out.Flush(), context.Cause(ctx)); err != nil {
		return err
	}
	if failed > 0 {
		return errors.New(r.numbered(r.failed, failed))
	}
	return nil
}

// An answer is the line of JSON that answers a line of JSON.
type answer struct {
	*index.Result
	Error string `json:"error,omitempty"`
}

// searchLine searches for the query in a line of JSON. The result is never nil.
func searchLine(ctx context.Context, ix *index.Index, line []byte, r index.Request) (*index.Result, error) {
	var asked struct{ Query string }
	nothing := &index.Result{Hits: []index.Hit{}}
	if err := json.Unmarshal(line, &asked); err != nil {
		return nothing, err
	}
	r.Query = asked.Query
	result, err := ix.Search(ctx, r)
	if err != nil {
		nothing.Query = r.Query
		return nothing, err
	}
	return result, nil
}
