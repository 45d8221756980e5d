package byline

import (
	"strings"

	"baotinh/pipeline/viet"
)

// roles are the words after a name that state the role of the author.
var roles = map[string]Role{
	"thực hiện": Interviewed, "th": Compiled, "t/h": Compiled, "tổng hợp": Compiled, "st": Compiled,
	"sưu tầm": Compiled, "biên soạn": Compiled, "tổng hợp và biên tập": Compiled, "lược ghi": Recorded,
	"ghi":  Recorded,
	"dịch": Translated, "lược dịch": Translated, "biên dịch": Translated, "lược thuật": Translated,
	"t.h":       Compiled,
	"phỏng vấn": Interviewed, "thực hiện phỏng vấn": Interviewed, "tổng thuật": Compiled,
	"tường thuật": Written, "trích dịch": Translated, "phóng tác": Translated, "chuyển ngữ": Translated,
	"s.t": Compiled, "ghi chép": Recorded, "bút ký": Written, "tản văn": Written, "truyện ngắn": Written,
	"phóng sự": Written, "ký": Written, "bài và ảnh": Written,
}

// isRole reports whether a line says only what somebody did: "(TH)" is trimmed to "TH". "T.H" are initials.
func isRole(line string) bool {
	return roles[viet.Lower(line)] != 0 && !(isUpper(line) && isInitials(line))
}

// roleTails are the roles that may follow a name without brackets.
var roleTails = [...]string{
	"thực hiện", "tổng hợp", "lược ghi", "sưu tầm", "biên dịch", "lược dịch", "lược thuật", "tổng thuật",
	"ghi", "dịch",
}

// cutOriginal cuts the language or the work from which somebody translated: "Mai Linh dịch từ nguyên bản
// tiếng Nga".
func cutOriginal(s string) string {
	before, original, ok := strings.Cut(s, " dịch từ ")
	if !ok || !strings.Contains(original, "tiếng ") && !strings.HasPrefix(original, "bản ") {
		return s
	}
	return before + " dịch"
}

// cutTeller cuts the person whose story somebody wrote down: "Mai Linh ghi theo lời kể của ông Lò Văn Pẩu",
// "Mai Linh (Theo lời kể của …)".
func cutTeller(s string) string {
	for _, told := range [...]string{" theo lời kể ", "(theo lời kể ", "(Theo lời kể "} {
		if before, _, ok := strings.Cut(s, told); ok && before != "" {
			before = strings.TrimSpace(strings.TrimSuffix(before, "ghi"))
			return strings.TrimRight(before, " (") + " ghi"
		}
	}
	return s
}

// cutRole splits "Thanh Hòa thực hiện".
func cutRole(s string) (string, Role, bool) {
	for _, word := range roleTails {
		at := len(s) - len(word)
		if at > 1 && s[at-1] == ' ' && strings.EqualFold(s[at:], word) {
			return strings.TrimRight(s[:at-1], " -–"), roles[word], true
		}
	}
	return s, Written, false
}

// genres are the words before "của": "Bút ký của Vũ Kiều Oanh".
var genres = [...]string{
	"bút ký", "phóng sự", "ghi chép", "truyện ngắn", "ký sự", "tản văn", "ký", "thơ", "tùy bút", "tuỳ bút",
	"truyện ký", "truyện vui", "truyện", "tạp bút", "tạp văn", "tản mạn", "tiểu luận", "chùm thơ", "bài",
	"bài viết", "truyện dài", "truyện dài kỳ", "tiểu thuyết", "hồi ký", "nhàn đàm", "phiếm đàm", "tạp ghi",
	"tiểu phẩm", "trường ca", "bút kí", "kí sự", "truyện thiếu nhi", "bài dự thi",
}

func cutGenre(s string) string {
	if !strings.Contains(s, " của ") {
		return s // most lines
	}
	for _, g := range genres {
		if len(s) > len(g) && strings.EqualFold(s[:len(g)], g) {
			if rest, ok := cutWord(strings.TrimSpace(s[len(g):]), "của"); ok {
				return rest
			}
		}
	}
	return s
}

// staffWords are the names of unnamed staff.
var staffWords = [...]struct{ word, staff string }{
	{"nhóm phóng viên", "Nhóm PV"}, {"nhóm p.v", "Nhóm PV"}, {"nhóm pv", "Nhóm PV"},
	{"nhóm tác giả", "Nhóm PV"},
	{"nhóm ctv", "Nhóm CTV"}, {"nhóm btv", "Nhóm BTV"}, {"phóng viên", "PV"}, {"p.v", "PV"}, {"pv", "PV"},
	{"cộng tác viên", "CTV"}, {"c.t.v", "CTV"}, {"ctv", "CTV"}, {"ban biên tập", "BBT"},
	{"b.b.t", "BBT"}, {"bbt", "BBT"},
	{"biên tập viên", "BTV"}, {"btv", "BTV"}, {"tòa soạn", "BBT"}, {"toà soạn", "BBT"},
}

