package index

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"

	"baotinh/pipeline/news"
	"baotinh/pipeline/viet"
)

// An asked is a query with its meaning.
type asked struct {
	text  string
	finds func(r *reading) bool
}

// An asker makes up queries.
type asker struct {
	*rand.Rand
	articles     []*reading
	alternatives map[string][]string // of the words with ~, as answers state them
}

func oneOf[T any](r *rand.Rand, values ...T) T { return values[r.IntN(len(values))] }

// spellings are the words of the language that have another spelling in the made articles.
var spellings = [][]string{{"mỹ", "mĩ"}, {"tỷ", "tỉ"}, {"quý", "quí"}, {"UBND", "ủy ban nhân dân"}}

// query returns a query of all operators, of groups in each other up to a depth.
func (a *asker) query(depth int) asked {
	if depth > 0 {
		switch a.IntN(7) {
		case 0, 1:
			left, right := a.query(depth-1), a.query(depth-1)
			return asked{left.text + " " + right.text, func(r *reading) bool {
				return left.finds(r) && right.finds(r)
			}}
		case 2:
			left, right := a.query(depth-1), a.query(depth-1)
			return asked{
				"(" + left.text + oneOf(a.Rand, " OR ", " | ", " HOẶC ") + right.text + ")",
				func(r *reading) bool { return left.finds(r) || right.finds(r) },
			}
		case 3:
			q := a.query(depth - 1)
			return asked{"-(" + q.text + ")", func(r *reading) bool { return !q.finds(r) }}
		case 4:
			q := a.query(depth - 1)
			return asked{"(" + q.text + ")", q.finds}
		}
	}
	return a.leaf()
}

// leaf returns a query without others in it.
func (a *asker) leaf() asked {
	switch a.IntN(16) {
	case 0, 1:
		return a.phrase()
	case 2:
		return a.nearWords()
	case 3:
		return a.prefix()
	case 4:
		return a.fuzzy()
	case 5:
		return oneOf(a.Rand, a.inPart, a.nearInTitle)()
	case 6:
		return a.inField()
	case 7:
		return a.dates()
	case 8:
		return a.inPart()
	case 9:
		return a.address()
	case 10:
		q := oneOf(a.Rand, a.word, a.phrase, a.inField)()
		if '0' <= q.text[0] && q.text[0] <= '9' {
			q.text = "(" + q.text + ")" // Su -30 is an aircraft
		}
		return asked{"-" + q.text, func(r *reading) bool { return !q.finds(r) }}
	}
	return a.word()
}

// anyText returns a text of an article.
func (a *asker) anyText() []string {
	for {
		r := oneOf(a.Rand, a.articles...)
		texts := []string{r.Title, r.Sapo}
		for _, b := range r.Blocks {
			texts = append(texts, b.Text)
		}
		words := strings.FieldsFunc(oneOf(a.Rand, texts...), func(r rune) bool {
			return strings.ContainsRune(" ,.:()“”–", r)
		})
		if len(words) > 3 {
			return words
		}
	}
}

// typed returns words as they may be typed: as printed, in lower case, or without marks.
func (a *asker) typed(words ...string) string {
	return oneOf(a.Rand, strings.Clone, strings.ToLower, viet.Fold)(strings.Join(words, " "))
}

// word returns a word, which also stands for its other spellings.
func (a *asker) word() asked {
	word := a.typed(oneOf(a.Rand, a.anyText()...))
	if a.IntN(6) == 0 {
		word = oneOf(a.Rand, oneOf(a.Rand, spellings...)...)
	}
	text := word
	if strings.Contains(word, " ") {
		text = "(" + word + ")"
	}
	typed, others := plainWords(word), otherSpellings(word)
	if strings.ContainsAny(word, "-/") { // a code is typed without a space
		return asked{text, func(r *reading) bool { return r.has(typed) }}
	}
	return asked{text, func(r *reading) bool { return r.hasAll(typed) || slices.ContainsFunc(others, r.has) }}
}

