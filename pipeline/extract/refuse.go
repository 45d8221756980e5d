package extract

import (
	"cmp"

	"baotinh/pipeline/extract/lexicon"
	"baotinh/pipeline/news"
)

// Lengths of pages and articles in bytes.
const (
	leastText       = 90  // of an article
	longestContents = 400 // of a broadcast, under its player
	leastDated      = 40  // of an article under a headline and a date
	emptyPage       = 200 // of a page that a script fills
	leastLinkedPage = 400 // of a page that is a section front because it is mostly links
)

// Numbers of cards, headings that link to other articles, and of images.
const (
	someCards    = 3 // under the name of a section
	cardsOfFront = 4
	cardsOfEmpty = 5 // on a page without prose
	manyCards    = 8 // on a page with prose
	manyTeasers  = 6 // with more prose than the text
	leastImages  = 5 // of a gallery without prose
	manyImages   = 8 // of a gallery with a few words
)

// refuseEarly returns the reason why a page is no article where the scan alone tells, else the empty string.
func (p *page) refuseEarly() string {
	switch {
	case p.Text == 0 && p.Images == 0 && !p.stripped.Script:
		return ReasonEmpty
	case p.Text < emptyPage && p.stripped.Script && p.Meta.Title == "" && p.Images == 0:
		return ReasonChallenge
	}
	return ""
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
	case p.Teasers >= cardsOfEmpty:
		return ReasonSectionFront
	}
	return ReasonTooShort
}

// A volume is how much text an article has, in bytes.
type volume struct {
	prose, captions int
}

func volumeOf(a *news.Article) volume {
	v := volume{prose: len(a.Sapo)}
	for _, b := range a.Blocks {
		if b.Kind == news.Caption {
			v.captions += len(b.Text)
			continue
		}
		v.prose += len(b.Text)
	}
	return v
}

// refuseLate returns the reason why what was read is no article, else the empty string.
func (f *facts) refuseLate(p *page, a *news.Article) string {
	reason := f.judge()
	if v := volumeOf(a); (reason == "" || reason == ReasonService) && !isFurtherPart(a, v) {
		reason = cmp.Or(p.refuseSmall(f, a.Title, v), reason)
	}
	if reason != "" {
		return reason
	}
	if !isVietnamese(a) {
		return ReasonLanguage
	}
	return ""
}

// isFurtherPart reports whether an article is the text of a further part of one, which may be a few sentences
// on the last page.
func isFurtherPart(a *news.Article, v volume) bool {
	return len(a.Parts) > 0 && a.Parts[0].Number > 1 && v.prose >= leastDated
}

// refuseSmall returns the reason why an article with hardly any text is none, else the empty string.
// A headline of its own with a date and a lede is an article: that of a video, or one whose text was lost.
// A broadcast with its contents is none.
func (p *page) refuseSmall(f *facts, title string, v volume) string {
	isShort := v.prose+v.captions < leastText
	if p.stripped.Videos > 0 && v.prose < longestContents && lexicon.NamesBroadcast(lexicon.Key(title)) {
		return ReasonVideo
	}
	if f.headline == headlineOwn && f.confirms && f.dated && v.prose >= leastDated {
		return ""
	}
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
