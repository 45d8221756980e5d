package byline

import (
	"strings"
	"unicode"

	"baotinh/pipeline/viet"
)

const signsOfAccounts = "@_:/\\#0123456789{}[]<>"

// IsAccount reports whether s is an account, a vendor, a masthead or a placeholder, which content management
// systems put in the place of an author: "admin", "longantv", "MEDIATECH", "Báo An Giang", "FPT Online", "Bút
// danh", an e-mail address, a URL.
func IsAccount(s string) bool {
	s = strings.TrimSpace(s)
	if s == "" || strings.ContainsAny(s, signsOfAccounts) {
		return true
	}
	return isAccount(s, viet.Lower(s))
}

// isAccount is IsAccount for a text without the signs that only accounts have, which is given in small
// letters, too.
func isAccount(s, lower string) bool {
	if _, ok := accounts[lower]; ok {
		return true
	}
	if _, ok := agencyOf(s, lower); ok {
		return true
	}
	for _, head := range accountHeads {
		if len(lower) > len(head) && lower[:len(head)] == head {
			return true
		}
	}

	if at := strings.LastIndexByte(lower, ' '); at >= 0 {
		_, vendor := vendorTails[lower[at+1:]]
		return vendor || strings.HasSuffix(lower, " biên tập") || strings.HasSuffix(lower, " quản trị")
	}
	return isHandle(s, lower)
}

// isHandle reports whether the single word s is a login or a brand: only small letters, or five and more
// capitals that are no Vietnamese syllable, or capitals in the middle ("VietNamNet").
func isHandle(s, lower string) bool {
	ascii, letters, capitals, inner := true, 0, 0, false
	prev := rune(0)
	for _, r := range s {
		if r == '.' || r == '-' || r == '\'' || r == '’' {
			prev = 0
			continue
		}
		letters++
		ascii = ascii && r < 0x80
		if unicode.IsUpper(r) {
			capitals++
			inner = inner || unicode.IsLower(prev)
		}
		prev = r
	}
	switch {
	case letters == 0:
		return true
	case capitals == 0:
		return ascii || !viet.IsSyllable(lower)
	case inner:
		return !strings.HasPrefix(s, "Mc") && !strings.HasPrefix(s, "Mac")
	case capitals == letters && letters > 1 && ascii && !strings.ContainsAny(s, ".'’"):
		return letters >= 5 && !viet.IsBareSyllable(lower)
	}
	return false
}

var accounts = set(`
admin|administrator|author|editor|webmaster|root|user|guest|test|unknown|anonymous|null|undefined|none
|bởi|đăng bởi|viết bởi|người đăng|by|posted by
|bút danh|tên tác giả|tác giả|người viết|quản trị|quản trị viên|quản trị hệ thống|đang cập nhật
|chưa xác định|biên tập|internet|nguồn internet|sưu tầm|nvcc|facebook|youtube|google|tiktok|zalo|website
|vnexpress|mediatech|ban quản trị|nhập tên|họ tên|họ và tên|super admin|cms|system|twitter|instagram
|wikipedia|google maps|mxh|mạng xã hội|kt|qh|istockphoto|shutterstock|pixabay|otofun`)

var accountHeads = [...]string{
	"báo ", "đài ", "tạp chí ", "cổng ", "trang tin", "trang thông tin", "tòa soạn", "toà soạn",
	"ban biên tập", "công ty",
	"cty ", "trung tâm", "thông tấn", "truyền hình", "nhà xuất bản", "nxb ", "báo điện tử", "ban quản",
	"bản quyền", "theo ",
	"sở ", "ubnd ", "cơ quan", "chuyên trang", "phòng ", "http", "www.", "tập đoàn",
}

var vendorTails = set(`
online|news|tv|media|tech|admin|editor|team|jsc|group|corp|website|magazine|press|radio|channel|studio
|company|software|solutions|digital`)
