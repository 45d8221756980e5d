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

// The state of a Filter is, with all numbers big-endian: the magic line; the number of hosts (4 bytes); for
// each, by name, the name (1 byte of length first), its pages (2), the number of its lines (2), the lines by
// fingerprint (8 of fingerprint, 2 of pages), then twice, for recent and earlier articles, their number (2)
// and their hashes in order (8).
const magic = "baotinh boilerplate 1\n"

// most is the size of the largest state.
const most = len(magic) + 4 + mostHosts*(1+longestHost+4+10*mostLines+2*(2+8*window))

// Save writes what f has learned. Equal filters give equal bytes.
func (f *Filter) Save(w io.Writer) error {
	b := []byte(magic)
	b = binary.BigEndian.AppendUint32(b, uint32(len(f.hosts)))
	for _, name := range slices.Sorted(maps.Keys(f.hosts)) {
		b = append(append(b, byte(len(name))), name...)
		b = f.hosts[name].appendState(b)
	}
	_, err := w.Write(b)
	return err
}

func (h *host) appendState(b []byte) []byte {
	b = binary.BigEndian.AppendUint16(b, uint16(h.pages))
	b = binary.BigEndian.AppendUint16(b, uint16(len(h.lines)))
	for _, l := range h.lines {
		b = binary.BigEndian.AppendUint64(b, l.print)
		b = binary.BigEndian.AppendUint16(b, l.pages)
	}
	for _, articles := range [...][]uint64{h.recent, h.earlier} {
		b = binary.BigEndian.AppendUint16(b, uint16(len(articles)))
		for _, article := range articles {
			b = binary.BigEndian.AppendUint64(b, article)
		}
	}
	return b
}

var errState = errors.New("boilerplate: damaged, or written by another version")

// Load replaces what f has learned by what Save wrote. After an error f is as it was.
func (f *Filter) Load(r io.Reader) error {
	data, err := io.ReadAll(io.LimitReader(r, int64(most)+1))
	if err != nil {
		return fmt.Errorf("boilerplate: %w", err)
	}
	data, ok := bytes.CutPrefix(data, []byte(magic))
	if !ok {
		return errState
	}
	d := decoder{data: data}
	hosts := make(map[string]*host)
	last := ""
	for range d.number(4) {
		name := string(d.take(d.number(1)))
		h := d.host()
		if name <= last || len(hosts) == mostHosts {
			return errState
		}
		hosts[name], last = h, name
	}
	if d.failed || len(d.data) > 0 {
		return errState
	}
	f.hosts = hosts
	return nil
}

// A decoder reads a state. After a failure it reads zeros.
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

func (d *decoder) print() uint64 { return binary.BigEndian.Uint64(d.take(8)) }

// must notes a failure unless ok.
func (d *decoder) must(ok bool) { d.failed = d.failed || !ok }

func (d *decoder) host() *host {
	h := &host{pages: d.number(2)}
	d.must(h.pages < window)
	n := d.number(2)
	d.must(n <= mostLines)
	for range n {
		l := line{d.print(), uint16(d.number(2))}
		d.must(0 < l.pages && int(l.pages) <= h.pages)
		d.must(len(h.lines) == 0 || h.lines[len(h.lines)-1].print < l.print)
		h.lines = append(h.lines, l)
	}
	h.recent, h.earlier = d.articles(), d.articles()
	return h
}

func (d *decoder) articles() []uint64 {
	n := d.number(2)
	d.must(n <= window)
	var articles []uint64
	for range n {
		articles = append(articles, d.print())
	}
	d.must(slices.IsSorted(articles))
	return articles
}
