package transcript

import "strings"

// A recordField is a field of a record that an archive keeps of an article.
type recordField uint8

const (
	fieldOther recordField = iota + 1
	fieldTitle
	fieldAuthor
	fieldDate
	fieldLede
	fieldText
)

// recordFields are the names of fields, as nameOfField has them.
var recordFields = func() map[string]recordField {
	m := map[string]recordField{}
	for field, names := range map[recordField]string{
		fieldTitle:  "tieu de,ten bai,tit,nhan de,tua de,dau de",
		fieldAuthor: "tac gia,nguoi viet,but danh",
		fieldDate:   "ngay dang,ngay xuat ban,dang ngay,thoi gian dang,ngay phat hanh",
		fieldLede:   "tom tat,sapo,trich yeu,loi dan",
		fieldText:   "noi dung,toan van,chinh van,than bai",
		fieldOther: "ma ban ghi,ma bai,ky hieu,ngay nhap,ngay nhap kho,nguoi nhap,trang thai,ghi chu,nguon," +
			"dia chi,chuyen muc,tu khoa,so chu,ban ghi truoc,ban ghi sau,bai truoc,bai sau,url,so bao," +
			"ngay cap nhat,luot xem,the loai,loai,id,ten bao,trang,so,ngon ngu,nhuan but,het,anh,chu thich",
	} {
		for name := range strings.SplitSeq(names, ",") {
			m[strings.ReplaceAll(name, " ", "")] = field
		}
	}
	return m
}()

// fieldOf returns the field with which a line begins, 0 for none, and its value: "Tiêu đề: …", "TAC_GIA: …",
// "----- NOI DUNG -----".
func fieldOf(line string) (recordField, string) {
	if line == "" || line[0] == ' ' || line[0] == '\t' {
		return 0, ""
	}
	if inside := strings.Trim(line, "-=*# "); len(inside)+len("----") <= len(strings.TrimSpace(line)) {
		return recordFields[nameOfField(inside)], ""
	}
	name, value, ok := strings.Cut(line, ":")
	if !ok {
		return 0, ""
	}
	return recordFields[nameOfField(name)], strings.TrimSpace(value)
}

// nameOfField returns the name of a field in small letters, without marks, signs and blanks.
func nameOfField(s string) string {
	const longest = 40 // bytes
	if len(s) > longest {
		return ""
	}
	s = strings.Map(func(c rune) rune {
		if c == '_' || c == ' ' {
			return -1
		}
		return c
	}, strings.ToLower(strings.TrimSpace(s)))
	return marks.Replace(s)
}

// marks cuts the marks off the letters that the names of fields have.
var marks = func() *strings.Replacer {
	var pairs []string
	for plain, letters := range map[string]string{
		"a": "áàảãạăắằẳẵặâấầẩẫậ", "e": "éèẻẽẹêếềểễệ", "i": "íìỉĩị", "o": "óòỏõọôốồổỗộơớờởỡợ",
		"u": "úùủũụưứừửữự",
		"y": "ýỳỷỹỵ", "d": "đ",
	} {
		for _, c := range letters {
			pairs = append(pairs, string(c), plain)
		}
	}
	return strings.NewReplacer(pairs...)
}()

// readRecord reads a record with the fields of an article, a field a line or a field over its lines. It
// returns the lines of lede and text, nil if the page is no such record.
func (p *Page) readRecord(lines []string) []string {
	var lede, text []string
	var title, author, date string
	current, done := fieldOther, map[recordField]bool{}
	for _, s := range lines {
		field, value := fieldOf(strings.TrimRight(s, "\r"))
		if field == 0 {
			field, value = current, strings.TrimSpace(s)
		} else {
			if done[current] = true; done[field] {
				field = fieldOther // of the next record
			}
			current = field
		}
		switch {
		case field == fieldTitle && title == "":
			title = value
		case field == fieldAuthor && author == "":
			author = value
		case field == fieldDate && date == "":
			date = value
		case field == fieldLede:
			lede = append(lede, value)
		case field == fieldText:
			text = append(text, value)
		}
	}
	if title == "" || len(text) == 0 {
		return nil
	}
	p.Title, p.Author, p.Date = title, author, date
	return append(append(lede, ""), text...)
}
