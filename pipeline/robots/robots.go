// Package robots reads robots.txt, the Robots Exclusion Protocol of RFC 9309, and answers what it allows.
//
// [Parse] takes the body of a file whole, whatever it is: bytes that are no rules are no rules, never an
// error, and an HTML page that a server sends in the place of robots.txt forbids nothing. What the status
// of the answer means is for the caller to say (RFC 9309 §2.3.1).
package robots

import (
	"bytes"
	"iter"
	"slices"
	"strconv"
	"strings"
	"time"
)

// MaxBytes is how much of a file counts, the least that RFC 9309 §2.5 asks for. A line that the limit cuts
// is dropped, since half a path forbids more than the whole.
const MaxBytes = 500 << 10

// Rules are what one robots.txt says. The nil Rules allow everything. The methods may be called concurrently.
type Rules struct {
	groups   []group
	sitemaps []string
}

// A group is a set of rules and the crawlers that they are for (RFC 9309 §2.1).
type group struct {
	agents []string // product tokens in lower case, or "*"
	rules  []rule
	delays []delay
}

// A rule allows or forbids the paths that a pattern matches.
type rule struct {
	pattern pattern
	allow   bool
}

// A delay is a Crawl-delay line. It is for the agents named up to it, because many files have one between
// groups without rules; RFC 9309 §2.2.4 forbids only that such a line end the group.
type delay struct {
	agents int // how many
	pause  time.Duration
}

// Parse reads a robots.txt.
func Parse(body []byte) *Rules {
	if len(body) > MaxBytes {
		body = body[:MaxBytes]
		body = body[:bytes.LastIndexAny(body, "\r\n")+1]
	}
	body = bytes.TrimPrefix(body, []byte("\uFEFF"))
	p := parser{rules: new(Rules)}
	if isMarkup(body) {
		return p.rules
	}
	for line := range lines(string(body)) {
		p.line(line)
	}
	return p.rules
}

// isMarkup reports whether body begins like a page in HTML or XML.
func isMarkup(body []byte) bool {
	body = bytes.TrimLeft(body, " \t\r\n")
	for _, mark := range []string{"<!", "<?", "<html", "<head", "<body"} {
		if len(body) >= len(mark) && strings.EqualFold(string(body[:len(mark)]), mark) {
			return true
		}
	}
	return false
}

// lines yields the lines of s, which end in LF, CR or both.
func lines(s string) iter.Seq[string] {
	return strings.FieldsFuncSeq(s, func(r rune) bool { return r == '\n' || r == '\r' })
}

type parser struct {
	rules  *Rules
	naming bool // the last record of the group named an agent
}

// line reads one line; one that is no record of the protocol is skipped.
func (p *parser) line(line string) {
	line, _, _ = strings.Cut(line, "#")
	key, value, ok := strings.Cut(line, ":")
	if !ok {
		fields := strings.Fields(line) // "Disallow /a", which some write
		if len(fields) != 2 {
			return
		}
		key, value = fields[0], fields[1]
	}
	value = strings.TrimSpace(value)
	switch strings.ToLower(strings.TrimSpace(key)) {
	case "user-agent", "useragent", "user agent":
		p.agent(value)
	case "allow":
		p.rule(value, true)
	case "disallow", "dissallow", "dissalow", "disalow", "diasllow", "disallaw":
		p.rule(value, false)
	case "crawl-delay", "crawldelay":
		p.delay(value)
	case "sitemap", "site-map":
		if value != "" && !slices.Contains(p.rules.sitemaps, value) && len(p.rules.sitemaps) < maxSitemaps {
			p.rules.sitemaps = append(p.rules.sitemaps, value)
		}
	}
}

// maxSitemaps keeps the search for repeated ones short.
const maxSitemaps = 1000

func (p *parser) agent(value string) {
	token := "*"
	if value != "*" && !strings.HasPrefix(value, "* ") {
		token = productToken(value)
	}
	if !p.naming {
		p.rules.groups = append(p.rules.groups, group{})
		p.naming = true
	}
	g := p.group()
	g.agents = append(g.agents, token)
}

