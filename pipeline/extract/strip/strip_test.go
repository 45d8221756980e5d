package strip

import (
	"bytes"
	"testing"
)

// isRead is what package extract asks for, as far as the tests have it.
func isRead(meta []byte) bool { return bytes.EqualFold(meta, []byte("og:title")) }

func TestHTML(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"script and style", `a<script>if (x<y) "</p>"</script>b<style>p{}</style>c`, `abc`},
		{"upper case", `a<SCRIPT>x</SCRIPT>b`, `ab`},
		{"script in an attribute is none", `<p title="<script>">a</p>`, `<p>a</p>`},
		{"end tag of another name", `a<script>x</scripty></script>b`, `ab`},
		{"unclosed script swallows the rest", `a<script>b`, `a`},
		{"unclosed noscript does not", `a<noscript>b`, `ab`},
		{"comments", `a<!-- b -- > c -->d<!---->e<!-->f<!--g--!>h`, `adefh`},
		{"unclosed comment", `a<!-- b`, `a`},
		{"conditional comment of Word", `a<!--[if gte mso 9]><xml>x</xml><![endif]-->b<![endif]>c`, `abc`},
		{"processing instruction", `a<?xml:namespace prefix = o />b`, `ab`},
		{"prefixed tags", `a<o:p>b</o:p><st1:place w:st="on">c</st1:place>`, `abc`},
		{"underscored debris", `a<_o3a_p>b</_o3a_p>c`, `abc`},
		{"less than is text", `1 < 2 <3`, `1 < 2 <3`},
		{"doctype only at the start", `<!DOCTYPE html><p>a<!DOCTYPE html>b`, `<!DOCTYPE html><p>ab`},
		{"attributes", `<div data-x='1' class="a" onclick="f('>')" id=b>c</div>`,
			`<div class="a" id=b>c</div>`},
		{"first of two attributes", `<p class="a" class="b">c`, `<p class="a">c`},
		{"style that tells", `<p style="text-align:right">a<p style="color:red">b`,
			`<p style="text-align:right">a<p>b`},
		{"style that sounds like it", `<p style="margin-right:1px;list-style:none">a`, `<p>a`},
		{"hidden by style", `<p style="display: none">a`, `<p style="display: none">a`},
		{"attributes of an image", `<img class="a" id="b" src="c">`, `<img>`},
		{"rel that is a time", `<p rel="1620806400">a<p rel="nofollow">b`, `<p rel="1620806400">a<p>b`},
		{"meta that is read", `<meta property="OG:Title" content="a"><meta name=robots content=all>`,
			`<meta property="OG:Title" content="a">`},
		{"meta with a class", `<meta class="cms-date" content="a">`, `<meta class="cms-date" content="a">`},
		{"anchor without a target", `<a name="top">a <a href="/b">b</a>`, `a <a>b</a>`},
		{"anchor without a target but with a class", `<a class="cms-author">M</a>`, `<a class="cms-author">M</a>`},
		{"link but canonical", `<link rel="icon" href="/i"><link href="/c" rel="canonical">`,
			`<link href="/c" rel="canonical">`},
		{"end tags of nothing", `a</b></div>c</p>`, `ac</p>`},
		{"title is text", `<title>a <b> c</title>d`, `<title>a <b> c</title>d`},
		{"page ends in a tag", `a<p class="b`, `a`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := string(HTML(nil, []byte(tt.in), isRead).HTML); got != tt.want {
				t.Errorf("HTML(%q) = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}

func TestResultHoldsMachineData(t *testing.T) {
	s := HTML(nil, []byte(`<script type="application/ld+json">{"a":1}</script><script>
		push({'articlePublishDate': '2021-09-11T15:29:47+07:00',
			publisher: 'x'})</script><iframe src=x></iframe>`), isRead)
	if len(s.JSONLD) != 1 || string(s.JSONLD[0]) != `{"a":1}` {
		t.Errorf("JSON-LD = %q", s.JSONLD)
	}
	if len(s.Dates) != 1 || string(s.Dates[0]) != "2021-09-11T15:29:47+07:00" {
		t.Errorf("inline = %q", s.Dates)
	}
	if s.Videos != 1 {
		t.Errorf("videos = %d, want 1", s.Videos)
	}
}
