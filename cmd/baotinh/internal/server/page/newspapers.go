package page

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"baotinh/cmd/baotinh/internal/library"
	"baotinh/cmd/baotinh/internal/messages"
	"baotinh/index"
	"baotinh/pipeline/newspaper"
	"baotinh/pipeline/viet"
)

// A newspapersModel is the model of the view of all newspapers.
type newspapersModel struct {
	Rows     []newspaperRow
	Asked    int // newspapers that a crawl was to ask for
	Troubled int
	All      bool   // also those that were never asked
	Other    string // the address of the view with or without these
	Unread   string // why it is not known how they stand; empty: it is
}

// A newspaperRow is a newspaper in the table.
type newspaperRow struct {
	Key, Name, Province string
	Address             string // of the view of the newspaper
	Found               string // of its articles
	State               string
	Trouble             bool
	Failed              string // 503: 2, không trả lời: 1
	LastSuccess         time.Time
	NextDue             time.Time
	Held                string // until when, and why
	Status              library.Status
	Counts              indexCounts
}

// indexCounts are what the index has of a newspaper.
type indexCounts struct {
	Articles int
	Day      int // that came in within 24 hours
	Week     int // that came in within 7 days
	Undated  int
	Unsigned int // without an author
}

// PerDay returns how many articles came in a day of the last week.
func (c indexCounts) PerDay() float64 { return float64(c.Week) / 7 }

// Dated returns the share of articles with a date, Signed of those with an author. They are 0 if there are no
// articles.
func (c indexCounts) Dated() float64 { return shareWithout(c.Undated, c.Articles) }

// Signed returns the share of articles with an author.
func (c indexCounts) Signed() float64 { return shareWithout(c.Unsigned, c.Articles) }

func shareWithout(n, of int) float64 {
	if of == 0 {
		return 0
	}
	return 1 - float64(n)/float64(of)
}

// newspapers shows how the crawl of each newspaper stands, and what the index has of it.
func (s *Server) newspapers(v *visit) (*screen, error) {
	m := &newspapersModel{All: v.values.Get("het") == "1", Other: "/bao?het=1"}
	if m.All {
		m.Other = "/bao"
	}
	rows, unread, err := s.newspaperRows(v)
	if err != nil {
		return nil, err
	}
	m.Unread = unread
	for _, row := range rows {
		isAsked := row.Status.State != library.StateNever
		if isAsked {
			m.Asked++
		}
		if row.Trouble {
			m.Troubled++
		}
		if isAsked || m.All || row.Counts.Articles > 0 {
			m.Rows = append(m.Rows, row)
		}
	}
	return &screen{view: "newspapers", title: v.t("Các báo"), model: m}, nil
}

