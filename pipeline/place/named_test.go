package place

import (
	"slices"
	"strings"
	"testing"
)

// heads returns the first unit of each group, and how many are in it.
func heads(groups [][]*Unit) string {
	var all []string
	for _, g := range groups {
		all = append(all, g[0].Official())
	}
	slices.Sort(all)
	return strings.Join(all, "; ")
}

func TestNamed(t *testing.T) {
	for _, tt := range []struct{ name, typed, want string }{
		{"one district", "Tràng Định", "huyện Tràng Định, Lạng Sơn"},
		{"without marks", "trang dinh", "huyện Tràng Định, Lạng Sơn"},
		{"a unit word", "huyện Tràng Định", "huyện Tràng Định, Lạng Sơn"},
		{"the unit of today", "xã Tràng Định", "xã Tràng Định, Lạng Sơn"},
		{"a province is meant by its name", "Lạng Sơn", "tỉnh Lạng Sơn"},
		{"its city", "TP Lạng Sơn", "thành phố Lạng Sơn, Lạng Sơn"},
		{"a former province", "Bắc Giang", "tỉnh Bắc Giang"},
		{"a district called as a province", "huyện Quảng Ninh", "huyện Quảng Ninh, Quảng Bình"},
		{"a province in parentheses", "Bình Minh (Vĩnh Long)", "thị xã Bình Minh, Vĩnh Long"},
		{"a province behind a comma", "huyện Châu Thành, An Giang", "huyện Châu Thành, An Giang"},
		{"the province of today", "Lục Ngạn, Bắc Ninh", "huyện Lục Ngạn, Bắc Giang"},
		{"a district behind a commune", "xã Yên Bình, Hữu Lũng", "xã Yên Bình, Hữu Lũng, Lạng Sơn"},
		{"the kind in parentheses", "Cao Lãnh (huyện), Đồng Tháp", "huyện Cao Lãnh, Đồng Tháp"},
		{"a numbered district", "quận 1, TPHCM", "Quận 1, Hồ Chí Minh"},
		{"a former district", "quận 9", "thành phố Thủ Đức, Hồ Chí Minh"},
		{"a city in short", "tp.hcm", "thành phố Hồ Chí Minh"},
		{"another spelling", "Đăk Lăk", "tỉnh Đắk Lắk"},
		{"another spelling without marks", "Dac Lac", "tỉnh Đắk Lắk"},
		{"in one word", "Daklak", "tỉnh Đắk Lắk"},
		{"c for k", "Bắc Cạn", "tỉnh Bắc Kạn"},
		{"i for y", "Qui Nhơn", "thành phố Quy Nhơn, Bình Định"},
		{"another spelling of the province", "Buôn Đôn, Đắc Lắc", "huyện Buôn Đôn, Đắk Lắk"},
		{"a city in short behind its district", "quận 1, TP.HCM", "Quận 1, Hồ Chí Minh"},
		{"no place", "Không Đâu", ""},
		{"nothing", " , ()", ""},
	} {
		if got := heads(Named(tt.typed)); got != tt.want {
			t.Errorf("%s: %q is %q, want %q", tt.name, tt.typed, got, tt.want)
		}
	}
	if n := len(Named("Châu Thành")); n < 10 {
		t.Errorf("Châu Thành is the name of %d places", n)
	}
}

// What is said of a unit names it alone.
func TestOfficialNamesAreUnderstood(t *testing.T) {
	for _, u := range units().units {
		for _, said := range []string{u.Official(), u.String()} {
			found := false
			groups := Named(said)
			for _, g := range groups {
				found = found || slices.Contains(g, u)
			}
			if !found || said == u.Official() && len(groups) > 1 && u.Level != Province {
				t.Errorf("%q is %s", said, heads(groups))
			}
		}
	}
}

func TestNearest(t *testing.T) {
	for typed, want := range map[string]string{
		"Tràng": "Tràng Định", "Hữu Lủng": "Hữu Lũng", "Trang Dinhh": "Tràng Định", "xyzzy": "",
	} {
		got := Nearest(typed, 3)
		if want == "" && len(got) > 0 || want != "" && !slices.Contains(got, want) {
			t.Errorf("nearest to %q: %q, want %q", typed, got, want)
		}
	}
}

func TestSuccessorsOfAProvince(t *testing.T) {
	group := Named("Bắc Giang")[0]
	all := Successors(group[0])
	for _, u := range all {
		if u.Former || u.Level != Commune || u.Parent.Name != "Bắc Ninh" {
			t.Errorf("Bắc Giang has a successor %s", u)
		}
	}
	if len(all) < 40 {
		t.Errorf("Bắc Giang has %d successors", len(all))
	}
}

func FuzzNamed(f *testing.F) {
	f.Add("Bình Minh (Vĩnh Long)")
	f.Add("q 1, tp")
	f.Add("xa\xff, ()")
	f.Fuzz(func(t *testing.T, text string) {
		for _, g := range Named(text) {
			if len(g) == 0 {
				t.Errorf("%q: an empty group", text)
			}
		}
		Nearest(text, 3)
	})
}
