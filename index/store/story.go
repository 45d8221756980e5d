package store

import (
	"cmp"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"

	"baotinh/index/segment"
	"baotinh/pipeline/dedupe"
	"baotinh/pipeline/news"
)

// Stories.
//
// A story is the articles that are one text reprinted. Its name is the ID of the article that began it, and
// stays, also if that article changes or is removed. The story of an article is decided when it is put: if a
// candidate, found by its keys, is the same text by comparison, the article joins its story, otherwise it
// begins one. So it does not depend on batches or on when the program was started again. An article that is
// put again with another text is decided again; with the same text it stays in its story.

// stories finds the stories of articles that are put. It takes about 40 bytes for each article of the store.
type stories struct {
	table     *dedupe.Table
	numbers   []idNumber // of the texts in table
	unwritten map[idNumber]*document
	text      dedupe.Text // the article being put
	other     dedupe.Text
	tried     []idNumber
	read      int // articles on disk that were compared
}

// forgetEvery is the number of articles after which the pages of the files that were read leave the memory of
// the process: they are 60 kB each, as Linux maps them.
const forgetEvery = 1024

// An idNumber is the first half of an ID, which is hexadecimal: no two articles have the same one.
type idNumber uint64

const idNumberDigits = 16

// numberOf returns the number of an ID, 0 if it is of another kind: such an article is a story of its own.
func numberOf(id []byte) idNumber {
	if len(id) < idNumberDigits {
		return 0
	}
	var b [idNumberDigits / 2]byte
	if _, err := hex.Decode(b[:], id[:idNumberDigits]); err != nil {
		return 0
	}
	n := uint64(0)
	for _, c := range b {
		n = n<<8 | uint64(c)
	}
	return idNumber(n)
}

// prefix returns the beginning of the ID.
func (n idNumber) prefix() string { return fmt.Sprintf("%0*x", idNumberDigits, uint64(n)) }

// newStories reads the keys of all articles on disk, in the order in which they were first seen: by it the
// first ones of many with a key are chosen.
func newStories(r readers) *stories {
	segments := r.segments()
	documents := 0
	for _, s := range segments {
		documents += s.Len()
	}
	order := make([]uint64, 0, documents) // date, place among all documents
	start := uint64(0)
	for _, s := range segments {
		for doc := range uint32(s.Len()) {
			if s.Keys(doc) != (segment.Keys{}) && !s.deleted(doc) {
				order = append(order, uint64(s.DocInfo(doc).Seen)<<32|(start+uint64(doc)))
			}
		}
		start += uint64(s.Len())
	}
	slices.Sort(order)
	w := &stories{
		table: dedupe.NewTable(len(order)), numbers: make([]idNumber, 0, len(order)),
		unwritten: map[idNumber]*document{},
	}
	for _, o := range order {
		i, doc := 0, uint32(o)
		for int(doc) >= segments[i].Len() {
			doc -= uint32(segments[i].Len())
			i++
		}
		id, err := segments[i].ID(doc)
		if err != nil {
			continue // openVerified has checked the segment
		}
		w.add(numberOf(id), dedupe.Keys(segments[i].Keys(doc)))
	}
	return w
}

// add adds an article to the candidates for those that are put later.
func (w *stories) add(n idNumber, keys dedupe.Keys) {
	if n != 0 && keys != (dedupe.Keys{}) {
		w.table.Add(keys)
		w.numbers = append(w.numbers, n)
	}
}

// ReadStory reads the text by which articles are compared: without captions, and without the title, which
// every newspaper writes itself.
func ReadStory(t *dedupe.Text, a *news.Article) {
	t.Reset()
	t.Add(a.Sapo)
	for _, b := range a.Blocks {
		if b.Kind != news.Caption {
			t.Add(b.Text)
		}
	}
}

// maxCompared is how many candidates an article is compared with. Those that share the most keys come first:
// of 50,000 articles, all reprints were among the first three.
const maxCompared = 4

// withStory returns an article that is being put with its story, and its keys.
func (s *Store) withStory(a *news.Article) (*news.Article, dedupe.Keys, error) {
	story, keys, err := s.findStory(a)
	if err != nil || story == a.Story {
		return a, keys, err
	}
	with := *a
	with.Story = story
	return &with, keys, nil
}

