package news

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"
)

func TestDateInJSON(t *testing.T) {
	tests := []struct {
		name string
		date Date
		want string
	}{
		{"to the day", Date{time.Date(2022, 7, 27, 0, 0, 0, 0, Vietnam), Day, EvidenceText},
			`{"time":"2022-07-27T00:00:00+07:00","precision":"day","evidence":"text"}`},
		{"UTC becomes Vietnamese time", Date{time.Date(2021, 12, 1, 4, 51, 0, 0, time.UTC), Minute,
			EvidenceJSONLD},
			`{"time":"2021-12-01T11:51:00+07:00","precision":"minute","evidence":"json-ld"}`},
		{"unknown", Date{}, `null`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := json.Marshal(tt.date)
			if err != nil || string(got) != tt.want {
				t.Errorf("got %s, %v, want %s", got, err, tt.want)
			}
			var back Date
			if err := json.Unmarshal(got, &back); err != nil {
				t.Fatal(err)
			}
			if !back.Time.Equal(tt.date.Time) || back.Precision != tt.date.Precision ||
				back.Evidence != tt.date.Evidence {
				t.Errorf("came back as %+v", back)
			}
		})
	}
}

func TestDigestIsComputedOnce(t *testing.T) {
	p := &Page{Body: []byte("Một")}
	if got, want := p.Digest(), "sha1:ZE7G2SMHV4LMOWENPLVUUECVHITWGVGQ"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if n := testing.AllocsPerRun(10, func() { p.Digest() }); n > 0 {
		t.Errorf("%v allocations when asked again, want none", n)
	}
}

func TestUnknownDateIsLeftOutOfAnArticle(t *testing.T) {
	got, err := json.Marshal(Article{URL: "https://baomau.example/a", Title: "Một"})
	if want := `{"url":"https://baomau.example/a","title":"Một"}`; err != nil || string(got) != want {
		t.Errorf("got %s, %v, want %s", got, err, want)
	}
}

func TestDateRefusesWhatIsNoTime(t *testing.T) {
	for _, in := range []string{`{"time":"07/12/2023"}`, `"2023-12-07"`,
		`{"time":"2023-13-01T00:00:00+07:00"}`} {
		var d Date
		if err := json.Unmarshal([]byte(in), &d); err == nil {
			t.Errorf("%s was taken for %v", in, d)
		}
	}
}

func TestPositionsAreOrderedBySegmentThenOffset(t *testing.T) {
	ordered := []Position{{}, {0, 5}, {1, 0}, {1, 7}, {2, 1}}
	for i, p := range ordered {
		for j, q := range ordered {
			want := 0
			if i < j {
				want = -1
			} else if i > j {
				want = 1
			}
			if got := p.Compare(q); got != want {
				t.Errorf("%v.Compare(%v) = %d, want %d", p, q, got, want)
			}
		}
	}
}

func FuzzDate(f *testing.F) {
	f.Add([]byte(`{"time":"2022-07-27T00:00:00+07:00","precision":"day"}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		var d Date
		if json.Unmarshal(data, &d) != nil {
			return
		}
		out, err := json.Marshal(d)
		if err != nil {
			return // years beyond 9999 have no RFC 3339 form
		}
		var back Date
		if err := json.Unmarshal(out, &back); err != nil || !back.Time.Equal(d.Time.Truncate(time.Second)) {
			t.Errorf("%s came back as %v, %v", out, back, err)
		}
	})
}

func ExampleNewID() {
	fmt.Println(NewID("https://baomau.example/tin-12345.html"))
	// Output: 66d766d47e872d1e1c205deab0ccbf0c
}

func TestWarningInJSON(t *testing.T) {
	tests := []struct {
		name, json string
		want       Warning
	}{
		{"kind and detail", `{"kind":"family-unmatched","detail":"hex7"}`, Warning{WarningFamily, "hex7"}},
		{"kind alone", `{"kind":"multipart"}`, Warning{WarningMultipart, ""}},
		{"words of an older version", `"family hex7 of the catalogue did not match"`,
			Warning{"", "family hex7 of the catalogue did not match"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got Warning
			if err := json.Unmarshal([]byte(tt.json), &got); err != nil || got != tt.want {
				t.Fatalf("%s was read as %+v, error %v, want %+v", tt.json, got, err, tt.want)
			}
			var back Warning
			data, err := json.Marshal(got)
			if err == nil {
				err = json.Unmarshal(data, &back)
			}
			if err != nil || back != got {
				t.Errorf("%s came back as %+v, error %v", data, back, err)
			}
		})
	}
	if err := json.Unmarshal([]byte(`["multipart"]`), new(Warning)); err == nil {
		t.Error("a list was taken for a warning")
	}
}

// A newspaper that went from http to https kept its articles.
func TestArticleIsOneOverHTTPAndHTTPS(t *testing.T) {
	secure := NewID("https://baomau.example/tin-12345.html")
	if plain := NewID("http://baomau.example/tin-12345.html"); plain != secure {
		t.Errorf("ID over http %s, over https %s", plain, secure)
	}
	if NewID("https://baomau.example/tin-12346.html") == secure {
		t.Error("another article has the same ID")
	}
}
