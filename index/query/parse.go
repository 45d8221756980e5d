package query

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"baotinh/index/analysis"
	"baotinh/pipeline/news"
	"baotinh/pipeline/place"
)

// The limits of a query. A pasted lede has a few hundred bytes.
const (
	maxBytes   = 4096
	maxClauses = 256
	maxDepth   = 16
	maxFuzzy   = 16
)

// Parse reads a query. Names of days and distances in it, as hôm qua and 7d, are counted from now. The error
// is a *SyntaxError, for a field or operator that there is not, a date that is none, a misplaced ~ or *, a
// query beyond the limits, or one that has signs and no word. An empty query and * stand for all articles.
func Parse(s string, now time.Time) (*Node, error) {
	if len(s) > maxBytes {
		return nil, &SyntaxError{Query: s, Offset: maxBytes, Kind: TooLong}
	}
	p := &parser{s: s, now: now.In(news.Vietnam).Truncate(time.Second)}
	n := p.any(0, "")
	for p.err == nil && p.pos < len(s) { // a parenthesis without its other half
		p.pos++
		n = join(All, n, p.any(0, ""))
	}
	if p.err != nil {
		return nil, p.err
	}
	if n.Op != All {
		n = &Node{Op: All, Nodes: []*Node{n}}
	}
	if text := strings.TrimSpace(s); len(n.Nodes) == 0 && text != "" && text != "*" {
		return nil, &SyntaxError{Query: s, Offset: strings.Index(s, text), Kind: NoWords}
	}
	return n, nil
}

type parser struct {
	s       string
	now     time.Time // in Vietnam
	pos     int
	clauses int
	fuzzy   int
	err     *SyntaxError
}

// join groups nodes and flattens groups of the same kind among them: (a b) c is a b c.
func join(op Op, nodes ...*Node) *Node {
	group := &Node{Op: op}
	for _, n := range nodes {
		switch {
		case n == nil, n.Op == All && len(n.Nodes) == 0:
		case n.Op == op:
			group.Nodes = append(group.Nodes, n.Nodes...)
		default:
			group.Nodes = append(group.Nodes, n)
		}
	}
	if len(group.Nodes) == 1 {
		return group.Nodes[0]
	}
	if len(group.Nodes) == 0 {
		return &Node{Op: All}
	}
	return group
}

// any reads alternatives until a closing parenthesis or the end.
func (p *parser) any(depth int, field Field) *Node {
	n := p.all(depth, field)
	for p.err == nil && p.operator("OR", "HOẶC", "|") {
		n = join(Any, n, p.all(depth, field))
	}
	return n
}

// all reads nodes that are required together, up to an OR, a closing parenthesis or the end.
func (p *parser) all(depth int, field Field) *Node {
	var nodes []*Node
	for p.err == nil {
		p.spaces()
		if p.pos == len(p.s) || p.s[p.pos] == ')' || p.isOperator("OR", "HOẶC", "|") {
			break
		}
		if p.operator("AND", "VÀ") {
			continue
		}
		nodes = append(nodes, p.one(depth, field))
	}
	return join(All, nodes...)
}

// one reads a word, phrase or group with the minus or field before it. The node is nil if there is no word
// in it.
func (p *parser) one(depth int, field Field) *Node {
	if depth > maxDepth {
		p.fail(p.pos, TooDeep, "")
		return nil
	}

	switch {
	case p.negates():
		p.pos++
		if n := p.one(depth+1, field); n != nil && !(n.Op == All && len(n.Nodes) == 0) {
			return &Node{Op: Not, Nodes: []*Node{n}}
		}
		return nil
	case p.s[p.pos] == '(':
		p.pos++
		n := p.any(depth+1, field)
		if p.pos < len(p.s) {
			p.pos++ // the closing parenthesis
			p.checkBehind()
		}
		return n
	}

	if name, size := p.field(); size > 0 {
		p.pos += size
		if name.isDate() {
			return p.dates(name)
		}
		return p.one(depth+1, name)
	}
	if p.unknownField() || p.unknownOperator() {
		return nil
	}
	return p.leaf(field)
}

