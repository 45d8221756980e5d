package extract_test

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"baotinh/pipeline/extract/dom"
)

// inert inserts elements that say nothing, anywhere around headline and blocks.
var inert = []change{
	insertion("inert/video", `<video controls poster="a.jpg"><source src="a.mp4" type="video/mp4">`+
		`Trình duyệt của bạn không hỗ trợ phát video.</video>`, `<video src="a.mp4"></video>`),
	insertion("inert/audio", `<audio controls src="a.mp3">Trình duyệt của bạn không hỗ trợ âm thanh.</audio>`,
		`<audio><source src="a.mp3"></audio>`),
	insertion("inert/svg", `<svg viewBox="0 0 1 1"><title>Biểu tượng</title><desc>Một hình vẽ nhỏ</desc>`+
		`<g><path d="M0 0"/>`+
		`<text>Chữ trong hình vẽ không phải là chữ của bài.</text></g></svg>`),
	insertion("inert/math", `<math><mi>x</mi><mo>=</mo><mn>1</mn></math>`),
	insertion("inert/iframe", `<iframe src="https://www.youtube.com/embed/x" width="560"></iframe>`,
		`<div class="embed"><iframe src="/qc"><p>Khung quảng cáo không hiện được.</p></iframe></div>`),
	insertion("inert/ins", `<ins class="adsbygoogle" data-ad-slot="1" style="display:block"></ins>`,
		`<div><ins class="982a9496" data-key="x"></ins></div>`),
	insertion("inert/noscript", `<noscript><img height="1" width="1" `+
		`src="https://www.facebook.com/tr?id=1"></noscript>`,
		`<noscript><iframe src="https://www.googletagmanager.com/ns.html?id=G"></iframe></noscript>`),
	insertion("inert/template", `<template><article><h1>Tít trong khuôn</h1><time `+
		`datetime="2019-01-02T03:04:00+07:00">`+
		`02/01/2019 03:04</time><p>Chữ trong khuôn không bao giờ hiện ra, dù dài đến mấy đi nữa, trên `+
		`trang báo.</p>`+
		`</article></template>`),
	insertion("inert/script", `<script>var s="<div><h1>Tít trong mã</h1><p>02/01/2019 03:04</p></div>`+
		`";if(1<2)document.`+
		`write("<p>"+s+"</p>")</script>`, `<script><!--
		document.write("<table><tr><td>");
		//--></script>`),
	insertion("inert/script-json", `<script>window.__STATE__={"article":{"title":"Tít trong dữ `+
		`liệu","content":"<p>Chữ trong `+
		`dữ liệu.</p>","created":"2019-01-02T03:04:00+07:00","author":"Trần Văn Dữ"}}</script>`,
		`<script type="application/json">{"props":{"title":"Tít trong dữ liệu","date":"02/01/2019 03:04",`+
			`"author":{"name":"Trần Văn Dữ"}}}</script>`),
	insertion("inert/style", `<style>.a>p:before{content:"02/01/2019 03:04"} h1 + p {color:red}</style>`),
	insertion("inert/comment", `<!-- <h1>Tít đã bỏ</h1><p>02/01/2019 03:04</p><p>Chữ đã bỏ của bài `+
		`cũ.</p> -->`,
		`<!--[if lt IE 9]><p>Trình duyệt của bạn đã cũ.</p><![endif]-->`),
	insertion("inert/empty", `<div></div>`, `<p>&nbsp;</p>`, `<div><span></span></div>`, `<p></p>`,
		`<br><br>`,
		`<div class="clear" style="clear:both">&nbsp;</div>`, `<hr>`, `<p><strong> </strong></p>`, `<a `+
			`name="x"></a>`),
	insertion("inert/object", `<object data="a.swf" type="application/x-shockwave-flash"><param `+
		`name="movie" value="a.swf">`+
		`<embed src="a.swf"></object>`, `<embed src="a.swf">`),
	insertion("inert/canvas", `<canvas id="c" width="1" height="1"></canvas>`, `<progress value="1">`+
		`</progress>`),
	insertion("inert/form", `<form action="/tim"><input type="text" name="q" placeholder="Tìm kiếm">`+
		`<input type="submit" `+
		`value="Tìm"></form>`, `<select><option>Chọn chuyên mục</option><option>Thời sự</option></select>`,
		`<button type="button">Chia sẻ</button>`),
	insertion("inert/hidden", `<div style="display:none"><p>Chữ ẩn của khuôn trang, không ai đọc `+
		`thấy.</p></div>`,
		`<div hidden><p>Đăng lúc 02/01/2019 03:04</p></div>`, `<input type="hidden" value="02/01/2019 `+
			`03:04">`),
	insertion("inert/player", `<div class="audio-player"><audio src="a.mp3"></audio><span>00:00</span>`+
		`<span>03:21</span></div>`),
}

