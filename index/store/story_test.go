package store

import (
	"cmp"
	"fmt"
	"maps"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"baotinh/pipeline/news"
)

// storyText returns some paragraphs of text that no other seed has.
func storyText(seed uint64, paragraphs int) []string {
	r := rand.New(rand.NewPCG(seed, 5))
	words := strings.Fields(`hồ chứa nước xã vùng cao đường bê tông thôn bản lớp học mầm non cán bộ y tế
		tiêm phòng
		trâu bò lúa ngô rừng trồng gỗ keo hồi quế chè cầu treo suối lũ sạt lở dân quân bộ đội biên phòng`)
	var all []string
	for range paragraphs {
		var text []string
		for range 40 {
			text = append(text, words[r.IntN(len(words))], fmt.Sprint(r.IntN(90)))
		}
		all = append(all, strings.Join(text, " ")+".")
	}
	return all
}

// storiesOf returns the stories of all articles by their IDs.
func storiesOf(t testing.TB, s *Store) map[news.ID]news.ID {
	t.Helper()
	flush(t, s)
	snap, err := s.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer snap.Close()
	all := map[news.ID]news.ID{}
	for a, err := range snap.Articles(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		all[a.ID] = cmp.Or(a.Story, a.ID)
	}
	return all
}

func checkStories(t *testing.T, s *Store, want map[*news.Article]news.ID) {
	t.Helper()
	got := storiesOf(t, s)
	for a, story := range want {
		if got[a.ID] != story {
			t.Errorf("%s is of story %s, want %s", a.Title, got[a.ID], story)
		}
	}
	if len(got) != len(want) {
		t.Errorf("%d articles, want %d", len(got), len(want))
	}
}

func TestReprintsJoinTheStoryOfTheFirst(t *testing.T) {
	text := storyText(1, 6)
	first := article(1, "Hồ chứa cạn nước", text...)
	whole := article(2, "Cạn nước ở vùng cao", text...)
	short := article(3, "Tin vắn", text[:2]...)
	other := article(4, "Hồ chứa cạn nước", storyText(2, 6)...)
	whole.Published, short.Published = onDay("2022-07-27"), onDay("2015-07-27") // other shards
	s := testStore(t, first, whole, short, other)
	want := map[*news.Article]news.ID{first: first.ID, whole: first.ID, short: first.ID, other: other.ID}
	checkStories(t, s, want)

	late := article(5, "Cùng tin, lần mở sau", append([]string{"Nguồn: TTXVN"}, text...)...)
	dir := s.dir
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	again := openTest(t, dir)
	s.shards, s.writer = nil, nil // closed already
	put(t, again, late)
	want[late] = first.ID
	checkStories(t, again, want)
	if err := again.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestStorySurvivesItsFirstArticle(t *testing.T) {
	text := storyText(1, 6)
	first, second := article(1, "Bài đầu", text...), article(2, "Bài sau", text...)
	s := testStore(t, first, second)

	changed := article(1, "Bài đầu, sửa", storyText(2, 6)...)
	put(t, s, changed)
	rename := first.ID + "-2" // its ID is the name of the story that the other one is in
	checkStories(t, s, map[*news.Article]news.ID{changed: rename, second: first.ID})
	third := article(3, "Bài chép lại bài sửa", storyText(2, 6)...)
	put(t, s, third)
	checkStories(t, s, map[*news.Article]news.ID{changed: rename, second: first.ID, third: rename})

	put(t, s, first)
	checkStories(t, s, map[*news.Article]news.ID{first: first.ID, second: first.ID, third: rename})

	remover := article(4, "Bài ở địa chỉ mới", storyText(3, 6)...)
	remover.Replaces = []news.ID{first.ID}
	fifth := article(5, "Bài sau khi gỡ bài đầu", text...)
	put(t, s, remover, fifth)
	checkStories(t, s, map[*news.Article]news.ID{
		second: first.ID, third: rename, remover: remover.ID, fifth: first.ID,
	})
}

func TestArticlePutAgainStaysInItsStory(t *testing.T) {
	text, end := storyText(1, 5), storyText(2, 5)
	first, other := article(1, "Nửa đầu", text...), article(2, "Nửa cuối", end...)
	both := article(3, "Cả hai", slices.Concat(text, end)...)
	s := testStore(t, first, other, both)
	before := storiesOf(t, s)
	put(t, s, other, first, both)
	if after := storiesOf(t, s); !maps.Equal(before, after) {
		t.Errorf("stories %v, before %v", after, before)
	}
}

func TestStoriesDoNotDependOnBatches(t *testing.T) {
	const articles = 400
	r := rand.New(rand.NewPCG(6, 7))
	var all []*news.Article
	for n := range articles {
		text := storyText(uint64(r.IntN(articles/3)), 7)
		if r.IntN(3) == 0 {
			text = text[:3+r.IntN(4)]
		}
		at := n
		if n > 0 && r.IntN(8) == 0 {
			at = r.IntN(n) // an update
		}
		a := article(at, fmt.Sprintf("Bài %d", n), text...)
		a.FirstSeen = time.Date(2026, 7, 1, 0, at, 0, 0, time.UTC)
		if r.IntN(4) > 0 {
			a.Published = onDay(fmt.Sprintf("%d-07-27", 2004+r.IntN(20)))
		}
		all = append(all, a)
	}
	once := testStore(t, all...)
	want := storiesOf(t, once)

	dir := filepath.Join(t.TempDir(), "index")
	for part := range slices.Chunk(all, 37) {
		s := openTest(t, dir)
		for _, a := range part {
			put(t, s, a)
			if r.IntN(10) == 0 {
				flush(t, s)
			}
		}
		if r.IntN(2) == 0 {
			if err := s.Compact(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	s := openTest(t, dir)
	defer s.Close()
	got := storiesOf(t, s)
	differ, stories := 0, map[news.ID]bool{}
	for id, story := range want {
		stories[story] = true
		if got[id] != story {
			differ++
		}
	}
	if differ > 0 || len(got) != len(want) {
		t.Errorf("%d of %d articles are of another story if the store is opened often", differ, len(want))
	}
	if len(stories) > len(want)/2 {
		t.Errorf("%d stories of %d articles: most are reprints", len(stories), len(want))
	}
}

func TestArticlesWithOtherIDsAreStoriesOfTheirOwn(t *testing.T) {
	text := storyText(1, 6)
	one, two := article(1, "Một", text...), article(2, "Hai", text...)
	one.ID, two.ID = "một", "hai"
	s := testStore(t, one, two)
	checkStories(t, s, map[*news.Article]news.ID{one: one.ID, two: two.ID})
}
