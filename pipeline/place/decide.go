package place

import "slices"

// Places returns the units that the article names, each once, in the order of the units' levels, and with the
// strongest evidence. The slice is valid until the next Begin.
func (r *Recognizer) Places() []Place {
	if len(r.mentions) == 0 {
		return nil
	}
	for i := range r.mentions {
		r.decideProvince(&r.mentions[i])
	}
	for _, level := range [...]Level{District, Commune} {
		for i := len(r.mentions) - 1; i >= 0; i-- {
			if m := &r.mentions[i]; m.unit == nil {
				r.decide(i, level)
			}
		}
		if level == District {
			r.districtsBehind()
		}
	}
	for _, level := range [...]Level{Province, District, Commune} {
		for i := range r.mentions {
			if m := &r.mentions[i]; m.unit != nil && m.unit.Level == level {
				r.keep(m)
			}
		}
	}
	return r.places
}

// keep adds the unit of a mention to the places.
func (r *Recognizer) keep(m *mention) {
	at := &r.at[m.unit.number]
	if *at == 0 {
		r.places = append(r.places, Place{m.unit, m.source, m.evidence})
		*at = int32(len(r.places))
		return
	}
	if p := &r.places[*at-1]; p.Evidence < m.evidence {
		p.Source, p.Evidence = m.source, m.evidence
	}
}

// settle decides that a mention is of a unit.
func (r *Recognizer) settle(m *mention, u *Unit, e Evidence) {
	m.unit, m.evidence = u, e
	if u.Level != Commune && !slices.Contains(r.found, u) {
		r.found = append(r.found, u)
	}
}

// alone reports whether the words around a name without a unit word allow it to be that of a place.
func (m *mention) alone() bool { return !m.inside && m.before != otherWord }

// inPlace reports whether they speak for it.
func (m *mention) inPlace() bool {
	return m.alone() && (m.before == placeWord || m.comma || m.source == Dateline)
}

// decideProvince decides a mention if it is of a province.
func (r *Recognizer) decideProvince(m *mention) {
	name := &r.trie.names[m.name]
	for _, u := range name.units {
		if u.Level != Province {
			continue
		}
		switch {
		case m.kind == Tinh, m.kind == ThanhPho && u.Kind == ThanhPho:
			if !m.inside {
				r.settle(m, u, Word)
			}
		case m.kind != noKind:
		case m.source == Dateline:
			r.settle(m, u, InDateline)
		case m.inPlace(), m.alone() && name.flags&weak == 0:
			r.settle(m, u, Alone)
		}
	}
}

// A choice holds the units that a mention may be of, while these become fewer.
type choice struct {
	units [maxUnits]*Unit
	n     int
}

// maxUnits is more than the commonest name has: Minh Khai and Tân Thành have 44, before and since.
const maxUnits = 64

// keep keeps the units that satisfy f, if there are any.
func (c *choice) keep(f func(*Unit) bool) bool {
	n := 0
	for _, u := range c.units[:c.n] {
		if f(u) {
			c.units[n] = u // those before n were read
			n++
		}
	}
	if n == 0 {
		return false
	}
	c.n = n
	return true
}

// one returns the unit if there is only one, or several of which the kind or era decides.
func (c *choice) one(r *Recognizer, m *mention) *Unit {
	if c.n > 1 && m.kind != noKind {
		c.keep(func(u *Unit) bool { return u.Kind == m.kind })
	}
	if c.n > 1 {
		c.keep(func(u *Unit) bool { return u.Former == (r.era != since) })
	}
	if c.n != 1 {
		return nil
	}
	return c.units[0]
}

// decide decides mention i if it is of a unit of a level that is not a province.
func (r *Recognizer) decide(i int, level Level) {
	m := &r.mentions[i]
	if m.inside || m.kind != noKind && !m.kind.may(level) || m.kind == noKind && !m.alone() {
		return
	}
	name := &r.trie.names[m.name]
	var all choice
	for _, u := range name.units {
		if u.Level == level && (u.Former || r.era != before) && all.n < maxUnits {
			all.units[all.n] = u
			all.n++
		}
	}
	if all.n == 0 {
		return
	}
	if u := r.beside(i, all); u != nil {
		r.settle(m, u, Beside)
		return
	}
	if m.kind != noKind {
		if level == District || !r.contradicted(m.name) {
			r.byWord(m, all)
		}
		return
	}
	if level == District && !r.isInside(i) {
		r.byName(m, name, all)
	}
}

// isInside reports whether a district stands in parentheses behind mention i, which then is a street of it.
func (r *Recognizer) isInside(i int) bool {
	return r.mentions[i].opened && i+1 < len(r.mentions) && r.mentions[i+1].kind.isDistrict()
}

