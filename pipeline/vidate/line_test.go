package vidate

import (
	"strings"
	"testing"
	"time"

	"baotinh/pipeline/news"
)

func TestParseLine(t *testing.T) {
	for _, tt := range []struct{ name, in, want, precision string }{
		{"three text nodes", "Thứ sáu, 2/5/2014 | 08:54 GMT+7", "2014-05-02T08:54:00+07:00", "minute"},
		{"clock, bar, day", "14:29 | 01/10/2026", "2026-10-01T14:29:00+07:00", "minute"},
		{"day, dash, clock", "30/06/2023 - 14:50", "2023-06-30T14:50:00+07:00", "minute"},
		{"glued dash", "16:05-27/07/2022", "2022-07-27T16:05:00+07:00", "minute"},
		{"naive machine time", "2021-12-01 11:51:00", "2021-12-01T11:51:00+07:00", "second"},
		{"fraction", "2022-07-27T16:05:00.1234567+07:00", "2022-07-27T16:05:00+07:00", "second"},
		{"zone west of Greenwich", "2022-07-27T09:05:00-05:00", "2022-07-27T21:05:00+07:00", "second"},
		{"zone with a space", "27/07/2022 | 16:05:12 [GMT +7]", "2022-07-27T16:05:12+07:00", "second"},
		{"day-first reading of an ambiguous date", "9/11/2021 3:29:47 PM", "2021-11-09T15:29:47+07:00",
			"second"},
		{"evidently month first", "07/27/2022 16:05:00", "2022-07-27T16:05:00+07:00", "second"},
		{"month first without a clock", "07/27/2022", "", ""},
		{"month first with dashes", "05-27-2022", "2022-05-27T00:00:00+07:00", "day"},
		{"month with its abbreviation between dashes", "15-Th5-2012", "2012-05-15T00:00:00+07:00", "day"},
		{"month with its name between slashes", "15/May/2012 08:30", "2012-05-15T08:30:00+07:00", "minute"},
		{"time of day behind its label", "Ngày: 22/06/2009 Giờ: 09:42",
			"2009-06-22T09:42:00+07:00", "minute"},
		{"number of a page", "Trang 3, 14/5/2012", "2012-05-14T00:00:00+07:00", "day"},
		{"number of an issue", "Số 12 - 14/5/2012", "2012-05-14T00:00:00+07:00", "day"},
		{"score before a comma", "Tỷ số 2:1, 14/5/2012", "2012-05-14T00:00:00+07:00", "day"},
		{"dots and two digits of the year", "14.06.11 - 07h45", "2011-06-14T07:45:00+07:00", "minute"},
		{"number of a paragraph", "mục 14.06.11", "", ""},
		{"nothing but dots and two digits of the year", "14.06.11", "2011-06-14T00:00:00+07:00", "day"},
		{"English ordinal behind a Vietnamese month", "Tháng Hai 8th, 2015", "2015-02-08T00:00:00+07:00",
			"day"},
		{"English ordinal", "July 27th, 2022", "2022-07-27T00:00:00+07:00", "day"},
		{"two days of a month", "Ngày 11, 12/5/2018", "2018-05-11T00:00:00+07:00", "day"},
		{"weekday of the day-first reading", "T3, 05/03/2013 - 09:20", "2013-03-05T09:20:00+07:00", "minute"},
		{"weekday of the month-first reading", "T6, 05/03/2013 - 09:20", "2013-05-03T09:20:00+07:00",
			"minute"},
		{"month first by its weekday", "T4, 07/17/2013 - 14:02", "2013-07-17T14:02:00+07:00", "minute"},
		{"weekday behind a month-first date", "09:20 - 05/03/2013 (Thứ Sáu)", "2013-05-03T09:20:00+07:00",
			"minute"},
		{"weekday of neither reading", "Thứ Hai, 05/03/2013", "2013-03-05T00:00:00+07:00", "day"},
		{"month first, with another weekday", "Thứ Hai, 07/17/2013", "", ""},
		{"English weekday, day first", "Fri, 03/05/2013 - 09:20", "2013-05-03T09:20:00+07:00", "minute"},
		{"SA before the day", "08:15:00 SA 27/7/2022", "2022-07-27T08:15:00+07:00", "second"},
		{"sign of minutes, comma", "8:42', 19/8/2009 (GMT+7)", "2009-08-19T08:42:00+07:00", "minute"},
		{"space before the year", "17:10', 21/7/ 2009 (GMT+7)", "2009-07-21T17:10:00+07:00", "minute"},
		{"spaces behind the signs", "Thứ Ba, 21/ 7/ 2009", "2009-07-21T00:00:00+07:00", "day"},
		{"minutes of one digit with their sign", "21:3', 14/5/2012", "2012-05-14T21:03:00+07:00", "minute"},
		{"a score", "Thắng 2:1 (14/5/2012)", "2012-05-14T00:00:00+07:00", "day"},
		{"PM after 24 hours", "15:20 PM | 21/12/2012", "2012-12-21T15:20:00+07:00", "minute"},
		{"JavaScript", "Wed Jul 27 2022 16:05:00 GMT+0700 (Indochina Time)", "2022-07-27T16:05:00+07:00",
			"second"},
		{"asctime", "Wed Jul 27 16:05:00 2022", "2022-07-27T16:05:00+07:00", "second"},
		{"compact ISO", "20220727T160500Z", "2022-07-27T23:05:00+07:00", "second"},
		{"compact day", "20220727", "2022-07-27T00:00:00+07:00", "day"},
		{"fourteen digits", "20220727160500", "2022-07-27T16:05:00+07:00", "second"},
		{"month of ISO 8601", "2022-07", "2022-07-01T00:00:00+07:00", "month"},
		{"without marks", "Ngay 27 thang 7 nam 2022", "2022-07-27T00:00:00+07:00", "day"},
		{"decomposed", "Thứ tư, nga\u0300y 27 tha\u0301ng 7 năm 2022", "2022-07-27T00:00:00+07:00", "day"},
		{"NBSP", "Thứ năm,\u00a0 07/12/2023", "2023-12-07T00:00:00+07:00", "day"},
		{"minutes with their sign", "Cập nhật lúc 08h12' ngày 26/10/2008", "2008-10-26T08:12:00+07:00",
			"minute"},
		{"May with a capital for the month only", "Thứ năm, 12 Tháng năm 2022 08:00",
			"2022-05-12T08:00:00+07:00", "minute"},
		{"twelve months of a year", "12 tháng năm 2022", "", ""},
		{"counter behind", "Ngày đăng: 27/07/2022 - Lượt xem: 1.234", "2022-07-27T00:00:00+07:00", "day"},
		{"no reference, no year", "Chiều 27/7", "", ""},
		{"no reference, relative", "5 phút trước", "", ""},
		{"telephone of ten digits", "0912345678", "", ""},
		{"number of an article", "2985539", "", ""},
		{"year of a copyright", "© 2022 Báo Lạng Sơn", "", ""},
		{"empty", "", "", ""},
		{"no UTF-8", "\xff27/7/2022\xfe", "2022-07-27T00:00:00+07:00", "day"},
	} {
		d, err := Parse(tt.in, time.Time{})
		got, precision := "", ""
		if err == nil {
			got, precision = d.Time.Format(time.RFC3339), d.Precision.String()
		}
		if got != tt.want || precision != tt.precision {
			t.Errorf("%s: Parse(%+q) = %q, %q, want %q, %q", tt.name, tt.in, got, precision, tt.want,
				tt.precision)
		}
	}
}

