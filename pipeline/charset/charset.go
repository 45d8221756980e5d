// Package charset reads Vietnamese text in whatever bytes it arrives: the national and vendors' character
// sets from before Unicode, UTF-8 that was encoded twice, and legacy bytes that a careless conversion turned
// into Latin-1 letters.
//
// [Decode] turns the body of a page into UTF-8 and is what a crawler wants; [Repair] mends a single field
// whose page was read wrongly at its origin; the variables ([TCVN3], [VNI], …) are ordinary encodings of
// golang.org/x/text, for streams:
//
//	r := charset.TCVN3.NewDecoder().Reader(file)
//
// The sets cannot be told apart by their bytes, which are the same ones, but by what they spell: the right
// reading is the one whose words are Vietnamese syllables. Where no reading is good enough the answer is
// "unknown", never a guess.
package charset

import (
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
)

// The Vietnamese character sets. All decoders yield NFC, and all encoders take text in any normal form. An
// encoder stops at a rune that its set lacks; [encoding.ReplaceUnsupported] and
// [encoding.HTMLEscapeUnsupported] continue there.
var (
	// TCVN3 is TCVN 5712:1993 VN3, also called ABC: the set of the fonts .VnTime and .VnArial, once that of
	// all state offices of the north. It has no capitals with tones: fonts of their own (.VnTimeH) drew them.
	// The encoder writes the small letter; see [RestoreCapitals] for the way back. Codes 80–9F are the
	// punctuation of windows-1252.
	TCVN3 encoding.Encoding = tcvn3

	// VN1 is TCVN 5712:1993 VN1, the "TCVN" of iconv. It spends 12 control codes below 20 on letters.
	VN1 encoding.Encoding = vn1

	// VN2 is TCVN 5712:1993 VN2: VN1 without letters among the controls. Its missing capitals are a letter
	// and a combining tone.
	VN2 encoding.Encoding = vn2

	// VNI is VNI-Windows, the set of the fonts VNI-Times and VNI-Helve, once that of the south: a letter,
	// then a byte for its marks. Marks of the wrong case are read too.
	VNI encoding.Encoding = vni

	// VNIMac is VNI for the Macintosh, the same in other codes.
	VNIMac encoding.Encoding = vniMac

	// VISCII is RFC 1456. It spends 6 control codes below 20 on letters.
	VISCII encoding.Encoding = viscii

	// VPS is the set of the Vietnamese Professionals Society. It spends 14 control codes below 20 on letters.
	VPS encoding.Encoding = vps

	// Windows1258 is Microsoft's code page: letters, then combining tones. Unlike charmap.Windows1258 it
	// decodes to NFC and encodes from it.
	Windows1258 encoding.Encoding = windows1258
)

// labels are the names of Vietnamese sets that the Encoding Standard does not know, as mail and pages declare
// them.
var labels = map[string]*charset{
	"tcvn3":           tcvn3,
	"abc":             tcvn3,
	"vn3":             tcvn3,
	"tcvn-5712-3":     tcvn3,
	"tcvn":            vn1,
	"tcvn-5712":       vn1,
	"tcvn5712-1":      vn1,
	"tcvn5712-1:1993": vn1,
	"x-viet-tcvn5712": vn1,
	"x-viet-tcvn":     vn1,
	"tcvn5712-2":      vn2,
	"vni":             vni,
	"vni-windows":     vni,
	"x-viet-vni":      vni,
	"vni-mac":         vniMac,
	"viscii":          viscii,
	"csviscii":        viscii,
	"viscii1.1":       viscii,
	"x-viet-viscii":   viscii,
	"vps":             vps,
	"x-viet-vps":      vps,
	"windows-1258":    windows1258,
	"cp1258":          windows1258,
	"x-cp1258":        windows1258,
}

// Lookup returns the encoding that a label names, and the name under which [Decode] and [Detect] report it:
// those of the Encoding Standard of the WHATWG and those of this package. Case and surrounding space are
// ignored.
func Lookup(label string) (encoding.Encoding, string, bool) {
	label = strings.ToLower(strings.Trim(label, " \t\n\f\r"))
	if c := labels[label]; c != nil {
		return c, c.name, true
	}

	e, err := htmlindex.Get(label)
	if err != nil {
		return nil, "", false
	}
	name, err := htmlindex.Name(e)
	if err != nil {
		return nil, "", false
	}
	return e, name, true
}

// fonts are the beginnings of the names of fonts that are drawn for one set each, in lower case.
var fonts = []struct {
	prefix string
	set    *charset
}{
	{".vn", tcvn3},
	{"vni-", vni},
	{"vni ", vni},
	{"vps ", vps},
	{"vps-", vps},
	{"viscii", viscii},
}

// Font returns the name of the set that a font is drawn for: "tcvn3" for ".VnTime", "vni" for "VNI-Times".
// Text in such a font is in that set whatever its page declares.
func Font(face string) (string, bool) {
	face = strings.ToLower(strings.Trim(face, " \t\n\f\r'\""))
	for _, f := range fonts {
		if strings.HasPrefix(face, f.prefix) {
			return f.set.name, true
		}
	}
	return "", false
}
