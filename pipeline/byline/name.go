package byline

import (
	_ "embed"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"baotinh/pipeline/viet"
)

//go:embed names.tsv
var namesTSV string // syllable; how many of 8,753 people have it as surname, middle name, given name

// nameCounts are the numbers of people who have a syllable in each part of their name.
type nameCounts struct {
	surname, middle, given int
	onlySurname            bool // it is a surname and no other word
}

func (n nameCounts) total() int { return n.surname + n.middle + n.given }

// A nameLexicon holds the syllables of names in lower case.
type nameLexicon map[string]nameCounts

var names = sync.OnceValue(func() nameLexicon {
	m := make(nameLexicon, strings.Count(namesTSV, "\n")+len(minoritySurnames)+len(onlySurnames))
	for line := range strings.Lines(namesTSV) {
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		var counts nameCounts
		for i, n := range [...]*int{&counts.surname, &counts.middle, &counts.given} {
			*n, _ = strconv.Atoi(f[i+1])
		}
		m[f[0]] = counts
	}
	for name := range strings.FieldsSeq(minoritySurnames) {
		counts := m[name]
		counts.surname = max(counts.surname, minCount)
		m[name] = counts
	}
	for name := range strings.FieldsSeq(onlySurnames) {
		m[name] = nameCounts{surname: minCount, onlySurname: true}
	}
	return m
})

// minCount is the number of people who must have a syllable in their names before it counts as part of a
// name. Rarer ones are typing errors.
const minCount = 3

// minoritySurnames are surnames of peoples who are rare in the sample of names.
const minoritySurnames = `
vàng lò hờ hầu mùa tráng lù lầu cứ cư hạng chang cháng ly chảo phàn bàn lường quàng cà tòng lô cụt thổ
cầm đèo lục nông vi bế mạc ma đàm hứa nùng liêu lành hoàng phương lộc linh dương lăng tô lèng xin vương
nay côn ra pi đinh a y thạch danh kim sơn bá đàng thập hán não hà quách bùi xa triệu củng lỳ pờ chớ`

// onlySurnames are surnames that are no other word of Vietnamese. The words after one are a name, whatever
// their language: "Rơ Mah Blơ", "Điểu Krang".
const onlySurnames = `
giàng sùng thào vừ tẩn chẻo sình chẩu sằm thèn moong điểu niê ksor ksơr kpă kpa kpuih rơ rah rchâm rchom siu
rmah rcom rơmah rơchăm romah puih hmok alê êban mlô byă kbuôr ayun adrơng bkrông hđơk hwing knul kđoh ktla
ktul ênuôl êñuôl mdrang kriêng hiao bling bríu alăng zơ zơrâm
pơloong arất kăn kray coor hôih lơ pinăng chamaléa kator katơr`