// beside returns the unit of mention i that what stands behind it decides: the district or province that it
// is in, or another unit of the same one.
func (r *Recognizer) beside(i int, c choice) *Unit {
	m := &r.mentions[i]
	if !m.joined || i+1 == len(r.mentions) {
		return nil
	}
	next := r.mentions[i+1].unit
	if next == nil || m.kind == noKind && !m.nested {
		return nil
	}
	if c.units[0].Level == Commune && m.kind == noKind &&
		(m.before == plainWord || next.Level == Province && r.era != since) {
		return nil // a school or monument, or anything in a province, may be called so
	}
	within := func(u *Unit) bool { return u != next && (u.Within(next) || u.Today() == next) }
	sibling := func(u *Unit) bool { return u != next && u.Level == next.Level && u.Parent == next.Parent }
	if !c.keep(within) && !(m.kind != noKind && c.keep(sibling)) {
		return nil
	}
	return c.one(r, m)
}

// contradicted reports whether a commune of some name stands before a district that has none of that name: it
// was merged with others, or moved to another district, before 2025.
func (r *Recognizer) contradicted(name uint32) bool {
	for i := range len(r.mentions) - 1 {
		m, next := &r.mentions[i], &r.mentions[i+1]
		if m.name != name || !m.kind.may(Commune) || m.unit != nil {
			continue
		}
		if m.followed && !m.joined || m.nested && next.unit != nil && next.unit.Level == District {
			return true
		}
	}
	last := &r.mentions[len(r.mentions)-1]
	return last.name == name && last.followed
}

// byWord decides a mention with a unit word, if only one of the units is likely. The kind may have changed,
// but only in a district that the text names can it be told that the commune is the same.
func (r *Recognizer) byWord(m *mention, c choice) {
	evidence := Word
	sameKind := func(u *Unit) bool { return u.Kind == m.kind }
	switch district := c.units[0].Level == District; {
	case district && c.n == 1:
	case c.keep(r.inFoundDistrict):
		r.settleOne(m, c, Parent)
		return
	case !c.keep(sameKind) && !district:
		return
	case r.province != nil && c.keep(r.isLocal):
		evidence = Newspaper
	case c.keep(r.inFound):
		evidence = Parent
	case len(r.found) > 0, r.province != nil:
		return // of a unit that is no more
	}
	if r.province != nil && r.isLocal(c.units[0]) {
		evidence = Newspaper
	}
	if !c.keep(r.inOtherDistrict) {
		r.settleOne(m, c, evidence)
	}
}

// settleOne decides that a mention is of the unit of a choice, if there is only one.
func (r *Recognizer) settleOne(m *mention, c choice, e Evidence) {
	if u := c.one(r, m); u != nil {
		r.settle(m, u, e)
	}
}

// isLocal reports whether u is in the newspaper's province.
func (r *Recognizer) isLocal(u *Unit) bool { return u.Today() == r.province }

// inOtherDistrict reports whether u is a commune of before in a province of which the text names districts,
// and not in one of these. A commune of its name that is no more may be meant.
func (r *Recognizer) inOtherDistrict(u *Unit) bool {
	near := func(f *Unit) bool { return f.Level == District && f.Today() == u.Today() }
	return u.Level == Commune && u.Former && !slices.Contains(r.found, u.Parent) &&
		slices.ContainsFunc(r.found, near)
}

// inFoundDistrict reports whether u is a commune of a district that was found.
func (r *Recognizer) inFoundDistrict(u *Unit) bool {
	return u.Level == Commune && u.Former && slices.Contains(r.found, u.Parent)
}

// inFound reports whether a unit that was found is of the province that u is in.
func (r *Recognizer) inFound(u *Unit) bool {
	for _, f := range r.found {
		if f.Province() == u.Province() || f.Level == Province && f == u.Today() {
			return true
		}
	}
	return false
}

// byName decides a mention of a district without a unit word.
func (r *Recognizer) byName(m *mention, n *name, c choice) {
	if n.flags&wellKnown != 0 {
		r.settle(m, c.units[0], Alone)
		return
	}
	evidence := Parent
	switch {
	case !m.inPlace(), n.flags&weak != 0:
		return
	case r.province != nil && c.keep(r.isLocal):
		evidence = Newspaper
	case !c.keep(r.inFound):
		return
	}
	r.settleOne(m, c, evidence)
}

// districtsBehind decides again the districts whose provinces or districts were decided after them.
func (r *Recognizer) districtsBehind() {
	for i := len(r.mentions) - 1; i >= 0; i-- {
		if r.mentions[i].unit == nil {
			r.decide(i, District)
		}
	}
}