// leaf reads a word or phrase.
func (p *parser) leaf(field Field) *Node {
	switch field {
	case Status:
		return p.status()
	case Place:
		return p.place()
	}
	p.count()
	start := p.pos
	if text, printed, ok := p.quoted(); ok {
		p.checkBehind()
		distance, near := p.distance(field)
		if !hasWord(text) {
			if field != "" {
				p.fail(start, NoValue, p.s[start:p.pos])
			}
			return nil
		}
		if field == URL {
			return newAddress(text)
		}
		if !near {
			n := newLeaf(Phrase, field, text)
			n.Printed = printed && field == ""
			return n
		}
		n := newLeaf(Near, field, text)
		n.Distance = distance
		return n
	}

	if field == URL {
		return p.address()
	}
	text := p.word()
	if stem, ok := strings.CutSuffix(text, "~"); ok {
		return p.fuzzyWord(field, stem, start)
	}
	if stem, ok := strings.CutSuffix(text, "*"); ok && isPrefix(stem) {
		n := newLeaf(Prefix, field, stem)
		n.Offset = start
		return n
	}
	p.checkWildcard(text, start)
	text = strings.TrimFunc(text, isSign)
	if !hasWord(text) {
		return nil
	}
	if !standsAlone(text) {
		return newLeaf(Phrase, field, text)
	}
	return newLeaf(Word, field, text)
}

// status reads the value of the field Status.
func (p *parser) status() *Node {
	p.count()
	start := p.pos
	text, _, ok := p.quoted()
	if !ok {
		text = strings.TrimFunc(p.word(), isSign)
	}
	status, known := statuses[fieldKey(text)]
	if !known {
		p.fail(start, UnknownStatus, text)
	}
	return newLeaf(Word, Status, status)
}

// place reads the value of the field Place: the name of one place, in which an underscore may be a space.
func (p *parser) place() *Node {
	p.count()
	start := p.pos
	text, _, ok := p.quoted()
	if ok {
		p.checkBehind()
		p.distance(Place)
	} else {
		text = strings.TrimFunc(strings.ReplaceAll(p.word(), "_", " "), isSign)
	}
	if !hasWord(text) {
		p.fail(start, NoValue, p.s[start:p.pos])
		return nil
	}
	switch groups := place.Named(text); {
	case len(groups) == 0 && p.err == nil:
		p.fail(start, UnknownPlace, text)
		p.err.Choices = place.Nearest(text, maxNearest)
	case len(groups) > 1 && p.err == nil:
		p.fail(start, SeveralPlaces, text)
		for _, g := range groups {
			p.err.Choices = append(p.err.Choices, g[0].Official())
		}
	}
	return newLeaf(Phrase, Place, text)
}

// maxNearest is how many names are offered for one that is no place.
const maxNearest = 5

func newLeaf(op Op, field Field, text string) *Node {
	return &Node{Op: op, Field: field, Text: text, Words: analysis.AppendWords(nil, text)}
}

// distance reads a tilde and a number after quotation marks.
func (p *parser) distance(field Field) (int, bool) {
	rest, ok := strings.CutPrefix(p.s[p.pos:], "~")
	if !ok {
		return 0, false
	}
	size := strings.IndexFunc(rest, func(r rune) bool { return unicode.IsSpace(r) || r == ')' || r == '|' })
	if size < 0 {
		size = len(rest)
	}
	distance, err := strconv.ParseUint(rest[:size], 10, 16)
	switch {
	case err != nil || distance > MaxDistance:
		p.fail(p.pos, NearDistance, rest[:size])
	case field != "" && field != Title:
		p.fail(p.pos, FuzzyField, string(field))
	}
	p.pos += 1 + size
	return int(distance), true
}

// tilde reports whether a ~ stands here at the end of something.
func (p *parser) tilde() bool {
	rest, ok := strings.CutPrefix(p.s[p.pos:], "~")
	next, _ := utf8.DecodeRuneInString(rest)
	return ok && (rest == "" || next == ')' || next == '|' || unicode.IsSpace(next))
}

// fuzzyWord returns the node of a word with ~, which starts at byte start.
func (p *parser) fuzzyWord(field Field, stem string, start int) *Node {
	if p.fuzzy++; p.fuzzy > maxFuzzy {
		p.fail(start, TooManyFuzzy, "")
	}
	at := start + len(stem)
	switch {
	case stem == "":
		p.fail(at, FuzzyNothing, "")
	case !isLetters(stem):
		p.fail(at, FuzzyNoLetters, stem)
	case field != "" && field != Title:
		p.fail(at, FuzzyField, string(field))
	}
	return newLeaf(Fuzzy, field, stem)
}

