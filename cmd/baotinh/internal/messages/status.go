package messages

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"baotinh/cmd/baotinh/internal/library"
	"baotinh/pipeline/news"
)

// A Status is what readers are told of how newspapers stand, in one language.
type Status struct {
	Columns []string
	States  map[library.State]string
	Causes  map[string]string // those that are words; a status is its number
	Silent  string            // {lasted} and {usual} are replaced
	Left    string            // after a number of visits
	Running string
	Day     string // after a number of days
}

var statusVietnamese = Status{
	Columns: []string{
		"BÁO", "MỚI", "SỬA", "NGUYÊN", "TRANG NGUỒN", "BỊ CẤM", "HỎNG", "HOÃN ĐẾN", "LẤY ĐƯỢC LÚC",
		"LẦN TỚI", "TÌNH TRẠNG",
	},
	States: map[library.State]string{
		library.StateUnknown: "không có báo này",
		library.StateNever:   "chưa hỏi lần nào",
		library.StateRefused: "robots.txt cấm cả báo",
		library.StateFailing: "không lấy được gì",
		library.StateSilent:  "im lặng",
		library.StateHeld:    "đang hoãn",
		library.StateWaiting: "chưa hỏi tới",
		library.StateNotDue:  "chưa đến hạn",
		library.StateOK:      "tốt",
	},
	Causes: map[string]string{
		library.CauseNoHost: "không có máy chủ", library.CauseNoName: "không hỏi được tên miền",
		library.CauseNoRoute: "không có đường mạng", library.CauseRefused: "từ chối kết nối",
		library.CauseTimeout: "quá giờ", library.CausePrivate: "địa chỉ nội bộ",
		library.CauseTLS: "chứng thư sai", library.CauseCut: "đứt giữa chừng",
		library.CauseNoAnswer: "không trả lời", "challenge": "thử thách", "script": "chỉ có mã lệnh",
		"login": "đòi đăng nhập", "empty": "trang rỗng", "no page": "không phải trang",
		"too large": "quá lớn", news.HoldHours: "ngoài giờ", news.HoldCrawlDelay: "crawl-delay",
	},
	Silent:  "không có bài mới đã {lasted} (thường cách nhau {usual})",
	Left:    "còn %d",
	Running: "đang chạy hoặc bị cắt ngang",
	Day:     " ngày",
}

var statusEnglish = Status{
	Columns: []string{
		"NEWSPAPER", "NEW", "CHANGED", "UNCHANGED", "SOURCES", "REFUSED", "FAILED", "HELD UNTIL",
		"LAST SUCCESS", "NEXT DUE", "STATE",
	},
	States: map[library.State]string{
		library.StateUnknown: "unknown newspaper",
		library.StateNever:   "never asked",
		library.StateRefused: "refused by robots.txt",
		library.StateFailing: "failing",
		library.StateSilent:  "silent",
		library.StateHeld:    "on hold",
		library.StateWaiting: "not reached yet",
		library.StateNotDue:  "not due",
		library.StateOK:      "ok",
	},
	Silent:  "nothing new for {lasted} (usual gap {usual})",
	Left:    "%d left",
	Running: "under way or cut short",
	Day:     "d",
}

// Cause returns a cause in the language of t.
func (t *Status) Cause(cause string) string {
	return cmp.Or(t.Causes[cause], cause)
}

// State returns the state of a newspaper and what else an operator must know.
func (t *Status) State(s library.Status) string {
	words := []string{cmp.Or(t.States[s.State], string(s.State))}
	if !s.Silence.IsZero() {
		silent := t.silence(s.Silence)
		if words = append(words, silent); s.State == library.StateSilent {
			words = []string{silent}
		}
	}
	if s.Ended.IsZero() && !s.Began.IsZero() {
		words = append(words, t.Running)
	}
	if s.Left > 0 {
		words = append(words, fmt.Sprintf(t.Left, s.Left))
	}
	return strings.Join(words, "; ")
}

// silence returns "nothing new for 12d (usual gap 5h0m)".
func (t *Status) silence(s library.Silence) string {
	return strings.NewReplacer("{lasted}", t.Duration(s.Lasted()), "{usual}", t.Duration(s.UsualGap())).
		Replace(t.Silent)
}

// Duration returns "3d" from two days on, "5h20m" below.
func (t *Status) Duration(d time.Duration) string {
	if d >= 2*aDay {
		return fmt.Sprintf("%d%s", d/aDay, t.Day)
	}
	return strings.TrimSuffix(d.Round(time.Minute).String(), "0s")
}

const aDay = 24 * time.Hour
