package lexicon

import (
	"slices"
	"strings"

	"baotinh/pipeline/byline"
	"baotinh/pipeline/markup"
)

// Lines longer than these, in bytes, are text, whatever they begin with. Vietnamese has about 1.3 bytes to a
// letter.
const (
	longestLabel    = 80  // the name of a box
	longestPointer  = 400 // "Mời bạn đọc theo dõi …" may run over two sentences
	longestImprint  = 400 // an address and two telephone numbers
	longestComments = 60  // "Ý kiến bạn đọc (3)"
	longestCounter  = 40  // "Lượt xem: 1.234"
	longestName     = 40  // the part of a line before its colon
)

// IsPointer reports whether a line sends the reader elsewhere: ">> Xem thêm: …", "-> …", "Mời bạn đọc …".
func IsPointer(s string) bool {
	if pointerSigns.begin(s) {
		return true
	}
	if len(s) > longestPointer {
		return false
	}
	const opening = 60        // bytes that the longest phrase needs, with room for punctuation
	const longestNotice = 200 // "Báo Lạng Sơn giữ bản quyền nội dung …"
	if len(s) <= longestNotice && strings.Contains(s, "giữ bản quyền") {
		return true
	}
	if len(s) <= longestNotice && strings.Contains(s, " gửi ") && callsForLetters(Key(s)) {
		return true
	}
	s = s[:min(len(s), opening)]
	return pointers.opensWords(s) || pointersToMore.opens(s) ||
		pointersWhere.opens(s) && strings.Contains(Key(s), " trên ")
}

var pointerSigns = newPrefixes(">>", "»", "->", "=>", "→", "▶", "►", "➤", "☞", "> ")

// pointers begin lines that send the reader to another page, an application or an office.
var pointers = newPrefixes(
	"xem thêm", "xem tiếp", "đọc thêm", "đọc tiếp", "xem video", "mời bạn đọc", "mời quý", "mời độc giả",
	"mời xem", "bấm vào đây", "nhấn vào đây", "click vào", "theo dõi báo", "theo dõi chúng tôi", "đọc báo",
	"đăng ký nhận", "đăng nhập để", "vui lòng đăng nhập", "kéo xuống để", "nguồn video", "tải ứng dụng",
	"bạn đã đọc hết", "đăng ký gói", "nội dung dành cho", "nội dung dành riêng", "bài viết dành cho",
	"bạn cần đăng nhập", "bạn cần đăng ký", "bạn chưa đăng nhập", "mọi ý kiến", "nghe đọc bài",
	"nghe bài viết", "nghe nội dung", "cỡ chữ", "mọi thông tin", "mọi phản ánh", "đăng ký tài khoản",
	"trình duyệt của bạn không hỗ trợ", "trình duyệt không hỗ trợ", "your browser does not",
	"tự động cập nhật",
	"bình chọn bài viết", "đánh giá bài viết", "nghe bài viết", "để đọc tiếp", "quét mã qr",
	"hãy là người đầu tiên bình luận", "bạn thấy bài viết", "click để đánh giá", "vui lòng nhập tiếng",
	"vui lòng ghi rõ nguồn", "bản quyền thuộc", "liên hệ quảng cáo",
	"mọi góp ý xin", "thư góp ý xin gửi", "góp ý xin gửi", "bài cộng tác xin gửi",
)

// IsAddress reports whether a line is nothing but the address of a page, with words that introduce it, as at
// the end of a version for print: "Bản in từ: http://…". It begins no sentence of the article.
func IsAddress(s string) bool {
	const longest, longestLabel = 300, 80 // bytes
	if len(s) > longest {
		return false
	}
	at := strings.Index(s, "http")
	if at < 0 {
		at = strings.Index(s, "www.")
	}
	if at < 0 || at > longestLabel || strings.ContainsAny(s[at:], " \n") {
		return false
	}
	label := Key(s[:at])
	return addressLabels.has(label) || printedFrom.beginWords(label)
}

var (
	addressLabels = newSet(
		"", "url", "link", "link gốc", "link bài", "link bài viết", "nguồn", "nguồn bài viết", "nguồn tin",
		"địa chỉ", "địa chỉ trang", "địa chỉ bài viết", "địa chỉ web", "đường dẫn", "đường link",
		"permalink", "source", "xem bài gốc",
	)
	printedFrom = newPrefixes("bản in từ", "bài in từ", "in từ", "trang in từ", "được in từ")
)

