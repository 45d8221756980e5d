package markup

// IsSpace reports whether c is ASCII white space as HTML defines it: space, tab, line feed, form feed or
// carriage return.
func IsSpace(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f' }

// IsLetter reports whether c is an ASCII letter.
func IsLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

// IsDigit reports whether c is an ASCII digit.
func IsDigit(c byte) bool { return '0' <= c && c <= '9' }

// IsBlank reports whether s is empty or white space.
func IsBlank(s []byte) bool {
	for _, c := range s {
		if !IsSpace(c) {
			return false
		}
	}
	return true
}

// EqualFold reports whether s is lower in any case. lower is ASCII without capitals.
func EqualFold[S string | []byte](s S, lower string) bool {
	return len(s) == len(lower) && HasPrefixFold(s, lower)
}

// HasPrefixFold reports whether s begins with lower in any case. lower is ASCII without capitals.
func HasPrefixFold[S string | []byte](s S, lower string) bool {
	if len(s) < len(lower) {
		return false
	}
	for i := range len(lower) {
		if c := s[i]; c != lower[i] && (c|0x20 != lower[i] || !IsLetter(c)) {
			return false
		}
	}
	return true
}

// HasWord reports whether a list of words between white space, such as the value of rel, has word in any
// case. word is ASCII without capitals.
func HasWord[S string | []byte](list S, word string) bool {
	for i := 0; i < len(list); {
		for i < len(list) && IsSpace(list[i]) {
			i++
		}
		from := i
		for i < len(list) && !IsSpace(list[i]) {
			i++
		}
		if EqualFold(list[from:i], word) {
			return true
		}
	}
	return false
}

// AppendLower appends s to dst with ASCII capitals in lower case.
func AppendLower(dst, s []byte) []byte {
	for _, c := range s {
		if 'A' <= c && c <= 'Z' {
			c |= 0x20
		}
		dst = append(dst, c)
	}
	return dst
}
