package transcript

import (
	"slices"
	"strings"
	"testing"
)

const paragraph = "Mùa này cả bản Nà Lùng rủ nhau ra đồng từ lúc mặt trời chưa lên khỏi núi, " +
	"tiếng cười vang khắp cánh đồng, ai cũng mong kịp gặt xong thửa ruộng của nhà mình trước cơn mưa đầu mùa."

// wrap breaks s into lines of at most width letters, each behind an indent.
func wrap(s, indent string, width int) string {
	var b strings.Builder
	line := indent
	for word := range strings.FieldsSeq(s) {
		if len([]rune(line))+1+len([]rune(word)) > width && line != indent {
			b.WriteString(line + "\n")
			line = indent
		}
		if line != indent {
			line += " "
		}
		line += word
	}
	return b.String() + line + "\n"
}

func TestRead(t *testing.T) {
	tests := []struct {
		name, in string
		want     []string
	}{
		{"wrapped paragraphs become lines again",
			wrap(paragraph, "   ", 72) + "\n" + wrap(paragraph, "   ", 72),
			[]string{paragraph, paragraph}},
		{"wrapped without an indent",
			wrap(paragraph, "", 60) + "\n" + wrap(paragraph, "", 60) + "MAI LINH\n",
			[]string{paragraph, paragraph, "MAI LINH"}},
		{"a paragraph a line stays", paragraph + "\nMAI LINH\n", []string{paragraph, "MAI LINH"}},
		{"lines of a poem stay",
			strings.Repeat("Em về gặt lúa chiều nay\nđồng xa gió mát vàng lay bóng người\n", 2),
			[]string{
				"Em về gặt lúa chiều nay", "đồng xa gió mát vàng lay bóng người", "Em về gặt lúa chiều nay",
				"đồng xa gió mát vàng lay bóng người",
			}},
		{"numbers of links",
			"[1]Trang chủ > [2]Xã hội\n* [3]Thời sự\nNăm [2022] được mùa.\nReferences\n1. http://a.example/",
			[]string{"Trang chủ > Xã hội", "Thời sự", "Năm [2022] được mùa."}},
		{"links and images of Markdown",
			"# Mùa gặt ở Nà Lùng\n[Mai Linh](/mai-linh) | 02/10/2023\n![](/a.jpg)\n_Cánh đồng bản._\n" +
				"[![anh](/b.jpg)](/c) **Đã gặt** xong 12\\.000 m²\n",
			[]string{"Mùa gặt ở Nà Lùng", "Mai Linh | 02/10/2023", "Cánh đồng bản.",
				"Đã gặt xong 12.000 m²"}},
		{"headings over a line", "Mùa gặt ở Nà Lùng\n=====\n\n[a](/b)\n",
			[]string{"Mùa gặt ở Nà Lùng", "a"}},
		{"a mail forwards the text",
			"From: a@b.example\nTo: c@d.example\nDate: Tue, 03 Jan 2017 08:05:31 +0700\n\nGửi chị.\n" +
				strings.Repeat("> Ai cũng vui.\n", 8) + "\n--\nA\n",
			slices.Repeat([]string{"Ai cũng vui."}, 8)},
		{"a record of an archive",
			"MA_BAI: 12\nTIEU_DE: Mùa gặt\nTAC_GIA: Mai Linh\n----- NOI DUNG -----\nAi cũng vui.\n" +
				"----- HET -----\nSO_CHU: 3",
			[]string{"Ai cũng vui."}},
		{"columns of a printed page, with a page break",
			wrap(paragraph, "",
				44) + "\n- 3 -\nNÀ LÙNG 2-10-2023      Trang 3\n\nrồi về nhà.\n" + wrap(paragraph, "", 44),
			[]string{paragraph + " rồi về nhà.", paragraph}},
		{"front matter", "---\ntitle: \"Mùa gặt\"\ndate: 2023-10-02\n---\n" + paragraph,
			[]string{paragraph}},
		{"dashes over a text are no front matter", "---\n" + paragraph, []string{paragraph}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, l := range Read(tt.in).Lines {
				got = append(got, l.Text)
			}
			if strings.Join(got, "\n") != strings.Join(tt.want, "\n") {
				t.Errorf("Read(%q)\n= %q\nwant %q", tt.in, got, tt.want)
			}
		})
	}
}

func TestMarksOfLines(t *testing.T) {
	p := Read("[Báo Nà Lùng](/)\n\n* [Thời sự](/ts) | [Xã hội](/xh)\n\n## Gặt sớm\n\n> Ai cũng vui.\n\n" +
		"![](/a.jpg)\n*Cánh đồng*\n- một việc\n")
	want := []Line{
		{Text: "Báo Nà Lùng", Link: true, Cells: 1},
		{Text: "Thời sự | Xã hội", Gap: true, Item: true, Link: true, Cells: 2},
		{Text: "Gặt sớm", Gap: true, Heading: 2, Cells: 1},
		{Text: "Ai cũng vui.", Gap: true, Quote: true, Cells: 1},
		{Text: "Cánh đồng", Image: true, Set: true, Cells: 1},
		{Text: "một việc", Item: true, Cells: 1},
	}
	if len(p.Lines) != len(want) {
		t.Fatalf("got %d lines: %+v", len(p.Lines), p.Lines)
	}
	for i, l := range p.Lines {
		if l != want[i] {
			t.Errorf("line %d = %+v, want %+v", i, l, want[i])
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add("# a\n[b](c)\n")
	f.Add("[1]a\n[2]b\n[3]c\nReferences\n1. http://")
	f.Add("---\ntitle: a\n---\n|a|b|\n|-|-|\n")
	f.Fuzz(func(t *testing.T, s string) {
		for _, l := range Read(s).Lines {
			if strings.TrimSpace(l.Text) == "" && l.Text != "" {
				t.Errorf("a line of blanks: %q", l.Text)
			}
		}
	})
}
