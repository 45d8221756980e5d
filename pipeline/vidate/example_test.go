package vidate_test

import (
	"fmt"
	"time"

	"baotinh/pipeline/vidate"
)

func ExampleParse() {
	for _, line := range []string{
		"Thứ năm, 2/11/2023, 19:20 (GMT+7)",
		"27/7/2022 4:05:00 CH",
		"2021-12-01 11:51:00",
		"ngày 27 tháng 7 năm 2022",
		"15/2022/NĐ-CP",
	} {
		d, err := vidate.Parse(line, time.Time{})
		if err != nil {
			fmt.Println(err)
			continue
		}
		fmt.Println(d.Time.Format(time.RFC3339), d.Precision)
	}
	// Output:
	// 2023-11-02T19:20:00+07:00 minute
	// 2022-07-27T16:05:00+07:00 second
	// 2021-12-01T11:51:00+07:00 second
	// 2022-07-27T00:00:00+07:00 day
	// date "15/2022/NĐ-CP": no date
}

func ExampleFind() {
	const text = "Chiều 27/7, hội nghị bàn Nghị quyết số 27-NQ/TW; khai mạc lúc 8h ngày 30/7/2022."
	for _, m := range vidate.Find(text, time.Time{}) {
		fmt.Println(text[m.Start:m.End], m.Partial, m.Day, int(m.Month))
	}
	// Output:
	// 27/7 true 27 7
	// 8h ngày 30/7/2022 false 30 7
}

func ExampleEvent() {
	d := vidate.Event("Nông dân trong 6 tháng đầu năm 2022", "Chiều 27/7, Hội Nông dân tỉnh họp.")
	fmt.Println(d.Time.Format(time.DateOnly), d.Precision, d.Evidence)
	// Output: 2022-07-27 day text
}

func ExampleReadings() {
	for _, d := range vidate.Readings("9/11/2021 3:29:47 PM") {
		fmt.Println(d.Time.Format(time.DateTime))
	}
	// Output:
	// 2021-11-09 15:29:47
	// 2021-09-11 15:29:47
}

func ExampleParseURL() {
	d := vidate.ParseURL("/chinh-tri/202207/hoi-nghi-5a71654/")
	fmt.Println(d.Time.Format("2006-01"), d.Precision)
	// Output: 2022-07 month
}
