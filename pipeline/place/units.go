package place

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
)

// The tables of units. A line is a unit, and those below it are indented by two spaces more: the letter of
// its kind, its name, and in before.txt, behind a tab, the units of today that have its land, parted by
// commas: of a province the province, of a commune the communes. Behind another tab are the districts that
// were merged into it earlier.
var (
	//go:embed before.txt
	beforeTable string
	//go:embed after.txt
	afterTable string
)

var kindLetters = [...]Kind{
	'T': Tinh, 'C': ThanhPho, 'H': Huyen, 'Q': Quan, 'S': ThiXa, 'X': Xa, 'P': Phuong, 'N': ThiTran,
	'K': DacKhu,
}

// A register holds all units, and what they are called.
type register struct {
	units []*Unit
	named map[string][]*Unit // by name without kind, as the tables have it, and by former names
	trie  trie

	memory []Unit // for the next units
}

// numUnits is the number of lines of both tables, numNames that of their names.
const (
	numUnits = 14_149
	numNames = 7700
)

// units is the register.
var units = sync.OnceValue(func() *register {
	r := &register{
		units: make([]*Unit, 0, numUnits), memory: make([]Unit, numUnits),
		named: make(map[string][]*Unit, numNames),
	}
	provinces := map[string]*Unit{}
	communes := map[*Unit]map[string]*Unit{}
	var province *Unit
	for line := range strings.Lines(afterTable) {
		u, _, _ := r.read(line)
		if u.Level == Province {
			province, provinces[u.Name], communes[u] = u, u, map[string]*Unit{}
			continue
		}
		u.Parent = province
		communes[province][u.Name] = u
		if _, bare, ok := strings.Cut(u.Name, "Phường "); ok {
			communes[province][bare] = u
		}
	}

	var today, district *Unit
	for line := range strings.Lines(beforeTable) {
		u, now, former := r.read(line)
		switch u.Level {
		case Province:
			today = provinces[now]
			if province = u; u.Name == today.Name {
				r.drop(u)
				province = today
				continue
			}
			u.Former, u.Now = true, []*Unit{today}
			today.Before = append(today.Before, u)
		case District:
			u.Parent, u.Former = province, true
			district = u
			for name := range strings.SplitSeq(former, ", ") {
				if name != "" {
					name := displayName(kindLetters[name[0]], name[2:])
					r.named[name] = append(r.named[name], u)
				}
			}
			if now != "" { // it had no communes
				u.merge(communes[today][now])
			}
		case Commune:
			u.Parent, u.Former = district, true
			for name := range strings.SplitSeq(now, ", ") {
				u.merge(communes[today][name])
				if !slices.Contains(district.Now, communes[today][name]) {
					district.Now = append(district.Now, communes[today][name])
				}
			}
		}
	}
	r.mark()
	r.trie = newTrie(r)
	return r
})

// read adds the unit of a line.
func (r *register) read(line string) (u *Unit, now, former string) {
	path, now, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
	now, former, _ = strings.Cut(now, "\t")
	name := strings.TrimLeft(path, " ")
	u, r.memory = &r.memory[0], r.memory[1:]
	u.Kind, u.number = kindLetters[name[0]], len(r.units)
	u.Name = displayName(u.Kind, name[2:])
	u.Level = Province
	if indent := len(path) - len(name); indent == 4 || u.Kind.may(Commune) {
		u.Level = Commune
	} else if indent == 2 {
		u.Level = District
	}
	r.units = append(r.units, u)
	r.named[u.Name] = append(r.named[u.Name], u)
	return u, now, former
}

// drop takes back the unit that was read last.
func (r *register) drop(u *Unit) {
	r.units = r.units[:len(r.units)-1]
	r.named[u.Name] = r.named[u.Name][:len(r.named[u.Name])-1]
}

// merge notes that a unit of today has land of u.
func (u *Unit) merge(now *Unit) {
	u.Now = append(u.Now, now)
	now.Before = append(now.Before, u)
}

// mark marks the units that only their kinds tell from others.
func (r *register) mark() {
	for _, same := range r.named {
		for i, u := range same {
			for _, v := range same[:i] {
				if u.Parent == v.Parent && u.Level == v.Level && u.Name == v.Name {
					u.twin, v.twin = true, true
				}
			}
		}
	}
}

// displayName returns a name with its kind, if it is a number.
func displayName(k Kind, name string) string {
	if strings.Trim(name, "0123456789IVX") != "" {
		return name
	}
	if k == Quan {
		return "Quận " + name
	}
	return "Phường " + name
}
