// Package analysis turns Vietnamese text into terms. [AppendWords] cuts a text into words, each with its
// byte offsets in the text as it is printed and two terms; two neighbouring words make a third:
//
//   - Exact: the syllable in canonical spelling. Hòa, HOÀ and hoà are one term, hoa is another.
//   - Fold: the same without marks, for queries typed without.
//   - [PairTerm]: two neighbours, folded and hashed ([HashPair]). Most Vietnamese words have two syllables,
//     so a pair tells more than its halves together.
//
// No word is dropped as a stop word, and none is stemmed: "an" and "no" are words.
package analysis
