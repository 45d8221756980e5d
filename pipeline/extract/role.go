package extract

import (
	"strings"

	"golang.org/x/net/html"

	"baotinh/pipeline/markup"
)

// A role is what the names of an element's classes, its id and its kind say of it, as a set of bits.
type role uint32

const (
	roleBoilerplate role = 1 << iota // related articles, share bars, comments, advertisements …
	roleChrome                       // header, navigation, footer, side column
	roleClock                        // the date of today, the weather
	roleDate
	roleAuthor
	roleSapo
	roleTitle
	roleTags
	roleCrumbs
	roleCaption
	roleQuote
	roleHidden
	roleDrop   // by the family's table
	roleTeaser // a linked headline with a few words: another article
)

// wordRole returns the role that a word of a class name or id gives an element. Words are in lower case,
// without marks, as newspapers write them: "box-tin-lien-quan", "detail_tags", "block-share".
func wordRole(word string) role {
	switch word {
	case "related", "relate", "relates", "lienquan", "tinlienquan", "tinlq", "relatednews", "relation",
		"recommend", "recommended", "readmore", "seemore", "viewmore", "morenews", "othernews", "tinkhac",
		"xemthem", "docthem", "docnhieu", "xemnhieu", "tinmoi", "cungchuyenmuc", "mostread", "mostview",
		"popular", "trending", "comment", "comments", "cmt", "cmts", "binhluan", "ykien", "feedback", "share", "sharing",
		"sharethis", "sharedaddy", "addthis", "addtoany", "social", "socials", "sharelike", "sharemxh",
		"fblike", "facebook", "zalo", "like", "reaction", "ads", "ad", "adv", "advert", "advertisement",
		"adsbygoogle", "quangcao", "qc", "banner", "banners", "sponsor", "newsletter", "subscribe",
		"subscription", "paywall", "login", "signin", "poll", "vote", "voting", "survey", "rating",
		"ratings", "thamdo", "bieuquyet", "emoji", "hotline", "popup", "modal", "tooltip", "toast",
		"cookie", "pagination", "paging", "pager", "toolbar", "tools", "print", "player", "audio",
		"podcast", "widget", "googlenews", "breakingnews", "copyright", "disclaimer", "toc":
		return roleBoilerplate
	case "sidebar", "side", "aside", "footer", "foot", "nav", "navbar", "navigation", "menu", "submenu",
		"topbar", "topmenu", "header", "masthead", "top", "bottom", "rightcol", "colright", "offcanvas",
		"dropdown":
		return roleChrome
	case "clock", "today", "now", "timenow", "datenow", "currentdate", "currenttime", "weather", "thoitiet",
		"homnay", "lunar", "calendar", "lich":
		return roleClock
	case "date", "time", "datetime", "pubdate", "publishdate", "publish", "published", "timestamp",
		"posttime", "postdate", "ngaydang", "thoigian", "ngay", "dateposted", "timer", "createdate",
		"newsdate", "datepub":
		return roleDate
	case "author", "authors", "byline", "tacgia", "tac-gia", "penname", "butdanh", "writer", "nguon",
		"pauthor", "authorname", "signature", "source":
		return roleAuthor
	case "sapo", "lead", "lede", "chapeau", "chappeau", "summary", "intro", "excerpt", "standfirst",
		"tomtat", "trichdan", "description", "desc", "teaser", "headnote":
		return roleSapo
	case "title", "headline", "tieude", "tit":
		return roleTitle
	case "tag", "tags", "tagged", "keywords", "keyword", "tukhoa", "taglist":
		return roleTags
	case "breadcrumb", "breadcrumbs", "crumbs", "crumb", "pathway":
		return roleCrumbs
	case "chuthich", "chuthichanh", "fig", "caption", "figcaption", "imgdesc", "imagedesc", "photodesc":
		return roleCaption
	case "quote", "blockquote", "pullquote", "trichdanbox":
		return roleQuote
	case "hidden", "hide", "invisible", "none":
		return roleHidden
	}
	for _, p := range [...]string{"related", "relate", "lienquan", "comment", "binhluan", "share", "advert",
		"banner", "tinlienquan"} {
		if len(word) > len(p) && (strings.HasPrefix(word, p) || strings.HasSuffix(word, p)) {
			return roleBoilerplate
		}
	}
	if strings.HasPrefix(word, "breadcrumb") {
		return roleCrumbs
	}
	return 0
}