// callsForLetters reports whether a line, as a key, says where readers are to send what they write.
func callsForLetters(k string) bool {
	if !letterHeads.beginWords(k) || !strings.Contains(k, " xin gửi ") && !strings.Contains(k, " gửi về ") &&
		!strings.Contains(k, " có thể gửi ") {
		return false
	}
	for _, where := range [...]string{
		" tòa soạn", " toà soạn", " báo ", " ban biên tập", " địa chỉ", " ban bạn đọc",
	} {
		if strings.Contains(k, where) {
			return true
		}
	}
	return false
}

var letterHeads = newPrefixes("bài viết cộng tác", "bài cộng tác", "tin bài", "bài vở", "ý kiến đóng góp",
	"ý kiến bạn đọc", "ý kiến của bạn đọc", "ý kiến phản hồi", "thư từ", "thư bạn đọc", "đơn thư",
	"các bạn có thể gửi", "bạn đọc có thể gửi", "độc giả có thể gửi", "mời bạn đọc gửi")

// pointersWhere are pointers if they say where: "Theo dõi Báo Mẫu trên Zalo".
var pointersWhere = newPrefixes("theo dõi ", "quan tâm báo ")

// pointersToMore are labels with the headline that they point to behind them: "Tin liên quan: Hồ đủ nước".
var pointersToMore = newPrefixes("tin liên quan ", "bài liên quan ")

// IsReadOn reports whether a button shows the rest of a text: "Đọc tiếp", "Xem thêm".
func IsReadOn(s string) bool { return len(s) > 0 && readOn.has(Key(s)) }

var readOn = newSet(
	"đọc tiếp", "xem tiếp", "xem thêm", "đọc thêm", "xem toàn bộ", "xem đầy đủ", "đọc toàn bộ", "đọc hết",
	"hiển thị thêm", "mở rộng", "xem hết", "hiện thêm", "xem thêm nội dung", "đọc toàn văn",
	"xem chi tiết", "chi tiết",
)

// IsMoment reports whether a line is nothing but the time of an event, as in live reports: "08:30",
// "9h15", "12/05/2024 10:05".
func IsMoment(s string) bool {
	const longest = len("Thứ bảy, 12/05/2024 10:05")
	if s == "" || len(s) > longest {
		return false
	}
	if IsDateLine(s) {
		return true
	}
	hour, minute, ok := strings.Cut(strings.ToLower(s), ":")
	if !ok {
		hour, minute, ok = strings.Cut(strings.ToLower(s), "h")
	}
	return ok && len(hour) > 0 && len(hour) <= 2 && len(minute) <= 2 && IsNumber(hour) && IsNumber(minute)
}

// IsAnswer reports whether a line begins the answer to a reader's question: "Trả lời: …".
func IsAnswer(s string) bool {
	const opening = 20 // bytes of the longest label
	label, _, ok := strings.Cut(s[:min(len(s), opening+1)], ":")
	return (ok || len(s) <= opening) && answerLabels.has(Key(label))
}

var answerLabels = newSet("trả lời", "đáp", "hồi đáp", "trả lời bạn đọc")

// IsQuestion reports whether a line bears the label of a question: "PV: …", "Hỏi: …".
func IsQuestion(s string) bool {
	const opening = 30 // bytes of the longest label
	label, _, ok := strings.Cut(s[:min(len(s), opening)], ":")
	return ok && questionLabels.has(Key(label))
}

var questionLabels = newSet("pv", "p v", "phóng viên", "hỏi", "câu hỏi", "nhà báo", "bạn đọc hỏi", "bạn đọc")

// OpensAnswer reports whether a line is the question of a reader who is named, or names who answers it: "Anh
// N.V.H hỏi: …?", "Luật sư Vi Thị Lan trả lời:".
func OpensAnswer(s string) bool {
	return strings.HasSuffix(s, "?") && strings.Contains(s, " hỏi: ") || strings.HasSuffix(s, " hỏi:") ||
		strings.HasSuffix(s, " trả lời:")
}

