package vidate

import (
	"time"

	"baotinh/pipeline/news"
)

// relative reads a date line relative to ref: "vừa xong", "1 giờ 30 phút trước", "Hôm qua, 14:30".
func (p *parser) relative(ref time.Time) news.Date {
	if ref.IsZero() {
		return news.Date{}
	}
	ref = ref.In(news.Vietnam)
	for i := range p.toks {
		if d := p.relativeAt(i, ref); !d.IsZero() {
			return d
		}
		if p.toks[i].kind == number {
			break
		}
	}
	return news.Date{}
}

func (p *parser) relativeAt(i int, ref time.Time) news.Date {
	switch c := p.class(i); {
	case c == vua && p.class(i+1) == xong:
		return news.Date{Time: ref.Truncate(time.Minute), Precision: news.Minute}
	case c == hom:
		return p.relativeDay(i+1, ref)
	case p.toks[i].kind == number || c == numeral || c == yearWord:
		return p.before(i, ref)
	}
	return news.Date{}
}

// relativeDay reads the rest of "hôm nay", "hôm qua" or "hôm kia", and a time of day. It returns the zero
// Date if a date follows.
func (p *parser) relativeDay(i int, ref time.Time) news.Date {
	days := 0
	switch p.class(i) {
	case nay:
	case qua:
		days = 1
	case kia:
		days = 2
	default:
		return news.Date{}
	}

	y, m, day := ref.AddDate(0, 0, -days).Date()
	c := civil{y, int(m), day}
	k := p.skip(i + 1)
	if t := p.clock(k); t.end > k {
		return news.Date{Time: clockTime(c, t.hour, t.min, t.sec, news.Vietnam), Precision: t.precision}
	}
	if p.tok(k).kind == number {
		return news.Date{}
	}
	return news.Date{Time: c.time(), Precision: news.Day}
}

// before reads "3 giờ trước", "một tuần trước".
func (p *parser) before(i int, ref time.Time) news.Date {
	n := p.smallNumber(i)
	end := i + 2
	var d news.Date
	switch unit := p.tok(i + 1); unit.word.class {
	case secondWord:
		d = news.Date{Time: ref.Truncate(time.Minute), Precision: news.Minute}
	case minuteWord:
		d = news.Date{Time: ref.Add(-time.Duration(n) * time.Minute).Truncate(time.Minute),
			Precision: news.Minute}
	case hourWord:
		t := ref.Add(-time.Duration(n) * time.Hour)
		if m := p.smallNumber(end); m > 0 && p.class(end+1) == minuteWord {
			t = t.Add(-time.Duration(m) * time.Minute)
			end += 2
		} else {
			t = t.Add(-time.Duration(t.Minute()) * time.Minute)
		}
		d = news.Date{Time: t.Truncate(time.Minute), Precision: news.Minute}
	case dayWord:
		y, m, day := ref.AddDate(0, 0, -n).Date()
		d = news.Date{Time: civil{y, int(m), day}.time(), Precision: news.Day}
	case spanWord:
		d = weeksBefore(n, ref)
	case monthWord:
		months := ref.Year()*12 + int(ref.Month()) - 1 - n
		d = news.Date{Time: civil{months / 12, months%12 + 1, 1}.time(), Precision: news.Month}
	case yearWord:
		d = news.Date{Time: civil{ref.Year() - n, 1, 1}.time(), Precision: news.Year}
	}
	if n <= 0 || p.class(end) != ago {
		return news.Date{}
	}
	return d
}

// weeksBefore returns the month of n weeks before ref or, if the week lies in two months, the year: any of
// seven days may be meant.
func weeksBefore(n int, ref time.Time) news.Date {
	y, m, _ := ref.AddDate(0, 0, -7*n).Date()
	switch firstYear, first, _ := ref.AddDate(0, 0, -7*n-6).Date(); {
	case first == m:
		return news.Date{Time: civil{y, int(m), 1}.time(), Precision: news.Month}
	case firstYear == y:
		return news.Date{Time: civil{y, 1, 1}.time(), Precision: news.Year}
	}
	return news.Date{}
}

// smallNumber returns the number at i, in digits or in one word, or 0 if there is none.
func (p *parser) smallNumber(i int) int {
	switch t := p.tok(i); {
	case t.kind == number && t.digits <= 3:
		return int(t.value)
	case t.word.class == numeral || t.word.class == yearWord:
		return int(t.word.value)
	}
	return 0
}
