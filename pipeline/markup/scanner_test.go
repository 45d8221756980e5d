package markup

import (
	"bytes"
	"fmt"
	"html"
	"io"
	"strings"
	"testing"

	nethtml "golang.org/x/net/html"
)

// show writes the tokens of src in one line: names in lower case, attributes as name='value'.
func show(s Scanner) string {
	var b strings.Builder
	for s.Next() {
		switch s.Kind() {
		case Text:
			fmt.Fprintf(&b, "text(%s)", s.Bytes())
		case RawText:
			fmt.Fprintf(&b, "raw(%s)", s.Bytes())
		case Comment:
			fmt.Fprintf(&b, "comment(%s)", s.Bytes())
		case Doctype:
			fmt.Fprintf(&b, "doctype(%s)", s.Bytes())
		case CDATA:
			fmt.Fprintf(&b, "cdata(%s)", s.Section())
		case StartTag:
			fmt.Fprintf(&b, "<%s", AppendLower(nil, s.Name()))
			for a := range s.Attributes {
				fmt.Fprintf(&b, " %s='%s'", a.Name(), a.Value())
			}
			if s.SelfClosing() {
				b.WriteByte('/')
			}
			b.WriteByte('>')
		case EndTag:
			fmt.Fprintf(&b, "</%s>", AppendLower(nil, s.Name()))
		}
	}
	if s.Cut() {
		b.WriteString("cut")
	}
	return b.String()
}

// tokens are inputs with what the standard makes of them.
var tokens = []struct{ name, in, want string }{
	{"tags and text", `<p class="a">b</p>c`, `<p class='a'>text(b)</p>text(c)`},
	{"capitals", `<DiV ID=A>b</DIV>`, `<div ID='A'>text(b)</div>`},
	{"quotation marks", `<a b="c>'d" e='f"' g=h"i>`, `<a b='c>'d' e='f"' g='h"i'>`},
	{"white space in a tag", "<a\n\tb\f=\r c  d>", `<a b='c' d=''>`},
	{"no value", `<a b c=>d`, `<a b='' c=''>text(d)`},
	{"name that begins with =", `<a ="b>c">d`, `<a ="b=''>text(c">d)`},
	{"value that holds =", `<a b=c=d e="f"="g">`, `<a b='c=d' e='f' ="g"=''>`},
	{"no space behind a value", `<a b="c"d='e'f>`, `<a b='c' d='e' f=''>`},
	{"slashes", `<a/b/c=d/><e /f><br/><i / >`, `<a b='' c='d/'><e f=''><br/><i>`},
	{"self-closing behind a value", `<a b="c"/><a b=/>`, `<a b='c'/><a b='/'>`},
	{"less than in a name", `<a<b>c`, `<a<b>text(c)`},
	{"end tag with attributes", `a</p b=">">c`, `text(a)</p>text(c)`},
	{"less than is text", `1 < 2 <3 <`, `text(1 < 2 <3 <)`},
	{"less than at the end", `a<`, `text(a<)`},
	{"end of a tag that is none", `a</`, `text(a</)`},
	{"bogus comments", `<?xml a?>b<!c>d</ e>f</>g`,
		`comment(<?xml a?>)text(b)comment(<!c>)text(d)comment(</ e>)text(f)comment(</>)text(g)`},
	{"comments", `<!-- a -- > b -->c<!---->d<!-->e<!--->f<!--g--!>h<!--i--!-->j`,
		`comment(<!-- a -- > b -->)text(c)comment(<!---->)text(d)comment(<!-->)text(e)comment(<!--->)` +
			`text(f)comment(<!--g--!>)text(h)comment(<!--i--!-->)text(j)`},
	{"comment without an end", `a<!-- b --`, `text(a)comment(<!-- b --)`},
	{"tag in a comment", `<!-- <p> -->`, `comment(<!-- <p> -->)`},
	{"doctype", `<!DocType html "a>b">`, `doctype(<!DocType html "a>)text(b">)`},
	{"CDATA in HTML is a comment", `<![CDATA[a>b]]>`, `comment(<![CDATA[a>)text(b]]>)`},
	{"script", `<script>if (a<b) "</p>"</script >c`, `<script>raw(if (a<b) "</p>")</script>text(c)`},
	{"end tag of another name", `<script>a</scripty></script/></script>`,
		`<script>raw(a</scripty>)</script></script>`},
	{"raw text", `<STYLE>a<p></Style>`, `<style>raw(a<p>)</style>`},
	{"escapable raw text", `<title>a <b>&amp;</title>`, `<title>raw(a <b>&amp;)</title>`},
	{"comment in raw text", `<title><!--</title>-->`, `<title>raw(<!--)</title>text(-->)`},
	{"script in a script in a comment", `<script><!-- <script> </script> --> </script>a`,
		`<script>raw(<!-- <script> </script> --> )</script>text(a)`},
	{"script in a comment", `<script><!-- </script>a`, `<script>raw(<!-- )</script>text(a)`},
	{"comment that is over at once", `<script><!--><script></script>a`,
		`<script>raw(<!--><script>)</script>text(a)`},
	{"raw text without an end", `<iframe>a<p>`, `<iframe>raw(a<p>)`},
	{"empty raw text", `<textarea></textarea>`, `<textarea></textarea>`},
	{"plaintext", `<plaintext>a</plaintext>`, `<plaintext>raw(a</plaintext>)`},
	{"noscript runs no scripts", `<noscript><p>`, `<noscript><p>`},
	{"page ends in a tag", `a<p class="b`, `text(a)cut`},
	{"page ends in a name", `a<p`, `text(a)cut`},
	{"page ends in an end tag", `a</p `, `text(a)cut`},
	{"NUL and control characters", "a\x00<b\x00c \x01=\x02>", "text(a\x00)<b\x00c \x01='\x02'>"},
}

