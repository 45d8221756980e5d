package main

import (
	"cmp"

	"baotinh/cmd/baotinh/internal/library"
	"baotinh/cmd/baotinh/internal/report"
	"baotinh/pipeline/extract"
	"baotinh/pipeline/news"
)

// catalogueMessages are what is said of the entries of the catalogue, and of the pages of newspapers, in one
// language.
type catalogueMessages struct {
	noFile     string            // {name}
	labels     map[string]string // of the fields of an entry, by their names in English
	columns    []string          // of the table of drift
	fields     map[string]string // that are counted; others have their name
	reasons    map[string]string // why a page holds no article; others are as the program has them
	moved      string            // {newspaper}, {field}, {place}, {held}, {ofHeld}, {last} and {ofLast}
	steps      map[string]string // of a probe; others have their name
	held       string            // {until} is replaced
	waitUntil  string
	ok         string
	causes     map[string]string // of steps, beside those of statusMessages
	foreign    string            // before the name of a host
	noArticle  string            // before the reason
	sitemap    [2]string         // one, several
	otherPage  [2]string
	listed     string // {articles}, {others} and {kilobytes}
	article    string // {title}, {published}, {byline}, {bytes} and {family}
	permission string // before the permission of a newspaper
	redirected string // before an address
	unknown    string // date

	help          map[string]string // by cause; KEY is replaced by the key of the newspaper
	helpNoLinks   string
	helpExamples  string // {examples} is replaced
	helpDesign    string
	helpArticle   string // KEY is replaced
	helpForeign   string
	helpRobots    string
	helpWarnings  string
	helpOtherwise string
}

