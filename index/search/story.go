package search

import (
	"cmp"
	"slices"
	"time"

	"baotinh/index/segment"
	"baotinh/index/store"
	"baotinh/pipeline/news"
)

// A Collapse says which hits are shown as one. The zero Collapse is none.
type Collapse string

// ByStory is the Collapse of hits that reprint one text: see [news.Article.Story].
const ByStory Collapse = "story"

// A Lead is the article of a story that came in first, of all in the index, found or not.
type Lead struct {
	ID        news.ID   `json:"id"`
	URL       string    `json:"url"`
	Title     string    `json:"title"`
	Published news.Date `json:"published,omitzero"`
	FirstSeen time.Time `json:"first_seen,omitzero"`
	Newspaper string    `json:"newspaper,omitempty"`
	Source    string    `json:"source,omitempty"` // the agency or newspaper that it was taken from
}

// A docPlace is a document of a segment.
type docPlace struct {
	seg int
	doc uint32
}

// A storyMatch is the matches of one story.
type storyMatch struct {
	name  string
	docs  []docPlace
	typed int // of docs, those of the query as it was typed
}

// storyMatches are the stories of which several articles match. Others are not kept, so the memory is that
// of reprints.
type storyMatches struct {
	stories []storyMatch
	shown   map[docPlace]int // the article that is shown, and its story
	total   int              // all stories of the query as it was typed
}

// collapse leaves of each story only the match that comes first in the order of the request, for everything
// that lists hits. What is counted does not change.
func (m *matches) collapse(req *request) error {
	var docs []segment.Bitset
	for seg, s := range m.segments {
		found := s.clone(m.docs[seg])
		if m.relaxed != nil {
			found.Or(m.relaxed[seg])
		}
		docs = append(docs, found)
	}
	m.stories = &storyMatches{stories: m.storiesOf(docs), shown: map[docPlace]int{}, total: m.total}
	for _, s := range m.stories.stories {
		m.stories.total -= max(0, s.typed-1)
	}
	listed := m.sampled(docs)
	scores := m.storyScores(req, listed)
	for n, s := range m.stories.stories {
		first, ok := m.firstOf(s, req.Sort, listed, scores)
		for _, p := range s.docs {
			if !ok || p != first {
				listed[p.seg].Remove(p.doc)
			}
		}
		m.stories.shown[first] = n
	}
	m.sample = listed
	return m.reader.err()
}

// storiesOf returns the stories of which several documents match. The first article of a story does not name
// it: its ID is the name.
func (m *matches) storiesOf(docs []segment.Bitset) []storyMatch {
	var all []storyMatch
	numbers := map[string]int{}
	add := func(n, seg int, doc uint32) {
		s := &all[n]
		s.docs = append(s.docs, docPlace{seg, doc})
		if m.docs[seg].Has(doc) {
			s.typed++
		}
	}
	for seg, s := range m.segments {
		k := s.Values.Keywords[store.FieldStory]
		if len(k.Values) == 1 || s.expired() {
			continue
		}
		for doc := range docs[seg].All() {
			ordinal := k.First[doc]
			if ordinal == 0 {
				continue
			}
			name := k.Values[ordinal]
			n, ok := numbers[name]
			if !ok {
				n = len(all)
				numbers[name] = n
				all = append(all, storyMatch{name: name})
			}
			add(n, seg, doc)
		}
	}
	if len(all) == 0 {
		return nil
	}
	hashes := make(map[uint64]int, len(all))
	for n, s := range all {
		hashes[segment.IDHash(s.name)] = n
	}
	for seg, s := range m.segments {
		if s.expired() {
			break
		}
		k := s.Values.Keywords[store.FieldStory]
		for doc := range docs[seg].All() {
			n, ok := hashes[s.IDHash(doc)]
			if !ok || k.First[doc] != 0 {
				continue
			}
			id, err := s.ID(doc)
			s.fail(err)
			if string(id) == all[n].name {
				add(n, seg, doc)
			}
		}
	}
	return slices.DeleteFunc(all, func(s storyMatch) bool { return len(s.docs) == 1 })
}

// firstOf returns the match of a story that comes first of those listed, and whether there is one.
func (m *matches) firstOf(
	s storyMatch, by Sort, listed []segment.Bitset, scores map[docPlace]float32,
) (docPlace, bool) {
	compare := newTopK(0, by, nil, m.reader.tieBreaker).compare
	together := m.ranksTogether(by)
	var best scoredDoc
	found := false
	for _, p := range s.docs {
		if !listed[p.seg].Has(p.doc) {
			continue
		}
		d := m.scoredDoc(by, p.seg, p.doc, scores[p])
		if !together {
			d.tier = m.tierOf(by, p)
		}
		if !found || cmp.Or(cmp.Compare(d.tier, best.tier), compare(&d, &best)) < 0 {
			best, found = d, true
		}
	}
	return docPlace{best.seg, best.doc}, found
}

