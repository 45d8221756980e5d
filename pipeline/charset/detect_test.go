package charset

import (
	"bytes"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
)

// The parts of sentences as provincial newspapers print them. Any part may follow any of the list before it.
var (
	when = []string{
		"Sáng 12/3,", "Chiều qua,", "Tối 5/9,", "Mới đây,", "Trong hai ngày cuối tuần,",
		"Theo kế hoạch,", "Sau ba tháng triển khai,", "Nhân dịp đầu xuân,", "Trước tình hình đó,",
		"Từ đầu năm đến nay,", "Những năm qua,", "Đúng 7 giờ 30 phút,",
	}
	who = []string{
		"Ủy ban nhân dân huyện Chi Lăng", "đoàn công tác của Bộ Nông nghiệp", "lãnh đạo thành phố",
		"Hội Phụ nữ xã Quảng Lạc", "các chiến sĩ biên phòng", "bà con thôn Nà Mò",
		"ông Nguyễn Văn Thưởng", "học sinh trường nội trú", "Công ty Điện lực", "Ban Quản lý cửa khẩu",
		"nhóm thợ săn ảnh trẻ", "cô giáo Hoàng Thị Én", "lực lượng kiểm lâm", "nghệ nhân hát then",
		"HĐND tỉnh Đắk Lắk", "Ngân hàng Phát triển châu Á", "Bảo tàng Văn hóa Óc Eo",
	}
	did = []string{
		"đã tổ chức lễ khởi công", "kiểm tra tiến độ", "trao tặng quà cho", "phát động phong trào trồng",
		"khảo sát thực tế", "giải ngân nguồn vốn hỗ trợ", "tháo gỡ vướng mắc của",
		"rà soát quỹ đất dành cho", "ký kết thỏa thuận phát triển", "mở lớp tập huấn kỹ thuật chăm sóc",
		"khẩn trương khắc phục sự cố tại", "giới thiệu sản phẩm của",
	}
	what = []string{
		"tuyến đường liên xã dài gần 8 km", "những hộ nghèo vùng sâu", "vườn hồng không hạt",
		"dự án cấp nước sạch", "khu tái định cư mới", "mô hình nuôi ong lấy mật",
		"cây cầu treo bắc qua suối", "rừng thông ba mươi năm tuổi", "chợ phiên vùng cao",
		"các gia đình chính sách", "nhà văn hóa cộng đồng", "hợp tác xã rau an toàn",
	}
	end = []string{
		"với sự tham gia của đông đảo nhân dân.", "nhằm nâng cao đời sống người dân.",
		"trước mùa mưa bão.", "theo đúng quy định của pháp luật.", "và được dư luận đánh giá cao.",
		"tuy còn gặp không ít khó khăn.", "bằng nguồn kinh phí xã hội hóa.",
		"để kịp bàn giao trong quý tới.", "giữa thời tiết giá rét kéo dài.",
	}
)

// article writes sentences of the parts above until it has at least n letters.
func article(rng *rand.Rand, n int) string {
	var b strings.Builder
	for length := 0; length < n; length = len([]rune(b.String())) {
		for _, parts := range [][]string{when, who, did, what, end} {
			b.WriteString(parts[rng.IntN(len(parts))] + " ")
		}
	}
	return b.String()
}

// excerpt returns n letters of an article, from a word on.
func excerpt(rng *rand.Rand, n int) string {
	runes := []rune(article(rng, n+100))
	at := rng.IntN(100)
	for at > 0 && runes[at-1] != ' ' {
		at--
	}
	return string(runes[at : at+n])
}

// Every class of text, in bytes and shown as Latin-1: all of 160 letters are told right, and 99 of 100 of 80.
func TestDetectAccuracy(t *testing.T) {
	const samples = 200
	check := func(name string, size, least int, encoded func(string) []byte) {
		t.Helper()
		right := 0
		rng := rand.New(rand.NewPCG(uint64(size), 7))
		for range samples {
			s := excerpt(rng, size)
			b := encoded(s)
			if got, ok := Detect(b); !ok || got == name {
				if ok {
					right++
				}
				continue
			}
			// Sets that agree on a text are one as far as it goes.
			if text, _, err := Decode(b, ""); string(text) == s && err == nil {
				right++
			}
		}
		if right < least {
			t.Errorf("%s, %d letters: %d of %d right, want %d", name, size, right, samples, least)
		}
	}
	for size, least := range map[int]int{80: samples * 99 / 100, 160: samples} {
		check(utf8Name, size, least, func(s string) []byte { return []byte(s) })
		check(utf8Twice, size, least, func(s string) []byte { return latin1([]byte(s)) })
		for _, c := range detectable {
			check(c.name, size, least, func(s string) []byte { return encode(t, c, s) })
			check(utf8As+c.name, size, least, func(s string) []byte { return latin1(encode(t, c, s)) })
		}
	}
}

