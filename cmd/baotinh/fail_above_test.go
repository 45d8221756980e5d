package main

import (
	"testing"

	"baotinh/cmd/baotinh/internal/library"
)

func TestFailAbove(t *testing.T) {
	of := func(visits, failed, read int, states ...library.State) library.Summary {
		s := library.Summary{
			Visits: map[string]int{"fetched": visits - failed, "failed": failed, "denied": 99, "held": 99},
			Failed: map[string]int{"fetch": failed, "read": read},
		}
		for _, state := range states {
			s.Newspapers = append(s.Newspapers, library.Status{State: state})
		}
		return s
	}
	for _, tt := range []struct {
		flag string // empty: not given
		s    library.Summary
		want bool
	}{
		{"", of(100, 5, 0), false},
		{"", of(100, 6, 0), true},
		{"", of(100, 1, 0, library.StateOK, library.StateFailing), true},
		{"", of(100, 0, 1), true},
		{"", of(0, 0, 0), false},
		{"0", of(100, 1, 0), true},
		{"0", of(100, 0, 0), false},
		{"20", of(100, 20, 0, library.StateFailing), false},
		{"20", of(100, 21, 0), true},
		{"20%", of(10, 2, 0), false},
		{"20%", of(10, 3, 0), true},
		{"100%", of(10, 10, 0, library.StateFailing), false},
		{"100%", of(10, 0, 1), true},
		{"0.5%", of(1000, 6, 0), true},
	} {
		f := defaultFailAbove
		if tt.flag != "" {
			if err := f.Set(tt.flag); err != nil {
				t.Fatal(err)
			}
			if f.String() != tt.flag {
				t.Errorf("%q is printed as %q", tt.flag, f.String())
			}
		}
		if got := f.isExceeded(tt.s); got != tt.want {
			t.Errorf("--fail-above %q: %v, %+v", tt.flag, got, tt.s)
		}
	}
	for _, wrong := range []string{"", "%", "-1", "101%", "1.5", "x", "NaN", "5 %", "Inf"} {
		if f := new(failAbove); f.Set(wrong) == nil {
			t.Errorf("%q is taken as %s", wrong, f)
		}
	}
}