// group returns the group being read, or nil before the first user-agent line.
func (p *parser) group() *group {
	if len(p.rules.groups) == 0 {
		return nil
	}
	return &p.rules.groups[len(p.rules.groups)-1]
}

// rule adds a rule to the group. One with an empty path says nothing, but ends the naming of agents.
func (p *parser) rule(path string, allow bool) {
	g := p.group()
	if g == nil {
		return
	}
	p.naming = false
	if strings.HasPrefix(path, "/") || strings.HasPrefix(path, "*") {
		g.rules = append(g.rules, rule{compile(path), allow})
	}
}

func (p *parser) delay(value string) {
	const most = 365 * 24 * time.Hour
	g := p.group()
	if g == nil || strings.Trim(value, "0123456789.") != "" {
		return
	}
	seconds, err := strconv.ParseFloat(value, 64)
	if err != nil {
		return
	}
	pause := time.Duration(min(seconds, most.Seconds()) * float64(time.Second))
	g.delays = append(g.delays, delay{len(g.agents), pause})
}

// productToken returns the name at the beginning of a User-Agent, in lower case: "baotinh" of "Baotinh/1.0
// (+…)". RFC 9309 §2.2.1 knows letters, "-" and "_"; real crawlers have digits too.
func productToken(agent string) string {
	end := strings.IndexFunc(agent, func(r rune) bool {
		return !('a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || r == '-' || r == '_')
	})
	if end >= 0 {
		agent = agent[:end]
	}
	return strings.ToLower(agent)
}

// Allowed reports whether the crawler that calls itself agent, a product token or a whole User-Agent, may
// fetch a path with its query. The rule with the longest pattern decides, and Allow where two are as long
// (RFC 9309 §2.2.2). The rules are those of all groups that name the crawler or, if none does, of all
// groups for "*". Paths are compared in one spelling: "/thời-sự" is "/th%e1%bb%9Di-s%E1%BB%B1". A rule
// takes time linear in its length and that of the path.
func (r *Rules) Allowed(agent, pathAndQuery string) bool {
	if r == nil || len(r.groups) == 0 {
		return true
	}
	path := compilePath(pathAndQuery)
	if path.plain == "/robots.txt" {
		return true
	}

	allowed, longest := true, -1
	for g := range r.groupsFor(agent) {
		for i := range g.rules {
			n := g.rules[i].pattern.length
			if n < longest || n == longest && (allowed || !g.rules[i].allow) {
				continue
			}
			if g.rules[i].pattern.matches(path) {
				allowed, longest = g.rules[i].allow, n
			}
		}
	}
	return allowed
}

// CrawlDelay returns the pause between two requests that the file asks of agent, the longest if there are
// several. Crawl-delay is no part of RFC 9309 but widely used; a value that is no number of seconds is
// ignored.
func (r *Rules) CrawlDelay(agent string) (time.Duration, bool) {
	longest, found := time.Duration(0), false
	if r == nil {
		return longest, found
	}
	for g, at := range r.groupsFor(agent) {
		for _, d := range g.delays {
			if at < d.agents {
				longest, found = max(longest, d.pause), true
			}
		}
	}
	return longest, found
}

// Sitemaps returns the addresses in the Sitemap lines, in order, as written. They are for every crawler.
func (r *Rules) Sitemaps() []string {
	if r == nil {
		return nil
	}
	return slices.Clone(r.sitemaps)
}

// groupsFor yields the groups that agent has to obey, each with the place of its name, or of "*", among the
// agents.
func (r *Rules) groupsFor(agent string) iter.Seq2[*group, int] {
	token := productToken(agent)
	names := func(g group) bool { return slices.Contains(g.agents, token) }
	if token == "" || !slices.ContainsFunc(r.groups, names) {
		token = "*"
	}
	return func(yield func(*group, int) bool) {
		for i := range r.groups {
			at := slices.Index(r.groups[i].agents, token)
			if at >= 0 && !yield(&r.groups[i], at) {
				return
			}
		}
	}
}