// A word that is no syllable does not always show another set, and a sign may be a capital.
func TestDetectWords(t *testing.T) {
	for _, tt := range []struct {
		name, in string
		sets     []*charset
	}{
		{"initials", "ĐHQG, HĐND và VĐQG họp ở tỉnh", detectable},
		{"names of the highlands", "Đắk Lắk, Đăk Hà và Búk So có mưa to", detectable},
		{"apostrophe", "Người H’Mông ở bản nói: “I don’t know”", []*charset{tcvn3, vni, windows1258}},
		{"apostrophe before a space", "Đoàn về bản Lao Chải của người H’ Mông",
			[]*charset{tcvn3, vni, windows1258}},
		{"dashes and bullets", "• Giá vàng – giá bạc • Tỉ giá tăng", []*charset{tcvn3, vni, windows1258}},
		{"capital alone", "Ngân hàng Phát triển châu Á", []*charset{vn1, vn2, viscii, vps}},
		{"capital before a small letter", "Di chỉ Óc Eo ở tỉnh An Giang đón khách", []*charset{vn1, vn2}},
		{"capital at the start", "Ào ạt mua bánh trung thu giá rẻ", []*charset{vn1, vn2}},
		{"capital within a word", "Bí thư V.CƯỜNG phát biểu", []*charset{vn1, vn2}},
		{"capital in a foreign name", "Người biểu tình đập phá đại lộ Champs-Élysées", []*charset{vn1, vn2}},
		{"capital for a small letter", "Tính theo tỈ lệ chọi, cứ tám thí sinh có một trúng tuyển",
			[]*charset{vn1, vn2}},
		{"small letter for a capital", "TP. HỒ CHí Minh: Ổn định giá bán hàng", []*charset{vn1, vn2}},
		{"words written together", "Hai chiếc ôtô đâm nhau ở Kông Chro, một người bị thương", detectable},
		{"two long words among names", "Lượt đấu: Ajax 2-1 Porto, Lyon 0-0 Lille",
			[]*charset{tcvn3, vni, windows1258}},
	} {
		for _, c := range tt.sets {
			text, name, err := Decode(encode(t, c, tt.in), "")
			if string(text) != tt.in || err != nil {
				t.Errorf("%s in %s: %q as %s, %v, want %q", tt.name, c.name, text, name, err, tt.in)
			}
		}
	}
}

// UTF-8 encoded twice shows in its bytes, whatever its words are and however few.
func TestDetectTwice(t *testing.T) {
	for _, want := range []string{
		"Ajax 2-1 Porto (Kim Ngọc)",
		"8 trận, 8 trận, 9 trận",
		"500 ôtô và 900 môtô bị giữ",
	} {
		text, name, err := Decode(latin1([]byte(want)), "")
		if string(text) != want || name != utf8Twice || err != nil {
			t.Errorf("%q as %s, %v, want %q", text, name, err, want)
		}
	}
}

// foreign reads testdata/foreign.txt: a line "# language", then its sentences.
func foreign(t testing.TB) map[string][]string {
	t.Helper()
	data, err := os.ReadFile("testdata/foreign.txt")
	if err != nil {
		t.Fatal(err)
	}
	texts := make(map[string][]string)
	language := ""
	for line := range strings.Lines(string(data)) {
		line = strings.TrimSpace(line)
		if name, ok := strings.CutPrefix(line, "# "); ok {
			language = name
		} else if line != "" {
			texts[language] = append(texts[language], line)
		}
	}
	return texts
}

// Clean text is never taken for damaged: thousand samples of one to six sentences each in every language.
func TestNoFalseAlarm(t *testing.T) {
	for language, sentences := range foreign(t) {
		rng := rand.New(rand.NewPCG(3, 4))
		for range 1000 {
			var parts []string
			for range 1 + rng.IntN(6) {
				parts = append(parts, sentences[rng.IntN(len(sentences))])
			}
			s := strings.Join(parts, " ")
			if got, changed := Repair(s); changed {
				t.Fatalf("%s: Repair(%q) = %q", language, s, got)
			}
			if name, ok := Detect([]byte(s)); name != utf8Name || !ok {
				t.Fatalf("%s: Detect(%q) = %v, %v", language, s, name, ok)
			}
			if text, name, err := Decode([]byte(s), ""); string(text) != s || name != utf8Name || err != nil {
				t.Fatalf("%s: Decode(%q) = %q, %v, %v", language, s, text, name, err)
			}

			b, _ := encoding.ReplaceUnsupported(charmap.Windows1252.NewEncoder()).Bytes([]byte(s))
			b = bytes.ReplaceAll(b, []byte{encoding.ASCIISub}, []byte("?"))
			if name, ok := Detect(b); ok && name != utf8Name && language != "vi" && language != "tày" {
				t.Fatalf("%s in windows-1252: Detect(%q) = %v", language, s, name)
			}
		}
	}
}
