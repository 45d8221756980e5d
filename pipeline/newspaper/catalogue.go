package newspaper

import (
	"cmp"
	_ "embed"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
)

//go:embed newspapers.toml
var embedded []byte

// A Catalogue is a set of newspapers. It does not change; its methods may be called concurrently.
type Catalogue struct {
	papers []*Newspaper // by Key
	byHost map[string]*Newspaper
}

// Default returns the catalogue of the 63 provincial newspapers.
func Default() *Catalogue { return defaultCatalogue() }

var defaultCatalogue = sync.OnceValue(func() *Catalogue {
	c, err := Parse(embedded, "newspapers.toml")
	if err != nil {
		panic(err)
	}
	return c
})

// Load reads a catalogue from a file.
func Load(path string) (*Catalogue, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("newspapers: %w", err)
	}
	return Parse(data, path)
}

// LoadSound is like Load but leaves out the entries that are broken, and returns their errors.
func LoadSound(path string) (*Catalogue, []*EntryError, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, nil, fmt.Errorf("newspapers: %w", err)
	}
	c, broken := ParseSound(data, path)
	return c, broken, nil
}

// Parse reads a catalogue in TOML. The error, an *EntryError, names the file, by name, the line and the
// entry.
func Parse(data []byte, name string) (*Catalogue, error) {
	c, broken := ParseSound(data, name)
	if len(broken) > 0 {
		return nil, broken[0]
	}
	return c, nil
}

// ParseSound is like Parse but leaves out the entries that are broken, and returns their errors.
func ParseSound(data []byte, name string) (*Catalogue, []*EntryError) {
	entries, broken := parseEntries(data, name)
	patterns := make(map[string]*regexp.Regexp) // many newspapers share one
	owner := make(map[string]string)            // of a host
	for _, key := range slices.Sorted(maps.Keys(entries)) {
		e := entries[key]
		err := e.newspaper.complete(key, patterns)
		for _, host := range e.newspaper.Hosts {
			if other, taken := owner[host]; taken && err == nil {
				err = fmt.Errorf("host %s belongs to %s", host, other)
			}
		}
		if err != nil {
			broken = append(broken, &EntryError{name, e.line, key, err})
			delete(entries, key)
			continue
		}
		for _, host := range e.newspaper.Hosts {
			owner[host] = key
		}
		e.newspaper.line = e.line
	}
	slices.SortStableFunc(broken, func(a, b *EntryError) int { return cmp.Compare(a.Line, b.Line) })
	sound := make(map[string]*Newspaper)
	for key, e := range entries {
		sound[key] = e.newspaper
	}
	return newCatalogue(sound), broken
}

var (
	keyPattern  = regexp.MustCompile(`^[a-z0-9]+(?:-[a-z0-9]+)*$`)
	hostPattern = regexp.MustCompile(`^[a-z0-9-]+(?:\.[a-z0-9-]+)*(?::\d+)?$`)
)

// complete checks an entry and sets its key and the defaults of missing fields.
func (n *Newspaper) complete(key string, patterns map[string]*regexp.Regexp) error {
	n.Key = key
	switch {
	case !keyPattern.MatchString(n.Key):
		return errors.New("the key must be lower-case ASCII letters, digits and single hyphens")
	case n.Name == "":
		return errors.New("no name")
	case n.Province == "":
		return errors.New("no province")
	case len(n.Hosts) == 0:
		return errors.New("no hosts")
	case n.Delay < 0:
		return fmt.Errorf("negative delay %s", n.Delay)
	}
	for _, host := range n.Hosts {
		if !hostPattern.MatchString(host) {
			return fmt.Errorf("hosts: %q is not a lower-case host name", host)
		}
	}

	var err error
	if n.hours, err = parseHours(n.Hours); err != nil {
		return err
	}
	if n.article, err = compile(patterns, cmp.Or(n.Article, defaultArticle)); err != nil {
		return fmt.Errorf("article: %w", err)
	}
	if n.section, err = compile(patterns, cmp.Or(n.Section, defaultSection)); err != nil {
		return fmt.Errorf("section: %w", err)
	}

	if len(n.Seeds) == 0 {
		n.Seeds = []string{"/"}
	}
	for _, list := range []struct {
		name string
		urls []string
	}{{"seeds", n.Seeds}, {"feeds", n.Feeds}, {"sitemaps", n.Sitemaps}} {
		for i, u := range list.urls {
			if list.urls[i], err = n.absolute(u); err != nil {
				return fmt.Errorf("%s: %w", list.name, err)
			}
		}
	}
	return nil
}

func compile(patterns map[string]*regexp.Regexp, pattern string) (*regexp.Regexp, error) {
	if re, ok := patterns[pattern]; ok {
		return re, nil
	}
	re, err := regexp.Compile(pattern)
	patterns[pattern] = re
	return re, err
}

// absolute returns a URL unchanged, and a path as a URL on the first host.
func (n *Newspaper) absolute(ref string) (string, error) {
	u, err := url.Parse(ref)
	switch {
	case err != nil:
		return "", err
	case (u.Scheme == "http" || u.Scheme == "https") && u.Host != "":
		return ref, nil
	case u.Scheme == "" && u.Host == "" && strings.HasPrefix(ref, "/"):
		return "https://" + n.Hosts[0] + ref, nil
	}
	return "", fmt.Errorf("%q is neither an http(s) URL nor a path", ref)
}

func newCatalogue(entries map[string]*Newspaper) *Catalogue {
	c := &Catalogue{byHost: make(map[string]*Newspaper)}
	for _, key := range slices.Sorted(maps.Keys(entries)) {
		n := entries[key]
		c.papers = append(c.papers, n)
		for _, host := range n.Hosts {
			c.byHost[host] = n
		}
	}
	return c
}

// With returns a catalogue of the entries of c and of other. If both have a key or a host, the entry of other
// is used.
func (c *Catalogue) With(other *Catalogue) *Catalogue {
	entries := make(map[string]*Newspaper)
	for _, n := range slices.Concat(c.papers, other.papers) {
		entries[n.Key] = n
	}
	both := newCatalogue(entries)
	maps.Copy(both.byHost, other.byHost)
	return both
}

// Filter returns a catalogue of the newspapers that keep wants.
func (c *Catalogue) Filter(keep func(*Newspaper) bool) *Catalogue {
	entries := make(map[string]*Newspaper)
	for _, n := range c.papers {
		if keep(n) {
			entries[n.Key] = n
		}
	}
	return newCatalogue(entries)
}

// All returns the newspapers sorted by Key. The slice is the caller's.
func (c *Catalogue) All() []*Newspaper { return slices.Clone(c.papers) }

// ByKey returns the newspaper with a key.
func (c *Catalogue) ByKey(key string) (*Newspaper, bool) {
	i, ok := slices.BinarySearchFunc(c.papers, key, func(n *Newspaper, key string) int {
		return strings.Compare(n.Key, key)
	})
	if !ok {
		return nil, false
	}
	return c.papers[i], true
}

// ByHost returns the newspaper of a host, host[:port] in lower case. A subdomain such as "www." or "m."
// belongs to the newspaper of its parent unless it has an entry of its own; a port that no entry names is
// ignored.
func (c *Catalogue) ByHost(host string) (*Newspaper, bool) {
	if n, ok := c.byHost[host]; ok {
		return n, true
	}
	if name, _, port := strings.Cut(host, ":"); port {
		host = name
	}
	for host != "" {
		if n, ok := c.byHost[host]; ok {
			return n, true
		}
		_, host, _ = strings.Cut(host, ".")
	}
	return nil, false
}
