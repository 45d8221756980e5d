// Package newspaper is the catalogue: who publishes where, for which province before and after July 2025,
// with which CMS, and what the addresses of its articles look like.
//
// [Default] is the catalogue of the 63 provincial newspapers; [Load] reads one's own file in the same format,
// the TOML described at the top of newspapers.toml, and [Catalogue.With] lays it over another.
package newspaper

import (
	"regexp"
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
	Aliases  []string // other names by which people look for it

	Hosts     []string  // host[:port], the current one first, then former ones; subdomains included
	Family    string    // CMS family by the names of package extract; empty if unknown
	Selectors Selectors // what differs from the family, or describes a page of none
	Article   string    // regular expression of an article's path and query; empty: see IsArticle
	Section   string    // the same of a section front; empty: see IsSection
	Seeds     []string  // absolute URLs of pages to begin with; the home page if none are given
	Feeds     []string  // absolute URLs
	Sitemaps  []string  // absolute URLs

	Delay            time.Duration // least pause between two requests; zero: the crawler's own
	RobotsPermission string        `toml:"robots_permission"` // who gave permission, and when

	Grade string // how sure the entry is: "A", "B" or "C"
	Notes string

	article, section *regexp.Regexp
}

// Selectors say where the fields of an article stand: CSS selectors, several separated by commas, the better
// ones first. An empty one leaves the field to the family. Package extract compiles them.
type Selectors struct {
	Title, Date, Byline, Sapo, Body, Caption, Drop string
}

const (
	// The shapes of article addresses that the families share: -5071654.html, -post123456.html,
	// -a123456.html, /202401/ten-bai-1a2b3c4/, /tin-tuc/24/196123/ten-bai.
	defaultArticle = `(?:-(?:post|postid|a)?\d{4,}|-[0-9a-f]{7})(?:\.(?:html?|aspx|bbg)|/)?$|/\d{4,}/[^/]+/?$`
	// One or two plain path segments: /thoi-su, /kinh-te/nong-nghiep/.
	defaultSection = `^(?:/[\w-]+){1,2}/?$`
)

// IsArticle reports whether the path of a URL, with or without its query, looks like that of an article of n.
// Where the catalogue gives no pattern, the shapes that are common among the CMS families count. The host is
// not looked at.
func (n *Newspaper) IsArticle(url string) bool { return matches(n.article, url) }

// IsSection reports whether the path of a URL, with or without its query, looks like that of a section front
// of n. Where the catalogue gives no pattern, that is one or two plain path segments. Articles may match too.
func (n *Newspaper) IsSection(url string) bool { return matches(n.section, url) }

func matches(re *regexp.Regexp, url string) bool {
	_, path, ok := strings.Cut(url, "://")
	if !ok {
		return false
	}
	slash := strings.IndexByte(path, '/')
	if slash < 0 {
		return false
	}
	path, _, _ = strings.Cut(path[slash:], "#")

	bare, _, query := strings.Cut(path, "?")
	return re.MatchString(bare) || query && re.MatchString(path)
}
