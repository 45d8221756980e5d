// Package terminal says what an output can show and writes text for it: styled, linked, wrapped at its
// width. The zero [Output] is a pipe or a file: plain text in lines as long as they are, without any escape
// sequence.
package terminal

import (
	"os"
	"runtime"
	"strconv"
	"strings"

	"golang.org/x/term"
)

// An Output is what a stream can show. The zero value is plain: no terminal, no colour, no links.
type Output struct {
	Width  int  // columns; 0: no terminal
	Height int  // rows; 0: no terminal
	Colour bool // SGR sequences (ECMA-48 §8.3.117): colour, bold and dim
	Links  bool // OSC 8 hyperlinks
	ASCII  bool // a terminal whose locale is not UTF-8: no block elements
}

// IsTerminal reports whether somebody looks at the output, rather than a program.
func (o Output) IsTerminal() bool { return o.Width > 0 }

// A ColourChoice is when an output is in colour.
type ColourChoice string

// The values of --color.
const (
	Auto   ColourChoice = "auto"   // on a terminal that can, unless NO_COLOR is set
	Always ColourChoice = "always" // also on a pipe: for a pager or a recording
	Never  ColourChoice = "never"
)

// Widths that are not known, and the least that text is wrapped at.
const (
	unknownWidth  = 80
	unknownHeight = 24
	leastWidth    = 20
)

// Of returns what a stream can show, by the stream itself and by the environment:
//
//   - TERM: dumb, or none, is a terminal without escape sequences; linux is one without links.
//   - NO_COLOR (https://no-color.org): if it is not empty, no escape sequence at all is written, so that bold
//     text and links go with the colours. A choice of Always overrides it.
//   - COLUMNS: if it is a number, it is the width of the terminal.
//   - LC_ALL, LC_CTYPE, LANG: the first one that is set says whether the terminal is one of UTF-8.
//
// CLICOLOR_FORCE and FORCE_COLOR are not obeyed: they are set for programs that write to a log in colour,
// and would bring escape sequences into every pipe. A stream that is no terminal gets none but by Always, and
// then only colours.
func Of(stream any, choice ColourChoice, getenv func(string) string) Output {
	var o Output
	if f, ok := stream.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		o.Width, o.Height, _ = term.GetSize(int(f.Fd())) // 0 is unknown, as it is of a serial line
		o.measure(getenv)
	}
	o.choose(choice, getenv)
	return o
}

// measure sets the size of a terminal.
func (o *Output) measure(getenv func(string) string) {
	if columns, err := strconv.Atoi(getenv("COLUMNS")); err == nil && columns > 0 {
		o.Width = columns
	}
	if o.Width <= 0 {
		o.Width = unknownWidth
	}
	if o.Height <= 0 {
		o.Height = unknownHeight
	}
	o.Width = max(o.Width, leastWidth)
}

// choose sets what else an output of a known size can show.
func (o *Output) choose(choice ColourChoice, getenv func(string) string) {
	name := getenv("TERM")
	canEscape := o.IsTerminal() && name != "dumb" && (name != "" || runtime.GOOS == "windows")
	switch choice {
	case Always:
		o.Colour = true
	case Never:
	default:
		o.Colour = canEscape && getenv("NO_COLOR") == ""
	}
	o.Links = o.Colour && canEscape && name != "linux"
	o.ASCII = o.IsTerminal() && !isUTF8(getenv) && runtime.GOOS != "windows"
}

// isUTF8 reports whether the locale of the environment is one of UTF-8.
func isUTF8(getenv func(string) string) bool {
	for _, name := range [...]string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if locale := getenv(name); locale != "" {
			locale = strings.ToLower(locale)
			return strings.Contains(locale, "utf-8") || strings.Contains(locale, "utf8")
		}
	}
	return false
}
