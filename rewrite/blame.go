package rewrite

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"strings"

	"golang.org/x/tools/go/packages"

	"github.com/asyncport/asyncport/rewrite/program"
	"github.com/asyncport/asyncport/rewrite/rule"
)

// takeBack forbids the rewrites that the errors point at. Those in the functions
// with errors come first; where there are none, those that the functions call
// and that changed them from afar; then those of their packages; then all. It
// reports whether it found any.
func (e *engine) takeBack(a *attempt, errs []packages.Error) bool {
	broken := map[*program.Func]string{}
	pkgs := map[string]string{}
	for _, err := range errs {
		name, line, ok := cutPos(err.Pos)
		file := e.fileNamed(name)
		if !ok || file == nil {
			continue
		}
		pkgs[file.Pkg.PkgPath] = err.Msg
		for _, fn := range e.prog.Funcs {
			if fn.File == file && fn.Decl != nil && fn.Decl.Name.Name == declAt(a, file, line) {
				broken[fn] = err.Msg
			}
		}
	}
	byFunc := func(s *rule.Spot) (string, bool) {
		if s.Func == nil {
			return "", false
		}
		why, ok := broken[s.Func.Outermost()]
		return why, ok
	}
	if e.vetoWhere(a, byFunc) {
		return true
	}
	for e.addCallees(broken) {
		if e.vetoWhere(a, byFunc) {
			return true
		}
	}
	if e.vetoWhere(a, func(s *rule.Spot) (string, bool) {
		why, ok := pkgs[s.Package]
		return why, ok
	}) {
		return true
	}
	return e.vetoWhere(a, func(*rule.Spot) (string, bool) { return errs[0].Msg, true })
}

// addCallees adds what the functions and the literals in them call; it reports
// whether there was anything to add.
func (e *engine) addCallees(funcs map[*program.Func]string) bool {
	more := map[*program.Func]string{}
	for _, fn := range e.prog.Funcs {
		why, ok := funcs[fn.Outermost()]
		if !ok {
			continue
		}
		for _, call := range fn.Calls {
			if call.Callee != nil && funcs[call.Callee] == "" {
				more[call.Callee] = why
			}
		}
	}
	for fn, why := range more {
		funcs[fn] = why
	}
	return len(more) > 0
}

// vetoWhere forbids all rules the rewritten spots that pick chooses, for the
// reason that it gives.
func (e *engine) vetoWhere(a *attempt, pick func(*rule.Spot) (why string, yes bool)) bool {
	found := false
	seen := map[string]bool{}
	for _, s := range e.spots {
		if a.done[s.Node] == nil {
			continue
		}
		why, yes := pick(s)
		if !yes {
			continue
		}
		found = true
		e.vetoes[veto{nil, s.Node}] = why
		if name := s.Func.Outermost().Name; !seen[name] {
			seen[name] = true
			e.dropped = append(e.dropped, Drop{Package: s.Package, Func: name, Why: why})
		}
	}
	return found
}

// vetoFile forbids all rewrites of a file, or if there are none left of its
// package, whether or not an attempt got as far as listing them.
func (e *engine) vetoFile(file *program.File, why string) bool {
	found := e.veto(why, func(s *rule.Spot) bool { return s.Pos.Filename == file.Rel }) ||
		e.veto(why, func(s *rule.Spot) bool { return s.Package == file.Pkg.PkgPath })
	if found {
		e.dropped = append(e.dropped, Drop{Package: file.Pkg.PkgPath, Why: file.Rel + ": " + why})
	}
	return found
}

// veto forbids all rules the spots that pick chooses; it reports whether some
// were not forbidden yet.
func (e *engine) veto(why string, pick func(*rule.Spot) bool) bool {
	found := false
	for _, s := range e.spots {
		if _, known := e.vetoes[veto{nil, s.Node}]; !known && pick(s) {
			e.vetoes[veto{nil, s.Node}] = why
			found = true
		}
	}
	return found
}

func (e *engine) fileNamed(name string) *program.File {
	for _, f := range e.prog.Files {
		if f.Name == name {
			return f
		}
	}
	return nil
}

// declAt returns the name of the function declared around a line of the new
// version of a file, as it is called in the old one.
func declAt(a *attempt, file *program.File, line int) string {
	for _, change := range a.files {
		if change.Path != file.Rel {
			continue
		}
		fset := token.NewFileSet()
		f, err := parser.ParseFile(fset, "", change.New, parser.SkipObjectResolution)
		if err != nil {
			return ""
		}
		return declAround(fset, f, file, line)
	}
	return declAround(file.Pkg.Fset, file.AST, file, line)
}

func declAround(fset *token.FileSet, f *ast.File, file *program.File, line int) string {
	for _, decl := range f.Decls {
		fn, ok := decl.(*ast.FuncDecl)
		if !ok || fset.Position(fn.Pos()).Line > line || fset.Position(fn.End()).Line < line {
			continue
		}
		for _, old := range file.AST.Decls {
			if o, ok := old.(*ast.FuncDecl); ok && o.Name.Name == fn.Name.Name {
				return o.Name.Name
			}
		}
		return strings.TrimSuffix(fn.Name.Name, "Co")
	}
	return ""
}

// cutPos splits "file:line:column".
func cutPos(pos string) (file string, line int, ok bool) {
	parts := strings.Split(pos, ":")
	if len(parts) < 3 {
		return "", 0, false
	}
	line, err := strconv.Atoi(parts[len(parts)-2])
	return strings.Join(parts[:len(parts)-2], ":"), line, err == nil
}
