package lexicon

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"baotinh/pipeline/markup"
	"baotinh/pipeline/viet"
)

// plainKey is Key by its definition, a character at a time.
func plainKey(s string) string {
	words := strings.FieldsFunc(viet.Lower(s), func(c rune) bool {
		if c < utf8.RuneSelf {
			return !markup.IsLetter(byte(c)) && (c < '0' || c > '9')
		}
		return !unicode.IsLetter(c) && !unicode.IsDigit(c) && !unicode.IsMark(c)
	})
	return strings.Join(words, " ")
}

func TestKeyOfEveryCharacter(t *testing.T) {
	for c := range rune(unicode.MaxRune + 1) {
		s := "a" + string(c) + "B-" + string(c)
		if got, want := Key(s), plainKey(s); got != want {
			t.Fatalf("Key(%+q) = %+q, want %+q", s, got, want)
		}
	}
}

func TestHasKey(t *testing.T) {
	texts := [...]string{
		"", "-", "tin", "Tin", "TIN LIÊN QUAN:", "tin liên quan", "“Tin” liên  quan (3)", "tin liên quan 3",
		"tin liên", "tinliên quan", "\xE1\xBA", "ạ", "Ạ", "a", "\uFFFD",
	}
	for _, s := range texts {
		for _, other := range texts {
			if got, want := HasKey(s, Key(other)), Key(s) == Key(other); got != want {
				t.Errorf("HasKey(%+q, Key(%+q)) = %v, want %v", s, other, got, want)
			}
			if got, want := BeginsKey(s, Key(other)), strings.HasPrefix(Key(s), Key(other)); got != want {
				t.Errorf("BeginsKey(%+q, Key(%+q)) = %v, want %v", s, other, got, want)
			}
		}
	}
}

func TestHasDigit(t *testing.T) {
	for c := range rune(unicode.MaxRune + 1) {
		s := "ạế" + string(c) + "ộ"
		if got, want := HasDigit(s), unicode.IsDigit(c); got != want {
			t.Fatalf("HasDigit(%+q) = %v, want %v", s, got, want)
		}
	}
}

func FuzzKey(f *testing.F) {
	f.Add("Tin liên quan: HỒ NÀ TÂM, 12/5 – “Ẩm thực”")
	f.Add("\xE1\xBB")
	f.Add("\xC3 \xE1\xBAa \xE1\xBA\xA0")
	f.Fuzz(func(t *testing.T, s string) {
		if got, want := Key(s), plainKey(s); got != want {
			t.Errorf("Key(%+q) = %+q, want %+q", s, got, want)
		}
	})
}

func BenchmarkKey(b *testing.B) {
	const line = "Trao đổi với Báo Mẫu, ông Nguyễn Văn Mẫu cho biết: “Hồ Nà Tâm tích đủ nước, 12 xã có nước.”"
	b.SetBytes(int64(len(line)))
	for b.Loop() {
		Key(line)
	}
}