// insertion inserts one of the fragments at some places.
func insertion(name string, fragments ...string) change {
	return change{name, func(d *draft) bool {
		return d.insertSome(d.gaps(), func() string { return anyOf(d, fragments) })
	}}
}

// wrappers put elements around the article or around its blocks.
var wrappers = []change{
	{"wrap/body-div", around(bodyOf, `<div></div>`)},
	{"wrap/body-divs", around(bodyOf, `<div><div><div></div></div></div>`)},
	{"wrap/body-section", around(bodyOf, `<section></section>`)},
	{"wrap/body-article", around(bodyOf, `<article></article>`)},
	{"wrap/body-center", around(bodyOf, `<center></center>`)},
	{"wrap/body-span", around(bodyOf, `<span></span>`)},
	{"wrap/body-font", around(bodyOf, `<font></font>`)},
	{"wrap/body-form", around(bodyOf, `<form action="/x" method="post"></form>`)},
	{"wrap/body-table", around(bodyOf, `<table width="100%"><tbody><tr><td></td></tr></tbody></table>`)},
	{"wrap/article-div", around(articleOf, `<div></div>`)},
	{"wrap/article-main", around(articleOf, `<main></main>`)},
	{"wrap/article-form", around(articleOf, `<form action="./" method="post" id="aspnetForm"></form>`)},
	{"wrap/article-table", around(articleOf, `<table width="1000"><tbody><tr><td></td></tr></tbody>`+
		`</table>`)},
	{"wrap/article-tables", around(articleOf, `<table><tbody><tr><td><table><tbody><tr><td></td></tr>`+
		`</tbody></table></td>`+
		`</tr></tbody></table>`)},
	{"wrap/article-center", around(articleOf, `<center></center>`)},
	{"wrap/title-div", around(titleOf, `<div></div>`)},
	{"wrap/title-header", around(titleOf, `<header></header>`)},
	{"wrap/blocks-div", eachBlock(`<div></div>`)},
	{"wrap/blocks-section", eachBlock(`<section></section>`)},
	{"wrap/blocks-span", eachBlock(`<span></span>`)},
	{"wrap/blocks-table", eachBlock(`<table><tbody><tr><td></td></tr></tbody></table>`)},
	{"wrap/words-span", insideBlocks(`<span style="font-size:14pt"></span>`)},
	{"wrap/words-font", insideBlocks(`<font face="Arial"><font size="3"></font></font>`)},
	{"wrap/some-words-bold", someWords("b")},
	{"wrap/some-words-linked", someWords("a")},
	{"wrap/first-letter", firstLetter},
	{"wrap/text-in-halves", halves},
}

func bodyOf(p *parts) *html.Node    { return p.body }
func articleOf(p *parts) *html.Node { return p.article }
func titleOf(p *parts) *html.Node   { return p.title }

