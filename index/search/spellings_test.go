package search

import (
	"fmt"
	"testing"

	"baotinh/pipeline/news"
)

// A spelled is a spelling in a query and another one of the same in the title of an article.
type spelled struct{ query, title string }

var spellings = []struct {
	kind string
	all  []spelled
}{
	{"roads", []spelled{
		{"QL6", "Sạt lở trên quốc lộ 6 đoạn đèo cao"},
		{"quốc lộ 279", "Sửa mặt đường QL279 trước Tết"},
		{"ql 4b", "Xe tải lật trên QL.4B"},
		{"QL.37", "Ùn tắc ở quốc lộ 37"},
		{"tỉnh lộ 242", "Mở rộng ĐT.242 qua khu chợ"},
		{"ĐT 226", "Cầu mới trên tỉnh lộ 226"},
		{"đường tỉnh 235", "Khởi công nâng cấp TL235"},
		{"CT.07", "Thông xe cao tốc 07 đoạn cuối"},
		{"hương lộ 80", "Trải nhựa HL80"},
		{"quoc lo 31", "Lũ cuốn trôi cầu tạm ở QL31"},
	}},
	{"codes", []spelled{
		{"covid19", "Thêm ca mắc COVID-19 ở xã"},
		{"A/H5N1", "Cúm A H5N1 trở lại đàn vịt"},
		{"MH 370", "Tìm thấy mảnh vỡ nghi của MH370"},
		{"Su30", "Tiêm kích Su-30 bay huấn luyện"},
		{"B–52", "Xác máy bay B52 trong bảo tàng"},
		{"U 23", "Đội tuyển U23 hội quân"},
		{"F‑16", "Bán F16 cho nước láng giềng"},
		{"PM2.5", "Bụi mịn PM 2,5 vượt ngưỡng"},
		{"omicron BA 5", "Biến thể BA.5 lan nhanh"},
		{"G 20", "Hội nghị G20 khai mạc"},
	}},
	{"units", []spelled{
		{"35kV", "Đóng điện đường dây 35 kV"},
		{"110 kv", "Trạm biến áp 110kV quá tải"},
		{"12ha", "Rừng keo 12 ha bị chặt phá"},
		{"400 km", "Đạp xe 400km về quê"},
		{"250m2", "Thu hồi 250 m² đất lấn chiếm"},
		{"90 m3", "Bể chứa 90m³ nước sạch"},
		{"60kg", "Lợn rừng nặng 60 kg"},
		{"500 MW", "Thủy điện 500MW phát điện"},
		{"38 độ C", "Nắng nóng tới 38 độ C ở vùng núi"},
		{"4G", "Phủ sóng 4 G đến bản xa"},
	}},
	{"amounts", []spelled{
		{"5 tỷ", "Trúng số 5tỷ đồng"},
		{"12 tỉ", "Quyên góp 12 tỷ xây cầu"},
		{"15,3", "Tăng trưởng 15.3 phần trăm"},
		{"2.75", "Lãi suất còn 2,75"},
		{"1.000", "Trao 1000 suất quà"},
		{"3500", "Trồng 3 500 cây lim"},
		{"180 000", "Phạt 180.000 đồng vì xả rác"},
		{"1.234.567", "Con số 1 234 567 lượt khách"},
		{"1,5 triệu", "Thưởng 1.5 triệu đồng"},
		{"40000", "Hơn 40.000 hộ thoát nghèo"},
		{"3 9 độ", "Động đất 3,9 độ richter"},
	}},
	{"times", []spelled{
		{"14 giờ 30", "Họp báo lúc 14h30"},
		{"19:45", "Trận đấu bắt đầu 19 giờ 45"},
		{"6h15", "Động đất lúc 6:15 sáng"},
		{"7g30", "Đồng loạt khai giảng 7h30"},
		{"21 gio 10", "Tàu trật bánh lúc 21h10"},
		{"8h", "Mất nước từ 8 giờ"},
		{"05h20", "Xe cháy lúc 5 giờ 20"},
		{"22h05", "Pháo hoa bắn lúc 22 giờ 5 phút"},
		{"9 giờ 40 phút", "Tàu cập bến lúc 9h40"},
		{"16:50", "Chuyến bay hạ cánh 16g50"},
	}},
	{"dates", []spelled{
		{"07/05", "Kỷ niệm ngày 7/5 ở xã"},
		{"ngày 2 tháng 9", "Mừng 2/9 ở quảng trường"},
		{"30/4", "Nghỉ lễ 30 tháng 4 dài ngày"},
		{"ngày 5-6", "Bắt đầu thi từ ngày 5/6"},
		{"8-3", "Tặng hoa ngày 8 tháng 3"},
		{"ngày 20 tháng 11", "Tri ân thầy cô 20-11"},
		{"27/7/2022", "Dâng hương ngày 27 tháng 7 năm 2022"},
		{"ngay 19 thang 8", "Mít tinh 19/8"},
		{"01.06.2023", "Ngày hội thiếu nhi 1/6/2023"},
		{"ngày 3/2", "Dâng hoa mùng 3 tháng 2"},
		{"tháng 5/2021", "Bầu cử trong tháng 5 năm 2021"},
	}},
	{"glued", []spelled{
		{"Sapa", "Tuyết rơi ở Sa Pa"},
		{"Ê Đê", "Nhà dài của người Êđê"},
		{"Ialy", "Hồ thủy điện Ia Ly xả lũ"},
		{"Kontum", "Nhà rông ở Kon Tum"},
		{"A Vương", "Sạt núi ở Avương"},
		{"càphê", "Giá cà phê lập đỉnh"},
		{"ôtô", "Triệu hồi ô tô lỗi phanh"},
		{"Bakêô", "Lễ hội ở Ba Kê Ô"},
		{"H Mông", "Chợ tình của người H'Mông"},
		{"Muongte", "Mưa đá ở Mường Tè"},
	}},
	{"variants", []spelled{
		{"vắcxin", "Tiêm vắc-xin phòng dại"},
		{"vaccine cúm", "Tiêm vắc xin cúm cho gà"},
		{"Đắk Lắk", "Mưa lớn ở Đắc Lắc"},
		{"Kontum", "Nhà rông ở Công Tum"},
		{"Đắk Nông", "Hang động Đắc Nông"},
		{"Buôn Mê Thuột", "Lễ hội đường phố Buôn Ma Thuột"},
		{"Plei Ku", "Hoa dã quỳ Pleiku"},
		{"Bắc Kạn", "Hồ trên núi ở Bắc Cạn"},
		{"Campuchia", "Đua thuyền ở Cam-pu-chia"},
		{"xí nghiệp xăngđan", "Mở xưởng xăng-đan của xí nghiệp"},
	}},
	{"letters", []spelled{
		{"Viêṭ Nam", "Du khách đến Việt Nam"},
		{"Quôć hội", "Kỳ họp Quốc hội bế mạc"},
		{"đaị hội", "Khai mạc đại hội đoàn"},
		{"nguyêñ du", "Tượng Nguyễn Du ở công viên"},
		{"Ðà Lạt", "Mai anh đào Đà Lạt nở"},
		{"d̶ường sắt", "Nối lại đường sắt ven biển"},
		{"thống nhât́", "Hội trường Thống Nhất mở cửa"},
		{"chi‐chít", "Quả chi chít trên cành"},
		{"bạc̣h tạng", "Trâu bạch tạng ở bản"},
		{"Lê Lơị", "Phố Lê Lợi ngập sâu"},
	}},
	{"numbers of documents", []spelled{
		{"851/TB", "Thông báo số 851/TB-UBND về cấm đường"},
		{"372/GP", "Giấy phép 372/GP-BTTTT của tạp chí"},
		{"số 27-NQ/TW", "Học tập nghị quyết số 27 - NQ/TW"},
		{"15/2022/nđ-cp", "Nghị định 15/2022/NĐ-CP có hiệu lực"},
		{"QĐ 1719", "Triển khai chương trình theo QĐ1719"},
		{"08/CT-TTg", "Thực hiện chỉ thị 8/CT-TTg"},
		{"1234/QĐ", "Theo Quyết định số 1234 của tỉnh"},
		{"quyết định 566", "Công bố quyết định số 566/QĐ-UBND"},
		{"49/2019/TT–BCA", "Góp ý thông tư 49/2019/TT-BCA"},
		{"KL 65", "Kết luận 65-KL/TW về dân tộc"},
	}},
}