// IsLabel reports whether a line is the name of a box or button that is not part of the text.
func IsLabel(s string) bool {
	if len(s) > longestLabel {
		return false
	}
	if by, ok := CutBy(s); ok && !HasDigitsOfDate(by) && byline.IsAccount(by) {
		return true // "Viết bởi admin"
	}
	k := Key(s)
	return labels.has(k) || isVotes(k) || headsMore(k) || isCounter(k) || isControls(k) ||
		isField(s) || isHashtags(s) ||
		isPlayTime(s) || HasDigit(k) && strings.HasPrefix(k, "trang ") && IsPager(k) && Words(k) > 2
}

// isField reports whether a line names the section of an article, or an account for its author, behind a
// label: "Chuyên mục: Văn hóa", "Tác giả: Admin".
func isField(s string) bool {
	const longest = 40 // bytes of a value
	label, value, ok := strings.Cut(s, ":")
	if !ok || len(value) > longest {
		return false
	}
	switch Key(label) {
	case "chuyên mục", "danh mục", "thể loại", "loại tin":
		return true
	case "tác giả", "người viết", "người đăng":
		return byline.IsAccount(strings.TrimSpace(value))
	}
	return false
}

// isHashtags reports whether all words of a line are hashtags.
func isHashtags(s string) bool {
	for word := range strings.FieldsSeq(s) {
		if word[0] != '#' || len(word) == 1 {
			return false
		}
	}
	return s != ""
}

// isPlayTime reports whether a line is how much was played of a sound, and its length: "00:00 / 03:20".
func isPlayTime(s string) bool {
	played, length, ok := strings.Cut(s, "/")
	return ok && strings.Contains(played, ":") && IsMoment(strings.TrimSpace(played)) &&
		IsMoment(strings.TrimSpace(length))
}

var labels = newSet(
	"quảng cáo", "advertisement", "chia sẻ", "share", "bình luận", "ý kiến", "lưu bài", "in bài viết",
	"gửi email", "nghe đọc bài", "nghe bài viết", "chọn giọng đọc", "facebook", "zalo", "thích", "tweet",
	"copy link", "video", "trở lại", "về trang chủ", "0", "a a", "aa", "google news", "ad quảng cáo",
	"tin bài liên quan", "xem thêm", "bản tin", "bt", "tin mới", "tin nóng", "tin nhanh", "đang tải",
	"đang tải nội dung", "loading", "in trang", "in trang này", "in bài này", "gửi mail", "trực tiếp",
	"nghe đài", "trong số này", "ảnh đẹp", "hộp thư góp ý", "nội dung", "nhạc cắt",
	"phần tường thuật đã kết thúc", "tường thuật kết thúc", "kết thúc tường thuật",
	"tường thuật đã kết thúc",
	"còn nữa", "còn tiếp", "hết", "cuộn xuống", "đang trực tiếp", "kéo xuống", "tường thuật trực tiếp",
)

// isControls reports whether a key is a row of buttons and nothing else: "chia sẻ lưu bài bình luận 9".
func isControls(key string) bool {
	const mostWords = 24
	if Words(key) > mostWords || answerLabels.has(key) {
		return false
	}
	found := false
	for rest := key; rest != ""; {
		word := firstWord(rest)
		if !IsNumber(word) {
			if word = controlAt(rest); word == "" {
				return false
			}
			found = true
		}
		rest = strings.TrimPrefix(rest[len(word):], " ")
	}
	return found
}

// controlAt returns the longest name of a button that a key begins with, empty if it begins with none.
func controlAt(key string) string {
	longest := ""
	for _, name := range controls.at(key) {
		if _, ok := cutPhrase(key, name); ok && len(name) > len(longest) {
			longest = name
		}
	}
	return longest
}

