package catalog

import (
	"fmt"
	"go/types"
	"os"
	"os/exec"
	"path"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/packages"
)

// pathOf returns the package of an entry's name.
func pathOf(name string) string {
	slash := strings.LastIndex(name, "/")
	dot := strings.Index(name[slash+1:], ".")
	return name[:slash+1+dot]
}

func TestStandardEntriesExist(t *testing.T) {
	var paths []string
	for _, e := range Builtin().Entries() {
		if p := pathOf(e.Name); Std(p) {
			paths = append(paths, p)
		}
	}
	slices.Sort(paths)
	paths = slices.DeleteFunc(slices.Compact(paths), func(p string) bool { return p == "unsafe" })
	loaded, err := packages.Load(&packages.Config{Mode: packages.LoadSyntax}, paths...)
	if err != nil {
		t.Fatal(err)
	}
	pkgs := make(map[string]*types.Package)
	for _, p := range loaded {
		pkgs[p.PkgPath] = p.Types
	}
	for _, e := range Builtin().Entries() {
		p := pathOf(e.Name)
		if !Std(p) || p == "unsafe" {
			continue
		}
		if pkgs[p] == nil {
			t.Errorf("%s: no package %s", e.Name, p)
			continue
		}
		if err := resolve(pkgs[p], e); err != nil {
			t.Errorf("%s: %v", e.Name, err)
		}
	}
}

// resolve finds what an entry speaks of in the package's scope.
func resolve(pkg *types.Package, e Entry) error {
	rest := strings.TrimPrefix(e.Name, pkg.Path()+".")
	if rest == "*" {
		return nil
	}
	parts := strings.Split(rest, ".")
	first := strings.Trim(parts[0], "(*)")
	obj := pkg.Scope().Lookup(first)
	if obj == nil {
		return fmt.Errorf("no %s in %s", first, pkg.Path())
	}
	switch {
	case len(parts) == 1:
		return checkParams(obj, e)
	case parts[len(parts)-1] == "*":
		_, err := checkValue(obj, parts[1:len(parts)-1])
		return err
	case len(parts) == 3:
		return checkFieldMethod(obj, parts[1], parts[2])
	}
	return checkMethod(obj, parts[0], parts[1], e)
}

func checkMethod(obj types.Object, recv, name string, e Entry) error {
	named, ok := obj.Type().(*types.Named)
	if !ok {
		return fmt.Errorf("%s is no named type", obj.Name())
	}
	m, _, _ := types.LookupFieldOrMethod(types.NewPointer(named), true, obj.Pkg(), name)
	if types.IsInterface(named) {
		m, _, _ = types.LookupFieldOrMethod(named, true, obj.Pkg(), name)
	}
	fn, ok := m.(*types.Func)
	if !ok {
		return fmt.Errorf("no method %s", name)
	}
	// The entry must be found under the name that the analyzer asks for: that of the function,
	// or that of the type in hand if it has the method from another.
	if owner := receiver(fn); owner != nil && owner.Obj() != obj && recv == obj.Name() {
		return checkParams(fn, e)
	}
	if got := key(FuncName(fn)); got != key(e.Name) {
		return fmt.Errorf("is called %s", got)
	}
	return checkParams(fn, e)
}

// receiver returns the named type that a method is declared for.
func receiver(fn *types.Func) *types.Named {
	t := fn.Signature().Recv().Type()
	if p, ok := t.(*types.Pointer); ok {
		t = p.Elem()
	}
	named, _ := t.(*types.Named)
	return named
}

// checkFieldMethod accepts a method of a field of a type.
func checkFieldMethod(obj types.Object, field, method string) error {
	t, err := checkValue(obj, []string{field})
	if err != nil {
		return err
	}
	if m, _, _ := types.LookupFieldOrMethod(t, true, obj.Pkg(), method); m == nil {
		return fmt.Errorf("no method %s", method)
	}
	return nil
}

// checkValue accepts a variable, a type or a field of a type, and returns its type.
func checkValue(obj types.Object, fields []string) (types.Type, error) {
	if len(fields) == 0 {
		return obj.Type(), nil
	}
	f, _, _ := types.LookupFieldOrMethod(obj.Type(), true, obj.Pkg(), fields[0])
	if v, ok := f.(*types.Var); !ok || !v.IsField() {
		return nil, fmt.Errorf("no field %s", fields[0])
	}
	return f.Type(), nil
}

func checkParams(obj types.Object, e Entry) error {
	sig, ok := obj.Type().Underlying().(*types.Signature)
	if !ok {
		return fmt.Errorf("%s is no function and no function type", obj.Name())
	}
	for _, i := range slices.Concat(e.Calls, e.Starts) {
		if i >= sig.Params().Len() {
			return fmt.Errorf("no parameter %d", i)
		}
		if _, ok := underlying(sig, i).(*types.Signature); !ok {
			return fmt.Errorf("parameter %d is no function", i)
		}
	}
	for _, i := range slices.Concat(e.Param, e.Wraps) {
		if i == Receiver && sig.Recv() != nil {
			continue
		}
		if i >= sig.Params().Len() {
			return fmt.Errorf("no parameter %d", i)
		}
		switch underlying(sig, i).(type) {
		case *types.Interface, *types.Pointer: // a pointer to a wrapper, as *bufio.Reader
		case *types.Signature: // called by the result, as by that of sync.OnceFunc
		default:
			return fmt.Errorf("parameter %d is no interface, pointer or function", i)
		}
	}
	return nil
}

func underlying(sig *types.Signature, i int) types.Type {
	t := sig.Params().At(i).Type()
	if s, ok := t.(*types.Slice); ok && sig.Variadic() && i == sig.Params().Len()-1 {
		t = s.Elem()
	}
	return t.Underlying()
}

func TestStandardPackageList(t *testing.T) {
	out, err := exec.Command("go", "list", "std").Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range strings.Fields(string(out)) {
		if !Std(p) {
			t.Errorf("%s is missing in stdpackages.list", p)
		}
	}
	for _, p := range []string{"a", "example.com/net/http", "github.com/x/os", "nets"} {
		if Std(p) {
			t.Errorf("Std(%q) = true", p)
		}
	}
}

func TestDataSorted(t *testing.T) {
	files, err := dataFiles.ReadDir("data")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		data, err := os.ReadFile(path.Join("data", f.Name()))
		if err != nil {
			t.Fatal(err)
		}
		table, err := Parse(f.Name(), string(data))
		if err != nil {
			t.Fatal(err)
		}
		entries := table.Entries()
		for i, e := range entries[1:] {
			if before := entries[i].Name; before >= e.Name {
				t.Errorf("%s: %s stands before %s", f.Name(), before, e.Name)
			}
		}
	}
}
