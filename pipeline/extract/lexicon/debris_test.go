package lexicon

import "testing"

func TestCutShortcodes(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"caption", `[caption id="a1" width="600"] Vườn quýt[/caption]`, " Vườn quýt"},
		{"alone", `[gallery ids="1,2"]`, ""},
		{"known, without attributes", "a [gallery] b", "a  b"},
		{"page builder", "[vc_row][vc_column]a[/vc_column][/vc_row]", "a"},
		{"template", "{{ article.lead }} a {% include %}", " a "},
		{"Joomla", "a {loadposition x}", "a "},
		{"words of the text", "giá [1] năm nay [...] của [các vườn] {a}",
			"giá [1] năm nay [...] của [các vườn] {a}"},
		{"a word without marks", "[sic] và [anh]", "[sic] và [anh]"},
		{"open", "a [caption id=", "a [caption id="},
	} {
		if got := CutShortcodes(tt.in); got != tt.want {
			t.Errorf("%s: CutShortcodes(%+q) = %+q, want %+q", tt.name, tt.in, got, tt.want)
		}
	}
}

func TestIsMoment(t *testing.T) {
	for s, want := range map[string]bool{
		"08:30": true, "9h15": true, "12/05/2024 10:05": true, "9h": true, "": false, "Hồi 9 giờ": false,
		"12:30:45": false, "100:20": false, "Khai mạc": false,
	} {
		if got := IsMoment(s); got != want {
			t.Errorf("IsMoment(%q) = %t, want %t", s, got, want)
		}
	}
}

func TestSentences(t *testing.T) {
	for s, want := range map[string]int{
		"Hai câu. Câu hai.": 2, "Quốc lộ 1.A mở lại": 0, "Giá 2.000 đồng": 0, "“Ngọt.” Anh nói.": 2, "": 0,
	} {
		if got := Sentences(s); got != want {
			t.Errorf("Sentences(%q) = %d, want %d", s, got, want)
		}
	}
}
