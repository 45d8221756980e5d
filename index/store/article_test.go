package store

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"baotinh/pipeline/news"
)

// TestStoredArticleIsWhole sets every field that an article has, also those that do not exist yet.
func TestStoredArticleIsWhole(t *testing.T) {
	want := new(news.Article)
	n := 0
	var set func(v reflect.Value)
	set = func(v reflect.Value) {
		n++
		switch v.Interface().(type) {
		case news.Date:
			at := time.Date(2022, 7, 1, 8, n, 0, 0, news.Vietnam)
			date := news.Date{Time: at, Precision: news.Minute, Evidence: news.EvidenceVisible}
			v.Set(reflect.ValueOf(date))
			return
		case *news.Seen: // of the page, not of the article
			return
		case *news.Article: // of a part
			v.Set(reflect.ValueOf(&news.Article{Title: fmt.Sprintf("Chữ số %d", n)}))
			return
		case time.Time:
			v.Set(reflect.ValueOf(time.Date(2022, 7, 1, 8, n, 0, 0, time.UTC)))
			return
		}
		switch v.Kind() {
		case reflect.String:
			v.SetString(fmt.Sprintf("Chữ số %d", n))
		case reflect.Uint32:
			v.SetUint(uint64(n))
		case reflect.Int, reflect.Int64:
			v.SetInt(int64(n))
		case reflect.Slice:
			v.Set(reflect.MakeSlice(v.Type(), 2, 2))
			set(v.Index(0))
			set(v.Index(1))
		case reflect.Struct:
			for i := range v.NumField() {
				set(v.Field(i))
			}
		default:
			t.Fatalf("a field is a %s: this test and the stored form do not know it", v.Type())
		}
	}
	set(reflect.ValueOf(want).Elem())
	want.Replaces = nil // for Put only

	got, err := decodeArticle(encodeArticle(want))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("stored article (-want +got):\n%s", diff)
	}
}

func TestStoredDates(t *testing.T) {
	for _, at := range []time.Time{
		{}, time.Unix(0, 0), time.Unix(-1, 0), time.Date(1945, 9, 2, 14, 0, 0, 0, time.UTC),
		time.Date(9999, 12, 31, 23, 59, 59, 0, news.Vietnam), time.Time{}.Add(time.Second),
	} {
		want := &news.Article{Published: news.Date{Time: at, Precision: news.Second}}
		if at.IsZero() {
			want.Published = news.Date{}
		}
		got, err := decodeArticle(encodeArticle(want))
		if err != nil || !got.Published.Time.Equal(at) ||
			got.Published.Precision != want.Published.Precision {
			t.Errorf("%v is stored as %+v, %v", at, got, err)
		}
	}
}

func FuzzParseArticle(f *testing.F) {
	a := article(1, "Mưa lớn", "Nước lên.")
	a.Authors, a.Published = []string{"Mai Linh"}, onDay("2022-07-27")
	f.Add(string(appendArticle(nil, a)))
	f.Add(strings.Repeat("\xff", 20))
	f.Fuzz(func(t *testing.T, text string) {
		a, err := parseArticle(text)
		if err != nil {
			return
		}
		again, err := parseArticle(string(appendArticle(nil, a)))
		if err != nil || !cmp.Equal(a, again) {
			t.Errorf("%q is %+v, then %+v, %v", text, a, again, err)
		}
	})
}

func BenchmarkDecodeArticle(b *testing.B) {
	text := strings.Repeat("Nước sông Kỳ Cùng lên nhanh. ", 100)
	stored := encodeArticle(article(1, "Mưa lớn ở Tràng Định", text))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := decodeArticle(stored); err != nil {
			b.Fatal(err)
		}
	}
}
