package store

import (
	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis/analyzer/keyword"
	"github.com/blevesearch/bleve/v2/mapping"
	bleveindex "github.com/blevesearch/bleve_index_api"
)

// FieldPublished is the date of publication for Bleve's queries. Our own read [segment.DocInfo].
const FieldPublished = "published"

// The fields that Bleve only stores.
const (
	storedURL     = "url"
	storedSapo    = "sapo"
	storedBody    = "body"    // a value for each block that is not a caption
	storedCaption = "caption" // a value for each caption
	storedByline  = "byline"
	storedUpdated = "updated"
	storedEvent   = "event"
)

// newMapping returns the mapping that each shard has for Bleve: it tells Bleve how to analyze queries, and
// which fields it can use for what. Documents are analyzed by this package, to the same terms.
func newMapping() mapping.IndexMapping {
	article := mapping.NewDocumentStaticMapping()
	for _, f := range []*mapping.FieldMapping{
		{Name: FieldText, Type: "text", Analyzer: analyzerExact, Index: true, IncludeTermVectors: true},
		{Name: FieldTextFold, Type: "text", Analyzer: analyzerFold, Index: true},
		{
			Name: FieldTitle, Type: "text", Analyzer: analyzerExact, Index: true, IncludeTermVectors: true,
			Store: true,
		},
		{Name: FieldTitleFold, Type: "text", Analyzer: analyzerFold, Index: true},
		{Name: FieldPublished, Type: "datetime", Index: true, Store: true, DocValues: true},
		{Name: storedUpdated, Type: "datetime", Store: true},
		{Name: storedEvent, Type: "datetime", Store: true},
	} {
		article.AddFieldMappingsAt(f.Name, f)
	}
	for _, name := range []string{FieldTag, FieldPhotographer, FieldDateline} {
		article.AddFieldMappingsAt(name, &mapping.FieldMapping{
			Name: name, Type: "text", Analyzer: analyzerExact, Index: true, IncludeTermVectors: true,
			Store: true,
		})
	}
	for _, name := range KeywordFields {
		article.AddFieldMappingsAt(name, &mapping.FieldMapping{
			Name: name, Type: "text", Analyzer: keyword.Name,
			Index: true, Store: true, IncludeTermVectors: true, DocValues: true,
		})
	}
	for _, name := range PlaceFields {
		article.AddFieldMappingsAt(name, &mapping.FieldMapping{
			Name: name, Type: "text", Analyzer: keyword.Name,
			Index: true, IncludeTermVectors: true, DocValues: true,
		})
	}
	for _, name := range []string{
		storedURL, storedSapo, storedBody, storedCaption, storedByline,
	} {
		article.AddFieldMappingsAt(name, &mapping.FieldMapping{Name: name, Type: "text", Store: true})
	}

	m := bleve.NewIndexMapping()
	m.DefaultMapping = mapping.NewDocumentDisabledMapping()
	m.DefaultType = "article"
	m.DefaultAnalyzer = analyzerExact
	m.DefaultField = FieldText
	m.AddDocumentMapping("article", article)
	// For its BM25, Bleve takes the number of distinct terms for the sum of all lengths.
	m.ScoringModel = bleveindex.TFIDFScoring
	return m
}
