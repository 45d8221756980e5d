package page

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"unicode/utf8"

	"baotinh/cmd/baotinh/internal/messages"
	"baotinh/index/query"
)

// A failure is the model of the view of what went wrong.
type failure struct {
	Heading string
	Kind    failureKind
	Text    string   // of the message table; the template has that of a kind
	Mistake *mistake // nil: it was none in a query
	Search  string   // what may be searched for instead
}

// A failureKind is a failure that its view explains.
type failureKind string

// The kinds.
const (
	failureAddress failureKind = "address" // it leads nowhere
	failureArticle failureKind = "article" // there is none of this ID
	failureTime    failureKind = "time"    // the search took too long
	failureEmpty   failureKind = "empty"   // there is no archive yet
)

// A mistake is one in a query, with its place.
type mistake struct {
	Before, At, After string   // the query; At begins at the place
	Nearest           link     // the query with the name of a field that may have been meant
	Choices           []link   // the query with each of the places that may have been meant
	Fields            []string // there are
}

// errUnknownAddress is the error of an address that leads nowhere.
var errUnknownAddress = errors.New("no such page")

// unknown answers for all addresses that no view has.
func (s *Server) unknown(v *visit) (*screen, error) { return nil, errUnknownAddress }

// statuses are the HTTP statuses of failures. Others are 503: nothing of them is the reader's mistake.
var statuses = map[messages.Failure]int{
	messages.FailureArticle: http.StatusNotFound, messages.FailureNewspaper: http.StatusNotFound,
	messages.FailureNear: http.StatusNotFound, messages.FailureTooFar: http.StatusBadRequest,
	messages.FailureTooFine: http.StatusBadRequest, messages.FailureCursor: http.StatusBadRequest,
	messages.FailureNoWords: http.StatusBadRequest,
}

// failed returns the view of an error. folder is the data folder.
func (v *visit) failed(err error, folder string) *screen {
	q := questionOf(v.values)
	shown := &screen{view: "failed", query: q.query, status: http.StatusServiceUnavailable}
	f := &failure{Search: q.query}
	shown.model = f
	if wrong, ok := errors.AsType[*query.SyntaxError](err); ok {
		shown.status = http.StatusBadRequest
		shown.title = v.t("Câu tìm chưa đúng")
		f.Heading, f.Mistake = shown.title, v.mistake(q, wrong)
		f.Text = capitalized(v.messages.Mistake(wrong))
		return shown
	}
	known := messages.FailureOf(err)
	if status, ok := statuses[known]; ok {
		shown.status = status
	}
	f.Text = capitalized(v.messages.Told(err, folder, 0).Error())
	switch {
	case errors.Is(err, errUnknownAddress):
		shown.status = http.StatusNotFound
		f.Heading, f.Kind = v.t("Không có trang này"), failureAddress
	case known == messages.FailureArticle:
		f.Heading = v.t("Không có bài này")
		f.Kind = failureArticle
	case known == messages.FailureTimeout, errors.Is(err, context.DeadlineExceeded):
		f.Heading = v.t("Tìm quá lâu")
		f.Kind = failureTime
	case known == messages.FailureNoFolder, known == messages.FailureNoIndex:
		f.Heading = v.t("Kho trống")
		f.Kind = failureEmpty
	case known == messages.FailureIndex, known == messages.FailureShard:
		f.Heading = v.t("Chỉ mục đang hỏng")
	case shown.status == http.StatusServiceUnavailable:
		f.Heading = v.t("Chưa trả lời được")
	default:
		f.Heading = v.t("Không làm được")
	}
	shown.title = f.Heading
	return shown
}

// mistake describes a mistake in the query or a filter of a question.
func (v *visit) mistake(q question, e *query.SyntaxError) *mistake {
	offset := min(e.Offset, len(e.Query))
	at := faultAt(e.Query[offset:], e.Detail)
	m := &mistake{
		Before: e.Query[:offset], At: at, After: e.Query[offset+len(at):],
	}
	for _, c := range e.Choices[:min(maxChoices, len(e.Choices))] {
		corrected := q.first()
		corrected.query = m.Before + quoted(c) + m.After
		m.Choices = append(m.Choices, link{Text: c, Address: corrected.String()})
	}
	if e.Nearest != "" {
		corrected := q.first()
		corrected.query = m.Before + strings.ReplaceAll(e.Nearest, " ", "_") + strings.TrimPrefix(
			e.Query[offset:], e.Detail)
		m.Nearest = link{Text: e.Nearest + ":", Address: corrected.String()}
	}
	if e.Kind == query.UnknownField {
		m.Fields = query.FieldNames(v.language == vietnamese)
	}
	return m
}

// maxChoices is how many places are listed that one may have meant.
const maxChoices = 12

// faultAt returns the beginning of rest that is at fault: detail, in quotation marks or not, or a letter.
func faultAt(rest, detail string) string {
	for _, text := range [...]string{`"` + detail + `"`, detail} {
		if detail != "" && strings.HasPrefix(rest, text) {
			return text
		}
	}
	_, size := utf8.DecodeRuneInString(rest)
	return rest[:size]
}
