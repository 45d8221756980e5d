// Package boilerplate removes the template lines of a host that extraction left in the articles. It knows
// them by their recurrence: they are on page after page.
//
// [Filter.Clean] learns from an article and removes template lines from it. [Filter.Save] and [Filter.Load]
// keep the counts between runs. A filter needs many pages of a host, so it is state of the pipeline; an
// extractor reads one page at a time.
package boilerplate

import (
	"cmp"
	"fmt"
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

// A Filter counts lines by host and drops template lines. It takes at most 64 kB per host, 4 MB for 63 hosts.
// The zero Filter is empty. It is not safe for concurrent use.
type Filter struct {
	profiles map[string]*profile
	folded   []byte // buffer for one line
}

// Clean counts the lines of a, unless an article with its ID was counted recently, and drops the blocks that
// are template, each with a warning. It learns from each article, so the order of the articles matters. It
// keeps captions and quotes, and all blocks if more than a third of the text recurs: that is a column, such
// as the weather report. An article without a host is left unchanged.
func (f *Filter) Clean(a *news.Article) {
	name := hostOf(a.URL)
	if name == "" {
		return
	}
	p := f.profile(name)
	fingerprints := make([]uint64, len(a.Blocks))
	for i := range a.Blocks {
		fingerprints[i] = f.fingerprint(&a.Blocks[i])
	}
	p.learn(hashID(a.ID), fingerprints)

	all, template := len(a.Sapo), 0
	for i := range a.Blocks {
		all += len(a.Blocks[i].Text)
		if p.isTemplate(&a.Blocks[i], fingerprints[i]) {
			template += len(a.Blocks[i].Text)
		}
	}
	if template == 0 || template*3 > all {
		return
	}
	kept := make([]news.Block, 0, len(a.Blocks)-1)
	for i := range a.Blocks {
		b := &a.Blocks[i]
		if !p.isTemplate(b, fingerprints[i]) {
			kept = append(kept, *b)
			continue
		}
		a.Warnings = append(a.Warnings, news.Warning{
			Kind:   news.WarningTemplate,
			Detail: fmt.Sprintf("%s, %d pages: %s", name, p.seenOn(fingerprints[i]), shorten(b.Text)),
		})
	}
	a.Blocks = kept
}

// profile returns the profile of a host and creates it if there is none. A new profile may replace the one
// with the fewest pages.
func (f *Filter) profile(name string) *profile {
	if p, ok := f.profiles[name]; ok {
		return p
	}
	if f.profiles == nil {
		f.profiles = make(map[string]*profile)
	}
	if len(f.profiles) >= maxHosts {
		delete(f.profiles, slices.MinFunc(slices.Collect(maps.Keys(f.profiles)), func(a, b string) int {
			return cmp.Or(cmp.Compare(f.profiles[a].pages, f.profiles[b].pages), cmp.Compare(a, b))
		}))
	}
	p := new(profile)
	f.profiles[name] = p
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
func (f *Filter) fingerprint(b *news.Block) uint64 {
	if b.Kind == news.Caption || b.Kind == news.Quote || len(b.Text) > maxLineBytes {
		return 0
	}
	f.folded = viet.AppendFoldLower(f.folded[:0], b.Text)
	hash := uint64(fnvOffset)
	for _, r := range string(f.folded) {
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
