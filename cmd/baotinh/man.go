//go:build man

package main

import (
	"os"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"
)

// The man pages are made by a program of their own, so that the one that is installed does not carry what it
// takes: go run -tags man ./cmd/baotinh man FOLDER.
func init() {
	extraCommands = append(extraCommands, func(*app) *cobra.Command {
		return &cobra.Command{
			Use: "man DIR", Hidden: true, Args: cobra.ExactArgs(1),
			RunE: func(c *cobra.Command, args []string) error {
				if err := os.MkdirAll(args[0], 0o777); err != nil {
					return err
				}
				root := c.Root()
				root.RemoveCommand(c)
				keepLayout(root)
				root.DisableAutoGenTag = true // the pages of one commit are the same at any time
				header := &doc.GenManHeader{Section: "1", Source: "baotinh " + version, Manual: "baotinh"}
				return doc.GenManTree(root, header, args[0])
			},
		}
	})
}

// keepLayout indents the lines of help that are laid out by spaces as Markdown has them.
func keepLayout(c *cobra.Command) {
	lines := strings.Split(c.Long, "\n")
	for i, line := range lines {
		if strings.HasPrefix(line, "  ") {
			lines[i] = "  " + line
		}
	}
	c.Long = strings.Join(lines, "\n")
	for _, below := range c.Commands() {
		keepLayout(below)
	}
}
