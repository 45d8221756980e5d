package search

import (
	"context"
	"time"

	"baotinh/pipeline/news"
)

// An Engine holds articles elsewhere, as a cluster does, with the terms that package store gives them. It
// evaluates; what a query means, how it is relaxed and what is shown, it need not know: see [RunOn]. Its
// methods may be called concurrently. Answers to calls that follow each other may be of different moments.
type Engine interface {
	// Count returns how many articles match each of some expressions, in one round trip.
	Count(ctx context.Context, exprs []Expr) ([]int, error)
	// Values returns all values of a keyword field (store.KeywordFields, store.PlaceFields) in any order.
	Values(ctx context.Context, field string) ([]string, error)
	// Find answers finds, each as Find says, in one round trip.
	Find(ctx context.Context, finds []Find) ([]Found, error)
}

// A Find asks for the first articles that match, and for counts of all that do.
type Find struct {
	Match   Expr
	Sort    Sort
	Scoring *Scoring // of Rank.Score; nil: it is 0
	After   *Rank    // only articles behind this place; nil: all. It does not change counts
	Limit   int      // of Articles
	Seed    uint64   // of Sampled
	Tallies []Tally
}

// Sampled is the order of a random sample, of a Find: the first n articles are those that Request.Sample
// draws with the same seed. The number of an article is SplitMix64(hash of its ID XOR SplitMix64(seed)),
// where SplitMix64 is the finalizer (Steele, Lea and Flood 2014); the least comes first.
const Sampled Sort = "sampled"

// A Tally asks for the numbers of matching articles by the values of a field: one of store.KeywordFields or
// store.PlaceFields, FieldStoryOf, or an Interval, whose values are those of FirstDay in decimal digits.
// Across is a second field, or empty. The error of Find may be ErrTooFine.
type Tally struct {
	Field, Across string
	Repeated      bool // only values that several articles have
}

// Found answers a Find.
type Found struct {
	Total    int // articles that match
	Articles []FoundArticle
	Tallies  []Tallied // as asked for
}

// A FoundArticle is an article with its place in the order of Find.Sort.
type FoundArticle struct {
	Article *news.Article
	Rank    Rank
}

// A Rank is a place in an order of articles. With Relevance the highest Score comes first, then the newest
// Date; with Newest and LastSeen the newest Date; with Oldest the oldest. Undated articles come last. What
// is equal in all that is in the order of Tie.
type Rank struct {
	Score float32
	Date  int64  // Unix seconds of publication, with LastSeen of when it was first seen; 0: unknown
	Tie   uint64 // segment.IDHash of the article's ID
}

// Tallied answers a Tally. An article with several values is counted by each.
type Tallied struct {
	Values  map[string]TalliedValue
	Missing TalliedValue // articles without a value
}

// A TalliedValue counts the articles with a value of a field, and these by the values of the second one.
type TalliedValue struct {
	Count   int
	Across  map[string]int // empty unless Tally.Across is set
	Missing int            // without a value of the second field
}

// The constants of BM25 that scores are made with: see Scoring.
const (
	K1 = k1
	B  = bm25B
)

// A Scoring is how articles are scored. The score is the sum over Clauses, multiplied in turn by
//
//	1 - LostUncovered·(1 - share of the weights of all Clauses that match)
//	1 + TitleBoost·min(1, sum of the weights of Titles that match ÷ TitleMax)
//
// and, for those that match Whole, by 1 + FullTitle, by 1 + ShortTitle·min(1, TitleWords ÷ words of the
// title) and, for those that match WholePhrase too, by 1 + PhraseTitle; and last by
// ½ + ½·2^(-age/HalfLife), where age is the number of whole days from the day of publication to Today; an
// undated article is infinitely old.
type Scoring struct {
	Clauses       []ScoreClause
	LostUncovered float32 // 0: none
	Titles        []WeightedExpr
	TitleMax      float32 // 0: titles are not scored
	TitleBoost    float32
	Whole         Expr // AtLeast of Titles
	FullTitle     float32
	ShortTitle    float32
	TitleWords    float32
	WholePhrase   Expr
	PhraseTitle   float32
	HalfLife      time.Duration // 0: age does not matter
	Today         int64         // days since 1970
}

// A ScoreClause adds Weight·(K1+1)·tf/(tf + K1·(1-B+B·length/mean length)) to the score of an article that
// matches it. tf is the sum over Sources. Without Sources it adds Weight.
type ScoreClause struct {
	Match   Expr
	Weight  float32
	Sources []TermSource
}

// A TermSource is the sum of the frequencies of Terms, in occurrences in the body (see
// store.FrequencyUnit), in the articles that match Within; in the others it is 0.
type TermSource struct {
	Within Expr
	Terms  []Term
}
