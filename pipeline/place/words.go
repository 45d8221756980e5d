package place

import (
	"slices"
	"strings"

	"baotinh/pipeline/viet"
)

// aliases are names that units are called by, besides those of the tables.
var aliases = []struct {
	of    string
	names []string
}{
	{"Hồ Chí Minh", []string{"HCM", "TPHCM", "Sài Gòn"}},
	{"Huế", []string{"Thừa Thiên Huế", "TT Huế"}},
	{"Bà Rịa - Vũng Tàu", []string{"BR VT"}},
	{"Phan Rang - Tháp Chàm", []string{"Phan Rang"}},
	{"Buôn Ma Thuột", []string{"Buôn Mê Thuột", "Ban Mê Thuột"}},
	{"Pleiku", []string{"Plei Ku", "Plây Cu"}},
	{"Sa Pa", []string{"Sapa"}},
}

// otherNames begin with the name of a unit, and are something else.
var otherNames = []string{"Thái Bình Dương", "Điện Biên Phủ", "Hòa Bình Minh", "Hà Nội Mới"}

// highland are other spellings of syllables in names from languages of the highlands.
var highland = map[string][]string{
	"Đắk": {"Đăk", "Đắc", "Đăc", "Đak", "Dak"}, "Lắk": {"Lăk", "Lắc", "Lak"}, "Kạn": {"Cạn"},
	"Krông": {"Krong"}, "Pắc": {"Pắk", "Păc", "Păk"}, "Búk": {"Buk"}, "Buk": {"Búk"}, "Tô": {"Tơ"},
	"Glong": {"G'long", "G'Long"}, "Mil": {"Mín"},
}

// Spellings returns a name as it is spelled, and as others spell it: Đắc Lắc, Dak Lak and Đắklắk for Đắk Lắk,
// Bắc Cạn for Bắc Kạn, Qui Nhơn for Quy Nhơn.
func Spellings(name string) []string {
	all, isHighland := []string{""}, false
	words := strings.Fields(name)
	for _, word := range words {
		isHighland = isHighland || highland[word] != nil
		syllables := slices.Concat([]string{word}, highland[word], viet.Variants(word))
		var longer []string
		for _, beginning := range all {
			for _, s := range syllables {
				longer = append(longer, strings.TrimSpace(beginning+" "+s))
			}
		}
		all = longer
	}
	if isHighland && len(words) > 1 {
		all = append(all, strings.Join(words, ""))
	}
	return all
}

// flagsOf returns what is to be known of a name.
func flagsOf(text string) nameFlags {
	var f nameFlags
	switch {
	case slices.Contains(namesOfMore, text), strings.Trim(bareName(text), "0123456789IVX") == "":
		f |= onlyWithWord
	case slices.Contains(weakNames, text):
		f |= weak
	}
	if slices.Contains(wellKnownNames, text) {
		f |= wellKnown
	}
	return f
}

// namesOfMore are those of a president, and of archipelagos.
var namesOfMore = []string{"Hồ Chí Minh", "HCM", "Hoàng Sa", "Trường Sa"}

// weakNames are the provinces whose names are also those of persons, things or older regions, and a district
// that is a dynasty, too. Alone the provinces count only behind a word of place or beside a comma, and the
// district never.
var weakNames = []string{"Sài Gòn", "Hòa Bình", "Thái Bình", "Điện Biên", "Hải Dương", "Phú Thọ", "Tây Sơn"}

// wellKnownNames are the districts whose names count alone: no other unit or person is called so, or none
// that newspapers write of.
var wellKnownNames = []string{
	"Đà Lạt", "Nha Trang", "Vũng Tàu", "Hạ Long", "Quy Nhơn", "Buôn Ma Thuột", "Buôn Mê Thuột",
	"Ban Mê Thuột", "Pleiku", "Phan Thiết", "Biên Hòa", "Thủ Đức", "Mỹ Tho", "Việt Trì", "Sa Pa", "Sapa",
	"Phú Quốc", "Côn Đảo", "Hội An", "Cam Ranh", "Long Xuyên", "Rạch Giá", "Tam Kỳ", "Đồng Hới",
	"Thủ Dầu Một", "Cần Giờ", "Củ Chi", "Hóc Môn", "Gò Vấp", "Móng Cái", "Cẩm Phả", "Uông Bí", "Phan Rang",
	"Phan Rang - Tháp Chàm", "Châu Đốc", "Hà Tiên", "Sầm Sơn", "Cửa Lò", "Đồ Sơn", "Mù Cang Chải",
	"Tam Đảo", "Sóc Sơn", "Thạch Thất", "Lý Sơn", "Nghi Sơn", "Phủ Lý", "Bỉm Sơn",
}

