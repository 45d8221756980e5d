package tree

// A pool hands out values, and after a reset the same ones again.
type pool[T any] struct {
	chunks [][]T
	chunk  int // that values are taken from
	used   int // of them
}

// Sizes of pools in values.
const (
	atOnce   = 64
	mostKept = 1 << 14
)

// take returns n zero values. n is at most atOnce.
func (p *pool[T]) take(n int) []T {
	if p.chunk < len(p.chunks) && p.used+n > atOnce {
		p.chunk, p.used = p.chunk+1, 0
	}
	if p.chunk == len(p.chunks) {
		p.chunks = append(p.chunks, make([]T, atOnce))
	}
	from := p.used
	p.used += n
	return p.chunks[p.chunk][from:p.used:p.used]
}

// reset takes back all values that were handed out.
func (p *pool[T]) reset() {
	for _, chunk := range p.chunks[:min(p.chunk+1, len(p.chunks))] {
		clear(chunk)
	}
	kept := min(len(p.chunks), mostKept/atOnce)
	clear(p.chunks[kept:])
	p.chunks = p.chunks[:kept]
	p.chunk, p.used = 0, 0
}
