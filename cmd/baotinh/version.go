package main

import (
	"cmp"
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"
)

// version is the release; builds between releases add the commit.
const version = "0.1.0"

// commit is the commit that was built, where the toolchain cannot note it since there is no repository:
// -ldflags '-X main.commit=…'.
var commit string

func newVersion(a *app) *cobra.Command {
	return &cobra.Command{
		Use:     "version",
		Short:   "Print the version",
		Long:    "Print the version, the commit that was built and its day, as --version does.",
		Example: "  baotinh version",
		Args:    noArgs,
		RunE: func(*cobra.Command, []string) error {
			_, err := fmt.Fprintln(a.out, versionLine())
			return err
		},
	}
}

func versionLine() string {
	return fmt.Sprintf("baotinh %s%s %s %s/%s",
		version, revision(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
}

// revision returns " (commit, day)" as far as it is known.
func revision() string {
	settings := map[string]string{}
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			settings[s.Key] = s.Value
		}
	}
	id := cmp.Or(commit, settings["vcs.revision"])
	if id == "" {
		return ""
	}
	text := "commit " + id[:min(12, len(id))]
	if settings["vcs.modified"] == "true" {
		text += " with changes"
	}
	if day, _, ok := strings.Cut(settings["vcs.time"], "T"); ok {
		text += ", " + day
	}
	return " (" + text + ")"
}
