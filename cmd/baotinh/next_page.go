package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// A nextPage returns the command that prints the page behind a cursor of a query.
type nextPage func(words []string, cursor string) string

// nextPageOf returns the nextPage of a command: the command as it was typed, with the cursor.
func nextPageOf(c *cobra.Command) nextPage {
	return func(words []string, cursor string) string {
		var flags []string
		c.Flags().Visit(func(f *pflag.Flag) {
			switch f.Name {
			case "after", "from", "queries": // other pages, and other queries
			default:
				flags = append(flags, flagWords(f)...)
			}
		})
		return commandLine(c.CommandPath(), append(flags, "--after", cursor), words)
	}
}

// flagWords returns a flag as it is typed.
func flagWords(f *pflag.Flag) []string {
	name, value := "--"+f.Name, f.Value.String()
	if list, ok := f.Value.(pflag.SliceValue); ok {
		value = strings.Join(list.GetSlice(), ",")
	}
	switch {
	case f.NoOptDefVal == "":
		return []string{name, value}
	case f.NoOptDefVal == value:
		return []string{name}
	}
	return []string{name + "=" + value}
}

// commandLine returns a command to be pasted into a shell: the words first, unless one of them looks like a
// flag.
func commandLine(command string, flags, words []string) string {
	isFlag := func(word string) bool { return strings.HasPrefix(word, "-") }
	all := slices.Concat(words, flags)
	if slices.ContainsFunc(words, isFlag) {
		all = slices.Concat(flags, []string{"--"}, words)
	}
	line := []string{command}
	for _, word := range all {
		line = append(line, quoted(word))
	}
	return strings.Join(line, " ")
}

// quoted returns a word as a POSIX shell reads it (POSIX.1-2017, Shell Command Language, §2.2.2).
func quoted(word string) string {
	isSafe := func(r rune) bool {
		return r >= 0x80 || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' ||
			strings.ContainsRune("-_./:,+@%", r)
	}
	if word != "" && !strings.ContainsFunc(word, func(r rune) bool { return !isSafe(r) }) {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}
