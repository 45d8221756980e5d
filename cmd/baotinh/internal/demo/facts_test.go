package demo

// Facts are the pages that a polite and complete crawl of the newspapers meets. The lists have absolute URLs.
type Facts struct {
	Newspapers int
	Articles   int      // articles that robots.txt allows
	Undated    []string // articles that state no date, under a page clock
	Legacy     []string // articles in TCVN3
	Decomposed []string // articles in NFD, wholly or in half
	Refused    []string // articles with a link on a section front that robots.txt forbids
	Gone       []string // linked, answered with 404
	Moved      []string // linked, answered with 301 to an article
	Busy       []string // articles answered with 503 and Retry-After once, then with 200
}

// Facts returns the facts about the newspapers.
func (s *Site) Facts() Facts {
	f := Facts{Newspapers: len(s.papers)}
	for _, p := range s.papers {
		f.Gone = append(f.Gone, p.URL(p.Gone.Path))
		for _, a := range p.Articles {
			u := p.URL(a.Path)
			if p.Refused(a.Path) {
				f.Refused = append(f.Refused, u)
				continue
			}
			f.Articles++
			if a.Date.IsZero() {
				f.Undated = append(f.Undated, u)
			}
			switch a.Encoding {
			case "tcvn3":
				f.Legacy = append(f.Legacy, u)
			case "decomposed", "half-decomposed":
				f.Decomposed = append(f.Decomposed, u)
			}
			if a.Moved != "" {
				f.Moved = append(f.Moved, p.URL(a.Moved))
			}
			if a.Busy {
				f.Busy = append(f.Busy, u)
			}
		}
	}
	return f
}