func TestReadings(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"9/11/2021 3:29:47 PM", "2021-11-09 2021-09-11"},
		{"27/7/2022", "2022-07-27"},
		{"7/27/2022 4:05:00 PM", "2022-07-27"},
		{"07/27/2022", "2022-07-27"}, // only the second reading is a day
		{"2022-07-05", "2022-07-05"},
		{"5/5/2022", "2022-05-05"},
		{"31/31/2022", ""},
	} {
		var days []string
		for _, d := range Readings(tt.in) {
			days = append(days, d.Time.Format("2006-01-02"))
		}
		if got := strings.Join(days, " "); got != tt.want {
			t.Errorf("Readings(%q) = %s, want %s", tt.in, got, tt.want)
		}
	}
}

func TestParseURL(t *testing.T) {
	for _, tt := range []struct{ path, want string }{
		{"/2022/07/28/hoi-nghi.html", "2022-07-28/day"},
		{"/tin-tuc/2022/7/5/hoi-nghi", "2022-07-05/day"},
		{"/2022/07/hoi-nghi.html", "2022-07-01/month"},
		{"/chinh-tri/202207/hoi-nghi-5a71654/", "2022-07-01/month"},
		{"/20220728/hoi-nghi.html", "2022-07-28/day"},
		{"/2022-07-28/hoi-nghi", "2022-07-28/day"},
		{"/chinh-tri/hoi-nghi-ngay-28-7-2022-5071654.html", ""},
		{"/tin-tuc/hoi-nghi-20220728-5071.html", "2022-07-28/day"},
		{"/tin-tuc/hoi-nghi_20220728.html", "2022-07-28/day"},
		{"/hoi-nghi-20220728160533123.htm", "2022-07-28/day"},
		{"/hoi-nghi-20220728166533123.htm", ""}, // no time of day
		{"/hoi-nghi-20221428-5071.html", ""},
		{"/hoi-nghi-120220728.html", ""},
		{"/hoi-nghi-20220728a.html", ""},
		{"/2022/07/28/hoi-nghi-20210101.html", "2022-07-28/day"},
		{"/file/8a10a0d3/072022/anh.jpg", ""},
		{"/2022/hoi-nghi.html", ""},
		{"/2022/13/01/x", ""},
		{"/20221301/x", ""},
		{"/202213/x", ""},
		{"/5071654", ""},
		{"/a?d=/2022/07/28/", ""},
		{"", ""},
	} {
		got := ""
		if d := ParseURL(tt.path); !d.IsZero() {
			got = d.Time.Format("2006-01-02") + "/" + d.Precision.String()
			if d.Evidence != news.EvidenceURL {
				t.Errorf("ParseURL(%q): evidence %q", tt.path, d.Evidence)
			}
		}
		if got != tt.want {
			t.Errorf("ParseURL(%q) = %q, want %q", tt.path, got, tt.want)
		}
	}
}