// deskWords may follow a staff label: "Nhóm PV thời sự".
var deskWords = map[string]bool{
	"thời": true, "sự": true, "kinh": true, "tế": true, "văn": true, "hóa": true, "hoá": true, "xã": true,
	"hội": true, "chính": true, "trị": true, "nội": true, "pháp": true, "luật": true, "thể": true,
	"thao": true, "điện": true, "tử": true, "ảnh": true, "tổng": true, "hợp": true, "báo": true,
}

// cutStaff cuts a staff label, with the name of a desk, from the beginning of s. It returns the staff and the
// rest of s: a name, or the empty string.
func cutStaff(s string) (string, string, bool) {
	for _, w := range staffWords {
		if len(s) < len(w.word) {
			continue
		}
		rest := s[len(w.word):]
		if rest != "" && rest[0] != ' ' && rest[0] != '.' || !strings.EqualFold(s[:len(w.word)], w.word) {
			continue
		}
		rest = strings.TrimLeft(rest, " .")
		for _, word := range strings.Fields(rest) {
			if !deskWords[strings.ToLower(word)] {
				return w.staff, rest, true
			}
		}
		return w.staff, "", true
	}
	return "", s, false
}

// honorifics are titles before a name; longer ones first.
var honorifics = [...]string{
	"pgs.ts", "gs.ts", "pgs. ts", "gs. ts", "gs.tskh", "ts.bs", "ths.bs", "bs.ckii", "bs.cki", "bsckii",
	"bscki", "bs.ck2", "bs.ck1", "ths.ls", "ts.ls", "thạc sĩ", "thạc sỹ", "tiến sĩ", "tiến sỹ",
	"phó giáo sư", "giáo sư", "bác sĩ", "bác sỹ", "dược sĩ", "luật sư", "luật gia", "kỹ sư",
	"kiến trúc sư", "nhà báo", "nhà văn", "nhà thơ", "nhạc sĩ", "họa sĩ", "hoạ sĩ", "nghệ sĩ", "đại tướng",
	"thượng tướng", "trung tướng", "thiếu tướng", "đại tá", "thượng tá", "trung tá", "thiếu tá", "đại úy",
	"đại uý", "thượng úy", "thượng uý", "trung úy", "trung uý", "thiếu úy", "thiếu uý", "nsnd", "nsưt",
	"ngưt", "ngnd", "nnưt", "bạn đọc", "độc giả", "ths",
	"pgs", "tskh", "ts", "gs", "bs", "ds", "ls", "kts", "ks", "cn",
}

// isAcademic reports whether titles before a name are abbreviated, as "ThS." and "PGS.TS." are.
func isAcademic(titles string) bool { return strings.Contains(titles, ".") }

func cutHonorifics(s string) string {
	for range 3 {
		cut := false
		for _, h := range honorifics {
			if len(s) <= len(h)+1 {
				continue
			}
			rest := s[len(h):]
			if rest[0] != ' ' && rest[0] != '.' || !strings.EqualFold(s[:len(h)], h) {
				continue
			}
			s, cut = strings.TrimLeft(rest, " .,-"), true
			break
		}
		if !cut {
			break
		}
	}
	return s
}

// senders are the first words in the names of offices that send reports to newspapers.
var senders = [...]string{
	"trung tâm", "tttt", "tt vhtt", "hội", "công an", "ban", "sở", "phòng", "bộ chỉ huy", "bộ chchq",
	"bch", "huyện đoàn", "thị đoàn", "tỉnh đoàn", "thành đoàn", "chi cục", "vksnd", "viện kiểm sát",
	"tand", "ubnd", "hđnd", "ủy ban", "uỷ ban", "đội", "bql", "ttvh", "ttvhtt", "ttvhtt&tt", "ttvh-tt&tt",
	"ttvh&tt", "đài pt-th", "đài ptth", "đài phát thanh", "đài tt", "đài truyền thanh", "liên đoàn",
	"liên hiệp", "bhxh", "bảo hiểm xã hội", "điện lực", "cổng ttđt", "cdc", "đồn biên phòng", "bđbp",
	"bộ đội biên phòng", "văn phòng", "mttq", "huyện ủy", "huyện uỷ", "thành ủy", "thành uỷ", "tỉnh ủy",
	"tỉnh uỷ", "thị ủy", "thị uỷ", "hạt kiểm lâm",
}

// offices are the first words in the names of other offices.
var offices = [...]string{
	"trường", "bệnh viện", "đoàn", "cục", "tòa án", "toà án", "học viện", "viện", "công ty", "cảnh sát",
	"kho bạc", "ngân hàng", "trạm", "đảng ủy", "đảng uỷ", "lữ đoàn", "trung đoàn", "sư đoàn", "quân khu",
	"chi nhánh", "thư viện", "bảo tàng", "báo", "đài", "vp", "tổ", "nhóm", "bộ phận",
}

