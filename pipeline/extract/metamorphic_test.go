package extract_test

import (
	"bytes"
	"cmp"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"golang.org/x/net/html"

	"baotinh/pipeline/extract"
)

var (
	mixes = flag.Int("metamorphic.n", defaultMixes,
		"pages that are made of each golden page by several changes at once")
	show = flag.String("metamorphic.show", "",
		"log known failures with this in their line, reduced to small pages: a page, a change, a kind")
	accept = flag.Bool("metamorphic.accept", false, "add new failures to the known ones")
)

const (
	defaultMixes = 4
	mostAtOnce   = 4 // changes of one page
)

// knownFailures lists what the extractor does not get right yet: golden page, changes, kinds of difference.
// Each must still fail, so that the list shrinks. -update drops those that are mended, -metamorphic.accept
// adds new ones.
const knownFailures = "testdata/known-failures.txt"

// TestMetamorphic changes each golden page in what must not matter and demands the same article, and in what
// must matter and demands that the article follows. Each change is made to each page alone, then several
// changes at once, except those that fail alone. What is done to a page depends on the page, the changes and
// the number of the run only.
func TestMetamorphic(t *testing.T) {
	if testing.Short() {
		t.Skip("makes thousands of pages")
	}
	x := extract.New(extract.Catalogue(t))
	all := goldens(t)
	known := readFailures(t)
	found := &failures{kinds: map[string]string{}, made: map[string]int{}}
	t.Run("pages", func(t *testing.T) {
		for _, g := range all {
			t.Run(g.name, func(t *testing.T) {
				t.Parallel()
				metamorphose(x, g, found)
			})
		}
	})
	total := 0
	for _, c := range changes {
		n := found.made[c.name]
		if total += n; n == 0 {
			t.Errorf("no golden page can be changed by %s", c.name)
		}
	}
	t.Logf("%d golden pages, %d changes, %d pages by one change, %d by several; %d known failures", len(all),
		len(changes), total, found.mixed, len(found.kinds))
	found.logKinds(t)
	switch {
	case *accept:
		writeFailures(t, found.kinds)
		return
	case *extract.Update:
		maps.DeleteFunc(known, func(key, _ string) bool { return found.kinds[key] == "" })
		for key := range known {
			known[key] = found.kinds[key]
		}
		writeFailures(t, known)
	}
	found.compare(t, x, known)
	if t.Failed() {
		t.Logf("what is mended is taken off %s by: go test ./pipeline/extract -run TestMetamorphic -update; "+
			"what fails on a new golden page is listed by -metamorphic.accept", knownFailures)
	}
	found.show(t, x)
}

// A failure is a page that came out otherwise than it must.
type failure struct {
	page    *golden
	changes []*change
	run     int
	kind    string
}

// key is what a failure is known by.
func (f *failure) key() string {
	var all []string
	for _, c := range f.changes {
		all = append(all, c.name)
	}
	return f.page.name + " " + strings.Join(all, "+")
}

// failures collects those of all pages.
type failures struct {
	mu    sync.Mutex
	kinds map[string]string // by key
	list  []failure         // one of each key
	made  map[string]int    // pages by the name of the one change
	mixed int
}

func (fs *failures) add(f failure) {
	fs.mu.Lock()
	defer fs.mu.Unlock()
	if _, ok := fs.kinds[f.key()]; !ok {
		fs.kinds[f.key()] = f.kind
		fs.list = append(fs.list, f)
	}
}

// metamorphose makes all the pages of one golden page.
func metamorphose(x *extract.Extractor, g *golden, found *failures) {
	want := g.want
	var sound []*change
	for i := range changes {
		c := []*change{&changes[i]}
		kind, ok := try(x, g, g.root, want, c, 0)
		if !ok {
			continue
		}
		found.mu.Lock()
		found.made[c[0].name]++
		found.mu.Unlock()
		if kind != "" {
			found.add(failure{g, c, 0, kind})
		} else {
			sound = append(sound, c[0])
		}
	}
	for run := 1; run <= *mixes; run++ {
		mix := mixOf(g, sound, run)
		kind, ok := try(x, g, g.root, want, mix, run)
		if !ok {
			continue
		}
		found.mu.Lock()
		found.mixed++
		found.mu.Unlock()
		if kind != "" {
			f := failure{g, mix, run, kind}
			f.dropChanges(x, want)
			found.add(f)
		}
	}
}

