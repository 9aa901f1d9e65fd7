package companion

import (
	"go/types"
	"strings"
	"testing"

	"golang.org/x/tools/go/packages"
)

const runtimePath = "github.com/asyncport/asyncport/aio"

// TestCompanionsHaveTheSameSignature compares what the tables name with the
// original: the same parameters and results, with the task in front, where it
// may stand for a context.
func TestCompanionsHaveTheSameSignature(t *testing.T) {
	load := loadBoth(t)
	for path, f := range functions {
		for _, name := range f.names {
			want := signature(t, load(path), name)
			got := signature(t, load(runtimePath+"/"+f.companion), name)
			compare(t, path+"."+name, parameters(want, 0), parameters(got, 1), want, got)
		}
	}
	for typ, m := range methods {
		path, base := splitType(typ)
		for _, name := range m.names {
			want := method(t, load(path), base, name)
			got := signature(t, load(runtimePath+"/"+m.companion), name)
			recv := []string{typ}
			compare(t, typ+"."+name, append(recv, parameters(want, 0)...), parameters(got, 1), want, got)
		}
	}
	for typ, w := range wrappers {
		path, base := splitType(typ)
		companion := load(runtimePath + "/" + w.companion)
		wrap := signature(t, companion, w.wrap)
		if got := parameters(wrap, 0); len(got) != 1 || got[0] != "*"+typ {
			t.Errorf("%s.%s takes %v, want a *%s", w.companion, w.wrap, got, typ)
		}
		_, wrapped := splitType(wrap.Results().At(0).Type().(*types.Pointer).Elem().String())
		for i, name := range append(w.names[:len(w.names):len(w.names)], w.inContext...) {
			want, got := method(t, load(path), base, name), method(t, companion, wrapped, name)
			skip := 0
			if i >= len(w.names) {
				skip = 1
				if first := want.Params().At(0).Type().String(); first != "context.Context" {
					t.Errorf("%s.%s takes a %s first, want a context", typ, name, first)
				}
			}
			compare(t, typ+"."+name, parameters(want, skip), parameters(got, 1), want, got)
		}
	}
}

func compare(t *testing.T, name string, wantParams, gotParams []string, want, got *types.Signature) {
	t.Helper()
	if task := got.Params().At(0).Type().String(); task != runtimePath+".Context" {
		t.Errorf("the companion of %s takes a %s first, want the task", name, task)
	}
	if w, g := strings.Join(wantParams, ", "), strings.Join(gotParams, ", "); w != g || want.Variadic() != got.Variadic() {
		t.Errorf("the companion of %s takes (%s), want (%s)", name, g, w)
	}
	if w, g := tupleText(want.Results(), 0), tupleText(got.Results(), 0); strings.Join(w, ", ") != strings.Join(g, ", ") {
		t.Errorf("the companion of %s returns %v, want %v", name, g, w)
	}
}

// loadBoth loads the packages that the tables speak of, those of the standard
// library and those of the runtime.
func loadBoth(t *testing.T) func(path string) *types.Package {
	t.Helper()
	patterns := []string{"io", "net", "net/http", "database/sql"}
	for _, name := range []string{"aioio", "aionet", "aiohttp", "aiosql"} {
		patterns = append(patterns, runtimePath+"/"+name)
	}
	list, err := packages.Load(&packages.Config{Mode: packages.NeedName | packages.NeedTypes | packages.NeedImports | packages.NeedDeps, Dir: "../../aio"}, patterns...)
	if err != nil {
		t.Fatal(err)
	}
	byPath := map[string]*types.Package{}
	for _, p := range list {
		for _, err := range p.Errors {
			t.Fatal(err)
		}
		byPath[p.PkgPath] = p.Types
	}
	return func(path string) *types.Package {
		if byPath[path] == nil {
			t.Fatalf("%s is not loaded; add it to loadBoth", path)
		}
		return byPath[path]
	}
}

func signature(t *testing.T, pkg *types.Package, name string) *types.Signature {
	t.Helper()
	fn, ok := pkg.Scope().Lookup(name).(*types.Func)
	if !ok {
		t.Fatalf("%s has no function %s", pkg.Path(), name)
	}
	return fn.Signature()
}

func method(t *testing.T, pkg *types.Package, typ, name string) *types.Signature {
	t.Helper()
	obj := pkg.Scope().Lookup(typ)
	if obj == nil {
		t.Fatalf("%s has no type %s", pkg.Path(), typ)
	}
	fn, _, _ := types.LookupFieldOrMethod(obj.Type(), true, pkg, name)
	if fn == nil {
		t.Fatalf("%s.%s has no method %s", pkg.Path(), typ, name)
	}
	return fn.(*types.Func).Signature()
}

func splitType(typ string) (path, base string) {
	i := strings.LastIndex(typ, ".")
	return typ[:i], typ[i+1:]
}

func parameters(sig *types.Signature, skip int) []string { return tupleText(sig.Params(), skip) }

func tupleText(tuple *types.Tuple, skip int) []string {
	var list []string
	for i := skip; i < tuple.Len(); i++ {
		list = append(list, tuple.At(i).Type().String())
	}
	return list
}