// unitWords are the small words in the name of an office: "Trung tâm Văn hóa, Thể thao và Truyền thông huyện
// Hữu Lũng".
var unitWords = map[string]bool{
	"tâm": true, "hóa": true, "hoá": true, "thao": true, "thông": true, "và": true, "huyện": true,
	"tỉnh": true, "xã": true, "phố": true, "thành": true, "thị": true, "trấn": true, "phường": true,
	"an": true, "dân": true, "nông": true, "phụ": true, "nữ": true, "niên": true, "tế": true, "dục": true,
	"viện": true, "đoàn": true, "sự": true, "phòng": true, "đội": true, "cục": true, "thuế": true,
	"quan": true, "nghiệp": true, "nghệ": true, "học": true, "kỹ": true, "thuật": true, "môi": true,
	"trường": true, "nguyên": true, "thôn": true, "hội": true, "công": true, "vụ": true, "nội": true,
	"tài": true, "chính": true, "kế": true, "hoạch": true, "đầu": true, "tư": true, "xây": true,
	"dựng": true, "tuyên": true, "giáo": true, "truyền": true, "vận": true, "tổ": true, "chức": true,
	"kiểm": true, "lâm": true, "sát": true, "biên": true, "chiến": true, "binh": true, "lực": true,
	"lượng": true, "phát": true, "thanh": true, "hình": true, "cổng": true, "tin": true, "điện": true,
	"tử": true, "bệnh": true, "đa": true, "khoa": true, "y": true, "du": true, "lịch": true,
	"khuyến": true, "liên": true, "hiệp": true, "các": true, "chữ": true, "thập": true, "đỏ": true,
	"cựu": true, "huy": true, "quân": true, "nhân": true, "ủy": true, "uỷ": true, "ban": true, "bộ": true,
	"thương": true, "lao": true, "động": true, "sản": true, "văn": true, "thể": true, "tp": true,
	"soát": true, "tật": true, "pháp": true, "luật": true, "tra": true, "khu": true, "vực": true,
	"tòa": true, "án": true, "toà": true, "bảo": true, "hiểm": true, "chỉ": true, "tàng": true,
	"quản": true, "lý": true, "số": true, "dự": true, "trật": true, "tự": true, "cháy": true, "chữa": true,
	"đồ": true, "họa": true, "hoạ": true, "thiết": true, "trình": true, "bày": true, "mỹ": true, "ảnh": true,
}

// isSender reports whether s names an office that sends its own reports to newspapers.
func isSender(s string) bool {
	s = strings.TrimSpace(s)
	rest, ok := cutHead(s, senders[:])
	return ok && isOfficial(s, rest)
}

// isOffice reports whether s names any office. Those that are no senders occur only beside an author.
func isOffice(s string) bool {
	s = strings.TrimSpace(s)
	rest, ok := cutHead(s, senders[:])
	if !ok {
		rest, ok = cutHead(s, offices[:])
	}
	return ok && isOfficial(s, rest)
}

// isOfficial reports whether s is the name of an office, of which rest follows the kind of office: s begins
// with a capital, every small word of rest is one of unitWords, and some word shows that an office is meant.
func isOfficial(s, rest string) bool {
	if !startsUpper(s) {
		return false
	}
	official := isUpper(s[:len(s)-len(rest)]) && !isUpper(rest) // "TTVH Chi Lăng"
	for word := range strings.FieldsSeq(rest) {
		word = strings.Trim(word, ",()-–&.")
		switch {
		case word == "":
		case startsUpper(word):
			official = official || isUpper(word) && len(word) > 2
		case !unitWords[word]:
			return false
		default:
			official = true
		}
	}
	return official
}

// cutHead cuts the first of heads that begins s and returns the words after it.
func cutHead(s string, heads []string) (string, bool) {
	for _, head := range heads {
		if rest, ok := cutWord(s, head); ok {
			return rest, true
		}
	}
	return s, false
}

// smallWords are the words that a byline may have in small letters, besides unitWords.
var smallWords = map[string]bool{
	"và": true, "theo": true, "của": true, "thực": true, "hiện": true, "tổng": true, "hợp": true,
	"ghi": true, "lược": true, "sưu": true, "tầm": true, "biên": true, "dịch": true, "tập": true,
	"viên": true, "phóng": true, "báo": true, "tại": true, "soạn": true, "giả": true, "thời": true,
	"ký": true, "chép": true, "văn": true, "sĩ": true, "sỹ": true, "tá": true, "tướng": true, "úy": true,
	"uý": true, "sư": true, "gia": true, "chí": true, "đời": true, "sống": true, "khỏe": true, "đại": true,
	"trẻ": true, "bút": true, "tác": true, "ngắn": true, "trí": true, "đô": true, "thủ": true, "t/h": true,
	"st": true, "th": true, "t": true, "nhóm": true, "ctv": true, "pv": true, "trọng": true, "tức": true,
	"giải": true, "nước": true, "mới": true, "ngữ": true, "giới": true, "việt": true, "h": true,
	"kiến": true, "trúc": true, "tạp": true, "mạn": true, "vui": true, "luận": true, "dược": true,
	"bác": true, "giáo": true, "thạc": true, "tiến": true, "đọc": true,
	"phó": true,
}
