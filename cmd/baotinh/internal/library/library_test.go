package library

import (
	"errors"
	"fmt"
	"iter"
	"net/textproto"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"baotinh/cmd/baotinh/internal/source"
	"baotinh/index"
	"baotinh/pipeline"
	"baotinh/pipeline/extract"
	"baotinh/pipeline/frontier"
	"baotinh/pipeline/news"
	"baotinh/pipeline/newspaper"
)

// articles returns n articles as JSON Lines.
func articles(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `{"url":"https://baomau.example/bai-%d.html","title":"Bài số %[1]d",`+
			`"published":{"time":"2022-07-27T00:00:00+07:00","precision":"day"},`+
			`"blocks":[{"kind":"paragraph","text":"Nội dung."}]}`+"\n", i)
	}
	return b.String()
}

func pages(text string) iter.Seq2[*news.Page, error] {
	return source.New(strings.NewReader(text), "-").Pages()
}

// do opens the library in dir, does the work of a job and returns its summary.
func do(t *testing.T, dir string, o Options, work func(*Job) error) (Summary, error) {
	t.Helper()
	l, err := Open(In(dir))
	if err != nil {
		t.Fatal(err)
	}
	o.Catalogue = newspaper.Default()
	j := l.Begin(o)
	err = work(j)
	s, finishErr := j.Finish()
	return s, errors.Join(err, finishErr, l.Close())
}

