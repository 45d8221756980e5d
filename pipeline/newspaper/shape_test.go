package newspaper

import "testing"

// Addresses of newspapers of which the catalogue has no patterns.
func TestTheShapesOfCommonSystems(t *testing.T) {
	c, err := Parse([]byte("[a]\nname = \"A\"\nprovince = \"A\"\nhosts = [\"a.vn\"]\n"), "test")
	if err != nil {
		t.Fatal(err)
	}
	n := c.All()[0]
	for path, want := range map[string]bool{
		"/vi/news/thoi-su/khoi-cong-duong-ra-dong-123.html": true,
		"/khoi-cong-duong-ra-dong-7.html":                   true,
		"/2024/03/11/khoi-cong-duong-ra-dong/":              true,
		"/2024/03/khoi-cong-duong-ra-dong":                  true,
		"/chi-tiet.aspx?id=1234":                            true,
		"/index.php?mod=news&id=77":                         true,
		"/tin-tuc/24/196123/khoi-cong":                      true,
		"/thoi-su/trang-2.html":                             false,
		"/thoi-su/page-12.html":                             false,
		"/tin-tuc-su-kien.html":                             false,
		"/2024/03/11/":                                      false,
		"/2024/03/":                                         false,
		"/default.aspx?page=12":                             false,
		"/list.aspx?cid=1234":                               false,
		"/thoi-su":                                          false,
	} {
		if got := n.IsArticle("https://a.vn" + path); got != want {
			t.Errorf("%s: %t, want %t", path, got, want)
		}
	}
}
