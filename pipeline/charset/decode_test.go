package charset

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding"
)

const page = `<html><head><title>Báo Lạng Sơn</title></head><body><p>Chiều 27/7, Đoàn đại biểu Quốc hội ` +
	`tỉnh tổ chức hội nghị. TỈNH LẠNG SƠN, HÀ NỘI: ông Hà nói gì?</p></body></html>`

// encode encodes s, which the set must have.
func encode(t testing.TB, e encoding.Encoding, s string) []byte {
	t.Helper()
	b, err := e.NewEncoder().Bytes([]byte(s))
	if err != nil {
		t.Fatalf("encode %q: %v", s, err)
	}
	return b
}

// latin1 returns b with every byte shown as the rune of Latin-1.
func latin1(b []byte) []byte {
	runes := make([]rune, len(b))
	for i, c := range b {
		runes[i] = rune(c)
	}
	return []byte(string(runes))
}

// check decodes body and compares.
func check(t *testing.T, body []byte, contentType, want, name string) {
	t.Helper()
	text, got, err := Decode(body, contentType)
	if string(text) != want || got != name || err != nil {
		t.Errorf("%s as %q: %+q, %q, %v, want %+q", name, contentType, text, got, err, want)
	}
}

// Pages lie: whatever is declared, what their text spells counts.
func TestDecodeDetectsSets(t *testing.T) {
	for _, c := range detectable {
		body := encode(t, c, page)
		for _, declared := range []string{"", "; charset=utf-8", "; charset=latin1", "; charset=cp1258"} {
			check(t, body, "text/html"+declared, page, c.name)
		}
		check(t, latin1(body), "", page, utf8As+c.name)
	}
	check(t, latin1([]byte(page)), "", page, utf8Twice)
	check(t, []byte(page), "", page, utf8Name)
}

func TestDecodeDeclarations(t *testing.T) {
	const vietnamese = "Tỉnh Lạng Sơn được mùa"
	for _, tt := range []struct {
		name, in, contentType, want, charset string
	}{
		{"UTF-8 mark", "\xef\xbb\xbfnăm", "text/html; charset=iso-8859-1", "năm", "utf-8"},
		{"UTF-16LE mark", "\xff\xfen\x00\x03\x01m\x00", "", "năm", "utf-16le"},
		{"UTF-16BE mark", "\xfe\xff\x00n\x01\x03\x00m", "", "năm", "utf-16be"},
		{"UTF-32LE mark", "\xff\xfe\x00\x00n\x00\x00\x00\x03\x01\x00\x00", "", "nă", "utf-32le"},
		{"UTF-32BE mark", "\x00\x00\xfe\xff\x00\x00\x00n\x00\x00\x01\x03", "", "nă", "utf-32be"},
		{"UTF-16 in the header", "n\x00\x03\x01m\x00", "text/html; charset=utf-16le", "năm", "utf-16le"},
		{"UTF-16 in a meta element", `<meta charset="utf-16">` + vietnamese, "",
			`<meta charset="utf-16">` + vietnamese, "utf-8"},
		{"header lies", vietnamese, "text/html; charset=windows-1252", vietnamese, "utf-8"},
		{"header", "\xd6\xd0\xb9\xfa", "text/html; charset=GB2312", "中国", "gbk"},
		{"header before meta", "<meta charset=big5>\xd6\xd0\xb9\xfa", "text/html; charset=gbk",
			"<meta charset=big5>中国", "gbk"},
		{"meta", "<META CharSet=gb2312 >\xd6\xd0\xb9\xfa", "text/html", "<META CharSet=gb2312 >中国", "gbk"},
		{"http-equiv", `<meta content="text/html; charset = 'gbk'" http-equiv=content-type>` + "\xd6\xd0", "",
			`<meta content="text/html; charset = 'gbk'" http-equiv=content-type>中`, "gbk"},
		{"content without http-equiv", `<meta content="text/html; charset=gbk">` + "\xd6", "",
			`<meta content="text/html; charset=gbk">Ö`, "windows-1252"},
		{"meta in a comment", "<!-- <meta charset=gbk> -->\xd6", "",
			"<!-- <meta charset=gbk> -->Ö", "windows-1252"},
		{"unknown label, then a known one", "<meta charset=foo><meta charset=gbk>\xd6\xd0", "",
			"<meta charset=foo><meta charset=gbk>中", "gbk"},
		{"XML", "<?xml version='1.0' encoding='gbk'?>\xd6\xd0", "",
			"<?xml version='1.0' encoding='gbk'?>中", "gbk"},
		{"nothing", "caf\xe9", "", "café", "windows-1252"},
		{"Windows-1258 declared", "Vi\xea\xf2t", "text/html; charset=windows-1258", "Việt", "windows-1258"},
		{"VISCII declared", "Vi\xaet", "text/plain; charset=VISCII", "Việt", "viscii"},
		{"UTF-8 with a broken byte, undeclared", "năm đó\xff có lẽ", "", "năm đó\uFFFD có lẽ", "utf-8"},
		{"empty", "", "", "", "utf-8"},
		{"rune cut off", "<p>Tỉnh Lạng Sơn được mù\xe1\xba", "", "<p>Tỉnh Lạng Sơn được mù\uFFFD", "utf-8"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			check(t, []byte(tt.in), tt.contentType, tt.want, tt.charset)
		})
	}
	if text, _, err := Decode([]byte("\xff"), "text/html; charset=iso-2022-kr"); err == nil {
		t.Errorf("iso-2022-kr: %q without error", text)
	}
}

