package catalog_test

import (
	"errors"
	"fmt"
	"go/types"
	"maps"
	"slices"
	"strings"

	"github.com/asyncport/asyncport/analyzers/catalog"
)

// generator writes a program that calls functions of the standard library with
// values whose methods wait and with values whose methods do not.
type generator struct {
	std     map[string]*types.Package
	imports map[string]bool
	body    strings.Builder
	skipped map[string]string // by entry, the reason
	params  []string          // of the function being written
	serial  int
}

// write adds the functions f<i>Waits and f<i>Calm, which call what the entry names.
func (g *generator) write(i int, name string) {
	if g.skipped == nil {
		g.skipped = map[string]string{}
	}
	for _, variant := range []string{"Waits", "Calm"} {
		g.params = nil
		stmt, err := g.statement(name, variant)
		if err != nil {
			g.skipped[name] = err.Error()
			return
		}
		fmt.Fprintf(&g.body, "func f%d%s(%s) {\n%s}\n\n", i, variant, strings.Join(g.params, ", "), stmt)
	}
}

// statement calls the function, and then the methods of what it returns if that passes on.
func (g *generator) statement(name, variant string) (string, error) {
	fn := g.find(name)
	if fn == nil {
		return "", errors.New("no such function")
	}
	e, _ := catalog.LookupName(name)
	sig := fn.Signature()
	if sig.TypeParams().Len() > 0 {
		return "", errors.New("generic")
	}
	call := fn.Name()
	before := ""
	if recv := sig.Recv(); recv != nil {
		v, err := g.receiver(recv.Type(), e, variant)
		if err != nil {
			return "", err
		}
		before, call = v, "x."+call
	} else {
		call = g.qualified(fn.Pkg(), call)
	}
	args, err := g.arguments(sig, slices.Concat(e.Calls, e.Param, e.Wraps), variant)
	if err != nil {
		return "", err
	}
	call += "(" + args + ")"
	if e.Wraps == nil {
		return before + call + "\n", nil
	}
	return before + g.use(call, sig), nil
}

// use calls what a constructor returns.
func (g *generator) use(call string, sig *types.Signature) string {
	left := "y" + strings.Repeat(", _", sig.Results().Len()-1)
	s := left + " := " + call + "\n_ = y\n"
	t := sig.Results().At(0).Type()
	if _, ok := t.Underlying().(*types.Signature); ok {
		return s + "y()\n"
	}
	for _, m := range []string{"Read", "Write", "ReadAt", "ReadByte", "ReadLine", "PrintfLine", "Scan", "Next", "NextPart", "WriteHeader", "Encode", "Decode", "Token", "ReadAll", "Flush", "Close"} {
		obj, _, _ := types.LookupFieldOrMethod(t, true, nil, m)
		fn, ok := obj.(*types.Func)
		if !ok {
			continue
		}
		args, err := g.arguments(fn.Signature(), nil, "")
		if err == nil {
			return s + "y." + m + "(" + args + ")\n"
		}
	}
	return s
}

// arguments gives the variant to the parameters of those indexes; the others become
// parameters of the function being written.
func (g *generator) arguments(sig *types.Signature, special []int, variant string) (string, error) {
	var args []string
	for i := range sig.Params().Len() {
		t := sig.Params().At(i).Type()
		last := sig.Variadic() && i == sig.Params().Len()-1
		if !slices.Contains(special, i) {
			if !last {
				args = append(args, g.param(t))
			}
			continue
		}
		if last {
			t = t.(*types.Slice).Elem()
		}
		v, err := g.value(t, variant)
		if err != nil {
			return "", err
		}
		args = append(args, v)
	}
	return strings.Join(args, ", "), nil
}

// value is an expression of a type that waits or does not.
func (g *generator) value(t types.Type, variant string) (string, error) {
	switch u := t.Underlying().(type) {
	case *types.Interface:
		return g.implement(u, variant), nil
	case *types.Signature:
		return "func" + g.function(u, variant), nil
	case *types.Pointer:
		call, results, err := g.made(t, variant)
		if results > 1 {
			err = errors.New("a constructor with several results")
		}
		return call, err
	}
	return "", fmt.Errorf("no value of type %s", t)
}

