// Command lines prints the lines of Go files that are longer than 110 columns, a tab counted as four, and
// exits with status 1 if there are any.
//
//	git ls-files '*.go' | go run ./.ci/lines
package main

import (
	"bufio"
	"fmt"
	"os"
	"strings"
	"unicode/utf8"
)

const maxColumns = 110

func main() {
	long := 0
	names := bufio.NewScanner(os.Stdin)
	for names.Scan() {
		data, err := os.ReadFile(names.Text())
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(2)
		}
		number := 0
		for line := range strings.Lines(string(data)) {
			number++
			line = strings.TrimSuffix(line, "\n")
			if n := utf8.RuneCountInString(line) + 3*strings.Count(line, "\t"); n > maxColumns {
				fmt.Printf("%s:%d: %d columns, at most %d\n", names.Text(), number, n, maxColumns)
				long++
			}
		}
	}
	if err := names.Err(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	if long > 0 {
		os.Exit(1)
	}
}
