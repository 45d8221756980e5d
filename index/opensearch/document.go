package opensearch

import (
	"cmp"
	"strconv"
	"strings"

	"baotinh/index/search"
	"baotinh/index/segment"
	"baotinh/index/store"
	"baotinh/pipeline/news"
)

// newDocument returns the document of an article.
func newDocument(a *news.Article) object {
	t := store.TermsOf(a)
	d := object{
		search.FieldID: string(a.ID), search.FieldStoryOf: string(cmp.Or(a.Story, a.ID)),
		"article": store.EncodeArticle(a), "title_words": t.Info.TitleWords,
		"tie": signed(segment.IDHash(string(a.ID))), "text": countedTerms(t.Texts),
	}
	if keys := storyKeys(a); len(keys) > 0 {
		d[fieldStoryKey] = keys
	}
	if t.Info.Published != 0 {
		d[search.FieldPublished] = t.Info.Published
		for _, interval := range intervals {
			d[string(interval)] = search.FirstDay(interval, search.Day(t.Info.Published))
		}
	}
	if t.Info.Seen != 0 {
		d[search.FieldSeen] = t.Info.Seen
	}
	for field, values := range t.Keywords {
		if len(values) > 0 {
			d[field] = values
		}
	}
	placed := map[string][]string{}
	for _, text := range t.Texts {
		words := together(text)
		placed["placed"] = append(placed["placed"], words)
		if text.Within != "" {
			placed[text.Within] = append(placed[text.Within], words)
		}
	}
	for field, labels := range t.Labels {
		for _, label := range labels {
			placed[field] = append(placed[field], together(label))
		}
	}
	for field, texts := range placed {
		d[field] = texts
	}
	return d
}

// signed returns a number whose order among int64 is that of n among uint64.
func signed(n uint64) int64 { return int64(n ^ 1<<63) }

func unsigned(n int64) uint64 { return uint64(n) ^ 1<<63 }

// countedTerms returns the terms of texts with their frequencies, each once, for the field text.
func countedTerms(texts []store.TextTerms) string {
	frequencies := map[string]int{}
	for _, t := range texts {
		for _, w := range t.Words {
			frequencies[w.Exact] += t.Frequency
			if w.Fold != "" {
				frequencies[foldSign+w.Fold] += t.Frequency
			}
			if w.Pair != "" {
				frequencies[pairSign+w.Pair] += t.Frequency
			}
		}
	}
	var b strings.Builder
	for term, n := range frequencies {
		b.WriteString(term)
		b.WriteByte('|')
		b.WriteString(strconv.Itoa(n))
		b.WriteByte(' ')
	}
	return b.String()
}

// together returns the words of a text, each with its fold.
func together(t store.TextTerms) string {
	var b strings.Builder
	for _, w := range t.Words {
		b.WriteString(w.Exact)
		if w.Fold != "" {
			b.WriteString("|" + foldSign + w.Fold)
		}
		b.WriteByte(' ')
	}
	return b.String()
}
