// Package mailbox is a mail server for tests: [New] returns one that takes mails by SMTP on loopback and
// keeps them.
package mailbox

import (
	"bufio"
	"fmt"
	"net"
	"net/mail"
	"strings"
	"sync"
)

// A Mailbox is a server that takes mails. Its methods may be called concurrently.
type Mailbox struct {
	listener net.Listener

	mu    sync.Mutex // guards the following
	mails []*mail.Message
	deaf  bool
}

// New returns a server that runs until it is closed.
func New() (*Mailbox, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	m := &Mailbox{listener: l}
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go m.serve(c)
		}
	}()
	return m, nil
}

// Close ends the server.
func (m *Mailbox) Close() error { return m.listener.Close() }

// Port returns the port that the server listens on.
func (m *Mailbox) Port() int { return m.listener.Addr().(*net.TCPAddr).Port }

// Mails returns the mails that came, acknowledged or not.
func (m *Mailbox) Mails() []*mail.Message {
	m.mu.Lock()
	defer m.mu.Unlock()
	return append([]*mail.Message(nil), m.mails...)
}

// SetDeaf makes the server take mails and close the connection instead of acknowledging them.
func (m *Mailbox) SetDeaf(deaf bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.deaf = deaf
}

// serve talks as RFC 5321 has it, as far as a client needs it that sends mails.
func (m *Mailbox) serve(c net.Conn) {
	defer c.Close()
	in := bufio.NewReader(c)
	say := func(line string) { _, _ = fmt.Fprint(c, line+"\r\n") } // the client may be gone
	say("220 loopback")
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return
		}
		switch verb := strings.ToUpper(strings.Fields(line + " .")[0]); verb {
		case "EHLO":
			say("250-loopback\r\n250 8BITMIME")
		case "DATA":
			say("354 go on")
			if !m.take(in) {
				return
			}
			say("250 taken")
		case "QUIT":
			say("221 bye")
			return
		default:
			say("250 ok")
		}
	}
}

// take reads a mail and keeps it. It reports whether the mail is to be acknowledged.
func (m *Mailbox) take(in *bufio.Reader) bool {
	var b strings.Builder
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return false
		}
		if line == ".\r\n" {
			break
		}
		b.WriteString(strings.TrimPrefix(line, "."))
	}
	message, err := mail.ReadMessage(strings.NewReader(b.String()))
	if err != nil {
		return false
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.mails = append(m.mails, message)
	return !m.deaf
}
