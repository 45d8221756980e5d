package vidate

import (
	"fmt"
	"testing"
	"time"
	"unicode"

	"baotinh/pipeline/news"
)

func TestFind(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		want       string // each match as text=date/precision, or text=--MM-DD if partial
	}{
		{"partial day behind a part of the day", "Chiều 27/7, Hội Nông dân tỉnh", "27/7=--07-27"},
		{"full day", "ngày 27/7/2022, tại Lạng Sơn", "27/7/2022=2022-07-27/day"},
		{"time before the day", "lúc 16h05 ngày 27/7/2022", "16h05 ngày 27/7/2022=2022-07-27T16:05/minute"},
		{"month and year", "trong tháng 6/2022 và quý II/2022",
			"tháng 6/2022=2022-06-01/month quý II/2022=2022-04-01/month"},
		{"range", "Từ 27 đến 29/7/2022, hội thi", "27 đến 29/7/2022=2022-07-27/day"},
		{"range over two months", "từ ngày 30/6 đến 2/7/2022", "30/6 đến 2/7/2022=2022-06-30/day"},
		{"range with dashes", "ngày 11-12/5/2018", "11-12/5/2018=2018-05-11/day"},
		{"two days", "Sáng 27/7 và 29/7", "27/7=--07-27 29/7=--07-29"},
		{"days of an anniversary are no range", "(30/4/1975 - 30/4/2022)",
			"30/4/1975=1975-04-30/day 30/4/2022=2022-04-30/day"},
		{"weekday", "Thứ Tư, 27/7/2022", "Thứ Tư, 27/7/2022=2022-07-27/day"},
		{"day in brackets", "Hôm nay (1/7), các xã mới", "1/7=--07-01"},
		{"year", "kế hoạch năm 2023 của tỉnh", "năm 2023=2023-01-01/year"},
		{"document number", "Nghị định 15/2022/NĐ-CP, Nghị quyết số 27-NQ/TW, Quyết định số 12/2022/QĐ-UBND",
			""},
		{"number of a document without type", "Quyết định số 12/2022 của tỉnh", ""},
		{"document with its day", "Nghị định số 15/2022/NĐ-CP ngày 28/01/2022", "28/01/2022=2022-01-28/day"},
		{"period", "6 tháng đầu năm 2022, giai đoạn 2020-2030, nhiệm kỳ 2021 - 2026, năm học 2022-2023", ""},
		{"ratio", "77/86 đại biểu, chiếm 1/3 số hộ, tăng lên đến 2/3 diện tích", ""},
		{"score", "thắng 2-1, tỷ số 3-2, hòa 1-1", ""},
		{"score before a day", "Tỷ số 2:1, 14/5/2012", "14/5/2012=2012-05-14/day"},
		{"service hours", "hotline 24/7", ""},
		{"telephone", "0205.3812.345 hoặc 0912 345 678", ""},
		{"amount", "5,2 tỷ đồng; 1.234 hộ; 12.5%", ""},
		{"frequency", "uống ngày 2-3 lần, mỗi ngày 2-3 viên, khoảng 2-3 ngày", ""},
		{"road and model", "Quốc lộ 4/7, U23, Covid-19, H5N1, A320", ""},
		{"lunar day", "ngày 10/3 âm lịch; mồng 10 tháng 3 năm 2022; rằm tháng Giêng", ""},
		{"lunar gloss", "ngày 11/5/2018 (tức ngày 26/3 âm lịch)", "11/5/2018=2018-05-11/day"},
		{"no such day", "ngày 31/2/2022", ""},
		{"decimal", "nâng lên 5.2 điểm, đạt 9-10 điểm", ""},
		{"dot behind a cue", "Sáng 21.4, tại xã", "21.4=--04-21"},
		{"dash behind a cue", "Sáng nay, 23-10, chư tôn đức", "23-10=--10-23"},
		{"spaced dash", "Ngày 17 – 9, tại", "17 – 9=--09-17"},
		{"lost sign", "Ngày 22 10, tỉnh Quảng Nam ghi nhận 09 ca", "22 10=--10-22"},
		{"national day", "dịp lễ 2/9 và nghỉ lễ 30/4-1/5", "2/9=--09-02 30/4-1/5=--04-30"},
		{"spoken day", "ngày 27 tháng 7 năm 2022", "27 tháng 7 năm 2022=2022-07-27/day"},
		{"length in months", "trong 9 tháng năm 2022, sau 3 tháng 5 ngày", ""},
		{"decade", "những năm 1990, thập niên 1980", ""},
		{"address", "số 27/7 đường Trần Phú", ""},
		{"street named for a day", "đường 30/4, phường 2", ""},
	} {
		got := ""
		for _, m := range Find(tt.text, time.Time{}) {
			if got != "" {
				got += " "
			}
			got += tt.text[m.Start:m.End] + "="
			switch {
			case m.Partial:
				got += fmt.Sprintf("--%02d-%02d", m.Month, m.Day)
			case m.Date.Precision >= news.Minute:
				got += m.Date.Time.Format("2006-01-02T15:04") + "/" + m.Date.Precision.String()
			default:
				got += m.Date.Time.Format("2006-01-02") + "/" + m.Date.Precision.String()
			}
		}
		if got != tt.want {
			t.Errorf("%s: Find(%+q)\n got %s\nwant %s", tt.name, tt.text, got, tt.want)
		}
	}
}

