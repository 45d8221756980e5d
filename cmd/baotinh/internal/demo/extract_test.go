package demo

import (
	"cmp"
	"strings"
	"testing"
	"time"

	"baotinh/pipeline/extract"
	"baotinh/pipeline/news"
	"baotinh/pipeline/newspaper"
)

// The markup carries what the sources say, whatever the page is written in: headline, sapo, date, byline,
// text and captions, and nothing of the clock, the related boxes and the sidebars around them.
func TestExtractorReadsWhatWasWritten(t *testing.T) {
	s, client := start(t)
	catalogue, err := newspaper.Parse(s.Newspapers(), "demo")
	if err != nil {
		t.Fatal(err)
	}
	x := extract.New(catalogue)
	for _, p := range s.papers {
		for _, want := range p.Public() {
			u := p.URL(want.Path)
			if want.Busy {
				get(t, client, u)
			}
			res, body := get(t, client, u)
			got, err := x.Extract(&news.Page{
				URL:     u,
				Status:  res.StatusCode,
				Header:  map[string][]string{"Content-Type": res.Header["Content-Type"]},
				Body:    body,
				Fetched: time.Now(),
			})
			if err != nil {
				t.Errorf("%s: %v", u, err)
				continue
			}
			compare(t, u, got, want)
		}
	}
}

func compare(t *testing.T, u string, got *news.Article, want *article) {
	t.Helper()
	if got.Title != want.Title || got.Sapo != want.Sapo || got.Section != want.Section.Name {
		t.Errorf("%s: %q\n%q\nin %q\nwant %q\n%q\nin %q", u,
			got.Title, got.Sapo, got.Section, want.Title, want.Sapo, want.Section.Name)
	}
	if !got.Published.Time.Equal(want.Date) {
		t.Errorf("%s: published %s, want %s", u, got.Published.Time, want.Date)
	}
	if line := cmp.Or(want.Author, want.Signed); got.Byline != line {
		t.Errorf("%s: byline %q, want %q", u, got.Byline, line)
	}
	if len(got.Blocks) != len(want.Blocks) {
		t.Errorf("%s: %d blocks, want %d", u, len(got.Blocks), len(want.Blocks))
		return
	}
	for i, b := range got.Blocks {
		w := want.Blocks[i]
		// What the text lost is the dateline of the first block or the credit of a caption.
		lost := strings.Replace(w.Text, b.Text, "", 1)
		known := strings.Contains(lost, cmp.Or(b.Credit, got.Dateline)) && len(lost) < 40
		if string(b.Kind) != w.Kind || lost != "" && !known {
			t.Errorf("%s: %s %q, want %s %q", u, b.Kind, b.Text, w.Kind, w.Text)
		}
	}
}
