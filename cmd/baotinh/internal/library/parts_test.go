package library

import (
	"fmt"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"baotinh/pipeline/news"
)

const splitAddress = "https://baomau.example/phong-su/nghe-nuoi-ong-rung-12345.html"

// partOf returns part n of an article in three parts, of which each says a sentence of its own twice.
func partOf(n int, sentence string) capture {
	address, row := splitAddress, ""
	if n > 1 {
		address = fmt.Sprintf("%s?page=%d", splitAddress, n)
	}
	for i := range 3 {
		if i+1 == n {
			row += fmt.Sprintf("<b>%d</b> ", n)
			continue
		}
		row += fmt.Sprintf(`<a href="?page=%d">%[1]d</a> `, i+1)
	}
	return capture{address, `<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8">` +
		`<title>Nghề nuôi ong rừng</title></head><body><div class="c"><h1>Nghề nuôi ong rừng</h1>` +
		`<div class="d">19/05/2011 08:15</div><p class="sapo"><b>Ở bản Nà Lưu, nhà nào cũng có vài đõ ong ` +
		`treo dưới mái hiên, chờ mùa hoa nở.</b></p>` +
		`<p>` + sentence + `</p><p>Người kể chuyện: ` + sentence + `</p>` +
		`<div class="trang">` + row + `</div></div></body></html>`}
}

var splitSentences = []string{
	"Mùa hoa bạc hà kéo dài từ tháng mười đến cuối năm, khi sương đã phủ trắng các triền đá.",
	"Mỗi đõ ong cho chừng năm lít mật, người nuôi khéo thì quay được hai lần trong một vụ.",
	"Năm nay hợp tác xã của bản bán được hơn một nghìn lít, phần lớn cho khách dưới xuôi đặt trước.",
}

// TestPartsComeInAnyOrder ingests the parts of an article in all orders, in one job and in several: the
// article is the same, also when the index is built again.
func TestPartsComeInAnyOrder(t *testing.T) {
	var want *news.Article
	for _, order := range [][]int{{1, 2, 3}, {1, 3, 2}, {2, 1, 3}, {2, 3, 1}, {3, 1, 2}, {3, 2, 1}} {
		for _, jobs := range []int{1, 3} {
			var captures []capture
			for _, n := range order {
				captures = append(captures, partOf(n, splitSentences[n-1]))
			}
			dir := filepath.Join(t.TempDir(), "d")
			for some := range slices.Chunk(captures, 3/jobs) {
				file := warcOf(some...)
				ingestWARC(t, dir, file)
			}
			for _, build := range []string{"ingested", "built again"} {
				all := export(t, dir)
				if len(all) != 1 {
					t.Fatalf("order %v, %d jobs, %s: %d articles", order, jobs, build, len(all))
				}
				got := all[0]
				got.Position = news.Position{}
				for i := range got.Parts {
					got.Parts[i].Article = nil // it came at another time
				}
				if want == nil {
					want = got
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("order %v, %d jobs, %s (-want +got):\n%s", order, jobs, build, diff)
				}
				_, err := do(t, dir, Options{}, func(j *Job) error { return j.Rebuild(t.Context()) })
				if err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	if len(want.Blocks) != 6 || want.Blocks[2].Text != splitSentences[1] || len(want.Warnings) > 0 {
		t.Errorf("%+v", want)
	}
}

// A part that the archive has in two versions counts as it was captured last.
func TestAPartIsCorrected(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "d")
	ingestWARC(t, dir, warcOf(partOf(2, splitSentences[1]), partOf(1, splitSentences[0]),
		partOf(2, strings.Replace(splitSentences[1], "năm lít", "bảy lít", 1))))
	all := export(t, dir)
	if len(all) != 1 || len(all[0].Blocks) != 4 || !strings.Contains(all[0].Blocks[2].Text, "bảy lít") ||
		len(all[0].Warnings) != 1 || all[0].Warnings[0].Detail != "3" {
		t.Errorf("%+v", all)
	}
}

// A crawl follows the parts of an article, and they are one article.
func TestACrawlFollowsParts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPress(t, "", "baothu")
		const path = "/phong-su/nghe-nuoi-ong-rung-12345.html"
		site := paths{"/": front(path)}
		for i, sentence := range splitSentences {
			c := partOf(i+1, sentence)
			_, query, ok := strings.Cut(c.address, "?")
			if ok {
				query = "?" + query
			}
			site[path+query] = func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Content-Type", "text/html; charset=utf-8")
				plain(c.body)(w, r)
			}
		}
		p.serve("baothu.example", site)
		if n := p.ingest(Crawl{}); n.Visits["fetched"] != 4 {
			t.Errorf("%+v", n.Summary)
		}
		wantArticles(t, p, "http://baothu.example"+path)
		l := openWithIndex(t, p)
		defer l.Close()
		a, err := l.index.Current(news.NewID("http://baothu.example" + path))
		isMissing := func(w news.Warning) bool { return w.Kind == news.WarningMultipart }
		if err != nil || len(a.Blocks) != 6 || len(a.Parts) != 3 ||
			slices.ContainsFunc(a.Warnings, isMissing) {
			t.Errorf("%+v, %v", a, err)
		}
	})
}
