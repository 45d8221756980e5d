package extract

import (
	"slices"
	"strings"
	"time"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"baotinh/pipeline/news"
	"baotinh/pipeline/vidate"
	"baotinh/pipeline/viet"
)

// longestDateLine is the length in bytes of the longest line that is read as a date.
const longestDateLine = 160

// maxDates bounds the printed dates that are weighed.
const maxDates = 64

// A dated is a candidate for the date of publication.
type dated struct {
	date  news.Date
	other news.Date // the American reading of an ambiguous number, or zero
	label label
	named bool // a place made for the date: a family's selector, <time>, a class
	score int  // how likely a printed date is the article's, by label, name and place
	raw   string
}

// updated reports whether the line says that it is the date of a change.
func (d *dated) updated() bool { return d.label == labelUpdated }

// sure reports whether the line or its place says that it is the article's date.
func (d *dated) sure() bool { return d.named || d.label >= labelUpdated }

// A label is what the words beside a date say of it.
type label uint8

const (
	labelNone label = iota
	labelToday
	labelUpdated
	labelPublished
)

// labelOf reads the label of a line in lower case and returns where the date that it belongs to may begin.
func labelOf(low string) (label, int) {
	for _, word := range [...]string{"hôm nay", "bây giờ", "today"} {
		if strings.Contains(low, word) {
			return labelToday, 0
		}
	}
	for _, word := range [...]string{"xuất bản", "đăng", "publish", "posted"} {
		i := strings.Index(low, word)
		if i < 0 {
			continue
		}
		if rest := low[i+len(word):]; !strings.HasPrefix(rest, " nhập") && !strings.HasPrefix(rest, " ký") {
			return labelPublished, i
		}
	}
	for _, word := range [...]string{"cập nhật", "sửa", "update"} {
		if strings.Contains(low, word) {
			return labelUpdated, 0
		}
	}
	return labelNone, 0
}

// findDates chooses the dates of publication and change, and infers that of the event.
func (r *reader) findDates() {
	a := r.article
	visible, clocks := r.visibleDates()
	machine := r.machineDates(clocks)
	if len(visible) == 0 {
		visible = r.datesAbove()
	}
	if len(visible) == 0 {
		visible = r.splitDate()
	}
	a.Published = r.settle(machine, visible)

	for _, raw := range append([]string{r.machine.modified}, r.meta.modified...) {
		if d := readMachineDate(raw, news.EvidenceMeta); !d.date.IsZero() &&
			d.date.Time.After(a.Published.Time) {
			a.Updated = d.date
			if raw == r.machine.modified {
				a.Updated.Evidence = news.EvidenceJSONLD
			}
			break
		}
	}
	if a.Updated.IsZero() {
		for _, d := range visible {
			if d.updated() && !a.Published.IsZero() && d.date.Precision >= news.Day &&
				d.date.Time.After(a.Published.Time.Add(time.Minute)) && !sameDay(d.date, a.Published) {
				a.Updated = d.date
				break
			}
		}
	}
	a.Event = eventOf(a)
}

// eventOf infers the day that the article tells of from its headline and first paragraph.
func eventOf(a *news.Article) news.Date {
	lede := a.Sapo
	if lede == "" && len(a.Blocks) > 0 {
		for _, b := range a.Blocks {
			if b.Kind == news.Paragraph {
				lede = b.Text
				break
			}
		}
	}
	d := vidate.Event(a.Title, lede)
	if d.IsZero() {
		return d
	}
	d.Evidence = news.EvidenceText
	return d
}

// machineDates returns the dates that the page states for programs, best evidence first. What is the minute
// of the page's clock was written when the page was served.
func (r *reader) machineDates(clocks []news.Date) []dated {
	var found []dated
	add := func(raw, evidence string) {
		d := readMachineDate(raw, evidence)
		served := slices.ContainsFunc(clocks, func(c news.Date) bool {
			return d.date.Precision >= news.Minute && d.date.Time.Sub(c.Time).Abs() <= 2*time.Minute
		})
		if !d.date.IsZero() && !served && !r.isClock(raw) {
			found = append(found, d)
		}
	}
	add(r.machine.published, news.EvidenceJSONLD)
	for _, raw := range r.meta.published {
		add(raw, news.EvidenceMeta)
	}
	for _, h := range r.familyHits(fieldDate) {
		if h.node.DataAtom == atom.Meta {
			add(attr(h.node, "content"), news.EvidenceMeta)
		}
	}
	if distinct(r.stripped.Dates) == 1 {
		add(string(r.stripped.Dates[0]), news.EvidenceMeta)
	}
	return found
}

