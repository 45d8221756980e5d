package newspaper

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestDefaultHoldsEveryProvince(t *testing.T) {
	units, old := make(map[string]bool), make(map[string]bool)
	for _, n := range Default().All() {
		units[n.Province] = true
		for _, p := range append(n.Former, n.Province) {
			old[p] = true
		}
		if n.Merged && n.Province == n.Former[0] {
			t.Errorf("%s is merged into itself", n.Key)
		}
		if got, ok := Default().ByHost(n.Hosts[0]); !ok || got != n {
			t.Errorf("ByHost(%q) is not %s", n.Hosts[0], n.Key)
		}
	}
	if len(Default().All()) != 63 || len(units) != 34 {
		t.Errorf("%d newspapers in %d units, want 63 in 34", len(Default().All()), len(units))
	}
	if len(old) != 64 { // 63 before, and Huế
		t.Errorf("%d names of provinces, want 64", len(old))
	}
	for unit := range units {
		if n, err := Default().Find(unit); err != nil || n.Merged || n.Province != unit {
			t.Errorf("Find(%q) = %+v, %v, want the newspaper of the unit", unit, n, err)
		}
	}
}

func TestFind(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"key", "baolangson", "baolangson"},
		{"masthead", "Báo Lạng Sơn", "baolangson"},
		{"masthead without the word Báo", "Hà Nội Mới", "hanoimoi"},
		{"masthead without marks", "bao sai gon giai phong", "sggp"},
		{"no spaces", "hanoimoi", "hanoimoi"},
		{"province", "Lạng Sơn", "baolangson"},
		{"province without marks", "lang son", "baolangson"},
		{"province with its rank", "tỉnh Lạng Sơn", "baolangson"},
		{"province that was merged away", "Hải Dương", "baohaiduong"},
		{"province that took others in", "Hải Phòng", "baohaiphong"},
		{"province of several words", "ba ria vung tau", "baobariavungtau"},
		{"old name of a province", "Thừa Thiên Huế", "huengaynay"},
		{"alias", "TP.HCM", "sggp"},
		{"city without its rank", "Hồ Chí Minh", "sggp"},
		{"host", "baolangson.vn", "baolangson"},
		{"former host", "baobaclieu.vn", "baobaclieu"},
		{"subdomain", "www.baolangson.vn", "baolangson"},
		{"subdomain of its own", "dongkhoi.baovinhlong.vn", "baodongkhoi"},
		{"address", "https://baolangson.vn/thoi-su", "baolangson"},
		{"decomposed marks", "La\u0323ng So\u031bn", "baolangson"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			n, err := Default().Find(tt.in)
			if err != nil {
				t.Fatal(err)
			}
			if n.Key != tt.want {
				t.Errorf("Find(%+q) = %s, want %s", tt.in, n.Key, tt.want)
			}
		})
	}
}

