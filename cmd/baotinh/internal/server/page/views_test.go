package page

import (
	"net/url"
	"strings"
	"testing"

	"baotinh/pipeline/news"
)

// hostileFields is an article whose every field tries to become markup or to lead somewhere.
func hostileFields() *news.Article {
	a := anArticle(1, `Chợ <script>alert(1)</script> "phiên"`,
		"Chữ \u202e ngược, <img src=x onerror=alert(2)>.")
	a.URL = "javascript:alert(3)"
	a.Sapo, a.Byline = "<b>sapo</b>", `<a href="javascript:alert(4)">`
	a.Authors = []string{`"><script>alert(5)</script>`}
	a.Newspaper, a.Section, a.Source = "<i>báo</i>", "<u>mục</u>", "</title><script>"
	a.Tags = []string{`'"><svg onload=alert(6)>`}
	a.Evidence.Title = "<em>"
	a.Blocks = append(a.Blocks,
		news.Block{Kind: news.Caption, Text: "<script>chú thích", Credit: "<script>"},
		news.Block{Kind: news.Table, Text: "<td>a | </table>b"}, news.Block{Kind: news.Table, Text: "c | d"},
		news.Block{Kind: news.List, Text: "</ul>"}, news.Block{Kind: news.Verse, Text: "một\n<hr>"},
		news.Block{Kind: "unknown", Text: "<x-kind>"},
	)
	return a
}

// Whatever an article holds, no view makes markup or an address that runs of it.
func TestHostileArticleIsOnlyText(t *testing.T) {
	a := hostileFields()
	base := serve(t, folderWith(t, a))
	for _, path := range []string{
		"/bai/" + string(a.ID), "/bai/" + string(a.ID) + "?q=script", "/bai/" + string(a.ID) + "/sua",
		"/bai/" + string(a.ID) + "/luu", "/bao", "/phan-tich?hang=newspaper&cot=author",
		"/phan-tich?xem=ngu-canh&q=script", "/phan-tich?xem=mau&hat=1",
		"/phan-tich?q=" + url.QueryEscape(`<script>alert(7)</script>`),
	} {
		for _, language := range []string{"vi", "en"} {
			body := strings.ToLower(get(t, base+path, language).Body)
			for _, evil := range []string{
				"<script>", "<img", "<svg onload", `href="javascript:`, "<b>sapo", "<i>báo", "<hr>",
				"<x-kind>", "style=", "onerror=alert(2)>.",
			} {
				if strings.Contains(body, evil) {
					t.Errorf("%s in %s: %q", path, language, evil)
				}
			}
		}
	}
}

// Blocks are shown as what they are: items as one list, rows as one table, the lines of a stanza apart, a
// caption apart from the text with its credit.
func TestArticleIsShownByItsBlocks(t *testing.T) {
	a := anArticle(2, "Chợ phiên Pò Lìn", "Từ tờ mờ sáng, người các bản đã xuống chợ phiên.")
	a.Blocks = append(a.Blocks,
		news.Block{Kind: news.Caption, Text: "Bán vải chàm.", Credit: "Hoàng Nam"},
		news.Block{Kind: news.List, Text: "Rượu"}, news.Block{Kind: news.List, Text: "Mật ong"},
		news.Block{Kind: news.Table, Text: "Rượu | 120"}, news.Block{Kind: news.Table, Text: "Vải | 40"},
		news.Block{Kind: news.Verse, Text: "Chợ phiên một bữa\nAi về Pò Lìn"},
		news.Block{Kind: news.Heading, Text: "Đông khách"},
	)
	base := serve(t, folderWith(t, a))
	answer := get(t, base+"/bai/"+string(a.ID)+"?q="+url.QueryEscape("chợ phiên"), "vi")
	flat := strings.ReplaceAll(answer.Body, "\n", "")
	for _, want := range []string{
		`<h1><mark>Chợ phiên</mark> Pò Lìn</h1>`,
		`<figure class="caption"><figcaption>Bán vải chàm. <span class="credit">Ảnh: Hoàng Nam</span>`,
		`<ul><li>Rượu</li><li>Mật ong</li></ul>`,
		`<table><tr><td>Rượu</td><td>120</td></tr><tr><td>Vải</td><td>40</td></tr></table>`,
		`<p class="verse"><mark>Chợ phiên</mark> một bữa<br>Ai về Pò Lìn</p>`, `<h2>Đông khách</h2>`,
		`Lê Hữu Tâm. “Chợ phiên Pò Lìn”. Báo Đồi Sim,`, `<code>json-ld</code>`,
	} {
		if !strings.Contains(flat, want) {
			t.Errorf("%s is not in\n%s", want, answer.Body)
		}
	}
}

// The beginning of an ID leads to the article, an unknown one to 404 with a search.
func TestAddressesOfArticles(t *testing.T) {
	a := anArticle(3, "Một bài", "Nội dung.")
	base := serve(t, folderWith(t, a))
	for path, status := range map[string]int{
		"/bai/" + string(a.ID):                           200,
		"/bai/" + strings.ToUpper(string(a.ID)):          200,
		"/bai/" + string(a.ID)[:8]:                       200, // by a redirect
		"/bai/" + string(a.ID)[:3]:                       404,
		"/bai/khong-co":                                  404,
		"/bai/khong-co/sua":                              404,
		"/bai/..%2f..%2fetc":                             404,
		"/bai/" + string(a.ID) + "/luu":                  404, // the archive has nothing
		"/bai/" + string(a.ID) + "/luu?luc=x":            404,
		"/bai/" + string(a.ID) + "/luu/trang?luc=2024":   404,
		"/bai/" + string(a.ID) + "/sua":                  200,
		"/bao/khong-co":                                  404,
		"/bao/baolangson":                                200,
		"/phan-tich?xem=ngu-canh&q=-x":                   400,
		"/phan-tich?q=date:x":                            400,
		"/phan-tich?hang=khong&cot=co":                   200,
		"/phan-tich?hang=author&cot=place&ti-le=1&q=bài": 200,
		"/phan-tich?xem=mau&n=x&hat=y":                   200,
	} {
		if got := get(t, base+path, "vi"); got.Status != status {
			t.Errorf("%s: status %d, want %d", path, got.Status, status)
		}
	}
}

// A sample has its seed in its address, so that the same one is drawn again.
func TestSampleIsDrawnAgain(t *testing.T) {
	var all []*news.Article
	for i := range 30 {
		all = append(all, anArticle(i, "Bài số "+strings.Repeat("x", i), "Nội dung của bài này."))
	}
	base := serve(t, folderWith(t, all...))
	address := base + "/phan-tich?xem=mau&n=5&hat=42&q=" + url.QueryEscape("nội dung")
	first, second := get(t, address, "vi"), get(t, address, "vi")
	if first.Body != second.Body || strings.Count(first.Body, `class="hit"`) != 5 ||
		!strings.Contains(first.Body, "Mẫu ngẫu nhiên: 5 trong 30 bài, hạt giống 42") {
		t.Errorf("drawn first\n%s\nand then\n%s", first.Body, second.Body)
	}
}
