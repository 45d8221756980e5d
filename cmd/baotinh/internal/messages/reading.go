package messages

import (
	"fmt"
	"strconv"
	"strings"

	"baotinh/cmd/baotinh/internal/library"
	"baotinh/cmd/baotinh/internal/terminal"
	"baotinh/index"
	"baotinh/pipeline/news"
)

// A Reading is what readers of articles are told, in one language.
type Reading struct {
	Missing    string                    // {which} is replaced
	Several    string                    // {prefix} is replaced
	More       string                    // there are other ones
	Labels     map[string]string         // of the fields in the head; others have their name in JSON
	Precisions map[news.Precision]string // how finely a date is known; a minute is not worth a word
	Picture    string                    // before a caption
	Photo      string                    // before who took the photo
	Reprints   string                    // before the number of other articles of the story
	Visits     string                    // before the list of visits
	NoVisits   string
	First      string // visit
	Unchanged  string
	NoArticle  string // the page of a visit holds none
	Text       string // of an article
	Added      string // blocks
	Removed    string
	Versions   map[news.VersionKind]string
	Open       string // quotation marks of a title
	Close      string
	Undated    string // in a citation
	After      string // before an agency
	Sample     string // {n}, {all} and {seed} are replaced
	Archived   string // before the day on which it was archived
}

var vietnameseReading = Reading{
	Missing: `không có bài "{which}"`,
	Several: `có nhiều bài mà mã bắt đầu bằng {prefix}:`,
	More:    "và những bài khác: hãy gõ thêm chữ của mã",
	Labels: map[string]string{
		"title": "nhan đề", "newspaper": "báo", "published": "ngày", "updated": "sửa lúc",
		"withdrawn": "báo đã gỡ", "byline": "tác giả", "photographers": "ảnh", "source": "nguồn",
		"section": "chuyên mục", "type": "thể loại", "tags": "nhãn", "dateline": "nơi gửi",
		"url": "địa chỉ", "id": "mã", "first_seen": "vào kho", "event": "việc xảy ra", "blocks": "nội dung",
		"warnings": "lưu ý", "sapo": "sapo", "place": "địa danh",
	},
	Precisions: map[news.Precision]string{
		news.Year: "chỉ biết năm", news.Month: "chỉ biết tháng", news.Day: "chỉ biết ngày",
	},
	Picture: "ảnh", Photo: "Ảnh: ",
	Reprints: "Cùng tin", Visits: "Các lần lưu", NoVisits: "kho lưu không có lần nào của địa chỉ này",
	First: "lần đầu", Unchanged: "không đổi", NoArticle: "trang không có bài",
	Text: "nội dung", Added: "thêm {n} đoạn", Removed: "bớt {n} đoạn",
	Versions: map[news.VersionKind]string{
		news.Withdrawn: "báo đã gỡ", news.Shortened: "chỉ còn một phần",
		news.Unrelated: "địa chỉ có bài khác", news.Duplicated: "bài lặp của nhiều địa chỉ",
	},
	Open: "“", Close: "”", Undated: "không rõ ngày", After: "theo ", Archived: "lưu ngày ",
	Sample: "mẫu ngẫu nhiên: {n} trong {all} (--seed {seed})",
}

var englishReading = Reading{
	Missing: `there is no article "{which}"`,
	Several: `several articles have IDs that begin with {prefix}:`,
	More:    "and others: type more of the ID",
	Labels: map[string]string{
		"published": "date", "photographers": "photos", "url": "address", "id": "ID",
		"first_seen": "came in", "blocks": "text",
	},
	Precisions: map[news.Precision]string{
		news.Year: "only the year is known", news.Month: "only the month is known",
		news.Day: "only the day is known",
	},
	Picture: "photo", Photo: "Photo: ",
	Reprints: "Reprints", Visits: "Visits", NoVisits: "the archive has none of this address",
	First: "first", Unchanged: "unchanged", NoArticle: "the page holds no article",
	Text: "text", Added: "{n} blocks added", Removed: "{n} blocks removed",
	Versions: map[news.VersionKind]string{
		news.Withdrawn: "withdrawn", news.Shortened: "only a part is left",
		news.Unrelated: "the address holds another article", news.Duplicated: "a text of many addresses",
	},
	Open: "“", Close: "”", Undated: "undated", After: "from ", Archived: "archived on ",
	Sample: "random sample: {n} of {all} (--seed {seed})",
}

// Sampled says which hits were drawn.
func (m *Messages) Sampled(s *index.Sample) string {
	if s == nil {
		return ""
	}
	return strings.NewReplacer("{n}", m.Number(s.Size), "{all}", m.Count(s.Of),
		"{seed}", strconv.FormatUint(s.Seed, 10)).Replace(m.Reading.Sample)
}

// Label returns the name of a field in the head.
func (r *Reading) Label(field string) string {
	if l, ok := r.Labels[field]; ok {
		return l
	}
	return field
}

// Date returns a date with how finely it is known.
func (r *Reading) Date(d news.Date) string {
	text := Date(d)
	if d.Precision == news.Second {
		text = d.Time.Format("02/01/2006 15:04:05")
	}
	if words := r.Precisions[d.Precision]; words != "" && text != "" {
		text += " (" + words + ")"
	}
	return text
}

// NotThere says that there is no such article.
func (r *Reading) NotThere(which string) string {
	return strings.ReplaceAll(r.Missing, "{which}", terminal.Clean(which))
}

// Changed says what a visit found changed.
func (r *Reading) Changed(changes []library.Change) string {
	var words []string
	for _, c := range changes {
		if c.Field != "blocks" {
			words = append(words, fmt.Sprintf("%s: %s → %s", r.Label(c.Field), shown(c.From), shown(c.To)))
			continue
		}
		var counts []string
		if c.Added > 0 {
			counts = append(counts, strings.ReplaceAll(r.Added, "{n}", strconv.Itoa(c.Added)))
		}
		if c.Removed > 0 {
			counts = append(counts, strings.ReplaceAll(r.Removed, "{n}", strconv.Itoa(c.Removed)))
		}
		words = append(words, r.Text+": "+strings.Join(counts, ", "))
	}
	return strings.Join(words, "; ")
}

// mostShown is how much of a changed text is shown, in characters.
const mostShown = 80

// shown returns the beginning of a text in quotation marks.
func shown(s string) string { return "“" + firstRunes(s, mostShown) + "”" }

// Version says what became of the page of an article.
func (r *Reading) Version(v news.Version) string {
	text := Day(v.Fetched) + "  " + r.Versions[v.Kind]
	if v.Detail != "" {
		text += " (" + v.Detail + ")"
	}
	return strings.TrimSpace(text)
}

// Quoted returns a title in quotation marks, with a full stop where it has no sign of its own at the end.
func (r *Reading) Quoted(title string) string {
	if strings.HasSuffix(title, "?") || strings.HasSuffix(title, "!") || strings.HasSuffix(title, ".") {
		return r.Open + title + r.Close
	}
	return r.Open + title + r.Close + "."
}