// isLetters reports whether s is one word without digits and signs.
func isLetters(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return isSign(r) || unicode.IsDigit(r) })
}

// negates reports whether a minus stands here, before something that it can negate. It cannot negate a
// number, because news prints "Su -30".
func (p *parser) negates() bool {
	rest, ok := strings.CutPrefix(p.s[p.pos:], "-")
	next, _ := utf8.DecodeRuneInString(rest)
	return ok && (unicode.IsLetter(next) || isOpening(next) || next == '(')
}

// standsAlone reports whether text would be read as a word again, after others, and not as an operator or a
// field.
func standsAlone(text string) bool {
	p := parser{s: " " + text, pos: 1}
	_, size := p.field()
	p.unknownField()
	p.unknownOperator()
	p.checkWildcard(text, 0)
	return size == 0 && p.err == nil && !p.isOperator("OR", "HOẶC", "AND", "VÀ")
}

// beginsField reports whether text at the beginning of a query would be read as a field.
func beginsField(text string) bool {
	p := parser{s: text}
	_, size := p.field()
	return size > 0
}

// endsName reports whether text, after a word, could be the end of the name of a field, which may have a
// space in it: tác giả:an.
func endsName(text string) bool {
	before, _, ok := strings.Cut(text, ":")
	end := strings.TrimPrefix(fieldKey("x "+before), "x") // a combining mark is folded only after a letter
	for name := range fields {
		if ok && strings.HasSuffix(name, end) {
			return true
		}
	}
	return false
}

// isPrefix reports whether words may be looked for by their beginning: two letters or digits at least, and
// nothing else.
func isPrefix(s string) bool {
	return utf8.RuneCountInString(s) >= 2 && !strings.ContainsFunc(s, isSign)
}

// The quotation marks that open a text, and those that may close it: mixed pairs come from one that was
// replaced by a word processor.
var closing = map[rune]string{'"': `"“”`, '“': `"“”`, '”': `"“”`, '„': `"“”`, '«': "»"}

func isOpening(r rune) bool { return closing[r] != "" }

func isQuotationMark(r rune) bool { return isOpening(r) || r == '»' }

// quoted reads a text in double quotation marks, and reports whether they are those of print.
func (p *parser) quoted() (text string, printed, ok bool) {
	rest := p.s[p.pos:]
	opening, size := utf8.DecodeRuneInString(rest)
	if !isOpening(opening) {
		return "", false, false
	}
	end := strings.IndexAny(rest[size:], closing[opening])
	if end < 0 {
		p.pos += size
		return "", false, false
	}
	text = rest[size : size+end]
	closed, length := utf8.DecodeRuneInString(rest[size+end:])
	p.pos += size + end + length
	words := strings.FieldsFunc(text, func(r rune) bool { return unicode.IsSpace(r) || isQuotationMark(r) })
	return strings.Join(words, " "), opening != '"' || closed != '"', true
}

// word reads until a space or parenthesis. A quotation mark ends it too, if another follows.
func (p *parser) word() string {
	start := p.pos
	for p.pos < len(p.s) {
		r, size := utf8.DecodeRuneInString(p.s[p.pos:])
		if unicode.IsSpace(r) || r == '(' || r == ')' || r == '|' || isQuotationMark(r) {
			break
		}
		p.pos += size
	}
	if p.pos == start && p.pos < len(p.s) { // a sign that stands where a word may begin
		_, size := utf8.DecodeRuneInString(p.s[p.pos:])
		p.pos += size
	}
	return p.s[start:p.pos]
}

// count counts a leaf of the query.
func (p *parser) count() {
	if p.clauses++; p.clauses > maxClauses {
		p.fail(p.pos, TooManyParts, "")
	}
}

// isOperator reports whether one of the names stands here as a word of its own.
func (p *parser) isOperator(names ...string) bool { return p.operatorSize(names) > 0 }

func (p *parser) operator(names ...string) bool {
	p.spaces()
	size := p.operatorSize(names)
	p.pos += size
	return size > 0
}