func distinct(values [][]byte) int {
	n := 0
	for i, v := range values {
		fresh := true
		for _, u := range values[:i] {
			fresh = fresh && string(u) != string(v)
		}
		if fresh {
			n++
		}
	}
	return n
}

func (r *reader) isClock(raw string) bool {
	for _, c := range r.meta.clocks {
		if c == raw {
			return true
		}
	}
	return false
}

func readMachineDate(raw, evidence string) dated {
	raw = strings.TrimSpace(raw)
	if raw == "" {
		return dated{}
	}
	readings := vidate.Readings(raw)
	if len(readings) == 0 {
		return dated{}
	}
	d := dated{date: readings[0], raw: raw, named: true}
	d.date.Evidence = evidence
	if d.date.Precision < news.Day {
		return dated{}
	}
	if len(readings) > 1 {
		d.other = readings[1]
		d.other.Evidence = evidence
	}
	return d
}

// A place says where a date stands.
type place uint8

const (
	elsewhere place = iota // outside of the article's scope
	above                  // over the headline
	between                // headline and text
	below                  // the text
)

func (r *reader) placeOf(s spot) place {
	switch {
	case r.scope == nil || !contains(r.scope, s.node):
		return elsewhere
	case s.at > r.body.to:
		return below
	case r.title.node == nil || s.at < r.title.at:
		return above
	}
	return between
}

// visibleDates returns the dates printed in the article's scope, the likeliest first, and the times of day
// that are no date of the article's: the clocks. What stands in menus, side columns, lists of other articles
// or the body is neither.
func (r *reader) visibleDates() ([]dated, []news.Date) {
	var found []dated
	var clocks []news.Date
	var lines []string // over the headline, not of the article
	var last *html.Node
	weigh := func(s spot, line *html.Node, family bool) {
		if len(found) == maxDates || len(clocks) == maxDates {
			return
		}
		d, ok := r.readVisible(line)
		if !ok && s.node.Type == html.TextNode { // the elements of the line run into each other
			line = s.node.Parent
			d, ok = r.readVisible(line)
		}
		if !ok {
			return
		}
		at := r.placeOf(s)
		d.named = family || at != elsewhere && (line.Data == "time" || r.rolesUpTo(line, r.scope)&roleDate != 0)
		if at == elsewhere && r.title.node != nil || r.isPageClock(line, s, &d, at) {
			if s.at < r.body.from && d.date.Precision >= news.Minute {
				clocks = append(clocks, d.date)
			}
			if s.at < r.title.at && len(lines) < maxDates {
				lines = append(lines, d.raw)
			}
			return
		}
		d.score = d.weight(at)
		if family {
			d.score += 4
		}
		found = append(found, d)
	}

	for _, h := range r.familyHits(fieldDate) {
		if h.node.DataAtom != atom.Meta && h.from <= r.body.to {
			weigh(spot{h.node, h.from}, h.node, true)
		}
	}
	for _, s := range r.dates {
		if d, ok := r.itempropDate(s); ok {
			d.score = d.weight(between)
			found = append(found, d)
			continue
		}
		if s.node.DataAtom == atom.Meta || r.title.node != nil && contains(r.title.node, s.node) ||
			s.at > r.body.from && s.at <= r.body.to && s.at > r.title.at && r.inBody(s.node, s.at) ||
			s.at > r.body.from && r.placeOf(s) == elsewhere {
			continue
		}
		if line := r.dateLine(s.node); line != last {
			last = line
			weigh(s, line, false)
		}
	}
	found = slices.DeleteFunc(found, func(d dated) bool {
		// "January 12th, 2011" in the header and again under the headline is the template's placeholder.
		return d.date.Precision == news.Day && slices.Contains(lines, d.raw) && isEnglish(d.raw)
	})
	slices.SortStableFunc(found, func(a, b dated) int { return b.score - a.score })
	return found, clocks
}

