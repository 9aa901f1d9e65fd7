package color

import (
	"go/ast"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/asyncport/asyncport/rewrite/program"
	"github.com/asyncport/asyncport/rewrite/rule"
)

// Unset is a command that was to select a policy and does not.
type Unset struct {
	Package string
	Why     string
}

// SelectSerial makes the commands that use the runtime, themselves or through a
// package of the module, select the serial policy at the top of main: it must
// be chosen before anything enters the loop. One that says which policy it wants
// is left alone. It returns the commands where the line cannot stand.
func (p *Plan) SelectSerial() []Unset {
	var unset []Unset
	explicit := p.explicitPackages()
	early := p.entersBeforeMain()
	p.serial = map[*program.Func]bool{}
	for _, fn := range p.prog.Funcs {
		if !isMain(fn) || p.choosesPolicy(fn.File.Pkg) {
			continue
		}
		uses, why := false, p.frozen[fn.File]
		if why != "" {
			why = "main stands in a " + why + " file"
		}
		for _, path := range closure(fn.File.Pkg) {
			uses = uses || explicit[path]
			if at := early[path]; at != "" && why == "" {
				why = at + " enters the loop before main"
			}
		}
		switch {
		case !uses:
		case why != "":
			unset = append(unset, Unset{fn.File.Pkg.PkgPath, why})
		default:
			p.serial[fn] = true
		}
	}
	slices.SortFunc(unset, func(a, b Unset) int { return strings.Compare(a.Package, b.Package) })
	return unset
}

func isMain(fn *program.Func) bool {
	return fn.Decl != nil && fn.Decl.Recv == nil && fn.Decl.Name.Name == "main" && fn.File.Pkg.Name == "main" && !fn.File.IsTest()
}

// explicitPackages returns the packages that use the runtime, in the source or
// by the plan, outside of tests.
func (p *Plan) explicitPackages() map[string]bool {
	found := map[string]bool{}
	for _, f := range p.prog.Files {
		for _, spec := range f.AST.Imports {
			if !f.IsTest() && spec.Path.Value == `"`+p.RuntimePath+`"` {
				found[f.Pkg.PkgPath] = true
			}
		}
	}
	for _, fn := range p.prog.Funcs {
		if !fn.File.IsTest() && (p.need[fn] || fn.Decl != nil && p.ModeOf(fn) != Plain) {
			found[fn.File.Pkg.PkgPath] = true
		}
	}
	return found
}

// choosesPolicy reports whether a command calls SetDefaultPolicy.
func (p *Plan) choosesPolicy(pkg *packages.Package) bool {
	for _, f := range p.prog.Files {
		if f.Pkg.PkgPath != pkg.PkgPath || f.IsTest() {
			continue
		}
		for _, obj := range f.Info().Uses {
			if fn, ok := obj.(*types.Func); ok && p.isRuntimeFunc(fn, "SetDefaultPolicy") {
				return true
			}
		}
	}
	return false
}

func (p *Plan) isRuntimeFunc(fn *types.Func, names ...string) bool {
	return fn != nil && fn.Pkg() != nil && fn.Pkg().Path() == p.RuntimePath && slices.Contains(names, fn.Name())
}

// closure returns the import paths of pkg and all that it imports.
func closure(pkg *packages.Package) []string {
	var paths []string
	packages.Visit([]*packages.Package{pkg}, nil, func(p *packages.Package) { paths = append(paths, p.PkgPath) })
	return paths
}

// entersBeforeMain returns, by package, what may enter the loop while variables
// are initialised or an init function runs, as far as calls by name, methods of
// the module's interfaces and literals lead there.
func (p *Plan) entersBeforeMain() map[string]string {
	enters := map[*program.Func]bool{}
	for _, fn := range p.prog.Funcs {
		enters[fn] = p.enters(fn) || fn.Decl != nil && p.ModeOf(fn) == Split || p.callsEnter(fn)
	}
	for changed := true; changed; {
		changed = false
		for _, fn := range p.prog.Funcs {
			if !enters[fn] && (slices.ContainsFunc(fn.Lits, func(lit *program.Func) bool { return enters[lit] }) ||
				slices.ContainsFunc(fn.Calls, func(c *program.Call) bool { return p.leadsTo(c, enters) })) {
				enters[fn], changed = true, true
			}
		}
	}
	found := map[string]string{}
	for _, fn := range p.prog.Funcs {
		if fn.Decl != nil && fn.Decl.Recv == nil && fn.Decl.Name.Name == "init" && enters[fn] && !fn.File.IsTest() {
			found[fn.File.Pkg.PkgPath] = fn.Name
		}
	}
	for _, f := range p.prog.Files {
		for _, decl := range f.AST.Decls {
			gen, ok := decl.(*ast.GenDecl)
			if !ok || f.IsTest() {
				continue
			}
			ast.Inspect(gen, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.FuncLit:
					if call, ok := p.prog.Parent(n).(*ast.CallExpr); ok && call.Fun == ast.Expr(n) && enters[p.prog.LitFunc(n)] {
						found[f.Pkg.PkgPath] = "a variable of " + f.Pkg.PkgPath
					}
					return false // it runs later, if at all
				case *ast.CallExpr:
					if callee, _ := typeutil.Callee(f.Info(), n).(*types.Func); enters[p.prog.Func(callee)] || p.isRuntimeFunc(callee, "Enter", "Run") {
						found[f.Pkg.PkgPath] = "a variable of " + f.Pkg.PkgPath
					}
				}
				return true
			})
		}
	}
	return found
}

// leadsTo reports whether a call may call one of the functions.
func (p *Plan) leadsTo(c *program.Call, funcs map[*program.Func]bool) bool {
	if c.Callee != nil {
		return funcs[c.Callee]
	}
	class := p.classes.ofMethod(c.Iface)
	return class != nil && slices.ContainsFunc(class.members, func(fn *program.Func) bool { return funcs[fn] })
}

// callsEnter reports whether fn's own body enters or runs a loop in the source.
func (p *Plan) callsEnter(fn *program.Func) bool {
	found := false
	if fn.Body() == nil {
		return false
	}
	ast.Inspect(fn.Body(), func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok {
			callee, _ := typeutil.Callee(fn.File.Info(), call).(*types.Func)
			found = found || p.isRuntimeFunc(callee, "Enter", "Run")
		}
		return !found
	})
	return found
}

// policyText returns the statement that selects the serial policy, where fn is
// to have it.
func (p *Plan) policyText(ed *rule.Editor, fn *program.Func, indent string) string {
	if !p.serial[fn] {
		return ""
	}
	return indent + ed.Aio(fn.Node(), "SetDefaultPolicy") + "(" + ed.Aio(fn.Node(), "Serial") + ")"
}
