package viet

import (
	"unicode"
	"unicode/utf8"
)

// TitleName returns a name that is printed in capitals in mixed case: "MAI LINH" becomes "Mai Linh", "H'HEN
// NIÊ" becomes "H'Hen Niê". Initials (N.T.H.) and names that are not all capitals are returned unchanged.
func TitleName(s string) string {
	for _, r := range s {
		if unicode.IsLower(r) {
			return s
		}
	}
	dst := make([]byte, 0, len(s))
	inside := false // the rune before is a letter or its mark
	for _, r := range s {
		if inside && r >= 'A' {
			r = toLower(r)
		}
		inside = r != 'ʼ' && unicode.In(r, unicode.L, unicode.M)
		dst = utf8.AppendRune(dst, r)
	}
	return string(dst)
}
