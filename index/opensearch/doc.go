// Package opensearch keeps articles in an OpenSearch cluster (2.x), with the terms that package store gives
// them, and answers as a [search.Engine]: so a cluster finds what an index in a data folder finds.
//
// [Open] opens an index. [Index.Put], [Index.Checkpoint] and [Index.Flush] are those of a pipeline.Sink:
// what was flushed is on the disks of the primary shard and of its replicas in sync.
//
// An index PREFIX is the alias PREFIX of PREFIX-v1, or of the version that was rebuilt last (see
// [Rebuild]). PREFIX-state has for each worker the position up to which its articles are stored.
//
// # Fields
//
// A document has the terms themselves, which analyzers of the cluster only take apart:
//
//	text     terms with frequencies, each once: hội|6 ~hoi|6 #1a2b|4. A fold begins with ~, a pair with #
//	title    the words of the title, each with its fold at the same position: hội|~hoi
//	placed   those of all texts, with a gap after each; sapo and caption have these texts alone
//	tag, photographer, dateline   those of labels
//	story_of, story_key           the story of the article, and the keys by which reprints of it are found
//	day, week, month, year        the first day of that of publication in Vietnam, in days since 1970
//	title_words, tie              words of the title; the hash of the ID, signed
//	article                       what package store keeps of it, the only thing that is read back
//
// As text has the words, their folds and their pairs, the frequencies of any of them can be summed by one
// synonym query of Lucene, and the length of the field is in proportion to the number of words. The weight
// of a term comes with the query, so the similarity is BM25 without idf.
package opensearch
