// Package revision decides what becomes of an article when its page is captured again. A correction replaces
// the article. A notice does not: if the page holds no article any more, a small part of it, a text with
// nothing in common that is undated or whose headline is not that in the address, or one that many addresses
// of the host hold, the article stays as it was, with the capture as one of its versions.
//
// A [Reviser] is asked about each article before it is put into the index, and about each page that holds
// none. What it decides depends on the archive alone, read in its order: an article has the versions that
// were captured after it. It remembers the texts that it saw last, so that the first addresses at which a
// notice replaced an article get their articles back when the notice turns out to be one.
package revision

import (
	"hash/fnv"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"baotinh/pipeline/canonical"
	"baotinh/pipeline/news"
	"baotinh/pipeline/parts"
	"baotinh/pipeline/viet"
)

// The bounds of what replaces an article.
const (
	shortened      = 4       // a text of less than a quarter of the article is a remnant
	shortenedAlien = 2       // of less than half, if it has neither the title nor a paragraph in common
	fewAddresses   = 3       // a text at so many addresses of a host is no article of one of them
	leastShared    = 40      // bytes of a paragraph that shows that two texts are one article
	titleShare     = 0.5     // of the words of the shorter title that are in the other
	mostTexts      = 1 << 14 // texts that are remembered
	mostVersions   = 8       // of an article
)

// A Reviser compares articles with those that an index has. It is not safe for concurrent use.
type Reviser struct {
	// Current returns the article with an ID as it was put last, nil if there is none.
	Current func(news.ID) (*news.Article, error)
	// From is the position up to which the index had read the archive when the job began. Records behind it
	// may have been read before, by a process that was killed; they are passed over.
	From news.Position
	// Reason returns why a page holds no article.
	Reason func(error) string

	texts map[uint64]*text
	order []uint64 // of texts, the oldest first
}

// A text is what one or more addresses of a host hold.
type text struct {
	addresses []news.ID
	replaced  []replacement
}

// A replacement is an article in whose place a text was put that has nothing in common with it.
type replacement struct {
	article *news.Article
	version news.Version
}

// Revise returns the articles to put where p holds a: a itself, which gets the FirstSeen of the one that the
// index has, or that one, with a as a version. There may be more, which get their text back, or none.
func (r *Reviser) Revise(p *news.Page, a *news.Article) ([]*news.Article, error) {
	former, err := r.keepIdentity(p, a)
	if err != nil {
		return nil, err
	}
	old, err := r.Current(a.ID)
	if err != nil || old != nil && former == nil && r.wasRead(old, p) {
		return nil, err
	}
	isPart := len(a.Parts) > 0 || old != nil && len(old.Parts) > 0
	if isPart && p.ContentType() != news.ArticleType {
		return r.revisePart(p, a, old), nil
	}
	if old != nil && !old.FirstSeen.IsZero() {
		a.FirstSeen = old.FirstSeen
	}
	if former != nil && !former.FirstSeen.IsZero() && former.FirstSeen.Before(a.FirstSeen) {
		a.FirstSeen = former.FirstSeen
	}
	if p.ContentType() == news.ArticleType {
		return []*news.Article{a}, nil // somebody wrote it, as it is to be
	}
	seen := r.remember(a)
	if old == nil {
		return []*news.Article{a}, nil
	}

	alien := isAlien(old, a)
	version := news.Version{Detail: a.Title, Fetched: p.Fetched, Position: p.End}
	if version.Kind = refusal(old, a); version.Kind != "" {
		return r.keep(old, version), nil
	}
	if !alien {
		return []*news.Article{a}, nil
	}

	version.Kind = news.Duplicated
	seen.replaced = append(seen.replaced, replacement{old, version})
	if len(seen.addresses) < fewAddresses {
		return []*news.Article{a}, nil
	}
	var kept []*news.Article
	for _, was := range seen.replaced {
		kept = append(kept, r.keep(was.article, was.version)...)
	}
	seen.replaced = nil
	return kept, nil
}