// pairRole returns the role of two neighbouring words that only mean something together.
func pairRole(a, b string) role {
	switch a {
	case "lien", "tin", "xem", "doc", "cung", "binh", "quang", "y", "most", "more", "other", "mxh", "tham",
		"bieu":
		switch a + b {
		case "lienquan", "tinkhac", "tinmoi", "xemthem", "docthem", "docnhieu", "xemnhieu", "cungchuyen",
			"binhluan", "quangcao", "ykien", "mostview", "mostread", "morenews", "othernews",
			"otherarticle", "otherpost", "thamdo", "bieuquyet":
			return roleBoilerplate
		}
	case "tac", "tu", "chu", "thoi", "ngay", "image", "img", "photo", "box", "current", "time", "date",
		"hom", "desc", "mota", "pic", "note", "title":
		switch a + b {
		case "tacgia":
			return roleAuthor
		case "tukhoa":
			return roleTags
		case "chuthich", "imagedesc", "imgdesc", "photodesc", "boxdesc", "imagetitle", "imgtitle",
			"imagenote", "imgnote", "photonote", "imagecap", "imgcap", "photocap", "piccap", "imagetext",
			"descimg", "descimage", "descphoto", "descanh", "motaanh", "noteimg", "noteimage", "titleimg",
			"titleimage":
			return roleCaption
		case "thoigian", "ngaydang":
			return roleDate
		case "thoitiet", "currenttime", "currentdate", "timenow", "datenow", "homnay":
			return roleClock
		}
	}
	return 0
}

// nameRole returns the role that a class attribute or an id gives an element.
func nameRole(names string) role {
	var r role
	var buf [40]byte
	var last string
	for i := 0; i < len(names); {
		n, first := 0, i == 0 || names[i-1] == ' '
		for ; i < len(names); i++ {
			c := names[i]
			if 'A' <= c && c <= 'Z' {
				if n > 0 && i > 0 && 'a' <= names[i-1] && names[i-1] <= 'z' {
					break // camelCase
				}
				c |= 0x20
			}
			if c < 'a' || c > 'z' {
				break
			}
			if n < len(buf) {
				buf[n] = c
				n++
			}
		}
		if n > 1 || n == 1 && buf[0] == 'y' {
			word := string(buf[:n])
			if first || word != "top" && word != "bottom" { // "margin-bottom-lg" says where, not what
				r |= wordRole(word)
			}
			if last != "" {
				r |= pairRole(last, word)
			}
			if strings.HasSuffix(word, "caption") {
				r |= roleCaption
			}
			last = word
		}
		for i < len(names) && !markup.IsLetter(names[i]) {
			if names[i] == ' ' {
				last = ""
			}
			i++
		}
	}
	return r
}

// elementRole returns the role of an element by its kind, style and microdata.
func elementRole(n *html.Node) role {
	var r role
	switch n.Data {
	case "header", "nav", "footer", "aside":
		r = roleChrome
	case "figcaption":
		r = roleCaption
	case "blockquote":
		r = roleQuote
	case "time":
		r = roleDate
	case "button", "ins":
		r = roleBoilerplate
	}
	for i := range n.Attr {
		switch a := &n.Attr[i]; a.Key {
		case "hidden":
			r |= roleHidden
		case "style":
			if strings.Contains(a.Val, "none") && strings.Contains(strings.ReplaceAll(a.Val, " ", ""),
				"display:none") {
				r |= roleHidden
			}
		case "itemprop":
			switch a.Val {
			case "author":
				r |= roleAuthor
			case "datePublished":
				r |= roleDate
			case "caption":
				r |= roleCaption
			}
		}
	}
	return r
}
