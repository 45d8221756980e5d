// Package viet processes written Vietnamese: syllables and their tone marks, the spellings of one word, and
// the damage that text suffers between a typesetter and a web page.
//
// A word of Vietnamese has several spellings on the web. Its letters may be precomposed, decomposed or mixed;
// its tone mark may be on the glide (hòa, kiểu cũ) or on the nucleus (hoà, kiểu mới); an Icelandic eth may
// replace Đ; a space may be invisible. [Normalize] returns the text for readers: the spelling as printed, in
// valid code points. [AppendTerm] returns the one term under which all spellings of a word are indexed and
// found. [AppendTokens] finds the words, [Fold] removes the marks, and [ParseSyllable] analyses a syllable.
//
// All strings are UTF-8. The Append functions extend dst and return it, like those of strconv; they do not
// allocate if dst has room, except for rare repairs. All functions may be called concurrently.
package viet
