package query

import "baotinh/pipeline/news"

// typeNames are the names of types in Vietnamese, as [fieldKey] has them, besides their own.
var typeNames = func() map[string]news.Type {
	all := map[string]news.Type{}
	for t, names := range map[news.Type][]string{
		news.PhotoStory:  {"ảnh", "phóng sự ảnh", "chùm ảnh", "photo story"},
		news.Video:       {"phim", "clip"},
		news.Infographic: {"infographics", "đồ họa"},
		news.Longform:    {"emagazine", "megastory", "long form"},
		news.Live:        {"trực tiếp", "tường thuật trực tiếp"},
		news.Interview:   {"phỏng vấn"},
		news.Opinion:     {"ý kiến", "bình luận", "góc nhìn", "xã luận"},
		news.Reportage:   {"phóng sự", "ký sự"},
		news.Letter:      {"thư bạn đọc", "bạn đọc viết", "thư"},
		news.Poem:        {"thơ"},
		news.Fiction:     {"truyện ngắn", "truyện"},
	} {
		all[fieldKey(string(t))] = t
		for _, name := range names {
			all[fieldKey(name)] = t
		}
	}
	return all
}()

// TypeNamed returns the type with a name in English or Vietnamese, with marks or without; empty if there is
// none.
func TypeNamed(name string) news.Type { return typeNames[fieldKey(name)] }
