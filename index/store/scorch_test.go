package store

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/RoaringBitmap/roaring/v2"
	bleveindex "github.com/blevesearch/bleve_index_api"
	scorchsegment "github.com/blevesearch/scorch_segment_api/v2"
	"github.com/google/go-cmp/cmp"

	"baotinh/pipeline/dedupe"
	"baotinh/pipeline/news"
)

// testSegment returns a segment of documents with terms from very common to rare, and how often each document
// has them.
func testSegment(t *testing.T, documents int) (*unpersisted, []map[string]uint64) {
	t.Helper()
	r := rand.New(rand.NewPCG(1, 1))
	docs := make([]bleveindex.Document, documents)
	frequencies := make([]map[string]uint64, documents)
	for i := range docs {
		var words []string
		frequencies[i] = map[string]uint64{}
		for range r.IntN(300) {
			word := "từ" + string(rune('a'+int(r.ExpFloat64()*3)%26))
			words = append(words, word)
			frequencies[i][word]++
		}
		docs[i] = newDocument(&news.Article{
			ID:     news.ID(fmt.Sprint(i)),
			Blocks: []news.Block{{Kind: news.Paragraph, Text: strings.Join(words, " ")}},
		}, dedupe.Keys{}, uint64(i))
	}
	s, _, err := plugin{}.New(docs)
	if err != nil {
		t.Fatal(err)
	}
	return s.(*unpersisted), frequencies
}

func TestBleveReadsFrequencies(t *testing.T) {
	b, want := testSegment(t, 500)
	except := roaring.BitmapOf(3, 4, 77)
	got := make([]map[string]uint64, len(want))
	for i := range want {
		got[i] = map[string]uint64{}
		if except.Contains(uint32(i)) {
			want[i] = got[i]
		}
	}

	dictionary, err := b.Dictionary("text")
	if err != nil {
		t.Fatal(err)
	}
	terms := dictionary.AutomatonIterator(nil, nil, nil)
	for {
		e, err := terms.Next()
		if err != nil {
			t.Fatal(err)
		}
		if e == nil {
			break
		}
		list, err := dictionary.PostingsList([]byte(e.Term), except, nil)
		if err != nil {
			t.Fatal(err)
		}
		for it := list.Iterator(true, true, false, nil); ; {
			p, err := it.Next()
			if err != nil {
				t.Fatal(err)
			}
			if p == nil {
				break
			}
			got[p.Number()][e.Term] = p.Frequency()
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestSegmentFiles(t *testing.T) {
	s, _ := testSegment(t, 10)
	dir := t.TempDir()
	one, merged := filepath.Join(dir, "one"), filepath.Join(dir, "merged")
	if err := s.Persist(one); err != nil {
		t.Fatal(err)
	}
	opened, err := plugin{}.Open(one)
	if err != nil {
		t.Fatal(err)
	}
	defer opened.Close()
	_, size, err := plugin{}.Merge([]scorchsegment.Segment{opened, s},
		[]*roaring.Bitmap{roaring.BitmapOf(0, 9), nil}, merged, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(merged)
	if err != nil {
		t.Fatal(err)
	}
	if uint64(info.Size()) != size {
		t.Errorf("merged %d bytes, said %d", info.Size(), size)
	}
	both, err := plugin{}.Open(merged)
	if err != nil {
		t.Fatal(err)
	}
	defer both.Close()
	if both.Count() != 18 {
		t.Errorf("merged segment has %d documents, want 18", both.Count())
	}
}

func TestMergeThatIsClosedLeavesNoFile(t *testing.T) {
	closed := make(chan struct{})
	close(closed)
	s, _ := testSegment(t, 10)
	path := filepath.Join(t.TempDir(), "merged")
	_, _, err := plugin{}.Merge([]scorchsegment.Segment{s}, []*roaring.Bitmap{nil}, path, closed, nil)
	if !errors.Is(err, scorchsegment.ErrClosed) {
		t.Errorf("Merge = %v, want ErrClosed", err)
	}
	if files, _ := filepath.Glob(path); len(files) > 0 {
		t.Errorf("left %v", files)
	}
}