func TestTokens(t *testing.T) {
	for _, tt := range tokens {
		t.Run(tt.name, func(t *testing.T) {
			if got := show(New([]byte(tt.in))); got != tt.want {
				t.Errorf("tokens of %+q:\ngot  %+q\nwant %+q", tt.in, got, tt.want)
			}
		})
	}
}

func TestScriptingMakesNoscriptRaw(t *testing.T) {
	s := New([]byte(`<noscript><p></noscript>`))
	s.Scripting = true
	if got, want := show(s), `<noscript>raw(<p>)</noscript>`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestXML(t *testing.T) {
	s := New([]byte(`<?xml version="1.0"?><title><![CDATA[a]>]]></title><news:title/><![CDATA[b`))
	s.XML, s.CDATA = true, true
	want := `comment(<?xml version="1.0"?>)<title>cdata(a]>)</title><news:title/>cdata(b)`
	if got := show(s); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestNotRaw(t *testing.T) {
	s := New([]byte(`<title><g></title>`))
	s.Next()
	if !s.IsRaw() {
		t.Error("title is not raw")
	}
	if s.NotRaw(); !s.Next() || s.Kind() != StartTag || !s.Is("g") {
		t.Errorf("behind <title> came %s", s.Bytes())
	}
}

func TestAttributeIsTheFirstOfItsName(t *testing.T) {
	s := New([]byte(`<a HREF="b" href="c" rel=d><a href='`))
	s.Next()
	for range 2 {
		if v, ok := s.Attribute("href"); string(v) != "b" || !ok {
			t.Errorf("href = %q, %t", v, ok)
		}
	}
	if v, ok := s.Attribute("rel"); string(v) != "d" || !ok {
		t.Errorf("rel = %q, %t", v, ok)
	}
	if v, ok := s.Attribute("id"); ok {
		t.Errorf("id = %q", v)
	}
	if s.Next() || !s.Cut() {
		t.Error("a tag without an end is a token")
	}
}

func TestHasWord(t *testing.T) {
	for list, want := range map[string]bool{
		"next": true, "a NEXT\tb": true, "nextt": false, "a-next": false, "": false, "  ": false,
	} {
		if got := HasWord(list, "next"); got != want {
			t.Errorf("HasWord(%q) = %t", list, got)
		}
	}
}

func TestEqualFoldIsOfLetters(t *testing.T) {
	if EqualFold("a\x40b", "a`b") || EqualFold("\u212a", "k") || !EqualFold("a-B1", "a-b1") {
		t.Error("EqualFold folds more or less than ASCII letters")
	}
}

// reference writes the tokens that x/net/html finds in src as show does, with the character references of
// attributes resolved.
func reference(src []byte) string {
	z := nethtml.NewTokenizer(bytes.NewReader(src))
	var b strings.Builder
	for {
		kind := z.Next()
		raw := string(z.Raw())
		switch kind {
		case nethtml.ErrorToken:
			if z.Err() != io.EOF {
				return "error: " + z.Err().Error()
			}
			return b.String()
		case nethtml.DoctypeToken, nethtml.CommentToken:
			fmt.Fprintf(&b, "comment(%s)", raw)
		case nethtml.TextToken:
			fmt.Fprintf(&b, "text(%s)", raw)
		default:
			name, more := z.TagName()
			if kind == nethtml.SelfClosingTagToken {
				kind = nethtml.StartTagToken
			}
			fmt.Fprintf(&b, "<%d %s", kind, name)
			for more && kind != nethtml.EndTagToken {
				var key, value []byte
				key, value, more = z.TagAttr()
				fmt.Fprintf(&b, " %s='%s'", key, value)
			}
			b.WriteString(">" + raw)
		}
	}
}

// ours writes the tokens of a Scanner as reference does.
func ours(src []byte) string {
	s := New(src)
	s.Scripting = true
	var b strings.Builder
	for s.Next() {
		switch s.Kind() {
		case Text, RawText:
			fmt.Fprintf(&b, "text(%s)", s.Bytes())
		case Comment, Doctype:
			fmt.Fprintf(&b, "comment(%s)", s.Bytes())
		case StartTag, EndTag:
			kind := nethtml.StartTagToken
			if s.Kind() == EndTag {
				kind = nethtml.EndTagToken
			}
			fmt.Fprintf(&b, "<%d %s", kind, AppendLower(nil, s.Name()))
			seen := map[string]bool{}
			for a := range s.Attributes {
				if s.Kind() == EndTag {
					break
				}
				if name := string(AppendLower(nil, a.Name())); !seen[name] {
					seen[name] = true
					value := strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(string(a.Value()))
					fmt.Fprintf(&b, " %s='%s'", name, value)
				}
			}
			fmt.Fprintf(&b, ">%s", s.Bytes())
		}
	}
	return b.String()
}

// isComparable reports whether x/net/html follows the standard on src and resolves nothing that a Scanner
// leaves as written. Its "<!-- <" leaves the escaped state of a script; "</" at the end it reads as a text of
// its own.
func isComparable(src []byte) bool {
	escaped := bytes.Contains(src, []byte("<!--")) && bytes.Contains(bytes.ToLower(src), []byte("<script"))
	return !bytes.ContainsAny(src, "&\x00") && !escaped && !bytes.HasSuffix(src, []byte("</"))
}

func TestTokensAreThoseOfNetHTML(t *testing.T) {
	for _, tt := range tokens {
		src := []byte(tt.in)
		if !isComparable(src) {
			continue
		}
		if got, want := ours(src), reference(src); got != want {
			t.Errorf("%s: tokens of %+q:\ngot  %+q\nwant %+q", tt.name, tt.in, got, want)
		}
	}
}

func FuzzScanner(f *testing.F) {
	for _, tt := range tokens {
		f.Add([]byte(tt.in))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		end := 0
		s := New(src)
		for s.Next() {
			if s.Start() != end || s.End() <= end {
				t.Fatalf("token %d of %+q at %d to %d, behind %d", s.Kind(), src, s.Start(), s.End(), end)
			}
			end = s.End()
		}
		if end != len(src) && !s.Cut() {
			t.Fatalf("%+q: read up to %d of %d", src, end, len(src))
		}
		if !isComparable(src) {
			return
		}
		if got, want := ours(src), reference(src); got != want {
			t.Errorf("tokens of %+q:\ngot  %+q\nwant %+q", src, got, want)
		}
	})
}

// What is quadratic on one of these takes minutes.
func TestScannerTakesLinearTime(t *testing.T) {
	for _, unit := range []string{
		"<", "</", "<!", "<!--", "--", "<a", "<a ", `<a b="`, `<a b='"`, "<a b=", "<script>",
		"<script><!--<script>", "<style>", "<style></", "<title></titl", "<iframe>", "<![CDATA[", "a<", "&",
		"<plaintext>", "</script",
	} {
		src := []byte(strings.Repeat(unit, 1<<21/len(unit)))
		s := New(src)
		for s.Next() {
			s.NotRaw()
		}
	}
}

func TestScannerAllocatesNothing(t *testing.T) {
	src := []byte(strings.Repeat(`<P CLASS="a b" id=c>d<!-- e --><Script>f</script></P>`, 8))
	n := testing.AllocsPerRun(10, func() {
		s := New(src)
		for s.Next() {
			s.Attribute("id")
		}
	})
	if n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func BenchmarkScanner(b *testing.B) {
	const teaser = `<div class="story story--flex"><a class="thumb" href="/hoi-nghi-5071654.html">
<img class="lazy" data-src="https://a.vn/anh/2026/01/02/1.jpg"></a><p>Chiều 27/7, Tỉnh ủy tổ chức.</p></div>
`
	src := []byte(strings.Repeat(teaser, 200))
	b.SetBytes(int64(len(src)))
	for b.Loop() {
		s := New(src)
		for s.Next() {
		}
	}
}

func ExampleScanner() {
	s := New([]byte(`<p><a href="/thoi-su?a=1&amp;b=2">Thời sự</a><script>"<a href=x>"</script>`))
	for s.Next() {
		if s.Kind() == StartTag && s.Is("a") {
			href, _ := s.Attribute("href")
			fmt.Println(html.UnescapeString(string(href)))
		}
	}
	// Output: /thoi-su?a=1&b=2
}
