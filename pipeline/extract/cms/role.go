package cms

import (
	"slices"
	"strings"

	"golang.org/x/net/html"

	"baotinh/pipeline/markup"
)

// A Role is a set of things that an element may be, as bits. It is suggested by the kind of the element, by
// its class names and its id; names are weak evidence.
type Role uint32

// The roles. The first two say that an element is not of the article, the others what of it.
const (
	RoleBoilerplate Role = 1 << iota // related articles, share bars, comments, advertisements …
	RoleChrome                       // header, navigation, footer, side column
	RoleClock                        // the date of today, the weather
	RoleDate
	RoleAuthor
	RoleSapo
	RoleTitle
	RoleTags
	RoleCrumbs // the breadcrumb
	RoleCaption
	RoleQuote
	RoleHidden
	RoleDrop   // not of the article by the selectors of its family
	RoleTeaser // a linked headline with a few words: another article
	RoleLoose  // the word for boilerplate, chrome or clock has other senses, too: what it holds decides
)

// Named are the roles that the name of an element suggests and what it holds may refute.
const Named = RoleBoilerplate | RoleChrome | RoleClock

// roleWords has the words of class names and ids that suggest a role: in lower case, without marks, as
// newspapers write them: "box-tin-lien-quan", "detail_tags", "block-share". With RoleLoose are words that say
// where or how rather than what: "left-side", "print-area", "share-top" around the date.
var roleWords = index(map[Role]string{
	RoleBoilerplate: `
		related relate relates lienquan tinlienquan tinlq relatednews relation recommend recommended
		morenews othernews tinkhac xemthem docthem docnhieu xemnhieu tinmoi
		cungchuyenmuc mostread mostview trending comment comments cmt cmts binhluan ykien
		feedback sharethis sharedaddy addthis addtoany sharelike
		fblike ads ad adv advert advertisement adsbygoogle quangcao qc
		banner banners sponsor newsletter subscribe subscription paywall login signin poll vote voting
		survey rating ratings thamdo bieuquyet emoji hotline popup modal tooltip toast cookie
		pagination paging pager googlenews breakingnews copyright disclaimer toc widget`,
	RoleBoilerplate | RoleLoose: `
		readmore seemore viewmore popular share sharing sharemxh social socials facebook zalo like reaction
		toolbar tools print player audio podcast`,
	RoleChrome: `
		sidebar aside footer foot nav navbar navigation menu submenu topbar topmenu
		masthead rightcol colright offcanvas dropdown`,
	RoleChrome | RoleLoose: `
		side header top bottom`,
	RoleClock: `
		clock timenow datenow currentdate currenttime weather thoitiet homnay lunar`,
	RoleClock | RoleLoose: `
		today now calendar lich`,
	RoleDate: `
		date time datetime pubdate publishdate publish published timestamp posttime postdate ngaydang
		thoigian ngay dateposted timer createdate newsdate datepub`,
	RoleAuthor: `
		author authors byline tacgia penname butdanh writer nguon pauthor authorname signature
		source`,
	RoleSapo: `
		sapo lead lede chapeau chappeau summary intro excerpt standfirst tomtat trichdan description
		desc teaser headnote`,
	RoleTitle: `
		title headline tieude tit`,
	RoleTags: `
		tag tags tagged keywords keyword tukhoa taglist`,
	RoleCrumbs: `
		breadcrumb breadcrumbs crumbs crumb pathway`,
	RoleCaption: `
		chuthich chuthichanh fig caption figcaption imgdesc imagedesc photodesc`,
	RoleQuote: `
		quote blockquote pullquote trichdanbox`,
})

// articleWords name the article or a part of it; beside one, a word for the page's frame is loose:
// "footer-post", "content-sidebar-wrap".
var articleWords = index(map[Role]string{
	RoleLoose: `post article entry detail content news story body text page baiviet noidung chitiet`,
})