// TestSpellingsMeet searches for one spelling among articles of which one has another spelling of it: that
// one is found first, without relaxing the query.
func TestSpellingsMeet(t *testing.T) {
	for _, kind := range spellings {
		t.Run(kind.kind, func(t *testing.T) {
			ix := testIndex(t)
			for n, s := range kind.all {
				put(t, ix, article(n, s.title, "Theo chính quyền bản Nà Mẫu."))
			}
			for n := range 2 * enoughHits {
				put(t, ix, article(100+n, fmt.Sprint("Bà con ra đồng vụ đông số ", 70+n),
					"Thời tiết thuận lợi cho cây trồng. Hội làng có 90 em, 6 đội, 14 ngày, 5 tháng, 30 xã."))
			}
			if err := ix.Flush(t.Context()); err != nil {
				t.Fatal(err)
			}
			for n, s := range kind.all {
				r := find(t, ix, Request{Query: s.query})
				if len(r.Hits) == 0 || r.Hits[0].ID != article(n, "").ID {
					t.Errorf("%q does not find %q first, but %.60q; rewrites %v",
						s.query, s.title, titles(r), r.Rewrites)
				}
			}
		})
	}
}

// TestKeysAreWorthTheirWords compares a query typed on keys with the one that was meant: they find the same,
// with the same scores, in the title too.
func TestKeysAreWorthTheirWords(t *testing.T) {
	all := []*news.Article{
		article(0, "Rượu bia gấp bốn lần", "Mức tiêu thụ tăng."),
		article(1, "Mức tiêu thụ tăng", "Rượu bia gấp bốn lần. Gặp lại ở chợ, rươu."),
	}
	for n := range 2 * enoughHits {
		all = append(all, article(n+2, fmt.Sprint("Bà con ra đồng số ", n), "Thời tiết thuận lợi."))
	}
	ix := testIndex(t, all...) // in one batch: the frequency of pairs is estimated by segment
	want := find(t, ix, Request{Query: "rượu bia gấp"})
	first := want.Hits[0]
	for _, query := range []string{"ruwowuj bia gaaps", "ru7o7u5 bia ga6p1"} {
		got := find(t, ix, Request{Query: query})
		if len(got.Hits) == 0 || got.Hits[0].ID != first.ID || got.Hits[0].Score != first.Score {
			t.Errorf("%q finds %q, want %q with the same score", query, titles(got), titles(want))
		}
	}
	got := find(t, ix, Request{Query: "ruowu bia gaap"})
	if got.Suggestion != "rượu bia gấp" || len(got.Hits) == 0 || got.Hits[0].ID != first.ID {
		t.Errorf("without tones: suggestion %q, hits %q", got.Suggestion, titles(got))
	}
}

