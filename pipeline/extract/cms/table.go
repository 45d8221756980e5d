// Package cms knows the content management systems of Vietnamese newspapers: by which elements a page of
// each is recognised, and in which elements it keeps title, date, body and the rest.
//
// A [Table] has a row for each family of systems and one for each newspaper whose selectors the catalogue
// overrides. Its selectors are compiled once; a walk over a page asks for each element which [Rule]s it
// matches ([Table.ByTag], [Table.ByAttr], [Table.Named]). Besides, [RoleOf] and [Name.Role] say what the
// kind of an element, its class names and its id suggest that it is, on a page of any system: a [Role].
package cms

import (
	"slices"

	"golang.org/x/net/html"

	"baotinh/pipeline/newspaper"
)

// None is the index of no family.
const None = -1

// A Table holds the families, with compiled selectors. It is not changed and may be used concurrently.
type Table struct {
	rows  []family       // the families, then the newspapers that override theirs
	own   map[string]int // key of a newspaper to its index in rows
	rules *ruleSet
}

// NewTable returns the table for the newspapers of c; nil is none. A selector that does not parse is an
// error, which names newspaper and selector.
func NewTable(c *newspaper.Catalogue) (*Table, error) {
	t := &Table{rows: slices.Clone(families), own: map[string]int{}}
	if c != nil {
		for _, n := range c.All() {
			if n.Selectors != (newspaper.Selectors{}) {
				t.own[n.Key] = len(t.rows)
				t.rows = append(t.rows, override(n))
			}
		}
	}
	var err error
	t.rules, err = newRuleSet(t.rows)
	return t, err
}

// IsFamily reports whether the table has a family of this name.
func IsFamily(name string) bool {
	return slices.ContainsFunc(families, func(f family) bool { return f.name == name })
}

// Families returns how many families there are: the rows 0 to Families()-1. The rows after them belong to
// single newspapers.
func (t *Table) Families() int { return len(families) }

// Own returns the row of a newspaper that overrides its family, or None.
func (t *Table) Own(key string) int {
	if i, ok := t.own[key]; ok {
		return i
	}
	return None
}

// NameOf returns the name of a family as the catalogue gives it, or the key of the newspaper whose row it is.
func (t *Table) NameOf(row int) string { return t.rows[row].name }

// ByTag returns the rules that ask for nothing more special than an element of the name of n.
func (t *Table) ByTag(n *html.Node) []*Rule {
	if n.DataAtom != 0 { // nearly always, and the quicker key
		return t.rules.byAtom[n.DataAtom]
	}
	return t.rules.byTag[n.Data]
}

// ByAttr returns the rules that ask for this attribute, neither class nor id.
func (t *Table) ByAttr(key string) []*Rule { return t.rules.byAttr[key] }

// Named reads the attribute a of n, a class or an id. The result depends on the attribute alone, so that a
// caller may remember it.
func (t *Table) Named(n *html.Node, a *html.Attribute) *Name { return t.rules.name(n, a) }
