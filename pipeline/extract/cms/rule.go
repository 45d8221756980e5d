package cms

import (
	"fmt"
	"strings"

	"github.com/PuerkitoBio/goquery"
	"github.com/andybalholm/cascadia"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// A Rule is one compiled selector of a family.
type Rule struct {
	Family int   // index into the table
	Field  Field // the field that it finds
	Rank   int   // its place among the selectors of the field, 0 for the best

	match   goquery.Matcher
	attr    goquery.Matcher // what it demands of the attribute by which it is found, or nil
	simple  bool            // one class, one id or one attribute, which alone decides
	sibling bool            // it depends on the elements before
}

// Matches reports whether the selector matches n.
func (r *Rule) Matches(n *html.Node) bool { return (!r.sibling || isEarly(n)) && r.match.Match(n) }

// isEarly reports whether few siblings stand before n. A selector that looks at all siblings before an
// element takes time in the square of their number.
func isEarly(n *html.Node) bool {
	const few = 64
	before := 0
	for n = n.PrevSibling; n != nil && before <= few; n = n.PrevSibling {
		before++
	}
	return before <= few
}

// A ruleSet holds the rules of all families by the class, id, attribute or element that the last part of a
// selector demands, as browsers do: so one walk over a page tries few rules, however long the table grows.
type ruleSet struct {
	byClass, byID, byAttr, byTag map[string][]*Rule
	byAtom                       map[atom.Atom][]*Rule // those of byTag whose element is known
}

// newRuleSet compiles the selectors of a table. A selector that does not parse is an error.
func newRuleSet(table []family) (*ruleSet, error) {
	set := &ruleSet{
		map[string][]*Rule{}, map[string][]*Rule{}, map[string][]*Rule{}, map[string][]*Rule{},
		map[atom.Atom][]*Rule{},
	}
	for i := range table {
		for f, group := range table[i].selectors() {
			if group == "" {
				continue
			}
			for rank, text := range strings.Split(group, ",") {
				text = strings.TrimSpace(text)
				matcher, err := cascadia.Compile(text)
				if err != nil {
					return nil, fmt.Errorf("extract: %s: selector %q: %w", table[i].name, text, err)
				}
				set.add(text, &Rule{
					Family: i, Field: Field(f), Rank: rank, match: matcher, simple: isSimple(text),
					sibling: strings.ContainsAny(text, "~+:") && !strings.Contains(text, "~="),
				})
			}
		}
	}
	return set, nil
}

func isSimple(selector string) bool {
	return strings.IndexByte(".#[", selector[0]) >= 0 && !strings.ContainsAny(selector[1:], " >~+.#[:")
}

func (s *ruleSet) add(selector string, r *Rule) {
	last := selector[strings.LastIndexAny(selector, " >~+")+1:]
	bare, attr, _ := strings.Cut(last, "[")
	if _, id, ok := strings.Cut(bare, "#"); ok {
		id, _, _ = strings.Cut(id, ".")
		s.byID[id] = append(s.byID[id], r)
		return
	}
	if _, class, ok := strings.Cut(bare, "."); ok {
		class = class[strings.LastIndexByte(class, '.')+1:]
		s.byClass[class] = append(s.byClass[class], r)
		return
	}
	if attr != "" {
		key := attr[:strings.IndexAny(attr, "]=^$*~|")]
		s.byAttr[key] = append(s.byAttr[key], r)
		if matcher, err := cascadia.Compile("[" + attr); err == nil && !strings.Contains(attr, "[") {
			r.attr = matcher
		}
		return
	}
	s.byTag[bare] = append(s.byTag[bare], r)
	if tag := atom.Lookup([]byte(bare)); tag != 0 {
		s.byAtom[tag] = s.byTag[bare]
	}
}

// A Name holds the role and the rules of a class attribute or an id.
type Name struct {
	Role  Role
	Sure  []*Rule // rules that an element of this name matches
	Maybe []*Rule // rules that it may match: they depend on more
}

// name reads the attribute a of n, a class or an id.
func (s *ruleSet) name(n *html.Node, a *html.Attribute) *Name {
	name := &Name{Role: nameRole(a.Val)}
	add := func(rules []*Rule) {
		for _, r := range rules {
			if !r.simple {
				if r.attr != nil && !r.attr.Match(n) {
					continue
				}
				name.Maybe = append(name.Maybe, r)
			} else if r.match.Match(n) {
				name.Sure = append(name.Sure, r)
			}
		}
	}
	add(s.byAttr[a.Key])
	if a.Key == "id" {
		add(s.byID[a.Val])
		return name
	}
	for class := range strings.FieldsSeq(a.Val) {
		add(s.byClass[class])
	}
	return name
}
