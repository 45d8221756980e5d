package extract

import (
	"strings"

	"baotinh/pipeline/markup"
	"baotinh/pipeline/news"
	"baotinh/pipeline/viet"
)

// Less text than this, in bytes, is no article without captions.
const leastText = 90

// refuseEarly returns the reason why a page is no article where the scan alone tells, else the empty string.
func (r *reader) refuseEarly() string {
	m := &r.meta
	title := key(clean(orElse(m.title, m.ogTitle)))
	small := r.all.text < 1500
	switch {
	case r.all.text == 0 && r.images == 0 && !r.stripped.Script:
		return ReasonEmpty
	case small && isChallenge(title, r.machine.found), r.all.text < 200 && r.stripped.Script &&
		m.title == "" &&
		r.images == 0:
		return ReasonChallenge
	case isErrorTitle(title) && !r.machine.found, small && r.errorHeading():
		return ReasonErrorPage
	}
	return ""
}

func isChallenge(title string, article bool) bool {
	if article {
		return false
	}
	for _, s := range [...]string{"just a moment", "attention required", "checking your browser",
		"ddos protection", "one moment please", "please wait", "access denied", "xác minh", "captcha",
		"security check", "robot check"} {
		if strings.Contains(title, s) {
			return true
		}
	}
	return false
}

// isErrorTitle reports whether a title, as a key, is that of an error page, the soft 404 among them.
func isErrorTitle(title string) bool {
	for _, s := range [...]string{"404", "403", "500", "502", "503"} {
		if title == s || strings.HasPrefix(title, s+" ") && len(title) < 60 || title == "lỗi "+s ||
			title == "error "+s {
			return true
		}
	}
	for _, s := range [...]string{"không tìm thấy trang", "không tìm thấy nội dung", "không tìm thấy bài",
		"trang không tồn tại", "bài viết không tồn tại", "page not found", "not found", "server error",
		"runtime error", "service unavailable", "bad gateway", "the resource cannot be found",
		"trang bạn tìm", "xin lỗi trang", "trang bạn yêu cầu", "liên kết không tồn tại", "đường dẫn không tồn tại", "trang không tìm thấy", "lỗi 404", "error 404", "không tồn tại", "đã bị xóa",
		"internal server error", "database error", "website đang bảo trì", "không tìm thấy"} {
		if strings.HasPrefix(title, s) && len(title) < len(s)+60 {
			return true
		}
	}
	return false
}

// errorHeading reports whether one of the few headings of a small page is that of an error.
func (r *reader) errorHeading() bool {
	for i, h := range r.headings {
		if i > 12 {
			return false
		}
		if isErrorTitle(key(clean(innerText(h.node, 200)))) {
			return true
		}
	}
	return false
}

// refuseEmpty says what a page is on which no body was found.
func (r *reader) refuseEmpty() string {
	switch {
	case r.cards >= 5 || r.all.link*2 > r.all.text && r.all.text > 400:
		return ReasonSectionFront
	case r.stripped.Videos > 0:
		return ReasonVideo
	case r.images >= 5:
		return ReasonGallery
	case r.all.text < 200 && r.stripped.Script:
		return ReasonChallenge
	}
	return ReasonTooShort
}

// refuseLate returns the reason why what was read is no article, else the empty string.
func (r *reader) refuseLate() string {
	a := r.article
	prose, captions := len(a.Sapo), 0
	long := 0
	for _, b := range a.Blocks {
		if b.Kind == news.Caption {
			captions += len(b.Text)
			continue
		}
		prose += len(b.Text)
		if len(b.Text) > 120 {
			long++
		}
	}
	// A front has many cards, and by the density of prose one of its teasers was taken for an article.
	if !r.machine.found && prose < 600 && isErrorTitle(key(a.Title)) {
		return ReasonErrorPage
	}
	if !r.machine.found && isEnd(a.Title) { // "Tin mới nhất" heads a list
		return ReasonSectionFront
	}
	stated := r.machine.found || r.meta.ogType == "article" || r.family >= 0
	switch {
	case !r.machine.found && (r.isSiteName(key(a.Title)) || isSectionWord(key(a.Title))) && (r.cards >= 3 || r.all.link > 1000),
		r.family < 0 && !r.machine.found && r.isFront(prose, long):
		return ReasonSectionFront
	case prose+captions < leastText && r.stripped.Videos > 0:
		return ReasonVideo
	case prose < leastText && r.images >= 8 && captions < 2*leastText:
		return ReasonGallery
	case prose+captions < leastText && r.cards >= 8:
		return ReasonSectionFront
	case prose+captions < leastText:
		return ReasonTooShort
	case a.Title == "" && !stated:
		return ReasonSectionFront
	case !isVietnamese(a):
		return ReasonLanguage
	}
	return ""
}

// isFront reports whether a page lists articles rather than being one.
func (r *reader) isFront(prose, long int) bool {
	if r.meta.ogType == "article" {
		return false
	}
	switch {
	case r.cards >= 8 && prose < 1200 && long < 4 && r.title.node == nil:
		return true
	case r.body.text > 0 && prose*3 < r.body.text && r.cards >= 4:
		return true
	}
	return r.machine.list && r.cards >= 4
}

// isVietnamese reports whether the article's words are Vietnamese, with or without marks: most are syllables
// of the language, while of English ones about a quarter is by chance.
func isVietnamese(a *news.Article) bool {
	syllables, words, foreign := 0, 0, 0
	count := func(s string) {
		const most, mostOfOne = 200, 40 // a quotation in another language does not decide
		n := 0
		for word := range strings.FieldsSeq(s) {
			if n++; words >= most || syllables >= most/2 || n > mostOfOne {
				return
			}
			word = strings.Trim(word, ".,;:!?…()[]\"'“”‘’-–/")
			if len(word) < 2 || !hasLetter(word) {
				continue
			}
			words++
			switch {
			case viet.IsSyllable(word):
				syllables++
			case word[0] >= 0xE0 && !strings.ContainsAny(word,
				"ạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ"):
				foreign++
			}
		}
	}
	count(a.Title)
	count(a.Sapo)
	for _, b := range a.Blocks {
		count(b.Text)
	}
	return words < 20 && foreign*2 < max(words, 1) || syllables*2 >= words
}

func hasLetter(s string) bool {
	for i := range len(s) {
		if markup.IsLetter(s[i]) || s[i] >= 0xC0 {
			return true
		}
	}
	return false
}
