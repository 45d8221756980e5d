package store

import (
	"fmt"
	"sync"
	"unicode/utf8"

	"baotinh/index/segment"
	"baotinh/pipeline/viet"
)

// Spellings returns the terms of FieldText with marks whose fold is a term without: người, ngươi of nguoi.
// The first call reads all terms, 5 ms for 100,000. The error is ErrCorrupt.
func (s Segment) Spellings(fold string) ([]string, error) {
	all, err := s.spellings()
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrCorrupt, err)
	}
	return all[fold], nil
}

// spellingsOf returns a function that returns the terms with marks by their folds.
func spellingsOf(s *segment.Segment) func() (map[string][]string, error) {
	return sync.OnceValues(func() (map[string][]string, error) {
		all := map[string][]string{}
		var fold []byte
		for e, err := range s.Terms(FieldText, "") {
			if err != nil {
				return nil, err
			}
			if isASCII(e.Term) {
				continue
			}
			spelling := string(e.Term)
			if fold = viet.AppendFoldLower(fold[:0], spelling); string(fold) != spelling {
				all[string(fold)] = append(all[string(fold)], spelling)
			}
		}
		return all, nil
	})
}

func isASCII(s []byte) bool {
	for _, c := range s {
		if c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
