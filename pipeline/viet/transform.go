package viet

import (
	"bytes"
	"unicode/utf8"

	"golang.org/x/text/transform"
)

// NewNormalizer returns a transformer that applies [Normalize], for transform.NewReader and
// transform.NewWriter.
func NewNormalizer() transform.Transformer { return byWord{append: AppendNormalize} }

// NewFolder returns a transformer that applies [Fold], for transform.NewReader and transform.NewWriter.
func NewFolder() transform.Transformer { return byWord{append: AppendFold} }

// byWord is a transformer that applies a function to each piece of text between two spaces.
type byWord struct {
	transform.NopResetter
	append func([]byte, string) []byte
}

// maxPiece bounds a piece, because its result, up to three times as long, must fit into the buffers of
// package transform, which have 4 KiB.
const maxPiece = 1024

// Transform implements transform.Transformer.
func (t byWord) Transform(dst, src []byte, atEOF bool) (int, int, error) {
	var buf [3 * maxPiece]byte
	nDst, nSrc := 0, 0
	for nSrc < len(src) {
		n := pieceLen(src[nSrc:], atEOF)
		if n == 0 {
			return nDst, nSrc, transform.ErrShortSrc
		}
		piece := t.append(buf[:0], string(src[nSrc:nSrc+n]))
		if len(piece) > len(dst)-nDst {
			return nDst, nSrc, transform.ErrShortDst
		}
		nDst += copy(dst[nDst:], piece)
		nSrc += n
	}
	return nDst, nSrc, nil
}

// pieceLen returns the length of a piece at the beginning of src. It ends after a space or, if there is none,
// before a character that is no mark. The length is 0 if more of src is needed.
func pieceLen(src []byte, atEOF bool) int {
	window := src[:min(len(src), maxPiece)]
	if n := bytes.LastIndexAny(window, " \n\t\r") + 1; n > 0 {
		return n
	}
	if len(src) < maxPiece {
		if atEOF {
			return len(src)
		}
		return 0
	}
	for n := maxPiece; n > maxPiece/2; n-- {
		if r, _ := utf8.DecodeRune(src[n-1:]); utf8.RuneStart(src[n-1]) && !isMark(r) {
			return n - 1
		}
	}
	return maxPiece
}
