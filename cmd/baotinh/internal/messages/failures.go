package messages

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"baotinh/cmd/baotinh/internal/library"
	"baotinh/index"
	"baotinh/index/query"
	"baotinh/pipeline/newspaper"
)

// A Failure is an error of the data folder, its index or a question, for which there is something to do.
type Failure string

// The failures.
const (
	FailureNoFolder  Failure = "no folder"
	FailureNoIndex   Failure = "no index"
	FailureFormat    Failure = "format"
	FailureFrontier  Failure = "damaged frontier"
	FailureStatus    Failure = "damaged status"
	FailureTooFine   Failure = "too fine"
	FailureTooFar    Failure = "too far"
	FailureShard     Failure = "damaged shard"
	FailureIndex     Failure = "damaged index"
	FailureInUse     Failure = "in use"
	FailureTimeout   Failure = "timeout"
	FailureCursor    Failure = "cursor"
	FailureArticle   Failure = "unknown article"
	FailureNewspaper Failure = "unknown newspaper"
	FailureNear      Failure = "near newspapers"
	FailureNoWords   Failure = "no words"

	FailureClusterNoIndex  Failure = "no index in the cluster"
	FailureClusterFormat   Failure = "format of the index in the cluster"
	FailureClusterGone     Failure = "cluster gone"
	FailureClusterRefuses  Failure = "cluster refuses"
	FailureClusterReadOnly Failure = "cluster read-only"
)

// vietnameseFailures say what failed and what to do; {err}, {folder}, {shard}, {name} and {near} are
// replaced.
var vietnameseFailures = map[Failure]string{
	FailureNoFolder: "{folder} không phải kho dữ liệu; `baotinh ingest` tạo kho",
	FailureNoIndex:  "kho dữ liệu {folder} chưa có chỉ mục: `baotinh ingest` tạo chỉ mục",
	FailureFormat: "kho dữ liệu {folder} là của phiên bản khác: hãy dùng phiên bản đã tạo ra kho, hoặc " +
		"nạp kho " +
		"lưu của nó vào một thư mục mới",
	FailureFrontier: "danh sách trang của {folder} bị hỏng; `baotinh check --repair` dựng lại từ kho lưu " +
		"({err})",
	FailureStatus: "tệp tình trạng của {folder} bị hỏng; lần thu thập tới bắt đầu tệp mới ({err})",
	FailureTooFine: "quá nhiều số đếm: hãy đếm thưa hơn hoặc giới hạn (--histogram week, --table year×…, " +
		"--facet-limit 1000, ngày:2001..2020)",
	FailureTooFar: "không lật được xa đến vậy bằng --from: hãy dùng --after, với con trỏ ở cuối trang trước",
	FailureShard: "phần {shard} của chỉ mục bị hỏng; `baotinh reindex --damaged` dựng lại phần đó từ kho " +
		"lưu " +
		"({err})",
	FailureIndex:   "chỉ mục không đọc được; `baotinh reindex` dựng lại từ kho lưu ({err})",
	FailureInUse:   "chỉ mục đang thay đổi quá nhanh: hãy thử lại",
	FailureTimeout: "tìm quá lâu: hãy dùng ít từ hơn, hoặc những từ hiếm hơn",
	FailureCursor:  "con trỏ sau --after không phải của truy vấn này",
	FailureArticle: "không có bài này trong chỉ mục",

	FailureClusterNoIndex: "cụm máy chưa có chỉ mục này: `baotinh ingest` tạo chỉ mục ({err})",
	FailureClusterFormat: "chỉ mục trong cụm máy là của phiên bản khác; `baotinh reindex` dựng lại từ kho " +
		"lưu ({err})",
	FailureClusterGone:     "cụm máy có chỉ mục chưa trả lời được ({err})",
	FailureClusterRefuses:  "cụm máy có chỉ mục từ chối quyền truy cập ({err})",
	FailureClusterReadOnly: "cụm máy không cho ghi vào chỉ mục, có thể vì đĩa đầy ({err})",

	FailureNoWords: `truy vấn không có gì để xem trong ngữ cảnh: hãy thêm một từ, "cụm từ" hoặc ` +
		`"từ gần nhau"~3`,
	FailureNewspaper: "không có báo “{name}”; `baotinh newspapers list` cho biết có những báo nào",
	FailureNear: "không có báo “{name}”; gần giống: {near}; `baotinh newspapers list` cho biết có những " +
		"báo " +
		"nào",
}

