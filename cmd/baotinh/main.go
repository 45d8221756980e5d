// Command baotinh crawls Vietnam's provincial newspapers, takes the articles out of their pages, indexes them
// and answers full-text queries. `baotinh help` says how.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"

	"baotinh/cmd/baotinh/internal/terminal"
)

func main() {
	log.SetOutput(io.Discard) // Bleve logs; what matters of it comes back as an error
	// Without a handler, a write to a closed pipe would kill the process; see mindPipe.
	signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal kills the process
	os.Exit(run(ctx, stdio{os.Stdin, os.Stdout, os.Stderr}, os.Args[1:]))
}

// stdio is the process's three streams: out is for results only, err for talk.
type stdio struct {
	in  io.Reader
	out io.Writer
	err io.Writer
}

// The exit codes, as `baotinh help` prints them.
const (
	exitDone        = 0
	exitNothing     = 1
	exitFailed      = 2
	exitPagesFailed = 3
	exitInterrupted = 130
)

var (
	errNothing     = errors.New("nothing found")
	errPagesFailed = errors.New("some pages failed") // the summary says how many
)

// run is main without the process: it never exits and never touches globals.
func run(ctx context.Context, std stdio, args []string) int {
	ctx, std.out = mindPipe(ctx, std.out)
	a := &app{stdio: std}
	root := newRoot(a)
	root.SetArgs(args)
	command, err := root.ExecuteContextC(ctx)
	switch {
	case err == nil, errors.Is(err, terminal.ErrClosed), errors.Is(context.Cause(ctx), terminal.ErrClosed):
		return exitDone
	case errors.Is(err, errNothing):
		return exitNothing
	case errors.Is(err, errPagesFailed):
		return exitPagesFailed
	case errors.Is(err, errUnknownNewspaper), errors.Is(err, errAmbiguous):
		return exitFailed
	case ctx.Err() != nil:
		fmt.Fprintln(a.err, "baotinh: "+a.words().interrupted)
		return exitInterrupted
	}

	a.useJSON() // a mistake in the command line may have come before
	usage, isUsage := errors.AsType[*usageError](err)
	if !isUsage {
		err = a.words().told(err, a.data)
	}
	a.complain(err)
	if isUsage {
		fmt.Fprintf(a.err, "usage: %s\n", command.UseLine())
		if usage.hint != "" {
			fmt.Fprintf(a.err, "hint: %s\n", usage.hint)
		}
		fmt.Fprintf(a.err, "`%s --help` says more.\n", command.CommandPath())
	}
	return exitFailed
}

// complain prints an error, each line of it once: when a disk is full, every part of the program says so. A
// line that begins with spaces goes with the line before.
func (a *app) complain(err error) {
	screen := terminal.Of(a.err, terminal.Never, os.Getenv)
	var said []string
	for line := range strings.SplitSeq(err.Error(), "\n") {
		if slices.Contains(said, line) {
			continue
		}
		said = append(said, line)
		text := strings.TrimLeft(line, " ")
		lead := line[:len(line)-len(text)]
		if lead == "" {
			lead = "baotinh: "
		}
		fmt.Fprint(a.err, screen.Paragraph(lead, terminal.Span{Text: text}))
	}
}

// A usageError is a mistake in the command line.
type usageError struct {
	err  error
	hint string
}

func (e *usageError) Error() string { return e.err.Error() }
func (e *usageError) Unwrap() error { return e.err }
