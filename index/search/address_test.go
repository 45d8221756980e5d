package search

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"baotinh/index/store"
	"baotinh/pipeline/news"
)

// addressed returns articles of two newspapers whose addresses have slugs and numbers.
func addressed(n int) []*news.Article {
	random := rand.New(rand.NewPCG(1, 2))
	syllables := strings.Fields("lu quet sat lo cau treo cho phien hop dan ban lang xa huyen tinh duong rung")
	var all []*news.Article
	for i := range n {
		var slug []string
		for range 3 + random.IntN(6) {
			slug = append(slug, syllables[random.IntN(len(syllables))])
		}
		host := []string{"baomauson.example", "www.baosonglam.example"}[i%2]
		url := fmt.Sprintf("https://%s/xa-hoi/%s-%d.html", host, strings.Join(slug, "-"), 500_000+7*i)
		all = append(all, &news.Article{ID: news.NewID(url), URL: url, Title: strings.Join(slug, " ")})
	}
	return all
}

func TestNearestAddresses(t *testing.T) {
	articles := addressed(3000)
	ix := testIndex(t, articles...)
	s, err := ix.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	a := articles[1234]
	address := store.Address(a.URL)
	host, path, _ := strings.Cut(address, "/")
	slug, number, _ := strings.Cut(path, fmt.Sprint(500_000+7*1234))
	tests := []struct{ name, url string }{
		{"a letter too many at the end", a.URL + "l"},
		{"cut off before the number", "https://" + strings.TrimSuffix(address, "1234.html")},
		{"a mistake at the beginning of the path", "https://" + host + "/xa-hoj" + path[len("xa-hoi"):]},
		{"another section", "https://" + host + "/thoi-su" + path[len("xa-hoi"):]},
		{"a digit of the number", "https://" + host + "/" + slug + "508639" + number},
		{"a letter of the host", "https://" + strings.Replace(host, "mau", "maus", 1) + "/" + path},
		{"http and www.", "http://www." + address + "x"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			near, err := Nearest(t.Context(), s, tt.url, 3)
			if err != nil {
				t.Fatal(err)
			}
			if len(near) == 0 || near[0].URL != a.URL {
				t.Errorf("nearest to %s: %v, want %s", tt.url, urls(near), a.URL)
			}
		})
	}
	for _, url := range []string{"https://khac.example/xa-hoi/lu-quet-1.html", "https://baomauson.example/"} {
		if near, err := Nearest(t.Context(), s, url, 3); err != nil || len(near) > 0 && len(url) > 40 {
			t.Errorf("nearest to %s: %v, %v, want none", url, urls(near), err)
		}
	}
}

func urls(articles []*news.Article) []string {
	var all []string
	for _, a := range articles {
		all = append(all, a.URL)
	}
	return all
}

// Of an address with one mistake in its last twenty bytes, the nearest address is the same as among all.
func TestNearestAddressIsThatOfAll(t *testing.T) {
	articles := addressed(2000)
	ix := testIndex(t, articles...)
	s, err := ix.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	random := rand.New(rand.NewPCG(3, 4))
	for range 50 {
		url := []byte(articles[random.IntN(len(articles))].URL)
		i := len(url) - 1 - random.IntN(20)
		switch random.IntN(3) {
		case 0:
			url[i] = 'q'
		case 1:
			url = slices.Delete(url, i, i+1)
		default:
			url = slices.Insert(url, i, 'q')
		}
		near, err := Nearest(t.Context(), s, string(url), 1)
		if err != nil {
			t.Fatal(err)
		}
		distance := func(a *news.Article) int {
			return editDistance(store.Address(string(url)), store.Address(a.URL))
		}
		best := slices.MinFunc(articles, func(a, b *news.Article) int {
			return cmp.Compare(distance(a), distance(b))
		})
		if len(near) == 0 || distance(near[0]) != distance(best) {
			t.Errorf("nearest to %s: %v, want %s", url, urls(near), best.URL)
		}
	}
}

func TestArticleAtAddress(t *testing.T) {
	one := &news.Article{URL: "https://www.baosonglam.example/a-1.html", Title: "Một"}
	one.ID = news.NewID(one.URL)
	ix := testIndex(t, one)
	s, err := ix.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for url, want := range map[string]int{
		"http://baosonglam.example/a-1.html": 1, "https://www.baosonglam.example/a-1.html#top": 1,
		"https://baosonglam.example/a-1.htm": 0, "https://baosonglam.example/a-1.html2": 0,
	} {
		if found, err := At(s, url); err != nil || len(found) != want {
			t.Errorf("at %s: %v, %v, want %d", url, urls(found), err, want)
		}
	}
}

func TestEditDistance(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want int
	}{
		{"", "", 0}, {"lũ", "", 3}, {"kitten", "sitting", 3}, {"abc", "abc", 0}, {"abcd", "acbd", 2},
		{"flaw", "lawn", 2}, {"xabx", "xx", 2},
	} {
		if got := editDistance(tt.a, tt.b); got != tt.want {
			t.Errorf("editDistance(%+q, %+q) = %d, want %d", tt.a, tt.b, got, tt.want)
		}
		if got := editDistance(tt.b, tt.a); got != tt.want {
			t.Errorf("editDistance(%+q, %+q) = %d, want %d", tt.b, tt.a, got, tt.want)
		}
	}
}
