package charset

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"
)

// The upper halves of the sets, sixteen codes per line from 80. "�" means no letter.
const (
	upper1252 = "€�‚ƒ„…†‡ˆ‰Š‹Œ�Ž��‘’“”•–—˜™š›œ�žŸ"

	upperTCVN3 = upper1252 +
		"\u00a0ĂÂÊÔƠƯĐăâêôơưđ�" +
		"�����àảãáạ�ằẳẵắ�" +
		"������ặầẩẫấậè�ẻẽ" +
		"éẹềểễếệìỉ���ĩíịò" +
		"�ỏõóọồổỗốộờởỡớợù" +
		"�ủũúụừửữứựỳỷỹýỵ�"

	upperVN1 = "ÀẢÃÁẠẶẬÈẺẼÉẸỆÌỈĨ" + "ÍỊÒỎÕÓỌỘỜỞỠỚỢÙỦŨ" + upperTCVN

	upperTCVN = "\u00a0ĂÂÊÔƠƯĐăâêôơưđẰ" +
		"\u0300\u0309\u0303\u0301\u0323àảãáạẲằẳẵắẴ" +
		"ẮẦẨẪẤỀặầẩẫấậèỂẻẽ" +
		"éẹềểễếệìỉỄẾỒĩíịò" +
		"Ổỏõóọồổỗốộờởỡớợù" +
		"ỖủũúụừửữứựỳỷỹýỵỐ"

	upperVISCII = "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐ" +
		"ỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲ" +
		"Õắằặấầẩậẽẹếềểễệố" +
		"ồổỗỠƠộờởịỰỨỪỬơớƯ" +
		"ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳ" +
		"ĐứÒÓÔạỷừửÙÚỹỵÝỡư" +
		"àáâãảăữẫèéêẻìíĩỉ" +
		"đựòóôõỏọụùúũủýợỮ"

	upperVPS = "ÀẢÃẤẦẨọỗĂếềểệẮẰẲ" +
		"Ế‘’ỀỂỄỐỒỔỖýỷỵỚỜỞ" +
		"\u00a0ắằẳẵặỠớÙờởỡŨỨợỪ" +
		"ổỬỲỸÍÌộỈĨÓửữÒỎÕự" +
		"ầÁÂấẩẫậđẻÉÊẹỉễịỹ" +
		"ƯỦồốÔỏơÈừứÚũưÝẺß" +
		"àáâãảạăçèéêẽìíîĩ" +
		"ẴĐòóôõöƠụùúủüỶẼỳ"
)

// letters are the 134 Vietnamese letters with marks.
const letters = "ÁÀẢÃẠÂẤẦẨẪẬĂẮẰẲẴẶĐÉÈẺẼẸÊẾỀỂỄỆÍÌỈĨỊÓÒỎÕỌÔỐỒỔỖỘƠỚỜỞỠỢÚÙỦŨỤƯỨỪỬỮỰÝỲỶỸỴ" +
	"áàảãạâấầẩẫậăắằẳẵặđéèẻẽẹêếềểễệíìỉĩịóòỏõọôốồổỗộơớờởỡợúùủũụưứừửữựýỳỷỹỵ"

// vniMarks are the bytes of VNI after a capital and the marks that they add to it. The bytes after a small
// letter are 20 higher.
var vniMarks = map[byte]string{
	0xD9: "\u0301", 0xD8: "\u0300", 0xDB: "\u0309", 0xD5: "\u0303", 0xCF: "\u0323",
	0xC2: "\u0302", 0xC1: "\u0302\u0301", 0xC0: "\u0302\u0300", 0xC5: "\u0302\u0309", 0xC3: "\u0302\u0303",
	0xC4: "\u0302\u0323",
	0xCA: "\u0306", 0xC9: "\u0306\u0301", 0xC8: "\u0306\u0300", 0xDA: "\u0306\u0309", 0xDC: "\u0306\u0303",
	0xCB: "\u0306\u0323",
}