func TestQuestionWordsMayBeMissing(t *testing.T) {
	ix := testIndex(t,
		article(0, "Khởi công trường học mới", "Ông Nông Văn Páo, chủ tịch xã Bản Khoang, dự lễ."),
		article(1, "Chủ tịch thăm Bản Khoang", "Ai là người trồng rừng ở xã này? Chủ tịch huyện đến."),
	)
	for _, query := range []string{
		"ai là chủ tịch xã Bản Khoang", "chủ tịch xã Bản Khoang là ai?", "chu tich xa ban khoang la ai",
	} {
		r := find(t, ix, Request{Query: query, Mode: Strict})
		if len(r.Hits) != 2 || r.Hits[0].ID != article(0, "").ID {
			t.Errorf("%q finds %q", query, titles(r))
		}
	}
	r := find(t, ix, Request{Query: "ai là người", Mode: Strict})
	if len(r.Hits) != 1 || r.Hits[0].ID != article(1, "").ID {
		t.Errorf("nothing but a question finds %q", titles(r))
	}
}

// TestGluedWords searches for words that must not be split or joined.
func TestGluedWords(t *testing.T) {
	var all []string
	for n := range 30 {
		all = append(all, fmt.Sprintf("Ca sĩ nổi tiếng số %d. Tấn gỗ thứ %[1]d. Tân binh ngơ ngác.", n))
	}
	ix := testIndex(t, article(0, "Khai trương casino", "Điệu tango."))
	for n, text := range all {
		put(t, ix, article(n+1, "Tin ngắn", text, "Gỗ đẹp", "Gỗ xấu, ca nước, sĩ số, nổi lên."))
	}
	for n := range 600 {
		put(t, ix, article(n+100, fmt.Sprint("Tin vắn số ", n), "Họ đi tìm gỗ. Ca nô nổi. Tấn công."))
	}
	if err := ix.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, query := range []string{"casino", "tango"} {
		if r := find(t, ix, Request{Query: query}); r.Total != 1 {
			t.Errorf("%q finds %d: %.80q", query, r.Total, titles(r))
		}
	}
}
