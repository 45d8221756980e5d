package segment

import (
	"encoding/binary"
	"fmt"
)

// blockTerms is the number of terms in a block. A term is found by binary search for its block, then by
// reading that.
const blockTerms = 16

// A dictionary is the sorted terms of a field, in blocks of blockTerms, and where each block ends and its
// postings begin.
//
// A block has for each term: how many bytes it shares with the one before, how many bytes follow, these
// bytes, the number of its documents, the length of its postings without positions, and that of its
// positions, which follow them. Numbers are varints of package binary.
type dictionary struct {
	blocks []byte
	ends   []byte // for each block, where it ends and where its postings begin: 8 bytes each
}

const endBytes = 8 + 8

// An entry is a term with its place in the postings.
type entry struct {
	term       []byte
	count      int
	start, end uint64 // of the postings
	positions  uint64 // where they end; they begin where the postings end
}

// A termCursor goes through the terms of a dictionary in order.
type termCursor struct {
	d      *dictionary
	block  int    // the next
	rest   []byte // of the block at hand
	entry         // valid after next has returned true
	peeked bool   // next returns the entry again
	err    error
}

func (d *dictionary) len() int { return len(d.ends) / endBytes }

// block returns a block and where its postings begin.
func (d *dictionary) block(i int) ([]byte, uint64, error) {
	var start uint64
	if i > 0 {
		start = binary.LittleEndian.Uint64(d.ends[endBytes*(i-1):])
	}
	end := binary.LittleEndian.Uint64(d.ends[endBytes*i:])
	if start > end || end > uint64(len(d.blocks)) {
		return nil, 0, fmt.Errorf("%w: block %d of terms", ErrCorrupt, i)
	}
	return d.blocks[start:end], binary.LittleEndian.Uint64(d.ends[endBytes*i+8:]), nil
}

// first returns the first term of a block, which shares nothing with the one before.
func (d *dictionary) first(i int) ([]byte, error) {
	b, _, err := d.block(i)
	if err != nil {
		return nil, err
	}
	if len(b) > 1 && b[0] == 0 {
		if size, n := binary.Uvarint(b[1:]); n > 0 && size <= uint64(len(b)-1-n) {
			return b[1+n:][:size], nil
		}
	}
	return nil, fmt.Errorf("%w: block %d of terms", ErrCorrupt, i)
}

// seek returns a cursor that is before the first term that is not less than prefix.
func (d *dictionary) seek(prefix string) *termCursor {
	c := &termCursor{d: d}
	if c.block, c.err = d.search(prefix); c.err != nil {
		return c
	}
	for c.next() {
		if string(c.term) >= prefix {
			c.peeked = true
			break
		}
	}
	return c
}

// search returns the last block that begins at or before a term, or the first block.
func (d *dictionary) search(term string) (int, error) {
	low, high := 0, d.len()
	for low < high {
		middle := int(uint(low+high) / 2)
		first, err := d.first(middle)
		if err != nil {
			return 0, err
		}
		if string(first) <= term {
			low = middle + 1
		} else {
			high = middle
		}
	}
	return max(0, low-1), nil
}

// next goes to the next term. It returns false after the last, or after an error.
func (c *termCursor) next() bool {
	if c.peeked || c.err != nil {
		c.peeked = false
		return c.err == nil
	}
	if len(c.rest) == 0 {
		if c.block == c.d.len() {
			return false
		}
		c.rest, c.positions, c.err = c.d.block(c.block)
		c.block++
		c.term = c.term[:0]
		if c.err != nil {
			return false
		}
	}
	shared, added := c.cut()
	if c.err != nil || shared > uint64(len(c.term)) {
		c.corrupt()
		return false
	}
	c.term = append(c.term[:shared], added...)
	c.number()
	return c.err == nil
}

