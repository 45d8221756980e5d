package main

// The suites that hold the mutations.
var (
	ranking = suite{"./index", "."}
	golden  = suite{"./pipeline/extract", "TestGoldenPages"}
)

// mutations are the changes that the tests must notice. A constant is found by its line wherever it
// stands below the folder.
var mutations = []mutation{
	// BM25F.
	{"k1 1.2 to 0.2", "index", `^\s*k1\s*=\s*(1\.2)\b`, "0.2", ranking},
	{"k1 1.2 to 12", "index", `^\s*k1\s*=\s*(1\.2)\b`, "12", ranking},
	{"b 0.75 to 0", "index", `^\s*b\s*=\s*(0\.75)\b`, "0", ranking},
	{"idf is 1 for all", "index", `^func idf\(.*return (.*) \}$`, "1", ranking},
	{"idf the other way round", "index", `^func idf\(.*Log\(1 \+ (max.*0\.5\))\)`, "df/n", ranking},
	{"idf is not logarithmic", "index", `^func idf\(.*(math\.Log\()1 \+ max`, "float64(", ranking},
	{"common 0.69 to 0", "index", `^const common = (math\.Ln2)$`, "0*math.Ln2", ranking},
	{"common 0.69 to 2", "index", `^const common = (math\.Ln2)$`, "3*math.Ln2", ranking},

	// Marks, neighbours, titles.
	{"weightFold 0.1 to 0.9", "index", `^\s*weightFold\s*=\s*(0\.1)\b`, "0.9", ranking},
	{"weightPair 0.6 to 0", "index", `^\s*weightPair\s*=\s*(0\.6)\b`, "0", ranking},
	{"weightPair 0.6 to 3", "index", `^\s*weightPair\s*=\s*(0\.6)\b`, "3", ranking},
	{"weightWhole 0.3 to 0", "index", `^\s*weightWhole\s*=\s*(0\.3)\b`, "0", ranking},
	{"weightWhole 0.3 to 2", "index", `^\s*weightWhole\s*=\s*(0\.3)\b`, "2", ranking},

	// Places.
	{"weightTitle 6 to 2", "index", `^\s*weightTitle\s*=\s*(6)\b`, "2", ranking},
	{"weightSapo 4 to 2", "index", `^\s*weightSapo\s*=\s*(4)\b`, "2", ranking},
	{"weightBody 2 to 4", "index", `^\s*weightBody\s*=\s*(2)\b`, "4", ranking},
	{"weightByline 2 to 1", "index", `^\s*weightByline\s*=\s*(2)\b`, "1", ranking},
	{"weightCaption 1 to 6", "index", `^\s*weightCaption\s*=\s*(1)\b`, "6", ranking},

	// When a query is loosened, and how far.
	{"page 10 to 5", "index", `^const page = (10)$`, "5", ranking},
	{"page 10 to 20", "index", `^const page = (10)$`, "20", ranking},
	{"fairLength 4 to 3", "index", `^const fairLength = (4)$`, "3", ranking},
	{"fairLength 4 to 6", "index", `^const fairLength = (4)$`, "6", ranking},
	{"shareMost 0.5 to 0.9", "index", `^\s*shareMost\s*=\s*(0\.5)\b`, "0.9", ranking},
	{"shareMost 0.5 to 0.3", "index", `^\s*shareMost\s*=\s*(0\.5)\b`, "0.3", ranking},
	{"shareSome 0.25 to 0.45", "index", `^\s*shareSome\s*=\s*(0\.25)\b`, "0.45", ranking},
	{"shareSome 0.25 to 0.1", "index", `^\s*shareSome\s*=\s*(0\.25)\b`, "0.1", ranking},
	{"shareBest 0.9 to 0.5", "index", `^const shareBest = (0\.9)$`, "0.5", ranking},
	{"shareBest 0.9 to 2", "index", `^const shareBest = (0\.9)$`, "2", ranking},

	// Age.
	{"half-life doubled", "index", `math\.Exp2\((-float64\(age\)) / float64`, "-0.5*float64(age)", ranking},
	{"today a day late", "index", `(time\.Now\(\)\.Unix\(\)/day)`, "time.Now().Unix()/day+1", ranking},
	{"today a day early", "index", `(time\.Now\(\)\.Unix\(\)/day)`, "time.Now().Unix()/day-1", ranking},
	{"the oldest lose all", "index", `float32\((0\.5 \+ 0\.5\*bonus)\)`, "bonus", ranking},

	// What is read into a query.
	{"maxSlots 64 to 32", "index", `^const maxSlots = (64)$`, "32", ranking},
	{"maxSlots 64 to 640", "index", `^const maxSlots = (64)$`, "640", ranking},
	{"maxLongForm 7 to 4", "index", `^\s*maxLongForm\s*=\s*(7)\b`, "4", ranking},
	{"maxShortForm 4 to 2", "index", `^\s*maxShortForm\s*=\s*(4)\b`, "2", ranking},
	{"maxAbbreviations 3 to 1", "index", `^\s*maxAbbreviations\s*=\s*(3)\b`, "1", ranking},
	{"maxAbbreviations 3 to 7", "index", `^\s*maxAbbreviations\s*=\s*(3)\b`, "7", ranking},
	{"rareWord 5 to 1", "index", `^const rareWord = (5)$`, "1", ranking},
	{"rareWord 5 to 50", "index", `^const rareWord = (5)$`, "50", ranking},
	{"maxSupport 0.5 to 0", "index", `^\s*maxSupport\s*=\s*(0\.5)\b`, "0", ranking},
	{"maxSupport 0.5 to 2", "index", `^\s*maxSupport\s*=\s*(0\.5)\b`, "2", ranking},
	{"tellingWords 6 to 3", "index", `^\s*tellingWords\s*=\s*(6)\b`, "3", ranking},
	{"tellingWords 6 to 60", "index", `^\s*tellingWords\s*=\s*(6)\b`, "60", ranking},
	{"unlikelyLetter 0.5 to 1", "index", `^\s*unlikelyLetter\s*=\s*(0\.5)\b`, "1", ranking},
	{"minSupport of 3 articles to 1", "index", `^var minSupport = math\.Log\(1 \+ (3)\)`, "1", ranking},
	{"minSupport of 3 articles to 30", "index", `^var minSupport = math\.Log\(1 \+ (3)\)`, "30", ranking},
	{"maxAlternatives 12 to 3", "index", `^const maxAlternatives = (12)$`, "3", ranking},
	{"maxSlipRunes 12 to 6", "index", `^const maxSlipRunes = (12)$`, "6", ranking},

	// Marks that are restored.
	{"maxMarked 20 to 4", "index", `^\s*maxMarked\s*=\s*(20)\b`, "4", ranking},
	{"minMarked 3 to 1", "index", `^\s*minMarked\s*=\s*(3)\b`, "1", ranking},
	{"minMarked 3 to 6", "index", `^\s*minMarked\s*=\s*(3)\b`, "6", ranking},
	{"minClear 0.95 to 0.6", "index", `^\s*minClear\s*=\s*(0\.95)\b`, "0.6", ranking},

	// Related articles.
	{"maxTraits 24 to 2", "index", `^\s*maxTraits\s*=\s*(24)\b`, "2", ranking},
	{"maxLookedUp 128 to 8", "index", `^\s*maxLookedUp\s*=\s*(128)\b`, "8", ranking},
	{"minShare 0.1 to 0", "index", `^\s*minShare\s*=\s*(0\.1)\b`, "0", ranking},
	{"minShare 0.1 to 0.5", "index", `^\s*minShare\s*=\s*(0\.1)\b`, "0.5", ranking},
	{"titleOfTrait 3 to 1", "index", `^\s*titleOfTrait\s*=\s*(3)\b`, "1", ranking},
	{"usualTrait 10 to 1", "index", `^\s*usualTrait\s*=\s*(10)\b`, "1", ranking},

	// Completion.
	{"maxSuggestWords 4 to 2", "index", `^\s*maxSuggestWords\s*=\s*(4)\b`, "2", ranking},
	{"minSuggestCount 3 to 1", "index", `^\s*minSuggestCount\s*=\s*(3)\b`, "1", ranking},
	{"partOfLonger 0.8 to 0.2", "index", `^\s*partOfLonger\s*=\s*(0\.8)\b`, "0.2", ranking},
	{"partOfLonger 0.8 to 1.1", "index", `^\s*partOfLonger\s*=\s*(0\.8)\b`, "1.1", ranking},

	// Extraction.
	{"extract: shortestParagraph 80 to 40", "pipeline/extract", `^\s*shortestParagraph\s*=\s*(80)\b`, "40", golden},
	{"extract: articleInChrome 800 to 400", "pipeline/extract", `^\s*articleInChrome\s*=\s*(800)\b`, "400", golden},
	{"extract: leastBody 60 to 200", "pipeline/extract", `^\s*leastBody\s*=\s*(60)\b`, "200", golden},
	{"extract: pointsSite -4 to 0", "pipeline/extract", `^\s*pointsSite\s*=\s*(-4)\b`, "0", golden},
	{"extract: Menu 6 to 12", "pipeline/extract", `^const Menu = (6)$`, "12", golden},
	{"extract: far below 60 to 600", "pipeline/extract", `^\s*const far = (60) `, "600", golden},
	{"extract: hardlyAParagraph 90 to 200", "pipeline/extract", `^\s*hardlyAParagraph\s*=\s*(90)\b`, "200", golden},
	{"extract: longestFramed 250 to 60", "pipeline/extract", `^\s*longestFramed\s*=\s*(250)\b`, "60", golden},
	{"extract: byline reach 6 to 2", "pipeline/extract", `^\s*const reach, mostLines = (6), 16`, "2", golden},
}
