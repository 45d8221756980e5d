package charset

import (
	"bytes"
	"unicode/utf8"

	"baotinh/pipeline/markup"
)

// appendSample appends up to limit bytes of the words of page that have a byte beyond ASCII, or a control
// that a set may use for a letter, each behind a space. Words are bounded by ASCII space and markup; tags,
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

// skipRaw passes over the contents of scripts and styles. Those of other raw text elements but the title
// are read as HTML, such as that of noscript.
func skipRaw(s *markup.Scanner) {
	switch {
	case s.Is("script"), s.Is("style"), s.Is("textarea"):
		end, _ := s.RawEnd()
		s.Seek(end)
	case !s.Is("title"):
		s.NotRaw()
	}
}

// resume goes on behind the first ">" of a tag that page ends within, because a quotation mark is missing.
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

// appendWords appends the words of text that detection should see until dst has end bytes.
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

// word returns the length of the word at the start of s and whether detection should see it.
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