// implement declares a type with the interface's methods.
func (g *generator) implement(i *types.Interface, variant string) string {
	g.serial++
	name := fmt.Sprintf("t%d", g.serial)
	fmt.Fprintf(&g.body, "type %s struct{}\n", name)
	for m := range i.Methods() {
		fmt.Fprintf(&g.body, "func (%s) %s%s\n", name, m.Name(), g.function(m.Signature(), variant))
	}
	return name + "{}"
}

// function is a signature and a body.
func (g *generator) function(sig *types.Signature, variant string) string {
	var params, results []string
	for i := range sig.Params().Len() {
		t := g.typeName(sig.Params().At(i).Type())
		if sig.Variadic() && i == sig.Params().Len()-1 {
			t = "..." + strings.TrimPrefix(t, "[]")
		}
		params = append(params, "_ "+t)
	}
	for v := range sig.Results().Variables() {
		results = append(results, "_ "+g.typeName(v.Type()))
	}
	wait := ""
	if variant == "Waits" {
		wait = "<-ch; "
	}
	return fmt.Sprintf("(%s) (%s) { %sreturn }", strings.Join(params, ", "), strings.Join(results, ", "), wait)
}

// receiver declares x, to call a method on, made so that it passes on if the entry
// says that its receiver does.
func (g *generator) receiver(t types.Type, e catalog.Entry, variant string) (string, error) {
	if types.IsInterface(t) {
		// Anybody may assign to an exported variable: the entry speaks for it.
		g.serial++
		fmt.Fprintf(&g.body, "var V%d %s\n", g.serial, g.typeName(t))
		return fmt.Sprintf("x := V%d\n", g.serial), nil
	}
	if !slices.Contains(e.Param, catalog.Receiver) {
		return "x := " + g.param(t) + "\n", nil
	}
	call, results, err := g.made(t, variant)
	return "x" + strings.Repeat(", _", max(0, results-1)) + " := " + call + "\n", err
}

// made calls a constructor of a type that the catalog knows to pass on, and says how many
// results it has.
func (g *generator) made(t types.Type, variant string) (string, int, error) {
	if named, ok := types.Unalias(t.(*types.Pointer).Elem()).(*types.Named); ok {
		pkg := named.Obj().Pkg()
		for _, name := range pkg.Scope().Names() {
			fn, ok := pkg.Scope().Lookup(name).(*types.Func)
			if !ok || fn.Signature().Results().Len() == 0 || !types.Identical(fn.Signature().Results().At(0).Type(), t) {
				continue
			}
			if e, ok := catalog.Lookup(fn); ok && e.Wraps != nil {
				args, err := g.arguments(fn.Signature(), e.Wraps, variant)
				return g.qualified(pkg, name) + "(" + args + ")", fn.Signature().Results().Len(), err
			}
		}
	}
	return "", 0, fmt.Errorf("no constructor of %s", t)
}

// param adds a parameter to the function being written.
func (g *generator) param(t types.Type) string {
	name := fmt.Sprintf("a%d", len(g.params))
	g.params = append(g.params, name+" "+g.typeName(t))
	return name
}

func (g *generator) typeName(t types.Type) string {
	return types.TypeString(t, func(p *types.Package) string { return strings.TrimSuffix(g.qualified(p, ""), ".") })
}

// qualified imports a package under a name made of its path.
func (g *generator) qualified(p *types.Package, name string) string {
	g.imports[p.Path()] = true
	return alias(p.Path()) + "." + name
}

func alias(path string) string { return strings.NewReplacer("/", "_").Replace(path) + "_" }

// find returns the function of an entry.
func (g *generator) find(name string) *types.Func {
	p := packageOf(name)
	recv, method, ok := strings.Cut(strings.TrimPrefix(name, p+"."), ").")
	if !ok {
		recv, method, ok = strings.Cut(recv, ".")
	}
	obj := g.std[p].Scope().Lookup(strings.TrimLeft(recv, "(*"))
	if ok && obj != nil {
		t := obj.Type()
		if !types.IsInterface(t) {
			t = types.NewPointer(t)
		}
		obj, _, _ = types.LookupFieldOrMethod(t, true, g.std[p], method)
	}
	fn, _ := obj.(*types.Func)
	return fn
}

func (g *generator) file() string {
	var b strings.Builder
	b.WriteString("package streams\n\n")
	for _, p := range slices.Sorted(maps.Keys(g.imports)) {
		fmt.Fprintf(&b, "import %s %q\n", alias(p), p)
	}
	b.WriteString("\nvar ch chan int\n\n")
	b.WriteString(g.body.String())
	return b.String()
}
