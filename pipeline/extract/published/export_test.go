package published

// A Row is a row of one of the tables: a rule, a sign or a choice.
type Row struct {
	Name, Golden string
	Disable      func() (enable func())
}

// Rows returns the rows of all tables.
func Rows() []Row {
	var rows []Row
	for i := range rules {
		r := &rules[i]
		rows = append(rows, Row{"rule: " + r.name, r.golden, func() func() {
			holds := r.holds
			r.holds = func(*finder, *Candidate) bool { return false }
			return func() { r.holds = holds }
		}})
	}
	for i := range signs {
		s := &signs[i]
		rows = append(rows, Row{"sign: " + s.name, s.golden, func() func() {
			holds := s.holds
			s.holds = func(*finder, *Candidate) bool { return false }
			return func() { s.holds = holds }
		}})
	}
	for i := range choices {
		c := &choices[i]
		rows = append(rows, Row{"choice: " + c.because, c.golden, func() func() {
			row := *c
			c.stated, c.printed = absent, absent
			c.take = nothing
			return func() { *c = row }
		}})
	}
	return rows
}
