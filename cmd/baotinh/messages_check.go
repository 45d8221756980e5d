package main

import (
	"fmt"
	"strings"

	"baotinh/cmd/baotinh/internal/library"
)

// checkMessages are what a check says, in one language.
type checkMessages struct {
	findings  map[library.FindingKind]string // {name} and {err} are replaced
	unindexed string
	summary   string    // {pages}, {articles} and {findings}
	mended    string    // {n}
	repair    string    // {n}
	reindex   string    // {n}
	broken    [2]string // after the number of records: one, several
	rebuilt   string    // {err} and {kept}
	mistakes  string    // {n}
}

const (
	vietnameseBroken = "bản ghi không đọc được: trang có địa chỉ đã biết sẽ được lấy lại sau " +
		"`baotinh check --repair`"
	englishBroken = " cannot be read: pages of known addresses are fetched again after " +
		"`baotinh check --repair`"
)

var vietnameseCheck = checkMessages{
	findings: map[library.FindingKind]string{
		library.BrokenRecord:  "kho lưu: {name}: bản ghi hỏng: {err}",
		library.NotInCDXJ:     "kho lưu: {name}: chỉ mục CDXJ thiếu hoặc sai: {err}",
		library.NotInFrontier: "danh sách trang: không biết kho lưu có {name}",
		library.NotInArchive:  "kho lưu: thiếu {name}, mà danh sách trang ghi là đã lấy",
		library.NotFromPage:   "chỉ mục: bài {name} không do trang nào của kho lưu",
		library.NotInIndex:    "chỉ mục: thiếu bài {name}, mà kho lưu có",
	},
	unindexed: "kho lưu có trang chưa lập chỉ mục: `baotinh ingest` không kèm gì sẽ lập",
	summary:   "đã kiểm {pages} trang, {articles} bài, thấy {findings} lỗi",
	mended:    "đã sửa {n}: những gì kho lưu mất sẽ được lấy lại ở lần thu thập tới",
	repair:    "`baotinh check --repair` sửa được {n}",
	reindex:   "`baotinh reindex` sửa được {n}",
	broken:    [2]string{vietnameseBroken, vietnameseBroken},
	rebuilt:   "{err}: giữ lại thành {kept}, và điền lại từ kho lưu",
	mistakes:  "còn {n} lỗi",
}

var englishCheck = checkMessages{
	findings: map[library.FindingKind]string{
		library.BrokenRecord:  "archive: {name}: {err}",
		library.NotInCDXJ:     "archive: {name}: {err}",
		library.NotInFrontier: "frontier: does not know that the archive has {name}",
		library.NotInArchive:  "archive: lacks {name}, which the frontier calls fetched",
		library.NotFromPage:   "index: article {name} comes from no page of the archive",
		library.NotInIndex:    "index: lacks article {name}, which the archive gives",
	},
	unindexed: "the archive has pages that are not indexed yet: `baotinh ingest` without arguments indexes " +
		"them",
	summary:  "{pages} pages, {articles} articles checked, {findings} findings",
	mended:   "{n} mended: what the archive has lost is fetched by the next crawl",
	repair:   "`baotinh check --repair` mends {n}",
	reindex:  "`baotinh reindex` mends {n}",
	broken:   [2]string{"record" + englishBroken, "records" + englishBroken},
	rebuilt:  "{err}: it is kept as {kept}, and filled from the archive anew",
	mistakes: "check found {n} mistakes",
}

// finding returns a finding as a sentence.
func (m *commandMessages) finding(f library.Finding) string {
	return strings.NewReplacer("{name}", f.Name, "{err}", fmt.Sprint(f.Err)).Replace(m.check.findings[f.Kind])
}

// numbered returns a message with a number in it.
func (m *commandMessages) numbered(message string, n int) string {
	return strings.ReplaceAll(message, "{n}", m.Number(n))
}
