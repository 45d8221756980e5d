package main

import (
	"bytes"
	"fmt"
	"html"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// picture is the recording of a terminal that the README shows.
const picture = "../../testdata/terminal.svg"

// pictured are the commands of the recording, on the articles of the demo.
var pictured = [][]string{
	{"search", "hong khong hat na pan"},
	{"search", `sạt lở province:"Cần Thơ"`, "--sort", "newest", "--facet", "year"},
	{"search", `"hiện đại hóa" khâu tưới`},
}

// TestPictureOfTheTerminal runs the commands of the recording on a terminal and compares what it shows with
// the picture; -update draws that again.
func TestPictureOfTheTerminal(t *testing.T) {
	if testing.Short() {
		t.Skip("crawls the newspapers of the demo")
	}
	data := filepath.Join(t.TempDir(), "demo")
	output(t, "demo", "--data", data)

	var lines []string
	for _, args := range pictured {
		lines = append(lines, "\x1b[32m$ baotinh "+shellWords(args)+"\x1b[0m")
		shown := onTerminal(t, columns, nil, append(args, "--data", data)...)
		shown = took.ReplaceAllString(shown, "(1${1}0 ms)")
		lines = append(lines, strings.Split(strings.TrimSpace(shown), "\n")...)
		lines = append(lines, "")
	}
	got := drawTerminal(lines[:len(lines)-1])

	if *update {
		if err := os.WriteFile(picture, got, 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(picture)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s is not what the commands print (draw it with -update):\n%s", picture, got)
	}
}

// took is the one thing that differs between two runs.
var took = regexp.MustCompile(`\(\d+([.,])\d ms\)`)

func shellWords(args []string) string {
	words := make([]string, len(args))
	for i, a := range args {
		words[i] = a
		if strings.ContainsAny(a, ` "`) {
			words[i] = "'" + a + "'"
		}
	}
	return strings.Join(words, " ")
}

// The sizes of the picture, in pixels.
const (
	columns    = 104
	charWidth  = 8
	lineHeight = 18
	margin     = 14
)

// drawTerminal returns an SVG of lines of a terminal.
func drawTerminal(lines []string) []byte {
	var b bytes.Buffer
	width, height := columns*charWidth+2*margin, len(lines)*lineHeight+2*margin
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" `+
		`viewBox="0 0 %d %d" role="img">
<title>baotinh search in a terminal</title>
<rect width="100%%" height="100%%" rx="8" fill="#1d2430"/>
<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" `+
		`font-size="13" fill="#d8dee9">
`, width, height, width, height)
	for i, line := range lines {
		fmt.Fprintf(&b, `<text x="%d" y="%d" xml:space="preserve">%s</text>`+"\n",
			margin, margin+i*lineHeight+13, coloured(line))
	}
	b.WriteString("</g>\n</svg>\n")
	return b.Bytes()
}

// looks are the attributes of text in SVG, by the parameters of the SGR sequence before it.
var looks = map[string]string{
	"1":    ` font-weight="bold"`,
	"2":    ` fill="#7f8897"`,
	"1;31": ` font-weight="bold" fill="#e0727c"`,
	"32":   ` font-weight="bold" fill="#a3be8c"`,
}

var (
	link   = regexp.MustCompile("\x1b\\]8;;[^\x1b]*\x1b\\\\")
	styled = regexp.MustCompile("\x1b\\[([0-9;]+)m([^\x1b]*)\x1b\\[0m")
)

// coloured returns a line of a terminal as SVG text.
func coloured(line string) string {
	line = html.EscapeString(link.ReplaceAllString(line, ""))
	return styled.ReplaceAllStringFunc(line, func(s string) string {
		m := styled.FindStringSubmatch(s)
		return "<tspan" + looks[m[1]] + ">" + m[2] + "</tspan>"
	})
}
