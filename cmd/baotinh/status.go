package main

import (
	"cmp"
	"fmt"
	"io"
	"strings"
	"time"

	"baotinh/cmd/baotinh/internal/library"
	"baotinh/pipeline/news"
)

// statusMessages are what operators are told of newspapers, in one language.
type statusMessages struct {
	columns []string
	states  map[library.State]string
	causes  map[string]string // those that are words; a status is its number
	silent  string            // {lasted} and {usual} are replaced
	left    string            // after a number of visits
	running string
	day     string // after a number of days
}

var statusVietnamese = statusMessages{
	columns: []string{
		"BÁO", "MỚI", "SỬA", "NGUYÊN", "TRANG NGUỒN", "BỊ CẤM", "HỎNG", "HOÃN ĐẾN", "LẤY ĐƯỢC LÚC",
		"LẦN TỚI", "TÌNH TRẠNG",
	},
	states: map[library.State]string{
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
	causes: map[string]string{
		library.CauseNoHost: "không có máy chủ", library.CauseNoName: "không hỏi được tên miền",
		library.CauseNoRoute: "không có đường mạng", library.CauseRefused: "từ chối kết nối",
		library.CauseTimeout: "quá giờ", library.CausePrivate: "địa chỉ nội bộ",
		library.CauseTLS: "chứng thư sai", library.CauseCut: "đứt giữa chừng",
		library.CauseNoAnswer: "không trả lời", "challenge": "thử thách", "script": "chỉ có mã lệnh",
		"login": "đòi đăng nhập", "empty": "trang rỗng", "no page": "không phải trang",
		"too large": "quá lớn", news.HoldHours: "ngoài giờ", news.HoldCrawlDelay: "crawl-delay",
	},
	silent:  "không có bài mới đã {lasted} (thường cách nhau {usual})",
	left:    "còn %d",
	running: "đang chạy hoặc bị cắt ngang",
	day:     " ngày",
}

var statusEnglish = statusMessages{
	columns: []string{
		"NEWSPAPER", "NEW", "CHANGED", "UNCHANGED", "SOURCES", "REFUSED", "FAILED", "HELD UNTIL",
		"LAST SUCCESS", "NEXT DUE", "STATE",
	},
	states: map[library.State]string{
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
	silent:  "nothing new for {lasted} (usual gap {usual})",
	left:    "%d left",
	running: "under way or cut short",
	day:     "d",
}

// printStatus prints a row for each newspaper.
func (r *reader) printStatus(all []library.Status) error {
	t := r.status
	var rows [][]string
	for _, s := range all {
		rows = append(rows, []string{
			s.Newspaper, r.number(s.New), r.number(s.Changed), r.number(s.Unchanged), r.number(s.Sources),
			r.number(s.Refused), t.failed(s), t.held(s), clock(s.LastSuccess), clock(s.NextDue), t.state(s),
		})
	}
	_, err := io.WriteString(r, r.screen.Grid(t.columns, true, rows))
	return err
}

// failed returns "503 2, no answer 1".
func (t *statusMessages) failed(s library.Status) string {
	words := map[string]int{}
	for _, m := range [...]map[string]int{s.Failed, s.Absent} {
		for cause, n := range m {
			words[t.cause(cause)] += n
		}
	}
	return cmp.Or(counts(words), "-")
}

// cause returns a cause in the language of t.
func (t *statusMessages) cause(cause string) string {
	return cmp.Or(t.causes[cause], cause)
}

func (t *statusMessages) held(s library.Status) string {
	if s.Held.Until.IsZero() {
		return "-"
	}
	return fmt.Sprintf("%s (%s)", clock(s.Held.Until), t.cause(s.Held.Cause))
}

// state returns the state of a newspaper and what else an operator must know.
func (t *statusMessages) state(s library.Status) string {
	words := []string{cmp.Or(t.states[s.State], string(s.State))}
	if !s.Silence.IsZero() {
		silent := t.silence(s.Silence)
		if words = append(words, silent); s.State == library.StateSilent {
			words = []string{silent}
		}
	}
	if s.Ended.IsZero() && !s.Began.IsZero() {
		words = append(words, t.running)
	}
	if s.Left > 0 {
		words = append(words, fmt.Sprintf(t.left, s.Left))
	}
	return strings.Join(words, "; ")
}

// silence returns "nothing new for 12d (usual gap 5h0m)".
func (t *statusMessages) silence(s library.Silence) string {
	return strings.NewReplacer("{lasted}", t.duration(s.Lasted()), "{usual}", t.duration(s.UsualGap())).
		Replace(t.silent)
}

// duration returns "3d" from two days on, "5h20m" below.
func (t *statusMessages) duration(d time.Duration) string {
	if d >= 2*aDay {
		return fmt.Sprintf("%d%s", d/aDay, t.day)
	}
	return strings.TrimSuffix(d.Round(time.Minute).String(), "0s")
}

// clock returns a time of this machine's zone to the second, "-" for the zero time.
func clock(t time.Time) string {
	if t.IsZero() {
		return "-"
	}
	return t.Local().Format(time.DateTime)
}

// silentLine says which newspapers are silent, or nothing.
func silentLine(all []library.Status) string {
	var names []string
	for _, s := range all {
		if !s.Silence.IsZero() {
			names = append(names, s.Newspaper)
		}
	}
	if names == nil {
		return ""
	}
	return "; silent: " + strings.Join(names, ", ")
}
