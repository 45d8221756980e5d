package store

import (
	"fmt"
	"sync"
	"unicode/utf8"

	"baotinh/index/segment"
	"baotinh/pipeline/viet"
)

// Spellings returns the terms of FieldText with marks whose fold is a term without: người, ngươi of nguoi.
// The first call for a letter reads the terms that begin with it. The error is ErrCorrupt.
func (s Segment) Spellings(fold string) ([]string, error) {
	found, err := s.spellings.of(fold)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrCorrupt, err)
	}
	return found, nil
}

// A spellingTable has the terms of FieldText with marks by their folds. A letter is read when a fold that
// begins with it is first asked for, because all would take as long as some searches. It may be used
// concurrently.
type spellingTable struct {
	segment *segment.Segment
	mu      sync.Mutex
	letters map[byte]map[string][]string
}

func newSpellingTable(s *segment.Segment) *spellingTable {
	return &spellingTable{segment: s, letters: map[byte]map[string][]string{}}
}

// of returns the terms with a fold.
func (t *spellingTable) of(fold string) ([]string, error) {
	if fold == "" {
		return nil, nil
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	all, ok := t.letters[fold[0]]
	if !ok {
		var err error
		if all, err = t.read(fold[0]); err != nil {
			return nil, err
		}
		t.letters[fold[0]] = all
	}
	return all[fold], nil
}

// read returns the terms with marks whose folds begin with a letter: they begin with it, too, or with one
// beyond ASCII.
func (t *spellingTable) read(letter byte) (map[string][]string, error) {
	all := map[string][]string{}
	var fold []byte
	add := func(term []byte) {
		if isASCII(term) {
			return
		}
		spelling := string(term)
		fold = viet.AppendFoldLower(fold[:0], spelling)
		if len(fold) > 0 && fold[0] == letter && string(fold) != spelling {
			all[string(fold)] = append(all[string(fold)], spelling)
		}
	}
	if letter < utf8.RuneSelf {
		for e, err := range t.segment.Terms(FieldText, string(rune(letter))) {
			if err != nil {
				return nil, err
			}
			add(e.Term)
		}
	}
	beyond := t.segment.Seek(FieldText, string([]byte{utf8.RuneSelf}))
	for beyond.Next() {
		add(beyond.Entry().Term)
	}
	return all, beyond.Err()
}

func isASCII(s []byte) bool {
	for _, c := range s {
		if c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