// mixOf chooses some of the changes; a change that is added to the table displaces few others.
func mixOf(g *golden, from []*change, run int) []*change {
	rank := map[*change]uint64{}
	for _, c := range from {
		rank[c] = seedOf(run, "mix", g.name, c.name).Uint64()
	}
	n := 1 + seedOf(run, "size", g.name).IntN(mostAtOnce)
	mix := slices.Clone(from)
	slices.SortFunc(mix, func(a, b *change) int { return cmp.Compare(rank[a], rank[b]) })
	mix = mix[:min(n, len(mix))]
	// The meaning is changed first, while the parts of the page are as they were.
	slices.SortStableFunc(mix, func(a, b *change) int {
		return cmp.Or(cmp.Compare(stage(a), stage(b)), strings.Compare(a.name, b.name))
	})
	return mix
}

func stage(c *change) int {
	if strings.HasPrefix(c.name, "meaning/") {
		return 0
	}
	return 1
}

// try makes the changes to the page under root and returns how the outcome differs from what it must be. It
// returns false if no change finds anything to do.
func try(
	x *extract.Extractor, g *golden, root *html.Node, want outcome, changes []*change, run int,
) (string, bool) {
	d, ok := apply(g, root, want, changes, run)
	if !ok {
		return "", false
	}
	got := outcomeOf(x.Extract(d.page()))
	kind := differences(&d.want, &got)
	if d.fields != "" && !strings.Contains(kind, d.fields) {
		return "", true
	}
	return kind, true
}

func apply(g *golden, root *html.Node, want outcome, changes []*change, run int) (*draft, bool) {
	d := draftOf(g, root, want)
	done := false
	for _, c := range changes {
		d.Rand = seedOf(run, g.name, c.name)
		done = c.apply(d) || done
	}
	d.Rand = seedOf(run, g.name)
	return d, done
}

// dropChanges leaves out changes while the others fail.
func (f *failure) dropChanges(x *extract.Extractor, want outcome) {
	for i := 0; i < len(f.changes); {
		fewer := slices.Delete(slices.Clone(f.changes), i, i+1)
		if kind, ok := try(x, f.page, f.page.root, want, fewer, f.run); ok && kind != "" {
			f.changes, f.kind = fewer, kind
		} else {
			i++
		}
	}
}

// reduce cuts the page while the changes fail in the same way, and returns the small page with the outcomes.
func (f *failure) reduce(x *extract.Extractor) string {
	const mostTries = 600
	base := f.page.want
	root, tries := clone(f.page.root), 0
	fails := func(root *html.Node) bool {
		tries++
		want := outcomeOf(x.Extract(pageOf(f.page, root)))
		if (want.refused != "") != (base.refused != "") || !agrees(&want, &base, f.kind) {
			return false
		}
		kind, ok := try(x, f.page, root, want, f.changes, f.run)
		return ok && kind == f.kind
	}
	if fails(root) {
		for cut := true; cut && tries < mostTries; {
			cut = false
			for i := 1; tries < mostTries; i++ {
				smaller, ok := without(root, i, fails)
				if !ok {
					break
				}
				if smaller != nil {
					root, cut, i = smaller, true, i-1
				}
			}
		}
	}
	want := outcomeOf(x.Extract(pageOf(f.page, root)))
	d, _ := apply(f.page, root, want, f.changes, f.run)
	p := d.page()
	got := outcomeOf(x.Extract(p))
	return fmt.Sprintf("%s\nwant %+v\ngot  %+v", bytes.TrimSpace(p.Body), d.want, got)
}

// agrees reports whether the fields that a kind of difference is about are as they were.
func agrees(a, b *outcome, kind string) bool {
	switch {
	case strings.Contains(kind, "title"):
		return a.title == b.title
	case strings.Contains(kind, "date"), strings.Contains(kind, "other-"):
		return a.date == b.date && slices.Equal(a.authors, b.authors)
	case strings.Contains(kind, "author"):
		return slices.Equal(a.authors, b.authors)
	}
	return true
}

