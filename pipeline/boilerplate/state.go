package boilerplate

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"

	"baotinh/pipeline/news"
)

// The state of Profiles, all numbers big-endian:
//
//	magic line
//	4  number of hosts, then for each, sorted by name:
//	1  length of the name, and the name
//	2  pages
//	2  number of lines, then for each, sorted: 8 fingerprint, 2 pages
//	2  number of recent articles, then for each, sorted: 8 hash
//	2  number of earlier articles, then for each, sorted: 8 hash
//	1  number of places, then for each, sorted by field and path:
//	   1 field, 1 length of the path, and the path, 2 pages, 2 changed, 2 own, 2 served, 2 denied, 2 others,
//	   2 several, 4 hash of the last value
//
// In version 1 there are no places. It is read: the lines stay known, the places are learned. A version that
// changes what a path is must discard the places of those before it.
const (
	magic  = "baotinh boilerplate 2\n"
	magic1 = "baotinh boilerplate 1\n"
)

// The sizes of the largest place, profile and state.
const (
	maxPlaceState = 20 + maxPlaceBytes
	maxHostState  = 1 + maxHostBytes + 5 + 10*maxLines + 2*(2+8*window) + maxPlaces*maxPlaceState
	maxStateBytes = len(magic) + 4 + maxHosts*maxHostState
)

// Save writes the counts. Equal profiles give equal bytes.
func (ps *Profiles) Save(w io.Writer) error {
	b := []byte(magic)
	b = binary.BigEndian.AppendUint32(b, uint32(len(ps.profiles)))
	for _, name := range slices.Sorted(maps.Keys(ps.profiles)) {
		b = append(append(b, byte(len(name))), name...)
		b = ps.profiles[name].appendState(b)
	}
	_, err := w.Write(b)
	return err
}

func (p *profile) appendState(b []byte) []byte {
	b = binary.BigEndian.AppendUint16(b, uint16(p.pages))
	b = binary.BigEndian.AppendUint16(b, uint16(len(p.lines)))
	for _, l := range p.lines {
		b = binary.BigEndian.AppendUint64(b, l.fingerprint)
		b = binary.BigEndian.AppendUint16(b, l.pages)
	}
	for _, articles := range [...][]uint64{p.recent, p.earlier} {
		b = binary.BigEndian.AppendUint16(b, uint16(len(articles)))
		for _, article := range articles {
			b = binary.BigEndian.AppendUint64(b, article)
		}
	}
	b = append(b, byte(len(p.places)))
	for i := range p.places {
		l := &p.places[i]
		b = append(b, byte(l.field), byte(len(l.path)))
		b = append(b, l.path...)
		for _, n := range l.all() {
			b = binary.BigEndian.AppendUint16(b, *n)
		}
		b = binary.BigEndian.AppendUint32(b, l.last)
	}
	return b
}

var errState = errors.New("boilerplate: damaged, or written by another version")

// Load replaces the counts by those that Save wrote, in this version or the first. After an error ps is
// unchanged.
func (ps *Profiles) Load(r io.Reader) error {
	data, err := io.ReadAll(io.LimitReader(r, int64(maxStateBytes)+1))
	if err != nil {
		return fmt.Errorf("boilerplate: %w", err)
	}
	data, hasPlaces := bytes.CutPrefix(data, []byte(magic))
	if !hasPlaces {
		var ok bool
		if data, ok = bytes.CutPrefix(data, []byte(magic1)); !ok {
			return errState
		}
	}
	d := decoder{data: data, hasPlaces: hasPlaces}
	profiles := make(map[string]*profile)
	last := ""
	for range d.number(4) {
		name := string(d.take(d.number(1)))
		p := d.profile()
		if name <= last || len(profiles) == maxHosts {
			return errState
		}
		profiles[name], last = p, name
	}
	if d.failed || len(d.data) > 0 {
		return errState
	}
	ps.profiles, ps.linesOnly = profiles, !hasPlaces
	return nil
}

// A decoder decodes a state. After a failure it returns zeros.
type decoder struct {
	data      []byte
	hasPlaces bool
	failed    bool
}

func (d *decoder) take(n int) []byte {
	if n > len(d.data) {
		d.data, d.failed = nil, true
		return make([]byte, min(n, 8))
	}
	taken := d.data[:n]
	d.data = d.data[n:]
	return taken
}

// number reads a number of at most 4 bytes.
func (d *decoder) number(bytes int) int {
	n := 0
	for _, b := range d.take(bytes) {
		n = n<<8 | int(b)
	}
	return n
}

func (d *decoder) fingerprint() uint64 { return binary.BigEndian.Uint64(d.take(8)) }

// check records a failure unless ok.
func (d *decoder) check(ok bool) { d.failed = d.failed || !ok }

func (d *decoder) profile() *profile {
	p := &profile{pages: d.number(2)}
	d.check(p.pages < window)
	n := d.number(2)
	d.check(n <= maxLines)
	for range n {
		l := line{d.fingerprint(), uint16(d.number(2))}
		d.check(0 < l.pages && int(l.pages) <= p.pages)
		d.check(len(p.lines) == 0 || p.lines[len(p.lines)-1].fingerprint < l.fingerprint)
		p.lines = append(p.lines, l)
	}
	p.recent, p.earlier = d.articles(), d.articles()
	if d.hasPlaces {
		d.places(p)
	}
	return p
}

func (d *decoder) places(p *profile) {
	n := d.number(1)
	d.check(n <= maxPlaces)
	for range n {
		l := place{field: field(d.number(1))}
		l.path = news.Place(d.take(d.number(1)))
		for _, count := range l.all() {
			*count = uint16(d.number(2))
			d.check(*count <= l.pages)
		}
		l.last = uint32(d.number(4))
		d.check(fieldTitle <= l.field && l.field <= fieldBox && l.path != "")
		d.check(0 < l.pages && int(l.pages) <= p.pages)
		if i := len(p.places); i > 0 {
			d.check(comparePlaces(&p.places[i-1], l.field, l.path) < 0)
		}
		p.places = append(p.places, l)
	}
}

func (d *decoder) articles() []uint64 {
	n := d.number(2)
	d.check(n <= window)
	var articles []uint64
	for range n {
		articles = append(articles, d.fingerprint())
	}
	d.check(slices.IsSorted(articles))
	return articles
}
