package discover

import (
	"slices"
	"strings"
)

const (
	maxURLBytes = 512 // an article's URL is its headline in ASCII and an id: 200 bytes are rare
	maxSegments = 8
	maxPager    = 5  // pages of a section front: older articles were found when they were new
	maxParts    = 20 // pages of an article
)

// pathOf returns the path of a canonical URL, without its query.
func pathOf(url string) string {
	_, rest, _ := strings.Cut(url, "://")
	slash := strings.IndexByte(rest, '/')
	if slash < 0 {
		return ""
	}
	path, _, _ := strings.Cut(rest[slash:], "?")
	return path
}

// files are the extensions of files that are no pages, sorted.
var files = []string{
	".avi", ".bmp", ".css", ".doc", ".docx", ".eot", ".exe", ".gif", ".ico", ".jpeg", ".jpg", ".js", ".json",
	".m3u8", ".mov", ".mp3", ".mp4", ".pdf", ".png", ".ppt", ".pptx", ".rar", ".svg", ".ttf", ".wav", ".webm",
	".webp", ".wmv", ".woff", ".woff2", ".xls", ".xlsx", ".zip",
}

func isFile(path string) bool {
	dot := strings.LastIndexByte(path, '.')
	if dot < 0 || len(path)-dot > len(".woff2") {
		return false
	}
	_, found := slices.BinarySearch(files, strings.ToLower(path[dot:]))
	return found
}

// isFeed reports whether a path is that of a feed: /rss/home.rss, /xa-hoi/index.rss, /rss/cate/thoi-su/.
func isFeed(path string) bool {
	return strings.HasSuffix(path, ".rss") ||
		strings.HasPrefix(path, "/rss/") && len(path) > len("/rss/") && !strings.HasSuffix(path, ".html")
}

// isWinding reports whether a path is deep or repeats a segment, as broken relative links do:
// /tin/tin/tin/tin.
func isWinding(path string) bool {
	segments := strings.Count(strings.TrimSuffix(path, "/"), "/")
	if segments < 3 {
		return false
	}
	if segments > maxSegments {
		return true
	}
	count := make(map[string]int, maxSegments)
	for segment := range strings.SplitSeq(path, "/") {
		if count[segment]++; count[segment] > 2 {
			return true
		}
	}
	return false
}

// services are the first segments of paths that list no articles, or any number of them (search, tags),
// sorted.
var services = []string{
	"admin", "ajax", "api", "binh-luan", "comment", "dang-ky", "dang-nhap", "gioi-thieu", "hashtag", "in-bai",
	"lien-he", "login", "logout", "print", "quang-cao", "register", "search", "tag", "tags", "tim-kiem",
	"toa-soan",
	"tu-khoa", "user",
}

func isService(path string) bool {
	first, _, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	first, _, _ = strings.Cut(first, ".")
	_, found := slices.BinarySearch(services, strings.ToLower(first))
	return found
}

// copies are segments under which articles have further addresses, and segments of pages about people and
// words whose addresses may have numbers as those of articles do, sorted.
var copies = []string{
	"ajax", "amp", "api", "author", "hashtag", "in-bai", "print", "search", "tac-gia", "tag", "tags",
	"tim-kiem", "tu-khoa", "user", "users",
}

// isCopy reports whether a path is that of a copy of an article, or of a list that looks like one:
// /amp/a-1.html, /a-1.html/amp, /tag/lu-lut-1234.html.
func isCopy(path string) bool {
	for segment := range strings.SplitSeq(strings.ToLower(strings.Trim(path, "/")), "/") {
		if _, found := slices.BinarySearch(copies, segment); found {
			return true
		}
	}
	return strings.HasSuffix(path, ".amp") || strings.HasSuffix(path, ".amp.html")
}

// isEndless reports whether a segment of a path counts pages or days: /thoi-su/trang-7, /page/3,
// /lich/2026-01-05, /lich-2026-01. A number after a word is a name: /covid-19.
func isEndless(path string) bool {
	for segment := range strings.SplitSeq(path, "/") {
		segment = strings.TrimSuffix(strings.ToLower(segment), ".html")
		words := strings.FieldsFunc(segment, func(r rune) bool { return r == '-' || r == '_' })
		if isPager(words) || endsWithDate(words) {
			return true
		}
	}
	return false
}

// isPageOrDay reports whether a URL only counts pages or days, although its number may look like that of an
// article: /thoi-su/trang-1000, /ngay-02-01-2026.html, /luu-tru.aspx?ngay=02-01-2026. A day behind more than
// two words is that in a headline.
func isPageOrDay(url string) bool {
	base, query, _ := strings.Cut(url, "?")
	if query != "" && hasDay(query) {
		return true
	}
	base = strings.TrimSuffix(base, "/")
	name := base[strings.LastIndexByte(base, '/')+1:]
	if dot := strings.LastIndexByte(name, '.'); dot >= 0 {
		name = name[:dot]
	}
	rest := strings.TrimRight(name, "0123456789")
	switch digits := len(name) - len(rest); {
	case digits == 0 || digits > 6:
		return false
	case isPageWord(strings.TrimRight(rest, "-_")):
		return true
	case digits > 4: // neither a day nor a year
		return false
	}
	before, numbers := cutNumbers(name)
	if numbers < 2 || strings.Count(before, "-")+strings.Count(before, "_") > 1 {
		return false
	}
	day, _ := dayIn(strings.ReplaceAll(name[len(before):], "_", "-"))
	return !day.IsZero()
}

// cutNumbers returns what stands before the last numbers of a name, three at most, and how many these are.
func cutNumbers(name string) (before string, numbers int) {
	for before = name; numbers < 3; numbers++ {
		rest := strings.TrimRight(before, "0123456789")
		if len(rest) == len(before) {
			break
		}
		before = strings.TrimRight(rest, "-_")
		if len(before) == len(rest) { // nothing parts the number from a word
			return before, numbers + 1
		}
	}
	return before, numbers
}

func isPageWord(s string) bool { return strings.EqualFold(s, "trang") || strings.EqualFold(s, "page") }

// isPager reports whether words are only numbers and words for page or day, with at least one number: trang
// 7, page7.
func isPager(words []string) bool {
	numbers := 0
	for _, word := range words {
		unit := strings.TrimRight(word, "0123456789")
		if len(unit) < len(word) {
			numbers++
		}
		switch unit {
		case "", "trang", "page", "p", "pg", "ngay", "thang", "nam":
		default:
			return false
		}
	}
	return numbers > 0
}

// endsWithDate reports whether words end with a year and at least a month: lich 2026 01, lich 05 01 2026.
func endsWithDate(words []string) bool {
	numbers, year := 0, false
	for _, word := range slices.Backward(words) {
		if len(word) > 4 || strings.Trim(word, "0123456789") != "" {
			break
		}
		numbers++
		year = year || len(word) == 4 && (word[:2] == "19" || word[:2] == "20")
	}
	return year && numbers > 1
}

// pageNumber returns the last number of a URL's path and query, or 0.
func pageNumber(url string) int {
	end := strings.LastIndexAny(url, "0123456789") + 1
	start := end
	for start > 0 && url[start-1] >= '0' && url[start-1] <= '9' {
		start--
	}
	if end-start > 4 {
		return 0
	}
	n := 0
	for _, c := range url[start:end] {
		n = 10*n + int(c-'0')
	}
	return n
}
