package charset

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"

	"baotinh/pipeline/viet"
)

var (
	onsets = strings.Fields("b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x")
	rhymes = strings.Fields("a ai am an ang anh ao au ay ac ach ap at ăm ăn ăng ăc ăp ăt âm ân âng âu " +
		"ây âc âp ât " +
		"e em en eng eo ec ep et ê êm ên ênh êu êch êp êt i ia im in inh iu ich ip it iêm iên iêng " +
		"iêu iêc iêp iêt o oi om on ong oc op ot oong ooc oa oai oam oan oang oanh oao oay oac " +
		"oach oap oat oăm oăn oăng oăc oăt oe oem oen oeo oet ô ôi ôm ôn ông ôc ôp ôt ơ ơi ơm ơn " +
		"ơp ơt u ua ui um un ung uc up ut uân uâng uây uât uê uên uênh uêch uêu uơ uôi uôm uôn " +
		"uông uôc uôp uôt uy uya uyn uynh uyu uych uyt uyp uyên uyêt ư ưa ưi ưm ưn ưng ưu ưc ưt " +
		"ươi ươm ươn ương ươu ươc ươp ươt y yêm yên yêng yêu yêt")
)

// syllables yields the syllables of Vietnamese, small and in capitals.
func syllables(yield func(string) bool) {
	tones := []string{"", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
	for _, onset := range append(onsets, "") {
		for _, rhyme := range rhymes {
			for i, r := range rhyme {
				for _, tone := range tones {
					nucleus := i + utf8.RuneLen(r)
					s := norm.NFC.String(onset + rhyme[:nucleus] + tone + rhyme[nucleus:])
					if viet.IsSyllable(s) && (!yield(s) || !yield(strings.ToUpper(s))) {
						return
					}
				}
			}
		}
	}
}

// All syllables go through a set and back; TCVN3 loses capitals with tones.
func TestRoundTrip(t *testing.T) {
	for _, c := range detectable {
		decoder, encoder := c.NewDecoder(), c.NewEncoder()
		for s := range syllables {
			b, err := encoder.String(s)
			if err != nil {
				t.Fatalf("%v: encode %+q: %v", c, s, err)
			}
			got, err := decoder.String(b)
			if err != nil {
				t.Fatalf("%v: decode % X: %v", c, b, err)
			}
			if got != s && (c != tcvn3 || !strings.EqualFold(got, s)) {
				t.Fatalf("%v: %+q came back as %+q", c, s, got)
			}
		}
	}
}

// A text cut anywhere is the same text.
func TestStreams(t *testing.T) {
	for _, c := range detectable {
		b := encode(t, c, page)
		got, err := io.ReadAll(c.NewDecoder().Reader(iotest.OneByteReader(bytes.NewReader(b))))
		want, _ := c.NewDecoder().Bytes(b)
		if !bytes.Equal(got, want) || err != nil {
			t.Errorf("%v: decoded byte by byte: %v, %s", c, err, got)
		}

		nfd := norm.NFD.String(page)
		var out bytes.Buffer
		w := c.NewEncoder().Writer(&out)
		for i := range len(nfd) {
			if _, err := io.WriteString(w, nfd[i:i+1]); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.(io.Closer).Close(); err != nil || !bytes.Equal(out.Bytes(), b) {
			t.Errorf("%v: encoded byte by byte: %v, % X, want % X", c, err, out.Bytes(), b)
		}
	}
}

func TestShortBuffers(t *testing.T) {
	d, e := decoder{charset: vni}, encoder{charset: vni}
	dst := make([]byte, 2)
	for _, tt := range []struct {
		name       string
		t          transform.Transformer
		src        string
		atEOF      bool
		nDst, nSrc int
		err        error
	}{
		{"letter at the end may take a mark", d, "a", false, 0, 0, transform.ErrShortSrc},
		{"letter at the end of all", d, "a", true, 1, 1, nil},
		{"consonant at the end takes none", d, "b", false, 1, 1, nil},
		{"no room", d, "a\xe4", true, 0, 0, transform.ErrShortDst},
		{"rune cut", e, "\xe1\xba", false, 0, 0, transform.ErrShortSrc},
		{"letter whose mark may follow", e, "e", false, 0, 0, transform.ErrShortSrc},
		{"room for one", e, "bậ", true, 1, 1, transform.ErrShortDst},
	} {
		nDst, nSrc, err := tt.t.Transform(dst, []byte(tt.src), tt.atEOF)
		if nDst != tt.nDst || nSrc != tt.nSrc || !errors.Is(err, tt.err) {
			t.Errorf("%s: Transform(%+q) = %d, %d, %v, want %d, %d, %v",
				tt.name, tt.src, nDst, nSrc, err, tt.nDst, tt.nSrc, tt.err)
		}
	}
}

func TestUnsupported(t *testing.T) {
	const s = "giá 5 € – 北京"
	if _, err := VISCII.NewEncoder().String(s); err == nil {
		t.Error("no error for a rune that is not in VISCII")
	}
	got, err := encoding.HTMLEscapeUnsupported(VISCII.NewEncoder()).String(s)
	if want := "gi\xe1 5 &#8364; &#8211; &#21271;&#20140;"; got != want || err != nil {
		t.Errorf("escaped: %q, %v, want %q", got, err, want)
	}
	got, err = encoding.ReplaceUnsupported(TCVN3.NewEncoder()).String("x\u0323ạ")
	if want := "x\x1a\xb9"; got != want || err != nil {
		t.Errorf("mark on a consonant: %q, %v, want %q", got, err, want)
	}
}

func TestDecodeMarks(t *testing.T) {
	for _, tt := range []struct {
		name string
		enc  encoding.Encoding
		in   string
		want string
	}{
		{"tone on a letter with a quality mark", Windows1258, "Vi\xea\xf2t", "Việt"},
		{"tone on a consonant", Windows1258, "t\xec", "t\u0301"},
		{"two tones", Windows1258, "a\xec\xf2", "ạ\u0301"},
		{"more tones than a letter can bear", Windows1258, "a" + strings.Repeat("\xec", 9),
			"á" + strings.Repeat("\u0301", 6) + "\uFFFD\u0301"},
		{"combining tone of TCVN 5712", VN2, "\xa4\xb4", "Ộ"},
		{"mark of the wrong case", VNI, "VI\x45\xe4T", "VIỆT"},
		{"mark astray", VNI, "b\xf9", "bù"},
		{"undefined", TCVN3, "a\xaf", "a\uFFFD"},
	} {
		if got, err := tt.enc.NewDecoder().String(tt.in); got != tt.want || err != nil {
			t.Errorf("%s: %+q, %v, want %+q", tt.name, got, err, tt.want)
		}
	}
}

func TestRestoreCapitals(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"words in capitals", "CộNG HòA Xã HộI", "CỘNG HÒA XÃ HỘI"},
		{"capital at the start", "Hà Nội, Đỗ Én", "Hà Nội, Đỗ Én"},
		{"short word between capitals", "BÁO Hà NộI", "BÁO HÀ NỘI"},
		{"short word before capitals", "ý KIếN BạN ĐọC", "Ý KIẾN BẠN ĐỌC"},
		{"short word after small letters", "ông Hà NAM", "ông Hà NAM"},
		{"short name beside an abbreviation", "chị Hà TTXVN", "chị Hà TTXVN"},
		{"short word beside capitals and small letters", "UBND TỉNH ở nơi", "UBND TỈNH ở nơi"},
		{"entity", "Hà&nbsp;NộI", "HÀ&nbsp;NỘI"},
		{"line end", "Hà\nNộI", "Hà\nNỘI"},
	} {
		if got := RestoreCapitals(tt.in); got != tt.want {
			t.Errorf("%s: RestoreCapitals(%q) = %q, want %q", tt.name, tt.in, got, tt.want)
		}
	}
}