// notNames are phrases that are printed in capitals and whose syllables all occur in names: rubrics, places,
// words.
var notNames = set(`
loạt bài|chùm bài
|thông tin|an ninh|quốc phòng|quốc hội|công an|an toàn|gia đình|sinh viên|nhân viên|thành viên|văn hóa
|văn hoá|xã hội|chính trị|kinh tế|kinh doanh|thế giới|thời sự|trung tâm|thành công|thành tích|thị trường
|giao thông|quân sự|nhân dân|nhân sự|nhân ái|bình luận|bình an|công nghệ|công lý|công đoàn|công lập
|công bằng|công chức|công văn|công minh|đại học|đại hội|đại sứ|đại diện|đại biểu|hội nghị|hội đồng
|kết luận|kết nối|nông thôn|nông nghiệp|nông dân|tài chính|thiên nhiên|tự nhiên|tâm sự|tâm lý|tâm linh
|sáng tạo|thi công|thi đua|thông báo|thông điệp|quản lý|quản trị|quy hoạch|tin tức|tin mới|pháp luật
|pháp lý|pháp lệnh|hạnh phúc|đồng hành|đồng tình|đồng thuận|đồng chí|thanh niên|thiếu niên|thanh tra
|thanh toán|thống nhất|chương trình|chuyên gia|chính sách|chính quyền|chính phủ|chính thức|định hướng
|hướng dẫn|quảng cáo|liên hệ|liên quan|lưu ý|lưu thông|ma túy|ma tuý|việt kiều|kiều bào|từ thiện
|tình nguyện|tuyển sinh|tuyển dụng|văn bản|văn học|văn nghệ|văn phòng|y tế|dân sinh|dân trí|dân sự|lịch sử
|du lịch|thể thao|thiện nguyện|khoa học|khoa giáo|học sinh|bảo hiểm|bảo vệ|môi trường|nghị quyết|nghị định
|nghĩa vụ|tiến độ|trí tuệ|trường học|hiệu quả|tổng hợp|toàn quốc|toàn cảnh|toàn văn|trang chủ|xem thêm
|đọc thêm|bài viết|giải trí|đời sống|sức khỏe|bạn đọc|tuổi trẻ|ô tô|bất động sản|địa phương|nội dung
|lễ hội|giáo dục|tư vấn|tư liệu|trực tuyến|trực tiếp|hình ảnh|truyền hình|phát thanh|phóng sự|phóng viên
|tác giả|bút danh|tòa soạn|điều kiện|đối tượng|phương pháp|phương tiện|giải pháp|nguyên nhân|biện pháp
|thực trạng|tổng quan|khái niệm|mở đầu|lời kết|ý kiến|ý nghĩa|xuân mới|tân hợi|mậu tuất|kỷ hợi|giáp thìn
|quý mão|nhâm dần|tân sửu|canh tý|ất tỵ|bính ngọ|hùng vương|lao động|tiền phong|nhân văn xã hội|đảng bộ
|đảng viên|trung ương|việt nam|trung quốc|hàn quốc|nhật bản|thái lan|hà lan|ba lan|triều tiên|ấn độ|hoa kỳ
|đài loan|hồng kông|ma cao|mỹ|anh quốc|pháp quốc|thụy sĩ|thụy điển|nam phi|nam mỹ|bắc mỹ|âu mỹ|đông á
|đông nam á|tây âu|đông âu|trung đông|biển đông|tây nguyên|tây bắc|đông bắc|tây nam|đông nam|nam bộ|bắc bộ
|trung bộ|bắc kinh|bình nhưỡng|thượng hải|hà nội|hải phòng|đà nẵng|cần thơ|huế|hồ chí minh|tp hồ chí minh
|sài gòn|an giang|bà rịa|vũng tàu|bắc giang|bắc kạn|bạc liêu|bắc ninh|bến tre|bình định|bình dương
|bình phước|bình thuận|cà mau|cao bằng|đắk lắk|đắk nông|điện biên|đồng nai|đồng tháp|gia lai|hà tĩnh
|hậu giang|hòa bình|hoà bình|hưng yên|kiên giang|kon tum|lai châu|lâm đồng|lạng sơn|lào cai|long an
|nam định|nghệ an|ninh bình|ninh thuận|phú thọ|phú yên|quảng bình|quảng nam|quảng ngãi|quảng ninh
|quảng trị|sóc trăng|sơn la|tây ninh|thái nguyên|thanh hóa|thanh hoá|thừa thiên|thừa thiên huế|tiền giang
|trà vinh|tuyên quang|vĩnh long|vĩnh phúc|yên bái|nha trang|đà lạt|quy nhơn|hạ long|phú quốc|hội an
|hoàng sa|trường sa|cửu long|trường sơn|thăng long|ba đình|hoàn kiếm|hà đông|thủ đức|bình thạnh|gò vấp
|củ chi|biên hòa|biên hoà|mỹ đình|văn miếu|đông hà|đồng hới|tam kỳ|pleiku|phan thiết|phan rang|mỹ tho
|rạch giá|long xuyên|vị thanh|việt trì|hải quan|kiểm lâm|biên phòng|hải quân|an sinh|an dân|tân trang
|tăng trưởng|chiến tranh|chiến thắng|chiến lược|kỷ niệm|kỷ luật|kỷ lục|danh mục|danh sách|danh ngôn
|doanh nhân|doanh nghiệp|công thương|công trình|công nhân|công ích|công khai|thiên tai|thời tiết|thế thao
|thi tuyển|thu ngân|ngân hàng|ngân sách|tín dụng|tín nhiệm|tình yêu|tình hình|tân gia|sự kiện|vì dân
|vì sao|tại sao|như sau|cụ thể|tuy nhiên|trong đó|ngoài ra|còn nữa|hết|chia sẻ|gửi|video|xem tiếp|nguồn
|ảnh|clip|mới nhất|bình minh việt|thông tư|thông cáo|thông tấn xã|lý do|lý luận|lý tưởng|triển lãm
|a lưới|y tý|cư jút|cư kuin|cư m'gar|phúc lợi|lợi nhuận|lợi ích|lợi thế|phú quý`)

