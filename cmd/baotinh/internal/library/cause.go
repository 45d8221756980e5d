package library

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"strconv"
	"syscall"

	"baotinh/pipeline/fetch"
	"baotinh/pipeline/news"
)

// Causes of failed visits that are neither a status nor a wall.
const (
	CauseNoHost   = "no such host"    // its name leads nowhere
	CauseNoName   = "name not found"  // the name servers do not answer
	CauseNoRoute  = "no route"        // there is no network that leads to it
	CauseRefused  = "refused"         // the connection
	CauseTimeout  = "time-out"        //
	CausePrivate  = "private address" // where only the public network is asked
	CauseTLS      = "certificate"     // it cannot be verified, or TLS does not come about
	CauseCut      = "cut off"         // the connection ended before the answer
	CauseNoAnswer = "no answer"       // for another reason
)

// causeOf returns why a visit got no page, in the words of a report.
func causeOf(o news.Outcome, err error) string {
	switch {
	case o.Cause != "":
		return o.Cause
	case o.Result == news.Gone:
		return "410"
	case o.Result == news.Missing:
		return "404"
	}
	return CauseOf(err)
}

// CauseOf returns the cause of an error of a fetch: a status, "robots.txt 500", or one of the causes.
func CauseOf(err error) string {
	if status, ok := errors.AsType[*fetch.StatusError](err); ok {
		if _, ok := errors.AsType[*fetch.RobotsError](err); ok {
			return news.HoldRobots + " " + strconv.Itoa(status.Code)
		}
		return strconv.Itoa(status.Code)
	}
	is := func(targets ...error) bool {
		for _, target := range targets {
			if errors.Is(err, target) {
				return true
			}
		}
		return false
	}
	name, isName := errors.AsType[*net.DNSError](err)
	timeout, ok := errors.AsType[net.Error](err)
	switch {
	case is(fetch.ErrPrivate):
		return CausePrivate
	case is(syscall.ENETUNREACH, syscall.EHOSTUNREACH, syscall.ENETDOWN):
		return CauseNoRoute
	case isName && name.IsNotFound:
		return CauseNoHost
	case isName:
		return CauseNoName
	case is(syscall.ECONNREFUSED):
		return CauseRefused
	case is(context.DeadlineExceeded), ok && timeout.Timeout():
		return CauseTimeout
	case isTLS(err):
		return CauseTLS
	case is(io.ErrUnexpectedEOF, io.EOF, syscall.ECONNRESET):
		return CauseCut
	}
	return CauseNoAnswer
}

// isTLS reports whether an error is about a certificate or about TLS.
func isTLS(err error) bool {
	_, certificate := errors.AsType[*tls.CertificateVerificationError](err)
	_, record := errors.AsType[tls.RecordHeaderError](err)
	_, alert := errors.AsType[tls.AlertError](err)
	_, unknown := errors.AsType[x509.UnknownAuthorityError](err)
	_, name := errors.AsType[x509.HostnameError](err)
	_, invalid := errors.AsType[x509.CertificateInvalidError](err)
	return certificate || record || alert || unknown || name || invalid
}
