package color

import (
	"go/ast"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"

	"github.com/asyncport/asyncport/rewrite/program"
)

// freeze finds the signatures that have to stay, for reasons that the type
// checker would not see: someone outside the module, or reflection, or the
// runtime relies on them.
func (cs *classes) freeze() {
	survey := cs.plan.survey
	for _, fn := range cs.plan.prog.Funcs {
		if fn.Decl == nil {
			continue
		}
		for _, id := range cs.plan.prog.Values(fn) {
			if !cs.plan.values[id] {
				cs.keep(fn, "used as a function value")
			}
		}
		switch {
		case isRoot(fn):
			cs.keep(fn, "called by the Go runtime")
		case cs.isAPI(fn):
			cs.keep(fn, survey.exported(fn.File.Pkg.PkgPath))
		case survey.linked[fn.File.Pkg.PkgPath+"."+fn.Decl.Name.Name]:
			cs.keep(fn, "named by a linkname directive")
		case survey.reflects && fn.Decl.Recv != nil && fn.Decl.Name.IsExported() && !fn.File.IsTest():
			cs.keep(fn, "may be called by reflection")
		case fn.Decl.Recv != nil && fn.Decl.Name.IsExported() && survey.frameworks[fn.File.Pkg.PkgPath] && len(cs.of(fn).methods) == 0:
			cs.keep(fn, "may be called by reflection")
		case fn.Body() == nil:
			cs.keep(fn, "written in assembly")
		case hasDirective(fn.Decl):
			cs.keep(fn, "marked by a compiler directive")
		case cs.plan.frozen[fn.File] != "":
			cs.keep(fn, "declared in a "+cs.plan.frozen[fn.File]+" file")
		case cs.plan.prog.NamedElsewhere(fn.File, fn.Decl.Name.Name):
			cs.keep(fn, "named in a file of another build configuration")
		case fn.Decl.Recv != nil:
			if iface := survey.foreign.satisfied(fn); iface != "" {
				cs.keep(fn, "satisfies "+iface)
			}
		}
	}
	cs.freezeInterfaces()
}

// freezeInterfaces keeps the methods of interfaces that other modules may
// implement or call.
func (cs *classes) freezeInterfaces() {
	for _, pos := range cs.order {
		c := cs.byIface[pos]
		f := cs.plan.prog.FileAt(pos)
		field := cs.fields[pos]
		name := field.Names[0]
		closed := cs.plan.survey.Closed[f.Pkg.PkgPath]
		api := name.IsExported() && !f.IsTest() && !closed && cs.exportedInterface(f, field)
		c = c.root()
		switch {
		case api || cs.plan.prog.NamedElsewhere(f, name.Name) || cs.plan.frozen[f] != "":
			c.keep("a method of an interface that others may implement")
		case !cs.plan.onlyAtBorders(cs.plan.prog.ValuesAt(pos)):
			c.keep("a method value of an interface")
		default:
			if by := cs.outsider(f, field); by != "" {
				c.keep("a method that " + by + " has, too")
			}
		}
	}
}

// outsider names a type of another module that the module puts behind the interface
// around a method, "" if there is none.
func (cs *classes) outsider(f *program.File, field *ast.Field) string {
	if cs.plan.survey.Outsider == nil {
		return ""
	}
	for n := cs.plan.prog.Parent(field); n != nil; n = cs.plan.prog.Parent(n) {
		var t types.Type
		switch n := n.(type) {
		case *ast.InterfaceType:
			t = f.Info().TypeOf(n)
		case *ast.TypeSpec:
			if obj := f.Info().Defs[n.Name]; obj != nil {
				t = obj.Type()
			}
		}
		if t != nil && types.IsInterface(t) {
			if by := cs.plan.survey.Outsider(t, field.Names[0].Name); by != "" {
				return by
			}
		}
	}
	return ""
}

// exportedInterface reports whether other modules can get at the interface
// around a method. One without a name counts as such in their packages.
func (cs *classes) exportedInterface(f *program.File, field *ast.Field) bool {
	for n := cs.plan.prog.Parent(field); n != nil; n = cs.plan.prog.Parent(n) {
		if spec, ok := n.(*ast.TypeSpec); ok {
			return cs.plan.survey.api[spec.Name.Pos()]
		}
	}
	return isImportable(f)
}

// FrozenFiles returns the files that must not be edited.
func FrozenFiles(p *program.Program) map[*program.File]string {
	frozen := map[*program.File]string{}
	for _, f := range p.Files {
		switch {
		case !p.IsSelected(f.Pkg.PkgPath):
			frozen[f] = "not-selected"
		case ast.IsGenerated(f.AST):
			frozen[f] = "generated"
		case importsC(f.AST) || !slices.Contains(f.Pkg.GoFiles, f.Name):
			frozen[f] = "cgo"
		case hasLineDirective(f.AST):
			frozen[f] = "line-directive"
		}
	}
	return frozen
}

func importsC(f *ast.File) bool {
	for _, spec := range f.Imports {
		if spec.Path.Value == `"C"` {
			return true
		}
	}
	return false
}

func hasLineDirective(f *ast.File) bool {
	for _, group := range f.Comments {
		for _, c := range group.List {
			if strings.HasPrefix(c.Text, "//line ") || strings.HasPrefix(c.Text, "/*line ") {
				return true
			}
		}
	}
	return false
}

// foreign indexes the interfaces of all imported packages by method name.
type foreign map[string][]namedInterface

type namedInterface struct {
	name  string
	iface *types.Interface
}

// dynamic are methods that the standard library looks for through interfaces
// without a name.
var dynamic = map[string]string{
	"Unwrap": "errors.Unwrap", "Is": "errors.Is", "As": "errors.As",
	"Timeout": "net.Error", "Temporary": "net.Error",
}

func foreignInterfaces(p *program.Program) foreign {
	index := foreign{}
	add := func(name string, t types.Type) {
		iface, ok := t.Underlying().(*types.Interface)
		if !ok || iface.NumMethods() == 0 {
			return
		}
		for m := range iface.Methods() {
			index[m.Name()] = append(index[m.Name()], namedInterface{name, iface})
		}
	}
	add("error", types.Universe.Lookup("error").Type())
	own := map[string]bool{}
	for _, pkg := range p.Module.Packages {
		own[pkg.PkgPath] = true
	}
	packages.Visit(p.Module.Initial, nil, func(pkg *packages.Package) {
		if own[pkg.PkgPath] || pkg.Types == nil || isInternal(pkg.PkgPath) {
			return
		}
		scope := pkg.Types.Scope()
		for _, name := range scope.Names() {
			if obj, ok := scope.Lookup(name).(*types.TypeName); ok && obj.Exported() {
				add(pkg.Types.Name()+"."+name, obj.Type())
			}
		}
	})
	return index
}

// satisfied returns the name of an interface of another module that fn's
// receiver satisfies by means of fn, or "".
func (idx foreign) satisfied(fn *program.Func) string {
	name := fn.Decl.Name.Name
	if by, ok := dynamic[name]; ok {
		return by
	}
	recv := types.Unalias(deref(fn.Signature().Recv().Type()))
	methods := types.NewMethodSet(types.NewPointer(recv))
	best := ""
	for _, ni := range idx[name] {
		if program.Implements(methods, ni.iface, program.IsGeneric(recv)) && (best == "" || len(ni.name) < len(best) || len(ni.name) == len(best) && ni.name < best) {
			best = ni.name
		}
	}
	return best
}