// rolePairs has pairs of neighbouring words that suggest a role only together.
var rolePairs = indexPairs(map[Role]string{
	RoleBoilerplate: `
		lien-quan tin-khac tin-moi xem-them doc-them doc-nhieu xem-nhieu cung-chuyen binh-luan
		quang-cao y-kien most-view most-read more-news other-news other-article other-post tham-do
		bieu-quyet`,
	RoleAuthor: `
		tac-gia`,
	RoleTags: `
		tu-khoa`,
	RoleCaption: `
		chu-thich image-desc img-desc photo-desc box-desc image-title img-title image-note img-note
		photo-note
		hero-cap image-cap img-cap photo-cap pic-cap image-text desc-img desc-image desc-photo
		desc-anh mota-anh note-img note-image title-img title-image`,
	RoleDate: `
		thoi-gian ngay-dang`,
	RoleClock: `
		thoi-tiet current-time current-date time-now date-now hom-nay`,
})

func index(words map[Role]string) map[string]Role {
	m := map[string]Role{}
	for role, list := range words {
		for word := range strings.FieldsSeq(list) {
			m[word] = role
		}
	}
	return m
}

func indexPairs(pairs map[Role]string) map[[2]string]Role {
	m := map[[2]string]Role{}
	for role, list := range pairs {
		for pair := range strings.FieldsSeq(list) {
			a, b, _ := strings.Cut(pair, "-")
			m[[2]string{a, b}] = role
		}
	}
	return m
}

// boilerplateAffixes begin or end longer words of boilerplate: "relatedbox", "btnshare".
var boilerplateAffixes = [...]string{
	"related", "relate", "lienquan", "comment", "binhluan", "share", "advert", "banner", "tinlienquan",
}

// otherWords begin like words of boilerplate and mean something else.
var otherWords = index(map[Role]string{
	RoleLoose: `commentary commentaries commentator shareholder shareholders shared sharepoint advertorial`,
})

// wordRole returns the role that a word of a class name or id suggests, or 0.
func wordRole(word string) Role {
	if role, ok := roleWords[word]; ok {
		return role
	}
	if otherWords[word] != 0 {
		return 0
	}
	for _, affix := range boilerplateAffixes {
		if len(word) > len(affix) && (strings.HasPrefix(word, affix) || strings.HasSuffix(word, affix)) {
			return RoleBoilerplate
		}
	}
	if strings.HasPrefix(word, "breadcrumb") {
		return RoleCrumbs
	}
	return 0
}

// nameRole returns the roles that the value of a class attribute or an id suggests.
func nameRole(names string) Role {
	var role Role
	ofBody := false
	for name := range strings.FieldsSeq(names) {
		role = role.With(tokenRole(name))
		ofBody = ofBody || isBody(name)
	}
	if ofBody && role&Named != 0 {
		role |= RoleLoose
	}
	if isHidden(names) {
		role |= RoleHidden
	}
	return role
}

// With returns the roles that two sources suggest together. A sure name makes a loose one beside it sure.
func (r Role) With(other Role) Role {
	sure := r&Named != 0 && r&RoleLoose == 0 || other&Named != 0 && other&RoleLoose == 0
	if r |= other; sure {
		r &^= RoleLoose
	}
	return r
}

// tokenRole returns the roles that one class name suggests.
func tokenRole(name string) Role {
	var role Role
	var last string
	sure, ofArticle := false, false
	for i := 0; i < len(name); {
		first := i == 0
		word, end := nextWord(name, i)
		i = end
		if len(word) > 1 || word == "y" { // "y-kien"
			var r Role
			if last != "" {
				r = rolePairs[[2]string{last, word}]
			}
			if first || word != "top" && word != "bottom" { // "margin-bottom-lg" says where, not what
				r |= wordRole(word)
			}
			sure = sure || r&Named != 0 && r&RoleLoose == 0
			ofArticle = ofArticle || articleWords[word] != 0
			role |= r
			if strings.HasSuffix(word, "caption") {
				role |= RoleCaption
			}
			last = word
		}
		for i < len(name) && !markup.IsLetter(name[i]) {
			i++
		}
	}
	switch {
	case isOfBuilder(name):
		role &^= Named
	case ofArticle && role&Named == RoleChrome:
		role |= RoleLoose
	case sure:
		role &^= RoleLoose
	}
	return role
}