// isEnglish reports whether a printed date names the month in English.
func isEnglish(s string) bool {
	for word := range strings.FieldsSeq(s) {
		if len(word) >= 3 {
			switch strings.ToLower(word[:3]) {
			case "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec":
				return true
			}
		}
	}
	return false
}

// weight adds up what speaks for a printed date.
func (d *dated) weight(at place) int {
	w := [...]int{elsewhere: 0, above: 1, between: 2, below: 0}[at]
	if d.label == labelPublished {
		w += 3
	}
	if d.named {
		w += 2
	}
	if d.date.Precision >= news.Minute {
		w++
	}
	return w
}

// datesAbove returns the date of a small row above the article's scope, as of "Trang chủ / Sức khỏe   10:30,
// 15/05/2011". Clocks stand there too, so the row must have the trail of rubrics that leads to the article, or
// the date a label, and it must not begin with the day of the week.
func (r *reader) datesAbove() []dated {
	const row = 200
	if r.title.node == nil || r.scope == nil {
		return nil
	}
	for above := r.scope.PrevSibling; above != nil; above = above.PrevSibling {
		if above.Type != html.ElementNode || innerText(above, 1) == "" {
			continue
		}
		if above.DataAtom == atom.Header || !textIsShort(above, row) {
			return nil
		}
		trail := r.hasTrail(above)
		for _, s := range r.dates {
			if !contains(above, s.node) || r.rolesUpTo(s.node, above)&(roleClock|roleHidden) != 0 {
				continue
			}
			n := s.node
			if n.Type == html.TextNode {
				n = n.Parent
			}
			d, ok := r.readVisible(n)
			if ok && d.label != labelToday && !startsWithWeekday(d.raw) && (d.label == labelPublished ||
				trail && d.date.Precision >= news.Minute && (d.label == labelUpdated ||
					r.rolesUpTo(n, above.Parent)&roleDate != 0)) {
				d.named = true
				return []dated{d}
			}
		}
		return nil
	}
	return nil
}

// splitDate reads the date that stands beside the headline with each part in an element of its own, as in
// <b>27</b> <i>07</i> <u>2022</u>: right before it or in one of the next short elements.
func (r *reader) splitDate() []dated {
	const reach = 6
	if r.title.node == nil {
		return nil
	}
	read := func(n *html.Node) (dated, bool) {
		if n.Type != html.ElementNode || r.roles[n]&(roleClock|roleHidden|roleBoilerplate) != 0 ||
			!textIsShort(n, longestDateLine/2) {
			return dated{}, false
		}
		for c := range n.Descendants() {
			if c.Type == html.TextNode && isDateLine(clean(c.Data)) { // it was weighed as a whole
				return dated{}, false
			}
		}
		line := joinDate(n)
		printed, err := vidate.Parse(line, r.page.Fetched)
		if err != nil || !isDateLine(line) {
			return dated{}, false
		}
		printed.Evidence = news.EvidenceVisible
		return dated{date: printed, raw: line}, true
	}

	for n := r.title.node.PrevSibling; n != nil; n = n.PrevSibling {
		if n.Type != html.ElementNode {
			continue
		}
		if d, ok := read(n); ok && !startsWithWeekday(d.raw) {
			return []dated{d}
		}
		break
	}
	seen := 0
	for t := r.title.node; t != nil && t != r.scope; t = t.Parent {
		for n := t.NextSibling; n != nil; n = n.NextSibling {
			if n.Type != html.ElementNode || innerText(n, 1) == "" {
				continue
			}
			if d, ok := read(n); ok {
				return []dated{d}
			}
			if seen++; seen == reach || !textIsShort(n, 2*longestDateLine) {
				return nil
			}
		}
	}
	return nil
}

