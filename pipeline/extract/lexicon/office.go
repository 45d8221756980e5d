package lexicon

import "strings"

// SignsForOffice reports whether a line stands over the name, or in the place of the name, of somebody who
// signs for an office or a family rather than as a writer: "KT. GIÁM ĐỐC", "(Đã ký)", "GIA ĐÌNH KÍNH BÁO".
// Posts must be in capitals.
func SignsForOffice(s string) bool {
	const longest, mostWords = 120, 6 // bytes; words of a family
	if len(s) > longest || EndsSentence(s) {
		return false
	}
	key := Key(s)
	if signed.has(key) || kinsfolk.beginWords(key) && Words(key) <= mostWords && announces(key) {
		return true
	}
	if !AllCapitals(s) {
		return false
	}
	post := onBehalf.cut(key)
	return postHeads.beginWords(post) || post != key && officeHeads.beginWords(post)
}

// SignsOnBehalf is SignsForOffice for lines that cannot stand under the name of a writer, as his post does.
func SignsOnBehalf(s string) bool {
	if !SignsForOffice(s) {
		return false
	}
	key := Key(s)
	return !postHeads.beginWords(key)
}

// announces reports whether a key ends as the announcements of families do.
func announces(key string) bool {
	for _, end := range [...]string{
		" kính báo", " kính cáo", " cẩn cáo", " khấp báo", " cáo phó", " bái tạ", " cảm tạ", " kính mời",
		" đồng kính báo", "thay mặt gia đình", "đại diện gia đình", "tm gia đình",
	} {
		if strings.HasSuffix(key, end) {
			return true
		}
	}
	return false
}

var (
	signed   = newSet("đã ký", "đã ký tên", "đã ký và đóng dấu", "đã ký đóng dấu", "kính báo", "nay kính báo")
	kinsfolk = newPrefixes("gia đình", "tang gia", "tang quyến", "gia quyến", "tang chủ", "thay mặt gia đình",
		"đại diện gia đình", "tm gia đình", "ban tổ chức", "ban tang lễ", "ban lễ tang", "toàn thể gia đình")
	onBehalf = newPrefixes("kt ", "tm ", "tl ", "tuq ", "t m ", "t l ", "k t ", "thay mặt ", "quyền ",
		"q ")
	postHeads   = newPrefixes(officePosts[:]...)
	officeHeads = newPrefixes(
		"ban chấp hành", "ban thường vụ", "ban giám đốc", "ban thường trực", "ban chỉ đạo", "ban quản lý",
		"hội đồng quản trị", "hội đồng thành viên", "hội đồng", "ủy ban nhân dân", "uỷ ban nhân dân", "ubnd",
		"thường trực", "đoàn chủ tịch", "bch")
)

// officePosts are the posts of those who sign for offices.
var officePosts = [...]string{
	"giám đốc", "phó giám đốc", "tổng giám đốc", "phó tổng giám đốc", "chủ tịch", "phó chủ tịch", "bí thư",
	"phó bí thư", "trưởng ban", "phó trưởng ban", "phó ban", "trưởng phòng", "phó trưởng phòng",
	"phó phòng", "chánh văn phòng", "phó chánh văn phòng", "hiệu trưởng", "phó hiệu trưởng", "cục trưởng",
	"phó cục trưởng", "chi cục trưởng", "phó chi cục trưởng", "viện trưởng", "phó viện trưởng", "chánh án",
	"phó chánh án", "thẩm phán", "chấp hành viên", "đấu giá viên", "công chứng viên", "chủ nhiệm",
	"phó chủ nhiệm", "hạt trưởng", "đội trưởng", "bộ trưởng", "thứ trưởng", "chỉ huy trưởng", "chính ủy",
	"chính uỷ", "thủ trưởng", "trưởng đoàn", "thủ tướng", "tổng bí thư",
}
