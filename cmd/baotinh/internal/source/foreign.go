package source

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	jsonv2 "github.com/go-json-experiment/json"

	"baotinh/pipeline/news"
	"baotinh/pipeline/vidate"
	"baotinh/pipeline/viet"
)

// The names that other programs (trafilatura, newspaper4k, news-please, schema.org) give the fields of an
// article, the first that has a value winning.
var (
	urlNames     = []string{"url", "source_url", "canonical_link", "link", "source"}
	titleNames   = []string{"title", "headline", "name"}
	textNames    = []string{"text", "maintext", "cleaned_text", "articleBody", "body", "content", "raw_text"}
	dateNames    = []string{"date", "publish_date", "date_publish", "datePublished", "published_at"}
	authorNames  = []string{"author", "authors"}
	sapoNames    = []string{"excerpt", "description", "meta_description", "summary"}
	sectionNames = []string{"section", "category", "categories"}
)

// decodeArticle decodes an article in JSON. It reports whether it has the form that this program writes, in
// which alone it may have no text: that of a video. Of an article without text that another program wrote the
// error names the fields that it has.
func decodeArticle(value []byte) (*news.Article, bool, error) {
	a := new(news.Article)
	if decodeKnown(value, a) == nil {
		return a, true, nil
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(value, &fields); err != nil {
		return nil, false, err
	}
	if fields["blocks"] != nil {
		*a = news.Article{}
		return a, true, json.Unmarshal(value, a)
	}
	a, err := foreign(fields).article()
	return a, false, err
}

// decodeKnown decodes an object that has no field but those of an article, in any case. An object whose names
// are exactly those of the fields takes half the time.
func decodeKnown(value []byte, a *news.Article) error {
	if jsonv2.Unmarshal(value, a, jsonv2.RejectUnknownMembers(true)) == nil {
		return nil
	}
	*a = news.Article{}
	d := json.NewDecoder(bytes.NewReader(value))
	d.DisallowUnknownFields()
	if err := d.Decode(a); err != nil {
		return err
	}
	if _, err := d.Token(); err != io.EOF {
		return errors.New("something follows the article")
	}
	return nil
}

// article returns the article that f describes.
func (f foreign) article() (*news.Article, error) {
	a := &news.Article{
		URL: f.text(urlNames), Title: f.text(titleNames), Sapo: f.text(sapoNames),
		Section: f.text(sectionNames),
		Authors: f.list(authorNames),
	}
	for line := range strings.Lines(f.text(textNames)) {
		if text := strings.TrimSpace(line); text != "" {
			a.Blocks = append(a.Blocks, news.Block{Kind: news.Paragraph, Text: text})
		}
	}
	if a.Sapo != "" && len(a.Blocks) > 0 && strings.HasPrefix(a.Blocks[0].Text, a.Sapo) {
		a.Sapo = "" // a description that a program took from the text
	}
	if readings := vidate.Readings(f.text(dateNames)); len(readings) > 0 {
		a.Published = readings[0]
		a.Published.Evidence = news.EvidenceMeta
	}
	if a.URL != "" && a.Title != "" && len(a.Blocks) == 0 {
		return nil, fmt.Errorf("an article needs a text: blocks, or text; it has %s",
			strings.Join(slices.Sorted(maps.Keys(f)), ", "))
	}
	return a, nil
}

// A foreign is an article as another program wrote it.
type foreign map[string]json.RawMessage

// list returns the texts of the first field that has one, a string or an array of strings.
func (f foreign) list(names []string) []string {
	for _, name := range names {
		var one string
		var all []string
		if json.Unmarshal(f[name], &one) == nil {
			all = strings.FieldsFunc(one, func(c rune) bool { return c == ';' || c == ',' })
		} else if json.Unmarshal(f[name], &all) != nil {
			continue
		}
		var kept []string
		for _, s := range all {
			if s = viet.Normalize(strings.TrimSpace(s)); s != "" {
				kept = append(kept, s)
			}
		}
		if kept != nil {
			return kept
		}
	}
	return nil
}

// text returns the first field that is a text.
func (f foreign) text(names []string) string {
	for _, name := range names {
		var s string
		if json.Unmarshal(f[name], &s) == nil && strings.TrimSpace(s) != "" {
			return viet.Normalize(strings.TrimSpace(s))
		}
	}
	return ""
}
