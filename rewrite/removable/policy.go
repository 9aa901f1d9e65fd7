package removable

import (
	"fmt"
	"go/ast"
	"go/types"
	"path"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/asyncport/asyncport/rewrite/color"
	"github.com/asyncport/asyncport/rewrite/program"
)

// holds reports whether a package is, or imports, directly or not, the one that
// declares the mutex.
func (f *Finder) holds(pkg *packages.Package, m *Mutex) bool {
	return f.imports[pkg.ID][m.Package]
}

// findImports fills the index of the module's packages that each of them imports,
// directly or not, itself included.
func (f *Finder) findImports() {
	f.imports = map[string]map[string]bool{}
	f.parts = map[[2]string]bool{}
	own := map[string]bool{}
	for _, pkg := range f.prog.Module.Packages {
		own[pkg.PkgPath] = true
	}
	for _, pkg := range f.prog.Module.Packages {
		f.importsOf(pkg, own)
	}
	for _, paths := range f.imports {
		for a := range paths {
			for b := range paths {
				f.parts[[2]string{a, b}] = true
			}
		}
	}
}

func (f *Finder) importsOf(pkg *packages.Package, own map[string]bool) map[string]bool {
	if known := f.imports[pkg.ID]; known != nil {
		return known
	}
	paths := map[string]bool{pkg.PkgPath: true}
	f.imports[pkg.ID] = paths
	for _, imp := range pkg.Imports {
		if own[imp.PkgPath] {
			for path := range f.importsOf(imp, own) {
				paths[path] = true
			}
		}
	}
	return paths
}

// private are the functions that give code a loop of its own, which runs beside
// that of the process.
var private = map[string]bool{"WithPolicy": true, "Sealed": true, "NewLoop": true, "WithSchedule": true}

// loops says where a program that has the mutex makes loops beside that of the
// process.
func (f *Finder) loops(m *Mutex) *Obstacle {
	for _, file := range f.prog.Files {
		if !f.together(file, m) || !f.usesHome(file) {
			continue
		}
		var found ast.Node
		ast.Inspect(file.AST, func(n ast.Node) bool {
			id, ok := n.(*ast.Ident)
			if fn, isFunc := file.Info().Uses[id].(*types.Func); ok && isFunc && fn.Pkg() != nil && found == nil {
				switch from := fn.Pkg().Path(); {
				case from == f.home && private[fn.Name()]:
					found = id
				case path.Base(from) == "aiotest" && f.on.IsRuntime(from):
					// Run and Explore have a serial loop of their own, one after the other.
					if fn.Name() == "Both" || f.isShared(m) || f.parallel(path.Dir(file.Rel)) {
						found = id
					}
				}
			}
			return found == nil
		})
		if found != nil {
			return &Obstacle{"removable-loops", f.place(found)}
		}
	}
	return nil
}

// isShared reports whether all of a program share the mutex.
func (f *Finder) isShared(m *Mutex) bool { return m.Var.Kind() == types.PackageVar || f.isGlobal(m) }

// parallel reports whether tests in a directory run at the same time.
func (f *Finder) parallel(dir string) bool {
	return slices.ContainsFunc(f.prog.Files, func(file *program.File) bool {
		if !file.IsTest() || path.Dir(file.Rel) != dir {
			return false
		}
		for _, obj := range file.Info().Uses {
			if fn, ok := obj.(*types.Func); ok && fn.Pkg() != nil && fn.Pkg().Path() == "testing" && strings.HasSuffix(fn.Name(), "Parallel") {
				return true
			}
		}
		return false
	})
}

// together reports whether a file is part of a program that has the mutex.
func (f *Finder) together(file *program.File, m *Mutex) bool {
	return f.parts[[2]string{file.Pkg.PkgPath, m.Package}]
}

// usesHome reports whether a file imports the runtime or a companion of it.
func (f *Finder) usesHome(file *program.File) bool {
	return slices.ContainsFunc(file.AST.Imports, func(spec *ast.ImportSpec) bool {
		return f.on.IsRuntime(strings.Trim(spec.Path.Value, "`\""))
	})
}

// Unselected returns why a program that has the mutex may run under another
// policy than the serial one, once the named commands select that; "" if none
// may.
func (f *Finder) Unselected(m *Mutex, selected func(pkgPath string) bool) string {
	commands := 0
	for _, fn := range f.prog.Funcs {
		if !isMain(fn) || !f.holds(fn.File.Pkg, m) {
			continue
		}
		commands++
		if !selected(fn.File.Pkg.PkgPath) && !f.selects(fn) {
			return fn.File.Pkg.PkgPath + " does not select the serial policy"
		}
	}
	if commands == 0 {
		return "no command of the module runs it"
	}
	if at := f.otherPolicy(m); at != "" {
		return at
	}
	return f.untested(m)
}

