package terminal

import (
	"math"
	"strings"
	"testing"
)

func TestGroup(t *testing.T) {
	for _, tt := range []struct {
		n         int
		separator string
		want      string
	}{
		{0, ".", "0"}, {999, ".", "999"}, {1000, ".", "1.000"}, {1234567, ".", "1.234.567"},
		{1234567, ",", "1,234,567"}, {-12345, ".", "-12.345"}, {-123, ".", "-123"}, {1234567, "", "1234567"},
	} {
		if got := Group(tt.n, tt.separator); got != tt.want {
			t.Errorf("Group(%d, %q) = %q, want %q", tt.n, tt.separator, got, tt.want)
		}
	}
}

func TestBar(t *testing.T) {
	for _, tt := range []struct {
		out                  Output
		count, most, columns int
		want                 string
	}{
		{Output{}, 8, 8, 4, "████"},
		{Output{}, 4, 8, 4, "██"},
		{Output{}, 3, 8, 4, "█▌"},
		{Output{}, 1, 32, 4, "▏"},
		{Output{}, 1, 1000000, 4, "▏"}, // too few to see are not none
		{Output{}, 0, 8, 4, ""},
		{Output{}, 9, 8, 4, "████"},
		{Output{}, 3, 0, 4, ""},
		{Output{ASCII: true}, 3, 8, 4, "##"},
		{Output{ASCII: true}, 1, 1000, 4, "#"},
	} {
		if got := tt.out.Bar(tt.count, tt.most, tt.columns); got != tt.want {
			t.Errorf("%+v.Bar(%d, %d, %d) = %q, want %q", tt.out, tt.count, tt.most, tt.columns, got, tt.want)
		}
	}
}

// A bar is as long as its share, to half an eighth, and never longer than its columns.
func TestBarLength(t *testing.T) {
	for most := 1; most <= 40; most++ {
		for count := 1; count <= most; count++ {
			n := 0
			for _, r := range (Output{}).Bar(count, most, 7) {
				n += 8 - int(r-'█')
			}
			if exact := float64(count) / float64(most) * 56; math.Abs(float64(n)-exact) > 0.5 {
				t.Errorf("%d of %d: %d eighths, want %v", count, most, n, exact)
			}
		}
	}
}

func BenchmarkParagraph(b *testing.B) {
	o := Output{Width: 90, Colour: true}
	spans := []Span{
		{Text: strings.Repeat("Mưa lũ ở Lạng Sơn đã cô lập nhiều thôn bản ", 3)},
		{Text: "sạt lở", Style: Match},
		{Text: strings.Repeat(" trên quốc lộ 4B", 5)},
	}
	b.ReportAllocs()
	for b.Loop() {
		b.SetBytes(int64(len(o.Paragraph("    ", spans...))))
	}
}
