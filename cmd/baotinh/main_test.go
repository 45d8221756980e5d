package main

import (
	"flag"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

var update = flag.Bool("update", false, "rewrite the expected output in testdata/script")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"baotinh": main, "crawlpress": crawlPress})
}

// Every script finds in its folder the pages of a newspaper that never was, testdata/press.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(e *testscript.Env) error {
			return os.CopyFS(e.WorkDir, os.DirFS("testdata/press"))
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"lines": lines, "cut": cut,
		},
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
	})
}

// lines FILE FILE passes if two files have the same lines in any order: an index has none.
func lines(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: lines FILE FILE")
	}
	one := slices.Sorted(strings.Lines(ts.ReadFile(args[0])))
	other := slices.Sorted(strings.Lines(ts.ReadFile(args[1])))
	if !slices.Equal(one, other) {
		ts.Fatalf("%s and %s have different lines:\n%q\n%q", args[0], args[1], one, other)
	}
}

// cut FILE keeps the first half of a file, as a full disk or a broken transfer does.
func cut(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: cut FILE")
	}
	data := ts.ReadFile(args[0])
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(data[:len(data)/2]), 0o666))
}
