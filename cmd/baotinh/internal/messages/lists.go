package messages

import (
	"cmp"
	"unicode"
	"unicode/utf8"
)

// A Lists names the parts of exported lists, in one language.
type Lists struct {
	Sheet   string            // of the rows
	About   string            // the sheet about the list
	Columns map[string]string // that are called otherwise than the fields of an article
	Facts   map[string]string // about the list
}

var vietnameseLists = Lists{
	Sheet: "Danh sách", About: "Về danh sách này",
	Columns: map[string]string{
		"province": "tỉnh", "authors": "tác giả", "story": "tin gốc", "score": "điểm",
		"snippet": "trích đoạn", "title_marked": "nhan đề, tô từ tìm được", "relaxed": "nới thêm",
		"apart": "tiếng đứng rời", "explain": "cách tính điểm", "story_articles": "số bài cùng tin",
		"story_first": "bài đầu của tin", "byline": "tác giả như in", "blocks": "các đoạn",
		"text": "nội dung", "evidence": "bằng chứng", "parts": "các trang của bài",
		"versions": "các lần sửa", "place": "chỗ trong bài", "left": "bên trái", "match": "từ tìm được",
		"right": "bên phải", "withdrawn": "gỡ lúc", "published": "ngày đăng", "url": "địa chỉ",
		"photographers": "người chụp", "first_seen": "vào kho",
	},
	Facts: map[string]string{
		"query": "Truy vấn", "filter": "Lọc thêm", "understood": "Đã hiểu", "made": "Lập lúc",
		"generation": "Đời chỉ mục", "articles": "Số bài trong kho", "found": "Số bài tìm được",
		"stories": "Số tin tìm được", "sample": "Mẫu ngẫu nhiên", "rows": "Số dòng của danh sách",
		"cut": "Số ô quá dài, bị cắt",
	},
}

var englishLists = Lists{
	Sheet: "List", About: "About this list",
	Columns: map[string]string{
		"title_marked": "title, with marks", "apart": "syllables apart", "first_seen": "came in",
		"story_articles": "articles of the story", "story_first": "first of the story",
		"published": "published", "photographers": "photographers", "blocks": "blocks",
	},
	Facts: map[string]string{
		"query": "Query", "filter": "Filter", "understood": "Understood", "made": "Made at",
		"generation": "Index generation", "articles": "Articles in the index", "found": "Articles found",
		"stories": "Stories found", "sample": "Random sample", "rows": "Rows of the list",
		"cut": "Cells too long, cut",
	},
}

// Column returns the name of a column of a list, which begins with a capital.
func (m *Messages) Column(field string) string {
	name := cmp.Or(m.Lists.Columns[field], m.Reading.Label(field))
	first, size := utf8.DecodeRuneInString(name)
	return string(unicode.ToUpper(first)) + name[size:]
}