// controls are the names of the buttons around an article, by the first word.
var controls = byFirstWord(phrases{
	"chia sẻ", "lưu bài", "lưu tin", "lưu bài viết", "lưu bài viết này", "bình luận", "facebook", "zalo",
	"copy link", "sao chép", "sao chép liên kết", "google news", "in bài viết", "in bài", "in tin",
	"in bài viết này", "gửi bài viết", "gửi bài viết này", "gửi bài", "gửi tin", "gửi bài viết cho bạn bè",
	"gửi cho bạn bè", "in trang", "in trang này", "in ấn", "bản in", "gửi email", "gửi mail", "email",
	"print",
	"tweet", "twitter", "thích", "like", "share", "theo dõi", "theo dõi trên", "nghe đọc bài", "cỡ chữ",
	"tăng cỡ chữ", "giảm cỡ chữ", "trở về", "trở lại", "quay lại", "về trang trước", "viết bình luận",
	"gửi góp ý", "góp ý", "gửi phản hồi", "phản hồi", "share this", "like this", "đang tải", "telegram",
	"messenger", "linkedin", "pinterest", "whatsapp", "viber", "mới nhất", "quan tâm nhất", "trả lời", "rss",
	"mới nhất trước", "cũ nhất trước", "cũ nhất", "sắp xếp theo",
	"gửi ý kiến", "gửi bình luận", "chia sẻ facebook", "chia sẻ zalo", "a", "aa", "lên đầu trang",
	"về đầu trang", "đầu trang", "lên trên", "lên đầu", "trở lên trên", "đầu bài", "gửi tin cho bạn bè",
	"đóng", "đóng lại", "đóng cửa sổ", "nhập lại", "lùi", "tiếp theo",
	"trang trước",
	"trang sau", "bài trước", "bài sau", "pdf", "xem bình luận", "lượt thích", "chia sẻ bài viết",
	"chia sẻ bài viết này", "chia sẻ qua", "youtube", "tiktok", "instagram", "google", "x", "in", "lưu",
	"gửi", "trang in", "gửi bạn bè", "in bài này", "in bài viết", "phiên bản in", "đọc bài", "1x",
	"tốc độ 1x", "mặc định", "lớn hơn", "nhỏ hơn", "tự động phát", "tăng giảm cỡ chữ", "giọng nữ miền bắc",
	"giọng nam miền bắc", "giọng nữ miền nam", "giọng nam miền nam", "nữ miền bắc", "nam miền bắc",
	"nữ miền nam", "nam miền nam", "bấm để nghe bài viết", "bấm để nghe", "bình luận của bạn",
	"gửi tin qua e mail", "gửi tin qua email", "gửi bài viết qua email", "gửi bài qua email", "lưu tin này",
	"xem ảnh lớn", "nhấn để xem bản đồ", "họ tên", "họ và tên", "nội dung bình luận", "mã xác nhận",
	"mã bảo vệ", "nhập mã bảo vệ", "ý kiến của bạn", "ý kiến của bạn về bài viết", "chưa có bình luận",
	"chưa có bình luận nào",
})

// isCounter reports whether a line, as a key, counts readers or comments: "lượt xem 1 234".
func isCounter(k string) bool {
	if len(k) < 2*longestCounter && HasDigit(k) && (isReads(k) || isScore(k)) {
		return true
	}
	if len(k) >= longestCounter {
		return false
	}
	before, isComments := strings.CutSuffix(k, " bình luận")
	return counters.begin(k) && strings.ContainsAny(k, "0123456789") || strings.HasSuffix(k, " lượt xem") ||
		isComments && IsNumber(before) || isRating(k) || isReadingTime(k)
}

// isReadingTime reports whether a line, as a key, says how long it takes to read an article: "4 phút đọc".
func isReadingTime(k string) bool {
	minutes, ok := strings.CutSuffix(k, " phút đọc")
	return ok && IsNumber(minutes)
}

// isRating reports whether a line, as a key, says how readers rate an article: "12 bình chọn 9 10 điểm".
func isRating(k string) bool {
	if k == "" || k[0] < '0' || k[0] > '9' ||
		!strings.HasSuffix(k, " điểm") && !strings.HasSuffix(k, " sao") {
		return false
	}
	for word := range strings.SplitSeq(k, " ") {
		if !IsNumber(word) && !ratingWords.has(word) {
			return false
		}
	}
	return strings.Contains(k, "bình chọn") || strings.Contains(k, "đánh giá")
}

// isVotes reports whether a line, as a key, is what a system prints in English of the votes for an article:
// "Điểm: No votes yet", "Rate this item (0 votes)", "User Rating: 5 / 5".
func isVotes(k string) bool {
	const mostWords = 12
	if !strings.Contains(k, "vote") && !strings.Contains(k, "rating") || Words(k) > mostWords {
		return false
	}
	for word := range strings.SplitSeq(k, " ") {
		if !IsNumber(word) && !voteWords.has(word) {
			return false
		}
	}
	return true
}

var voteWords = newSet("vote", "votes", "rating", "ratings", "rate", "this", "item", "no", "yet", "your",
	"user", "current", "average", "none", "poor", "best", "star", "stars", "active", "inactive", "please",
	"điểm", "out", "of", "from")

