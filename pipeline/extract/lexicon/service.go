package lexicon

import (
	"slices"
	"strings"
)

// HeadsService reports whether a heading, as a key, is that of a page on which a newspaper writes about
// itself, serves its readers with data or asks for something: "liên hệ tòa soạn", "bảng giá quảng cáo …",
// "lịch phát sóng ngày …", "thăm dò ý kiến".
func HeadsService(key string) bool {
	const mostWords = 24
	return len(key) > 0 && strings.Count(key, " ") < mostWords &&
		(serviceHeads.has(key) || serviceHeadsBefore.beginWords(key) || isWeather(key) ||
			isAboutPaper(key) || IsIssue(key))
}

var serviceHeads = newSet(slices.Concat(
	list(`liên hệ, liên lạc, thông tin liên hệ, thông tin liên lạc, thông tin tòa soạn, thông tin toà soạn,
		tòa soạn, toà soạn, ban biên tập, bộ máy tổ chức, cơ cấu tổ chức, sơ đồ tổ chức, giới thiệu,
		giới thiệu chung, về chúng tôi, lịch sử hình thành, contact, contact us, about, about us`),
	list(`quảng cáo, thông tin quảng cáo, dịch vụ quảng cáo, đặt báo, phát hành, nhuận bút, đối tác,
		bản quyền, tuyển dụng, việc làm, rao vặt, advertise, advertising`),
	list(`rss, kênh rss, rss feeds, sơ đồ, sitemap, site map, trợ giúp, hỗ trợ, hướng dẫn, faq, faqs,
		tài khoản, trang cá nhân, hồ sơ cá nhân, thông tin cá nhân, giỏ hàng, thanh toán, tin đã lưu,
		bài đã lưu, bài viết đã lưu, lịch sử đọc báo, thông báo của bạn, gửi bài, gửi bài viết,
		gửi tin bài, chia sẻ bài viết, in bài viết, bản in, đổi mật khẩu, quên mật khẩu`),
	list(`thăm dò, biểu quyết, bình chọn, trưng cầu ý kiến, khảo sát, vote, poll, trắc nghiệm,
		thi trực tuyến, hỏi đáp, góp ý, đóng góp ý kiến, ý kiến bạn đọc, bình luận, bình luận bài viết,
		danh sách bình luận`),
	list(`trực tuyến, truyền hình, phát thanh, phát thanh trực tuyến, nghe đài, nghe đài trực tuyến,
		live tv, live, video, videos, video clip, clip, thư viện video, video mới nhất, video mới,
		phim, podcast, podcasts, audio, báo nói, thư viện ảnh, thư viện, ảnh, hình ảnh, album ảnh, albums,
		gallery, multimedia, media, infographic, infographics, emagazine, e magazine, longform`),
	list(`báo in, đọc báo in, báo giấy, báo in pdf, đọc báo giấy, ấn phẩm, các số báo, số báo,
		số báo cũ, epaper, e paper, báo điện tử pdf, danh sách số báo, kho báo in, lưu trữ báo in`),
	list(`thời tiết, dự báo thời tiết, xổ số, chứng khoán, tỷ giá, tỉ giá, tỷ giá ngoại tệ, tỷ giá hối đoái,
		giá vàng, giá vàng hôm nay, giá vàng tỷ giá, giá vàng ngoại tệ, giá xăng dầu, giá xăng dầu hôm nay,
		giá cả thị trường, giá nông sản, giá nông sản hôm nay, giá cà phê, giá cà phê hôm nay,
		giá tiêu hôm nay, lịch vạn niên, lịch âm, lịch âm dương, âm lịch hôm nay, lịch hôm nay, tiện ích,
		lịch chiếu phim, lịch bay, lịch tàu, bảng xếp hạng, lịch thi đấu, kết quả bóng đá, tử vi,
		cung hoàng đạo, danh bạ, số điện thoại cần biết, điện thoại cần biết, số điện thoại khẩn cấp`),
	list(`thuộc tính văn bản, chi tiết văn bản, thông tin văn bản, nội dung văn bản, tải văn bản,
		văn bản, văn bản pháp luật, văn bản mới, văn bản pháp quy, văn bản quy phạm pháp luật, công báo,
		văn bản chỉ đạo, văn bản chỉ đạo điều hành, thủ tục hành chính, lịch công tác, lịch tiếp công dân,
		lịch làm việc, tài liệu, biểu mẫu`),
)...)

