// Package newspaper is the catalogue of newspapers: the hosts of each, its province before and after July
// 2025, its CMS family, and the form of its article URLs.
//
// [Default] returns the catalogue of the 63 provincial newspapers. [Load] reads a file in the same format,
// TOML as described at the top of newspapers.toml, and [Catalogue.With] combines two catalogues.
// [Catalogue.Find] looks a newspaper up by name and [Catalogue.ByHost] by host.
package newspaper

import (
	"regexp"
	"slices"
	"strings"
	"time"
)

// A Newspaper is one entry of the catalogue. It is shared and must not be changed.
type Newspaper struct {
	Key      string   `toml:"-"` // ASCII slug, "baolangson"
	Name     string   // masthead: "Báo Lạng Sơn"
	Province string   // the unit since July 2025
	Former   []string // provinces it wrote for before July 2025 under another name than Province
	Merged   bool     // merged into the newspaper of Province: its hosts are an archive
	Aliases  []string // other names that users search for

	Hosts     []string  // host[:port], the current one first, then former ones; subdomains included
	Family    string    // CMS family by the names of package extract; empty if unknown
	Selectors Selectors // overrides of the family, or all selectors if there is no family
	Article   string    // regular expression of an article's path and query; empty: see IsArticle
	Section   string    // the same of a section front; empty: see IsSection
	Seeds     []string  // absolute URLs of pages to begin with; the home page if none are given
	Feeds     []string  // absolute URLs
	Sitemaps  []string  // absolute URLs

	Delay            time.Duration // shortest pause between two requests; zero: the default of the crawler
	Hours            string        // when it may be asked, in Vietnam's time: "22:00-06:00"; empty: always
	AllowPrivate     bool          `toml:"allow_private"`     // see MayBePrivate
	RobotsPermission string        `toml:"robots_permission"` // who gave permission, and when
	TLSException     string        `toml:"tls_exception"`     // why its certificate may be bad

	Grade string // reliability of the entry: "A", "B" or "C"
	Notes string

	line             int // of the entry in its file
	article, section *regexp.Regexp
	hours            hours
}

// Line returns the line of its file at which the entry of n begins.
func (n *Newspaper) Line() int { return n.line }

// MayBePrivate reports whether a host[:port] may have the address of a private network or of this machine:
// the entry says so, and names it among Hosts; a subdomain or another port is not meant.
func (n *Newspaper) MayBePrivate(host string) bool {
	return n.AllowPrivate && slices.Contains(n.Hosts, host)
}

// Selectors are CSS selectors for the fields of an article, several separated by commas, the best first. An
// empty one leaves the field to the family. Package extract compiles them.
type Selectors struct {
	Title, Date, Byline, Sapo, Body, Caption, Drop string
}

const (
	// The article URLs of the common CMS families: -5071654.html, -post123456.html, -a123456.html,
	// /202401/ten-bai-1a2b3c4/, /tin-tuc/24/196123/ten-bai; and those of systems in common use: a slug of
	// words with a short number (NukeViet), a date before the slug (WordPress), an identifier in the query
	// (ASP.NET, PHP).
	defaultArticle = `(?:-(?:post|postid|a)?\d{4,}|-[0-9a-f]{7})(?:\.(?:html?|aspx|bbg)|/)?$` +
		`|/\d{4,}/[^/]*[A-Za-z%][^/]*/?$` +
		`|/(?:[0-9a-z]+-){4,}\d{1,3}\.html$` +
		`|/\d{4}/\d\d/(?:\d\d/)?[^/]*[a-z]-[^/]+/?$` +
		`|\.(?:aspx?|php)\?(?:[^#]*&)?(?:id|newsid|articleid|idnews|idtin)=\d{2,}(?:&|$)`
	// One or two plain path segments: /thoi-su, /kinh-te/nong-nghiep/.
	defaultSection = `^(?:/[\w-]+){1,2}/?$`
)

// IsArticle reports whether the path of a URL, with or without its query, looks like that of an article of n.
// If the catalogue has no pattern, it uses the patterns of the common CMS families. It ignores the host.
func (n *Newspaper) IsArticle(url string) bool {
	path, ok := pathOf(url)
	return ok && (n.Article == "" && endsInNumber(path) || matches(n.article, path))
}

// IsSection reports whether the path of a URL, with or without its query, looks like that of a section front
// of n. If the catalogue has no pattern, one or two plain path segments do. An article may match too.
func (n *Newspaper) IsSection(url string) bool {
	path, ok := pathOf(url)
	return ok && matches(n.section, path)
}

// pathOf returns the path of an absolute URL, with its query.
func pathOf(url string) (path string, ok bool) {
	_, path, _ = strings.Cut(url, "://")
	slash := strings.IndexByte(path, '/')
	if slash < 0 {
		return "", false
	}
	path, _, _ = strings.Cut(path[slash:], "#")
	return path, true
}

// matches reports whether a pattern matches a path, with or without its query.
func matches(re *regexp.Regexp, path string) bool {
	bare, _, query := strings.Cut(path, "?")
	return re.MatchString(bare) || query && re.MatchString(path)
}

// endsInNumber reports whether a path ends in a number as those of most articles do. It is equivalent to
// `-(?:post|postid|a)?\d{4,}(?:\.(?:html?|aspx|bbg)|/)?$`, of the beginning of defaultArticle; used because a
// page has a hundred such links, and most of the time that finding them takes would go into the expression.
func endsInNumber(path string) bool {
	for _, ending := range [...]string{".html", ".htm", ".aspx", ".bbg", "/"} {
		if rest, ok := strings.CutSuffix(path, ending); ok {
			path = rest
			break
		}
	}
	slug := strings.TrimRight(path, "0123456789")
	if len(path)-len(slug) < 4 {
		return false
	}
	for _, mark := range [...]string{"-", "-a", "-post", "-postid"} {
		if strings.HasSuffix(slug, mark) {
			return true
		}
	}
	return false
}
