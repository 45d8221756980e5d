package search

import (
	"cmp"
	"slices"
	"time"

	"baotinh/pipeline/news"
)

// A Hit is an article found.
type Hit struct {
	ID        news.ID       `json:"id"`
	URL       string        `json:"url"`
	Title     string        `json:"title"`
	Marked    string        `json:"title_marked,omitempty"` // as Snippet; empty: no word is in the title
	Published news.Date     `json:"published,omitzero"`
	FirstSeen time.Time     `json:"first_seen,omitzero"` // when it came in
	Withdrawn time.Time     `json:"withdrawn,omitzero"`  // since when; zero: it is not
	Newspaper string        `json:"newspaper,omitempty"`
	Province  string        `json:"province,omitempty"`
	Section   string        `json:"section,omitempty"`
	Type      news.Type     `json:"type,omitempty"`
	Authors   []string      `json:"authors,omitempty"`
	Source    string        `json:"source,omitempty"`
	Story     news.ID       `json:"story"` // the article that it reprints, or its own ID
	Score     float64       `json:"score"`
	Relaxed   bool          `json:"relaxed,omitempty"` // only the relaxed query finds it
	Apart     bool          `json:"apart,omitempty"`   // by relevance: syllables of one word are apart in it
	Snippet   string        `json:"snippet,omitempty"` // HTML: text escaped, words of the query in <mark>
	Explain   []Explanation `json:"explain,omitempty"` // the parts of the score, if asked for

	// If hits are collapsed by story:

	StoryArticles int   `json:"story_articles,omitempty"` // those of the answer in the story
	First         *Lead `json:"story_first,omitempty"`    // nil: the hit itself came in first
}

func newHit(a *news.Article, d scoredDoc) Hit {
	return Hit{
		ID: a.ID, URL: a.URL, Title: a.Title, Published: a.Published, FirstSeen: a.FirstSeen,
		Withdrawn: a.WithdrawnAt(),
		Newspaper: a.Newspaper, Province: a.Province, Section: a.Section, Type: a.Type,
		Authors: a.Authors, Source: a.Source, Score: float64(d.score), Story: cmp.Or(a.Story, a.ID),
		Relaxed: d.tier == tierRelaxed, Apart: d.tier == tierApart,
	}
}

// An Explanation is a part of a score.
type Explanation struct {
	Kind  ExplanationKind `json:"kind"`
	Text  string          `json:"text,omitempty"` // the words of the query that it is about, as typed
	Score float64         `json:"score"`          // what it added, which may be negative
}

// An ExplanationKind says what a part of a score is for.
type ExplanationKind string

// The parts of a score.
const (
	ExplainWord  ExplanationKind = "word"      // the word as typed
	ExplainFold  ExplanationKind = "any_marks" // the word with any marks
	ExplainPair  ExplanationKind = "pair"      // two words side by side
	ExplainTitle ExplanationKind = "title"     // words in the title
	// ExplainCoverage is the loss of documents that have only a part of a long query.
	ExplainCoverage ExplanationKind = "coverage"
	ExplainAge      ExplanationKind = "age" // the loss of older articles, see Request.Recency
)

// A Rewrite is something that was understood in a query, or corrected or relaxed in it to find further
// documents.
type Rewrite struct {
	Kind RewriteKind `json:"kind"`
	From string      `json:"from,omitempty"` // what was typed; empty: the query
	To   []string    `json:"to,omitempty"`   // what it was taken for
}

func (r Rewrite) equal(s Rewrite) bool {
	return r.Kind == s.Kind && r.From == s.From && slices.Equal(r.To, s.To)
}

// Relaxes reports whether the query is relaxed by r, and not only understood: what it finds by r is not what
// was typed.
func (r Rewrite) Relaxes() bool {
	switch r.Kind {
	case RewriteAlternatives, RewriteProvince, RewritePlaceNow, RewritePlaceBefore,
		RewriteAbbreviation, RewriteSpelling, RewriteAsking,
		RewriteApart:
		return false
	}
	return true
}

// A RewriteKind says what was done to a query.
type RewriteKind string

