package news

import "time"

// A Version is a capture of an article's page that did not replace the article: the page holds none any more,
// or a remnant of it. The article itself is the last real one.
type Version struct {
	Kind     VersionKind `json:"kind"`
	Detail   string      `json:"detail,omitempty"`  // of Withdrawn: why there is no article, else the title
	Fetched  time.Time   `json:"fetched,omitzero"`  // zero for a local file
	Position Position    `json:"position,omitzero"` // in the archive, after the capture
}

// A VersionKind says what became of the page of an article.
type VersionKind string

// The kinds of version.
const (
	Withdrawn  VersionKind = "withdrawn"  // the page holds no article: a notice, an error, a section front
	Shortened  VersionKind = "shortened"  // it holds a small part of the text
	Unrelated  VersionKind = "unrelated"  // it holds a text with nothing in common, without a date
	Duplicated VersionKind = "duplicated" // it holds a text that many addresses of its host hold
)
