package byline

import (
	"os"
	"strings"
	"testing"
)

// roleNames are the words of testdata/bylines.tsv.
var roleNames = map[string]Role{
	"interview": Interviewed, "compiled": Compiled, "recorded": Recorded,
}

func TestParseTable(t *testing.T) {
	data, err := os.ReadFile("testdata/bylines.tsv")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(data)) {
		row := strings.Split(strings.TrimRight(line, "\n"), "\t")
		if row[0] == "raw" {
			continue
		}
		raw, authors, role, source, unit, staff, extra := row[0], row[2], row[3], row[4], row[5], row[6], row[7]
		c, ok := Parse(raw)
		if ok != (row[1] == "1") {
			t.Errorf("Parse(%+q) = %+v, %v", raw, c, ok)
			continue
		}
		if !ok {
			continue
		}
		got := strings.Join(c.Authors, "|")
		switch role {
		case "photo":
			got = strings.Join(c.Photographers, "|")
		case "video":
			got = strings.Join(c.Videographers, "|")
		case "design":
			got = strings.Join(c.Designers, "|")
		case "author+photo":
			if p := strings.Join(c.Photographers, "|"); p != got {
				t.Errorf("Parse(%q): photographers %q, authors %q", raw, p, got)
			}
		}
		if got != authors {
			t.Errorf("Parse(%q): names %q, want %q", raw, got, authors)
		}
		if c.Role != roleNames[role] {
			t.Errorf("Parse(%q): role %d, want %s", raw, c.Role, role)
		}
		if s := c.Source + c.PhotoSource; s != source {
			t.Errorf("Parse(%q): source %q, want %q", raw, s, source)
		}
		if c.Unit != unit || c.Staff != staff || c.Generic != (staff != "") {
			t.Errorf("Parse(%q): unit %q, staff %q, want %q, %q", raw, c.Unit, c.Staff, unit, staff)
		}
		for part := range strings.SplitSeq(extra, ";") {
			name, want, _ := strings.Cut(part, "=")
			got := map[string][]string{"photo": c.Photographers, "design": c.Designers}[name]
			if name != "" && strings.Join(got, "|") != want {
				t.Errorf("Parse(%q): %s %q, want %q", raw, name, got, want)
			}
		}
	}
}
