package main

import (
	"errors"
	"math"
	"strconv"
	"strings"

	"baotinh/cmd/baotinh/internal/library"
	"baotinh/pipeline"
)

// failAbove is a flag for the failed visits that a crawl may have and still be done: a number, 20, or a share
// of all visits, 5%. It implements pflag.Value.
type failAbove struct {
	limit   float64 // a number or a percentage
	isShare bool
	given   bool // by the operator
}

// defaultFailAbove is the limit if nobody gives one: some pages of the network always fail.
var defaultFailAbove = failAbove{limit: 5, isShare: true}

func (f *failAbove) String() string {
	s := strconv.FormatFloat(f.limit, 'f', -1, 64)
	if f.isShare {
		s += "%"
	}
	return s
}

// Set reads a number or a percentage.
func (f *failAbove) Set(s string) error {
	number, isShare := strings.CutSuffix(s, "%")
	limit, err := strconv.ParseFloat(number, 64)
	switch {
	case err != nil || math.IsNaN(limit) || math.IsInf(limit, 0) || limit < 0 || isShare && limit > 100:
		return errors.New("neither a number such as 20 nor a share such as 5%")
	case !isShare && limit != math.Trunc(limit):
		return errors.New("not a whole number; a share ends with %")
	}
	*f = failAbove{limit, isShare, true}
	return nil
}

// Type returns the name of the type in messages.
func (f *failAbove) Type() string { return "limit" }

// isExceeded reports whether a job has failed: by a file or a page that could not be read, by more failed
// visits than the limit or, unless the operator gave that, by a newspaper that gave nothing but failures.
func (f *failAbove) isExceeded(s library.Summary) bool {
	visits, failed := visitsOf(s), s.Failed[pipeline.StageFetch]
	switch {
	case s.Failures() > failed:
		return true
	case f.isShare && float64(failed)*100 > f.limit*float64(visits), !f.isShare && float64(failed) > f.limit:
		return true
	case f.given:
		return false
	}
	for _, n := range s.Newspapers {
		if n.State == library.StateFailing {
			return true
		}
	}
	return false
}

// visitsOf returns the number of visits of a job that asked a server.
func visitsOf(s library.Summary) int {
	n := 0
	for result, visits := range s.Visits {
		if result != "denied" && result != "held" {
			n += visits
		}
	}
	return n
}
