// Package place finds the communes, districts and provinces that a Vietnamese text names, by their names
// before and since July 2025, and says what it takes them for and why.
//
// On 1 July 2025 the 63 provinces became 34, the districts were abolished, and 10,040 communes became 3,321.
// A [Unit] of before knows the units of today that have its land, and the other way round. Two names in one
// text of a newspaper may be of both times.
//
// Names are ambiguous: Hòa Bình is a province, a city, a district, 40 communes, a person and peace. So a name
// counts only with evidence, and a [Recognizer] rather says nothing than something wrong:
//
//	           province  district   commune    decides between units of one name
//	Word       counts    counts     counts     the kind: huyện Quảng Ninh, tỉnh Quảng Ninh
//	Beside     –         counts     counts *   the unit behind it: xã Yên Bình, Hữu Lũng
//	InDateline counts    –          no         nothing
//	Newspaper  –         counts *   with Word  the only one in the newspaper's province
//	Parent     –         counts *   with Word  the only one below a unit that the text names
//	Alone      counts    some       no         nothing: it is a city that all know
//
// A dash means that this evidence says nothing new, * that the name follows a word of place (ở, tại, từ),
// is a dateline or stands beside a sign. What has a unit word but none of the other evidence counts if it
// is the only one in Vietnam, and no place elsewhere is known of. Communes were merged before 2025, too,
// and a name that is no more may be that of another commune today: so without a district beside it a
// commune needs its own kind of unit word, and does not count if only other districts of the province are
// named, or one that has no commune of its name. The sources are alike, but a line of nothing but a name
// counts in a dateline only: elsewhere it is the author.
//
// Names within longer ones do not count: persons (Nguyễn Hòa Bình, ông Quảng Ninh), what begins as they do
// (Thái Bình Dương, Điện Biên Phủ), streets, bridges, rivers, markets, ships (đường Hà Nội, cầu Cần Thơ,
// sông Đồng Nai, tàu Hải Dương). An office, school, hospital, company or club that is called by the name of
// a unit alone is of that place, and counts: Công an Hà Nội, Đại học Cần Thơ, Hà Nội FC.
package place

import "strings"

// A Level is the level of a unit.
type Level uint8

// The levels.
const (
	Province Level = iota + 1
	District       // until June 2025
	Commune
)

// A Kind is the kind of a unit.
type Kind uint8

// The kinds.
const (
	noKind   Kind = iota
	Tinh          // province
	ThanhPho      // city: a province, or a district
	Huyen         // rural district
	Quan          // urban district
	ThiXa         // town: a district
	Xa            // rural commune
	Phuong        // ward
	ThiTran       // township
	DacKhu        // special zone: a commune of today
)

var kindNames = [...]string{
	noKind: "", Tinh: "tỉnh", ThanhPho: "thành phố", Huyen: "huyện", Quan: "quận", ThiXa: "thị xã", Xa: "xã",
	Phuong: "phường", ThiTran: "thị trấn", DacKhu: "đặc khu",
}

// String returns the kind in Vietnamese: "huyện".
func (k Kind) String() string { return kindNames[k] }

// may reports whether a unit of level l may be called by the word k.
func (k Kind) may(l Level) bool {
	switch k {
	case Tinh:
		return l == Province
	case ThanhPho:
		return l == Province || l == District
	case Huyen, Quan, ThiXa:
		return l == District
	}
	return l == Commune
}

// isDistrict reports whether only a district may be called by the word k.
func (k Kind) isDistrict() bool { return k == Huyen || k == Quan || k == ThiXa }

// A Unit is an administrative unit. Units are never changed.
type Unit struct {
	Level  Level
	Kind   Kind
	Name   string  // without its kind: "Tràng Định"; of a numbered one with it: "Quận 1"
	Parent *Unit   // nil of a province; of a commune of before its district, of today its province
	Former bool    // it is no unit since July 2025
	Now    []*Unit // of a former one: the units of today that have its land; of a district the communes
	Before []*Unit // of one of today: the former ones that it has land of, of the same level

	number int  // among all
	twin   bool // another one has its name and parent, and another kind
}

// Province returns the province that u is in, or is: of a former unit that of before.
func (u *Unit) Province() *Unit {
	for u.Parent != nil {
		u = u.Parent
	}
	return u
}

// Today returns the province of today that u is in, or is.
func (u *Unit) Today() *Unit {
	if p := u.Province(); p.Former {
		return p.Now[0]
	}
	return u.Province()
}

// Within reports whether u is v or a part of it. Both are of before, or both of today.
func (u *Unit) Within(v *Unit) bool {
	for ; u != nil; u = u.Parent {
		if u == v {
			return true
		}
	}
	return false
}

// String returns the names of the unit and of those that it is in: "Khánh Long, Tràng Định, Lạng Sơn". No
// other unit of its level has the same.
func (u *Unit) String() string {
	name := u.Name
	if u.twin {
		name += " (" + u.Kind.String() + ")"
	}
	if u.Parent == nil {
		return name
	}
	return name + ", " + u.Parent.String()
}

// Official returns the unit with its kind, and the names of those that it is in: "xã Khánh Long, Tràng Định,
// Lạng Sơn". [Named] understands it.
func (u *Unit) Official() string {
	name := u.Kind.String() + " " + u.Name
	if strings.HasPrefix(u.Name, "Quận ") || strings.HasPrefix(u.Name, "Phường ") {
		name = u.Name
	}
	if u.Parent == nil {
		return name
	}
	return name + ", " + u.Parent.String()
}