// joinDate returns the text under n with its parts joined to a date: "27/07/2022 15:30", "ngày 27 tháng 7".
func joinDate(n *html.Node) string {
	var parts []string
	for c := range n.Descendants() {
		if c.Type == html.TextNode {
			parts = append(parts, strings.Fields(strings.ReplaceAll(clean(c.Data), "|", " "))...)
		}
	}
	line := strings.Join(parts, " ")
	for _, sign := range [...]string{"/", ":", "-", "."} {
		line = strings.ReplaceAll(line, " "+sign+" ", sign)
	}
	if d, rest, ok := strings.Cut(line, " "); ok && isNumber(d) && len(d) <= 2 { // "27 07 2022", "27 07/2022"
		month, year, _ := strings.Cut(strings.Replace(rest, " ", "/", 1), "/")
		if isNumber(month) && len(month) <= 2 {
			return d + "/" + month + "/" + year
		}
	}
	return line
}

// hasTrail reports whether n holds a trail of rubrics: by its name, or links with "/" or "»" between.
func (r *reader) hasTrail(n *html.Node) bool {
	for c := range n.Descendants() {
		if r.roles[c]&roleCrumbs != 0 || c.DataAtom == atom.A && (c.NextSibling != nil &&
			c.NextSibling.Type == html.TextNode && strings.ContainsAny(c.NextSibling.Data, "/»›>") ||
			key(innerText(c, 16)) == "trang chủ") {
			return true
		}
	}
	return r.roles[n]&roleCrumbs != 0
}

// inBody reports whether a date is part of the text rather than of a line over it.
func (r *reader) inBody(n *html.Node, at int32) bool {
	if r.title.node != nil && contains(r.body.node, r.title.node) {
		const near = 30 // elements between headline and date line
		line := r.dateLine(n)
		if at < r.title.at+near && !r.besideHeadline(line) {
			if s := clean(innerText(line, longestDateLine)); isDateLine(s) || creditIn(s, false) != "" {
				return false
			}
		}
		return r.rolesUpTo(n, r.body.node)&roleDate == 0 || r.rolesUpTo(n, r.body.node)&roleBoilerplate != 0
	}
	return contains(r.body.node, n) && r.rolesUpTo(n, r.body.node)&roleDate == 0
}

// itempropDate reads what microdata (schema.org/datePublished) state, in an attribute or in hidden text, if it
// stands in the article's scope or there is just one.
func (r *reader) itempropDate(s spot) (dated, bool) {
	if !isItempropDate(s.node) {
		return dated{}, false
	}
	n := 0
	for _, o := range r.dates {
		if isItempropDate(o.node) {
			n++
		}
	}
	if n > 1 && (!contains(r.scope, s.node) || s.at > r.body.to) {
		return dated{}, false
	}
	raw := orElse(attr(s.node, "content"), attr(s.node, "datetime"))
	if raw == "" && r.roles[s.node]&roleHidden != 0 {
		raw = innerText(s.node, longestDateLine)
	}
	d := readMachineDate(raw, news.EvidenceMeta)
	return d, !d.date.IsZero()
}

func isItempropDate(n *html.Node) bool {
	return n.Type == html.ElementNode && attr(n, "itemprop") == "datePublished"
}

// dateLine returns the largest element around n that is still no more than a date line: dates are often split
// over several elements.
func (r *reader) dateLine(n *html.Node) *html.Node {
	if n.Type == html.TextNode {
		n = n.Parent
	}
	for p := n.Parent; p != nil && p != r.scope && p != r.body.node; p = p.Parent {
		if n.Data == "time" || hasLink(p) && !hasLink(n) || len(innerText(p, longestDateLine)) >= longestDateLine/2 ||
			r.title.node != nil && contains(p, r.title.node) {
			break
		}
		n = p
	}
	return n
}

