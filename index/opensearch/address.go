package opensearch

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"strconv"
	"strings"
)

// Schemes of addresses of an index: over HTTP and over TLS.
const (
	scheme    = "opensearch://"
	schemeTLS = "opensearchs://"
)

// IsAddress reports whether s is an address of an index as Parse reads it.
func IsAddress(s string) bool {
	return strings.HasPrefix(s, scheme) || strings.HasPrefix(s, schemeTLS)
}

// Parse reads the address of an index:
//
//	opensearch://host:9200,host2:9200/prefix?shards=3&replicas=1&auth=FILE&ca=FILE
//
// The port is 9200 by default. With opensearchs:// the nodes are asked over TLS. FILE of auth has one line:
// "user:password", or "ApiKey " and a key; that of ca the certificates of authorities, as PEM. shards and
// replicas are those of an index that is made. No secret is in the address, nor in an error.
func Parse(address string) (Options, error) {
	o, err := parse(address)
	if err != nil {
		return Options{}, fmt.Errorf("address of an index %q: %w", address, err)
	}
	return o, nil
}

func parse(address string) (Options, error) {
	var o Options
	protocol, rest := "http://", strings.TrimPrefix(address, scheme)
	if after, ok := strings.CutPrefix(address, schemeTLS); ok {
		protocol, rest = "https://", after
	}
	rest, query, _ := strings.Cut(rest, "?")
	hosts, prefix, _ := strings.Cut(rest, "/")
	if !IsAddress(address) || hosts == "" || prefix == "" {
		return o, errors.New("want opensearch://HOST:PORT/NAME")
	}
	for host := range strings.SplitSeq(hosts, ",") {
		if strings.Contains(host, "@") {
			return o, errors.New("credentials belong into a file: ?auth=FILE")
		}
		if _, _, err := net.SplitHostPort(host); err != nil {
			host = net.JoinHostPort(strings.Trim(host, "[]"), "9200")
		}
		o.Addresses = append(o.Addresses, protocol+host)
	}
	if o.Prefix = prefix; !prefixForm.MatchString(prefix) {
		return o, fmt.Errorf("name %q: want small letters, digits, - and _", prefix)
	}
	values, err := url.ParseQuery(query)
	if err != nil {
		return o, err
	}
	for name := range values {
		if err := o.set(name, values.Get(name)); err != nil {
			return o, fmt.Errorf("%s: %w", name, err)
		}
	}
	return o, nil
}

// set sets what a parameter of an address says.
func (o *Options) set(name, value string) error {
	switch name {
	case "shards", "replicas":
		n, err := strconv.Atoi(value)
		if err != nil || n < 0 || n > 1024 || name == "shards" && n == 0 {
			return fmt.Errorf("%q is no number of them", value)
		}
		if name == "shards" {
			o.Shards = n
		} else if o.Replicas = n; n == 0 {
			o.Replicas = -1
		}
		return nil
	case "auth":
		return o.readCredentials(value)
	case "ca":
		var err error
		o.CACert, err = os.ReadFile(value)
		return err
	}
	return errors.New("there is no such parameter: there are shards, replicas, auth and ca")
}

// readCredentials reads the credentials in a file.
func (o *Options) readCredentials(file string) error {
	content, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	line := strings.TrimSpace(string(content))
	if key, ok := strings.CutPrefix(line, "ApiKey "); ok {
		o.APIKey = strings.TrimSpace(key)
		return nil
	}
	var ok bool
	if o.Username, o.Password, ok = strings.Cut(line, ":"); !ok || o.Username == "" {
		return fmt.Errorf(`%s has neither "user:password" nor "ApiKey " and a key`, file)
	}
	return nil
}
