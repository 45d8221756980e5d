package news

import (
	"slices"
	"time"
)

// A Version is a capture of an article's page that did not replace the article: the page holds none any more,
// or a remnant of it. The article itself is the last real one.
type Version struct {
	Kind     VersionKind `json:"kind"`
	Detail   string      `json:"detail,omitempty"`  // why there is no article, or its status; else the title
	Fetched  time.Time   `json:"fetched,omitzero"`  // zero for a local file
	Position Position    `json:"position,omitzero"` // in the archive, after the capture
}

// A VersionKind says what became of the page of an article.
type VersionKind string

// The kinds of version.
const (
	Withdrawn  VersionKind = "withdrawn"  // it holds no article: a notice, an error, a section front
	Shortened  VersionKind = "shortened"  // it holds a small part of the text
	Unrelated  VersionKind = "unrelated"  // it holds a text with nothing in common, without a date
	Duplicated VersionKind = "duplicated" // it holds a text that many addresses of its host hold
)

// WithdrawnAt returns since when the page of an article holds none any more: the time of the first capture
// without it. It is zero if the page held the article when it was captured last.
func (a *Article) WithdrawnAt() time.Time {
	var since time.Time
	for _, v := range slices.Backward(a.Versions) {
		if v.Kind != Withdrawn {
			break
		}
		since = v.Fetched
	}
	return since
}
