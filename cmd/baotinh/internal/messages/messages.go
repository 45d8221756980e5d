// Package messages holds what readers are told, in [Vietnamese] and in [English]: one table of sentences for
// each language, for the command line, the pages and the feeds. Logs and help are in English: they are for
// operators.
package messages

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"baotinh/cmd/baotinh/internal/terminal"
	"baotinh/index"
	"baotinh/index/query"
	"baotinh/pipeline/news"
)

// Messages are what readers are told, in one language.
type Messages struct {
	Article, Articles string // a number goes before them
	Apart             string // before the number of articles in which syllables of one word are apart
	Further           string // before the number of articles that only the relaxed query finds
	Other             string // values of a facet that are not listed
	Missing           string // articles without a value
	Undated           string // articles without a date
	Withdrawn         string // before the day from which on the page holds no article
	Total             string // of a table
	Decimal           string // the decimal sign
	Thousands         string // between thousands; empty where a program may read the numbers
	Suggestion        string
	More              string
	Query             string                           // before the place of a mistake in a query
	Facets            map[string]string                // names of fields
	Plural            string                           // what the names end with after other numbers than 1
	Rewrites          map[index.RewriteKind]string     // {from} and {to} are replaced
	Explanations      map[index.ExplanationKind]string // {text} is replaced
	Mistakes          map[query.SyntaxErrorKind]string // {detail} is replaced
	Nearest, Fields   string                           // before names of fields of the query language
	InVietnamese      bool                             // the names of these fields are in Vietnamese
	Failures          map[Failure]string
	Warnings          map[news.WarningKind]string // others have their kind
	Reading           *Reading
	Story             *Story
	Lists             *Lists
	Status            *Status
	Watches           *Watches
}

