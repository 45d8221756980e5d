package messages

import (
	"errors"
	"strings"

	"baotinh/cmd/baotinh/internal/watch"
	"baotinh/index/query"
)

// Watches are what readers of saved searches and their digests are told, in one language.
type Watches struct {
	Digest   string                // {title}, {day}, {stories} and {articles} are replaced
	Kinds    map[watch.Kind]string // of items
	Nothing  string                // in a digest without items
	Others   string                // before other articles of a story
	Original string                // link to the newspaper
	Stored   string                // link to the article here
	Removed  string                // before a sentence
	Added    string
	Title    string // field of a change
	Sapo     string
	Query    string // before the query of a watch
	Broken   string // before why a watch cannot run
	Paused   string
	Feed     string   // the title of the feed of a search; {query} is replaced
	Columns  []string // of the list: name, a day, a week, all, title, state
	Failing  string   // {sink}, {tries}, {day} and {error} are replaced
	Sinks    map[watch.Sink]string
}

var vietnameseWatches = Watches{
	Digest: "Điểm tin {title} {day}: {stories}, {articles}",
	Kinds: map[watch.Kind]string{
		watch.New: "mới", watch.Updated: "đã sửa", watch.Withdrawn: "đã gỡ",
	},
	Nothing:  "Không có gì mới.",
	Others:   "Cùng tin: ",
	Original: "Bản gốc",
	Stored:   "Đọc trong kho",
	Removed:  "Bỏ: ",
	Added:    "Thêm: ",
	Title:    "nhan đề",
	Sapo:     "sapo",
	Query:    "Câu tìm: ",
	Broken:   "hỏng: ",
	Paused:   "đang dừng",
	Feed:     "Báo Tỉnh: {query}",
	Columns:  []string{"mã", "24 giờ", "7 ngày", "tất cả", "tên", "tình trạng"},
	Failing:  "{sink} hỏng {tries} lần, lần cuối {day}: {error}",
	Sinks:    map[watch.Sink]string{watch.ByMail: "thư", watch.ByWebhook: "webhook"},
}

var englishWatches = Watches{
	Digest: "Digest of {title} {day}: {stories}, {articles}",
	Kinds: map[watch.Kind]string{
		watch.New: "new", watch.Updated: "updated", watch.Withdrawn: "withdrawn",
	},
	Nothing:  "There is nothing new.",
	Others:   "In this story: ",
	Original: "Original",
	Stored:   "Read it in the archive",
	Removed:  "Removed: ",
	Added:    "Added: ",
	Title:    "title",
	Sapo:     "lede",
	Query:    "Query: ",
	Broken:   "broken: ",
	Paused:   "paused",
	Feed:     "Bao Tinh: {query}",
	Columns:  []string{"name", "24 hours", "7 days", "all", "title", "state"},
	Failing:  "{sink} failed {tries} times, the last time on {day}: {error}",
	Sinks:    map[watch.Sink]string{watch.ByMail: "mail", watch.ByWebhook: "webhook"},
}

// WatchTroubles returns what keeps a watch from telling, or a sink from getting what it told.
func (m *Messages) WatchTroubles(s watch.Standing) []string {
	var all []string
	if s.Err != nil {
		all = append(all, m.Watches.Broken+m.WatchProblem(s.Err))
	}
	if s.Paused {
		all = append(all, m.Watches.Paused)
	}
	for _, sink := range [...]watch.Sink{watch.ByMail, watch.ByWebhook} {
		st := s.ByMail
		if sink == watch.ByWebhook {
			st = s.ByHook
		}
		if st == nil || st.Failure == nil {
			continue
		}
		all = append(all, strings.NewReplacer("{sink}", m.Watches.Sinks[sink],
			"{tries}", m.Number(st.Failure.Tries), "{day}", Minute(st.Failure.At),
			"{error}", st.Failure.Error,
		).Replace(m.Watches.Failing))
	}
	return all
}

// WatchProblem says why a watch cannot run.
func (m *Messages) WatchProblem(err error) string {
	if e, ok := errors.AsType[*query.SyntaxError](err); ok {
		return m.Mistake(e)
	}
	return err.Error()
}

// Stories returns a number of stories: "84 tin".
func (m *Messages) Stories(n int) string {
	if n == 1 {
		return "1 " + m.Story.Story
	}
	return m.Number(n) + " " + m.Story.Stories
}

// DigestOf returns the headline of a digest: "Điểm tin Lãnh đạo tỉnh 30/11: 7 tin, 12 bài".
func (m *Messages) DigestOf(d *watch.Digest) string {
	return strings.NewReplacer("{title}", d.Watch.Label(), "{day}", Day(d.Made)[:len("02/01")],
		"{stories}", m.Stories(len(d.Stories)), "{articles}", m.Count(d.Articles)).Replace(m.Watches.Digest)
}
