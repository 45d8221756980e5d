package main

import (
	"bufio"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"baotinh/pipeline/charset"
	"baotinh/pipeline/viet"
)

// maxLineBytes is the length of the longest line of an input.
const maxLineBytes = 16 << 20

func newText(a *app) *cobra.Command {
	c := &cobra.Command{
		Use:     "text",
		Short:   "Vietnamese text, from standard input to standard output",
		Example: "  echo 'tỉnh uỷ' | baotinh text tones --to glide",
		Args:    noCommand,
		RunE:    func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(
		newTextLines(a, "normalise",
			"Bring to NFC, with marks, spaces and look-alike letters repaired; spelling as it is",
			viet.AppendNormalize),
		newTextLines(a, "fold", `Drop the marks: "Đường sắt" becomes "Duong sat"`, viet.AppendFold),
		newTextTones(a), newTextDecode(a), newTextSyllables(a),
	)
	return c
}

// newTextLines returns a command that appends each line, changed, to the output.
func newTextLines(a *app, name, short string, appendLine func([]byte, string) []byte) *cobra.Command {
	return &cobra.Command{
		Use:     name,
		Short:   short,
		Example: "  baotinh text " + name + " < page.txt",
		Args:    noArgs,
		RunE:    func(*cobra.Command, []string) error { return a.eachLine(appendLine) },
	}
}

func newTextTones(a *app) *cobra.Command {
	var to string
	c := &cobra.Command{
		Use:     "tones",
		Short:   "Place tone marks in one style and repair misplaced ones",
		Example: "  echo 'hoá, uỷ' | baotinh text tones --to glide",
		Args:    noArgs,
		RunE: func(*cobra.Command, []string) error {
			styles := map[string]viet.TonePlacement{"glide": viet.Glide, "nucleus": viet.Nucleus}
			style, ok := styles[to]
			if !ok {
				err := fmt.Errorf("unknown style %q", to)
				return &usageError{err, "glide is hòa, thủy; nucleus is hoà, thuỷ"}
			}
			return a.eachLine(func(dst []byte, s string) []byte {
				return viet.AppendPlaceTones(dst, s, style)
			})
		},
	}
	c.Flags().StringVar(&to, "to", "nucleus",
		"`style` of placement: glide (kiểu cũ: hòa, thủy) or nucleus (kiểu mới: hoà, thuỷ)")
	return c
}

func newTextDecode(a *app) *cobra.Command {
	return &cobra.Command{
		Use:     "decode",
		Example: "  baotinh text decode < old-page.txt",
		Short: "Decode TCVN3, VNI, VISCII, VPS, Windows-1258 … to UTF-8; " +
			"the set is recognised and named on stderr",
		Args: noArgs,
		RunE: func(*cobra.Command, []string) error {
			in, err := io.ReadAll(a.in)
			if err != nil {
				return err
			}
			text, name, err := charset.Decode(in, "")
			if err != nil {
				return err
			}
			fmt.Fprintf(a.talk(), "%s\n", name)
			_, err = a.out.Write(text)
			return err
		},
	}
}

func newTextSyllables(a *app) *cobra.Command {
	return &cobra.Command{
		Use:     "syllables",
		Short:   "Print each token: text, kind and, of a Vietnamese syllable, onset, rhyme and tone",
		Example: "  echo 'Nghị quyết 27-NQ/TW' | baotinh text syllables",
		Args:    noArgs,
		RunE: func(*cobra.Command, []string) error {
			var tokens []viet.Token
			return a.eachLine(func(dst []byte, line string) []byte {
				tokens = viet.AppendTokens(tokens[:0], line)
				for _, t := range tokens {
					word := line[t.Start:t.End]
					dst = fmt.Appendf(dst, "%s\t%s", word, t.Kind)
					if s, ok := viet.ParseSyllable(word); ok {
						dst = fmt.Appendf(dst, "\t%s\t%s\t%s", s.Onset, s.Rhyme, s.Tone)
					}
					dst = append(dst, '\n')
				}
				if len(dst) > 0 {
					dst = dst[:len(dst)-1] // eachLine ends the last
				}
				return dst
			})
		},
	}
}

// eachLine writes appendLine of each line of standard input to standard output.
func (a *app) eachLine(appendLine func([]byte, string) []byte) error {
	lines := bufio.NewScanner(a.in)
	lines.Buffer(nil, maxLineBytes)
	out := bufio.NewWriter(a.out)
	var line []byte
	for lines.Scan() {
		line = append(appendLine(line[:0], lines.Text()), '\n')
		if _, err := out.Write(line); err != nil {
			return err
		}
	}
	if err := lines.Err(); err != nil {
		return err
	}
	return out.Flush()
}