var englishFailures = map[Failure]string{
	FailureNoFolder:  "{err}; `baotinh ingest` makes one",
	FailureNoIndex:   "{err}: `baotinh ingest` makes one",
	FailureFormat:    "{err}: use the version that made it, or ingest its archive into a new folder",
	FailureFrontier:  "{err}; `baotinh check --repair` builds it again from the archive",
	FailureStatus:    "{err}; the next crawl begins it anew",
	FailureTooFine:   "{err} (--histogram week, --table year×…, --facet-limit 1000, date:2001..2020)",
	FailureTooFar:    "{err} (--after, with what the page before ends with)",
	FailureShard:     "{err}; `baotinh reindex --damaged` builds shard {shard} again from the archive",
	FailureIndex:     "{err}; `baotinh reindex` builds it again from the archive",
	FailureInUse:     "{err}",
	FailureTimeout:   "{err}",
	FailureCursor:    "{err}",
	FailureArticle:   "{err}",
	FailureNewspaper: "{err}; `baotinh newspapers list` shows them",
	FailureNear:      "{err}; `baotinh newspapers list` shows them",
	FailureNoWords:   `{err}: add a word, "a phrase" or "near words"~3`,

	FailureClusterNoIndex:  "{err}: `baotinh ingest` makes it",
	FailureClusterFormat:   "{err}; `baotinh reindex` builds it again from the archive",
	FailureClusterGone:     "{err}",
	FailureClusterRefuses:  "{err}",
	FailureClusterReadOnly: "{err}: as it does when a disk is full",
}

// FailureOf returns the failure that an error is; empty: another one.
func FailureOf(err error) Failure {
	for _, f := range [...]struct {
		err     error
		failure Failure
	}{
		{library.ErrClusterNoIndex, FailureClusterNoIndex},
		{library.ErrClusterFormat, FailureClusterFormat},
		{library.ErrClusterReadOnly, FailureClusterReadOnly},
		{library.ErrClusterRefuses, FailureClusterRefuses},
		{library.ErrClusterGone, FailureClusterGone},
		{library.ErrNotFound, FailureNoFolder},
		{library.ErrNoIndex, FailureNoIndex},
		{library.ErrFormat, FailureFormat},
		{library.ErrDamagedFrontier, FailureFrontier},
		{library.ErrDamagedStatus, FailureStatus},
		{index.ErrTooFine, FailureTooFine},
		{index.ErrTooFar, FailureTooFar},
		{index.ErrTimeout, FailureTimeout},
		{index.ErrCursor, FailureCursor},
		{index.ErrNotFound, FailureArticle},
		{index.ErrNoWords, FailureNoWords},
	} {
		if errors.Is(err, f.err) {
			return f.failure
		}
	}
	if unknown, ok := errors.AsType[*newspaper.UnknownError](err); ok {
		if len(unknown.Near) > 0 {
			return FailureNear
		}
		return FailureNewspaper
	}
	_, isIndex := errors.AsType[*library.IndexError](err)
	_, isShard := errors.AsType[*index.ShardError](err)
	isLost := func(target error) bool { return errors.Is(err, target) }
	switch {
	case isIndex && isShard && errors.Is(err, index.ErrCorrupt):
		return FailureShard
	case isIndex && slices.ContainsFunc(lostIndex[:], isLost):
		return FailureIndex
	case isIndex && errors.Is(err, index.ErrInUse):
		return FailureInUse
	}
	return ""
}

// lostIndex are the errors of an index that must be built again.
var lostIndex = [...]error{index.ErrFormatVersion, index.ErrCorrupt, fs.ErrNotExist}

// A toldError is an error in the words of a reader.
type toldError struct {
	text string
	err  error
}

func (e *toldError) Error() string { return e.text }

func (e *toldError) Unwrap() error { return e.err }

// Told returns an error in the language of m, with what to do about it, if it is one for which there is
// something to do; and else err. It is about the data folder of the name, if it is about one. The lines that
// show the place of a mistake in a query are not wider than so many columns; 0: as wide as they are.
func (m *Messages) Told(err error, folder string, columns int) error {
	if _, isMistake := errors.AsType[*query.SyntaxError](err); isMistake {
		return m.placed(err, columns)
	}
	text, ok := m.Failures[FailureOf(err)]
	if !ok {
		return err
	}
	replacements := []string{"{err}", fmt.Sprint(err), "{folder}", folder}
	if shard, ok := errors.AsType[*index.ShardError](err); ok {
		replacements = append(replacements, "{shard}", shard.Shard)
	}
	if unknown, ok := errors.AsType[*newspaper.UnknownError](err); ok {
		near := strings.Join(unknown.Near, ", ")
		replacements = append(replacements, "{name}", unknown.Name, "{near}", near)
	}
	return &toldError{strings.NewReplacer(replacements...).Replace(text), err}
}