func TestFindAllOfAProvince(t *testing.T) {
	tests := []struct {
		in   string
		want []string
	}{
		{"Lâm Đồng", []string{"baobinhthuan", "baodaknong", "baolamdong"}},
		{"Đắk Nông", []string{"baodaknong"}},
		{"Báo Lâm Đồng", []string{"baolamdong"}},
	}
	for _, tt := range tests {
		found, err := Default().FindAll(tt.in)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, n := range found {
			got = append(got, n.Key)
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("FindAll(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

func TestFindNamesNearOnes(t *testing.T) {
	tests := []struct{ in, want string }{
		{"lamg son", `unknown newspaper "lamg son"; near: baolangson (Báo Lạng Sơn)`},
		{"quảng", `baoquangbinh (Báo Quảng Bình)`},
		{"vnexpress.net", `unknown newspaper "vnexpress.net"`},
		{"", `unknown newspaper ""`},
		{"…", `unknown newspaper "…"`},
	}
	for _, tt := range tests {
		_, err := Default().Find(tt.in)
		if !errors.Is(err, ErrUnknown) || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("Find(%q): %v, want %s", tt.in, err, tt.want)
		}
	}
}

func TestByHost(t *testing.T) {
	c := mustParse(t, `
[a]
name = "A"
province = "X"
hosts = ["a.vn", "127.0.0.1:8081"]
[b]
name = "B"
province = "X"
hosts = ["b.a.vn", "127.0.0.1:8082"]
`)
	tests := []struct{ host, want string }{
		{"a.vn", "a"},
		{"www.a.vn", "a"},
		{"a.vn:443", "a"},
		{"b.a.vn", "b"},
		{"m.b.a.vn", "b"},
		{"127.0.0.1:8081", "a"},
		{"127.0.0.1:8082", "b"},
		{"127.0.0.1:8083", ""},
		{"xa.vn", ""},
		{"vn", ""},
		{"", ""},
	}
	for _, tt := range tests {
		n, ok := c.ByHost(tt.host)
		if ok != (tt.want != "") || ok && n.Key != tt.want {
			t.Errorf("ByHost(%q) = %v, %t, want %q", tt.host, n, ok, tt.want)
		}
	}
}

func TestAddresses(t *testing.T) {
	tests := []struct {
		key, url         string
		article, section bool
	}{
		{"baolangson", "https://baolangson.vn/hoi-nghi-so-ket-5071654.html", true, false},
		{"baolangson", "https://baolangson.vn/thoi-su", false, true},
		{"baolangson", "https://baolangson.vn/kinh-te/nong-nghiep/", false, true},
		{"baolangson", "https://baolangson.vn/", false, false},
		{"baolangson", "https://baolangson.vn", false, false},
		{"baolangson", "https://baolangson.vn/a-12.html?page=2#top", true, false},
		{"hanoimoi", "https://hanoimoi.vn/le-hoi-event123.html", false, false},
		{"baonghean", "https://baonghean.vn/le-hoi-event123.html", true, false},
		{"baohatinh", "https://baohatinh.vn/mua-lon-post280123.html", true, false},
		{"baodongnai", "https://baodongnai.com.vn/xa-hoi/202401/mua-lon-1a2b3c4/", true, false},
		{"baobinhdinh", "https://baobinhdinh.vn/viewer.aspx?macm=2&macmp=5&mabb=123456", true, false},
		{"baobinhdinh", "https://baobinhdinh.vn/viewer.aspx?macm=2", false, false},
		{"baohaiduong", "https://baohaiduong.vn/chuyen-muc/kinh-te", false, true},
		{"baohaiduong", "https://baohaiduong.vn/lien-he", false, false},
		{"baovinhphuc", "https://baovinhphuc.com.vn/mua-lon-80123.html", true, false}, // no pattern known
	}
	for _, tt := range tests {
		n, err := Default().Find(tt.key)
		if err != nil {
			t.Fatal(err)
		}
		if got := n.IsArticle(tt.url); got != tt.article {
			t.Errorf("%s: IsArticle(%s) = %t", tt.key, tt.url, got)
		}
		if got := n.IsSection(tt.url); got != tt.section {
			t.Errorf("%s: IsSection(%s) = %t", tt.key, tt.url, got)
		}
	}
}

func TestParse(t *testing.T) {
	c := mustParse(t, `
[bao-xom]
name = "Báo Xóm"
province = "Lạng Sơn"
hosts = ["xom.vn:8080"]
seeds = ["http://xom.vn:8080/"]
feeds = ["/rss"]
delay = "1.5s"
robots_permission = "letter of 2026-01-02"
`)
	n := c.All()[0]
	if n.Key != "bao-xom" || n.Delay != 1500*time.Millisecond || n.RobotsPermission == "" {
		t.Errorf("got %+v", n)
	}
	if want := []string{"http://xom.vn:8080/"}; !slices.Equal(n.Seeds, want) {
		t.Errorf("seeds %q, want %q", n.Seeds, want)
	}
	if want := []string{"https://xom.vn:8080/rss"}; !slices.Equal(n.Feeds, want) {
		t.Errorf("feeds %q, want %q", n.Feeds, want)
	}
}

func TestParseErrors(t *testing.T) {
	const entry = "[a]\nname = \"A\"\nprovince = \"P\"\nhosts = [\"a.vn\"]\n"
	tests := []struct{ name, in, want string }{
		{"no TOML", "]", "my.toml:1: "},
		{"key twice", entry + entry, "my.toml:5: a: there is an entry of this name already"},
		{"unknown key", entry + "hots = []", "my.toml:5: a: unknown key hots"},
		{"wrong type", entry + "delay = true", "my.toml:5: a: "},
		{"bad key", strings.Replace(entry, "[a]", `["Báo"]`, 1), `my.toml:1: Báo: the key must be`},
		{"no name", strings.Replace(entry, "name = \"A\"\n", "", 1), "my.toml:1: a: no name"},
		{"no province", strings.Replace(entry, "province = \"P\"\n", "", 1), "my.toml:1: a: no province"},
		{"no hosts", strings.Replace(entry, `["a.vn"]`, `[]`, 1), "my.toml:1: a: no hosts"},
		{"address for a host",
			strings.Replace(entry, "a.vn", "https://a.vn", 1), `my.toml:1: a: hosts: "https`},
		{"host twice", entry + strings.ReplaceAll(entry, "[a]", "[b]"),
			"my.toml:5: b: host a.vn belongs to a"},
		{"bad article pattern", entry + "article = '('", "my.toml:1: a: article: error parsing regexp"},
		{"bad section pattern", entry + "section = '('", "my.toml:1: a: section: error parsing regexp"},
		{"bad feed", entry + "feeds = ['rss']", `my.toml:1: a: feeds: "rss" is neither`},
		{"scheme of a seed",
			entry + "seeds = ['ftp://a.vn/']", `my.toml:1: a: seeds: "ftp://a.vn/" is neither`},
		{"negative delay", entry + "delay = '-1s'", "my.toml:1: a: negative delay -1s"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Parse([]byte(tt.in), "my.toml")
			if err == nil || !strings.HasPrefix(err.Error(), tt.want) {
				t.Errorf("Parse(%q): %v, want %s…", tt.in, err, tt.want)
			}
		})
	}
}

// A broken entry is named with its line, and the others are taken.
func TestParseSound(t *testing.T) {
	const sound = "[a]\nname = \"A\"\nprovince = \"P\"\nhosts = [\"a.vn\"]\n\n" +
		"[a.selectors]\ntitle = \".tit\"\n" // 7 lines
	const last = "\n[z]\nname = \"Z\"\nprovince = \"P\"\nhosts = [\"z.vn\"]\n"
	tests := []struct{ name, broken, want string }{
		{"none", "", ""},
		{"no closing quote", "[b]\nname = \"B\nprovince = \"P\"\nhosts = [\"b.vn\"]", "my.toml:9: b: "},
		{"no equals sign", "[b]\nname \"B\"\nprovince = \"P\"\nhosts = [\"b.vn\"]", "my.toml:9: b: "},
		{"no closing bracket of the heading", "[b\nname = \"B\"\nhosts = [\"b.vn\"]", "my.toml:8: b: "},
		{"list that is not closed", "[b]\nname = \"B\"\nprovince = \"P\"\nhosts = [\"b.vn\"",
			"my.toml:"},
		{"text for a list", "[b]\nname = \"B\"\nprovince = \"P\"\nhosts = \"b.vn\"", "my.toml:11: b: "},
		{"unknown key", "[b]\nname = \"B\"\nprovinz = \"P\"\nhosts = [\"b.vn\"]",
			"my.toml:10: b: unknown key provinz"},
		{"unknown key of a subtable",
			"[b]\nname = \"B\"\nprovince = \"P\"\nhosts = [\"b.vn\"]\n[b.selectors]\nheadline = \"h1\"",
			"my.toml:13: b: unknown key headline"},
		{"no host", "[b]\nname = \"B\"\nprovince = \"P\"", "my.toml:8: b: no hosts"},
		{"a host of another", "[b]\nname = \"B\"\nprovince = \"P\"\nhosts = [\"a.vn\"]",
			"my.toml:8: b: host a.vn belongs to a"},
		{"a key twice", "[b]\nname = \"B\"\nname = \"B\"\nprovince = \"P\"\nhosts = [\"b.vn\"]",
			"my.toml:10: b: "},
		{"no table", "[b]\n", "my.toml:8: b: no name"},
		{"a byte that is no UTF-8", "[b]\nname = \"\xff\"\nprovince = \"P\"\nhosts = [\"b.vn\"]",
			"my.toml:9: b: "},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c, broken := ParseSound([]byte(sound+tt.broken+last), "my.toml")
			var keys []string
			for _, n := range c.All() {
				keys = append(keys, n.Key)
			}
			if !slices.Equal(keys, []string{"a", "z"}) || c.All()[0].Selectors.Title != ".tit" {
				t.Errorf("entries %q", keys)
			}
			if len(broken) > 1 || (len(broken) == 1) != (tt.want != "") {
				t.Fatalf("broken %v", broken)
			}
			if tt.want != "" && !strings.HasPrefix(broken[0].Error(), tt.want) {
				t.Errorf("broken: %v, want %s…", broken[0], tt.want)
			}
		})
	}
}