// around puts the contents of <body>, or another element itself, into a wrapper.
func around(where func(*parts) *html.Node, wrapper string) func(*draft) bool {
	return func(d *draft) bool {
		n := where(&d.parts)
		if n == nil {
			return false
		}
		if n == d.parts.top || n.DataAtom == atom.Td {
			div := element("div")
			for _, k := range slices.Collect(n.ChildNodes()) {
				detach(k)
				div.AppendChild(k)
			}
			n.AppendChild(div)
			n = div
		}
		if !isFlow(n.Parent) {
			return false
		}
		wrap(n, wrapper)
		return true
	}
}

// eachBlock puts each paragraph into a wrapper.
func eachBlock(wrapper string) func(*draft) bool {
	return func(d *draft) bool {
		done := false
		for _, b := range d.parts.blocks {
			if isFlow(b.Parent) && (b.DataAtom == atom.P || b.DataAtom == atom.Div) {
				wrap(b, wrapper)
				done = true
			}
		}
		return done
	}
}

// insideBlocks puts the words of each paragraph into a wrapper.
func insideBlocks(wrapper string) func(*draft) bool {
	return func(d *draft) bool {
		done := false
		for _, b := range d.parts.blocks {
			if b.DataAtom != atom.P || dom.HasBlock(b) {
				continue
			}
			outer := gap{b, b.FirstChild}.insert(wrapper)
			inner := outer
			for inner.FirstChild != nil {
				inner = inner.FirstChild
			}
			for outer.NextSibling != nil {
				k := outer.NextSibling
				detach(k)
				inner.AppendChild(k)
			}
			done = true
		}
		return done
	}
}

// proseTexts returns the texts of paragraphs that are plain prose, but for the first, which may be the lede.
func (d *draft) proseTexts() []*html.Node {
	var all []*html.Node
	for i, b := range d.parts.blocks {
		if t := b.FirstChild; i > 0 && b.DataAtom == atom.P && t != nil && t.Type == html.TextNode &&
			t.NextSibling == nil && strings.Count(t.Data, " ") > 12 {
			all = append(all, t)
		}
	}
	return all
}

// someWords puts a few words in the middle of a paragraph into an element.
func someWords(name string) func(*draft) bool {
	return func(d *draft) bool {
		texts := d.proseTexts()
		if len(texts) == 0 {
			return false
		}
		t := anyOf(d, texts)
		words := strings.Split(t.Data, " ")
		from := 2 + d.IntN(len(words)-6)
		n := element(name)
		if name == "a" {
			n.Attr = []html.Attribute{{Key: "href", Val: "/tag/x.html"}}
		}
		n.AppendChild(&html.Node{Type: html.TextNode, Data: strings.Join(words[from:from+3], " ")})
		t.Data = strings.Join(words[:from], " ") + " "
		g := gapAt(t)
		g.parent.InsertBefore(n, g.before)
		g.parent.InsertBefore(&html.Node{Type: html.TextNode, Data: " " + strings.Join(words[from+3:],
			" ")}, g.before)
		return true
	}
}

func gapAt(n *html.Node) gap { return gap{n.Parent, n.NextSibling} }

// firstLetter sets the first letter of a paragraph large.
func firstLetter(d *draft) bool {
	texts := d.proseTexts()
	if len(texts) == 0 {
		return false
	}
	t := anyOf(d, texts)
	s := strings.TrimLeft(t.Data, " \n\t")
	c := []rune(s)[0]
	if !unicode.IsLetter(c) {
		return false
	}
	gap{t.Parent, t}.insert(`<span style="font-size:48px;float:left">` + string(c) + `</span>`)
	t.Data = s[len(string(c)):]
	return true
}

// halves breaks a text between two words into two elements, as editors do.
func halves(d *draft) bool {
	texts := d.proseTexts()
	if len(texts) == 0 {
		return false
	}
	t := anyOf(d, texts)
	at := strings.Index(t.Data[len(t.Data)/2:], " ")
	if at < 0 {
		return false
	}
	at += len(t.Data) / 2
	span := element("span")
	span.AppendChild(&html.Node{Type: html.TextNode, Data: t.Data[at:]})
	t.Data = t.Data[:at]
	t.Parent.InsertBefore(span, t.NextSibling)
	return true
}