// cut returns how many bytes the next term shares with the one before, and those that follow.
func (c *termCursor) cut() (shared uint64, added []byte) {
	shared, size := c.uvarint(), c.uvarint()
	if size > uint64(len(c.rest)) {
		c.corrupt()
		return 0, nil
	}
	added, c.rest = c.rest[:size], c.rest[size:]
	return shared, added
}

// number reads the numbers of a term.
func (c *termCursor) number() {
	c.count = int(c.uvarint())
	c.start = c.positions
	c.end = c.start + c.uvarint()
	c.positions = c.end + c.uvarint()
}

func (c *termCursor) uvarint() uint64 {
	if len(c.rest) > 0 && c.rest[0] < 0x80 { // as most are
		v := c.rest[0]
		c.rest = c.rest[1:]
		return uint64(v)
	}
	v, n := binary.Uvarint(c.rest)
	if n <= 0 {
		c.corrupt()
		return 0
	}
	c.rest = c.rest[n:]
	return v
}

func (c *termCursor) corrupt() {
	if c.err == nil {
		c.err = fmt.Errorf("%w: terms", ErrCorrupt)
	}
}

// find returns the entry of a term, without the term, and whether there is one.
func (d *dictionary) find(term string) (entry, bool, error) {
	block, err := d.search(term)
	if err != nil || block == d.len() {
		return entry{}, false, err
	}
	c := termCursor{d: d}
	if c.rest, c.positions, err = d.block(block); err != nil {
		return entry{}, false, err
	}
	// Equivalent to next, without the bytes of the other terms: same is how many bytes of term the last one
	// began with. A term that shares more with that one than this is less than term, too.
	for same := 0; len(c.rest) > 0; {
		shared, added := c.cut()
		c.number()
		if c.err != nil || int(shared) < same {
			return entry{}, false, c.err
		}
		if int(shared) > same {
			continue
		}
		n := commonPrefix(added, term[same:])
		same += n
		switch {
		case n == len(added) && same == len(term):
			return c.entry, true, nil
		case n < len(added) && (same == len(term) || added[n] > term[same]):
			return entry{}, false, nil
		}
	}
	return entry{}, false, nil
}

// commonPrefix returns the number of bytes that both begin with.
func commonPrefix(a []byte, b string) int {
	n := 0
	for n < min(len(a), len(b)) && a[n] == b[n] {
		n++
	}
	return n
}

// A dictionaryWriter makes a dictionary of terms that come sorted.
type dictionaryWriter struct {
	blocks, ends []byte
	terms        int
	last         []byte
	postings     uint64 // bytes of those before, with positions
}

func (w *dictionaryWriter) add(term []byte, count, postings, positions int) {
	if w.terms%blockTerms == 0 {
		if w.terms > 0 {
			w.endBlock()
		}
		w.ends = binary.LittleEndian.AppendUint64(w.ends, 0) // filled in by endBlock
		w.ends = binary.LittleEndian.AppendUint64(w.ends, w.postings)
		w.last = w.last[:0]
	}
	shared := 0
	for shared < min(len(term), len(w.last)) && term[shared] == w.last[shared] {
		shared++
	}
	w.blocks = binary.AppendUvarint(w.blocks, uint64(shared))
	w.blocks = binary.AppendUvarint(w.blocks, uint64(len(term)-shared))
	w.blocks = append(w.blocks, term[shared:]...)
	w.blocks = binary.AppendUvarint(w.blocks, uint64(count))
	w.blocks = binary.AppendUvarint(w.blocks, uint64(postings))
	w.blocks = binary.AppendUvarint(w.blocks, uint64(positions))
	w.last = append(w.last[:0], term...)
	w.terms++
	w.postings += uint64(postings) + uint64(positions)
}

func (w *dictionaryWriter) endBlock() {
	binary.LittleEndian.PutUint64(w.ends[len(w.ends)-endBytes:], uint64(len(w.blocks)))
}

// end returns the two sections of the dictionary.
func (w *dictionaryWriter) end() (blocks, ends []byte) {
	if w.terms > 0 {
		w.endBlock()
	}
	return w.blocks, w.ends
}
