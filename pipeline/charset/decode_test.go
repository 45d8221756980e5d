package charset

import (
	"testing"

	"golang.org/x/text/encoding"
)

const page = `<html><head><title>Báo Lạng Sơn</title></head><body><p>Chiều 27/7, Đoàn đại biểu Quốc hội tỉnh tổ chức ` +
	`hội nghị. TỈNH LẠNG SƠN, HÀ NỘI: ông Hà nói gì?</p></body></html>`

// encode encodes s, which the set must have.
func encode(t testing.TB, e encoding.Encoding, s string) []byte {
	t.Helper()
	b, err := e.NewEncoder().Bytes([]byte(s))
	if err != nil {
		t.Fatalf("encode %q: %v", s, err)
	}
	return b
}

// latin1 returns b with every byte shown as the rune of Latin-1.
func latin1(b []byte) []byte {
	runes := make([]rune, len(b))
	for i, c := range b {
		runes[i] = rune(c)
	}
	return []byte(string(runes))
}

// Pages lie: whatever is declared, what their text spells counts.
func TestDecodeDetectsSets(t *testing.T) {
	for _, c := range detectable {
		body := encode(t, c, page)
		for _, contentType := range []string{"", "text/html", "text/html; charset=utf-8", "text/html; charset=iso-8859-1"} {
			if text, name, err := Decode(body, contentType); string(text) != page || name != c.name || err != nil {
				t.Errorf("%v declared as %q: %v, %v, %s", c, contentType, name, err, text)
			}
		}
		if text, name, err := Decode(latin1(body), ""); string(text) != page || name != utf8As+c.name || err != nil {
			t.Errorf("%v as Latin-1: %v, %v, %s", c, name, err, text)
		}
	}
	if text, name, err := Decode(latin1([]byte(page)), ""); string(text) != page || name != utf8Twice || err != nil {
		t.Errorf("UTF-8 twice: %v, %v, %s", name, err, text)
	}
	if text, name, err := Decode([]byte(page), ""); string(text) != page || name != utf8Name || err != nil {
		t.Errorf("UTF-8: %v, %v, %s", name, err, text)
	}
}
