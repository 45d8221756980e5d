package spelling

import (
	"slices"
	"strings"

	"baotinh/index/analysis"
	"baotinh/pipeline/viet"
)

// Keys are the readings of a word that was typed on Telex or VNI keys without an input method.
type Keys struct {
	// Readings are the syllables that the keys spell: one if they have a tone, otherwise those with each
	// tone. Without a tone, "ruowu" is rượu and rươu, as "ruou" is both.
	Readings []string
	toned    bool
}

// The keys of Telex and VNI for the tones.
const telexTones, vniTones = "fsrxj", "21345"

// readKeys returns the readings of a word, none if its keys mark no letter.
func readKeys(word string) Keys {
	if strings.ContainsFunc(word, func(r rune) bool { return r >= 0x80 }) {
		return Keys{}
	}
	if k := readWith(decodeTelex, word, telexTones); k.Readings != nil {
		return k
	}
	if !isVNI(word) {
		return Keys{}
	}
	return readWith(viet.DecodeVNI, word, vniTones)
}

// decodeTelex is [viet.DecodeTelex], but a syllable may end in k, as in names of the highlands: Đắk Lắk.
func decodeTelex(word string) (string, bool) {
	text, ok := viet.DecodeTelex(word)
	if ok {
		return text, ok
	}
	letters := strings.TrimRight(word, telexTones)
	rest, ok := strings.CutSuffix(letters, "k")
	if !ok {
		return "", false
	}
	text, ok = viet.DecodeTelex(rest + "c" + word[len(letters):])
	return strings.TrimSuffix(text, "c") + "k", ok
}

// isVNI reports whether a word may be typed on VNI keys: it has two letters, and one tone at most. E5 and U23
// are names.
func isVNI(word string) bool {
	letters, digits, tones := 0, 0, 0
	for _, r := range word {
		switch {
		case r < '0' || r > '9':
			letters++
		case r <= '5':
			tones++
			fallthrough
		default:
			digits++
		}
	}
	return letters >= 2 && digits > 0 && tones <= 1
}

// readWith reads a word with one kind of keys.
func readWith(decode func(string) (string, bool), word, tones string) Keys {
	level, ok := decode(word)
	if ok {
		s, _ := viet.ParseSyllable(withFinalC(level))
		if s.Tone != viet.Level && (marksBeside(word) || !hasQuality(level)) {
			return Keys{Readings: []string{level}, toned: true}
		}
	}
	var k Keys
	if !marksBeside(word) {
		return k
	}
	for _, key := range append([]byte{0}, tones...) {
		typed := word
		if key != 0 {
			typed += string(key)
		}
		text, ok := decode(typed)
		if ok && !slices.Contains(k.Readings, text) && hasQuality(text) {
			k.Readings = append(k.Readings, text)
		}
	}
	return k
}

// marksBeside reports whether a word has a key for a letter's mark right behind the letter: those elsewhere
// are too likely letters, as the last one of Sapa.
func marksBeside(word string) bool {
	word = viet.Lower(word)
	for _, keys := range [...]string{"aa", "ee", "oo", "dd", "w", "6", "7", "8", "9"} {
		if strings.Contains(word, keys) {
			return true
		}
	}
	return false
}

// hasQuality reports whether a syllable has other marks than a tone.
func hasQuality(syllable string) bool {
	s, _ := viet.ParseSyllable(withFinalC(syllable))
	letters := s.Onset + s.Rhyme
	return letters != viet.Fold(letters)
}

// withFinalC returns the syllable that has c in place of a final k.
func withFinalC(s string) string {
	if rest, ok := strings.CutSuffix(s, "k"); ok {
		return rest + "c"
	}
	return s
}

// muchMore is how many times as many documents must have the reading of a word as the word itself, if it is
// not rare.
const muchMore = 20

// DecodeKeys reads the words of a query, as typed, that were typed on Telex or VNI keys: "lajng sown" is lạng
// sơn. A word that RareWord documents have at most is read as keys if it can be. If one is, so are others
// whose reading is much more frequent than they are: "las" in "chieecs las". Once a tone was typed, a word
// without one is level. docFreq returns the number of documents with a word, whatever its marks if it
// has none.
func DecodeKeys(words []string, docFreq func(word string) int) map[string]Keys {
	all, doubtful := map[string]Keys{}, map[string]Keys{}
	toned := false
	for _, w := range words {
		k := readKeys(w)
		switch {
		case k.Readings == nil:
		case docFreq(w) <= RareWord:
			all[w] = k
			toned = toned || k.toned
		case !viet.IsBareSyllable(w) || strings.Contains(w, "oo"):
			doubtful[w] = k
		}
	}
	if len(all) == 0 {
		return nil
	}
	for w, k := range doubtful {
		if docFreq(mostFrequent(k.Readings, docFreq)) > muchMore*docFreq(w) {
			all[w] = k
		}
	}
	if !toned {
		return all
	}
	for w, k := range all {
		s, _ := viet.ParseSyllable(k.Readings[0])
		if s.Tone == viet.Level && docFreq(k.Readings[0]) > 0 {
			all[w] = Keys{Readings: k.Readings[:1]}
		}
	}
	return all
}

func mostFrequent(words []string, docFreq func(word string) int) string {
	best, most := words[0], -1
	for _, w := range words {
		if n := docFreq(w); n > most {
			best, most = w, n
		}
	}
	return best
}

// Word returns the reading of keys that a score makes the highest, the first of several.
func (k Keys) Word(score func(w analysis.Word) float64) analysis.Word {
	var best analysis.Word
	highest := -1.0
	for _, text := range k.Readings {
		w := analysis.Word{Exact: text, Fold: viet.Fold(text), End: len(text)}
		if v := score(w); v > highest {
			best, highest = w, v
		}
	}
	return best
}
