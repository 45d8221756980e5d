package discover

import (
	"testing"
	"time"
)

func TestParseDate(t *testing.T) {
	const second = "2024-03-07T09:30:00+07:00 second"
	const minute = "2024-03-07T09:30:00+07:00 minute"
	const day = "2024-03-07T00:00:00+07:00 day"
	tests := []struct{ name, in, want string }{
		{"RFC 1123", "Thu, 07 Mar 2024 09:30:00 +0700", second},
		{"RFC 1123 in another zone", "Thu, 07 Mar 2024 02:30:00 GMT", second},
		{"RFC 822, two figures for the year", "Thu, 07 Mar 24 09:30:00 +0700", second},
		{"two figures, without a weekday", "7 Mar 24 09:30 +0700", minute},
		{"RFC 850", "Thursday, 07-Mar-24 02:30:00 GMT", second},
		{"two figures of the last century", "Thu, 07 Mar 96 09:30:00 +0700",
			"1996-03-07T09:30:00+07:00 second"},
		{"colon in the zone", "Thu, 07 Mar 2024 09:30:00 +07:00", second},
		{"zone without minutes", "Thu, 07 Mar 2024 09:30:00 +07", second},
		{"zone glued", "Thu, 07 Mar 2024 09:30:00+07:00", second},
		{"GMT with an offset", "Thu, 07 Mar 2024 09:30:00 GMT+7", second},
		{"GMT with an offset and a colon", "Thu, 07 Mar 2024 09:30:00 GMT+07:00", second},
		{"UTC with an offset", "Thu, 07 Mar 2024 09:30:00 UTC+7", second},
		{"Vietnam's zone by name", "Thu, 07 Mar 2024 09:30:00 ICT", second},
		{"Z", "Thu, 07 Mar 2024 02:30:00 Z", second},
		{"UT", "Thu, 07 Mar 2024 02:30:00 UT", second},
		{"a zone of RFC 822", "Wed, 06 Mar 2024 21:30:00 EST", second},
		{"west of Greenwich", "Wed, 06 Mar 2024 21:30:00 -0500", second},
		{"no zone", "Thu, 07 Mar 2024 09:30:00", second},
		{"an unknown zone", "Thu, 07 Mar 2024 09:30:00 XYZ", ""},
		{"full weekday", "Thursday, 07 Mar 2024 09:30:00 +0700", second},
		{"full month", "Thu, 7 March 2024 09:30:00 +0700", second},
		{"wrong weekday", "Mon, 07 Mar 2024 09:30:00 +0700", second},
		{"no comma", "Thu 07 Mar 2024 09:30:00 +0700", second},
		{"capitals", "THU, 07 MAR 2024 09:30:00 +0700", second},

		{"Vietnamese weekday", "Thứ Năm, 07/03/2024 09:30:00", second},
		{"Vietnamese weekday in figures", "Thứ 5, 07/03/2024 09:30", minute},
		{"Vietnamese weekday, short", "T5, 07/03/2024 09:30:00", second},
		{"Vietnamese weekday and month, short", "Th5, 07 Th3 2024 09:30:00 +0700", second},
		{"Sunday", "Chủ nhật, 10/03/2024 09:30", "2024-03-10T09:30:00+07:00 minute"},
		{"Sunday, short", "CN, 10 Th3 2024 09:30:00 +0700", "2024-03-10T09:30:00+07:00 second"},
		{"Vietnamese month", "Thứ năm, 07 Tháng ba 2024 09:30:00 +0700", second},
		{"Vietnamese in words", "09:30 ngày 7 tháng 3 năm 2024", minute},
		{"Vietnamese clock", "07/03/2024 9:30:00 SA", second},
		{"day first", " 07/03/2024\n 09:30 ", minute},
		{"day first, dashes", "07-03-2024 09:30", minute},
		{"clock first", "09:30 07/03/2024", minute},
		{"two figures", "07/03/24 09:30", minute},

		{"ISO 8601", "2024-03-07T09:30:00+07:00", second},
		{"ISO 8601, offset without colon", "2024-03-07T09:30:00+0700", second},
		{"ISO 8601, hours of the offset", "2024-03-07T09:30:00+07", second},
		{"ISO 8601 in UTC", "2024-03-07T02:30:00Z", second},
		{"ISO 8601, small letters", "2024-03-07t02:30:00z", second},
		{"ISO 8601 with a fraction", "2024-03-07T09:30:00.1234567+07:00", second},
		{"ISO 8601 in UTC with a fraction", "2024-03-07T02:30:00.123Z", second},
		{"ISO 8601 without seconds", "2024-03-07T09:30+07:00", minute},
		{"ISO 8601 without seconds in UTC", "2024-03-07T02:30Z", minute},
		{"ISO 8601 without zone", "2024-03-07T09:30:00", second},
		{"ISO 8601, basic", "20240307T093000+0700", second},
		{"ISO 8601, a day", "2024-03-07", day},
		{"ISO 8601 with a blank", "2024-03-07 09:30:00 +07:00", second},
		{"slashes", "2024/03/07 09:30:00", second},
		{"JavaScript", "Thu Mar 07 2024 09:30:00 GMT+0700 (Indochina Time)", second},
		{"asctime", "Thu Mar  7 09:30:00 2024", second},
		{"Unix seconds", "1709778600", second},
		{"Unix milliseconds", "1709778600000", second},

		{"month or day first?", "11/2/2023 7:20:00 PM", ""},
		{"only a month", "2024-03", ""},
		{"the zero of .NET", "0001-01-01T00:00:00", ""},
		{"the zero of Unix", "Thu, 01 Jan 1970 00:00:00 GMT", ""},
		{"the zero of MySQL", "Wed, 30 Nov -0001 00:00:00 +0000", ""},
		{"relative", "hôm qua", ""},
		{"nothing", "", ""},
		{"only a weekday", "Thứ Năm,", ""},
		{"no UTF-8", "\xff\xfe, :", ""},
	}
	for _, tt := range tests {
		got := ""
		if d := parseDate(tt.in); !d.IsZero() {
			got = d.Time.Format(time.RFC3339) + " " + d.Precision.String()
		}
		if got != tt.want {
			t.Errorf("%s: parseDate(%q) = %q, want %q", tt.name, tt.in, got, tt.want)
		}
	}
}