// serviceHeadsBefore are followed by what the page is about, or by the newspaper's name.
var serviceHeadsBefore = newPrefixes(slices.Concat(
	list(`liên hệ tòa soạn, liên hệ toà soạn, liên hệ quảng cáo, liên hệ với, liên hệ chúng tôi,
		liên hệ ban biên tập, liên hệ đặt báo, bảng giá quảng cáo, báo giá quảng cáo, giá quảng cáo,
		bảng báo giá quảng cáo, quy cách quảng cáo, đặt mua báo, đặt báo dài hạn, mua báo in,
		phiếu đặt báo, phiếu đăng ký đặt báo, thông tin đặt báo, đăng ký mua báo`),
	list(`điều khoản sử dụng, điều khoản dịch vụ, điều kiện sử dụng, thỏa thuận sử dụng, thoả thuận sử dụng,
		thỏa thuận người dùng, chính sách bảo mật, chính sách quyền riêng tư, chính sách riêng tư,
		chính sách cookie, chính sách bảo vệ dữ liệu, quy định sử dụng, quy định về bình luận,
		quy định bình luận, quy định gửi bình luận, quy định đăng bình luận, nội quy bình luận,
		quy chế hoạt động, quyền riêng tư của, chúng tôi tôn trọng quyền riêng tư,
		chúng tôi coi trọng quyền riêng tư, tôn trọng quyền riêng tư, cài đặt quyền riêng tư,
		cài đặt cookie, tùy chọn cookie, privacy policy, cookie policy, terms of use, terms of service,
		your privacy, we value your privacy, we care about your privacy`),
	list(`đường dây nóng, hộp thư góp ý, thăm dò ý kiến, thăm dò dư luận, kết quả thăm dò,
		kết quả bình chọn,
		kết quả biểu quyết, phiếu thăm dò, phiếu khảo sát, khảo sát ý kiến, khảo sát bạn đọc,
		khảo sát độc giả, trưng cầu ý kiến bạn đọc, câu hỏi thường gặp, hướng dẫn sử dụng website,
		hướng dẫn sử dụng báo`),
	list(`gửi bài viết cho, gửi bài cho, gửi email, gửi cho bạn bè, gửi tin cho, gửi bài cộng tác,
		gửi thư cho tòa soạn, gửi ý kiến, gửi tin nhanh, đăng ký nhận tin, đăng ký nhận bản tin,
		hủy đăng ký, huỷ đăng ký, xác nhận đăng ký, cảm ơn bạn đã, bạn đã đăng ký`),
	list(`sơ đồ trang, sơ đồ web, sơ đồ website, sơ đồ site, rss`),
	list(`lịch phát sóng, lịch truyền hình, lịch phát thanh, lịch phát thanh truyền hình,
		chương trình truyền hình,
		chương trình phát thanh, chương trình phát sóng, chương trình thời sự ngày,
		chương trình thời sự truyền hình ngày, truyền hình trực tuyến, truyền hình trực tiếp,
		xem truyền hình trực tuyến,
		xem truyền hình trực tiếp, phát thanh trực tiếp, xem trực tiếp kênh,
		xem tivi trực tuyến, xem trực tuyến kênh, xem kênh, nghe đài, kênh truyền hình, nghe phát thanh,
		phát thanh trực tuyến`),
	list(`kết quả xổ số, xổ số kiến thiết, xổ số miền, xsmb, xsmn, xsmt, bảng giá vàng,
		bảng tỷ giá, bảng giá nông sản, bảng giá xăng dầu, bảng giá thị trường`),
	list(`đọc báo in, báo in số, báo giấy số, e paper, epaper, mục lục trang, mục lục số, thư viện ảnh,
		thư viện video, album ảnh, danh sách văn bản, văn bản chỉ đạo, hệ thống văn bản,
		bình luận của bạn đọc, bình luận về bài`),
)...)

// isWeather reports whether a heading is that of the weather at a place, whatever the day: "thời tiết na lưu
// hôm nay".
func isWeather(key string) bool {
	const mostWords = 9
	return (strings.HasPrefix(key, "thời tiết ") || strings.HasPrefix(key, "dự báo thời tiết ")) &&
		strings.Count(key, " ") < mostWords && !strings.ContainsAny(key, "0123456789")
}