// without returns the tree without its i-th node, or with the children of that node in its place, or without
// its attributes, whichever still fails; nil if none does; false if there is no such node.
func without(root *html.Node, i int, fails func(*html.Node) bool) (*html.Node, bool) {
	for _, cut := range []func(*html.Node){detach, unwrap, func(n *html.Node) { n.Attr = nil }} {
		smaller := clone(root)
		var n *html.Node
		at := 0
		for k := range smaller.Descendants() {
			if at++; at == i {
				n = k
				break
			}
		}
		if n == nil {
			return nil, false
		}
		if n.Type == html.DoctypeNode || n.Data == "html" || n.Data == "body" {
			continue
		}
		if attributes := len(n.Attr); n.Type == html.ElementNode || attributes > 0 || n.Parent != nil {
			if cut(n); fails(smaller) && (n.Parent == nil || attributes > 0) {
				return smaller, true
			}
		}
	}
	return nil, true
}

// unwrap puts the children of n in its place.
func unwrap(n *html.Node) {
	for n.FirstChild != nil {
		k := n.FirstChild
		detach(k)
		n.Parent.InsertBefore(k, n)
	}
	detach(n)
}

// compare reports the failures that are not known, and the known ones that do not fail any more.
func (fs *failures) compare(t *testing.T, x *extract.Extractor, known map[string]string) {
	const mostShown = 8
	shown := map[string]bool{}
	slices.SortFunc(fs.list, func(a, b failure) int { return strings.Compare(a.key(), b.key()) })
	for _, f := range fs.list {
		kind, ok := known[f.key()]
		switch group := strings.SplitN(f.key(), " ", 2)[1] + f.kind; {
		case ok && kind == f.kind, ok && len(f.changes) > 1, ok && f.run > 0:
		case ok:
			t.Errorf("%s: a known failure is %s now, not %s; -update corrects the list", f.key(),
				f.kind, kind)
		case len(shown) < mostShown && !shown[group]:
			shown[group] = true
			t.Errorf("%s (run %d): %s\n%s", f.key(), f.run, f.kind, f.reduce(x))
		default:
			t.Errorf("%s (run %d): %s", f.key(), f.run, f.kind)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(known)) {
		if fs.kinds[key] == "" && *mixes >= defaultMixes {
			t.Errorf("%s: a known failure does not fail; -update takes it off the list", key)
		}
	}
}

// show logs the failures that the flag asks for, at most three of each change and kind.
func (fs *failures) show(t *testing.T, x *extract.Extractor) {
	const mostShown = 3
	shown := map[string]int{}
	for _, f := range fs.list {
		line := f.key() + " " + f.kind
		_, group, _ := strings.Cut(line, " ")
		if *show == "" || !strings.Contains(line, *show) || shown[group] == mostShown {
			continue
		}
		shown[group]++
		t.Logf("%s (run %d)\n%s", line, f.run, f.reduce(x))
	}
}

// logKinds logs how many failures there are of each change and kind.
func (fs *failures) logKinds(t *testing.T) {
	if !testing.Verbose() {
		return
	}
	count := map[string]int{}
	for _, f := range fs.list {
		_, names, _ := strings.Cut(f.key(), " ")
		count[names+" "+f.kind]++
	}
	keys := slices.Sorted(maps.Keys(count))
	slices.SortStableFunc(keys, func(a, b string) int { return count[b] - count[a] })
	for _, key := range keys {
		t.Logf("%4d %s", count[key], key)
	}
}

func readFailures(t *testing.T) map[string]string {
	t.Helper()
	data, err := os.ReadFile(knownFailures)
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	known := map[string]string{}
	for line := range strings.Lines(string(data)) {
		if f := strings.Fields(line); len(f) == 3 {
			known[f[0]+" "+f[1]] = f[2]
		}
	}
	return known
}

func writeFailures(t *testing.T, kinds map[string]string) {
	t.Helper()
	var b strings.Builder
	for _, key := range slices.Sorted(maps.Keys(kinds)) {
		fmt.Fprintf(&b, "%s %s\n", key, kinds[key])
	}
	if err := os.MkdirAll(filepath.Dir(knownFailures), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(knownFailures, []byte(b.String()), 0o666); err != nil {
		t.Fatal(err)
	}
}
