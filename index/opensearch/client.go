package opensearch

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/opensearch-project/opensearch-go/v4"

	"baotinh/index/search"
)

// Options say where an index is.
type Options struct {
	Addresses []string // URLs of nodes, without path; at least one
	Prefix    string   // name of the index: small letters, digits, - and _

	Username, Password string // empty: none
	APIKey             string // sent as "Authorization: ApiKey …"; empty: none
	CACert             []byte // PEM, of the authority of the nodes' certificates; nil: those of the system

	Shards   int    // of a new index; 0: one
	Replicas int    // of each shard of a new index; negative: none, 0: one
	Worker   string // of several that write, each with an archive of its own; empty: the only one
	Parts    int    // of those that rebuild together, each a PartName; 0: each rebuilds its own archive

	pause time.Duration // before what was refused is sent again; 0: firstPause
}

var (
	// ErrUnavailable is returned if no node answers, or the cluster cannot answer now.
	ErrUnavailable = errors.New("cluster is not available")
	// ErrRefused is returned if the cluster refuses the credentials, or what they ask for.
	ErrRefused = errors.New("cluster refuses access")
	// ErrReadOnly is returned if the cluster has blocked writing to the index, as it does if a disk is
	// full.
	ErrReadOnly = errors.New("cluster has blocked writing to the index")
	// ErrVersion is returned for a server that is no OpenSearch 2 or later.
	ErrVersion = errors.New("not an OpenSearch of version 2 or later")
)

// A client sends requests to the nodes of a cluster, to the next one if one is gone. Its methods may be
// called concurrently.
type client struct {
	nodes  *opensearch.Client
	header http.Header
	names  string // of the nodes, for errors
}

// attemptTimeout bounds one request to one node, so that the next one is tried.
const attemptTimeout = 60 * time.Second

func newClient(o Options) (*client, error) {
	for _, address := range o.Addresses {
		u, err := url.Parse(address)
		if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
			return nil, fmt.Errorf("address of a node %q: want http://host:port or https://host:port",
				address)
		}
	}
	if len(o.Addresses) == 0 {
		return nil, errors.New("no address of a node")
	}
	header := http.Header{}
	if o.APIKey != "" {
		header.Set("Authorization", "ApiKey "+o.APIKey)
	}
	discover := false
	nodes, err := opensearch.NewClient(opensearch.Config{
		Addresses: o.Addresses, Username: o.Username, Password: o.Password, CACert: o.CACert,
		CompressRequestBody: true, EnableRetryOnTimeout: true, MaxRetries: max(3, len(o.Addresses)),
		RetryOnStatus:  []int{http.StatusBadGateway, http.StatusGatewayTimeout},
		RequestTimeout: attemptTimeout, DiscoverNodesOnStart: &discover,
		HealthCheckMaxRetries: -1,
	})
	if err != nil {
		return nil, err
	}
	return &client{nodes: nodes, header: header, names: strings.Join(o.Addresses, ", ")}, nil
}

// A statusError is an answer that is an error.
type statusError struct {
	status int
	kind   string // as "index_not_found_exception"
	reason string
}

func (e *statusError) Error() string {
	return fmt.Sprintf("%d %s: %s", e.status, e.kind, e.reason)
}

// Is says which of the errors of this package it is.
func (e *statusError) Is(target error) bool {
	switch target {
	case ErrRefused:
		return e.status == http.StatusUnauthorized || e.status == http.StatusForbidden && !e.isBlock()
	case ErrReadOnly:
		return e.isBlock()
	case search.ErrTooFine:
		return e.isTooFine()
	case ErrUnavailable:
		if e.isTooFine() {
			return false
		}
		return e.status == http.StatusServiceUnavailable ||
			e.status == http.StatusTooManyRequests && !e.isBlock()
	}
	return false
}

// isBlock reports whether writing is blocked: 403, or 429 since a disk is full (flood stage).
func (e *statusError) isBlock() bool { return e.kind == "cluster_block_exception" && e.status != 503 }

// isTooFine reports whether there are more counts than the cluster makes.
func (e *statusError) isTooFine() bool { return e.kind == "too_many_buckets_exception" }