// vniLetters are the one-byte letters of VNI beyond ASCII. The first two of each case take marks.
var vniLetters = map[byte]rune{
	0xD4: 'Ơ', 0xD6: 'Ư', 0xD1: 'Đ', 0xCD: 'Í', 0xCC: 'Ì', 0xC6: 'Ỉ', 0xD3: 'Ĩ', 0xD2: 'Ị', 0xCE: 'Ỵ',
	0xF4: 'ơ', 0xF6: 'ư', 0xF1: 'đ', 0xED: 'í', 0xEC: 'ì', 0xE6: 'ỉ', 0xF3: 'ĩ', 0xF2: 'ị', 0xEE: 'ỵ',
}

var (
	tcvn3  = newCharset("tcvn3", tcvn3Codes)
	vn1    = newCharset("tcvn5712-1", vn1Codes)
	vn2    = newCharset("tcvn5712-2", vn2Codes)
	vni    = newCharset("vni", vniCodes)
	vniMac = newCharset("vni-mac", vniMacCodes)
	viscii = newCharset("viscii", visciiCodes)
	vps    = newCharset("vps", vpsCodes)

	windows1258 = newCharset("windows-1258", windows1258Codes)
)

// detectable are the sets that [Detect] knows, the likelier first: of two that read a text alike it takes the
// first.
var detectable = []*charset{tcvn3, vni, windows1258, vn2, vn1, viscii, vps, vniMac}

// newCodePage returns one without pairs: ASCII, with its first codes replaced by lower, and upper.
func newCodePage(upper, lower string) *codePage {
	c := &codePage{code: make(map[rune]code)}
	for b := range c.single {
		c.single[b] = rune(b)
		if b >= utf8.RuneSelf {
			c.single[b] = utf8.RuneError
		}
	}
	for i, r := range []rune(lower) {
		c.single[i] = r
	}
	for i, r := range []rune(upper) {
		c.single[utf8.RuneSelf+i] = r
	}
	c.invert()
	return c
}

// invert fills code with the code of each rune: one byte if possible, else a pair.
func (c *codePage) invert() {
	for b, r := range c.single {
		if _, ok := c.code[r]; !ok && r != utf8.RuneError {
			c.code[r] = code{1, [2]byte{byte(b)}}
		}
	}
	for a, row := range c.pair {
		if row == nil {
			continue
		}
		for b, r := range row {
			if _, ok := c.code[r]; !ok && r != 0 {
				c.code[r] = code{2, [2]byte{byte(a), byte(b)}}
			}
		}
	}
}

// add makes a pair of the bytes a and b.
func (c *codePage) add(a, b byte, r rune) {
	if c.pair[a] == nil {
		c.pair[a] = new([256]rune)
	}
	c.pair[a][b] = r
}

func tcvn3Codes() *codePage {
	c := newCodePage(upperTCVN3, "")
	for _, r := range letters {
		if _, ok := c.code[r]; !ok {
			c.code[r] = c.code[unicode.ToLower(r)]
		}
	}
	return c
}

func vn1Codes() *codePage {
	return newCombining(upperVN1, "\x00ÚỤ\x03ỪỬỮ\a\b\t\n\v\f\r\x0e\x0f\x10ỨỰỲỶỸÝỴ")
}

func vn2Codes() *codePage { return newCombining(controls()+upperTCVN, "") }

func visciiCodes() *codePage {
	return newCodePage(upperVISCII, "\x00\x01Ẳ\x03\x04ẴẪ\a\b\t\n\v\f\r\x0e\x0f\x10\x11\x12\x13Ỷ"+
		"\x15\x16\x17\x18Ỹ\x1a\x1b\x1c\x1dỴ")
}

func vpsCodes() *codePage {
	return newCodePage(upperVPS, "\x00\x01ẠẬẶẸỆ\a\b\t\n\v\f\r\x0e\x0fỊỌỘỢỤỰ"+
		"\x16\x17\x18Ỵ\x1a\x1bẪỮ")
}

