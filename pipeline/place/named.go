package place

import (
	"maps"
	"slices"
	"strings"
	"sync"
	"unicode"

	"baotinh/pipeline/viet"
)

// Named returns the units that a person may mean by a name. Units that have land of each other are one place
// at several times or levels, and make a group: the district Hữu Lũng, its township and the commune of today.
// A name of several places gives several groups, and one of none gives nil. A group is in the order of its
// levels.
//
// Marks may be left out; what has them means just these. A unit word before the name, and behind it, after a
// comma or in parentheses, the names of what the unit is in, or its kind, tell units apart: "huyện Châu
// Thành, An Giang", "Bình Minh (Vĩnh Long)", "Cao Lãnh (huyện), Đồng Tháp". The name of a province alone is
// that of the province.
func Named(text string) [][]*Unit {
	parts := strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == '(' || r == ')' })
	parts = slices.DeleteFunc(parts, func(s string) bool { return keyOf(s) == "" })
	if len(parts) == 0 {
		return nil
	}
	all, kind := unitsCalled(parts[0])
	for _, part := range parts[1:] {
		all = slices.DeleteFunc(all, func(u *Unit) bool { return !isIn(u, part) })
	}
	if len(parts) == 1 && kind == noKind {
		if i := slices.IndexFunc(all, func(u *Unit) bool { return u.Level == Province }); i >= 0 {
			return [][]*Unit{related(all[i], all)}
		}
	}
	slices.SortStableFunc(all, byLevel)
	var groups [][]*Unit
	for len(all) > 0 {
		group := related(all[0], all)
		groups = append(groups, group)
		all = slices.DeleteFunc(slices.Clone(all), func(u *Unit) bool { return slices.Contains(group, u) })
	}
	path := keyOf(strings.Join(parts[1:], " "))
	exact := func(u *Unit) bool {
		return u.Parent != nil && keyOf(u.Parent.String()) == path
	}
	others := func(g []*Unit) bool { return !slices.ContainsFunc(g, exact) }
	if named := slices.DeleteFunc(slices.Clone(groups), others); len(named) > 0 {
		return named
	}
	return groups
}

func byLevel(u, v *Unit) int { return int(u.Level) - int(v.Level) }

// related returns u and those of all that are the same place as it, or as each other.
func related(u *Unit, all []*Unit) []*Unit {
	group := []*Unit{u}
	for i := 0; i < len(group); i++ {
		for _, v := range all {
			if !slices.Contains(group, v) && share(group[i], v) {
				group = append(group, v)
			}
		}
	}
	return group
}

// share reports whether two units have land of each other.
func share(u, v *Unit) bool {
	return u.Within(v) || v.Within(u) || slices.Contains(u.Now, v) || slices.Contains(v.Now, u)
}

// isIn reports whether u is in a unit of that name, or is of that kind.
func isIn(u *Unit, name string) bool {
	key := keyOf(name)
	for v := u; v != nil; v = v.Parent {
		if key == keyOf(v.Kind.String()) {
			return true
		}
	}
	isName := func(name string) bool { return key == keyOf(name) }
	called := func(v *Unit) bool {
		return v != nil && slices.ContainsFunc(Spellings(v.Name), func(name string) bool {
			return isName(name) || isName(v.Kind.String()+" "+name) ||
				v.Kind == ThanhPho && isName("TP "+name)
		})
	}
	for v := u.Parent; v != nil; v = v.Parent {
		if called(v) {
			return true
		}
	}
	return called(u.Today()) || slices.ContainsFunc(aliasesOf(u.Province()), func(name string) bool {
		return isName(name) || isName("TP "+name)
	})
}

func aliasesOf(u *Unit) []string {
	for _, a := range aliases {
		if a.of == u.Name {
			return a.names
		}
	}
	return nil
}

// unitsCalled returns the units of a name that may have a unit word before it, and the kind that this says.
func unitsCalled(name string) ([]*Unit, Kind) {
	key := keyOf(name)
	term := termOf(name)
	found := spelled(term, key, index()[key], noKind)
	for _, w := range unitWords {
		rest, ok := strings.CutPrefix(key, w.word)
		if !ok {
			continue
		}
		called := spelled(term, key, index()[rest], w.kind)
		if len(called) == 0 || len(found) > 0 {
			continue
		}
		other := func(u *Unit) bool { return u.Kind != w.kind }
		if same := slices.DeleteFunc(slices.Clone(called), other); len(same) > 0 {
			called = same
		}
		return called, w.kind
	}
	return found, noKind
}

