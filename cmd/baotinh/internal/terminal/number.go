package terminal

import (
	"strconv"
	"strings"
)

// Group returns a number with a separator between thousands: 1.234.567.
func Group(n int, separator string) string {
	digits := strconv.Itoa(n)
	sign := ""
	if n < 0 {
		sign, digits = "-", digits[1:]
	}
	if separator == "" || len(digits) <= 3 {
		return sign + digits
	}
	var b strings.Builder
	b.WriteString(sign)
	first := (len(digits)-1)%3 + 1
	b.WriteString(digits[:first])
	for i := first; i < len(digits); i += 3 {
		b.WriteString(separator)
		b.WriteString(digits[i : i+3])
	}
	return b.String()
}

// eighths are the left one-eighth to seven-eighths blocks, U+258F to U+2589.
var eighths = [8]string{"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"}

// Bar returns a bar whose length is count/most of so many columns, to an eighth of a column; of number signs
// where the output has no block elements. A count above 0 has a bar of an eighth at least.
func (o Output) Bar(count, most, columns int) string {
	if count <= 0 || most <= 0 || columns <= 0 {
		return ""
	}
	part := min(float64(count)/float64(most), 1)
	if o.ASCII {
		return strings.Repeat("#", max(1, int(part*float64(columns)+0.5)))
	}
	n := max(1, int(part*float64(columns)*8+0.5))
	return strings.Repeat("█", n/8) + eighths[n%8]
}
