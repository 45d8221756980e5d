package main

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"baotinh/cmd/baotinh/internal/terminal"
	"baotinh/index"
	"baotinh/index/query"
	"baotinh/pipeline/news"
)

// messages are what readers of search results are told, in one language. Logs, errors and help are in
// English: they are for operators.
type messages struct {
	article, articles string // a number goes before them
	apart             string // before the number of articles in which syllables of one word are apart
	further           string // before the number of articles that only the relaxed query finds
	other             string // values of a facet that are not listed
	missing           string // articles without a value
	undated           string // articles without a date
	withdrawn         string // before the day from which on the page holds no article
	total             string // of a table
	decimal           string // the decimal sign
	thousands         string // between thousands; empty where a program may read the numbers
	columns           int    // of the terminal; 0: none
	suggestion        string
	more              string
	query             string                           // before the place of a mistake in a query
	facets            map[string]string                // names of fields
	plural            string                           // what the names end with after other numbers than 1
	rewrites          map[index.RewriteKind]string     // {from} and {to} are replaced
	explanations      map[index.ExplanationKind]string // {text} is replaced
	mistakes          map[query.SyntaxErrorKind]string // {detail} is replaced
	nearest, fields   string                           // before names of fields of the query language
	vietnamese        bool                             // the names of these fields are in Vietnamese
	interrupted       string
	failed            string // {n} queries of a file
	failures          map[failure]string
	warnings          map[news.WarningKind]string // others have their kind
	reading           *readingMessages
	story             *storyMessages
	status            *statusMessages
	catalogue         *catalogueMessages
	check             *checkMessages
}

