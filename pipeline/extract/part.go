package extract

import (
	"net/url"
	"strings"

	"baotinh/pipeline/canonical"
	"baotinh/pipeline/extract/blocks"
	"baotinh/pipeline/extract/dom"
	"baotinh/pipeline/extract/lexicon"
	"baotinh/pipeline/extract/scan"
	"baotinh/pipeline/news"
)

// A pageLink is a link to another page of the article.
type pageLink struct {
	step   int // from this page; 0: the link does not say
	number int // of the page that it leads to
	url    string
}

// An articlePager is what a page says of the other pages of its article.
type articlePager struct {
	at    string                // the address of the page, to which its links are relative
	own   canonical.PartAddress // the same
	first string                // the address of the article
	links []pageLink
	row   blocks.Pager
}

// findPart returns which part of its article the page holds, and the address of the article: that of the
// first part. It returns nil if the article has one page. The address as the page states it is stated, which
// may be empty.
//
// A part shows itself by links with the words of a pager, by the text or below it, to addresses that are that
// of the page but for the number of a page; by the links to the pages before and behind in the head; by a row
// of page numbers; or by its own address, if that leaves no doubt. The pager of readers' comments and that of
// a list of other articles do not count.
func (p *page) findPart(l *scan.Layout, row blocks.Pager, stated string) (*news.Part, string) {
	r := articlePager{at: p.ownAddress(stated), row: row}
	r.own = canonical.Part(r.at)
	if r.own.First == r.at && row.Last == 0 && len(p.PageLinks) == 0 && p.Meta.Next+p.Meta.Prev == "" {
		return nil, stated
	}
	r.first = r.own.First
	if stated != "" {
		r.first = canonical.Part(stated).First
	}
	for _, s := range p.PageLinks {
		link, ok := r.read(dom.Text(s.Node, longestPageLink), dom.Attr(s.Node, "href"))
		if ok && p.isOfPager(l, s) {
			r.links = append(r.links, link)
		}
	}
	for _, head := range [...][2]string{{"next", p.Meta.Next}, {"prev", p.Meta.Prev}} {
		if link, ok := r.read(head[0], head[1]); ok {
			r.links = append(r.links, link)
		}
	}

	part := r.part()
	if part.Count < 2 && part.Number > 0 || len(r.links) == 0 && row.Last == 0 && !r.isClear() {
		return nil, stated
	}
	if p.source.URL != "" {
		part.URL = r.at
	} else if stated == "" {
		part.Next = "" // relative to an address that is not known
	}
	if stated == "" && (p.source.URL == "" || part.Number < 2) {
		return &part, stated
	}
	return &part, r.first
}

// longestPageLink is the length of the text of a link to another page of an article, in bytes.
const longestPageLink = 60

// ownAddress returns the address of the page. That of a local file is the one that the page states, else that
// of the file.
func (p *page) ownAddress(stated string) string {
	at := p.source.Location()
	if u, err := canonical.URL(at); err == nil {
		return u
	}
	if stated != "" {
		return stated
	}
	if at == "" {
		at = "file:///page"
	}
	return at
}

// isOfPager reports whether a link may be of the article's pager by its place: not over the headline, not
// among readers' comments, and not behind a list of other articles.
func (p *page) isOfPager(l *scan.Layout, s scan.Spot) bool {
	const list = 2 // linked headlines
	switch {
	case l.IsCutOff(s.At), l.Title.Node != nil && s.At < l.Title.At:
		return false
	case s.At > l.Body.To && p.LinkLinesBetween(l.Body.To+1, s.At) >= list:
		return false
	}
	for n := s.Node; n != nil; n = n.Parent {
		if blocks.IsOfComments(n) && !dom.Contains(n, l.Body.Node) {
			return false
		}
	}
	return !blocks.FollowsComments(s.Node)
}

// read reads a link and reports whether it is one to another page of the article.
func (r *articlePager) read(text, ref string) (pageLink, bool) {
	if ref == "" {
		return pageLink{}, false
	}
	said, ok := lexicon.ReadPageLink(dom.Clean(text))
	if !ok {
		return pageLink{}, false
	}
	u, err := resolve(r.at, ref)
	if err != nil {
		return pageLink{}, false
	}
	a := canonical.Part(u)
	if a.First != r.own.First && a.First != r.first {
		return pageLink{}, false
	}
	if a.Number == 0 && u != a.First {
		return pageLink{}, false // all pages in one
	}
	return pageLink{said.Step, max(a.Number, 1), u}, true
}

// resolve returns the address of a reference in the page at at, which may be a local file.
func resolve(at, ref string) (string, error) {
	if strings.HasPrefix(at, "http") {
		return canonical.Resolve(at, ref)
	}
	base, err := url.Parse(at)
	if err != nil {
		return "", err
	}
	u, err := base.Parse(strings.TrimSpace(ref))
	if err != nil {
		return "", err
	}
	u.Fragment = ""
	return u.String(), nil
}

// part returns what the pager says of the page.
func (r *articlePager) part() news.Part {
	part := news.Part{Number: r.number(), Count: r.row.Last}
	part.Count = max(part.Count, part.Number)
	for _, l := range r.links {
		part.Count = max(part.Count, l.number)
		if part.Number > 0 && l.number == part.Number+1 {
			part.Next = l.url
		}
	}
	return part
}

// number returns the number of the page: by its address, by the links to the pages before and behind, by the
// number in the row that is no link. It is the first if nothing says another, and 0 for all pages in one.
func (r *articlePager) number() int {
	if r.own.Number > 0 || r.own.First != r.at {
		return r.own.Number
	}
	for _, l := range r.links {
		if n := l.number - l.step; l.step != 0 && n > 0 {
			return n
		}
	}
	return max(1, r.row.Here)
}

// isClear reports whether the address alone says that the page is a part of an article: its form leaves no
// doubt, and what is left of it is an article's address.
func (r *articlePager) isClear() bool {
	return r.own.Clear && r.own.Number != 1 && readAddress(r.own.First).kind == addressArticle
}
