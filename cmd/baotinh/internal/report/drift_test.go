package report

import (
	"errors"
	"fmt"
	"iter"
	"net/textproto"
	"reflect"
	"slices"
	"strings"
	"testing"

	"baotinh/pipeline"
	"baotinh/pipeline/news"
	"baotinh/pipeline/newspaper"
)

const articleHTML = `<title>Khởi công cầu số %d - Báo Lạng Sơn</title>
<h1 class="title-detail">Khởi công cầu số %[1]d</h1>
<div class="%s">Thứ tư, 27/07/2022 - 16:20</div><div %s>
<p>Chiều 27/7, tại xã Hữu Liên, Sở Giao thông vận tải tổ chức lễ khởi công xây dựng cầu mới.</p>
<p>Cầu dài hơn một trăm mét, nối hai thôn bị chia cắt mỗi mùa mưa lũ, dự kiến hoàn thành vào cuối năm sau.</p>
<p class="author">Mai Linh</p></div>`

func page(url, format string, args ...any) *news.Page {
	return &news.Page{
		URL: url, Status: 200, Header: textproto.MIMEHeader{"Content-Type": {"text/html"}},
		Body: fmt.Appendf(nil, format, args...),
	}
}

func articleURL(i int) string {
	return fmt.Sprintf("https://baolangson.vn/khoi-cong-cau-50716%02d.html", i)
}

// sequence yields pages, each without error.
func sequence(pages []*news.Page) iter.Seq2[*news.Page, error] {
	return func(yield func(*news.Page, error) bool) {
		for _, p := range pages {
			if !yield(p, nil) {
				return
			}
		}
	}
}

func drift(t *testing.T, o Options, pages ...*news.Page) []Newspaper {
	t.Helper()
	o.Catalogue = newspaper.Default()
	reports, err := Drift(t.Context(), o, sequence(pages))
	if err != nil {
		t.Fatal(err)
	}
	return reports
}

func TestARedesignShows(t *testing.T) {
	var pages []*news.Page
	for i := range 24 {
		switch {
		case i < 16:
			pages = append(pages, page(articleURL(i), articleHTML, i, "detail-date", `id="content-detail"`))
		case i < 22: // the new design
			pages = append(pages, page(articleURL(i), articleHTML, i, "detail-date", `class="x1"`))
		default:
			pages = append(pages, page(articleURL(i), `<h1>Khởi công</h1><div id="app">`))
		}
	}
	pages = append(pages, page("https://baolangson.vn/404.html", `<title>404 Not Found</title><h1>404</h1>`))

	reports := drift(t, Options{}, pages...)
	if len(reports) != 1 {
		t.Fatalf("%d reports, want 1", len(reports))
	}
	got, want := reports[0], Newspaper{
		Name: "baolangson", Family: reports[0].Family, Pages: 25, Articles: 24,
		Found: map[string]Share{
			Family: {Count: 16, Of: 22, Percent: 72.7},
			Title:  {Count: 22, Of: 24, Percent: 91.7},
			Date:   {Count: 22, Of: 24, Percent: 91.7},
			Byline: {Count: 22, Of: 24, Percent: 91.7},
			Body:   {Count: 22, Of: 24, Percent: 91.7},
		},
		Lost:      map[string]int{"too short": 2},
		NoArticle: map[string]int{"error page": 1},
		Low:       []string{Family},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

func TestAFieldThatLeftItsPlaceShows(t *testing.T) {
	const redesigned = `<title>Khởi công cầu số %d - Báo Lạ</title><main class="n1">
		<h1 class="h">Khởi công cầu số %[1]d</h1><div class="m">Thứ tư, 27/07/2022 - 16:20</div>
		<p>Chiều 27/7, tại xã Hữu Liên, Sở Giao thông vận tải tổ chức lễ khởi công xây dựng cầu mới.</p>
		<p>Cầu dài hơn một trăm mét, nối hai thôn bị chia cắt mỗi mùa lũ, dự kiến hoàn thành năm sau.</p>
		<p class="author">Mai Linh</p></main>`
	paper := func(old, now int) []*news.Page {
		var pages []*news.Page
		for i := range old + now {
			url := fmt.Sprintf("https://baola.example/khoi-cong-%d.html", i)
			if i < old {
				pages = append(pages, page(url, articleHTML, i, "detail-date", `class="x1"`))
			} else {
				pages = append(pages, page(url, redesigned, i))
			}
		}
		return pages
	}
	got := drift(t, Options{}, paper(30, 19)...)[0]
	want := []Moved{{
		Title, "h1.title-detail", Share{29, 29, 100}, Share{1, 20, 5},
	}, {
		Date, "div.detail-date", Share{29, 29, 100}, Share{1, 20, 5},
	}}
	for i := range got.Moved {
		got.Moved[i].Place = news.Place(strings.TrimPrefix(string(got.Moved[i].Place), "above "))
	}
	if !slices.Equal(got.Moved, want) || got.Found[Date].Count != 49 {
		t.Errorf("moved %+v, want %+v; date found on %d", got.Moved, want, got.Found[Date].Count)
	}
	for _, numbers := range [][2]int{{49, 0}, {30, 10}, {0, 49}, {15, 19}} {
		if got := drift(t, Options{}, paper(numbers[0], numbers[1])...)[0].Moved; got != nil {
			t.Errorf("%d old, %d new pages: %+v", numbers[0], numbers[1], got)
		}
	}
}

func TestTooFewArticlesAreNotJudged(t *testing.T) {
	var pages []*news.Page
	undated := strings.Replace(articleHTML, "Thứ tư, 27/07/2022 - 16:20", "", 1)
	for i := range MinArticles {
		pages = append(pages, page(articleURL(i), undated, i, "detail-date", `id="content-detail"`))
	}
	if got := drift(t, Options{}, pages...)[0].Low; !slices.Equal(got, []string{Date}) {
		t.Errorf("low %q, want the date", got)
	}
	last := drift(t, Options{Last: MinArticles - 1}, pages...)[0]
	if last.Articles != MinArticles-1 || last.Pages != MinArticles || len(last.Low) > 0 {
		t.Errorf("got %+v, want %d articles and nothing low", last, MinArticles-1)
	}
}

func TestReportsAreInTheOrderOfTheNewspapers(t *testing.T) {
	var pages []*news.Page
	for i, host := range []string{"baonghean.vn", "baola.example", "baolangson.vn"} {
		url := fmt.Sprintf("https://%s/khoi-cong-%d.html", host, 5071654+i)
		pages = append(pages, page(url, articleHTML, i, "detail-date", `id="content-detail"`))
	}
	var got []string
	for _, n := range drift(t, Options{}, pages...) {
		got = append(got, n.Name)
	}
	if want := []string{"baola.example", "baolangson", "baonghean"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestAFailedPageIsToldAndAnyOtherErrorEnds(t *testing.T) {
	broken := &pipeline.StageError{Stage: pipeline.StageRead, URL: "a.warc.gz#7", Err: errors.New("broken")}
	lost := errors.New("disk lost")
	var failed []*pipeline.StageError
	o := Options{
		Catalogue: newspaper.Default(),
		Failed:    func(err *pipeline.StageError) { failed = append(failed, err) },
	}
	_, err := Drift(t.Context(), o, func(yield func(*news.Page, error) bool) {
		_ = yield(nil, broken) && yield(nil, lost)
	})
	if !errors.Is(err, lost) || len(failed) != 1 || failed[0] != broken {
		t.Errorf("error %v, failed %v", err, failed)
	}
}
