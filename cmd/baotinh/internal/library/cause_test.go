package library

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"syscall"
	"testing"

	"baotinh/pipeline/fetch"
	"baotinh/pipeline/news"
)

func TestCauseOf(t *testing.T) {
	dial := func(err error) error {
		return &net.OpError{Op: "dial", Net: "tcp", Err: os.NewSyscallError("connect", err)}
	}
	for _, tt := range []struct {
		err  error
		want string
	}{
		{&fetch.StatusError{Code: 503}, "503"},
		{fmt.Errorf("redirect: %w", &fetch.StatusError{Code: 500}), "500"},
		{&fetch.RobotsError{Err: &fetch.StatusError{Code: 500}}, "robots.txt 500"},
		{&fetch.RobotsError{Err: dial(syscall.ECONNREFUSED)}, CauseRefused},
		{&net.DNSError{IsNotFound: true}, CauseNoHost},
		{&net.DNSError{IsTimeout: true}, CauseNoName},
		{dial(syscall.ENETUNREACH), CauseNoRoute},
		{dial(syscall.EHOSTUNREACH), CauseNoRoute},
		{dial(syscall.ECONNRESET), CauseCut},
		{&net.OpError{Op: "read", Err: os.ErrDeadlineExceeded}, CauseTimeout},
		{fmt.Errorf("get: %w", context.DeadlineExceeded), CauseTimeout},
		{fmt.Errorf("dial: %w: 10.0.0.1", fetch.ErrPrivate), CausePrivate},
		{x509.UnknownAuthorityError{}, CauseTLS},
		{x509.HostnameError{Certificate: new(x509.Certificate)}, CauseTLS},
		{fmt.Errorf("body: %w", io.ErrUnexpectedEOF), CauseCut},
		{io.EOF, CauseCut},
		{errors.New("malformed HTTP status code"), CauseNoAnswer},
	} {
		if got := CauseOf(tt.err); got != tt.want {
			t.Errorf("CauseOf(%v) = %q, want %q", tt.err, got, tt.want)
		}
	}
	for o, want := range map[news.Outcome]string{
		{Result: news.Gone}: "410", {Result: news.Missing}: "404",
		{Result: news.Walled, Cause: "login"}: "login", {Result: news.Failed}: "500",
	} {
		if got := causeOf(o, &fetch.StatusError{Code: 500}); got != want {
			t.Errorf("causeOf(%v) = %q, want %q", o, got, want)
		}
	}
}