// isBody reports whether a class name is that of the text of an article: two words for it and no other, as
// "article-body". A word for boilerplate in a name beside it is loose: "article-body pagination-first".
func isBody(name string) bool {
	n := 0
	for i := 0; i < len(name); {
		word, end := nextWord(name, i)
		if end == i {
			i++ // a sign
			continue
		}
		if i = end; articleWords[word] == 0 {
			return false
		}
		n++
	}
	return n > 1
}

// isOfBuilder reports whether a class name is that of a page builder, which puts everything into widgets, or
// an id that of a field of SharePoint, whose "Comments" are the lede.
func isOfBuilder(name string) bool {
	return strings.Contains(name, "ControlWrapper") || slices.ContainsFunc(builders[:],
		func(prefix string) bool { return strings.HasPrefix(name, prefix) })
}

var builders = [...]string{"elementor-", "et_pb_", "fusion-", "wpb_", "vc_"}

// isHidden reports whether class names hide an element: "hidden", "d-none", but not "overflow-hidden",
// "hidden-xs" or "d-none d-md-block", which hide what does not fit, or on small screens only.
func isHidden(names string) bool {
	if !strings.Contains(names, "hid") && !strings.Contains(names, "none") &&
		!strings.Contains(names, "invisible") {
		return false
	}
	hidden := false
	for name := range strings.FieldsSeq(strings.ToLower(names)) {
		before, rest, _ := strings.Cut(name, ":") // "md:block"
		if rest == "" {
			rest = before
		} else if !hidesMore(rest) {
			return false
		}
		switch {
		case strings.HasPrefix(rest, "d-") && !strings.HasSuffix(rest, "-none") &&
			strings.Count(rest, "-") > 1:
			return false // "d-md-block"
		case rest == before && hidesMore(rest):
			hidden = true
		}
	}
	return hidden
}

// hidesMore reports whether one class name, in lower case, hides an element on all screens.
func hidesMore(name string) bool {
	switch name {
	case "none", "d-none", "display-none", "hide", "invisible":
		return true
	}
	before, after, ok := strings.Cut(name, "hidden")
	return ok && !strings.Contains(before, "overflow") && !strings.Contains(before, "backface") &&
		!strings.HasSuffix(before, "label-") &&
		!screens[strings.Trim(after, "-_")]
}

// screens are the kinds of screens in the names of classes that hide an element on some of them.
var screens = map[string]bool{
	"xs": true, "sm": true, "md": true, "lg": true, "xl": true, "mobile": true, "phone": true, "tablet": true,
	"desktop": true, "print": true, "small": true, "medium": true, "large": true, "on-mobile": true,
	"for-mobile": true, "down": true, "xs-down": true, "sm-down": true, "md-down": true,
}

// nextWord returns the word of letters that begins at names[i], in lower case and cut at 40 letters, and
// where it ends: before the next sign, digit or capital letter.
func nextWord(names string, i int) (string, int) {
	const longest = 40
	from := i
	for ; i < len(names); i++ {
		c := names[i]
		if 'A' <= c && c <= 'Z' && i > from && 'a' <= names[i-1] && names[i-1] <= 'z' {
			break // camelCase
		}
		if !markup.IsLetter(c) {
			break
		}
	}
	return strings.ToLower(names[from:min(i, from+longest)]), i
}

// RoleOf returns the roles that the kind of an element, its style and its microdata suggest.
func RoleOf(n *html.Node) Role {
	var r Role
	switch n.Data {
	case "header", "nav", "footer", "aside":
		r = RoleChrome
	case "figcaption":
		r = RoleCaption
	case "blockquote":
		r = RoleQuote
	case "time":
		r = RoleDate
	case "button", "ins", "marquee":
		r = RoleBoilerplate
	}
	for i := range n.Attr {
		switch a := &n.Attr[i]; a.Key {
		case "hidden":
			r |= RoleHidden
		case "style":
			if strings.Contains(a.Val, "none") && strings.Contains(strings.ReplaceAll(a.Val, " ", ""),
				"display:none") {
				r |= RoleHidden
			}
		case "itemprop":
			switch a.Val {
			case "author":
				r |= RoleAuthor
			case "datePublished":
				r |= RoleDate
			case "caption":
				r |= RoleCaption
			}
		}
	}
	return r
}