var vietnameseCatalogue = catalogueMessages{
	noFile: "{name}: không có tệp hay thư mục này",
	labels: map[string]string{
		"key": "mã", "name": "tên", "province": "tỉnh", "hosts": "máy chủ", "family": "hệ quản trị",
		"article": "đường dẫn bài", "section": "đường dẫn mục", "seeds": "trang bắt đầu", "feeds": "RSS",
		"sitemaps": "sơ đồ trang", "grade": "hạng", "robots permission": "được phép bỏ qua robots.txt",
		"TLS exception": "chấp nhận chứng thư sai", "notes": "ghi chú", "host": "máy chủ",
	},
	columns: []string{
		"BÁO", "HỆ", "TRANG", "BÀI", "NHẬN RA HỆ", "TÍT", "NGÀY", "TÁC GIẢ", "NỘI DUNG", "MẤT",
		"KHÔNG CÓ BÀI",
	},
	fields: map[string]string{
		report.Family: "hệ quản trị", report.Title: "tít", report.Date: "ngày", report.Byline: "tác giả",
		report.Body: "nội dung",
	},
	reasons: map[string]string{
		extract.ReasonEmpty: "trang rỗng", extract.ReasonNotHTML: "không phải HTML",
		extract.ReasonSectionFront: "trang chuyên mục", extract.ReasonGallery: "bộ ảnh",
		extract.ReasonVideo: "chỉ có video", extract.ReasonErrorPage: "trang báo lỗi",
		extract.ReasonChallenge: "trang thử thách", extract.ReasonLanguage: "không phải tiếng Việt",
		extract.ReasonTooShort: "quá ngắn", extract.ReasonCharset: "bảng mã không đọc được",
		extract.ReasonRemoved: "bài đã gỡ", extract.ReasonMaintenance: "đang bảo trì",
		extract.ReasonLogIn: "trang đăng nhập", extract.ReasonHosting: "thông báo của nơi thuê máy chủ",
		extract.ReasonParked: "tên miền bỏ không", extract.ReasonService: "trang dịch vụ",
		extract.ReasonNotice: "thông báo", "came without its page": "đến không kèm trang",
	},
	moved: "{newspaper}: {field} từng ở \"{place}\" trên {held}/{ofHeld} trang, nay chỉ còn " +
		"{last}/{ofLast} trang gần nhất",
	steps: map[string]string{
		library.StepName: "tên miền", library.StepRobots: "robots", library.StepFeed: "RSS",
		library.StepFront: "trang đầu", library.StepArticle: "bài", "held": "hoãn",
	},
	held:      "báo xin nghỉ đến {until}, nên không hỏi",
	waitUntil: "hãy chờ đến lúc đó",
	ok:        "tốt",
	causes: map[string]string{
		library.CauseDenied: "bị cấm", library.CauseNoFeed: "không có RSS",
		library.CauseNoLinks: "không có bài nào", library.CauseNotFound: "không tìm thấy bài nào",
		library.CauseNoDate: "không có ngày",
	},
	foreign:    "máy chủ lạ",
	noArticle:  "không có bài",
	sitemap:    [2]string{"sơ đồ trang", "sơ đồ trang"},
	otherPage:  [2]string{"trang khác", "trang khác"},
	listed:     "{articles}, {others} để theo, {kilobytes} kB",
	article:    "“{title}”, đăng {published}, tác giả “{byline}”, {bytes} byte nội dung theo {family}",
	permission: "được phép: ",
	redirected: "chuyển hướng đến ",
	unknown:    "không rõ ngày",

	help: map[string]string{
		library.CauseNoHost: "tên miền không dẫn đến đâu: báo đã dời đi chăng? máy chủ mới ghi vào `hosts` " +
			"của một mục trong --newspapers TỆP",
		library.CauseNoName:   "máy chủ tên miền không trả lời: hãy xem mạng của máy này",
		library.CauseNoRoute:  "không có đường mạng đến đó: hãy xem mạng của máy này",
		library.CauseRefused:  "máy chủ không nhận kết nối: hãy thử lại sau; có thể tường lửa chặn",
		library.CauseTimeout:  "máy chủ chậm, hoặc tường lửa chặn: hãy thử từ mạng khác",
		library.CauseNoAnswer: "hãy thử lại sau; nếu vẫn vậy thì thử từ mạng khác",
		library.CauseCut:      "máy chủ cắt kết nối sớm: hãy thử lại sau",
		library.CauseTLS: "chứng thư không kiểm được: hãy báo cho tòa soạn; nếu vẫn vậy, " +
			"`tls_exception = \"lý do\"` trong mục của báo cho phép",
		library.CausePrivate: "`allow_private = true` trong mục của báo cho phép máy chủ của chính bạn",
		library.CauseDenied: "hãy xin phép tòa soạn; giấy phép ghi vào mục của báo: " +
			"`robots_permission = \"ai, khi nào\"`",
		library.CauseNoFeed: "vẫn tìm được bài từ trang đầu, nhưng RSS thì sớm hơn: hãy tìm liên kết RSS " +
			"trên trang đầu và ghi vào `feeds`",
		library.CauseNotFound: "trước hết hãy sửa RSS và trang đầu",
		library.CauseNoDate: "một bộ chọn, `date` của `[KEY.selectors]`, giúp được; reindex áp dụng cho " +
			"mọi bài",
		news.HoldHours:      "hãy hỏi vào giờ khác trong ngày: xem `hours` trong mục của báo",
		news.HoldCrawlDelay: "robots.txt xin khoảng nghỉ dài, và được tôn trọng: hãy thử lại sau",
		"challenge":         "máy chủ đòi trình duyệt: hãy xin tòa soạn cho qua (--contact)",
		"script": "trang do mã lệnh dựng, mà mã không được chạy: hãy ghi RSS hay sơ đồ trang " +
			"vào mục",
		"login": "trang đòi đăng nhập: hãy ghi trang công khai vào `seeds`",
		"empty": "hãy thử lại sau; có thể mã lệnh dựng trang: ghi RSS hay sơ đồ trang vào mục",
		"404":   "hãy ghi trang khác vào mục (`seeds`, `feeds`)",
		"410":   "hãy ghi trang khác vào mục (`seeds`, `feeds`)",
		"403":   "máy chủ cấm: hãy xin tòa soạn cho qua (--contact)",
		"429":   "máy chủ xin hỏi thưa hơn: hãy chờ, và đặt `delay` trong mục",
		"503":   "máy chủ quá tải: hãy thử lại sau",
	},
	helpNoLinks:  "không có gì trên trang giống một bài",
	helpExamples: ", nhưng có {examples}",
	helpDesign: ": trang đã đổi giao diện chăng? `article`, một biểu thức chính quy của đường dẫn, cho " +
		"biết",
	helpArticle: "bộ chọn cho tít và nội dung, `[KEY.selectors]`, giúp được; `baotinh extract` cho xem " +
		"chứng cứ",
	helpForeign:   "nếu đó là máy chủ mới của báo, hãy ghi vào `hosts` trong mục",
	helpRobots:    "khi chưa đọc được robots.txt thì không được hỏi gì: hãy thử lại sau",
	helpWarnings:  "`baotinh newspapers drift` cho biết mọi bài có vậy không",
	helpOtherwise: "hãy thử lại sau; nếu vẫn vậy thì báo cho tòa soạn",
}

