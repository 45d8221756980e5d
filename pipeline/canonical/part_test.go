package canonical

import "testing"

func TestPart(t *testing.T) {
	const host = "https://baomau.example"
	tests := []struct {
		url, first string
		number     int
		isClear    bool
	}{
		{"/lang-nghe-ven-song-123456.html", "/lang-nghe-ven-song-123456.html", 0, false},
		{"/lang-nghe-ven-song-123456.html?page=2", "/lang-nghe-ven-song-123456.html", 2, true},
		{"/lang-nghe-ven-song-123456.html?Trang=12", "/lang-nghe-ven-song-123456.html", 12, true},
		{"/lang-nghe-ven-song-123456.html?p=2", "/lang-nghe-ven-song-123456.html", 2, false},
		{"/xem.aspx?id=12345&trang=3", "/xem.aspx?id=12345", 3, true},
		{"/xem.aspx?trang=3&id=12345", "/xem.aspx?id=12345", 3, true},
		{"/xem.aspx?id=12345", "/xem.aspx?id=12345", 0, false},
		{"/bai-123456.html?page=all", "/bai-123456.html", 0, true},
		{"/bai-123456.html?view=full", "/bai-123456.html", 0, true},
		{"/bai-123456.html?page=0", "/bai-123456.html?page=0", 0, false},
		{"/bai-123456.html?page=100", "/bai-123456.html?page=100", 0, false},
		{"/lang-nghe-123456-p2.html", "/lang-nghe-123456.html", 2, false},
		{"/lang-nghe-123456_p2.html", "/lang-nghe-123456.html", 2, false},
		{"/lang-nghe-123456-trang-2.html", "/lang-nghe-123456.html", 2, true},
		{"/lang-nghe-123456-trang2.html", "/lang-nghe-123456.html", 2, true},
		{"/lang-nghe-123456-page-2.htm", "/lang-nghe-123456.htm", 2, true},
		{"/lang-nghe-123456/trang-2", "/lang-nghe-123456", 2, true},
		{"/lang-nghe-123456/trang-2/", "/lang-nghe-123456/", 2, true},
		{"/lang-nghe-123456.html/trang-2", "/lang-nghe-123456.html", 2, true},
		{"/lang-nghe-123456/trang-2.html", "/lang-nghe-123456.html", 2, true},
		{"/lang-nghe-123456/page/2", "/lang-nghe-123456", 2, true},
		{"/lang-nghe/page/2/", "/lang-nghe/", 2, true},
		{"/lang-nghe-ven-song/2/", "/lang-nghe-ven-song/", 2, false},
		{"/lang-nghe-ven-song/2", "/lang-nghe-ven-song", 2, false},

		// Numbers of something else.
		{"/lang-nghe-ven-song-12.html", "/lang-nghe-ven-song-12.html", 0, false},
		{"/lang-nghe-phan-2.html", "/lang-nghe-phan-2.html", 0, false},
		{"/covid-19", "/covid-19", 0, false},
		{"/2012/05/12/", "/2012/05/12/", 0, false},
		{"/tin-tuc/123456/lang-nghe", "/tin-tuc/123456/lang-nghe", 0, false},
		{"/?p=12", "/?p=12", 0, false},
		{"/trang-2", "/trang-2", 0, false},
		{"/p-2.html", "/p-2.html", 0, false},
		{"/", "/", 0, false},
		{"", "", 0, false},
	}
	for _, tt := range tests {
		want := PartAddress{host + tt.first, tt.number, tt.isClear}
		if got := Part(host + tt.url); got != want {
			t.Errorf("Part(%q) = %+v, want %+v", tt.url, got, want)
		}
		if want.Number > 0 && !MayBePart([]byte(tt.url)) {
			t.Errorf("MayBePart(%q) = false", tt.url)
		}
		if first := Part(want.First); first.Number != 0 || first.First != want.First {
			t.Errorf("Part(%q) = %+v, which is no first part", want.First, first)
		}
	}
	for _, ref := range []string{"?page=2", "/xem.aspx?id=12345&amp;trang=2#noi-dung", "bai-p2.html#a"} {
		if !MayBePart([]byte(ref)) {
			t.Errorf("MayBePart(%q) = false", ref)
		}
	}
	for _, ref := range []string{
		"/lang-nghe-123456.html", "/thoi-su", "javascript:void(0)", "", "/a-1234567.htm",
		"/202401/ten-bai-1a2b3c456/", "/xem.aspx?id=12&amp;cat=3", "/a.html?utm_source=x",
	} {
		if MayBePart([]byte(ref)) {
			t.Errorf("MayBePart(%q) = true", ref)
		}
	}
}
