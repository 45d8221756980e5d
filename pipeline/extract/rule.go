package extract

import (
	"fmt"
	"strings"

	"github.com/PuerkitoBio/goquery"
	"github.com/andybalholm/cascadia"
	"golang.org/x/net/html"
)

// A rule is one compiled selector.
type rule struct {
	family int // index into the table
	field  field
	rank   int // place among the selectors of the field
	match  goquery.Matcher
	lone   bool // one class, one id or one attribute, which alone decides

	sibling bool // depends on the elements before
}

// A ruleSet holds the rules of all families by the class, id, attribute or element that the last part of a
// selector demands, as browsers do: so one walk over a page meets few rules, however long the table grows.
type ruleSet struct {
	byClass, byID, byAttr, byTag map[string][]*rule
}

// compile makes the rules of a table. A selector that does not parse is an error.
func compile(table []family) (*ruleSet, error) {
	set := &ruleSet{map[string][]*rule{}, map[string][]*rule{}, map[string][]*rule{}, map[string][]*rule{}}
	for i := range table {
		for f, group := range table[i].selectors() {
			if group == "" {
				continue
			}
			for rank, text := range strings.Split(group, ",") {
				text = strings.TrimSpace(text)
				sel, err := cascadia.Compile(text)
				if err != nil {
					return nil, fmt.Errorf("extract: %s: selector %q: %w", table[i].name, text, err)
				}
				sibling := strings.ContainsAny(text, "~+:") && !strings.Contains(text, "~=")
				set.add(text, &rule{i, field(f), rank, sel, isLone(text), sibling})
			}
		}
	}
	return set, nil
}

func isLone(selector string) bool {
	return strings.IndexByte(".#[", selector[0]) >= 0 && !strings.ContainsAny(selector[1:], " >~+.#[:")
}

func (s *ruleSet) add(selector string, r *rule) {
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
		return
	}
	s.byTag[bare] = append(s.byTag[bare], r)
}

// A naming is what a class attribute or an id says of an element: its role, the rules that it is sure to match,
// and those that depend on more.
type naming struct {
	role        role
	sure, maybe []*rule
}

// naming reads the attribute a of n, a class or id.
func (s *ruleSet) naming(n *html.Node, a *html.Attribute) naming {
	name := naming{role: nameRole(a.Val)}
	add := func(rules []*rule) {
		for _, r := range rules {
			if !r.lone {
				name.maybe = append(name.maybe, r)
			} else if r.match.Match(n) {
				name.sure = append(name.sure, r)
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
