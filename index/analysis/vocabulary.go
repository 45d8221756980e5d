package analysis

import "strings"

// A Vocabulary numbers the words of texts, so that an index of many texts looks each word up once. It is not
// safe for concurrent use. The zero Vocabulary is ready.
type Vocabulary struct {
	scanner   Scanner
	spellings map[string]uint32 // the number of the word, or several + an index into pieces
	pieces    [][]uint32        // the words of a spelling that is not one word
	numbers   map[string]uint32 // by exact term
	words     []vocabularyWord  // by number

	foldNumbers map[string]uint32
	folds       []string // by number
}

// several is more than any number of a word.
const several = 1 << 31

// A vocabularyWord is what a Vocabulary keeps of a word.
type vocabularyWord struct {
	exact, fold string
	foldNumber  uint32 // NoFold if the word is its own fold
	first       uint32 // see hashFirst
}

// NoFold is what [Vocabulary.Fold] returns for a word without marks.
const NoFold = 1<<32 - 1

// Append appends the numbers of the words of text to dst, in their order. Equal words have equal numbers.
func (v *Vocabulary) Append(dst []uint32, text string) []uint32 {
	for _, at := range v.scanner.split(text) {
		spelling := text[at.start:at.end]
		n, ok := v.spellings[spelling]
		if !ok {
			n = v.learn(spelling)
		}
		if n < several {
			dst = append(dst, n)
		} else {
			dst = append(dst, v.pieces[n-several]...)
		}
	}
	return dst
}

// learn adds a spelling.
func (v *Vocabulary) learn(spelling string) uint32 {
	if v.spellings == nil {
		*v = Vocabulary{
			scanner: v.scanner, spellings: map[string]uint32{},
			numbers: map[string]uint32{}, foldNumbers: map[string]uint32{},
		}
	}
	t := v.scanner.terms(spelling)
	var n uint32
	if t.exact != "" {
		n = v.number(t.exact, t.fold)
	} else {
		var pieces []uint32
		for _, p := range t.pieces {
			pieces = append(pieces, v.number(p.Exact, p.Fold))
		}
		n = several + uint32(len(v.pieces))
		v.pieces = append(v.pieces, pieces)
	}
	v.spellings[strings.Clone(spelling)] = n
	return n
}

// number returns the number of a word.
func (v *Vocabulary) number(exact, fold string) uint32 {
	if n, ok := v.numbers[exact]; ok {
		return n
	}
	w := vocabularyWord{exact: exact, fold: fold, foldNumber: NoFold, first: hashFirst(fold)}
	if fold != exact {
		n, ok := v.foldNumbers[fold]
		if !ok {
			n = uint32(len(v.folds))
			v.foldNumbers[fold] = n
			v.folds = append(v.folds, fold)
		}
		w.foldNumber = n
	}
	n := uint32(len(v.words))
	v.numbers[exact] = n
	v.words = append(v.words, w)
	return n
}

// Exact returns the exact term of word n.
func (v *Vocabulary) Exact(n uint32) string { return v.words[n].exact }

// Fold returns the number of the folded term of word n, or NoFold if that is its exact term. Folded terms
// have numbers of their own.
func (v *Vocabulary) Fold(n uint32) uint32 { return v.words[n].foldNumber }

// FoldTerm returns the folded term with a number that Fold has returned.
func (v *Vocabulary) FoldTerm(fold uint32) string { return v.folds[fold] }

// HashPair returns the [HashPair] of two words.
func (v *Vocabulary) HashPair(a, b uint32) uint32 {
	return hashSecond(v.words[a].first, v.words[b].fold)
}

// maxSpellings bounds the memory of a Vocabulary: the living vocabulary of 50,000 articles fits.
const maxSpellings = 1 << 16

// Trim forgets all words if there are too many to keep.
func (v *Vocabulary) Trim() {
	if len(v.spellings) > maxSpellings {
		*v = Vocabulary{}
	}
}
