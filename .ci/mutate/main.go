// Command mutate shows that the tests hold the constants of ranking and extraction: it changes them,
// one at a time, and runs the tests, which must fail.
//
//	go run ./.ci/mutate [-only REGEXP] [-j N]
//	go run ./.ci/mutate -places
//
// It works on a copy of the tree, made at the start, in which go test -overlay puts the changed file
// in the place of the one that is there. A line is printed for each mutation, with the first test that
// caught it. The exit status is 1 if one survived, does not compile or has nothing to change. With -places
// it only looks whether each has something to change, which takes a second.
package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"sync"
)

// A mutation is a change of one place in the source that some test must notice.
type mutation struct {
	name  string
	in    string // the folder whose Go files are searched, with those below it
	find  string // a regular expression that matches once in them; its group is what is replaced
	by    string
	tests suite
}

// A suite is the tests of a package that are run against a mutation.
type suite struct{ pkg, run, skip string }

// An outcome is what came of a mutation.
type outcome struct {
	ok   bool
	text string
}

func main() {
	only := flag.String("only", "", "run the mutations whose name matches this `regexp`")
	jobs := flag.Int("j", max(1, runtime.NumCPU()/2), "mutations at a time")
	places := flag.Bool("places", false, "only look whether the source has the place of each mutation")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, *only, *jobs, *places); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, only string, jobs int, places bool) error {
	wanted, err := regexp.Compile(only)
	if err != nil {
		return err
	}
	root, err := moduleRoot(ctx)
	if err != nil {
		return err
	}
	var todo []mutation
	for _, m := range mutations {
		if wanted.MatchString(m.name) {
			todo = append(todo, m)
		}
	}
	if places {
		return checkPlaces(root, todo)
	}
	copied, err := os.MkdirTemp("", "mutate-tree-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(copied)
	if err := copyTree(ctx, copied, root); err != nil {
		return fmt.Errorf("copy the tree: %w", err)
	}
	outcomes := tryAll(ctx, copied, todo, jobs)
	failed := 0
	for i, m := range todo {
		o := <-outcomes[i]
		fmt.Printf("%-60s %s\n", m.name, o.text)
		if !o.ok {
			failed++
		}
	}
	fmt.Printf("%d of %d mutations caught\n", len(todo)-failed, len(todo))
	if failed > 0 {
		return fmt.Errorf("%d mutations were not caught", failed)
	}
	return nil
}

// checkPlaces returns an error for each mutation without a place in the source.
func checkPlaces(root string, all []mutation) error {
	var errs []error
	for _, m := range all {
		if _, _, err := m.apply(root); err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", m.name, err))
		}
	}
	return errors.Join(errs...)
}

func moduleRoot(ctx context.Context) (string, error) {
	file, err := exec.CommandContext(ctx, "go", "env", "GOMOD").Output()
	if err != nil {
		return "", fmt.Errorf("go env GOMOD: %w", err)
	}
	return filepath.Dir(strings.TrimSpace(string(file))), nil
}

// copyTree copies what git keeps of a checkout, or would.
func copyTree(ctx context.Context, to, root string) error {
	cmd := exec.CommandContext(ctx, "git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
	cmd.Dir = root
	list, err := cmd.Output()
	if err != nil {
		return err
	}
	for name := range strings.SplitSeq(strings.TrimSuffix(string(list), "\x00"), "\x00") {
		text, err := os.ReadFile(filepath.Join(root, name))
		if errors.Is(err, fs.ErrNotExist) { // removed, but not yet from git
			continue
		}
		if err != nil {
			return err
		}
		file := filepath.Join(to, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
			return err
		}
		if err := os.WriteFile(file, text, 0o666); err != nil {
			return err
		}
	}
	return nil
}

// tryAll tries the mutations, some at a time. The channels give their outcomes.
func tryAll(ctx context.Context, root string, all []mutation, jobs int) []chan outcome {
	outcomes := make([]chan outcome, len(all))
	for i := range outcomes {
		outcomes[i] = make(chan outcome, 1)
	}
	next := make(chan int)
	var wg sync.WaitGroup
	for range jobs {
		wg.Go(func() {
			for i := range next {
				outcomes[i] <- try(ctx, root, all[i])
			}
		})
	}
	go func() {
		for i := range all {
			next <- i
		}
		close(next)
		wg.Wait()
	}()
	return outcomes
}

// try runs the tests of a mutation.
func try(ctx context.Context, root string, m mutation) outcome {
	file, changed, err := m.apply(root)
	if err != nil {
		return outcome{text: "ERROR " + err.Error()}
	}
	dir, err := os.MkdirTemp("", "mutate-*")
	if err != nil {
		return outcome{text: "ERROR " + err.Error()}
	}
	defer os.RemoveAll(dir)
	overlay, err := writeOverlay(dir, file, changed)
	if err != nil {
		return outcome{text: "ERROR " + err.Error()}
	}
	cmd := exec.CommandContext(ctx, "go", "test", "-trimpath", "-overlay", overlay, "-vet=off", "-failfast",
		"-run", m.tests.run, "-skip", m.tests.skip, m.tests.pkg)
	cmd.Dir = root
	out, err := cmd.CombinedOutput()
	return judge(string(out), err)
}

// apply returns the file that the mutation changes, and its new text.
func (m mutation) apply(root string) (file string, changed []byte, err error) {
	find, err := regexp.Compile("(?m)" + m.find)
	if err != nil {
		return "", nil, err
	}
	found := 0
	err = filepath.WalkDir(filepath.Join(root, m.in), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go") {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, at := range find.FindAllSubmatchIndex(text, -1) {
			found++
			file, changed = path, []byte(string(text[:at[2]])+m.by+string(text[at[3]:]))
		}
		return nil
	})
	if err == nil && found != 1 {
		err = fmt.Errorf("%q is %d times in %s, want once", m.find, found, m.in)
	}
	return file, changed, err
}

// writeOverlay writes the files that make the compiler read other text for a file.
func writeOverlay(dir, file string, text []byte) (string, error) {
	replacement := filepath.Join(dir, filepath.Base(file))
	list, err := json.Marshal(map[string]map[string]string{"Replace": {file: replacement}})
	if err != nil {
		return "", err
	}
	overlay := filepath.Join(dir, "overlay.json")
	return overlay, cmp.Or(os.WriteFile(replacement, text, 0o666), os.WriteFile(overlay, list, 0o666))
}

var failedTest = regexp.MustCompile(`(?m)^\s*--- FAIL: (\S+)`)

// judge reads what go test said of a mutation.
func judge(out string, err error) outcome {
	if err == nil {
		if strings.Contains(out, "no tests to run") {
			return outcome{text: "ERROR no tests to run"}
		}
		return outcome{text: "SURVIVED"}
	}
	var exit *exec.ExitError
	if !errors.As(err, &exit) {
		return outcome{text: "ERROR " + err.Error()}
	}
	if all := failedTest.FindAllStringSubmatch(out, -1); all != nil {
		return outcome{ok: true, text: "caught by " + innermost(all)}
	}
	return outcome{text: "ERROR " + strings.TrimSpace(out)}
}

// innermost returns the first failed test that is no part of a longer name: go test prints the subtest
// after its parent.
func innermost(failed [][]string) string {
	name := failed[0][1]
	for _, f := range failed[1:] {
		if strings.HasPrefix(f[1], name+"/") {
			return f[1]
		}
	}
	return name
}