// isAboutPaper reports whether a heading introduces the newspaper or its staff: "giới thiệu báo na lưu", "báo
// na lưu giới thiệu".
func isAboutPaper(key string) bool {
	const mostWords = 9
	if strings.Count(key, " ") >= mostWords {
		return false
	}
	for _, verb := range [...]string{"giới thiệu ", "giới thiệu về ", "tòa soạn ", "toà soạn ",
		"lịch sử ", "sơ lược về ", "thông tin về "} {
		if rest, ok := strings.CutPrefix(key, verb); ok && selves.begin(rest+" ") {
			return true
		}
	}
	return false
}

var selves = newPrefixes("báo ", "tòa soạn ", "toà soạn ", "tạp chí ", "đài ", "ban biên tập ", "website ",
	"trang ")

// IsIssue reports whether a heading, as a key, names an issue of a printed newspaper: "báo na lưu số 6112 ra
// ngày 16 05 2026", "báo na lưu cuối tuần số 12".
func IsIssue(key string) bool {
	const mostWords = 16
	if !issueHeads.begin(key) {
		return false
	}
	words := strings.Fields(key)
	if len(words) < 3 || len(words) > mostWords {
		return false
	}
	for i, word := range words[:len(words)-1] {
		isNumber := word == "số" && IsNumber(words[i+1])
		if isNumber && (i+2 == len(words) || issueRest.begin(strings.Join(words[i+2:], " ")+" ")) {
			return true
		}
	}
	return false
}

// IssueOf returns the number of the issue that a line, as a key, names: "1288" of "tuần báo mẫu số 1288 trang
// văn nghệ". It is empty if the line names none.
func IssueOf(key string) string {
	for rest, ok := key, true; ok; {
		var before string
		if before, rest, ok = strings.Cut(rest, "số "); !ok {
			break
		}
		if number := firstWord(rest); IsNumber(number) && (before == "" || strings.HasSuffix(before, " ")) {
			return number
		}
	}
	return ""
}

// DatesIssue reports whether a line dates an issue of the printed newspaper: "Số 4512, thứ Hai ngày
// 3-4-2023", "Báo Na Lưu, số báo 6112 ra ngày 16/5".
func DatesIssue(s string) bool {
	const longest = 120 // bytes
	const leastDigits, mostDigits = 2, 5
	if len(s) > longest || !strings.Contains(s, "ố ") && !strings.Contains(s, "Ố ") ||
		!HasDigitsOfDate(s) || EndsSentence(s) {
		return false
	}
	words := strings.Fields(Key(s))
	for i, word := range words {
		if word != "số" || i > 0 && documents.begin(words[i-1]) {
			continue
		}
		rest := words[i+1:]
		if len(rest) > 0 && rest[0] == "báo" {
			rest = rest[1:]
		}
		if len(rest) > 1 && IsNumber(rest[0]) && len(rest[0]) >= leastDigits && len(rest[0]) <= mostDigits {
			return true
		}
	}
	return false
}

var issueHeads = newPrefixes(
	"báo ", "số ", "tạp ", "tuần báo ", "tuần tin ", "nguyệt san ", "bán nguyệt san ", "đặc san ", "tập san ",
	"nhật báo ", "bản tin ",
)

// issueRest follows the number of an issue.
var issueRest = newPrefixes(
	"ra ngày ", "phát hành ", "thứ ", "chủ nhật ", "ngày ", "năm ", "tháng ", "xuất bản ", "trang ",
	"cuối tuần ",
	"đặc biệt ", "số ra ",
)

// Address counts how often a text, as a key, speaks to its reader, and how often somebody speaks for the
// newspaper in it.
func Address(key string) (reader, paper int) {
	before := ""
	for rest := key; rest != ""; {
		word, behind, _ := strings.Cut(rest, " ")
		switch word {
		case "bạn":
			if !behindFriend.has(firstWord(behind)) && !beforeFriend.has(before) {
				reader++
			}
		case "quý":
			if readers.has(firstWord(behind)) {
				reader++
			}
		case "you", "your":
			reader++
		case "chúng":
			if firstWord(behind) == "tôi" {
				paper++
			}
		case "tòa", "toà":
			if firstWord(behind) == "soạn" {
				paper++
			}
		case "website", "we", "our":
			paper++
		}
		before, rest = word, behind
	}
	return reader, paper
}

// behindFriend and beforeFriend are words beside "bạn" where it means a friend, or readers at large.
var (
	behindFriend = newSet("bè", "đọc", "trẻ", "hữu", "tình", "đời", "học", "gái", "trai", "hàng",
		"nghề", "thân", "bầu")
	beforeFriend = newSet("người", "các", "những", "bầu", "kết", "làm", "nhiều", "tình", "đôi", "hai",
		"mấy", "cùng")
)