// refusal says why a does not replace old, as far as the two tell; empty if it does.
func refusal(old, a *news.Article) news.VersionKind {
	alien := isAlien(old, a)
	switch n := length(a); {
	case n*shortened < length(old), alien && n*shortenedAlien < length(old):
		return news.Shortened
	case alien && (isDated(old) && !isDated(a) || isOfAddress(old) && !isOfAddress(a)):
		return news.Unrelated
	}
	return ""
}

// isAlien reports whether two articles have neither the title nor a paragraph in common.
func isAlien(old, a *news.Article) bool {
	return !sameTitle(old.Title, a.Title) && !shareParagraph(old, a)
}

// revisePart returns the article of which a is a page, joined with the pages that the index has of it, in old
// if there are any. A page replaces an earlier capture of itself, as an article does. A page without number
// at the address of such an article is one of its pages if it has something in common with them.
func (r *Reviser) revisePart(p *news.Page, a, old *news.Article) []*news.Article {
	page := parts.Of(a)[0]
	if len(a.Parts) == 0 {
		page.URL = p.Location() // a copy of the article may be at another address than it says
	}
	pages := []news.Part{page}
	if old != nil {
		page.Article.ID = old.ID
		pages = parts.Of(old)
		former, ok := parts.Find(pages, page)
		compared := old
		if ok {
			compared = former.Article
			if seen := compared.FirstSeen; !seen.IsZero() && seen.Before(page.Article.FirstSeen) {
				page.Article.FirstSeen = seen
			}
		}
		if ok || page.Number < 2 && isAlien(old, a) {
			version := news.Version{Detail: a.Title, Fetched: p.Fetched, Position: p.End}
			if version.Kind = refusal(compared, a); version.Kind != "" {
				return r.keep(old, version)
			}
		}
		pages = parts.With(pages, page)
	}
	joined := parts.Join(pages)
	joined.Position, joined.Replaces = p.End, a.Replaces
	if old != nil {
		joined.Versions = old.Versions
	}
	return []*news.Article{joined}
}

// keepIdentity gives a the ID of the article that the index has from the address that was asked for, if a
// redirect led to another one: the article has moved, it is not a second one. If the index has it from the
// new address, too, a replaces the one from the old address, which is returned.
func (r *Reviser) keepIdentity(p *news.Page, a *news.Article) (*news.Article, error) {
	asked, err := canonical.URL(p.URL)
	if err != nil || p.FinalURL == "" || news.NewID(asked) == a.ID {
		return nil, nil
	}
	old, err := r.Current(news.NewID(asked))
	if err != nil || old == nil || !sameTitle(old.Title, a.Title) && !shareParagraph(old, a) {
		return nil, err
	}
	there, err := r.Current(a.ID)
	if err != nil {
		return nil, err
	}
	if there == nil {
		a.ID = old.ID
		return nil, nil
	}
	a.Replaces = []news.ID{old.ID}
	return old, nil
}

// Withdraw returns the articles to put where p, of which the index may have an article, holds none for the
// reason in err.
func (r *Reviser) Withdraw(p *news.Page, err error) ([]*news.Article, error) {
	detail := r.Reason(err)
	if p.Status >= 400 {
		detail = strconv.Itoa(p.Status)
	}
	var kept []*news.Article
	for _, id := range addresses(p) {
		old, readErr := r.Current(id)
		if readErr != nil {
			return nil, readErr
		}
		if old != nil && !r.wasRead(old, p) {
			kept = append(kept, r.keep(old, news.Version{
				Kind: news.Withdrawn, Detail: detail, Fetched: p.Fetched, Position: p.End,
			})...)
		}
	}
	return kept, nil
}

// addresses returns the IDs of the articles that a page may have held: at the address that was asked for and
// at the one where redirects ended.
func addresses(p *news.Page) []news.ID {
	var ids []news.ID
	for _, s := range [...]string{p.URL, p.FinalURL} {
		if u, err := canonical.URL(s); err == nil && !slices.Contains(ids, news.NewID(u)) {
			ids = append(ids, news.NewID(u))
		}
	}
	return ids
}

