package main

import (
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