var ratingWords = newSet("lượt", "bình", "chọn", "đánh", "giá", "điểm", "sao")

// isScore reports whether a key gives the score of an article by its readers, behind a label:
// "xếp hạng 4 5 2 phiếu bầu".
func isScore(k string) bool {
	if !scores.begin(k) {
		return false
	}
	for _, unit := range [...]string{" phiếu", " phiếu bầu", " đánh giá", " bình chọn"} {
		if strings.HasSuffix(k, unit) {
			return true
		}
	}
	return false
}

var scores = newPrefixes("đánh giá ", "xếp hạng ", "tổng số điểm ", "điểm ")

// isReads reports whether a key says how often an article was read: "tin này đã được đọc 120 lần".
func isReads(k string) bool {
	return (strings.HasPrefix(k, "tin ") || strings.HasPrefix(k, "bài ")) &&
		(strings.Contains(k, " được đọc ") || strings.Contains(k, " được xem ")) &&
		(strings.HasSuffix(k, " lần") || strings.HasSuffix(k, " lượt"))
}

var counters = newPrefixes(
	"lượt xem ", "lượt đọc ", "đã xem ", "số lần đọc ", "số lần xem ", "số lượt đọc ", "số lượt xem ",
	"số lượt ", "lượt truy cập ", "tổng lượt truy cập ", "tổng số lượt truy cập ", "số người xem ",
	"số người đọc ", "xem ", "thời gian đọc ", "thời lượng đọc ",
)

// IsImprint reports whether a line is one of the imprint: who runs the newspaper, by what licence.
func IsImprint(s string) bool {
	if len(s) > longestImprint {
		return false
	}
	const opening = 60 // bytes that the longest head needs, with room for punctuation
	isHead := imprintHeads.opens(s[:min(len(s), opening)])
	if strings.Contains(s, "GP") && imprintSelves.opens(s[:min(len(s), opening)]) {
		k := Key(s)
		return strings.Contains(k, " giấy phép ") && (strings.Contains(k, " điện thoại ") ||
			strings.Contains(k, " biên tập ") || strings.Contains(k, " phụ trách ") ||
			strings.Contains(k, " chịu trách nhiệm "))
	}
	if strings.HasPrefix(s, "©") || isHead && strings.Contains(Key(s), " giấy phép ") ||
		strings.HasPrefix(s, "Giấy phép ") && strings.Contains(s, "GP-") ||
		strings.HasPrefix(s, "Ghi rõ nguồn ") && strings.Contains(s, "phát hành lại") {
		return true
	}
	label, _, ok := strings.Cut(s[:min(len(s), longestName+1)], ":")
	return ok && imprintLabels.has(Key(label))
}

var imprintHeads = newPrefixes("cơ quan của ", "cơ quan ngôn luận ", "tiếng nói của ")

// imprintSelves begin imprints that name the licence and who runs the newspaper.
var imprintSelves = newPrefixes("báo ", "tuần báo ", "tạp chí ", "trang tin ", "trang thông tin ", "website ")

var imprintLabels = newSet(
	"tổng biên tập", "phó tổng biên tập", "tòa soạn", "toà soạn", "cơ quan chủ quản", "trụ sở",
)

// HasImprint reports whether a text has a phrase of the imprint: the number of the licence, a label of those
// who run the newspaper.
func HasImprint(s string) bool {
	if strings.Contains(s, "©") || strings.Contains(s, "Bản quyền thuộc") ||
		strings.Contains(s, "rõ nguồn") && strings.Contains(s, "hi rõ nguồn") {
		return true
	}
	if strings.IndexByte(s, ':') >= 0 { // most texts have none
		for _, label := range [...]string{
			"Tổng Biên tập:", "Tổng biên tập:", "TỔNG BIÊN TẬP:", "Chịu trách nhiệm nội dung:",
			"Cơ quan chủ quản:",
		} {
			if strings.Contains(s, label) {
				return true
			}
		}
	}
	if !strings.Contains(s, "GP") {
		return false
	}
	_, licence, ok := strings.Cut(s, "iấy phép")
	return ok && (strings.Contains(licence, "/GP") || strings.Contains(licence, "GP-"))
}

// IsLicence reports whether a line is about the newspaper's licence.
func IsLicence(line string) bool { return BeginsKey(line, "giấy phép") }

