package main

import (
	"cmp"
	"strings"

	"baotinh/index"
)

// storyMessages are what readers are told of hits that are shown as one.
type storyMessages struct {
	story, stories string // a number goes before them
	sameStory      string // {articles} is replaced
	first          string // {article} is replaced
	firstItself    string
	agency         string // {agency} is replaced
}

var vietnameseStory = storyMessages{
	story:       "tin",
	stories:     "tin",
	sameStory:   "cùng tin: {articles}",
	first:       "vào kho sớm nhất: {article}",
	firstItself: "bài này vào kho sớm nhất",
	agency:      "nguồn {agency}",
}

var englishStory = storyMessages{
	story:       "story",
	stories:     "stories",
	sameStory:   "in this story: {articles}",
	first:       "first seen: {article}",
	firstItself: "this one was first seen",
	agency:      "from {agency}",
}

// countStories returns the number of stories, behind that of articles: ", 84 tin"; "" if hits are not
// collapsed.
func (m *messages) countStories(r *index.Result) string {
	switch r.Stories {
	case 0:
		return ""
	case 1:
		return ", 1 " + m.story.story
	}
	return ", " + m.number(r.Stories) + " " + m.story.stories
}

// storyOf returns what is said of the story of a hit: how many articles, which came in first, and the agency;
// nothing if it is alone.
func (m *messages) storyOf(h index.Hit) []string {
	if h.StoryArticles <= 1 && h.First == nil {
		return nil
	}
	words := []string{strings.ReplaceAll(m.story.sameStory, "{articles}", m.count(h.StoryArticles))}
	source := h.Source
	if f := h.First; f == nil {
		words = append(words, m.story.firstItself)
	} else {
		source = cmp.Or(f.Source, source)
		var first []string
		for _, s := range []string{f.Newspaper, printDate(f.Published), f.URL} {
			if s != "" {
				first = append(first, s)
			}
		}
		words = append(words, strings.ReplaceAll(m.story.first, "{article}", strings.Join(first, " · ")))
	}
	if source != "" {
		words = append(words, strings.ReplaceAll(m.story.agency, "{agency}", source))
	}
	return words
}
