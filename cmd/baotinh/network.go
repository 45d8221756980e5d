package main

import (
	"errors"
	"fmt"
	"os"
	"slices"

	"baotinh/cmd/baotinh/internal/library"
	"baotinh/pipeline/canonical"
	"baotinh/pipeline/fetch"
	"baotinh/pipeline/news"
)

// A network notices that a crawl reaches nothing at all.
type network struct {
	answered bool            // by a server, once
	silent   map[string]bool // hosts that could not be reached
	said     bool
	private  map[string]bool // newspapers of which it was said that they are at private addresses
}

// fewHosts is how many hosts must be out of reach before it is said that there is no network: one may be
// gone.
const fewHosts = 3

// visited notes a visit. It returns what to say, once, or the empty string.
func (n *network) visited(v news.Visit, o news.Outcome, err error) string {
	switch o.Result {
	case news.Held, news.Denied:
		return ""
	case news.Failed:
	default:
		n.answered = true
	}
	cause := library.CauseOf(err)
	_, isRedirect := errors.AsType[*fetch.PrivateRedirectError](err)
	if cause == library.CausePrivate && !isRedirect && !n.private[v.Newspaper] {
		if n.private == nil {
			n.private = map[string]bool{}
		}
		n.private[v.Newspaper] = true
		return fmt.Sprintf("baotinh: %s is at a private address; if it is your own server, "+
			"`allow_private = true` in its entry (--newspapers FILE) allows it\n", v.Newspaper)
	}
	if n.answered || n.said || !slices.Contains(outOfReach, cause) {
		n.answered = n.answered || o.Result == news.Failed && !slices.Contains(outOfReach, cause)
		return ""
	}
	if n.silent == nil {
		n.silent = map[string]bool{}
	}
	n.silent[canonical.Host(v.URL)] = true
	isSure := cause == library.CauseNoName || cause == library.CauseNoRoute
	if !isSure && len(n.silent) < fewHosts {
		return ""
	}
	n.said = true
	return fmt.Sprintf("baotinh: no network: %s could be reached (%s); look at the connection, the name "+
		"servers and the firewall, or see what `baotinh newspapers check %s` meets\n",
		none(len(n.silent)), cause, v.Newspaper)
}

// none returns "not one host" or "none of 3 hosts".
func none(hosts int) string {
	if hosts == 1 {
		return "not one host"
	}
	return fmt.Sprintf("none of %d hosts", hosts)
}

// outOfReach are the causes for which the network may be to blame.
var outOfReach = []string{
	library.CauseNoHost, library.CauseNoName, library.CauseNoRoute, library.CauseTimeout,
	library.CauseRefused, library.CauseNoAnswer,
}

// proxies are the variables of the environment that name a proxy.
var proxies = []string{
	"HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy",
}

// sayProxy says that a proxy of the environment is not used.
func (a *app) sayProxy() {
	for _, name := range proxies {
		if os.Getenv(name) != "" {
			fmt.Fprintf(a.talk(), "baotinh: %s is set, but newspapers are asked directly: a proxy would "+
				"hide their addresses, by which requests are spaced out and private networks are kept safe; "+
				"where nothing else leads out, nothing is reached\n", name)
			return
		}
	}
}