// penNames are those of notNames that writers sign with, too. They are names where a label or the place says
// so, and beside another name if each word has its capital: "Bích Phượng - Quốc Hội".
var penNames = set(`trường sơn|phú quý|công minh|hải quân|thăng long|thành công|bình an|cửu long|tân trang
|quốc hội|quốc phòng|công lý|hùng vương|trí tuệ`)

// set returns phrases, separated by "|", each with both placements of its tone marks.
func set(phrases string) map[string]struct{} {
	m := make(map[string]struct{}, 512)
	for phrase := range strings.SplitSeq(phrases, "|") {
		phrase = strings.TrimSpace(phrase)
		m[phrase] = struct{}{}
		m[viet.PlaceTones(phrase, viet.Nucleus)] = struct{}{}
	}
	return m
}

// IsGivenName reports whether a text is one word that people have as their given name, as some sign with.
func IsGivenName(s string) bool {
	const people = 10 // of the sample; fewer have words that are hardly names
	if strings.ContainsAny(s, " -") || !viet.IsSyllable(s) {
		return false
	}
	if _, ok := notNames[viet.Lower(s)]; ok {
		return false
	}
	return names().counts(s).given >= people
}

// IsNameNotPlace reports whether two words are the name of a person, pen name or not, that no province or
// district has: where a place may stand, as in brackets, "Mai Linh" is a writer and "Mai Châu" none.
func IsNameNotPlace(s string) bool {
	const people = 10 // as in IsGivenName
	first, last, ok := strings.Cut(s, " ")
	lower := viet.Lower(s)
	if !ok || !isProper(s) || strings.Contains(last, " ") || !IsGivenName(last) {
		return false
	}
	if _, isKnown := notNames[lower]; isKnown {
		return false
	}
	if _, isPlace := districts()[lower]; isPlace {
		return false
	}
	counts := names().counts(first)
	return counts.surname >= minCount || counts.middle+counts.given >= people
}

// districts are the provinces and districts, before 2025, whose names could be those of people.
var districts = sync.OnceValue(func() map[string]struct{} {
	return set(`
an dương|an minh|an phú|anh sơn|bình giang|bình long|bình minh|bình sơn|bình tân|bình đại|bạch thông
|bảo lâm|bảo lộc|bảo thắng|cao lộc|cao phong|châu phú|châu thành|châu đức|chí linh|chương mỹ|cẩm mỹ
|duy tiên|duyên hải|gia bình|gia lâm|gia lộc|gia nghĩa|giang thành|hiệp đức|hoài ân|hoài đức|hoàng mai
|hà giang|hà nam|hà tiên|hà trung|hưng hà|hưng nguyên|hương sơn|hải an|hải châu|hải dương|hải hà|hải hậu
|hậu lộc|khánh sơn|kim sơn|kim thành|kiên hải|kỳ anh|kỳ sơn|long khánh|long mỹ|long phú|long thành
|lâm bình|lâm hà|lý nhân|lý sơn|lương sơn|lương tài|lập thạch|lộc bình|mai châu|mai sơn|minh long|mỹ hào
|mỹ tú|mỹ đức|nam giang|nam trực|nga sơn|nghĩa hưng|nguyên bình|ngân sơn|ngô quyền|ngọc hiển|như thanh
|như xuân|phú bình|phú lộc|phú mỹ|phú thiện|phú tân|phú xuân|phúc thọ|phước long|phước sơn|phụng hiệp
|quang bình|sơn dương|sơn hà|sầm sơn|thanh bình|thanh chương|thanh hà|thanh liêm|thanh sơn|thanh xuân
|thuận an|thuận châu|thuận nam|thuận thành|thái bình|thạch an|thạch hà|thạch thành|thọ xuân|tiên phước
|triệu phong|triệu sơn|tân an|tân bình|tân châu|tân hiệp|tân hưng|tân phú|tân phước|tân sơn|từ sơn
|văn giang|văn lâm|vĩnh bảo|vĩnh châu|vĩnh hưng|vĩnh linh|vĩnh lộc|vĩnh lợi|vĩnh thuận|vĩnh tường|vũ quang
|vũ thư|xuân lộc|xuân trường|ân thi|đình lập|đông anh|đông giang|đông hưng|đông hải|đông triều|đại lộc
|đồng phú|đồng văn|đồng xuân|đức linh|đức thọ|đức trọng`)
})

