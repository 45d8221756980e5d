package terminal

import (
	"bytes"
	"errors"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"syscall"
)

// ErrClosed is returned when the reader has quit the pager or closed the pipe. The command then ends the
// output.
var ErrClosed = errors.New("the output is closed")

// PagerCommand returns the command of the pager that the environment asks for: PAGER, or less, which then
// ends by itself if all fits on the screen (-F), shows colours (-R) and leaves the text there (-X). It is
// empty, for none, if PAGER is set to nothing or to cat, or if there is no less.
func PagerCommand(lookupEnv func(string) (string, bool)) string {
	if command, ok := lookupEnv("PAGER"); ok {
		if command = strings.TrimSpace(command); command == "cat" {
			return ""
		}
		return command
	}
	if _, err := exec.LookPath("less"); err != nil {
		return ""
	}
	return "less -FRX"
}

// A Pager writes to a terminal. It gives text that is longer than the screen to another program, which shows
// it page by page. It is not safe for concurrent use.
type Pager struct {
	out     io.Writer // the terminal
	screen  Output
	command string

	held    []byte // the text so far, while it is shorter than maxHeld; it can be written again
	counted int    // bytes of held whose rows are counted
	rows    int    // that the lines of held take

	program     *exec.Cmd // nil: not begun
	in          io.WriteCloser
	interrupts  chan os.Signal // while the program runs
	interrupted bool
	state       pagerState
}

// pagerState is where the text of a Pager goes.
type pagerState uint8

const (
	holding pagerState = iota // to held: it may still fit on the screen
	paging                    // to the program
	direct                    // to the terminal
	closed                    // nowhere: the program was quit
)

// maxHeld is more than a pipe holds (64 KiB on Linux), so that nothing is lost by a program that ends without
// reading.
const maxHeld = 1 << 20

// NewPager returns a pager of a terminal that runs a command of the shell. Without a command, or where there
// is no terminal, it writes directly.
func NewPager(out io.Writer, screen Output, command string) *Pager {
	p := &Pager{out: out, screen: screen, command: command}
	if command == "" || !screen.IsTerminal() {
		p.state = direct
	}
	return p
}

// Write writes text. Its error is ErrClosed once the program was quit.
func (p *Pager) Write(text []byte) (int, error) {
	switch p.state {
	case direct:
		return p.out.Write(text)
	case closed:
		return 0, ErrClosed
	}
	p.hold(text)
	if p.state == paging {
		return len(text), p.give(text)
	}
	if p.rows >= p.screen.Height { // the last row is for the next prompt
		return len(text), p.begin()
	}
	return len(text), nil
}

// Running reports whether the program has the terminal.
func (p *Pager) Running() bool { return p.state == paging }

// hold keeps text and counts the rows that it takes.
func (p *Pager) hold(text []byte) {
	if p.state == paging && (p.held == nil || len(p.held)+len(text) > maxHeld) {
		p.held = nil
		return
	}
	p.held = append(p.held, text...)
	for p.state == holding {
		line, _, whole := bytes.Cut(p.held[p.counted:], []byte("\n"))
		if !whole {
			return
		}
		p.counted += len(line) + 1
		p.rows += max(1, (Width(withoutEscapes(string(line)))+p.screen.Width-1)/p.screen.Width)
	}
}

// begin starts the program and gives it the held text.
func (p *Pager) begin() error {
	p.program = exec.Command("sh", "-c", p.command)
	p.program.Stdout, p.program.Stderr = p.out, os.Stderr
	p.program.Env = pagerEnvironment(os.Environ())
	in, err := p.program.StdinPipe()
	if err == nil {
		err = p.program.Start()
	}
	if err != nil { // no shell
		return p.goDirect()
	}
	p.in, p.state = in, paging
	// Ctrl-C goes to the program, too, which goes on: so do we.
	p.interrupts = make(chan os.Signal, 1)
	signal.Notify(p.interrupts, os.Interrupt)
	return p.give(p.held)
}

// pagerEnvironment returns an environment in which less shows our colours and UTF-8, if it says nothing else.
func pagerEnvironment(environ []string) []string {
	for _, setting := range [...]string{"LESS=FRX", "LESSCHARSET=utf-8", "LV=-c"} {
		name, _, _ := strings.Cut(setting, "=")
		if _, ok := os.LookupEnv(name); !ok {
			environ = append(environ, setting)
		}
	}
	return environ
}

// give writes text to the program.
func (p *Pager) give(text []byte) error {
	if _, err := p.in.Write(text); err != nil {
		if !errors.Is(err, syscall.EPIPE) {
			return err
		}
		return p.ended()
	}
	return nil
}

// ended waits for the program. If it has failed, all text goes to the terminal itself.
func (p *Pager) ended() error {
	_ = p.in.Close() // it has ended, or is to
	err := p.program.Wait()
	signal.Stop(p.interrupts)
	select {
	case <-p.interrupts:
		p.interrupted = true
	default:
	}
	if err != nil && !p.interrupted && p.held != nil {
		return p.goDirect()
	}
	p.state = closed
	return ErrClosed
}

// goDirect writes the held text to the terminal, and from then on all text.
func (p *Pager) goDirect() error {
	p.state = direct
	_, err := p.out.Write(p.held)
	p.held = nil
	return err
}

// Close writes the held text and waits until the reader quits the program.
func (p *Pager) Close() error {
	switch p.state {
	case holding:
		return p.goDirect()
	case paging:
		if err := p.ended(); !errors.Is(err, ErrClosed) {
			return err
		}
	}
	p.state = closed
	return nil
}

// withoutEscapes returns text without SGR sequences and hyperlinks.
func withoutEscapes(s string) string {
	if !strings.Contains(s, "\x1b") {
		return s
	}
	var b strings.Builder
	for {
		before, after, _ := strings.Cut(s, "\x1b")
		b.WriteString(before)
		end := "m"
		if strings.HasPrefix(after, "]") {
			end = "\x1b\\"
		}
		var found bool
		if _, s, found = strings.Cut(after, end); !found {
			return b.String()
		}
	}
}
