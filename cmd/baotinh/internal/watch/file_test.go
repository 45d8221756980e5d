package watch

import (
	"os"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"baotinh/pipeline/news"
)

func TestSaveLeavesTheRestOfTheFile(t *testing.T) {
	const hand = `# Của phòng tin

# Lãnh đạo
[lanh-dao]
name = "Lãnh đạo tỉnh" # tên
query = '"chủ tịch"'

[lanh-dao.mail]
to = ["a@example.vn"]

# Bão lũ
[lu]
query = 'lũ OR bão'
# hết
`
	w := &Watch{Name: "lanh-dao", Title: "Lãnh đạo", Query: `"bí thư"`}
	for _, tt := range []struct {
		name, before, want string
		edit               func(dir string) error
	}{
		{"replaced", hand, `# Của phòng tin

# Lãnh đạo
[lanh-dao]
name = "Lãnh đạo"
query = "\"bí thư\""

# Bão lũ
[lu]
query = 'lũ OR bão'
# hết
`, func(dir string) error { return Save(dir, w) }},
		{"removed", hand, `# Của phòng tin

# Lãnh đạo

# Bão lũ
[lu]
query = 'lũ OR bão'
# hết
`, func(dir string) error { return Remove(dir, "lanh-dao") }},
		{"added", "[lu]\nquery = 'lũ'", `[lu]
query = 'lũ'

[lanh-dao]
name = "Lãnh đạo"
query = "\"bí thư\""
`, func(dir string) error { return Save(dir, w) }},
		{"the first", "", `[lanh-dao]
name = "Lãnh đạo"
query = "\"bí thư\""
`, func(dir string) error { return Save(dir, w) }},
	} {
		dir := t.TempDir()
		if err := os.WriteFile(Path(dir), []byte(tt.before), 0o666); err != nil {
			t.Fatal(err)
		}
		if err := tt.edit(dir); err != nil {
			t.Errorf("%s: %v", tt.name, err)
		}
		got, err := os.ReadFile(Path(dir))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(tt.want, string(got)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

// A file in a form that is not understood line by line is left as it is.
func TestSaveRefusesWhatItWouldBreak(t *testing.T) {
	for _, text := range []string{
		"lu = {query = 'lũ'}\n", "[lu]\nquery = '''\n[mua]\n'''\n\n[mua]\nquery = 'mưa'\n",
	} {
		dir := t.TempDir()
		if err := os.WriteFile(Path(dir), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		if err := Remove(dir, "lu"); err == nil {
			got, _ := os.ReadFile(Path(dir))
			t.Errorf("%q became %q", text, got)
		}
	}
}

func TestWatchesThatCannotRun(t *testing.T) {
	for _, text := range []string{
		"[lu]\nquery = ''", "[lu]\nquery = 'ngày:hôm'", "[lu]\nquery = 3", "[Lu]\nquery = 'lũ'",
		"[\"../lu\"]\nquery = 'lũ'", "[lu]\nquery = 'lũ'\ncollapse = 'bài'",
		"[lu]\nquery = 'lũ'\nmail = {to = []}", "[lu]\nquery = 'lũ'\nmail = {to = ['a']}",
		"[lu]\nquery = 'lũ'\nmail = {to = ['a@b.vn'], at = '6 giờ'}",
		"[lu]\nquery = 'lũ'\nmail = {to = ['a@b.vn'], days = 'T2-T8'}",
		"[lu]\nquery = 'lũ'\nwebhook = {url = 'javascript:alert(1)'}",
		"[lu]\nquery = 'lũ'\nwebhook = {url = 'https://a.vn/', secret_file = '../../etc/passwd'}",
	} {
		set, err := parse(text)
		if err != nil || len(set.Watches) != 1 || set.Watches[0].Err == nil {
			t.Errorf("%q: %+v, %v, want a watch that says why it cannot run", text, set, err)
		}
	}
}

func TestWhenAMailIsDue(t *testing.T) {
	now := time.Date(2026, 11, 30, 6, 0, 0, 0, news.Vietnam) // a Monday
	for _, tt := range []struct{ at, days, want string }{
		{"", "", "Mon 30/11 06:00"},
		{"05:30", "", "Mon 30/11 05:30"},
		{"06:30", "", "Sun 29/11 06:30"},
		{"06:30", "T2-T7", "Sat 28/11 06:30"},
		{"06:30", "t2", "Mon 23/11 06:30"},
		{"05:30", "T4, CN", "Sun 29/11 05:30"},
		{"05:30", "Thu-Fri", "Fri 27/11 05:30"},
		{"05:30", "T7-T3", "Mon 30/11 05:30"},
	} {
		m := &Mail{To: []string{"a@example.vn"}, At: tt.at, Days: tt.days}
		if err := m.check(); err != nil {
			t.Errorf("%q %q: %v", tt.at, tt.days, err)
		}
		if got := m.LastDue(now).Format("Mon 02/01 15:04"); got != tt.want {
			t.Errorf("%q %q: due %s, want %s", tt.at, tt.days, got, tt.want)
		}
	}
}

func TestNames(t *testing.T) {
	for title, want := range map[string]string{
		"Lãnh đạo tỉnh": "lanh-dao-tinh", "  Sạt lở – 2026!": "sat-lo-2026", "東京": "", "Đ": "d",
	} {
		if got := NameOf(title); got != want {
			t.Errorf("name of %+q: %q, want %q", title, got, want)
		}
	}
}
