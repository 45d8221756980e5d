package main

// The suites that hold the mutations.
var (
	// One test for each phenomenon, through the library's face. The golden files of the newspaper, which
	// notice any change but do not say what is wrong, are left out.
	signals = suite{pkg: "./index", run: ".",
		skip: "^(TestRelevance|TestScoresAddUp|TestRelatedArticles|TestCompletions)$"}
	// The golden files.
	newspaper = suite{pkg: "./index", run: "^(TestRelatedArticles|TestCompletions)$"}
	readings  = suite{pkg: "./index/search", run: "^(TestReadings|TestSyllablesOfOneWord)"}
	reprints  = suite{pkg: "./pipeline/dedupe", run: "."}
	pages     = suite{pkg: "./pipeline/extract", run: "^TestGoldenPages$"}
)

// mutations are the changes that the tests must notice. A constant is found by its line wherever it
// stands below the folder.
var mutations = []mutation{
	// BM25F.
	{"k1 0.9 to 0.2", "index", `^\s*k1\s*= (0\.9)\b`, "0.2", signals},
	{"k1 0.9 to 12", "index", `^\s*k1\s*= (0\.9)\b`, "12", signals},
	{"b 0.75 to 0", "index", `^\s*bm25B\s*= (0\.75)\b`, "0", signals},
	{"idf 1 for all", "index", `^func idf\(.*return (.*) \}$`, "1", signals},
	{"idf the other way round", "index", `^func idf\(.*Log\(1 \+ (max.*0\.5\))\)`, "df/n", signals},
	{"idf without logarithm", "index", `^func idf\(.*(math\.Log\()1 \+ max`, "float64(", signals},
	{"minCountedIDF ln 2 to 0", "index", `^const minCountedIDF = (math\.Ln2)$`, "0*math.Ln2", signals},
	{"minCountedIDF ln 2 to ln 8", "index", `^const minCountedIDF = (math\.Ln2)$`, "3*math.Ln2", signals},

	// Marks, neighbours, titles.
	{"boostFold 0.1 to 0.9", "index", `^\s*boostFold\s*= (0\.1)\b`, "0.9", signals},
	{"boostPair 0.6 to 0", "index", `^\s*boostPair\s*= (0\.6)\b`, "0", signals},
	{"boostPair 0.6 to 3", "index", `^\s*boostPair\s*= (0\.6)\b`, "3", signals},
	{"boostTitle 0.1 to 0", "index", `^\s*boostTitle\s*= (0\.1)\b`, "0", signals},
	{"boostTitle 0.1 to 2", "index", `^\s*boostTitle\s*= (0\.1)\b`, "2", signals},
	{"shortTitle 0.2 to 0", "index", `^const shortTitle = (0\.2)$`, "0", signals},
	{"shortTitle 0.2 to 1", "index", `^const shortTitle = (0\.2)$`, "1", signals},
	{"fullTitle 0.8 to 0", "index", `^\s*fullTitle\s*= (0\.8)\b`, "0", signals},
	{"phraseTitle 0.2 to 0", "index", `^const phraseTitle = (0\.2)$`, "0", signals},
	{"phraseTitle 0.2 to 1", "index", `^const phraseTitle = (0\.2)$`, "1", signals},
	{"fullTitle 0.8 to 3", "index", `^\s*fullTitle\s*= (0\.8)\b`, "3", signals},

	// Questions.
	{"boostAsked 0.2 to 0", "index", `^\s*boostAsked\s*= (0\.2)\b`, "0", signals},
	{"boostAsked 0.2 to 0.6", "index", `^\s*boostAsked\s*= (0\.2)\b`, "0.6", signals},

	// Places. A FrequencyUnit is two.
	{"title 6 to 2", "index", `^\s*occurrenceTitle\s*= (3 \* FrequencyUnit)$`, "2", signals},
	{"sapo 4 to 2", "index", `^\s*occurrenceSapo\s*= (2 \* FrequencyUnit)$`, "2", signals},
	{"body 2 to 4", "index", `^\s*occurrenceBody\s*= (FrequencyUnit)$`, "4", signals},
	{"byline 2 to 1", "index", `^\s*occurrenceByline\s*= (FrequencyUnit)$`, "1", signals},
	{"caption 1 to 6", "index", `^\s*occurrenceCaption\s*= (FrequencyUnit / 2)$`, "6", signals},

	// When a query is relaxed, and how far.
	{"enoughHits 10 to 5", "index", `^const enoughHits = (10)$`, "5", signals},
	{"enoughHits 10 to 20", "index", `^const enoughHits = (10)$`, "20", signals},
	{"minRelaxed 4 to 3", "index", `^const minRelaxed = (4)$`, "3", signals},
	{"minRelaxed 4 to 6", "index", `^const minRelaxed = (4)$`, "6", signals},
	{"mostShare 0.5 to 0.9", "index", `^\s*mostShare\s*= (0\.5)\b`, "0.9", signals},
	{"mostShare 0.5 to 0.3", "index", `^\s*mostShare\s*= (0\.5)\b`, "0.3", signals},
	{"someShare 0.25 to 0.45", "index", `^\s*someShare\s*= (0\.25)\b`, "0.45", signals},
	{"someShare 0.25 to 0.1", "index", `^\s*someShare\s*= (0\.25)\b`, "0.1", signals},
	{"nearMissShare 0.8 to 0.5", "index", `^const nearMissShare = (0\.8)$`, "0.5", signals},
	{"nearMissShare 0.8 to 1.5", "index", `^const nearMissShare = (0\.8)$`, "1.5", signals},

	// What an answer tells.
	{"minOneWord 0.5 to 0.9", "index", `^const minOneWord = (0\.5)$`, "0.9", readings},
	{"minOneWord 0.5 to 0.3", "index", `^const minOneWord = (0\.5)$`, "0.3", readings},
	{"minGlued 3 to 2", "index", `^const minGlued = (3)$`, "2", readings},
	{"minGlued 3 to 6", "index", `^const minGlued = (3)$`, "6", readings},

	// Age.
	{"half-life doubled", "index", `math\.Exp2\((-age) \* 24`, "-0.5*age", signals},
	{"today a day late", "index", `max\(0, (s\.bonus\.today)-dayOf`, "s.bonus.today+1", signals},
	{"today a day early", "index", `max\(0, (s\.bonus\.today)-dayOf`, "s.bonus.today-1", signals},
	{"the oldest lose all", "index", `float32\((0\.5 \+ 0\.5\*fresh)\)`, "fresh", signals},

	// What is read into a query.
	{"maxTerms 64 to 32", "index", `^const maxTerms = (64)$`, "32", signals},
	{"maxTerms 64 to 640", "index", `^const maxTerms = (64)$`, "640", signals},
	{"maxLongForm 7 to 4", "index", `^\s*maxLongForm\s*= (7)\b`, "4", signals},
	{"maxShortForm 4 to 2", "index", `^\s*maxShortForm\s*= (4)\b`, "2", signals},
	{"maxAbbreviations 3 to 1", "index", `^\s*maxAbbreviations\s*= (3)\b`, "1", signals},
	{"maxAbbreviations 3 to 7", "index", `^\s*maxAbbreviations\s*= (3)\b`, "7", signals},

	// Corrections.
	{"RareWord 5 to 1", "index", `^const RareWord = (5)$`, "1", signals},
	{"RareWord 5 to 50", "index", `^const RareWord = (5)$`, "50", signals},
	{"maxErrorScore 0.5 to 0", "index", `^\s*maxErrorScore\s*= (0\.5)\b`, "0", signals},
	{"maxErrorScore 0.5 to 2", "index", `^\s*maxErrorScore\s*= (0\.5)\b`, "2", signals},
	{"longQuery 6 to 3", "index", `^\s*longQuery\s*= (6)\b`, "3", signals},
	{"longQuery 6 to 60", "index", `^\s*longQuery\s*= (6)\b`, "60", signals},
	{"letterPenalty 0.5 to 1", "index", `^\s*letterPenalty\s*= (0\.5)\b`, "1", signals},
	{"minScore of 3 articles to 1", "index", `^\s*minScore\s*= math\.Log\(1 \+ (3)\)`, "1", signals},
	{"minScore of 3 articles to 30", "index", `^\s*minScore\s*= math\.Log\(1 \+ (3)\)`, "30", signals},
	{"maxAlternatives 12 to 3", "index", `^const maxAlternatives = (12)$`, "3", signals},
	{"maxAlternatives 12 to 30", "index", `^const maxAlternatives = (12)$`, "30", signals},
	{"maxRunes 12 to 6", "index", `^const maxRunes = (12)$`, "6", signals},
	{"maxRunes 12 to 60", "index", `^const maxRunes = (12)$`, "60", signals},

	// Marks that are restored.
	{"maxArticles 20 to 4", "index", `^\s*maxArticles\s*= (20)\b`, "4", signals},
	{"maxArticles 20 to 40", "index", `^\s*maxArticles\s*= (20)\b`, "40", signals},
	{"minArticles 3 to 1", "index", `^\s*minArticles\s*= (3)\b`, "1", signals},
	{"minArticles 3 to 6", "index", `^\s*minArticles\s*= (3)\b`, "6", signals},
	{"minMajority 0.95 to 0.6", "index", `^\s*minMajority\s*= (0\.95)\b`, "0.6", signals},
	{"minMajority 0.95 to 1", "index", `^\s*minMajority\s*= (0\.95)\b`, "1", signals},

	// Stories.
	{"Width 8 to 3", "pipeline/dedupe", `^const Width = (8)$`, "3", reprints},
	{"Width 8 to 16", "pipeline/dedupe", `^const Width = (8)$`, "16", reprints},
	{"MinShingles 24 to 2", "pipeline/dedupe", `^const MinShingles = (24)$`, "2", reprints},
	{"MinShingles 24 to 200", "pipeline/dedupe", `^const MinShingles = (24)$`, "200", reprints},
	{"minContained 0.8 to 0.4", "pipeline/dedupe", `^\s*minContained\s*= (0\.8)\b`, "0.4", reprints},
	{"minContained 0.8 to 0.99", "pipeline/dedupe", `^\s*minContained\s*= (0\.8)\b`, "0.99", reprints},
	{"minLength 0.2 to 0", "pipeline/dedupe", `^\s*minLength\s*= (0\.2)\b`, "0", reprints},
	{"minLength 0.2 to 0.8", "pipeline/dedupe", `^\s*minLength\s*= (0\.2)\b`, "0.8", reprints},

	// Related articles.
	{"maxLikeTerms 24 to 2", "index", `^\s*maxLikeTerms\s*= (24)\b`, "2", newspaper},
	{"maxLookedUp 128 to 8", "index", `^\s*maxLookedUp\s*= (128)\b`, "8", newspaper},
	{"titleFrequency 3 to 1", "index", `^\s*titleFrequency\s*= (3)\b`, "1", newspaper},
	{"minSimilarity 0.1 to 0", "index", `^\s*minSimilarity\s*= (0\.1)\b`, "0", newspaper},
	{"minSimilarity 0.1 to 0.5", "index", `^\s*minSimilarity\s*= (0\.1)\b`, "0.5", newspaper},
	{"maxDocShare 10 to 1", "index", `^\s*maxDocShare\s*= (10)\b`, "1", newspaper},

	// Completion.
	{"maxWords 4 to 2", "index/complete", `^\s*maxWords\s*= (4)\b`, "2", newspaper},
	{"minTitles 3 to 1", "index/complete", `^\s*minTitles\s*= (3)\b`, "1", newspaper},
	{"fragmentRate 0.8 to 0.2", "index/complete", `^\s*fragmentRate\s*= (0\.8)\b`, "0.2", newspaper},
	{"fragmentRate 0.8 to 1.1", "index/complete", `^\s*fragmentRate\s*= (0\.8)\b`, "1.1", newspaper},

	// Extraction.
	{"shortestParagraph 80 to 40", "pipeline/extract", `^\s*shortestParagraph\s*=\s*(80)\b`, "40", pages},
	{"articleInChrome 800 to 400", "pipeline/extract", `^\s*articleInChrome\s*=\s*(800)\b`, "400", pages},
	{"leastBody 60 to 200", "pipeline/extract", `^\s*leastBody\s*=\s*(60)\b`, "200", pages},
	{"leastSuspect 400 to 4000", "pipeline/extract", `^\s*leastSuspect\s*=\s*(400)\b`, "4000", pages},
	{"longestLede 320 to 80", "pipeline/extract", `^\s*longestLede\s*=\s*(320)\b`, "80", pages},
	{"pointsSite -4 to 0", "pipeline/extract", `^\s*pointsSite\s*=\s*(-4)\b`, "0", pages},
	{"Menu 6 to 12", "pipeline/extract", `^const Menu = (6)$`, "12", pages},
	{"far below 60 to 600", "pipeline/extract", `^\s*const far = (60) `, "600", pages},
	{"hardlyAParagraph 90 to 200", "pipeline/extract", `^\s*hardlyAParagraph\s*=\s*(90)\b`, "200", pages},
	{"longestFramed 250 to 60", "pipeline/extract", `^\s*longestFramed\s*=\s*(250)\b`, "60", pages},
	{"byline reach 6 to 2", "pipeline/extract", `^\s*const reach, mostLines = (6), 16`, "2", pages},
}
