// Package boilerplate knows the template of a host by its recurrence: the lines that no rule of extraction
// keeps out of the text and that stand on page after page. That is knowledge of many pages, so it is state of
// the pipeline: an extractor sees one page at a time.
//
// [Filter.Clean] learns from an article and takes the template out of it. [Filter.Save] and [Filter.Load]
// carry what was learned from one run to the next.
package boilerplate

import (
	"cmp"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"unicode"

	"baotinh/pipeline/news"
	"baotinh/pipeline/viet"
)

// A line is template if it stands on this many pages of its host, and on this share of the pages of late. To
// drop a line of the article loses text, to leave a line of the template in costs little, and much recurs
// that is of the article. Of 50,000 news articles, in runs of a thousand:
//
//   - names of authors and headings of a column stand on up to 10 %: "Mai Linh", "Thị trường miền Bắc";
//   - what a column says of the day stands on up to 2 % but for its numbers: "Giá vàng mua vào 3.535.900
//     đồng";
//   - the set phrases of news, as whole sentences, on up to 1 %: "Hiện vụ việc đang được điều tra, làm rõ.".
//
// So a sentence without a number is template from 5 % on, anything else if nearly every page has it.
const (
	leastPages    = 20
	sentenceShare = 20   // 1 page in 20
	sentenceWords = 8    // and no number
	otherShare    = 0.75 // of the pages

	longestLine = 300 // bytes; longer lines are neither counted nor dropped
	longestHost = 255 // bytes; RFC 1035 §2.3.4
	mostHosts   = 128 // at once; the ones with the fewest pages are forgotten
)

// A Filter counts lines by host and drops those that are template. It takes at most 64 kB a host: 4 MB for
// 63. The zero Filter has seen nothing. It is not safe for concurrent use.
type Filter struct {
	hosts  map[string]*host
	folded []byte // of one line; kept for the next
}

// Clean counts the lines of a, unless an article with its ID was counted lately, and drops the blocks that
// are template, each with a warning. The more articles came before, the more it knows, so the order of the
// articles matters. Captions and quotes stay, and so does everything if more than a third of the text recurs:
// that is a column, such as the weather report. An article without a host is left alone.
func (f *Filter) Clean(a *news.Article) {
	name := hostOf(a.URL)
	if name == "" {
		return
	}
	h := f.host(name)
	prints := make([]uint64, len(a.Blocks))
	for i := range a.Blocks {
		prints[i] = f.fingerprint(&a.Blocks[i])
	}
	h.learn(idPrint(a.ID), prints)

	all, template := len(a.Sapo), 0
	for i := range a.Blocks {
		all += len(a.Blocks[i].Text)
		if h.isTemplate(&a.Blocks[i], prints[i]) {
			template += len(a.Blocks[i].Text)
		}
	}
	if template == 0 || template*3 > all {
		return
	}
	kept := make([]news.Block, 0, len(a.Blocks)-1)
	for i := range a.Blocks {
		b := &a.Blocks[i]
		if !h.isTemplate(b, prints[i]) {
			kept = append(kept, *b)
			continue
		}
		a.Warnings = append(a.Warnings, news.Warning{
			Kind:   news.WarningTemplate,
			Detail: fmt.Sprintf("%s, %d pages: %s", name, h.seenOn(prints[i]), shorten(b.Text)),
		})
	}
	a.Blocks = kept
}

// host returns the counts of a host. One that is new may take the place of another.
func (f *Filter) host(name string) *host {
	if h, ok := f.hosts[name]; ok {
		return h
	}
	if f.hosts == nil {
		f.hosts = make(map[string]*host)
	}
	if len(f.hosts) >= mostHosts {
		delete(f.hosts, slices.MinFunc(slices.Collect(maps.Keys(f.hosts)), func(a, b string) int {
			return cmp.Or(cmp.Compare(f.hosts[a].pages, f.hosts[b].pages), cmp.Compare(a, b))
		}))
	}
	h := new(host)
	f.hosts[name] = h
	return h
}

// hostOf returns the host of a URL in lower case, without port and "www.", or the empty string.
func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil || len(u.Host) > longestHost {
		return ""
	}
	return strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
}

// isTemplate reports whether b, with its fingerprint, is template.
func (h *host) isTemplate(b *news.Block, print uint64) bool {
	if print == 0 {
		return false
	}
	n := h.seenOn(print)
	if n < leastPages {
		return false
	}
	if isSentence(b) {
		return n*sentenceShare >= h.pages
	}
	return float64(n) >= float64(h.pages)*otherShare
}

// isSentence reports whether a block is too long to recur by chance and has no number that could be its news.
func isSentence(b *news.Block) bool {
	return b.Kind == news.Paragraph && !strings.ContainsAny(b.Text, "0123456789") &&
		len(strings.Fields(b.Text)) >= sentenceWords
}

// fingerprint returns the FNV-1a hash of the letters of b, folded and in lower case, or 0 if b is not to be
// counted. What a template counts and dates, "Lượt xem: 1.234", so has one fingerprint.
func (f *Filter) fingerprint(b *news.Block) uint64 {
	if b.Kind == news.Caption || b.Kind == news.Quote || len(b.Text) > longestLine {
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

// idPrint returns the FNV-1a hash of an ID.
func idPrint(id news.ID) uint64 {
	hash := uint64(fnvOffset)
	for i := range len(id) {
		hash = (hash ^ uint64(id[i])) * fnvPrime
	}
	return hash
}

const (
	fnvOffset = 14695981039346656037
	fnvPrime  = 1099511628211
)

// shorten returns s, cut after 80 letters.
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