// The template of a page may be UTF-8 and the article in it not.
func TestDecodeMixed(t *testing.T) {
	const nav = "<nav>Thời sự – Kinh tế – Văn hóa – Thể thao</nav>\n"
	const text = "<p>Chiều 27/7, Đoàn đại biểu Quốc hội tỉnh tổ chức hội nghị.</p>\n"
	body := nav + string(encode(t, TCVN3, text))
	check(t, []byte(body), "", nav+text, utf8Name)
}

// Programs that take bytes for Latin-1 write some of them as character references.
func TestDecodeReferences(t *testing.T) {
	const text = "&copy; 2005 &laquo;Báo&raquo; tỉnh: Đoàn đại biểu,&nbsp;hội nghị vừa họp tại xã Hà " +
		"Lĩnh &amp; về"
	for _, c := range []*charset{tcvn3, vni, viscii, windows1258, nil} {
		name, body := utf8Name, []byte(text)
		if c != nil {
			name, body = c.name, encode(t, c, text)
		}
		for _, form := range []string{"&#%d;", "&#x%X;"} {
			var mixed []byte
			for i, b := range body {
				if b >= 0xA0 && i%3 > 0 {
					mixed = fmt.Appendf(mixed, form, b)
				} else {
					mixed = append(mixed, b)
				}
			}
			check(t, mixed, "", text, name)
		}
	}
	check(t, []byte("T\xd8nh h\xe4p &#235; x&#183;, 3 &times; 4 m\xd0t"), "",
		"Tỉnh họp ở xã, 3 &times; 4 mét", "tcvn3")
	for _, sound := range []string{
		"tỉnh, th&ocirc;n, x&atilde;, đ&ocirc; thị, hội nghị\xff",
		"T\xd8nh b\xb8o h\xe4p &#273;&ocirc; th&#7883;",
	} {
		if got, _, err := Decode([]byte(sound), ""); !strings.Contains(string(got), "&ocirc;") || err != nil {
			t.Errorf("%+q: %+q, %v", sound, got, err)
		}
	}
	check(t, []byte("\xd6\xd0&eacute;"), "text/html; charset=gbk", "中&eacute;", "gbk")
	check(t, []byte("caf&eacute; cr\xe8me"), "", "caf&eacute; crème", "windows-1252")
}

// Scripts and attributes say nothing of the text.
func TestDetectSkipsMarkup(t *testing.T) {
	noise := strings.Repeat("\xe9t\xe9 > ", 100)
	body := "<script>s = '" + noise + "</p>'</script><style>/* " + noise + "*/</style><!-- " + noise +
		"--><img alt=\"" +
		noise + "\"><p>" + string(encode(t, VNI, "Tỉnh Lạng Sơn được mùa na"))
	if name, ok := Detect([]byte(body)); name != "vni" || !ok {
		t.Errorf("Detect = %v, %v, want vni", name, ok)
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte(page), "text/html")
	f.Add([]byte("<meta charset=gbk>\xd6\xd0"), "")
	f.Add([]byte("\xff\xfe\x00\x00n"), "text/html; charset=utf-16")
	f.Add([]byte("<script><!-- \xb8</scrip></script <p a='>'>T\xd8nh L\xb9ng S\xacn"), "a/b; charset=viscii")
	f.Fuzz(func(t *testing.T, body []byte, contentType string) {
		text, name, err := Decode(body, contentType)
		if err == nil && (!utf8.Valid(text) || name == "") {
			t.Fatalf("Decode(%+q, %q) = %+q, %q", body, contentType, text, name)
		}
	})
}

func BenchmarkDecode(b *testing.B) {
	clean := []byte(strings.Repeat(page+"\n", 400))
	bench := func(name string, body []byte) {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(body)))
			b.ReportAllocs()
			for b.Loop() {
				if _, _, err := Decode(body, ""); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("floor=utf8.Valid", func(b *testing.B) {
		b.SetBytes(int64(len(clean)))
		for b.Loop() {
			if !utf8.Valid(clean) {
				b.Fatal("not UTF-8")
			}
		}
	})
	bench("UTF-8", clean)
	bench("UTF-8_twice", latin1(clean))
	for _, c := range detectable {
		body := encode(b, c, string(clean))
		bench(c.name, body)
		if c == tcvn3 {
			bench(c.name+"_as_Latin-1", latin1(body))
		}
	}
}

func BenchmarkRepairClean(b *testing.B) {
	s := strings.Repeat(page+"\n", 400)
	b.SetBytes(int64(len(s)))
	b.ReportAllocs()
	for b.Loop() {
		if _, changed := Repair(s); changed {
			b.Fatal("clean text was repaired")
		}
	}
}
