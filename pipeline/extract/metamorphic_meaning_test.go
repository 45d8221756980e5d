package extract_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"baotinh/pipeline/extract/dom"
	"baotinh/pipeline/extract/lexicon"
	"baotinh/pipeline/news"
	"baotinh/pipeline/vidate"
)

// meanings change what an article says, so that the outcome must follow.
var meanings = []change{
	{"meaning/no-date", withoutDate},
	{"meaning/other-year", otherYear},
	{"meaning/other-author", otherAuthor},
	{"meaning/no-author", withoutAuthor},
	{"meaning/other-title", otherTitle},
	{"meaning/paragraph-more", paragraphMore},
	{"meaning/paragraph-less", paragraphLess},
}

// replace changes all texts, attributes and scripts of the draft. f gets the element of a text or attribute.
func (d *draft) replace(f func(n *html.Node, s string) string) {
	for n := range d.root.Descendants() {
		switch n.Type {
		case html.TextNode, html.CommentNode:
			n.Data = f(n.Parent, n.Data)
		case html.ElementNode:
			for i := range n.Attr {
				n.Attr[i].Val = f(n, n.Attr[i].Val)
			}
		}
	}
}

var (
	stamp    = regexp.MustCompile(`\d{4}[-/]\d\d?[-/]\d\d?|\d\d?[-/.]\d\d?[-/.]\d{4}|\b\d{8,18}\b`)
	numerals = regexp.MustCompile(`^[\d\s/.:|,()-]+$`)
)

// withoutDate takes away everything that tells a day, but for the text and the headline.
func withoutDate(d *draft) bool {
	if d.want.date == "" || d.want.refused != "" || len(stamp.FindAllString(d.want.title, 1)) > 0 {
		return false
	}
	isOfArticle := func(n *html.Node) bool {
		return d.parts.title != nil && dom.Contains(d.parts.title, n) ||
			slices.ContainsFunc(d.parts.blocks, func(b *html.Node) bool { return dom.Contains(b, n) })
	}
	d.replace(func(n *html.Node, s string) string {
		switch {
		case isOfArticle(n):
			return s
		case len(s) > 400 || n.DataAtom == atom.Script:
			return stamp.ReplaceAllString(s, "")
		case stamp.MatchString(s) || numerals.MatchString(s) || lexicon.HasDigitsOfDate(s) &&
			len(vidate.Readings(s)) > 0 ||
			len(vidate.Find(s, d.source.Fetched)) > 0 && len(s) < lexicon.LongestDateLine ||
			strings.HasSuffix(strings.TrimSpace(s), "trước"):
			return ""
		}
		return s
	})
	d.source.URL = stamp.ReplaceAllString(d.source.URL, "")
	d.source.FeedDate = news.Date{}
	d.want.date, d.fields = "", "date" // a name may be the author's only because it stands beside the date
	return true
}

// otherYear prints the same day of 28 years before everywhere, which is of the same weekday.
func otherYear(d *draft) bool {
	if len(d.want.date) < len(time.DateOnly) || d.want.refused != "" {
		return false
	}
	t, err := time.Parse(time.DateOnly, d.want.date[:len(time.DateOnly)])
	if err != nil || t.Month() == time.February && t.Day() == 29 {
		return false
	}
	const ago = 28
	shift := func(s string) string {
		return yearOf.ReplaceAllStringFunc(s, func(y string) string {
			var n int
			_, _ = fmt.Sscan(y[:4], &n)
			return fmt.Sprint(n-ago) + y[4:]
		})
	}
	relative := false
	d.replace(func(n *html.Node, s string) string {
		relative = relative || len(s) < 40 && strings.Contains(s, "trước") || epoch.MatchString(s)
		return shift(s)
	})
	if relative {
		return false
	}
	d.source.URL = shift(d.source.URL)
	if !d.source.Fetched.IsZero() {
		d.source.Fetched = d.source.Fetched.AddDate(-ago, 0, 0)
	}
	if !d.source.FeedDate.IsZero() {
		d.source.FeedDate.Time = d.source.FeedDate.Time.AddDate(-ago, 0, 0)
	}
	d.want.date = shift(d.want.date)
	d.want.title = shift(d.want.title)
	for _, list := range []*[]string{&d.want.text, &d.want.captions} {
		*list = slices.Clone(*list)
		for i := range *list {
			(*list)[i] = shift((*list)[i])
		}
	}
	return true
}

