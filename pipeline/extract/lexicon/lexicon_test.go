package lexicon

import (
	"strings"
	"testing"

	"baotinh/pipeline/viet"
)

// kinds are the functions that judge a line.
var kinds = map[string]func(string) bool{
	"pointer":   IsPointer,
	"label":     IsLabel,
	"more":      HeadsMore,
	"comments":  HeadsComments,
	"counter":   func(s string) bool { return isCounter(Key(s)) },
	"imprint":   IsImprint,
	"part":      IsPart,
	"pager":     IsPager,
	"date line": IsDateLine,
	"stamp":     IsStamp,
	"byline":    func(s string) bool { return IsByline(s, false, true) },
	"labelled":  IsLabelledByline,
	"photo":     IsPhotoCredit,
	"name":      IsName,
	"site":      func(s string) bool { return LooksLikeSite(s, Key(s)) },
	"error":     func(s string) bool { return IsErrorTitle(Key(s)) },
}

func TestKindsOfLines(t *testing.T) {
	tests := []struct {
		kind, line string
		want       bool
	}{
		{"site", "Báo Nà Lùng: Tin tức mới nhất về kinh tế, xã hội, văn hóa, đời sống của bà con", true},
		{"site", "Báo động đỏ: Hồ Nà Tâm đầy nước, năm xã phải sơ tán người dân", false},
		{"pointer", ">> Xem thêm: Hồ Nà Tâm tích đủ nước", true},
		{"pointer", "Mời bạn đọc theo dõi số báo sau", true},
		{"pointer", "Xem thêmm", false},
		{"label", "CHIA SẺ:", true},
		{"label", "Chia sẻ kinh nghiệm trồng na", false},
		{"more", "Tin liên quan", true},
		{"more", "Từ khóa: na Chi Lăng, Lạng Sơn", true},
		{"more", "Tin vui về với bản", false},
		{"more", "Các tin tiếp theo:", true},
		{"more", "NHỮNG BÀI VIẾT MỚI NHẤT TRONG NGÀY", true},
		{"more", "Video xem nhiều 24h", true},
		{"more", "Tin mới của bản", false},
		{"label", "Chia sẻ  Lưu bài  Bình luận (9)", true},
		{"label", "Gửi bài viết | In trang", true},
		{"label", "Gửi bài dự thi trước ngày 20", false},
		{"label", "20", false},
		{"comments", "Ý kiến bạn đọc (3)", true},
		{"comments", "2 bình luận", true},
		{"imprint", "Ghi rõ nguồn Báo Mẫu khi phát hành lại thông tin từ trang này.", true},
		{"imprint", "Cơ quan của Đảng bộ tỉnh Mẫu Sơn. Giấy phép số 12/GP-BTTTT.", true},
		{"imprint", "Cơ quan của Đảng bộ tỉnh đóng góp ủng hộ bà con", false},
		{"label", "In trang", true},
		{"imprint", "Ghi rõ nguồn gốc trên bao bì", false},
		{"counter", "Lượt xem: 1.234", true},
		{"counter", "12 bình luận", true},
		{"counter", "Một vài bình luận", false},
		{"imprint", "Tổng biên tập: Nguyễn Văn A", true},
		{"imprint", "Giấy phép số 12/GP-TTĐT", true},
		{"part", "Kỳ cuối", true},
		{"part", "Kỳ họp", false},
		{"pager", "Trang 1 2 3 Tiếp theo »", true},
		{"pager", "Trang 1 của báo", false},
		{"date line", "Thứ năm, 07/12/2023 10:15 (GMT+7)", true},
		{"date line", "Ngày 7/12/2023, huyện khởi công cầu", false},
		{"stamp", "Cập nhật lúc 09:15, 07/12/2023", true},
		{"stamp", "07/12/2023 09:15", false},
		{"byline", "MAI LINH", true},
		{"byline", "Nước đã về đến cánh đồng.", false},
		{"labelled", "Tin, ảnh: Mai Linh", true},
		{"labelled", "Tình hình: ổn định", false},
		{"photo", "(Ảnh: Đức Anh)", true},
		{"photo", "Đập chính. Ảnh: Đức Anh", false},
		{"name", "Lò Văn Piếng", true},
		{"name", "Lò văn Piếng", false},
		{"site", "Báo Lạng Sơn điện tử", true},
		{"site", "baolangson.vn", true},
		{"site", "Bản xa có điện", false},
		{"error", "404 Not Found", true},
		{"error", "404 hộ dân có điện sau khi dự án lưới điện nông thôn miền núi hoàn thành", false},
	}
	for _, tt := range tests {
		if got := kinds[tt.kind](tt.line); got != tt.want {
			t.Errorf("%s: %q is %t, want %t", tt.kind, tt.line, got, tt.want)
		}
	}
}