// Vietnamese are the messages in Vietnamese.
var Vietnamese = Messages{
	Article:    "bài",
	Articles:   "bài",
	Apart:      "các tiếng đứng rời nhau: ",
	Further:    "nới thêm: ",
	Other:      "khác",
	Missing:    "không rõ",
	Undated:    "không rõ ngày",
	Withdrawn:  "báo đã gỡ, thấy ngày ",
	Total:      "tổng",
	Decimal:    ",",
	Thousands:  ".",
	Suggestion: "Có phải bạn muốn tìm: ",
	More:       "Xem tiếp: ",
	Query:      "truy vấn, tại byte",
	Facets: map[string]string{
		"newspaper": "báo", "province": "tỉnh", "section": "chuyên mục", "author": "tác giả",
		"source": "nguồn", "site": "trang", "year": "năm", "month": "tháng", "week": "tuần",
		"day": "ngày", "type": "thể loại",
		"place": "tỉnh thành trong bài", "district": "huyện trong bài", "commune": "xã phường trong bài",
	},
	Rewrites: map[index.RewriteKind]string{
		index.RewriteAlternatives: "{from}~ là {from} hoặc {to}",
		index.RewriteProvince:     `tỉnh "{from}" nay thuộc {to}`,
		index.RewritePlaceNow:     `{from} nay thuộc {to}`,
		index.RewritePlaceBefore:  `{from} từ tháng 7/2025 gồm {to}`,
		index.RewriteAbbreviation: `"{from}" cũng là {to}`,
		index.RewriteSpelling:     `"{from}" cũng viết là {to}`,
		index.RewriteAsking:       `bài không cần có "{from}"`,
		index.RewriteApart:        `có bài các tiếng của "{from}" đứng rời nhau`,
		index.RewriteKeys:         `hiểu "{from}" là "{to}"`,
		index.RewriteCorrection:   `sửa "{from}" thành "{to}"`,
		index.RelaxedQuotes:       "bỏ dấu ngoặc kép",
		index.RelaxedMarks:        "bỏ qua dấu",
		index.RelaxedMost:         "chỉ cần phần lớn các từ",
		index.RelaxedSome:         "chỉ cần một số từ",
	},
	Explanations: map[index.ExplanationKind]string{
		index.ExplainWord:     "{text}",
		index.ExplainFold:     "{text} (mọi dấu)",
		index.ExplainPair:     "{text} (liền nhau)",
		index.ExplainTitle:    "tít",
		index.ExplainCoverage: "phần có của truy vấn",
		index.ExplainAge:      "tuổi bài",
	},
	Mistakes: map[query.SyntaxErrorKind]string{
		query.TooLong:      "truy vấn dài quá 4096 byte: hãy bớt từ",
		query.TooManyParts: "truy vấn có quá 256 từ và cụm từ: hãy bớt đi",
		query.TooDeep:      "quá 16 dấu ngoặc đơn, dấu trừ lồng nhau: hãy bớt đi",
		query.TooManyFuzzy: "quá 16 từ có dấu ~: hãy bỏ bớt dấu ~",
		query.NearDistance: `"{detail}" không phải số: sau dấu ngoặc kép và ~ cần một số ` +
			`từ 0 đến 100, như "mưa lũ"~3`,
		query.NoWords:        "câu tìm không có từ nào: hãy viết một từ, hoặc * để lấy mọi bài",
		query.FuzzyNothing:   "trước dấu ~ không có từ nào: hãy viết liền sau một từ, như lạng~",
		query.FuzzyNoLetters: `"{detail}" không phải một từ chỉ gồm chữ cái mà dấu ~ cần: hãy bỏ dấu ~`,
		query.FuzzyField:     "dấu ~ chỉ dùng cho nội dung và tít, không dùng cho {detail}: hãy bỏ đi",
		query.FuzzyDate:      `"{detail}" là ngày tháng, không có dấu ~: hãy viết ngày:2004..2009`,
		query.NoDate: `"{detail}" không phải ngày tháng: hãy viết 2022-07-27, 27/7/2022, 7/2022, 2022, ` +
			`"hôm qua" (hai tiếng trong ngoặc kép), hôm_nay, "tuần này", 7d, 2w hoặc 24h`,
		query.RangeField: "khoảng {detail} không dùng ở đây: hãy viết sau ngày: hoặc mới:",
		query.EmptyRange: "khoảng {detail} kết thúc trước khi bắt đầu: hãy đổi chỗ hai đầu",
		query.UnknownField: `không có trường "{detail}:" (muốn tìm như chữ thường thì đặt trong ngoặc kép, ` +
			`hoặc cách một dấu sau dấu hai chấm)`,
		query.UnknownStatus: `"{detail}" không phải tình trạng: hãy viết tình_trạng:"đã gỡ" hoặc ` +
			`status:withdrawn (muốn tìm như chữ thường thì cách một dấu sau dấu hai chấm)`,
		query.UnknownPlace: `không có tỉnh, huyện hay xã nào tên "{detail}": tên nhiều tiếng thì đặt trong ` +
			`ngoặc kép, như địa_danh:"Tràng Định"`,
		query.SeveralPlaces: `có nhiều nơi tên "{detail}": hãy nói rõ nơi nào`,
		query.NoValue: `giá trị của trường không bắt đầu bằng {detail}: hãy viết một từ, "nhiều từ trong ` +
			`ngoặc kép" hoặc (nhiều phần); khoảng thì viết ngày:2004..2009, ` +
			`loại trừ thì viết -trường:giá_trị`,
		query.UnknownOperator: `không có phép {detail}: có OR hoặc HOẶC, AND, -trừ, (nhóm), "cụm từ", ` +
			`"từ gần nhau"~3, đầu_từ* và gần_giống~ (muốn tìm như chữ thường thì đặt trong ngoặc kép)`,
		query.Wildcard: "{detail}: dấu * chỉ đứng cuối từ, dấu ? không thay chữ nào: hãy viết " +
			"phần đầu của từ, như khoan*, hoặc gần_giống~",
		query.ShortPrefix: "{detail}: trước dấu * cần ít nhất hai chữ, như kh*",
		query.TooBroad:    "{detail} thay cho quá nhiều từ: hãy viết thêm chữ trước dấu *",
	},
	Nearest:      "gần nhất",
	Fields:       "các trường",
	InVietnamese: true,
	Failures:     vietnameseFailures,
	Warnings: map[news.WarningKind]string{
		news.WarningFamily:     "trang không theo hệ quản trị đã ghi",
		news.WarningSelectors:  "trang không hợp bộ chọn của báo",
		news.WarningFetchDate:  "bỏ ngày trùng ngày tải trang",
		news.WarningLaterDate:  "bỏ ngày muộn hơn ngày in trên trang",
		news.WarningFutureDate: "bỏ ngày sau lúc tải trang",
		news.WarningMultipart:  "thiếu các trang của bài",
		news.WarningNoIndex:    "trang xin đừng lập chỉ mục",
		news.WarningTruncated:  "máy chủ gửi thiếu",
		news.WarningNesting:    "phần tử lồng nhau quá sâu",
		news.WarningTemplate:   "bỏ đoạn lặp lại trên các trang của báo",
		news.WarningHost:       "xét theo các trang khác của báo",
	},
	Reading: &vietnameseReading,
	Story:   &vietnameseStory,
	Lists:   &vietnameseLists,
	Status:  &statusVietnamese,
	Watches: &vietnameseWatches,
}

