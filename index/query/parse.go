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
	"baotinh/pipeline/vidate"
	"baotinh/pipeline/viet"
)

// The limits of a query. A pasted lede has a few hundred bytes.
const (
	maxBytes   = 4096
	maxClauses = 256
	maxDepth   = 16
	maxFuzzy   = 16
)

// fields are the names of the fields, folded and without spaces.
var fields = map[string]Field{
	"title": Title, "tieude": Title, "tit": Title,
	"author": Author, "tacgia": Author,
	"newspaper": Newspaper, "bao": Newspaper,
	"province": Province, "tinh": Province,
	"section": Section, "muc": Section, "chuyenmuc": Section,
	"source": Source, "nguon": Source,
	"site": Site, "trang": Site,
	"after": after, "from": after, "tu": after, "tungay": after,
	"before": before, "truoc": before,
	"until": until, "to": until, "den": until, "denngay": until,
	"on": on, "ngay": on, "year": on, "nam": on,
}

// The fields of dates give Dates nodes.
const (
	after  Field = "after"
	before Field = "before"
	until  Field = "until"
	on     Field = "on"
)

// maxFieldBytes is the length of the longest field name as typed: "chuyên mục".
const maxFieldBytes = 16

// Parse reads a query. The error is a *SyntaxError, for a date that is none, a misplaced ~, or a query
// beyond the limits.
func Parse(s string) (*Node, error) {
	if len(s) > maxBytes {
		return nil, &SyntaxError{Query: s, Offset: maxBytes, Kind: TooLong}
	}
	p := &parser{s: s}
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
	return n, nil
}

type parser struct {
	s       string
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
		}
		return n
	}

	if name, size := p.field(); size > 0 {
		p.pos += size
		switch name {
		case after, before, until, on:
			return p.dates(name)
		}
		return p.one(depth+1, name)
	}
	return p.leaf(field)
}

// leaf reads a word or phrase.
func (p *parser) leaf(field Field) *Node {
	p.count()
	if text, ok := p.quoted(); ok {
		distance, near := p.distance(field)
		if !hasWord(text) {
			return nil
		}
		if !near {
			return newLeaf(Phrase, field, text)
		}
		n := newLeaf(Near, field, text)
		n.Distance = distance
		return n
	}

	start := p.pos
	text := p.word()
	if stem, ok := strings.CutSuffix(text, "~"); ok {
		return p.fuzzyWord(field, stem, start)
	}
	if stem, ok := strings.CutSuffix(text, "*"); ok && isPrefix(stem) {
		return newLeaf(Prefix, field, stem)
	}
	text = strings.TrimFunc(text, isSign)
	if !hasWord(text) {
		return nil
	}
	if !standsAlone(text) {
		return newLeaf(Phrase, field, text)
	}
	return newLeaf(Word, field, text)
}

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
	return ok && (unicode.IsLetter(next) || strings.ContainsRune(`"“(`, next))
}

// standsAlone reports whether text would be read as a word again, and not as an operator or a field.
func standsAlone(text string) bool {
	p := parser{s: text}
	_, size := p.field()
	return size == 0 && !p.isOperator("OR", "HOẶC", "AND", "VÀ")
}