var englishCatalogue = catalogueMessages{
	noFile: "{name}: no such file or folder",
	labels: map[string]string{},
	columns: []string{
		"NEWSPAPER", "CMS", "PAGES", "ARTICLES", "FAMILY", "TITLE", "DATE", "BYLINE", "BODY", "LOST",
		"NO ARTICLE",
	},
	moved: "{newspaper}: the {field} was at \"{place}\" on {held} of {ofHeld} pages, and is on {last} of " +
		"the last {ofLast}",
	held:       "it asked for a pause until {until}, and is not asked",
	waitUntil:  "wait until then",
	ok:         "ok",
	foreign:    "foreign host",
	noArticle:  library.CauseNoArticle,
	sitemap:    [2]string{"sitemap", "sitemaps"},
	otherPage:  [2]string{"other page", "other pages"},
	listed:     "{articles}, {others} to follow, {kilobytes} kB",
	article:    "“{title}”, published {published}, by “{byline}”, {bytes} bytes of text by {family}",
	permission: "permission: ",
	redirected: "redirected to ",
	unknown:    "unknown",

	help: map[string]string{
		library.CauseNoHost: "the name leads nowhere: has the newspaper moved? its new host goes into " +
			"`hosts` " +
			"of an entry of --newspapers FILE",
		library.CauseNoName:   "the name servers do not answer: look at the network of this machine",
		library.CauseNoRoute:  "no network leads there: look at the network of this machine",
		library.CauseRefused:  "the server takes no connections: try later; a firewall may keep you out",
		library.CauseTimeout:  "the server is slow, or a firewall keeps you out: try from another network",
		library.CauseNoAnswer: "try later; if it stays so, from another network",
		library.CauseCut:      "the server ends connections early: try later",
		library.CauseTLS: "the certificate cannot be verified: tell the newspaper; if it stays so, " +
			"`tls_exception = \"why\"` in its entry allows it",
		library.CausePrivate: "`allow_private = true` in its entry allows servers of your own",
		library.CauseDenied: "ask the newspaper; its permission is noted in its entry as " +
			"`robots_permission = \"who, when\"`",
		library.CauseNoFeed: "a crawl finds articles by the front, and by a feed sooner: look for a link " +
			"to " +
			"RSS on the front, and name it in `feeds`",
		library.CauseNotFound: "first mend what is wrong with feed and front",
		library.CauseNoDate:   "a selector, `date` of `[KEY.selectors]`, helps; reindex applies it to all",
		news.HoldHours:        "it may be asked later in the day: see `hours` of its entry",
		news.HoldCrawlDelay:   "its robots.txt asks for a long pause, which a crawl keeps: try later",
		"challenge":           "the server asks for a browser: ask the newspaper to let you pass (--contact)",
		"script":              "a script makes the page, and is not run: name a feed or sitemap in the entry",
		"login":               "the page asks to log in: name public pages in `seeds`",
		"empty":               "try later; a script may make the page: name a feed or sitemap in the entry",
		"404":                 "name another page in the entry (`seeds`, `feeds`)",
		"410":                 "name another page in the entry (`seeds`, `feeds`)",
		"403":                 "the server forbids it: ask the newspaper to let you pass (--contact)",
		"429":                 "the server asks for fewer requests: wait, and set `delay` in the entry",
		"503":                 "the server is overloaded: try later",
	},
	helpNoLinks:  "nothing on the page looks like an article",
	helpExamples: ", but there is {examples}",
	helpDesign:   ": has its design changed? `article`, a regular expression of paths, tells them",
	helpArticle: "selectors for title and body, `[KEY.selectors]`, help; `baotinh extract` shows the " +
		"evidence",
	helpForeign:   "if that is its new host, it goes into `hosts` of its entry",
	helpRobots:    "nothing may be asked for while robots.txt cannot be read: try later",
	helpWarnings:  "`baotinh newspapers drift` shows whether all articles are so",
	helpOtherwise: "try later; if it stays so, tell the newspaper",
}

// label returns the name of a field of an entry.
func (m *catalogueMessages) label(field string) string { return cmp.Or(m.labels[field], field) }

// reason returns why a page holds no article.
func (m *catalogueMessages) reason(reason string) string { return cmp.Or(m.reasons[reason], reason) }

// several returns a number of things, which have a name for one and a name for several.
func (m *commandMessages) several(n int, names [2]string) string {
	name := names[1]
	if n == 1 {
		name = names[0]
	}
	return m.Number(n) + " " + name
}
