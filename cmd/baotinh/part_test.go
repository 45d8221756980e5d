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
	for s, want := range map[string]string{"0+1/5": "1/5", "4+1/5": "5/5"} {
		var p part
		if err := p.Set(s); err != nil || p.String() != want {
			t.Errorf("%q is taken as %q, %v, want %s", s, p.String(), err, want)
		}
	}
	for _, s := range []string{
		"5+1/5", "+1/5", "1+2/5", "-1+1/5", "1/99999999999999999999", "", "1", "0/3", "4/3", "-1/3", "1/0",
		"1/10001", "1/3/5", "a/b", "1 / 3",
	} {
		if p := new(part); p.Set(s) == nil {
			t.Errorf("%q is taken as %s", s, p)
		}
	}
}

// Every newspaper and every file belongs to one part, whatever the number of parts, and no part has most.
func TestPartsAreDisjointAndComplete(t *testing.T) {
	var files []string
	for i := range 500 {
		files = append(files, "worker-"+strconv.Itoa(i%3)+"/00000"+strconv.Itoa(100+i)+".warc.gz")
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
				if p.has(f) {
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

// With one worker more, a newspaper stays with its worker, who knows its pages, or goes to the new one.
func TestPartsKeepTheirNewspapersWhenOneIsAdded(t *testing.T) {
	for _, n := range newspaper.Default().All() {
		for of := uint64(1); of < 20; of++ {
			before, after := partOf(n.Key, of), partOf(n.Key, of+1)
			if after != before && after != of+1 {
				t.Errorf("%s moves from part %d/%d to %d/%d", n.Key, before, of, after, of+1)
			}
		}
	}
}

// Workers of two versions share their work: the parts listed here are never changed.
func TestPartsAreTheSameInAllVersions(t *testing.T) {
	for _, tt := range []struct {
		key  string
		want [4]uint64 // of 3, 5, 64 and 1,000 parts
	}{
		{"baolangson", [4]uint64{1, 1, 25, 515}},
		{"baocaobang", [4]uint64{3, 3, 42, 394}},
		{"baonghean", [4]uint64{3, 3, 40, 239}},
		{"000001.warc.gz", [4]uint64{2, 2, 30, 346}},
		{"worker-1/000017.warc.gz", [4]uint64{1, 5, 22, 965}},
		{"báo/Đắk Nông.html", [4]uint64{3, 3, 43, 755}},
		{"", [4]uint64{2, 2, 18, 267}},
	} {
		got := [4]uint64{partOf(tt.key, 3), partOf(tt.key, 5), partOf(tt.key, 64), partOf(tt.key, 1000)}
		if got != tt.want {
			t.Errorf("%q belongs to the parts %v, want %v", tt.key, got, tt.want)
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
