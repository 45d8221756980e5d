package feed

import (
	"bytes"
	"encoding/json"
)

// The objects of JSON Feed 1.1.
type (
	jsonFeed struct {
		Version     string     `json:"version"`
		Title       string     `json:"title"`
		HomePageURL string     `json:"home_page_url"`
		FeedURL     string     `json:"feed_url"`
		Language    string     `json:"language"`
		Items       []jsonItem `json:"items"`
	}
	jsonItem struct {
		ID            string       `json:"id"`
		URL           string       `json:"url"`
		ExternalURL   string       `json:"external_url,omitempty"`
		Title         string       `json:"title"`
		ContentHTML   string       `json:"content_html"`
		Summary       string       `json:"summary,omitempty"`
		DatePublished string       `json:"date_published,omitempty"`
		DateModified  string       `json:"date_modified"`
		Authors       []jsonAuthor `json:"authors,omitempty"`
		Tags          []string     `json:"tags,omitempty"`
	}
	jsonAuthor struct {
		Name string `json:"name"`
	}
)

// writeJSON writes a feed as JSON Feed.
func writeJSON(b *bytes.Buffer, c *channel) (string, error) {
	f := jsonFeed{
		Version: "https://jsonfeed.org/version/1.1", Title: c.title, HomePageURL: c.page, FeedURL: c.self,
		Language: c.language, Items: []jsonItem{},
	}
	for _, e := range c.entries {
		item := jsonItem{
			ID: e.id, URL: e.stored, ExternalURL: e.original, Title: e.title, ContentHTML: e.content,
			Summary: e.summary, DateModified: stamp(e.updated), Tags: e.tags,
		}
		if !e.published.IsZero() {
			item.DatePublished = stamp(e.published)
		}
		for _, name := range e.people() {
			item.Authors = append(item.Authors, jsonAuthor{name})
		}
		f.Items = append(f.Items, item)
	}
	return "application/feed+json; charset=utf-8", json.NewEncoder(b).Encode(f)
}
