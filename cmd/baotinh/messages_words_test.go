package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"
)

// Both languages have every message, with the same things to be replaced in it. A map may be empty in
// English, where the keys are in English themselves; but it has no key that the Vietnamese one lacks.
func TestBothLanguagesHaveEveryMessage(t *testing.T) {
	compareMessages(t, "messages", reflect.ValueOf(vietnamese), reflect.ValueOf(english))
}

// notInBoth are messages that only one language has, or that are not words.
var notInBoth = []string{
	"messages.Messages.Plural",    // Vietnamese has none
	"messages.columns",            // of the terminal
	"messages.Messages.Decimal",   // a sign
	"messages.Messages.Thousands", // a sign
}

var placeholder = regexp.MustCompile(`\{\w+\}|KEY`)

func compareMessages(t *testing.T, name string, vi, en reflect.Value) {
	t.Helper()
	if slices.Contains(notInBoth, name) {
		return
	}
	switch vi.Kind() {
	case reflect.Pointer:
		if vi.IsNil() || en.IsNil() {
			t.Errorf("%s: %v in Vietnamese, %v in English", name, vi, en)
			return
		}
		compareMessages(t, name, vi.Elem(), en.Elem())
	case reflect.Struct:
		for i := range vi.NumField() {
			compareMessages(t, name+"."+vi.Type().Field(i).Name, vi.Field(i), en.Field(i))
		}
	case reflect.Array, reflect.Slice:
		if vi.Len() != en.Len() {
			t.Errorf("%s: %d in Vietnamese, %d in English", name, vi.Len(), en.Len())
			return
		}
		for i := range vi.Len() {
			compareMessages(t, fmt.Sprintf("%s[%d]", name, i), vi.Index(i), en.Index(i))
		}
	case reflect.Map:
		for _, key := range en.MapKeys() {
			if !vi.MapIndex(key).IsValid() {
				t.Errorf("%s[%v] is in English only", name, key)
			}
		}
		for _, key := range vi.MapKeys() {
			if other := en.MapIndex(key); other.IsValid() {
				compareMessages(t, fmt.Sprintf("%s[%v]", name, key), vi.MapIndex(key), other)
			}
		}
	case reflect.String:
		compareText(t, name, vi.String(), en.String())
	}
}

// compareText compares a message in two languages.
func compareText(t *testing.T, name, vi, en string) {
	t.Helper()
	if vi == "" || en == "" {
		t.Errorf("%s: %q in Vietnamese, %q in English", name, vi, en)
	}
	replaced := func(s string) []string {
		all := placeholder.FindAllString(s, -1)
		slices.Sort(all)
		return slices.DeleteFunc(all, func(p string) bool { return p == "{err}" || p == "{folder}" })
	}
	if strings.Contains(en, "{err}") { // which has the rest
		return
	}
	if v, e := replaced(vi), replaced(en); !slices.Equal(v, e) {
		t.Errorf("%s: %q is replaced in Vietnamese, %q in English", name, v, e)
	}
}

var (
	quotedWords       = regexp.MustCompile("\"[^\"]*\"|`[^`]*`|--\\S+|{\\w+}")
	vietnameseLetters = regexp.MustCompile(`[ăâđêôơưĂÂĐÊÔƠƯạ-ỹ]`)
	englishWords      = regexp.MustCompile(`\b(the|is|are|of|not|and|with|from|there)\b`)
)

// No message has words of the other language, but in quotation marks, where they are examples.
func TestMessagesAreInOneLanguage(t *testing.T) {
	texts := func(m *commandMessages) []string {
		var all []string
		var collect func(reflect.Value)
		collect = func(v reflect.Value) {
			switch v.Kind() {
			case reflect.Pointer:
				collect(v.Elem())
			case reflect.Struct:
				for i := range v.NumField() {
					collect(v.Field(i))
				}
			case reflect.Array, reflect.Slice:
				for i := range v.Len() {
					collect(v.Index(i))
				}
			case reflect.Map:
				for _, key := range v.MapKeys() {
					collect(v.MapIndex(key))
				}
			case reflect.String:
				all = append(all, quotedWords.ReplaceAllString(v.String(), ""))
			}
		}
		collect(reflect.ValueOf(m))
		return all
	}
	for _, text := range texts(&english) {
		if vietnameseLetters.MatchString(text) {
			t.Errorf("English: %q", text)
		}
	}
	for _, text := range texts(&vietnamese) {
		if englishWords.MatchString(text) {
			t.Errorf("Vietnamese: %q", text)
		}
	}
}

// Every value of these types has its words. The constants are read from the source.
func TestEveryKindHasItsWords(t *testing.T) {
	for _, tt := range []struct {
		folder, pattern string // of the names of constants
		vi, en          any
		english         bool // the constants are themselves in English
	}{
		{"../../index/search", `^(Rewrite|Relaxed)[A-Z]\w+$`, vietnamese.Rewrites, english.Rewrites, false},
		{"../../index/search", `^Explain[A-Z]\w+$`, vietnamese.Explanations, english.Explanations, false},
		{"../../pipeline/news", `^Warning[A-Z]\w+$`, vietnamese.Warnings, english.Warnings, true},
		{"../../pipeline/extract", `^Reason[A-Z]\w+$`, vietnamese.catalogue.reasons, nil, true},
		{"internal/library", `^State[A-Z]\w+$`, vietnamese.Status.States, english.Status.States, false},
		{"internal/messages", `^Failure[A-Z]\w+$`, vietnamese.Failures, english.Failures, false},
	} {
		values := constants(t, tt.folder, regexp.MustCompile(tt.pattern))
		if len(values) == 0 {
			t.Errorf("%s has no constants %s", tt.folder, tt.pattern)
		}
		for _, value := range values {
			if !hasWords(tt.vi, value) {
				t.Errorf("%q of %s is not in Vietnamese", value, tt.folder)
			}
			if !tt.english && !hasWords(tt.en, value) {
				t.Errorf("%q of %s is not in English", value, tt.folder)
			}
		}
	}
	for kind := range vietnamese.check.findings {
		if english.check.findings[kind] == "" {
			t.Errorf("finding %d is not in English", kind)
		}
	}
}

