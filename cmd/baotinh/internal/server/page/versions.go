package page

import (
	"slices"
	"strings"
	"time"

	"baotinh/cmd/baotinh/internal/library"
	"baotinh/pipeline/news"
	"baotinh/pipeline/revision"
)

// A versionsModel is the model of the view of the versions of an article.
type versionsModel struct {
	Article *news.Article
	Address string       // of the article
	Visits  []visitModel // to its address, the last one first
	Later   []string     // captures that did not replace the article
	Unread  string       // why the archive cannot be read; empty: it can
}

// A visitModel is a visit to the address of an article.
type visitModel struct {
	At      time.Time
	Status  int    // 0: of no HTTP response
	Words   string // what it found; empty: the changes tell
	Copy    string // the address of the archived page
	Fields  []changedField
	Rows    []changedRow // of the text
	Added   int          // sentences
	Removed int
}

// A changedField is a field of an article before and after.
type changedField struct {
	Name   string
	Before []revision.Edit // kept and removed words
	After  []revision.Edit // kept and added words
}

// A changedRow is a sentence before and after, a sentence that is in both versions, or a number of such that
// are not shown.
type changedRow struct {
	Before, After []revision.Edit // words; nil: there is no such sentence
	Kept          string
	Left          string // how many sentences are left out
}

// versions shows what each visit to the address of an article found changed.
func (s *Server) versions(v *visit) (*screen, error) {
	a, other, err := v.sought()
	if err != nil || other != "" {
		return &screen{to: other}, err
	}
	m := &versionsModel{Article: a, Address: articleAddress(a.ID, "")}
	for _, version := range a.Versions {
		m.Later = append(m.Later, v.messages.Reading.Version(version))
	}
	captures, err := library.Captures(v.Context(), s.Reader.Dir(), a.URL, s.catalogue())
	if err != nil {
		m.Unread = v.messages.Told(err, s.Reader.Dir(), 0).Error()
	}
	var last *news.Article
	for i, c := range captures {
		m.Visits = append(m.Visits, v.visitOf(a, c, last, i == 0))
		if c.Article != nil {
			last = c.Article
		}
	}
	slices.Reverse(m.Visits)
	title := v.t("Các lần sửa: {title}", "title", a.Title)
	return &screen{view: "versions", title: title, model: m}, nil
}

// visitOf describes a visit. last is the article of the visits before, nil if none had one.
func (v *visit) visitOf(a *news.Article, c library.Capture, last *news.Article, isFirst bool) visitModel {
	r := v.messages.Reading
	m := visitModel{At: c.Date, Status: c.Status}
	if c.Status < 300 {
		m.Copy = copyAddress(a.ID, c.Date)
	}
	switch {
	case c.Status >= 300:
		m.Words = v.t("trang không còn ở địa chỉ này")
	case c.NoArticle != "":
		m.Words = r.NoArticle
	case isFirst:
		m.Words = r.First
	case c.Unchanged:
		m.Words = r.Unchanged
	}
	for _, change := range c.Changes {
		if change.Field == "blocks" {
			if last != nil && c.Article != nil {
				m.describe(v, revision.Edits(last.Blocks, c.Article.Blocks))
			}
			continue
		}
		words := revision.Words(change.From, change.To)
		m.Fields = append(m.Fields, changedField{
			Name:   capitalized(r.Label(change.Field)),
			Before: without(words, revision.Added), After: without(words, revision.Removed),
		})
	}
	return m
}

func without(edits []revision.Edit, kind revision.EditKind) []revision.Edit {
	return slices.DeleteFunc(slices.Clone(edits), func(e revision.Edit) bool { return e.Kind == kind })
}

// describe puts the changes of a text side by side: a sentence that was removed with one that was added in
// its place, and one of the sentences that were kept before and after them.
func (m *visitModel) describe(v *visit, edits []revision.Edit) {
	for i := 0; i < len(edits); {
		j := i
		for j < len(edits) && (edits[j].Kind == revision.Kept) == (edits[i].Kind == revision.Kept) {
			j++
		}
		if run := edits[i:j]; run[0].Kind == revision.Kept {
			m.keep(v, run, i == 0, j == len(edits))
		} else {
			m.change(run)
		}
		i = j
	}
}

// keep adds the ends of a run of sentences that were kept.
func (m *visitModel) keep(v *visit, run []revision.Edit, isFirst, isLast bool) {
	left := len(run)
	if !isFirst {
		m.Rows = append(m.Rows, changedRow{Kept: run[0].Text})
		left--
	}
	if !isLast && left > 0 {
		left--
	}
	if left > 0 {
		m.Rows = append(m.Rows, changedRow{Left: v.t("{n} câu không đổi", "n", v.messages.Number(left))})
	}
	if !isLast && (isFirst || len(run) > 1) {
		m.Rows = append(m.Rows, changedRow{Kept: run[len(run)-1].Text})
	}
}

// change adds a run of sentences that were removed or added.
func (m *visitModel) change(run []revision.Edit) {
	removed, added := without(run, revision.Added), without(run, revision.Removed)
	m.Removed += len(removed)
	m.Added += len(added)
	for i := range max(len(removed), len(added)) {
		var row changedRow
		switch {
		case i >= len(removed):
			row.After = added[i : i+1]
		case i >= len(added):
			row.Before = removed[i : i+1]
		default:
			words := revision.Words(removed[i].Text, added[i].Text)
			row.Before, row.After = without(words, revision.Added), without(words, revision.Removed)
			if !isAlike(words) {
				row.Before, row.After = removed[i:i+1], added[i:i+1]
			}
		}
		m.Rows = append(m.Rows, row)
	}
}

// isAlike reports whether at least a third of the words of two sentences was kept: others are marked whole.
func isAlike(words []revision.Edit) bool {
	kept := 0
	for _, w := range words {
		if w.Kind == revision.Kept {
			kept++
		}
	}
	return 3*kept >= len(words)
}

// editRuns returns words with neighbours of one kind as one.
func editRuns(edits []revision.Edit) []revision.Edit {
	var runs []revision.Edit
	for _, e := range edits {
		if last := len(runs) - 1; last >= 0 && runs[last].Kind == e.Kind {
			runs[last].Text = strings.Join([]string{runs[last].Text, e.Text}, " ")
			continue
		}
		runs = append(runs, e)
	}
	return runs
}