// storyScores returns the scores of the matches of stories; nil if the order is not that of relevance.
func (m *matches) storyScores(req *request, listed []segment.Bitset) map[docPlace]float32 {
	if req.Sort != Relevance || len(m.stories.stories) == 0 {
		return nil
	}
	of := make([]segment.Bitset, len(listed))
	for seg, s := range m.segments {
		of[seg] = s.none()
	}
	for _, s := range m.stories.stories {
		for _, p := range s.docs {
			of[p.seg].Add(p.doc)
		}
	}
	for seg, docs := range of {
		docs.And(listed[seg])
	}
	bySegment := make([]map[uint32]float32, len(of)) // segments are scored concurrently
	for seg := range bySegment {
		bySegment[seg] = map[uint32]float32{}
	}
	m.score(of, req.bonus, new(leastScore), func(seg int, doc uint32, score float32) {
		bySegment[seg][doc] = score
	})
	scores := map[docPlace]float32{}
	for seg, some := range bySegment {
		for doc, score := range some {
			scores[docPlace{seg, doc}] = score
		}
	}
	return scores
}

// tierOf returns the tier of a match, unless matches are ranked together.
func (m *matches) tierOf(by Sort, p docPlace) tier {
	switch {
	case !m.docs[p.seg].Has(p.doc):
		return tierRelaxed
	case by == Relevance && m.apart != nil && m.apart[p.seg].Has(p.doc):
		return tierApart
	}
	return tierTyped
}

// addStory adds to a hit how many articles of the answer are in its story, and which came in first. It may be
// called concurrently.
func (m *matches) addStory(h *Hit, d scoredDoc) {
	h.StoryArticles = 1
	if n, ok := m.stories.shown[docPlace{d.seg, d.doc}]; ok {
		s := &m.stories.stories[n]
		if h.StoryArticles = s.typed; h.Relaxed {
			h.StoryArticles = len(s.docs)
		}
	}
	lead, ok := m.lead(string(h.Story))
	if !ok || lead == (docPlace{d.seg, d.doc}) {
		return
	}
	s := m.segments[lead.seg]
	a, err := s.Article(lead.doc)
	if err != nil {
		s.keep(err)
		return
	}
	h.First = newLead(a)
}

func newLead(a *news.Article) *Lead {
	return &Lead{
		ID: a.ID, URL: a.URL, Title: a.Title, Published: a.Published, FirstSeen: a.FirstSeen,
		Newspaper: a.Newspaper, Source: a.Source,
	}
}

// lead returns the article of a story that came in first, of all in the index, and whether it has any: the
// one with the earliest date first seen; of several the one published first, then that which gave the story
// its name.
func (m *matches) lead(story string) (best docPlace, found bool) {
	for seg, s := range m.segments {
		add := func(doc uint32) {
			p := docPlace{seg, doc}
			if s.Live.Has(doc) && (!found || m.cameBefore(p, best)) {
				best, found = p, true
			}
		}
		k := s.Values.Keywords[store.FieldStory]
		if _, ok := slices.BinarySearch(k.Values[1:], story); ok {
			postings, err := s.Postings(store.FieldStory, story)
			if err == nil {
				err = postings.Each(func(doc uint32, _ uint8) { add(doc) })
			}
			s.fail(err)
		}
		doc, ok, err := s.Find(story)
		s.fail(err)
		if ok && k.First[doc] == 0 {
			add(doc)
		}
	}
	return best, found
}

// cameBefore reports whether an article of a story came in before another.
func (m *matches) cameBefore(a, b docPlace) bool {
	s, t := m.segments[a.seg], m.segments[b.seg]
	named := func(s *segmentCandidates, doc uint32) int {
		if s.Values.Keywords[store.FieldStory].First[doc] == 0 {
			return 0
		}
		return 1
	}
	return cmp.Or(
		byOldest(int64(s.Values.Seen[a.doc]), int64(t.Values.Seen[b.doc])),
		byOldest(s.Values.Published[a.doc], t.Values.Published[b.doc]),
		cmp.Compare(named(s, a.doc), named(t, b.doc)),
		cmp.Compare(s.IDHash(a.doc), t.IDHash(b.doc)),
	) < 0
}
