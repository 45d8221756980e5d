package charset

import (
	"encoding/hex"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding"
)

// table reads the rows of a table in testdata, without its head.
func table(t testing.TB, name string) [][]string {
	t.Helper()
	data, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	var rows [][]string
	for line := range strings.Lines(string(data)) {
		rows = append(rows, strings.Split(strings.TrimSuffix(line, "\n"), "\t"))
	}
	return rows[1:]
}

// codePoint reads "U+00C1 Á"; an empty field is U+FFFD.
func codePoint(t testing.TB, s string) rune {
	t.Helper()
	s, _, _ = strings.Cut(strings.TrimPrefix(strings.TrimSpace(s), "U+"), " ")
	if s == "" {
		return utf8.RuneError
	}
	n, err := strconv.ParseUint(s, 16, 32)
	if err != nil {
		t.Fatal(err)
	}
	return rune(n)
}

func TestTables(t *testing.T) {
	for _, tt := range []struct {
		file string
		enc  encoding.Encoding
	}{
		{"charset_tcvn3_abc.tsv", TCVN3},
		{"charset_tcvn5712_vn1.tsv", VN1},
		{"charset_tcvn5712_vn2.tsv", VN2},
		{"charset_vni_windows.tsv", VNI},
		{"charset_vni_mac.tsv", VNIMac},
		{"charset_viscii.tsv", VISCII},
		{"charset_vps.tsv", VPS},
	} {
		t.Run(fmt.Sprint(tt.enc), func(t *testing.T) {
			for _, row := range table(t, tt.file) {
				code, err := hex.DecodeString(strings.ReplaceAll(row[0], " ", ""))
				if err != nil {
					t.Fatal(err)
				}
				want := string(codePoint(t, row[1]))
				if got, err := tt.enc.NewDecoder().Bytes(code); string(got) != want || err != nil {
					t.Errorf("decode % X = %+q, %v, want %+q", code, got, err, want)
				}
				if want == "\uFFFD" {
					continue
				}
				if got, err := tt.enc.NewEncoder().String(want); got != string(code) || err != nil {
					t.Errorf("encode %+q = % X, %v, want % X", want, got, err, code)
				}
			}
		})
	}
}

func TestWindows1258Table(t *testing.T) {
	for _, row := range table(t, "charset_windows1258.tsv") {
		if strings.TrimSpace(row[1]) == "" {
			continue // undefined in the table, a control for the Encoding Standard
		}
		code, err := hex.DecodeString(row[0])
		if err != nil {
			t.Fatal(err)
		}
		want := string(codePoint(t, row[1]))
		if got, err := Windows1258.NewDecoder().Bytes(code); string(got) != want || err != nil {
			t.Errorf("decode % X = %+q, %v, want %+q", code, got, err, want)
		}
		if got, err := Windows1258.NewEncoder().String(want); got != string(code) || err != nil {
			t.Errorf("encode %+q = % X, %v, want % X", want, got, err, code)
		}
	}
}
