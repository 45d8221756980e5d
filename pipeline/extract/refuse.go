package extract

import (
	"cmp"

	"baotinh/pipeline/extract/cms"
	"baotinh/pipeline/extract/dom"
	"baotinh/pipeline/extract/lexicon"
	"baotinh/pipeline/extract/scan"
	"baotinh/pipeline/news"
)

// Lengths of pages and articles in bytes.
const (
	leastText       = 90   // of an article
	smallPage       = 1500 // of an error or challenge page, menus included
	emptyPage       = 200  // of a page that a script fills
	longestError    = 600  // of the text under a headline that is an error's
	longParagraph   = 120
	longestFront    = 1200 // of the teasers of a section front that were taken for an article
	linksOfFront    = 1000 // of the links of a page whose headline names a section
	leastLinkedPage = 400  // of a page that is a section front because it is mostly links
)

// Numbers of cards, headings that link to other articles, and of images.
const (
	someCards     = 3 // under the name of a section
	cardsOfFront  = 4
	cardsOfEmpty  = 5 // on a page without prose
	manyCards     = 8 // on a page with prose
	leastImages   = 5 // of a gallery without prose
	manyImages    = 8 // of a gallery with a few words
	longOfArticle = 4 // long paragraphs that a row of teasers does not have
	mostHeadings  = 13
)

// refuseEarly returns the reason why a page is no article where the scan alone tells, else the empty string.
func (p *page) refuseEarly() string {
	title := lexicon.Key(dom.Clean(cmp.Or(p.Meta.Title, p.Meta.OGTitle)))
	isSmall := p.Text < smallPage
	waitsForScript := p.Text < emptyPage && p.stripped.Script && p.Meta.Title == "" && p.Images == 0
	switch {
	case p.Text == 0 && p.Images == 0 && !p.stripped.Script:
		return ReasonEmpty
	case isSmall && !p.jsonld.Found && lexicon.IsChallenge(title), waitsForScript:
		return ReasonChallenge
	case !p.jsonld.Found && lexicon.IsErrorTitle(title), isSmall && p.hasErrorHeading():
		return ReasonErrorPage
	}
	return ""
}

// hasErrorHeading reports whether one of the first headings of a small page is that of an error.
func (p *page) hasErrorHeading() bool {
	const longest = 200 // bytes
	for _, h := range p.Headings[:min(len(p.Headings), mostHeadings)] {
		if lexicon.IsErrorTitle(lexicon.Key(dom.Clean(dom.Text(h.Node, longest)))) {
			return true
		}
	}
	return false
}

// refuseEmpty returns the reason why a page has no body.
func (p *page) refuseEmpty() string {
	switch {
	case p.Cards >= cardsOfEmpty || p.Link*2 > p.Text && p.Text > leastLinkedPage:
		return ReasonSectionFront
	case p.stripped.Videos > 0:
		return ReasonVideo
	case p.Images >= leastImages:
		return ReasonGallery
	case p.Text < emptyPage && p.stripped.Script:
		return ReasonChallenge
	}
	return ReasonTooShort
}

// A volume is how much text an article has, in bytes.
type volume struct {
	prose, captions int
	long            int // paragraphs
}

func volumeOf(a *news.Article) volume {
	v := volume{prose: len(a.Sapo)}
	for _, b := range a.Blocks {
		if b.Kind == news.Caption {
			v.captions += len(b.Text)
			continue
		}
		v.prose += len(b.Text)
		if len(b.Text) > longParagraph {
			v.long++
		}
	}
	return v
}

// refuseLate returns the reason why what was read is no article, else the empty string. JSON-LD of an
// article speaks against a section front or an error page.
func (p *page) refuseLate(a *news.Article, l *scan.Layout) string {
	v := volumeOf(a)
	stated := p.jsonld.Found
	if !stated {
		switch key := lexicon.Key(a.Title); {
		case v.prose < longestError && lexicon.IsErrorTitle(key):
			return ReasonErrorPage
		case lexicon.HeadsMore(a.Title), // "Tin mới nhất" heads a list
			(p.masthead.is(key) || lexicon.IsSection(key)) && (p.Cards >= someCards || p.Link > linksOfFront),
			l.Family == cms.None && p.isFront(v, l):
			return ReasonSectionFront
		}
	}
	stated = stated || p.Meta.OGType == "article" || l.Family != cms.None
	return cmp.Or(p.refuseSmall(v), refuseTitle(a, stated))
}

// refuseSmall returns the reason why an article with hardly any text is none, else the empty string.
func (p *page) refuseSmall(v volume) string {
	isShort := v.prose+v.captions < leastText
	switch {
	case isShort && p.stripped.Videos > 0:
		return ReasonVideo
	case v.prose < leastText && p.Images >= manyImages && v.captions < 2*leastText:
		return ReasonGallery
	case isShort && p.Cards >= manyCards:
		return ReasonSectionFront
	case isShort:
		return ReasonTooShort
	}
	return ""
}

// refuseTitle returns the reason why an article is none by its words, else the empty string. stated says that
// something on the page calls it an article.
func refuseTitle(a *news.Article, stated bool) string {
	switch {
	case a.Title == "" && !stated:
		return ReasonSectionFront
	case !isVietnamese(a):
		return ReasonLanguage
	}
	return ""
}

// isFront reports whether a page lists articles: it has many cards, and the densest of its teasers was
// taken for an article.
func (p *page) isFront(v volume, l *scan.Layout) bool {
	if p.Meta.OGType == "article" {
		return false
	}
	switch {
	case p.Cards >= manyCards && v.prose < longestFront && v.long < longOfArticle && l.Title.Node == nil:
		return true
	case l.Body.Text > 0 && v.prose*3 < l.Body.Text && p.Cards >= cardsOfFront:
		return true
	}
	return p.jsonld.List && p.Cards >= cardsOfFront
}
