package demo

import (
	"encoding/xml"
	"fmt"
	"strings"
	"time"
)

// A file is a robots.txt, a sitemap or a feed.
type file struct {
	contentType string
	body        []byte
	err         error
}

// machineFiles returns robots.txt, the sitemap and the feed by path. None of them has an article that
// robots.txt forbids, or a date that the article does not state.
func machineFiles(p *paper) map[string]file {
	files := map[string]file{
		"/robots.txt": {contentType: "text/plain; charset=utf-8", body: fmt.Appendf(nil,
			"User-agent: *\nDisallow: %s\nAllow: /\n\nSitemap: %s\n", p.Disallow, p.URL("/sitemap.xml"))},
		"/sitemap.xml": marshal("application/xml; charset=utf-8", sitemap(p)),
	}
	if strings.HasSuffix(p.Feed, ".atom") {
		files[p.Feed] = marshal("application/atom+xml; charset=utf-8", atom(p))
	} else {
		files[p.Feed] = marshal("application/rss+xml; charset=utf-8", rss(p))
	}
	return files
}

func marshal(contentType string, v any) file {
	body, err := xml.MarshalIndent(v, "", "  ")
	return file{contentType, append([]byte(xml.Header), body...), err}
}

// inFeed returns the newest ten public articles that have a date.
func (p *paper) inFeed() []*article {
	recent := p.Recent(10)
	for i, a := range recent {
		if a.Date.IsZero() {
			return recent[:i]
		}
	}
	return recent
}

type urlset struct {
	XMLName xml.Name     `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
	URLs    []sitemapURL `xml:"url"`
}

type sitemapURL struct {
	Loc     string `xml:"loc"`
	LastMod string `xml:"lastmod,omitempty"`
}

func sitemap(p *paper) urlset {
	var set urlset
	for _, a := range p.Public() {
		u := sitemapURL{Loc: p.URL(a.Path)}
		if !a.Date.IsZero() {
			u.LastMod = a.Date.Format(time.RFC3339)
		}
		set.URLs = append(set.URLs, u)
	}
	return set
}

type rssFeed struct {
	XMLName xml.Name   `xml:"rss"`
	Version string     `xml:"version,attr"`
	Channel rssChannel `xml:"channel"`
}

type rssChannel struct {
	Title       string    `xml:"title"`
	Link        string    `xml:"link"`
	Description string    `xml:"description"`
	Items       []rssItem `xml:"item"`
}

type rssItem struct {
	Title       string `xml:"title"`
	Link        string `xml:"link"`
	Description string `xml:"description,omitempty"`
	PubDate     string `xml:"pubDate"`
	GUID        string `xml:"guid"`
}

func rss(p *paper) rssFeed {
	channel := rssChannel{Title: p.Name, Link: p.URL("/"), Description: p.Motto}
	for _, a := range p.inFeed() {
		u := p.URL(a.Path)
		channel.Items = append(channel.Items, rssItem{a.Title, u, a.Sapo, a.Date.Format(time.RFC1123Z), u})
	}
	return rssFeed{Version: "2.0", Channel: channel}
}

type atomFeed struct {
	XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Title   string      `xml:"title"`
	ID      string      `xml:"id"`
	Updated string      `xml:"updated"`
	Entries []atomEntry `xml:"entry"`
}

type atomEntry struct {
	Title   string   `xml:"title"`
	ID      string   `xml:"id"`
	Link    atomLink `xml:"link"`
	Updated string   `xml:"updated"`
	Summary string   `xml:"summary,omitempty"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Href string `xml:"href,attr"`
}

func atom(p *paper) atomFeed {
	feed := atomFeed{Title: p.Name, ID: p.URL("/"), Updated: p.Articles[0].Date.Format(time.RFC3339)}
	for _, a := range p.inFeed() {
		u := p.URL(a.Path)
		feed.Entries = append(feed.Entries,
			atomEntry{a.Title, u, atomLink{"alternate", u}, a.Date.Format(time.RFC3339), a.Sapo})
	}
	return feed
}
