package main

import (
	"errors"
	"fmt"
	"hash/fnv"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/pflag"

	"baotinh/pipeline/newspaper"
)

// A part is a flag for the share of one of several workers, I/N: the I-th of N, from 1 on. Each newspaper and
// each file belongs to one part, by its key or name: see partOf. It implements pflag.Value. The zero part is
// everything.
type part struct {
	number, of uint64
}

// mostParts is the largest N. It is far above the number of newspapers.
const mostParts = 10_000

func (p *part) register(flags *pflag.FlagSet, what string) {
	flags.Var(p, "part", "take only the `I/N`-th of N parts, 1/N to N/N (K+1/N if K counts from 0), of "+what)
}

func (p *part) String() string {
	if p.of == 0 {
		return ""
	}
	return fmt.Sprintf("%d/%d", p.number, p.of)
}

// Set reads I/N. K+1/N is the same with the sum for I: Kubernetes counts from 0, and cannot add.
func (p *part) Set(s string) error {
	left, right, _ := strings.Cut(s, "/")
	index, countsFromZero := strings.CutSuffix(left, "+1")
	number, err := strconv.ParseUint(index, 10, 32)
	if countsFromZero {
		number++
	}
	of, ofErr := strconv.ParseUint(right, 10, 64)
	if err != nil || ofErr != nil {
		return errors.New("not I/N, as in 2/5")
	}
	if number < 1 || number > of || of > mostParts {
		return fmt.Errorf("not from 1/N to N/N, with N up to %d", mostParts)
	}
	*p = part{number, of}
	return nil
}

// Type returns the name of the type in messages.
func (p *part) Type() string { return "I/N" }

// has reports whether a key belongs to the part.
func (p *part) has(key string) bool {
	return p.of == 0 || partOf(key, p.of) == p.number
}

// partOf returns to which of n parts a key belongs, from 1 on: its jump consistent hash (Lamping and Veach,
// 2014), from its FNV-1a hash of 64 bits. If n grows by 1, a key stays or moves to the new part, so that
// workers keep most of the newspapers that their frontiers know. It is the same on every machine.
func partOf(key string, n uint64) uint64 {
	sum := fnv.New64a()
	_, _ = sum.Write([]byte(key)) // never fails
	state := sum.Sum64()
	part, next := uint64(0), uint64(0)
	for next < n {
		part = next
		state = state*2862933555777941757 + 1
		next = uint64(float64(part+1) * (float64(1<<31) / float64(state>>33+1)))
	}
	return part + 1
}

// newspapers returns the newspapers of the part, in the memory of all. No two newspapers share a host, so no
// two workers ask the same host.
func (p *part) newspapers(all []*newspaper.Newspaper) []*newspaper.Newspaper {
	return slices.DeleteFunc(all, func(n *newspaper.Newspaper) bool { return !p.has(n.Key) })
}

// sayNone says that a part has none of the newspapers, which may happen if there are many parts.
func (a *app) sayNone(p *part) {
	fmt.Fprintf(a.talk(), "baotinh: part %s has none of the newspapers\n", p)
}

// refuseStream returns an error if a part is to be taken of standard input.
func (p *part) refuseStream(paths []string) error {
	if p.of > 0 && slices.Contains(paths, "-") {
		return &usageError{errors.New("--part cannot deal standard input"), "name files"}
	}
	return nil
}