func (p *parser) operatorSize(names []string) int {
	rest := p.s[p.pos:]
	i := slices.IndexFunc(names, func(name string) bool {
		after, ok := strings.CutPrefix(rest, name)
		if !ok {
			return false
		}
		next, _ := utf8.DecodeRuneInString(after)
		return after == "" || name == "|" || unicode.IsSpace(next) || next == '(' || next == ')'
	})
	if i < 0 {
		return 0
	}
	return len(names[i])
}

func (p *parser) spaces() {
	for p.pos < len(p.s) {
		r, size := utf8.DecodeRuneInString(p.s[p.pos:])
		if !unicode.IsSpace(r) {
			return
		}
		p.pos += size
	}
}

// address reads the value of url: until a space, or the parenthesis that closes a group.
func (p *parser) address() *Node {
	depth := 0
	rest := p.s[p.pos:]
	end := strings.IndexFunc(rest, func(r rune) bool {
		switch r {
		case '(':
			depth++
		case ')':
			depth--
		}
		return unicode.IsSpace(r) || depth < 0 || r == '|' || isQuotationMark(r)
	})
	if end < 0 {
		end = len(rest)
	}
	if end == 0 {
		_, end = utf8.DecodeRuneInString(rest)
	}
	p.pos += end
	return newAddress(rest[:end])
}

// newAddress returns the node of an address, without signs at its ends; nil if nothing else is in it.
func newAddress(text string) *Node {
	if text = strings.TrimFunc(text, isSign); text == "" {
		return nil
	}
	return newLeaf(Word, URL, text)
}

// foreignOperators are words that other languages have as operators.
var foreignOperators = []string{"NOT", "NEAR", "ADJ", "XOR", "WITHIN"}

// unknownOperator fails if an operator of another language stands here: NOT, NEAR/5, !word.
func (p *parser) unknownOperator() bool {
	rest := p.s[p.pos:]
	if after, ok := strings.CutPrefix(rest, "!"); ok && beginsValue(after) {
		p.fail(p.pos, UnknownOperator, "!")
		return true
	}
	for _, name := range foreignOperators {
		after, ok := strings.CutPrefix(rest, name)
		next, _ := utf8.DecodeRuneInString(after)
		if ok && (unicode.IsSpace(next) || next == '(' || next == '/') {
			p.fail(p.pos, UnknownOperator, name)
			return true
		}
	}
	return false
}

// checkWildcard fails if a word, at byte start, has a * before a letter or behind one letter alone, a ?
// between letters or a weight. In 5*, *Ghi chú, sao?Vì and km^2 they are text.
func (p *parser) checkWildcard(text string, start int) {
	if base, weight, ok := strings.Cut(text, "^"); ok && isLetters(base) && !strings.HasSuffix(base, "m") &&
		weight != "" && strings.Trim(weight, "0123456789.") == "" {
		p.fail(start+len(base), UnknownOperator, "^")
	}
	at := strings.IndexAny(text, "*?")
	if at < 0 {
		return
	}
	last, size := utf8.DecodeLastRuneInString(text[:at])
	next, _ := utf8.DecodeRuneInString(text[at+1:])
	switch {
	case text[at] == '?':
		if unicode.IsLetter(last) && unicode.IsLower(next) && isLetters(strings.ReplaceAll(text, "?", "")) {
			p.fail(start+at, Wildcard, text)
		}
	case unicode.IsLetter(next) && (at > 0 || unicode.IsLower(next)):
		p.fail(start+at, Wildcard, text)
	case at+1 == len(text) && at == size && unicode.IsLetter(last):
		p.fail(start+at, ShortPrefix, text)
	}
}

// checkBehind fails if a phrase or group has an operator of another language behind it.
func (p *parser) checkBehind() {
	if rest := p.s[p.pos:]; rest != "" && (rest[0] == '^' || rest[0] == '*') {
		p.fail(p.pos, UnknownOperator, rest[:1])
	}
}

// fail notes the first mistake.
func (p *parser) fail(offset int, kind SyntaxErrorKind, detail string) {
	if p.err == nil {
		p.err = &SyntaxError{Query: p.s, Offset: offset, Kind: kind, Detail: detail}
	}
}

func isWordRune(r rune) bool {
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r))
}

// isSign reports whether r is neither letter, mark nor digit.
func isSign(r rune) bool { return !isWordRune(r) }

func hasWord(s string) bool { return strings.ContainsFunc(s, isWordRune) }
