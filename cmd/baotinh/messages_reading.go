package main

import (
	"fmt"
	"strconv"
	"strings"

	"baotinh/cmd/baotinh/internal/library"
	"baotinh/cmd/baotinh/internal/terminal"
	"baotinh/index"
	"baotinh/pipeline/news"
)

// readingMessages are what readers of articles are told, in one language.
type readingMessages struct {
	missing    string                    // {which} is replaced
	several    string                    // {prefix} is replaced
	more       string                    // there are other ones
	labels     map[string]string         // of the fields in the head; others have their name in JSON
	precisions map[news.Precision]string // how finely a date is known; a minute is not worth a word
	picture    string                    // before a caption
	photo      string                    // before who took the photo
	reprints   string                    // before the number of other articles of the story
	visits     string                    // before the list of visits
	noVisits   string
	first      string // visit
	unchanged  string
	noArticle  string // the page of a visit holds none
	text       string // of an article
	added      string // blocks
	removed    string
	versions   map[news.VersionKind]string
	open       string // quotation marks of a title
	close      string
	undated    string // in a citation
	after      string // before an agency
	sample     string // {n}, {all} and {seed} are replaced
	archived   string // before the day on which it was archived
}

var vietnameseReading = readingMessages{
	missing: `không có bài "{which}"`,
	several: `có nhiều bài mà mã bắt đầu bằng {prefix}:`,
	more:    "và những bài khác: hãy gõ thêm chữ của mã",
	labels: map[string]string{
		"title": "nhan đề", "newspaper": "báo", "published": "ngày", "updated": "sửa lúc",
		"withdrawn": "báo đã gỡ", "byline": "tác giả", "photographers": "ảnh", "source": "nguồn",
		"section": "chuyên mục", "type": "thể loại", "tags": "nhãn", "dateline": "nơi gửi",
		"url": "địa chỉ", "id": "mã", "first_seen": "vào kho", "event": "việc xảy ra", "blocks": "nội dung",
		"warnings": "lưu ý", "sapo": "sapo", "place": "địa danh",
	},
	precisions: map[news.Precision]string{
		news.Year: "chỉ biết năm", news.Month: "chỉ biết tháng", news.Day: "chỉ biết ngày",
	},
	picture: "ảnh", photo: "Ảnh: ",
	reprints: "Cùng tin", visits: "Các lần lưu", noVisits: "kho lưu không có lần nào của địa chỉ này",
	first: "lần đầu", unchanged: "không đổi", noArticle: "trang không có bài",
	text: "nội dung", added: "thêm {n} đoạn", removed: "bớt {n} đoạn",
	versions: map[news.VersionKind]string{
		news.Withdrawn: "báo đã gỡ", news.Shortened: "chỉ còn một phần",
		news.Unrelated: "địa chỉ có bài khác", news.Duplicated: "bài lặp của nhiều địa chỉ",
	},
	open: "“", close: "”", undated: "không rõ ngày", after: "theo ", archived: "lưu ngày ",
	sample: "mẫu ngẫu nhiên: {n} trong {all} (--seed {seed})",
}

var englishReading = readingMessages{
	missing: `there is no article "{which}"`,
	several: `several articles have IDs that begin with {prefix}:`,
	more:    "and others: type more of the ID",
	labels: map[string]string{
		"published": "date", "photographers": "photos", "url": "address", "id": "ID",
		"first_seen": "came in", "blocks": "text",
	},
	precisions: map[news.Precision]string{
		news.Year: "only the year is known", news.Month: "only the month is known",
		news.Day: "only the day is known",
	},
	picture: "photo", photo: "Photo: ",
	reprints: "Reprints", visits: "Visits", noVisits: "the archive has none of this address",
	first: "first", unchanged: "unchanged", noArticle: "the page holds no article",
	text: "text", added: "{n} blocks added", removed: "{n} blocks removed",
	versions: map[news.VersionKind]string{
		news.Withdrawn: "withdrawn", news.Shortened: "only a part is left",
		news.Unrelated: "the address holds another article", news.Duplicated: "a text of many addresses",
	},
	open: "“", close: "”", undated: "undated", after: "from ", archived: "archived on ",
	sample: "random sample: {n} of {all} (--seed {seed})",
}

// sampled says which hits were drawn.
func (m *messages) sampled(s *index.Sample) string {
	if s == nil {
		return ""
	}
	return strings.NewReplacer("{n}", m.number(s.Size), "{all}", m.count(s.Of),
		"{seed}", strconv.FormatUint(s.Seed, 10)).Replace(m.reading.sample)
}

// label returns the name of a field in the head.
func (r *readingMessages) label(field string) string {
	if l, ok := r.labels[field]; ok {
		return l
	}
	return field
}

// date returns a date with how finely it is known.
func (r *readingMessages) date(d news.Date) string {
	text := printDate(d)
	if d.Precision == news.Second {
		text = d.Time.Format("02/01/2006 15:04:05")
	}
	if words := r.precisions[d.Precision]; words != "" && text != "" {
		text += " (" + words + ")"
	}
	return text
}

func (r *readingMessages) notThere(which string) string {
	return strings.ReplaceAll(r.missing, "{which}", terminal.Clean(which))
}

// listed returns a line for each article that may be meant.
func (r *readingMessages) listed(e *severalError) string {
	var b strings.Builder
	fmt.Fprintf(&b, "baotinh: %s\n", strings.ReplaceAll(r.several, "{prefix}", e.prefix))
	for _, a := range e.articles {
		fmt.Fprintf(&b, "  %s  %s  %s\n", a.ID, a.URL, terminal.Clean(a.Title))
	}
	if e.more {
		fmt.Fprintf(&b, "  … %s\n", r.more)
	}
	return b.String()
}

// changed says what a visit found changed.
func (r *readingMessages) changed(changes []library.Change) string {
	var words []string
	for _, c := range changes {
		if c.Field != "blocks" {
			words = append(words, fmt.Sprintf("%s: %s → %s", r.label(c.Field), shown(c.From), shown(c.To)))
			continue
		}
		var counts []string
		if c.Added > 0 {
			counts = append(counts, strings.ReplaceAll(r.added, "{n}", strconv.Itoa(c.Added)))
		}
		if c.Removed > 0 {
			counts = append(counts, strings.ReplaceAll(r.removed, "{n}", strconv.Itoa(c.Removed)))
		}
		words = append(words, r.text+": "+strings.Join(counts, ", "))
	}
	return strings.Join(words, "; ")
}

// mostShown is how much of a changed text is shown, in characters.
const mostShown = 80

// shown returns the beginning of a text in quotation marks.
func shown(s string) string { return "“" + firstRunes(s, mostShown) + "”" }

// version says what became of the page of an article.
func (r *readingMessages) version(v news.Version) string {
	text := dayOf(v.Fetched) + "  " + r.versions[v.Kind]
	if v.Detail != "" {
		text += " (" + v.Detail + ")"
	}
	return strings.TrimSpace(text)
}

// quoted returns a title in quotation marks, with a full stop where it has no sign of its own at the end.
func (r *readingMessages) quoted(title string) string {
	if strings.HasSuffix(title, "?") || strings.HasSuffix(title, "!") || strings.HasSuffix(title, ".") {
		return r.open + title + r.close
	}
	return r.open + title + r.close + "."
}
