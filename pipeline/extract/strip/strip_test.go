package strip

import (
	"bytes"
	"strings"
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
		{"style in capitals", `<P STYLE="TEXT-ALIGN: right">a<p style="DISPLAY: NONE">b`,
			`<P style="text-align: right">a<p style="display: none">b`},
		{"hidden by style", `<p style="display: none">a`, `<p style="display: none">a`},
		{"attributes of an image", `<img class="a" id="b" src="c">`, `<img>`},
		{"rel that is a time", `<p rel="1620806400">a<p rel="nofollow">b`, `<p rel="1620806400">a<p>b`},
		{"meta that is read", `<meta property="OG:Title" content="a"><meta name=robots content=all>`,
			`<meta property="OG:Title" content="a">`},
		{"meta with a class", `<meta class="cms-date" content="a">`, `<meta class="cms-date" content="a">`},
		{"anchor without a target", `<a name="top">a <a href="/b">b</a>`, `a <a>b</a>`},
		{"anchor without a target but with a class", `<a class="cms-author">M</a>`,
			`<a class="cms-author">M</a>`},
		{"links to pages before and behind", `<link rel=next href="/a?page=2"><a href="/a-p2.html">2</a>`,
			`<link rel=next href="/a?page=2"><a href="/a-p2.html">2</a>`},
		{"link but canonical", `<link rel="icon" href="/i"><link href="/c" rel="canonical">`,
			`<link href="/c" rel="canonical">`},
		{"end tags of nothing", `a</b></div>c</p>`, `ac</p>`},
		{"title is text", `<title>a <b> c</title>d`, `<title>a <b> c</title>d`},
		{"page ends in a tag", `a<p class="b`, `a`},

		{"video", `<p>a</p><video src=b></video><p>c</p>`, `<p>a</p><embed><p>c</p>`},
		{"what stands for a video", `<VIDEO controls><source src=b>c<p>d</p></Video >e`, `<embed>e`},
		{"video without an end tag", `<div><video src=b></div><p>c</p><video>d</video>e`,
			`<div><embed></div><p>c</p><embed>e`},
		{"video that a paragraph ends", `<p>a<video>b<p>c</video>d`, `<p>a<embed>b<p>cd`},
		{"video without an end tag before another", `<video>a<video>b</video>c`, `<embed>a<embed>c`},
		{"row without a start tag", `<table><td>a</tr>b</table></tr>`, `<table><td>a</tr>b</table>`},
		{"superfluous end tags", `</video>a</svg></select></iframe></source>b`, `ab`},
		{"many videos without end tags", strings.Repeat("<video>", 20) + "a<p>b</p><video>c</video>d",
			strings.Repeat("<embed>", 20) + "a<p>b</p><embed>cd"},
		{"audio", `a<audio>b</audio>c`, `a<embed>c`},
		{"picture without an end tag", `<picture><source srcset=a><img src=b><p>c`, `<img><p>c`},
		{"objects in each other", `a<object><object>b</object>c</object>d`, `ad`},
		{"object without an end tag", `<div>a<object><param></div>b<object>c</object>d`, `<div>a</div>bd`},
		{"object that a cell ends", `<table><tr><td><object>a<td>b</object>c`, `<table><tr><td>a<td>bc`},
		{"select ends select", `<select><option>a<select>b`, `b`},
		{"select without an end tag", `<p><select><option>a</p><p>b`, `<p></p><p>b`},
		{"select around a block", `<div><select><option>a<p>b</div>c`, `<div><option>a<p>b</div>c`},
		{"template", `a<template><tr><td>b</div></template>c`, `ac`},
		{"void elements", `a<wbr>b<source><area href=c></area>d`, `abd`},
		{"svg", `a<svg><g><title>b</title></g></svg>c`, `ac`},
		{"empty svg", `a<svg/>b<p>c</p><svg></svg>d`, `ab<p>c</p>d`},
		{"svg in svg", `a<svg><svg></svg>b</svg>c`, `ac`},
		{"svg that HTML ends", `<div><svg><path d=""><p>a</p></div><svg></svg>b`, `<div><p>a</p></div>b`},
		{"svg that an end tag ends", `<a href=x><svg><path></a>b<svg></svg>c`, `<a></a>bc`},
		{"svg with the end tag of nothing", `a<svg></applet><audio><p>b</audio>c`, `a<p>bc`},
		{"style in svg is no raw text", `<svg><style></svg>a`, `a`},
		{"CDATA in svg", `<svg><![CDATA[</svg>]]></svg>a`, `a`},
		{"HTML in svg", `<svg><foreignObject><p>a<style></svg></style></foreignObject></svg>b`, `b`},
		{"svg that reaches to the end", `<svg><desc>a<p>b`, `<desc>a<p>b`},
		{"math", `a<math><mi>x</mi><mtext><b>y</b></mtext></math>b`, `ab`},
		{"script in a script in a comment", `a<script><!--<script></script>--></script>b`, `ab`},
		{"plaintext", `a<plaintext>b<p>c`, `ab<p>c`},
		{"xmp ends a paragraph", `<p>a<xmp>b</xmp>c`, `<p>a</p>c`},
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
