package page

import (
	"net/textproto"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"baotinh/pipeline/news"
	"baotinh/pipeline/warc"
)

// bridge is a page with an article; length is how long its bridge is.
func bridge(length string) string {
	return `<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>Nà Lưu có cầu mới</title>
<link rel="preconnect" href="https://xau.example"><script>window.ran = 1</script></head><body>
<div class="c"><h1>Nà Lưu có cầu mới</h1><div class="d">19/05/2024 08:15</div>
<p>Sáng 19/5, xã Nà Lưu khánh thành cây cầu bê tông dài ` + length + ` mét bắc qua suối Khe Sậy.</p>
<p>Từ nay hơn ba trăm học trò của bốn bản không còn phải nghỉ học vào những ngày nước lũ về.</p>
<p>Cầu do Nhà nước và nhân dân cùng làm, bà con đã góp hơn hai nghìn ngày công lao động.</p>
<p>Lò Văn Mẫu</p></div></body></html>`
}

// The versions of an article show which words changed, and each page that was archived can be looked at but
// does nothing.
func TestVersionsAndArchivedPages(t *testing.T) {
	a := anArticle(4, "Nà Lưu có cầu mới", "Sáng 19/5, xã Nà Lưu khánh thành cây cầu.")
	dir := folderWith(t, a)
	archive, err := warc.OpenArchive(filepath.Join(dir, "archive"))
	if err != nil {
		t.Fatal(err)
	}
	for i, length := range []string{"86", "88"} {
		_, err := archive.Append(&news.Page{
			URL: a.URL, Status: 200, Body: []byte(bridge(length)),
			Header:  textproto.MIMEHeader{"Content-Type": {"text/html; charset=utf-8"}},
			Fetched: time.Date(2024, 5, 20+i, 1, 2, 3, 0, time.UTC),
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}

	base := serve(t, dir) + "/bai/" + string(a.ID)
	versions := get(t, base+"/sua", "vi").Body
	for _, want := range []string{
		"21/05/2024 08:02", "<del>86</del>", "<ins>88</ins>", "thêm 1 câu, bớt 1 câu", "lần đầu",
	} {
		if !strings.Contains(versions, want) {
			t.Errorf("%q is not in\n%s", want, versions)
		}
	}
	frame := get(t, base+"/luu?luc=20240520010203", "vi")
	of := `<iframe src="/bai/` + string(a.ID) + `/luu/trang?luc=20240520010203" sandbox`
	if !strings.Contains(frame.Body, of) ||
		!strings.HasSuffix(frame.Header.Get("Content-Security-Policy"), "; frame-src 'self'") {
		t.Errorf("%v\n%s", frame.Header, frame.Body)
	}
	page := get(t, base+"/luu/trang?luc=20240520010203", "vi")
	if !strings.Contains(page.Body, "dài 86 mét") || strings.Contains(page.Body, "<script") ||
		strings.Contains(page.Body, "<link") ||
		!strings.HasPrefix(page.Header.Get("Content-Security-Policy"), "sandbox; default-src 'none'") {
		t.Errorf("%v\n%s", page.Header, page.Body)
	}
	if got := get(t, base+"/luu", "vi"); !strings.Contains(got.Body, "21/05/2024 08:02") {
		t.Errorf("the last copy:\n%s", got.Body)
	}
}
