package charset

import (
	"bytes"
	"unicode/utf8"

	"baotinh/pipeline/markup"
)

// appendSample appends up to limit bytes of those words of page that have a byte beyond ASCII, or a control
// code that a set may use for a letter, each after a space. Words end at ASCII space and markup; tags,
// comments, scripts and styles are skipped.
func appendSample(dst, page []byte, limit int) []byte {
	end := len(dst) + limit
	s := markup.New(page)
	for len(dst) < end && (s.Next() || resume(&s, page)) {
		switch s.Kind() {
		case markup.Text:
			dst = appendWords(dst, s.Bytes(), end)
		case markup.RawText: // of title
			dst = appendWords(dst, s.Bytes(), end)
		case markup.StartTag:
			skipRaw(&s)
		}
	}
	return dst
}

// skipRaw skips the contents of scripts and styles. The contents of other raw text elements except title are
// read as HTML, such as those of noscript.
func skipRaw(s *markup.Scanner) {
	switch {
	case s.Is("script"), s.Is("style"), s.Is("textarea"):
		end, _ := s.RawEnd()
		s.Seek(end)
	case !s.Is("title"):
		s.NotRaw()
	}
}

// resume continues after the first ">" of a tag that does not end before the end of the page because a
// quotation mark is missing.
func resume(s *markup.Scanner, page []byte) bool {
	if !s.Cut() {
		return false
	}
	gt := bytes.IndexByte(page[s.Start():], '>')
	if gt < 0 {
		return false
	}
	s.Seek(s.Start() + gt + 1)
	return true
}

// appendWords appends the words of text that detection needs, until dst has end bytes.
func appendWords(dst, text []byte, end int) []byte {
	for len(text) > 0 && len(dst) < end {
		n, high := word(text)
		if high {
			dst = append(dst, ' ')
			dst = append(dst, text[:n]...)
		}
		text = text[max(n, 1):]
	}
	return dst
}

// word returns the length of the word at the start of s, and whether detection needs it.
func word(s []byte) (int, bool) {
	high := false
	for i, b := range s {
		switch {
		case b == ' ', b == '\t', b == '\n', b == '\f', b == '\r', b == '<', b == '>', b == '&', b == ';':
			return i, high
		case b >= utf8.RuneSelf, b < ' ' && b > 0:
			high = true
		}
	}
	return len(s), high
}
