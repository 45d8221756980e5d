package lexicon

import (
	"strings"

	"baotinh/pipeline/markup"
	"baotinh/pipeline/viet"
)

// IsSection reports whether a key is that of a section, as a headline never is: "thời sự", "trang chủ".
func IsSection(key string) bool { return sections.has(key) }

var sections = newSet(
	"thời sự", "chính trị", "kinh tế", "xã hội", "văn hóa", "văn hoá", "thể thao", "pháp luật", "giáo dục",
	"y tế", "sức khỏe", "sức khoẻ", "quốc tế", "thế giới", "du lịch", "đời sống", "tin tức", "trang nhất",
	"trang chủ",
)

// HeadsList reports whether a key is the title of a search, a tag or another list of articles: "kết quả tìm
// kiếm …", "tin tức xã hội mới nhất trong 24h".
func HeadsList(key string) bool {
	isNews := strings.Contains(key, "tin tức") || strings.Contains(key, "tin nhanh")
	isFresh := strings.Contains(key, "mới nhất") || strings.Contains(key, "24h")
	return listHeads.beginWords(key) || isNews && isFresh
}

var listHeads = newPrefixes(
	"kết quả tìm kiếm", "tìm kiếm", "search results", "từ khóa", "từ khoá", "tag", "tags", "hashtag",
	"tất cả bài viết", "bài viết của tác giả", "các bài viết của", "tin theo ngày", "lưu trữ", "archives",
	"trang chủ", "chuyên mục", "danh mục tin",
)

// Home is the key of the link that leads home, the first of a breadcrumb.
const Home = "trang chủ"

// IsHome reports whether a key is that of the link that leads home.
func IsHome(key string) bool { return homes.has(key) }

var homes = newSet(Home, "trang nhất", "home", "homepage")

// CanHeadSection reports whether a key is that of a section or of a box of a newspaper, as some of them print
// in every <title>: "bạn đọc", "chi tiết tin".
func CanHeadSection(key string) bool { return IsSection(key) || sectionHeads.has(key) }

var sectionHeads = newSet(
	"bạn đọc", "bạn đọc viết", "tin vắn", "tin trong tỉnh", "tin trong nước", "trong nước", "trong tỉnh",
	"tin địa phương",
	"phóng sự", "văn nghệ", "khoa học", "công nghệ", "môi trường", "nông nghiệp", "an ninh quốc phòng",
	"đất và người", "media", "video", "ảnh", "podcast", "emagazine", "longform", "multimedia",
)

// IsRubric reports whether a key is the name that newspapers give a section or a kind of articles: in a
// <title> beside that of the newspaper it is no headline.
func IsRubric(key string) bool { return CanHeadSection(key) || rubrics.has(key) }

var rubrics = newSet(list(`truyện ngắn, truyện dịch, thơ, trang thơ, thơ văn, văn học, tản văn, tạp bút,
	ghi chép, ký sự, ký, bút ký, phóng sự ký sự, phóng sự ghi chép, phóng sự điều tra, nghệ thuật,
	văn hóa nghệ thuật, văn học nghệ thuật, văn nghệ giải trí, giải trí, nông thôn, nông nghiệp nông thôn,
	nông thôn mới, an ninh, quốc phòng, quốc phòng an ninh, an ninh trật tự, an toàn giao thông, giao thông,
	lao động, lao động việc làm, việc làm, xây dựng đảng, đoàn thể, dân tộc, tôn giáo, dân tộc tôn giáo,
	dân tộc miền núi, người tốt việc tốt, đô thị, thị trường, tài chính, doanh nghiệp, doanh nhân,
	công nghiệp, thương mại, công thương, đầu tư, bất động sản, chuyển đổi số, cải cách hành chính,
	khoa học công nghệ, khoa học đời sống, bóng đá, y tế sức khỏe, sức khỏe đời sống, giáo dục đào tạo,
	tuyển sinh, sự kiện, tin tức sự kiện, bình luận, xã luận, diễn đàn, tư liệu, hồ sơ, biển đảo, tòa án,
	âm nhạc, mỹ thuật, nhiếp ảnh, điện ảnh, sân khấu, gia đình, tuổi trẻ, thanh niên, phụ nữ, thiếu nhi,
	chính sách, bảo hiểm xã hội, kinh tế xã hội, chính trị xã hội, thời sự chính trị, văn hóa xã hội,
	văn hóa thể thao, pháp luật đời sống, tin ảnh, tin quốc tế, tin kinh tế, tin xã hội, tin thể thao`)...)

