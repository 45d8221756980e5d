// Package boilerplate knows what the pages of one host have in common: the profile of the host. It removes
// from an article what is boilerplate by it, and decides by it where one page alone is unsure.
//
// A profile has two parts. The first counts lines: a line that is on page after page is template. The second
// counts places, which are paths of tag and class names ([news.Place]): in which of them there are dates, and
// whether these are the dates of the articles, the time of the fetch or dates of other articles; in which the
// writer is named; in which there are boxes with links that change from page to page.
//
// [Profiles.Clean] learns from an article and applies what was learned up to then; it never looks ahead.
// [Relearn] is for a second pass over the same pages. [Profiles.Save] and [Profiles.Load] keep the profiles
// between runs. Profiles need many pages of a host, so they are state of the pipeline; an extractor reads one
// page at a time and says in [news.Seen] what it saw.
package boilerplate

import (
	"cmp"
	"hash/fnv"
	"maps"
	"net/url"
	"slices"
	"strings"
	"unicode"

	"baotinh/pipeline/news"
	"baotinh/pipeline/viet"
)

// A line is template if it is on at least minPages pages of its host and on a share of the recent pages.
// Dropping a line of an article loses text; keeping a template line costs little; and many lines of articles
// recur. In 50,000 news articles, in runs of a thousand:
//
//   - names of authors and headings of columns are on up to 10 % of the pages: "Mai Linh", "Thị trường miền
//     Bắc";
//   - daily lines of a column, numbers aside, on up to 2 %: "Giá vàng mua vào 3.535.900 đồng";
//   - set phrases of news, as whole sentences, on up to 1 %: "Hiện vụ việc đang được điều tra, làm rõ.".
//
// So a sentence without a number is template from 5 % on, any other line from 75 %.
const (
	minPages      = 20
	sentenceShare = 20   // 1 page in 20
	sentenceWords = 8    // and no number
	otherShare    = 0.75 // of the pages

	maxLineBytes = 300 // bytes; longer lines are neither counted nor dropped
	maxHostBytes = 255 // bytes; RFC 1035 §2.3.4
	maxHosts     = 128 // at once; those with the fewest pages are dropped
)

// Profiles are those of the hosts. They take at most 80 kB per host, of which places take 16 kB: 5 MB for 63
// hosts. The zero Profiles are empty. They are not safe for concurrent use.
type Profiles struct {
	profiles map[string]*profile
	finished *Profiles // of a pass before, not changed; nil: this is the first
	folded   []byte    // buffer for one line

	linesOnly bool // read from version 1
}

// Relearn returns empty profiles, for a second pass over the pages from which finished were learned. They are
// learned again, while articles are judged by the finished ones first. Finished must not change any more.
func Relearn(finished *Profiles) *Profiles { return &Profiles{finished: finished} }

// EndPass ends a second pass: further articles are judged by what it has learned.
func (ps *Profiles) EndPass() { ps.finished = nil }

// KnowsPlaces reports whether the places of hosts are known. They are not if there is no host, or if the
// profiles were saved by a version that did not count them.
func (ps *Profiles) KnowsPlaces() bool { return len(ps.profiles) > 0 && !ps.linesOnly }

// Clean learns from a, unless an article with its ID was counted recently, then decides what its page was
// unsure of and drops the blocks that are template, each with a warning. It learns from each article, so the
// order of the articles matters. It keeps captions and quotes, and all blocks if more than a third of the
// text recurs: that is a column, such as the weather report. An article without a host is left unchanged.
// Clean takes a.Seen.
func (ps *Profiles) Clean(a *news.Article) {
	defer func() { a.Seen = nil }()
	name := hostOf(a.URL)
	if name == "" {
		return
	}
	p := ps.profile(name)
	fingerprints := make([]uint64, len(a.Blocks))
	for i := range a.Blocks {
		fingerprints[i] = ps.fingerprint(&a.Blocks[i])
	}
	p.learn(a, fingerprints)

	h := host{name, []*profile{p}}
	if ps.finished != nil && ps.finished.profiles[name] != nil {
		h.profiles = []*profile{ps.finished.profiles[name], p}
	}
	h.decide(a)
	h.drop(a, fingerprints)
}

// profile returns the profile of a host and creates it if there is none. A new profile may replace the one
// with the fewest pages.
func (ps *Profiles) profile(name string) *profile {
	if p, ok := ps.profiles[name]; ok {
		return p
	}
	if ps.profiles == nil {
		ps.profiles = make(map[string]*profile)
	}
	if len(ps.profiles) >= maxHosts {
		delete(ps.profiles, slices.MinFunc(slices.Collect(maps.Keys(ps.profiles)), func(a, b string) int {
			return cmp.Or(cmp.Compare(ps.profiles[a].pages, ps.profiles[b].pages), cmp.Compare(a, b))
		}))
	}
	p := new(profile)
	ps.profiles[name] = p
	return p
}

// hostOf returns the host of a URL in lower case, without port and "www.", or the empty string.
func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil || len(u.Host) > maxHostBytes {
		return ""
	}
	return strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
}

// isTemplate reports whether b, which has this fingerprint, is template.
func (p *profile) isTemplate(b *news.Block, fingerprint uint64) bool {
	if fingerprint == 0 {
		return false
	}
	n := p.seenOn(fingerprint)
	if n < minPages {
		return false
	}
	if isSentence(b) {
		return n*sentenceShare >= p.pages
	}
	return float64(n) >= float64(p.pages)*otherShare
}

// isSentence reports whether b is too long to recur by chance and has no number that could be news.
func isSentence(b *news.Block) bool {
	return b.Kind == news.Paragraph && !strings.ContainsAny(b.Text, "0123456789") &&
		len(strings.Fields(b.Text)) >= sentenceWords
}

// fingerprint returns the FNV-1a hash of the letters of b, folded and in lower case, or 0 if b is not
// counted. Digits are ignored, so a counter or date in a template ("Lượt xem: 1.234") does not change it.
func (ps *Profiles) fingerprint(b *news.Block) uint64 {
	if b.Kind == news.Caption || b.Kind == news.Quote || len(b.Text) > maxLineBytes {
		return 0
	}
	ps.folded = viet.AppendFoldLower(ps.folded[:0], b.Text)
	hash := uint64(fnvOffset)
	for _, r := range string(ps.folded) {
		if 'a' <= r && r <= 'z' || r >= 0x80 && unicode.IsLetter(r) {
			hash = (hash ^ uint64(r)) * fnvPrime
		}
	}
	if hash == fnvOffset {
		return 0 // no letters: "* * *"
	}
	return hash
}

// hashID returns the FNV-1a hash of an ID.
func hashID(id news.ID) uint64 {
	hash := fnv.New64a()
	hash.Write([]byte(id))
	return hash.Sum64()
}

const (
	fnvOffset = 14695981039346656037
	fnvPrime  = 1099511628211
)

// shorten cuts s after 80 characters.
func shorten(s string) string {
	n := 0
	for i := range s {
		if n == 80 {
			return s[:i] + "…"
		}
		n++
	}
	return s
}