// A confidence says how sure it is, before its words are read, that a text is a name.
type confidence uint8

const (
	unsure  confidence = iota // nothing says so
	likely                    // it is beside another name
	certain                   // a label or the place says so: any words in capitals may be a name
)

// person returns s as a searchable name if one of nameRules accepts it.
func person(s string, c confidence) (string, bool) {
	s = strings.Trim(s, " .,")
	if s == "" || len(s) > 60 {
		return "", false
	}
	lower := viet.Lower(s)
	if isNoName(s, lower, c) || strings.ContainsAny(s, signsOfAccounts) || isAccount(s, lower) ||
		isAddress(lower) && !(c == certain && isOfKin(s, lower)) || isInstitution(lower) {
		return "", false
	}
	f, ok := featuresOf(s)
	if !ok {
		return "", false
	}
	for _, rule := range nameRules {
		if c >= rule.least && rule.accepts(f) {
			return viet.TitleName(s), true
		}
	}
	return "", false
}

// isNoName reports whether s, in small letters lower, is one of notNames that is hardly a name where it
// stands.
func isNoName(s, lower string, c confidence) bool {
	if _, ok := notNames[lower]; !ok {
		return false
	}
	_, ok := penNames[lower]
	return !ok || c < certain && (c < likely || isUpper(s) || !isProper(s))
}

// isPenName reports whether s is two words in name case that are more often something else, as a place.
// Behind a label that asks who it was, such as "Thực hiện:", it is a pen name.
func isPenName(s string) bool {
	_, known := notNames[viet.Lower(s)]
	return known && strings.Count(s, " ") == 1 && isProper(s) && !isUpper(s)
}

// nameFeatures are the features of a text by which nameRules tell names from other words.
type nameFeatures struct {
	words     int  // all words
	known     int  // words that at least minCount people have in their names, and forms that only names have
	syllables int  // Vietnamese syllables
	capitals  bool // the text is in capitals
	typical   bool // it has a form that only names have: H'Mai, N.T.H, Trần-Lê

	first, last nameCounts // of the first and the last word
}

// featuresOf returns the features of s, and false if s has a word that no name has, or more than six words.
func featuresOf(s string) (nameFeatures, bool) {
	const maxWords = 6
	f := nameFeatures{capitals: isUpper(s)}
	lexicon := names()
	for word := range strings.FieldsSeq(s) {
		f.words++
		if f.words > maxWords || !isNameWord(word, f.capitals) {
			return f, false
		}
		if isInitials(word) || isMarked(word) || f.typical && utf8.RuneCountInString(word) == 1 {
			f.typical = true
			f.known++
			continue
		}
		f.last = lexicon.counts(word)
		if f.words == 1 {
			f.first = f.last
		}
		if f.last.total() >= minCount {
			f.known++
			f.typical = f.typical || strings.Contains(word, "-")
		}
		if viet.IsSyllable(word) {
			f.syllables++
		}
	}
	return f, true
}

