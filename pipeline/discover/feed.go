package discover

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"

	"baotinh/pipeline/markup"
	"baotinh/pipeline/news"
)

// feed finds the items of a feed: RSS 0.9 to 2.0, RDF or Atom (RFC 4287). It scans for tags and checks
// nothing else, so a byte that is no UTF-8, a declaration that lies and a program's notice before the
// document do no harm. Of a feed that is cut off it reads the items that are whole. An item is an article,
// whatever its URL looks like.
func (f *finder) feed(body []byte) error {
	var item feedItem
	s := newXML(body)
	within, ended := false, false
	for s.Next() {
		name := strings.ToLower(string(localName(s.Name())))
		switch {
		case isItem(name) && s.Kind() == markup.StartTag: // one before it without end is whole
			item.addTo(f)
			item, within = feedItem{}, true
		case isItem(name) && s.Kind() == markup.EndTag:
			item.addTo(f)
			item, within = feedItem{}, false
		case isFeedRoot(name) && s.Kind() == markup.EndTag:
			ended = true
		case within:
			item.read(&s, name)
		}
	}
	if len(f.links) == 0 && !ended {
		return errors.New("the feed is cut off")
	}
	return nil
}

func isItem(name string) bool { return name == "item" || name == "entry" }

func isFeedRoot(name string) bool { return name == "rss" || name == "feed" || name == "rdf" }

// A feedItem is an item of a feed as far as it was read.
type feedItem struct {
	link  [linkRanks]string
	date  [dateRanks]string
	into  *string // the text of the element being read; nil: none that matters
	inner string  // the element whose contents are not of the item itself, such as the source of an entry
}

// The ranks of links and dates, the best first.
const (
	linkOriginal  = iota // of the newspaper, where the feed is a service's
	linkAlternate        // the page that the item is about
	linkGUID             // an identifier that is a URL
	linkRanks
)

const (
	datePublished = iota // pubDate, published
	dateIssued           // of Dublin Core and Atom 0.3
	dateUpdated
	dateRanks
)

// read reads a token within the item. The name is that of a tag in lower case, without its prefix.
func (it *feedItem) read(s *markup.Scanner, name string) {
	switch s.Kind() {
	case markup.EndTag:
		it.into = nil
		if name == it.inner {
			it.inner = ""
		}
	case markup.Text, markup.CDATA:
		if it.into != nil && it.inner == "" {
			*it.into += text(s)
		}
	case markup.StartTag:
		it.into = nil
		if it.inner == "" {
			it.open(s, name)
		}
	}
}

// open reads a start tag within the item.
func (it *feedItem) open(s *markup.Scanner, name string) {
	switch name {
	case "source", "content", "summary", "description", "encoded", "author", "group":
		if !s.SelfClosing() {
			it.inner = name
		}
	case "link":
		it.openLink(s)
	case "origlink":
		it.into = fresh(&it.link[linkOriginal])
	case "guid", "id":
		if attribute(s, "ispermalink") != "false" {
			it.into = fresh(&it.link[linkGUID])
		}
	case "pubdate", "published":
		it.into = fresh(&it.date[datePublished])
	case "date", "issued":
		it.into = fresh(&it.date[dateIssued])
	case "updated", "modified":
		it.into = fresh(&it.date[dateUpdated])
	}
}

// openLink reads the start tag of a link: in RSS the URL is the text, in Atom an attribute.
func (it *feedItem) openLink(s *markup.Scanner) {
	href, rel := attribute(s, "href"), attribute(s, "rel")
	switch {
	case href == "":
		it.into = fresh(&it.link[linkAlternate])
	case it.link[linkAlternate] == "" && (rel == "" || rel == "alternate"):
		it.link[linkAlternate] = href
	}
}

// fresh returns where the text of an element goes: to s, or nowhere if s has that of an earlier one.
func fresh(s *string) *string {
	if *s != "" {
		return nil
	}
	return s
}

// addTo adds the link of the item to those of f.
func (it *feedItem) addTo(f *finder) {
	if id := it.link[linkGUID]; !strings.HasPrefix(id, "http://") && !strings.HasPrefix(id, "https://") {
		it.link[linkGUID] = ""
	}
	var published news.Date
	for _, s := range it.date {
		if published = parseDate(s); !published.IsZero() {
			break
		}
	}
	for _, link := range it.link {
		if link = strings.TrimSpace(link); link != "" {
			f.add(link, news.KindArticle, published)
			return
		}
	}
}

// jsonFeed finds the items of a JSON Feed (jsonfeed.org, version 1.1). Of one that is cut off it reads the
// items that are whole.
func (f *finder) jsonFeed(body []byte) error {
	d := json.NewDecoder(bytes.NewReader(body))
	var before json.Token
	for depth := 0; ; {
		token, err := d.Token()
		if err != nil {
			return err
		}
		switch token {
		case json.Delim('{'), json.Delim('['):
			if depth == 1 && before == "items" {
				return f.jsonItems(d)
			}
			depth++
		case json.Delim('}'), json.Delim(']'):
			if depth--; depth == 0 {
				return nil
			}
		}
		before = token
	}
}

// jsonItems finds the items of the array in which d is.
func (f *finder) jsonItems(d *json.Decoder) error {
	for d.More() {
		var item struct {
			URL       string `json:"url"`
			ID        string `json:"id"`
			Published string `json:"date_published"`
			Modified  string `json:"date_modified"`
		}
		err := d.Decode(&item)
		if _, mistyped := errors.AsType[*json.UnmarshalTypeError](err); err != nil && !mistyped {
			if len(f.links) > 0 {
				return nil
			}
			return err
		}
		var it feedItem
		it.link[linkAlternate], it.link[linkGUID] = item.URL, item.ID
		it.date[datePublished], it.date[dateUpdated] = item.Published, item.Modified
		it.addTo(f)
	}
	return nil
}