// HeadsComments reports whether a line heads what readers wrote: "Ý kiến bạn đọc (3)", "2 bình luận".
func HeadsComments(s string) bool {
	if len(s) > longestComments {
		return false
	}
	key := Key(s)
	head := strings.Trim(key, " 0123456789")
	return commentHeads.has(head) || head == "ý kiến" && head != key
}

// MayHeadComments reports whether a text that is not clean may be a line that heads what readers wrote: it
// begins with one of their letters, or with none of ASCII. It is a quick test before the text is made clean.
func MayHeadComments(s string) bool {
	return s != "" && (!markup.IsLetter(s[0]) || strings.IndexByte("bcpy", s[0]|0x20) >= 0)
}

// CountsComments reports whether a line heads what readers wrote and says how much it is: "Bình luận (4)".
func CountsComments(s string) bool {
	return strings.HasSuffix(s, ")") && strings.ContainsAny(s, "0123456789") && HeadsComments(s)
}

var commentHeads = newSet(
	"bình luận", "ý kiến bạn đọc", "ý kiến độc giả", "ý kiến của bạn đọc", "ý kiến của độc giả",
	"ý kiến phản hồi", "phản hồi", "phản hồi bạn đọc", "phản hồi của bạn đọc", "phản hồi của độc giả",
	"bạn đọc phản hồi", "độc giả phản hồi", "bình luận bạn đọc", "bình luận của bạn đọc", "comments",
)

// HeadsMore reports whether a line heads what follows an article: related articles, comments, keywords, the
// imprint.
func HeadsMore(s string) bool {
	return len(s) <= longestLabel && (headsMore(Key(s)) || strings.HasPrefix(s, "Thẻ:"))
}

// HeadsMoreByKey is HeadsMore for a line whose key is known.
func HeadsMoreByKey(s, key string) bool { return len(s) <= longestLabel && headsMore(key) }

func headsMore(k string) bool { return moreHeads.has(k) || moreHeadsBefore.begin(k) || namesOthers(k) }

// HeadsBox reports whether a line heads a box beside an article: one of other articles, a programme, a form.
func HeadsBox(s string) bool {
	if len(s) > longestLabel {
		return false
	}
	k := Key(s)
	return headsMore(k) || boxHeads.has(k)
}

var boxHeads = newSet(
	"trong số này", "tin trong ngày", "tin ảnh", "ảnh đẹp", "hộp thư góp ý", "lịch phát sóng",
	"lịch phát sóng hôm nay", "lịch truyền hình", "hỏi nhiều", "văn bản mới", "văn bản liên quan", "tin mới",
	"tin nóng", "thông báo", "liên kết website", "liên kết web", "thời tiết", "tỷ giá", "giá vàng",
	"số mới nhất", "báo in", "nhịp cầu bạn đọc", "diễn đàn",
)

// BeginsMore reports whether the first n bytes of a line head what is linked behind them: "Tin liên quanHồ đủ
// nước".
func BeginsMore(s string, n int) bool {
	return 0 < n && n < len(s) && n < longestLabel && HeadsMore(s[:n])
}

// namesOthers reports whether a key names other articles by what they are and which: "các tin cùng chuyên
// mục", "những bài viết mới nhất trong ngày", "xem nhiều 24h".
func namesOthers(key string) bool {
	key = strings.TrimRight(othersBefore.cut(key), " 0123456789h")
	for _, when := range othersBehind {
		if rest, ok := strings.CutSuffix(key, when); ok {
			key = rest
			break
		}
	}
	which := otherKinds.cut(key)
	return which != key && otherWhich.has(which)
}

