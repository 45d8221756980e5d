package terminal

import (
	"slices"
	"strings"
)

// gap is the number of columns between the cells of a grid.
const gap = 2

// Grid returns rows of cells in columns, all aligned to the left, each line ended by a line feed. On a
// terminal that is too narrow, cells are broken into lines where UAX #14 allows it; if that is not enough,
// each row becomes a list of its cells, named by the header, without those that are empty, "-" or "0".
// Without a terminal the lines are as long as they are. If titled, the header is printed too.
func (o Output) Grid(header []string, titled bool, rows [][]string) string {
	all := rows
	if titled {
		all = append([][]string{header}, rows...)
	}
	natural, least := make([]int, len(header)), make([]int, len(header))
	for _, row := range all {
		for i, cell := range row {
			natural[i] = max(natural[i], Width(Clean(cell)))
			for word := range strings.FieldsSeq(cell) {
				least[i] = max(least[i], Width(Clean(word)))
			}
		}
	}
	widths, fits := o.fit(natural, least)
	var b strings.Builder
	if !fits {
		for i, row := range rows {
			if i > 0 {
				b.WriteByte('\n')
			}
			o.writeList(&b, header, row)
		}
		return b.String()
	}
	for i, row := range all {
		style := Style(0)
		if titled && i == 0 {
			style = Bold
		}
		o.writeRow(&b, widths, row, style)
	}
	return b.String()
}

// fit returns widths of columns, as near to the natural ones as the terminal allows, and whether it allows
// the least ones.
func (o Output) fit(natural, least []int) ([]int, bool) {
	gaps := gap * (len(natural) - 1)
	if !o.IsTerminal() || sum(natural)+gaps <= o.Width {
		return natural, true
	}
	widths := slices.Clone(least)
	spare := o.Width - gaps - sum(least)
	if spare < 0 {
		return nil, false
	}
	for ; spare > 0; spare-- { // to the narrowest column that could use it, so that most cells fit
		narrowest := -1
		for i := range widths {
			if widths[i] < natural[i] && (narrowest < 0 || widths[i] < widths[narrowest]) {
				narrowest = i
			}
		}
		widths[narrowest]++
	}
	return widths, true
}

func sum(ns []int) int {
	total := 0
	for _, n := range ns {
		total += n
	}
	return total
}

// writeRow writes the cells of a row beside each other, in as many lines as the longest cell has.
func (o Output) writeRow(b *strings.Builder, widths []int, row []string, style Style) {
	cells := make([][]string, len(row))
	height := 0
	for i, cell := range row {
		cells[i] = Wrap(Clean(cell), widths[i])
		height = max(height, len(cells[i]))
	}
	for l := range height {
		var text strings.Builder
		for i := range cells {
			part := ""
			if l < len(cells[i]) {
				part = cells[i][l]
			}
			text.WriteString(PadRight(part, widths[i]+gap))
		}
		b.WriteString(o.Styled(strings.TrimRight(text.String(), " "), style) + "\n")
	}
}

// writeList writes the cells of a row under each other, the first as their title.
func (o Output) writeList(b *strings.Builder, header, row []string) {
	b.WriteString(o.Paragraph("", Span{Text: row[0], Style: Bold}))
	labels := 0
	for _, name := range header[1:] {
		labels = max(labels, Width(name))
	}
	for i, cell := range row[1:] {
		if cell != "" && cell != "-" && cell != "0" {
			b.WriteString(o.Paragraph("  "+PadRight(header[i+1], labels)+"  ", Span{Text: cell}))
		}
	}
}

// Wrap returns text in lines at most so many columns wide, without spaces at their ends.
func Wrap(text string, columns int) []string {
	var all []string
	for _, l := range lines(text, max(columns, 1)) {
		all = append(all, text[l.from:l.to])
	}
	return all
}
