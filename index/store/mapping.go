package store

import (
	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/mapping"
	bleveindex "github.com/blevesearch/bleve_index_api"

	"baotinh/index/analysis"
)

// Mapping returns the mapping that the index carries for Bleve's own tools: static, without _all, stored fields, term
// vectors or doc values of text. This package builds its documents itself, to the same terms.
func Mapping() *mapping.IndexMappingImpl {
	article := mapping.NewDocumentStaticMapping()
	for name, analyzer := range map[string]string{
		FieldText: analysis.Exact, FieldTextFold: analysis.Fold, FieldTextPair: analysis.Pairs,
		FieldTitle: analysis.Exact, FieldTitleFold: analysis.Fold,
	} {
		article.AddFieldMappingsAt(name, &mapping.FieldMapping{
			Type: "text", Analyzer: analyzer, Index: true,
		})
	}
	for _, name := range KeywordFields {
		article.AddFieldMappingsAt(name, &mapping.FieldMapping{
			Type: "text", Analyzer: "keyword", Index: true,
		})
	}

	m := bleve.NewIndexMapping()
	m.DefaultMapping = mapping.NewDocumentDisabledMapping()
	m.DefaultType = "article"
	m.DefaultAnalyzer = analysis.Exact
	m.DefaultField = FieldText
	m.AddDocumentMapping("article", article)
	m.ScoringModel = bleveindex.BM25Scoring
	return m
}
