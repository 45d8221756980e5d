package store

import (
	"net/url"
	"slices"
	"strings"

	bleveindex "github.com/blevesearch/bleve_index_api"

	"baotinh/index/analysis"
	"baotinh/index/segment"
	"baotinh/pipeline/dedupe"
	"baotinh/pipeline/news"
	"baotinh/pipeline/place"
	"baotinh/pipeline/viet"
)

// The fields of a document. The text fields have the words of title, sapo, body, captions and byline
// together, each occurrence counted by the weight of its place: that is BM25F with one length for all fields
// (Robertson, Zaragoza and Taylor 2004). The title fields have the words of the title alone.
//
// The terms of FieldText and FieldTitle have positions, which phrases need: the words of title, sapo, blocks
// and authors are numbered in this order, with one number left out after each of these texts, so that no
// phrase reaches from one into the next. These numbers are the positions of EndTerm in FieldTextEnd, which
// tell whether words that are near each other are in one text; those after the sapo and after captions are
// also the positions of SapoTerm and CaptionTerm.
//
// The fields of tags, photographers and dateline have the words of these, with positions as the text has
// them, in a field as written and one folded.
const (
	FieldText      = "text"       // words as written, in canonical spelling
	FieldTextFold  = "text_fold"  // words with marks, folded: a word without marks is its own fold
	FieldTextPair  = "text_pair"  // pairs of neighbouring words, folded and hashed
	FieldTitle     = "title"      // as FieldText
	FieldTitleFold = "title_fold" // as FieldTextFold
	FieldTextEnd   = "text_end"   // EndTerm, SapoTerm, CaptionTerm
	FieldTextApart = "text_apart" // common phrases whose words stand apart: see [segment.PhraseFields]

	FieldNewspaper = "newspaper"
	FieldProvince  = "province"
	FieldSection   = "section"
	FieldAuthor    = "author"
	FieldSource    = "source"
	FieldSite      = "site"   // host of the URL without www.
	FieldStatus    = "status" // StatusWithdrawn, or nothing
	FieldType      = "type"

	FieldTag              = "tag"
	FieldTagFold          = "tag_fold"
	FieldPhotographer     = "photographer" // also those credited in captions
	FieldPhotographerFold = "photographer_fold"
	FieldDateline         = "dateline"
	FieldDatelineFold     = "dateline_fold"

	FieldAddress = "address" // the URL as Address has it
	FieldStory   = "story"   // the ID of another article: see [news.Article.Story]

	// The units that the text names, as [place.Unit.String] has them, and those that these are in.
	FieldPlace       = "place"        // provinces of today
	FieldPlaceFormer = "place_former" // provinces of before July 2025 that are none today
	FieldDistrict    = "district"
	FieldCommune     = "commune" // of before and of today
)

// phraseFields are those of phrases in the whole text.
var phraseFields = segment.PhraseFields{
	Words: FieldText, Pairs: FieldTextPair, Apart: FieldTextApart,
	PairTerm: PhrasePair,
}

// PhrasePair returns the term in FieldTextPair of two words as written.
func PhrasePair(left, right string) string {
	return analysis.PairTerm(analysis.HashPair(viet.Fold(left), viet.Fold(right)))
}

// The terms of FieldTextEnd: after each text, after the sapo, after a caption.
const (
	EndTerm     = "end"
	SapoTerm    = "sapo"
	CaptionTerm = "caption"
)

// KeywordFields are the fields whose values are not analyzed. They have doc values.
var KeywordFields = [...]string{
	FieldNewspaper, FieldProvince, FieldSection, FieldAuthor, FieldSource, FieldSite, FieldStatus,
	FieldType,
}

// docValueFields are the fields whose doc values a snapshot has.
var docValueFields = append(KeywordFields[:], FieldStory)

// PlaceFields are keyword fields, too, but their doc values are read when they are first asked for: see
// [Segment.Keywords].
var PlaceFields = [...]string{FieldPlace, FieldDistrict, FieldCommune}

// StatusWithdrawn is the status of an article whose page holds it no more: see [news.Article.WithdrawnAt].
const StatusWithdrawn = "withdrawn"

// FrequencyUnit is the frequency in postings of one occurrence in the body. Postings have whole numbers, and
// an occurrence in a caption counts half.
const FrequencyUnit = 2

// The frequencies of one occurrence by place.
const (
	occurrenceTitle   = 3 * FrequencyUnit
	occurrenceSapo    = 2 * FrequencyUnit
	occurrenceBody    = FrequencyUnit
	occurrenceByline  = FrequencyUnit
	occurrenceCaption = FrequencyUnit / 2
)

