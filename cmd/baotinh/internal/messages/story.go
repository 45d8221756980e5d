package messages

import (
	"cmp"
	"strings"

	"baotinh/index"
)

// A Story is what readers are told of hits that are shown as one.
type Story struct {
	Story, Stories string // a number goes before them
	SameStory      string // {articles} is replaced
	First          string // {article} is replaced
	FirstItself    string
	Agency         string // {agency} is replaced
}

var vietnameseStory = Story{
	Story:       "tin",
	Stories:     "tin",
	SameStory:   "cùng tin: {articles}",
	First:       "vào kho sớm nhất: {article}",
	FirstItself: "bài này vào kho sớm nhất",
	Agency:      "nguồn {agency}",
}

var englishStory = Story{
	Story:       "story",
	Stories:     "stories",
	SameStory:   "in this story: {articles}",
	First:       "first seen: {article}",
	FirstItself: "this one was first seen",
	Agency:      "from {agency}",
}

// CountStories returns the number of stories, behind that of articles: ", 84 tin"; "" if hits are not
// collapsed.
func (m *Messages) CountStories(r *index.Result) string {
	switch r.Stories {
	case 0:
		return ""
	case 1:
		return ", 1 " + m.Story.Story
	}
	return ", " + m.Number(r.Stories) + " " + m.Story.Stories
}

// StoryOf returns what is said of the story of a hit: how many articles, which came in first, and the agency;
// nothing if it is alone.
func (m *Messages) StoryOf(h index.Hit) []string {
	if h.StoryArticles <= 1 && h.First == nil {
		return nil
	}
	words := []string{strings.ReplaceAll(m.Story.SameStory, "{articles}", m.Count(h.StoryArticles))}
	source := h.Source
	if f := h.First; f == nil {
		words = append(words, m.Story.FirstItself)
	} else {
		source = cmp.Or(f.Source, source)
		var first []string
		for _, s := range []string{f.Newspaper, Date(f.Published), f.URL} {
			if s != "" {
				first = append(first, s)
			}
		}
		words = append(words, strings.ReplaceAll(m.Story.First, "{article}", strings.Join(first, " · ")))
	}
	if source != "" {
		words = append(words, strings.ReplaceAll(m.Story.Agency, "{agency}", source))
	}
	return words
}
