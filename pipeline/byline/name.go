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
var namesTSV string // syllable, and how many of 8,753 people have it as surname, middle and given name

// A use says how many people bear a syllable in each part of their name.
type use struct {
	surname, middle, given int
	only                   bool // it is a surname and no other word
}

var names = sync.OnceValue(func() map[string]use {
	m := make(map[string]use, strings.Count(namesTSV, "\n")+len(minoritySurnames)+len(onlySurnames))
	for line := range strings.Lines(namesTSV) {
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		var u use
		for i, n := range [...]*int{&u.surname, &u.middle, &u.given} {
			*n, _ = strconv.Atoi(f[i+1])
		}
		m[f[0]] = u
	}
	for name := range strings.FieldsSeq(minoritySurnames) {
		u := m[name]
		u.surname = max(u.surname, minCount)
		m[name] = u
	}
	for name := range strings.FieldsSeq(onlySurnames) {
		m[name] = use{surname: minCount, only: true}
	}
	return m
})

// minCount is how many people must bear a syllable before it counts as one that people are named with: fewer
// are slips of the keyboard.
const minCount = 3

// minoritySurnames are surnames of peoples whom the sample of names hardly knows.
const minoritySurnames = `
vàng lò hờ hầu mùa tráng lù lầu cứ cư hạng chang cháng ly chảo phàn bàn lường quàng cà tòng lô cụt thổ
cầm đèo lục nông vi bế mạc ma đàm hứa nùng liêu lành hoàng phương lộc linh dương lăng tô lèng xin vương
nay côn ra pi đinh a y thạch danh kim sơn bá đàng thập hán não hà quách bùi xa triệu củng lỳ pờ chớ`

// onlySurnames are those of them that mean nothing else in Vietnamese. What follows one is a name, whatever
// the language: "Rơ Mah Blơ", "Điểu Krang".
const onlySurnames = `
giàng sùng thào vừ tẩn chẻo sình chẩu sằm thèn moong điểu niê ksor ksơr kpă kpa kpuih rơ rah rchâm rchom siu
rmah rcom rơmah rơchăm romah puih hmok alê êban mlô byă kbuôr ayun adrơng hiao bling bríu alăng zơ zơrâm
pơloong arất kăn kray coor hôih lơ pinăng chamaléa kator katơr`

// notNames are phrases whose syllables all occur in names and which stand in capitals on a page: rubrics,
// places, words.
var notNames = set(`
thông tin|an ninh|quốc phòng|quốc hội|công an|an toàn|gia đình|sinh viên|nhân viên|thành viên|văn hóa
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

// set returns the phrases, which | separates, in both placements of the tone mark.
func set(phrases string) map[string]struct{} {
	m := make(map[string]struct{}, 512)
	for phrase := range strings.SplitSeq(phrases, "|") {
		phrase = strings.TrimSpace(phrase)
		m[phrase] = struct{}{}
		m[viet.PlaceTones(phrase, viet.Nucleus)] = struct{}{}
	}
	return m
}

// person returns s as a searchable name if it can be one. Loose is set where a label or the place says that
// names stand here, so that any words in capitals may be one; named where something beside s shows that it is
// a name.
func person(s string, loose, named bool) (string, bool) {
	s = strings.Trim(s, " .,")
	if s == "" || len(s) > 60 {
		return "", false
	}
	lower := viet.Lower(s)
	if _, ok := notNames[lower]; ok {
		return "", false
	}
	if IsAccount(s) || isAddress(lower) {
		return "", false
	}

	words, known, syllables := 0, 0, 0
	lexicon := names()
	allUpper := isUpper(s)
	first, last := use{}, use{}
	marked := false // a form that only names have: H'Mai, N.T.H
	for word := range strings.FieldsSeq(s) {
		words++
		if !isNameWord(word, allUpper) || words > 6 {
			return "", false
		}
		if isInitials(word) || isMarked(word) || marked && utf8.RuneCountInString(word) == 1 {
			marked = true
			known++
			continue
		}
		u := nameUse(lexicon, word)
		if words == 1 {
			first = u
		}
		last = u
		if u.surname+u.middle+u.given >= minCount {
			known++
			marked = marked || strings.Contains(word, "-")
		}
		if viet.IsSyllable(word) {
			syllables++
		}
	}

	switch {
	case loose:
		return viet.TitleName(s), true
	case marked && known == words && words <= 4:
	case first.only && 2 <= words && words <= 4:
	case words == 1:
		if named && known == 1 || last.given >= 25 && named {
			break
		}
		return "", false
	case named && words <= 5 && (first.surname >= minCount || known*2 >= words):
	case words <= 4 && known == words && (last.given >= minCount || last.middle >= 2*minCount):
	case words <= 5 && first.surname >= minCount && known >= words-1:
	case words == 2 && !allUpper && known == 1 && syllables == 2:
	case words == 3 && !allUpper && first.surname >= minCount && syllables == 3: // "Sùng Seo Chúng"
	default:
		return "", false
	}
	return viet.TitleName(s), true
}

// isAddress reports whether s, in small letters, begins with a word that people are spoken of with and do not
// sign with ("ông Lê Quang Vĩnh", "cháu T.D.N."), or with one that no name begins with.
func isAddress(s string) bool {
	first, rest, _ := strings.Cut(s, " ")
	switch first {
	case "ông", "bà", "chị", "cháu", "bé", "cô", "chú", "thầy", "mẹ", "bố", "vợ", "chồng", "con", "cậu",
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

// nameUse returns how often the word, or its rarest part ("Trần-Lê"), occurs in names.
func nameUse(lexicon map[string]use, word string) use {
	if head, tail, ok := strings.Cut(word, "-"); ok {
		u := nameUse(lexicon, tail)
		if h := nameUse(lexicon, head); h.surname+h.middle+h.given < minCount {
			return use{}
		}
		return u
	}
	var buf [32]byte
	lower := viet.AppendLower(buf[:0], word)
	if u, ok := lexicon[string(lower)]; ok {
		return u
	}
	// "Hòa" and "Hoà" are one name.
	return lexicon[string(viet.AppendTerm(lower[len(lower):], string(lower)))]
}

// isNameWord reports whether word can be part of a name: it begins with a capital and goes on in small
// letters, or is all capitals in a name that is, and holds nothing but letters, apostrophes, hyphens and the
// dots of initials.
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

// isInitials reports whether word is made of initials, the last of which may be a whole name: "N.T.H", "T.Đ",
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
	at := strings.IndexAny(word, "'’")
	return at > 0 && at <= 2 && at < len(word)-1
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