// newspaperRows returns a row for each newspaper of the catalogue, and of those that only the status or the
// index knows, in the order of their names; and why it is not known how they stand, if it is not.
func (s *Server) newspaperRows(v *visit) (rows []newspaperRow, unread string, err error) {
	known, err := library.ReadStatus(s.Reader.Dir(), 0)
	if err != nil {
		unread = v.messages.Told(err, s.Reader.Dir(), 0).Error()
	}
	counts, err := v.indexCounts(v.Context())
	if err != nil {
		return nil, "", err
	}
	catalogue := s.catalogue()
	for _, n := range catalogue.All() {
		status, ok := known[n.Key]
		if !ok {
			status = library.Status{Newspaper: n.Key, State: library.StateNever}
		}
		rows = append(rows, v.rowOf(n, status, counts))
	}
	for _, key := range slices.Sorted(maps.Keys(known)) {
		if _, ok := catalogue.ByKey(key); !ok {
			rows = append(rows, v.rowOf(&newspaper.Newspaper{Key: key, Name: key}, known[key], counts))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(counts)) { // of files
		n := &newspaper.Newspaper{Name: name}
		rows = append(rows, v.rowOf(n, library.Status{State: library.StateNever}, counts))
	}
	slices.SortStableFunc(rows, func(a, b newspaperRow) int {
		return bytes.Compare(viet.AppendSortKey(nil, a.Name), viet.AppendSortKey(nil, b.Name))
	})
	return rows, unread, nil
}

// rowOf describes a newspaper. It takes its counts out of those of all.
func (v *visit) rowOf(
	n *newspaper.Newspaper, status library.Status, all map[string]indexCounts,
) newspaperRow {
	t := v.messages.Status
	row := newspaperRow{
		Key: n.Key, Name: n.Name, Province: n.Province, Status: status, Counts: all[n.Name],
		LastSuccess: status.LastSuccess, NextDue: status.NextDue, State: t.State(status),
		Found: searchAddress("newspaper:" + quoted(n.Name)),
	}
	delete(all, n.Name)
	if n.Key != "" {
		row.Address = "/bao/" + n.Key
	}
	switch status.State {
	case library.StateRefused, library.StateFailing, library.StateSilent:
		row.Trouble = true
	}
	var words []string
	for _, causes := range [...]map[string]int{status.Failed, status.Absent} {
		for _, cause := range slices.Sorted(maps.Keys(causes)) {
			words = append(words, fmt.Sprintf("%s: %s", t.Cause(cause), v.messages.Number(causes[cause])))
		}
	}
	row.Failed = strings.Join(words, ", ")
	if !status.Held.Until.IsZero() {
		row.Held = t.Cause(status.Held.Cause)
	}
	return row
}

// mostAuthors bounds the columns of the table that tells how many articles have no author.
const mostAuthors = 50

// indexCounts counts the articles of the index by newspaper, as it is named in them. Without an index there
// are none.
func (v *visit) indexCounts(ctx context.Context) (map[string]indexCounts, error) {
	all := map[string]indexCounts{}
	if v.unavailable != nil {
		return all, nil
	}
	count := func(r index.Request, add func(*indexCounts, index.Count)) error {
		r.Limit, r.Facets, r.FacetLimit = index.NoHits, []string{"newspaper"}, index.AllValues
		result, err := v.index.Index.Search(ctx, r)
		if err != nil {
			return err
		}
		for _, c := range result.Facets["newspaper"].Values {
			n := all[c.Value]
			add(&n, c)
			all[c.Value] = n
		}
		return nil
	}
	err := errors.Join(
		count(index.Request{}, func(n *indexCounts, c index.Count) { n.Articles = c.Count }),
		count(index.Request{Filter: "seen:24h"}, func(n *indexCounts, c index.Count) { n.Day = c.Count }),
		count(index.Request{Filter: "seen:7d"}, func(n *indexCounts, c index.Count) { n.Week = c.Count }),
	)
	if err != nil {
		return nil, err
	}
	for _, field := range [...]string{"author", "year"} {
		result, err := v.index.Index.Search(ctx, index.Request{
			Limit: index.NoHits, FacetLimit: max(mostAuthors, len(all)),
			Table: index.TableFields{Rows: "newspaper", Columns: field},
		})
		if err != nil {
			return nil, err
		}
		for _, row := range result.Table.Rows {
			n := all[row.Value]
			if field == "author" {
				n.Unsigned = row.Missing
			} else {
				n.Undated = row.Missing
			}
			all[row.Value] = n
		}
	}
	return all, nil
}

// A newspaperModel is the model of the view of a newspaper.
type newspaperModel struct {
	Row      newspaperRow
	Entry    *newspaper.Newspaper // nil: the catalogue has none
	Timeline *timeline
	Hits     []listed
	Facts    []fact
}

// newestHits is how many of the newest articles the view of a newspaper has.
const newestHits = 10

// newspaper shows a newspaper: how its crawl stands, and its newest articles.
func (s *Server) newspaper(v *visit) (*screen, error) {
	key := v.PathValue("key")
	rows, _, err := s.newspaperRows(v)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(rows, func(r newspaperRow) bool { return r.Key == key && key != "" })
	if i < 0 {
		_, err := s.catalogue().Find(key)
		return nil, cmp.Or(err, errUnknownAddress)
	}
	m := &newspaperModel{Row: rows[i]}
	m.Entry, _ = s.catalogue().ByKey(key)
	m.Facts = v.crawlFacts(m.Row)
	if v.unavailable == nil && m.Row.Counts.Articles > 0 {
		q := question{
			query: "newspaper:" + quoted(m.Row.Name), filters: []string{}, sort: index.Newest, page: 1,
			spread: true,
		}
		r := q.request()
		r.Limit, r.Histogram = newestHits, index.ByMonth
		found, err := v.index.Index.Search(v.Context(), r)
		if err != nil {
			return nil, err
		}
		for _, h := range found.Hits {
			m.Hits = append(m.Hits, v.listed(h, ""))
		}
		if found.Histogram != nil {
			m.Timeline = v.timeline(q, found.Histogram)
		}
	}
	return &screen{view: "newspaper", title: m.Row.Name, model: m}, nil
}

// crawlFacts returns what is known of the crawl of a newspaper.
func (v *visit) crawlFacts(row newspaperRow) []fact {
	var all []fact
	add := func(name, value string) {
		if value != "" {
			all = append(all, fact{Name: name, Value: value})
		}
	}
	number := func(n int) string { return v.messages.Number(n) }
	s := row.Status
	add(v.t("Tình trạng"), row.State)
	if s.State == library.StateNever {
		return all
	}
	add(v.t("Lần chạy gần nhất"), messages.Minute(s.Began))
	add(v.t("Bài mới · sửa · nguyên"), number(s.New)+" · "+number(s.Changed)+" · "+number(s.Unchanged))
	add(v.t("Trang nguồn trả lời"), number(s.Sources))
	add(v.t("Trang robots.txt cấm"), number(s.Refused))
	add(v.t("Bài đã gỡ"), number(s.Withdrawn))
	add(v.t("Hỏng"), row.Failed)
	add(v.t("Hoãn đến"), joined(messages.Minute(s.Held.Until), row.Held))
	add(v.t("Lấy được gần nhất"), messages.Minute(s.LastSuccess))
	add(v.t("Lần hỏi tới"), messages.Minute(s.NextDue))
	add(v.t("Bài mới gần nhất"), messages.Minute(s.LastNews))
	if s.UsualGapMS > 0 {
		add(v.t("Thường cách nhau"), v.messages.Status.Duration(time.Duration(s.UsualGapMS)*time.Millisecond))
	}
	return all
}

// joined returns words that are not empty, the later ones in parentheses.
func joined(first, second string) string {
	if first == "" || second == "" {
		return first
	}
	return first + " (" + second + ")"
}