// hasWords reports whether a map of messages has a key.
func hasWords(words any, key string) bool {
	m := reflect.ValueOf(words)
	value := m.MapIndex(reflect.ValueOf(key).Convert(m.Type().Key()))
	return value.IsValid() && value.String() != ""
}

// constants returns the values of the string constants of a package whose names match.
func constants(t *testing.T, folder string, names *regexp.Regexp) []string {
	t.Helper()
	values := map[string]bool{}
	for _, file := range parseFolder(t, folder) {
		ast.Inspect(file, func(n ast.Node) bool {
			spec, ok := n.(*ast.ValueSpec)
			if !ok {
				return true
			}
			for i, name := range spec.Names {
				if i < len(spec.Values) && names.MatchString(name.Name) {
					if text, ok := literal(spec.Values[i]); ok {
						values[text] = true
					}
				}
			}
			return true
		})
	}
	return slices.Sorted(maps.Keys(values))
}

// parseFolder parses the files of a package but its tests, by name.
func parseFolder(t *testing.T, folder string) map[string]*ast.File {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(folder, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]*ast.File{}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		files[filepath.Base(name)] = file
	}
	return files
}

// literal returns the text of a string literal.
func literal(e ast.Expr) (string, bool) {
	l, ok := e.(*ast.BasicLit)
	if !ok || l.Kind != token.STRING {
		return "", false
	}
	text, err := strconv.Unquote(l.Value)
	return text, err == nil
}

// operators are the files of commands that are for operators, who are told in English what they do, and of
// what all commands share.
var operators = []string{
	"ingest.go", "crawl.go", "reindex.go", "extract.go", "text.go", "demo.go", "version.go", "library.go",
	"log.go", "meter.go", "network.go", "passed_over.go", "fail_above.go", "root.go", "main.go", "days.go",
	"serve.go", "watch_run.go", "part.go",
}

// Nothing reaches a reader but what the messages say: outside of them, and of help and mistakes in the
// command line, no file of a command for readers has a literal of several words.
func TestNoSentenceIsOutsideTheMessages(t *testing.T) {
	for name, file := range parseFolder(t, ".") {
		if slices.Contains(operators, name) || strings.HasPrefix(name, "messages") {
			continue
		}
		for _, sentence := range sentences(file) {
			if !slices.Contains(identifiers, sentence) {
				t.Errorf("%s: %q belongs into the messages, in both languages", name, sentence)
			}
		}
	}
}

// identifiers are texts of several words that readers do not see as sentences.
var identifiers = []string{
	"robots permission", "TLS exception", // keys of labels
	"foreign host ", // before what follows in a cause

	// of help and of mistakes in the command line
	"print these `names` of fields only, in this order: those of the JSON form", "--table takes two of ",

	// of errors that end a command which has said why
	"unknown newspaper", "several articles may be meant", "several articles have IDs as %s…",
}

// sentences returns the literals of several words in a file that may reach a reader.
func sentences(file *ast.File) []string {
	var all []string
	inUsage := false // in a function that makes a usageError, errors are about the command line
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncDecl:
			inUsage = mentions(n, "usageError")
		case *ast.GenDecl:
			return n.Tok != token.IMPORT
		case *ast.Field: // its tag
			return n.Tag == nil
		case *ast.KeyValueExpr: // of a cobra.Command: help
			key, ok := n.Key.(*ast.Ident)
			return !ok || !slices.Contains([]string{"Use", "Short", "Long", "Example"}, key.Name)
		case *ast.CompositeLit:
			kind, ok := n.Type.(*ast.Ident)
			return !ok || kind.Name != "usageError"
		case *ast.CallExpr:
			return !isHelp(n, inUsage)
		case *ast.BasicLit:
			if text, ok := literal(n); ok && isSentence(text) {
				all = append(all, text)
			}
		}
		return true
	})
	return all
}

// mentions reports whether a name is in a function.
func mentions(f *ast.FuncDecl, name string) bool {
	found := false
	ast.Inspect(f, func(n ast.Node) bool {
		id, ok := n.(*ast.Ident)
		found = found || ok && id.Name == name
		return !found
	})
	return found
}

// isHelp reports whether a call defines a flag, or makes an error about the command line.
func isHelp(call *ast.CallExpr, inUsage bool) bool {
	name := ""
	switch f := call.Fun.(type) {
	case *ast.Ident:
		name = f.Name
	case *ast.SelectorExpr:
		name = f.Sel.Name
	}
	return strings.Contains(name, "Var") || slices.Contains([]string{"one", "atLeastOne"}, name) ||
		inUsage && (name == "Errorf" || name == "New")
}

var verbs = regexp.MustCompile(`%[-+#0-9.*]*[a-zA-Z%]|\\.`)

// isSentence reports whether a text has two words of letters beside each other.
func isSentence(text string) bool {
	words := 0
	for word := range strings.FieldsSeq(verbs.ReplaceAllString(text, "")) {
		letters := 0
		for _, r := range word {
			if unicode.IsLetter(r) {
				letters++
			}
		}
		if letters < 2 {
			words = 0
			continue
		}
		if words++; words == 2 {
			return true
		}
	}
	return false
}
