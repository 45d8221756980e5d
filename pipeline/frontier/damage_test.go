package frontier

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"baotinh/pipeline/news"
)

// TestDamagedFileIsToldFromOthers overwrites and cuts a file at random places. Whatever is asked of it, the
// answer is right or an error, never a panic, and an error of the file wraps ErrDamaged.
func TestDamagedFileIsToldFromOthers(t *testing.T) {
	path := filepath.Join(t.TempDir(), "frontier.db")
	f, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	var links []news.Link
	for i := range 2000 {
		links = append(links, news.Link{
			URL:  fmt.Sprintf("https://h%d.example/tin-%d.html", i%20, i),
			Kind: news.KindArticle, Newspaper: "bao",
		})
	}
	_, err = f.Add(links)
	if err := errors.Join(err, f.Commit(news.Position{}), f.Close()); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}

	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	found := 0
	for range 30 {
		damaged := append([]byte(nil), whole...)
		if random.IntN(3) == 0 {
			damaged = damaged[:random.IntN(len(damaged))]
		} else {
			at := random.IntN(len(damaged) - 4096)
			for i := range 4096 {
				damaged[at+i] = byte(random.Uint32())
			}
		}
		broken := filepath.Join(t.TempDir(), "frontier.db")
		if err := os.WriteFile(broken, damaged, 0o666); err != nil {
			t.Fatal(err)
		}
		if err := useAll(broken); err != nil {
			found++
		}
	}
	if found == 0 {
		t.Error("no damage was found")
	}
}

// useAll does everything with a file and returns the first error.
func useAll(path string) error {
	f, err := Open(path)
	if err != nil {
		return err
	}
	defer f.Close() // of no interest
	if err := f.Verify(); err != nil {
		return err
	}
	for i := range 50 {
		v, _, ok, err := f.Next(time.Now(), func(string) time.Time { return time.Time{} })
		if err != nil {
			return err
		}
		if ok {
			o := news.Outcome{URL: v.URL, Result: news.Missing}
			if err := f.Done(o); err != nil {
				return err
			}
		}
		url := fmt.Sprintf("https://h%d.example/moi-%d.html", i%20, i)
		link := news.Link{URL: url, Kind: news.KindArticle}
		if _, err := f.Add([]news.Link{link}); err != nil {
			return err
		}
	}
	return f.Commit(news.Position{})
}

func TestForgottenPageIsFetchedAgain(t *testing.T) {
	f, err := Open(filepath.Join(t.TempDir(), "frontier.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close() // of no interest
	fetched := &news.Page{
		URL: "https://h.example/tin-1.html", Status: 200, Body: []byte("một"), Fetched: time.Now(),
	}
	local := &news.Page{URL: "https://h.example/tin-2.html", File: "tin-2.html", Body: []byte("hai")}
	next := func() string {
		v, _, ok, err := f.Next(time.Now(), func(string) time.Time { return time.Time{} })
		if err != nil || !ok {
			return ""
		}
		return v.URL
	}
	if err := errors.Join(f.Record(fetched), f.Record(local)); err != nil {
		t.Fatal(err)
	}
	if url := next(); url != "" {
		t.Errorf("%s is due, though it is recorded", url)
	}

	for _, p := range []*news.Page{fetched, local} {
		if err := f.Forget(p.URL); err != nil {
			t.Fatal(err)
		}
		if f.Recorded(p.URL, p.Digest()) {
			t.Errorf("%s is recorded, though it is forgotten", p.URL)
		}
	}
	if url := next(); url != fetched.URL {
		t.Errorf("%q is due, want %s", url, fetched.URL)
	}
	if err := f.Forget("https://h.example/none.html"); err != nil {
		t.Errorf("an unknown URL: %v", err)
	}
}
