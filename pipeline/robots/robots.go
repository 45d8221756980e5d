// Package robots parses robots.txt, the Robots Exclusion Protocol of RFC 9309.
//
// [Parse] reads the body of a file and never fails: it ignores lines that are no rules, and an HTML page that
// a server sends instead of robots.txt forbids nothing. [Rules.Allowed] tells whether a path may be fetched.
// The caller decides what the status of the response means (RFC 9309 §2.3.1).
package robots

import (
	"bytes"
	"encoding/binary"
	"iter"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"
)

// MaxBytes is the number of bytes of a file that are parsed, the least that RFC 9309 §2.5 allows. A line cut
// at the limit is dropped, because half a path forbids more than the whole.
const MaxBytes = 500 << 10

// Rules are the rules of one robots.txt. The nil Rules allow everything. The methods may be called
// concurrently.
type Rules struct {
	groups   []group
	sitemaps []string
}

// A group is a set of rules for some crawlers (RFC 9309 §2.1).
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

// A delay is a Crawl-delay line. It applies to the agents named before it: in many files it is between the
// names of a group, and RFC 9309 §2.2.4 says only that such a line does not end the group.
type delay struct {
	agents int // number of agents named before the line
	pause  time.Duration
}

// Parse reads a robots.txt.
func Parse(body []byte) *Rules {
	body = decode(body)
	if len(body) > MaxBytes {
		body = body[:MaxBytes]
		body = body[:bytes.LastIndexAny(body, "\r\n")+1]
	}
	p := parser{rules: new(Rules)}
	if isMarkup(body) {
		return p.rules
	}
	for line := range lines(string(body)) {
		p.line(line)
	}
	return p.rules
}

// decode returns body in UTF-8 without a byte order mark. RFC 9309 §2.3 asks for UTF-8, but editors of
// Windows write UTF-16, too, in which no rule would be seen.
func decode(body []byte) []byte {
	var order binary.ByteOrder
	switch {
	case bytes.HasPrefix(body, []byte("\xff\xfe")):
		order = binary.LittleEndian
	case bytes.HasPrefix(body, []byte("\xfe\xff")):
		order = binary.BigEndian
	default:
		return bytes.TrimPrefix(body, []byte("\uFEFF"))
	}
	units := make([]uint16, len(body)/2-1)
	for i := range units {
		units[i] = order.Uint16(body[2*i+2:])
	}
	return []byte(string(utf16.Decode(units)))
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
	naming bool // the last record named an agent
}

// line parses one line. It skips lines that are no records of the protocol.
func (p *parser) line(line string) {
	line, _, _ = strings.Cut(line, "#")
	key, value, ok := strings.Cut(line, ":")
	if !ok {
		fields := strings.Fields(line) // "Disallow /a", a common mistake
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

// maxSitemaps bounds the search for repeated sitemaps.
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

// rule adds a rule to the group. A rule with an empty path has no effect, but ends the list of agents.
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

// productToken returns the product token of a User-Agent in lower case: "baotinh" of "Baotinh/1.0 (+…)". RFC
// 9309 §2.2.1 allows letters, "-" and "_"; real crawlers also have digits.
func productToken(agent string) string {
	end := strings.IndexFunc(agent, func(r rune) bool {
		return !('a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || r == '-' || r == '_')
	})
	if end >= 0 {
		agent = agent[:end]
	}
	return strings.ToLower(agent)
}

// Allowed reports whether the crawler agent, a product token or a whole User-Agent, may fetch a path with its
// query. The rule with the longest pattern decides, and Allow if two are equally long (RFC 9309 §2.2.2). The
// rules are those of all groups that name the crawler or, if none does, of all groups for "*". Paths are
// compared after normalisation: "/thời-sự" is "/th%e1%bb%9Di-s%E1%BB%B1". A rule takes time linear in its
// length and that of the path.
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
// several. Crawl-delay is widely used but not part of RFC 9309. A value that is no number of seconds is
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

// Sitemaps returns the URLs of the Sitemap lines, in order, as written. They apply to all crawlers.
func (r *Rules) Sitemaps() []string {
	if r == nil {
		return nil
	}
	return slices.Clone(r.sitemaps)
}

// groupsFor yields the groups that apply to agent, each with the index of its name, or of "*", among the
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
