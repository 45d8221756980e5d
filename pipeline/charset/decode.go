package charset

import (
	"bytes"
	"fmt"
	"iter"
	"mime"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
)

// Decode returns body, a page or plain text, in UTF-8, and the name of its encoding.
//
// The encoding is that of a byte order mark, or of a first tag in UTF-16, or else the one that is declared:
// by the charset parameter of contentType, a Content-Type header that may be empty, or within the first
// 1,024 bytes in HTML (HTML Standard §13.2.3.2) or XML. A declaration that contradicts the bytes is
// ignored: valid UTF-8 is UTF-8, and a page in TCVN3 or VNI is decoded as such, whatever it declares. UTF-8
// in which all letters are legacy bytes shown as Latin-1 is decoded too; if only a part is damaged, use
// [Repair]. In such pages character references inside words stand for bytes.
//
// The name is one of [Detect], or of the Encoding Standard. Bytes without a declaration that are not
// Vietnamese are read as windows-1252. Undefined bytes become U+FFFD. The text is not normalised; it shares
// memory with body if it is the same. An error says that the declared encoding cannot be decoded.
func Decode(body []byte, contentType string) ([]byte, string, error) {
	e, name, n := byteOrderMark(body)
	if e != nil {
		return decodeAs(e, name, body[n:])
	}
	body = body[n:]

	d := declared(body, contentType)
	if n > 0 {
		d = declaration{encoding: encoding.Nop, name: utf8Name, single: true}
	}
	if utf8.Valid(body) && !d.wide(body) {
		return decodeUTF8(body, d)
	}
	if d.encoding != nil && !d.single {
		text, name, err := decodeAs(d.encoding, d.name, body)
		if err != nil || !bytes.Contains(text, []byte(replacement)) {
			return text, name, err
		}
	}
	if isMixed(body) {
		return decodeMixed(body, d.prefer(body)), utf8Name, nil
	}
	raw := unreferenced(body)
	if isUnicode(raw) && utf8.Valid(raw) {
		return raw, utf8Name, nil
	}
	if set := detectSet(raw, d.prefer(body)); set != nil {
		return set.appendText(nil, raw), set.name, nil
	}
	if d.encoding == nil {
		return decodeAs(charmap.Windows1252, "windows-1252", body)
	}
	return decodeAs(d.encoding, d.name, body)
}

const replacement = "\uFFFD"

func decodeAs(e encoding.Encoding, name string, body []byte) ([]byte, string, error) {
	if e == encoding.Replacement {
		return nil, "", fmt.Errorf("charset %s is not safe to decode", name)
	}
	text, err := e.NewDecoder().Bytes(body)
	if err != nil {
		return nil, "", fmt.Errorf("charset %s: %w", name, err)
	}
	return text, name, nil
}

// byteOrderMark returns the encoding that the byte order mark of body indicates, nil for UTF-8, and the
// length of the mark, which UTF-16 may lack.
func byteOrderMark(body []byte) (encoding.Encoding, string, int) {
	switch {
	case bytes.HasPrefix(body, []byte("\xEF\xBB\xBF")):
		return nil, utf8Name, 3
	case bytes.HasPrefix(body, []byte("\xFF\xFE\x00\x00")):
		return utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM), "utf-32le", 4
	case bytes.HasPrefix(body, []byte("\x00\x00\xFE\xFF")):
		return utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM), "utf-32be", 4
	case bytes.HasPrefix(body, []byte("\xFF\xFE")):
		return unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), "utf-16le", 2
	case bytes.HasPrefix(body, []byte("\xFE\xFF")):
		return unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), "utf-16be", 2
	case beginsTag(body, 0, 1):
		return unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), "utf-16le", 0
	case beginsTag(body, 1, 0):
		return unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), "utf-16be", 0
	}
	return nil, "", 0
}

// beginsTag reports whether body begins with a tag, a declaration or a comment in UTF-16 without a byte order
// mark, as XML 1.0 appendix F has it: low and high are the places of the bytes of a unit.
func beginsTag(body []byte, low, high int) bool {
	return len(body) >= 4 && body[low] == '<' && body[high] == 0 && body[2+high] == 0 && body[2+low] > ' '
}

// decodeUTF8 returns the interpretation of body, which is valid UTF-8.
func decodeUTF8(body []byte, d declaration) ([]byte, string, error) {
	if isUnicode(body) {
		return body, utf8Name, nil
	}
	r := detectRunes(body, d.prefer(body))
	if r == identity {
		return body, utf8Name, nil
	}
	return r.appendText(nil, body), r.name(), nil
}