var readers = newSet("khách", "vị", "độc", "bạn", "báo", "cơ", "đơn", "doanh", "công")

// HeadsAllComments reports whether a line, as a key, heads a page of comments: "tất cả bình luận 38 trang 2".
func HeadsAllComments(key string) bool {
	rest := key
	for _, noun := range [...]string{"bình luận", "ý kiến", "nhận xét"} {
		rest = strings.ReplaceAll(rest, noun, "")
	}
	if rest == key {
		return false
	}
	for word := range strings.FieldsSeq(rest) {
		if !IsNumber(word) && !besideComments.has(word) {
			return false
		}
	}
	return true
}

var besideComments = newSet(
	"tất", "cả", "trang", "các", "xem", "danh", "sách", "của", "bạn", "đọc", "độc", "giả", "có", "mới",
	"nhất", "về", "bài",
	"viết", "này", "ý", "kiến", "gửi",
)

// IsListKind reports whether a part of a <title>, as a key, says what kind of list a page is.
func IsListKind(key string) bool { return listKinds.has(key) }

var listKinds = newSet(list(`tác giả, trang tác giả, bài viết của tác giả, các bài viết, tag, tags,
	từ khóa, từ khoá,
	tìm kiếm, kết quả tìm kiếm, chuyên mục, danh mục, chủ đề, chuyên đề, sự kiện, dòng sự kiện,
	tin tức hình ảnh mới nhất, tin tức hình ảnh video mới nhất, lưu trữ, tin tức mới nhất, tin mới nhất,
	phóng viên,
	nhà báo, cộng tác viên, hồ sơ tác giả`)...)

// IsContact reports whether a line tells how to reach an office, or who runs it: "Điện thoại: 0200 3 111
// 222".
func IsContact(line string) bool {
	const longest = 260 // bytes
	if len(line) > longest {
		return false
	}
	if IsImprint(line) || strings.Contains(line, "@") || hasTelephone(line) {
		return true
	}
	label, _, ok := strings.Cut(line[:min(len(line), longestName+1)], ":")
	return ok && contactLabels.opensWords(label)
}

var contactLabels = newPrefixes(
	"điện thoại", "đt", "đtdđ", "tel", "phone", "fax", "email", "e mail", "thư điện tử", "hộp thư",
	"địa chỉ", "trụ sở",
	"tòa soạn", "toà soạn", "tổng biên tập", "phó tổng biên tập", "các phó tổng biên tập", "giám đốc",
	"phó giám đốc", "hotline", "đường dây nóng", "mã số thuế", "mst", "giấy phép", "website",
	"chịu trách nhiệm", "cơ quan chủ quản", "phòng", "ban biên tập", "trưởng phòng", "thư ký tòa soạn",
	"văn phòng", "liên hệ", "zalo", "quảng cáo", "phát hành", "số tài khoản",
)

// hasTelephone reports whether a line has a telephone number: 9 to 11 digits that begin with a zero or a
// plus, in groups.
func hasTelephone(line string) bool {
	const least, most = 9, 12
	digits, begun := 0, false
	for i := 0; i <= len(line); i++ {
		var c byte
		if i < len(line) {
			c = line[i]
		}
		switch {
		case '0' <= c && c <= '9':
			if !begun {
				begun = c == '0' || i > 0 && line[i-1] == '+'
				if !begun {
					for i+1 < len(line) && '0' <= line[i+1] && line[i+1] <= '9' {
						i++ // a number of another kind
					}
					continue
				}
			}
			digits++
		case begun && (c == '.' || c == ' ' || c == '-' || c == ')' || c == '('):
		default:
			if begun && digits >= least && digits <= most {
				return true
			}
			digits, begun = 0, false
		}
	}
	return false
}

// IsBetting reports whether a text, as a key, advertises gambling, as pages of lost domains do.
func IsBetting(key string) bool {
	const least = 4 // different words
	n := 0
	for _, word := range bettingWords {
		if strings.Contains(key, word) {
			n++
		}
	}
	return n >= least
}

var bettingWords = list(`nhà cái, cá cược, cược, nổ hũ, bắn cá, casino, tài xỉu, xóc đĩa, soi kèo,
	tỷ lệ kèo, kèo nhà cái,
	lô đề, nạp rút, game bài, đá gà, jackpot, slot, khuyến mãi nạp, link vào, đổi thưởng, baccarat,
	trả thưởng,
	hoàn trả, nạp tiền, rút tiền`)

