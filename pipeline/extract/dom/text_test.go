package dom

import (
	"strings"
	"testing"

	"golang.org/x/net/html"
)

func parse(t *testing.T, body string) *html.Node {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func TestIsShort(t *testing.T) {
	tests := []struct {
		name, body string
		limit      int
		want       bool
	}{
		{"as long as the limit", "<p>abcd", 4, true},
		{"longer", "<p>abcde", 4, false},
		{"longer, the limit inside a letter", "<p>abcếế", 4, false},
		{"blanks around and between count once", "<p> a \n b&nbsp; <b> </b> ", 3, true},
		{"a no-break space at the limit", "<p>abcd&nbsp;&nbsp;&nbsp;&nbsp;", 4, true},
		{"over several elements", "<p>ab<b>cd</b><i>e</i>", 4, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc := parse(t, tt.body)
			if got := IsShort(doc, tt.limit); got != tt.want {
				t.Errorf("IsShort(%q, %d) = %t, want %t", tt.body, tt.limit, got, tt.want)
			}
		})
	}
}

func TestText(t *testing.T) {
	tests := []struct {
		name, body string
		limit      int
		want       string
	}{
		{"blocks and line breaks are parted", "<p>a<br>b</p><p>c", 9, "a b c"},
		{"inline elements are not", "<p>a<b>b</b>c", 9, "abc"},
		{"cut between letters", "<p>aếb", 3, "a"},
		{"the first letter stays whole", "<p> Đăng", 1, "Đ"},
		{"a first letter of three bytes", "<p>&nbsp;<b>Ở</b> đây", 1, "Ở"},
		{"a title out of place is not shown", "<p>a<svg><title>b</title></svg>c", 9, "ac"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Text(parse(t, tt.body), tt.limit); got != tt.want {
				t.Errorf("Text(%q, %d) = %+q, want %+q", tt.body, tt.limit, got, tt.want)
			}
		})
	}
}

func TestClean(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"no-break space", "Quỳnh,\u00a0Phó", "Quỳnh, Phó"},
		{"decomposed", "Lang So\u031bn", "Lang Sơn"},
		{"runs of white space", " a \n\t b ", "a b"},
	} {
		if got := Clean(tt.in); got != tt.want {
			t.Errorf("%s: Clean(%+q) = %+q, want %+q", tt.name, tt.in, got, tt.want)
		}
	}
}