// Whatever the bytes, a decoder yields valid UTF-8, in NFC where it composes, and the same by any cut.
func FuzzDecoder(f *testing.F) {
	f.Add([]byte("Vi\xea\xf2t Nam"), 5)
	f.Add([]byte("a\xec\xf2\xec\xec\xec\xec\xec\xec\xec\xec"), 3)
	f.Fuzz(func(t *testing.T, b []byte, cut int) {
		for _, c := range detectable {
			want, err := c.NewDecoder().Bytes(b)
			if err != nil || !utf8.Valid(want) {
				t.Fatalf("%v: decode % X = %+q, %v", c, b, want, err)
			}
			if c.codes().marks && !norm.NFC.IsNormal(want) {
				t.Fatalf("%v: decode % X = %+q, which is not NFC", c, b, want)
			}
			n := min(max(cut, 0), len(b))
			r := io.MultiReader(bytes.NewReader(b[:n]), bytes.NewReader(b[n:]))
			if got, err := io.ReadAll(c.NewDecoder().Reader(r)); err != nil || !bytes.Equal(got, want) {
				t.Fatalf("%v: decode % X cut at %d = %+q, %v, want %+q", c, b, n, got, err, want)
			}
		}
	})
}

// What an encoder takes comes back in NFC.
func FuzzEncoder(f *testing.F) {
	f.Add("Việt Nam")
	f.Add("e\u0323\u0302 x\u0301")
	f.Fuzz(func(t *testing.T, s string) {
		for _, c := range detectable {
			b, err := c.NewEncoder().String(s)
			if err != nil || c == tcvn3 {
				continue
			}
			got, err := c.NewDecoder().String(b)
			if want := norm.NFC.String(s); got != want || err != nil {
				t.Fatalf("%v: %+q came back as %+q, %v", c, want, got, err)
			}
		}
	})
}