// ingest ingests text, which must succeed.
func ingest(t *testing.T, dir, text string) Summary {
	t.Helper()
	s, err := do(t, dir, Options{}, func(j *Job) error {
		return errors.Join(j.Ingest(t.Context(), pages(text)), j.Compact(t.Context()))
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// count returns the number of articles that a search finds.
func count(t *testing.T, dir string) int {
	t.Helper()
	ix, err := OpenIndex(t.Context(), In(dir))
	if err != nil {
		t.Fatal(err)
	}
	result, err := ix.Search(t.Context(), index.Request{Query: "bài số"})
	if err := errors.Join(err, ix.Close()); err != nil {
		t.Fatal(err)
	}
	return result.Total
}

// findings returns the findings of a check as lines.
func findings(t *testing.T, dir string) ([]string, *Check) {
	t.Helper()
	l, err := Open(In(dir))
	if err != nil {
		t.Fatal(err)
	}
	c := l.Check(extract.New(newspaper.Default()))
	var lines []string
	for f, err := range c.Findings(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, f.String())
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	return lines, c
}

func TestFoldersThatAreNoLibrary(t *testing.T) {
	for _, tt := range []struct {
		name    string
		files   map[string]string // by path
		exists  error
		opens   bool
		opening error // of the index
	}{
		{"nothing", nil, ErrNotFound, true, ErrNotFound},
		{"other files", map[string]string{"a.txt": "a"}, ErrNotFound, false, ErrNotFound},
		{"killed while made", map[string]string{"format.0badcafe.new": ""}, ErrNotFound, true, ErrNotFound},
		{"without index", map[string]string{"format": dataFormat}, nil, true, ErrNoIndex},
		{"another version", map[string]string{"format": "baotinh data 9\n"}, ErrFormat, false, ErrFormat},
	} {
		dir := t.TempDir()
		for name, text := range tt.files {
			if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
				t.Fatal(err)
			}
		}
		if err := Exists(dir); !errors.Is(err, tt.exists) {
			t.Errorf("%s: Exists: %v, want %v", tt.name, err, tt.exists)
		}
		if _, err := OpenIndex(t.Context(), In(dir)); !errors.Is(err, tt.opening) {
			t.Errorf("%s: OpenIndex: %v, want %v", tt.name, err, tt.opening)
		}
		if _, err := Pages(dir); !errors.Is(err, tt.exists) {
			t.Errorf("%s: Pages: %v, want %v", tt.name, err, tt.exists)
		}
		l, err := Open(In(dir))
		if (err == nil) != tt.opens {
			t.Errorf("%s: Open: %v, want to open: %t", tt.name, err, tt.opens)
		}
		if l == nil {
			continue
		}
		if err := errors.Join(l.Close(), Exists(dir)); err != nil {
			t.Errorf("%s: opened: %v", tt.name, err)
		}
	}
}

func TestOneProcessWrites(t *testing.T) {
	dir := t.TempDir()
	l, err := Open(In(dir))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Open(In(dir)); !errors.Is(err, frontier.ErrInUse) {
		t.Errorf("error %v, want frontier.ErrInUse", err)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestAJobTellsWhatItDoes(t *testing.T) {
	dir := t.TempDir()
	var put, failed, progress int
	o := Options{
		Article:  func(*news.Article) error { put++; return nil },
		Failed:   func(*pipeline.StageError) { failed++ },
		Progress: func(pipeline.Stats) { progress++ },
	}
	s, err := do(t, dir, o, func(j *Job) error {
		text := articles(3) + "{}\n" + articles(2) // an empty one fails, two are there already
		return j.Ingest(t.Context(), pages(text))
	})
	if err != nil {
		t.Fatal(err)
	}
	if put != 3 || failed != 1 || progress != 3 {
		t.Errorf("told of %d articles, %d failures, %d pages; want 3, 1, 3", put, failed, progress)
	}
	isIndexed := s.Indexed != nil && *s.Indexed == 3
	if s.Pages != 3 || s.Articles != 3 || s.Unchanged != 2 || s.Failures() != 1 || !isIndexed {
		t.Errorf("summary %+v", s)
	}
}

func TestAnErrorOfTheOptionsEndsTheJob(t *testing.T) {
	dir, full := t.TempDir(), errors.New("pipe is closed")
	_, err := do(t, dir, Options{Article: func(*news.Article) error { return full }}, func(j *Job) error {
		return j.Ingest(t.Context(), pages(articles(3)))
	})
	if !errors.Is(err, full) {
		t.Errorf("error %v, want %v", err, full)
	}
	if s := ingest(t, dir, ""); s.Indexed == nil || *s.Indexed != 3 {
		t.Errorf("the next job: %+v, want 3 articles indexed", s)
	}
}

func TestRebuildGivesTheSameArticles(t *testing.T) {
	dir := t.TempDir()
	ingest(t, dir, articles(20))
	for _, rebuild := range []func(*Job) error{
		func(j *Job) error { return j.Rebuild(t.Context()) },
		func(j *Job) error { return j.Rebuild(t.Context()) },
	} {
		if _, err := do(t, dir, Options{}, rebuild); err != nil {
			t.Fatal(err)
		}
		if got := count(t, dir); got != 20 {
			t.Errorf("%d articles, want 20", got)
		}
	}
	if name, err := indexName(dir); err != nil || name != "index-3" {
		t.Errorf("index %q, %v, want index-3", name, err)
	}
	if left, err := filepath.Glob(filepath.Join(dir, "index-[12]")); err != nil || len(left) > 0 {
		t.Errorf("left: %q, %v", left, err)
	}
}

func TestOneJobMayRebuildAndGoOn(t *testing.T) {
	dir := t.TempDir()
	_, err := do(t, dir, Options{}, func(j *Job) error {
		return errors.Join(j.Ingest(t.Context(), pages(articles(5))), j.Rebuild(t.Context()),
			j.Ingest(t.Context(), pages(articles(8))))
	})
	if err != nil {
		t.Fatal(err)
	}
	if lines, c := findings(t, dir); len(lines) > 0 || c.Articles != 8 {
		t.Errorf("%d articles, want 8; findings %q", c.Articles, lines)
	}
}

func TestADamagedShardIsNamedAndBuiltAgain(t *testing.T) {
	dir := t.TempDir()
	ingest(t, dir, articles(20))
	root := filepath.Join(dir, "index-1", "shards", "2020", "store", "root.bolt")
	if err := os.WriteFile(root, []byte("hỏng"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := OpenIndex(t.Context(), In(dir))
	if _, ok := errors.AsType[*IndexError](err); !ok || !errors.Is(err, index.ErrCorrupt) {
		t.Errorf("error %v, want an *IndexError that is index.ErrCorrupt", err)
	}

	var damaged []string
	o := Options{Damaged: func(shards []string) { damaged = shards }}
	if _, err := do(t, dir, o, func(j *Job) error { return j.RebuildDamaged(t.Context()) }); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(damaged, []string{"2020"}) || count(t, dir) != 20 {
		t.Errorf("damaged %q, %d articles; want 2020, 20", damaged, count(t, dir))
	}
}

func TestALossIsRefused(t *testing.T) {
	dir := t.TempDir()
	ingest(t, dir, articles(20))
	if err := os.RemoveAll(archivePath(dir)); err != nil {
		t.Fatal(err)
	}
	for _, rebuild := range []func(*Job) error{
		func(j *Job) error { return j.Rebuild(t.Context()) },
		func(j *Job) error { return j.RebuildDamaged(t.Context()) },
	} {
		_, err := do(t, dir, Options{}, rebuild)
		if err == nil || !strings.Contains(err.Error(), "the old index is kept") {
			t.Errorf("error %v", err)
		}
		if got := count(t, dir); got != 20 {
			t.Errorf("%d articles, want 20", got)
		}
	}
}

func TestFindings(t *testing.T) {
	dir := t.TempDir()
	ingest(t, dir, articles(3))
	lines, c := findings(t, dir)
	if len(lines) > 0 || c.Pages != 3 || c.Articles != 3 || c.Unindexed {
		t.Errorf("findings %q, check %+v", lines, c)
	}

	if err := os.RemoveAll(archivePath(dir)); err != nil {
		t.Fatal(err)
	}
	lines, c = findings(t, dir)
	want := []string{
		"archive: lacks https://baomau.example/bai-0.html, which the frontier calls fetched",
		"index: article https://baomau.example/bai-0.html comes from no page of the archive",
	}
	for _, line := range want {
		if !slices.Contains(lines, line) {
			t.Errorf("findings %q, want %q", lines, line)
		}
	}
	if len(lines) != 6 || c.Pages != 0 {
		t.Errorf("%d findings on %d pages, want 6 on none: %q", len(lines), c.Pages, lines)
	}
}

func TestPagesOfALibraryInUse(t *testing.T) {
	dir := t.TempDir()
	ingest(t, dir, articles(3))
	l, err := Open(In(dir))
	if err != nil {
		t.Fatal(err)
	}
	archive, err := Pages(dir)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for p, err := range archive {
		if err != nil {
			t.Fatal(err)
		}
		if p.ContentType() != news.ArticleType {
			t.Errorf("%s: content type %q", p.URL, p.ContentType())
		}
		n++
	}
	if n != 3 {
		t.Errorf("%d pages, want 3", n)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
}

// A page that a process archived before it was killed, and did not tell the frontier, is recorded by the next
// job.
func TestRecordTellsTheFrontierWhatTheArchiveHas(t *testing.T) {
	dir := t.TempDir()
	l, err := Open(In(dir))
	if err != nil {
		t.Fatal(err)
	}
	p := &news.Page{
		URL: "https://baolangson.vn/thoi-su", Status: 200,
		Header: textproto.MIMEHeader{"Content-Type": {"text/html"}},
		Body:   []byte(`<a href="/khoi-cong-cau-5071654.html">Khởi công cầu</a>`),
	}
	if _, err := l.archive.Append(p); err != nil {
		t.Fatal(err)
	}
	if err := l.record(t.Context(), newspaper.Default()); err != nil {
		t.Fatal(err)
	}
	var known []string
	for v, err := range l.frontier.Visits() {
		if err != nil {
			t.Fatal(err)
		}
		known = append(known, v.URL)
	}
	want := []string{p.URL, "https://baolangson.vn/khoi-cong-cau-5071654.html"}
	if !slices.Equal(known, want) || !l.frontier.Recorded(p.URL, p.Digest()) {
		t.Errorf("the frontier knows %q, want %q", known, want)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestWhatWasLearnedOfTemplatesCannotBeRead(t *testing.T) {
	dir := t.TempDir()
	ingest(t, dir, articles(1))
	if err := os.WriteFile(profilesPath(dir), []byte("damaged"), 0o666); err != nil {
		t.Fatal(err)
	}
	var relearned error
	s, err := do(t, dir, Options{}, func(j *Job) error {
		relearned = j.Relearned()
		return j.Ingest(t.Context(), pages(articles(2)))
	})
	if err != nil || relearned == nil || s.Articles != 1 {
		t.Errorf("relearned because of %v, %+v, %v", relearned, s, err)
	}
	if _, err := loadProfiles(dir); err != nil {
		t.Errorf("after the job: %v", err)
	}
}