// findStory returns the story of an article, empty if that is its own ID, and its keys.
func (s *Store) findStory(a *news.Article) (news.ID, dedupe.Keys, error) {
	w := s.writer.stories
	own := numberOf([]byte(a.ID))
	if own == 0 {
		return "", dedupe.Keys{}, nil
	}
	ReadStory(&w.text, a)
	keys := w.text.Keys()
	old, err := s.before(a.ID, own)
	if err != nil {
		return "", keys, err
	}
	if old != nil {
		if ReadStory(&w.other, old); w.text.Equal(&w.other) {
			return old.Story, keys, nil
		}
	}
	w.tried = append(w.tried[:0], own)
	for _, c := range w.table.Candidates(&w.text) {
		n := w.numbers[c.Text]
		if slices.Contains(w.tried, n) {
			continue
		}
		if w.tried = append(w.tried, n); len(w.tried) > 1+maxCompared {
			break
		}
		other, err := s.candidate(n)
		if err != nil {
			return "", keys, err
		}
		if other == nil {
			continue
		}
		if ReadStory(&w.other, other); !w.text.Same(&w.other) {
			continue
		}
		if story := cmp.Or(other.Story, other.ID); story != a.ID {
			return story, keys, nil
		}
		return "", keys, nil
	}
	if old == nil {
		return "", keys, nil
	}
	story, err := s.freeStory(a.ID)
	return story, keys, err
}

// freeStory returns the name of a story that an article begins which was put before: empty for its own ID.
// That is the name of another story if the article has changed altogether since others joined it: then a
// number follows.
func (s *Store) freeStory(id news.ID) (news.ID, error) {
	readers := s.readers()
	defer readers.close()
	for n := 1; ; n++ {
		story := id
		if n > 1 {
			story += news.ID("-" + strconv.Itoa(n))
		}
		taken, err := s.isStoryOfOthers(readers, story, id)
		switch {
		case err != nil:
			return "", err
		case taken:
		case n == 1:
			return "", nil
		default:
			return story, nil
		}
	}
}

// isStoryOfOthers reports whether an article with another ID has a story.
func (s *Store) isStoryOfOthers(r readers, story, id news.ID) (bool, error) {
	for _, d := range s.writer.stories.unwritten {
		if d.article.Story == story && d.article.ID != id {
			return true, nil
		}
	}
	for _, seg := range r.segments() {
		p, err := seg.Postings(FieldStory, string(story))
		if err != nil {
			return false, &ShardError{s.shards[seg.shard].name, fmt.Errorf("%w: %w", ErrCorrupt, err)}
		}
		taken := false
		err = p.Each(func(doc uint32, _ uint8) {
			other, idErr := seg.ID(doc)
			taken = taken || idErr == nil && string(other) != string(id) && !seg.deleted(doc) &&
				!s.writer.isDeleted(news.ID(other), s.shards[seg.shard])
		})
		if err != nil {
			return false, &ShardError{s.shards[seg.shard].name, fmt.Errorf("%w: %w", ErrCorrupt, err)}
		}
		if taken {
			return true, nil
		}
	}
	return false, nil
}

// before returns the article that an article being put replaces, nil if there is none.
func (s *Store) before(id news.ID, n idNumber) (*news.Article, error) {
	if !s.writer.known.Contains(uint32(segment.IDHash(string(id)))) {
		return nil, nil
	}
	return s.candidate(n)
}

// candidate returns an article as it was put last, nil if it is there no more.
func (s *Store) candidate(n idNumber) (*news.Article, error) {
	if d := s.writer.stories.unwritten[n]; d != nil {
		return d.article, nil
	}
	readers := s.readers()
	defer readers.close()
	prefix := n.prefix()
	for _, seg := range readers.segments() {
		for doc, err := range seg.IDs(prefix) {
			var id []byte
			if err == nil {
				id, err = seg.ID(doc)
			}
			if err != nil {
				return nil, &ShardError{s.shards[seg.shard].name, fmt.Errorf("%w: %w", ErrCorrupt, err)}
			}
			if seg.deleted(doc) || s.writer.isDeleted(news.ID(id), s.shards[seg.shard]) {
				continue
			}
			a, err := Segment{Segment: seg.Segment}.Article(doc)
			if err != nil {
				return nil, &ShardError{s.shards[seg.shard].name, err}
			}
			if s.writer.stories.read++; s.writer.stories.read%forgetEvery == 0 {
				readers.forget()
			}
			return a, nil
		}
	}
	return nil, nil
}

// put notes that a document is in a batch, written that its batch is on disk, remove that it is deleted.
func (w *stories) put(d *document) {
	n := numberOf([]byte(d.article.ID))
	if n != 0 {
		w.unwritten[n] = d
		w.add(n, d.keys)
	}
}

func (w *stories) written(d *document) {
	if n := numberOf([]byte(d.article.ID)); w.unwritten[n] == d {
		delete(w.unwritten, n)
	}
}

func (w *stories) remove(id news.ID) { delete(w.unwritten, numberOf([]byte(id))) }