func TestEvent(t *testing.T) {
	for _, tt := range []struct{ name, title, lede, want string }{
		{"year in the headline", "Nông dân trong 6 tháng đầu năm 2022",
			"– Chiều 27/7, Hội Nông dân tỉnh họp bàn việc 6 tháng đầu năm.", "2022-07-27"},
		{"year in the lede", "Hội nghị", "Chiều 27/7, hội nghị triển khai nhiệm vụ năm 2022.", "2022-07-27"},
		{"no year", "Hội nghị", "Chiều 27/7, hội nghị sơ kết 6 tháng đầu năm.", ""},
		{"full day", "Hội nghị", "Ngày 27/7/2022, tại Lạng Sơn", "2022-07-27"},
		{"period gives no year", "Hội nghị", "Chiều 27/7, đề án giai đoạn 2020-2030.", ""},
		{"report in December", "Tổng kết năm 2021, triển khai nhiệm vụ năm 2022", "Chiều 28/12, tỉnh",
			"2021-12-28"},
		{"report in January", "Tổng kết năm 2021, triển khai nhiệm vụ năm 2022", "Chiều 12/1, tỉnh",
			"2022-01-12"},
		{"founding year", "Hội nghị", "Chiều 27/7, hội (thành lập năm 1997) họp.", ""},
		{"comparison and goal", "Xuất khẩu", "Sáng 5/6, tăng so với năm 2021, đến năm 2030 sẽ", ""},
		{"contradiction", "Nhìn lại năm 2019", "Chiều 27/7, kế hoạch năm 2022", ""},
		{"bare year ends the headline", "Khai mạc Festival Huế 2022", "Tối 25/6, tại Huế", "2022-06-25"},
		{"weekday contradicts", "Kế hoạch năm 2022", "Thứ Hai, ngày 27/7, tỉnh", ""},
		{"anniversary", "", "Sáng 19/5, kỷ niệm ngày sinh (19/5/1990 - 19/5/2022)", ""},
	} {
		got := ""
		if d := Event(tt.title, tt.lede); !d.IsZero() {
			got = d.Time.Format("2006-01-02")
			if d.Precision != news.Day || d.Evidence != news.EvidenceText {
				t.Errorf("%s: precision %v, evidence %q", tt.name, d.Precision, d.Evidence)
			}
		}
		if got != tt.want {
			t.Errorf("%s: Event(%+q, %+q) = %q, want %q", tt.name, tt.title, tt.lede, got, tt.want)
		}
	}
}

func TestLettersAreUnicodes(t *testing.T) {
	for r := range rune(0x3000) {
		if got, want := isLetter(r), unicode.In(r, unicode.L, unicode.Mn); got != want {
			t.Errorf("isLetter(%U) = %v", r, got)
		}
	}
	for r := range rune(0x3000) {
		if got, want := toLower(r), unicode.ToLower(r); got != want {
			t.Errorf("toLower(%U) = %U, want %U", r, got, want)
		}
	}
}
