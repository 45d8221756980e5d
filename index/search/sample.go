package search

import (
	"bytes"
	"cmp"
	"container/heap"

	"baotinh/index/segment"
)

// A Sample says which hits of a request were drawn at random.
type Sample struct {
	Size int    `json:"size"` // how many were drawn
	Of   int    `json:"of"`   // how many there are
	Seed uint64 `json:"seed"`
}

// draw draws a random sample of the matches: the n with the least numbers, where the number of a document is
// a hash of the seed and its ID (bottom-k sampling). So it is the same however the index is divided into
// segments, and of a sample and a greater one with the same seed, the first is a part of the second.
func (m *matches) draw(n int, seed uint64) error {
	d := &drawing{reader: m.reader}
	population := 0
	for seg, s := range m.segments {
		docs := s.clone(m.docs[seg])
		if m.relaxed != nil {
			docs.Or(m.relaxed[seg])
		}
		for doc := range docs.All() {
			population++
			d.offer(drawn{mix(s.IDHash(doc) ^ mix(seed)), seg, doc}, n)
		}
	}
	for _, s := range m.segments {
		m.sample = append(m.sample, s.none())
	}
	for _, x := range d.docs {
		m.sample[x.seg].Add(x.doc)
	}
	m.drawn = &Sample{Size: len(d.docs), Of: population, Seed: seed}
	return d.err
}

// MixSeed returns what the hash of an ID is combined with for a seed: see Sampled.
func MixSeed(seed uint64) uint64 { return mix(seed) }

// mix is the finalizer of SplitMix64 (Steele, Lea and Flood 2014): every bit of x decides on every bit of the
// result.
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// A drawn is a document with its number.
type drawn struct {
	number uint64
	seg    int
	doc    uint32
}

// A drawing keeps the documents with the least numbers in a heap with the greatest first.
type drawing struct {
	reader *reader
	docs   []drawn
	err    error // the first one
}

func (d *drawing) offer(x drawn, n int) {
	switch {
	case len(d.docs) < n:
		heap.Push(d, x)
	case d.compare(x, d.docs[0]) < 0:
		d.docs[0] = x
		heap.Fix(d, 0)
	}
}

// compare orders documents by number and, if two IDs have one hash, by ID.
func (d *drawing) compare(a, b drawn) int {
	if c := cmp.Compare(a.number, b.number); c != 0 {
		return c
	}
	one, err := d.reader.segments[a.seg].ID(a.doc)
	other, err2 := d.reader.segments[b.seg].ID(b.doc)
	d.err = cmp.Or(d.err, corrupt(cmp.Or(err, err2)))
	return bytes.Compare(one, other)
}

// Len implements heap.Interface, as do the methods below.
func (d *drawing) Len() int { return len(d.docs) }

// Less reports whether document i comes after document j.
func (d *drawing) Less(i, j int) bool { return d.compare(d.docs[i], d.docs[j]) > 0 }

// Swap swaps two documents.
func (d *drawing) Swap(i, j int) { d.docs[i], d.docs[j] = d.docs[j], d.docs[i] }

// Push appends a document.
func (d *drawing) Push(x any) { d.docs = append(d.docs, x.(drawn)) }

// Pop is never called.
func (d *drawing) Pop() any { panic("drawing.Pop") }

// sampled returns those of docs that are listed: all of them, if nothing was drawn or collapsed.
func (m *matches) sampled(docs []segment.Bitset) []segment.Bitset {
	if m.sample == nil {
		return docs
	}
	var all []segment.Bitset
	for i, s := range m.segments {
		drawn := s.clone(docs[i])
		drawn.And(m.sample[i])
		all = append(all, drawn)
	}
	return all
}