// unitWords are the words before the names of units, as keyOf has them.
var unitWords = []struct {
	word string
	kind Kind
}{
	{"tinh ", Tinh}, {"thanh pho ", ThanhPho}, {"tp ", ThanhPho}, {"huyen ", Huyen}, {"quan ", Quan},
	{"thi xa ", ThiXa}, {"tx ", ThiXa}, {"xa ", Xa}, {"phuong ", Phuong}, {"thi tran ", ThiTran},
	{"tt ", ThiTran}, {"dac khu ", DacKhu}, {"h ", Huyen}, {"q ", Quan}, {"p ", Phuong}, {"x ", Xa},
}

// spelled returns the units that a kind may be said of, and whose names have the marks that were typed, if
// any were: those whose official names they are, if there are any, else those that others spell so.
func spelled(term, key string, all []called, kind Kind) []*Unit {
	var official, others []*Unit
	for _, c := range all {
		if kind != noKind && !kind.may(c.unit.Level) || term != key && !strings.HasSuffix(term, c.term) {
			continue
		}
		units := &others
		if c.official {
			units = &official
		}
		if !slices.Contains(*units, c.unit) {
			*units = append(*units, c.unit)
		}
	}
	if len(official) > 0 {
		return official
	}
	return others
}

// A called is a unit with a name of it, as termOf has it.
type called struct {
	unit     *Unit
	term     string
	official bool // not another spelling
}

// index has the units by the keys of their names.
var index = sync.OnceValue(func() map[string][]called {
	all := map[string][]called{}
	add := func(name string, units []*Unit) {
		for _, spelling := range Spellings(name) {
			key, term := keyOf(spelling), termOf(spelling)
			for _, u := range units {
				all[key] = append(all[key], called{u, term, spelling == name})
			}
		}
	}
	r := units()
	for _, name := range slices.Sorted(maps.Keys(r.named)) {
		add(name, r.named[name])
		if bare := bareName(name); bare != name {
			add(bare, r.named[name])
		}
	}
	for _, a := range aliases {
		for _, name := range a.names {
			add(name, r.named[a.of])
		}
	}
	return all
})

// keyOf returns a name without marks, in small letters, with single spaces for all that is no letter or
// digit.
func keyOf(name string) string { return joined(viet.Fold(viet.Lower(name))) }

// termOf returns a name in small letters, with the marks in one place, and spaces as keyOf has them.
func termOf(name string) string {
	words := strings.Fields(joined(name))
	for i, w := range words {
		words[i] = string(viet.AppendTerm(nil, w))
	}
	return strings.Join(words, " ")
}

func joined(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r)
	}), " ")
}

// Successors returns the units of today that have the land of a former one: communes, also of a province.
func Successors(u *Unit) []*Unit {
	if u.Level != Province || !u.Former {
		return u.Now
	}
	var all []*Unit
	for _, d := range units().units {
		if d.Level != District || d.Parent != u {
			continue
		}
		for _, now := range d.Now {
			if !slices.Contains(all, now) {
				all = append(all, now)
			}
		}
	}
	return all
}

// Nearest returns the names of units that may have been meant by a name that is none: those that begin as it
// does, or else those that are one or two letters away; at most n.
func Nearest(typed string, n int) []string {
	first, _, _ := strings.Cut(typed, ",")
	key := keyOf(first)
	if key == "" {
		return nil
	}
	type near struct {
		name string
		far  int
	}
	var all []near
	term := termOf(first)
	limit := min(2, len(key)/4)
	for name := range units().named {
		other := keyOf(name)
		switch {
		case strings.HasPrefix(termOf(name), term+" "):
			all = append(all, near{name, -1})
		case strings.HasPrefix(other, key+" "):
			all = append(all, near{name, 0})
		case len(other)-len(key) <= limit && len(key)-len(other) <= limit:
			if d := viet.EditDistance(key, other); d <= limit {
				all = append(all, near{name, d})
			}
		}
	}
	rank := func(name string) Level { // the highest
		return slices.MinFunc(units().named[name], byLevel).Level
	}
	slices.SortFunc(all, func(a, b near) int {
		if a.far != b.far {
			return a.far - b.far
		}
		if x, y := rank(a.name), rank(b.name); x != y {
			return int(x) - int(y)
		}
		return strings.Compare(a.name, b.name)
	})
	var names []string
	for _, a := range all[:min(n, len(all))] {
		names = append(names, a.name)
	}
	return names
}