func TestKey(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"case and punctuation", "TIN LIÊN QUAN: …", "tin liên quan"},
		{"signs part words", "na/Chi-Lăng", "na chi lăng"},
		{"combining marks stay", "a\u0301 b", "a\u0301 b"},
		{"nothing", "– …", ""},
	} {
		if got := Key(tt.in); got != tt.want {
			t.Errorf("%s: Key(%+q) = %+q, want %+q", tt.name, tt.in, got, tt.want)
		}
	}
}

func TestCreditIn(t *testing.T) {
	for _, tt := range []struct{ line, want string }{
		{"Mai Linh - 07/12/2023 10:15", "Mai Linh"},
		{"07/12/2023 | Mai Linh", "Mai Linh"},
		{"Tác giả: Mai Linh | Ngày đăng: 07/12/2023", "Tác giả: Mai Linh"},
		{"Viết bởi Mai Linh", "Mai Linh"},
		{"Thứ năm, 07/12/2023", ""},
		{"Kinh tế", ""},
		{"Nước đã về.", ""},
	} {
		if got := CreditIn(tt.line, false); got != tt.want {
			t.Errorf("CreditIn(%q) = %q, want %q", tt.line, got, tt.want)
		}
	}
}

func TestAreInitialsOf(t *testing.T) {
	tests := []struct {
		initials, name string
		want           bool
	}{
		{"L.Q.T", "Lê Quang Thạnh", true},
		{"Đ.A.", "Đinh Anh", true},
		{"L.T", "Lê Quang Thạnh", false},
		{"L.Q.T.N", "Lê Quang Thạnh", false},
		{"L.Q.T", "L.Q.T", false},
	}
	for _, tt := range tests {
		if got := AreInitialsOf(tt.initials, tt.name); got != tt.want {
			t.Errorf("AreInitialsOf(%+q, %+q) = %t", tt.initials, tt.name, got)
		}
	}
}

func TestCutName(t *testing.T) {
	for _, tt := range []struct{ paragraph, tail, rest, name string }{
		{"Đã đủ nước. MAI LINH", "", "Đã đủ nước.", "MAI LINH"},
		{"Đã đủ nước. Mai Linh", "Mai Linh", "Đã đủ nước.", "Mai Linh"},
		{"Đã đủ nước. Mai Linh", "", "Đã đủ nước. Mai Linh", ""},
		{"Thi vào lớp 10. THPT", "", "Thi vào lớp 10. THPT", ""},
	} {
		if rest, name := CutName(tt.paragraph, tt.tail); rest != tt.rest || name != tt.name {
			t.Errorf("CutName(%q, %q) = %q, %q", tt.paragraph, tt.tail, rest, name)
		}
	}
}

// TestMayHeadComments compares the quick test with the one that it stands before.
func TestMayHeadComments(t *testing.T) {
	for head := range commentHeads {
		for _, line := range [...]string{head, strings.ToUpper(head), "(3) " + head, "2 " + head} {
			if !HeadsComments(line) || !MayHeadComments(line) {
				t.Errorf("%q heads comments: %v, may: %v", line, HeadsComments(line), MayHeadComments(line))
			}
		}
	}
}

func TestMayBeDateWord(t *testing.T) {
	for word := range dateWords {
		for _, s := range [...]string{word, strings.ToUpper(word), viet.TitleName(word), word + ":"} {
			if !mayBeDateWord(s) {
				t.Errorf("mayBeDateWord(%+q) = false", s)
			}
		}
	}
}
