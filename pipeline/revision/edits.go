package revision

import (
	"strings"

	"baotinh/pipeline/news"
	"baotinh/pipeline/viet"
)

// An EditKind says which of two versions of a text has a part of it.
type EditKind string

// The kinds of edits.
const (
	Kept    EditKind = "kept" // both have it
	Removed EditKind = "removed"
	Added   EditKind = "added"
)

// An Edit is a sentence of a text, or a word of a sentence, that was kept, removed or added.
type Edit struct {
	Kind EditKind `json:"kind"`
	Text string   `json:"text"`
}

// Edits returns the sentences of two versions of a text in their order: what was removed stands before what
// was added in its place. The credit of a photo is a sentence of its own.
func Edits(from, to []news.Block) []Edit { return edits(sentences(from), sentences(to)) }

// Words returns the words of two versions of a sentence as Edits does its sentences.
func Words(from, to string) []Edit { return edits(strings.Fields(from), strings.Fields(to)) }

// Changed returns the edits without what was kept.
func Changed(all []Edit) []Edit {
	var changed []Edit
	for _, e := range all {
		if e.Kind != Kept {
			changed = append(changed, e)
		}
	}
	return changed
}

func sentences(blocks []news.Block) []string {
	var all []string
	for _, b := range blocks {
		for i, j := range viet.Sentences(b.Text) {
			all = append(all, b.Text[i:j])
		}
		if b.Credit != "" {
			all = append(all, b.Credit)
		}
	}
	return all
}

// maxEditCells bounds the table of edits, 4 MiB of it. What is longer than that on both sides is another text
// altogether.
const maxEditCells = 1 << 20

// edits returns the edits that lead from one list to another with the longest common subsequence kept
// (Wagner and Fischer 1974). Lists of more than maxEditCells are not compared beyond their common ends.
func edits(from, to []string) []Edit {
	begin := 0
	for begin < min(len(from), len(to)) && from[begin] == to[begin] {
		begin++
	}
	end := 0
	for end < min(len(from), len(to))-begin && from[len(from)-1-end] == to[len(to)-1-end] {
		end++
	}
	all := make([]Edit, 0, max(len(from), len(to)))
	all = appendEdits(all, Kept, from[:begin])
	a, b := from[begin:len(from)-end], to[begin:len(to)-end]
	if (len(a)+1)*(len(b)+1) > maxEditCells {
		all = appendEdits(appendEdits(all, Removed, a), Added, b)
	} else {
		all = appendShortestEdits(all, a, b)
	}
	return appendEdits(all, Kept, from[len(from)-end:])
}

func appendEdits(all []Edit, kind EditKind, texts []string) []Edit {
	for _, text := range texts {
		all = append(all, Edit{kind, text})
	}
	return all
}

// appendShortestEdits appends the edits that lead from a to b.
func appendShortestEdits(all []Edit, a, b []string) []Edit {
	width := len(b) + 1
	common := make([]int32, (len(a)+1)*width) // [i*width+j]: the most that a[i:] and b[j:] have in common
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				common[i*width+j] = common[(i+1)*width+j+1] + 1
			} else {
				common[i*width+j] = max(common[(i+1)*width+j], common[i*width+j+1])
			}
		}
	}
	i, j := 0, 0
	for i < len(a) && j < len(b) {
		switch {
		case a[i] == b[j]:
			all = append(all, Edit{Kept, a[i]})
			i++
			j++
		case common[(i+1)*width+j] >= common[i*width+j+1]:
			all = append(all, Edit{Removed, a[i]})
			i++
		default:
			all = append(all, Edit{Added, b[j]})
			j++
		}
	}
	return appendEdits(appendEdits(all, Removed, a[i:]), Added, b[j:])
}