var vietnamese = messages{
	article:    "bài",
	articles:   "bài",
	apart:      "các tiếng đứng rời nhau: ",
	further:    "nới thêm: ",
	other:      "khác",
	missing:    "không rõ",
	undated:    "không rõ ngày",
	withdrawn:  "báo đã gỡ, thấy ngày ",
	total:      "tổng",
	decimal:    ",",
	thousands:  ".",
	suggestion: "Có phải bạn muốn tìm: ",
	more:       "Xem tiếp: ",
	query:      "truy vấn, tại byte",
	facets: map[string]string{
		"newspaper": "báo", "province": "tỉnh", "section": "chuyên mục", "author": "tác giả",
		"source": "nguồn", "site": "trang", "year": "năm", "month": "tháng", "week": "tuần",
		"day": "ngày", "type": "thể loại",
		"place": "tỉnh thành trong bài", "district": "huyện trong bài", "commune": "xã phường trong bài",
	},
	rewrites: map[index.RewriteKind]string{
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
	explanations: map[index.ExplanationKind]string{
		index.ExplainWord:     "{text}",
		index.ExplainFold:     "{text} (mọi dấu)",
		index.ExplainPair:     "{text} (liền nhau)",
		index.ExplainTitle:    "tít",
		index.ExplainCoverage: "phần có của truy vấn",
		index.ExplainAge:      "tuổi bài",
	},
	mistakes: map[query.SyntaxErrorKind]string{
		query.TooLong:      "truy vấn dài quá 4096 byte: hãy bớt từ",
		query.TooManyParts: "truy vấn có quá 256 từ và cụm từ: hãy bớt đi",
		query.TooDeep:      "quá 16 dấu ngoặc đơn, dấu trừ lồng nhau: hãy bớt đi",
		query.TooManyFuzzy: "quá 16 từ có dấu ~: hãy bỏ bớt dấu ~",
		query.NearDistance: `"{detail}" không phải số: sau dấu ngoặc kép và ~ cần một số ` +
			`từ 0 đến 100, như "mưa lũ"~3`,
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
	nearest:     "gần nhất",
	fields:      "các trường",
	vietnamese:  true,
	interrupted: "đã ngắt; việc đã làm vẫn được giữ",
	failed:      "{n} truy vấn hỏng",
	failures:    vietnameseFailures,
	warnings: map[news.WarningKind]string{
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
	reading:   &vietnameseReading,
	story:     &vietnameseStory,
	status:    &statusVietnamese,
	catalogue: &vietnameseCatalogue,
	check:     &vietnameseCheck,
}

var english = messages{
	article:    "article",
	articles:   "articles",
	apart:      "syllables apart: ",
	further:    "relaxed: ",
	other:      "other",
	missing:    "unknown",
	undated:    "undated",
	withdrawn:  "withdrawn, seen on ",
	total:      "total",
	decimal:    ".",
	thousands:  ",",
	suggestion: "Did you mean: ",
	more:       "More: ",
	query:      "query, at byte",
	facets:     map[string]string{}, // the names of the fields
	plural:     "s",
	rewrites: map[index.RewriteKind]string{
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
	explanations: map[index.ExplanationKind]string{
		index.ExplainWord:     "{text}",
		index.ExplainFold:     "{text} (any diacritics)",
		index.ExplainPair:     "{text} (side by side)",
		index.ExplainTitle:    "title",
		index.ExplainCoverage: "share of the query",
		index.ExplainAge:      "age",
	},
	mistakes:    map[query.SyntaxErrorKind]string{}, // the kinds are in English
	nearest:     "nearest",
	fields:      "fields",
	interrupted: "interrupted; what was done is kept",
	failed:      "{n} queries failed",
	failures:    englishFailures,
	warnings:    map[news.WarningKind]string{}, // the kinds are in English
	reading:     &englishReading,
	story:       &englishStory,
	status:      &statusEnglish,
	catalogue:   &englishCatalogue,
	check:       &englishCheck,
}

// addLanguage adds the flag --lang.
func addLanguage(c *cobra.Command, lang *string) {
	c.Flags().StringVar(lang, "lang", "",
		"`language` of the answer: vi or en (default: en if LC_ALL, LC_MESSAGES or LANG says so, else vi)")
}

// messagesIn returns the messages in the language of --lang or, if that is empty, of the environment:
// English if it says so, else Vietnamese.
func messagesIn(lang string) (*messages, error) {
	switch lang {
	case "vi":
		return &vietnamese, nil
	case "en":
		return &english, nil
	case "":
	default:
		return nil, &usageError{fmt.Errorf("unknown language %q", lang), "--lang takes vi or en"}
	}
	if strings.HasPrefix(cmp.Or(os.Getenv("LC_ALL"), os.Getenv("LC_MESSAGES"), os.Getenv("LANG")), "en") {
		return &english, nil
	}
	return &vietnamese, nil
}

func (m *messages) count(n int) string {
	if n == 1 {
		return "1 " + m.article
	}
	return m.number(n) + " " + m.articles
}

// number returns a number with its thousands apart, where a person reads it.
func (m *messages) number(n int) string { return terminal.Group(n, m.thousands) }

// real returns a number with digits after the decimal sign.
func (m *messages) real(x float64, digits int) string {
	return strings.Replace(strconv.FormatFloat(x, 'f', digits, 64), ".", m.decimal, 1)
}

// took returns how long a search took: " (3,1 ms)".
func (m *messages) took(ms float64) string { return " (" + m.real(ms, 1) + " ms)" }

func (m *messages) facet(field string) string { return cmp.Or(m.facets[field], field) }

// values returns a number of values of a field.
func (m *messages) values(n int, field string) string {
	if n == 1 {
		return "1 " + m.facet(field)
	}
	return m.number(n) + " " + m.facet(field) + m.plural
}

// otherValues names the values of a field that are not listed: khác (14 tỉnh).
func (m *messages) otherValues(n int, field string) string {
	return fmt.Sprintf("%s (%s)", m.other, m.values(n, field))
}

// percent returns a share as per cent.
func (m *messages) percent(share float64) string {
	return m.real(100*share, 2) + " %"
}

// share returns the share of a count in parentheses, or "" if there is none.
func (m *messages) share(s *index.Share) string {
	if s == nil {
		return ""
	}
	return " (" + m.percent(s.Share) + ")"
}

func (m *messages) rewrite(r index.Rewrite) string {
	separator := ", "
	if strings.Contains(strings.Join(r.To, ""), ",") { // xã Yên Bình, Hữu Lũng; xã …
		separator = "; "
	}
	to := strings.Join(r.To, separator)
	return strings.NewReplacer("{from}", r.From, "{to}", to).Replace(m.rewrites[r.Kind])
}

// offered returns a line for each relaxed form of a query that would find something.
func (m *messages) offered(r *index.Result) string {
	var b strings.Builder
	for _, o := range r.Offers {
		fmt.Fprintf(&b, "%s (--loose): %s\n", m.rewrites[o.Kind], m.count(o.Total))
	}
	return b.String()
}

// relaxed says how many articles only the relaxed query finds, and how it was relaxed.
func (m *messages) relaxed(r *index.Result) string {
	var how []string
	for _, rewrite := range r.Rewrites {
		if rewrite.Relaxes() {
			how = append(how, m.rewrite(rewrite))
		}
	}
	return fmt.Sprintf("%s%s (%s)", m.further, m.count(r.Further), strings.Join(how, "; "))
}

func (m *messages) explain(e index.Explanation) string {
	return strings.ReplaceAll(m.explanations[e.Kind], "{text}", e.Text) + ": " + m.real(e.Score, 2)
}

// warning returns a warning of an article, which is "kind: detail".
func (m *messages) warning(w string) string {
	kind, detail, hasDetail := strings.Cut(w, ": ")
	if text, ok := m.warnings[news.WarningKind(kind)]; ok {
		if hasDetail {
			text += ": " + detail
		}
		return text
	}
	return w
}

// A queryError is a mistake in a query as its writer is told of it: with the place.
type queryError struct {
	text string
	err  error
}

func (e *queryError) Error() string { return e.text }

func (e *queryError) Unwrap() error { return e.err }

// maxChoices is how many places are listed that one may have meant.
const maxChoices = 12

// choices returns a line for each place that may have been meant, as the query language takes it.
func (m *messages) choices(e *query.SyntaxError) string {
	var b strings.Builder
	for i, c := range e.Choices {
		if i == maxChoices {
			fmt.Fprintf(&b, "\n  … (%d)", len(e.Choices))
			break
		}
		fmt.Fprintf(&b, "\n  place:\"%s\"", c)
	}
	if e.Kind == query.UnknownPlace && b.Len() > 0 {
		return "\n  " + m.nearest + ":" + b.String()
	}
	return b.String()
}

// placed returns a queryError if err is about a mistake in a query, and else err.
func (m *messages) placed(err error) error {
	e, ok := errors.AsType[*query.SyntaxError](err)
	if !ok {
		return err
	}
	mistake := strings.ReplaceAll(cmp.Or(m.mistakes[e.Kind], string(e.Kind)), "{detail}", e.Detail)
	text := fmt.Sprintf("%s %d: %s\n%s", m.query, e.Offset, mistake, pointedAt(e.Query, e.Offset, m.columns))
	if e.Nearest != "" {
		text += fmt.Sprintf("\n  %s: %s:", m.nearest, e.Nearest)
	}
	text += m.choices(e)
	if e.Kind == query.UnknownField {
		text += fmt.Sprintf("\n  %s: %s:", m.fields, strings.Join(query.FieldNames(m.vietnamese), ": "))
	}
	return &queryError{text, err}
}
