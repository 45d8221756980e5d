// Package charset decodes Vietnamese text from the character sets that came before Unicode, and repairs UTF-8
// that was encoded twice and legacy bytes that were converted as Latin-1.
//
// [Decode] turns the body of a page into UTF-8. [Repair] repairs a single field that was decoded wrongly at
// its origin. The variables ([TCVN3], [VNI], …) are encodings of golang.org/x/text, for streams:
//
//	r := charset.TCVN3.NewDecoder().Reader(file)
//
// The sets use the same bytes, so they cannot be told apart by bytes alone. The right interpretation of a
// text is the one whose words are Vietnamese syllables. Without one that is good enough the result is
// "unknown", never a guess.
package charset

import (
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
)

// The Vietnamese character sets. All decoders yield NFC, and all encoders accept text in any normal form. An
// encoder stops at a rune that is not in its set; with [encoding.ReplaceUnsupported] or
// [encoding.HTMLEscapeUnsupported] it goes on.
var (
	// TCVN3 is TCVN 5712:1993 VN3, also called ABC: the set of the fonts .VnTime and .VnArial, once used by
	// all state offices of the north. It has no capitals with tones, which have fonts of their own
	// (.VnTimeH). The encoder writes the small letter; [RestoreCapitals] is the inverse. Codes 80–9F are the
	// punctuation of windows-1252.
	TCVN3 encoding.Encoding = tcvn3

	// VN1 is TCVN 5712:1993 VN1, the "TCVN" of iconv. It uses 12 control codes below 20 for letters.
	VN1 encoding.Encoding = vn1

	// VN2 is TCVN 5712:1993 VN2: VN1 without letters at control codes. It writes the missing capitals as a
	// letter and a combining tone.
	VN2 encoding.Encoding = vn2

	// VNI is VNI-Windows, the set of the fonts VNI-Times and VNI-Helve, once used in the south: a letter,
	// then a byte for its marks. Marks of the wrong case are decoded too.
	VNI encoding.Encoding = vni

	// VNIMac is VNI for the Macintosh, with other codes.
	VNIMac encoding.Encoding = vniMac

	// VISCII is RFC 1456. It uses 6 control codes below 20 for letters.
	VISCII encoding.Encoding = viscii

	// VPS is the set of the Vietnamese Professionals Society. It uses 14 control codes below 20 for letters.
	VPS encoding.Encoding = vps

	// Windows1258 is Microsoft's code page: letters, then combining tones. Unlike charmap.Windows1258 it
	// decodes to NFC and encodes from it.
	Windows1258 encoding.Encoding = windows1258
)

// labels are names of Vietnamese sets in mail and pages that the Encoding Standard does not define.
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

// Lookup returns the encoding with a label, and its name in the results of [Decode] and [Detect]. It knows
// the labels of the WHATWG Encoding Standard and those of this package. Case and surrounding space are
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

// fonts are prefixes of the names of fonts for a single set, in lower case.
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

// Font returns the name of the set of a font: "tcvn3" for ".VnTime", "vni" for "VNI-Times". Text in such a
// font is in that set, whatever its page declares.
func Font(face string) (string, bool) {
	face = strings.ToLower(strings.Trim(face, " \t\n\f\r'\""))
	for _, f := range fonts {
		if strings.HasPrefix(face, f.prefix) {
			return f.set.name, true
		}
	}
	return "", false
}