// NamesMedia reports whether a key is that of a collection of videos, pictures or recordings.
func NamesMedia(key string) bool { return media.has(key) }

var media = newSet(
	"video", "videos", "clip", "video clip", "media", "multimedia", "đa phương tiện", "truyền hình",
	"phát thanh", "podcast", "ảnh", "thư viện ảnh", "thư viện video", "phóng sự ảnh", "chùm ảnh",
	"infographic", "emagazine", "e magazine", "longform",
)

// NamesBroadcast reports whether a key names a programme of a station and the day on which it was broadcast:
// "thời sự tối 3 8 2024".
func NamesBroadcast(key string) bool {
	const mostWords = 12
	return broadcasts.beginWords(key) && Words(key) <= mostWords && HasDigitsOfDate(key)
}

var broadcasts = newPrefixes(
	"thời sự", "bản tin", "chương trình", "truyền hình", "phát thanh", "trực tiếp thời sự",
)

// IntroducesTopic reports whether a paragraph says that its page collects articles: "Chuyên trang tổng hợp
// các tin, bài về đại hội", "Báo mở chuyên đề để cùng bạn đọc …".
func IntroducesTopic(paragraph string) bool {
	const longest = 600 // bytes
	if len(paragraph) > longest {
		return false
	}
	key := Key(paragraph)
	for _, words := range topicWords {
		if strings.Contains(key, words) {
			return true
		}
	}
	return false
}

var topicWords = list(`trang này tổng hợp, chuyên trang tổng hợp, chuyên mục tổng hợp, tổng hợp các bài viết,
	tổng hợp tin bài, tổng hợp các tin bài, tổng hợp những bài viết, tổng hợp các tin, mở chuyên đề,
	mở chuyên trang, mở chuyên mục,
	tập hợp các bài viết, tập hợp các tin bài, tin bài liên quan đến, các bài viết mới nhất về,
	tin tức mới nhất về, cập nhật tin tức về`)

// NamesField reports whether a key is the name of a field beside its value: "chuyên mục", "ngày đăng".
func NamesField(key string) bool { return fields.has(key) }

var fields = newSet(
	"chuyên mục", "mục", "chủ đề", "thể loại", "loại tin", "ngày đăng", "ngày", "ngày viết", "ngày gửi",
	"thời gian",
	"số lượt đọc", "lượt đọc", "lượt xem", "số lần đọc", "số lần xem", "tác giả", "người viết", "người gửi",
	"người đăng", "nguồn", "nguồn tin", "từ khóa", "từ khoá", "danh mục", "chuyên đề", "số báo", "trang",
)

// CanNameSection reports whether s can name a section: it is short, and neither the way home nor a word that
// templates put there.
func CanNameSection(s string) bool {
	const longest, mostWords = 90, 9 // bytes; "Xây dựng Đảng và hệ thống chính trị" has 8 words
	k := viet.Lower(strings.TrimSpace(s))
	return !noSections.has(k) && len(k) <= longest && HasWord(k) && Words(k) <= mostWords
}

var noSections = newSet(
	"", "trang chủ", "home", "trangchu", "trang nhất", "tin tức", "news", "index", "article", "newsarticle",
)

// IsTagLabel reports whether s, in lower case, labels the keywords of an article and is none of them.
func IsTagLabel(s string) bool { return tagLabels.has(s) }

var tagLabels = newSet("từ khóa", "từ khoá", "tags")

