package extract

import (
	"fmt"
	"net/textproto"
	"strings"
	"testing"

	"baotinh/pipeline/news"
	"baotinh/pipeline/newspaper"
)

func TestTheCanonicalAddressIsHonouredIfItIsPlausible(t *testing.T) {
	c, err := newspaper.Parse([]byte(`
[baothu]
name = "Báo Thử"
province = "Lạng Sơn"
hosts = ["baothu.example", "baothucu.example"]
[baoban]
name = "Báo Bạn"
province = "Cao Bằng"
hosts = ["baoban.example"]
`), "test")
	if err != nil {
		t.Fatal(err)
	}
	const article = "http://baothu.example/na-mau-mo-duong-ra-dong-10001.html"
	for _, tt := range []struct {
		name, at, canonical string
		want                string // empty: at
	}{
		{"itself", article, article, ""},
		{"none", article, "", ""},
		{"mobile host", "http://m.baothu.example/na-mau-mo-duong-ra-dong-10001.html", article, article},
		{"www", "http://www.baothu.example/na-mau-mo-duong-ra-dong-10001.html", article, article},
		{"AMP", "http://baothu.example/amp/na-mau-mo-duong-ra-dong-10001.html", article, article},
		{"AMP by ending", "http://baothu.example/na-mau-mo-duong-ra-dong-10001.amp", article, article},
		{"print", "http://baothu.example/print/10001", article, article},
		{"parameter", article + "?trang=xem-nhieu", "/na-mau-mo-duong-ra-dong-10001.html", article},
		{"another slug", "http://baothu.example/duong-moi-o-na-mau-10001.html", article, article},
		{"https", "https://baothu.example/na-mau-mo-duong-ra-dong-10001.html", article, article},
		{"former host", "http://baothucu.example/na-mau-mo-duong-ra-dong-10001.html", article, article},
		{"same slug without number", "http://baothu.example/tin/na-mau-mo-duong-ra-dong", article, article},
		{"identifier of another form", "http://baothu.example/xem.aspx?id=10001", article, article},
		{"the home page", article, "http://baothu.example/", ""},
		{"a section", article, "http://baothu.example/thoi-su", ""},
		{"a list", article, "http://baothu.example/tag/na-mau-10001", ""},
		{"a topic", article, "http://baothu.example/chu-de/na-mau-mo-duong-ra-dong-10001.html", ""},
		{"another article", article, "http://baothu.example/na-mau-thu-hoach-rau-vu-dong-10002.html", ""},
		{"the same month only", "http://baothu.example/202603/na-mau-thu-hoach-rau-vu-dong",
			"http://baothu.example/202603/duong-moi-o-na-mau-da-thong-xe", ""},
		{"another newspaper", article, "http://baoban.example/na-mau-mo-duong-ra-dong-10001.html", ""},
		{"an unknown host", article, "http://cdn.example/na-mau-mo-duong-ra-dong-10001.html", ""},
		{"no address", article, "javascript:void(0)", ""},
	} {
		text := strings.Repeat("<p>Sáng nay, xã khởi công sửa đường ra đồng cho kịp vụ.</p>", 5)
		body := fmt.Sprintf(`<head><title>Nà Mẫu mở đường ra đồng</title><link rel=canonical href=%q></head>
<body><h1>Nà Mẫu mở đường ra đồng</h1><div class=date>Thứ Hai, 11/03/2024, 08:15</div>
<div class=content>%s</div></body>`, tt.canonical, text)
		a, err := New(c).Extract(&news.Page{URL: tt.at, Status: 200, Body: []byte(body),
			Header: textproto.MIMEHeader{"Content-Type": {"text/html; charset=utf-8"}}})
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		want := tt.want
		if want == "" {
			want = tt.at
		}
		if a.URL != want {
			t.Errorf("%s: address %s, want %s", tt.name, a.URL, want)
		}
	}
}
