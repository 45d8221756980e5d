package opensearch

import (
	"fmt"

	"baotinh/index/search"
	"baotinh/index/store"
)

// Format is the version of the documents and of their mapping. An index of another one must be built again.
const Format = 1

// The signs that terms of text begin with: see the package comment.
const (
	foldSign = "~"
	pairSign = "#"
)

type object = map[string]any

// gap is the number of positions between two texts, more than any window of near words has.
const gap = 1000

// settings are those of a new index.
func settings(o Options) object {
	replicas := 1
	if o.Replicas != 0 {
		replicas = max(0, o.Replicas)
	}
	return object{
		"index": object{
			"number_of_shards": max(1, o.Shards), "number_of_replicas": replicas,
			"refresh_interval": "1s", "max_result_window": 20_000,
			"similarity": object{"weighted": object{"type": "scripted", "script": object{
				"source": similarity,
			}}},
		},
		"analysis": object{
			"tokenizer": object{"words": object{"type": "whitespace", "max_token_length": 16384}},
			"filter": object{
				"frequency": object{"type": "delimited_term_freq", "delimiter": "|"},
				"together": object{
					"type": "pattern_capture", "preserve_original": false, "patterns": []string{"([^|]+)"},
				},
			},
			"analyzer": object{
				"counted":  object{"type": "custom", "tokenizer": "words", "filter": []string{"frequency"}},
				"together": object{"type": "custom", "tokenizer": "words", "filter": []string{"together"}},
			},
		},
	}
}

// similarity is BM25 with the weight of the query in place of the idf. Frequencies are in
// 1/store.FrequencyUnit occurrences.
var similarity = fmt.Sprintf("double k = %v * %v; "+
	"return query.boost * %v * doc.freq / "+
	"(doc.freq + k * (%v + %v * doc.length * field.docCount / field.sumTotalTermFreq));",
	search.K1, float64(store.FrequencyUnit), search.K1+1, 1-search.B, search.B)

// intervals are the fields of the day of publication, and of the first days of its week, month and year.
var intervals = []search.Interval{search.ByDay, search.ByWeek, search.ByMonth, search.ByYear}

// mappings are those of a new index.
func mappings() object {
	together := object{
		"type": "text", "analyzer": "together", "norms": false, "position_increment_gap": gap,
		"index_options": "positions",
	}
	fields := object{
		"text": object{
			"type": "text", "analyzer": "counted", "search_analyzer": "together", "index_options": "freqs",
			"similarity": "weighted",
		},
		"published": object{"type": "long"}, "seen": object{"type": "long"},
		"title_words": object{"type": "integer"},
		"tie":         object{"type": "long"},
		fieldStoryKey: object{"type": "keyword", "norms": false},
		"article":     object{"type": "binary"},
	}
	for _, interval := range intervals {
		fields[string(interval)] = object{"type": "integer"}
	}
	for _, name := range []string{
		store.FieldTitle, "placed", store.SapoTerm, store.CaptionTerm,
		store.FieldTag, store.FieldPhotographer, store.FieldDateline,
	} {
		fields[name] = together
	}
	keyword := object{"type": "keyword", "ignore_above": 32766 / 4}
	fields[search.FieldID], fields[search.FieldStoryOf] = keyword, keyword
	for _, name := range append(store.KeywordFields[:], store.PlaceFields[:]...) {
		fields[name] = keyword
	}
	for _, name := range []string{store.FieldPlaceFormer, store.FieldAddress, store.FieldStory} {
		fields[name] = keyword
	}
	return object{
		"dynamic": "strict", "properties": fields,
		"_source": object{"includes": []string{"id", "article"}},
		"_meta":   object{"format": Format, "article": store.FormatVersion},
	}
}