func TestMatch(t *testing.T) {
	const text = "Từ 27 đến 29/7, quý II/2022, lúc 16h05 ngày 27/7/2022, Thứ Hai, 27/7/2022"
	ref := time.Date(2022, 12, 1, 0, 0, 0, 0, time.UTC)
	var got []string
	for _, m := range Find(text, ref) {
		s := m.Date.Time.Format("2006-01-02T15:04") + " until " + m.Until.Format("2006-01-02T15:04")
		if m.Partial {
			s += " partial"
		}
		if m.Mismatch {
			s += " mismatch"
		}
		got = append(got, s)
	}
	want := []string{
		"2022-07-27T00:00 until 2022-07-30T00:00 partial",
		"2022-04-01T00:00 until 2022-07-01T00:00",
		"2022-07-27T16:05 until 2022-07-27T16:06",
		"2022-07-27T00:00 until 2022-07-28T00:00 mismatch",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("Find(%q)\n got %q\nwant %q", text, got, want)
	}
}

func TestMatchIn(t *testing.T) {
	m := Find("ngày 29/2", time.Time{})[0]
	if d, ok := m.In(2024); !ok || d.Time.Format("2006-01-02") != "2024-02-29" {
		t.Errorf("In(2024) = %v, %v", d, ok)
	}
	if d, ok := m.In(2023); ok {
		t.Errorf("In(2023) = %v, want no such day", d)
	}
}

func TestParseDoesNotAllocate(t *testing.T) {
	n := testing.AllocsPerRun(100, func() {
		parse("Thứ năm, 2/11/2023, 19:20 (GMT+7)", time.Time{},
			form{})
	})
	if n > 1 { // the tokens
		t.Errorf("%v allocations", n)
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{
		"Thứ năm, 2/11/2023, 19:20 (GMT+7)", "2022-07-27T09:05:00.000Z", "từ ngày 10 đến 12/7",
		"1 giờ 30 phút trước",
		"27 Tháng Mười Một 2022", "quý II/2022", "15/2022/NĐ-CP", "1658912700000", "ngày 10/3 âm lịch",
		"T5", "tháng", "/",
	} {
		f.Add(s, int64(1658912700))
		f.Add(s, int64(0))
	}
	f.Fuzz(func(t *testing.T, s string, unix int64) {
		var ref time.Time
		if unix > 0 && unix < 4e9 {
			ref = time.Unix(unix, 0)
		}
		if d, err := Parse(s, ref); err == nil {
			checkDate(t, s, d)
		}
		for _, d := range Readings(s) {
			checkDate(t, s, d)
		}
		last := 0
		for _, m := range Find(s, ref) {
			if m.Start < last || m.End <= m.Start || m.End > len(s) {
				t.Errorf("Find(%+q): span %d to %d behind %d", s, m.Start, m.End, last)
			}
			last = m.End
			if m.Partial && ref.IsZero() != m.Date.IsZero() || !m.Date.IsZero() &&
				!m.Until.After(m.Date.Time) {
				t.Errorf("Find(%+q) = %+v", s, m)
			}
		}
		Event(s, s)
		ParseURL(s)
	})
}

func checkDate(t *testing.T, s string, d news.Date) {
	t.Helper()
	y := d.Time.Year()
	if y < minYear-6 || y > maxYear+1 || d.Precision == 0 || d.Time.Location() != news.Vietnam {
		t.Errorf("%+q: %v to the %v", s, d.Time, d.Precision)
	}
}

func BenchmarkParse(b *testing.B) {
	for _, s := range []string{
		"Thứ năm, 2/11/2023, 19:20 (GMT+7)", "2022-07-27T16:05:00+07:00",
		"Cập nhật lúc 16:05, Thứ Tư, 27/07/2022 (GMT+7)",
		"Sở Nông nghiệp và Môi trường tỉnh",
	} {
		b.Run(s[:10], func(b *testing.B) {
			b.SetBytes(int64(len(s)))
			b.ReportAllocs()
			for b.Loop() {
				parse(s, time.Time{}, form{})
			}
		})
	}
}

func BenchmarkFind(b *testing.B) {
	text := strings.Repeat("Chiều 27/7, Hội Nông dân tỉnh họp bàn việc của "+
		"6 tháng đầu năm và nêu việc phải làm trong quý IV năm 2022. ", 4)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		Find(text, time.Time{})
	}
}
