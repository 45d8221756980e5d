package main

import (
	"bytes"
	"context"
	"fmt"
	"html"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"
)

// picture is the recording of a terminal that the README shows.
const picture = "../../testdata/terminal.svg"

// pictured are the commands of the recording, on the articles of the demo.
var pictured = [][]string{
	{"search", "hong khong hat na pan"},
	{"search", `sạt lở province:"Cần Thơ"`, "--sort", "newest", "--facet", "year"},
	{"search", `"hiện đại hóa" khâu tưới`},
}

// TestPictureOfTheTerminal runs the commands of the recording and compares what they print with it; -update
// draws it again.
func TestPictureOfTheTerminal(t *testing.T) {
	if testing.Short() {
		t.Skip("crawls the newspapers of the demo")
	}
	t.Setenv("LC_ALL", "vi_VN.UTF-8")
	data := filepath.Join(t.TempDir(), "demo")
	command(t, "demo", "--data", data)

	var lines []string
	for _, args := range pictured {
		lines = append(lines, "$ baotinh "+shellWords(args))
		out := command(t, append(args, "--data", data)...)
		lines = append(lines, strings.Split(strings.TrimSpace(out), "\n")...)
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

// command returns the output of a command that must end well.
func command(t *testing.T, args ...string) string {
	t.Helper()
	var out, talk bytes.Buffer
	if code := run(context.Background(), stdio{strings.NewReader(""), &out, &talk}, args); code != exitDone {
		t.Fatalf("baotinh %q: exit code %d: %s", args, code, &talk)
	}
	return took.ReplaceAllString(out.String(), "(1${1}0 ms)")
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

// drawTerminal returns an SVG of lines in a terminal: commands bold, marked words in colour, long lines cut.
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
		weight := ""
		if strings.HasPrefix(line, "$ ") {
			weight = ` font-weight="bold" fill="#a3be8c"`
		}
		fmt.Fprintf(&b, `<text x="%d" y="%d" xml:space="preserve"%s>%s</text>`+"\n",
			margin, margin+i*lineHeight+13, weight, coloured(cutLine(line)))
	}
	b.WriteString("</g>\n</svg>\n")
	return b.Bytes()
}

func cutLine(line string) string {
	if utf8.RuneCountInString(line) <= columns {
		return line
	}
	return string([]rune(line)[:columns-1]) + "…"
}

var markedWord = regexp.MustCompile(`\[([^\]]*)\]`)

// coloured returns a line as SVG text, with the words of the query, which the program puts in brackets, in
// colour.
func coloured(line string) string {
	if strings.HasPrefix(line, "$ ") {
		return html.EscapeString(line)
	}
	return markedWord.ReplaceAllString(html.EscapeString(line), `[<tspan fill="#ebcb8b">$1</tspan>]`)
}