// English are the messages in English.
var English = Messages{
	Article:    "article",
	Articles:   "articles",
	Apart:      "syllables apart: ",
	Further:    "relaxed: ",
	Other:      "other",
	Missing:    "unknown",
	Undated:    "undated",
	Withdrawn:  "withdrawn, seen on ",
	Total:      "total",
	Decimal:    ".",
	Thousands:  ",",
	Suggestion: "Did you mean: ",
	More:       "More: ",
	Query:      "query, at byte",
	Facets:     map[string]string{}, // the names of the fields
	Plural:     "s",
	Rewrites: map[index.RewriteKind]string{
		index.RewriteAlternatives: "{from}~ is {from} or {to}",
		index.RewriteProvince:     `the province "{from}" now belongs to {to}`,
		index.RewritePlaceNow:     `{from} is now in {to}`,
		index.RewritePlaceBefore:  `{from} has had the land of {to} since July 2025`,
		index.RewriteAbbreviation: `"{from}" also stands for {to}`,
		index.RewriteSpelling:     `"{from}" is also written {to}`,
		index.RewriteAsking:       `"{from}" need not be in an article`,
		index.RewriteApart:        `some have the syllables of "{from}" apart`,
		index.RewriteKeys:         `"{from}" is read as "{to}"`,
		index.RewriteCorrection:   `"{from}" is corrected to "{to}"`,
		index.RelaxedQuotes:       "without the quotation marks",
		index.RelaxedMarks:        "with any diacritics",
		index.RelaxedMost:         "most of the words are enough",
		index.RelaxedSome:         "some of the words are enough",
	},
	Explanations: map[index.ExplanationKind]string{
		index.ExplainWord:     "{text}",
		index.ExplainFold:     "{text} (any diacritics)",
		index.ExplainPair:     "{text} (side by side)",
		index.ExplainTitle:    "title",
		index.ExplainCoverage: "share of the query",
		index.ExplainAge:      "age",
	},
	Mistakes: map[query.SyntaxErrorKind]string{}, // the kinds are in English
	Nearest:  "nearest",
	Fields:   "fields",
	Failures: englishFailures,
	Warnings: map[news.WarningKind]string{}, // the kinds are in English
	Reading:  &englishReading,
	Story:    &englishStory,
	Lists:    &englishLists,
	Status:   &statusEnglish,
	Watches:  &englishWatches,
}

// Count returns a number of articles: "1.204 bài".
func (m *Messages) Count(n int) string {
	if n == 1 {
		return "1 " + m.Article
	}
	return m.Number(n) + " " + m.Articles
}

// Number returns a number with its thousands apart, where a person reads it.
func (m *Messages) Number(n int) string { return terminal.Group(n, m.Thousands) }

// Real returns a number with digits after the decimal sign.
func (m *Messages) Real(x float64, digits int) string {
	return strings.Replace(strconv.FormatFloat(x, 'f', digits, 64), ".", m.Decimal, 1)
}

// Took returns how long a search took: " (3,1 ms)".
func (m *Messages) Took(ms float64) string { return " (" + m.Real(ms, 1) + " ms)" }

// Facet returns the name of a field.
func (m *Messages) Facet(field string) string { return cmp.Or(m.Facets[field], field) }

// Values returns a number of values of a field.
func (m *Messages) Values(n int, field string) string {
	if n == 1 {
		return "1 " + m.Facet(field)
	}
	return m.Number(n) + " " + m.Facet(field) + m.Plural
}

// OtherValues names the values of a field that are not listed: khác (14 tỉnh).
func (m *Messages) OtherValues(n int, field string) string {
	return fmt.Sprintf("%s (%s)", m.Other, m.Values(n, field))
}

// Percent returns a share as per cent.
func (m *Messages) Percent(share float64) string {
	return m.Real(100*share, 2) + " %"
}

// Share returns the share of a count in parentheses, or "" if there is none.
func (m *Messages) Share(s *index.Share) string {
	if s == nil {
		return ""
	}
	return " (" + m.Percent(s.Share) + ")"
}

// Rewrite says how a query was understood.
func (m *Messages) Rewrite(r index.Rewrite) string {
	separator := ", "
	if strings.Contains(strings.Join(r.To, ""), ",") { // xã Yên Bình, Hữu Lũng; xã …
		separator = "; "
	}
	to := strings.Join(r.To, separator)
	return strings.NewReplacer("{from}", r.From, "{to}", to).Replace(m.Rewrites[r.Kind])
}

// Relaxed says how many articles only the relaxed query finds, and how it was relaxed.
func (m *Messages) Relaxed(r *index.Result) string {
	var how []string
	for _, rewrite := range r.Rewrites {
		if rewrite.Relaxes() {
			how = append(how, m.Rewrite(rewrite))
		}
	}
	return fmt.Sprintf("%s%s (%s)", m.Further, m.Count(r.Further), strings.Join(how, "; "))
}

// Explain returns a part of a score.
func (m *Messages) Explain(e index.Explanation) string {
	return strings.ReplaceAll(m.Explanations[e.Kind], "{text}", e.Text) + ": " + m.Real(e.Score, 2)
}

// Warning returns a warning of an article, which is "kind: detail".
func (m *Messages) Warning(w string) string {
	kind, detail, hasDetail := strings.Cut(w, ": ")
	if text, ok := m.Warnings[news.WarningKind(kind)]; ok {
		if hasDetail {
			text += ": " + detail
		}
		return text
	}
	return w
}
