package watch

import (
	"cmp"
	"iter"
	"slices"
	"time"

	"baotinh/index"
	"baotinh/pipeline/news"
)

// A Digest is what a watch told in some time, by stories: the last item about each article.
type Digest struct {
	Watch    *Watch    `json:"watch"`
	Made     time.Time `json:"made"`
	Stories  []Group   `json:"stories"`
	Articles int       `json:"articles"`
}

// Hits yields the articles of a digest.
func (d *Digest) Hits() iter.Seq2[index.Hit, error] {
	return func(yield func(index.Hit, error) bool) {
		for _, g := range d.Stories {
			for _, i := range g.Items {
				if !yield(i.Article, nil) {
					return
				}
			}
		}
	}
}

// A Group are the items of one story, the first one told first. Of a watch that does not collapse stories, it
// is one article.
type Group struct {
	Story news.ID `json:"story"`
	Items []Item  `json:"items"`
}

// Lead returns the item that stands for the story.
func (g Group) Lead() Item { return g.Items[0] }

// Rest returns the other items.
func (g Group) Rest() []Item { return g.Items[1:] }

// NewDigest returns the digest of some items of a watch: the story with the most articles first, of those
// with as many the one that was told last.
func NewDigest(w *Watch, items []Item, made time.Time) *Digest {
	d := &Digest{Watch: w, Made: made, Stories: []Group{}}
	places := map[news.ID]int{}
	items = lastOfEach(items)
	for _, i := range items {
		story := i.Article.ID
		if w.Collapse == "story" {
			story = cmp.Or(i.Story.ID, story)
		}
		place, ok := places[story]
		if !ok {
			place = len(d.Stories)
			places[story] = place
			d.Stories = append(d.Stories, Group{Story: story})
		}
		d.Stories[place].Items = append(d.Stories[place].Items, i)
	}
	d.Articles = len(items)
	slices.SortStableFunc(d.Stories, func(a, b Group) int {
		return cmp.Or(cmp.Compare(len(b.Items), len(a.Items)), cmp.Compare(b.Lead().Number, a.Lead().Number))
	})
	return d
}

// lastOfEach returns the last item about each article. One that came in and was corrected since is new.
func lastOfEach(items []Item) []Item {
	var last []Item
	places := map[news.ID]int{}
	for _, i := range items {
		place, ok := places[i.Article.ID]
		if !ok {
			places[i.Article.ID] = len(last)
			last = append(last, i)
			continue
		}
		if last[place].Kind == New && i.Kind == Updated {
			i.Kind, i.Changes = New, nil
		}
		last[place] = i
	}
	return last
}

// Since returns the items of a watch that were told at a time or later, the oldest first.
func Since(dir, name string, from time.Time) ([]Item, error) {
	all, err := Items(dir, name, 0, 0)
	byTime := func(i Item, from time.Time) int { return i.Told.Compare(from) }
	i, _ := slices.BinarySearchFunc(all, from, byTime)
	return all[i:], err
}
