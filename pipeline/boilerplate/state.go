package boilerplate

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
)

// The state of a Filter, all numbers big-endian:
//
//	magic line
//	4  number of hosts, then for each, sorted by name:
//	1  length of the name, and the name
//	2  pages
//	2  number of lines, then for each, sorted: 8 fingerprint, 2 pages
//	2  number of recent articles, then for each, sorted: 8 hash
//	2  number of earlier articles, then for each, sorted: 8 hash
const magic = "baotinh boilerplate 1\n"

// maxStateBytes is the size of the largest state.
const maxStateBytes = len(magic) + 4 + maxHosts*(1+maxHostBytes+4+10*maxLines+2*(2+8*window))

// Save writes the counts. Equal filters give equal bytes.
func (f *Filter) Save(w io.Writer) error {
	b := []byte(magic)
	b = binary.BigEndian.AppendUint32(b, uint32(len(f.profiles)))
	for _, name := range slices.Sorted(maps.Keys(f.profiles)) {
		b = append(append(b, byte(len(name))), name...)
		b = f.profiles[name].appendState(b)
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
	return b
}

var errState = errors.New("boilerplate: damaged, or written by another version")

// Load replaces the counts by those that Save wrote. After an error f is unchanged.
func (f *Filter) Load(r io.Reader) error {
	data, err := io.ReadAll(io.LimitReader(r, int64(maxStateBytes)+1))
	if err != nil {
		return fmt.Errorf("boilerplate: %w", err)
	}
	data, ok := bytes.CutPrefix(data, []byte(magic))
	if !ok {
		return errState
	}
	d := decoder{data: data}
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
	f.profiles = profiles
	return nil
}

// A decoder decodes a state. After a failure it returns zeros.
type decoder struct {
	data   []byte
	failed bool
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
	return p
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
