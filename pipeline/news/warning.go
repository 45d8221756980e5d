package news

import "encoding/json"

// A Warning reports an irregular page of an article, or a change that extraction made to its text. Programs
// compare Kind; Detail is the value concerned, in a form that depends on Kind.
type Warning struct {
	Kind   WarningKind `json:"kind,omitempty"` // empty for words that an older version exported
	Detail string      `json:"detail,omitempty"`
}

// A WarningKind names what a Warning is about.
type WarningKind string

// The kinds of warning.
const (
	// WarningFamily: the page does not match the CMS family that the catalogue names for the newspaper.
	// Detail is the name of the family.
	WarningFamily WarningKind = "family-unmatched"
	// WarningSelectors: the page does not match the selectors that the catalogue has for the newspaper
	// itself. Detail is the newspaper's key.
	WarningSelectors WarningKind = "selectors-unmatched"
	// WarningFetchDate: a date that the page states for programs was ignored, because it is the day of the
	// fetch and the rest of the page contradicts it. Detail is the date as the page states it.
	WarningFetchDate WarningKind = "fetch-date"
	// WarningLaterDate: a date that the page states for programs was ignored, because the printed date is
	// earlier: it is the date of an import or a change. Detail is the day, 2006-01-02.
	WarningLaterDate WarningKind = "later-date"
	// WarningFutureDate: a date was ignored because it lies after the fetch. Detail is the date as the page
	// has it.
	WarningFutureDate WarningKind = "future-date"
	// WarningMultipart: the article stands on several pages, not all of which are at hand. Detail has the
	// numbers of those that are missing, parted by commas.
	WarningMultipart WarningKind = "multipart"
	// WarningNoIndex: the page asks not to be indexed, by X-Robots-Tag or a meta element. Detail is empty.
	WarningNoIndex WarningKind = "noindex"
	// WarningTruncated: the server sent less than it stated, each time, so the end of the article may be
	// missing. Detail is empty.
	WarningTruncated WarningKind = "truncated"
	// WarningNesting: the elements are nested too deeply for the parser, so the page was read as a row of
	// paragraphs. Detail is empty.
	WarningNesting WarningKind = "deep-nesting"
	// WarningTemplate: a block was dropped because it recurs on the pages of the host. Detail is the host,
	// the number of pages and the beginning of the block.
	WarningTemplate WarningKind = "template-dropped"
	// WarningHost: a field was decided by what the pages of the host have in common, because the page alone
	// was unsure. Detail is the field and the reason.
	WarningHost WarningKind = "host-decided"
)

// IsOfDate reports whether warnings of this kind are about the date of publication.
func (k WarningKind) IsOfDate() bool {
	return k == WarningFetchDate || k == WarningLaterDate || k == WarningFutureDate
}

// String returns "kind: detail", or the one of the two that is not empty.
func (w Warning) String() string {
	if w.Kind == "" || w.Detail == "" {
		return string(w.Kind) + w.Detail
	}
	return string(w.Kind) + ": " + w.Detail
}

// UnmarshalJSON reads an object with kind and detail. A string, the form in which older versions exported
// warnings, becomes the detail.
func (w *Warning) UnmarshalJSON(data []byte) error {
	if len(data) > 0 && data[0] == '"' {
		*w = Warning{}
		return json.Unmarshal(data, &w.Detail)
	}
	type fields Warning
	return json.Unmarshal(data, (*fields)(w))
}