// A document gives an article to scorch, as a [bleveindex.Document] that one of Bleve's analysis workers
// analyzes: it compresses the article. Our plug-in takes the terms out of all articles of a batch when it
// makes their segment; the methods that describe fields to Bleve's own segments return nothing.
type document struct {
	article *news.Article
	keys    dedupe.Keys
	stored  []byte
	places  []*place.Unit
	number  uint64
}

var (
	_ bleveindex.Document = (*document)(nil)
	_ bleveindex.Field    = (*document)(nil)
)

// newDocument returns the document of an article, not yet analyzed. Documents of a batch are written in the
// order of their numbers.
func newDocument(a *news.Article, keys dedupe.Keys, number uint64) *document {
	return &document{article: a, keys: keys, number: number}
}

// keywords returns the values of an article in a keyword field, each once.
func keywords(a *news.Article, name string) []string {
	var values []string
	switch name {
	case FieldNewspaper:
		values = []string{a.Newspaper}
	case FieldProvince:
		values = []string{a.Province}
	case FieldSection:
		values = []string{a.Section}
	case FieldSource:
		values = []string{a.Source}
	case FieldAuthor:
		values = a.Authors
	case FieldSite:
		if u, err := url.Parse(a.URL); err == nil {
			values = []string{strings.TrimPrefix(u.Host, "www.")}
		}
	case FieldType:
		values = []string{string(a.Type)}
	case FieldStatus:
		if !a.WithdrawnAt().IsZero() {
			values = []string{StatusWithdrawn}
		}
	case FieldStory:
		values = []string{string(a.Story)}
	case FieldAddress:
		values = []string{Address(a.URL)}
	}
	var kept []string
	for _, v := range values {
		if v != "" && !strings.Contains(v, "\xff") && !slices.Contains(kept, v) {
			kept = append(kept, v)
		}
	}
	return kept
}

// Address returns what FieldAddress has of a URL: without scheme, www. and fragment, the host in small
// letters.
func Address(url string) string {
	if scheme, rest, ok := strings.Cut(url, "://"); ok && !strings.ContainsAny(scheme, "/.") {
		url = rest
	}
	url, _, _ = strings.Cut(url, "#")
	host, rest, slash := strings.Cut(url, "/")
	host = strings.TrimPrefix(strings.ToLower(host), "www.")
	if !slash {
		return host
	}
	return host + "/" + rest
}

// Analyze makes the stored form of the article, and finds the places that it names.
func (d *document) Analyze() {
	d.stored = encodeArticle(d.article)
	d.places = placesOf(d.article)
}

// ID implements [bleveindex.Document], as do the methods below.
func (d *document) ID() string { return string(d.article.ID) }

// Size is an estimate for Bleve's own statistics, on which nothing of ours depends.
func (d *document) Size() int { return 1 << 12 }

// VisitFields calls visit with the document, which is its own only field: what Bleve does with fields, the
// segment does.
func (d *document) VisitFields(visit bleveindex.FieldVisitor) { visit(d) }

// VisitComposite does nothing: there is no field _all.
func (d *document) VisitComposite(bleveindex.CompositeFieldVisitor) {}

// HasComposite returns false.
func (d *document) HasComposite() bool { return false }

// NumPlainTextBytes returns the length of the title, for Bleve's own statistics.
func (d *document) NumPlainTextBytes() uint64 { return uint64(len(d.article.Title)) }

// StoredFieldsBytes returns the size of the stored article.
func (d *document) StoredFieldsBytes() uint64 { return uint64(len(d.stored)) }

// AddIDField does nothing: the segment has identifiers.
func (d *document) AddIDField() {}

// Indexed returns true.
func (d *document) Indexed() bool { return true }

// Name implements [bleveindex.Field], as do the methods below.
func (d *document) Name() string { return "article" }

// Value returns nothing.
func (d *document) Value() []byte { return nil }

// ArrayPositions returns nil.
func (d *document) ArrayPositions() []uint64 { return nil }

// EncodedFieldType returns the type of text.
func (d *document) EncodedFieldType() byte { return 't' }

// Options says that the field is to be analyzed.
func (d *document) Options() bleveindex.FieldIndexingOptions { return bleveindex.IndexField }

// AnalyzedLength returns 0.
func (d *document) AnalyzedLength() int { return 0 }

// AnalyzedTokenFrequencies returns nothing.
func (d *document) AnalyzedTokenFrequencies() bleveindex.TokenFrequencies { return nil }
