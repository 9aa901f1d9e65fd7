// Package removable finds the mutexes of ported code that protect nothing under
// the serial policy: all their sections run on the loop, where one task runs at
// a time, and no section holds a yield at which another one could take over.
//
// Nothing is taken for granted. A mutex of which one use is not understood, or
// which code off the loop may lock, has an obstacle, with a reason code.
package removable

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"github.com/asyncport/asyncport/analyzers/yieldpoint"
	"github.com/asyncport/asyncport/rewrite/color"
	"github.com/asyncport/asyncport/rewrite/onloop"
	"github.com/asyncport/asyncport/rewrite/program"
	"github.com/asyncport/asyncport/rewrite/rule"
)

// Mutex is a variable or field of type sync.Mutex or sync.RWMutex.
type Mutex struct {
	Var     *types.Var
	Name    string // Store.mu, mu
	Package string // import path
	Pos     token.Position
	// Sections are what it protects, in source order, when nothing stands in the
	// way of removing it.
	Sections []Section
	Obstacle *Obstacle // nil: it can be removed under the serial policy

	// Decl is where it is declared, Locks and Stmts are the calls that lock it and
	// all statements that call its methods.
	Decl  *ast.Ident
	Locks []*ast.CallExpr
	Stmts []ast.Stmt

	file *program.File
	uses []use
}

// Section is what a mutex protects from one Lock on.
type Section struct {
	Pos  token.Position // of Lock
	Func string         // as stack traces name it
	Why  string         // how it is known that the section runs on the loop
}

// Obstacle is why a mutex has to stay.
type Obstacle struct{ Code, Detail string }

// Finder looks at the mutexes of one program.
type Finder struct {
	prog     *program.Program
	survey   *color.Survey
	facts    rule.Facts
	on       *onloop.Map
	home     string
	lockers  *bool
	promoted map[token.Pos][]*ast.SelectorExpr
	imports  map[string]map[string]bool        // by a package's ID: the module's packages in its programs
	parts    map[[2]string]bool                // packages that are parts of one program
	tests    []testing                         // nil until asked for
	looks    []look                            // see seen; nil until asked for
	ops      map[*program.Func][]yieldpoint.Op // that may wait for someone else
}

// NewFinder surveys a program, home is the import path of the runtime.
func NewFinder(p *program.Program, survey *color.Survey, home string, facts rule.Facts) *Finder {
	f := &Finder{prog: p, survey: survey, facts: facts, home: home}
	f.on = onloop.New(p, survey, home, f.spawns)
	f.findPromoted()
	f.findImports()
	return f
}

// spawns reports whether a function starts a goroutine, as far as the analysis
// knows.
func (f *Finder) spawns(fn *program.Func) bool {
	facts := f.facts.Yields(fn.File.Pkg)
	if facts == nil {
		return true
	}
	if fn.Lit != nil {
		s := facts.Lit(fn.Lit)
		return s != nil && s.Spawns
	}
	if fn.Obj == nil {
		return true
	}
	s := facts.Func(fn.Obj)
	return s != nil && s.Spawns
}

// All returns the mutexes that the module declares outside of tests, in the order
// of the files.
func (f *Finder) All() []*Mutex {
	var list []*Mutex
	for _, file := range f.prog.Files {
		if file.IsTest() {
			continue
		}
		ast.Inspect(file.AST, func(n ast.Node) bool {
			if id, ok := n.(*ast.Ident); ok {
				if v := declared(file, id); v != nil {
					list = append(list, f.judge(file, id, v))
				}
			}
			return true
		})
	}
	return list
}

// declared returns the mutex that an identifier declares, or nil. An embedded one
// is declared by the name of its type.
func declared(file *program.File, id *ast.Ident) *types.Var {
	v, _ := file.Info().Defs[id].(*types.Var)
	if v == nil {
		return nil
	}
	if !rule.IsNamed(v.Type(), "sync", "Mutex") && !rule.IsNamed(v.Type(), "sync", "RWMutex") {
		return nil
	}
	switch v.Kind() {
	case types.FieldVar, types.LocalVar, types.PackageVar:
		return v
	}
	return nil
}

// judge looks at one mutex.
func (f *Finder) judge(file *program.File, id *ast.Ident, v *types.Var) *Mutex {
	m := &Mutex{
		Var: v, Decl: id, file: file, Name: f.nameOf(id, v), Package: file.Pkg.PkgPath,
		Pos: f.prog.Position(id.Pos()),
	}
	for _, look := range []func(*Mutex) *Obstacle{f.collect, f.layout, f.regions, f.placed, f.exposed, f.loops} {
		if m.Obstacle = look(m); m.Obstacle != nil {
			m.Sections = nil
			return m
		}
	}
	return m
}

// nameOf returns how people call a mutex: TYPE.FIELD, or the variable's name.
func (f *Finder) nameOf(id *ast.Ident, v *types.Var) string {
	if !v.IsField() {
		return v.Name()
	}
	for n := f.prog.Parent(id); n != nil; n = f.prog.Parent(n) {
		switch n := n.(type) {
		case *ast.TypeSpec:
			return n.Name.Name + "." + v.Name()
		case *ast.ValueSpec:
			return n.Names[0].Name + "." + v.Name()
		}
	}
	return v.Name()
}

// placed says which sections may run off the loop.
func (f *Finder) placed(m *Mutex) *Obstacle {
	alone := !f.isShared(m)
	for _, u := range m.uses {
		if why := f.on.Off(u.call, alone); why != "" {
			return &Obstacle{"removable-off-loop", why}
		}
	}
	for _, call := range f.on.Astray() {
		if f.together(f.prog.FileAt(call.Pos()), m) {
			return &Obstacle{"removable-off-loop", "a task is handed to a function value off the loop at " + f.place(call)}
		}
	}
	for _, u := range m.uses {
		if u.locks() {
			m.Sections = append(m.Sections, Section{
				Pos: f.prog.Position(u.call.Pos()), Func: f.prog.Enclosing(u.call).Name, Why: f.on.Why(u.call),
			})
		}
	}
	return nil
}

// isGlobal reports whether a field's struct is the type of a package variable
// itself.
func (f *Finder) isGlobal(m *Mutex) bool {
	for n := f.prog.Parent(m.Decl); n != nil; n = f.prog.Parent(n) {
		switch n.(type) {
		case *ast.TypeSpec:
			return false
		case *ast.ValueSpec:
			return true
		}
	}
	return false
}

// exposed says whether other modules may run the code, under a policy of their
// own choice.
func (f *Finder) exposed(m *Mutex) *Obstacle {
	var paths []string
	for _, file := range f.prog.Files {
		path := file.Pkg.PkgPath
		if !file.IsTest() && color.IsImportable(file) && !f.survey.Closed[path] && f.holds(file.Pkg, m) {
			paths = append(paths, path)
		}
	}
	if len(paths) == 0 {
		return nil
	}
	return &Obstacle{"removable-exposed", slices.Min(paths)}
}