// The rewrites.
const (
	RewriteAlternatives RewriteKind = "alternatives" // From, typed with ~, or one of To
	RewriteProvince     RewriteKind = "province"     // the province From now belongs to To
	RewritePlaceNow     RewriteKind = "place_now"    // the land of From, a former unit, is now in To
	RewritePlaceBefore  RewriteKind = "place_before" // From, a unit of today, has the land of To, former ones
	RewriteAbbreviation RewriteKind = "abbreviation" // hits have To, the long or short form of From
	RewriteSpelling     RewriteKind = "spelling"     // hits have To, other spellings of From
	RewriteAsking       RewriteKind = "asking"       // From asks, or says what is wanted: hits may lack it
	RewriteApart        RewriteKind = "apart"        // in hits the syllables of From, one word, are apart
	RewriteKeys         RewriteKind = "keys"         // From was typed on Telex or VNI keys, and means To
	RewriteCorrection   RewriteKind = "correction"   // From is a typing error for To
	RelaxedQuotes       RewriteKind = "no_quotes"    // words in quotation marks need not stand side by side
	RelaxedMarks        RewriteKind = "any_marks"    // words are found with any marks
	RelaxedMost         RewriteKind = "most_words"   // most of the words are enough
	RelaxedSome         RewriteKind = "some_words"   // some of the words are enough
)

// An Offer is a relaxed form of a query that finds something, while the query as typed finds nothing.
type Offer struct {
	Kind  RewriteKind `json:"kind"`
	Total int         `json:"total"` // what it finds
}

// A Count is a value of a field, or a column of a histogram, with a number of hits.
type Count struct {
	Value string `json:"value"`
	Count int    `json:"count"`
	*Share
}

// A Share compares hits with all articles of the index that have the same value. It is nil if it was not
// asked for, or there is none of these.
type Share struct {
	All   int     `json:"all"`   // articles
	Share float64 `json:"share"` // the number of hits among them ÷ All
}

// newShare returns the share of some hits in all articles of the same value, nil if there is none.
func newShare(hits, all int) *Share {
	if all == 0 {
		return nil
	}
	return &Share{all, float64(hits) / float64(all)}
}

// A Facet counts every hit: the counts of all values, Other.Count and Missing add up to the total. Only of
// authors and places, of which a hit may have several, they add up to more: it is counted once for each.
type Facet struct {
	Values       []Count `json:"values"`  // the greatest count first
	Other        Rest    `json:"other"`   // of the values that are not listed
	Missing      int     `json:"missing"` // hits without a value
	MissingShare *Share  `json:"missing_share,omitempty"`
}

// A Rest is what values that are not listed add up to. Its share is that of all of them, also of those that
// no hit has.
type Rest struct {
	Count  int `json:"count"`  // the sum of their counts
	Values int `json:"values"` // how many of them hits have: those beyond Request.FacetLimit
	*Share
}

// A Histogram counts hits by their dates: the counts of all columns and Missing add up to the total.
type Histogram struct {
	Values       []Count `json:"values"`  // from the first column with a hit to the last, the empty ones too
	Missing      int     `json:"missing"` // hits without a date
	MissingShare *Share  `json:"missing_share,omitempty"`
}

// A Result answers a Request. It holds no sentences: they are for the program that shows it. Total, Facets,
// Histogram and Table are those of the query as it was typed.
type Result struct {
	Query      string           `json:"query"`
	Rewrites   []Rewrite        `json:"rewrites,omitempty"`
	Offers     []Offer          `json:"offers,omitempty"`     // what was not done unasked
	Suggestion string           `json:"suggestion,omitempty"` // the query corrected, or with its diacritics
	Total      int              `json:"total"`
	Stories    int              `json:"stories,omitempty"` // in Total, if hits are collapsed by story
	*Share                      // of the total, if Request.Share is set
	Apart      int              `json:"apart,omitempty"`   // of Total, those with syllables of a word apart
	Further    int              `json:"further,omitempty"` // documents that only the relaxed query finds
	Sample     *Sample          `json:"sample,omitempty"`  // of all these, the hits that were drawn; nil: all
	Hits       []Hit            `json:"hits"`
	Next       string           `json:"next,omitempty"` // the After of the next page; empty: there is none
	Facets     map[string]Facet `json:"facets,omitempty"`
	Histogram  *Histogram       `json:"histogram,omitempty"`
	Table      *Table           `json:"table,omitempty"`
	TookMS     float64          `json:"took_ms"`
}
