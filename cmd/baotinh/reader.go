package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"syscall"

	"github.com/spf13/cobra"

	"baotinh/cmd/baotinh/internal/export"
	"baotinh/cmd/baotinh/internal/terminal"
)

// readerFlags are the flags of the commands whose answers people read.
type readerFlags struct {
	lang    string
	colour  string
	noPager bool
}

// addReader adds the flags of the commands whose answers people read.
func addReader(c *cobra.Command, f *readerFlags) {
	addLanguage(c, &f.lang)
	c.Flags().StringVar(&f.colour, "color", string(terminal.Auto),
		"`when` to use colours, bold and links: auto, that is on a terminal unless NO_COLOR is set, always "+
			"or never")
	c.Flags().BoolVar(&f.noPager, "no-pager", false,
		"print what is longer than the terminal at once, without $PAGER")
}

// A reader is who reads an answer: in which language, and on what screen. What is written to it goes through
// a pager if it is longer than the screen.
type reader struct {
	*commandMessages
	io.Writer
	screen terminal.Output
	pager  *terminal.Pager
	quiet  bool   // wants IDs and names only
	closed func() // may be nil
}

// reader returns the reader that the flags and the environment describe. It must be closed.
func (a *app) reader(f readerFlags) (*reader, error) {
	m, err := messagesIn(f.lang)
	if err != nil {
		return nil, err
	}
	choice := terminal.ColourChoice(f.colour)
	switch choice {
	case terminal.Auto, terminal.Always, terminal.Never:
	default:
		err := fmt.Errorf("--color takes no %q", f.colour)
		return nil, &usageError{err, "--color takes auto, always or never"}
	}
	screen := terminal.Of(a.out, choice, os.Getenv)
	command := ""
	if screen.IsTerminal() && !f.noPager {
		command = terminal.PagerCommand(os.LookupEnv)
	}
	r := newReader(m, a.out, screen, command)
	r.quiet, a.reads = a.quiet, r.commandMessages
	if command != "" {
		a.mindPager(r)
	}
	return r, nil
}

// words returns the messages of the command: those of its reader or, of an operator's command, English ones.
func (a *app) words() *commandMessages {
	if a.reads != nil {
		return a.reads
	}
	return &english
}

// newReader returns a reader of a stream, with a pager if there is a command for it.
func newReader(m *commandMessages, out io.Writer, screen terminal.Output, command string) *reader {
	own := *m
	own.columns = screen.Width
	if !screen.IsTerminal() { // a program may read the numbers
		own.Thousands = ""
	}
	pager := terminal.NewPager(out, screen, command)
	return &reader{commandMessages: &own, Writer: pager, screen: screen, pager: pager}
}

// close ends the answer: it waits for the pager. It may be called again.
func (r *reader) close() error {
	err := r.pager.Close()
	if r.closed != nil {
		r.closed()
	}
	return err
}

// An aside is stderr beside a pager: while that has the terminal, what is said there waits.
type aside struct {
	io.Writer
	pager   *terminal.Pager
	waiting bytes.Buffer
}

func (s *aside) Write(b []byte) (int, error) {
	if s.pager.Running() {
		return s.waiting.Write(b)
	}
	return s.Writer.Write(b)
}

// mindPager makes what the command says on stderr wait for the pager of r.
func (a *app) mindPager(r *reader) {
	stderr := a.err
	beside := &aside{Writer: stderr, pager: r.pager}
	a.err = beside
	r.closed = func() {
		a.err, r.closed = stderr, nil
		_, _ = beside.waiting.WriteTo(stderr)
	}
}

// read calls print for a reader, and closes it.
func (a *app) read(f readerFlags, print func(*reader) error) error {
	r, err := a.reader(f)
	if err != nil {
		return err
	}
	return errors.Join(print(r), r.close())
}

// json returns an encoder for the answers of a command: indented on a terminal, elsewhere one line each.
func (r *reader) json() *json.Encoder { return r.jsonTo(r) }

// jsonTo is json for what writes to r.
func (r *reader) jsonTo(w io.Writer) *json.Encoder {
	e := export.NewEncoder(w)
	if r.screen.IsTerminal() {
		e.SetIndent("", "  ")
	}
	return e
}

// encodeAll writes each of all.
func encodeAll[T any](e *json.Encoder, all []T) error {
	for _, one := range all {
		if err := e.Encode(one); err != nil {
			return err
		}
	}
	return nil
}

// A pipe is an output that somebody may close before all is written, as head does. It then calls gone.
type pipe struct {
	io.Writer
	gone func()
}

func (p *pipe) Write(b []byte) (int, error) {
	n, err := p.Writer.Write(b)
	if errors.Is(err, syscall.EPIPE) {
		p.gone()
		err = terminal.ErrClosed
	}
	return n, err
}

// mindPipe puts a pipe in the place of an output that is no terminal. When it is closed, the context that it
// returns ends, with terminal.ErrClosed as its cause.
func mindPipe(ctx context.Context, out io.Writer) (context.Context, io.Writer) {
	if terminal.Of(out, terminal.Never, os.Getenv).IsTerminal() {
		return ctx, out
	}
	ctx, cancel := context.WithCancelCause(ctx)
	return ctx, &pipe{out, func() { cancel(terminal.ErrClosed) }}
}