// wasRead reports whether the index read p before, by what it has of it.
func (r *Reviser) wasRead(old *news.Article, p *news.Page) bool {
	return p.End.Compare(r.From) > 0 && old.Position.Compare(p.End) >= 0
}

// keep returns the article with a further version, nothing if its last version says the same.
func (r *Reviser) keep(old *news.Article, v news.Version) []*news.Article {
	if n := len(old.Versions); n > 0 {
		if last := old.Versions[n-1]; last.Kind == v.Kind && last.Detail == v.Detail {
			return nil
		}
	}
	kept := *old
	kept.Position = v.Position
	kept.Versions = append(slices.Clone(old.Versions), v)
	if n := len(kept.Versions); n > mostVersions {
		kept.Versions = kept.Versions[n-mostVersions:]
	}
	return []*news.Article{&kept}
}

// remember notes that an address of a host holds a text, and returns what is known of the text.
func (r *Reviser) remember(a *news.Article) *text {
	if r.texts == nil {
		r.texts = map[uint64]*text{}
	}
	key := fingerprint(a)
	t := r.texts[key]
	if t == nil {
		if len(r.order) == mostTexts {
			delete(r.texts, r.order[0])
			r.order = r.order[1:]
		}
		t = new(text)
		r.texts[key] = t
		r.order = append(r.order, key)
	}
	if len(t.addresses) < fewAddresses && !slices.Contains(t.addresses, a.ID) {
		t.addresses = append(t.addresses, a.ID)
	}
	return t
}

// fingerprint returns the FNV-1a hash of an article's host, title and text.
func fingerprint(a *news.Article) uint64 {
	hash := fnv.New64a()
	write := func(s string) {
		hash.Write([]byte(s))
		hash.Write([]byte{0})
	}
	write(canonical.Host(a.URL))
	write(a.Title)
	write(a.Sapo)
	for _, b := range a.Blocks {
		write(b.Text)
	}
	return hash.Sum64()
}

// isDated reports whether the page of an article says when it was published; an address or a feed may say so
// of any page.
func isDated(a *news.Article) bool {
	e := a.Published.Evidence
	return !a.Published.IsZero() && e != news.EvidenceURL && e != news.EvidenceFeed
}

// isOfAddress reports whether most words of an article's address are in its title.
func isOfAddress(a *news.Article) bool {
	const least, share = 3, 0.6 // words of an address that has those of the title
	u, err := url.Parse(a.URL)
	if err != nil {
		return false
	}
	title := words(a.Title)
	all, found := 0, 0
	for w := range strings.FieldsFuncSeq(path.Base(u.Path), isNoLetter) {
		if all++; slices.Contains(title, w) {
			found++
		}
	}
	return all >= least && float64(found) >= share*float64(all)
}

// isNoLetter reports whether a character parts the words of an address.
func isNoLetter(c rune) bool { return !unicode.IsLetter(c) }

// length returns the bytes of an article's text.
func length(a *news.Article) int {
	n := len(a.Sapo)
	for _, b := range a.Blocks {
		n += len(b.Text)
	}
	return n
}

// sameTitle reports whether most words of the shorter of two titles are in the other.
func sameTitle(a, b string) bool {
	short, long := words(a), words(b)
	if len(short) > len(long) {
		short, long = long, short
	}
	shared := 0
	for _, w := range short {
		if slices.Contains(long, w) {
			shared++
		}
	}
	return len(short) > 0 && float64(shared) >= titleShare*float64(len(short))
}

func words(s string) []string { return strings.Fields(string(viet.AppendFoldLower(nil, s))) }

// shareParagraph reports whether two articles have a paragraph in common.
func shareParagraph(a, b *news.Article) bool {
	texts := map[string]bool{a.Sapo: true}
	for _, block := range a.Blocks {
		texts[block.Text] = true
	}
	is := func(s string) bool { return len(s) >= leastShared && texts[s] }
	return is(b.Sapo) || slices.ContainsFunc(b.Blocks, func(block news.Block) bool { return is(block.Text) })
}