// CountsVotes reports whether a line, as a key, says how many votes a poll has: "1 204 lượt bình chọn", "tổng
// số 792 phiếu".
func CountsVotes(key string) bool {
	for _, phrase := range [...]string{
		"lượt bình chọn", "lượt biểu quyết", "lượt bầu", "lượt trả lời", "tổng số phiếu", "số phiếu bầu",
		"người bình chọn", "người biểu quyết", "người đã bình chọn", "tham gia bình chọn",
	} {
		if strings.Contains(key, phrase) {
			return true
		}
	}
	return strings.HasPrefix(key, "tổng ") && strings.HasSuffix(key, " phiếu")
}

// ForumPoints says how much of a line, with its key, is what forums print around the posts of their members:
// "Bài viết: 41", "Tham gia: 03/2010", "#2", "Thảo luận trong 'Nhà nông' bắt đầu bởi …".
func ForumPoints(line, key string) int {
	const longest = 300 // bytes
	switch {
	case len(line) > longest:
		return 0
	case strings.HasPrefix(line, "#") && IsNumber(firstWord(key)), forumLines.has(key):
		return 1
	case strings.HasPrefix(key, "thảo luận trong ") && strings.Contains(key, " bắt đầu bởi"):
		return 3
	case strings.HasPrefix(key, "sửa lần cuối bởi"), strings.HasPrefix(key, "chỉnh sửa lần cuối bởi"),
		strings.HasPrefix(key, "trạng thái ") && strings.HasSuffix(key, " trả lời"): // of a reader's question
		return 2
	case !HasDigit(key):
		return 0
	case strings.Contains(key, " trả lời ") && strings.HasSuffix(cutMember(key), " lượt xem"),
		strings.Contains(key, " thành viên và ") && strings.HasSuffix(key, " khách"):
		return 2 // of a thread in a list, and of who reads
	}
	points := 0
	for _, name := range forumFields {
		at := strings.Index(key, name)
		if at >= 0 && HasDigit(firstWord(key[at+len(name):])) {
			points++
		}
	}
	if _, rest, ok := strings.Cut(key, "ngày tham gia "); ok && HasDigit(rest) {
		points++
	}
	if points == 1 && EndsSentence(line) {
		return 0
	}
	return points
}

var forumLines = newSet(list(`trích dẫn, trích dẫn thích, thích trích dẫn, trả lời nhanh, gửi trả lời,
	trả lời chủ đề, junior member, senior member, member, thành viên, thành viên mới, thành viên tích cực,
	offline, online, chủ đề trước chủ đề sau, đăng nhập để trả lời`)...)

// forumFields are what forums print of their members, before a number or a date.
var forumFields = [...]string{"tham gia ", "bài gửi ", "bài viết ", "join date ", "posts "}

// cutMember cuts who wrote last, and when, off the end of the line of a thread, a key.
func cutMember(key string) string {
	const counter = " lượt xem"
	if at := strings.LastIndex(key, counter); at >= 0 {
		return key[:at+len(counter)]
	}
	return key
}

// HeadsDocument reports whether a key is the title of a document of an office: "quyết định về việc …".
func HeadsDocument(key string) bool { return documents.beginWords(key) }

var documents = newPrefixes(
	"quyết định", "thông tư", "nghị định", "nghị quyết", "công văn", "kế hoạch", "chỉ thị", "thông báo",
	"văn bản", "thuộc tính", "nội dung văn bản", "chi tiết văn bản", "tờ trình", "báo cáo", "hướng dẫn",
	"luật", "pháp lệnh", "quy định", "quy chế", "công điện",
)

// NamesDocumentField reports whether a key is the name of a field of such a document, beside its value.
func NamesDocumentField(key string) bool { return documentFields.has(key) }

var documentFields = newSet(
	"số ký hiệu", "số kí hiệu", "ký hiệu", "số hiệu", "số văn bản", "ngày ban hành", "ngày hiệu lực",
	"ngày có hiệu lực", "cơ quan ban hành", "đơn vị ban hành", "người ký", "loại văn bản", "trích yếu",
	"lĩnh vực", "hình thức văn bản", "tình trạng hiệu lực", "phạm vi", "tệp đính kèm", "file đính kèm",
)