// nameRules are the rules for names. A rule applies from its least confidence upwards; a text is a name if
// one of the applicable rules accepts it.
var nameRules = [...]struct {
	name, example string // the example is accepted by this rule alone
	least         confidence
	accepts       func(f nameFeatures) bool
}{
	{"labelled", "Emily Carter", certain, func(f nameFeatures) bool {
		return true
	}},
	{"form that only names have", "H'Hen Niê", unsure, func(f nameFeatures) bool {
		return f.typical && f.known == f.words && f.words <= 4
	}},
	{"surname that is no other word", "Kpă Pleng Blang", unsure, func(f nameFeatures) bool {
		return f.first.onlySurname && 2 <= f.words && f.words <= 4
	}},
	{"pen name of one word, beside a name", "Thủy", likely, func(f nameFeatures) bool {
		return f.words == 1 && f.known == 1
	}},
	{"surname, or half of the words known, beside a name", "Nguyễn Xeng Pleng", likely,
		func(f nameFeatures) bool {
			return 2 <= f.words && f.words <= 5 && (f.first.surname >= minCount || f.known*2 >= f.words)
		}},
	{"all words known, the last as a given name", "Tú Uyên", unsure, func(f nameFeatures) bool {
		return 2 <= f.words && f.words <= 4 && f.known == f.words &&
			(f.last.given >= minCount || f.last.middle >= 2*minCount)
	}},
	{"surname, one word unknown", "Nguyễn Thị Blơ", unsure, func(f nameFeatures) bool {
		return 2 <= f.words && f.words <= 5 && f.first.surname >= minCount && f.known >= f.words-1
	}},
	{"two syllables, one known", "Xeng Linh", unsure, func(f nameFeatures) bool {
		return f.words == 2 && !f.capitals && f.known == 1 && f.syllables == 2
	}},
	{"three syllables after a surname", "Vàng Seo Chúng", unsure, func(f nameFeatures) bool {
		return f.words == 3 && !f.capitals && f.first.surname >= minCount && f.syllables == 3
	}},
}

// isAddress reports whether s, in small letters, begins with a form of address, which nobody signs with ("ông
// Lê Quang Vĩnh", "cháu T.D.N."), or with a word that begins no name.
func isAddress(s string) bool {
	first, rest, _ := strings.Cut(s, " ")
	switch first {
	case "mường", "buôn", "krông", "đắk", "đăk", "ea", "ia", "plei", "bản", "làng", "ấp", "xóm",
		"ông", "bà", "chị", "cháu", "bé", "cô", "chú", "thầy", "mẹ", "bố", "vợ", "chồng", "con", "cậu",
		"cụ", "chàng", "nàng",
		"ảnh", "hình", "tin", "bài", "nguồn", "hiện", "với", "tại", "và", "của", "các", "những", "khu",
		"xã", "phường", "quận",
		"huyện", "tỉnh", "thôn", "đường", "sông", "núi", "biển", "đảo", "chùa", "đền", "chợ":
		return true
	case "anh", "em", "bác", "dì":
		return strings.Contains(rest, " ") || strings.Contains(rest, ".")
	}
	return false
}

// isInstitution reports whether s, in small letters, begins as the name of an office or a business does.
func isInstitution(s string) bool {
	_, ok := cutHead(s, institutions[:])
	return ok
}

var institutions = [...]string{
	"ngân hàng", "bệnh viện", "chi cục", "chi nhánh", "học viện", "thư viện", "bảo tàng", "kho bạc", "tòa án",
	"toà án", "ủy ban", "uỷ ban", "hội đồng", "hợp tác xã", "htx", "doanh nghiệp", "xí nghiệp", "nhà máy",
	"nhà thuốc", "phòng khám", "cửa hàng", "khách sạn", "công an", "văn phòng", "trường đại học",
	"trường cao đẳng", "trường thpt", "trường thcs", "trường tiểu học", "trường mầm non", "quỹ tín dụng",
	"liên đoàn", "điện lực",
}