func TestWithLaysOneOverAnother(t *testing.T) {
	path := filepath.Join(t.TempDir(), "own.toml")
	own := "[baolangson]\nname = \"Báo Lạng Sơn\"\nprovince = \"Lạng Sơn\"\nhosts = [\"new.vn\"]\n" +
		"[own]\nname = \"Own\"\nprovince = \"Cao Bằng\"\nhosts = [\"baocaobang.vn\"]\n"
	if err := os.WriteFile(path, []byte(own), 0o600); err != nil {
		t.Fatal(err)
	}
	other, err := Load(path)
	if err != nil {
		t.Fatal(err)
	}

	both := Default().With(other)
	if got := len(both.All()); got != 64 {
		t.Errorf("%d newspapers, want 64", got)
	}
	wants := map[string]string{"new.vn": "baolangson", "baolangson.vn": "", "baocaobang.vn": "own"}
	for host, want := range wants {
		n, ok := both.ByHost(host)
		if ok != (want != "") || ok && n.Key != want {
			t.Errorf("ByHost(%q) = %v, want %q", host, n, want)
		}
	}
	if _, err := Load(filepath.Join(t.TempDir(), "none.toml")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("Load of no file: %v", err)
	}
}

func mustParse(t *testing.T, s string) *Catalogue {
	t.Helper()
	c, err := Parse([]byte(s), t.Name())
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func FuzzParse(f *testing.F) {
	f.Add([]byte("[a]\nname = 'A'\nprovince = 'P'\nhosts = ['a.vn']\narticle = '-\\d+'\ndelay = '1s'"))
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := Parse(data, "f")
		if err != nil {
			return
		}
		for _, n := range c.All() {
			if got, err := c.Find(n.Key); err != nil || got == nil {
				t.Errorf("Find(%q): %v", n.Key, err)
			}
		}
	})
}

func BenchmarkParse(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Parse(embedded, "newspapers.toml"); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkFind(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Default().Find("lang son"); err != nil {
			b.Fatal(err)
		}
	}
}

func ExampleCatalogue_Find() {
	n, err := Default().Find("hai duong")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(n.Key, "·", n.Name, "·", n.Province, "·", n.Hosts[0])

	_, err = Default().Find("lang sonn")
	fmt.Println(err)
	// Output:
	// baohaiduong · Báo Hải Dương · Hải Phòng · baohaiduong.vn
	// unknown newspaper "lang sonn"; near: baolangson (Báo Lạng Sơn)
}
