package charset

import (
	"bytes"
	"fmt"
	"iter"
	"mime"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
)

// Decode returns body, a page or plain text, in UTF-8, and the name of the encoding it was in. In order: a
// byte order mark; the charset parameter of contentType, a Content-Type header that may be empty; a
// declaration within the first 1,024 bytes, of HTML (HTML Standard §13.2.3.2) or of XML. A declaration is
// believed as far as the bytes bear it out: what is valid UTF-8 is UTF-8, and a page that holds TCVN3 or VNI
// is read as such, whatever it says of itself. So is UTF-8 whose letters are legacy bytes shown as Latin-1
// throughout; where only a part is damaged, that is left to [Repair]. Character references within words of
// such pages stand for bytes, too.
//
// The name is one of [Detect], or of the Encoding Standard; bytes that declare nothing and look like nothing
// Vietnamese are read as windows-1252. What is undefined becomes U+FFFD. The text is not normalised; it
// shares memory with body where it is the same. An error says that the declared encoding cannot be decoded.
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

// byteOrderMark returns the encoding that the byte order mark of body tells, nil for UTF-8, and the length of
// the mark.
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
	}
	return nil, "", 0
}

// decodeUTF8 returns body, which is valid UTF-8, and what its runes stand for.
func decodeUTF8(body []byte, d declaration) ([]byte, string, error) {
	if isUnicode(body) {
		return body, utf8Name, nil
	}
	r := detectRunes(body, d.prefer(body))
	if r == asIs {
		return body, utf8Name, nil
	}
	return r.appendText(nil, body), r.name(), nil
}

// isMixed reports whether body is UTF-8 for a good part: it has at least three of the sequences for U+1EA0 to
// U+1EFF, which no other encoding of Vietnamese has reason to contain, or four sequences for one broken byte.
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

// decodeMixed returns a page of which some texts between tags and line ends are UTF-8 and others are in a
// legacy set, or broken.
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

// runs yields body in parts that end before '<', or behind '>' or a line end.
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

// A declaration is what a page says of its encoding.
type declaration struct {
	encoding encoding.Encoding // nil: nothing, or nothing known
	name     string
	single   bool     // whether encoding has one byte for a letter, and so reads any bytes
	set      *charset // encoding, if it is one of ours
}

// wide reports whether d declares an encoding in which valid UTF-8 is something else: UTF-16 and the 7-bit
// ones.
func (d declaration) wide(body []byte) bool {
	switch d.name {
	case "utf-16le", "utf-16be":
		return bytes.IndexByte(body, 0) >= 0
	case "iso-2022-jp":
		return bytes.IndexByte(body, 0x1B) >= 0
	}
	return false
}

// declared returns what the header and the start of body declare.
func declared(body []byte, contentType string) declaration {
	label := ""
	if _, params, err := mime.ParseMediaType(contentType); err == nil {
		label = params["charset"]
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

// prefer returns the set that body declares, or else that of the first font it names that is drawn for one,
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