// otherSpellings returns the other spellings of a word.
func otherSpellings(word string) [][]plainWord {
	var all [][]plainWord
	for _, same := range spellings {
		for _, s := range same {
			all = append(all, plainWords(s))
		}
		if slices.ContainsFunc(all, func(s []plainWord) bool { return slices.Equal(s, plainWords(word)) }) {
			return all
		}
		all = nil
	}
	return nil
}

// someWords returns neighbouring words of an article, or words of several, as they may be typed.
func (a *asker) someWords() string {
	words := a.anyText()
	from := a.IntN(len(words) - 1)
	words = slices.Clone(words[from:min(from+2+a.IntN(2), len(words))])
	if a.IntN(4) == 0 {
		words[a.IntN(len(words))] = oneOf(a.Rand, a.anyText()...)
	}
	return a.typed(words...)
}

func (a *asker) phrase() asked {
	text := a.someWords()
	typed := plainWords(text)
	return asked{oneOf(a.Rand, `"`+text+`"`, "“"+text+"”"), func(r *reading) bool { return r.has(typed) }}
}

func (a *asker) nearWords() asked {
	words := strings.Fields(a.someWords())
	a.Shuffle(len(words), func(i, j int) { words[i], words[j] = words[j], words[i] })
	text, others := strings.Join(words, " "), a.IntN(5)
	typed := plainWords(text)
	return asked{`"` + text + `"~` + strconv.Itoa(others), func(r *reading) bool {
		return r.inText(func(words []plainWord) bool { return near(words, typed, others) })
	}}
}

func (a *asker) prefix() asked {
	text := oneOf(a.Rand, "ng", "th", "ho", "lạ", "ngậ", "lũ", "đê", "qu", "ch", "xx")
	begin := newPlainWord(text)
	return asked{text + "*", func(r *reading) bool {
		return r.inText(func(words []plainWord) bool {
			return slices.ContainsFunc(words, func(w plainWord) bool {
				if !begin.marked() {
					return strings.HasPrefix(w.bare, begin.bare)
				}
				return strings.HasPrefix(w.letters, begin.letters) && w.tone == begin.tone
			})
		})
	}}
}

// fuzzy returns a word with ~, which also stands for the alternatives that the answer states.
func (a *asker) fuzzy() asked {
	text := a.typed(oneOf(a.Rand, "lạng", "làng", "rừng", "bóng", "cháy", "đường"))
	typed := newPlainWord(text)
	return asked{text + "~", func(r *reading) bool {
		return r.inText(func(words []plainWord) bool {
			return slices.ContainsFunc(words, func(w plainWord) bool {
				return w.is(typed) || slices.ContainsFunc(a.alternatives[text], func(other string) bool {
					return w.is(newPlainWord(other))
				})
			})
		})
	}}
}

// inPart returns a query of a part of articles.
func (a *asker) inPart() asked {
	part := oneOf(a.Rand, "title", "title", "sapo", "caption", "tag", "dateline", "photographer")
	name := oneOf(a.Rand, map[string][]string{
		"title": {"title", "tiêu đề", "tít"}, "sapo": {"sapo"}, "caption": {"caption", "chú thích"},
		"tag": {"tag", "nhãn"}, "dateline": {"dateline"}, "photographer": {"photographer", "người chụp"},
	}[part]...)
	word, phrase := a.typed(oneOf(a.Rand, "lũ", "Mưa", "bão", "thủy", "UBND", "27", "Đức")), a.someWords()
	if part == "photographer" || part == "dateline" {
		phrase = a.typed(oneOf(a.Rand, "Đức Anh", "Anh Đức", "Lạng Sơn", "Bình An", "Sơn La"))
	}
	one, typed, rain := plainWords(word), plainWords(phrase), plainWords("mưa")
	return oneOf(a.Rand,
		asked{name + ":" + word, func(r *reading) bool {
			return r.inPart(part, func(words []plainWord) bool { return sideBySide(words, one) })
		}},
		asked{name + `:"` + phrase + `"`, func(r *reading) bool {
			return r.inPart(part, func(words []plainWord) bool { return sideBySide(words, typed) })
		}},
		asked{name + ":(" + word + " OR mưa)", func(r *reading) bool {
			return r.inPart(part, func(words []plainWord) bool {
				return sideBySide(words, one) || sideBySide(words, rain)
			})
		}})
}