// isMissing reports whether there is no such index or document.
func isMissing(err error) bool {
	status, ok := errors.AsType[*statusError](err)
	return ok && status.status == http.StatusNotFound
}

// call sends a request with a JSON body, or none if it is nil, and decodes the answer into result unless
// that is nil. The error may be a *statusError.
func (c *client) call(ctx context.Context, method, path string, body, result any) error {
	var encoded []byte
	if body != nil {
		var err error
		if encoded, err = json.Marshal(body); err != nil {
			return err
		}
	}
	return c.send(ctx, method, path, "application/json", encoded, result)
}

func (c *client) send(
	ctx context.Context, method, path, contentType string, body []byte, result any,
) error {
	r, err := http.NewRequestWithContext(ctx, method, path, bytes.NewReader(body))
	if err != nil {
		return err
	}
	if body == nil {
		r.Body = http.NoBody
	}
	for name, values := range c.header {
		r.Header[name] = values
	}
	r.Header.Set("Content-Type", contentType)
	res, err := c.nodes.Stream(r)
	if err != nil {
		if cause := context.Cause(ctx); cause != nil {
			return cause
		}
		return fmt.Errorf("%w: %s %s at %s: %w", ErrUnavailable, method, path, c.names, err)
	}
	defer res.Body.Close()
	data, err := io.ReadAll(res.Body)
	if err != nil {
		if cause := context.Cause(ctx); cause != nil {
			return cause
		}
		return fmt.Errorf("%w: %s %s: %w", ErrUnavailable, method, path, err)
	}
	if res.StatusCode >= 300 {
		err := parseError(res.StatusCode, data)
		return fmt.Errorf("%s %s at %s: %w", method, path, nodeOf(res, c.names), err)
	}
	if result == nil {
		return nil
	}
	if err := json.Unmarshal(data, result); err != nil {
		return fmt.Errorf("%s %s at %s: answer is not understood: %w",
			method, path, nodeOf(res, c.names), err)
	}
	return nil
}

// nodeOf returns the node that answered.
func nodeOf(res *http.Response, otherwise string) string {
	if res.Request != nil && res.Request.URL != nil && res.Request.URL.Host != "" {
		return res.Request.URL.Host
	}
	return otherwise
}

// errorBody is the body of an answer that is an error.
type errorBody struct {
	Type      string      `json:"type"`
	Reason    string      `json:"reason"`
	RootCause []errorBody `json:"root_cause"`
	CausedBy  *errorBody  `json:"caused_by"`
}

// parseError returns the error that an answer tells of.
func parseError(status int, body []byte) *statusError {
	var answer struct {
		Error json.RawMessage `json:"error"`
	}
	var e errorBody
	if json.Unmarshal(body, &answer) != nil || json.Unmarshal(answer.Error, &e) != nil {
		text := strings.Join(strings.Fields(string(body[:min(len(body), 200)])), " ")
		return &statusError{status, http.StatusText(status), text}
	}
	return e.status(status)
}

// status returns the error with its deepest cause.
func (e *errorBody) status(code int) *statusError {
	if len(e.RootCause) > 0 {
		if root := e.RootCause[0]; root.Type != "" && root.Type != e.Type {
			return &statusError{code, root.Type, root.Reason}
		}
	}
	kind, reason := e.Type, e.Reason
	for cause := e.CausedBy; cause != nil; cause = cause.CausedBy {
		kind = cause.Type
		if cause.Reason != "" && !strings.Contains(reason, cause.Reason) {
			reason += ": " + cause.Reason
		}
	}
	return &statusError{code, kind, reason}
}

// check refuses servers that are no OpenSearch of a version that is supported.
func (c *client) check(ctx context.Context) error {
	var info struct {
		Version struct {
			Distribution string `json:"distribution"`
			Number       string `json:"number"`
		} `json:"version"`
	}
	if err := c.call(ctx, http.MethodGet, "/", nil, &info); err != nil {
		return err
	}
	major, _, _ := strings.Cut(info.Version.Number, ".")
	old := []string{"", "0", "1"}
	if info.Version.Distribution != "opensearch" || slices.Contains(old, major) {
		return fmt.Errorf("%s: %w, but %q %q",
			c.names, ErrVersion, info.Version.Distribution, info.Version.Number)
	}
	return nil
}
