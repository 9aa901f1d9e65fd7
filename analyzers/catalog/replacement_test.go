package catalog

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/packages"
)

// runtimeDir is the runtime's module, of which only the source is needed.
const runtimeDir = "../../aio"

// replaces gives the package that a companion package stands for.
var replaces = map[string]string{
	"aioexec": "os/exec",
	"aiohttp": "net/http",
	"aioio":   "io",
	"aionet":  "net",
	"aioos":   "os",
	"aiosql":  "database/sql",
}

// Given a replacement that the data name, then the runtime or the companion package exports it.
func TestReplacementsExist(t *testing.T) {
	exported := map[string]map[string]bool{}
	for _, e := range Builtin().Entries() {
		if e.Replacement == "" {
			continue
		}
		pkg, name, ok := strings.Cut(e.Replacement, ".")
		if !ok {
			t.Errorf("%s: use=%s is not PACKAGE.NAME", e.Name, e.Replacement)
			continue
		}
		if exported[pkg] == nil {
			exported[pkg] = exports(t, pkg)
		}
		if !exported[pkg][name] {
			t.Errorf("%s: use=%s: %s has no %s", e.Name, e.Replacement, pkg, name)
		}
	}
}

// exports returns the exported names that a package of the runtime declares at its top level.
func exports(t *testing.T, pkg string) map[string]bool {
	t.Helper()
	dir := runtimeDir
	if pkg != "aio" {
		dir = path.Join(runtimeDir, pkg)
	}
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil || len(files) == 0 {
		t.Errorf("package %s: %d files, %v", pkg, len(files), err)
	}
	names := map[string]bool{}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Error(err)
			continue
		}
		for _, d := range f.Decls {
			for _, n := range declared(d) {
				names[n.Name] = n.IsExported()
			}
		}
	}
	return names
}

func declared(d ast.Decl) []*ast.Ident {
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Recv == nil {
			return []*ast.Ident{d.Name}
		}
	case *ast.GenDecl:
		var names []*ast.Ident
		for _, s := range d.Specs {
			switch s := s.(type) {
			case *ast.TypeSpec:
				names = append(names, s.Name)
			case *ast.ValueSpec:
				names = append(names, s.Names...)
			}
		}
		return names
	}
	return nil
}

// Given a function or method of the standard library that a companion package replaces, then the replacement takes an
// aio.Context, in place of a context.Context if there is one, and has the same parameters and results otherwise.
func TestReplacementsKeepTheSignature(t *testing.T) {
	companions, originals := loadPairs(t)
	checked := 0
	for _, e := range Builtin().Entries() {
		pkg, name, _ := strings.Cut(e.Replacement, ".")
		from := originals[replaces[pkg]]
		if from == nil || pathOf(e.Name) != replaces[pkg] {
			continue
		}
		to := companions["github.com/asyncport/asyncport/aio/"+pkg]
		if to == nil {
			t.Errorf("%s: use=%s: no package %s", e.Name, e.Replacement, pkg)
			continue
		}
		if err := sameButForContext(from, to, strings.TrimPrefix(e.Name, replaces[pkg]+"."), name); err != nil {
			t.Errorf("%s: use=%s: %v", e.Name, e.Replacement, err)
		}
		checked++
	}
	if checked < 100 {
		t.Errorf("only %d replacements were compared; the data name more", checked)
	}
}

// Given a type of a companion package that embeds the original, then none of the methods that wait is promoted: it would wait
// without a mark.
func TestNoWaitingMethodIsPromoted(t *testing.T) {
	companions, _ := loadPairs(t)
	checked := 0
	for _, e := range Builtin().Entries() {
		recv, method, ok := strings.Cut(strings.TrimPrefix(e.Name, pathOf(e.Name)+"."), ").")
		if !ok || e.Kinds == 0 {
			continue
		}
		for pkg, std := range replaces {
			to := companions["github.com/asyncport/asyncport/aio/"+pkg]
			if std != pathOf(e.Name) || to == nil {
				continue
			}
			checked++
			if fn := function(to, strings.TrimPrefix(recv, "(*"), method); fn != nil && fn.Pkg() != to {
				t.Errorf("%s waits, and is promoted by package %s", e.Name, pkg)
			}
		}
	}
	if checked < 70 {
		t.Errorf("only %d methods were looked at; the data name more", checked)
	}
}