func (a *asker) nearInTitle() asked {
	phrase, others := a.someWords(), a.IntN(4)
	typed := plainWords(phrase)
	return asked{`title:"` + phrase + `"~` + strconv.Itoa(others), func(r *reading) bool {
		return near(r.texts[0], typed, others)
	}}
}

// address returns a query of the address of an article.
func (a *asker) address() asked {
	address := oneOf(a.Rand, a.articles...).URL
	return asked{oneOf(a.Rand, "url:", "địa chỉ:") + `"` + address + `"`, func(r *reading) bool {
		return r.URL == address
	}}
}

// merged are provinces that belong to others now.
var merged = map[string]string{"Bắc Giang": "Bắc Ninh", "ha nam": "Ninh Bình"}

func (a *asker) inField() asked {
	if a.IntN(6) == 0 {
		host := oneOf(a.Rand, "baomau.example", "tinmoi.example")
		return asked{oneOf(a.Rand, "site:", "trang:") + host, func(r *reading) bool {
			return slices.Contains(r.values["site"], host)
		}}
	}
	field := oneOf(a.Rand, "author", "province", "newspaper", "section", "source", "type")
	names := map[string][]string{
		"author": {"author", "tác giả"}, "province": {"province", "tỉnh"}, "newspaper": {"newspaper", "báo"},
		"section": {"section", "chuyên mục", "mục"}, "source": {"source", "nguồn"},
		"type": {"type", "loại", "thể loại"},
	}[field]
	value := oneOf(a.Rand, madeValues[field]...)
	if field == "province" && a.IntN(3) == 0 {
		former := oneOf(a.Rand, "Bắc Giang", "ha nam")
		return asked{oneOf(a.Rand, names...) + `:"` + former + `"`, func(r *reading) bool {
			return r.Province == merged[former]
		}}
	}
	named := map[string]string{"photo": "phóng sự ảnh", "poem": "Thơ"}[value]
	if named != "" && a.IntN(2) == 0 {
		return asked{oneOf(a.Rand, names...) + `:"` + a.typed(named) + `"`, func(r *reading) bool {
			return r.Type == news.Type(value)
		}}
	}
	words := strings.Fields(value)
	if len(words) == 0 {
		words = []string{"không"}
	}
	if a.IntN(3) == 0 && field != "province" {
		words = words[:1]
	}
	text := a.typed(words...)
	return asked{oneOf(a.Rand, names...) + `:"` + text + `"`, func(r *reading) bool {
		return r.inValue(field, text)
	}}
}

func (a *asker) dates() asked {
	return oneOf(a.Rand,
		asked{"after:1974-07-15", func(r *reading) bool { return r.published("1974-07-15", "") }},
		asked{"before:1974-07-15", func(r *reading) bool { return r.published("", "1974-07-14") }},
		asked{"before:1/1/1970", func(r *reading) bool { return r.published("", "1969-12-31") }},
		asked{"on:1974-03", func(r *reading) bool { return r.published("1974-03-01", "1974-03-31") }},
		asked{"year:1969", func(r *reading) bool { return r.published("1969-01-01", "1969-12-31") }},
		asked{"until:3/1975", func(r *reading) bool { return r.published("", "1975-03-31") }},
		asked{"date:1968..1971", func(r *reading) bool { return r.published("1968-01-01", "1971-12-31") }},
		asked{"ngày:..5/1969", func(r *reading) bool { return r.published("", "1969-05-31") }},
		asked{"từ:2/1974 đến:11/1974", func(r *reading) bool {
			return r.published("1974-02-01", "1974-11-30")
		}},
		asked{"seen:2026-11-05..2026-11-10", func(r *reading) bool {
			day := plainLabel(r.FirstSeen, "day")
			return "2026-11-05" <= day && day <= "2026-11-10"
		}},
		asked{"after:1968 before:1972", func(r *reading) bool {
			return r.published("1968-01-01", "1971-12-31")
		}},
	)
}

