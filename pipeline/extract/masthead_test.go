package extract

import "testing"

func TestCutFrom(t *testing.T) {
	for _, tt := range []struct{ name, title, want string }{
		{"newspaper behind", "Hồ đủ nước - Báo Mẫu Online", "Hồ đủ nước"},
		{"newspaper that says that it is electronic before", "Báo Mẫu điện tử - Bến cũ", "Bến cũ"},
		{"newspaper in the headline", "Báo Mẫu - hai mươi năm đi cùng bà con",
			"Báo Mẫu - hai mươi năm đi cùng bà con"},
		{"breadcrumb", "Báo Mẫu > Kinh tế > Hồ đủ nước", "Hồ đủ nước"},
		{"sign in the headline", "Báo Mẫu > Cá tra Việt Nam giữa hai thị trường > 3 tỷ",
			"Cá tra Việt Nam giữa hai thị trường > 3 tỷ"},
	} {
		if got := (masthead{}).cutFrom(tt.title); got != tt.want {
			t.Errorf("%s: cutFrom(%q) = %q, want %q", tt.name, tt.title, got, tt.want)
		}
	}
}