// IsSiteName reports whether a key is a name that newspapers give themselves or their front page: "báo lạng
// sơn điện tử".
func IsSiteName(key string) bool {
	const mostWords = 6
	if Words(key) > mostWords {
		return false
	}
	return strings.HasPrefix(key, "báo ") && (strings.HasSuffix(key, " online") ||
		strings.HasSuffix(key, " điện tử")) ||
		strings.HasPrefix(key, "bao ") && strings.HasSuffix(key, " dien tu") ||
		strings.HasPrefix(key, Home) || key == "logo" || strings.HasSuffix(key, " online")
}

// LooksLikeSite reports whether a part of a <title>, whose key is given, names the site or one of its
// sections rather than an article: "Báo Lạng Sơn", "Cổng thông tin điện tử …", "baolangson.vn".
func LooksLikeSite(s, k string) bool {
	const mostWords, mostWordsBefore = 14, 8 // of a name that begins, or ends, as that of a site
	name, slogan, ok := strings.Cut(s, ": ")
	if ok && siteNames.begin(Key(name)) && slogans.begin(Key(slogan)) {
		s, k = name, Key(name) // "Báo Lạng Sơn: Tin tức mới nhất về chính trị, kinh tế …"
	}
	words := Words(k)
	return k == "" || IsSiteName(k) || IsSection(k) || isBareSiteName(s) ||
		siteNames.begin(k) && words <= mostWords ||
		endsLikeSite(k) && words <= mostWordsBefore || !strings.Contains(s, " ") && strings.Contains(s, ".")
}

// IsOnline reports whether the name of a site, as a key, says that it is one: "báo lạng sơn điện tử".
func IsOnline(key string) bool {
	return strings.HasSuffix(key, " điện tử") || strings.HasSuffix(key, " online") ||
		onlineNames.begin(key)
}

var onlineNames = newPrefixes(
	"báo điện tử ", "trang thông tin điện tử ", "cổng thông tin điện tử ", "trang tin điện tử ",
)

// isBareSiteName reports whether a text without any marks is the name of a newspaper: "Bao Lang Son". Two
// words at least follow the first.
func isBareSiteName(s string) bool {
	if !markup.HasPrefixFold(s, "bao ") {
		return false
	}
	spaces := strings.Count(s, " ")
	return 2 <= spaces && spaces <= 4 && isASCII(s)
}

// IsSlogan reports whether a part of a <title>, as a key, is what a newspaper says of itself: "tin nhanh tin
// mới nhất trong ngày", "cơ quan của đảng bộ tỉnh".
func IsSlogan(key string) bool {
	return sureSlogans.beginWords(key) || HeadsList(key) || isASCII(key) && bareSlogans.beginWords(key)
}

// bareSlogans are those without any marks.
var bareSlogans = newPrefixes("tieng noi", "co quan", "tin tuc", "tin nhanh", "kenh", "trang tin",
	"trang thong tin")

var sureSlogans = newPrefixes(
	"tin tức", "tin nhanh", "tin mới", "tin nóng", "tiếng nói", "cơ quan", "kênh", "trang tin",
	"trang thông tin",
	"thông tin nhanh", "đọc báo", "cập nhật", "diễn đàn", "website", "cổng thông tin",
)

var siteNames = newPrefixes(
	"báo ", "tin tức", "tạp chí ", "trang thông tin", "cổng ", "đài ", "truyền hình ",
)

// slogans begin what newspapers say of themselves behind their name.
var slogans = newPrefixes("tin ", "tiếng nói ", "cơ quan ", "kênh ", "trang ", "thông tin ", "đọc báo ")

func endsLikeSite(key string) bool {
	for _, suffix := range [...]string{" online", "điện tử", "com vn", " vn"} {
		if strings.HasSuffix(key, suffix) {
			return true
		}
	}
	return false
}

// IsTemplateTitle reports whether a key is a <title> that all pages of a template share: "in bài viết",
// "home".
func IsTemplateTitle(key string) bool { return templateTitles.has(key) }

var templateTitles = newSet(
	"", "in bài viết", "bản in", "in trang", "print", "chi tiết", "chi tiết tin", "chi tiết tin tức",
	"chi tiết bài viết", "tin tức", "untitled document", "home", "index", "ban in", "in bai viet", "in bài",
	"in tin", "bản in bài viết", "phiên bản in", "print version", "printable version", "chi tiet", "tin tuc",
	"chi tiet tin", "xem tin", "xem bài viết", "nội dung", "nội dung chi tiết", "bài viết", "new page 1",
	"untitled", "article", "detail", "news", "news detail", "trang in",
)

