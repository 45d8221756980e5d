package demo

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"time"

	"golang.org/x/tools/txtar"
)

//go:embed papers/*.txtar
var paperFiles embed.FS

// A paper is one newspaper. Its file is a txtar archive: the comment has "key: value" lines about the
// newspaper, and each member is an article, named by its path.
type paper struct {
	Key      string // "tinxulang": the file's name and the first label of Host
	Name     string
	Motto    string
	Province string
	Host     string
	Family   string // names its templates
	Pattern  string // regular expression of an article's path
	Feed     string // path; Atom if it ends in ".atom", else RSS
	Disallow string // path prefix that robots.txt forbids
	Gone     link   // shown on the front page, answered with 404
	Sections []section
	Articles []*article // newest first; those without a date last
}

type section struct{ Path, Name string }

type link struct{ Path, Title string }

type block struct{ Kind, Text string }

// The kinds of block, as the templates know them.
const (
	paragraph = "paragraph"
	heading   = "heading"
	caption   = "caption"
	quote     = "quote"
	list      = "list"
)

var vietnam = time.FixedZone("+07", 7*60*60)

// An article consists of "key: value" lines, an empty line, and blocks separated by empty lines: "##
// heading", "> quote", "* item of a list", "![caption]" or a paragraph.
type article struct {
	Path     string
	Title    string
	Sapo     string
	Date     time.Time // zero: not stated on the page
	Section  section
	Author   string // printed where the family prints it
	Signed   string // a last line of the text: "Theo TTXVN"
	Tags     []string
	Blocks   []block
	Encoding string // how the page is written; empty is UTF-8 in NFC
	Moved    string // a path that redirects here
	Busy     bool   // first answered with 503
}

// readPapers reads the embedded newspapers, sorted by key.
func readPapers() ([]*paper, error) {
	names, err := fs.Glob(paperFiles, "papers/*.txtar")
	if err != nil {
		return nil, err
	}

	var papers []*paper
	for _, name := range names {
		data, err := paperFiles.ReadFile(name)
		if err != nil {
			return nil, err
		}
		p, err := parsePaper(txtar.Parse(data))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		papers = append(papers, p)
	}
	return papers, nil
}

func parsePaper(archive *txtar.Archive) (*paper, error) {
	p := new(paper)
	for key, value := range fields(string(archive.Comment)) {
		switch key {
		case "name":
			p.Name = value
		case "motto":
			p.Motto = value
		case "province":
			p.Province = value
		case "host":
			p.Host = value
			p.Key, _, _ = strings.Cut(value, ".")
		case "family":
			p.Family = value
		case "pattern":
			p.Pattern = value
		case "feed":
			p.Feed = value
		case "disallow":
			p.Disallow = value
		case "gone":
			p.Gone.Path, p.Gone.Title, _ = strings.Cut(value, " ")
		case "section":
			path, name, _ := strings.Cut(value, " ")
			p.Sections = append(p.Sections, section{path, name})
		default:
			return nil, fmt.Errorf("unknown key %q", key)
		}
	}

	for _, f := range archive.Files {
		a, err := p.parseArticle(string(f.Data))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f.Name, err)
		}
		a.Path = f.Name
		p.Articles = append(p.Articles, a)
	}
	slices.SortStableFunc(p.Articles, func(a, b *article) int { return b.Date.Compare(a.Date) })
	return p, nil
}

func (p *paper) parseArticle(text string) (*article, error) {
	head, body, _ := strings.Cut(text, "\n\n")
	a := new(article)
	for key, value := range fields(head) {
		switch key {
		case "title":
			a.Title = value
		case "sapo":
			a.Sapo = value
		case "date":
			t, err := time.ParseInLocation("2006-01-02 15:04", value, vietnam)
			if err != nil {
				return nil, err
			}
			a.Date = t
		case "section":
			i := slices.IndexFunc(p.Sections, func(s section) bool { return s.Name == value })
			if i < 0 {
				return nil, fmt.Errorf("unknown section %q", value)
			}
			a.Section = p.Sections[i]
		case "author":
			a.Author = value
		case "signed":
			a.Signed = value
		case "tags":
			a.Tags = strings.Split(value, "; ")
		case "encoding":
			a.Encoding = value
		case "moved":
			a.Moved = value
		case "busy":
			a.Busy = true
		default:
			return nil, fmt.Errorf("unknown key %q", key)
		}
	}
	for block := range strings.SplitSeq(strings.TrimSpace(body), "\n\n") {
		a.Blocks = append(a.Blocks, parseBlock(strings.ReplaceAll(block, "\n", " ")))
	}
	if a.Title == "" || a.Section.Name == "" {
		return nil, errors.New("title or section missing")
	}
	return a, nil
}

func parseBlock(s string) block {
	for _, form := range []struct {
		prefix, suffix, kind string
	}{
		{"## ", "", heading},
		{"> ", "", quote},
		{"* ", "", list},
		{"![", "]", caption},
	} {
		if text, ok := strings.CutPrefix(s, form.prefix); ok {
			return block{form.kind, strings.TrimSuffix(text, form.suffix)}
		}
	}
	return block{paragraph, s}
}

// fields yields the "key: value" lines of s; the value of a line without a colon is empty.
func fields(s string) func(yield func(key, value string) bool) {
	return func(yield func(string, string) bool) {
		for line := range strings.Lines(s) {
			if line = strings.TrimSpace(line); line == "" {
				continue
			}
			key, value, _ := strings.Cut(line, ":")
			if !yield(key, strings.TrimSpace(value)) {
				return
			}
		}
	}
}

// URL returns the absolute address of a path.
func (p *paper) URL(path string) string { return "http://" + p.Host + path }

// Refused reports whether robots.txt forbids a path.
func (p *paper) Refused(path string) bool { return strings.HasPrefix(path, p.Disallow) }

// Public returns the articles that robots.txt allows.
func (p *paper) Public() []*article {
	return slices.DeleteFunc(slices.Clone(p.Articles), func(a *article) bool { return p.Refused(a.Path) })
}

// In returns the articles of a section.
func (p *paper) In(s section) []*article {
	return slices.DeleteFunc(slices.Clone(p.Articles), func(a *article) bool { return a.Section != s })
}

// Related returns up to three other public articles of a's section.
func (p *paper) Related(a *article) []*article {
	others := slices.DeleteFunc(p.In(a.Section), func(b *article) bool { return b == a || p.Refused(b.Path) })
	return others[:min(3, len(others))]
}

// Recent returns the newest n public articles.
func (p *paper) Recent(n int) []*article {
	public := p.Public()
	return public[:min(n, len(public))]
}
