// Package viet deals with written Vietnamese: syllables and their tone marks, the spellings one word can
// have, and the damage that text suffers between a typesetter and a web page.
//
// Vietnamese on the web is not one spelling. A word may be precomposed, decomposed or half and half; its tone
// mark may stand on the glide (hòa, kiểu cũ) or on the nucleus (hoà, kiểu mới); a D may be an Icelandic eth;
// a space may be invisible. Two functions settle this. [Normalize] gives the text that people read: the same
// spelling, sound code points. [AppendTerm] gives the one key under which every spelling of a word is indexed
// and found. [AppendTokens] finds the words. [Fold] takes the marks off.
//
// All strings are UTF-8. The Append forms extend dst and return it, as strconv's do, and allocate nothing
// when dst has room, except for rare repairs. All functions may be called concurrently.
package viet
