package query

import (
	"fmt"
	"strings"
)

// A SyntaxError says what cannot be understood in a query, and where.
type SyntaxError struct {
	Query   string
	Offset  int // in bytes of Query
	Kind    SyntaxErrorKind
	Detail  string // the text at fault; empty if the kind needs none
	Nearest string // of UnknownField: the name of a field that may have been meant; empty: none is near
	// Of SeveralPlaces, what the field takes for each of them; of UnknownPlace, the nearest names.
	Choices []string
}

// A SyntaxErrorKind is a mistake in a query. Its value is the English message, which says what to write
// instead; {detail} stands for [SyntaxError.Detail].
type SyntaxErrorKind string

// The mistakes.
const (
	TooLong      SyntaxErrorKind = "the query is longer than 4096 bytes: leave words out"
	TooManyParts SyntaxErrorKind = "the query has more than 256 words and phrases: leave some out"
	TooDeep      SyntaxErrorKind = "more than 16 parentheses and minus signs in each other: write fewer"
	TooManyFuzzy SyntaxErrorKind = "more than 16 words with ~: leave the ~ of some out"

	NearDistance SyntaxErrorKind = `"{detail}" is no distance: ~ behind quotation marks needs a number ` +
		`from 0 to 100, as in "mưa lũ"~3`
	FuzzyNothing   SyntaxErrorKind = "~ has no word before it: write it behind a word, as in lạng~"
	FuzzyNoLetters SyntaxErrorKind = `"{detail}" is not one word of letters, which ~ needs: ` +
		`leave the ~ out`
	FuzzyField SyntaxErrorKind = "~ is understood in the text and in title:, not in {detail}: leave it out"
	FuzzyDate  SyntaxErrorKind = `"{detail}" is a date, which has no ~: write a range, as in ` +
		`date:2004..2009`

	NoDate SyntaxErrorKind = `"{detail}" is not a date: write 2022-07-27, 27/7/2022, 7/2022, 2022, today, ` +
		`"hôm qua" (two words in quotation marks), "this week", 7d, 2w or 24h`
	RangeField SyntaxErrorKind = `the range {detail} cannot stand here: write it behind date: or seen:`
	EmptyRange SyntaxErrorKind = `the range {detail} ends before it begins: exchange its ends`

	UnknownField SyntaxErrorKind = `there is no field "{detail}:" (to search for it as text, put it in ` +
		`quotation marks or a space behind the colon)`
	UnknownStatus SyntaxErrorKind = `"{detail}" is no status: write status:withdrawn ` +
		`(to search for it as text, put a space behind the colon)`
	UnknownPlace SyntaxErrorKind = `there is no province, district or commune "{detail}": write a name ` +
		`of several words in quotation marks, as in place:"Tràng Định"`
	SeveralPlaces SyntaxErrorKind = `"{detail}" is the name of several places: say which one`
	NoValue       SyntaxErrorKind = `the value of a field cannot begin with {detail}: it is a word, ` +
		`"words in quotation marks" or (several parts); write date:2004..2009 for a range, ` +
		`-field:value for without`
	UnknownOperator SyntaxErrorKind = `there is no operator {detail}: there are OR, AND, -without, ` +
		`(groups), "a phrase", "near words"~3, begin* and similar~ (to search for it as text, put it in ` +
		`quotation marks)`
	Wildcard SyntaxErrorKind = `{detail}: * stands for letters only at the end of a word, and ? for none: ` +
		`write the beginning of the word, as in khoan*, or similar~`
	ShortPrefix SyntaxErrorKind = `{detail}: a word with * needs two letters before it, as in kh*`
	NoWords     SyntaxErrorKind = "the query has no word: write one, or * for all articles"
	TooBroad    SyntaxErrorKind = `{detail} stands for too many words: write more letters before the *`
)

// Error returns the message in English, with the offset and, for an unknown field, those that there are.
func (e *SyntaxError) Error() string {
	text := fmt.Sprintf("query, at byte %d: %s",
		e.Offset, strings.ReplaceAll(string(e.Kind), "{detail}", e.Detail))
	for i, c := range e.Choices {
		separator := ", "
		if i == 0 {
			separator = ": "
		}
		text += separator + `place:"` + c + `"`
	}
	if e.Kind != UnknownField {
		return text
	}
	if e.Nearest != "" {
		text += "; nearest: " + e.Nearest + ":"
	}
	return text + "; fields: " + strings.Join(FieldNames(false), ": ") + ":"
}