// newCombining returns a code page whose combining tones form pairs with the letters before them.
func newCombining(upper, lower string) *codePage {
	c := newCodePage(upper, lower)
	c.marks = true
	for b, mark := range c.single {
		c.mark[b] = unicode.Is(unicode.Mn, mark)
		if !c.mark[b] {
			continue
		}
		for a, letter := range c.single {
			if !unicode.IsLetter(letter) {
				continue
			}
			if composed := []rune(norm.NFC.String(string([]rune{letter, mark}))); len(composed) == 1 {
				c.add(byte(a), byte(b), composed[0])
			}
		}
	}
	c.invert()
	return c
}

// controls returns the runes U+0080 to U+009F.
func controls() string {
	var b strings.Builder
	for r := rune(0x80); r < 0xA0; r++ {
		b.WriteRune(r)
	}
	return b.String()
}

func windows1258Codes() *codePage {
	var upper strings.Builder
	for b := utf8.RuneSelf; b < 256; b++ {
		upper.WriteRune(charmap.Windows1258.DecodeByte(byte(b)))
	}
	return newCombining(upper.String(), "")
}

// vniCodes returns VNI. Bytes that it does not define, and marks without a letter, are read as windows-1252.
func vniCodes() *codePage {
	c := newCodePage(upper1252, "")
	for b := byte(0xA0); b < 0xC0; b++ {
		c.single[b] = rune(b)
	}
	for b, r := range vniLetters {
		c.single[b] = r
	}
	c.invert()

	const smaller = 'a' - 'A'
	for _, a := range []byte{'A', 'E', 'O', 'U', 'Y', 0xD4, 0xD6} {
		for b, marks := range vniMarks {
			upper := []rune(norm.NFC.String(string(c.single[a]) + marks))
			if len(upper) != 1 || !strings.ContainsRune(letters, upper[0]) {
				continue
			}
			c.add(a, b, upper[0])
			c.add(a+smaller, b+smaller, unicode.ToLower(upper[0]))
		}
	}
	c.invert()

	for _, row := range c.pair { // marks of the wrong case, for decoding only
		for b := range vniMarks {
			if row != nil {
				row[b] = max(row[b], row[b+smaller])
				row[b+smaller] = max(row[b], row[b+smaller])
			}
		}
	}
	for b := 0xC0; b < 256; b++ {
		if c.single[b] == utf8.RuneError {
			c.single[b] = rune(b)
		}
	}
	return c
}

// vniMacCodes returns VNI with each byte moved to the code that the Macintosh has for the byte's letter in
// Latin-1.
func vniMacCodes() *codePage {
	c, vni := newCodePage("", ""), vni.codes()
	var from [256]byte // the code in VNI of a code in VNIMac
	for b := range c.single {
		c.single[b] = charmap.Macintosh.DecodeByte(byte(b))
		if r := c.single[b]; 0xC0 <= r && r <= 0xFF {
			from[b] = byte(r)
			c.single[b] = utf8.RuneError
		} else if r < utf8.RuneSelf {
			from[b] = byte(r)
		}
	}
	c.invert()

	var to [256]byte // the inverse of from
	for b, v := range from {
		to[v] = byte(b)
	}
	for r, k := range vni.code {
		if _, ok := c.code[r]; !ok && k.bytes[0] >= 0xC0 || k.len == 2 {
			c.code[r] = code{k.len, [2]byte{to[k.bytes[0]], to[k.bytes[1]]}}
		}
	}
	for a, v := range from {
		if v >= 0xC0 {
			c.single[a] = vni.single[v]
		}
		for b := 0x80; vni.pair[v] != nil && b < 256; b++ {
			if r := vni.pair[v][from[b]]; r != 0 {
				c.add(byte(a), byte(b), r)
			}
		}
	}
	return c
}