// readVisible reads the date printed in n, or in its attribute datetime.
func (r *reader) readVisible(n *html.Node) (dated, bool) {
	line := clean(innerText(n, longestDateLine))
	d := dated{raw: line}
	if machine := machineTime(n); machine != "" {
		d = readMachineDate(machine, news.EvidenceVisible)
		d.raw = orElse(line, machine)
	}
	if printed, err := vidate.Parse(line, r.page.Fetched); err == nil && printed.Precision >= news.Day &&
		(d.date.IsZero() || printed.Precision > d.date.Precision || !sameDay(printed, d.date)) {
		d.date = printed
	}
	if d.date.IsZero() {
		return d, false
	}
	var from int
	d.label, from = labelOf(viet.Lower(line))
	if from > 0 { // "Cập nhật: 13/5/2025 | Đăng ngày: 12/5/2025"
		if own, err := vidate.Parse(line[from:], r.page.Fetched); err == nil && own.Precision >= news.Day {
			d.date = own
		}
	}
	d.date.Evidence = news.EvidenceVisible
	return d, true
}

// machineTime returns the time that an element states for programs beside what it prints. Where "5 phút
// trước" is printed it is seconds since 1970, in one attribute or another.
func machineTime(n *html.Node) string {
	for _, key := range [...]string{"datetime", "data-time", "data-timestamp", "data-date", "rel"} {
		if s := attr(n, key); len(s) >= len("2006-1-2") && datelike(s) || len(s) >= 10 && isNumber(s) {
			return s
		}
	}
	return ""
}

func isNumber(s string) bool { return strings.Trim(s, "0123456789") == "" }

// isDateLine reports whether a line is a date and little more.
func isDateLine(s string) bool {
	if len(s) > longestDateLine || !datelike(s) {
		return false
	}
	d, err := vidate.Parse(s, time.Time{})
	if err != nil || d.Precision < news.Day {
		return false
	}
	return otherWords(s) <= 2
}

// isStamp reports whether a line says when the page was published or changed, and nothing else.
func isStamp(s string) bool {
	if !isDateLine(s) || creditIn(s, false) != "" {
		return false
	}
	l, _ := labelOf(viet.Lower(s))
	return l != labelNone
}

// otherWords counts the words of a line that Vietnamese dates are not made of.
func otherWords(s string) int {
	words := 0
	for word := range strings.FieldsSeq(s) {
		if strings.ContainsFunc(word, unicode.IsLetter) && !isDateWord(word) {
			words++
		}
	}
	return words
}

func isDateWord(word string) bool {
	switch strings.Trim(viet.Lower(word), ",.:;|-()") {
	case "thứ", "hai", "ba", "tư", "năm", "sáu", "bảy", "bẩy", "chủ", "nhật", "ngày", "tháng", "gmt",
		"gmt+7", "giờ", "phút", "cập", "lúc", "đăng", "xuất", "bản", "sa", "ch", "am", "pm", "cn", "chúa",
		"lượt", "xem", "đọc", "bình", "luận":
		return true
	}
	return false
}

// So many links are a menu.
const menu = 6

// isWide reports whether the article's scope holds the page's header or menu, so that standing inside it above
// the headline says little.
func (r *reader) isWide() bool {
	return r.scope.DataAtom == atom.Body || r.scope.DataAtom == atom.Html ||
		r.linksBetween(r.placeNumber(r.scope), r.title.at) >= menu
}

// isPageClock reports whether a printed date is the clock of the page, or belongs to something else than the
// article.
func (r *reader) isPageClock(line *html.Node, s spot, d *dated, at place) bool {
	var role role
	for n := line; n != nil && n != r.scope; n = n.Parent {
		own := r.roles[n]
		if own&roleDate != 0 {
			own &^= roleBoilerplate // "detail-date-share"
		}
		role |= own
	}
	switch {
	case d.label == labelToday, role&(roleClock|roleHidden|roleBoilerplate) != 0, line.Data == "marquee",
		role&roleChrome != 0 && at != between && !r.nearTitle(line), !d.named && r.isSentence(line, d):
		return true
	case at == above && r.linksBetween(s.at, r.title.at) >= menu, // it stands over the menu
		at == between && r.linksBetween(r.title.at, s.at) >= 2*menu:
		return true
	case at == below && (r.farBelow(s) || r.linksBetween(r.body.to, s.at) >= menu):
		return true
	case d.label == labelPublished || at == between:
		return false
	case !r.page.Fetched.IsZero() && at == above && d.date.Precision == news.Day &&
		sameDay(d.date, news.Date{Time: r.page.Fetched}):
		return true
	case startsWithWeekday(d.raw) && !(d.named && at == above && d.date.Precision >= news.Minute):
		return true
	case at != above || d.label == labelUpdated:
		return false
	}
	return r.isWide() || !d.named && r.title.node != nil && contains(line.Parent, r.body.node)
}

