package newspaper

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"baotinh/pipeline/viet"
)

// ErrUnknown is wrapped by the errors of Find and FindAll, which are [*UnknownError].
var ErrUnknown = errors.New("unknown newspaper")

// ErrUnknownProvince is wrapped by the errors of OfProvince.
var ErrUnknownProvince = errors.New("no newspaper of the province")

// An UnknownError names a newspaper that the catalogue does not have. It wraps ErrUnknown.
type UnknownError struct {
	Name string
	Near []string // keys of newspapers with similar names
}

// Error returns the name and those near it.
func (e *UnknownError) Error() string {
	if len(e.Near) == 0 {
		return fmt.Sprintf("%v %q", ErrUnknown, e.Name)
	}
	return fmt.Sprintf("%v %q; near: %s", ErrUnknown, e.Name, strings.Join(e.Near, ", "))
}

// Unwrap returns ErrUnknown.
func (e *UnknownError) Unwrap() error { return ErrUnknown }

// Find returns the newspaper with a host or URL, a key, a masthead, an alias or a province, old or new.
// Marks, case, spaces and punctuation do not matter. For a province that has several newspapers since the
// mergers of July 2025, it returns the one that was not merged into another. The error for an unknown name
// lists similar ones.
func (c *Catalogue) Find(name string) (*Newspaper, error) {
	found, err := c.FindAll(name)
	if err != nil {
		return nil, err
	}
	if i := slices.IndexFunc(found, func(n *Newspaper) bool { return !n.Merged }); i >= 0 {
		return found[i], nil
	}
	return found[0], nil
}

// FindAll is like Find but returns all newspapers of a province, sorted by Key.
func (c *Catalogue) FindAll(name string) ([]*Newspaper, error) {
	if n, ok := c.ByHost(hostOf(name)); ok {
		return []*Newspaper{n}, nil
	}

	wanted := plain(name)
	if wanted == "" {
		return nil, &UnknownError{Name: name}
	}
	for _, is := range [...]func(n *Newspaper, wanted string) bool{
		(*Newspaper).isKey,
		(*Newspaper).isMasthead,
		(*Newspaper).isAlias,
		(*Newspaper).isOf,
		(*Newspaper).isShortMasthead,
	} {
		var found []*Newspaper
		for _, n := range c.papers {
			if is(n, wanted) {
				found = append(found, n)
			}
		}
		if found != nil {
			return found, nil
		}
	}

	return nil, &UnknownError{Name: name, Near: c.near(wanted)}
}

// OfProvince returns the newspapers of a province, old or new, sorted by Key.
func (c *Catalogue) OfProvince(name string) ([]*Newspaper, error) {
	wanted := plain(name)
	var found []*Newspaper
	for _, n := range c.papers {
		if wanted != "" && n.isOf(wanted) {
			found = append(found, n)
		}
	}
	if found != nil {
		return found, nil
	}
	if near := c.near(wanted); near != nil {
		return nil, fmt.Errorf("%w %q; near: %s", ErrUnknownProvince, name, strings.Join(near, ", "))
	}
	return nil, fmt.Errorf("%w %q", ErrUnknownProvince, name)
}

func (n *Newspaper) isKey(wanted string) bool           { return plain(n.Key) == wanted }
func (n *Newspaper) isMasthead(wanted string) bool      { return plain(n.Name) == wanted }
func (n *Newspaper) isShortMasthead(wanted string) bool { return short(plain(n.Name)) == wanted }

func (n *Newspaper) isAlias(wanted string) bool {
	return slices.ContainsFunc(n.Aliases, func(s string) bool { return plain(s) == wanted })
}

func (n *Newspaper) isOf(wanted string) bool {
	return slices.ContainsFunc(n.provinces(), func(s string) bool { return place(plain(s)) == place(wanted) })
}

func (n *Newspaper) provinces() []string { return append([]string{n.Province}, n.Former...) }

// near returns the keys, with mastheads, of at most five newspapers whose names resemble the wanted one,
// nearest first.
func (c *Catalogue) near(wanted string) []string {
	type candidate struct {
		distance int
		label    string
	}
	var all []candidate
	wanted = place(short(wanted))
	for _, n := range c.papers {
		best := len(wanted)
		for _, s := range append(n.provinces(), n.Name, n.Key) {
			s = place(short(plain(s)))
			if len(wanted) >= 3 && strings.Contains(s, wanted) {
				best = 0
			}
			best = min(best, viet.EditDistance(s, wanted))
		}
		if best <= max(1, len(wanted)/4) {
			all = append(all, candidate{best, fmt.Sprintf("%s (%s)", n.Key, n.Name)})
		}
	}
	slices.SortStableFunc(all, func(a, b candidate) int { return cmp.Compare(a.distance, b.distance) })

	var labels []string
	for _, near := range all[:min(5, len(all))] {
		labels = append(labels, near.label)
	}
	return labels
}

// hostOf returns the host of a URL, with or without its scheme.
func hostOf(name string) string {
	name = strings.ToLower(strings.TrimSpace(name))
	if _, rest, ok := strings.Cut(name, "://"); ok {
		name = rest
	}
	host, _, _ := strings.Cut(name, "/")
	return host
}

// plain returns the letters and digits of s in lower case without marks: "Bà Rịa - Vũng Tàu" is
// "bariavungtau".
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, string(viet.AppendFoldLower(nil, s)))
}

// short cuts the word "Báo" off a plain masthead.
func short(masthead string) string { return strings.TrimPrefix(masthead, "bao") }

// place cuts "tỉnh", "thành phố" or "TP." off the plain name of a province.
func place(name string) string {
	for _, unit := range [...]string{"tinh", "thanhpho", "tp"} {
		if rest, ok := strings.CutPrefix(name, unit); ok && rest != "" {
			return rest
		}
	}
	return name
}
