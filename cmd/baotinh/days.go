package main

import (
	"errors"
	"strconv"
	"strings"
	"time"
)

// days is a flag for a number of days: 180d, or 180. It implements pflag.Value.
type days time.Duration

const aDay = 24 * time.Hour

// maxDays is a century.
const maxDays = 36525

func (d *days) String() string {
	if *d == 0 {
		return ""
	}
	return strconv.Itoa(int(time.Duration(*d)/aDay)) + "d"
}

// Set reads a number of days.
func (d *days) Set(s string) error {
	n, err := strconv.Atoi(strings.TrimSuffix(s, "d"))
	if err != nil || n < 1 || n > maxDays {
		return errors.New("not a number of days such as 180d")
	}
	*d = days(time.Duration(n) * aDay)
	return nil
}

// Type returns the name of the type in messages.
func (d *days) Type() string { return "days" }