// loadPairs type-checks the companion packages and the packages that they replace.
func loadPairs(t *testing.T) (companions, originals map[string]*types.Package) {
	t.Helper()
	var dirs, std []string
	for pkg, p := range replaces {
		dirs = append(dirs, "./"+pkg)
		std = append(std, p)
	}
	slices.Sort(dirs)
	slices.Sort(std)
	return load(t, runtimeDir, dirs...), load(t, ".", std...)
}

// load type-checks packages and returns them by path.
func load(t *testing.T, dir string, patterns ...string) map[string]*types.Package {
	t.Helper()
	loaded, err := packages.Load(&packages.Config{Mode: packages.LoadSyntax, Dir: dir}, patterns...)
	if err != nil {
		t.Fatal(err)
	}
	byPath := map[string]*types.Package{}
	for _, p := range loaded {
		for _, err := range p.Errors {
			t.Errorf("%s: %v", p.PkgPath, err)
		}
		byPath[p.PkgPath] = p.Types
	}
	return byPath
}

// sameButForContext compares the function or method that rest names in package from, as a data file does, with the
// function name in package to, or with the method of that type. A function that replaces a method takes the receiver after
// the context.
func sameButForContext(from, to *types.Package, rest, name string) error {
	recv, method, isMethod := strings.Cut(rest, ".")
	original, replacement := function(from, rest, ""), function(to, name, "")
	asFunction := isMethod && replacement != nil
	if isMethod {
		original = function(from, strings.Trim(recv, "(*)"), method)
		if !asFunction {
			replacement = function(to, name, method)
		}
	}
	if original == nil || replacement == nil {
		return fmt.Errorf("no such function or method: %v, %v", original, replacement)
	}
	want, _ := shape(original, false, asFunction)
	got, takesContext := shape(replacement, true, false)
	if !takesContext {
		return fmt.Errorf("%v takes no aio.Context first", replacement)
	}
	if got != want {
		return fmt.Errorf("has the shape %s, the original %s", got, want)
	}
	return nil
}

// function finds a function, or a method of a type.
func function(pkg *types.Package, name, method string) *types.Func {
	obj := pkg.Scope().Lookup(name)
	if obj == nil || method == "" {
		fn, _ := obj.(*types.Func)
		return fn
	}
	fn, _, _ := types.LookupFieldOrMethod(obj.Type(), true, pkg, method)
	found, _ := fn.(*types.Func)
	return found
}

// shape writes the parameters and results of a function without a leading context, and with the types of companion packages as
// those that they stand for, if asked with the receiver as the first parameter. It also reports whether the leading context
// is that of the runtime.
func shape(fn *types.Func, companion, withReceiver bool) (text string, takesContext bool) {
	sig := fn.Signature()
	qualify := func(p *types.Package) string {
		if std := replaces[p.Name()]; std != "" {
			return std
		}
		return p.Path()
	}
	var params []string
	if withReceiver {
		params = append(params, types.TypeString(sig.Recv().Type(), qualify))
	}
	for i := range sig.Params().Len() {
		p := types.TypeString(sig.Params().At(i).Type(), qualify)
		if i == 0 && strings.HasSuffix(p, "/aio.Context") {
			takesContext = true
			continue
		}
		if i == 0 && !companion && p == "context.Context" {
			continue
		}
		params = append(params, p)
	}
	var results []string
	for i := range sig.Results().Len() {
		results = append(results, types.TypeString(sig.Results().At(i).Type(), qualify))
	}
	return fmt.Sprintf("(%s) (%s), variadic %v", strings.Join(params, ", "), strings.Join(results, ", "), sig.Variadic()), takesContext
}