// surnames may follow the name of a unit: Chủ tịch UBND tỉnh Lạng Sơn Hồ Tiến Thiệu. One before a name makes
// it a person's.
func isSurname(s string) bool {
	switch s {
	case "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ",
		"Ngô", "Dương", "Lý", "Đào", "Đoàn", "Vương", "Trịnh", "Đinh", "Lâm", "Phùng", "Mai", "Tô", "Hà",
		"Tạ", "Cao", "Lưu", "Chu", "Châu", "Kiều", "Thái", "Tống", "Quách", "Lương", "Triệu", "Trương",
		"Nông", "Lò", "Cầm", "Giàng", "Vàng", "Sùng", "Hầu", "Lục", "Vi", "Hứa", "La", "Mã", "Nghiêm",
		"Ngọ", "Phí", "Khuất", "Khương", "Kim", "Thạch", "Sơn", "Danh", "Tăng", "Từ", "Tôn", "Thân",
		"Thiều", "Tiêu", "Ông", "Bạch", "Cù", "Cung", "Doãn", "Đàm", "Đậu", "Đồng", "Giáp", "Hàn", "Hán",
		"Hình", "Lại", "Lã", "Lữ", "Lường", "Mạc", "Mạch", "Mạnh", "Ninh", "Nhâm", "Ma", "Quàng", "Quan",
		"Sầm", "Hạ", "Thẩm", "Tòng", "Trang", "Triều", "Trình", "Ung", "Văn", "Viên", "Y", "Hùng", "Bế",
		"Chẩu", "Lèo", "Hoa", "Bàn", "Đường", "Ngụy", "Thượng", "Hờ", "Thào", "Chảo", "Tẩn", "Lầu", "Mùa",
		"Rah", "Siu", "Ksor", "Thị", "Bá", "Đình", "Hữu", "Ngọc", "Quang", "Quốc", "Đức", "Thanh", "Minh",
		"Xuân", "Công", "Duy":
		return true
	}
	return false
}

// A wordKind is what a word before a name says of it.
type wordKind uint8

const (
	noWord wordKind = iota // a sign, or nothing
	plainWord
	placeWord // ở, tại, từ: what follows is a place
	otherWord // ông, đường, sông: what follows is something else that is called so
)

// kindOfWord returns what a word in small letters says of the name behind it.
func kindOfWord(s string) wordKind {
	switch s {
	case "ở", "tại", "từ", "về", "đến", "tới", "ra", "vào", "lên", "xuống", "qua", "quê", "ngụ", "trú",
		"rời", "khắp", "giữa", "bàn", "dân", "đất", "thuộc", "quanh", "gần", "khỏi", "ngoài", "miền",
		"sang":
		return placeWord
	case "ông", "bà", "anh", "chị", "em", "cô", "chú", "bác", "cháu", "bé", "thầy", "cụ", "dì", "cậu",
		"mợ", "sĩ", "sỹ", "viên", "mẫu", "hậu", "tên", "con", "chồng", "vợ", "mẹ", "cha", "bố", "trai",
		"gái", "đường", "phố", "ngõ", "hẻm", "kiệt", "lộ", "cầu", "sông", "suối", "hồ", "núi", "đèo",
		"chùa", "đền", "đình", "chợ", "rạch", "kênh", "vịnh", "tàu", "khoan", "rạp", "hiệu", "cồn", "bãi",
		"thác", "rừng", "trạm", "mỏ", "hầm", "cống", "đập", "xóm", "thôn", "ấp", "bản", "làng", "buôn",
		"hãng", "quán", "tiệm", "cảng", "hàng", "tử", "game", "trại", "giống", "sân", "đảo", "cửa", "dòng",
		"biển", "dự", "nhóm", "đồng", "ga", "trường", "tổ", "tư", "giao", "nghiệp", "cư", "thị", "xá":
		return otherWord
	}
	return plainWord
}