func isMain(fn *program.Func) bool {
	return fn.Decl != nil && fn.Decl.Recv == nil && fn.Decl.Name.Name == "main" && fn.File.Pkg.Name == "main" && !fn.File.IsTest()
}

// selects reports whether one of the statements of fn's body selects the serial
// policy.
func (f *Finder) selects(fn *program.Func) bool {
	return slices.ContainsFunc(fn.Body().List, func(stmt ast.Stmt) bool {
		expr, ok := stmt.(*ast.ExprStmt)
		if !ok {
			return false
		}
		call, ok := expr.X.(*ast.CallExpr)
		return ok && f.on.Calls(fn.File, call, "SetDefaultPolicy") && f.isSerial(fn.File, call)
	})
}

func (f *Finder) isSerial(file *program.File, call *ast.CallExpr) bool {
	if len(call.Args) != 1 {
		return false
	}
	sel, ok := ast.Unparen(call.Args[0]).(*ast.SelectorExpr)
	if !ok {
		return false
	}
	c, ok := file.Info().Uses[sel.Sel].(*types.Const)
	return ok && c.Name() == "Serial" && c.Pkg() != nil && c.Pkg().Path() == f.home
}

// otherPolicy says where a program that has the mutex selects anything else than
// the serial policy.
func (f *Finder) otherPolicy(m *Mutex) string {
	found := ""
	for _, file := range f.prog.Files {
		if !f.together(file, m) || !f.usesHome(file) {
			continue
		}
		ast.Inspect(file.AST, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok && f.on.Calls(file, call, "SetDefaultPolicy") && !f.isSerial(file, call) {
				found = "another policy is selected at " + f.place(call)
			}
			return found == ""
		})
	}
	return found
}

// untested says which tests come to the mutex by way of the loop of the process
// without selecting the policy in TestMain.
func (f *Finder) untested(m *Mutex) string {
	locks := map[*program.Func]bool{}
	for _, u := range m.uses {
		locks[f.prog.Enclosing(u.call)] = true
	}
	for _, t := range f.testings() {
		for fn := range locks {
			if t.reaches[fn] && t.enters && !t.selects {
				return fmt.Sprintf("the tests in %s do not select the serial policy in TestMain", t.dir)
			}
		}
	}
	return ""
}

// testing is what the tests of a directory may come to run.
type testing struct {
	dir             string
	selects, enters bool // they select the serial policy; they enter the loop
	reaches         map[*program.Func]bool
}

// testings surveys the tests, once.
func (f *Finder) testings() []testing {
	if f.tests != nil {
		return f.tests
	}
	f.tests = []testing{}
	byDir := map[string][]*program.Func{}
	var dirs []string
	for _, fn := range f.prog.Funcs {
		if dir := path.Dir(fn.File.Rel); fn.File.IsTest() {
			if byDir[dir] == nil {
				dirs = append(dirs, dir)
			}
			byDir[dir] = append(byDir[dir], fn)
		}
	}
	for _, dir := range dirs {
		t := testing{dir: dir, reaches: map[*program.Func]bool{}}
		for _, fn := range byDir[dir] {
			t.selects = t.selects || fn.Decl != nil && fn.Decl.Name.Name == "TestMain" && f.selects(fn)
		}
		f.on.Reach(byDir[dir], func(fn *program.Func) {
			t.reaches[fn] = true
			t.enters = t.enters || f.enters(fn)
		})
		f.tests = append(f.tests, t)
	}
	return f.tests
}

// enters reports whether fn's own body enters the loop of the process.
func (f *Finder) enters(fn *program.Func) bool {
	found := false
	if fn.Body() == nil || !f.usesHome(fn.File) {
		return false
	}
	ast.Inspect(fn.Body(), func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if ok {
			callee, _ := typeutil.Callee(fn.File.Info(), call).(*types.Func)
			found = found || callee != nil && f.on.Calls(fn.File, call, "Enter", "Run")
		}
		return !found
	})
	return found
}

// Selects returns the commands that --policy=serial makes select that policy.
func Selects(p *program.Program, survey *color.Survey, home string) map[string]bool {
	plan := color.Build(survey, home, nil, nil)
	plan.SelectSerial()
	return plan.Serial()
}