var (
	othersBefore = newPrefixes("các ", "những ", "một số ", "xem thêm ", "đọc thêm ", "mời xem ")
	othersBehind = [...]string{" trong ngày", " trong tuần", " trong tháng", " hôm nay", " của chuyên mục"}
	// otherKinds are what other articles are called; longer names first.
	otherKinds = newPrefixes(
		"tin bài ", "bài viết ", "bài báo ", "tin tức ", "tin ảnh ", "tin video ", "video clip ", "bản tin ",
		"tin ", "bài ", "e magazine ", "emagazine ", "longform ", "podcast ", "infographic ", "megastory ",
		"chùm ảnh ", "phóng sự ảnh ", "video ", "clip ", "ảnh ", "thông tin ", "sự kiện ", "chủ đề ",
		"phóng sự ",
	)
	otherWhich = newSet(
		"liên quan", "khác", "mới", "mới nhất", "mới hơn", "cũ hơn", "cũ", "cùng chuyên mục", "cùng loại",
		"cùng chủ đề", "cùng tác giả", "cùng mục", "cùng thể loại", "cùng chuyên đề", "đã đưa", "đã đăng",
		"tiếp",
		"tiếp theo", "kế tiếp", "trước", "trước đó", "nổi bật", "nên đọc", "nên xem", "đáng chú ý",
		"đáng đọc",
		"xem nhiều", "xem nhiều nhất", "đọc nhiều", "đọc nhiều nhất", "được đọc nhiều", "được xem nhiều",
		"được quan tâm", "quan tâm", "nóng", "hot", "hay", "gợi ý", "tương tự", "cùng sự kiện",
		"mới cập nhật",
		"mới đăng", "cập nhật", "chọn lọc", "bạn nên đọc", "bạn quan tâm", "dành cho bạn",
		"cùng chuyên trang",
	)
)

var moreHeads = newSet(
	"liên kết hữu ích", "liên kết nhanh", "câu hỏi khác", "các câu hỏi khác", "câu hỏi liên quan",
	"tin liên quan", "bài liên quan", "có liên quan", "liên quan", "tin cùng chuyên mục", "cùng chuyên mục",
	"bài viết liên quan", "tin khác", "các tin khác", "các bài khác", "bài viết khác", "tin mới hơn",
	"tin cũ hơn", "tin mới nhất", "tin đọc nhiều", "đọc nhiều nhất", "đọc nhiều", "xem nhiều",
	"tin nổi bật", "có thể bạn quan tâm", "bạn có thể quan tâm", "có thể bạn chưa biết", "từ khóa",
	"từ khoá", "tags", "tag", "bình luận", "ý kiến bạn đọc", "ý kiến của bạn", "gửi bình luận",
	"các tin đã đưa", "tin đã đưa", "những tin mới hơn", "những tin cũ hơn", "tin tức khác",
	"các tin liên quan", "tin tức liên quan", "đánh giá bài viết", "thăm dò ý kiến", "bài đọc nhiều",
	"đọc thêm", "các bài viết khác", "chủ đề", "related news", "tin cùng loại",
	"các tin cùng chuyên mục", "bài cùng chuyên mục", "xem nhiều nhất", "nóng trong ngày", "tiêu điểm",
	"mời bạn đọc thêm", "mời đọc thêm", "mời bạn xem thêm", "mời xem thêm", "bạn đọc thêm", "mới cập nhật",
	"đừng bỏ lỡ", "cùng chủ đề", "cùng tác giả", "dòng sự kiện", "gợi ý cho bạn",
	"dành cho bạn", "có thể bạn thích", "bạn có thể thích", "mới nhất", "cùng mục", "cùng sự kiện",
	"thảo luận", "xem tiếp các tin khác", "bài mới", "từ khóa liên quan", "ý kiến độc giả",
)

// moreHeadsBefore are heads with what they head in the same line.
var moreHeadsBefore = newPrefixes("từ khóa ", "từ khoá ", "tags ", "giấy phép số ", "cơ quan chủ quản ")

// IsTopics reports whether a line behind a text names its topics: "Chủ đề: chè shan, hợp tác xã". So many of
// its bytes are links; without them it must be a list of short phrases.
func IsTopics(s string, links int) bool {
	const longest = 400 // bytes
	if len(s) > longest || EndsSentence(s) {
		return false
	}
	if strings.HasPrefix(s, "#") {
		return areHashtags(s)
	}
	if !topicLabels.opensWords(s) {
		return false
	}
	label, rest, ok := strings.Cut(s, ":")
	if !ok {
		return links*2 >= len(s)
	}
	return Words(label) <= mostTopicWords && (links > 0 && links*2 >= len(rest) || arePhrases(rest))
}

// mostTopicWords is the number of words in the longest of topicLabels.
const mostTopicWords = 5

var topicLabels = newPrefixes(
	"chủ đề", "từ khóa", "từ khoá", "tag", "tags", "hashtag", "keyword", "keywords", "nhãn", "sự kiện",
	"dòng sự kiện", "theo dòng sự kiện", "chuyên đề", "xem các bài viết về", "xem thêm về", "đọc thêm về",
	"chuyên mục", "danh mục", "thể loại",
)

