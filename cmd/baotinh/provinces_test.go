package main

import (
	"slices"
	"testing"

	"baotinh/index/query"
	"baotinh/pipeline/newspaper"
)

// The query language and the catalogue of newspapers each have a list of the provinces that were merged in
// 2025.
func TestProvincesOfQueriesAreThoseOfNewspapers(t *testing.T) {
	for _, n := range newspaper.Default().All() {
		for _, former := range append([]string{n.Province}, n.Former...) {
			want := query.Provinces(n.Province)
			if got := query.Provinces(former); len(want) != 1 || !slices.Contains(got, want[0]) {
				t.Errorf("%s: %q is in %q, want %q", n.Key, former, got, want)
			}
		}
	}
}
