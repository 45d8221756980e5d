package index

import (
	"cmp"
	"time"
)

// A row is what every article has in columns: when it was published and how long it is.
type row struct {
	published         time.Time
	words, titleWords int
}

// rowBytes is the length of a packed row: 5 bytes of Unix seconds, 3 of words, 1 of title words, seven bits in each so
// that the separator of doc values, 0xff, cannot occur.
const rowBytes = 9

func appendRow(dst []byte, r row) []byte {
	var seconds int64
	if !r.published.IsZero() {
		seconds = max(r.published.Unix(), 1)
	}
	dst = appendSevens(dst, seconds, 5)
	dst = appendSevens(dst, int64(r.words), 3)
	return appendSevens(dst, int64(r.titleWords), 1)
}

// appendSevens appends n in size groups of seven bits, the largest first; what does not fit becomes all ones.
func appendSevens(dst []byte, n int64, size int) []byte {
	n = min(n, 1<<(7*size)-1)
	for i := size - 1; i >= 0; i-- {
		dst = append(dst, byte(n>>(7*i))&0x7f)
	}
	return dst
}

func sevens(b []byte) int64 {
	var n int64
	for _, c := range b {
		n = n<<7 | int64(c)
	}
	return n
}

// columns hold, by document number of one segment, what filters, facets, sorting and ranking read of every hit.
type columns struct {
	published []int64 // Unix seconds; 0 is unknown
	words     []uint32
	titles    []uint8 // words in the title
	total     uint64  // of words
	keywords  map[string]*keywordColumn
	numbers   numberColumn
}

// A keywordColumn has the values of one keyword field.
type keywordColumn struct {
	values  []string            // by ordinal; ordinal 0 is none
	first   []uint32            // ordinal by document number
	more    map[uint32][]uint32 // further ordinals of documents that have several
	ordinal map[string]uint32
}

func newColumns(n int) *columns {
	c := &columns{
		published: make([]int64, n), words: make([]uint32, n), titles: make([]uint8, n),
		keywords: make(map[string]*keywordColumn, len(keywordFields)),
	}
	for _, name := range keywordFields {
		c.keywords[name] = &keywordColumn{
			values: []string{""}, first: make([]uint32, n), ordinal: map[string]uint32{},
		}
	}
	return c
}

// set takes one doc value.
func (c *columns) set(n uint32, field string, value []byte) {
	if field == fieldRow {
		if len(value) == rowBytes {
			c.published[n] = sevens(value[:5])
			c.words[n] = uint32(sevens(value[5:8]))
			c.titles[n] = value[8]
			c.total += uint64(c.words[n])
		}
		return
	}
	k := c.keywords[field]
	o, ok := k.ordinal[string(value)]
	if !ok {
		o = uint32(len(k.values))
		v := string(value)
		k.values = append(k.values, v)
		k.ordinal[v] = o
	}
	if k.first[n] == 0 {
		k.first[n] = o
		return
	}
	if k.more == nil {
		k.more = map[uint32][]uint32{}
	}
	k.more[n] = append(k.more[n], o)
}

// byNewest orders dates with the newest first and unknown ones last; byOldest the other way round, unknown ones last too.
func byNewest(a, b int64) int { return cmp.Compare(b, a) }

func byOldest(a, b int64) int {
	if a == 0 || b == 0 {
		return cmp.Compare(b, a)
	}
	return cmp.Compare(a, b)
}