// endsName reports whether text, after a word, could be the end of the name of a field, which may have a
// space in it: tác giả:an.
func endsName(text string) bool {
	before, _, ok := strings.Cut(text, ":")
	end := fieldKey(before)
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

// quoted reads a text in double quotation marks, straight or typographic.
func (p *parser) quoted() (string, bool) {
	rest := p.s[p.pos:]
	r, size := utf8.DecodeRuneInString(rest)
	if r != '"' && r != '“' && r != '”' {
		return "", false
	}
	end := strings.IndexAny(rest[size:], `"“”`)
	if end < 0 {
		p.pos += size
		return "", false
	}
	text := rest[size : size+end]
	_, closing := utf8.DecodeRuneInString(rest[size+end:])
	p.pos += size + end + closing
	return strings.Join(strings.Fields(text), " "), true
}

// word reads until a space or parenthesis. A quotation mark ends it too, if another follows.
func (p *parser) word() string {
	start := p.pos
	for p.pos < len(p.s) {
		r, size := utf8.DecodeRuneInString(p.s[p.pos:])
		if unicode.IsSpace(r) || r == '(' || r == ')' || r == '|' || r == '"' || r == '“' || r == '”' {
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

// field returns the field whose name and colon stand here, if its value follows, and their length.
func (p *parser) field() (Field, int) {
	rest := p.s[p.pos:]
	colon := strings.IndexByte(rest[:min(len(rest), maxFieldBytes)], ':')
	if colon <= 0 || colon+1 == len(rest) {
		return "", 0
	}
	next, _ := utf8.DecodeRuneInString(rest[colon+1:])
	if !isWordRune(next) && !strings.ContainsRune(`"“(`, next) {
		return "", 0
	}
	f, ok := fields[fieldKey(rest[:colon])]
	if !ok {
		return "", 0
	}
	return f, colon + 1
}

// fieldKey returns the name of a field as fields has it.
func fieldKey(name string) string {
	name = strings.Map(func(r rune) rune {
		if r == ' ' || r == '-' || r == '_' {
			return -1
		}
		return r
	}, name)
	return string(viet.AppendFoldLower(nil, name))
}

// count counts a leaf of the query.
func (p *parser) count() {
	if p.clauses++; p.clauses > maxClauses {
		p.fail(p.pos, TooManyParts, "")
	}
}

func (p *parser) dates(field Field) *Node {
	p.count()
	start := p.pos
	text, ok := p.quoted()
	if !ok {
		word := p.word()
		text = strings.TrimSuffix(word, "~")
		p.pos -= len(word) - len(text)
	}
	if p.tilde() {
		p.fail(p.pos, FuzzyDate, "")
		return nil
	}
	from, to, ok := parseDate(strings.TrimRight(text, ".,;"))
	if !ok {
		from, to, ok = statedDate(text)
	}
	if !ok {
		p.fail(start, NoDate, text)
		return nil
	}
	switch field {
	case after:
		return &Node{Op: Dates, From: from}
	case before:
		return &Node{Op: Dates, To: from}
	case until:
		return &Node{Op: Dates, To: to}
	}
	return &Node{Op: Dates, From: from, To: to}
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

// parseDate reads a day, month or year: 2022-07-27, 27/7/2022, 27-7-2022, 2022-07, 7/2022, 2022. The span
// ends before to.
func parseDate(s string) (from, to time.Time, ok bool) {
	numbers := strings.FieldsFunc(s, func(r rune) bool { return r == '-' || r == '/' || r == '.' })
	if len(numbers) == 0 || len(numbers) > 3 {
		return from, to, false
	}
	if len(numbers[0]) != 4 {
		slices.Reverse(numbers)
	}
	part := [3]int{0, 1, 1}
	for i, number := range numbers {
		n, err := strconv.Atoi(number)
		if err != nil || n < 1 || i == 0 && len(number) != 4 || i > 0 && len(number) > 2 {
			return from, to, false
		}
		part[i] = n
	}
	from = time.Date(part[0], time.Month(part[1]), part[2], 0, 0, 0, 0, news.Vietnam)
	if from.Year() != part[0] || int(from.Month()) != part[1] || from.Day() != part[2] || part[0] < 1000 {
		return from, to, false
	}
	add := [3]int{}
	add[len(numbers)-1] = 1
	return from, from.AddDate(add[0], add[1], add[2]), true
}

// statedDate reads a day, month or year in words: 27 tháng 7 năm 2022.
func statedDate(s string) (from, to time.Time, ok bool) {
	d, err := vidate.Parse(s, time.Time{})
	if err != nil || d.IsZero() {
		return from, to, false
	}
	from = time.Date(d.Time.Year(), d.Time.Month(), d.Time.Day(), 0, 0, 0, 0, news.Vietnam)
	switch d.Precision {
	case news.Year:
		return from, from.AddDate(1, 0, 0), true
	case news.Month:
		return from, from.AddDate(0, 1, 0), true
	}
	return from, from.AddDate(0, 0, 1), true
}
