package pipeline_test

import (
	"go/ast"
	"go/doc"
	"go/parser"
	"go/token"
	"regexp"
	"strings"
	"testing"
)

// go doc is the manual of each package, so every package has a comment "Package name …" (of a command:
// "Command name …"), which links to a main entry if the package exports anything, and every exported name has
// a comment that begins with it.
func TestDocumentation(t *testing.T) {
	for _, p := range goList(t) {
		files := token.NewFileSet()
		parsed := make([]*ast.File, len(p.GoFiles))
		for i, name := range p.GoFiles {
			file, err := parser.ParseFile(files, p.Dir+"/"+name, nil, parser.ParseComments)
			if err != nil {
				t.Fatal(err)
			}
			parsed[i] = file
		}
		d, err := doc.NewFromFiles(files, parsed, p.ImportPath)
		if err != nil {
			t.Fatal(err)
		}
		checkPackageDoc(t, d)
		checkNames(t, d)
	}
}

var docLink = regexp.MustCompile(`\[\*?[A-Z]\w*(\.\w+)?\]`)

func checkPackageDoc(t *testing.T, d *doc.Package) {
	if d.Name == "main" {
		if !strings.HasPrefix(d.Doc, "Command ") {
			t.Errorf("%s: the comment must begin with %q, not %.40q", d.ImportPath, "Command", d.Doc)
		}
		return
	}
	if want := "Package " + d.Name + " "; !strings.HasPrefix(d.Doc, want) {
		t.Errorf("%s: the comment must begin with %q, not %.40q", d.ImportPath, want, d.Doc)
	}
	if len(d.Funcs)+len(d.Types) > 0 && !docLink.MatchString(d.Doc) {
		t.Errorf("%s: the comment has no [Link] to a main entry", d.ImportPath)
	}
}

func checkNames(t *testing.T, d *doc.Package) {
	check := func(what, name, text string) {
		if !begins(text, name) {
			t.Errorf("%s: the comment of %s must begin with %q, not %.40q", d.ImportPath, what, name, text)
		}
	}
	funcs, values := d.Funcs, append(d.Consts, d.Vars...)
	for _, typ := range d.Types {
		if spec := typ.Decl.Specs[0].(*ast.TypeSpec); spec.Assign == token.NoPos || typ.Doc == "" {
			check(typ.Name, typ.Name, typ.Doc)
		} // the comment of a group of aliases is about all of them
		funcs = append(funcs, typ.Funcs...)
		values = append(append(values, typ.Consts...), typ.Vars...)
		for _, m := range typ.Methods {
			if m.Level == 0 { // not promoted from an embedded field
				check(typ.Name+"."+m.Name, m.Name, m.Doc)
			}
		}
	}
	for _, f := range funcs {
		check(f.Name, f.Name, f.Doc)
	}
	for _, v := range values {
		switch {
		case v.Doc == "" && !eachHasComment(v.Decl):
			t.Errorf("%s: %s has no comment", d.ImportPath, strings.Join(v.Names, ", "))
		case v.Doc != "" && len(v.Names) == 1: // the comment of a group is about all of them
			check(v.Names[0], v.Names[0], v.Doc)
		}
	}
}

// begins reports whether a comment begins with a name, after an article or not.
func begins(text, name string) bool {
	for _, article := range [...]string{"A ", "An ", "The "} {
		text = strings.TrimPrefix(text, article)
	}
	rest, ok := strings.CutPrefix(text, name)
	return ok && (rest == "" || strings.ContainsAny(rest[:1], " ,.:(\n"))
}

// eachHasComment reports whether every constant or variable of a group has a comment of its own.
func eachHasComment(group *ast.GenDecl) bool {
	for _, spec := range group.Specs {
		if v := spec.(*ast.ValueSpec); v.Doc == nil && v.Comment == nil {
			return false
		}
	}
	return true
}
