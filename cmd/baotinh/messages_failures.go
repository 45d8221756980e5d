package main

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

// A failure is an error of the data folder, its index or a question, for which there is something to do.
type failure string

// The failures.
const (
	failureNoFolder  failure = "no folder"
	failureNoIndex   failure = "no index"
	failureFormat    failure = "format"
	failureFrontier  failure = "damaged frontier"
	failureStatus    failure = "damaged status"
	failureTooFine   failure = "too fine"
	failureTooFar    failure = "too far"
	failureShard     failure = "damaged shard"
	failureIndex     failure = "damaged index"
	failureInUse     failure = "in use"
	failureTimeout   failure = "timeout"
	failureCursor    failure = "cursor"
	failureArticle   failure = "unknown article"
	failureNewspaper failure = "unknown newspaper"
	failureNear      failure = "near newspapers"
	failureNoWords   failure = "no words"
)

// vietnameseFailures say what failed and what to do; {err}, {folder}, {shard}, {name} and {near} are
// replaced.
var vietnameseFailures = map[failure]string{
	failureNoFolder: "{folder} không phải kho dữ liệu; `baotinh ingest` tạo kho",
	failureNoIndex:  "kho dữ liệu {folder} chưa có chỉ mục: `baotinh ingest` tạo chỉ mục",
	failureFormat: "kho dữ liệu {folder} là của phiên bản khác: hãy dùng phiên bản đã tạo ra kho, hoặc " +
		"nạp kho " +
		"lưu của nó vào một thư mục mới",
	failureFrontier: "danh sách trang của {folder} bị hỏng; `baotinh check --repair` dựng lại từ kho lưu " +
		"({err})",
	failureStatus: "tệp tình trạng của {folder} bị hỏng; lần thu thập tới bắt đầu tệp mới ({err})",
	failureTooFine: "quá nhiều số đếm: hãy đếm thưa hơn hoặc giới hạn (--histogram week, --table year×…, " +
		"--facet-limit 1000, ngày:2001..2020)",
	failureTooFar: "không lật được xa đến vậy bằng --from: hãy dùng --after, với con trỏ ở cuối trang trước",
	failureShard: "phần {shard} của chỉ mục bị hỏng; `baotinh reindex --damaged` dựng lại phần đó từ kho " +
		"lưu " +
		"({err})",
	failureIndex:   "chỉ mục không đọc được; `baotinh reindex` dựng lại từ kho lưu ({err})",
	failureInUse:   "chỉ mục đang thay đổi quá nhanh: hãy thử lại",
	failureTimeout: "tìm quá lâu: hãy dùng ít từ hơn, hoặc những từ hiếm hơn",
	failureCursor:  "con trỏ sau --after không phải của truy vấn này",
	failureArticle: "không có bài này trong chỉ mục",
	failureNoWords: `truy vấn không có gì để xem trong ngữ cảnh: hãy thêm một từ, "cụm từ" hoặc ` +
		`"từ gần nhau"~3`,
	failureNewspaper: "không có báo “{name}”; `baotinh newspapers list` cho biết có những báo nào",
	failureNear: "không có báo “{name}”; gần giống: {near}; `baotinh newspapers list` cho biết có những " +
		"báo " +
		"nào",
}

var englishFailures = map[failure]string{
	failureNoFolder:  "{err}; `baotinh ingest` makes one",
	failureNoIndex:   "{err}: `baotinh ingest` makes one",
	failureFormat:    "{err}: use the version that made it, or ingest its archive into a new folder",
	failureFrontier:  "{err}; `baotinh check --repair` builds it again from the archive",
	failureStatus:    "{err}; the next crawl begins it anew",
	failureTooFine:   "{err} (--histogram week, --table year×…, --facet-limit 1000, date:2001..2020)",
	failureTooFar:    "{err} (--after, with what the page before ends with)",
	failureShard:     "{err}; `baotinh reindex --damaged` builds shard {shard} again from the archive",
	failureIndex:     "{err}; `baotinh reindex` builds it again from the archive",
	failureInUse:     "{err}",
	failureTimeout:   "{err}",
	failureCursor:    "{err}",
	failureArticle:   "{err}",
	failureNewspaper: "{err}; `baotinh newspapers list` shows them",
	failureNear:      "{err}; `baotinh newspapers list` shows them",
	failureNoWords:   `{err}: add a word, "a phrase" or "near words"~3`,
}

// failureOf returns the failure that an error is; empty: another one.
func failureOf(err error) failure {
	for _, f := range [...]struct {
		err     error
		failure failure
	}{
		{library.ErrNotFound, failureNoFolder},
		{library.ErrNoIndex, failureNoIndex},
		{library.ErrFormat, failureFormat},
		{library.ErrDamagedFrontier, failureFrontier},
		{library.ErrDamagedStatus, failureStatus},
		{index.ErrTooFine, failureTooFine},
		{index.ErrTooFar, failureTooFar},
		{index.ErrTimeout, failureTimeout},
		{index.ErrCursor, failureCursor},
		{index.ErrNotFound, failureArticle},
		{index.ErrNoWords, failureNoWords},
	} {
		if errors.Is(err, f.err) {
			return f.failure
		}
	}
	if unknown, ok := errors.AsType[*newspaper.UnknownError](err); ok {
		if len(unknown.Near) > 0 {
			return failureNear
		}
		return failureNewspaper
	}
	_, isIndex := errors.AsType[*library.IndexError](err)
	_, isShard := errors.AsType[*index.ShardError](err)
	isLost := func(target error) bool { return errors.Is(err, target) }
	switch {
	case isIndex && isShard && errors.Is(err, index.ErrCorrupt):
		return failureShard
	case isIndex && slices.ContainsFunc(lostIndex[:], isLost):
		return failureIndex
	case isIndex && errors.Is(err, index.ErrInUse):
		return failureInUse
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

// told returns an error in the language of m, with what to do about it, if it is one for which there is
// something to do; and else err. It is about the data folder of the name, if it is about one.
func (m *messages) told(err error, folder string) error {
	if _, isMistake := errors.AsType[*query.SyntaxError](err); isMistake {
		return m.placed(err)
	}
	text, ok := m.failures[failureOf(err)]
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