var (
	yearOf = regexp.MustCompile(`\b20[0-3]\d(\d{4}|\d{13})?\b`)
	epoch  = regexp.MustCompile(`\b1\d{9}\b`)
)

// otherAuthor puts another name in the place of the author's everywhere.
func otherAuthor(d *draft) bool {
	if len(d.want.authors) != 1 {
		return false
	}
	old := d.want.authors[0]
	name := map[int]string{2: "Khánh Vy", 3: "Đinh Khánh Vy", 4: "Đinh Thị Khánh " +
		"Vy"}[len(strings.Fields(old))]
	if name == "" || strings.ContainsAny(old, ".-(") {
		return false
	}
	r := strings.NewReplacer(old, name, strings.ToUpper(old), strings.ToUpper(name))
	seen := false
	d.replace(func(n *html.Node, s string) string {
		changed := r.Replace(s)
		seen = seen || changed != s && !isRaw(n)
		return changed
	})
	if !seen {
		return false
	}
	d.want.authors = []string{name}
	for _, list := range []*[]string{&d.want.text, &d.want.captions} {
		*list = slices.Clone(*list)
		for i := range *list {
			(*list)[i] = r.Replace((*list)[i])
		}
	}
	return true
}

// withoutAuthor takes the byline away; nobody else is the author then.
func withoutAuthor(d *draft) bool {
	b := d.parts.byline
	if b == nil || len(d.want.authors) != 1 || d.parts.article == nil {
		return false
	}
	detach(b)
	for n := range d.root.Descendants() {
		s := n.Data
		for _, a := range n.Attr {
			s += a.Val
		}
		if strings.Contains(strings.ToLower(s), strings.ToLower(d.want.authors[0])) {
			return false
		}
	}
	d.want.authors = nil
	return true
}

// otherTitle puts another headline in the place of the old one everywhere.
func otherTitle(d *draft) bool {
	const title = "Xã vùng biên Nà Pheo trồng mới hai trăm héc-ta rừng gỗ lớn"
	if d.parts.title == nil || d.want.refused != "" {
		return false
	}
	for _, t := range d.want.text {
		if strings.Contains(t, d.want.title) {
			return false
		}
	}
	old, seen := d.want.title, false
	d.replace(func(n *html.Node, s string) string {
		changed := strings.ReplaceAll(s, old, title)
		seen = seen || changed != s && !isRaw(n)
		return changed
	})
	if !seen {
		return false
	}
	d.want.title = title
	return true
}

// innerBlocks returns the indexes of the plain paragraphs that are neither the first nor the last.
func (d *draft) innerBlocks() []int {
	var all []int
	for i, b := range d.parts.blocks {
		if i > 0 && i+1 < len(d.parts.blocks) && b.DataAtom == atom.P && b.Parent == d.parts.body &&
			b.FirstChild != nil && b.FirstChild.Type == html.TextNode && b.FirstChild.NextSibling == nil &&
			slices.Contains(d.want.text, dom.Clean(b.FirstChild.Data)) {
			all = append(all, i)
		}
	}
	return all
}

func paragraphMore(d *draft) bool {
	const text = "Đến cuối ngày, đội dân quân xã Nà Pheo vẫn còn túc trực ở ngã ba suối để giúp các hộ " +
		"chuyển đồ."
	inner := d.innerBlocks()
	if len(inner) == 0 {
		return false
	}
	b := d.parts.blocks[anyOf(d, inner)]
	at := slices.Index(d.want.text, dom.Clean(b.FirstChild.Data))
	more := clone(b)
	more.FirstChild.Data = text
	b.Parent.InsertBefore(more, b.NextSibling)
	d.want.text = slices.Insert(slices.Clone(d.want.text), at+1, text)
	return true
}

func paragraphLess(d *draft) bool {
	inner := d.innerBlocks()
	if len(inner) < 2 {
		return false
	}
	i := anyOf(d, inner)
	b := d.parts.blocks[i]
	at := slices.Index(d.want.text, dom.Clean(b.FirstChild.Data))
	detach(b)
	d.parts.blocks = slices.Delete(slices.Clone(d.parts.blocks), i, i+1)
	d.want.text = slices.Delete(slices.Clone(d.want.text), at, at+1)
	return true
}
