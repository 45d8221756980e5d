package export

import (
	"encoding/csv"
	"strings"
	"testing"
)

func TestCSVHasNoFormulas(t *testing.T) {
	for cell, want := range map[string]string{
		"=1+1":                      "'=1+1",
		"+84 912":                   "'+84 912",
		"-5 độ ở Mẫu Sơn":           "'-5 độ ở Mẫu Sơn",
		"@baomau":                   "'@baomau",
		"\t=1":                      "'\t=1",
		"\r=1":                      "'\r=1",
		"\n=1":                      "'\n=1",
		"＝1":                        "'＝1",
		"'=1":                       "''=1", // so that the apostrophe comes back
		"":                          "",
		"'":                         "'",
		"'Bão' số 3":                "'Bão' số 3",
		"– Chiều 27/7":              "– Chiều 27/7",
		"Giá xăng: -5%":             "Giá xăng: -5%",
		"2022-07-27":                "2022-07-27",
		"https://baomau.example/=1": "https://baomau.example/=1",
	} {
		var text strings.Builder
		w := NewCSV(&text)
		if err := w.Write("a", cell); err != nil || w.Flush() != nil {
			t.Fatal(err)
		}
		row, err := csv.NewReader(strings.NewReader(text.String())).Read()
		if err != nil || row[1] != want {
			t.Errorf("%q is written as %q (%v), want %q", cell, row, err, want)
		}
	}
}