// isOfKin reports whether s, in small letters lower, is a pen name of the kind that columnists of the South
// have: a word for a relative, his number and perhaps a nickname, "Dì Bảy Lụa".
func isOfKin(s, lower string) bool {
	const most = 4 // words
	kin, rest, ok := strings.Cut(lower, " ")
	number, _, _ := strings.Cut(rest, " ")
	if !ok || !isProper(s) || strings.Count(s, " ") >= most {
		return false
	}
	switch kin {
	case "ông", "bà", "chú", "cô", "dì", "bác", "cậu", "anh", "chị", "thím", "mợ", "má":
	default:
		return false
	}
	switch number {
	case "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười", "út", "cả":
		return true
	}
	return false
}

// counts returns the counts of a word, or of the last part of one with hyphens whose parts are all known
// ("Trần-Lê").
func (l nameLexicon) counts(word string) nameCounts {
	if head, tail, ok := strings.Cut(word, "-"); ok {
		counts := l.counts(tail)
		if l.counts(head).total() < minCount {
			return nameCounts{}
		}
		return counts
	}
	var buf [32]byte
	lower := viet.AppendLower(buf[:0], word)
	if counts, ok := l[string(lower)]; ok {
		return counts
	}
	// "Hòa" and "Hoà" are one name.
	return l[string(viet.AppendTerm(lower[len(lower):], string(lower)))]
}

// isNameWord reports whether word can be part of a name: one capital and small letters, or capitals only in a
// name that is all in capitals, with apostrophes, hyphens and the dots of initials.
func isNameWord(word string, allUpper bool) bool {
	begins := true
	for i, r := range word {
		switch {
		case r == '.' || r == '-' || r == '\'' || r == '’':
			begins = true
		case unicode.Is(unicode.M, r):
		case !unicode.IsLetter(r):
			return false
		case begins:
			if !unicode.IsUpper(r) && !isMarked(word[:i+1]) { // "Bh'riu", as "H'Mai"
				return false
			}
			begins = false
		case !allUpper && unicode.IsUpper(r) && !strings.HasPrefix(word, "Mc") &&
			!strings.HasPrefix(word, "Mac") &&
			(i > 1 || !strings.ContainsAny(word[:1], "HKR")): // "HMok", "KPă"
			return false
		}
	}
	return utf8.RuneCountInString(word) <= 16
}

// isInitials reports whether word consists of initials; the last may be a whole name: "N.T.H", "T.Đ",
// "Đ.Anh", "H.".
func isInitials(word string) bool {
	if strings.HasSuffix(word, ".") && utf8.RuneCountInString(word) <= 3 {
		return true
	}
	parts := 0
	for part := range strings.SplitSeq(strings.TrimSuffix(word, "."), ".") {
		parts++
		if n := utf8.RuneCountInString(part); n == 0 || n > 2 && parts == 1 || parts > 5 {
			return false
		}
	}
	return parts > 1 && !strings.EqualFold(word, "T.Ư") && !strings.EqualFold(word, "T.W")
}

// isMarked reports whether word is a name with an apostrophe: "H'Mai", "K'Pă".
func isMarked(word string) bool {
	const farthest = 2 // bytes before the apostrophe
	for at, r := range word[:min(len(word), farthest+len("’"))] {
		if r == '\'' || r == '’' {
			return 0 < at && at <= farthest && at < len(word)-1
		}
	}
	return false
}

func isUpper(s string) bool {
	for _, r := range s {
		if unicode.IsLower(r) {
			return false
		}
	}
	return true
}

func startsUpper(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(r) || unicode.IsDigit(r)
}

// isProper reports whether s is one to five words in capitals: a place, a pen name.
func isProper(s string) bool {
	words := 0
	for word := range strings.FieldsSeq(s) {
		words++
		for _, r := range word {
			if !unicode.IsLetter(r) && !unicode.Is(unicode.M, r) && r != '.' && r != '-' && r != ',' {
				return false
			}
		}
		if !startsUpper(word) {
			return false
		}
	}
	return 1 <= words && words <= 5
}