// NamesPrintVersion reports whether the key of a <title> says, in its first or last words, that the page is
// the print version of an article.
func NamesPrintVersion(key string) bool {
	for _, name := range [...]string{"bản in", "in bài viết", "phiên bản in", "trang in"} {
		if key == name || strings.HasPrefix(key, name+" ") || strings.HasSuffix(key, " "+name) {
			return true
		}
	}
	return false
}

// IsFrame reports whether a key is that of a line in the frame of a page, as it stands over the headline of a
// page that was saved as text: a skip link, a line for programs, a slogan.
func IsFrame(key string) bool { return frame.begin(key) }

var frame = newPrefixes(
	"skip to", "bỏ qua", "đi tới nội dung", "chuyển đến nội dung", "tới nội dung", "powered by", "loading",
	"đang tải", "google dịch", "select language", "menu", "đăng nhập", "đăng ký", "tìm kiếm", "toggle",
	"hotline", "đường dây nóng", "liên hệ", "cơ quan ", "tiếng nói ", "diễn đàn ", "giấy phép", "phiên bản",
	"rss", "e magazine", "truyền hình", "close", "đóng", "trang thông tin", "cổng thông tin", "báo điện tử",
	"báo in", "tòa soạn", "toà soạn", "english", "sơ đồ", "thứ bảy ngày", "video", "mở menu", "trang chủ",
)

// IsOffice reports whether a key names an office, an account or a placeholder rather than a person: "ban biên
// tập", "admin", "tên tác giả", "báo …".
func IsOffice(key string) bool { return offices.has(key) || officesBefore.begin(key) }

var offices = newSet(
	"bút danh", "tên tác giả", "tác giả", "báo", "đài", "ban biên tập", "tòa soạn", "toà soạn", "tạp chí",
	"cổng thông tin", "trang thông tin", "quản trị", "administrator", "admin", "biên tập viên",
	"trung tâm thông tin",
)

var officesBefore = newPrefixes("báo ", "đài ", "tạp chí ")

// IsErrorTitle reports whether a key is the title of an error page, the soft 404 among them.
func IsErrorTitle(key string) bool {
	const more = 60 // bytes that may follow the phrase: "… hoặc đã bị xóa"
	if HasDigit(key) {
		for _, code := range errorCodes {
			if key == code || strings.HasPrefix(key, code+" ") && len(key) < more || key == "lỗi "+code ||
				key == "error "+code {
				return true
			}
		}
	}
	if key == "" {
		return false
	}
	for _, phrase := range errorTitles[key[0]] {
		if strings.HasPrefix(key, phrase) && len(key) < len(phrase)+more {
			return true
		}
	}
	return false
}

var errorCodes = [...]string{"404", "403", "500", "502", "503"}

var errorTitles = newPrefixes(
	"không tìm thấy trang", "không tìm thấy nội dung", "không tìm thấy bài", "trang không tồn tại",
	"bài viết không tồn tại", "page not found", "not found", "server error", "runtime error",
	"service unavailable", "bad gateway", "the resource cannot be found", "trang bạn tìm", "xin lỗi trang",
	"trang bạn yêu cầu", "liên kết không tồn tại", "đường dẫn không tồn tại", "trang không tìm thấy",
	"lỗi 404", "error 404", "không tồn tại", "đã bị xóa", "internal server error", "database error",
	"website đang bảo trì", "không tìm thấy",
)

// IsChallenge reports whether a key is the title of a page that wants to know whether its reader is a person.
func IsChallenge(key string) bool {
	for _, phrase := range challenges {
		if strings.Contains(key, phrase) {
			return true
		}
	}
	return false
}

var challenges = [...]string{
	"just a moment", "attention required", "checking your browser", "ddos protection", "one moment please",
	"please wait", "access denied", "xác minh", "captcha", "security check", "robot check",
}
