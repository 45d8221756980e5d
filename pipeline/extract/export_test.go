package extract

// The golden pages, for the tests of package extract_test.
const GoldenDir = goldenDir

var (
	Catalogue  = catalogue
	GoldenPage = goldenPage
	FileOf     = fileOf
	Update     = update
)
