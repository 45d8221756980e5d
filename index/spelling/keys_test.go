package spelling

import (
	"slices"
	"strings"
	"testing"
)

func TestDecodeKeys(t *testing.T) {
	frequent := map[string]int{"las": 60, "lá": 2000, "box": 60, "sapa": 40, "sơn": 9000, "thô": 50}
	for _, tt := range []struct{ name, query, word, want string }{
		{"tone and letter", "lajng sown", "lajng", "lạng"},
		{"a tone was typed, so none is level", "lajng sown", "sown", "sơn"},
		{"no tone was typed, so all are meant", "sown", "sown", "sơn sờn sớn sởn sỡn sợn"},
		{"a stop has two tones", "gaap", "gaap", "gấp gập"},
		{"only the letter đ", "ddao", "ddao", "đao đào đáo đảo đão đạo"},
		{"only a tone", "phos cucj", "phos", "phó"},
		{"oo is a rhyme, too", "khoong", "khoong", "không khồng khống khổng khỗng khộng"},
		{"a final k", "ddawks", "ddawks", "đắk"},
		{"VNI", "tie61ng", "tie61ng", "tiếng"},
		{"VNI without tone", "tie6ng", "tie6ng", "tiêng tiếng tiềng tiểng tiễng tiệng"},
		{"a frequent word among keys", "chieecs las", "las", "lá"},
		{"a frequent word that is likelier itself", "chieecs box", "box", ""},
		{"a frequent word alone", "las", "las", ""},
		{"no keys", "ruou", "ruou", ""},
		{"a mark far from its letter", "pharma sapa", "pharma", ""},
		{"a name of a letter and digits", "U23 E5 m2", "U23", ""},
		{"marks are no keys", "lạng", "lạng", ""},
	} {
		words := strings.Fields(tt.query)
		decoded := DecodeKeys(words, func(word string) int { return frequent[strings.ToLower(word)] })
		got, want := slices.Sorted(slices.Values(decoded[tt.word].Readings)), strings.Fields(tt.want)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%s: %q in %q means %q, want %q", tt.name, tt.word, tt.query, got, want)
		}
	}
}
