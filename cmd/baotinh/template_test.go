package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"baotinh/cmd/baotinh/internal/export"
	"baotinh/pipeline/news"
)

const templateLine = "Mời bạn theo dõi Báo Mẫu trên mạng xã hội để đọc tin mới nhất"

// writeTemplated writes articles with numbers in [from, to) that end in templateLine.
func writeTemplated(t *testing.T, from, to int) string {
	t.Helper()
	var b bytes.Buffer
	out := export.NewEncoder(&b)
	for i := from; i < to; i++ {
		err := out.Encode(news.Article{
			URL: fmt.Sprintf("https://baomau.example/bai-%d.html", i), Title: fmt.Sprintf("Bài số %d", i),
			Sapo: strings.Repeat(fmt.Sprintf("Đoạn mở đầu của bài số %d. ", i), 10),
			Blocks: []news.Block{
				{Kind: news.Paragraph, Text: "Một đoạn " + strings.Repeat("rất ", i%40) + "dài."},
				{Kind: news.Paragraph, Text: templateLine},
			},
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(t.TempDir(), "articles.jsonl")
	if err := os.WriteFile(path, b.Bytes(), 0o666); err != nil {
		t.Fatal(err)
	}
	return path
}

// untouched returns how many articles of the index have the template line, all others having lost it with a
// warning.
func untouched(t *testing.T, data string) int {
	t.Helper()
	out, _ := runIn(t, "export", "--data", data)
	n := 0
	for d := json.NewDecoder(bytes.NewReader(out)); d.More(); {
		var a news.Article
		if err := d.Decode(&a); err != nil {
			t.Fatal(err)
		}
		switch {
		case len(a.Blocks) == 2 && len(a.Warnings) == 0:
			n++
		case len(a.Blocks) != 1, len(a.Warnings) != 1, !strings.Contains(a.Warnings[0].Detail, templateLine):
			t.Errorf("%s: %d blocks, warnings %q", a.URL, len(a.Blocks), a.Warnings)
		}
	}
	return n
}

func TestWhatIsTemplateIsRememberedFromJobToJob(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	const known = 19 // pages of one host until it is clear what recurs
	for _, numbers := range [][2]int{{0, 12}, {12, 30}, {30, 31}} {
		file := writeTemplated(t, numbers[0], numbers[1])
		if _, code := runIn(t, "ingest", "--data", data, file); code != exitDone {
			t.Fatalf("articles %v: exit code %d", numbers, code)
		}
	}
	if got := untouched(t, data); got != known {
		t.Errorf("%d articles have the line, want %d", got, known)
	}
	state, err := os.ReadFile(filepath.Join(data, "boilerplate"))
	if err != nil {
		t.Fatal(err)
	}

	if _, code := runIn(t, "reindex", "--data", data); code != exitDone {
		t.Fatalf("reindex: exit code %d", code)
	}
	if got := untouched(t, data); got != 0 {
		t.Errorf("after reindex, with the finished profile, %d articles have the line", got)
	}
	again, err := os.ReadFile(filepath.Join(data, "boilerplate"))
	if err != nil || !bytes.Equal(again, state) {
		t.Errorf("reindex learned something else, %v", err)
	}
}

func TestADamagedTemplateIsLearnedAnew(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	runIn(t, "ingest", "--data", data, writeTemplated(t, 0, 25))
	if err := os.WriteFile(filepath.Join(data, "boilerplate"), []byte("damaged"), 0o666); err != nil {
		t.Fatal(err)
	}
	if _, code := runIn(t, "ingest", "--data", data, writeTemplated(t, 25, 50)); code != exitDone {
		t.Fatalf("exit code %d", code)
	}
	if got := untouched(t, data); got != 2*19 {
		t.Errorf("%d articles have the line, want %d", got, 2*19)
	}
}