// isSentence reports whether a line tells something, and names a date in doing so.
func (r *reader) isSentence(line *html.Node, d *dated) bool {
	if r.rolesUpTo(line, r.scope)&(roleSapo|roleTitle) != 0 || key(d.raw) == key(r.article.Title) {
		return true
	}
	if strings.HasPrefix(key(d.raw), "giấy phép") {
		return true
	}
	words := otherWords(d.raw)
	return words > 12 || words > 3 && strings.HasSuffix(d.raw, ".")
}

// nearTitle reports whether a date stands with the headline in one element called a header, as in <header
// class="article__header">.
func (r *reader) nearTitle(n *html.Node) bool {
	if r.title.node == nil {
		return false
	}
	outer := n
	for p := n; p != nil && p != r.scope; p = p.Parent {
		if contains(p, r.title.node) {
			break
		}
		if r.roles[p]&roleChrome != 0 {
			outer = p
		}
	}
	return r.roles[outer]&roleChrome == 0 || textIsShort(outer, 200) && nextToTitle(outer, r.title.node)
}

// nextToTitle reports whether the headline follows p, or goes before it, with nothing of weight between.
func nextToTitle(p, title *html.Node) bool {
	near := func(s *html.Node) bool { return s != nil && (s == title || contains(s, title)) }
	step := func(n *html.Node, next func(*html.Node) *html.Node) bool {
		for s := next(n); s != nil; s = next(s) {
			if s.Type == html.ElementNode && innerText(s, 8) != "" {
				return near(s)
			}
		}
		return false
	}
	return step(p, func(n *html.Node) *html.Node { return n.NextSibling }) ||
		step(p, func(n *html.Node) *html.Node { return n.PrevSibling })
}

// farBelow reports whether a date under the article belongs to something else: it stands in another column or
// in a list.
func (r *reader) farBelow(s spot) bool { return r.inList(s.node) || s.at > r.body.to+60 }

// inList reports whether n stands beside a link, as the dates in lists of articles do, or in another column.
func (r *reader) inList(n *html.Node) bool {
	for p := n; p != nil && p != r.scope && p != r.body.node; p = p.Parent {
		if p.Type != html.ElementNode {
			continue
		}
		switch p.DataAtom {
		case atom.Li, atom.Article, atom.Aside, atom.Footer, atom.H2, atom.H3, atom.H4:
			return true
		}
		if hasLink(p) {
			return true
		}
	}
	return false
}

// besideHeadline reports whether n stands beside the linked headline of another article, up to what holds the
// headline of this one. Links to share it by are shorter.
func (r *reader) besideHeadline(n *html.Node) bool {
	const headline = 24 // bytes
	for p := n; p != nil && p != r.body.node && !contains(p, r.title.node); p = p.Parent {
		for c := range p.Descendants() {
			if c.DataAtom == atom.A && len(innerText(c, 2*headline)) >= headline {
				return true
			}
		}
	}
	return false
}

func hasLink(n *html.Node) bool {
	for c := range n.Descendants() {
		if c.DataAtom == atom.A && innerText(c, 16) != "" {
			return true
		}
	}
	return false
}

func startsWithWeekday(s string) bool {
	s = viet.Lower(s)
	for _, w := range [...]string{"thứ ", "chủ nhật", "cn", "hôm nay", "t2", "t3", "t4", "t5", "t6", "t7"} {
		if strings.HasPrefix(s, w) {
			return true
		}
	}
	return false
}