// madeValues are the values of the fields of made articles, the frequent ones first.
var madeValues = map[string][]string{
	"province":  {"Lạng Sơn", "Bắc Ninh", "", "Ninh Bình", "Huế", "Cà Mau", "Đà Nẵng"},
	"newspaper": {"Báo Lạng Sơn", "Báo Bắc Ninh", "", "Báo Huế"},
	"section":   {"Thời sự", "", "Kinh tế", "Đời sống", "Thể thao", "Pháp luật"},
	"source":    {"", "TTXVN", "VOV"},
	"type":      {"", "photo", "poem", "podcast"},
	"author":    {"Mai Linh", "Trần Bình", "Mai Anh", "Lê Hoà", "An"},
}

// madeWords are the words of made articles, in both placements of tones and with look-alikes.
var madeWords = strings.Fields(`mưa lũ lụt bão ngập đê hoà hòa hoá hóa thuỷ thủy uỷ ủy ban nhân dân UBND
	lạng sơn làng lang nạng rừng cháy chảy hạn hán nước sông suối cầu đường trường học sinh mỹ mĩ tỷ tỉ đồng
	cua của cũa ma má mà mả 35-QZ/XW bóng bông hội hồi quý quí 2022 27 xã phường Đảng đang`)

func made(r *rand.Rand, values []string) string {
	return values[min(int(r.ExpFloat64()*float64(len(values))/4), len(values)-1)]
}

// madeText returns a text of n words with signs between some, in either form of Unicode.
func madeText(r *rand.Rand, n int) string {
	var text strings.Builder
	for i := range n {
		word := made(r, madeWords)
		if r.IntN(20) == 0 {
			word = oneOf(r, "Ủy ban nhân dân", "ủy ban", "ban nhân", "nhân dân")
		}
		if r.IntN(5) == 0 {
			word = strings.ToUpper(word)
		}
		if i > 0 {
			text.WriteString(oneOf(r, " ", " ", " ", " ", ", ", ". ", " – ", " (", ") ", ": “", "” "))
		}
		text.WriteString(word)
	}
	if r.IntN(10) == 0 {
		return norm.NFD.String(text.String())
	}
	return text.String()
}

// madeArticle returns article n, of one of many years or undated. Made again, it is another one.
func madeArticle(r *rand.Rand, n int) *news.Article {
	u := fmt.Sprintf("https://%s/%d.html", []string{"baomau.example", "www.tinmoi.example"}[n%2], n)
	a := &news.Article{
		ID: news.NewID(u), URL: u, Title: madeText(r, 2+r.IntN(7)), Sapo: madeText(r, r.IntN(8)),
		Province: made(r, madeValues["province"]), Newspaper: made(r, madeValues["newspaper"]),
		Section: made(r, madeValues["section"]), Source: made(r, madeValues["source"]),
		Type: news.Type(made(r, madeValues["type"])),
	}
	a.FirstSeen = time.Date(2026, 11, 1+r.IntN(20), r.IntN(24), 0, 0, 0, news.Vietnam)
	names := []string{"Đức Anh", "Bình An", "Anh Đức", "Đức"}
	for range r.IntN(3) {
		a.Tags = append(a.Tags, madeText(r, 1+r.IntN(3)))
		a.Photographers = append(a.Photographers, oneOf(r, names...))
	}
	a.Dateline = oneOf(r, "", "Lạng Sơn", "LSO", "Mưa Bão")
	for range r.IntN(5) {
		kind := oneOf(r, news.Paragraph, news.Paragraph, news.Caption, news.Heading)
		b := news.Block{Kind: kind, Text: madeText(r, r.IntN(30))}
		if kind == news.Caption {
			b.Credit = oneOf(r, append(names, "")...)
		}
		a.Blocks = append(a.Blocks, b)
	}
	for range r.IntN(4) {
		a.Authors = append(a.Authors, made(r, madeValues["author"]))
	}
	if r.IntN(7) > 0 {
		first := oneOf(r, 1966, 1968, 1969, 1970, 1974, 1974)
		at := time.Date(first, 1, 1, r.IntN(900*24), r.IntN(60), 0, 0, news.Vietnam)
		a.Published = news.Date{Time: at, Precision: news.Minute, Evidence: news.EvidenceMeta}
	}
	return a
}
