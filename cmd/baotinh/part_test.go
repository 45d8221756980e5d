package main

import (
	"slices"
	"strconv"
	"testing"

	"baotinh/pipeline/newspaper"
)

func TestPartIsRead(t *testing.T) {
	for _, s := range []string{"1/1", "2/5", "10000/10000"} {
		var p part
		if err := p.Set(s); err != nil || p.String() != s {
			t.Errorf("%q is taken as %q, %v", s, p.String(), err)
		}
	}
	for _, s := range []string{"", "1", "0/3", "4/3", "-1/3", "1/0", "1/10001", "1/3/5", "a/b", "1 / 3"} {
		if p := new(part); p.Set(s) == nil {
			t.Errorf("%q is taken as %s", s, p)
		}
	}
}

// Every newspaper and every file belongs to one part, whatever the number of parts, and no part has most.
func TestPartsAreDisjointAndComplete(t *testing.T) {
	var files []string
	for i := range 500 {
		files = append(files, "/mnt/worker-"+strconv.Itoa(i%3)+"/00000"+strconv.Itoa(100+i)+".warc.gz")
	}
	all := newspaper.Default().All()
	for of := uint64(1); of <= 20; of++ {
		newspapers, taken := 0, map[string]int{}
		for number := uint64(1); number <= of; number++ {
			p := part{number, of}
			own := p.newspapers(slices.Clone(all))
			newspapers += len(own)
			if of > 1 && len(own) > 2*len(all)/3 {
				t.Errorf("part %s has %d of %d newspapers", &p, len(own), len(all))
			}
			for _, f := range files {
				if p.hasFile(f) {
					taken[f]++
				}
			}
		}
		if newspapers != len(all) {
			t.Errorf("%d parts have %d newspapers, want %d", of, newspapers, len(all))
		}
		for _, f := range files {
			if taken[f] != 1 {
				t.Errorf("of %d parts, %d have %s", of, taken[f], f)
			}
		}
	}
}

// Two workers never ask the same host.
func TestNewspapersShareNoHost(t *testing.T) {
	of := map[string]string{}
	for _, n := range newspaper.Default().All() {
		for _, h := range n.Hosts {
			if other := of[h]; other != "" {
				t.Errorf("%s is a host of %s and of %s", h, other, n.Key)
			}
			of[h] = n.Key
		}
	}
}