// isMixed reports whether body is UTF-8 in part: it has at least three of the sequences for U+1EA0 to U+1EFF,
// which no other encoding of Vietnamese produces, or more than four sequences per invalid byte.
func isMixed(body []byte) bool {
	vietnamese, others, broken := 0, 0, 0
	for i := 0; i < len(body); {
		if body[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, size := utf8.DecodeRune(body[i:])
		switch {
		case size == 1:
			broken++
		case 0x1EA0 <= r && r <= 0x1EFF:
			vietnamese++
		default:
			others++
		}
		i += size
	}
	return vietnamese >= 3 || vietnamese+others > 4*broken
}

// decodeMixed decodes a page in which some texts between tags and line ends are UTF-8 and others are in a
// legacy set, or invalid.
func decodeMixed(body []byte, prefer *charset) []byte {
	var broken []byte
	for run := range runs(body) {
		if !utf8.Valid(run) {
			broken = append(append(broken, run...), ' ')
		}
	}
	set := detectSet(broken, prefer)

	text := make([]byte, 0, len(body)+len(body)/8)
	for run := range runs(body) {
		switch {
		case utf8.Valid(run):
			text = append(text, run...)
		case set != nil:
			text = set.appendText(text, run)
		default:
			text = append(text, bytes.ToValidUTF8(run, []byte(replacement))...)
		}
	}
	return text
}

// runs yields body in parts that end before '<', or after '>' or a line end.
func runs(body []byte) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		for len(body) > 0 {
			n := len(body)
			if i := bytes.IndexAny(body[1:], "<>\n"); i >= 0 {
				n = i + 1
				if body[n] != '<' {
					n++
				}
			}
			if !yield(body[:n]) {
				return
			}
			body = body[n:]
		}
	}
}

// A declaration is the encoding that a page declares.
type declaration struct {
	encoding encoding.Encoding // nil: none, or an unknown one
	name     string
	single   bool     // encoding has one byte per letter, so it decodes any bytes
	set      *charset // encoding, if it is a Vietnamese set
}

// wide reports whether d declares UTF-16 or a 7-bit encoding and body is in it, although it is valid UTF-8.
func (d declaration) wide(body []byte) bool {
	switch d.name {
	case "utf-16le", "utf-16be":
		return bytes.IndexByte(body, 0) >= 0
	case "iso-2022-jp":
		return bytes.IndexByte(body, 0x1B) >= 0
	}
	return false
}

// declared returns the declaration of the header, or of the start of body.
func declared(body []byte, contentType string) declaration {
	label := ""
	if _, params, err := mime.ParseMediaType(contentType); err == nil {
		label = params["charset"]
	} else {
		label = strings.TrimRight(fromContent(contentType), ",") // of several types that a proxy joined
	}
	d, ok := declare(label)
	if !ok {
		d, ok = declare(xmlEncoding(body))
	}
	if !ok {
		d = prescan(body)
	}
	return d
}

// declare returns the declaration that a label makes.
func declare(label string) (declaration, bool) {
	if label == "" {
		return declaration{}, false
	}
	e, name, ok := Lookup(label)
	if !ok {
		return declaration{}, false
	}
	d := declaration{encoding: e, name: name}
	switch e := e.(type) {
	case *charset:
		d.set, d.single = e, true
	case *charmap.Charmap:
		d.single = true
	}
	return d, true
}

// xmlEncoding returns the encoding that the XML declaration at the start of body names, or the empty string.
func xmlEncoding(body []byte) string {
	body = bytes.TrimLeft(body[:min(len(body), prescanSize)], " \t\r\n")
	if !bytes.HasPrefix(body, []byte("<?xml")) {
		return ""
	}
	head, _, found := bytes.Cut(body, []byte("?>"))
	if !found {
		return ""
	}
	_, value, found := bytes.Cut(head, []byte("encoding"))
	if !found {
		return ""
	}
	value = bytes.TrimLeft(value, " \t\r\n=")
	if len(value) == 0 || value[0] != '"' && value[0] != '\'' {
		return ""
	}
	name, _, _ := bytes.Cut(value[1:], value[:1])
	return string(name)
}

// prefer returns the set that body declares, or the set of the first font for a Vietnamese set that it names,
// or nil.
func (d declaration) prefer(body []byte) *charset {
	if d.set != nil {
		return d.set
	}
	for _, font := range []struct {
		name string
		set  *charset
	}{{".VnTime", tcvn3}, {".VnArial", tcvn3}, {"VNI-", vni}, {"VPS Times", vps}} {
		if bytes.Contains(body, []byte(font.name)) {
			return font.set
		}
	}
	return nil
}