// areHashtags reports whether a text is a row of two hashtags at least.
func areHashtags(s string) bool {
	words := strings.Fields(s)
	isOther := func(word string) bool { return word[0] != '#' }
	return len(words) > 1 && !slices.ContainsFunc(words, isOther)
}

// arePhrases reports whether a text is a list of two phrases at least, each of a few words.
func arePhrases(s string) bool {
	const mostWords = 7
	phrases := 0
	isSign := func(c rune) bool { return c == ',' || c == ';' || c == '|' }
	for phrase := range strings.FieldsFuncSeq(s, isSign) {
		if n := Words(phrase); n > mostWords {
			return false
		} else if n > 0 {
			phrases++
		}
	}
	return phrases > 1
}

// HeadsRelated reports whether a line heads other articles beside one.
func HeadsRelated(s string) bool {
	if len(s) > longestLabel {
		return false
	}
	key := Key(s)
	return headsMore(key) && !topicHeads.has(key) || relatedHeads.has(key)
}

// topicHeads head the articles of a topic, which need not have one beside them.
var topicHeads = newSet("dòng sự kiện", "chủ đề", "theo dòng sự kiện", "sự kiện")

var relatedHeads = newSet("xem thêm", "tin mới", "bài mới", "tin nóng", "đọc tiếp", "mời xem thêm",
	"tin đáng đọc")

// IsPart reports whether a label numbers an article of a series: "Bài 2", "Kỳ cuối".
func IsPart(label string) bool {
	kind, number, ok := strings.Cut(Key(label), " ")
	return ok && partKinds.has(kind) && (IsNumber(number) || partNumbers.has(number))
}

var (
	partKinds   = newSet("bài", "kỳ", "phần", "tập", "số")
	partNumbers = newSet("cuối", "đầu", "sau", "tới", "tiếp", "tiếp theo")
)

// IsPager reports whether a text has page numbers and the words around them, and nothing else.
func IsPager(s string) bool {
	for word := range strings.FieldsSeq(Key(s)) {
		if !pagerWords.has(word) && !IsNumber(word) {
			return false
		}
	}
	return true
}

var pagerWords = newSet(
	"trang", "trước", "sau", "tiếp", "theo", "đầu", "cuối", "page", "pages", "next", "prev", "phần",
)

// A PageLink describes the page of an article that a link leads to, by the text of the link.
type PageLink struct {
	Number int // of the page; 0: not said
	Step   int // 1: the page behind, -1: the page before, 0: not said
}

// ReadPageLink reads the text of a link to another page of an article: "2", "Xem tiếp trang 2", "Trang sau",
// "»", "Xem toàn bộ". It reports whether it is one.
func ReadPageLink(s string) (PageLink, bool) {
	const mostDigits = 2
	var l PageLink
	key := Key(s)
	if key == "" {
		switch strings.Trim(s, " ") {
		case "»", ">", ">>", "›", "→":
			return PageLink{Step: 1}, true
		case "«", "<", "<<", "‹", "←":
			return PageLink{Step: -1}, true
		}
		return l, false
	}
	if readOn.has(key) && strings.HasSuffix(key, " tiếp") {
		return PageLink{Step: 1}, true
	}
	if readOn.has(key) || wholeTexts.has(key) {
		return l, true
	}
	for word := range strings.FieldsSeq(key) {
		switch {
		case IsNumber(word) && len(word) <= mostDigits && l.Number == 0:
			for _, c := range word {
				l.Number = 10*l.Number + int(c-'0')
			}
		case word == "sau" || word == "kế" || word == "tiếp" || word == "next":
			l.Step = 1
		case word == "trước" || word == "prev" || word == "previous":
			l.Step = -1
		case !pagerWords.has(word) && !pageLinkWords.has(word):
			return PageLink{}, false
		}
	}
	return l, l != PageLink{}
}

var (
	pageLinkWords = newSet("xem", "đọc", "bài", "mời", "sang")
	// wholeTexts are links to all pages in one.
	wholeTexts = newSet(
		"xem tất cả", "xem toàn bài", "xem cả bài", "xem trên một trang", "xem bài trên một trang",
		"view all", "đọc toàn bài", "toàn bộ bài viết", "xem toàn bộ bài viết", "tất cả", "single page",
		"bản in",
	)
)
