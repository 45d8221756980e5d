package charset

import (
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

func TestRepair(t *testing.T) {
	const clean = "Chiều 27/7, Đoàn đại biểu Quốc hội tỉnh tổ chức hội nghị."
	vniLine := string(latin1(encode(t, VNI, clean)))
	tcvn3Line := string(latin1(encode(t, TCVN3, clean)))
	twice := string(latin1([]byte(clean)))
	for _, tt := range []struct {
		name, in, want string
	}{
		{"clean", clean, clean},
		{"empty", "", ""},
		{"TCVN3", tcvn3Line, clean},
		{"VNI", vniLine, clean},
		{"twice", twice, clean},
		{"TCVN3 by windows-1258", windows1258Shows(encode(t, TCVN3, clean)), clean},
		{"VNI by windows-1258", windows1258Shows(encode(t, VNI, clean)), clean},
		{"twice by windows-1258", windows1258Shows([]byte(clean)), clean},
		{"sound letters of windows-1258", "Lê Văn Đông, Cư Jút, Ea Súp, Đăk Hà\nNgô Văn Ơn",
			"Lê Văn Đông, Cư Jút, Ea Súp, Đăk Hà\nNgô Văn Ơn"},
		{"sound and half decomposed", windows1258Shows(encode(t, Windows1258, clean)),
			windows1258Shows(encode(t, Windows1258, clean))},
		{"Romanian",
			"Ești în sclavie, nici în servitute, după lună",
			"Ești în sclavie, nici în servitute, după lună"},
		{"twice by windows-1252", "Há»™i nghá»‹ Ä‘ang há»\u008dp, â€œtá»‘tâ€\u009d",
			"Hội nghị đang họp, “tốt”"},
		{"no-break space made plain", "CÃ´ng nhÃ¢n hÃ ng xÃ¡o lÃ  ai, á»Ÿ nhÃ , Ä‘i vÃ o",
			"Công nhân hàng xáo là ai, ở nhà, đi vào"},
		{"spaces collapsed", "Háº¡ Long lÃ gÃ¬, lÃ â€œáº¹pâ€\u009d vÃ Hue vÃ 5 má»›i",
			"Hạ Long là gì, là “ẹp” và Hue và 5 mới"},
		{"degrees", "Phú Yên, 32ºC, 30°C", "Phú Yên, 32ºC, 30°C"},
		{"each line by itself", clean + "\n" + vniLine + "\n" + tcvn3Line + "\nend",
			strings.Repeat(clean+"\n", 3) + "end"},
		{"short line beside a long one", vniLine + "\nHuyønh Vieät", clean + "\nHuỳnh Việt"},
		{"line that makes sense both ways", tcvn3Line + "\nMinh Tó", clean + "\nMinh Tú"},
		{"the same in a sound text", clean + "\n" + tcvn3Line + "\nMinh Tó", clean + "\n" + clean +
			"\nMinh Tó"},
		{"names alone", "Döông Huyønh", "Dương Huỳnh"},
		{"words in a sound line", "Ca sĩ DÅ©ng VÅ© hát rất hay", "Ca sĩ Dũng Vũ hát rất hay"},
		{"sound capital before a quotation mark", "“ĐIỀU ĐÓ ĐÃ” – ông nói", "“ĐIỀU ĐÓ ĐÃ” – ông nói"},
		{"sound capital before a no-break space", "VẪN ĐÃ\u00a0ĐƯỢC CÂ\u00a0NHÂN",
			"VẪN ĐÃ\u00a0ĐƯỢC CÂ\u00a0NHÂN"},
		{"ellipsis behind a quotation mark", "“Cố giữ lí trí”… rồi đi", "“Cố giữ lí trí”… rồi đi"},
		{"Latin-1 letters only", "là cá nhân có công", "là cá nhân có công"},
		{"French", "Le café naïf d'à côté, déjà fermé depuis l'été",
			"Le café naïf d'à côté, déjà fermé depuis l'été"},
		{"Danish, one letter", "på tro, på land og på ny", "på tro, på land og på ny"},
		{"Northern Sami", "Dáikkiin leat áššit ja áššiid", "Dáikkiin leat áššit ja áššiid"},
		{"Inari Sami", "tiettuu oovtviärdásâžžân já", "tiettuu oovtviärdásâžžân já"},
		{"French, two words", "Noël, Haïti", "Noël, Haïti"},
		{"thrice", string(latin1([]byte(twice))), clean},
		{"broken", "a\xffb", "a\uFFFDb"},
	} {
		got, changed := Repair(tt.in)
		if got != tt.want || changed != (tt.in != tt.want) {
			t.Errorf("%s: Repair(%+q) = %+q, %v, want %+q", tt.name, tt.in, got, changed, tt.want)
		}
	}
}

// windows1258Shows returns b as a reader shows it that takes it for windows-1258.
func windows1258Shows(b []byte) string {
	runes := make([]rune, len(b))
	for i, c := range b {
		if runes[i] = charmap.Windows1258.DecodeByte(c); runes[i] == utf8.RuneError {
			runes[i] = rune(c)
		}
	}
	return string(runes)
}

// TestSuspect compares the one pass over a text with what it stands for.
func TestSuspect(t *testing.T) {
	letters := [...]string{
		"a", "\n", "Ã", "â", "¡", "º", "ạ", "ộ", "Đ", "ư", "“", "ỳ", "\u1E80", "\xC3", "\xE1",
	}
	n := len(letters)
	for i := range n * n * n * n {
		s := letters[i%n] + letters[i/n%n] + letters[i/n/n%n] + letters[i/n/n/n]
		want := !utf8.ValidString(s)
		for line := range strings.Lines(s) {
			want = want || !isASCII(line) && (!isUnicode(line) || mayBeDoubleEncoded(line))
		}
		if got := isSuspect(s); got != want {
			t.Fatalf("isSuspect(%+q) = %v, want %v", s, got, want)
		}
	}
}

func FuzzRepair(f *testing.F) {
	for _, s := range []string{"Döông Huyønh", "â€œtá»‘tâ€\u009d", "VÉn ®· ®\u00adîc", "Ti¬ng Vi®t",
		"ÃƒÂ¡", "a\xff\n<b"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		once, changed := Repair(s)
		if !utf8.ValidString(once) || changed != (once != s) {
			t.Fatalf("Repair(%+q) = %+q, %v", s, once, changed)
		}
		if twice, changed := Repair(once); twice != once || changed {
			t.Fatalf("Repair(%+q) = %+q, then %+q", s, once, twice)
		}
	})
}
