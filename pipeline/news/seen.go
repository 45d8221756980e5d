package news

import "time"

// A Place says where on a page something stands: in which relation to the headline, and the path of elements
// to it, innermost last, each with its first class names: "above div.detail>p.meta". Digits in names are left
// out, so that pages made by one template have the same places.
type Place string

// Seen is what a page showed of its article, and where. One page alone may be unsure of what stands in a
// place; the other pages of its host can tell.
type Seen struct {
	Fetched time.Time // of the page; zero for a local file
	Title   Place     // of the headline; empty if none is printed
	Dates   []SeenDate
	Bylines []SeenByline // the one taken first; empty if none is printed
	Boxes   []SeenBox

	// Known is the date of publication by other sources than printed dates that nothing around explains: one
	// stated for programs, in the address, in a feed, or with a label. It is zero if there is none.
	Known Date

	// Redate decides on the dates of the article again; nil if the page is sure of them.
	Redate Redater
}

// A SeenDate is a date that a page prints.
type SeenDate struct {
	Place   Place
	Date    Date
	Foreign bool // the page alone takes it for the date of something else
}

// A SeenByline is a byline that a page prints.
type SeenByline struct {
	Place         Place
	Byline        string
	Authors       []string
	Photographers []string
	Source        string
}

// A SeenBox says that blocks of an article stand in a place, and read like the lines in a box of other
// articles: headlines and dates.
type SeenBox struct {
	Place Place
	Plain bool  // there is other text than headlines and dates, too
	Lines []int // those of Article.Blocks that are headlines or dates
}

// A DateRole says what the dates in a place are, as the pages of a host show together.
type DateRole uint8

// The roles of the dates in a place.
const (
	DateUnknown  DateRole = iota
	DateOfItself          // the date of publication
	DateOfFetch           // the moment at which the page was served
	DateOfOthers          // dates of other articles
)

// A Redater is the evidence of one page for the dates of its article.
type Redater interface {
	// Redate returns the dates of the article, and the warnings about them, if Seen.Dates have these roles.
	Redate(roles []DateRole) (published, updated Date, warnings []Warning)
}
