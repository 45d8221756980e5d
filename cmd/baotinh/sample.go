package main

import (
	"errors"
	"math/rand/v2"
	"strconv"

	"github.com/spf13/cobra"

	"baotinh/index"
)

// addSample adds the flags of random samples, for a request.
func addSample(c *cobra.Command, r *index.Request) {
	flags := c.Flags()
	flags.IntVar(&r.Sample, "sample", 0, "print `N` of the articles found, drawn at random")
	flags.Uint64Var(&r.Seed, "seed", 0,
		"draw with this `number`: the same one draws the same articles again (default: any, which is told)")
}

// mostSeeds bounds the seeds that are drawn, so that they can be typed.
const mostSeeds = 1_000_000

// drawSeed checks the flags of a sample, and sets the seed that nobody has set. It reports whether it has.
func drawSeed(c *cobra.Command, r *index.Request) (drawn bool, err error) {
	flags := c.Flags()
	switch {
	case flags.Changed("sample") && r.Sample < 1:
		return false, &usageError{errors.New("--sample must be 1 at least"), ""}
	case flags.Changed("seed") && r.Sample == 0:
		return false, &usageError{errors.New("--seed is for samples"), "give --sample, too"}
	case flags.Changed("seed") || r.Sample == 0:
		return false, nil
	}
	return true, flags.Set("seed", strconv.Itoa(rand.IntN(mostSeeds)))
}