// settle chooses the date of publication among the candidates and checks them against each other.
func (r *reader) settle(machine, visible []dated) news.Date {
	listed, inURL := r.page.FeedDate, vidate.ParseURL(r.url())
	agrees := func(d news.Date, but int) bool {
		for i, m := range machine {
			if i != but && m.other.IsZero() && sameDay(m.date, d) {
				return true
			}
		}
		for _, v := range visible {
			if sameDay(v.date, d) {
				return true
			}
		}
		return sameDay(listed, d) || within(d, inURL)
	}
	for i := range machine {
		m := &machine[i]
		if m.other.IsZero() {
			continue
		}
		future := !r.page.Fetched.IsZero() && m.date.Time.After(r.page.Fetched.Add(24*time.Hour))
		if !agrees(m.date, i) && (agrees(m.other, i) || future) {
			m.date = m.other
		}
	}

	best := r.bestMachine(machine, visible)
	printed := news.Date{}
	for _, v := range visible {
		if !v.updated() {
			printed = v.date
			break
		}
	}
	if printed.IsZero() && len(visible) > 0 {
		printed = visible[0].date
	}
	for _, v := range visible { // the same, stated more finely
		if v.date.Precision > printed.Precision && sameDay(v.date, printed) && !v.updated() &&
			(printed.Precision < news.Minute || v.date.Time.Truncate(time.Minute).Equal(printed.Time)) {
			printed = v.date
		}
	}
	switch {
	case best.IsZero() && printed.IsZero():
		if !listed.IsZero() {
			listed.Evidence = news.EvidenceFeed
			return listed
		}
		if inURL.Precision >= news.Day {
			inURL.Evidence = news.EvidenceURL
			return inURL
		}
		return news.Date{}
	case best.IsZero():
		return printed
	case printed.IsZero():
		return best
	}
	return r.reconcile(best, printed, visible)
}

// bestMachine returns the first machine date, unless it is the day of the fetch and something else says
// otherwise.
func (r *reader) bestMachine(machine, visible []dated) news.Date {
	for i, m := range machine {
		if !r.page.Fetched.IsZero() && sameDay(m.date, news.Date{Time: r.page.Fetched}) {
			contradicted := false
			for _, v := range visible {
				contradicted = contradicted || v.sure() && !sameDay(v.date, m.date)
			}
			for _, o := range machine[i+1:] {
				contradicted = contradicted || !sameDay(o.date, m.date)
			}
			if contradicted {
				r.warn(news.WarningFetchDate, m.raw)
				continue
			}
		}
		return m.date
	}
	return news.Date{}
}

// reconcile decides between what the page states for programs and what it prints.
func (r *reader) reconcile(machine, printed news.Date, visible []dated) news.Date {
	if sameDay(machine, printed) {
		shift := printed.Time.Sub(machine.Time)
		if machine.Precision < news.Minute && printed.Precision >= news.Minute || isZoneSlip(shift) {
			return printed
		}
		return machine
	}
	for _, v := range visible {
		if sameDay(v.date, machine) {
			return machine
		}
	}
	shift := printed.Time.Sub(machine.Time)
	switch {
	case printed.Precision >= news.Minute && isZoneSlip(shift): // local time with a Z behind it
		return printed
	case shift > 0: // printed later: it may have been changed since
		return machine
	}
	r.warn(news.WarningLaterDate, machine.Time.Format(time.DateOnly))
	return printed
}

// isZoneSlip reports whether two times differ by just the seven hours of Vietnam's zone.
func isZoneSlip(d time.Duration) bool {
	d = d.Abs().Truncate(time.Minute)
	return d == 7*time.Hour || d == 7*time.Hour-time.Minute
}

func sameDay(a, b news.Date) bool {
	if a.IsZero() || b.IsZero() {
		return false
	}
	x, y := a.Time.In(news.Vietnam), b.Time.In(news.Vietnam)
	return x.YearDay() == y.YearDay() && x.Year() == y.Year()
}

// within reports whether the day of d lies in the span that u states: a day, a month or a year.
func within(d, u news.Date) bool {
	if d.IsZero() || u.IsZero() {
		return false
	}
	x, y := d.Time.In(news.Vietnam), u.Time.In(news.Vietnam)
	switch {
	case u.Precision >= news.Day:
		return sameDay(d, u)
	case u.Precision == news.Month:
		return x.Year() == y.Year() && x.Month() == y.Month()
	}
	return false
}
