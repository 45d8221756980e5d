package demo

import (
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"baotinh/pipeline/charset"
)

// encode makes r respond in another encoding of Vietnamese:
//
//	tcvn3            TCVN3 bytes, as in the nineties, without a declared charset
//	decomposed       NFD, as editors on macOS write it
//	half-decomposed  quality marks composed, tone marks separate, as windows-1258 writes it
func (r *resource) encode(encoding string) error {
	var recode func([]byte) ([]byte, error)
	switch encoding {
	case "":
		return nil
	case "tcvn3":
		r.contentType = "text/html"
		recode = tcvn3
	case "decomposed":
		recode = func(text []byte) ([]byte, error) { return norm.NFD.Bytes(text), nil }
	case "half-decomposed":
		recode = func(text []byte) ([]byte, error) { return halfDecompose(text), nil }
	default:
		return fmt.Errorf("unknown encoding %q", encoding)
	}

	composed := r.render
	r.render = func(now time.Time) ([]byte, error) {
		text, err := composed(now)
		if err != nil {
			return nil, err
		}
		return recode(text)
	}
	return nil
}

// tcvn3 encodes a page. The set has neither capitals with a tone mark, which have a font of their own, nor
// typographic signs, so these are replaced by what typists wrote instead.
func tcvn3(text []byte) ([]byte, error) {
	s := strings.NewReplacer("“", `"`, "”", `"`, "–", "-", "…", "...", "•", "-", ` charset="utf-8"`, "").
		Replace(string(text))
	s = strings.Map(func(r rune) rune {
		if toned(r) {
			return unicode.ToLower(r)
		}
		return r
	}, s)
	return charset.TCVN3.NewEncoder().Bytes([]byte(s))
}

// halfDecompose separates the tone mark of every letter: "ế" becomes "ê" and U+0301.
func halfDecompose(text []byte) []byte {
	var out []byte
	for _, r := range string(text) {
		if !toned(r) {
			out = utf8.AppendRune(out, r)
			continue
		}
		var letter, tone []byte
		for _, part := range norm.NFD.String(string(r)) {
			if strings.ContainsRune(tones, part) {
				tone = utf8.AppendRune(tone, part)
			} else {
				letter = utf8.AppendRune(letter, part)
			}
		}
		out = append(norm.NFC.Append(out, letter...), tone...)
	}
	return out
}

// The five tone marks: huyền, sắc, ngã, hỏi, nặng.
const tones = "\u0300\u0301\u0303\u0309\u0323"

// toned reports whether r is a precomposed letter with a tone mark.
func toned(r rune) bool {
	return r >= utf8.RuneSelf && strings.ContainsAny(norm.NFD.String(string(r)), tones)
}
