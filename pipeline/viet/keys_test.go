package viet_test

import (
	"strings"
	"testing"

	"baotinh/pipeline/viet"
)

func TestTelexCollisions(t *testing.T) {
	for _, row := range table(t, "telex_collisions.tsv") {
		word, _ := strings.CutSuffix(row[0], "(bare)")
		if got, ok := viet.DecodeTelex(word); !ok || got != row[1] {
			t.Errorf("DecodeTelex(%q) = %q %v, want %q", word, got, ok, row[1])
		}
	}
}

// Keys as they are typed, tone last.
var (
	telexMarks = strings.NewReplacer("ă", "aw", "â", "aa", "đ", "dd", "ê", "ee", "ô", "oo", "ơ", "ow", "ư",
		"uw")
	vniMarks = strings.NewReplacer("ă", "a8", "â", "a6", "đ", "d9", "ê", "e6", "ô", "o6", "ơ", "o7", "ư",
		"u7")
)

func TestKeysOfAllSyllables(t *testing.T) {
	misses := 0
	for _, row := range table(t, "syllables.tsv") {
		s, _ := viet.ParseSyllable(row[0])
		bare := viet.Syllable{Onset: s.Onset, Rhyme: s.Rhyme, Tone: viet.Sac}.String()
		letters := viet.Lower(strings.NewReplacer("á", "a", "ắ", "ă", "ấ", "â", "é", "e", "ế", "ê", "í", "i",
			"ó", "o", "ố", "ô",
			"ớ", "ơ", "ú", "u", "ứ", "ư", "ý", "y").Replace(bare))
		if letters == row[2] && s.Tone == viet.Level {
			continue // nothing to mark
		}
		telex := telexMarks.Replace(letters) + strings.Trim(" frxsj"[s.Tone:s.Tone+1], " ")
		if got, ok := viet.DecodeTelex(telex); !ok || got != row[0] {
			misses++
			if !strings.Contains(row[2], "oo") && !strings.Contains(row[2], "oeo") &&
				!strings.Contains(row[2], "oao") {
				t.Errorf("DecodeTelex(%q) = %q %v, want %q", telex, got, ok, row[0])
			}
		}
		vni := vniMarks.Replace(letters) + strings.Trim("023415"[s.Tone:s.Tone+1], "0")
		if s.Tone != viet.Level {
			vni = vniMarks.Replace(letters) + [...]string{"", "2", "3", "4", "1", "5"}[s.Tone]
		}
		if got, ok := viet.DecodeVNI(vni); !ok || got != row[0] {
			t.Errorf("DecodeVNI(%q) = %q %v, want %q", vni, got, ok, row[0])
		}
	}
	if misses > 15 {
		t.Errorf("DecodeTelex misses %d syllables", misses)
	}
}

func TestDecodeKeys(t *testing.T) {
	for in, want := range map[string]string{
		"tieesng": "tiếng", "tieengs": "tiếng", "dduwowngf": "đường", "dduwongf": "đường",
		"duwowngfd": "đường", "lajng": "lạng",
		"sown": "sơn", "hoaf": "hoà", "thuyr": "thuỷ", "Tieesng": "Tiếng", "DDUWOWNGF": "ĐƯỜNG",
		"quaans": "quấn", "quawn": "quăn",
		"muaw": "mưa", "tuongw": "tương", "giuwax": "giữa", "quees": "quế", "w": "ư",
	} {
		if got, ok := viet.DecodeTelex(in); !ok || got != want {
			t.Errorf("DecodeTelex(%q) = %q %v, want %q", in, got, ok, want)
		}
	}
	for _, in := range []string{"", "nguoi", "toi", "google", "covid19", "tiếng", "ffff",
		"aaaaaaaaaaaaaaaaaaaaaaaa", "sss", "x\xff"} {
		if got, ok := viet.DecodeTelex(in); ok {
			t.Errorf("DecodeTelex(%q) = %q", in, got)
		}
	}
	for in, want := range map[string]string{
		"tie6ng1": "tiếng", "d9u7o7ng2": "đường", "duong972": "đường", "la5ng": "lạng", "so7n": "sơn",
		"ngu7o7i2": "người",
	} {
		if got, ok := viet.DecodeVNI(in); !ok || got != want {
			t.Errorf("DecodeVNI(%q) = %q %v, want %q", in, got, ok, want)
		}
	}
	for _, in := range []string{"", "nguoi", "u23", "h5n1", "covid19", "2022", "27"} {
		if got, ok := viet.DecodeVNI(in); ok && in != "u23" {
			t.Errorf("DecodeVNI(%q) = %q", in, got)
		}
	}
}

func TestVariants(t *testing.T) {
	for _, row := range table(t, "iy_alternation.tsv") {
		i, y := row[0], row[1]
		got := strings.Join(viet.Variants(i), " ")
		if back := strings.Join(viet.Variants(y), " "); (back == i) != (got == y) {
			t.Errorf("Variants(%q) = %q, Variants(%q) = %q", i, got, y, back)
		}
		if got != "" && got != y {
			t.Errorf("Variants(%q) = %q, want %q", i, got, y)
		}
	}
	for in, want := range map[string]string{
		"mỹ": "mĩ", "Mĩ": "mỹ", "tỷ": "tỉ", "sĩ": "sỹ", "kỳ": "kì", "quý": "quí", "lý": "lí", "vĩ": "vỹ",
		"vi": "", "thy": "", "dì": "",
		"tai": "", "tay": "", "thuỷ": "", "yêu": "", "chí": "", "UBND": "",
	} {
		if got := strings.Join(viet.Variants(in), " "); got != want {
			t.Errorf("Variants(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestAbbreviations(t *testing.T) {
	for in, want := range map[string]string{
		"UBND": "Ủy ban nhân dân", "ubnd": "Ủy ban nhân dân", "HDND": "Hội đồng nhân dân", "TW": "Trung ương",
		"tw":  "Trung ương",
		"T.Ư": "Trung ương", "KT-XH": "kinh tế - xã hội", "KTXH": "kinh tế - xã hội", "tư": "", "an": "",
		"ca": "", "XYZW": "",
		"TP": "thành phố", "CSGT": "Cảnh sát giao thông", "GD&ĐT": "giáo dục và đào tạo",
		"GD-ĐT": "giáo dục và đào tạo",
	} {
		got := append(viet.Expand(in), "")[0]
		if !strings.EqualFold(got, want) {
			t.Errorf("Expand(%q) = %q, want %q", in, got, want)
		}
	}
	if got := viet.Expand("TT"); len(got) < 5 {
		t.Errorf("Expand(TT) = %q", got)
	}
	for in, want := range map[string]string{
		"uỷ ban nhân dân": "UBND", "Ủy ban Nhân dân": "UBND", "giáo dục đào tạo": "GD&ĐT", "trung ương": "TW",
		"lạng sơn": "",
	} {
		if got := append(viet.Abbreviate(in), "")[0]; got != want {
			t.Errorf("Abbreviate(%q) = %q, want %q", in, got, want)
		}
	}
}
